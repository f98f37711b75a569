"""The page on which a letter is drafted, beside the page as it will be printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from foidesk.desk import approvals, catalogue, dossier, issuing, keptfiles, letters, proposing
from foidesk.desk.applications import File
from foidesk.desk.beside import beside
from foidesk.desk.casebook import finding
from foidesk.desk.clearance import WITHOUT_APPROVAL
from foidesk.desk.issuing import Draft
from foidesk.desk.proposing import Outline, Proposed
from foidesk.desk.publicindex import documents
from foidesk.errors import DeskError
from foidesk.paper.letter import Letter
from foidesk.rules import outcomes
from foidesk.rules.decisions import WHAT
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.proposals import EXTENDED, REPLY, standing_on
from foidesk.rules.vocabulary import Service
from foidesk.web import draftform
from foidesk.web.answers import download, inline
from foidesk.web.choices import row_key
from foidesk.web.draftform import Fields
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_BASE = "/applications/{application:key}/letters"
SERVICES = [(each.value, each.label) for each in Service]
_ANSWERS = [(key, f"{g.outcome.group}：{g.label}") for key, g in GROUNDS.items() if g.by_reply]
_FOUND = 8  #: documents shown when looking for what is public


@router.get(_BASE + "/draft")
async def draft(seat: At, application: int, kind: str, ground: str = "", about: str = "") -> Response:
    """The draft: what is filled in, what may be rewritten, the printed page beside it."""
    file = dossier.by_key(seat.office, application, seat.by)
    kept = proposing.last(file.case, kind, about) or Proposed(kind=kind, about=about)
    if kind == REPLY and ground and (kept.decision is None or ground not in kept.decision.grounds):
        key = outcomes.find(ground).key
        kept = Proposed(kind=kind, decision=Outline(grounds=(key,), service=Service.POST))
    return page(seat, "letter_draft.html", **await run_in_threadpool(_shown, seat, file, kept, {}))


@router.get(_BASE + "/draft.{form}")
async def draft_paper(
    seat: At, application: int, form: Literal["pdf", "docx"], kind: str, about: str = ""
) -> Response:
    """The draft as it would be printed today, or as DOCX to be changed in a word processor."""
    file = dossier.by_key(seat.office, application, seat.by)
    kept = proposing.last(file.case, kind, about) or Proposed(kind=kind, about=about)

    def rendered() -> letters.Paper:
        found = proposing.drafted(seat.office, file.row.number, kept, seat.by)
        return letters.render(found.letter, seat.office.settings.fonts.path)

    paper = await run_in_threadpool(rendered)
    if form == "docx":
        name = letters.file_name(paper.number or paper.kind) + letters.DRAFT
        return download(paper.docx, letters.DOCX, f"{name}.docx")
    return inline(paper.pdf, letters.PDF)


@router.post(_BASE + "/draft")
async def act(request: Request, seat: At, application: int) -> Response:
    """保存草稿, 送审, or for a letter that needs no approval 签发; and what changes the form before that."""
    file, fields = dossier.by_key(seat.office, application, seat.by), await typed(request)
    try:
        fields = await run_in_threadpool(_with_uploads, seat, fields, await _uploads(request))
        changed = _changed(seat, fields)
        if changed is not None:
            shown = await run_in_threadpool(_shown, seat, file, draftform.shape(changed), changed)
            return page(seat, "letter_draft.html", typed=changed, **shown)
        return await run_in_threadpool(_done, seat, file, fields)
    except DeskError as error:
        shown = await run_in_threadpool(_shown, seat, file, draftform.shape(fields), fields)
        return refused(seat, error, "letter_draft.html", typed=fields, **shown)


def _done(seat: Seat, file: File, fields: Fields) -> Response:
    """Save, submit or issue what the form says."""
    office, number = seat.office, file.row.number
    base = f"/applications/{file.row.application}/letters"
    proposed = _rewritten(seat, file, draftform.proposed(fields))
    if fields.get("act") == "issue":
        order = proposing.order(office, proposed, seat.by.who)
        issuing.issue(office, number, proposed.kind, order, seat.by)
        return done(seat, base, "已签发。下一步：登记发出。")
    back = f"{base}/draft?kind={proposed.kind}&about={quote(proposed.about)}"
    if fields.get("act") == "submit":
        approvals.submit(office, number, proposed, seat.by, fields.get("note", ""))
        return done(seat, back, "已送审，等待审核。")
    proposing.save(office, number, proposed, seat.by)
    return done(seat, back, "草稿已保存。")


# --- changing the form ---------------------------------------------------------------------------
def _changed(seat: Seat, fields: Fields) -> Fields | None:
    """The form after an item, a file or a place was added or taken out; None where the form is to be acted on."""
    what, _, which = fields.get("act", "").partition(":")
    n = int(which) if re.fullmatch("[0-9]{1,9}", which) else 0
    if what == "item":
        return draftform.with_ground(fields, fields.get("another", "")) | {"another": ""}
    if what == "without":
        return draftform.without_item(fields, n)
    if what == "pick":
        found = documents.get(seat.office, n, seat.by)
        return draftform.with_place(fields, documents.place_in_words(found.document))
    if what == "example":
        agency, _, key = which.rpartition("/")
        example = finding.get(seat.office, agency, row_key(key, "案例"), seat.by).example
        return draftform.with_reason(fields, example.said.reasoning)
    if what == "unload":
        kept = draftform.enclosed(fields)
        return draftform.with_files(fields, kept[: n - 1] + kept[n:]) if n else fields
    if what == "draft":
        return fields | {"outside": ""}
    return fields if what in ("find", "files") else None


async def _uploads(request: Request) -> dict[str, list[tuple[str, bytes]]]:
    """The uploaded files by the name of their field."""
    form = await request.form()
    found: dict[str, list[tuple[str, bytes]]] = {}
    for field in ("files", "docx"):
        sent = [each for each in form.getlist(field) if isinstance(each, UploadFile) and each.filename]
        found[field] = [(each.filename or "", await each.read(keptfiles.LARGEST + 1)) for each in sent]
    return found


def _with_uploads(seat: Seat, fields: Fields, sent: Mapping[str, list[tuple[str, bytes]]]) -> Fields:
    """The form naming the uploaded files, which are kept even when something else is refused."""
    if files := sent["files"]:
        kept = draftform.enclosed(fields)
        fields = draftform.with_files(fields, (*kept, *keptfiles.keep(seat.office, files, seat.by)))
    if changed := sent["docx"]:
        fields = fields | {"outside": keptfiles.keep(seat.office, changed[:1], seat.by)[0].sha256}
    return fields


def _rewritten(seat: Seat, file: File, proposed: Proposed) -> Proposed:
    """The proposal with only those passages that say something else than the program would."""
    if not proposed.passages:
        return proposed
    try:
        plain = replace(proposed, passages={}, outside="")
        own = _free(proposing.drafted(seat.office, file.row.number, plain, seat.by).letter)
    except DeskError:  # facts are missing: nothing to compare with yet
        return proposed
    changed = {
        name: text for name, text in proposed.passages.items() if text.split() != own.get(name, "").split()
    }
    return replace(proposed, passages=changed)


def _free(letter: Letter) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in letter.blocks:
        if block.free and block.name:
            found[block.name] = f"{found[block.name]}\n{block.text}" if block.name in found else block.text
    return found


# --- what is shown -------------------------------------------------------------------------------
def _shown(seat: Seat, file: File, proposed: Proposed, fields: Fields) -> dict[str, Any]:
    """What the draft page shows: the form, and what the check says beside the field concerned."""
    office, number = seat.office, file.row.number
    drafted: Draft | None = None
    trouble: DeskError | None = None
    try:
        read = draftform.proposed(fields) if fields else proposed
        drafted = proposing.drafted(office, number, read, seat.by)
    except DeskError as error:
        trouble = error
    named = proposed.kind in (REPLY, EXTENDED)
    template = None if named else catalogue.template(proposed.kind, office.settings.letters.path)
    free = _free(drafted.letter) if drafted else dict(proposed.passages)
    facts = dict(proposed.decision.facts) if proposed.decision else {}
    stands = {
        **{f"f-{name}": text for name, text in facts.items()},
        **{f"s-{name}": text for name, text in proposed.stated.items()},
        **{f"p-{name}": text for name, text in free.items()},
    }
    at, rest = beside(drafted.findings if drafted else (), stands)
    keys = proposed.decision.grounds if proposed.decision else ()
    return {
        "file": file,
        "proposed": proposed,
        "drafted": drafted,
        "trouble": trouble,
        "at": at,
        "rest": rest,
        "free": free,
        "asked": template.asked if template else {},
        "title": approvals.title(office, proposed.kind),
        "items": [(n, GROUNDS[key], draftform.names(keys, n)) for n, key in enumerate(keys, 1)],
        "facts": facts,
        "what": WHAT,
        "answers": _ANSWERS,
        "services": SERVICES,
        "standing": standing_on(file.case.log, proposed.kind, proposed.about),
        "saved": proposing.last(file.case, proposed.kind, proposed.about) is not None,
        "unapproved": proposed.kind in WITHOUT_APPROVAL,
        "public": _public(seat, fields) if "already_public" in keys else (),
        "sought": fields.get("act") == "find",
        "examples": finding.beside(office, file, keys, seat.by),
        "takes_reason": draftform.takes_reason(keys),
    }


def _public(seat: Seat, fields: Fields) -> list[Any]:
    words = fields.get("find", "")[:100]
    if not words.strip():
        return []
    return list(documents.find(seat.office, words, seat.by, limit=_FOUND)[0])
