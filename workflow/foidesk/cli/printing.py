"""foidesk print: letters of some days in one file, address labels, the register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli import parse
from foidesk.cli.frame import Agency, AsJson, Config, app, office, options, person, put, say, today
from foidesk.cli.letters import Folder, folder_of

if TYPE_CHECKING:
    from foidesk.desk.office import Office
    from foidesk.desk.printing import Outgoing

group = typer.Typer(
    name="print", help="成批打印：文书、地址标签、登记簿", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(group)

First = Annotated[str, typer.Option("--from", metavar="DAY", help="签发日期从哪天起（必填）")]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="到哪天止，默认同一天")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="只要这一种文书，可以写多次")]


@group.command("letters")
def letters(
    first: First,
    last: Last = None,
    kind: Kinds = None,
    duplex: Annotated[bool, typer.Option("--duplex", help="双面打印：每份文书从正面开始")] = False,
    out: Folder = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """某些日子签发的文书，合为一个 PDF，前附发文登记。"""
    options(config, agency)
    from foidesk.desk import printing

    since, until = _days(first, last)
    folder = folder_of(out)
    with office() as opened:
        chosen = _chosen(opened, since, until, kind)
        data = printing.batch(opened, chosen, duplex=duplex)
        _write(folder / f"文书_{since}_{until}.pdf", data, f"{len(chosen)}份文书", as_json=as_json)
        printing.note(opened, "文书", len(chosen), since, until, person())


@group.command("labels")
def labels(
    first: First,
    last: Last = None,
    kind: Kinds = None,
    used: Annotated[int, typer.Option("--used", help="第一张标签纸上已经用掉的枚数", min=0, max=13)] = 0,
    out: Folder = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """某些日子签发的文书的地址标签（A4，2 列 7 行，99.1×38.1 毫米）。"""
    options(config, agency)
    from foidesk.desk import printing

    since, until = _days(first, last)
    folder = folder_of(out)
    with office() as opened:
        chosen = _chosen(opened, since, until, kind)
        made = printing.labels(opened, chosen, used=used)
        path = folder / f"标签_{since}_{until}.pdf"
        _write(path, made.pdf, f"{made.count}枚标签", as_json=as_json, without=list(made.without))
        printing.note(opened, "地址标签", made.count, since, until, person())
    if made.without and not as_json:
        say(f"没有通信地址，未印标签：{'、'.join(made.without)}")


@group.command("register")
def register(
    year: Annotated[int, typer.Argument(metavar="YEAR", help="年份", min=2008, max=2199)],
    out: Folder = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """一年的政府信息公开申请登记簿。"""
    options(config, agency)
    from foidesk.desk import printing

    folder = folder_of(out)
    with office() as opened:
        data = printing.book(opened, year, today())
    _write(folder / f"登记簿_{year}.pdf", data, "登记簿", as_json=as_json)


def _days(first: str, last: str | None) -> tuple[date, date]:
    since = parse.day(first, today())
    return since, parse.day(last, today()) if last else since


def _chosen(opened: Office, since: date, until: date, kinds: list[str] | None) -> list[Outgoing]:
    from foidesk.desk import printing

    return printing.outgoing(opened, since, until, kinds or ())


def _write(path: Path, data: bytes, what: str, *, as_json: bool, **more: object) -> None:
    from foidesk.desk.letters import keep

    keep(path, data)
    if as_json:
        put({"file": str(path), **more})
    else:
        say(f"{what}：{path}")
