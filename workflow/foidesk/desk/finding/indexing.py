"""The tokens of an application kept in step with what its log says."""

from __future__ import annotations

from sqlalchemy import Connection

from foidesk.desk.finding import words
from foidesk.desk.office import Office
from foidesk.rules.case import Case, case
from foidesk.rules.position import State
from foidesk.store import log, people, searchtokens


def tokens(conn: Connection, office: Office, folded: Case) -> set[int]:
    """What the application is found by: its request, a number of another pattern, who applied or acted for them."""
    registered = folded.registered
    if folded.state is State.VOIDED:
        return set()
    strange = (registered.number,) if registered.n == 0 else ()
    in_request = words.of_request(office.vault, office.key, registered.request or "", *strange)
    return in_request | words.of_names(office.vault, office.key, *names(conn, office, folded))


def names(conn: Connection, office: Office, folded: Case) -> list[str]:
    """The names of the applicants and of who acts for them."""
    registered = folded.registered
    parties = [key for key in (registered.applicant, *registered.joint, registered.agent) if key is not None]
    named = people.get_many(conn, office.vault, office.key, parties)
    return [named[key].name for key in parties if key in named]


def correct(conn: Connection, office: Office, application: int, before: Case, after: Case) -> None:
    """Follow a correction of what was registered; without one nothing is written."""
    if before.registered == after.registered:
        return
    old, new = tokens(conn, office, before), tokens(conn, office, after)
    searchtokens.remove(conn, office.key, application, old - new)
    searchtokens.add(conn, office.key, application, new - old)


def remake(conn: Connection, office: Office) -> None:
    """Make the tokens of all applications anew from the logs."""
    searchtokens.clear(conn, office.key)
    for application, entries in log.load_many(conn, office.vault, office.key):
        folded = case(tuple(entry.event for entry in entries), office.calendar)
        searchtokens.add(conn, office.key, application, tokens(conn, office, folded))
