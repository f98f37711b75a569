"""From words on the command line to dates, numbers and facts; every refusal in Chinese."""

from __future__ import annotations

import difflib
import re
import sys
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import wire
from foidesk.rules.vocabulary import Labelled

MOST_BYTES = 5_000_000  #: of a file given by --from
_YES, _NO = ("是", "有", "true", "yes", "1"), ("否", "无", "false", "no", "0")
_USAGE = {
    "MissingParameter": "缺少必须的参数",
    "NoSuchOption": "没有这个选项",
    "NoSuchCommand": "没有这个命令",
    "BadOptionUsage": "选项用法不对",
}


def usage(error: Exception) -> str:
    """A usage error of the command line, in Chinese with the parser's own words behind it."""
    said: str = getattr(error, "format_message", lambda: str(error))()
    known = _USAGE.get(type(error).__name__)
    if "No such command" in said:
        known = _USAGE["NoSuchCommand"]
    return f"{known}（{said.rstrip('.')}）。" if known else f"{said.rstrip('.')}。"


def day(text: str, today: date | None = None) -> date:
    """A date as typed; 今天 or today where `today` is given."""
    from foidesk.desk.registration import parse_day

    if today is not None and text.strip() in ("今天", "today"):
        return today
    return parse_day(text)


def whole(name: str, text: str) -> int:
    """A whole number as typed, full-width digits too."""
    from foidesk.desk.texts import narrowed

    plain = narrowed(name, text, []).replace("－", "-")
    if re.fullmatch(r"[+-]?[0-9]{1,30}", plain):
        return int(plain)
    if re.fullmatch(r"[+-]?[0-9]+", plain):
        raise DeskError(f"{name}过大，共{len(plain)}位。", do="请核对数字。")
    raise DeskError(f"{name}“{text[:40]}”不是整数。", why=f"{name}应当是整数。", do="请写成 20 这样的数字。")


M = TypeVar("M", bound=Labelled)


def member(kind: type[M], name: str, text: str) -> M:
    """A member of a closed list by its identifier or label."""
    for each in kind:
        if text.strip() in (each.value, each.label):
            return each
    known = "、".join(f"{each.value}（{each.label}）" for each in kind)
    raise DeskError(f"没有“{text[:40]}”这种{name}。", why=f"可用：{known}。", do="请从中选择。")


def plain_text(name: str, text: str, changes: list[Any]) -> str:
    """A short text without control characters."""
    from foidesk.desk.texts import narrowed

    kept = narrowed(name, text, changes)
    if not kept or len(kept) > 100 or not kept.isprintable():
        raise DeskError(
            f"{name}不能使用。", why="应当是一行文字，不超过100字，没有控制字符。", do="请改正后重试。"
        )
    return kept


def json_file(path: str) -> Any:
    """A JSON document from a file, - for standard input."""
    from foidesk.desk.calculators import strict_json

    try:
        raw = standard_input().read(MOST_BYTES + 1) if path == "-" else _bytes(path)
        if len(raw) > MOST_BYTES:
            raise DeskError(f"文件“{path}”过大。", why=f"超过{MOST_BYTES}字节。", do="请核对是否选错文件。")
        return strict_json(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise DeskError(f"文件“{path}”不是 UTF-8 编码。", do="请另存为 UTF-8 后重试。") from None
    except (ValueError, RecursionError) as error:
        raise DeskError(f"文件“{path}”不是有效的 JSON。", why=str(error), do="请改正后重试。") from None


def standard_input() -> BinaryIO:
    """Standard input; DeskError where the program was started without one."""
    if sys.stdin is None:
        raise DeskError("没有标准输入。", why="程序启动时标准输入是关闭的。", do="请给出文件名。")
    return sys.stdin.buffer


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DeskError(
            f"文件“{path}”打不开。", why=error.strerror or str(error), do="请核对路径。"
        ) from None


# --- facts ---------------------------------------------------------------------------------------


def recordable() -> list[type[ev.Event]]:
    """The kinds of event that `record` takes; receipt and registration come with `register`."""
    return [kind for kind in ev.KINDS.values() if kind not in (ev.Received, ev.Registered)]


def kind_named(text: str) -> type[ev.Event]:
    """The kind of event by its name or Chinese label."""
    wanted = text.strip()
    for kind in recordable():
        if wanted in (kind.name, kind.label):
            return kind
    near = difflib.get_close_matches(wanted[:80], [kind.name for kind in recordable()], n=3, cutoff=0.5)
    hint = "、".join(f"{name}（{ev.KINDS[name].label}）" for name in near)
    raise DeskError(
        f"没有“{wanted[:40]}”这种登记。",
        why=f"是否指：{hint}。" if hint else "事项以英文名称或者中文名称指明。",
        do="请用 foidesk events 查看全部事项和各自的内容。",
    )


def event(kind: type[ev.Event], on: date, pairs: Mapping[str, str]) -> ev.Event:
    """A fact from its kind, day and words; NotReadable with everything that is wrong."""
    hints = typing.get_type_hints(kind)
    data: dict[str, Any] = {"event": kind.name, "on": on.isoformat()}
    for name, text in pairs.items():
        if name in data:
            raise DeskError(f"“{name}”不能写成“名称=内容”。", do="事件写在编号之后，日期用 --on 写明。")
        data[name] = _typed(hints.get(name), name, text)
    try:
        return wire.decode(data)
    except wire.NotReadable as error:
        do = f"各项的名称和含义见 foidesk events {kind.name}。"
        raise wire.NotReadable(list(error.problems), label=kind.label, do=do) from None


def truth(name: str, text: str) -> bool:
    """是 or 否."""
    if text.lower() in _YES or text.lower() in _NO:
        return text.lower() in _YES
    raise DeskError(f"{name}“{text[:40]}”应当写“是”或“否”。", do="请改正后重试。")


def _typed(hint: Any, name: str, text: str) -> Any:
    """The word as the plain data that the field reads."""
    text = text.strip()
    options = typing.get_args(hint) or (hint,)
    if int in options:
        return whole(name, text)
    if bool in options:
        return truth(name, text)
    if date in options:
        return day(text).isoformat()
    if typing.get_origin(hint) is tuple:
        return [part for part in re.split("[;；\n]", text) if part]
    for option in options:
        if isinstance(option, type) and issubclass(option, Labelled):
            return next((member.value for member in option if text == member.label), text)
    return text


def pairs(words: Sequence[str]) -> dict[str, str]:
    """`key=value`, `--key value` and `--key=value`, mixed; DeskError for anything else."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, mark, value = word.removeprefix("--").partition("=")
        if not mark and word.startswith("--"):
            value = next(rest, "")
        elif not mark:
            raise DeskError(f"“{word[:40]}”不是“名称=内容”的写法。", do="请写成 days=20 或 --days 20。")
        name = name.strip().replace("-", "_")
        if name in found:
            raise DeskError(f"“{name}”写了两次。", do="请只写一次。")
        found[name] = value
    return found


def hypotheses(words: Iterable[str], today: date) -> list[ev.Event]:
    """`EVENT@DAY[,key=value…]` as events."""
    events = []
    for word in words:
        head, *rest = word.split(",")
        name, mark, on = head.partition("@")
        if not mark:
            raise DeskError(
                f"“{word[:60]}”缺少日期。", do="请写成 clarified@2026-12-01 或 extended@2026-12-01,days=20。"
            )
        events.append(event(kind_named(name), day(on, today), pairs(rest)))
    return events
