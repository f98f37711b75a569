"""期限说明: the limits, where the due day comes from, and the count day by day as a calendar of weeks."""

from __future__ import annotations

from datetime import date, timedelta

from foidesk.desk.applications import File
from foidesk.desk.casefile.section import Section, body, day, heading, listed, table
from foidesk.paper.letter import Block
from foidesk.rules.case import Case
from foidesk.rules.law import FIRST_DAY_NOT_COUNTED, short
from foidesk.rules.limits import Limit
from foidesk.rules.period import CountedDay
from foidesk.rules.workdays import Calendar, Kind

_WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_LIMITS = (9, 6, 4, 9)
_REASONS = (5, 11.5, 6.5, 5)


def counting(file: File, calendar: Calendar) -> Section:
    """The clock as the program explains it."""
    case = file.case
    if case.clock.received is None:
        return Section("期限说明", (body("收到申请之日还没有确定，期限尚未起算。"),))
    return Section(
        "期限说明",
        (
            heading("一、各项期限"),
            table(_LIMITS, ("期限", "届满日", "按期", "依据"), [_limit(each) for each in case.clock.limits]),
            heading("二、答复期限的由来"),
            table(_REASONS, ("日期", "事项与效果", "依据", "届满日"), _reasons(case)),
            heading("三、逐日计算"),
            *_days(case, calendar),
            heading("四、期限方面的问题"),
            listed(
                _REASONS, ("日期", "问题", "依据", "处理"), _problems(case), "没有逾期或者不合规定的登记。"
            ),
        ),
    )


def _limit(limit: Limit) -> tuple[str, str, str, str]:
    kept = "—" if limit.met is None else "是" if limit.met else "否"
    return limit.label, day(limit.due), kept, short(limit.provision.cite)


def _reasons(case: Case) -> list[tuple[str, str, str, str]]:
    return [(day(r.on), r.what, short(r.provision.cite), day(r.due)) for r in case.clock.reasons]


def _problems(case: Case) -> list[tuple[str, str, str, str]]:
    return [(day(p.on), p.what, short(p.provision.cite), p.do) for p in case.clock.problems]


# --- day by day ----------------------------------------------------------------------------------


def _days(case: Case, calendar: Calendar) -> list[Block]:
    period = case.clock.period
    if period is None:
        return [body("现在没有正在计算的答复期限。")]
    counted = {each.day.on: each for each in period.days(calendar)}
    first, last = period.start, period.end(calendar)
    told = [
        body(
            f"期间开始之日（{day(first)}）不计入（{short(FIRST_DAY_NOT_COUNTED.cite)}），自次日起逐日计算，"
            f"至{day(last)}届满。{'其中有年度尚未公布放假安排，届满日暂定。' if case.clock.provisional else ''}"
        )
    ]
    rows = []
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        week = [monday + timedelta(days=n) for n in range(7)]
        rows.append(tuple(_cell(on, first, last, counted.get(on), case.closed_on) for on in week))
        monday += timedelta(days=7)
    told.append(table((4,) * 7, _WEEK, rows, tall=2))
    notices = dict.fromkeys(each.day.notice for each in counted.values() if each.day.notice)
    if notices:
        told.append(body(f"放假和调休依据：{'、'.join(notices)}。"))
    return told


def _cell(on: date, first: date, last: date, counted: CountedDay | None, closed: date | None) -> str:
    """月-日, and what the day is; empty outside the period."""
    if on == first:
        return f"{on:%m-%d}\n起算"
    if counted is None:
        return ""
    if counted.number is not None:
        what = f"第{counted.number}日" + ("（班）" if counted.day.kind is Kind.MAKEUP else "")
    else:
        what = "征求意见" if counted.why else counted.day.name or counted.day.kind.value
    ends = [word for word, end in (("办结", closed), ("届满", last)) if on == end]
    return "\n".join((f"{on:%m-%d}", what, *ends))
