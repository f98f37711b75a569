"""A letter held against its case, before it is issued: everything that is wrong with it, at once.

Pure: what the register, the settings and the files know beside the case comes in `Against`. The rules stand by
subject in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable

from foidesk.paper.check import days as checkeddays
from foidesk.paper.check import enclosures as checkedenclosures
from foidesk.paper.check import erratum as checkederratum
from foidesk.paper.check import frame as checkedframe
from foidesk.paper.check import grounds as checkedgrounds
from foidesk.paper.check import money as checkedmoney
from foidesk.paper.check import parties as checkedparties
from foidesk.paper.check import periods as checkedperiods
from foidesk.paper.check import reasons as checkedreasons
from foidesk.paper.check import remedies as checkedremedies
from foidesk.paper.check import search as checkedsearch
from foidesk.paper.check import sources as checkedsources
from foidesk.paper.check import words as checkedwords
from foidesk.paper.check.against import Against as Against
from foidesk.paper.check.against import Approver as Approver
from foidesk.paper.check.against import Earlier as Earlier
from foidesk.paper.check.against import Finding as Finding
from foidesk.paper.check.against import Held
from foidesk.paper.letter import Letter

_RULES = (
    *checkedframe.CHECKS,
    *checkedwords.CHECKS,
    *checkedreasons.CHECKS,
    *checkedperiods.CHECKS,
    *checkeddays.CHECKS,
    *checkedmoney.CHECKS,
    *checkedgrounds.CHECKS,
    *checkedsources.CHECKS,
    *checkedparties.CHECKS,
    *checkedsearch.CHECKS,
    *checkedremedies.CHECKS,
    *checkedenclosures.CHECKS,
    *checkederratum.CHECKS,
)


def check(letter: Letter, against: Against) -> list[Finding]:
    """All that is wrong with a letter, from its head to its enclosures; empty when it can go out."""
    held = Held(letter, against)
    return list(dict.fromkeys(finding for rule in _RULES for finding in rule(held)))


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep the letter from being issued."""
    return [finding for finding in findings if finding.refuses]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    """Those that the head can confirm with a reason."""
    return [finding for finding in findings if not finding.refuses]
