"""What the decision on one item states: the facts recorded for its ground, and what the file adds to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from foidesk.desk.letterfacts.matter import Matter, day_stated, sentence
from foidesk.errors import DeskError
from foidesk.paper.wording.composition import MissingFact
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.case import Case
from foidesk.rules.decisions import Item
from foidesk.rules.outcomes import GROUNDS, Need
from foidesk.rules.vocabulary import Consulted

#: Facts that the letter prints as sentences of their own.
_SENTENCES = frozenset({
    "facts", "reason", "weighing", "no_duty", "concluded", "danger", "not_severable", "why_absent", "hint", "unclear",
    "figures", "supplied_before", "why_not_consulted",
})  # fmt: skip

#: Facts that close a sentence of the template: several lines become one, without a full stop of their own.
_PHRASES = frozenset({
    "papers", "window", "right_agency", "special_law", "forbidding_law", "archive", "which", "right_way", "form", "delivery",
    "way", "path", "time", "determined_by",
})  # fmt: skip

_DATES = frozenset({"determined_on", "moved_on", "earlier_date"})

#: Grounds that are a matter of kinds: the letter says which (条例 16).
_KINDS = frozenset({"refused_internal", "refused_process", "refused_file"})

Added = Callable[[Matter, Item], dict[str, Any]]


def item_facts(matter: Matter, item: Item) -> Mapping[str, object]:
    """What the decision on one item states. DeskError for a day that is none, or lines that do not correspond."""
    stated = {name: _shown(name, text) for name, text in item.facts.items() if text.strip()}
    added = _BY_GROUND.get(item.ground.key)
    return {
        **stated,
        "ground_place": item.ground.cites[-1].place,
        "third_party_consulted": _third_party_heard(matter.case),
        **(added(matter, item) if added else {}),
    }


def _shown(name: str, text: str) -> object:
    if name in _SENTENCES:
        return sentence(text)
    if name in _PHRASES:
        return "；".join(line.rstrip("。；") for line in _lines(text))
    return day_stated(_need(name).meaning, text) if name in _DATES else text


def _need(name: str) -> Need:
    return next(need for ground in GROUNDS.values() for need in ground.may_state if need.name == name)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


# --- what the file adds --------------------------------------------------------------------------
def _already_public(matter: Matter, item: Item) -> dict[str, Any]:
    return {"published_at": item.facts.get("place")}


def _not_held(matter: Matter, item: Item) -> dict[str, Any]:
    return {
        "searches": [
            {"place": place, "terms": search.terms, "who": search.searcher, "when": search.on}
            for search in matter.case.position.searches
            for place in search.places
        ]
    }


def _still_unclear(matter: Matter, item: Item) -> dict[str, Any]:
    asked = matter.case.position.asked
    return {
        "clarification_asked_on": asked.on if asked else None,
        "clarification_number": matter.last_number("clarification"),
    }


def _mass(matter: Matter, item: Item) -> dict[str, Any]:
    pos = matter.case.position
    asked = pos.explanation_asked
    told = [e.explanation for e in matter.case.standing if isinstance(e, ev.ExplanationGiven)]
    return {
        "explanation_asked_on": asked.on if asked else None,
        "explanation_by": asked.answer_by if asked else None,
        "explanation_number": matter.last_number("explanation"),
        "explanation_served_on": pos.explanation_served,
        "explained_on": pos.explanation_given,
        "explanation": told[-1] if told and told[-1] else None,
    }


def _third_party_heard(case: Case) -> bool:
    consultations = case.position.consultations.values()
    return any(
        c.to is Consulted.THIRD_PARTY and c.last_day(case.position.calendar) is not None
        for c in consultations
    )


# --- a decision in part --------------------------------------------------------------------------
def _partly(matter: Matter, item: Item) -> dict[str, Any]:
    """A row for each part, and which of the grounds want more than a reason."""
    withheld = _lines(item.facts.get("withheld"))
    keys = _beside(item, "withheld_ground", withheld)
    reasons = _beside(item, "reason", withheld)
    which = _beside(item, "which", withheld)
    unnamed = [
        part for part, on, kind in zip(withheld, keys, which, strict=True) if set(on) & _KINDS and not kind
    ]
    if unnamed:
        raise MissingFact(item.ground.label, [f"“{part}”属于哪一类（which）" for part in unnamed])
    supplied = [
        {
            "part": part,
            "decision": "提供",
            "ground": law.PARTLY.place,
            "reason": "不属于不予公开的内容，可以公开。",
        }
        for part in _lines(item.facts.get("supplied"))
    ]
    refused = [
        {
            "part": part,
            "decision": "不予公开",
            "ground": "、".join(dict.fromkeys(GROUNDS[key].cites[-1].place for key in on if key in GROUNDS)),
            "reason": _reason(kind, reason),
        }
        for part, on, reason, kind in zip(withheld, keys, reasons, which, strict=True)
    ]
    used = {key for on in keys for key in on}
    third_party = "refused_third_party" in used
    attachments = _lines(item.facts.get("attachments"))
    return {
        "parts": supplied + refused if supplied and refused else None,
        "attached": len(attachments) or None,
        "secret": "refused_secret" in used,
        "forbidden": "refused_by_law" in used,
        "unsafe": "refused_safety" in used,
        "third_party": third_party,
        "unheard": third_party and not _third_party_heard(matter.case),
        "process": bool(used & {"refused_process", "refused_file"}),
    }


def _reason(kind: Sequence[str], reason: Sequence[str]) -> str | None:
    said = "".join(sentence(line) for line in reason)
    return (f"属于{'、'.join(kind)}。" if kind else "") + said if said else None


def _beside(item: Item, name: str, withheld: Sequence[str]) -> list[list[str]]:
    """What a fact says of each line of `withheld`: line by line, or the same of all. DeskError when neither."""
    lines = _lines(item.facts.get(name))
    if len(lines) <= 1 or len(withheld) == 1:
        return [lines] * len(withheld)
    if len(lines) == len(withheld):
        return [[line] for line in lines]
    raise DeskError(
        f"{name}有{len(lines)}行，withheld 有{len(withheld)}行，不能逐项对应。",
        why="部分公开应当对每一不予公开的部分写明依据和理由。",
        do=f"请把 {name} 写成与 withheld 相同的行数，或者只写一行，适用于全部不予公开的部分。",
    )


_BY_GROUND: Mapping[str, Added] = {
    "already_public": _already_public,
    "partly": _partly,
    "not_held": _not_held,
    "still_unclear": _still_unclear,
    "mass": _mass,
}
