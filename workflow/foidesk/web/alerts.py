"""Alerts: a person's inbox, how the person is reached outside the desk, and the calendar feeds."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.alerts import feeds, inbox, reach
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError
from foidesk.store.feeds import WHOLE
from foidesk.web.frame import Seat, done, installation, moment, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_MOST = 2**62  #: no alert has a higher number


@router.get("/alerts")
async def listed(seat: At, show: str = "", before: int | None = None) -> Response:
    """What is new, or everything."""
    everything = show == "all"
    before = before if before is not None and 0 < before < _MOST else None
    found = inbox.page(seat.office, seat.account.account, seat.today, everything=everything, before=before)
    return page(seat, "alerts.html", found=found, everything=everything)


@router.post("/alerts/seen")
async def seen(request: Request, seat: At) -> Response:
    """标为已看, up to the newest alert that the page showed."""
    through = (await typed(request)).get("through", "")
    if not (through.isascii() and through.isdigit() and int(through) < _MOST):
        raise DeskError("没有指明哪些提醒。", why="表单不完整。", do="请重新打开“提醒”。")
    count = await run_in_threadpool(inbox.see, seat.office, seat.account.account, int(through), seat.by)
    return done(seat, "/alerts", f"{count} 项提醒已标为已看。")


@router.get("/alerts/ways")
async def ways(seat: At) -> Response:
    """How the person is reached, and the feeds."""
    return page(seat, "alert_ways.html", **_ways(seat))


@router.post("/alerts/ways")
async def change(request: Request, seat: At) -> Response:
    """Another mailbox or chat robot."""
    fields = await typed(request)
    given = fields.get("email", ""), fields.get("chat", "")
    try:
        await run_in_threadpool(reach.change, seat.office, seat.account.account, *given, seat.by)
    except DeskError as error:
        return refused(seat, error, "alert_ways.html", **{**_ways(seat), "typed": fields})
    return done(seat, "/alerts/ways", "接收方式已保存。")


@router.post("/alerts/feeds")
async def feed(request: Request, seat: At) -> Response:
    """生成订阅地址, 停用: of the person or of the agency. The address is shown once."""
    fields = await typed(request)
    account = WHOLE if fields.get("whose") == "agency" else seat.account.account
    try:
        if fields.get("do") == "revoke":
            await run_in_threadpool(feeds.revoke, seat.office, account, seat.by)
            return done(seat, "/alerts/ways", "订阅地址已停用。")
        secret = await run_in_threadpool(feeds.make, seat.office, account, seat.by)
    except DeskError as error:
        return refused(seat, error, "alert_ways.html", **_ways(seat))
    base = seat.office.settings.alerts.address or str(request.base_url)
    return page(seat, "alert_ways.html", **{**_ways(seat), "made": f"{base.rstrip('/')}/feeds/{secret}.ics"})


@router.get("/feeds/{secret}.ics")
async def subscribed(
    request: Request, secret: str, house: Annotated[Installation, Depends(installation)]
) -> Response:
    """The feed itself, for whoever knows its address."""
    data = await run_in_threadpool(feeds.read, house, secret[:100], moment(request))
    if data is None:
        return Response(
            "没有这个订阅地址，或者已经停用。", status_code=404, media_type="text/plain; charset=utf-8"
        )
    return Response(data, media_type="text/calendar; charset=utf-8")


def _ways(seat: Seat) -> dict[str, Any]:
    return {
        "contact": reach.contact(seat.office, seat.account.account),
        "mine": feeds.made_at(seat.office, seat.account.account),
        "whole": feeds.made_at(seat.office, WHOLE),
        "made": None,
    }
