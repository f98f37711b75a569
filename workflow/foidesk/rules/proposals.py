"""Where each proposal stands: read from the log as it was typed, for a step names its proposal by sequence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from foidesk.rules import events as ev
from foidesk.rules.approval import Step
from foidesk.rules.hindsight import struck_entries

REPLY, EXTENDED = "reply", "extended"  #: proposals of a fact together with its letter


class Stage(Enum):
    """What a proposal waits for, or how it ended."""

    REVIEW = "review", "待审核"
    APPROVAL = "approval", "待批准"
    ISSUE = "issue", "待签发"
    SENT_BACK = "sent_back", "已退回"
    RECALLED = "recalled", "已撤回"
    DONE = "done", "已签发"

    def __init__(self, key: str, label: str) -> None:
        self.key, self.label = key, label

    @property
    def waits(self) -> bool:
        """Whether somebody has still to act on it."""
        return self in WAITING


WAITING = (Stage.REVIEW, Stage.APPROVAL, Stage.ISSUE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal and what became of it."""

    sequence: int
    submitted: ev.Submitted
    stage: Stage = Stage.REVIEW
    reviewed: ev.Reviewed | None = None
    approved: ev.Approved | None = None
    sent_back: ev.SentBack | None = None

    @property
    def subject(self) -> tuple[str, str]:
        """Kind and about: two proposals of one subject cannot stand at once."""
        return self.submitted.kind, self.submitted.about or ""


def proposals(log: Sequence[ev.Event]) -> tuple[Proposal, ...]:
    """Every proposal of a log in the order submitted; struck entries count for nothing."""
    found: dict[int, Proposal] = {}
    struck: frozenset[int] | None = None
    for sequence, event in enumerate(log, 1):
        if not isinstance(event, _READ):
            continue
        struck = struck_entries(log) if struck is None else struck
        if sequence in struck:
            continue
        if isinstance(event, ev.Submitted):
            found[sequence] = Proposal(sequence, event)
        elif isinstance(event, Step):
            known = found.get(event.sequence)
            if known is not None and wrong(known, event) is None:
                found[event.sequence] = _after(known, event)
        else:
            _settle(found, event)
    return tuple(found.values())


def wrong(proposal: Proposal, step: Step) -> str | None:
    """Why the step cannot be taken on the proposal as it stands, in Chinese; None when it can."""
    wanted: tuple[Stage, ...] = WAITING
    if isinstance(step, ev.Reviewed):
        wanted = (Stage.REVIEW,)
    elif isinstance(step, ev.Approved):
        wanted = (Stage.APPROVAL,)
    if proposal.stage not in wanted:
        return f"该送审件{proposal.stage.label}，不能再登记“{step.label}”"
    # READING(adr-040): nobody passes what he submitted himself, not even in another's place.
    own = proposal.submitted.submitted_by
    if own and own in _acting(step):
        return f"{own}不能{'审核' if isinstance(step, ev.Reviewed) else '批准'}自己送审的文书"
    return None


def unfinished(found: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Of each subject the last proposal, where somebody has still to act: on it, or on its return."""
    last = {each.subject: each for each in found}
    return tuple(each for each in last.values() if each.stage.waits or each.stage is Stage.SENT_BACK)


def standing_on(log: Sequence[ev.Event], kind: str, about: str = "") -> Proposal | None:
    """The proposal of that subject that somebody has still to act on."""
    same = (each for each in proposals(log) if each.subject == (kind, about) and each.stage.waits)
    return next(same, None)


def _acting(step: Step) -> tuple[str | None, ...]:
    if isinstance(step, ev.Reviewed):
        return step.reviewed_by, step.on_behalf_of
    if isinstance(step, ev.Approved):
        return step.approved_by, step.on_behalf_of
    return ()


def _after(proposal: Proposal, step: Step) -> Proposal:
    if isinstance(step, ev.Reviewed):
        return replace(proposal, stage=Stage.APPROVAL, reviewed=step)
    if isinstance(step, ev.Approved):
        return replace(proposal, stage=Stage.ISSUE, approved=step)
    if isinstance(step, ev.SentBack):
        return replace(proposal, stage=Stage.SENT_BACK, sent_back=step)
    return replace(proposal, stage=Stage.RECALLED)


def _settle(found: dict[int, Proposal], event: ev.Event) -> None:
    """What went out ends the approved proposal it carries out."""
    for sequence, each in found.items():
        if each.stage is Stage.ISSUE and _carries_out(event, each):
            found[sequence] = replace(each, stage=Stage.DONE)


def _carries_out(event: ev.Event, proposal: Proposal) -> bool:
    kind, about = proposal.subject
    if kind == REPLY:
        return isinstance(event, ev.Replied)
    if not isinstance(event, ev.LetterIssued):
        return False
    return (event.kind, event.about or "") == ("extension" if kind == EXTENDED else kind, about)


_READ = (ev.Submitted, ev.Reviewed, ev.SentBack, ev.Approved, ev.Recalled, ev.LetterIssued, ev.Replied)
