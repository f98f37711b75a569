"""A staffed office on each database, and what lies in whose inbox."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from foidesk.desk.office import CHINA, Office
from foidesk.rules.vocabulary import Role
from foidesk.settings import Mail
from foidesk.store import accounts, alerts, delegations
from foidesk.store.alerts import Alert

SINCE = date(2025, 1, 1)
STAFF = {
    "周敏": Role.CLERK,
    "刘建": Role.CLERK,
    "周明远": Role.HEAD,
    "督办": Role.SUPERVISOR,
    "审计员": Role.AUDITOR,
}


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


@pytest.fixture
def people(office: Office) -> dict[str, int]:
    """The accounts of the office by name."""
    found = {}
    with office.database.writing() as conn:
        for place, (name, role) in enumerate(STAFF.items()):
            given = {"login": f"person{place}", "name": name, "unit": None, "password": None}
            found[name] = accounts.add(conn, office.key, **given, at=at(SINCE), by="测试")
            accounts.give(conn, office.key, found[name], {role}, SINCE)
    return found


@pytest.fixture
def inbox(office: Office, people: dict[str, int]) -> Callable[..., list[Alert]]:
    """What lies in the inbox of a person about applications, or about the agency `itself`; oldest first."""

    def found(name: str, itself: bool = False) -> list[Alert]:
        with office.database.reading() as conn:
            everything = alerts.page(conn, office.key, people[name], limit=1_000)[::-1]
        return [each for each in everything if (each.application == alerts.AGENCY_ITSELF) is itself]

    return found


def steps(found: list[Alert]) -> list[tuple[str, str]]:
    return [(each.watch, each.rung) for each in found]


@pytest.fixture
def stand_in(office: Office, people: dict[str, int]) -> Callable[..., None]:
    """Let somebody stand in for another."""

    def made(giver: str, taker: str, first: date, last: date) -> None:
        with office.database.writing() as conn:
            delegations.add(conn, office.key, people[giver], people[taker], first, last, at(first), "测试")

    return made


class Post:
    """A mail server of this machine: takes mail, or answers as it is told."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.taken: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(envelope)
        return self.answer


@pytest.fixture
def post() -> Iterator[tuple[Post, Mail]]:
    """The mail server, and the settings that reach it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    office = Post()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    yield (
        office,
        Mail(host="127.0.0.1", port=port, security="none", sender="xxgk@furong.example.cn", timeout=5),
    )
    controller.stop()


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A web hook of this machine: its address for apprise, and what it was told."""
    told: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_address[1]}/foidesk", told
    server.shutdown()
