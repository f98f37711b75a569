"""The home page: what is to be done, in the view a person chose; kept views; the list as a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from foidesk.desk import chips
from foidesk.desk.permits import Act
from foidesk.desk.worklists import addresses, pages, saved, views
from foidesk.desk.worklists.export import export
from foidesk.desk.worklists.views import ORDERS, Show, View
from foidesk.errors import DeskError
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import Channel
from foidesk.store.listing import Counts, Place
from foidesk.store.worklist import Row
from foidesk.web.frame import Seat, done, page, seated, status_of, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/")
async def home(seat: At, place: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The worklist of the person, or of the whole office."""
    if not seat.may(Act.READ):
        return RedirectResponse(
            "/administration" if seat.may(Act.ADMINISTER) else "/calendar", status_code=303
        )
    try:
        view, begins = _view(seat), addresses.place(place) if place else None
    except DeskError as error:
        return _shown(seat, View(show=views.first_tab(seat.by)), error=error)
    return _shown(seat, view, begins)


def _shown(
    seat: Seat,
    view: View,
    place: Place | None = None,
    error: DeskError | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    found = pages.page(seat.office, view, seat.by, place)
    return page(
        seat,
        "worklist.html",
        status=status_of(error) if error else 200,
        error=error,
        typed=typed or {},
        page=found,
        view=view,
        query=addresses.query(view),
        tabs=_tabs(view, found.counts),
        orders=[(order.value, words) for order, words in ORDERS.items()],
        channels=tuple(Channel),
        outcomes=tuple(Outcome),
        saved=saved.kept(seat.office, seat.account.account, seat.by),
        before=_address(view, found.before),
        after=_address(view, found.after),
        **of_rows(seat),
    )


@router.get("/worklist.xlsx")
async def as_spreadsheet(seat: At, names: str = "") -> Response:
    """The view as a spreadsheet; with `names` the names in full, for who may read them."""
    made = await run_in_threadpool(export, seat.office, _view(seat), seat.by, unmasked=names == "full")
    name = quote(f"申请清单{seat.today:%Y%m%d}.xlsx")
    return Response(
        made, media_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    )


@router.post("/saved-views")
async def keep(request: Request, seat: At) -> Response:
    """保存筛选, 删除筛选."""
    fields = await typed(request)
    if name := fields.get("forget", "")[: saved.LONGEST]:
        saved.forget(seat.office, seat.account.account, name, seat.by)
        return done(seat, "/", f"已删除筛选“{name}”。")
    view = addresses.read(dict(parse_qsl(fields.get("view", ""))))
    try:
        name = saved.keep(seat.office, seat.account.account, fields.get("name", ""), view, seat.by)
    except DeskError as error:
        return _shown(seat, view, error=error, typed=fields)
    return done(seat, _top(view), f"已保存筛选“{name}”。")


def of_rows(seat: Seat) -> dict[str, Any]:
    """What `rows.html` asks for."""

    def chip_of(row: Row) -> chips.Chip:
        return chips.chip(row, seat.office.calendar, seat.today)

    state_of: Callable[[Row], object] = chips.state_of
    return {"chip_of": chip_of, "state_of": state_of}


def _view(seat: Seat) -> View:
    return addresses.read(seat.request.query_params, views.first_tab(seat.by))


def _address(view: View, place: Place | None) -> str:
    """The page of the view that begins at a place; empty for none."""
    return f"{_top(view)}&place={quote(addresses.written(place))}" if place else ""


def _top(view: View) -> str:
    return f"/?{addresses.query(view)}"


def _tabs(view: View, counts: Counts) -> list[tuple[Show, str, str, int | None]]:
    """Each tab with its words, its address under the same filters, and how many are in it."""
    words = {
        Show.MINE: ("我的", None),
        Show.ALL: ("全部在办", counts.open),
        Show.OVERDUE: ("逾期", counts.overdue),
        Show.SOON: (f"{views.SOON} 个工作日内到期", counts.soon),
        Show.STANDING: ("暂停与等待", None),
        Show.AWAITING: ("审批中", counts.awaiting),
        Show.CLOSED: ("含已办结", None),
    }
    return [(show, label, _top(view.in_tab(show)), count) for show, (label, count) in words.items()]
