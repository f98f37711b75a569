"""What a clerk can record about an application: the verbs, their groups, their forms, and what each would do.

The fields of a form follow from the dataclass fields of the event alone; a new event needs a verb and a group here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from foidesk.desk import applications, consulting, fees, permits
from foidesk.desk.actfields import HIDDEN, Entry, entries, value_of
from foidesk.desk.applications import CORRECTABLE, File, Recorded, facts_of
from foidesk.desk.labels import office_words
from foidesk.desk.office import By, Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import guard, whatif, wire
from foidesk.rules.clock import clock
from foidesk.store.log import ChangedMeanwhile

GROUPS: dict[str, dict[type[ev.Event], str]] = {
    "期限": {
        ev.ReceiptConfirmed: "登记双方确认",
        ev.ContactAttempted: "登记联系未成",
        ev.ReceiptUnconfirmed: "登记能够联系而未确认",
        ev.ClarificationAsked: "告知补正",
        ev.ClarificationServed: "登记补正告知送达",
        ev.Clarified: "登记收到补正",
        ev.Extended: "延长答复期限",
        ev.ConsultationSent: "征求意见",
        ev.ConsultationServed: "登记征求意见书送达",
        ev.ConsultationAnswered: "登记收到意见",
        ev.ConsultationReturned: "登记征求意见书退回",
        ev.ExplanationAsked: "要求说明理由",
        ev.ExplanationServed: "登记说明理由通知送达",
        ev.ExplanationGiven: "登记收到理由说明",
        ev.DelayAnnounced: "告知延迟答复",
    },
    "收费": {
        ev.FeeNotified: "发出收费通知",
        ev.FeeNoticeServed: "登记收费通知送达",
        ev.FeePaid: "登记缴费",
        ev.FeeRevoked: "撤销收费通知",
    },
    "办理": {
        ev.SearchRecorded: "登记检索",
        ev.SecrecyReviewed: "登记保密审查",
        ev.JudgementRecorded: "作出本机关判断",
        ev.Assigned: "指定承办人",
        ev.UnitAnswered: "登记承办单位反馈",
        ev.Noted: "记事",
        ev.DocumentFiled: "附卷",
    },
    "结束": {
        ev.Withdrawn: "登记撤回",
        ev.Merged: "并案",
        ev.ClarificationLapsed: "认定逾期不补正",
        ev.FeeLapsed: "认定逾期未缴费",
    },
    "救济": {
        ev.RemedyFiled: "登记被申请复议或被起诉",
        ev.RemedyDecided: "登记复议或诉讼结果",
        ev.ReplyAnnulled: "登记责令重新答复",
    },
    "更正": {
        ev.Struck: "划去登记",
        ev.ReceiptCorrected: "更正收到申请",
        ev.RegistrationCorrected: "更正登记事项",
    },
}
VERBS = {kind: verb for kinds in GROUPS.values() for kind, verb in kinds.items()}

#: acts that end the application or a reply: asked once, naming what becomes final
FINAL: dict[type[ev.Event], str] = {
    ev.Withdrawn: "登记之后申请办结，不再答复（只撤回部分的，其余继续办理）。",
    ev.Merged: "登记之后本件办结，在先收到的一件中答复。",
    ev.ClarificationLapsed: "登记之后申请视为放弃，本件办结。",
    ev.FeeLapsed: "登记之后申请视为放弃，本件办结。",
    ev.ReplyAnnulled: "登记之后原答复失去效力，重新计算答复期限。",
}

#: what must have been done by the last day, where the event's own name does not say it
_BY_THEN: dict[type[ev.Event], str] = {
    ev.Extended: "告知申请人",
    ev.ClarificationAsked: "告知申请人",
    ev.FeeNotified: "通知申请人",
    ev.Clarified: "收到补正",
    ev.FeePaid: "缴清",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that can be taken now by this person."""

    kind: type[ev.Event]
    verb: str
    until: date | None  #: the last day on which it keeps its effect


def offers(office: Office, file: File, by: By) -> dict[str, list[Offer]]:
    """What the person can record now, by group; empty groups are left out."""
    possible = whatif.possible(facts_of(file.entries), office.calendar, by.today, office.readings)
    until = {step.event: step.until for step in possible}
    made = {
        group: [
            Offer(kind, verb, until[kind])
            for kind, verb in kinds.items()
            if kind in until and permits.may(by, *permits.acts_of(kind)) and _to_the_point(file, kind)
        ]
        for group, kinds in GROUPS.items()
    }
    return {group: offered for group, offered in made.items() if offered}


def _to_the_point(file: File, kind: type[ev.Event]) -> bool:
    """A remedy can only end, or annul a reply, when there is one; what the rules allow beyond that is not offered."""
    filed = any(isinstance(event, ev.RemedyFiled) for event in file.case.standing)
    replied = file.case.position.reply is not None or not file.case.state.is_open
    return {ev.RemedyDecided: filed, ev.ReplyAnnulled: filed or replied}.get(kind, True)


def kind_named(name: str) -> type[ev.Event]:
    """The kind of event that a form may record; DeskError for those that other acts record."""
    kind = ev.KINDS.get(name)
    if kind is None or kind not in VERBS:
        raise DeskError(
            "没有这种登记。", why="文书的签发、发出和送达在文书页面登记。", do="请从申请页面选择。"
        )
    return kind


def form(kind: type[ev.Event]) -> tuple[Entry, ...]:
    """The fields of the form, the date first; with the details of the party or the applicant where they belong."""
    return entries(kind)


# --- reading -------------------------------------------------------------------------------------


def read(kind: type[ev.Event], typed: Mapping[str, str]) -> ev.Event:
    """The event as typed; NotReadable with every fault at once."""
    data: dict[str, object] = {"event": kind.name}
    faults: list[str] = []
    shape = wire.shape(kind.name)
    for field in shape.fields:
        if field.name in HIDDEN.get(kind, ()):
            continue
        text = typed.get(field.name, "").strip()
        label = next((entry.label for entry in entries(kind) if entry.name == field.name), field.name)
        if not text:
            if field.name in shape.required:
                faults.append(f"没有写明“{label}”")
            continue
        try:
            data[field.name] = value_of(kind, field.name, label, text)
        except DeskError as error:
            faults.append(error.what.rstrip("。"))
    if not faults:
        try:
            return wire.decode(data)
        except wire.NotReadable as error:
            faults = [_in_words(kind, problem) for problem in error.problems]
    raise wire.NotReadable(faults, label=kind.label, do="请按提示改正后重新提交。")


def _in_words(kind: type[ev.Event], problem: str) -> str:
    """A fault with the field's Chinese name."""
    for entry in entries(kind):
        problem = re.sub(f"“{entry.name}”", f"“{entry.label}”", problem)
    return problem


# --- what it would do ----------------------------------------------------------------------------


def effect(office: Office, file: File, event: ev.Event, by: By) -> str:
    """What the event would do to the clock, in one sentence with dates; a refusal is told as such."""
    facts = facts_of(file.entries)
    try:
        probe = _as_the_desk_completes(office, file, event, by)
        guard.judge(facts, probe, office.calendar, today=by.today, readings=office.readings)
    except DeskError as refusal:
        return office_words(refusal.what + refusal.why + refusal.do)
    before = clock(facts, office.calendar, office.readings)
    after = whatif.what_if(facts, office.calendar, probe, readings=office.readings)
    when = "现在" if event.on == by.today else _day(event.on, by)
    told = f"{when}{VERBS.get(type(event), event.label)}，"
    if after.due != before.due:
        told += _moved(before.due, after.due, by, provisional=after.provisional, label=after.state.label)
    else:
        stays = f"答复期限仍为 {_day(after.due, by)}" if after.due else "没有正在计算的答复期限"
        told += stays + ("（暂定）" if after.provisional and after.due else "")
        if after.state is not before.state:
            told += f"，状态改为“{after.state.label}”"
    last = next((step.until for step in _until(office, file, by) if step.event is type(event)), None)
    if last is not None:
        told += f"；最迟须于 {_day(last, by)} {_BY_THEN.get(type(event), event.label)}"
    fresh = [problem.what for problem in after.problems if problem not in before.problems]
    return told + ("。会列为问题：" + "；".join(fresh) if fresh else "") + "。"


def _until(office: Office, file: File, by: By) -> list[whatif.Possible]:
    return list(whatif.possible(facts_of(file.entries), office.calendar, by.today, office.readings))


def _moved(before: date | None, after: date | None, by: By, *, provisional: bool, label: str) -> str:
    doubt = "（暂定）" if provisional else ""
    if before is None:
        return f"答复期限为 {_day(after, by)}{doubt}"
    if after is None:
        return f"原答复期限 {_day(before, by)} 不再计算，状态改为“{label}”"
    verb = "延至" if after > before else "改为"
    return f"答复期限由 {_day(before, by)} {verb} {_day(after, by)}{doubt}"


def _day(on: date | None, by: By) -> str:
    """12月18日, with the year where it is another than this."""
    if on is None:
        return ""
    year = "" if on.year == by.today.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"


def _as_the_desk_completes(office: Office, file: File, event: ev.Event, by: By) -> ev.Event:
    """The event with what the desk itself adds when it is recorded; DeskError where the desk would refuse it."""
    if isinstance(event, ev.Struck):
        return replace(event, struck_by=by.who)
    if isinstance(event, ev.ReceiptCorrected | ev.RegistrationCorrected):
        return replace(event, corrected_by=by.who)
    with office.database.reading() as conn:
        applications.demand_fitting(conn, office, file.row, event)
        if isinstance(event, ev.FeeNotified):
            return fees.assessed(conn, office, file.row, event)
    if isinstance(event, ev.Extended) and file.case.position.extension_used:
        return replace(event, opinion=office.agency.second_extension_opinion or None)
    return event


# --- recording -----------------------------------------------------------------------------------


def record(
    office: Office, number: str, kind: type[ev.Event], typed: Mapping[str, str], by: By, *, seen: int
) -> Recorded:
    """Record what was typed; who saw an older log is refused before anything else is looked at."""
    permits.demand(by, *permits.acts_of(kind))
    event = read(kind, typed)
    if isinstance(event, ev.ConsultationSent):
        party = {name: typed[name].strip() for name in consulting.PARTY if typed.get(name, "").strip()}
        demand_unchanged(office, number, seen)
        return consulting.consult(office, number, event, party, typed.get("person") == "是", by)
    if isinstance(event, ev.RegistrationCorrected):
        changed = {name: typed[name].strip() for name in CORRECTABLE if typed.get(name, "").strip()}
        if changed:
            _no_other_correction(event)
            demand_unchanged(office, number, seen)
            return applications.correct_applicant(office, number, changed, event.on, event.reason or "", by)
    return applications.record(office, number, [event], by, seen=seen)


def demand_unchanged(office: Office, number: str, seen: int) -> None:
    """For acts that read the log themselves: ChangedMeanwhile telling what came since so many entries were seen."""
    entries_now = applications.open_file(office, number).entries
    if seen < len(entries_now):
        raise ChangedMeanwhile([(e.recorded_by, e.event.name) for e in entries_now[seen:]])


def _no_other_correction(event: ev.RegistrationCorrected) -> None:
    kept = (event.applicant_kind, event.request, event.form)
    if any(value is not None for value in kept):
        raise DeskError("申请人的情况和申请的内容不能一次更正。", why="两者分开登记。", do="请分两次更正。")
