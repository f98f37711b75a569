"""Calendar feeds for Outlook, WPS and telephones: the days a person, or everybody of the agency, has to keep.

Whoever knows the secret address reads it without logging in; it tells numbers and days, no people. It ends when it is
revoked, when the account is closed or holds no role any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from foidesk.desk import permits
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.rules.watch import Watch
from foidesk.store import accounts, feeds, watches
from foidesk.store.feeds import WHOLE
from foidesk.store.tables import EVERYWHERE
from foidesk.store.watches import Dated

MOST = 5_000  #: days in a feed, the nearest first


def made_at(office: Office, account: int) -> datetime | None:
    """Since when there is a feed of the person, or of the agency (`WHOLE`)."""
    with office.database.reading() as conn:
        return feeds.made_at(conn, office.key, account)


def make(office: Office, account: int, by: By) -> str:
    """A new secret address of the person's or the agency's feed, in place of the old one; told this once."""
    _demand(account, by)
    with office.database.writing() as conn:
        return feeds.make(conn, office.key, account, by.now, by.who)


def revoke(office: Office, account: int, by: By) -> bool:
    """End the person's or the agency's feed; whether there was one."""
    _demand(account, by)
    with office.database.writing() as conn:
        return feeds.revoke(conn, office.key, account, by.now) > 0


def _demand(account: int, by: By) -> None:
    permits.demand(by, Act.HAND_OVER if account == WHOLE else Act.READ)


def read(house: Installation, secret: str, now: datetime) -> bytes | None:
    """The feed of a secret as iCalendar; None for a secret that is worth nothing."""
    today = By("", now).today
    with house.database.reading() as conn:
        found = feeds.owner(conn, secret)
        if found is None or found[0] not in {each.key for each in house.settings.agency}:
            return None
        office, name = house.office(found[0]), None
        if found[1] != WHOLE:
            owner = accounts.get(conn, office.key, found[1]) or accounts.get(conn, EVERYWHERE, found[1])
            if owner is None or owner.closed_at is not None:
                return None
            if not accounts.roles_on(conn, owner.agency, owner.account, today):
                return None
            name = owner.name
        days = watches.dated(conn, office.key, name, MOST)
    return _calendar(office, name or office.agency.name, days, now)


def _calendar(office: Office, title: str, days: list[Dated], now: datetime) -> bytes:
    made = Calendar()
    made.add("prodid", "-//foidesk//依申请公开//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"依申请公开期限（{title}）")
    made.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for each in days:
        for event in _events(office, each, now):
            made.add_component(event)
    return bytes(made.to_ical())


def _events(office: Office, day: Dated, now: datetime) -> Iterator[Event]:
    label = Watch(day.watch).label
    words = _words(day, By("", now).today)
    if day.watch == Watch.REPLY.value:
        yield _event(office, day, "target", office.calendar.add(day.due, -1), "答复内部时限", words, now)
    yield _event(office, day, "due", day.due, label, words, now)


def _words(day: Dated, today: date) -> str:
    """（暂停：等待意见）（暂定）（已逾期）, what of it holds."""
    found = []
    if day.silent_until is not None and today <= day.silent_until:
        found.append("暂停：等待意见")
    if day.provisional:
        found.append("暂定：放假安排尚未公布")
    if today > day.due and day.watch == Watch.REPLY.value:
        found.append("已逾期")
    return "".join(f"（{each}）" for each in found)


def _event(office: Office, day: Dated, kind: str, on: date, label: str, words: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{office.key}-{day.application}-{day.watch}-{kind}-{day.due}@foidesk")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", f"{label}：{day.number}{words}")
    event.add("transp", "TRANSPARENT")
    if address := office.settings.alerts.address.rstrip("/"):
        event.add("url", f"{address}/applications/{day.application}")
    if day.handler:
        event.add("description", f"承办人：{day.handler}")
    return event
