"""Who stands in for whom, and a leaving clerk's applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import delegating, handover, permits
from foidesk.desk.permits import Act
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.store.accounts import Account
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]


# --- standing in ---------------------------------------------------------------------------------
@router.get("/delegations")
async def delegations(seat: At) -> Response:
    """Who acts for whom, and the form to hand one's own steps over."""
    return page(seat, "delegations.html", **_absences(seat))


@router.post("/delegations")
async def delegate(request: Request, seat: At) -> Response:
    """委托代办, 提前结束委托."""
    fields = await typed(request)
    try:
        if ended := fields.get("end", ""):
            delegating.end(seat.office, _key(ended), seat.by)
            return done(seat, "/delegations", "委托已结束。")
        giver = _key(fields["giver"]) if fields.get("giver") else seat.account.account
        first, last = parse_day(fields.get("first", "")), parse_day(fields.get("last", ""))
        delegating.delegate(seat.office, giver, _key(fields.get("taker", "")), first, last, seat.by)
    except DeskError as error:
        return refused(seat, error, "delegations.html", typed=fields, **_absences(seat))
    return done(seat, "/delegations", "委托已登记。")


def _absences(seat: Seat) -> dict[str, Any]:
    return {
        "absences": delegating.listing(seat.office, seat.by),
        "givers": _choices(delegating.colleagues(seat.office, seat.by, delegating.HANDED)),
        "takers": _choices(delegating.colleagues(seat.office, seat.by)),
    }


# --- handing over --------------------------------------------------------------------------------
@router.get("/handover")
async def what(seat: At, handler: str = "") -> Response:
    """Whose applications, and which they are."""
    return page(seat, "handover.html", **await run_in_threadpool(_handed, seat, handler[:100]))


@router.post("/handover")
async def hand_over(request: Request, seat: At) -> Response:
    """移交承办 of all of them."""
    fields = await typed(request)
    handler, to, seen = fields.get("handler", ""), fields.get("to", ""), fields.get("seen", "")
    try:
        count = await run_in_threadpool(
            handover.hand_over, seat.office, handler, to, fields.get("reason", ""), _whole(seen), seat.by
        )
    except DeskError as error:
        shown = await run_in_threadpool(_handed, seat, handler[:100])
        return refused(seat, error, "handover.html", typed=fields, **shown)
    return done(seat, f"/?show=all&handler={quote(to)}", f"已将{handler}承办的 {count} 件申请移交给{to}。")


def _handed(seat: Seat, handler: str) -> dict[str, Any]:
    permits.demand(seat.by, Act.HAND_OVER)
    lines, count = handover.foreseen(seat.office, handler, seat.by) if handler else ((), 0)
    return {
        "handler": handler,
        "lines": lines,
        "count": count,
        "handlers": handover.handlers(seat.office),
        "receivers": [
            (each.name, each.name)
            for each in handover.receivers(seat.office, seat.by)
            if each.name != handler
        ],
    }


def _choices(accounts: Sequence[Account]) -> list[tuple[str, str]]:
    return [(str(each.account), each.name) for each in accounts]


def _key(text: str) -> int:
    if (key := _whole(text)) < 0:
        raise DeskError("没有选择人员。", why="表单不完整。", do="请从列表中选择。")
    return key


def _whole(text: str) -> int:
    """The number, -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else -1
