"""Approval as facts: a proposal goes from clerk to reviewer to head, and may come back.

A proposal is told by the sequence of its `Submitted` in the log, counted from 1.
"""

from __future__ import annotations

from foidesk.rules.facts import Event, fact, prose


@fact("送审")
class Submitted(Event):
    """送审: what is proposed, complete, so that what is approved is what goes out."""

    kind: str  #: a kind of letter, "reply" for a decision with its letter, "extended" for an extension with its letter
    about: str | None = None  #: the consultation or letter it concerns, where there are several
    proposal: str | None = prose(default=None)  #: JSON: decision or extension, stated, passages
    letter_sha256: str | None = None  #: the words proposed, as they would be dated that day
    submitted_by: str | None = None
    note: str | None = prose(default=None)


@fact("审核通过")
class Reviewed(Event):
    """审核通过: the reviewer agrees and passes the proposal on to the head."""

    sequence: int
    reviewed_by: str | None = None
    on_behalf_of: str | None = None  #: who handed over the role while absent
    note: str | None = prose(default=None)


@fact("退回修改")
class SentBack(Event):
    """退回修改: not so; the note says what to change."""

    sequence: int
    sent_back_by: str | None = None
    note: str | None = prose(default=None)


@fact("批准")
class Approved(Event):
    """批准: the head decides; what is issued is exactly this."""

    sequence: int
    approved_by: str | None = None
    on_behalf_of: str | None = None
    confirmed: str | None = prose(default=None)  #: the head's reason to let it go in spite of warnings


@fact("撤回送审")
class Recalled(Event):
    """撤回送审: the clerk takes the proposal back before it is issued."""

    sequence: int
    recalled_by: str | None = None
    note: str | None = prose(default=None)


Step = Reviewed | SentBack | Approved | Recalled
