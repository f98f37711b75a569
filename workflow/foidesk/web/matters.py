"""The register of what is no application."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import matters, permits
from foidesk.desk.permits import Act
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.rules.matters import INNER_LIMIT, MatterKind
from foidesk.rules.vocabulary import Channel
from foidesk.web.choices import row_key
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter(prefix="/matters")
At = Annotated[Seat, Depends(seated)]
Key = Annotated[int, Path(ge=1, lt=10**18)]


@router.get("")
async def listing(
    seat: At, show: str = "", before: Annotated[int | None, Query(ge=1, le=10**17)] = None
) -> Response:
    """The register, newest first; only what is open unless all is asked for."""
    entries, after = matters.listing(seat.office, seat.by, open_only=show != "all", before=before)
    return page(seat, "matters.html", entries=entries, after=after, show_all=show == "all", said="")


@router.post("/search")
async def search(request: Request, seat: At) -> Response:
    """Matters by number or words; what was looked for stays out of the address."""
    fields = await typed(request)
    said, before = fields.get("said", "")[:100], fields.get("before", "")
    place = row_key(before, "页") if before else None
    entries, after = await run_in_threadpool(matters.search, seat.office, said, seat.by, before=place)
    return page(seat, "matters.html", entries=entries, after=after, show_all=True, said=said)


@router.get("/new")
async def form(seat: At) -> Response:
    """The empty form."""
    permits.demand(seat.by, Act.REGISTER)
    return page(seat, "matter_new.html", typed={"handler": seat.by.who}, **_choices())


@router.post("")
async def put_aside(request: Request, seat: At) -> Response:
    """登记非申请事项."""
    fields = await typed(request)
    try:
        entry = await run_in_threadpool(matters.put_aside, seat.office, fields, seat.by)
    except DeskError as error:
        return refused(seat, error, "matter_new.html", typed=fields, **_choices())
    return done(seat, f"/matters/{entry.matter.matter}", f"已登记 {entry.matter.number}。")


@router.get("/{key:key}")
async def one(seat: At, key: Key) -> Response:
    """One entry."""
    return page(seat, "matter.html", entry=matters.one(seat.office, key, seat.by))


@router.post("/{key:key}")
async def answer(request: Request, seat: At, key: Key) -> Response:
    """登记答复."""
    fields = await typed(request)
    try:
        on = parse_day(fields.get("on", ""))
        await run_in_threadpool(matters.answer, seat.office, key, fields.get("answer", ""), on, seat.by)
    except DeskError as error:
        entry = matters.one(seat.office, key, seat.by)
        return refused(seat, error, "matter.html", typed=fields, entry=entry)
    return done(seat, f"/matters/{key}", "已登记答复。")


def _choices() -> dict[str, Any]:
    return {
        "kinds": [(each.value, each.label) for each in MatterKind],
        "channels": [(each.value, each.label) for each in Channel],
        "inner_limit": INNER_LIMIT,
    }
