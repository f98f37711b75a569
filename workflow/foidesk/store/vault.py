"""The vault: seals personal data at rest and finds it again without opening it.

AES-256-GCM with a random nonce; the associated data is the place of the value, so a sealed value that is
moved to another row, column or agency does not open. One master key in a file; all keys derive from it.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foidesk.errors import DeskError

_FORMAT = b"\x01"
_NONCE = 12
SALT = 16
ERASED = "（已删除）"  #: what an erased text or name reads as


class NotOpened(DeskError):
    """A sealed value does not open: changed, moved, or sealed with another key."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            f"加密内容无法解开（{place.table}.{place.column}，{place.row}）。",
            why="密文被改动或移动过，或者密钥不是加密时所用的那一把。",
            do="请从备份恢复该行，并查明何人改动了数据库。",
        )


class Place(NamedTuple):
    """Where a sealed value stands."""

    table: str
    column: str
    row: str  #: the key without the agency
    agency: str

    def bound(self) -> bytes:
        # The agency is the only part that may hold any character; last, it cannot be mistaken.
        return "\0".join(self).encode()


class Vault:
    """The keys, derived once from the master key."""

    def __init__(self, master: bytes) -> None:
        self._cipher = AESGCM(_derived(master, "seal"))
        self._blind = _derived(master, "blind index")
        self._print = _derived(master, "fingerprint")
        #: tells two keys apart and nothing else; stored with the database
        self.identity = _derived(master, "identity").hex()[:32]

    def seal(self, value: bytes, place: Place) -> bytes:
        """The value, sealed for this place alone."""
        nonce = os.urandom(_NONCE)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, value, place.bound())

    def unseal(self, sealed: bytes, place: Place) -> bytes:
        """The value sealed for this place. Raises `NotOpened` for anything else."""
        if sealed[:1] != _FORMAT:
            raise NotOpened(place)
        nonce = sealed[1 : 1 + _NONCE]
        try:
            return self._cipher.decrypt(nonce, sealed[1 + _NONCE :], place.bound())
        except (InvalidTag, ValueError) as wrong:
            raise NotOpened(place) from wrong

    def blind(self, what: str, agency: str, value: str) -> bytes:
        """A keyed hash to search by; equal only within one agency and one kind of value."""
        return hmac.digest(self._blind, f"{what}\0{value}\0{agency}".encode(), "sha256")

    def fingerprint(self, salt: bytes, value: bytes, place: Place) -> str:
        """A keyed hash that proves `value` later; without the salt it says nothing, even to the key holder."""
        return hmac.digest(self._print, salt + place.bound() + b"\0\0" + value, "sha256").hex()


def _derived(master: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"foidesk 1 {purpose}".encode()).derive(master)


# --- the key file ----------------------------------------------------------------------------------


def open_vault(key_file: Path, create: bool) -> Vault:
    """The vault of a key file: 32 random bytes in base64, readable by its owner only.

    With `create` a missing file is made (never replaced; two at once agree on one key). Raises `DeskError`
    when the file is missing, readable by others, or holds no key.
    """
    try:
        if create and not key_file.exists():
            _create(key_file)
        if os.name == "posix" and key_file.stat().st_mode & 0o077:
            raise DeskError(
                f"密钥文件“{key_file}”可被他人读取。",
                why="读到密钥的人能解开全部个人信息。",
                do=f"请执行：chmod 600 {key_file}",
            )
        text = key_file.read_text("ascii")
    except FileNotFoundError:
        raise DeskError(
            f"没有密钥文件“{key_file}”。",
            why="个人信息加密存放，没有密钥不能读写。",
            do="初次使用请运行 foidesk init；否则请从保管处放回原密钥文件。",
        ) from None
    except OSError as wrong:
        raise DeskError(
            f"密钥文件“{key_file}”无法读取。", why=wrong.strerror or str(wrong), do="请检查路径和权限。"
        ) from None
    except UnicodeDecodeError:
        text = ""
    return Vault(_decoded(text, key_file))


def _create(key_file: Path) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    draft = key_file.with_name(f".{key_file.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    # A link appears whole or not at all and never replaces: of two at once the second reads the first's key.
    with contextlib.suppress(FileExistsError):
        os.link(draft, key_file)
    draft.unlink()


def _decoded(text: str, key_file: Path) -> bytes:
    try:
        master = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        master = b""
    if len(master) != 32:
        raise DeskError(
            f"密钥文件“{key_file}”的内容不是密钥。",
            why="应为 32 字节随机数的 Base64 编码，共 44 个字符。",
            do="请从保管处放回原密钥文件；不要自行编写。",
        )
    return master
