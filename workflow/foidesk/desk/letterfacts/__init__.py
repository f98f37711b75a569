"""What each kind of letter states, read from its matter; one module for each family of letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from foidesk.desk.letterfacts import closings, consultations, money, procedure, records, replies, service
from foidesk.desk.letterfacts.matter import Matter

Facts = Callable[[Matter], dict[str, Any]]


def subject(matter: Matter, kind: str) -> str:
    """What a letter concerns: of one to somebody consulted the consultation, else what the matter says."""
    to = consultations.CONSULTED.get(kind)
    return consultations.consultation(matter, to).id if to else matter.about


#: The letters that are replies; each fits one case only.
REPLIES = frozenset(replies.FACTS)

FACTS: Mapping[str, Facts] = {
    **procedure.FACTS,
    **money.FACTS,
    **closings.FACTS,
    **replies.FACTS,
    **consultations.FACTS,
    **service.FACTS,
    **records.FACTS,
}
