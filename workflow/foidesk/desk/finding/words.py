"""The words an application is found by, as keyed tokens of two characters each.

The request and the names go under different labels: who may not read a name may not confirm it by searching.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from foidesk.store.vault import ERASED, Vault

_IN_REQUEST = "words of the request"
_IN_NAMES = "words of names"
LENGTH = 2  #: characters of a token


def plain(text: str) -> str:
    """As texts are compared: without spaces, full- and half-width, capitals and small letters alike."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if _counts(each))


def _counts(character: str) -> bool:
    return character.isprintable() and not character.isspace()


def of_request(vault: Vault, agency: str, *texts: str) -> set[int]:
    """Tokens of words in a request, or in a number that is not of the agency's own pattern."""
    return _tokens(vault, _IN_REQUEST, agency, texts)


def of_names(vault: Vault, agency: str, *names: str) -> set[int]:
    """Tokens of words in names; none goes across two of them."""
    return _tokens(vault, _IN_NAMES, agency, names)


def _tokens(vault: Vault, label: str, agency: str, texts: Iterable[str]) -> set[int]:
    pairs = {
        found[start : start + LENGTH]
        for found in map(plain, texts)
        if found != plain(ERASED)
        for start in range(len(found) - LENGTH + 1)
    }
    # 63 bits: what both databases keep as one signed number
    return {int.from_bytes(vault.blind(label, agency, pair)[:8]) >> 1 for pair in pairs}
