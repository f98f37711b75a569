"""Who calls: the client of the bearer token, at the desk of its agency, at this moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from foidesk.api.problems import InProgress
from foidesk.desk import clients
from foidesk.desk.office import By, Office
from foidesk.store import submissions

_BEARER = HTTPBearer(auto_error=False)
Once = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True)
class Seat:
    """The client at its desk."""

    office: Office
    by: By
    sender: str


def seated(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Seat:
    """The client of the token; UnknownToken without a valid one."""
    installation = request.app.state.installation
    client = clients.admitted(installation.database, given.credentials if given else "")
    by = clients.acting(client, request.app.state.now())
    return Seat(installation.office(client.agency), by, f"client:{client.client}")


def once(seat: Seat, key: str | None, about: str, status: int, act: Callable[[], BaseModel]) -> Response:
    """Do the act, with a key once only: the same request again gets the same answer."""
    if key is None:
        return _json(status, act().model_dump_json().encode())
    office, database = seat.office, seat.office.database
    digest = hashlib.sha256(about.encode("utf-8", "surrogatepass")).hexdigest()
    with database.writing() as conn:
        found = submissions.claim(conn, office.key, seat.sender, key, digest, seat.by.now)
    if isinstance(found, submissions.Answered):
        return _json(found.status, submissions.opened(database.vault, office.key, seat.sender, key, found))
    if isinstance(found, submissions.Running):
        raise InProgress("同一请求正在办理。", why="它还没有结果。", do="请稍后以同一标识重发。")
    done = False
    try:
        body = act().model_dump_json().encode()
        done = True
    finally:
        if not done:
            with database.writing() as conn:
                submissions.release(conn, office.key, seat.sender, key)
    with database.writing() as conn:
        submissions.finish(conn, database.vault, office.key, seat.sender, key, status, body)
    return _json(status, body)


def _json(status: int, body: bytes) -> Response:
    return Response(body, status, media_type="application/json")
