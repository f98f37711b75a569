"""The annual report: its tables with every figure leading to its cases, what is entered by hand, publishing, files."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.permits import Act
from foidesk.desk.reports import entered, figures, files, layout, publishing
from foidesk.errors import DeskError
from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS, ROWS
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
Word = Annotated[str, Query(max_length=40)]


@router.get("/reports")
async def report(seat: At, year: Year = None) -> Response:
    """The report of a year; without one, of last year until April and of this year afterwards."""
    return page(seat, "report.html", **await run_in_threadpool(_shown, seat, _year(seat, year)))


@router.post("/reports/publish")
async def publish(request: Request, seat: At) -> Response:
    """Freeze the report of a year."""
    year = _year_of(await typed(request))
    try:
        version = await run_in_threadpool(publishing.publish, seat.office, year, seat.by)
    except DeskError as error:
        return refused(seat, error, "report.html", **await run_in_threadpool(_shown, seat, year))
    return done(
        seat, f"/reports?year={year}", f"{year}年的年度报告已发布（第{version}版），数据和明细已经固定。"
    )


@router.get("/reports/cases")
async def cases(
    seat: At, year: int, row: Word, column: Word, after: Annotated[int, Query(ge=0, le=10**17)] = 0
) -> Response:
    """The cases behind a cell of table three."""
    found = await run_in_threadpool(figures.cases, seat.office, year, row, column, seat.by, after)
    following = None
    if found.after:
        query = {"year": year, "row": row, "column": column, "after": found.after}
        following = f"/reports/cases?{urlencode(query)}"
    title = f"{layout.group_words(row)}{layout.row_words(row)}，{column}"
    return page(seat, "report_cases.html", year=year, title=title, cases=found.cases, next=following)


@router.get("/reports/challenges")
async def challenges(seat: At, year: int, route: Word, column: Word) -> Response:
    """The cases behind a cell of table four."""
    found = await run_in_threadpool(figures.challenged, seat.office, year, route, column, seat.by)
    return page(seat, "report_cases.html", year=year, title=f"{route}，{column}", folded=found)


@router.get("/reports/fees")
async def fees(seat: At, year: int) -> Response:
    """The cases with fees in the year."""
    found = await run_in_threadpool(figures.charged, seat.office, year, seat.by)
    return page(seat, "report_cases.html", year=year, title="信息处理费", charged=found)


@router.get("/reports/entries")
async def entries(seat: At, year: Year = None) -> Response:
    """What is written and counted by hand."""
    return page(seat, "report_entries.html", **_entries(seat, _year(seat, year)))


@router.post("/reports/entries")
async def enter(request: Request, seat: At) -> Response:
    """Keep what was typed."""
    fields = await typed(request)
    year = _year_of(fields)
    try:
        await run_in_threadpool(entered.enter, seat.office, year, fields, seat.by)
    except DeskError as error:
        return refused(seat, error, "report_entries.html", **{**_entries(seat, year), "typed": fields})
    return done(seat, f"/reports?year={year}", f"{year}年年度报告的文字和表二已保存。")


@router.get("/reports/{year:int}/{kind}")
async def file(seat: At, year: int, kind: str) -> Response:
    """The report as a file."""
    if kind not in files.KINDS:
        raise DeskError(
            "没有这种格式。", why=f"可用：{'、'.join(files.KINDS.values())}。", do="请从页面下载。"
        )
    data = await run_in_threadpool(files.file, seat.office, year, kind, seat.by)
    name = quote(f"{seat.office.agency.short_name}{year}年政府信息公开工作年度报告.{kind}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(data, media_type=files.MEDIA[kind], headers=headers)


def _year(seat: Seat, year: int | None) -> int:
    """Reports of a year are written in the first quarter of the next."""
    return year or (seat.today.year - 1 if seat.today.month <= 3 else seat.today.year)


def _year_of(fields: dict[str, str]) -> int:
    text = fields.get("year", "")
    if text.isascii() and text.isdigit() and len(text) == 4:
        return int(text)
    raise DeskError("没有指明年份。", why="表单不完整。", do="请从年度报告的页面重新进入。")


def _shown(seat: Seat, year: int) -> dict[str, Any]:
    found = publishing.look(seat.office, year, seat.by)
    missing = [each for each in found.report.identities if each.rows == ("三（七）",) and not each.holds]
    return {
        "year": year,
        "look": found,
        "report": found.report,
        "three": [
            (group, words, row, list(zip(COLUMNS, values, strict=True)))
            for row, (group, words, values) in zip(ROWS, layout.table_three(found.report), strict=True)
        ],
        "four": [
            (route, list(zip(REMEDY_COLUMNS, values, strict=True)))
            for route, values in layout.table_four(found.report)
        ],
        "columns": COLUMNS,
        "remedy_columns": REMEDY_COLUMNS,
        "fees_sentence": layout.fees_sentence(found.report),
        "without_line": figures.without_line(seat.office, year, seat.by) if missing else (),
        "moved": found.moved[: publishing.MOST_SHOWN],
        "carried": found.carried[: publishing.MOST_SHOWN],
        "kinds": files.KINDS,
        "may_publish": seat.may(Act.PUBLISH_REPORT) and year < seat.today.year,
        "may_enter": seat.may(Act.HANDLE),
    }


def _entries(seat: Seat, year: int) -> dict[str, Any]:
    found = entered.entered(seat.office, year, seat.by)
    return {
        "year": year,
        "entered": found,
        "parts": {name: entered.PARTS[name] for name in entered.WRITTEN},
        "table_two": entered.TABLE_TWO,
        "may_enter": seat.may(Act.HANDLE),
    }
