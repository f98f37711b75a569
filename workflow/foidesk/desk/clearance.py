"""What people at the desk may let out only after approval; the machine's own command line is not asked."""

from __future__ import annotations

from foidesk.desk.office import By
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.proposals import EXTENDED, REPLY, Proposal, Stage

# READING(adr-040): letters that decide nothing and state only what the register holds.
WITHOUT_APPROVAL = frozenset({"receipt"})
_REPLIES = frozenset({key for key, ground in GROUNDS.items() if ground.by_reply} | {"several", "replacement"})


def goes_unapproved(kind: str, by: By) -> bool:
    """Whether a person at the desk lets out a letter of that kind in his own name."""
    return by.roles is not None and kind in WITHOUT_APPROVAL


def demand_approved(case: Case, event: ev.Event, by: By) -> None:
    """DeskError where a person would let out what the head has not approved."""
    if by.roles is None or not isinstance(event, ev.LetterIssued | ev.Replied | ev.Extended):
        return
    if isinstance(event, ev.LetterIssued) and goes_unapproved(event.kind, by):
        return
    if any(_covers(each, event) for each in case.proposals if each.stage is Stage.ISSUE):
        return
    raise DeskError(
        f"“{event.label}”尚未经批准。",
        why="除收到回执外，文书经审核和批准后才能签发。",
        do="请先送审；已经批准的，请从“审批”签发。",
    )


def _covers(proposal: Proposal, event: ev.LetterIssued | ev.Replied | ev.Extended) -> bool:
    kind, about = proposal.subject
    approver = proposal.approved
    if approver is None or event.approved_by not in (approver.approved_by, approver.on_behalf_of):
        return False
    if isinstance(event, ev.Replied):
        return kind == REPLY
    if isinstance(event, ev.Extended):
        return kind == EXTENDED
    if kind == REPLY:
        return event.kind in _REPLIES
    return (event.kind, event.about or "") == ("extension" if kind == EXTENDED else kind, about)
