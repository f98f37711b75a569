"""Drafts: what a clerk stated and rewrote for a letter, kept in the log until it is issued."""

from __future__ import annotations

import json
from collections.abc import Mapping

from foidesk.desk import catalogue, letterfacts
from foidesk.desk.applications import File, Recorded, append, open_file
from foidesk.desk.letterfacts.consultations import CONSULTED
from foidesk.desk.office import By, Office
from foidesk.desk.texts import Change, narrowed
from foidesk.desk.writing import matter, write
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.rules.decisions import readable

#: The letters that an application may need several of at once, each about one consultation or one letter.
_CONCERNING = frozenset({*CONSULTED, "consulting", "third_party_slip", "erratum", "service_proof"})


def save(
    office: Office,
    number: str,
    kind: str,
    by: By,
    *,
    about: str = "",
    stated: Mapping[str, str] | None = None,
    passages: Mapping[str, str] | None = None,
    decided: str | None = None,
) -> Recorded:
    """Keep a draft over the one before. DeskError when the letter could not be written so; then nothing is kept.

    `decided`: what goes with the letter beside its words; None: as in the draft before.
    """
    file = open_file(office, number)
    about = subject(office, file, kind, about)
    kept_stated, kept_passages = merged(file.case, kind, about, stated, passages)
    letter = matter(office, file, about=about, stated=kept_stated, signed_on=by.today)
    write(letter, kind, catalogue.templates(office.settings.letters.path), kept_passages)
    before = latest(file.case, kind, about)
    event = ev.Drafted(
        on=by.today,
        kind=kind,
        about=about or None,
        stated=as_json(kept_stated),
        passages=as_json(kept_passages),
        decided=decided or (before.decided if before else None),
    )
    with office.database.writing() as conn:
        return append(conn, office, number, (event,), by, seen=len(file.entries))


def subject(office: Office, file: File, kind: str, about: str) -> str:
    """What the letter concerns, by its one name: a consultation's id, though nobody typed it; a number in full.

    DeskError for a letter that concerns the application as a whole, and for a consultation that is not there.
    """
    template = catalogue.template(kind, office.settings.letters.path)
    if about and kind not in _CONCERNING:
        raise DeskError(
            f"“{template.title}”不针对某次征求意见或者某份文书，不能写“{about[:40]}”。",
            why="可以写明所针对事项（--about）的文书：" + "、".join(sorted(_CONCERNING)) + "。",
            do="请去掉 --about。",
        )
    if kind == "erratum" and about and not about.startswith(file.case.number):
        about = f"{file.case.number}-{about}"
    return letterfacts.subject(matter(office, file, about=about), kind)


def merged(
    case: Case,
    kind: str,
    about: str,
    stated: Mapping[str, str] | None,
    passages: Mapping[str, str] | None,
) -> tuple[dict[str, str], dict[str, str]]:
    """The last draft of the letter with what is given now laid over it; an empty text takes a passage back."""
    last = latest(case, kind, about)
    before = (readable(last.stated) or {}, readable(last.passages) or {}) if last else ({}, {})
    return before[0] | narrow(stated or {}), before[1] | narrow(passages or {})


def latest(case: Case, kind: str, about: str = "") -> ev.Drafted | None:
    """The last draft of the letter since it was last issued."""
    found: ev.Drafted | None = None
    for event in case.standing:
        if isinstance(event, ev.Drafted | ev.LetterIssued) and (event.kind, event.about or "") == (
            kind,
            about,
        ):
            found = event if isinstance(event, ev.Drafted) else None
    return found


def narrow(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts as they are kept: half-width digits and letters."""
    changes: list[Change] = []
    return {name: narrowed(name, text, changes) for name, text in texts.items()}


def as_json(texts: Mapping[str, str]) -> str | None:
    """Texts by name as the log keeps them; None for none."""
    return json.dumps(texts, ensure_ascii=False, sort_keys=True) if texts else None
