"""A full clock with its reasons against one find_workday; a guarded step against a bare trigger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import chinese_calendar
from transitions import Machine

from bench.timing import Result, micro, pair
from foidesk import content
from foidesk.rules import events as ev
from foidesk.rules import lifecycle
from foidesk.rules.clock import clock, position
from foidesk.rules.position import State
from foidesk.rules.vocabulary import Channel, Service

RECEIVED = date(2025, 3, 3)


class Holder:
    """A model with nothing but its state."""

    state = State.OPEN


def results() -> Iterator[Result]:
    calendar = content.calendar()
    log = (
        ev.Received(on=RECEIVED, channel=Channel.SIGNED_POST),
        ev.Replied(on=date(2025, 3, 20), service=Service.POST),
    )
    assert clock(log, calendar).due == chinese_calendar.find_workday(20, RECEIVED)
    assert len(clock(log, calendar).reasons) == 2
    full = pair(lambda: clock(log, calendar), lambda: chinese_calendar.find_workday(20, RECEIVED))
    yield Result(
        "a full clock with reasons, plain case, ÷ one find_workday",
        f"{micro(full.ours)} against {micro(full.peer)}: 1/{full.ratio:,.0f}",
        "≤ 1/30",
        full.ratio >= 30,
    )
    yield _guarded(log, calendar)


def _guarded(log: ev.Log, calendar: object) -> Result:
    """An extension on a ready fold through the guard; the same trigger on a machine without our conditions."""
    event = ev.Extended(on=date(2025, 3, 10), days=20, approved_by="周明远", reason="需要调取三个部门的档案")
    pos = position(log[:1], content.calendar())
    rows = [
        {"trigger": row.event.name, "source": row.source, "dest": row.dest}
        for row in lifecycle.TABLE
        if row.when is None
    ]
    bare = Machine(
        model=None,
        states=list(State),
        initial=State.OPEN,
        auto_transitions=False,
        send_event=True,
        transitions=rows,
    )
    holder = Holder()
    trigger = bare.events[event.name].trigger
    lifecycle.step(pos, event)
    assert trigger(holder, event)
    assert pos.state is holder.state is State.OPEN
    step = pair(lambda: lifecycle.step(pos, event), lambda: trigger(holder, event))
    return Result(
        "a guarded step on a ready fold ÷ transitions' bare trigger",
        f"{micro(step.ours)} against {micro(step.peer)}: {1 / step.ratio:.2f} ×",
        "≤ 1.3 ×",
        1 / step.ratio <= 1.3,
    )
