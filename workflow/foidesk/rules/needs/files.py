"""The file kept inside the agency: who works on it, what was searched, what stands in it (条例 45)."""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.needs.frame import Breach, condition, not_before_receipt, required
from foidesk.rules.position import Position


@condition(law.KEEP_FILES, acts_only=True)
def someone_assigned(pos: Position, event: ev.Assigned) -> Breach | None:
    if event.handler or event.unit:
        return None
    return Breach("没有写明承办人或者承办单位", "请写明 handler 或者 unit。")


@condition(law.KEEP_FILES, acts_only=True)
def unit_has_a_limit(pos: Position, event: ev.Assigned) -> Breach | None:
    if not event.unit or event.answer_by:
        return None
    return Breach("没有写明承办单位应在哪一天以前反馈", "请写明 answer_by；它不改变答复期限。")


@condition(law.SERVICE_DAYS, acts_only=True)
def letter_known(
    pos: Position, event: ev.LetterSent | ev.LetterServed | ev.LetterReturned | ev.LetterRefused
) -> Breach | None:
    if event.doc_number in pos.issued:
        return None
    return Breach(f"没有签发过文号为“{event.doc_number}”的文书", "请核对文号；签发的文书见登记簿。")


@condition(law.KEEP_FILES, acts_only=True)
def read_from_a_ledger(pos: Position, event: ev.Imported) -> Breach | None:
    return Breach("只有从台账文件导入的申请才有这一项", "请按实际办理情况登记。")


@condition(law.KEEP_FILES, voids=True)
def registered_before(pos: Position, event: ev.ImportUndone) -> Breach | None:
    return None if pos.registered else Breach("申请尚未登记", "请核对日期。")


@condition(law.KEEP_FILES, acts_only=True)
def the_whole_file_is_undone(pos: Position, event: ev.ImportUndone) -> Breach | None:
    return Breach("一件申请不能单独撤销导入", "请在“台账”中撤销整个文件的导入；单件有误的，请更正登记。")


# --- what each step needs ------------------------------------------------------------------------
ASSIGNED = (someone_assigned, unit_has_a_limit)
SEARCHED = (required(law.NOT_EXISTING, "检索范围、检索词和检索人", "places", "terms", "searcher"),)
NOTED = (required(law.KEEP_FILES, "记事内容", "text"),)
IMPORTED = (read_from_a_ledger,)
UNDONE = (registered_before, the_whole_file_is_undone)
FILED = (required(law.KEEP_FILES, "材料名称", "title"),)
ISSUED = (not_before_receipt, required(law.KEEP_FILES, "签发人", "approved_by"))
ISSUED_BEFORE = (letter_known,)
REFUSED = (letter_known, required(law.SERVICE_DAYS, "拒收的见证人", "witness"))
STRUCK = (required(law.KEEP_FILES, "划去的理由和登记人", "reason", "struck_by"),)
