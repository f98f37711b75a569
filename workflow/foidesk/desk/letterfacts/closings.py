"""What the letters state that end a matter without a reply: withdrawn, merged, lapsed."""

from __future__ import annotations

from datetime import date
from typing import Any

from foidesk.desk.letterfacts.challenge import challenge
from foidesk.desk.letterfacts.matter import Matter, day_stated, you
from foidesk.desk.letterfacts.periods import provisional
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.needs.fee import payment_due
from foidesk.rules.needs.frame import day
from foidesk.rules.terms import terms_for


def _withdrawn(matter: Matter) -> dict[str, Any]:
    case, told = matter.case, matter.last(ev.Withdrawn)
    pos, agent = case.position, case.registered.agent
    waiting = pos.notice is not None and pos.paid is None
    return {
        "signed_on": told.on,
        "withdrawn_on": told.on,
        "agent": matter.people[agent].name if told.by_agent and agent is not None else None,
        "part": told.part,
        "whole": told.part is None,
        "due": case.clock.due if told.part is not None else None,
        "fee_notified_on": pos.notice.on if pos.notice and waiting and told.part is None else None,
        "refund": f"{pos.paid_yuan}" if waiting and pos.paid_yuan and told.part is None else None,
    }


def _merged(matter: Matter) -> dict[str, Any]:
    told, first = matter.last(ev.Merged), _first_receipt(matter)
    reply = terms_for(first).reply if first else None
    due = matter.case.position.calendar.add(first, reply.days) if first and reply else None
    return {
        "signed_on": told.on,
        "into": told.into,
        "first_on": first,
        "reply_days": reply.days if reply else None,
        "first_due": due,
        "provisional": provisional(matter, first, due),
    }


def _clarification_lapsed(matter: Matter) -> dict[str, Any]:
    pos, lapsed = matter.case.position, matter.last(ev.ClarificationLapsed)
    return {
        "signed_on": lapsed.on,
        "asked_on": pos.asked.on if pos.asked else None,
        "asked_number": matter.last_number("clarification"),
        "served_on": pos.request_served,
        "answer_by": pos.asked.answer_by if pos.asked else None,
        "remedy": challenge(matter, matter.signed_on or lapsed.on, you(matter)),
    }


def _fee_lapsed(matter: Matter) -> dict[str, Any]:
    pos, lapsed = matter.case.position, matter.last(ev.FeeLapsed)
    return {
        "signed_on": lapsed.on,
        "notified_on": pos.notice.on if pos.notice else None,
        "notice_number": matter.last_number("fee"),
        "served_on": pos.notice_served,
        "last_day": payment_due(pos),
        "amount": f"{pos.notice.yuan}" if pos.notice and pos.notice.yuan is not None else None,
        "paid": f"{pos.paid_yuan}" if pos.paid_yuan else None,
        "remedy": challenge(matter, matter.signed_on or lapsed.on, you(matter)),
    }


def _first_receipt(matter: Matter) -> date | None:
    """The day that the application which goes on was received, as the clerk stated it. DeskError for no such day."""
    text, received = matter.stated.get("first_received_on", "").strip(), matter.case.clock.received
    if not text:
        return None
    first = day_stated("继续办理的申请的收到日期", text)
    if received is not None and first > received:
        raise DeskError(
            f"{day(first)}收到的申请晚于{day(received)}收到的本件，本件不能并入。",
            why="相同的申请并入最早收到的一件，答复期限自最早一件收到之日起计算。",
            do="请核对收到日期；收到日期无误的，把较晚的一件并入较早的一件。",
        )
    return first


FACTS = {
    "withdrawn": _withdrawn,
    "merged": _merged,
    "clarification_lapsed": _clarification_lapsed,
    "fee_lapsed": _fee_lapsed,
}
