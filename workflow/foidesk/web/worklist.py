"""The home page: what is to be done; and finding applications."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from foidesk.desk import chips, worklists
from foidesk.desk.permits import Act
from foidesk.desk.worklists import Filter
from foidesk.rules.vocabulary import Channel
from foidesk.store.worklist import Cursor, Row
from foidesk.web.frame import Seat, page, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_EMPTY = {
    "mine": "由您承办",
    "all": "正在办理",
    "overdue": "已经逾期",
    "soon": f"{worklists.SOON} 个工作日内到期",
    "awaiting": "有文书待审核、批准或者签发",
    "closed": "登记过",
}


@router.get("/")
async def home(
    seat: At,
    show: str = "",
    handler: str = "",
    channel: str = "",
    year: str = "",
    after: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """The worklist of the person, or of the whole office."""
    if not seat.may(Act.READ):
        return RedirectResponse(
            "/administration" if seat.may(Act.ADMINISTER) else "/calendar", status_code=303
        )
    if show not in _EMPTY:
        show = "mine" if worklists.shows_mine_first(seat.by) else "all"
    wanted = _filter(show, handler, channel, year)
    found = worklists.page(seat.office, wanted, seat.by, worklists.place(after))
    counts = found.counts
    tabs = (
        ("mine", "我的", None),
        ("all", "全部在办", counts.open),
        ("overdue", "逾期", counts.overdue),
        ("soon", f"{worklists.SOON} 个工作日内到期", counts.soon),
        ("awaiting", "待审批", counts.awaiting),
        ("closed", "含已办结", None),
    )
    kept = {"show": show, "handler": handler, "channel": channel, "year": year}
    return page(
        seat,
        "worklist.html",
        page=found,
        tabs=tabs,
        shown=show,
        filter=wanted,
        kept=urlencode({key: text for key, text in kept.items() if text and key != "show"}),
        channels=tuple(Channel),
        empty=_EMPTY[show],
        next=_next(kept, found.after),
        **_of_rows(seat),
    )


@router.get("/search")
async def search(
    seat: At, q: Annotated[str, Query(max_length=100)] = "", after: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """Applications by number, name or words of the request; without words all of them."""
    words = q.strip()
    if words:
        lines, complete = worklists.search(seat.office, words, seat.by)
        return page(
            seat, "search.html", words=words, lines=lines, complete=complete, next=None, **_of_rows(seat)
        )
    cursor = worklists.place(f"~{after}")
    lines, before = worklists.latest(seat.office, seat.by, cursor[1] if cursor else None)
    following = f"/search?after={before}" if before else None
    return page(seat, "search.html", words="", lines=lines, complete=True, next=following, **_of_rows(seat))


def _of_rows(seat: Seat) -> dict[str, Any]:
    def chip_of(row: Row) -> chips.Chip:
        return chips.chip(row, seat.office.calendar, seat.today)

    state_of: Callable[[Row], object] = chips.state_of
    return {"chip_of": chip_of, "state_of": state_of}


def _filter(show: str, handler: str, channel: str, year: str) -> Filter:
    known = {each.value: each for each in Channel}
    return Filter(
        mine=show == "mine",
        overdue=show == "overdue",
        soon=show == "soon",
        awaiting=show == "awaiting",
        closed=show == "closed",
        handler=handler or None,
        channel=known.get(channel),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


def _next(kept: Mapping[str, str], after: Cursor | None) -> str | None:
    if after is None:
        return None
    return "/?" + urlencode(
        {**{key: text for key, text in kept.items() if text}, "after": worklists.written(after)}
    )
