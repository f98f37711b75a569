"""The page of an applicant: their records, their applications over the years, who else might be the same person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from foidesk.desk import fees, permits
from foidesk.desk.applicants import likely
from foidesk.desk.applicants.joining import Joined, joins
from foidesk.desk.applicants.likely import Likely
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.rules.fees import Fee
from foidesk.store import applicants, people, samepeople
from foidesk.store.people import Person

PAGE = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """An applicant. `fee`: what one more item this month would cost by item; its `already` are those that count."""

    row: int
    rows: tuple[int, ...]  #: of people, all one person
    records: tuple[Person, ...]  #: each way the person stands in the register, newest first
    years: Sequence[tuple[int, int]]
    lines: Sequence[Line]
    after: int | None
    fee: Fee
    joined: Sequence[Joined]
    likely: Sequence[Likely]


def overview(office: Office, row: int, by: By, before: int | None = None) -> Overview:
    """Everything about an applicant, their applications by the page. NotThere when there is no such row."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        rows = samepeople.of(conn, office.vault, office.key, row)
        named = people.get_many(conn, office.vault, office.key, rows)
        found = applicants.all_of(conn, office.key, rows, PAGE + 1, before)
        return Overview(
            row,
            rows,
            _records(named),
            applicants.by_year(conn, office.key, rows),
            told(conn, office, found[:PAGE], by.today),
            found[PAGE - 1].application if len(found) > PAGE else None,
            fees.forecast(conn, office, rows, by.today),
            joins(conn, office, rows),
            _likely(conn, office, rows, named, by),
        )


def _records(named: Mapping[int, Person]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(named[key] for key in sorted(named, reverse=True)))


def _likely(
    conn: Connection, office: Office, rows: Sequence[int], named: Mapping[int, Person], by: By
) -> Sequence[Likely]:
    """Nothing for those who could not join them: the list tells of other people's names."""
    return likely.likely(conn, office, rows, named) if permits.may(by, Act.REGISTER) else ()
