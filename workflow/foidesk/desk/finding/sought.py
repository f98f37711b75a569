"""The words of a search as an address may carry them: sealed, since they often are a name.

Addresses stay in the history of a browser and in the logs of a server that stands before the desk.
"""

from __future__ import annotations

import base64
import binascii

from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.store.vault import NotOpened, Place

LONGEST = 100  #: characters
_CANNOT = "没有搜索。"


def sealed(office: Office, said: str, account: int) -> str:
    """The words for an address that opens for this account alone. DeskError for too many of them."""
    said = " ".join(said.split())
    if len(said) > LONGEST:
        raise DeskError(_CANNOT, why=f"最多搜索{LONGEST}个字。", do="请只写编号、姓名或者内容中的几个字。")
    written = said.encode("utf-8", "replace")
    return base64.urlsafe_b64encode(office.vault.seal(written, _place(office, account))).decode()


def opened(office: Office, text: str, account: int) -> str:
    """The words that `sealed` wrote. DeskError for anything else."""
    try:
        return office.vault.unseal(base64.b64decode(text, b"-_", True), _place(office, account)).decode()
    except (binascii.Error, ValueError, NotOpened):
        raise DeskError(
            _CANNOT, why="这个网址不是您在本机关搜索得到的。", do="请在页面上方重新搜索。"
        ) from None


def _place(office: Office, account: int) -> Place:
    return Place("search", "words", str(account), office.key)
