"""Who asked most in a year, under masked names: rows of people that are one person are counted as one."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports.years import check_year
from foidesk.store import people, yearrows
from foidesk.store.yearrows import Asked

MOST = 30


@dataclass(frozen=True, slots=True)
class Requester:
    """A person by one of their rows, the masked name, and how many applications."""

    person: int
    name: str
    applications: int


def requesters(office: Office, year: int, by: By) -> tuple[tuple[Requester, ...], int]:
    """Those who asked most, and how many people asked at all."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        groups = _people(yearrows.asked(conn, office.key, year))
        most = sorted(groups, key=lambda each: (-len(_applications(each)), each[0].person))[:MOST]
        known = people.get_many(conn, office.vault, office.key, [each[-1].person for each in most])
    found = tuple(
        Requester(
            each[-1].person,
            people.masked_name(known[each[-1].person].name, known[each[-1].person].kind),
            len(_applications(each)),
        )
        for each in most
    )
    return found, len(groups)


def persons_of(asked: Iterable[Asked]) -> dict[int, set[int]]:
    """The people behind each application, as numbers that say who is who within this answer."""
    found: dict[int, set[int]] = {}
    for number, group in enumerate(_people(list(asked))):
        for each in group:
            found.setdefault(each.application, set()).add(number)
    return found


def _applications(group: list[Asked]) -> set[int]:
    return {each.application for each in group}


def _people(asked: list[Asked]) -> list[list[Asked]]:
    """The rows of each person: joined by a clerk, by identity number, or by name and telephone."""
    root: dict[Hashable, Hashable] = {}

    def top(key: Hashable) -> Hashable:
        while (up := root.setdefault(key, key)) != key:
            root[key] = key = root.setdefault(up, up)
        return key

    for each in asked:
        for sign in _signs(each):
            root[top(sign)] = top(each.person)
    groups: dict[Hashable, list[Asked]] = {}
    for each in asked:
        groups.setdefault(top(each.person), []).append(each)
    return list(groups.values())


def _signs(each: Asked) -> Iterator[Hashable]:
    if each.same_as is not None:
        yield each.same_as
    if each.id_number_index is not None:
        yield "number", each.id_number_index
    if each.contact_index is not None:
        yield "contact", each.contact_index
