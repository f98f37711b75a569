"""By which ways people and the agency's groups are reached outside the desk, and how a person changes that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from foidesk import notices
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.settings import email_address
from foidesk.store import contacts
from foidesk.store.contacts import Contact
from foidesk.store.deliveries import GROUP

MOST = 300  #: characters of an address


def ways_out(
    office: Office, accounts: Iterable[int], ways: Mapping[int, tuple[str, ...]]
) -> Iterator[tuple[int, str]]:
    """Account and way of every message that these people and the agency's groups are to get."""
    for account in sorted(accounts):
        for way in ways.get(account, ()):
            yield account, way
    for way in groups(office):
        yield GROUP, way


def groups(office: Office) -> Mapping[str, str]:
    """The addresses of the agency's groups by a name that gives nothing away."""
    return {
        f"group {hashlib.sha256(address.encode()).hexdigest()[:12]}": address
        for address in office.agency.channels
    }


def contact(office: Office, account: int) -> Contact:
    """How a person is reached."""
    with office.database.reading() as conn:
        return contacts.get(conn, office.vault, office.key, account)


def change(office: Office, account: int, email: str, chat: str, by: By) -> None:
    """Keep how a person wants to be reached; empty: not that way. DeskError for an address that is none."""
    email, chat = email.strip(), chat.strip()
    if max(len(email), len(chat)) > MOST:
        raise DeskError("地址太长。", why=f"最多{MOST}个字。", do="请核对后重新填写。")
    if email and not email_address(email):
        raise DeskError(f"“{email}”不是电子邮箱地址。", do="请核对，如 zhoumin@furong.example.cn。")
    if chat and not chat.startswith(notices.CHATS):
        raise DeskError(
            "消息机器人的地址不能使用。",
            why="只能用企业微信、钉钉、飞书的群机器人。",
            do=f"请以 {'、'.join(notices.CHATS)} 开头填写，或者留空。",
        )
    with office.database.writing() as conn:
        contacts.put(conn, office.vault, office.key, account, Contact(email or None, chat or None), by.now)
