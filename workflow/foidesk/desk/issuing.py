"""Issuing letters: written, checked, rendered, validated, sealed, frozen and recorded in one act.

A reply records its decision together with its letter. Until everything holds, nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection

from foidesk import sealing
from foidesk.desk import catalogue, checking, drafts, heads, letters
from foidesk.desk.applications import File, Recorded, append, open_file
from foidesk.desk.clearance import goes_unapproved
from foidesk.desk.enclosing import Attachment, as_listed, empty, not_searched_at_all, searched
from foidesk.desk.letterfacts.matter import Matter
from foidesk.desk.letters import Paper
from foidesk.desk.office import By, Office
from foidesk.desk.once import refuse_a_second
from foidesk.desk.writing import matter, write
from foidesk.errors import DeskError
from foidesk.paper.check import Finding, check
from foidesk.paper.letter import Letter, to_json
from foidesk.paper.pdf import pdfa
from foidesk.rules import events as ev
from foidesk.rules import outcomes
from foidesk.rules.case import case
from foidesk.rules.guard import judge
from foidesk.rules.vocabulary import Service


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
    return _drafted(office, told, _kind_of_reply(told), _dated(file, order, by, replied), by)


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
    return _drafted(office, file, kind, _dated(file, order, by), by)


def drafted_with(office: Office, number: str, kind: str, fact: ev.Event, order: Order, by: By) -> Draft:
    """The letter that would tell a fact not yet recorded; nothing is written. NotAllowed as for the fact itself."""
    file = open_file(office, number)
    judge(file.case.log, fact, office.calendar, today=by.today, readings=office.readings)
    return _drafted(office, _with(office, file, fact), kind, _dated(file, order, by), by)


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


def _drafted(office: Office, told: File, kind: str, order: Order, by: By) -> Draft:
    written = _written(office, told, kind, order)
    findings = _findings(office, written.matter, written.letter, order, written.locked, by)
    return Draft(written.letter, tuple(findings), written.changed)


def _issue(
    office: Office,
    number: str,
    file: File,
    told: File,
    order: Order,
    by: By,
    replied: ev.Replied | None,
    kind: str | None = None,
) -> Issued:
    """`file` as it is, `told` with the reply in it."""
    if kind is None:
        kind = _kind_of_reply(told)
    written = _written(office, told, kind, order)
    about, letter = written.matter, written.letter
    _has_a_number(letter)
    refuse_a_second(office, file.case, letter, about.about)
    findings = _findings(office, about, letter, order, written.locked, by)
    if any(each.refuses for each in findings) or (findings and not order.confirmed.strip()):
        raise NotIssued(letter, findings)
    paper = letters.render(letter, office.settings.fonts.path)
    if order.docx is not None:
        paper = replace(paper, docx=order.docx)
    pdfa.validated(paper.pdf)
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
        doubts="\n".join(each.what for each in findings) or None,
    )
    judge(file.case.log, fact, office.calendar, today=by.today, readings=office.readings)
    stamped = _stamped(office, paper.pdf, by)
    with office.database.writing() as conn:
        fact = _frozen(office, conn, fact, paper, letter, stamped, order.attachments)
        events = (fact, replied) if replied else (fact,)
        recorded = append(conn, office, number, events, by, seen=len(file.entries))
    if stamped is not None:
        paper = replace(paper, pdf=stamped)
    return Issued(recorded, paper, tuple(findings), written.changed)


@dataclass(frozen=True, slots=True)
class _Written:
    """A letter, what it is written from, and what a DOCX from outside changed in it."""

    matter: Matter
    letter: Letter
    changed: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()  #: words of changed passages that no draft leaves free


def _written(office: Office, file: File, kind: str, order: Order) -> _Written:
    about = drafts.subject(office, file, kind, order.about)
    stated, passages = drafts.merged(file.case, kind, about, order.stated, order.passages)
    known = matter(office, file, about=about, stated=stated, signed_on=order.signed_on)
    letter = write(known, kind, catalogue.templates(office.settings.letters.path), passages)
    if order.docx is None:
        return _Written(known, letter)
    from foidesk.paper import outside  # slow to import, and most letters are issued as written

    taken = outside.adopted(letter, order.docx)
    changed = tuple(outside.compared(letter, order.docx).lines())
    return _Written(known, taken, changed, outside.locked(letter, taken))


def _has_a_number(letter: Letter) -> None:
    if not letter.number:
        raise DeskError(
            f"“{letter.title}”是供填写的表格，不编文号，不用签发。",
            why="表格填写签名后附卷。",
            do="请直接生成并打印，不加 --issue。",
        )


def _findings(
    office: Office, about: Matter, letter: Letter, order: Order, locked: Sequence[str], by: By
) -> list[Finding]:
    """What the check says of the letter, of what was changed outside, and of what goes with it."""
    template = catalogue.template(letter.kind, office.settings.letters.path)
    enclosed = searched(order.attachments, order.withheld)
    with office.database.reading() as conn:
        earlier = checking.earlier_reply(conn, office, about)
        approvers = () if goes_unapproved(letter.kind, by) else heads.approvers(conn, office)
    against = checking.against(
        about,
        template,
        letter,
        approver=order.approved_by or office.agency.head,  # a draft has no approver yet
        attached=tuple(each.listed for each in order.attachments) if order.attachments else None,
        remains=enclosed.remains,
        approvers=approvers,
        earlier=earlier,
        corrected=_corrected(office, about) if letter.kind == "erratum" else None,
    )
    return [
        *check(letter, against),
        *enclosed.unread,
        *empty(order.attachments),
        *not_searched_at_all(letter, order.attachments, order.withheld),
        *map(_changed_outside, locked),
    ]


def _corrected(office: Office, about: Matter) -> Letter | None:
    """The letter an erratum puts right; None for one from before the words were kept."""
    wrong = about.letter(about.about)
    return letters.words(office, wrong) if wrong.letter_sha256 is not None else None


def _changed_outside(words: str) -> Finding:
    """A passage that no draft leaves free was changed in a word processor."""
    return Finding(
        f"在外部改动了锁定的段落：“{words[:60]}{'…' if len(words) > 60 else ''}”。",
        "日期、条款、决定等由登记的事实和法律确定，外部改动不受模板约束。",
        "请逐字核对，或者恢复原文。",
        refuses=False,
    )


def _stamped(office: Office, data: bytes, by: By) -> bytes | None:
    """The PDF as the seal service and the electronic signature return it; None where the agency has neither."""
    stamped = data
    if office.settings.seal.command:
        stamped = sealing.sealed(stamped, office.settings.seal)
    if office.settings.signature.pkcs12:
        from foidesk import signing  # its library takes long to load, and few agencies sign

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
            kept(letters.media_type(each.file_name), each.data) for each in as_listed(letter, attachments)
        ),
    )


def _with(office: Office, file: File, event: ev.Event) -> File:
    """The file as it would be with the event."""
    folded = case((*file.case.log, event), office.calendar)
    return replace(file, case=folded)
