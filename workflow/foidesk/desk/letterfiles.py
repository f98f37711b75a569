"""Letters and the files that go with them as people take them out: of a draft, of what was submitted, of an issued one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foidesk.desk import approvals, dossier, keptfiles, letters, permits, proposing
from foidesk.desk.applications import File
from foidesk.desk.issuing import Draft
from foidesk.desk.keptfiles import Kept
from foidesk.desk.letterfacts.matter import issued
from foidesk.desk.letters import Attached, Paper
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.proposing import Proposed
from foidesk.errors import DeskError, NotThere
from foidesk.rules.proposals import Proposal
from foidesk.store import audit


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was sent for approval: while it waits its letter with what the check says, or why that cannot be written."""

    file: File
    found: Proposal
    proposed: Proposed
    draft: Draft | None
    trouble: DeskError | None


def draft(office: Office, application: int, kind: str, about: str, by: By) -> Proposed:
    """What was last drafted or submitted and is not yet issued. NotThere where nobody has begun."""
    permits.demand(by, Act.READ_PERSONAL)
    kept = proposing.last(dossier.by_key(office, application, by).case, kind, about)
    if kept is None:
        raise NotThere("没有这份草稿。", why="没有保存过，或者已经签发。", do="请从文书页面重新打开。")
    return kept


def submitted(office: Office, application: int, sequence: int, by: By) -> Submitted:
    """What was sent for approval. DeskError when there is no such proposal."""
    permits.demand(by, Act.READ_PERSONAL)
    file = dossier.by_key(office, application, by)
    found = approvals.proposal(file, sequence)
    proposed = proposing.read(found.submitted)
    written, trouble = None, None
    if found.stage.waits:
        try:
            written = proposing.drafted(office, file.row.number, proposed, by, on=found.submitted.on)
        except DeskError as error:
            trouble = error
    return Submitted(file, found, proposed, written, trouble)


def submitted_paper(office: Office, application: int, sequence: int, by: By) -> Paper:
    """The letter as submitted, whatever became of it."""
    permits.demand(by, Act.READ_PERSONAL)
    file = dossier.by_key(office, application, by)
    found = approvals.proposal(file, sequence).submitted
    written = proposing.drafted(office, file.row.number, proposing.read(found), by, on=found.on)
    return letters.render(written.letter, office.settings.fonts.path)


def of_draft(office: Office, application: int, kind: str, about: str, n: int, by: By) -> Attached:
    """The n-th file of a saved draft."""
    return _kept(office, draft(office, application, kind, about, by).enclosed, n)


def of_submitted(office: Office, application: int, sequence: int, n: int, by: By) -> Attached:
    """The n-th file of what was sent for approval."""
    permits.demand(by, Act.READ_PERSONAL)
    file = dossier.by_key(office, application, by)
    return _kept(office, proposing.read(approvals.proposal(file, sequence).submitted).enclosed, n)


def of_issued(office: Office, application: int, doc_number: str, n: int, by: By) -> Attached:
    """The n-th file that went with an issued letter; that somebody took it goes into the audit trail first."""
    permits.demand(by, Act.READ_PERSONAL)
    letter = issued(dossier.by_key(office, application, by).case, doc_number)
    found = letters.attached(office, letter)
    if not 1 <= n <= len(found):
        raise _missing()
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, "取出文书附件", letter.doc_number, f"第{n}个附件")
    return found[n - 1]


def _kept(office: Office, kept: Sequence[Kept], n: int) -> Attached:
    if not 1 <= n <= len(kept):
        raise _missing()
    each = kept[n - 1]
    data = keptfiles.bytes_of(office, each.sha256)
    return Attached(each.file_name, letters.media_type(each.file_name), data)


def _missing() -> NotThere:
    return NotThere("没有这个附件。", why="附件已经移除，或者没有保存。", do="请从文书页面重新打开。")
