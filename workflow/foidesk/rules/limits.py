"""The limits of an application: each with its last day, and whether it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foidesk.rules.law import Provision
from foidesk.rules.needs.clarification import request_due
from foidesk.rules.needs.fee import payment_due
from foidesk.rules.position import Position, State
from foidesk.rules.terms import CONSULTATION_ANSWER, FEE_PAYMENT
from foidesk.rules.vocabulary import Consulted


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: its name as in the calculators, last day, kept or not (None: undecided), provision."""

    name: str
    due: date | None
    met: bool | None
    provision: Provision

    @property
    def label(self) -> str:
        """The Chinese name."""
        return LABELS[self.name]


LABELS = {
    "clarification_request": "告知补正",
    "clarification": "申请人补正",
    "consultation": "第三方或其他机关提出意见",
    "extension_notice": "告知延期",
    "fee_payment": "申请人缴费",
    "reply": "答复",
}


def limits(pos: Position) -> tuple[Limit, ...]:
    """Every limit of the application at the position, the reply last."""
    return (*_clarification(pos), *_consultations(pos), *_extension(pos), *_fee(pos), _reply(pos))


def _clarification(pos: Position) -> Iterator[Limit]:
    term = pos.terms.clarification_request
    if term is not None:
        met = None if pos.asked is None else not pos.asked_late
        yield Limit("clarification_request", request_due(pos), met, term.provision)
    if pos.asked is not None:
        named = pos.asked.answer_by
        yield Limit("clarification", named, _clarified_in_time(pos, named), pos.terms.clarified)


def _clarified_in_time(pos: Position, named: date | None) -> bool | None:
    if pos.clarified is not None:
        return named is None or pos.clarified <= named
    return False if pos.state is State.ABANDONED and not pos.lapsed_for_fee else None


def _consultations(pos: Position) -> Iterator[Limit]:
    for c in pos.consultations.values():
        to = c.to or Consulted.THIRD_PARTY
        last = c.last_day(pos.calendar)
        if last is None or to is Consulted.OTHER_AGENCY:
            continue  # the law names no day for another agency
        met = None if c.answered is None else c.answered <= last
        yield Limit("consultation", last, met, CONSULTATION_ANSWER[to].provision)


def _extension(pos: Position) -> Iterator[Limit]:
    """Listed once an extension was told, and while one can still be told."""
    last = pos.unextended_due()
    if last is None or not (pos.extension or pos.extension_told_late or pos.may_extend):
        return
    met = True if pos.extension else False if pos.extension_told_late else None
    yield Limit("extension_notice", last, met, pos.terms.extension.provision)


def _fee(pos: Position) -> Iterator[Limit]:
    if pos.notice is None:
        return
    last = payment_due(pos)
    if pos.paid is not None:
        met: bool | None = last is None or pos.paid <= last
    else:
        met = False if pos.lapsed_for_fee else None
    yield Limit("fee_payment", last, met, FEE_PAYMENT.provision)


def _reply(pos: Position) -> Limit:
    met = None if pos.reply is None else pos.due is None or pos.reply.on <= pos.due
    return Limit("reply", pos.due, met, pos.terms.reply.provision)
