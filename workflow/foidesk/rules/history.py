"""What is known of an application that was not handled here but comes from a ledger (台账)."""

from __future__ import annotations

from foidesk.rules.facts import Event, fact, prose
from foidesk.rules.vocabulary import Service


@fact("台账导入")
class Imported(Event):
    """导入: the row of a ledger that the application was read from, and what of it is no fact of the clock."""

    row: int  #: of the file, its headings being row 1
    doc_number: str | None = None  #: 答复文号 of a reply that was not issued here
    service: Service | None = None  #: how the end was told
    remarks: str | None = prose(default=None)


@fact("撤销导入")
class ImportUndone(Event):
    """撤销导入: the row should not have come in; from then on the application counts nowhere."""
