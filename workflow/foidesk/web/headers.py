"""The security headers of every answer: pages, files, refusals and failures alike."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'self'; frame-ancestors 'self';"
    " base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
_KEPT_BY_BROWSERS = ("/static/", "/assets/")


def secure(headers: MutableHeaders, scope: Scope) -> None:
    """Add those that the answer does not have."""
    added = _ALWAYS | (_HTTPS if scope.get("scheme") == "https" else {})
    if not scope["path"].startswith(_KEPT_BY_BROWSERS):
        added = {**added, "Cache-Control": "no-store"}
    for name, value in added.items():
        headers.setdefault(name, value)


class Secured:
    """Adds the headers to whatever the app answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and add the headers when the answer begins."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                secure(MutableHeaders(scope=message), scope)
            await send(message)

        await self.app(scope, receive, with_headers)
