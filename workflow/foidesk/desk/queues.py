"""The queues of an office: what waits for my step, what came back, what I sent, what lies with units or with applicants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from foidesk.desk import permits
from foidesk.desk.applications import open_file
from foidesk.desk.approvals import title
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.rules.position import State
from foidesk.rules.proposals import Proposal, Stage, unfinished
from foidesk.rules.vocabulary import Role
from foidesk.store import delegations, listing, worklist
from foidesk.store.listing import Order, Wanted
from foidesk.store.worklist import Row

MOST = 100  #: of each; what is more urgent stands first, the whole is in the worklist
_WAITING = frozenset({State.CLARIFYING.key, State.AWAITING_PAYMENT.key})
_ACT = {Stage.REVIEW: Act.REVIEW, Stage.APPROVAL: Act.APPROVE, Stage.ISSUE: Act.DRAFT}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal in a queue."""

    row: Row
    proposal: Proposal
    title: str  #: what it is, in Chinese
    in_place_of: str | None = None  #: whose step it is, when that person is absent


@dataclass(frozen=True, slots=True)
class Queues:
    """All queues of one person; each with the nearest target first."""

    mine: Sequence[Waiting]  #: waits for my step
    back: Sequence[Waiting]  #: came back to me
    sent: Sequence[Waiting]  #: I sent it, others have it
    units: Sequence[Line]  #: lies with a unit in charge, the nearest inner limit first
    applicants: Sequence[Line]  #: waits for clarification or payment, the nearest last day first


def queues(office: Office, by: By) -> Queues:
    """What waits for this person, and for what this person waits."""
    permits.demand(by, Act.READ)
    given = _given(office, by)
    with office.database.reading() as conn:
        rows = worklist.awaiting(conn, office.key, MOST)
        outside = listing.page(conn, office.key, Wanted(closed=False, unit=True), Order.DUE, limit=MOST).rows
        units = told(conn, office, sorted(outside, key=_inner_limit), by.today)
        asked = listing.page(conn, office.key, Wanted(closed=False, states=_WAITING), limit=MOST).rows
        applicants = told(conn, office, sorted(asked, key=_last_day), by.today)
    found = list(_proposals(office, rows))
    return Queues(
        mine=[_placed(each, by, given) for each in found if _waits_for(each.proposal, by, given)],
        back=[each for each in found if _came_back(each.proposal, by)],
        sent=[
            each
            for each in found
            if each.proposal.submitted.submitted_by == by.who
            and each.proposal.stage in (Stage.REVIEW, Stage.APPROVAL)
        ],
        units=units,
        applicants=applicants,
    )


def _proposals(office: Office, rows: Sequence[Row]) -> Iterator[Waiting]:
    for row in rows:
        for each in unfinished(open_file(office, row.number).case.proposals):
            yield Waiting(row, each, title(office, each.submitted.kind))


def _waits_for(proposal: Proposal, by: By, given: dict[str, By]) -> bool:
    act = _ACT.get(proposal.stage)
    if act is None:
        return False
    if act is not Act.DRAFT and proposal.submitted.submitted_by == by.who:
        return False  # nobody reviews or approves what he sent himself
    return permits.may(by, act) or any(permits.may(acting, act) for acting in given.values())


def _came_back(proposal: Proposal, by: By) -> bool:
    return proposal.stage is Stage.SENT_BACK and proposal.submitted.submitted_by == by.who


def _placed(waiting: Waiting, by: By, given: dict[str, By]) -> Waiting:
    act = _ACT[waiting.proposal.stage]
    if permits.may(by, act):
        return waiting
    return replace(
        waiting, in_place_of=next(name for name, acting in given.items() if permits.may(acting, act))
    )


def _given(office: Office, by: By) -> dict[str, By]:
    """The person as somebody absent, by that one's name."""
    with office.database.reading() as conn:
        handed = delegations.given_to(conn, office.key, by.who, by.today)
    return {giver: replace(by, roles=frozenset(map(Role, roles))) for giver, roles in sorted(handed.items())}


def _inner_limit(row: Row) -> tuple[str, int]:
    return (row.unit_answer_by.isoformat() if row.unit_answer_by else "9999", row.application)


def _last_day(row: Row) -> tuple[str, int]:
    return (row.waiting_until.isoformat() if row.waiting_until else "9999", row.application)
