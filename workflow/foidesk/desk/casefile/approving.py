"""审批: what was sent for approval, who said what and when; secrecy review; the agency's own judgement."""

from __future__ import annotations

from collections.abc import Sequence

from foidesk.desk import approvals
from foidesk.desk.applications import File
from foidesk.desk.casefile.section import Section, day, heading, listed
from foidesk.desk.office import Office
from foidesk.rules import events as ev
from foidesk.rules.proposals import Proposal

_STEPS = (6.5, 4.5, 5, 4, 8)
_SIGNED = (9, 5, 4.5, 9.5)
_REVIEWS = (5, 5, 5, 13)


def approving(office: Office, file: File) -> Section:
    """Approvals as they were given, letters by who let them go, and the reviews."""
    return Section(
        "审批和审查",
        (
            heading("一、送审、审核和批准"),
            listed(
                _STEPS, ("送审件", "环节", "日期", "办理人", "意见"), _steps(office, file), "没有送审的登记。"
            ),
            heading("二、文书的签批"),
            listed(_SIGNED, ("文号", "签发日期", "签批人", "提醒和确认"), _signed(file), "没有签发文书。"),
            heading("三、保密审查和本机关判断"),
            listed(
                _REVIEWS, ("事项", "日期", "办理人", "结果"), _reviews(file), "没有保密审查或者判断的登记。"
            ),
        ),
    )


def _steps(office: Office, file: File) -> list[tuple[str, ...]]:
    return [
        row
        for proposal in file.case.proposals
        for row in _of(approvals.title(office, proposal.submitted.kind), proposal, file.case.log)
    ]


def _of(title: str, proposal: Proposal, log: Sequence[ev.Event]) -> list[tuple[str, ...]]:
    sent = proposal.submitted
    rows: list[tuple[str, ...]] = [
        (title, sent.label, day(sent.on), sent.submitted_by or "—", sent.note or "")
    ]
    steps = (ev.Reviewed, ev.SentBack, ev.Approved, ev.Recalled)
    for event in log:
        if isinstance(event, steps) and event.sequence == proposal.sequence:
            rows.append((title, event.label, day(event.on), _who(event), _said(event)))
    return rows


def _who(event: ev.Reviewed | ev.SentBack | ev.Approved | ev.Recalled) -> str:
    by: str | None = None
    match event:
        case ev.Reviewed():
            by = event.reviewed_by
        case ev.SentBack():
            by = event.sent_back_by
        case ev.Approved():
            by = event.approved_by
        case ev.Recalled():
            by = event.recalled_by
    stood_in = getattr(event, "on_behalf_of", None)
    return (by or "—") + (f"（代{stood_in}）" if stood_in else "")


def _said(event: ev.Reviewed | ev.SentBack | ev.Approved | ev.Recalled) -> str:
    if isinstance(event, ev.Approved):
        return event.confirmed or "同意"
    return event.note or ("同意" if isinstance(event, ev.Reviewed) else "")


def _signed(file: File) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for letter in file.case.letters:
        doubt = [letter.doubts or "", f"确认：{letter.confirmed}" if letter.confirmed else ""]
        rows.append(
            (
                letter.doc_number,
                day(letter.on),
                letter.approved_by or "—",
                "\n".join(part for part in doubt if part) or "无",
            )
        )
    return rows


def _reviews(file: File) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for event in file.case.standing:
        if isinstance(event, ev.SecrecyReviewed):
            rows.append(
                (event.label, day(event.on), event.reviewer, "可以公开" if event.cleared else "不得公开")
            )
        elif isinstance(event, ev.JudgementRecorded):
            rows.append((event.label, day(event.on), event.officer or "—", event.judgement or ""))
    return rows
