"""The row of the worklist that an application's log folds to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection

from foidesk.desk.office import Office
from foidesk.rules.case import Case
from foidesk.rules.needs.fee import payment_due
from foidesk.rules.position import State
from foidesk.rules.proposals import WAITING, Stage, unfinished
from foidesk.rules.report import counted_apart, counting
from foidesk.rules.watch import Watched, watched
from foidesk.rules.workdays import Calendar
from foidesk.store import watches, worklist
from foidesk.store.worklist import Row


def keep(
    conn: Connection, office: Office, application: int, case: Case, head: str, *, fresh: bool = False
) -> tuple[Row, frozenset[Watched]]:
    """Write what lists show of the case and which of its days are watched; the row, the days. `fresh`: it is new."""
    row = index_row(office.key, application, case, head, office.calendar)
    worklist.put(conn, row)
    days = watched(case, office.calendar)
    watches.put(conn, office.key, application, days, fresh=fresh)
    return row, days


def keep_new(
    conn: Connection, office: Office, cases: Mapping[int, Case], heads: Mapping[int, str]
) -> dict[int, Row]:
    """`keep` for many new cases by application, whose numbers are known to be free."""
    rows = {key: index_row(office.key, key, each, heads[key], office.calendar) for key, each in cases.items()}
    worklist.put_many(conn, list(rows.values()))
    watches.add_many(conn, office.key, {key: watched(each, office.calendar) for key, each in cases.items()})
    return rows


def index_row(agency: str, application: int, case: Case, head: str, calendar: Calendar) -> Row:
    """What lists show of the case; written in the transaction of every event, and by rebuild."""
    clock, registered = case.clock, case.registered
    counted = counting(case, calendar)
    return Row(
        agency=agency,
        application=application,
        number=registered.number,
        year=registered.year,
        n=registered.n,
        state=clock.state.key,
        seq=len(case.log),
        head=head,
        calendar=calendar.version,
        applicant=registered.applicant,
        applicant_kind=registered.applicant_kind.value,
        channel=case.received.channel.value,
        received=clock.received,
        due=clock.due if clock.state.is_open else None,
        target=clock.target if clock.state.is_open else None,
        provisional=clock.provisional,
        extended=case.position.extension > 0,
        paused_until=_paused_until(case, calendar),
        waiting_until=_waiting_until(case),
        handler=case.handling.handler,
        unit=case.handling.unit,
        unit_answer_by=case.handling.answer_by,
        fee_standard=case.fee.standard.value if case.fee and case.fee.standard else None,
        fee_units=case.fee.units if case.fee else None,
        ground=case.grounds[0].key if len(case.grounds) == 1 else "several" if case.grounds else None,
        line=case.outcome.code if case.outcome else None,
        closed_on=case.closed_on,
        in_time=clock.in_time,
        problems=len(clock.problems),
        counted_from=counted.since if counted else None,
        counted_on=counted.done_on if counted else None,
        counted_line=counted.line if counted else None,
        counted_apart=counted_apart(case),
        awaiting=_awaiting(case),
    )


def _awaiting(case: Case) -> str | None:
    """What the earliest of its proposals waits for; sent_back when it waits for the clerk to mend it."""
    stages = {each.stage for each in unfinished(case.proposals)}
    # a letter that came back after the reply was given otherwise waits for nobody
    known = (*WAITING, Stage.SENT_BACK) if case.state.is_open else WAITING
    return next((stage.key for stage in known if stage in stages), None)


def _paused_until(case: Case, calendar: Calendar) -> date | None:
    """The latest 15th working day of the opinions awaited."""
    if case.state is not State.OPEN:
        return None
    awaited = (case.position.consultations[key] for key in case.clock.waiting_for)
    return max((day for c in awaited if (day := c.last_day(calendar))), default=None)


def _waiting_until(case: Case) -> date | None:
    """Until when the applicant may clarify or pay."""
    if case.state is State.CLARIFYING and case.position.asked is not None:
        return case.position.asked.answer_by
    return payment_due(case.position) if case.state is State.AWAITING_PAYMENT else None
