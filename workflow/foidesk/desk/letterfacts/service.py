"""What the forms about service state: proof of service, and the address to serve at (送达解释)."""

from __future__ import annotations

from typing import Any

from foidesk.desk.letterfacts.consultations import CONSULTED, party
from foidesk.desk.letterfacts.matter import Matter, titled
from foidesk.errors import DeskError
from foidesk.rules import events as ev


def _service_proof(matter: Matter) -> dict[str, Any]:
    letters = _letters(matter)
    return {
        "signed_on": max(letter.on for letter in letters),
        "recipient": _recipient(matter, letters),
        "letters": [{"title": titled(letter), "number": letter.doc_number} for letter in letters],
    }


def _letters(matter: Matter) -> list[ev.LetterIssued]:
    """The letters that `about` names, parted by 、, or the only one; a suffix stands for the number that ends in it.

    Raises DeskError.
    """
    named = [text.strip() for text in matter.about.split("、") if text.strip()]
    issued = matter.case.letters
    if not named and len(issued) == 1:
        return list(issued)
    if not named:
        raise DeskError(
            "没有写明送达哪些文书。",
            why="送达回证须列明所送达文书的名称和文号。",
            do="请写明文号（--about），几份文书之间用顿号分开，已签发："
            f"{'、'.join(letter.doc_number for letter in issued) or '无'}。",
        )
    return [matter.letter(text) for text in named]


def _recipient(matter: Matter, letters: list[ev.LetterIssued]) -> str:
    """Who is served: the consulted party of letters to it, otherwise the applicant.

    Empty where several applicants are served one by one and none is named yet. Raises DeskError for a proof
    that would hold the letters of several parties, and for a name that is not on record.
    """
    to = {_consulted(matter, letter) for letter in letters}
    if len(to) > 1:
        raise DeskError(
            "这些文书的受送达人不同，不能合用一份送达回证。",
            why="送达回证由受送达人本人签收；写给第三方的文书不能让申请人看到，反之亦然。",
            do="请按受送达人分别生成。",
        )
    consulted = to.pop()
    names = (consulted,) if consulted is not None else tuple(person.name for person in matter.applicants)
    stated = matter.stated.get("recipient", "").strip()
    if stated and stated not in names:
        raise DeskError(
            f"“{stated}”不是这些文书的受送达人。",
            why=f"登记的是：{'、'.join(names)}。",
            do="请核对姓名或者名称。",
        )
    return stated or (names[0] if len(names) == 1 else "")


def _consulted(matter: Matter, letter: ev.LetterIssued) -> str | None:
    """The name of the party that a letter of consultation went to, empty while none is on record; else None."""
    if letter.kind not in CONSULTED:
        return None
    sent = [event for event in matter.case.standing if isinstance(event, ev.ConsultationSent)]
    own = [event for event in sent if event.id == letter.about] if letter.about else sent
    to = party(matter, own[0]) if len(own) == 1 else None
    return to.name if to else ""


def _address(matter: Matter) -> dict[str, Any]:
    return {"signed_on": matter.case.clock.received or matter.case.received.on}


FACTS = {"service_proof": _service_proof, "address": _address}
