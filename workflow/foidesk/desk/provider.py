"""Logging in by the identity provider: what is remembered meanwhile travels with the browser, sealed."""

from __future__ import annotations

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from foidesk import identity
from foidesk.desk import entering
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError
from foidesk.identity import Begun
from foidesk.settings import Oidc
from foidesk.store.tables import EVERYWHERE
from foidesk.store.vault import NotOpened, Place

PATIENCE = timedelta(minutes=10)  #: how long a person may take at the provider
_PLACE = Place("cookies", "provider", "login", EVERYWHERE)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A log-in under way, where it is to end, and when it began (seconds since 1970)."""

    state: str
    nonce: str
    verifier: str
    to: str
    at: float

    @property
    def begun(self) -> Begun:
        return Begun(self.state, self.nonce, self.verifier)


def begin(house: Installation, to: str, now: datetime) -> tuple[str, str]:
    """The address at the provider, and the cookie that remembers the log-in. DeskError where there is none."""
    address, begun = identity.begin(_configured(house))
    kept = _Kept(begun.state, begun.nonce, begun.verifier, to, now.timestamp())
    sealed = house.database.vault.seal(json.dumps(asdict(kept)).encode(), _PLACE)
    return address, sealed.hex()


def finish(
    house: Installation, remembered: str, state: str, code: str, now: datetime, *, before: str = ""
) -> tuple[str, str]:
    """The cookie of the new session, and where the person wanted to go. Raises DeskError.

    `remembered`: the cookie of `begin`, which ties the answer to the browser that asked.
    """
    oidc = _configured(house)
    kept = _opened(house, remembered)
    late = not 0 <= now.timestamp() - kept.at <= PATIENCE.total_seconds()
    if late or not code or not hmac.compare_digest(state.encode(), kept.state.encode()):
        raise _not_ours()
    login = identity.finish(oidc, kept.begun, code, now)
    return entering.pinned(house.database, login, now, before=before), kept.to


def _configured(house: Installation) -> Oidc:
    if house.settings.oidc is None:
        raise DeskError("没有启用统一身份认证。", why="配置中没有 [oidc]。", do="请用登录名和密码登录。")
    return house.settings.oidc


def _opened(house: Installation, remembered: str) -> _Kept:
    try:
        return _Kept(**json.loads(house.database.vault.unseal(bytes.fromhex(remembered), _PLACE)))
    except (ValueError, NotOpened):
        raise _not_ours() from None


def _not_ours() -> DeskError:
    return DeskError(
        "统一身份认证没有成功。",
        why="这次登录不是从本机的登录页面开始的，或者已经超过10分钟。",
        do="请从登录页面重新开始。",
    )
