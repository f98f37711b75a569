"""Pages of the worklist, with counts above and what waits for this person first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.worklists import views
from foidesk.desk.worklists.views import View
from foidesk.store import listing
from foidesk.store.listing import Counts, Place, Slice, Wanted

PAGE = 50
_FIRST = 10  #: letters in approval named above the list


@dataclass(frozen=True, slots=True)
class Page:
    """One page, where its neighbours begin, what waits for the person's own step, and the counts above."""

    lines: tuple[Line, ...]
    before: Place | None
    after: Place | None
    waiting: tuple[Line, ...]
    counts: Counts
    handlers: tuple[str, ...]


def page(office: Office, view: View, by: By, place: Place | None = None) -> Page:
    """One page of the worklist."""
    with office.database.reading() as conn:
        found = slice_of(conn, office, view, by, place)
        return Page(
            tuple(told(conn, office, found.rows, by.today)),
            found.before,
            found.after,
            _waiting(conn, office, by) if place is None else (),
            _counts(conn, office, by),
            tuple(listing.handlers(conn, office.key)),
        )


def counts(office: Office, by: By) -> tuple[Counts, tuple[str, ...]]:
    """The counts alone, and who has open applications."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return _counts(conn, office, by), tuple(listing.handlers(conn, office.key))


def slice_of(
    conn: Connection, office: Office, view: View, by: By, place: Place | None = None, limit: int = PAGE
) -> Slice:
    """The rows of one page alone."""
    permits.demand(by, Act.READ)
    return listing.page(conn, office.key, views.wanted(view, office, by), view.order, place, limit)


def _counts(conn: Connection, office: Office, by: By) -> Counts:
    soon = office.calendar.add(by.today, views.SOON)
    return listing.counts(conn, office.key, views.STANDING, by.today, soon)


def _waiting(conn: Connection, office: Office, by: By) -> tuple[Line, ...]:
    stages = views.stages_of(by)
    if not stages or by.roles is None:
        return ()
    own = by.who if permits.may(by, Act.DRAFT) and not permits.may(by, Act.REVIEW, Act.APPROVE) else None
    wanted = Wanted(awaiting=stages, handler=own)
    return tuple(told(conn, office, listing.page(conn, office.key, wanted, limit=_FIRST).rows, by.today))
