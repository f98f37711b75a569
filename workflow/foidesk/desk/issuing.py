"""Issuing letters: written, checked, rendered, validated, sealed, frozen and recorded in one act.

A reply records its decision together with its letter. Until everything holds, nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import SequenceMatcher
from unicodedata import normalize

from sqlalchemy import Connection

from foidesk import redaction, sealing, signing
from foidesk.desk import catalogue, checking, drafts, letters
from foidesk.desk.applications import File, Recorded, append, open_file
from foidesk.desk.letterfacts.consultations import CONSULTED
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.letters import Paper
from foidesk.desk.office import By, Office
from foidesk.desk.writing import matter, write
from foidesk.errors import DeskError
from foidesk.paper.check import Finding, check
from foidesk.paper.letter import Letter, from_json, to_json
from foidesk.paper.outside import adopted, compared
from foidesk.paper.pdf import pdfa
from foidesk.redaction import Remain, Unreadable
from foidesk.rules import events as ev
from foidesk.rules import outcomes
from foidesk.rules.case import case
from foidesk.rules.guard import judge
from foidesk.rules.vocabulary import Service
from foidesk.store import frozen


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; `name` as the letter lists it, `file_name` with its ending."""

    name: str
    file_name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a letter is to go out."""

    approved_by: str
    signed_on: date | None = None  #: None: today, for a reply the day it goes out
    about: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    passages: Mapping[str, str] = field(default_factory=dict)
    docx: bytes | None = None  #: the text as changed outside the program
    attachments: Sequence[Attachment] = ()
    withheld: Sequence[str] = ()  #: words that no attachment may still hold
    confirmed: str = ""  #: the head's reason to let it go in spite of warnings


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the head decided; `facts` are those the ground must state, by name, with several items `2.reason`."""

    grounds: tuple[str, ...]  #: key, label or line of table three, one for each item
    main: str = ""  #: the ground that counts, where nothing is given on several
    on: date  #: handed to the post, signed for, or sent
    service: Service
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Issued:
    """What came of it: the new case, the letter, and the warnings the head confirmed."""

    recorded: Recorded
    paper: Paper
    warnings: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()  #: what was changed outside the program, in Chinese


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as it would be issued, what the check says of it, and how it differs from what the program wrote."""

    letter: Letter
    findings: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()  #: in Chinese; empty unless a DOCX came from outside


class NotIssued(DeskError):
    """The check refuses the letter, or warns and nobody has confirmed; `findings` holds everything."""

    def __init__(self, letter: Letter, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        refused = [each for each in findings if each.refuses]
        shown = refused or findings
        super().__init__(
            f"“{letter.title}”不能签发：" + "；".join(each.what.rstrip("。") for each in shown) + "。",
            why="".join(dict.fromkeys(each.why for each in shown)),
            do="".join(dict.fromkeys(each.do for each in shown))
            + ("" if refused else "确需发出的，由负责人确认并写明理由（--confirm）。"),
        )


# --- replies -------------------------------------------------------------------------------------


def reply(office: Office, number: str, decision: Decision, order: Order, by: By) -> Issued:
    """Record a reply with its issued letter. NotAllowed and NotIssued with every reason, MissingFact."""
    file = open_file(office, number)
    replied = _replied(decision, order)
    judge(file.case.log, replied, office.calendar, today=by.today, readings=office.readings)
    dated = _dated(file, order, by, replied)
    return _issue(office, number, file, _with(office, file, replied), dated, by, replied)


def drafted_reply(office: Office, number: str, decision: Decision, order: Order, by: By) -> Draft:
    """The letter a reply would send; nothing is written."""
    file = open_file(office, number)
    replied = _replied(decision, order)
    judge(file.case.log, replied, office.calendar, today=by.today, readings=office.readings)
    told = _with(office, file, replied)
    return _drafted(office, told, _kind_of_reply(told), _dated(file, order, by, replied))


def _replied(decision: Decision, order: Order) -> ev.Replied:
    keys = tuple(outcomes.find(text).key for text in decision.grounds)
    return ev.Replied(
        on=decision.on,
        service=decision.service,
        ground=keys[0] if len(keys) == 1 else None,
        items=keys if len(keys) > 1 else (),
        main=outcomes.find(decision.main).key if decision.main else None,
        approved_by=order.approved_by,
        facts=drafts.as_json(drafts.narrow(decision.facts)),
    )


def _kind_of_reply(file: File) -> str:
    return catalogue.kind_of_reply(file.case, file.case.grounds)


# --- other letters -------------------------------------------------------------------------------


def issue(office: Office, number: str, kind: str, order: Order, by: By) -> Issued:
    """Issue a letter whose fact is recorded already. NotIssued with every finding, MissingFact."""
    file = open_file(office, number)
    return _issue(office, number, file, file, _dated(file, order, by), by, None, kind)


def drafted(office: Office, number: str, kind: str, order: Order, by: By) -> Draft:
    """The letter as it would be issued today; nothing is written."""
    file = open_file(office, number)
    return _drafted(office, file, kind, _dated(file, order, by))


# --- the one way out -----------------------------------------------------------------------------


def _dated(file: File, order: Order, by: By, replied: ev.Replied | None = None) -> Order:
    """The order with its day; DeskError for a day that the letter cannot bear."""
    day = order.signed_on or (replied.on if replied else by.today)
    wrong = None
    if replied and day > replied.on:
        wrong = f"晚于送达日期{replied.on}", "答复书签发之后才能交邮、签收或者发出。"
    elif day > by.today:
        wrong = f"晚于今天（{by.today}）", "文书以签发之日为成文日期，不能写将来的日期。"
    elif day < file.case.received.on:
        wrong = f"早于收到申请之日（{file.case.received.on}）", "收到申请之后才会有该申请的文书。"
    if wrong:
        raise DeskError(f"成文日期{day}{wrong[0]}。", why=wrong[1], do="请核对成文日期（--signed-on）。")
    return replace(order, signed_on=day)


def _drafted(office: Office, told: File, kind: str, order: Order) -> Draft:
    about, letter, changed = _written(office, told, kind, order)
    return Draft(letter, tuple(_findings(office, about, letter, order)), changed)


def _issue(
    office: Office,
    number: str,
    file: File,
    told: File,
    order: Order,
    by: By,
    replied: ev.Replied | None,
    kind: str = "",
) -> Issued:
    """`file` as it is, `told` with the reply in it."""
    kind = kind or _kind_of_reply(told)
    about, letter, changed = _written(office, told, kind, order)
    _has_a_number(letter)
    _not_twice(office, file, letter, about.about)
    findings = _findings(office, about, letter, order)
    if any(each.refuses for each in findings) or (findings and not order.confirmed.strip()):
        raise NotIssued(letter, findings)
    paper = letters.render(letter, office.settings.fonts.path)
    if order.docx is not None:
        paper = replace(paper, docx=order.docx)
    pdfa.validated(paper.pdf)
    stamped = _stamped(office, paper.pdf, by)
    fact = ev.LetterIssued(
        on=letter.signed_on,
        kind=kind,
        doc_number=letter.number,
        title=letter.title,
        about=about.about or None,
        approved_by=order.approved_by,
        template=catalogue.template(kind, office.settings.letters.path).version,
        calendar=office.calendar.version,
        agency=office.agency.name,
        stated=drafts.as_json(about.stated),
        outside=order.docx is not None,
        confirmed_by=office.agency.head if findings else None,
        confirmed=order.confirmed.strip() if findings else None,
    )
    with office.database.writing() as conn:
        fact = _frozen(office, conn, fact, paper, letter, stamped, order.attachments)
        events = (fact, replied) if replied else (fact,)
        recorded = append(conn, office, number, events, by, seen=len(file.entries))
    if stamped is not None:
        paper = replace(paper, pdf=stamped)
    return Issued(recorded, paper, tuple(findings), changed)


def _written(office: Office, file: File, kind: str, order: Order) -> tuple[Matter, Letter, tuple[str, ...]]:
    """What it is written from, the letter, and what a DOCX from outside changed in it."""
    about = drafts.subject(office, file, kind, order.about)
    stated, passages = drafts.merged(file.case, kind, about, order.stated, order.passages)
    known = matter(office, file, about=about, stated=stated, signed_on=order.signed_on)
    letter = write(known, kind, catalogue.templates(office.settings.letters.path), passages)
    if order.docx is None:
        return known, letter, ()
    return known, adopted(letter, order.docx), tuple(compared(letter, order.docx).lines())


def _has_a_number(letter: Letter) -> None:
    if not letter.number:
        raise DeskError(
            f"“{letter.title}”是供填写的表格，不编文号，不用签发。",
            why="表格填写签名后附卷。",
            do="请直接生成并打印，不加 --issue。",
        )


def _findings(office: Office, about: Matter, letter: Letter, order: Order) -> list[Finding]:
    """What the check says of the letter; an attachment in which a withheld word remains is refused there."""
    template = catalogue.template(letter.kind, office.settings.letters.path)
    searched = [
        (each.file_name, found)
        for each in order.attachments
        for found in redaction.remains(each.data, each.file_name, order.withheld)
    ]
    with office.database.reading() as conn:
        earlier = checking.earlier_reply(conn, office, about)
    against = checking.against(
        about,
        template,
        letter,
        approver=order.approved_by,
        attached=tuple(each.name for each in order.attachments) if order.attachments else None,
        remains=tuple(
            f"{name}：{found.where}：{found.text}" for name, found in searched if isinstance(found, Remain)
        ),
        earlier=earlier,
    )
    unread = [_not_searched(name, found) for name, found in searched if isinstance(found, Unreadable)]
    return check(letter, against) + unread


def _not_searched(name: str, found: Unreadable) -> Finding:
    return Finding(
        what=f"附件“{name}”的{found.where}不能检索：{found.why.rstrip('。')}。",
        why="不能确认其中没有不予公开的内容。",
        do="请逐页目视核对。" if found.looked_at else "请换成能够检索的文件。",
        refuses=not found.looked_at,
    )


def _not_twice(office: Office, file: File, letter: Letter, about: str) -> None:
    """The same words are issued once; a new fact of the same kind makes another letter."""
    with office.database.reading() as conn:
        for earlier in file.case.letters:
            if earlier.kind != letter.kind or (letter.kind in CONSULTED and (earlier.about or "") != about):
                continue
            if earlier.letter_sha256 is not None:
                _, kept = frozen.thaw(conn, office.vault, office.key, earlier.letter_sha256)
                if _words(from_json(kept)) != _words(letter):
                    continue
            raise DeskError(
                f"这份文书已经签发：{earlier.doc_number}（{earlier.on}）。",
                why="同一文书只签发一次。",
                do=f"请用 foidesk letter {file.case.number} {letter.kind} 取出；确实有误的，先划去签发的登记再重新签发。",
            )


def _words(letter: Letter) -> list[object]:
    """The words without number and date."""
    frame = {letter.number}
    return [
        (block.text, block.rows)
        for block in letter.blocks
        if block.text not in frame and block.style.value not in ("date", "number")
    ]


def _stamped(office: Office, data: bytes, by: By) -> bytes | None:
    """The PDF as the seal service and the electronic signature return it; None where the agency has neither."""
    stamped = data
    if office.settings.seal.command:
        stamped = sealing.sealed(stamped, office.settings.seal)
    if office.settings.signature.pkcs12:
        stamped = signing.signed(stamped, office.settings.signature, signed_at=by.now)
    return None if stamped is data else stamped


def _frozen(
    office: Office,
    conn: Connection,
    fact: ev.LetterIssued,
    paper: Paper,
    letter: Letter,
    stamped: bytes | None,
    attachments: Sequence[Attachment],
) -> ev.LetterIssued:
    """The fact with the SHA-256 of everything it keeps."""

    def kept(media_type: str, data: bytes) -> str:
        return letters.freeze(office, conn, media_type, data)

    return replace(
        fact,
        pdf_sha256=kept(letters.PDF, paper.pdf),
        docx_sha256=kept(letters.DOCX, paper.docx),
        letter_sha256=kept(letters.WORDS, to_json(letter)),
        sealed_sha256=kept(letters.PDF, stamped) if stamped is not None else None,
        attachments=tuple(
            kept(letters.media_type(each.file_name), each.data) for each in _as_listed(letter, attachments)
        ),
    )


def _as_listed(letter: Letter, attachments: Sequence[Attachment]) -> list[Attachment]:
    """In the order of the list, which names them ever after; the check has found the same names in both."""
    rest = list(attachments)
    ordered = []
    for listed in letters.enclosed(letter) if rest else ():
        ordered.append(max(rest, key=lambda each: _likeness(listed, each.name)))
        rest.remove(ordered[-1])
    return ordered


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, normalize("NFKC", one), normalize("NFKC", other), autojunk=False).ratio()


def _with(office: Office, file: File, event: ev.Event) -> File:
    """The file as it would be with the event."""
    folded = case((*file.case.log, event), office.calendar)
    return replace(file, case=folded)
