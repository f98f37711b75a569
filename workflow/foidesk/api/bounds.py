"""How much and how often a client may send: the length of a body, requests a minute."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foidesk.api.problems import TooMany, of_http

LONGEST_BODY = 1_000_000  #: bytes; the longest request and the longest letter are a tenth of it
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

    FastAPI's own limit does not answer with a problem.
    """

    def __init__(self, app: ASGIApp, most: int = LONGEST_BODY) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is short enough."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or int(told) > self.most:
            await of_http(self._refusal())(scope, receive, send)
            return
        length = 0

        async def counted() -> Message:
            nonlocal length
            message = await receive()
            length += len(message.get("body", b""))
            if length > self.most:
                raise self._refusal()
            return message

        await self.app(scope, counted, send)

    def _refusal(self) -> HTTPException:
        return HTTPException(413, f"最长{self.most:,}字节。")
