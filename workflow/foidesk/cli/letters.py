"""foidesk reply and letter: the decision and its paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
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
    office,
    options,
    person,
    put,
    say,
    settings,
    today,
)
from foidesk.cli.orders import (
    Approver,
    Attach,
    Confirm,
    Outside,
    Passages,
    SignedOn,
    Withheld,
    finding,
    order,
    rewritten,
)
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foidesk.desk.issuing import Draft, Issued, Order
    from foidesk.desk.office import Office
    from foidesk.paper.check import Finding

_FACTS = {"ignore_unknown_options": True, "allow_extra_args": True}
Folder = Annotated[
    str | None, typer.Option("-o", "--out", metavar="DIR", help="文书输出到哪个文件夹，默认为配置的 out")
]


def folder_of(given: str | None) -> Path:
    """Where files are written, tried beforehand."""
    from foidesk.desk.letters import writable

    return writable(Path(given) if given else settings().out)


@app.command("reply", context_settings=_FACTS)
def reply(
    context: typer.Context,
    number: Number,
    outcome: Annotated[
        str,
        typer.Argument(
            metavar="OUTCOME",
            help="办理结果：disclosed、not_held、三（四）1、信息不存在 等；多项申请逐项写，用分号隔开",
        ),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAY", help="交邮、签收或发出之日（必填）")
    ] = None,
    service: Annotated[
        str | None,
        typer.Option("--service", help="送达方式：post 邮寄、in_person 当面、electronic 电子 …（必填）"),
    ] = None,
    approved_by: Approver = None,
    signed_on: SignedOn = None,
    main: Annotated[
        str | None, typer.Option("--main", metavar="OUTCOME", help="各项均未提供信息而依据不同时的主要依据")
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="只生成草稿和检查结果，不登记")] = False,
    passage: Passages = None,
    docx: Outside = None,
    attach: Attach = None,
    withheld: Withheld = None,
    confirm: Confirm = None,
    out: Folder = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """答复申请：核对依据，生成、检查并封存答复书，登记签发和答复。事实写成 名称=内容，各结果所需见 foidesk outcomes；多项申请写成 1.名称=内容。"""
    options(config, agency, by)
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
        grounds=tuple(part.strip() for part in outcome.replace("；", ";").split(";") if part.strip())
        or (outcome,),
        main=main or "",
        on=parse.day(on, today()),
        service=parse.member(Service, "送达方式", service),
        facts=parse.pairs(context.args),
    )
    how = order(
        approved_by=approved_by,
        signed_on=parse.day(signed_on, today()) if signed_on else None,
        passages=passage,
        docx=docx,
        attach=attach,
        withheld=withheld,
        confirm=confirm,
    )
    folder = folder_of(out)
    with office() as opened:
        who = person()
        full = applications.full_number(opened, number, who)
        if draft:
            drafted = issuing.drafted_reply(opened, full, decision, how, who)
            _show_draft(drafted, _saved(opened, full, drafted, how, folder), as_json=as_json)
            return
        done = issuing.reply(opened, full, decision, how, who)
        files = done.paper.save(folder)
    _show_reply(done, files, as_json=as_json)


def _show_reply(done: Issued, files: tuple[Path, Path], *, as_json: bool) -> None:
    from foidesk.cli.views import recorded, row_data

    if as_json:
        paths = [str(path) for path in files]
        put({**row_data(done.recorded.row), "letters": paths, **_told(done.warnings, done.changed)})
        return
    say(recorded(done.recorded, ()))
    for path in files:
        say(f"答复书：{path}")
    _say_told(done.warnings, done.changed)


@app.command("letter", context_settings=_FACTS)
def letter(
    context: typer.Context,
    number: Number,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文书种类，见 foidesk letters list")],
    about: Annotated[
        str | None, typer.Option("--about", metavar="ID", help="所针对的征求意见编号或者文书文号")
    ] = None,
    passage: Passages = None,
    draft: Annotated[bool, typer.Option("--draft", help="已经签发过的，也按案件现状另拟一份草稿")] = False,
    save: Annotated[bool, typer.Option("--save", help="把填写和改写的内容存为草稿")] = False,
    issue: Annotated[bool, typer.Option("--issue", help="签发：检查、编号、封存并登记")] = False,
    approved_by: Approver = None,
    signed_on: SignedOn = None,
    docx: Outside = None,
    attach: Attach = None,
    withheld: Withheld = None,
    confirm: Confirm = None,
    out: Folder = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """生成一份文书（PDF 和 DOCX）并检查；需要填写的空白写成 名称=内容；已经签发的，原样取出。"""
    options(config, agency, by)
    from foidesk.desk import applications, drafts, issuing, letters

    _go_together(issue=issue, draft=draft, save=save, docx=docx)
    stated = parse.pairs(context.args)
    how = order(
        approved_by=approved_by,
        signed_on=parse.day(signed_on, today()) if signed_on else None,
        about=about,
        stated=stated,
        passages=passage,
        docx=docx,
        attach=attach,
        withheld=withheld,
        confirm=confirm,
    )
    folder = folder_of(out)
    with office() as opened:
        who = person()
        full = applications.full_number(opened, number, who)
        if issue and not approved_by:
            raise DeskError("缺少签发人。", why="签发的文书要有签发人。", do="请用 --approved-by 写明。")
        if save:
            letters.render(issuing.drafted(opened, full, kind, how, who).letter, opened.settings.fonts.path)
            drafts.save(
                opened, full, kind, who, about=about or "", stated=stated, passages=rewritten(passage)
            )
        if issue:
            done = issuing.issue(opened, full, kind, how, who)
            _show_issued(kind, done.paper.number, done.paper.save(folder), done, as_json=as_json)
            return
        kept = letters.issued(opened, applications.open_file(opened, full), kind, about or "")
        if kept is not None and not (draft or save or stated or passage or docx):
            _show_issued(kind, kept.number, kept.save(folder), as_json=as_json)
            return
        drafted = issuing.drafted(opened, full, kind, how, who)
        files = _saved(opened, full, drafted, how, folder)
    _show_draft(drafted, files, as_json=as_json)


def _go_together(*, issue: bool, draft: bool, save: bool, docx: str | None) -> None:
    """DeskError for options that ask for two things at once."""
    if issue and draft:
        raise DeskError("不能既拟草稿又签发。", do="请在 --draft 和 --issue 中只写一个。")
    if save and docx:
        raise DeskError(
            "在外部修改过的 DOCX 不能存为草稿。",
            why="草稿只留存填写的空白和改写的段落（--passage）。",
            do="请去掉 --save；签发时用 --docx 写明该文件。",
        )


def _show_issued(
    kind: str, number: str, files: tuple[Path, Path], done: Issued | None = None, *, as_json: bool
) -> None:
    warnings, changed = (done.warnings, done.changed) if done else ((), ())
    if as_json:
        paths = [str(path) for path in files]
        put({"kind": kind, "number": number, "files": paths, **_told(warnings, changed)})
        return
    say(f"已签发：{number}")
    for path in files:
        say(str(path))
    _say_told(warnings, changed)


def _saved(opened: Office, number: str, draft: Draft, how: Order, folder: Path) -> tuple[Path, Path]:
    """Write the draft; one changed outside beside the program's own, its DOCX just as it came."""
    from foidesk.desk import letters

    paper = letters.render(draft.letter, opened.settings.fonts.path)
    if not draft.letter.number:  # a form is never issued; each application has its own
        return paper.save(folder, stem=f"{number}-{draft.letter.title}")
    if how.docx is None:
        return paper.save(folder, mark=letters.DRAFT)
    return replace(paper, docx=how.docx).save(folder, mark=letters.CHANGED)


def _show_draft(draft: Draft, files: tuple[Path, Path], *, as_json: bool) -> None:
    letter = draft.letter
    if as_json:
        paths = [str(path) for path in files]
        told = _told(draft.findings, draft.changed)
        put({"kind": letter.kind, "number": letter.number, "files": paths, **told})
        return
    say("草稿（尚未签发）：" if letter.number else "供填写的表格：")
    for path in files:
        say(str(path))
    _say_told(draft.findings, draft.changed)


def _told(findings: Sequence[Finding], changed: Sequence[str]) -> dict[str, Any]:
    """What the check says, and what was changed outside the program."""
    data = [{"what": f.what, "why": f.why, "do": f.do, "refuses": f.refuses} for f in findings]
    return {"findings": data, "changed": list(changed)}


def _say_told(findings: Sequence[Finding], changed: Sequence[str]) -> None:
    if changed:
        say("在外部所作的修改：")
    for line in changed:
        say(f"　　{line}")
    for each in findings:
        say(finding(each))
