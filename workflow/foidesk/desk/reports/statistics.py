"""Statistics of a year: what came and went by month, how long it took, on which lines, by which ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports.percentiles import rank
from foidesk.desk.reports.years import check_year
from foidesk.paper.sheets.spreadsheet import Cell, Heading, Sheet, workbook
from foidesk.rules.outcomes import LINES
from foidesk.rules.vocabulary import ApplicantKind, Channel
from foidesk.store import yearrows

_CHANNELS = {channel.value: channel.label for channel in Channel}
_KINDS = {kind.value: kind.label for kind in ApplicantKind}
MONTH_HEADS = ("月份", "收到", "办结", "按期", "逾期", "月末在办")


@dataclass(slots=True)
class Month:
    """A calendar month; `open` at its end. Ends without a reply are neither in time nor late."""

    month: int
    new: int = 0
    done: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Statistics:
    """A year in figures. Days are working days from receipt to result."""

    year: int
    months: tuple[Month, ...]
    median_days: int | None
    ninety_days: int | None  #: nine of ten took no longer
    extended: int  #: of those done
    lines: Mapping[str, int]  #: by code, of those done
    channels: Mapping[str, int]  #: by label, of those received
    kinds: Mapping[str, int]

    @property
    def new(self) -> int:
        """Received in the year."""
        return sum(month.new for month in self.months)

    @property
    def done(self) -> int:
        """Closed in the year."""
        return sum(month.done for month in self.months)

    @property
    def share_in_time(self) -> float | None:
        """Replies in time of all replies, in per cent; None without any."""
        on_time, late = (sum(getattr(month, name) for month in self.months) for name in ("in_time", "late"))
        return 100 * on_time / (on_time + late) if on_time + late else None


def statistics(office: Office, year: int, by: By) -> Statistics:
    """The figures of a year as the register stands now."""
    permits.demand(by, Act.READ)
    check_year(year)
    months = tuple(Month(n) for n in range(1, 13))
    lines: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    days: Counter[int] = Counter()
    extended = 0
    with office.database.reading() as conn:
        still = yearrows.open_before(conn, office.key, year)
        for row in yearrows.of_year(conn, office.key, year):
            if row.received.year == year:
                months[row.received.month - 1].new += 1
                channels[_CHANNELS[row.channel]] += 1
                kinds[_KINDS[row.kind]] += 1
            if row.closed_on is None or row.closed_on.year != year:
                continue
            month = months[row.closed_on.month - 1]
            month.done += 1
            month.in_time += row.in_time is True
            month.late += row.in_time is False
            extended += row.extended
            lines[row.line or ""] += 1
            days[office.calendar.count(row.received, row.closed_on)] += 1
    for month in months:
        still = month.open = still + month.new - month.done
    in_order = {code: lines[code] for code in LINES if lines[code]}
    return Statistics(
        year,
        months,
        rank(days, 50),
        rank(days, 90),
        extended,
        in_order,
        dict(channels.most_common()),
        dict(kinds.most_common()),
    )


def rows(found: Statistics) -> Iterator[tuple[int, ...]]:
    """The months in the order of `MONTH_HEADS`."""
    for month in found.months:
        yield month.month, month.new, month.done, month.in_time, month.late, month.open


def as_spreadsheet(office: Office, year: int, by: By) -> bytes:
    """The figures as a workbook."""
    found = statistics(office, year, by)
    lines: Iterator[Sequence[Cell]] = ([code, LINES[code].label, n] for code, n in found.lines.items())
    return workbook(
        (
            Sheet("按月", [Heading(words) for words in MONTH_HEADS], rows(found)),
            Sheet("办理结果", [Heading("年报的行"), Heading("结果", 50), Heading("件数")], lines),
            Sheet("申请方式", [Heading("申请方式", 20), Heading("件数")], found.channels.items()),
            Sheet("申请人类型", [Heading("申请人类型", 20), Heading("件数")], found.kinds.items()),
        )
    )
