"""The only opener of `letters/` and `holidays/`: what clerks and lawyers edit, as values.

Each file is looked for on its own, in this order: the folder the settings name, the copy the wheel
carries, the repository. So an agency can replace one letter, or add one year, and keep the rest.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from foidesk.errors import DeskError
from foidesk.rules.workdays import Amendment, Calendar, Notice, Span

_HERE = Path(__file__).resolve().parent


# --- holidays ------------------------------------------------------------------------------------
def notices(folder: Path | None = None) -> tuple[Notice, ...]:
    """Every notice there is a file for, in order of years; `folder` is `calendar.path` of the settings.

    DeskError naming every file that cannot be used.
    """
    found, refused = [], []
    for path in _files("holidays", folder).values():
        try:
            found.append(_named_after_its_year(path, read_notice(path)))
        except DeskError as error:
            refused.append(error)
    if len(refused) > 1:
        raise DeskError(
            f"{len(refused)} 个放假安排文件不能采用。",
            why="\n".join(f"{error.what}{error.why}" for error in refused),
            do="请逐个改正后重试。",
        )
    if refused:
        raise refused[0]
    return tuple(found)


@cache
def calendar(folder: Path | None = None) -> Calendar:
    """The calendar of all notices on file, built once for each folder; `folder` as for `notices`."""
    return Calendar(notices(folder))


def read_notice(path: Path) -> Notice:
    """One year's notice from its file. DeskError names the file, every wrong key, and what to do."""
    return _notice(path, _toml(path))


def notice_of(name: str, text: str) -> Notice:
    """One year's notice from the text of a file that somebody sent; DeskError as `read_notice`."""
    path = Path(name)
    return _notice(path, _parsed(path, text))


def _notice(path: Path, values: dict[str, Any]) -> Notice:
    problems = _wrong(values, _NOTICE)
    if problems:
        raise _refusal(path, problems, "请对照国务院通知原文和其他年份的文件改正")
    try:
        return Notice(
            **_facts(values),
            year=values["year"],
            amendments=tuple(
                Amendment(
                    **_facts(each),
                    cancelled_off=tuple(each.get("cancelled_off", ())),
                    cancelled_work=tuple(each.get("cancelled_work", ())),
                )
                for each in values.get("amendment", ())
            ),
        )
    except DeskError as error:
        raise DeskError(f"{path}：{error.what}", why=error.why, do=error.do) from error


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a notice and an amendment have in common."""
    return {
        "number": values["number"],
        "issued": values["issued"],
        "off": tuple(Span(**span) for span in values.get("off", ())),
        "work": tuple(values.get("work", ())),
    }


def _named_after_its_year(path: Path, notice: Notice) -> Notice:
    if path.stem != str(notice.year):
        raise _refusal(
            path, [f"year：{notice.year} 与文件名不符"], f"请改正年份，或将文件命名为 {notice.year}.toml"
        )
    return notice


# --- letters -------------------------------------------------------------------------------------
def letter_kinds(folder: Path | None = None) -> tuple[str, ...]:
    """The kinds of letter there is a template for (file stems); `folder`: `letters.path`."""
    return tuple(stem for stem in _files("letters", folder) if not stem.startswith("_"))


def letter_sources(
    kind: str, folder: Path | None = None
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """A template as shipped and as the agency's own folder has it, each None where there is none.

    `_shared` names the wording all letters share. DeskError for a kind that does not exist.
    """
    if kind not in _files("letters", folder):
        raise DeskError(
            f"没有名为“{kind}”的文书。",
            why="文书种类就是 letters 文件夹中的文件名。",
            do=f"可用的文书：{'、'.join(letter_kinds(folder)) or '无'}。",
        )
    shipped = _files("letters", None).get(kind)
    own = folder / f"{kind}.toml" if folder is not None else None
    return (
        _toml(shipped) if shipped is not None else None,
        _toml(own) if own is not None and own.is_file() else None,
    )


def read_letter(path: Path) -> dict[str, Any]:
    """A template's file, wherever it stands. DeskError when it is no TOML."""
    return _toml(path)


# --- the sample year -----------------------------------------------------------------------------
def sample_ledger() -> list[dict[str, str]]:
    """The rows of the sample year's ledger, by its headings; every person in it is invented."""
    return _rows("ledger.csv")


def sample_open_ledger() -> list[dict[str, str]]:
    """The rows of what lies on the sample desks at the end of that year, in the midst of its way."""
    return _rows("open.csv")


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / "sample" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sample_facts() -> dict[str, Any]:
    """What the sample ledger lacks and acts must state, by application number."""
    return _toml(_HERE / "sample" / "facts.toml")


def sample_open_facts() -> dict[str, Any]:
    """The same for what lies on the desks, and how far its replies have come."""
    return _toml(_HERE / "sample" / "open.toml")


def sample_registers() -> dict[str, Any]:
    """The sample's index of what is already public, and its matters that are no application."""
    return _toml(_HERE / "sample" / "registers.toml")


def sample_letter(kind: str) -> dict[str, Any]:
    """The invented facts a sample letter of the kind is written from; `_case` holds what all have in common."""
    return _toml(_HERE / "sample" / "letters" / f"{kind}.toml")


def sample_config() -> Path:
    """The configuration of the sample agency, as shipped."""
    packaged = _HERE / "content" / "config.toml"
    return packaged if packaged.is_file() else _HERE.parent.parent / "config.toml"


# --- files ---------------------------------------------------------------------------------------
def _files(content: str, folder: Path | None) -> dict[str, Path]:
    """Stem -> file, in order of stems; of two with one name the first folder's is taken."""
    folders = [_HERE / "content" / content]
    if _HERE.parent.name == "workflow":  # not installed: content.py stands in the repository
        folders.append(_HERE.parent.parent / content)
    if folder is not None:
        if not folder.is_dir():
            raise DeskError(
                f"找不到文件夹 {folder}。",
                why="配置文件指定从这里读取放假安排或文书模板。",
                do="请建立该文件夹，或改正 config.toml 中的 calendar.path 或 letters.path。",
            )
        folders.insert(0, folder)
    found = {path.stem: path for each in reversed(folders) for path in each.glob("*.toml")}
    return dict(sorted(found.items()))


def _toml(path: Path) -> dict[str, Any]:
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):  # a pipe or a device would never end
            raise _refusal(path, ["不是文件"], "请核对文件位置")
        return _parsed(path, path.read_text(encoding="utf-8-sig"))  # Windows editors add a mark
    except OSError as error:
        raise _refusal(path, [f"无法打开：{error.strerror}"], "请核对文件位置和读取权限") from error
    except UnicodeDecodeError as error:
        raise _refusal(path, ["文件不是 UTF-8 编码"], "请用编辑器另存为 UTF-8 编码") from error


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (RecursionError, tomllib.TOMLDecodeError) as error:
        raise _refusal(
            path, [f"不是正确的 TOML：{error}"], "请改正所指的行列，文字加引号，日期写作 2026-01-01"
        ) from error


def _refusal(path: Path, problems: list[str], do: str) -> DeskError:
    return DeskError(f"文件 {path} 不能采用。", why="；".join(problems) + "。", do=f"{do}。")


# --- shapes --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Key:
    """What a key must hold: in words, as a test, and for a list of tables their own keys."""

    wanted: str
    fits: Callable[[Any], bool]
    required: bool = True
    inner: Mapping[str, _Key] | None = None


def _wrong(values: Mapping[str, Any], shape: Mapping[str, _Key], where: str = "") -> list[str]:
    """Every key that is unknown, missing or of the wrong type, with its path."""
    problems = [f"{where}{key}：没有这个键，可用 {'、'.join(shape)}" for key in values if key not in shape]
    for name, key in shape.items():
        if name not in values:
            if key.required:
                problems.append(f"{where}{name}：缺少，应为{key.wanted}")
        elif not key.fits(values[name]):
            problems.append(f"{where}{name}：应为{key.wanted}")
        elif key.inner is not None:
            for n, each in enumerate(values[name], 1):
                problems += _wrong(each, key.inner, f"{where}{name}[第{n}项].")
    return problems


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(fits, value))


_is_tables = _list_of(lambda value: isinstance(value, dict))
_TEXT = _Key("文字，如“国庆节”，写在英文引号内", lambda value: isinstance(value, str))
_DAY = _Key("不加引号的日期，如 2026-10-01", _is_day)
_DAYS = _Key("日期的列表，如 [2026-02-14, 2026-02-28]", _list_of(_is_day), required=False)
_SPAN = {"name": _TEXT, "first": _DAY, "last": _DAY}
_SPANS = _Key("若干个 [[off]]", _is_tables, required=False, inner=_SPAN)
_FACTS = {"number": _TEXT, "issued": _DAY, "off": _SPANS, "work": _DAYS}
_AMENDMENT = {**_FACTS, "cancelled_off": _DAYS, "cancelled_work": _DAYS}
_NOTICE = {
    "year": _Key("四位年份，如 2026", lambda value: type(value) is int),
    **_FACTS,
    "amendment": _Key("若干个 [[amendment]]", _is_tables, required=False, inner=_AMENDMENT),
}
