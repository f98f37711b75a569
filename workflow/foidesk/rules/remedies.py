"""Result and date of the letter -> what the reply must say about remedies; who reconsiders; which court.

Letters dated from 2024-01-01 that withhold something must send the applicant to reconsideration first
(复议法 23); before that, and for everything else, the applicant may choose.
"""

from __future__ import annotations

import calendar as civil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from foidesk.errors import DeskError
from foidesk.rules import law
from foidesk.rules.outcomes import Ground, RemedyKind
from foidesk.rules.terms import RECONSIDERATION_ANSWER, RECONSIDERATION_ANSWER_SIMPLE
from foidesk.rules.vocabulary import AgencyType, Reconsiders
from foidesk.rules.workdays import Calendar

RECONSIDERATION_DAYS = 60  #: calendar days from receiving the letter (复议法 20)
LITIGATION_MONTHS = 6  #: months from receiving the letter (行诉法 46)
AFTER_RECONSIDERATION_DAYS = 15  #: calendar days from receiving the decision (行诉法 45)
COURT_ANSWER_DAYS = 15  #: calendar days to answer a complaint (行诉法 67)


RECONSIDERS: dict[AgencyType, tuple[Reconsiders, ...]] = {
    AgencyType.DISTRICT_GOVERNMENT: (Reconsiders.CITY_GOVERNMENT,),
    AgencyType.DEPARTMENT: (Reconsiders.DISTRICT_GOVERNMENT,),
    AgencyType.SUB_DISTRICT_OFFICE: (Reconsiders.DISTRICT_GOVERNMENT,),
    AgencyType.TOWN: (Reconsiders.DISTRICT_GOVERNMENT,),
    AgencyType.AUTHORISED_ORGANISATION: (Reconsiders.DISTRICT_GOVERNMENT,),
    AgencyType.DISTRICT_JUSTICE_BUREAU: (Reconsiders.DISTRICT_GOVERNMENT, Reconsiders.CITY_JUSTICE_BUREAU),
    AgencyType.OUTPOST: (Reconsiders.ESTABLISHING_GOVERNMENT,),
    AgencyType.CITY_BRANCH: (Reconsiders.CITY_GOVERNMENT, Reconsiders.DISTRICT_GOVERNMENT),
    AgencyType.VERTICAL: (Reconsiders.NEXT_HIGHER_AGENCY,),
}


def may_reconsider(agency: AgencyType, role: Reconsiders) -> bool:
    """Whether a body of that role hears reconsiderations of such an agency's replies (复议法 24–28)."""
    return role in RECONSIDERS[agency]


def intermediate_court(agency: AgencyType) -> bool:
    """Whether an intermediate court hears a case against such an agency (行诉法 15)."""
    return agency is AgencyType.DISTRICT_GOVERNMENT


@dataclass(frozen=True, slots=True)
class Addressees:
    """Where the applicant can turn: names from the agency's settings."""

    reconsideration: tuple[str, ...]
    court: str
    online: str = ""  #: the online channel, named when a decision is served electronically (复议法 22)


def kind_of(ground: Ground, letter_date: date) -> RemedyKind:
    """What a letter of that date on that ground must say."""
    if ground.remedy is RemedyKind.FIRST and not law.RECONSIDERATION_FIRST.in_force(letter_date):
        return RemedyKind.CHOICE
    return ground.remedy


def paragraph(
    grounds: Sequence[Ground],
    letter_date: date,
    to: Addressees,
    *,
    you: str,
    electronic: bool = False,
    document: str = "答复书",
) -> str:
    """The remedy paragraph of a reply, empty when it carries none; several items: one sentence per kind.

    `you` is 您 or 你单位, `document` what the letter calls itself. DeskError when it is served electronically and no online channel is known.
    """
    scopes: dict[RemedyKind, list[str]] = {}
    for n, ground in enumerate(grounds, 1):
        item = f"第{law.chinese_number(n)}项" if len(grounds) > 1 else ""
        kind = kind_of(ground, letter_date)
        if ground.key == "partly" and kind is RemedyKind.FIRST:
            scopes.setdefault(RemedyKind.FIRST, []).append(f"{item}中不予公开的部分")
            scopes.setdefault(RemedyKind.CHOICE, []).append(f"{item}的其他内容")
        elif kind is not RemedyKind.NONE:
            scopes.setdefault(kind, []).append(item)
    sentences = []
    for kind in (RemedyKind.FIRST, RemedyKind.CHOICE):
        if kind in scopes:
            scope = "、".join(scopes[kind]) if len(scopes) > 1 else ""
            sentences.append(_sentence(kind, scope, to, you, document))
    if sentences and electronic and letter_date >= law.RECONSIDERATION_ONLINE.since:
        sentences.append(_online(to))
    return "".join(sentences)


def _sentence(kind: RemedyKind, scope: str, to: Addressees, you: str, document: str) -> str:
    decision = "答复" if document == "答复书" else document
    where = "或者".join(to.reconsideration)
    if kind is RemedyKind.FIRST:
        return (
            f"{you}如对本{decision}{scope}不服，应当自收到本{document}之日起{RECONSIDERATION_DAYS}日内，先向{where}申请行政复议；"
            f"对行政复议决定不服的，可以自收到行政复议决定书之日起{AFTER_RECONSIDERATION_DAYS}日内，依法向人民法院提起行政诉讼。"
        )
    return (
        f"{you}如对本{decision}{scope}不服，可以自收到本{document}之日起{RECONSIDERATION_DAYS}日内向{where}申请行政复议，"
        f"也可以自收到本{document}之日起{LITIGATION_MONTHS}个月内向{to.court}提起行政诉讼。"
    )


def _online(to: Addressees) -> str:
    if not to.online:
        raise DeskError(
            "答复以电子方式送达，但没有设置互联网申请行政复议的渠道。",
            why=f"{law.RECONSIDERATION_ONLINE.cite}要求同时提供互联网申请渠道。",
            do="请在 config.toml 的 reconsideration_online 中写明，或者改用其他送达方式。",
        )
    return f"行政复议也可以通过互联网渠道申请：{to.online}。"


# --- periods of the remedies ---------------------------------------------------------------------


def last_day_to_reconsider(letter_received: date, calendar: Calendar) -> date:
    """60 calendar days from receiving the letter; a last day on a rest day moves on (民法典 203)."""
    return calendar.next_workday(letter_received + timedelta(days=RECONSIDERATION_DAYS))


def last_day_to_sue(letter_received: date, calendar: Calendar) -> date:
    """Six months from receiving the letter; a last day on a rest day moves on."""
    month = letter_received.month - 1 + LITIGATION_MONTHS
    year, month = letter_received.year + month // 12, month % 12 + 1
    last_of_month = civil.monthrange(year, month)[1]
    return calendar.next_workday(date(year, month, min(letter_received.day, last_of_month)))


def last_day_to_sue_after_reconsideration(decision_received: date, calendar: Calendar) -> date:
    """15 calendar days from receiving the decision; a last day on a rest day moves on."""
    return calendar.next_workday(decision_received + timedelta(days=AFTER_RECONSIDERATION_DAYS))


def answer_to_reconsideration(copy_received: date, calendar: Calendar, *, simplified: bool = False) -> date:
    """The agency's answer: 10 working days, 5 in the simplified procedure (复议法 48, 54)."""
    term = RECONSIDERATION_ANSWER_SIMPLE if simplified else RECONSIDERATION_ANSWER
    return calendar.add(copy_received, term.days)


def answer_to_court(copy_received: date, calendar: Calendar) -> date:
    """The agency's answer to a complaint: 15 calendar days (行诉法 67)."""
    return calendar.next_workday(copy_received + timedelta(days=COURT_ANSWER_DAYS))
