"""People: applicants, agents and third parties. Sealed column by column; the log names their row only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from foidesk.errors import DeskError
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import numbers
from foidesk.store.ready import Ready
from foidesk.store.tables import people
from foidesk.store.vault import ERASED, Place, Vault

SEALED = ("name", "kind", "id_type", "id_number", "telephone", "address", "postcode", "email")
HIDDEN = "（已遮蔽）"  #: in the place of what cannot be shown in part
_KINDS = {kind.value: kind for kind in ApplicantKind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person or organisation; an erased one has the name `ERASED`, the moment (UTC) and nothing else."""

    name: str
    kind: ApplicantKind | None = None
    id_type: str | None = None
    id_number: str | None = None
    telephone: str | None = None
    address: str | None = None
    postcode: str | None = None
    email: str | None = None
    erased_at: datetime | None = None


# --- keeping ---------------------------------------------------------------------------------------

_ADD = Ready(lambda into: into(people))
_GET = select(people.c.person, *(people.c[name] for name in SEALED), people.c.erased_at).where(
    people.c.agency == bindparam("agency")
)
_ONE = _GET.where(people.c.person == bindparam("person"))
_MANY = _GET.where(people.c.person.in_(bindparam("persons", expanding=True)))
_ERASE = (
    update(people)
    .where(people.c.agency == bindparam("of"), people.c.person == bindparam("row"))
    .where(people.c.erased_at.is_(None))
    .values({**dict.fromkeys((*SEALED, "id_number_index", "contact_index")), "erased_at": bindparam("at")})
)


def add(conn: Connection, vault: Vault, agency: str, person: Person) -> int:
    """Keep a person; the key of the new row. The caller looks for an earlier row first, with `find`."""
    key = numbers.take(conn, agency, numbers.PERSON)
    _ADD.first(conn, _sealed(vault, agency, key, person))
    return key


def add_many(conn: Connection, vault: Vault, agency: str, persons: Sequence[Person]) -> range:
    """Keep many people at once; the keys of the new rows, in order."""
    keys = numbers.take_many(conn, agency, numbers.PERSON, len(persons))
    _ADD.many(conn, [_sealed(vault, agency, key, each) for key, each in zip(keys, persons, strict=True)])
    return keys


def _sealed(vault: Vault, agency: str, key: int, person: Person) -> dict[str, Any]:
    row: dict[str, Any] = {
        "agency": agency,
        "person": key,
        "id_number_index": _blind_id(vault, agency, person.id_number),
        "contact_index": _blind_contact(vault, agency, person.name, person.telephone),
        "same_as": None,
        "erased_at": None,
    }
    for column in SEALED:
        value = getattr(person, column)
        if isinstance(value, ApplicantKind):
            value = value.value
        row[column] = None if value is None else vault.seal(value.encode(), _place(agency, key, column))
    return row


def get(conn: Connection, vault: Vault, agency: str, person: int) -> Person:
    """The person of a row. Raises `DeskError` when there is no such row or it does not open."""
    row = conn.execute(_ONE, {"agency": agency, "person": person}).one_or_none()
    if row is None:
        raise DeskError(
            f"没有第{person}号人员记录。",
            why="日志引用的人员记录不在数据库中。",
            do="请运行 foidesk rebuild --check 核对，并从备份恢复。",
        )
    return _person(vault, agency, row)


def get_many(conn: Connection, vault: Vault, agency: str, persons: Iterable[int]) -> dict[int, Person]:
    """The people of many rows in one query, by key; keys without a row are left out."""
    wanted = sorted(set(persons))
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), 500):  # SQLite limits how many values one statement takes
        for row in conn.execute(_MANY, {"agency": agency, "persons": wanted[start : start + 500]}):
            found[row.person] = _person(vault, agency, row)
    return found


def erase_many(conn: Connection, agency: str, persons: Collection[int], at: datetime) -> None:
    """`erase` for many."""
    if persons:
        conn.execute(_ERASE, [{"of": agency, "row": person, "at": at} for person in persons])


def erase(conn: Connection, agency: str, person: int, at: datetime) -> None:
    """Erase a person for good; the row stays, because the log names it. Erased already: nothing changes."""
    conn.execute(_ERASE, {"of": agency, "row": person, "at": at})


def _person(vault: Vault, agency: str, row: Row[*tuple[Any, ...]]) -> Person:
    if row.erased_at is not None:
        return Person(name=ERASED, erased_at=row.erased_at)
    opened: dict[str, Any] = {}
    for column, sealed in zip(SEALED, row[1:], strict=False):
        if sealed is not None:
            opened[column] = vault.unseal(sealed, _place(agency, row.person, column)).decode()
    if "kind" in opened:
        opened["kind"] = _KINDS[opened["kind"]]
    return Person(**opened)


def _place(agency: str, person: int, column: str) -> Place:
    return Place("people", column, str(person), agency)


# --- finding ---------------------------------------------------------------------------------------

_FIND = (
    select(people.c.person)
    .where(
        people.c.agency == bindparam("agency"),
        or_(people.c.id_number_index == bindparam("id"), people.c.contact_index == bindparam("contact")),
    )
    .order_by(people.c.person)
)


def find(
    conn: Connection,
    vault: Vault,
    agency: str,
    *,
    id_number: str | None = None,
    name: str | None = None,
    telephone: str | None = None,
) -> tuple[int, ...]:
    """Keys of the people with this identity number, or with this name and telephone; erased ones are not found.

    Spaces, full-width characters, the case of the check letter and +86 make no difference.
    """
    contact = _blind_contact(vault, agency, name, telephone)
    key = {"agency": agency, "id": _blind_id(vault, agency, id_number), "contact": contact}
    return tuple(conn.execute(_FIND, key).scalars())


def _blind_id(vault: Vault, agency: str, id_number: str | None) -> bytes | None:
    plain = _plain(id_number)
    return vault.blind("id_number", agency, plain) if plain else None


def _blind_contact(vault: Vault, agency: str, name: str | None, telephone: str | None) -> bytes | None:
    digits = re.sub(r"\D", "", _plain(telephone))
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    plain = _plain(name)
    return vault.blind("contact", agency, f"{plain}\0{digits}") if plain and digits else None


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper() if text else ""


# --- masking ---------------------------------------------------------------------------------------


def masked(person: Person) -> Person:
    """The person as anybody may see it who may read the application."""
    return Person(
        name=masked_name(person.name, person.kind),
        kind=person.kind,
        id_type=person.id_type,
        id_number=masked_id_number(person.id_number) if person.id_number else None,
        telephone=masked_telephone(person.telephone) if person.telephone else None,
        address=HIDDEN if person.address else None,
        postcode=HIDDEN if person.postcode else None,
        email=HIDDEN if person.email else None,
        erased_at=person.erased_at,
    )


def masked_name(name: str, kind: ApplicantKind | None) -> str:
    """A name for lists and logs: 李*, 张** (never more stars, so that length tells little); organisations whole."""
    if kind not in (None, ApplicantKind.NATURAL_PERSON) or name == ERASED:
        return name
    return name[:1] + "*" * min(max(len(name) - 1, 1), 2)


def masked_telephone(telephone: str) -> str:
    """138****0000; a landline keeps the first three and the last four; a short number its last two."""
    return _masked(telephone, 3, 4) if len(telephone) > 8 else _masked(telephone, 0, 2)


def masked_id_number(id_number: str) -> str:
    """First three and last two characters: region and check, neither birthday nor serial number."""
    return _masked(id_number, 3, 2) if len(id_number) > 8 else _masked(id_number, 0, 2)


def _masked(text: str, front: int, back: int) -> str:
    hidden = len(text) - front - back
    return text[:front] + "*" * hidden + text[len(text) - back :] if hidden > 0 else "*" * len(text)
