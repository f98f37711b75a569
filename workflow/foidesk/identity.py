"""The identity provider of the district: OpenID Connect, authorization code with PKCE, state and nonce.

Needs `foidesk[oidc]`. What the provider says is believed only when its ID token is signed with a key it publishes
(RS256, PS256 or ES256), names this issuer, this client and this log-in, and is in force.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

from foidesk.errors import DeskError, NotNow
from foidesk.settings import Oidc

_ALGORITHMS = ["RS256", "PS256", "ES256"]
_SECONDS = 10  #: how long the provider may take for each answer
_LEEWAY = 60  #: seconds that its clock may differ from ours
_BACK = "/login/provider/back"


@dataclass(frozen=True, slots=True)
class Begun:
    """A log-in that goes on at the provider: what must come back with it."""

    state: str
    nonce: str
    verifier: str


def begin(oidc: Oidc) -> tuple[str, Begun]:
    """The address at the provider to send the browser to, and what to remember. Raises NotNow, DeskError."""
    begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
    with _talking(oidc) as session:
        to, _ = session.create_authorization_url(
            _known(session, oidc)["authorization_endpoint"],
            state=begun.state,
            nonce=begun.nonce,
            code_verifier=begun.verifier,
            prompt="login",  # at a shared machine nobody comes in on the log-in of the person before
        )
    return str(to), begun


def finish(oidc: Oidc, begun: Begun, code: str, now: datetime) -> str:
    """The log-in name that the provider vouches for. Raises NotNow when it cannot be asked, DeskError otherwise."""
    with _talking(oidc) as session:
        known = _known(session, oidc)
        token = session.fetch_token(
            known["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=begun.verifier,
            timeout=_SECONDS,
            allow_redirects=False,
        )
        keys = _json(session, known["jwks_uri"])
    claims = _proved(oidc, begun, token, keys, now)
    login = claims.get(oidc.claim)
    if not isinstance(login, str) or not login:
        _refuse(f"身份信息中没有“{oidc.claim}”")
    return login


def _proved(
    oidc: Oidc, begun: Begun, token: Mapping[str, Any], keys: Any, now: datetime
) -> Mapping[str, Any]:
    """The claims of the ID token, once its signature, issuer, audience, times and nonce are right."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        read = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(keys), _ALGORITHMS)
        wanted = {
            "iss": {"essential": True, "value": oidc.issuer},
            "aud": {"essential": True, "value": oidc.client_id},
        }
        about = {"nonce": begun.nonce, "client_id": oidc.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(read.claims, read.header, wanted, about)
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError) as wrong:
        _refuse(f"身份凭证不能采信（{type(wrong).__name__}）")
    found: Mapping[str, Any] = claims
    return found


def _known(session: Any, oidc: Oidc) -> Mapping[str, str]:
    """What the provider says about itself; its addresses must be as safe as its own."""
    found = _json(session, oidc.issuer.rstrip("/") + "/.well-known/openid-configuration")
    wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if not isinstance(found, dict) or found.get("issuer") != oidc.issuer:
        _refuse("认证系统自称的 issuer 与配置不符")
    if not all(_safe(found.get(name)) for name in wanted):
        _refuse("认证系统给出的地址不是 https")
    return found


def _safe(address: object) -> bool:
    if not isinstance(address, str):
        return False
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")


def _json(session: Any, address: str) -> Any:
    answer = session.get(address, withhold_token=True, timeout=_SECONDS, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()


@contextmanager
def _talking(oidc: Oidc) -> Iterator[Any]:
    """A session with the provider; its trouble becomes a refusal."""
    try:
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.requests_client import OAuth2Session
        from requests import RequestException
    except ImportError:
        raise DeskError(
            "没有安装统一身份认证所需的组件。",
            why="配置了 [oidc]，但没有安装 authlib。",
            do="请用密码登录，并请系统管理员安装 foidesk[oidc]。",
        ) from None
    session = OAuth2Session(
        oidc.client_id,
        oidc.client_secret or None,
        token_endpoint_auth_method="client_secret_basic" if oidc.client_secret else "none",
        scope="openid profile",
        redirect_uri=oidc.address.rstrip("/") + _BACK,
        code_challenge_method="S256",
    )
    session.verify = str(oidc.ca_file) if oidc.ca_file else True
    try:
        with session:
            yield session
    except AuthlibBaseError as wrong:
        _refuse(f"认证系统没有认可（{wrong.error or type(wrong).__name__}）")
    except (RequestException, ValueError) as wrong:
        raise NotNow(
            "统一身份认证暂时不能使用。",
            why="认证系统没有答复，或者答复无法读取。",
            do="请稍后再试，或者用密码登录。",
        ) from wrong


def _refuse(why: str) -> NoReturn:
    raise DeskError("统一身份认证没有成功。", why=why + "。", do="请重新登录；一直如此的，请告诉系统管理员。")
