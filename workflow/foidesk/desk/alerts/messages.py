"""Alerts and digests as messages: text and HTML with links to the desk. They name numbers and days, no people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from foidesk.desk.alerts.wording import Told, told
from foidesk.desk.office import Office
from foidesk.store.alerts import AGENCY_ITSELF, Alert

MOST_LINES = 200  #: of a digest; the rest is counted


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: a subject, the text, the same as HTML."""

    subject: str
    text: str
    html: str


def single(office: Office, alert: Alert, today: date) -> Message:
    """One alert as a message."""
    said = told(alert, today, office.calendar)
    return _message(office, f"{_name(alert)}：{said.left}", "", [alert], [said], 0)


def digest(office: Office, alerts: Sequence[Alert], more: int, today: date) -> Message:
    """What a person has not seen yet, the most urgent first; `more`: how many are not among them."""
    ordered = sorted(alerts, key=lambda each: (each.due, each.alert))[:MOST_LINES]
    count = len(alerts) + more
    said = [told(each, today, office.calendar) for each in ordered]
    late = sum(each.tone in ("red", "today") for each in said)
    subject = f"今日提醒 {count} 项" + (f"，其中到期、逾期 {late} 项" if late else "")
    head = f"{today.year}年{today.month}月{today.day}日，您有 {count} 项提醒："
    return _message(office, subject, head, ordered, said, count - len(ordered))


def _message(
    office: Office, subject: str, head: str, alerts: Sequence[Alert], said: Sequence[Told], more: int
) -> Message:
    pairs = list(zip(alerts, said, strict=True))
    foot = [f"另有 {more} 项，请在办理台“提醒”中查看。"] if more else []
    foot += [f"{office.agency.name}依申请公开办理台自动发出，请勿回复。"]
    text = [head] if head else []
    for alert, each in pairs:
        text.append(f"{_name(alert)}：{each}" + (f"\n{link}" if (link := _link(office, alert)) else ""))
    rows = "".join(
        f"<tr><td>{_anchor(office, alert)}</td><td>{escape(each.about)}</td><td>{escape(each.left)}</td>"
        f"<td>{escape(each.do)}</td></tr>"
        for alert, each in pairs
    )
    html = (
        f'<html lang="zh-CN"><body>{f"<p>{escape(head)}</p>" if head else ""}'
        '<table border="1" cellpadding="6" style="border-collapse:collapse">'
        "<tr><th>申请编号</th><th>期限</th><th>剩余</th><th>如何办理</th></tr>"
        f"{rows}</table>{''.join(f'<p>{escape(line)}</p>' for line in foot)}</body></html>"
    )
    return Message(f"【依申请公开】{subject}", "\n\n".join([*text, *foot]), html)


def _name(alert: Alert) -> str:
    return alert.number or "本机关"


def _link(office: Office, alert: Alert) -> str:
    address = office.settings.alerts.address.rstrip("/")
    if not address:
        return ""
    page = "/alerts" if alert.application == AGENCY_ITSELF else f"/applications/{alert.application}"
    return address + page


def _anchor(office: Office, alert: Alert) -> str:
    link, name = _link(office, alert), escape(_name(alert))
    return f'<a href="{escape(link)}">{name}</a>' if link else name
