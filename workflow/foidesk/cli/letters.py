"""foidesk reply and letter: the decision and its paper."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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
    settings,
    today,
)
from foidesk.errors import DeskError

_FACTS = {"ignore_unknown_options": True, "allow_extra_args": True}
Folder = Annotated[
    str | None, typer.Option("-o", "--out", metavar="DIR", help="文书输出到哪个文件夹，默认为配置的 out")
]


def _folder(given: str | None) -> Path:
    from foidesk.desk.letters import writable

    return writable(Path(given) if given else settings().out)


@app.command("reply", context_settings=_FACTS)
def reply(
    context: typer.Context,
    number: Number,
    outcome: Annotated[
        str, typer.Argument(metavar="OUTCOME", help="办理结果：disclosed、not_held、三（四）1、信息不存在 等")
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="交邮、签收或发出之日（必填）")
    ] = None,
    service: Annotated[
        str | None,
        typer.Option("--service", help="送达方式：post 邮寄、in_person 当面、electronic 电子 …（必填）"),
    ] = None,
    approved_by: Annotated[str | None, typer.Option("--approved-by", help="签发人（必填）")] = None,
    signed_on: Annotated[
        str | None, typer.Option("--signed-on", metavar="DAY", help="成文日期，默认与 --on 相同")
    ] = None,
    out: Folder = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """答复申请：核对依据，生成并封存答复书，登记签发和答复。事实写成 名称=内容，各结果所需见 foidesk outcomes；目前只有予以公开、不予公开、信息不存在备有文书模板。"""
    options(config, agency, by)
    from foidesk.cli.views import recorded, row_data
    from foidesk.desk import applications, issuing
    from foidesk.rules.vocabulary import Service

    missing = [
        name
        for name, value in (("--on", on), ("--service", service), ("--approved-by", approved_by))
        if not value
    ]
    if missing or not (on and service and approved_by):
        raise DeskError(
            f"缺少{'、'.join(missing)}。", why="答复的日期、送达方式和签发人没有默认值。", do="请补充后重试。"
        )
    decision = issuing.Decision(
        ground=outcome,
        on=parse.day(on, today()),
        service=parse.member(Service, "送达方式", service),
        approved_by=parse.plain_text("签发人", approved_by, []),
        facts=parse.pairs(context.args),
        signed_on=parse.day(signed_on, today()) if signed_on else None,
    )
    folder = _folder(out)
    with office() as opened:
        who = person()
        done = issuing.reply(opened, applications.full_number(opened, number, who), decision, who)
        files = done.paper.save(folder) if done.paper else ()
    if as_json:
        put({**row_data(done.recorded.row), "letters": [str(path) for path in files]})
        return
    say(recorded(done.recorded, ()))
    for path in files:
        say(f"答复书：{path}")
    if not files:
        number_given = done.recorded.after.letters[-1].doc_number
        say(f"这一依据的文书模板尚未提供，请自行制作答复书，文号：{number_given}。")


@app.command("letter")
def letter(
    number: Number,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="receipt、clarification、extension、fee、disclosed、refused、not_held"
        ),
    ],
    out: Folder = None,
    signed_on: Annotated[
        str | None, typer.Option("--signed-on", metavar="DAY", help="成文日期，默认为所载事项之日")
    ] = None,
    issue: Annotated[bool, typer.Option("--issue", help="签发：编号、封存并登记")] = False,
    approved_by: Annotated[str | None, typer.Option("--approved-by", help="签发人（签发时必填）")] = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """生成一份文书（PDF 和 DOCX）；已经签发的，原样取出。"""
    options(config, agency, by)
    from foidesk.desk import applications, issuing, letters

    when = parse.day(signed_on, today()) if signed_on else None
    folder = _folder(out)
    with office() as opened:
        who = person()
        full = applications.full_number(opened, number, who)
        if issue and not approved_by:
            raise DeskError("缺少签发人。", why="签发的文书要有签发人。", do="请用 --approved-by 写明。")
        if issue:
            approver = parse.plain_text("签发人", approved_by or "", [])
            paper = issuing.issue(opened, full, kind, approver, who, signed_on=when)
        else:
            file = applications.open_file(opened, full)
            kept = letters.issued(opened, file, kind)
            paper = kept or letters.render(letters.draft(opened, file, kind, when))
        draft = not issue and kept is None
        files = paper.save(folder, draft=draft)
    if as_json:
        put({"kind": kind, "number": paper.number, "files": [str(path) for path in files]})
        return
    say("草稿（尚未签发）：" if draft else f"已签发：{paper.number}")
    for path in files:
        say(str(path))
