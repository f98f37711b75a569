"""督办 as the agency sees it: what the supervising department asks, and the agency's answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.supervision import urging
from foidesk.errors import DeskError
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter(prefix="/urgings")
At = Annotated[Seat, Depends(seated)]


@router.get("")
async def listing(seat: At) -> Response:
    """What was asked: what waits for an answer first."""
    found = await run_in_threadpool(urging.of_agency, seat.office, seat.by)
    return page(seat, "urgings.html", found=found)


@router.get("/{key:key}")
async def one(seat: At, key: int) -> Response:
    """One of them, with the form to answer it."""
    return page(seat, "urging.html", entry=urging.one(seat.office, key, seat.by))


@router.post("/{key:key}")
async def answer(request: Request, seat: At, key: int) -> Response:
    """答复督办."""
    fields = await typed(request)
    try:
        found = await run_in_threadpool(urging.answer, seat.office, key, fields.get("answer", ""), seat.by)
    except DeskError as error:
        entry = urging.one(seat.office, key, seat.by)
        return refused(seat, error, "urging.html", entry=entry, typed=fields)
    return done(seat, f"/urgings/{key}", f"已答复{found.number}。")
