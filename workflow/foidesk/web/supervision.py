"""The view from above: every agency's standing, what is asked of them, the district's report, the bulletin."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import permits
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.permits import Act
from foidesk.desk.reports import files, layout
from foidesk.desk.supervision import bulletin, district, periods, standings, urging
from foidesk.desk.supervision.periods import Period
from foidesk.errors import DeskError
from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS, ROWS
from foidesk.store.tables import EVERYWHERE
from foidesk.web.answers import download
from foidesk.web.frame import AGENCY, Seat, done, page, refused, seated, typed
from foidesk.web.worklist import XLSX

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
Quarter = Annotated[int, Query(ge=0, le=4)]
Word = Annotated[str, Query(max_length=40)]
_MOST_ISSUER = 60  #: characters


@router.get("/supervision")
async def show(seat: At, year: Year = None, quarter: Quarter = 0) -> Response:
    """How every agency stands, this year unless another time is asked for."""
    return page(seat, "supervision.html", **await run_in_threadpool(_shown, seat, year, quarter))


@router.post("/supervision/urgings")
async def send(request: Request, seat: At) -> Response:
    """督办."""
    fields = await typed(request)
    try:
        sent = await run_in_threadpool(urging.send, seat.office, fields, seat.by)
    except DeskError as error:
        shown = await run_in_threadpool(_shown, seat, None, 0)
        return refused(seat, error, "supervision.html", **shown, typed=fields)
    return done(seat, "/supervision#h-urgings", f"已发出{sent.number}。")


@router.get("/supervision/bulletin.docx")
async def as_bulletin(
    seat: At,
    year: Year = None,
    quarter: Quarter = 0,
    issuer: Annotated[str, Query(max_length=_MOST_ISSUER)] = "",
) -> Response:
    """通报 of a time."""
    period = _period(seat, year, quarter)
    name = issuer.strip() or seat.office.settings.agency[0].name
    made = await run_in_threadpool(bulletin.bulletin, seat.office, period, name, seat.by)
    return download(made, files.MEDIA["docx"], f"{period.words}办理情况通报.docx")


@router.get("/supervision/report")
async def report(seat: At, year: Year = None) -> Response:
    """The annual report of all agencies together."""
    chosen = year or seat.today.year
    found = await run_in_threadpool(district.district, seat.office, chosen, seat.by)
    return page(
        seat,
        "supervision_report.html",
        year=chosen,
        found=found,
        columns=COLUMNS,
        remedy_columns=REMEDY_COLUMNS,
        three=[
            (layout.group_words(row), layout.row_words(row), row, found.whole.three.row(row)) for row in ROWS
        ],
        four=list(layout.table_four(found.whole)),
        fees_sentence=layout.fees_sentence(found.whole),
    )


@router.get("/supervision/report/cell")
async def cell(
    seat: At, year: Annotated[int, Query(ge=FIRST_YEAR, le=LAST_YEAR)], row: Word, column: Word
) -> Response:
    """What each agency adds to a cell."""
    if row not in ROWS or column not in COLUMNS:
        raise DeskError("年报中没有这一格。", why="表格的行和列由格式规定。", do="请从表格中选择。")
    [tables] = await run_in_threadpool(district.tables, seat.office, (year,), seat.by)
    shares = [
        (agency, tables[agency.key].cells.get((row, column), 0)) for agency in seat.office.settings.agency
    ]
    title = f"{layout.group_words(row)}{layout.row_words(row)}，{column}"
    return page(seat, "supervision_cell.html", year=year, row=row, column=column, title=title, shares=shares)


@router.get("/supervision/report.{kind}")
async def report_file(seat: At, kind: str, year: Year = None) -> Response:
    """The same as a spreadsheet or a document."""
    chosen = year or seat.today.year
    if kind == "xlsx":
        made = await run_in_threadpool(district.as_spreadsheet, seat.office, chosen, seat.by)
        return download(made, XLSX, f"各机关{chosen}年年度报告合计.xlsx")
    if kind == "docx":
        name = seat.office.settings.agency[0].name
        made = await run_in_threadpool(district.as_document, seat.office, chosen, name, seat.by)
        return download(made, files.MEDIA["docx"], f"{chosen}年年度报告合计.docx")
    raise DeskError("没有这种格式。", why="可用：xlsx、docx。", do="请从页面下载。")


@router.post("/agency")
async def look_at(request: Request, seat: At) -> Response:
    """Choose the agency to look at; only accounts of the whole installation have a choice."""
    fields = await typed(request)
    chosen, to = fields.get("agency", ""), fields.get("to", "/")
    if seat.account.agency != EVERYWHERE or chosen not in {each.key for each in seat.agencies}:
        raise DeskError(
            "不能查看这个机关。", why="账号属于一个机关，或者没有这个机关。", do="请从列表中选择。"
        )
    answer = done(seat, to if to.startswith("/") and not to.startswith("//") else "/", "")
    answer.set_cookie(AGENCY, chosen, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def _shown(seat: Seat, year: int | None, quarter: int) -> dict[str, Any]:
    permits.demand(seat.by, Act.SUPERVISE)
    period = _period(seat, year, quarter)
    parts, whole = standings.standings(seat.office, period, seat.by)
    last = periods.before(seat.today)
    return {
        "period": period,
        "parts": parts,
        "whole": whole,
        "urgings": urging.of_all(seat.office, seat.by),
        "agencies": [(each.key, each.short_name) for each in seat.office.settings.agency],
        "issuer": seat.office.settings.agency[0].name,
        "last": last,
        "per_cent": bulletin.per_cent,
    }


def _period(seat: Seat, year: int | None, quarter: int) -> Period:
    return Period(year or seat.today.year, quarter or None)
