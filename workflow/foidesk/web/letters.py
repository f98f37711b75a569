"""Letters of an application: chosen, drafted beside the page as it will be printed, sent for approval, issued, sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import (
    applications,
    approvals,
    catalogue,
    dispatch,
    guidance,
    issuing,
    letters,
    proposing,
)
from foidesk.desk.applications import File
from foidesk.desk.clearance import WITHOUT_APPROVAL
from foidesk.desk.issuing import Draft, Order
from foidesk.desk.letterfacts import FACTS, REPLIES
from foidesk.desk.proposing import Longer, Outline, Proposed
from foidesk.errors import DeskError
from foidesk.paper.letter import Letter
from foidesk.rules import outcomes
from foidesk.rules.proposals import EXTENDED, REPLY, standing_on
from foidesk.rules.vocabulary import Service
from foidesk.store import worklist
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_BASE = "/applications/{application:int}/letters"
_ON_ITS_WAY = {"sent": "发出", "served": "送达", "returned": "退回"}
_SERVICES = [(each.value, each.label) for each in Service]


def opened(seat: Seat, application: int) -> File:
    """The file of the application by its key. DeskError when there is none."""
    with seat.office.database.reading() as conn:
        row = worklist.get(conn, seat.office.key, application)
    if row is None:
        raise DeskError("没有这件申请。", why="登记簿中没有这个编号。", do="请从待办列表打开。")
    return applications.open_file(seat.office, row.number)


# --- choosing ------------------------------------------------------------------------------------
@router.get(_BASE + "/new")
async def choose(seat: At, application: int) -> Response:
    """Which letter: the ground of a reply by questions, or another kind."""
    file = opened(seat, application)
    folder = seat.office.settings.letters.path
    kinds = [kind for kind in catalogue.kinds(folder) if kind in FACTS and kind not in REPLIES]
    others = [catalogue.template(kind, folder) for kind in kinds if kind != "extension"]
    return page(seat, "letters_new.html", file=file, questions=guidance.QUESTIONS, others=others)


# --- drafting ------------------------------------------------------------------------------------
@router.get(_BASE + "/draft")
async def draft(seat: At, application: int, kind: str, ground: str = "", about: str = "") -> Response:
    """The draft: what is filled in, what may be rewritten, the printed page beside it."""
    file = opened(seat, application)
    proposed = proposing.last(file.case, kind, about) or Proposed(kind=kind, about=about)
    if ground and (proposed.decision is None or proposed.decision.grounds != (ground,)):
        proposed = Proposed(kind=kind, decision=Outline(grounds=(ground,), service=Service.POST))
    return page(seat, "letter_draft.html", **await run_in_threadpool(_shown, seat, file, proposed))


@router.get(_BASE + "/draft.pdf")
async def draft_pdf(seat: At, application: int, kind: str, about: str = "") -> Response:
    """The draft as it would be printed today."""
    file = opened(seat, application)
    proposed = proposing.last(file.case, kind, about) or Proposed(kind=kind, about=about)

    def rendered() -> bytes:
        found = proposing.drafted(seat.office, file.case.number, proposed, seat.by)
        return letters.render(found.letter, seat.office.settings.fonts.path).pdf

    return _inline(await run_in_threadpool(rendered), letters.PDF)


@router.post(_BASE + "/draft")
async def keep(request: Request, seat: At, application: int) -> Response:
    """保存草稿, 送审, or for a letter that needs no approval 签发."""
    file, fields = opened(seat, application), await typed(request)
    number, act = file.case.number, fields.get("act", "save")
    back = f"/applications/{application}/letters/draft?kind={fields.get('kind', '')}&about={fields.get('about', '')}"
    proposed = Proposed(kind=fields.get("kind", ""), about=fields.get("about", ""))
    try:
        proposed = await run_in_threadpool(_proposed, seat, file, fields)
        if act == "submit":
            await run_in_threadpool(
                approvals.submit, seat.office, number, proposed, seat.by, fields.get("note", "")
            )
            return done(seat, back, "已送审，等待审核。")
        if act == "issue":
            order = Order(approved_by=seat.by.who, stated=proposed.stated, passages=proposed.passages)
            await run_in_threadpool(issuing.issue, seat.office, number, proposed.kind, order, seat.by)
            return done(seat, f"/applications/{application}/letters", "已签发。")
        await run_in_threadpool(proposing.save, seat.office, number, proposed, seat.by)
    except DeskError as error:
        shown = await run_in_threadpool(_shown, seat, file, proposed)
        return refused(seat, error, "letter_draft.html", typed=fields, **shown)
    return done(seat, back, "草稿已保存。")


def _proposed(seat: Seat, file: File, fields: dict[str, str]) -> Proposed:
    """The form as a proposal. DeskError for a way of service, a number of days that cannot be read."""
    kind = fields.get("kind", "")

    def named(start: str) -> dict[str, str]:
        return {name[2:]: text for name, text in fields.items() if name.startswith(start) and text.strip()}

    found = Proposed(kind=kind, about=fields.get("about", ""), stated=named("s-"))
    if kind == REPLY:
        grounds = tuple(outcomes.find(each).key for each in fields.get("ground", "").split("、") if each)
        found = replace(found, decision=Outline(grounds=grounds, service=_service(fields), facts=named("f-")))
    if kind == EXTENDED:
        days = fields.get("days", "")
        if not days.isdecimal() or len(days) > 2:
            raise DeskError("延长的工作日数不对。", why="最多延长20个工作日。", do="请填写1至20的数字。")
        longer = Longer(days=int(days), service=_service(fields), reason=fields.get("reason", ""))
        found = replace(found, extension=longer)
    return replace(found, passages=_rewritten(seat, file, found, named("p-")))


def _service(fields: dict[str, str]) -> Service:
    known = {each.value: each for each in Service}
    if (found := known.get(fields.get("service", ""))) is None:
        raise DeskError("没有选择送达方式。", why="期限以交邮、签收或者发出之日计。", do="请选择送达方式。")
    return found


def _rewritten(seat: Seat, file: File, proposed: Proposed, passages: dict[str, str]) -> dict[str, str]:
    """Of the passages only those that say something else than the program would."""
    if not passages:
        return {}
    try:
        plain = proposing.drafted(seat.office, file.case.number, proposed, seat.by).letter
    except DeskError:  # facts are missing: nothing to compare with yet
        return passages
    own = _free(plain)
    return {name: text for name, text in passages.items() if text.split() != own.get(name, "").split()}


def _free(letter: Letter) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in letter.blocks:
        if block.free and block.name:
            found[block.name] = f"{found[block.name]}\n{block.text}" if block.name in found else block.text
    return found


def _shown(seat: Seat, file: File, proposed: Proposed) -> dict[str, Any]:
    """What the draft page shows."""
    office, number = seat.office, file.case.number
    drafted: Draft | None = None
    trouble: DeskError | None = None
    try:
        drafted = proposing.drafted(office, number, proposed, seat.by)
    except DeskError as error:
        trouble = error
    named = proposed.kind in (REPLY, EXTENDED)
    template = None if named else catalogue.template(proposed.kind, office.settings.letters.path)
    grounds = [outcomes.find(key) for key in proposed.decision.grounds] if proposed.decision else []
    return {
        "file": file,
        "proposed": proposed,
        "drafted": drafted,
        "trouble": trouble,
        "free": _free(drafted.letter) if drafted else dict(proposed.passages),
        "asked": template.asked if template else {},
        "title": approvals.title(office, proposed.kind),
        "grounds": grounds,
        "services": _SERVICES,
        "standing": standing_on(file.case.log, proposed.kind, proposed.about),
        "saved": proposing.last(file.case, proposed.kind, proposed.about) is not None,
        "unapproved": proposed.kind in WITHOUT_APPROVAL,
    }


# --- issued letters ------------------------------------------------------------------------------
@router.get(_BASE)
async def listing(seat: At, application: int) -> Response:
    """The letters issued, and what stands in approval."""
    return page(seat, "letters.html", file=opened(seat, application), services=_SERVICES)


@router.post(_BASE + "/service")
async def service(request: Request, seat: At, application: int) -> Response:
    """登记发出, 送达, 退回 of an issued letter."""
    file, fields = opened(seat, application), await typed(request)
    number, doc_number, act = file.case.number, fields.get("doc_number", ""), fields.get("act", "")
    try:
        on = _day(fields.get("on", ""))
        if act == "sent":
            how = _service(fields)
            tracking = fields.get("tracking", "").strip() or None
            await run_in_threadpool(
                dispatch.posted, seat.office, number, doc_number, on, seat.by, service=how, tracking=tracking
            )
        elif act == "served":
            await run_in_threadpool(dispatch.served, seat.office, number, doc_number, on, seat.by)
        else:
            await run_in_threadpool(dispatch.returned, seat.office, number, doc_number, on, seat.by)
    except DeskError as error:
        return refused(seat, error, "letters.html", typed=fields, file=file, services=_SERVICES)
    return done(seat, f"/applications/{application}/letters", f"已登记{_ON_ITS_WAY.get(act, '退回')}。")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DeskError("日期不对。", why="没有填写，或者没有这一天。", do="请填写实际的日期。") from None


@router.get(_BASE + "/{doc_number:path}.pdf")
async def as_pdf(seat: At, application: int, doc_number: str) -> Response:
    """An issued letter as it left the house."""
    return _inline((await _fetched(seat, application, doc_number)).pdf, letters.PDF)


@router.get(_BASE + "/{doc_number:path}.docx")
async def as_docx(seat: At, application: int, doc_number: str) -> Response:
    """The same words as DOCX."""
    return _inline((await _fetched(seat, application, doc_number)).docx, letters.DOCX)


async def _fetched(seat: Seat, application: int, doc_number: str) -> letters.Paper:
    for letter in opened(seat, application).case.letters:
        if letter.doc_number == doc_number:
            return await run_in_threadpool(letters.fetched, seat.office, letter)
    raise DeskError(f"没有签发过“{doc_number[:60]}”。", why="登记簿中没有这个文号。", do="请从文书列表打开。")


def _inline(data: bytes, media_type: str) -> Response:
    return Response(data, media_type=media_type, headers={"Content-Disposition": "inline"})
