"""The clock of an application in a few words, as lists and its page show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foidesk.desk.lists import days_left
from foidesk.rules.position import State
from foidesk.rules.workdays import Calendar
from foidesk.store.worklist import Row

_SOON = 3  #: working days from which a due day is amber
_STATES = {state.key: state for state in State}


@dataclass(frozen=True, slots=True)
class Chip:
    """Words with the tone they are shown in: blue, amber, today, red, grey, green. Never the colour alone."""

    words: str
    tone: str
    marks: tuple[str, ...] = ()


def state_of(row: Row) -> State:
    """The work state of a row."""
    return _STATES[row.state]


def chip(row: Row, calendar: Calendar, on: date) -> Chip:
    """剩 6 个工作日, 逾期 1 个工作日, 等待补正，截止 12月4日, 已答复 …."""
    state = state_of(row)
    if row.closed_on is not None:
        late = row.in_time is False
        return Chip(
            f"{state.label} {row.closed_on}" + ("（逾期）" if late else ""), "red" if late else "green"
        )
    if state in (State.CLARIFYING, State.AWAITING_PAYMENT):
        until = f"，截止 {row.waiting_until.month}月{row.waiting_until.day}日" if row.waiting_until else ""
        return Chip(state.label + until, "grey")
    if row.due is None:
        return Chip("收到日未定，应当与申请人确认", "amber")
    marks = tuple(mark for mark, shown in (("暂定", row.provisional), ("已延期", row.extended)) if shown)
    left = days_left(row, on, calendar) or 0
    if on > row.due:
        return Chip(f"逾期 {-left} 个工作日" if left else "已逾期", "red", marks)
    if row.paused_until is not None and on <= row.paused_until:
        return Chip("暂停：征求意见", "grey", marks)
    if on == row.due:
        return Chip("今日到期", "today", marks)
    return Chip(f"剩 {left} 个工作日", "amber" if left <= _SOON else "blue", marks)
