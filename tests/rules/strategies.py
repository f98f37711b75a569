"""What the tests of the rules draw from: days, calendars, any logs, and logs the guard let pass one by one.

`act(kind, on, n)` is an act of the kind that lacks nothing, varied by the number `n`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from foidesk import content
from foidesk.rules import events as ev
from foidesk.rules import guard
from foidesk.rules.clock import STANDARD
from foidesk.rules.lifecycle import NotAllowed
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.terms import Readings
from foidesk.rules.vocabulary import (
    ApplicantKind,
    Channel,
    Consulted,
    FeeStandard,
    RemedyResult,
    RemedyRoute,
    Service,
)
from foidesk.rules.workdays import Calendar

CALENDAR = content.calendar()
DAY = timedelta(days=1)
IN_FORCE_2008 = date(2008, 5, 1)
IN_FORCE_2019 = date(2019, 5, 15)
FEES_IN_FORCE = date(2021, 1, 1)

days = st.dates(IN_FORCE_2008, date(2030, 12, 31))
days_since_2019 = st.dates(IN_FORCE_2019, date(2030, 12, 31))
days_with_fees = st.dates(FEES_IN_FORCE, date(2030, 12, 31))
channels = st.sampled_from(Channel)


# --- calendars -----------------------------------------------------------------------------------
@cache
def _calendars() -> tuple[Calendar, ...]:
    notices = content.notices()
    return (
        CALENDAR,
        Calendar(()),
        Calendar(n for n in notices if n.year <= 2020),
        Calendar(n for n in notices if n.year % 2),
    )


def calendars() -> st.SearchStrategy[Calendar]:
    """The real one; none, some, and every second of its notices."""
    return st.deferred(lambda: st.sampled_from(_calendars()))


# --- acts ----------------------------------------------------------------------------------------
def _replied(on: date, n: int) -> dict[str, Any]:
    ground = GROUNDS[("to_be_made", "disclosed", "not_held", "refused_internal", "petition")[n % 5]]
    facts = {need.name: "甲" for need in ground.needs}
    return {
        "service": (Service.POST, Service.IN_PERSON, Service.ELECTRONIC)[n % 3],
        "ground": ground.key,
        "approved_by": "局长",
        "facts": json.dumps(facts),
    }


_STATED: dict[type[ev.Event], Callable[[date, int], dict[str, Any]]] = {
    ev.Imported: lambda on, n: {"row": n + 2},
    ev.Registered: lambda on, n: {
        "number": f"2026-{n:03}",
        "year": 2026,
        "n": n + 1,
        "applicant": 1,
        "applicant_kind": ApplicantKind.OTHER,
    },
    ev.ReceiptCorrected: lambda on, n: {
        "channel": list(Channel)[n % 7],
        "reason": "录入有误",
        "corrected_by": "王",
    },
    ev.RegistrationCorrected: lambda on, n: {
        "applicant": n,
        "reason": "录入有误",
        "corrected_by": "王",
    },
    ev.ClarificationAsked: lambda on, n: {
        "answer_by": on + (3 + 4 * n) * DAY,
        "defects": "未写明文件名称|请写明文件名称或者文号",
        "late_reason": "多部门会商",
    },
    ev.ClarificationLapsed: lambda on, n: {"no_good_reason": True, "approved_by": "局长"},
    ev.ConsultationSent: lambda on, n: {"id": "abc"[n % 3], "to": list(Consulted)[n // 3 % 3]},
    ev.ConsultationServed: lambda on, n: {"id": "abc"[n % 3]},
    ev.ConsultationAnswered: lambda on, n: {"id": "abc"[n % 3], "consents": n % 2 == 0},
    ev.ConsultationReturned: lambda on, n: {"id": "abc"[n % 3]},
    ev.JudgementRecorded: lambda on, n: {"officer": "李", "judgement": "公开不损害其权益"},
    ev.Extended: lambda on, n: {
        "days": (15, 20, 1)[n % 3],
        "approved_by": "主任",
        "reason": "需调取三个部门的历史档案",
    },
    ev.ExplanationAsked: lambda on, n: {
        "answer_by": on + (5 + n) * DAY,
        "officer": "李",
        "figures": "一个月120件",
    },
    ev.DelayAnnounced: lambda on, n: {
        "until": on + (40 + n) * DAY,
        "approved_by": "主任",
        "reason": "数量较大",
    },
    ev.FeeNotified: lambda on, n: {
        "standard": FeeStandard.ITEMS,
        "units": 11,
        "yuan": 100,
        "officer": "李",
        "reason": "数量明显超过合理范围",
        "alternatives_offered": True,
    },
    ev.FeePaid: lambda on, n: {"yuan": (None, 100, 60)[n % 3]},
    ev.FeeRevoked: lambda on, n: {"reason": "计算有误"},
    ev.FeeLapsed: lambda on, n: {"no_good_reason": True, "approved_by": "局长"},
    ev.Assigned: lambda on, n: {"handler": "王", "unit": "规划科", "answer_by": on + DAY},
    ev.UnitAnswered: lambda on, n: {"unit": "规划科"},
    ev.SearchRecorded: lambda on, n: {
        "places": ("档案室", "公文系统"),
        "terms": "规划",
        "searcher": "王",
        "found": n % 4 == 3,
    },
    ev.SecrecyReviewed: lambda on, n: {"reviewer": "赵", "cleared": n % 4 != 3},
    ev.Noted: lambda on, n: {"text": "来电询问进度"},
    ev.DocumentFiled: lambda on, n: {"title": "申请书"},
    ev.Drafted: lambda on, n: {"kind": "disclosed"},
    ev.Submitted: lambda on, n: {"kind": "reply", "proposal": "{}", "submitted_by": "王"},
    ev.Reviewed: lambda on, n: {"sequence": n + 2, "reviewed_by": "李"},
    ev.SentBack: lambda on, n: {"sequence": n + 2, "sent_back_by": "李", "note": "请补充理由"},
    ev.Approved: lambda on, n: {"sequence": n + 2, "approved_by": "主任"},
    ev.Recalled: lambda on, n: {"sequence": n + 2, "recalled_by": "王"},
    ev.LetterIssued: lambda on, n: {
        "kind": "disclosed",
        "doc_number": f"告〔2026〕{n}号",
        "approved_by": "局长",
    },
    ev.LetterSent: lambda on, n: {"doc_number": f"告〔2026〕{n}号", "service": Service.POST},
    ev.LetterServed: lambda on, n: {"doc_number": f"告〔2026〕{n}号", "service": Service.POST},
    ev.LetterReturned: lambda on, n: {"doc_number": f"告〔2026〕{n}号"},
    ev.LetterRefused: lambda on, n: {"doc_number": f"告〔2026〕{n}号", "witness": "赵"},
    ev.AddressChanged: lambda on, n: {"applicant": n + 1},
    ev.Replied: _replied,
    ev.Withdrawn: lambda on, n: {"signed_by": "申请人", "part": "第二项" if n % 2 else None},
    ev.Merged: lambda on, n: {"into": "2026-001"},
    ev.ReplyAnnulled: lambda on, n: {"days": (None, 5, 30)[n % 3], "decision": "复议决定"},
    ev.RemedyFiled: lambda on, n: {"route": RemedyRoute.RECONSIDERATION},
    ev.RemedyDecided: lambda on, n: {
        "route": RemedyRoute.RECONSIDERATION,
        "result": RemedyResult.CORRECTED,
    },
    ev.Struck: lambda on, n: {"sequence": n + 2, "reason": "登记有误", "struck_by": "王"},
}
ALL_KINDS = tuple(kind for kind in ev.KINDS.values() if kind is not ev.Received)
UNDOING = (ev.Struck, ev.FeeRevoked)


def act(kind: type[ev.Event], on: date, n: int = 0) -> ev.Event:
    """An act of the kind on the day, with everything that a new act must state."""
    return kind(on=on, **_STATED.get(kind, lambda on, n: {})(on, n))


def bare(event: ev.Event) -> ev.Event:
    """The event as history may know it: only what the clock counts with."""
    kept = {f.name: getattr(event, f.name) for f in fields(event) if f.default is MISSING}
    return type(event)(**kept)


def refusal(
    log: ev.Log, event: ev.Event, *, today: date | None = None, readings: Readings = STANDARD
) -> NotAllowed | None:
    """How the guard refuses the act, None when it lets it pass."""
    try:
        guard.judge(log, event, CALENDAR, today=today or event.on, readings=readings)
    except NotAllowed as refused:
        return refused
    return None


# --- logs ----------------------------------------------------------------------------------------
numbers = st.integers(0, 11)


def opened(on: date, channel: Channel = Channel.SIGNED_POST) -> ev.Log:
    """An application received and registered on the day."""
    return (ev.Received(on=on, channel=channel), act(ev.Registered, on))


@st.composite
def logs(
    draw: st.DrawFn,
    *,
    start: st.SearchStrategy[date] = days,
    without: Sequence[type[ev.Event]] = (),
    one_a_day: bool = False,
    size: int = 12,
) -> ev.Log:
    """A receipt, then any events in any order of days, complete or as bare as history."""
    log = opened(draw(start), draw(channels))
    arrived = log[0].on
    kinds = st.sampled_from([kind for kind in ALL_KINDS if kind not in without])
    steps = st.tuples(st.integers(0, 130), kinds, numbers, st.booleans())
    unique = {"unique_by": lambda step: step[0]} if one_a_day else {}
    for gap, kind, n, complete in draw(st.lists(steps, max_size=size, **unique)):
        event = act(kind, arrived + (gap + one_a_day) * DAY, n)
        log = (*log, event if complete else bare(event))
    return log


@st.composite
def accepted_logs(
    draw: st.DrawFn,
    *,
    start: st.SearchStrategy[date] = days,
    without: Sequence[type[ev.Event]] = (),
    only: Sequence[type[ev.Event]] = ALL_KINDS,
    size: int = 16,
    back: int = 3,
) -> ev.Log:
    """A log in which the guard let every act pass when it was typed in, some back-dated up to `back` days."""
    log = opened(draw(start), draw(channels))
    today = log[0].on
    kinds = st.sampled_from([kind for kind in only if kind not in without])
    for gap, kind, n in draw(st.lists(st.tuples(st.integers(-back, 14), kinds, numbers), max_size=size)):
        on = max(today + gap * DAY, log[0].on)
        event = act(kind, on, n)
        if refusal(log, event) is None:
            log, today = (*log, event), max(on, today)
    return log


#: the kinds that move the clock, for denser logs
MOVING = (
    ev.ClarificationAsked,
    ev.ClarificationServed,
    ev.Clarified,
    ev.ConsultationSent,
    ev.ConsultationServed,
    ev.ConsultationAnswered,
    ev.Extended,
    ev.FeeNotified,
    ev.FeeNoticeServed,
    ev.FeePaid,
    ev.ExplanationAsked,
    ev.ExplanationServed,
    ev.ExplanationGiven,
    ev.DelayAnnounced,
    ev.Replied,
    ev.ReplyAnnulled,
)
