"""Who calls: the client of the bearer token, at the desk of its agency, at this moment; and what it sends, once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Header, Path, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from foidesk.api.bounds import Rates
from foidesk.api.problems import InProgress
from foidesk.desk import clients, dossier, permits
from foidesk.desk.applications import File
from foidesk.desk.clients import UnknownToken
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.store import submissions

_BEARER = HTTPBearer(auto_error=False, description="The token an administrator gave to the client.")
_ENDED = timedelta(minutes=10)  #: what has not been answered by then never will be
Once = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Any text of the client's own; the same request with the same key is carried out once.",
    ),
]
#: The key of an application: the `application` of its summary, not its number.
Key = Annotated[int, Path(ge=1, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Seat:
    """The client at its desk."""

    office: Office
    by: By
    client: int

    def may(self, *acts: Act) -> None:
        """Let the act pass, or raise NotPermitted."""
        permits.demand(self.by, *acts)

    def file(self, application: int) -> File:
        """One application. Raises NotThere, NotPermitted."""
        return dossier.by_key(self.office, application, self.by)


def seated(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Seat:
    """The client of the token. Raises UnknownToken, TooMany."""
    installation, rates = request.app.state.installation, request.app.state.rates
    assert isinstance(rates, Rates)
    try:
        client = clients.admitted(installation.database, given.credentials if given else "")
    except UnknownToken:
        rates.stranger(request.client.host if request.client else "")
        raise
    rates.client(f"{client.agency} {client.client}")
    by = clients.acting(client, request.app.state.now())
    return Seat(installation.office(client.agency), by, client.client)


Sitting = Annotated[Seat, Depends(seated)]


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that does something, at its desk."""

    seat: Seat
    key: str | None
    digest: str

    def once(self, status: int, act: Callable[[], BaseModel]) -> Response:
        """Do the act, with a key once only: the same request again gets the same answer.

        A refused act frees the key. One whose process ended in between keeps it: nobody knows whether it was done,
        so the client is told to look before it sends anew under another key. Keys are forgotten after
        `submissions.KEPT`.
        """
        if self.key is None:
            return _json(status, act().model_dump_json().encode())
        kept = self._claimed(self.key)
        if kept is not None:
            return kept
        done = False
        try:
            body = act().model_dump_json().encode()
            done = True
        finally:
            if not done:
                with self.seat.office.database.writing() as conn:
                    submissions.release(conn, self.seat.office.key, self._sender, self.key)
        database = self.seat.office.database
        with database.writing() as conn:
            submissions.finish(
                conn, database.vault, self.seat.office.key, self._sender, self.key, status, body
            )
        return _json(status, body)

    def _claimed(self, key: str) -> Response | None:
        """None when the act is ours to do, or the answer it got before. Raises InProgress, OtherRequest."""
        office, now = self.seat.office, self.seat.by.now
        with office.database.writing() as conn:
            found = submissions.claim(conn, office.key, self._sender, key, self.digest, now)
        if isinstance(found, submissions.Answered):
            answer = submissions.opened(office.vault, office.key, self._sender, key, found)
            return _json(found.status, answer)
        if isinstance(found, submissions.Running):
            if now - found.since > _ENDED:
                raise InProgress(
                    "同一请求此前没有办完。",
                    why=f"它在{found.since.isoformat(timespec='seconds')}开始，没有结果；可能已经登记，也可能没有。",
                    do="请先查询是否已经登记；没有登记的，换用新的标识重发。",
                )
            raise InProgress("同一请求正在办理。", why="它还没有结果。", do="请稍后以同一标识重发。")
        return None

    @property
    def _sender(self) -> str:
        return f"client:{self.seat.client}"


async def sent(request: Request, seat: Sitting, key: Once = None) -> Sent:
    """What the client asks to be done. DeskError for a key that is no plain text."""
    if key is not None and not key.isprintable():
        raise DeskError("提交标识不对。", why="它含有控制字符。", do="请用可见的字符。")
    said = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    said.update(await request.body())
    return Sent(seat, key, said.hexdigest())


Sending = Annotated[Sent, Depends(sent)]


def _json(status: int, body: bytes) -> Response:
    return Response(body, status, media_type="application/json")
