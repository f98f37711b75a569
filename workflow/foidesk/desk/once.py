"""One fact, one letter: clarification is asked once and an extension told once, however the letter is worded."""

from __future__ import annotations

from foidesk.desk import letters
from foidesk.desk.letterfacts.consultations import CONSULTED
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.paper.form import Style
from foidesk.paper.letter import Letter
from foidesk.rules import events as ev
from foidesk.rules.case import Case

#: The letters that tell a fact, and the kind of fact each tells.
_TELLS: dict[str, type[ev.Event]] = {
    "clarification": ev.ClarificationAsked,
    "extension": ev.Extended,
    "explanation": ev.ExplanationAsked,
    "delay": ev.DelayAnnounced,
    "fee": ev.FeeNotified,
    "fee_shortfall": ev.FeePaid,
    "third_party": ev.ConsultationSent,
    "co_maker": ev.ConsultationSent,
    "other_agency": ev.ConsultationSent,
    "consulting": ev.ConsultationSent,
    "withdrawn": ev.Withdrawn,
    "merged": ev.Merged,
    "clarification_lapsed": ev.ClarificationLapsed,
    "fee_lapsed": ev.FeeLapsed,
}
_FRAME = (Style.NUMBER, Style.DATE)


def refuse_a_second(office: Office, case: Case, letter: Letter, about: str) -> None:
    """DeskError when the fact has its letter already, or the same words were issued before.

    What was issued wrongly is struck first; then the fact can be told again, under another number.
    """
    to_a_party = letter.kind in CONSULTED
    mine = [
        each
        for each in case.letters
        if each.kind == letter.kind and (not to_a_party or (each.about or "") == about)
    ]
    if not mine:
        return
    fact = _TELLS.get(letter.kind)
    if fact is None:
        told_already = any(_same_words(office, each, letter) for each in mine)
    else:
        told_already = len(mine) >= len(_facts(case, fact, about if to_a_party else ""))
    if not told_already:
        return
    raise DeskError(
        f"这份文书已经签发：{mine[-1].doc_number}（{mine[-1].on}）。",
        why="同一事项只告知一次，同一文书只签发一次。",
        do=f"请用 foidesk letter {case.number} {letter.kind} 取出；确实有误的，先划去签发的登记再重新签发。",
    )


def _facts(case: Case, fact: type[ev.Event], about: str) -> list[ev.Event]:
    found = [event for event in case.standing if isinstance(event, fact)]
    return [e for e in found if not isinstance(e, ev.ConsultationSent) or not about or e.id == about]


def _same_words(office: Office, earlier: ev.LetterIssued, letter: Letter) -> bool:
    """A letter from before its words were kept is taken for the same."""
    return earlier.letter_sha256 is None or _words(letters.words(office, earlier)) == _words(letter)


def _words(letter: Letter) -> list[object]:
    return [(block.text, block.rows) for block in letter.blocks if block.style not in _FRAME]
