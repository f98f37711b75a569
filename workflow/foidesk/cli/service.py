"""foidesk service: a letter on its way, served, come back or refused, and a new address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli import parse
from foidesk.cli.frame import (
    Agency,
    AsJson,
    Config,
    Number,
    Who,
    app,
    office,
    options,
    person,
    put,
    say,
    today,
)
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from foidesk.desk.applications import Recorded
    from foidesk.desk.office import By, Office

group = typer.Typer(
    name="service",
    help="文书送达：交寄、电邮、送达、退回、拒收、变更地址",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(group)

Letter = Annotated[str, typer.Argument(metavar="LETTER", help="文书文号，或者其后缀，如 补、答")]
On = Annotated[str, typer.Option("--on", metavar="DAY", help="发生之日（必填）")]
How = Annotated[
    str, typer.Option("--service", help="送达方式：post 邮寄、in_person 当面、via_agency 委托其他机关转交 …")
]
Note = Annotated[str | None, typer.Option("--note", help="说明")]


@contextmanager
def _file(
    number: str, config: str | None, agency: str | None, by: str | None
) -> Iterator[tuple[Office, str, By]]:
    """The desk, open, the application's number in full, and who asks."""
    options(config, agency, by)
    from foidesk.desk import applications

    with office() as opened:
        who = person()
        yield opened, applications.full_number(opened, number, who), who


@group.command("sent")
def sent(
    number: Number,
    letter: Letter,
    on: On,
    service: How,
    tracking: Annotated[str | None, typer.Option("--tracking", metavar="NO", help="邮件编号")] = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记文书已经交邮或者交付。"""
    from foidesk.desk import dispatch
    from foidesk.rules.vocabulary import Service

    with _file(number, config, agency, by) as (opened, full, who):
        done = dispatch.posted(
            opened,
            full,
            letter,
            parse.day(on, today()),
            who,
            service=parse.member(Service, "送达方式", service),
            tracking=parse.plain_text("邮件编号", tracking, []) if tracking else None,
        )
    _show(done, as_json=as_json)


@group.command("mail")
def mail(
    number: Number,
    letter: Letter,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """以电子邮件发送已签发的文书及其附件，并登记发出。"""
    from foidesk.desk import dispatch

    with _file(number, config, agency, by) as (opened, full, who):
        sent = dispatch.emailed(opened, full, letter, who)
    for each in sent[-1:] if as_json else sent:
        _show(each.recorded, as_json=as_json)


@group.command("served")
def served(
    number: Number,
    letter: Letter,
    on: On,
    service: Annotated[str | None, typer.Option("--service", help="送达方式")] = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记文书已经送达；补正、收费、征求意见等文书的送达同时计入期限。"""
    from foidesk.desk import dispatch
    from foidesk.rules.vocabulary import Service

    how = parse.member(Service, "送达方式", service) if service else None
    with _file(number, config, agency, by) as (opened, full, who):
        done = dispatch.served(opened, full, letter, parse.day(on, today()), who, service=how)
    _show(done, as_json=as_json)


@group.command("returned")
def returned(
    number: Number,
    letter: Letter,
    on: On,
    note: Note = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记文书被退回。"""
    from foidesk.desk import dispatch

    with _file(number, config, agency, by) as (opened, full, who):
        done = dispatch.returned(opened, full, letter, parse.day(on, today()), who, note=note)
    _show(done, as_json=as_json)


@group.command("refused")
def refused(
    number: Number,
    letter: Letter,
    on: On,
    witness: Annotated[str, typer.Option("--witness", metavar="NAME", help="见证人（必填）")],
    note: Note = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记收件人拒收。"""
    from foidesk.desk import dispatch

    with _file(number, config, agency, by) as (opened, full, who):
        done = dispatch.refused(
            opened,
            full,
            letter,
            parse.day(on, today()),
            who,
            witness=parse.plain_text("见证人", witness, []),
            note=note,
        )
    _show(done, as_json=as_json)


@group.command("moved", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def moved(
    context: typer.Context,
    number: Number,
    on: On,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记申请人变更的联系方式：address=… postcode=… telephone=… email=…。"""
    from foidesk.desk import dispatch

    changed: Mapping[str, str] = parse.pairs(context.args)
    if not changed:
        raise DeskError("没有写明新的联系方式。", do="请写成 address=… email=…。")
    with _file(number, config, agency, by) as (opened, full, who):
        done = dispatch.moved(opened, full, changed, parse.day(on, today()), who)
    _show(done, as_json=as_json)


def _show(done: Recorded, *, as_json: bool) -> None:
    from foidesk.cli.views import recorded, row_data

    if as_json:
        put(row_data(done.row))
    else:
        say(recorded(done, done.after.log[len(done.before.log) :]))
