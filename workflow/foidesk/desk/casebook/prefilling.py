"""The first text of an example: what request and reply say, with names, numbers and addresses replaced."""

from __future__ import annotations

from collections.abc import Sequence

from foidesk.desk import letters
from foidesk.desk.applications import File
from foidesk.desk.office import Office
from foidesk.desk.personal import Particular, nameless
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.decisions import items_of
from foidesk.rules.outcomes import GROUNDS

_TITLE = 40  #: characters of the request in the title
_FOUND = "facts"  #: the fact of a ground that tells what was looked for and found
_REASON = "reason"
_NO_REASONING = (
    _FOUND, "supplied", "form", "delivery", "attachments", "way", "path", "time", "place", "withheld_ground",
)  # fmt: skip


def prefilled(office: Office, file: File, known: Sequence[Particular]) -> dict[str, str]:
    """The fields of a proposal, by name; to be read and put right by a person before it is kept."""
    ground = file.case.grounds[0]
    request = " ".join((file.case.registered.request or "").split())
    facts, reasoning = _stated(file)
    texts = {
        "title": f"{ground.label}：{request[:_TITLE]}" if request else ground.label,
        "facts": "\n".join(part for part in (f"申请公开：{request}。" if request else "", facts) if part),
        "reasoning": reasoning,
        "point": "",
        "letter": _reply(office, file),
    }
    found = {name: nameless(text, known) for name, text in texts.items()}
    since = file.case.closed_on.isoformat() if file.case.closed_on else ""
    return found | {"ground": ground.key, "since": since, "until": "", "shared": ""}


def _stated(file: File) -> tuple[str, str]:
    """What the reply states: the facts, and the reasoning with the meaning of each part before it."""
    reply = file.case.position.reply
    facts: list[str] = []
    reasons: list[str] = []
    for item in items_of(reply) if reply is not None else ():
        meaning = {need.name: need.meaning for need in item.ground.may_state}
        for name, text in item.facts.items():
            if name == _FOUND:
                facts.append(text)
            elif name == _REASON:
                reasons.insert(0, text)
            elif name not in _NO_REASONING:
                said = GROUNDS[text].label if text in GROUNDS else text
                reasons.append(f"{meaning.get(name, name)}：{said}")
    judged = [e.judgement for e in file.case.standing if isinstance(e, ev.JudgementRecorded) and e.judgement]
    return "\n".join(dict.fromkeys(facts)), "\n".join(dict.fromkeys([*reasons, *judged]))


def _reply(office: Office, file: File) -> str:
    """The words of the letter that replied; empty where they were not kept."""
    reply = file.case.position.reply
    issued = [letter for letter in file.case.letters if reply is not None and letter.on <= reply.on]
    kinds = {ground.key for ground in file.case.grounds} | {"several", "replacement"}
    refused = {"refused"} if any(ground.refuses for ground in file.case.grounds) else set()
    for letter in reversed(issued):
        if letter.kind in kinds | refused:
            try:
                return letters.words(office, letter).text
            except DeskError:
                return ""
    return ""
