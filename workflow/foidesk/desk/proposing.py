"""What is proposed, as it is kept in the log and as a letter is written from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from foidesk.desk import drafts, issuing, keptfiles
from foidesk.desk.applications import Recorded, append
from foidesk.desk.issuing import Decision, Draft, Order
from foidesk.desk.keptfiles import Kept
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.paper.letter import Letter, to_json
from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.rules.decisions import readable
from foidesk.rules.proposals import EXTENDED, REPLY
from foidesk.rules.vocabulary import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a reply is to decide, without its day."""

    grounds: tuple[str, ...]
    main: str = ""
    service: Service
    facts: Mapping[str, str] = field(default_factory=dict)

    def on(self, day: date) -> Decision:
        """The decision as made on the day."""
        return Decision(
            grounds=self.grounds, main=self.main, on=day, service=self.service, facts=dict(self.facts)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Longer:
    """An extension as proposed, without its day."""

    days: int
    service: Service
    reason: str

    def on(self, day: date, approved_by: str) -> ev.Extended:
        """The extension as told on the day."""
        return ev.Extended(
            on=day, days=self.days, service=self.service, approved_by=approved_by, reason=self.reason
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A letter, or a reply or an extension with its letter."""

    kind: str  #: a kind of letter, "reply" or "extended"
    about: str = ""
    decision: Outline | None = None
    extension: Longer | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)
    enclosed: tuple[Kept, ...] = ()  #: files that go with it
    withheld: tuple[str, ...] = ()  #: words that none of them may still hold
    outside: str = ""  #: SHA-256 of the DOCX as changed outside the program, empty where it was not

    def to_json(self) -> str:
        """The proposal as the log keeps it; kind and about are fields of their own."""
        data = {
            name: value for name, value in asdict(self).items() if value and name not in ("kind", "about")
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True, default=lambda each: each.value)


def save(office: Office, number: str, proposed: Proposed, by: By) -> Recorded:
    """保存草稿. A reply or an extension may still lack facts; any other letter must be one that can be written."""
    if proposed.kind not in (REPLY, EXTENDED):
        return drafts.save(
            office,
            number,
            proposed.kind,
            by,
            about=proposed.about,
            stated=proposed.stated,
            passages=proposed.passages,
            decided=replace(proposed, stated={}, passages={}).to_json(),
        )
    event = ev.Drafted(
        on=by.today,
        kind=proposed.kind,
        stated=drafts.as_json(drafts.narrow(proposed.stated)),
        passages=drafts.as_json(drafts.narrow(proposed.passages)),
        decided=replace(proposed, stated={}, passages={}).to_json(),
    )
    with office.database.writing() as conn:
        return append(conn, office, number, (event,), by)


def last(case: Case, kind: str, about: str = "") -> Proposed | None:
    """What was last drafted or submitted and is not yet issued, None where nobody has begun."""
    found: ev.Drafted | ev.Submitted | None = None
    for event in case.standing:
        if isinstance(event, ev.Replied) and kind == REPLY:
            found = None
        elif isinstance(event, ev.Drafted | ev.Submitted | ev.LetterIssued) and (
            (event.kind, event.about or "") == (kind, about)
        ):
            found = None if isinstance(event, ev.LetterIssued) else event
    if found is None or isinstance(found, ev.Submitted):
        return read(found) if found else None
    kept = _parsed(kind, about, found.decided or "{}")
    return replace(kept, stated=readable(found.stated) or {}, passages=readable(found.passages) or {})


def read(submitted: ev.Submitted) -> Proposed:
    """The proposal out of its event; DeskError for one that was erased or is none."""
    return _parsed(submitted.kind, submitted.about or "", submitted.proposal or "")


def _parsed(kind: str, about: str, text: str) -> Proposed:
    try:
        data: dict[str, Any] = json.loads(text)
        decision, extension = data.get("decision"), data.get("extension")
        return Proposed(
            kind=kind,
            about=about,
            decision=Outline(**_typed(decision, grounds=tuple)) if decision else None,
            extension=Longer(**_typed(extension)) if extension else None,
            stated=data.get("stated", {}),
            passages=data.get("passages", {}),
            enclosed=tuple(Kept(**each) for each in data.get("enclosed", ())),
            withheld=tuple(data.get("withheld", ())),
            outside=data.get("outside", ""),
        )
    except (ValueError, TypeError, KeyError):
        raise DeskError(
            "送审的内容无法读取。", why="该内容已经删除，或者不是由本系统写入的。", do="请重新送审。"
        ) from None


def _typed(data: Mapping[str, Any], **other: Any) -> dict[str, Any]:
    found = dict(data) | {"service": Service(data["service"])}
    return found | {name: made(found[name]) for name, made in other.items()}


def drafted(
    office: Office, number: str, proposed: Proposed, by: By, *, approver: str = "", on: date | None = None
) -> Draft:
    """The letter of the proposal with what the check says, as of the day; nothing is written."""
    day = on or by.today
    how = order(office, proposed, approver or office.agency.head, signed_on=day)
    if proposed.kind == REPLY:
        return issuing.drafted_reply(office, number, outline(proposed).on(day), how, by)
    if proposed.kind == EXTENDED:
        told = longer(proposed).on(day, office.agency.head)
        return issuing.drafted_with(office, number, "extension", told, how, by)
    return issuing.drafted(office, number, proposed.kind, how, by)


def order(
    office: Office,
    proposed: Proposed,
    approved_by: str,
    *,
    signed_on: date | None = None,
    confirmed: str = "",
) -> Order:
    """How the proposal is to go out, with its files. DeskError where one of them is not kept."""
    return Order(
        approved_by=approved_by,
        signed_on=signed_on,
        about=proposed.about,
        stated=proposed.stated,
        passages=proposed.passages,
        docx=keptfiles.bytes_of(office, proposed.outside) if proposed.outside else None,
        attachments=keptfiles.brought(office, proposed.enclosed),
        withheld=proposed.withheld,
        confirmed=confirmed,
    )


def outline(proposed: Proposed) -> Outline:
    """Its decision; DeskError where it has none."""
    if proposed.decision is None:
        raise DeskError(
            "送审的答复没有决定。", why="答复须写明依据和送达方式。", do="请选择办理结果后重新送审。"
        )
    return proposed.decision


def longer(proposed: Proposed) -> Longer:
    """Its extension; DeskError where it has none."""
    if proposed.extension is None:
        raise DeskError("送审的延期没有内容。", why="延期须写明工作日数和理由。", do="请填写后重新送审。")
    return proposed.extension


def digest(letter: Letter) -> str:
    """What tells one wording from another; the document number is given only when it is issued."""
    blocks = tuple(
        replace(block, text=block.text.replace(letter.number, "")) if letter.number else block
        for block in letter.blocks
    )
    return hashlib.sha256(to_json(replace(letter, number="", blocks=blocks))).hexdigest()
