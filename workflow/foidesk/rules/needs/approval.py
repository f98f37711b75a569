"""Approval: something must have been submitted, and every step is somebody's.

Which proposal a step is about is judged by the guard, which alone sees the sequences of the log.
"""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, required
from foidesk.rules.position import Position


@condition(law.KEEP_FILES, acts_only=True, seasonal=True)
def something_submitted(pos: Position, event: ev.Event) -> Breach | None:
    return None if pos.submitted else Breach("该申请没有送审的文书", "请先送审。")


# --- what each step needs ------------------------------------------------------------------------
SUBMITTED = (required(law.KEEP_FILES, "送审的内容和送审人", "kind", "proposal", "submitted_by"),)
REVIEWED = (something_submitted, required(law.KEEP_FILES, "审核人", "reviewed_by"))
SENT_BACK = (something_submitted, required(law.KEEP_FILES, "退回的意见和退回人", "note", "sent_back_by"))
APPROVED = (something_submitted, required(law.KEEP_FILES, "批准人", "approved_by"))
RECALLED = (something_submitted, required(law.KEEP_FILES, "撤回人", "recalled_by"))
