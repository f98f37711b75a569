"""Kinds of values that a key of `config.toml` can have, and what each refuses."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import date, datetime, time
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _real(text: str) -> str:
    """No placeholder reaches a letter: a key is filled in or left out."""
    if re.search(r"×|待填|[xX]{3,}|\{\{", text):
        raise ValueError(f"“{text}”是占位内容，请填写实际内容")
    return text


def _filled(text: str) -> str:
    if not text:
        raise ValueError("不能为空")
    return text


def _matching(pattern: str, wanted: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"应为{wanted}")  # not repeated: a database address may hold a password
        return text

    return AfterValidator(check)


def _with_number(text: str) -> str:
    """The year stands in 〔〕 (GB/T 9704) and the number is there; nothing else can be filled in."""
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        blanks = {""}
    if not blanks <= {"code", "year", "n"} or "〔{year}〕" not in text or "{n}" not in text:
        raise ValueError("应含 〔{year}〕 和 {n}，此外只能用 {code}，如 {code}〔{year}〕第{n}号")
    return text


def _in_and_out(command: tuple[str, ...]) -> tuple[str, ...]:
    """A command that is not told both files cannot seal anything; no command at all is no seal service."""
    if command and not all(any(file in each for each in command[1:]) for file in ("{in}", "{out}")):
        raise ValueError("程序之后的参数中须有 {in}（待盖章文件）和 {out}（盖章后文件）")
    return command


def _day(value: Any) -> Any:
    """A TOML date, or its text from the environment; a number would be taken for seconds since 1970."""
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("应为日期，如 2026-01-05，不写引号")
    return value


def _clock(value: Any) -> Any:
    """A TOML time, or its text; a number would be taken for seconds since midnight."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = time.fromisoformat(value)
    if not isinstance(value, time) or value.tzinfo is not None:
        raise ValueError("应为时刻，如 08:30:00，不写引号")
    return value


def _listed(value: Any) -> Any:
    """The environment gives a list as text: ["甲", "乙"]."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


LISTED = BeforeValidator(_listed)
Note = Annotated[str, AfterValidator(_real)]
Text = Annotated[Note, AfterValidator(_filled)]
Texts = Annotated[tuple[Text, ...], LISTED]
Key = Annotated[str, _matching(r"[a-z][a-z0-9_]{0,30}", "小写英文字母开头的短标识，如 furong")]
Code = Annotated[str, _matching(r"[^\s〔〕{}\[\]]+", "机关代字，不含括号和空格，如 芙政公开")]
Postcode = Annotated[str, _matching(r"\d{6}", "六位邮政编码，写在引号内")]
Telephone = Annotated[str, _matching(r"[\d+][\d、，,;； ()（）+-]{6,}", "电话号码，如 0731-84665317")]
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
Email = Annotated[str, _matching(_EMAIL, "电子邮箱地址")]
Url = Annotated[
    str, _matching(r"(sqlite|postgresql)(\+\w+)?://.*", " sqlite:/// 或 postgresql:// 开头的数据库地址")
]
Website = Annotated[
    str,
    _matching(r"https://[^\s?#]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s?#]*)?", "https:// 开头的网址"),
]
NumberPattern = Annotated[str, AfterValidator(_with_number)]
Command = Annotated[tuple[Annotated[str, AfterValidator(_filled)], ...], LISTED, AfterValidator(_in_and_out)]
Day = Annotated[date, BeforeValidator(_day)]
Clock = Annotated[time, BeforeValidator(_clock)]
WebAddress = Annotated[str, _matching(r"(https?://[^\s?#]+)?", "网址，如 https://xxgk.furong.example.cn")]
Channel = Annotated[
    str,
    _matching(
        r"(wecombot|dingtalk|feishu|jsons?)://\S+",
        "消息渠道地址，以 wecombot://、dingtalk://、feishu:// 或 json(s):// 开头",
    ),
]
Channels = Annotated[tuple[Channel, ...], LISTED]
Seconds = Annotated[int, Field(ge=1, le=600)]
Port = Annotated[int, Field(ge=1, le=65535)]


def email_address(text: str) -> bool:
    """Whether a text is the address of a mailbox."""
    return re.fullmatch(_EMAIL, text) is not None


class Frozen(BaseModel):
    """A section whose values never change and that knows all its keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )
