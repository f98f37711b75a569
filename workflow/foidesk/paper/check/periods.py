"""The last days that a letter states, held against the clock of its case; and whether the reply is late."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.wording.template import chinese_date
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.case import Case

_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
#: A clause that names a last day: until it, by it, on it the period ends.
_LAST = re.compile(
    rf"(?:至|截至|截止到?|不晚于|不迟于|最迟于?){_DAY}|{_DAY}(?:届满|之?前|以前|止|截止|到期|（含当日）)"
)
_OF_A_PERIOD = re.compile(r"期限|届满|答复|补正|说明|提交|延长|延至|截止")
_CLAUSE = re.compile(r"[^，。；！？：\n\t]+")

_EXTENDING = (law.EXTEND, law.EXTEND_2008)


def _first_due(case: Case) -> date | None:
    return case.clock.reasons[0].due


def _asked_by(case: Case) -> date | None:
    asked = [e for e in case.standing if isinstance(e, ev.ClarificationAsked)]
    return asked[-1].answer_by if asked else None


def _extended_due(case: Case) -> date | None:
    return next((r.due for r in reversed(case.clock.reasons) if r.provision in _EXTENDING), None)


def _explained_by(case: Case) -> date | None:
    asked = case.position.explanation_asked
    return asked.answer_by if asked else None


def _announced(case: Case) -> date | None:
    told = [e for e in case.standing if isinstance(e, ev.DelayAnnounced)]
    return told[-1].until if told else None


#: The last day that each of these letters is about.
_STATES: Mapping[str, Callable[[Case], date | None]] = {
    "receipt": _first_due,
    "clarification": _asked_by,
    "extension": _extended_due,
    "explanation": _explained_by,
    "delay": _announced,
}


#: Limits that the applicant is told of; the agency's own seven days are none of these.
_TOLD = ("reply", "clarification", "consultation", "fee_payment")


def last_days(held: Held) -> Iterator[Finding]:
    """A letter that sets or tells a last day tells the one of the case, and no other."""
    states = _STATES.get(held.letter.kind)
    case = held.against.case
    right = states(case) if states else None
    if right is None:
        return
    text = held.words.own
    why = f"{law.REPLY_IN_20.cite}等规定：期限按工作日计算，案件的计算结果是{chinese_date(right)}。"
    if chinese_date(right) not in text:
        yield Finding(
            f"文书没有写明届满日{chinese_date(right)}。", why, "请恢复模板中写明日期的段落，不要改写。"
        )
    known = {
        right,
        *(r.due for r in case.clock.reasons),
        *(limit.due for limit in case.clock.limits if limit.name in _TOLD),
    }
    for day in dict.fromkeys(_stated(text)):
        if day not in known and _after_receipt(case, day):
            yield Finding(
                f"文书写明的届满日“{chinese_date(day)}”与案件不符。", why, "请核对并改为案件的日期。"
            )


def _stated(text: str) -> Iterator[date]:
    for clause in _CLAUSE.finditer(text):
        if not _OF_A_PERIOD.search(clause[0]):
            continue
        for match in _LAST.finditer(clause[0]):
            try:
                yield date(*(int(part) for part in match.groups() if part))
            except ValueError:
                continue  # 2月30日: no day at all, and so none of the case


def _after_receipt(case: Case, day: date) -> bool:
    """Earlier days are days of documents, not of periods."""
    return day > (case.clock.received or case.received.on)


def in_time(held: Held) -> Iterator[Finding]:
    """A reply after the due day still goes out; the head confirms it (条例 33)."""
    due, goes = held.against.case.clock.due, held.against.replied_on
    if held.is_reply and goes is not None and due is not None and goes > due:
        yield Finding(
            f"答复于{chinese_date(goes)}发出，晚于答复期限届满日{chinese_date(due)}。",
            f"{law.REPLY_IN_20.cite}：逾期答复程序违法，可能被确认违法。",
            "请由负责人确认并写明原因；答复仍应当尽快发出。",
            refuses=False,
        )


CHECKS = (last_days, in_time)
