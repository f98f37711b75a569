"""What watches over the installation is told: whether it can work, and how much there is to do. No names, no texts."""

from __future__ import annotations

from dataclasses import dataclass

from foidesk.desk.installation import Installation
from foidesk.desk.office import By
from foidesk.desk.permits import Act, demand
from foidesk.desk.worklists import views
from foidesk.errors import DeskError
from foidesk.store import listing, log
from foidesk.store.tables import SCHEMA


@dataclass(frozen=True, slots=True)
class Health:
    """`reason`: why it cannot work, empty when it can; `notices`: this year and the next, whether known."""

    reason: str
    schema: str
    notices: dict[int, bool]

    @property
    def good(self) -> bool:
        """Whether work can go on. An unknown notice only makes days provisional."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class Figures:
    """One agency's applications in hand, overdue and due soon, letters in approval, and entries of its logs."""

    agency: str
    open: int
    overdue: int
    soon: int
    in_approval: int
    entries: int


def health(installation: Installation, by: By) -> Health:
    """The database answers, has this program's schema and opens with our key."""
    try:
        installation.database.check()
        calendar = installation.calendar()
    except DeskError as error:
        return Health(error.what, SCHEMA, {})  # why names hosts and files
    year = by.today.year
    known = {each: not calendar.year(each).provisional for each in (year, year + 1)}
    return Health("", SCHEMA, known)


def figures(installation: Installation, by: By) -> list[Figures]:
    """The figures of every agency. Raises NotPermitted."""
    demand(by, Act.MONITOR)
    calendar = installation.calendar()
    soon = calendar.add(by.today, views.SOON)
    found = []
    with installation.database.reading() as conn:
        for agency in installation.settings.agency:
            counted = listing.counts(conn, agency.key, views.STANDING, by.today, soon)
            found.append(
                Figures(
                    agency.key,
                    counted.open,
                    counted.overdue,
                    counted.soon,
                    counted.awaiting,
                    log.length(conn, agency.key),
                )
            )
    return found
