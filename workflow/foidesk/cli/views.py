"""How cases look on a terminal and as JSON: nothing is decided here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foidesk.desk.applications import File, Recorded, facts_of
from foidesk.desk.calculators import Answer, clock_data
from foidesk.desk.labels import facts_in_words
from foidesk.desk.lists import Line, days_left
from foidesk.desk.office import Office
from foidesk.desk.texts import Change
from foidesk.rules import events as ev
from foidesk.rules import whatif, wire
from foidesk.rules.case import Case
from foidesk.rules.clock import Clock
from foidesk.rules.law import short
from foidesk.rules.limits import LABELS
from foidesk.rules.position import Problem, Reason, State
from foidesk.rules.vocabulary import Flag
from foidesk.rules.workdays import weekday
from foidesk.store.people import masked_name
from foidesk.store.worklist import Row

_STATES = {state.key: state.label for state in State}
_ALWAYS = (
    ev.ReceiptCorrected,
    ev.RegistrationCorrected,
    ev.Noted,
    ev.DocumentFiled,
    ev.Drafted,
    ev.Submitted,
    ev.Reviewed,
    ev.SentBack,
    ev.Approved,
    ev.Recalled,
    ev.Assigned,
    ev.UnitAnswered,
    ev.LetterIssued,
    ev.Struck,
)


def day(on: date | None) -> str:
    """2026-11-22 周日, or a dash."""
    return f"{on} {weekday(on)}" if on is not None else "—"


def table(*heads: str, whole: tuple[str, ...] = ()) -> Table:
    """A table as this program prints them; columns named in `whole` are not broken."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head in heads:
        made.add_column(head, overflow="fold", no_wrap=head in whole)
    return made


# --- plain data ----------------------------------------------------------------------------------


def row_data(row: Row) -> dict[str, Any]:
    """A row of the index."""
    return {each.name: _plain(getattr(row, each.name)) for each in fields(row) if each.name not in ("head",)}


def line_data(line: Line) -> dict[str, Any]:
    """A row of the worklist."""
    return {**row_data(line.row), "applicant": line.applicant, "request": line.request, "left": line.left}


def file_data(office: Office, file: File, on: date, *, days: bool) -> dict[str, Any]:
    """Everything that `show` tells."""
    case, clock = file.case, file.case.clock
    data = {
        "number": case.number,
        "applicant": masked_name(file.applicant.name, file.applicant.kind),
        "request": case.registered.request,
        **clock_data(clock),
        "overdue": clock.overdue(on),
        "handler": case.handling.handler,
        "unit": case.handling.unit,
        "unit_answer_by": _plain(case.handling.answer_by),
        "outcome": case.outcome.code if case.outcome else None,
        "ground": [ground.key for ground in case.grounds],
        "possible": [
            {"event": step.event.name, "label": step.event.label, "until": _plain(step.until)}
            for step in _possible(office, file, on)
        ],
        "history": [
            {
                **wire.encode(entry.event),
                "entry": entry.seq,
                "recorded_at": entry.recorded_at.isoformat(),
                "recorded_by": entry.recorded_by,
            }
            for entry in file.entries
        ],
    }
    if days and clock.period is not None:
        data["days"] = [
            {"on": each.day.on.isoformat(), "number": each.number, "label": each.label}
            for each in clock.period.days(office.calendar)
        ]
    return data


def whatif_data(office: Office, file: File, supposed: Sequence[ev.Event], on: date) -> dict[str, Any]:
    """The clock now, the clock then, and the last days to act."""
    facts = facts_of(file.entries)
    then = whatif.what_if(facts, office.calendar, *supposed, readings=office.readings)
    last = whatif.last_day_to_extend(facts, office.calendar, office.readings)
    return {
        "number": file.case.number,
        "now": clock_data(file.case.clock),
        "then": clock_data(then),
        "last_day_to_extend": _plain(last),
        "possible": [{"event": s.event.name, "until": _plain(s.until)} for s in _possible(office, file, on)],
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


# --- for people ----------------------------------------------------------------------------------


def registered(row: Row, case: Case, changes: Sequence[Change]) -> RenderableType:
    """What registering gave."""
    clock = case.clock
    lines = [
        f"已登记：{row.number}",
        f"收到申请之日：{day(clock.received)}（{clock.receipt.why}，{clock.receipt.provision.cite}）",
        _due_line(clock),
        *(f"已规范：{change}" for change in changes),
    ]
    return "\n".join(lines)


def _due_line(clock: Clock) -> str:
    if clock.due is None:
        return f"答复期限：{clock.state.label}，没有正在计算的期限"
    mark = "（暂定：所涉年份的放假安排尚未公布）" if clock.provisional else ""
    return f"答复期限：{day(clock.due)}{mark}　内部时限：{day(clock.target)}"


def recorded(done: Recorded, facts: Sequence[ev.Event]) -> RenderableType:
    """What an act changed."""
    before, after = done.before.clock, done.after.clock
    lines = [f"已登记“{fact.label}”：{done.row.number}，{day(fact.on)}" for fact in facts]
    if before.state is not after.state:
        lines.append(f"状态：{before.state.label} → {after.state.label}")
    if before.due != after.due:
        lines.append(
            f"答复期限：{day(before.due)} → {day(after.due)}" + ("（暂定）" if after.provisional else "")
        )
    if after.in_time is not None and before.in_time is None:
        lines.append("在答复期限内答复。" if after.in_time else "答复已逾期，已列为问题。")
    lines += [
        f"问题：{p.what}（{p.provision.cite}）{p.do}" for p in after.problems if p not in before.problems
    ]
    lines += [f"已规范：{change}" for change in done.changes]
    return "\n".join(lines)


def file_view(office: Office, file: File, on: date, *, days: bool) -> RenderableType:
    """One application for a person to read."""
    case, clock = file.case, file.case.clock
    parts: list[RenderableType] = [Text(f"{case.number}　{case.state.label}", style="bold")]
    parts.append(_head(office, file, on))
    parts += ["\n期限的由来", reasons_view(clock.reasons), "\n各项限期", _limits(clock, on)]
    if clock.problems:
        parts += ["\n问题", _problems(clock.problems)]
    if days and clock.period is not None:
        parts += ["\n逐日计算", *(each.label for each in clock.period.days(office.calendar))]
    parts += ["\n现在可以", _steps(office, file, on), "\n登记簿", _history(file)]
    return Group(*parts)


def _head(office: Office, file: File, on: date) -> Table:
    case, clock = file.case, file.case.clock
    made = Table.grid(padding=(0, 2))
    name = masked_name(file.applicant.name, file.applicant.kind)
    made.add_row("申请人", f"{name}（{case.registered.applicant_kind.label}）")
    parties = _parties(case)
    if parties:
        made.add_row("其他", parties)
    made.add_row("申请内容", case.registered.request or "")
    made.add_row("收到", f"{day(clock.received)}　{case.received.channel.label}，{clock.receipt.why}")
    made.add_row("答复期限", _chip(file.row, on, office))
    if case.state.is_open and clock.target is not None:
        made.add_row("内部时限", day(clock.target))
    if case.outcome is not None:
        grounds = "、".join(ground.label for ground in case.grounds)
        made.add_row("结果", f"{case.outcome.code}　{grounds}　{day(case.closed_on)}")
    handling = case.handling
    if handling.handler or handling.unit:
        inner = f"，内部期限 {day(handling.answer_by)}" if handling.answer_by else ""
        unit = f"　承办单位：{handling.unit}{inner}" if handling.unit else ""
        made.add_row("承办", f"{handling.handler or '—'}{unit}")
    return made


def _parties(case: Case) -> str:
    """Joint applicants, agent and flags in words."""
    registered = case.registered
    told = [f"共同申请人{len(registered.joint)}名"] if registered.joint else []
    if registered.agent_power is not None:
        told.append(f"代理人（{registered.agent_power.label}）")
    told += [flag.label for flag in Flag if flag.value in registered.flags]
    if registered.split_from:
        told.append(f"拆分自{registered.split_from}")
    return "，".join(told)


def _chip(row: Row, on: date, office: Office) -> str:
    """The clock in a few words, the same in lists and in a file."""
    if row.state == State.CLARIFYING.key:
        return f"等待补正，截止 {day(row.waiting_until)}"
    if row.state == State.AWAITING_PAYMENT.key:
        return f"等待缴费，截止 {day(row.waiting_until)}" if row.waiting_until else "等待缴费，通知尚未送达"
    if row.closed_on is not None:
        word = {True: "，在期限内", False: "，已逾期", None: ""}[row.in_time]
        return f"{_STATES[row.state]} {row.closed_on}{word}"
    if row.due is None:
        return "收到日未定，应当与申请人确认"
    left = days_left(row, on, office.calendar) or 0
    if on > row.due:
        # overdue over a weekend is overdue, though no working day has passed
        word = f"逾期 {max(-left, 0)} 个工作日" if left else "已逾期"
    else:
        word = "今日到期" if on == row.due else f"剩 {left} 个工作日"
    marks = "".join(
        mark
        for mark, shown in (
            ("（暂定）", row.provisional),
            ("（已延期）", row.extended),
            (f"，征求意见至 {row.paused_until}", row.paused_until is not None and on <= row.paused_until),
        )
        if shown
    )
    return f"{day(row.due)}　{word}{marks}"


def reasons_view(reasons: Sequence[Reason]) -> Table:
    """Why the due day is what it is, step by step."""
    made = table("日期", "事项与效果", "依据", "到期日")
    for reason in reasons:
        made.add_row(str(reason.on), reason.what, short(reason.provision.cite), day(reason.due))
    return made


def _limits(clock: Clock, on: date) -> Table:
    made = table("限期", "最后一日", "是否遵守", "依据")
    for limit in clock.limits:
        past = limit.met is None and limit.due is not None and limit.due < on
        late = "已逾期" if limit.name == "reply" and clock.state.is_open else "已过，未发生"
        kept = {True: "是", False: "否", None: late if past else "未定"}[limit.met]
        made.add_row(LABELS[limit.name], day(limit.due), kept, short(limit.provision.cite))
    return made


def _problems(problems: Sequence[Problem]) -> Table:
    made = table("日期", "问题", "依据", "怎么办")
    for problem in problems:
        made.add_row(str(problem.on), problem.what, short(problem.provision.cite), problem.do)
    return made


def _possible(office: Office, file: File, on: date) -> list[whatif.Possible]:
    return list(whatif.possible(facts_of(file.entries), office.calendar, on, office.readings))


def _steps(office: Office, file: File, on: date) -> RenderableType:
    steps = [step for step in _possible(office, file, on) if step.event not in _ALWAYS]
    if not steps:
        return "已办结；可以记事、附卷、登记复议诉讼结果。"
    made = table("登记", "名称", "最迟")
    for step in steps:
        made.add_row(step.event.label, step.event.name, _until(step, on))
    always = "、".join(kind.label for kind in _ALWAYS)
    return Group(made, f"随时可以：{always}。各项内容见 foidesk events。")


def _until(step: whatif.Possible, on: date) -> str:
    if step.until is None or step.until >= on:
        return day(step.until) if step.until else ""
    past = {
        ev.ClarificationAsked: "须写明理由，不停止期限的计算",
        ev.Replied: "已逾期，请立即答复",
    }.get(step.event, "")
    return f"{day(step.until)}已过" + (f"；{past}" if past else "")


def _history(file: File) -> Table:
    struck = {e.event.sequence for e in file.entries if isinstance(e.event, ev.Struck)}
    made = table("序号", "日期", "登记", "内容", "登记人")
    for entry in file.entries:
        label = entry.event.label + ("（已划去）" if entry.seq in struck else "")
        told = facts_in_words(entry.event)
        shown = told if len(told) <= 80 else told[:79] + "…"
        made.add_row(str(entry.seq), str(entry.event.on), label, shown, entry.recorded_by)
    return made


def lines_view(office: Office, lines: Iterable[Line], on: date) -> RenderableType:
    """The worklist."""
    made = table(
        "编号", "申请人", "申请内容", "状态", "期限", "内部时限", "承办人", whole=("期限", "内部时限")
    )
    rows = list(lines)
    for line in rows:
        row = line.row
        request = line.request if len(line.request) <= 30 else line.request[:29] + "…"
        made.add_row(
            row.number, line.applicant, request, _STATES[row.state], _chip(row, on, office),
            str(row.target or "—"), row.handler or "—",
        )  # fmt: skip
    if not rows:
        return "没有符合条件的申请。用 foidesk register 登记申请，用 foidesk list --all 查看全部。"
    return Group(f"{office.agency.name}　{day(on)}　共 {len(rows)} 件", made)


def whatif_view(office: Office, file: File, supposed: Sequence[ev.Event], on: date) -> RenderableType:
    """What would be, in a few lines, with the reasons."""
    facts = facts_of(file.entries)
    now = file.case.clock
    parts: list[RenderableType] = [f"{file.case.number}　{now.state.label}　{_due_line(now)}"]
    if supposed:
        then = whatif.what_if(facts, office.calendar, *supposed, readings=office.readings)
        told = "、".join(f"{event.label}（{event.on}）" for event in supposed)
        parts += [
            f"\n如果登记：{told}",
            f"状态将是“{then.state.label}”。{_due_line(then)}",
            reasons_view(then.reasons),
        ]
        fresh = [problem for problem in then.problems if problem not in now.problems]
        if fresh:
            parts += ["会产生的问题", _problems(fresh)]
        parts.append("以上没有登记任何内容。")
    last = whatif.last_day_to_extend(facts, office.calendar, office.readings)
    parts.append(f"\n最迟可以告知延期的日子：{day(last)}" if last else "\n不能延期。")
    parts += ["现在可以", _steps(office, file, on)]
    return Group(*parts)


def clock_view(answer: Answer) -> RenderableType:
    """One answer of the calculator for a person."""
    data = json.loads(answer.text)
    if answer.bad:
        return f"第{data['line']}行：{data['error']}"
    made = table("日期", "事项与效果", "依据", "到期日")
    for reason in data["reasons"]:
        made.add_row(reason["on"], reason["what"], short(reason["article"]), reason["due"] or "—")
    head = f"收到 {data['received'] or '未定'}　{_STATES[data['state']]}　到期 {data['due'] or '—'}"
    head += f"　内部时限 {data['target'] or '—'}" + ("（暂定）" if data["provisional"] else "")
    problems = [f"问题：{p['on']} {p['what']}（{p['article']}）" for p in data["problems"]]
    return Group(head, made, *problems)
