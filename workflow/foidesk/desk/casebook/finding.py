"""Examples found: by words, result and ground, and beside a reply that is being drafted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from foidesk.desk import permits
from foidesk.desk.applications import File
from foidesk.desk.finding.words import plain
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.texts import narrowed
from foidesk.errors import NotThere
from foidesk.rules.outcomes import GROUNDS, LINES, Ground, Outcome
from foidesk.store import casebook as stored
from foidesk.store.casebook import Example, Standing

PAGE = 30
BESIDE = 5  #: examples shown beside a draft
_COMPARED = 200  #: examples of the results at hand, the newest, that are weighed against each other
_SAME_GROUND = 100  #: outweighs any likeness in per cent
_WORDS = 10
_LONGEST = 2_000  #: characters compared


@dataclass(frozen=True, slots=True)
class Found:
    """An example with the result and ground it stands for."""

    example: Example
    ground: Ground
    outcome: Outcome
    own: bool  #: of the agency that looks


def get(office: Office, agency: str, key: int, by: By) -> Found:
    """One example: of the agency itself, or one that another shares and somebody confirmed."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        example = stored.get(conn, agency, key)
    if example is None or not _visible(office, example, by):
        raise NotThere("没有这个案例。", why="没有提出过，或者没有共享给本机关。", do="请从“案例”重新查找。")
    return _found(office, example)


def find(
    office: Office,
    by: By,
    *,
    words: str = "",
    ground: str = "",
    group: str = "",
    standing: Standing = Standing.CONFIRMED,
    page: int = 1,
) -> tuple[list[Found], bool]:
    """A page of examples with all the words, of one ground or one group of results; and whether there are more."""
    permits.demand(by, Act.READ)
    if standing is not Standing.CONFIRMED:
        permits.demand(by, Act.PROPOSE_EXAMPLE, Act.CONFIRM_EXAMPLE)
    with office.database.reading() as conn:
        found = stored.find(
            conn,
            office.key,
            words=narrowed("", words, []).split()[:_WORDS],
            grounds=[ground] if ground else (),
            lines=[line.code for line in Outcome if line.group == group] if not ground else (),
            standing=standing,
            skip=(page - 1) * PAGE,
            limit=PAGE + 1,
        )
    return [_found(office, each) for each in found[:PAGE]], len(found) > PAGE


def beside(office: Office, file: File, grounds: Sequence[str], by: By) -> list[Found]:
    """What may guide a reply on these grounds: the same ground before the same line, the likest request first."""
    permits.demand(by, Act.READ)
    lines = [GROUNDS[key].outcome.code for key in grounds if key in GROUNDS]
    if not lines:
        return []
    with office.database.reading() as conn:
        found = stored.find(conn, office.key, grounds=list(grounds), lines=lines, limit=_COMPARED)
    asked = plain(file.case.registered.request or "")[:_LONGEST]

    def fits(example: Example) -> float:
        like = fuzz.partial_ratio(asked, plain(example.said.facts)[:_LONGEST]) if asked else 0.0
        return like + _SAME_GROUND * (example.said.ground in grounds)

    this = (office.key, file.row.application)
    useful = [each for each in found if each.in_force(by.today) and (each.agency, each.application) != this]
    return [_found(office, each) for each in sorted(useful, key=fits, reverse=True)[:BESIDE]]


def _visible(office: Office, example: Example, by: By) -> bool:
    own = example.agency == office.key
    if example.standing is Standing.CONFIRMED:
        return own or example.said.shared
    return own and permits.may(by, Act.PROPOSE_EXAMPLE, Act.CONFIRM_EXAMPLE)


def _found(office: Office, example: Example) -> Found:
    said = example.said
    return Found(example, GROUNDS[said.ground], LINES[said.line], example.agency == office.key)
