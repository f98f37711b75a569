"""What leaves the house: the morning's digests made, every message claimed, sent and marked.

Sending stands between two transactions: one takes the message on for a while, one marks it. A process that dies in
between leaves it to the next; only then a message can go out twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from foidesk import notices
from foidesk.desk.alerts import hours
from foidesk.desk.alerts.messages import MOST_LINES, Message, digest, single
from foidesk.desk.alerts.reach import groups
from foidesk.desk.alerts.staff import staff
from foidesk.desk.office import CHINA, By, Office
from foidesk.errors import DeskError
from foidesk.rules.watch import Watch
from foidesk.rules.workdays import Calendar
from foidesk.settings import Alerts
from foidesk.store import alerts, contacts, deliveries, urgings
from foidesk.store.deliveries import CHAT, DIGEST, GROUP, MAIL, Claimed, Delivery

DIGESTS_MADE = "digests made"  #: the way of the row that says so for a day
_AGAIN = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240))
_GIVES_UP = 5  #: failures in a row: the server is away, and each try may take minutes
_STEPS_OF_MAIL = 12  #: of a server, each of which may take `mail.timeout`
_ADDRESS = re.compile(r"[^\s<>“”（）]+@[^\s<>“”（）]+")


def is_time_for_digests(settings: Alerts, calendar: Calendar, now: datetime) -> bool:
    """Whether the hour of the digests has come, on a day on which people are told."""
    return now.astimezone(CHINA).time() >= settings.digest and not hours.are_quiet(now, settings, calendar)


def make_digests(office: Office, now: datetime) -> int:
    """From the hour of the digest on let everybody with unseen alerts have one; how many messages. Once a day."""
    if not is_time_for_digests(office.settings.alerts, office.calendar, now):
        return 0
    today = By("", now).today
    mark = Delivery(office.key, GROUP, DIGESTS_MADE, today, DIGEST)
    with office.database.writing() as conn:
        if not deliveries.add(conn, [mark], now, None):
            return 0  # made before, or by another process
        people = staff(conn, office, today)
        ways = contacts.ways(conn, office.key)
        wanted = [
            Delivery(office.key, account, way, today, DIGEST)
            for account in sorted(alerts.waiting(conn, office.key) & people.present)
            for way in ways.get(account, ())
        ]
        return deliveries.add(conn, wanted, now, now)


def deliver(office: Office, now: Callable[[], datetime], *, most: int = 1_000) -> tuple[int, int]:
    """Send what is to leave the house; how many messages went out, and how many failed and will be tried again.

    After `_GIVES_UP` failures without a success between them the rest waits for the next round.
    """
    sent = failed = in_a_row = 0
    while sent + failed < most:
        moment = now()
        if hours.are_quiet(moment, office.settings.alerts, office.calendar):
            break
        with office.database.reading() as conn:
            ready = deliveries.ready(conn, office.key, moment)
        if not ready:
            break
        for each in ready:
            went = _one(office, each, now)
            sent += went is True
            failed += went is False
            in_a_row = in_a_row + 1 if went is False else 0 if went else in_a_row
            if in_a_row == _GIVES_UP:
                return sent, failed
    return sent, failed


def _one(office: Office, delivery: Delivery, now: Callable[[], datetime]) -> bool | None:
    """Take one on, send it and mark it; None when there was nothing to send or another process has it."""
    moment = now()
    patience = timedelta(minutes=5, seconds=_STEPS_OF_MAIL * office.settings.mail.timeout)
    with office.database.writing() as conn:
        claimed = deliveries.claim(conn, delivery, moment, moment + patience)
        message = _message(conn, office, delivery, moment) if claimed else None
        if claimed and message is None:
            deliveries.idle(conn, delivery)
    if claimed is None or message is None:
        return None
    try:
        _send(office, delivery, message, claimed)
    except DeskError as error:
        trouble = _ADDRESS.sub("（地址）", f"{error.what}{error.why}{error.do}")
        again = now() + _AGAIN[min(claimed.tries, len(_AGAIN)) - 1]
        with office.database.writing() as conn:
            deliveries.failed(
                conn, delivery, trouble, hours.not_before(again, office.settings.alerts, office.calendar)
            )
        return False
    with office.database.writing() as conn:
        deliveries.sent(conn, delivery, now())
    return True


def _message(conn: Connection, office: Office, delivery: Delivery, now: datetime) -> Message | None:
    """What is to be said; None when it was done, told anew, or seen in the meantime."""
    today = By("", now).today
    if delivery.alert != DIGEST:
        alert = alerts.get(conn, office.key, delivery.alert)
        if alert is None or not alert.standing or alerts.newer(conn, office.key, alert):
            return None
        if alert.watch == Watch.URGING.value and alert.due not in _owed(conn, office):
            return None
        return single(office, alert, today)
    if delivery.day != today:
        return None
    lines = alerts.page(conn, office.key, delivery.account, unseen=True, limit=MOST_LINES)
    if not lines:
        return None
    return digest(office, lines, alerts.unseen(conn, office.key, delivery.account) - len(lines), today)


def _owed(conn: Connection, office: Office) -> frozenset[date]:
    return urgings.owed(conn, office.key).get(office.key, frozenset())


def _send(office: Office, delivery: Delivery, message: Message, claimed: Claimed) -> None:
    if delivery.account == GROUP:
        address = groups(office).get(delivery.way)
        if address is None:
            raise DeskError("消息渠道已经不在配置中。", do="请在配置中恢复该渠道。")
        notices.chatted(address, message.subject, message.text)
        return
    with office.database.reading() as conn:
        contact = contacts.get(conn, office.vault, office.key, delivery.account)
    if delivery.way == MAIL and contact.email:
        notices.mailed(
            contact.email, message.subject, message.text, message.html, claimed.made_at, office.settings.mail
        )
    elif delivery.way == CHAT and contact.chat:
        notices.chatted(contact.chat, message.subject, message.text)
