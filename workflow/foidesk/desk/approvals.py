"""Approval: what a clerk proposes is reviewed, approved by the head, and then issued exactly so."""

from __future__ import annotations

from dataclasses import replace

from foidesk.desk import applications, catalogue, drafts, issuing, permits, proposing
from foidesk.desk.applications import File, Recorded, open_file
from foidesk.desk.issuing import Issued, NotIssued
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.proposing import Proposed
from foidesk.errors import DeskError, NotThere
from foidesk.rules import events as ev
from foidesk.rules.proposals import EXTENDED, REPLY, Proposal, Stage
from foidesk.rules.vocabulary import Role
from foidesk.store import delegations

# --- clerk ---------------------------------------------------------------------------------------


def submit(office: Office, number: str, proposed: Proposed, by: By, note: str = "") -> Recorded:
    """送审. NotIssued and NotAllowed with everything that would stand against issuing it, secrecy review included."""
    permits.demand(by, Act.DRAFT)
    if proposed.kind not in (REPLY, EXTENDED):
        file = open_file(office, number)
        proposed = replace(proposed, about=drafts.subject(office, file, proposed.kind, proposed.about))
    draft = proposing.drafted(office, number, proposed, by)
    if any(each.refuses for each in draft.findings):
        raise NotIssued(draft.letter, draft.findings)
    event = ev.Submitted(
        on=by.today,
        kind=proposed.kind,
        about=proposed.about or None,
        proposal=proposed.to_json(),
        letter_sha256=proposing.digest(draft.letter),
        submitted_by=by.who,
        note=note.strip() or None,
    )
    return applications.record(office, number, [event], by)


def recall(office: Office, number: str, sequence: int, by: By, note: str = "") -> Recorded:
    """撤回送审, before it is issued."""
    event = ev.Recalled(on=by.today, sequence=sequence, recalled_by=by.who, note=note.strip() or None)
    return applications.record(office, number, [event], by)


# --- reviewer and head ---------------------------------------------------------------------------


def review(office: Office, number: str, sequence: int, by: By, note: str = "") -> Recorded:
    """审核通过: on to the head."""
    acting, giver = in_place_of(office, by, Act.REVIEW)
    event = ev.Reviewed(
        on=by.today,
        sequence=sequence,
        reviewed_by=by.who,
        on_behalf_of=giver,
        note=note.strip() or None,
    )
    return applications.record(office, number, [event], acting)


def send_back(office: Office, number: str, sequence: int, by: By, note: str) -> Recorded:
    """退回修改; the note is required."""
    acting, _ = in_place_of(office, by, Act.REVIEW, Act.APPROVE)
    event = ev.SentBack(on=by.today, sequence=sequence, sent_back_by=by.who, note=note.strip() or None)
    return applications.record(office, number, [event], acting)


def approve(office: Office, number: str, sequence: int, by: By, confirmed: str = "") -> Recorded:
    """批准. NotIssued where the check refuses by now, or warns and no reason is given to let it go."""
    acting, giver = in_place_of(office, by, Act.APPROVE)
    found = proposal(open_file(office, number), sequence)
    draft = _unchanged(office, number, found, by, approver=by.who)
    if any(each.refuses for each in draft.findings) or (draft.findings and not confirmed.strip()):
        raise NotIssued(draft.letter, draft.findings)
    event = ev.Approved(
        on=by.today,
        sequence=sequence,
        approved_by=by.who,
        on_behalf_of=giver,
        confirmed=confirmed.strip() or None,
    )
    return applications.record(office, number, [event], acting)


def in_place_of(office: Office, by: By, *acts: Act) -> tuple[By, str | None]:
    """The person with a role that somebody absent has handed over, and who that is; NotPermitted without either."""
    if permits.may(by, *acts):
        return by, None
    with office.database.reading() as conn:
        given = delegations.given_to(conn, office.key, by.who, by.today)
    for giver, roles in sorted(given.items()):
        acting = replace(by, roles=(by.roles or frozenset()) | {Role(role) for role in roles})
        if permits.may(acting, *acts):
            return acting, giver
    raise permits.NotPermitted(by, acts)


# --- issuing what was approved -------------------------------------------------------------------


def issue(office: Office, number: str, sequence: int, by: By) -> Issued:
    """签发 exactly what was approved. DeskError where it was not, or where its words would no longer be the same."""
    permits.demand(by, Act.DRAFT)
    file = open_file(office, number)
    found = proposal(file, sequence)
    approved = found.approved
    if found.stage is not Stage.ISSUE or approved is None:
        raise DeskError(
            f"第{sequence}项送审件{found.stage.label}，不能签发。",
            why="签发的必须是已经批准、尚未签发的送审件。",
            do="请核对送审件现在的办理环节。",
        )
    proposed = proposing.read(found.submitted)
    if proposed.kind != EXTENDED or not _told(file, found):
        _unchanged(office, number, found, by, approver=approved.approved_by or "")
    order = proposing.order(office, proposed, approved.approved_by or "", confirmed=approved.confirmed or "")
    if proposed.kind == REPLY:
        return issuing.reply(office, number, proposing.outline(proposed).on(by.today), order, by)
    if proposed.kind == EXTENDED:
        if not _told(file, found):
            head = approved.on_behalf_of or approved.approved_by or ""
            told = proposing.longer(proposed).on(by.today, head)
            applications.record(office, number, [told], by)
        return issuing.issue(office, number, "extension", order, by)
    return issuing.issue(office, number, proposed.kind, order, by)


def proposal(file: File, sequence: int) -> Proposal:
    """The proposal submitted as entry `sequence`; NotThere when there is none."""
    for each in file.case.proposals:
        if each.sequence == sequence:
            return each
    raise NotThere(
        f"第{sequence}项登记不是有效的送审。", why="该项不是送审，或者已经划去。", do="请从“审批”打开送审件。"
    )


def _told(file: File, found: Proposal) -> bool:
    """Whether its extension is recorded already, so that only the letter is missing."""
    return any(isinstance(event, ev.Extended) for event in file.case.log[found.sequence :])


def _unchanged(office: Office, number: str, found: Proposal, by: By, *, approver: str) -> issuing.Draft:
    """The letter as it was submitted; DeskError when the case, a draft or the wording has changed its words since."""
    proposed = proposing.read(found.submitted)
    draft = proposing.drafted(office, number, proposed, by, approver=approver, on=found.submitted.on)
    if proposing.digest(draft.letter) != found.submitted.letter_sha256:
        raise DeskError(
            "送审之后，文书的内容已经变化。",
            why="批准和签发的必须是送审的内容；送审后登记的事项、修改的草稿或者模板改变了文书。",
            do="请撤回送审，核对后重新送审。",
        )
    return draft


def title(office: Office, kind: str) -> str:
    """What is proposed, in Chinese: 答复书, or the name of the letter."""
    if kind == REPLY:
        return "答复书"
    return catalogue.template("extension" if kind == EXTENDED else kind, office.settings.letters.path).name
