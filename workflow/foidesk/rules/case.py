"""The fold of one log: state, clock, result, fee, handler – what every page, letter and report reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.errors import DeskError
from foidesk.rules import clock as clocks
from foidesk.rules import events as ev
from foidesk.rules import outcomes
from foidesk.rules.clock import STANDARD, Clock
from foidesk.rules.decisions import grounds_of
from foidesk.rules.hindsight import read
from foidesk.rules.outcomes import GROUNDS, LINES, Ground, Outcome
from foidesk.rules.position import Position, State
from foidesk.rules.proposals import Proposal, proposals
from foidesk.rules.terms import Readings
from foidesk.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Handling:
    """Who works on it inside the agency; a unit's inner limit never moves the legal day."""

    handler: str | None = None
    unit: str | None = None
    answer_by: date | None = None  #: the unit's inner limit, None once it answered


@dataclass(frozen=True, slots=True)
class Case:
    """One application as its log tells it."""

    log: Sequence[ev.Event]
    standing: Sequence[ev.Event]  #: after the receipt, by legal day, without struck entries
    received: ev.Received | ev.ReceiptCorrected
    registered: ev.Registered
    clock: Clock
    position: Position
    handling: Handling
    grounds: tuple[Ground, ...]  #: of the reply, item by item; or of the close
    outcome: Outcome | None  #: the line of table three, None while open or merged
    closed_on: date | None
    letters: tuple[ev.LetterIssued, ...]
    fee: ev.FeeNotified | None
    paid_yuan: int

    @property
    def number(self) -> str:
        """申请编号."""
        return self.registered.number

    @property
    def state(self) -> State:
        """The work state."""
        return self.clock.state

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """What was sent for approval, and where each stands."""
        return proposals(self.log)


def case(log: Sequence[ev.Event], calendar: Calendar, readings: Readings = STANDARD) -> Case:
    """Fold a log; DeskError when it lacks receipt or registration."""
    standing = read(log)
    pos = clocks.follow(standing, calendar, readings)
    if pos.registered is None:
        raise DeskError(
            "这份记录没有“登记申请”。", why="申请编号和申请人由登记申请给出。", do="请先登记申请。"
        )
    grounds = _grounds(pos)
    return Case(
        log=log,
        standing=standing.events,
        received=standing.received,
        registered=pos.registered,
        clock=clocks.settle(pos),
        position=pos,
        handling=_handling(standing.events),
        grounds=grounds,
        outcome=_outcome(pos, grounds),
        closed_on=pos.closed_on,
        letters=tuple(e for e in standing.events if isinstance(e, ev.LetterIssued)),
        fee=pos.notice,
        paid_yuan=pos.paid_yuan,
    )


def _grounds(pos: Position) -> tuple[Ground, ...]:
    if pos.state is State.REPLIED and pos.reply is not None:
        return grounds_of(pos.reply)
    if pos.state is State.ABANDONED:
        return (GROUNDS["fee_lapsed" if pos.lapsed_for_fee else "clarification_lapsed"],)
    if pos.state is State.WITHDRAWN:
        return (GROUNDS["withdrawn"],)
    return ()


def result_of(pos: Position) -> Outcome | None:
    """The line of table three at a position."""
    return _outcome(pos, _grounds(pos))


def _outcome(pos: Position, grounds: tuple[Ground, ...]) -> Outcome | None:
    if not grounds:
        told = pos.reply.line if pos.state is State.REPLIED and pos.reply is not None else None
        return LINES.get(told) if told else None
    main = pos.reply.main if pos.reply is not None else None
    return outcomes.several(grounds, GROUNDS.get(main) if main else None)


def _handling(events: Sequence[ev.Event]) -> Handling:
    found = Handling()
    for event in events:
        if isinstance(event, ev.Assigned):
            found = Handling(
                event.handler or found.handler,
                event.unit or found.unit,
                event.answer_by if event.unit else found.answer_by,
            )
        elif isinstance(event, ev.UnitAnswered) and event.unit == found.unit:
            found = Handling(found.handler, found.unit, None)
    return found
