"""Many applications counted under another calendar; logs that say the same on the same days are counted once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from foidesk.desk.index import index_row
from foidesk.desk.office import Office
from foidesk.rules.case import case
from foidesk.rules.watch import Watched, watched
from foidesk.store import barelogs, worklist
from foidesk.store.barelogs import Bare
from foidesk.store.worklist import Row

_KNOWN = 20_000  #: counted logs held in memory


@dataclass(frozen=True, slots=True)
class Counted:
    """An application before and after, its watched days now, and the numbers of the letters it was sent."""

    before: Row
    after: Row
    days: frozenset[Watched]
    letters: tuple[tuple[str, str], ...]  #: document number and SHA-256 of the words

    @property
    def moved(self) -> bool:
        """Whether the day the reply is due is another."""
        return self.before.due != self.after.due


class Recount:
    """Counts applications of an office under its calendar."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[str, tuple[Row, frozenset[Watched]]] = {}

    def of(self, conn: Connection, rows: Sequence[Row]) -> Iterator[Counted]:
        """The applications of these rows, counted anew from their logs."""
        logs = barelogs.of_these(conn, self._office.key, [row.application for row in rows])
        for row in rows:
            log = logs[row.application]
            like, days = self._counted(row, log)
            fresh = replace(
                like, application=row.application, number=row.number, year=row.year, n=row.n,
                applicant=row.applicant, seq=len(log.facts), head=log.head,
            )  # fmt: skip
            yield Counted(row, fresh, days, _letters(log))

    def _counted(self, row: Row, log: Bare) -> tuple[Row, frozenset[Watched]]:
        shape = log.shape()
        known = self._known.get(shape)
        if known is None:
            office = self._office
            folded = case(log.events(), office.calendar)
            made = index_row(office.key, row.application, folded, log.head, office.calendar)
            known = made, watched(folded, office.calendar)
            if len(self._known) >= _KNOWN:
                self._known.clear()
            self._known[shape] = known
        return known


def _letters(log: Bare) -> tuple[tuple[str, str], ...]:
    return tuple(
        (fact["doc_number"], fact["letter_sha256"])
        for fact in log.facts
        if fact["event"] == "letter_issued" and fact.get("letter_sha256")
    )


def behind(conn: Connection, office: Office, year: int | None, *, lock: bool = False) -> Iterator[list[Row]]:
    """The applications counted under another calendar, portion by portion; of closed ones those a year can touch."""
    after = -(2**63)
    while rows := worklist.counted_before(conn, office.key, office.calendar.version, year, after, lock=lock):
        yield rows
        after = rows[-1].application
