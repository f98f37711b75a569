"""Statistics of a year: what came and went by month, how long it took, on which lines, by which ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports.years import check_year
from foidesk.desk.statistics import sources
from foidesk.desk.statistics.percentiles import rank
from foidesk.desk.statistics.sources import Source
from foidesk.rules.outcomes import GROUNDS, LINES
from foidesk.rules.report import REMEDY_COLUMNS, Fees
from foidesk.rules.vocabulary import ApplicantKind, Channel, RemedyRoute

_CHANNELS = {channel.value: channel.label for channel in Channel}
_GROUNDS = {ground.key: ground.label for ground in GROUNDS.values()}
SEVERAL = "多项依据"
UNTOLD = "台账只记结果，未记依据"
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
    grounds: Mapping[str, int]  #: by label, of those done
    channels: Mapping[str, int]  #: by label, of those received
    kinds: Mapping[str, int]
    four: Mapping[tuple[RemedyRoute, str], int]  #: challenges of the year by route and column of table four
    fees: Fees

    @property
    def new(self) -> int:
        """Received in the year."""
        return sum(month.new for month in self.months)

    @property
    def done(self) -> int:
        """Closed in the year."""
        return sum(month.done for month in self.months)

    @property
    def remedies(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each route with its challenges in the order of `REMEDY_COLUMNS` without their total."""
        return tuple(
            (route.label, tuple(self.four.get((route, column), 0) for column in REMEDY_COLUMNS[:-1]))
            for route in RemedyRoute
        )

    @property
    def share_in_time(self) -> float | None:
        """Replies in time of all replies, in per cent; None without any."""
        on_time, late = (sum(getattr(month, name) for month in self.months) for name in ("in_time", "late"))
        return 100 * on_time / (on_time + late) if on_time + late else None


def statistics(office: Office, year: int, by: By, as_of: date | None = None) -> Statistics:
    """The figures of a year as the register stands, or as it stood when the day `as_of` ended."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        if as_of is None or as_of >= by.today:
            return _counted(office, year, sources.now(conn, office, year))
        return _counted(office, year, sources.as_of(conn, office, year, as_of))


def _counted(office: Office, year: int, source: Source) -> Statistics:
    months = tuple(Month(n) for n in range(1, 13))
    lines, grounds, channels, kinds = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    days: Counter[int] = Counter()
    extended = 0
    for row in source.rows:
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
        grounds[_GROUNDS.get(row.ground, SEVERAL) if row.ground else UNTOLD] += 1
        days[office.calendar.count(row.received, row.closed_on)] += 1
    still = source.open_before
    for month in months:
        still = month.open = still + month.new - month.done
    return Statistics(
        year,
        months,
        rank(days, 50),
        rank(days, 90),
        extended,
        {code: lines[code] for code in LINES if lines[code]},
        dict(grounds.most_common()),
        dict(channels.most_common()),
        dict(kinds.most_common()),
        source.four,
        source.fees,
    )


def rows(found: Statistics) -> Iterator[tuple[int, ...]]:
    """The months in the order of `MONTH_HEADS`."""
    for month in found.months:
        yield month.month, month.new, month.done, month.in_time, month.late, month.open
