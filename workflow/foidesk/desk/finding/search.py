"""Searching applications by number, by words of the request, by names.

Names and requests are sealed, so their tokens are looked up and what they find is opened and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import permits
from foidesk.desk.finding import indexing, words
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.rules.case import case
from foidesk.store import listing, log, people, searchtokens, worklist
from foidesk.store.requests import requests
from foidesk.store.worklist import Row

PAGE = 50
_ROUNDS = 20  #: pages of candidates opened for one page of hits
_OF_A_YEAR = re.compile(r"(?:.*?([0-9]{4})[^0-9]+)?第?([0-9]{1,9})号?")


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, newest first, and the key before which the next one begins."""

    lines: tuple[Line, ...]
    after: int | None


def search(office: Office, said: str, by: By, before: int | None = None) -> Found:
    """Applications whose number is, or whose request or names hold, the words; less than two characters: none."""
    permits.demand(by, Act.READ)
    text = words.plain(said)
    with office.database.reading() as conn:
        numbered = _by_number(conn, office, text) if before is None else []
        if len(text) < words.LENGTH:
            return Found(tuple(told(conn, office, numbered, by.today)), None)
        hits, after = _by_words(conn, office, text, by, before)
        rows = {row.application: row for row in (*numbered, *hits)}
        newest = sorted(rows.values(), key=lambda row: -row.application)
        return Found(tuple(told(conn, office, newest, by.today)), after)


def numbered(office: Office, number: str, by: By) -> Found:
    """The application with this number, as links from other lists name it."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        rows = _by_number(conn, office, words.plain(number))
        return Found(tuple(told(conn, office, rows, by.today)), None)


def latest(office: Office, by: By, before: int | None = None) -> Found:
    """All applications, newest first, one page."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        place = listing.Place(None, before) if before is not None else None
        found = listing.page(conn, office.key, listing.Wanted(), listing.Order.NEWEST, place, PAGE)
        after = found.after.application if found.after else None
        return Found(tuple(told(conn, office, found.rows, by.today)), after)


def _by_number(conn: Connection, office: Office, text: str) -> list[Row]:
    """What was meant by 31, 2026-31, 〔2026〕第31号 or a number in full."""
    if (
        exact := worklist.find_number(conn, office.key, text.replace("[", "〔").replace("]", "〕"))
    ) is not None:
        return [exact]
    typed = _OF_A_YEAR.fullmatch(text)
    if typed is None:
        return []
    return listing.numbered(conn, office.key, int(typed[2]), int(typed[1]) if typed[1] else None)


def _by_words(
    conn: Connection, office: Office, text: str, by: By, before: int | None
) -> tuple[list[Row], int | None]:
    """One page of hits, and the key before which the next begins; short of a page when much was opened in vain."""
    in_request = words.of_request(office.vault, office.key, text)
    # who may not read a name may not confirm it by searching either
    in_names = words.of_names(office.vault, office.key, text) if permits.may(by, Act.READ_PERSONAL) else set()
    hits: list[Row] = []
    for _ in range(_ROUNDS):
        candidates = _candidates(conn, office, (in_request, in_names), before)
        hits += _verified(conn, office, text, candidates[: PAGE + 1], by_name=bool(in_names))
        if len(hits) > PAGE:
            return hits[:PAGE], hits[PAGE - 1].application
        if len(candidates) <= PAGE:
            return hits, None
        before = candidates[PAGE]
    return hits, before


def _candidates(
    conn: Connection, office: Office, wanted: Iterable[set[int]], before: int | None
) -> list[int]:
    """The newest applications that hold all tokens of one of the sets."""
    found = {
        key
        for tokens in wanted
        if tokens
        for key in searchtokens.holding(conn, office.key, tokens, before, PAGE + 1)
    }
    return sorted(found, reverse=True)


def _verified(conn: Connection, office: Office, text: str, keys: list[int], *, by_name: bool) -> list[Row]:
    """Those that really hold the text: tokens side by side need not be words side by side."""
    rows = worklist.get_many(conn, office.key, keys)
    if len(text) == words.LENGTH:
        return rows
    said = requests(conn, office.vault, office.key, keys)
    applicants = [row.applicant for row in rows if by_name and row.applicant is not None]
    named = people.get_many(conn, office.vault, office.key, applicants)

    def holds(row: Row) -> bool:
        person = named.get(row.applicant or 0)
        at_hand = (said.get(row.application, ""), person.name if person else "")
        return any(text in words.plain(each) for each in at_hand) or _otherwise(
            conn, office, text, row.application, by_name=by_name
        )

    return [row for row in rows if holds(row)]


def _otherwise(conn: Connection, office: Office, text: str, key: int, *, by_name: bool) -> bool:
    """Whether the request as corrected, a number from elsewhere or another name holds the text."""
    entries = log.load(conn, office.vault, office.key, key)
    folded = case(tuple(entry.event for entry in entries), office.calendar)
    said = [folded.registered.request or "", folded.registered.number]
    if by_name:
        said += indexing.names(conn, office, folded)
    return any(text in words.plain(each) for each in said)
