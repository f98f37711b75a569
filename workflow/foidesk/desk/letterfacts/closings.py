"""What the letters state that end a matter without a reply: withdrawn, merged, lapsed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from foidesk.desk.letterfacts.challenge import challenge
from foidesk.desk.letterfacts.matter import Matter, you
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.needs.fee import payment_due

_DAY = re.compile(r"\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?\s*")


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
    told = matter.last(ev.Merged)
    return {
        "signed_on": told.on,
        "into": told.into,
        "first_on": _stated_day(matter, "first_received_on", "最早一件的收到日期"),
        "first_due": _stated_day(matter, "first_reply_due", "最早一件的答复期限届满日"),
    }


def _clarification_lapsed(matter: Matter) -> dict[str, Any]:
    pos, lapsed = matter.case.position, matter.last(ev.ClarificationLapsed)
    return {
        "signed_on": lapsed.on,
        "asked_on": pos.asked.on if pos.asked else None,
        "asked_number": _number_of(matter, "clarification"),
        "served_on": pos.request_served,
        "answer_by": pos.asked.answer_by if pos.asked else None,
        "remedy": challenge(matter, matter.signed_on or lapsed.on, you(matter)),
    }


def _fee_lapsed(matter: Matter) -> dict[str, Any]:
    pos, lapsed = matter.case.position, matter.last(ev.FeeLapsed)
    return {
        "signed_on": lapsed.on,
        "notified_on": pos.notice.on if pos.notice else None,
        "notice_number": _number_of(matter, "fee"),
        "served_on": pos.notice_served,
        "last_day": payment_due(pos),
        "amount": f"{pos.notice.yuan}" if pos.notice and pos.notice.yuan is not None else None,
        "paid": f"{pos.paid_yuan}" if pos.paid_yuan else None,
        "remedy": challenge(matter, matter.signed_on or lapsed.on, you(matter)),
    }


def _number_of(matter: Matter, kind: str) -> str | None:
    """文号 of the last issued letter of the kind, None when the log has none."""
    return next((each.doc_number for each in reversed(matter.case.letters) if each.kind == kind), None)


def _stated_day(matter: Matter, name: str, meaning: str) -> date | None:
    """A day that the clerk stated, however it was written; None when nothing was. Raises DeskError for no day."""
    text = matter.stated.get(name, "").strip()
    if not text:
        return None
    if found := _DAY.fullmatch(text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            pass
    raise DeskError(
        f"{meaning}“{text}”不是日期。", why="文书中的日期必须确实存在。", do="请写作“2026年3月2日”。"
    )


FACTS = {
    "withdrawn": _withdrawn,
    "merged": _merged,
    "clarification_lapsed": _clarification_lapsed,
    "fee_lapsed": _fee_lapsed,
}
