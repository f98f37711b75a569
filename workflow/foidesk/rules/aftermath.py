"""What can happen to a letter once it is out: it is served or comes back, and remedies are sought against it."""

from __future__ import annotations

from foidesk.rules.facts import Event, fact, prose
from foidesk.rules.vocabulary import RemedyResult, RemedyRoute, Service


@fact("文书送达")
class LetterServed(Event):
    """送达: a letter reached its addressee; the applicant's own periods run from here."""

    doc_number: str
    service: Service | None = None


@fact("文书退回")
class LetterReturned(Event):
    """退回: posted in time, it stays in time; no period begins for the applicant, another contact is tried."""

    doc_number: str
    note: str | None = prose(default=None)


@fact("被申请复议或被起诉")
class RemedyFiled(Event):
    """The agency received a copy of the reconsideration application or of the complaint."""

    route: RemedyRoute
    simplified: bool = False


@fact("复议或诉讼结果")
class RemedyDecided(Event):
    """A remedy ended."""

    route: RemedyRoute
    result: RemedyResult
