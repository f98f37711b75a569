"""Notices entered by the office: versioned rows that win over the shipped files."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from foidesk import content
from foidesk.errors import DeskError
from foidesk.rules.workdays import Amendment, Calendar, Notice, Span
from foidesk.settings import Settings
from foidesk.store import calendars
from foidesk.store.calendars import Entered
from foidesk.store.database import Database

LEAST_DAYS_OFF = 20  #: fewer, and a holiday is probably missing


def doubts(notice: Notice, today: date) -> list[str]:
    """What looks unlikely in a notice, though nothing in it is impossible."""
    found = []
    if notice.issued > today:
        found.append(f"通知的印发日期{notice.issued}在今天（{today}）之后，请核对。")
    if len(notice.effective_off) < LEAST_DAYS_OFF:
        found.append(
            f"该通知只有{len(notice.effective_off)}天放假，一年通常有{LEAST_DAYS_OFF}天以上，请核对是否完整。"
        )
    return found


def with_entered(database: Database, shipped: Calendar) -> Calendar:
    """The shipped calendar with the notices entered in the database."""
    with database.reading() as conn:
        return _with(shipped, calendars.current(conn))


def _with(shipped: Calendar, entered: Sequence[Entered]) -> Calendar:
    """A notice that was withdrawn has no content: the year is again as it was shipped, or unknown."""
    standing = [from_json(each.content) for each in entered if each.content]
    return shipped.with_notices(standing) if standing else shipped


def for_sums(settings: Settings, warn: Callable[[str], None]) -> Calendar:
    """The calendar of the calculators: they need no database, but where there is one its notices count.

    A database that cannot be reached is told to `warn`, and the shipped notices are used.
    """
    shipped = content.calendar(settings.calendar.path)
    try:
        entered = calendars.peek(settings.database.url)
    except DeskError as error:
        warn(f"{error.what}只用了随程序提供的放假安排。")
        return shipped
    return _with(shipped, entered)


def to_json(notice: Notice) -> str:
    """A notice as the text of its row."""
    return json.dumps(asdict(notice), ensure_ascii=False, default=date.isoformat, sort_keys=True)


def from_json(text: str) -> Notice:
    """A notice from the text of its row."""
    data = json.loads(text)
    try:
        return Notice(
            year=data["year"],
            number=data["number"],
            issued=date.fromisoformat(data["issued"]),
            off=_spans(data["off"]),
            work=_days(data["work"]),
            amendments=tuple(_amendment(each) for each in data["amendments"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DeskError(
            "数据库中的放假通知无法读取。",
            why=str(error),
            do="请重新录入该年的放假通知（foidesk calendar add）。",
        ) from None


def _amendment(data: dict[str, Any]) -> Amendment:
    return Amendment(
        number=data["number"],
        issued=date.fromisoformat(data["issued"]),
        off=_spans(data["off"]),
        work=_days(data["work"]),
        cancelled_off=_days(data["cancelled_off"]),
        cancelled_work=_days(data["cancelled_work"]),
    )


def _spans(data: list[dict[str, str]]) -> tuple[Span, ...]:
    return tuple(
        Span(each["name"], date.fromisoformat(each["first"]), date.fromisoformat(each["last"]))
        for each in data
    )


def _days(data: list[str]) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, data))
