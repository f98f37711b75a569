"""The page of an applicant, and the joining of two records of one person."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import permits
from foidesk.desk.applicants import joining
from foidesk.desk.applicants.joining import Why, WhyNot
from foidesk.desk.applicants.overview import overview
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.store import people
from foidesk.store.people import Person
from foidesk.web.choices import chosen, offered, row_key
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.worklist import of_rows

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Key = Annotated[int, Path(ge=1, lt=10**18)]


@router.get("/people/{row}")
async def show(seat: At, row: Key, before: Annotated[int | None, Query(ge=1, lt=10**18)] = None) -> Response:
    """An applicant's records and applications."""
    return page(seat, "applicant.html", **_shown(seat, row, before))


@router.post("/people/{row}/join")
async def join(request: Request, seat: At, row: Key) -> Response:
    """合并 another record into this one's person."""
    fields = await typed(request)
    try:
        other = row_key(fields.get("other", ""), "人员记录")
        await run_in_threadpool(
            joining.join, seat.office, other, row, chosen(Why, fields.get("why", ""), "理由"), seat.by
        )
    except DeskError as error:
        return refused(seat, error, "applicant.html", typed=fields, **_shown(seat, row))
    return done(seat, f"/people/{row}", "已合并，此前的申请和当月件数从现在起一并计算。")


@router.post("/people/{row}/part")
async def part(request: Request, seat: At, row: Key) -> Response:
    """撤销合并."""
    fields = await typed(request)
    try:
        joined = row_key(fields.get("joined", ""), "人员记录")
        await run_in_threadpool(
            joining.part, seat.office, joined, chosen(WhyNot, fields.get("why", ""), "理由"), seat.by
        )
    except DeskError as error:
        return refused(seat, error, "applicant.html", typed=fields, **_shown(seat, row))
    return done(seat, f"/people/{row}", "已撤销合并。")


def _shown(seat: Seat, row: int, before: int | None = None) -> dict[str, Any]:
    permits.demand(seat.by, Act.READ)
    return {
        "told": overview(seat.office, row, seat.by, before),
        "masked": masked,
        "whys": offered(Why),
        "why_nots": offered(WhyNot),
        **of_rows(seat),
    }


def masked(person: Person) -> dict[str, str]:
    """A person as lists show one."""
    return {
        "name": people.masked_name(person.name, person.kind),
        "kind": person.kind.label if person.kind else "",
        "telephone": people.masked_telephone(person.telephone) if person.telephone else "",
        "id_number": people.masked_id_number(person.id_number) if person.id_number else "",
        "address": "（已遮蔽）" if person.address else "",
        "email": "（已遮蔽）" if person.email else "",
    }
