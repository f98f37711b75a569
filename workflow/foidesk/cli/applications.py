"""foidesk register, record, show, list, whatif: the clerk's daily work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foidesk.cli import parse
from foidesk.cli.frame import (
    Agency,
    AsJson,
    Config,
    Number,
    Who,
    app,
    moment,
    office,
    options,
    person,
    put,
    say,
    tell,
    today,
)
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from foidesk.desk.applications import Recorded
    from foidesk.desk.office import By, Office

# KEY=VALUE and --key value are the fields of a fact; the event says which there are.
_FIELDS = {"ignore_unknown_options": True, "allow_extra_args": True, "allow_interspersed_args": True}

From = Annotated[str | None, typer.Option("--from", metavar="FILE", help="从 JSON 文件读取，- 为标准输入")]
Field = typer.Option


@app.command("register")
def register(
    channel: Annotated[
        str | None, Field(help="申请方式：当面提交、邮寄（签收）、平常信函、互联网、电子邮件、传真、口头")
    ] = None,
    arrived: Annotated[str | None, Field(help="到达日期：提交、签收、送达或发来之日")] = None,
    confirmed: Annotated[str | None, Field(help="双方确认之日（网络、邮件、传真、平信）")] = None,
    applicant_kind: Annotated[
        str | None, Field("--kind", help="申请人类型：自然人、商业企业、科研机构…")
    ] = None,
    name: Annotated[str | None, Field(help="申请人姓名或名称")] = None,
    id_type: Annotated[str | None, Field(help="证件类型，如居民身份证")] = None,
    id_number: Annotated[str | None, Field(help="证件号码")] = None,
    telephone: Annotated[str | None, Field(help="联系电话")] = None,
    address: Annotated[str | None, Field(help="通信地址")] = None,
    postcode: Annotated[str | None, Field(help="邮政编码")] = None,
    email: Annotated[str | None, Field(help="电子邮箱")] = None,
    request: Annotated[str | None, Field(help="申请内容（原文）")] = None,
    form: Annotated[str | None, Field(help="获取方式：纸质、电子邮件、当面领取…")] = None,
    handler: Annotated[str | None, Field(help="承办人")] = None,
    number: Annotated[str | None, Field(help="已有的申请编号；空缺则自动编号")] = None,
    joint: Annotated[str | None, Field(help="共同申请人姓名，以顿号分隔")] = None,
    agent: Annotated[str | None, Field(help="代理人姓名")] = None,
    agent_power: Annotated[str | None, Field(help="代理权限：一般代理、特别授权")] = None,
    flags: Annotated[
        str | None, Field(help="标记：紧急、需要协助、未成年人、被羁押、身份不明、使用其他语言")
    ] = None,
    split_from: Annotated[str | None, Field(help="本件拆分自哪一件（编号）")] = None,
    addressed_to: Annotated[str | None, Field(help="申请书所致机关，与本机关不同时填写")] = None,
    from_file: From = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记一件申请；缺少的项目在终端上逐项询问。"""
    given = {key: value for key, value in locals().items() if key not in _NOT_FACTS and value is not None}
    options(config, agency, by)
    from foidesk.cli.views import registered, row_data
    from foidesk.desk import applications, registration

    if from_file:
        data = parse.json_file(from_file)
        if not isinstance(data, dict):
            raise DeskError("登记文件应当是一个 JSON 对象。", do="请写成 {“channel”: …, “name”: …}。")
        given = {**data, **given}
    elif sys.stdin is not None and sys.stdin.isatty() and not as_json:
        given = _ask(given)
    for day in ("arrived", "confirmed"):
        if given.get(day) in ("今天", "today"):
            given[day] = today().isoformat()
    read = registration.read(given)
    with office() as opened:
        row, case = applications.register(opened, read, person())
    if as_json:
        put({**row_data(row), "changes": [str(change) for change in read.changes]})
        return
    say(registered(row, case, read.changes))


_NOT_FACTS = ("from_file", "config", "agency", "by", "as_json")


def _ask(given: dict[str, Any]) -> dict[str, Any]:
    """Ask on the terminal for what is missing: what is required again until it fits, the rest once."""
    from foidesk.desk import registration

    asked = dict(given)
    for key in (*registration.REQUIRED, "form", "telephone", "address"):
        if asked.get(key):
            continue
        choices = registration.choices(key)
        label = registration.LABELS[key] + (f"（{'、'.join(choices)}）" if choices else "")
        if key not in registration.REQUIRED:
            asked[key] = typer.prompt(label + "，没有则回车", default="", show_default=False)
            continue
        while True:
            asked[key] = typer.prompt(label)
            if key == "arrived" and asked[key] in ("今天", "today"):
                asked[key] = today().isoformat()
            wrong = registration.fault(key, asked[key])
            if wrong is None:
                break
            tell(wrong)
    return asked


@app.command("record", context_settings=_FIELDS)
def record(
    context: typer.Context,
    number: Number,
    event: Annotated[
        str | None, typer.Argument(metavar="EVENT", help="登记什么：extended 或 延长答复期限 等")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="法律上的日期（必填）；可写 今天")
    ] = None,
    seen: Annotated[
        str | None, typer.Option("--seen", metavar="N", help="看到时的登记项数；其后有人更改则拒绝")
    ] = None,
    from_file: From = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """登记一件已发生的事，内容写成 名称=内容：record 2026-31 extended --on 2026-03-20 days=20 approved_by=… reason=…；事项和内容见 foidesk events。"""
    options(config, agency, by)
    from foidesk.cli.views import recorded, row_data
    from foidesk.desk import applications

    typed = parse.pairs(context.args)
    with office() as opened:
        who = person()
        full = applications.full_number(opened, number, who)
        if _corrects_the_applicant(event, typed):
            reason = typed.pop("reason", "")
            facts = [_fact(event, on, {"reason": reason})]
            done = applications.correct_applicant(opened, full, typed, facts[0].on, reason, who)
        elif party := _names_a_party(event, typed):
            facts = [_fact(event, on, typed)]
            done = _consult(opened, full, facts[0], party, who)
        else:
            facts = _facts_from(from_file) if from_file else [_fact(event, on, typed)]
            done = applications.record(
                opened, full, facts, who, seen=parse.whole("登记项数", seen) if seen else None
            )
    if as_json:
        put({**row_data(done.row), "due_before": _iso(done.before.clock.due)})
        return
    say(recorded(done, facts))


def _corrects_the_applicant(event: str | None, typed: dict[str, str]) -> bool:
    """Whether a correction names details of the person; a row's number is not for typing."""
    from foidesk.desk.applications import CORRECTABLE
    from foidesk.rules.events import RegistrationCorrected

    if event not in (RegistrationCorrected.name, RegistrationCorrected.label):
        return False
    if "applicant" in typed:
        raise DeskError(
            "申请人不能以编号更正。",
            why="容易误填成另一人。",
            do="请写明正确的 name、telephone 等，如 name=韩梅。",
        )
    return any(name in typed for name in CORRECTABLE)


def _names_a_party(event: str | None, typed: dict[str, str]) -> dict[str, str]:
    """The details of a consulted party, taken out of what was typed."""
    from foidesk.desk.consulting import PARTY
    from foidesk.rules.events import ConsultationSent

    if event not in (ConsultationSent.name, ConsultationSent.label):
        return {}
    return {name: typed.pop(name) for name in (*PARTY, "person") if name in typed}


def _consult(opened: Office, number: str, sent: Any, party: dict[str, str], who: By) -> Recorded:
    from foidesk.desk.consulting import consult

    person = parse.truth("person", party.pop("person", "否"))
    return consult(opened, number, sent, party, person, who)


def _fact(event: str | None, on: str | None, typed: dict[str, str]) -> Any:
    """The fact typed on the line."""
    if event is None:
        raise DeskError("没有写明登记什么。", do="请写成 foidesk record 编号 事件 --on 日期 名称=内容。")
    kind = parse.kind_named(event)
    if on is None:
        raise DeskError(
            f"没有写明“{kind.label}”的日期。", why="期限由日期决定，没有默认值。", do="请用 --on 写明日期。"
        )
    return parse.event(kind, parse.day(on, today()), typed)


def _facts_from(path: str) -> list[Any]:
    """One fact, or a list of facts, from a JSON file."""
    from foidesk.rules import wire

    data = parse.json_file(path)
    return [wire.decode(item) for item in (data if isinstance(data, list) else [data])]


@app.command("show")
def show(
    number: Number,
    days: Annotated[bool, typer.Option("--days", help="逐日列出答复期限的计算")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="按哪一天计算剩余天数（不回溯登记）")
    ] = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """一件申请的状态、到期日、理由、现在可以做什么以及最迟到哪一天。"""
    options(config, agency)
    from foidesk.cli.views import file_data, file_view
    from foidesk.desk import applications

    with office() as opened:
        file = applications.open_file(opened, applications.full_number(opened, number, person()))
        on = parse.day(as_of, today()) if as_of else today()
        if as_json:
            put(file_data(opened, file, on, days=days))
        else:
            say(file_view(opened, file, on, days=days))


@app.command("list")
def list_(
    due: Annotated[str | None, typer.Option("--due", metavar="N", help="N 个工作日内到期的")] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="已逾期的")] = False,
    waiting: Annotated[bool, typer.Option("--waiting", help="等待补正、缴费或者意见的")] = False,
    all_: Annotated[bool, typer.Option("--all", help="包括已办结的")] = False,
    handler: Annotated[str | None, typer.Option("--handler", help="承办人")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="按哪一天计算剩余天数（不回溯登记）")
    ] = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """待办清单，按内部时限排序。"""
    options(config, agency)
    from foidesk.cli.views import line_data, lines_view
    from foidesk.desk import reprojection
    from foidesk.desk.lists import Wanted, lines

    on = parse.day(as_of, today()) if as_of else today()
    wanted = Wanted(
        due_within=_days(due) if due else None,
        overdue=overdue,
        waiting=waiting,
        closed=all_,
        handler=handler,
    )
    with office() as opened:
        if reprojection.behind(opened):
            count, moved = reprojection.reproject(opened, moment())
            tell(f"放假安排有更新：重新计算了 {count} 件，{len(moved)} 件的到期日有变动。")
            for move in moved:
                tell(f"{move.number}　{move.before} → {move.after}")
        found = lines(opened, wanted, on)
        if as_json:
            put([line_data(line) for line in found])
        else:
            say(lines_view(opened, found, on))


@app.command("whatif")
def whatif(
    number: Number,
    events: Annotated[
        list[str] | None,
        typer.Argument(metavar="EVENT@DAY…", help="如 clarification_asked@今天 clarified@2026-12-01"),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="按哪一天计算剩余天数（不回溯登记）")
    ] = None,
    config: Config = None,
    agency: Agency = None,
    as_json: AsJson = False,
) -> None:
    """如果这样做，期限会怎样；不写事件时列出现在可以做什么以及最迟到哪一天。不登记任何内容。"""
    options(config, agency)
    from foidesk.cli.views import whatif_data, whatif_view
    from foidesk.desk import applications

    on = parse.day(as_of, today()) if as_of else today()
    supposed = parse.hypotheses(events or (), on)
    with office() as opened:
        file = applications.open_file(opened, applications.full_number(opened, number, person()))
        if as_json:
            put(whatif_data(opened, file, supposed, on))
        else:
            say(whatif_view(opened, file, supposed, on))


def _days(text: str) -> int:
    """A number of working days to look ahead."""
    days = parse.whole("工作日数", text)
    if not 0 <= days <= 1_000:
        raise DeskError(f"工作日数不能是{days}。", why="应当在0到1000之间。", do="请改正后重试。")
    return days


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
