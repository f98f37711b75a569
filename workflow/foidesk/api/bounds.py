"""How much and how often a client may send: the length of a body, requests a minute."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foidesk.api.problems import TooMany, of_http

LONGEST_BODY = 1_000_000  #: bytes; the longest request and the longest letter are a tenth of it
LONGEST_WITH_FILES = 80_000_000  #: bytes; three of the largest files in base64
PER_CLIENT = parse("600/minute")
STRANGERS = parse("60/minute")  #: requests of one address without a token in force


class Rates:
    """Counts requests within this process (adr-052): of a client by its token, of strangers by their address."""

    def __init__(self, per_client: RateLimitItem = PER_CLIENT, strangers: RateLimitItem = STRANGERS) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._per_client, self._strangers = per_client, strangers

    def client(self, name: str) -> None:
        """One request more of a client. Raises TooMany."""
        self._take(self._per_client, name)

    def stranger(self, address: str) -> None:
        """One request more without a token in force. Raises TooMany."""
        self._take(self._strangers, address)

    def _take(self, most: RateLimitItem, of: str) -> None:
        if not self._limiter.hit(most, of):
            free_at = self._limiter.get_window_stats(most, of).reset_time
            raise TooMany(max(1, math.ceil(free_at - time.time())))


class Bounded:
    """Refuses a body that is too long before it is read whole, whether or not its length was told.

    FastAPI's own limit does not answer with a problem, and it reads a body before anybody is asked for a token:
    a body as long as files are is read of a client in force alone.
    """

    def __init__(self, app: ASGIApp, known: Callable[[str], bool]) -> None:
        self.app, self.known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is short enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        told = headers.get(b"content-length", b"0")
        most = LONGEST_BODY
        if not told.isdigit() or int(told) > most or b"transfer-encoding" in headers:
            most = await run_in_threadpool(self._most, headers.get(b"authorization", b"").decode("latin-1"))
        if not told.isdigit() or int(told) > most:
            await of_http(_refusal(most))(scope, receive, send)
            return
        length = 0

        async def counted() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > most:
                raise _refusal(most)
            return message

        await self.app(scope, counted, send)

    def _most(self, authorization: str) -> int:
        scheme, _, token = authorization.partition(" ")
        return LONGEST_WITH_FILES if scheme.lower() == "bearer" and self.known(token) else LONGEST_BODY


def _refusal(most: int) -> HTTPException:
    return HTTPException(413, f"最长{most:,}字节。")
