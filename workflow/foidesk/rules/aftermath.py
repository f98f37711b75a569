"""What can follow a reply: remedies are sought against it and decided."""

from __future__ import annotations

from foidesk.rules.facts import Event, fact
from foidesk.rules.vocabulary import RemedyResult, RemedyRoute


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
