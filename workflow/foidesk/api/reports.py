"""The annual report: its figures as they are now and as filed, the cases behind them, entries, publishing, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import file_of, given
from foidesk.api.seat import Seat, Sending, Sitting
from foidesk.api.views import Plain
from foidesk.desk.calculators import FIRST_YEAR, LAST_YEAR
from foidesk.desk.reports import entered, figures, files, frozen, layout, publishing
from foidesk.desk.reports.data import as_data
from foidesk.desk.reports.frozen import Moved
from foidesk.errors import NotThere
from foidesk.rules.case import Case
from foidesk.store.publishedreports import Filed as FiledReport

router = APIRouter(prefix="/reports/{year}", tags=["reports"])
Year = Annotated[int, Path(ge=FIRST_YEAR, le=LAST_YEAR)]
Word = Annotated[str, Query(min_length=1, max_length=40, pattern=Plain)]


class Row(BaseModel):
    """A row of table three: its number, its name, and its values in the order of the columns."""

    line: str
    label: str
    values: list[int]


class TableThree(BaseModel):
    """收到和处理政府信息公开申请情况."""

    columns: list[str]
    rows: list[Row]


class Fees(BaseModel):
    """Notices sent, yuan charged by them, yuan received."""

    notices: int
    charged: int
    received: int


class Identity(BaseModel):
    """A sum that must hold, and what does not."""

    name: str
    holds: bool
    broken: list[str]


class Figures(BaseModel):
    """The figures of a year; `table4`: by route and column."""

    year: int
    agency: str
    table3: TableThree
    table4: dict[str, dict[str, int]]
    fees: Fees
    identities: list[Identity]


class Filed(BaseModel):
    """The report as published, and whether it is still what was published."""

    version: int
    at: datetime
    by: str
    sha256: str
    whole: bool
    figures: Figures


class Move(BaseModel):
    """A case that stands elsewhere than the published report has it; null: in none of its rows."""

    number: str
    filed: str | None
    now: str | None


class Report(BaseModel):
    """A year's report as it would be now, and as filed. `carried`: cases that break 上年四 = 本年二.

    `without_line`: numbers of cases done on no line, which break the sum of the lines.
    """

    now: Figures
    fees_sentence: str
    filed: Filed | None
    changed: bool
    moved: list[Move]
    carried: list[Move]
    without_line: list[str]
    published_years: list[int]


class Counted(BaseModel):
    """A case behind a cell of table three."""

    application: int
    number: str
    since: date
    done_on: date | None
    line: str | None


class Cases(BaseModel):
    """A page of cases; `next` is the `after` of the page that follows, null on the last."""

    cases: list[Counted]
    next: int | None


class Numbers(BaseModel):
    """Numbers of cases, each as often as it counts."""

    numbers: list[str]


class Charged(BaseModel):
    """A case with fees in the year."""

    number: str
    fees: Fees


class AllCharged(BaseModel):
    """The cases with fees."""

    cases: list[Charged]


class Entries(BaseModel):
    """Texts and cells of table two by name. `from_year`: the earlier year that unwritten texts are still from."""

    values: dict[str, str]
    from_year: int | None
    names: dict[str, str] = Field(description="What can be entered, and what it is called.")


class Typed(BaseModel):
    """Texts and cells of table two, by the names that reading them gives."""

    model_config = ConfigDict(extra="forbid")

    values: Annotated[
        dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=entered.MOST_TEXT)]],
        Field(max_length=100),
    ]


class Published(BaseModel):
    """The version that was published."""

    version: int


@router.get("")
def report(seat: Sitting, year: Year) -> Report:
    """The report of a year."""
    found = publishing.look(seat.office, year, seat.by)
    return Report(
        now=_figures(as_data(found.report, seat.office.agency.name)),
        fees_sentence=layout.fees_sentence(found.report),
        filed=_filed(found.filed) if found.filed else None,
        changed=found.changed,
        moved=_moves(found.moved),
        carried=_moves(found.carried),
        without_line=[each.number for each in figures.without_line(seat.office, year, seat.by)],
        published_years=list(found.years),
    )


@router.get("/cases")
def cases(
    seat: Sitting,
    year: Year,
    row: Word,
    column: Word,
    after: Annotated[int, Query(ge=0, le=10**17, description="The `next` of the page before.")] = 0,
) -> Cases:
    """The cases that a cell of table three counts."""
    found = figures.cases(seat.office, year, row, column, seat.by, after)
    return Cases(
        cases=[Counted.model_validate(each, from_attributes=True) for each in found.cases], next=found.after
    )


@router.get("/challenges")
def challenges(seat: Sitting, year: Year, route: Word, column: Word) -> Numbers:
    """The cases that a cell of table four counts."""
    found: Sequence[Case] = figures.challenged(seat.office, year, route, column, seat.by)
    return Numbers(numbers=[each.number for each in found])


@router.get("/fees")
def fees(seat: Sitting, year: Year) -> AllCharged:
    """The cases with fees in the year."""
    return AllCharged(
        cases=[
            Charged(number=folded.number, fees=Fees.model_validate(each, from_attributes=True))
            for folded, each in figures.charged(seat.office, year, seat.by)
        ]
    )


@router.get("/entries")
def entries(seat: Sitting, year: Year) -> Entries:
    """What is written and counted by hand."""
    return _entries(seat, year)


@router.put("/entries", response_model=Entries)
def enter(sent: Sending, year: Year, body: Typed) -> Response:
    """Keep what was written and counted; what is not named stays as it was."""
    seat = sent.seat

    def act() -> Entries:
        entered.enter(seat.office, year, body.values, seat.by)
        return _entries(seat, year)

    return sent.once(200, act)


@router.post("/publication", status_code=201, response_model=Published)
def publish(sent: Sending, year: Year) -> Response:
    """Freeze the report of a year that is over."""
    seat = sent.seat
    return sent.once(201, lambda: Published(version=publishing.publish(seat.office, year, seat.by)))


@router.get("/files/{kind}", response_class=Response, responses=file_of(*files.MEDIA.values()))
def file(seat: Sitting, year: Year, kind: Annotated[str, Path(max_length=10)]) -> Response:
    """The report as docx, pdf, xlsx, html or json."""
    if kind not in files.KINDS:
        raise NotThere("没有这种格式。", why=f"可用：{'、'.join(files.KINDS)}。", do="请改用其中一种。")
    data = files.file(seat.office, year, kind, seat.by)
    name = f"{seat.office.agency.short_name}{year}年政府信息公开工作年度报告.{kind}"
    return given(data, files.MEDIA[kind], name)


def _figures(data: dict[str, Any]) -> Figures:
    return Figures.model_validate(data)


def _filed(filed: FiledReport) -> Filed:
    return Filed(
        version=filed.version,
        at=filed.at,
        by=filed.by,
        sha256=filed.sha256,
        whole=filed.whole,
        figures=_figures(frozen.told(filed)["figures"]),
    )


def _moves(moved: Sequence[Moved]) -> list[Move]:
    return [Move.model_validate(each, from_attributes=True) for each in moved]


def _entries(seat: Seat, year: int) -> Entries:
    found = entered.entered(seat.office, year, seat.by)
    written = {name: entered.PARTS[name] for name in entered.WRITTEN}
    return Entries(values=dict(found.values), from_year=found.from_year, names={**written, **entered.FIGURES})
