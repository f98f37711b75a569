"""送达: how each letter went out, when it arrived, came back or was refused, with the number of the post."""

from __future__ import annotations

from foidesk.desk.applications import File
from foidesk.desk.casefile.section import Enclosed, Section, body, day, digest, heading, listed
from foidesk.rules import events as ev

_WIDTHS = (5, 5, 7, 11)
_MAILED = (5, 14, 9)
_NONE = "没有发出、送达的登记。"


def delivery(file: File, receipts: tuple[Enclosed, ...]) -> Section:
    """One row an event; receipts of the post behind it."""
    rows = [
        (day(event.on), event.label, event.doc_number.removeprefix(f"{file.case.number}-"), _told(event))
        for event in file.case.standing
        if isinstance(event, ev.LetterSent | ev.LetterServed | ev.LetterReturned | ev.LetterRefused)
    ]
    mailed = [
        (day(event.on), event.doc_number, digest(event.message_sha256))
        for event in file.case.standing
        if isinstance(event, ev.LetterSent) and event.message_sha256
    ]
    head = ("日期", "情形", "文号（字）", "方式、收件人、邮件编号")
    blocks = [body(f"文号均为“{file.case.number}”加所列的字。"), listed(_WIDTHS, head, rows, _NONE)]
    if silent := _without_proof(file):
        blocks.append(body(f"没有登记发出、送达的文书：{'、'.join(silent)}。"))
    if mailed:
        blocks += [
            heading("电子邮件"),
            listed(_MAILED, ("发出日期", "文号", "邮件的 SHA-256"), mailed, ""),
        ]
    return Section("送达证明", tuple(blocks), enclosed=receipts)


def _without_proof(file: File) -> list[str]:
    """The letters of which nobody recorded that they were sent or reached anybody."""
    known = {
        event.doc_number
        for event in file.case.standing
        if isinstance(event, ev.LetterSent | ev.LetterServed | ev.LetterReturned | ev.LetterRefused)
    }
    return [letter.doc_number for letter in file.case.letters if letter.doc_number not in known]


def _told(event: ev.LetterSent | ev.LetterServed | ev.LetterReturned | ev.LetterRefused) -> str:
    parts: tuple[str | None, ...]
    match event:
        case ev.LetterSent():
            parts = (event.service.label, event.to, f"邮件编号 {event.tracking}" if event.tracking else None)
        case ev.LetterServed():
            parts = (event.service.label if event.service else None,)
        case ev.LetterReturned():
            parts = (event.note,)
        case ev.LetterRefused():
            parts = (f"见证人：{event.witness}" if event.witness else None, event.note)
    return "\n".join(part for part in parts if part) or "—"
