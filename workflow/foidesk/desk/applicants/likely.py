"""Who else in the register might be the same person: same name, and nothing that tells them apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk.finding import words
from foidesk.desk.office import Office
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import applicants, people, samepeople, searchtokens
from foidesk.store.people import Person

MOST = 10
_LOOKED_AT = 200  #: newest applications under a name
_NAMES = 5  #: ways of writing the name that are looked up
_NAME_ONLY = "姓名相同"


@dataclass(frozen=True, slots=True)
class Likely:
    """Another record, how many rows it has, and what it shares with the applicant."""

    row: int
    person: Person
    rows: int
    shares: str


def likely(
    conn: Connection, office: Office, rows: Collection[int], named: Mapping[int, Person]
) -> list[Likely]:
    """Other people of the applicant's name, those that share more first; nobody with another identity number."""
    mine = [person for person in named.values() if person.erased_at is None]
    others = _of_the_same_name(conn, office, mine)
    found: list[Likely] = []
    left = sorted(set(others) - set(rows), reverse=True)
    while left and len(found) < MOST:
        row = left[0]
        group = samepeople.of(conn, office.vault, office.key, row)
        left = [each for each in left if each not in group]
        if not any(told_apart(each, others[row]) for each in mine):
            found.append(Likely(row, others[row], len(group), _shares(mine, others[row])))
    return sorted(found, key=lambda each: each.shares == _NAME_ONLY)


def _of_the_same_name(conn: Connection, office: Office, mine: list[Person]) -> dict[int, Person]:
    names = list(dict.fromkeys(words.plain(person.name) for person in mine))[:_NAMES]
    found: dict[int, Person] = {}
    for name in names:
        tokens = words.of_names(office.vault, office.key, name)
        keys = searchtokens.holding(conn, office.key, tokens, None, _LOOKED_AT) if tokens else ()
        rows = applicants.persons_of(conn, office.key, keys)
        named = people.get_many(conn, office.vault, office.key, rows)
        found |= {row: person for row, person in named.items() if words.plain(person.name) == name}
    return found


def told_apart(one: Person, other: Person) -> bool:
    """Whether two records cannot be one person: identity numbers of one kind that differ, a person and a firm."""
    natural = {ApplicantKind.NATURAL_PERSON, None}
    if (one.kind in natural) != (other.kind in natural):
        return True
    if not (one.id_number and other.id_number) or one.id_type != other.id_type:
        return False
    return _plain(one.id_number) != _plain(other.id_number)


def _shares(mine: list[Person], other: Person) -> str:
    return "、".join(dict.fromkeys(each for person in mine for each in _shared(person, other))) or _NAME_ONLY


def _shared(one: Person, other: Person) -> Iterator[str]:
    for field, said in (("address", "姓名和地址相同"), ("email", "姓名和电子邮箱相同")):
        ours, theirs = getattr(one, field), getattr(other, field)
        if ours and theirs and _plain(ours) == _plain(theirs):
            yield said


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
