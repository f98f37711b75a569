"""What people are told outside the desk: bytes out by e-mail or to a chat, nothing decided."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from foidesk import mail
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from foidesk.settings import Mail

CHATS = ("wecombot://", "dingtalk://", "feishu://")  #: 企业微信, 钉钉, 飞书: their hosts are fixed
_NOT_TOLD = "消息没有发出。"


def mailed(to: str, subject: str, text: str, html: str, at: datetime, settings: Mail) -> None:
    """Send a message as text and HTML; DeskError as `mail.send`."""
    message = mail.compose(to, subject, text, (), at, settings, html=html)
    mail.send(message, settings)


def chatted(address: str, subject: str, text: str) -> None:
    """Post a message to a chat or a web hook by its apprise address; DeskError when it does not take it."""
    import apprise  # slow to import, and few need it

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would write addresses, which hold secrets
    channels = apprise.Apprise()
    if not channels.add(address):
        raise DeskError(_NOT_TOLD, why="消息渠道的地址不能使用。", do="请核对渠道地址的写法。")
    if not channels.notify(title=subject, body=text, body_format=apprise.NotifyFormat.TEXT):
        raise DeskError(
            _NOT_TOLD,
            why="消息渠道没有接受，或者连不上。",
            do="请核对渠道地址中的口令是否有效、网络是否通畅；系统会自动重试。",
        )
