"""How each agency stands: what it has in hand today, and how it did over a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.statistics.percentiles import rank
from foidesk.desk.supervision.periods import Period
from foidesk.desk.worklists.views import SOON
from foidesk.rules.case import case
from foidesk.rules.report import contested
from foidesk.rules.workdays import Calendar
from foidesk.store import barelogs
from foidesk.store import standings as kept
from foidesk.store.standings import Closed, Load

ALL = "合计"


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency, or all of them together. Counts are of applications, times of working days."""

    key: str  #: of the agency, empty for all together
    name: str
    load: Load
    received: int
    closed: int
    in_time: int  #: replies
    late: int
    extended: int
    days: Counter[int]  #: working days from receipt to result, and how many took them
    challenged: int  #: reconsiderations and litigations filed
    corrected: int  #: decided against the agency
    with_problems: int
    without_line: int

    @property
    def share_in_time(self) -> float | None:
        """Per cent of replies in time; None without replies."""
        return _share(self.in_time, self.in_time + self.late)

    @property
    def share_extended(self) -> float | None:
        """Per cent of closed ones whose time was extended."""
        return _share(self.extended, self.closed)

    @property
    def share_challenged(self) -> float | None:
        """Challenges for a hundred closed ones."""
        return _share(self.challenged, self.closed)

    @property
    def median_days(self) -> int | None:
        """Half took no longer."""
        return rank(self.days, 50)

    @property
    def ninety_days(self) -> int | None:
        """Nine of ten took no longer."""
        return rank(self.days, 90)


def standings(office: Office, period: Period, by: By) -> tuple[tuple[Standing, ...], Standing]:
    """Each agency of the installation in the order of the settings, and all together. Asks for `Act.SUPERVISE`."""
    permits.demand(by, Act.SUPERVISE)
    calendar, agencies = office.calendar, office.settings.agency
    keys = [each.key for each in agencies]
    span = period.first, period.last
    with office.database.reading() as conn:
        loads = kept.loads(conn, keys, by.today, calendar.add(by.today, SOON))
        received = kept.received(conn, keys, *span)
        closed = kept.closed(conn, keys, *span)
        faults = kept.faults(conn, keys, *span)
        challenged = {
            agency: _contested(conn, office, agency, applications, period)
            for agency, applications in kept.challenged(conn, keys, *span).items()
        }
    found = []
    for each in agencies:
        done = closed.get(each.key, [])
        problems, bare = faults.get(each.key, (0, 0))
        found.append(
            Standing(
                key=each.key,
                name=each.short_name,
                load=loads.get(each.key, Load()),
                received=received.get(each.key, 0),
                closed=sum(row.n for row in done),
                in_time=sum(row.n for row in done if row.in_time is True),
                late=sum(row.n for row in done if row.in_time is False),
                extended=sum(row.n for row in done if row.extended),
                days=_days(done, calendar),
                challenged=challenged.get(each.key, _NONE)[0],
                corrected=challenged.get(each.key, _NONE)[1],
                with_problems=problems,
                without_line=bare,
            )
        )
    return tuple(found), _together(found)


_NONE = (0, 0)


def _contested(
    conn: Connection, office: Office, agency: str, applications: Sequence[int], period: Period
) -> tuple[int, int]:
    """Filed and corrected in the period, as the logs stand: a struck entry counts nowhere."""
    logs = barelogs.of_these(conn, agency, applications).values()
    folded = (case(barelogs.events_of(log), office.calendar) for log in logs)
    counts = [contested(each, period.first, period.last) for each in folded]
    return sum(filed for filed, _ in counts), sum(corrected for _, corrected in counts)


def _days(done: Sequence[Closed], calendar: Calendar) -> Counter[int]:
    found: Counter[int] = Counter()
    for row in done:
        found[calendar.count(row.received, row.closed_on)] += row.n
    return found


_SUMMED = (
    "received", "closed", "in_time", "late", "extended", "challenged", "corrected", "with_problems", "without_line",
)  # fmt: skip


def _together(found: Iterable[Standing]) -> Standing:
    every = tuple(found)
    load = Load(*(sum(getattr(each.load, name) for each in every) for name in Load.__slots__))
    days = sum((each.days for each in every), Counter[int]())
    sums = {name: sum(getattr(each, name) for each in every) for name in _SUMMED}
    return Standing(key="", name=ALL, load=load, days=days, **sums)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
