"""Cases of a year -> the statutory tables of the annual report and their identities (条例 50, 年报格式).

An application stands in a year's table when it was new in the year or carried over from before, and is there either
done or carried on. Everything counts applications; fees are yuan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from foidesk.rules import clock as clocks
from foidesk.rules import events as ev
from foidesk.rules.case import Case, result_of
from foidesk.rules.hindsight import read
from foidesk.rules.outcomes import Outcome
from foidesk.rules.position import State
from foidesk.rules.vocabulary import ApplicantKind, RemedyResult, RemedyRoute
from foidesk.rules.workdays import Calendar

NEW, CARRIED_IN, DONE, CARRIED_ON = "一", "二", "三（七）", "四"
CARRIED_OVER = "本年二=上年四"  #: the identity between two years
TOTAL = "总计"
COLUMNS = (*(kind.label for kind in ApplicantKind), TOTAL)
ROWS: Mapping[str, str] = {
    NEW: "本年新收政府信息公开申请数量",
    CARRIED_IN: "上年结转政府信息公开申请数量",
    **{outcome.code: outcome.label for outcome in Outcome},
    DONE: "总计",
    CARRIED_ON: "结转下年度继续办理",
}
LINES = tuple(outcome.code for outcome in Outcome)
UNSETTLED = "尚未审结"
REMEDY_COLUMNS = (*(result.label for result in RemedyResult), UNSETTLED, TOTAL)


_NOWHERE = (State.MERGED, State.VOIDED)


# --- which rows an application counts in -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counting:
    """An application as table three sees it."""

    kind: ApplicantKind
    since: date  #: of receipt
    done_on: date | None = None
    line: str | None = None  #: None while open, or when its result has no line


def counting(folded: Case, calendar: Calendar) -> Counting | None:
    """How the application counts, None when it does not: merged into another, taken back with its import, or its receipt still open."""
    # READING(adr-005): what is merged is neither new nor done.
    since = folded.clock.received or (folded.received.on if folded.closed_on else None)
    if since is None or folded.state in _NOWHERE:
        return None
    done_on, outcome = folded.closed_on, folded.outcome
    if any(isinstance(event, ev.ReplyAnnulled) for event in folded.standing):
        done_on, outcome = _first_standing(folded, calendar)
    line = outcome.code if outcome is not None else None
    return Counting(folded.registered.applicant_kind, since, done_on, line)


def _first_standing(folded: Case, calendar: Calendar) -> tuple[date | None, Outcome | None]:
    """The result that stood at the end of the first year which ended with the application closed."""
    # READING(adr-058): a reply ordered anew in a later year is no new line of the report.
    seen = read(folded.log)
    years = sorted({event.on.year for event in folded.standing})
    for year in years:
        at_its_end = clocks.follow(seen, calendar, until=date(year, 12, 31))
        if not at_its_end.state.is_open:
            return at_its_end.closed_on, result_of(at_its_end)
    return None, None


@dataclass(frozen=True, slots=True)
class Group:
    """What applications of one kind have in common in a year's table."""

    kind: ApplicantKind
    new: bool  #: else carried over
    done: bool  #: else carried on
    line: str | None = None

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of table three that they count in."""
        came = NEW if self.new else CARRIED_IN
        if not self.done:
            return came, CARRIED_ON
        return (came, self.line, DONE) if self.line else (came, DONE)


def group(each: Counting, year: int) -> Group | None:
    """Where the application stands in the year's table, None when nowhere."""
    if each.since.year > year or (each.done_on is not None and each.done_on.year < year):
        return None
    done = each.done_on is not None and each.done_on.year == year
    return Group(each.kind, each.since.year == year, done, each.line if done else None)


# --- table three -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableThree:
    """收到和处理政府信息公开申请情况: rows × columns of applications."""

    cells: Mapping[tuple[str, str], int]

    def row(self, row: str) -> tuple[int, ...]:
        """The values of a row in the order of `COLUMNS`."""
        return tuple(self.cells.get((row, column), 0) for column in COLUMNS)


def table_three(groups: Iterable[tuple[Group, int]]) -> TableThree:
    """The table of groups with how many applications each has."""
    cells: dict[tuple[str, str], int] = {}
    for each, count in groups:
        for row in each.rows:
            for column in (each.kind.label, TOTAL):
                cells[row, column] = cells.get((row, column), 0) + count
    return TableThree(cells)


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that must hold; `broken` tells per column what does not, with both figures."""

    name: str
    broken: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()  #: whose cases explain a broken one

    @property
    def holds(self) -> bool:
        """Whether it holds in every column."""
        return not self.broken


def identities(table: TableThree, before: TableThree | None = None) -> tuple[Identity, ...]:
    """The identities of 年报格式; with last year's table also that its 四 is this year's 二."""
    rows = {row: table.row(row) for row in ROWS}
    found = [
        Identity(
            "一+二=三（七）+四", _unequal(_sum(rows, (NEW, CARRIED_IN)), _sum(rows, (DONE, CARRIED_ON)))
        ),
        Identity("三（七）=三（一）至三（六）各行之和", _unequal(rows[DONE], _sum(rows, LINES)), (DONE,)),
        Identity("总计=各类申请人之和", tuple(_columns(rows))),
    ]
    if before is not None:
        carried = before.row(CARRIED_ON)
        found.append(Identity(CARRIED_OVER, _unequal(rows[CARRIED_IN], carried), (CARRIED_IN, CARRIED_ON)))
    return tuple(found)


def _sum(rows: Mapping[str, tuple[int, ...]], names: Iterable[str]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(rows[name] for name in names), strict=True)))


def _unequal(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[str, ...]:
    pairs = zip(COLUMNS, left, right, strict=True)
    return tuple(f"{column}：{one}≠{other}" for column, one, other in pairs if one != other)


def _columns(rows: Mapping[str, tuple[int, ...]]) -> Iterable[str]:
    for row, values in rows.items():
        if sum(values[:-1]) != values[-1]:
            yield f"{row}：{sum(values[:-1])}≠{values[-1]}"


# --- table four and fees ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Challenge:
    """One reconsideration or litigation as a year's table four sees it."""

    route: RemedyRoute
    result: RemedyResult | None  #: None: not settled by 31 December

    @property
    def column(self) -> str:
        """Its column of table four."""
        return self.result.label if self.result else UNSETTLED


def challenges(folded: Case, year: int) -> tuple[Challenge, ...]:
    """The application's challenges of the year, each once by its state on 31 December (年报格式)."""
    # READING(adr-059)
    found = []
    for route in RemedyRoute:
        for filed, decided, result in _runs(folded, route):
            settled = decided is not None and decided.year <= year
            if filed.year > year or (decided is not None and decided.year < year):
                continue
            # READING(adr-057): a ledger knows the year of a remedy only
            if _told_by_a_ledger(folded) and filed == folded.closed_on and filed.year != year:
                continue
            found.append(Challenge(route, result if settled else None))
    return tuple(found)


def contested(folded: Case, first: date, last: date) -> tuple[int, int]:
    """How many reconsiderations and litigations were filed in a time, and how many were decided in it by a correction."""
    runs = [run for route in RemedyRoute for run in _runs(folded, route)]
    filed = sum(first <= day <= last for day, _, _ in runs)
    corrected = sum(
        result is RemedyResult.CORRECTED and decided is not None and first <= decided <= last
        for _, decided, result in runs
    )
    return filed, corrected


_Run = tuple[date, date | None, RemedyResult | None]


def _runs(folded: Case, route: RemedyRoute) -> list[_Run]:
    """Filed, decided, result of each challenge by this route; one decided without being filed is of one day."""
    found: list[_Run] = []
    for event in folded.standing:
        if isinstance(event, ev.RemedyFiled) and event.route is route:
            found.append((event.on, None, None))
        elif isinstance(event, ev.RemedyDecided) and event.route is route:
            filed = found.pop()[0] if found and found[-1][1] is None else event.on
            found.append((filed, event.on, event.result))
    return found


def _told_by_a_ledger(folded: Case) -> bool:
    return any(isinstance(event, ev.Imported) for event in folded.standing)


@dataclass(frozen=True, slots=True)
class Fees:
    """信息处理费 of a year: notices sent, yuan charged by them, yuan received."""

    notices: int = 0
    charged: int = 0
    received: int = 0

    def __add__(self, other: Fees) -> Fees:
        return Fees(
            self.notices + other.notices, self.charged + other.charged, self.received + other.received
        )


def fees(folded: Case, year: int) -> Fees:
    """What the application adds to the year's fees; a notice that was taken back does not count."""
    seen = read(folded.log)
    notice: ev.FeeNotified | None = None
    total = Fees()
    for place, event in enumerate(seen.events):
        if place in seen.revoked:
            continue
        if isinstance(event, ev.FeeNotified):
            notice = event
            if event.on.year == year:
                total += Fees(notices=1, charged=event.yuan or 0)
        elif isinstance(event, ev.FeePaid) and event.on.year == year:
            owed = notice.yuan or 0 if notice else 0
            total += Fees(received=owed if event.yuan is None else event.yuan)
    return total


_APART = (ev.FeeNotified, ev.FeePaid, ev.RemedyFiled, ev.RemedyDecided)


def counted_apart(folded: Case) -> bool:
    """Whether the application can stand in table four or among the fees of some year."""
    return folded.state is not State.VOIDED and any(isinstance(event, _APART) for event in folded.standing)


# --- the report ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one agency's year."""

    year: int
    three: TableThree
    four: Mapping[tuple[RemedyRoute, str], int] = field(default_factory=dict)
    fees: Fees = Fees()
    identities: tuple[Identity, ...] = ()

    def four_row(self, route: RemedyRoute) -> dict[str, int]:
        """A route's figures by the columns of table four."""
        counts = {column: self.four.get((route, column), 0) for column in REMEDY_COLUMNS}
        return {**counts, TOTAL: sum(counts.values())}


def report(
    year: int,
    groups: Iterable[tuple[Group, int]],
    before: TableThree,
    troubled: Iterable[Case],
) -> Report:
    """The year's report from its groups, last year's table, and the cases with remedies or fees."""
    three = table_three(groups)
    four: dict[tuple[RemedyRoute, str], int] = {}
    total = Fees()
    for folded in troubled:
        for each in challenges(folded, year):
            four[each.route, each.column] = four.get((each.route, each.column), 0) + 1
        total += fees(folded, year)
    return Report(year, three, four, total, identities(three, before))


def together(year: int, reports: Sequence[Report]) -> Report:
    """The report of several agencies as the sum of theirs; its own sums are proven anew, the turn of the year by theirs."""
    three = TableThree(_added(each.three.cells for each in reports))
    own = identities(three)
    turns = [each for report in reports for each in report.identities if each.name == CARRIED_OVER]
    across = Identity(CARRIED_OVER, tuple(words for each in turns for words in each.broken))
    return Report(
        year,
        three,
        _added(each.four for each in reports),
        sum((each.fees for each in reports), Fees()),
        (*own, *([across] if turns else [])),
    )


_Cell = TypeVar("_Cell")


def _added(tables: Iterable[Mapping[_Cell, int]]) -> dict[_Cell, int]:
    total: Counter[_Cell] = Counter()
    for each in tables:
        total.update(each)
    return dict(total)
