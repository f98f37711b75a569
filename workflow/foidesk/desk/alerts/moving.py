"""Telling handlers and heads that a change of the calendar moved a due day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from foidesk.desk.alerts.staff import concerned, staff
from foidesk.desk.alerts.wording import MOVED
from foidesk.desk.office import By, Office
from foidesk.desk.recounting import Counted
from foidesk.rules.watch import Watch
from foidesk.store import alerts
from foidesk.store.alerts import Raised
from foidesk.store.watches import Reached


class Telling:
    """Raises an alert for each due day that moved, inside the transaction that moves it."""

    def __init__(self, conn: Connection, office: Office, now: datetime) -> None:
        self._conn, self._office, self._now = conn, office, now
        alerts.hold(conn, office.key)
        self._step = f"{MOVED} {now.isoformat()}"
        self._concerned: dict[str | None, frozenset[int]] = {}
        self._people = staff(conn, office, By("", now).today)

    def of(self, moved: Sequence[Counted]) -> None:
        """Tell of these; each move is its own, also that of a day that moves to and fro."""
        raised, whom = [], []
        for each in moved:
            application, before, after = each.before.application, each.before.due, each.now.row.due
            if before is not None and after is not None:
                raised.append(Raised(application, Watch.REPLY.value, self._step, after, before))
                whom.append(self._whom(each.before.handler))
        keys = alerts.add(self._conn, self._office.key, raised, self._now)
        pairs = ((account, key) for key, accounts in zip(keys, whom, strict=True) for account in accounts)
        alerts.lay(self._conn, self._office.key, pairs)

    def _whom(self, handler: str | None) -> frozenset[int]:
        known = self._concerned.get(handler)
        if known is None:
            settings = self._office.settings.alerts
            step = Reached(0, Watch.REPLY.value, date.max, self._step, handler)
            known = concerned(step, self._people, settings.head_before, settings)
            self._concerned[handler] = known
        return known
