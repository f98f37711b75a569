"""Applications that ask for much the same as a new one: shown beside it, never a reason to refuse.

Candidates share rare words with it, by their tokens; only theirs are opened and compared.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from foidesk.desk import permits
from foidesk.desk.finding import words
from foidesk.desk.lists import Line, told
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.store import searchtokens, worklist
from foidesk.store.requests import requests

LIKE = 60  #: per cent from which a request is named
MOST = 10
_ASKED = 100  #: tokens looked up
_LOOKED_AT = 300  #: newest applications a token may bring in; a word in more of them tells little
_COMPARED = 60
_LONGEST = 2_000  #: characters compared


@dataclass(frozen=True, slots=True)
class Like:
    """An application, and how alike its request is in per cent."""

    line: Line
    likeness: int


def alike(office: Office, text: str, by: By) -> tuple[Like, ...]:
    """The applications most like the text, from `LIKE` per cent on."""
    permits.demand(by, Act.REGISTER)
    said = words.plain(text)[:_LONGEST]
    if len(said) < 2 * words.LENGTH:
        return ()
    with office.database.reading() as conn:
        shared: Counter[int] = Counter()
        # keyed numbers are as good as drawn: the smallest of a long text are a sample that a like text shares
        for token in sorted(words.of_request(office.vault, office.key, said))[:_ASKED]:
            shared.update(searchtokens.newest(conn, office.key, token, _LOOKED_AT))
        keys = [key for key, _ in shared.most_common(_COMPARED)]
        texts = requests(conn, office.vault, office.key, keys)
        scores = {key: round(fuzz.ratio(said, words.plain(other)[:_LONGEST])) for key, other in texts.items()}
        best = sorted((key for key in scores if scores[key] >= LIKE), key=lambda key: (-scores[key], -key))[
            :MOST
        ]
        rows = worklist.get_many(conn, office.key, best)
        return tuple(Like(line, scores[line.row.application]) for line in told(conn, office, rows, by.today))
