"""申请: what was asked for, by whom, and the papers that came with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from foidesk.desk import dossier
from foidesk.desk.applications import File
from foidesk.desk.casefile import papers
from foidesk.desk.casefile.section import Enclosed, Section, body, digest, heading, listed, table
from foidesk.desk.filing.attachments import PaperKind
from foidesk.desk.office import CHINA, Office
from foidesk.paper.letter import Block
from foidesk.rules import events as ev
from foidesk.store import attachments
from foidesk.store.attachments import Attachment

_PEOPLE = (5, 6, 17)
_FACTS = (7, 21)
_PAPERS = (8.5, 5.5, 5, 9)

Taken = Mapping[int, tuple[Enclosed, str]]  #: by number of the paper: its pages, and how they were taken in


def kept(office: Office, file: File) -> list[Attachment]:
    """The papers of the application, the removed ones too."""
    with office.database.reading() as conn:
        return attachments.of(conn, office.vault, office.key, file.row.application)


def taken(office: Office, file: File, listing: Sequence[Attachment]) -> Taken:
    """The papers that can be pages, by their number."""
    return dict(_taken(office, file, listing))


def _taken(
    office: Office, file: File, listing: Sequence[Attachment]
) -> Iterator[tuple[int, tuple[Enclosed, str]]]:
    for each in listing:
        if each.removed_at is not None:
            continue
        with office.database.reading() as conn:
            data = attachments.content(conn, office.vault, office.key, file.row.application, each.n)
        found = papers.pages(data, each.media_type) if data else None
        if found is not None:
            pdf, how = found
            title = f"{PaperKind(each.kind).label}：{each.name}"
            yield each.n, (Enclosed(title, each.added_at.astimezone(CHINA).date(), each.sha256, pdf), how)


def request(file: File, listing: Sequence[Attachment], pages: Taken) -> Section:
    """The request with its papers behind it; proofs of the post stand with the service."""
    case = file.case
    people = [
        (part, person.name, "；".join(filter(None, (person.telephone, person.address, person.email))) or "—")
        for _, part, person in dossier.parts(file)
    ]
    facts = [
        ("申请方式", f"{case.received.channel.label}（{case.clock.receipt.why}）"),
        ("获取方式", case.registered.form or "未写明"),
        ("承办", "　".join(filter(None, (case.handling.unit, case.handling.handler))) or "未指定"),
    ]
    return Section(
        "申请和申请材料",
        (
            heading("一、申请内容"),
            body(case.registered.request or "没有登记申请内容。"),
            table(_FACTS, (), facts),
            heading("二、当事人"),
            table(_PEOPLE, ("身份", "姓名或者名称", "联系方式"), people),
            heading("三、材料"),
            listed(
                _PAPERS,
                ("名称", "种类", "收入方式", "原件的 SHA-256"),
                [_row(each, pages) for each in listing],
                "没有随申请提交的电子材料。",
            ),
            *_documents(file),
        ),
        day=case.received.on,
        enclosed=tuple(pages[each.n][0] for each in listing if each.n in pages and not is_receipt(each)),
    )


def receipts(listing: Sequence[Attachment], pages: Taken) -> tuple[Enclosed, ...]:
    """The proofs of the post among the papers."""
    return tuple(pages[each.n][0] for each in listing if each.n in pages and is_receipt(each))


def is_receipt(each: Attachment) -> bool:
    """Whether a paper proves that something was posted."""
    return PaperKind(each.kind) is PaperKind.ENVELOPE


def _row(each: Attachment, pages: Taken) -> tuple[str, ...]:
    if each.removed_at is not None:
        how = f"已移除：{each.removed_why or ''}"
    else:
        how = pages[each.n][1] if each.n in pages else papers.LISTED
    return each.name, PaperKind(each.kind).label, how, digest(each.sha256)


def _documents(file: File) -> list[Block]:
    """What was added to the file on paper."""
    titles = [e for e in file.case.standing if isinstance(e, ev.DocumentFiled)]
    return [body(f"附卷：{each.title or ''}（{each.on.isoformat()}）。") for each in titles]
