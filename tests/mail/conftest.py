"""A letter to be mailed, and a post office on this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from foidesk.errors import DeskError
from foidesk.mail import Attachment, compose
from foidesk.settings import Mail

SENT_AT = datetime(2026, 3, 27, 9, 30, tzinfo=timezone(timedelta(hours=8)))
LETTER = Attachment(
    "政府信息公开申请答复书（芙政公开〔2026〕第12号-答）.pdf", "application/pdf", b"%PDF-1.7\n.\r\n.."
)
SUBJECT = "长沙市芙蓉区人民政府关于您2026年3月2日政府信息公开申请的答复（芙政公开〔2026〕第12号-答）"
MAIL = Mail(
    host="127.0.0.1",
    security="none",
    sender="xxgk@furong.example.cn",
    sender_name="长沙市芙蓉区人民政府办公室",
    timeout=2,
)


def letter(to: str = "ouyang@example.cn", **changed: Any) -> EmailMessage:
    facts = {"subject": SUBJECT, "body": "欧阳喆：\n\n.附件是答复书。\n", "attachments": [LETTER]} | changed
    return compose(to, sent_at=SENT_AT, mail=facts.pop("mail", MAIL), **facts)


def refusal(act: Callable[..., object], *args: Any, **named: Any) -> str:
    with pytest.raises(DeskError) as refused:
        act(*args, **named)
    return str(refused.value)


class PostOffice:
    """Takes mail, or answers as it was told to at one of the steps."""

    def __init__(self, **answers: str) -> None:
        self.answers, self.taken = answers, list[Envelope]()

    def _answer(self, step: str, server: SMTP) -> str | None:
        said = self.answers.get(step)
        if said == "hang up":
            server.transport.close()
        return said

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT", server) or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        if self.answers.get("DATA") == "say nothing":
            await asyncio.sleep(4)
        return self._answer("DATA", server) or "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return self._answer("QUIT", server) or "221 Bye"


Opened = Callable[..., tuple[PostOffice, Mail]]


@pytest.fixture
def post_office() -> Iterator[Opened]:
    """Opens a post office that answers as told, and the settings that reach it."""
    open_ones: list[Controller] = []

    def opened(answers: dict[str, str] | None = None, **options: Any) -> tuple[PostOffice, Mail]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        office = PostOffice(**(answers or {}))
        controller = Controller(office, hostname="127.0.0.1", port=port, **options)
        controller.start()
        open_ones.append(controller)
        return office, MAIL.model_copy(update={"port": port})

    yield opened
    for each in open_ones:
        each.stop()
