"""The frame of every command: the app, what all commands share, and how errors leave the program.

Exit status: 0 done; 1 done, but something listed is wrong; 2 refused, with one message on standard error.
"""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foidesk.cli import parse
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from foidesk.desk.office import By, Office
    from foidesk.rules.workdays import Calendar
    from foidesk.settings import Settings

app = typer.Typer(
    name="foidesk",
    help="依申请公开办理：期限、收费、答复文书，每个日期都说明依据。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@dataclass(slots=True)
class Common:
    """What can stand before any command."""

    config: Path | None = None
    agency: str | None = None
    by: str | None = None


common = Common()

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供脚本使用")]
Config = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="配置文件，默认为当前文件夹的 config.toml")
]
Agency = Annotated[
    str | None, typer.Option("--agency", metavar="A", help="机关标识，配置中只有一个机关时可省略")
]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="申请编号；可写 2026-31，或当年的 31")]
Who = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="经办人；默认取 FOIDESK_BY，再取登录名")
]


@app.callback()
def before(config: Config = None, agency: Agency = None, by: Who = None) -> None:
    """Options given before the command hold for it."""
    options(config, agency, by)


def options(config: str | None = None, agency: str | None = None, by: str | None = None) -> None:
    """Keep what a command or the line before it gave."""
    common.config = Path(config) if config else common.config
    common.agency = agency or common.agency
    common.by = by or common.by


def moment() -> datetime:
    """Now; FOIDESK_NOW (an ISO moment or day) stands in for it when a past day is looked at again."""
    said = os.environ.get("FOIDESK_NOW")
    if not said:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise DeskError(
            f"FOIDESK_NOW“{said}”不是时间。",
            do="请写成 2026-11-22 或 2026-11-22T09:00:00+08:00，或者去掉该环境变量。",
        ) from None
    from foidesk.desk.office import CHINA

    if not 1950 <= found.year <= 2190:
        raise DeskError(f"FOIDESK_NOW“{said}”不能使用。", why="年份不合理。", do="请改正或去掉该环境变量。")
    return found if found.tzinfo else found.replace(hour=found.hour or 12, tzinfo=CHINA)


def today() -> date:
    """Today in China."""
    from foidesk.desk.office import CHINA

    return moment().astimezone(CHINA).date()


def person() -> By:
    """Who does it, now."""
    from foidesk.desk.office import By

    who = common.by or os.environ.get("FOIDESK_BY") or _login()
    changes: list[Any] = []
    return By(parse.plain_text("经办人", who, changes), moment())


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise DeskError(
            "不知道是谁在操作。", why="每项登记都要留下登记人。", do="请用 --by 写明姓名。"
        ) from None


def settings() -> Settings:
    """The settings of this run."""
    from foidesk.settings import load

    return load(common.config)


@contextmanager
def office() -> Iterator[Office]:
    """The agency's desk, open."""
    from foidesk.desk.office import open_office

    with open_office(settings(), common.agency) as opened:
        yield opened


def calendar() -> Calendar:
    """The calendar of the calculators: the shipped notices, and those entered here when there is a desk."""
    from foidesk import content

    if common.config is None and "FOIDESK_CONFIG" not in os.environ and not Path("config.toml").is_file():
        return content.calendar()
    from foidesk.desk.calendars import for_sums

    return for_sums(settings(), tell)


def put(data: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")


def say(shown: RenderableType = "") -> None:
    """Words or a table for people on standard output."""
    if isinstance(shown, str):
        sys.stdout.write(shown + "\n")
        return
    from rich.console import Console

    width = None if sys.stdout.isatty() else _columns()
    Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False).print(shown)


def tell(text: str) -> None:
    """A line on standard error: progress, notes, refusals."""
    sys.stderr.write(text + "\n")


def _columns() -> int:
    """How wide a table may be where there is no terminal."""
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isascii() and said.isdigit() and 20 <= int(said) <= 1_000 else 140
