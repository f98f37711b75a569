"""The last days that a letter states, held against the clock of its case; and whether the reply is late."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import DAY
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.case import Case
from foidesk.rules.needs.fee import payment_due

#: A clause that names a last day: until it, by it, on it the period ends.
_LAST = re.compile(
    rf"(?:至|截至|截止到?|不晚于|不迟于|最迟于?){DAY}|{DAY}(?:届满|之?前|以前|止|截止|到期|（含当日）)"
)
_OF_A_PERIOD = re.compile(r"期限|届满|答复|补正|说明|提交|提出(?:书面)?意见|延长|延至|截止")
#: In a clerk's own passage only what cannot but mean a period of this application.
_OF_THIS_PERIOD = (
    r"(?<!单位)(?<!局)(?:答复|补正|缴费|缴纳|说明|延长)的?期限|本机关(?:(?!请|该局|函)[^，。；]){0,20}答复"
)
_CLAUSE = re.compile(r"[^，。；！？：\n\t]+")

_EXTENDING = (law.EXTEND, law.EXTEND_2008)


def _first_due(held: Held) -> date | None:
    return held.against.case.clock.reasons[0].due


def _due(held: Held) -> date | None:
    return held.against.case.clock.due


def _asked_by(held: Held) -> date | None:
    case = held.against.case
    if case.position.asked is not None:
        return case.position.asked.answer_by
    asked = [e for e in case.standing if isinstance(e, ev.ClarificationAsked)]
    return asked[-1].answer_by if asked else None


def _extended_due(held: Held) -> date | None:
    reasons = held.against.case.clock.reasons
    return next((r.due for r in reversed(reasons) if r.provision in _EXTENDING), None)


def _explained_by(held: Held) -> date | None:
    asked = held.against.case.position.explanation_asked
    return asked.answer_by if asked else None


def _announced(held: Held) -> date | None:
    told = [e for e in held.against.case.standing if isinstance(e, ev.DelayAnnounced)]
    return told[-1].until if told else None


def _paid_by(held: Held) -> date | None:
    return payment_due(held.against.case.position)


def _opinion_by(held: Held) -> date | None:
    sent = [e for e in held.against.case.standing if isinstance(e, ev.ConsultationSent)]
    mine = [e for e in sent if e.id == held.against.about] or sent
    return mine[-1].answer_by if mine else None


#: The last day that each of these letters is about.
_STATES: Mapping[str, Callable[[Held], date | None]] = {
    "receipt": _first_due,
    "clarification": _asked_by,
    "extension": _extended_due,
    "explanation": _explained_by,
    "delay": _announced,
    "consulting": _due,
    "other_agency": _opinion_by,
    "fee": _paid_by,
    "fee_shortfall": _paid_by,
    "fee_lapsed": _paid_by,
    "clarification_lapsed": _asked_by,
}
#: What goes out before its period begins need not say when it ends.
_MAY_BE_SILENT = ("fee",)


#: Limits that the applicant is told of; the agency's own seven days are none of these.
_TOLD = ("reply", "clarification", "consultation", "fee_payment")


def last_days(held: Held) -> Iterator[Finding]:
    """A letter that sets or tells a last day tells the one of the case, and no other."""
    states = _STATES.get(held.letter.kind)
    case = held.against.case
    right = states(held) if states else None
    if right is None:
        return
    why = f"{law.REPLY_IN_20.cite}等规定：期限按工作日计算，案件的计算结果是{chinese_date(right)}。"
    if chinese_date(right) not in held.words.own and held.letter.kind not in _MAY_BE_SILENT:
        yield Finding(
            f"文书没有写明届满日{chinese_date(right)}。", why, "请恢复模板中写明日期的段落，不要改写。"
        )
    known = {
        right,
        *(r.due for r in case.clock.reasons),
        *(limit.due for limit in case.clock.limits if limit.name in _TOLD),
    }
    for text, subject, refuses in (
        (held.fixed.own, _OF_A_PERIOD, True),
        (held.free.own, _OF_THIS_PERIOD, False),
    ):
        for day in dict.fromkeys(_stated(text, subject)):
            if day not in known and _after_receipt(case, day):
                yield Finding(
                    f"文书写明的届满日“{chinese_date(day)}”与案件不符。",
                    why,
                    "请核对并改为案件的日期。",
                    refuses=refuses,
                )


def _stated(text: str, subject: str | re.Pattern[str]) -> Iterator[date]:
    """The last days in the clauses on that subject."""
    for clause in _CLAUSE.finditer(text):
        if not re.search(subject, clause[0]):
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
