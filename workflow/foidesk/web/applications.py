"""The page of one application, and the forms by which things are recorded about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup, escape
from starlette.concurrency import run_in_threadpool

from foidesk.desk import actfields, acts, applications, chips, dossier, permits
from foidesk.desk.applications import File
from foidesk.desk.filing import attachments
from foidesk.desk.labels import facts_in_words
from foidesk.desk.permits import Act
from foidesk.desk.supervision import urging
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.store import people
from foidesk.store.log import ChangedMeanwhile
from foidesk.store.people import Person
from foidesk.web import timelinepicture
from foidesk.web.choices import offered
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.timeline import rows, timeline

router = APIRouter()
AtDesk = Annotated[Seat, Depends(seated)]
#: acts that go out as a letter somebody must approve first
_AS_LETTERS = {"extended": "letters/draft?kind=extended"}


@router.get("/applications")
async def by_number(seat: AtDesk, number: str) -> Response:
    """To the page of the application with this number, in full or as 2026-31 or 31."""
    permits.demand(seat.by, Act.READ)
    full = applications.full_number(seat.office, number, seat.by)
    with seat.office.database.reading() as conn:
        row = applications.find(conn, seat.office, full)
    return RedirectResponse(f"/applications/{row.application}", status_code=303)


@router.get("/applications/{application:key}")
async def show(seat: AtDesk, application: int) -> Response:
    """The page of one application."""
    file = dossier.by_key(seat.office, application, seat.by)
    return page(seat, "application.html", **_shown(seat, file))


@router.post("/applications/{application:key}/people")
async def reveal(seat: AtDesk, application: int) -> Response:
    """The same page with the people in full; the look is audited."""
    file = dossier.by_key(seat.office, application, seat.by)
    full = await run_in_threadpool(dossier.reveal, seat.office, application, seat.by)
    return page(seat, "application.html", **{**_shown(seat, file), "people": _people(file, full=full)})


@router.get("/applications/{application:key}/acts/{event}")
async def act(request: Request, seat: AtDesk, application: int, event: str) -> Response:
    """The form of an act; with `try` what it would do stands above the button (works without script)."""
    file, kind = dossier.by_key(seat.office, application, seat.by), acts.kind_named(event)
    given = dict(request.query_params)
    told = _effect(seat, file, kind, given) if "try" in given else ""
    return page(seat, "act.html", typed=given, **_form(seat, file, kind, told))


@router.post("/applications/{application:key}/acts/{event}/effect")
async def effect(request: Request, seat: AtDesk, application: int, event: str) -> Response:
    """What the act would do to the clock, as a line to put into the form; what is typed stays out of the address."""
    fields = await typed(request)
    file, kind = dossier.by_key(seat.office, application, seat.by), acts.kind_named(event)
    return HTMLResponse(str(escape(_effect(seat, file, kind, fields))))


@router.post("/applications/{application:key}/acts/{event}")
async def record(request: Request, seat: AtDesk, application: int, event: str) -> Response:
    """Record an act; refused with what was typed kept."""
    fields = await typed(request)
    file, kind = dossier.by_key(seat.office, application, seat.by), acts.kind_named(event)
    seen = fields.get("seen", "")
    if "try" in fields:
        told = _effect(seat, file, kind, fields)
        return page(seat, "act.html", typed=fields, **{**_form(seat, file, kind, told), "seen": seen})
    try:
        if kind in acts.FINAL and fields.get("sure") != "是":
            raise DeskError(
                f"还没有确认“{acts.VERBS[kind]}”。", why=acts.FINAL[kind], do="确认无误的，请勾选后再登记。"
            )
        if not seen.isascii() or not seen.isdecimal() or len(seen) > 9:
            raise DeskError("表单不完整。", why="缺少打开页面时的登记项数。", do="请重新打开表单。")
        changed = await run_in_threadpool(
            acts.record, seat.office, file.row.number, kind, fields, seat.by, seen=int(seen)
        )
    except DeskError as error:
        now = dossier.by_key(seat.office, application, seat.by)
        meanwhile = now.entries[int(seen) :] if isinstance(error, ChangedMeanwhile) else ()
        form = {**_form(seat, now, kind, ""), "meanwhile": _history(now, meanwhile)}
        form["faults"] = actfields.faults(acts.form(kind), error.what + error.why + error.do)
        if not meanwhile:
            form["seen"] = seen  # what has not been shown has not been seen
        return refused(seat, error, "act.html", typed=fields, **form)
    due = changed.after.clock.due
    moved = f"，答复期限改为{due}" if due and due != changed.before.clock.due else ""
    return done(seat, f"/applications/{application}", f"已登记“{kind.label}”{moved}。")


# --- what is shown -------------------------------------------------------------------------------


def _effect(seat: Seat, file: File, kind: type[ev.Event], given: Mapping[str, str]) -> str:
    try:
        return acts.effect(seat.office, file, acts.read(kind, given), seat.by)
    except DeskError as error:
        return f"还不能试算：{error.why}"


def _form(seat: Seat, file: File, kind: type[ev.Event], told: str) -> dict[str, Any]:
    allowed = {offer.kind for group in acts.offers(seat.office, file, seat.by).values() for offer in group}
    return {
        "file": file,
        "kind": kind,
        "verb": acts.VERBS[kind],
        "groups": actfields.groups(acts.form(kind)),
        "faults": {},
        "effect": told,
        "final": acts.FINAL.get(kind),
        "allowed": kind in allowed,
        "meanwhile": (),
        "seen": len(file.entries),
    }


def _shown(seat: Seat, file: File) -> dict[str, Any]:
    line = timeline(file.case, seat.office.calendar, seat.today, seat.office.readings)
    chip = chips.chip(file.row, seat.office.calendar, seat.today)
    period = file.case.clock.period
    return {
        "file": file,
        "case": file.case,
        "chip": chip,
        "line": line,
        # texts inside are escaped by the picture itself
        "picture": Markup(timelinepicture.picture(line)) if line else "",
        "rows": rows(line) if line else (),
        "days": tuple(period.days(seat.office.calendar)) if period else (),
        "as_letters": _AS_LETTERS,
        "offers": acts.offers(seat.office, file, seat.by),
        "people": _people(file, full=None),
        "attachments": attachments.listing(seat.office, file.row.application, seat.by),
        "paper_kinds": offered(attachments.PaperKind),
        "urgings": urging.of_application(seat.office, file.row.application, seat.by),
        "challenges": tuple(dossier.challenges(seat.office, file)),
        "annulled": [e for e in file.case.standing if isinstance(e, ev.ReplyAnnulled)],
        "history": _history(file, file.entries),
        "told": facts_in_words,
        "filed": [e for e in file.case.standing if isinstance(e, ev.DocumentFiled)],
        "notes": [e for e in file.case.standing if isinstance(e, ev.Noted)],
        "service": [
            e
            for e in file.case.standing
            if isinstance(e, ev.LetterSent | ev.LetterServed | ev.LetterReturned | ev.LetterRefused)
        ],
    }


def _people(file: File, *, full: Mapping[int, Person] | None) -> list[dict[str, str]]:
    """Everybody of the application: masked, or in full once that was asked for."""
    shown = ("name", "telephone", "id_number", "address", "email")
    applied = {file.case.registered.applicant, *file.case.registered.joint}
    told = []
    for key, part, person in dossier.parts(file):
        seen = people.masked(person) if full is None else full[key]
        page_of = {"page": f"/people/{key}" if key in applied else ""}
        told.append({"part": part} | page_of | {name: getattr(seen, name) or "" for name in shown})
    return told


def _history(file: File, entries: Any) -> list[dict[str, Any]]:
    struck = {e.event.sequence for e in file.entries if isinstance(e.event, ev.Struck)}
    return [
        {"entry": entry, "told": facts_in_words(entry.event), "struck": entry.seq in struck}
        for entry in entries
    ]
