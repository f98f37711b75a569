"""Many applications counted under another calendar; logs that say the same on the same days are counted once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk.index import index_row
from foidesk.desk.office import Office
from foidesk.rules.case import case
from foidesk.rules.watch import Watched, watched
from foidesk.store import barelogs, watches, worklist
from foidesk.store.barelogs import Bare
from foidesk.store.worklist import Counts, Row, Standing

_KNOWN = 20_000  #: counted logs held in memory


@dataclass(frozen=True, slots=True)
class Like:
    """How every application with a certain log counts: its row but for who applied and handles it, its watched days."""

    row: Row
    days: frozenset[Watched]


@dataclass(frozen=True, slots=True)
class Counted:
    """An application as it stood, how it counts now, and the letters it was sent."""

    before: Standing
    now: Like
    letters: tuple[tuple[str, str], ...]  #: document number and SHA-256 of the words

    @property
    def moved(self) -> bool:
        """Whether the day the reply is due is another."""
        return self.before.due != self.now.row.due


class Recount:
    """Counts applications of an office under its calendar."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[Hashable, Like] = {}

    def behind(
        self, conn: Connection, year: int | None, *, lock: bool = False
    ) -> Iterator[Sequence[Counted]]:
        """The applications counted under another calendar, portion by portion; of closed ones those a year can touch."""
        office, after = self._office, -(2**63)
        while found := worklist.counted_before(
            conn, office.key, office.calendar.version, year, after, lock=lock
        ):
            logs = barelogs.of_these(conn, office.key, [each.application for each in found])
            yield [self._one(each, logs[each.application]) for each in found]
            after = found[-1].application

    def _one(self, standing: Standing, log: Bare) -> Counted:
        shape = barelogs.shape(log)
        like = self._known.get(shape)
        if like is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            like = self._known[shape] = self._counted(log)
        return Counted(standing, like, barelogs.letters_of(log))

    def _counted(self, log: Bare) -> Like:
        calendar = self._office.calendar
        folded = case(barelogs.events_of(log), calendar)
        return Like(index_row(self._office.key, 0, folded, "", calendar), watched(folded, calendar))


def keep(conn: Connection, agency: str, portion: Sequence[Counted]) -> None:
    """Write how the applications count now, those that counted alike and count alike together."""
    for (before, like), these in _alike(portion):
        worklist.recount(conn, agency, these, before, like.row)
        watches.recount(conn, agency, these, like.days)


def _alike(portion: Sequence[Counted]) -> Iterator[tuple[tuple[Counts, Like], list[int]]]:
    found: dict[tuple[Counts, int], tuple[Like, list[int]]] = {}
    for each in portion:
        key = each.before.counts, id(each.now)
        found.setdefault(key, (each.now, []))[1].append(each.before.application)
    for (before, _), (like, these) in found.items():
        yield (before, like), these
