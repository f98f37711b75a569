"""What several people asked for: `law.MANY_APPLICANTS` lets the agency publish it for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from foidesk.desk import permits
from foidesk.desk.finding import words
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports.years import check_year
from foidesk.desk.statistics.requesters import persons_of
from foidesk.store import worklist, yearrows
from foidesk.store.requests import requests
from foidesk.store.vault import ERASED

ALIKE = 75  #: per cent from which two requests ask for the same
MOST = 2_000  #: newest requests compared with each other
_SHOWN = 30
_LONGEST = 200  #: characters compared


@dataclass(frozen=True, slots=True)
class Topic:
    """Applications for the same information, the newest first, and by how many people."""

    lines: tuple[Line, ...]
    people: int


def topics(office: Office, year: int, by: By) -> tuple[Topic, ...]:
    """What at least two people asked for in the year, what most asked for first."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        keys = yearrows.received(conn, office.key, year, MOST)
        asked = requests(conn, office.vault, office.key, keys)
        who = persons_of(yearrows.asked(conn, office.key, year))
        found = []
        # those that were erased are alike in nothing but that
        known = [key for key in keys if asked.get(key, ERASED) != ERASED]
        for group in _alike({key: words.plain(asked[key])[:_LONGEST] for key in known}):
            people = set().union(*(who.get(key, set()) for key in group))
            if len(people) > 1:
                found.append((group, len(people)))
        found.sort(key=lambda each: (-each[1], -each[0][0]))
        topics = []
        for group, count in found[:_SHOWN]:
            parts = (group[at : at + worklist.AT_ONCE] for at in range(0, len(group), worklist.AT_ONCE))
            rows = [row for part in parts for row in worklist.get_many(conn, office.key, part)]
            topics.append(Topic(tuple(told(conn, office, rows, by.today)), count))
    return tuple(topics)


def _alike(texts: dict[int, str]) -> list[list[int]]:
    """Groups of two and more, each around its newest request; a request stands in one group."""
    left = {key: text for key, text in texts.items() if len(text) >= 2 * words.LENGTH}
    held = _characters(left)
    groups = []
    while left:
        key, text = next(iter(left.items()))
        # what is alike has so many characters in common; to count these takes a tenth of the time of comparing
        near = process.extract(
            text,
            {
                other: said
                for other, said in left.items()
                if 200 * (held[key] & held[other]).bit_count() >= ALIKE * (len(text) + len(said))
            },
            scorer=fuzz.ratio,
            score_cutoff=ALIKE,
            limit=None,
        )
        group = [other for _, _, other in near]
        for other in group:
            del left[other]
        if len(group) > 1:
            groups.append(sorted(group, reverse=True))
    return groups


def _characters(texts: Mapping[int, str]) -> dict[int, int]:
    """For each text a set of bits, one for the first of a character, one for the second of it, and so on."""
    places: dict[tuple[str, int], int] = {}
    held = {}
    for key, text in texts.items():
        seen: Counter[str] = Counter()
        bits = 0
        for character in text:
            seen[character] += 1
            bits |= 1 << places.setdefault((character, seen[character]), len(places))
        held[key] = bits
    return held
