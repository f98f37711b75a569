"""A small OpenID provider on this machine: real HTTP, real RS256; a test says what is to be wrong with its word."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "foidesk", "a secret of the client"


@dataclass
class Provider:
    """What it knows of the person, and how it is to lie."""

    moment: float
    login: str = "zhoumin"
    changed: dict[str, Any] = field(default_factory=dict)  #: claims in place of the right ones
    issuer_said: str = ""  #: in its discovery document
    other_key: bool = False  #: sign with a key that is not published
    unsigned: bool = False
    issuer: str = ""
    asked: dict[str, dict[str, str]] = field(default_factory=dict)  #: by code
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))

    def agreed(self, address: str, **put_in: str) -> str:
        """The person logs in at the address the desk sent the browser to; where the browser is sent back."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (said["response_type"], said["code_challenge_method"]) == ("code", "S256")
        assert (said["client_id"], said["prompt"]) == (CLIENT, "login")
        code = f"code-{len(self.asked)}"
        self.asked[code] = said
        back = {"code": code, "state": said["state"]} | put_in
        return urlsplit(said["redirect_uri"]).path + "?" + urlencode(back)

    def token(self, given: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, once; None where it is not to be had."""
        said = self.asked.pop(given.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if said is None or authorization != f"Basic {basic}" or challenge != said["code_challenge"]:
            return None
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": CLIENT,
            "iat": int(self.moment),
            "exp": int(self.moment) + 300,
            "nonce": said["nonce"],
            "preferred_username": self.login,
        } | self.changed
        return {"access_token": "x", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.unsigned:
            parts = (json.dumps({"alg": "none"}), json.dumps(claims))
            return ".".join(base64.urlsafe_b64encode(p.encode()).decode().rstrip("=") for p in parts) + "."
        key = RSAKey.generate_key(2048, {"kid": "1"}) if self.other_key else self.key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)

    def document(self, path: str) -> Any:
        """What it publishes."""
        if path == "/keys":
            return KeySet([self.key]).as_dict(private=False)
        return {
            "issuer": self.issuer_said or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }


@contextmanager
def running(provider: Provider) -> Iterator[Provider]:
    """The provider at an address of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, provider.document(self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            found = provider.token(given, self.headers.get("authorization", ""))
            self._answer(200 if found else 400, found or {"error": "invalid_grant"})

        def _answer(self, status: int, data: Any) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(data).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
