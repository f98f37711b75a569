"""What the letters on the way to the reply state: receipt, clarification, extension, explanation, delay, erratum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from foidesk.desk.letterfacts.consultations import CONSULTED, consultation, party
from foidesk.desk.letterfacts.matter import Matter, addressed, sentence, titled
from foidesk.desk.letterfacts.periods import moved, provisional
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.clarification import defects_of


def _receipt(matter: Matter) -> dict[str, Any]:
    case, clock = matter.case, matter.case.clock
    terms, due = case.position.terms, clock.reasons[0].due
    return {
        "signed_on": clock.received,
        "arrived": case.received.on if case.received.on != clock.received else None,
        "split_from": case.registered.split_from,
        "due": due,
        "provisional": provisional(matter, clock.received, due),
        "delivery": case.registered.form,
        "receipt_rule": terms.instead_of(clock.receipt.provision).cite,
        "receipt_why": clock.receipt.why,
        "reply_rule": terms.reply.provision.cite,
        "reply_days": terms.reply.days,
    }


def _clarification(matter: Matter) -> dict[str, Any]:
    pos = matter.case.position
    asked = pos.asked or matter.last(ev.ClarificationAsked)
    return {
        "signed_on": asked.on,
        "answer_by": asked.answer_by,
        "defects": [{"what": sentence(what), "how": sentence(how)} for what, how in defects_of(asked)],
        # decision 009: a late request stops nothing, and silence to it is no abandonment.
        "late": pos.asked_late,
        "due": pos.due,
    }


def _extension(matter: Matter) -> dict[str, Any]:
    case, told = matter.case, matter.last(ev.Extended)
    before, due = moved(matter, told, (law.EXTEND, law.EXTEND_2008))
    return {
        "signed_on": told.on,
        "due_before": before,
        "reason": sentence(told.reason or ""),
        "extension_days": min(told.days, case.position.terms.extension.days),
        "due": due,
        "awaited": bool(case.clock.waiting_for),
        "provisional": provisional(matter, told.on, due),
    }


def _explanation(matter: Matter) -> dict[str, Any]:
    asked = matter.last(ev.ExplanationAsked)
    return {
        "signed_on": asked.on,
        "figures": sentence(asked.figures or ""),
        "answer_by": asked.answer_by,
        # decision 014: asking stops nothing
        "due": matter.case.clock.due,
    }


def _delay(matter: Matter) -> dict[str, Any]:
    pos, told = matter.case.position, matter.last(ev.DelayAnnounced)
    before, until = moved(matter, told, (law.DELAY,))
    return {
        "signed_on": told.on,
        "asked_on": pos.explanation_asked.on if pos.explanation_asked else None,
        "explained_on": pos.explanation_given,
        "reason": sentence(told.reason or ""),
        "due_before": before,
        "delayed_from": before + timedelta(days=1) if before else None,
        "until": until,
    }


def _erratum(matter: Matter) -> dict[str, Any]:
    letter = matter.letter(matter.about)
    return {
        **_recipient(matter, letter),
        "letter_title": titled(letter),
        "letter_number": letter.doc_number,
        "letter_on": letter.on,
    }


def _recipient(matter: Matter, letter: ev.LetterIssued) -> dict[str, Any]:
    """Whom the letter went to: the consulted party, who must not learn who applied for what; else the applicant."""
    if letter.kind not in CONSULTED:
        return {}
    asked = consultation(replace(matter, about=letter.about or ""), CONSULTED[letter.kind])
    to = party(matter, asked)
    return {
        **dict.fromkeys(("received_on", "channel", "request", "clarified_request"), ""),
        "applicant": to.name if to else "",
        "you": addressed(to.kind) if to else "",
    }


FACTS = {
    "receipt": _receipt,
    "clarification": _clarification,
    "extension": _extension,
    "explanation": _explanation,
    "delay": _delay,
    "erratum": _erratum,
}
