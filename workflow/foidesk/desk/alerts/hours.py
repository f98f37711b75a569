"""When people may be told: on working days, outside the quiet hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from foidesk.desk.office import CHINA
from foidesk.rules.workdays import Calendar
from foidesk.settings import Alerts


def not_before(moment: datetime, settings: Alerts, calendar: Calendar) -> datetime:
    """The moment itself, or the end of the quiet hours or days off that it falls into."""
    local = moment.astimezone(CHINA)
    day = local.date()
    if calendar.is_workday(day) and local.timetz().replace(tzinfo=None) < settings.quiet_from:
        return max(local, datetime.combine(day, settings.quiet_until, CHINA))
    following = calendar.next_workday(day + timedelta(days=1))
    return datetime.combine(following, settings.quiet_until, CHINA)


def are_quiet(moment: datetime, settings: Alerts, calendar: Calendar) -> bool:
    """Whether nobody is told at the moment."""
    return not_before(moment, settings, calendar) > moment
