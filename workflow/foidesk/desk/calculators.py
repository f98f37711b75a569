"""The sums of the counter and the telephone, as plain data: working days, fees, the clock without a case.

What they take and give is fixed for scripts and other systems; none of them needs a database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from foidesk.errors import DeskError
from foidesk.rules import clock as clocks
from foidesk.rules import events as ev
from foidesk.rules import fees, whatif, wire
from foidesk.rules.clock import Clock
from foidesk.rules.position import Problem, Reason
from foidesk.rules.vocabulary import Channel, FeeStandard
from foidesk.rules.workdays import Calendar

#: what the clock reads of each event, beside its day; other keys are neither asked for nor checked
_READS: dict[type[ev.Event], tuple[str, ...]] = {
    ev.ClarificationAsked: ("answer_by",),
    ev.ClarificationServed: (),
    ev.Clarified: (),
    ev.ClarificationLapsed: (),
    ev.ConsultationSent: ("id", "to"),
    ev.ConsultationServed: ("id",),
    ev.ConsultationAnswered: ("id",),
    ev.ConsultationReturned: ("id",),
    ev.Extended: ("days",),
    ev.ExplanationAsked: ("answer_by",),
    ev.ExplanationGiven: (),
    ev.DelayAnnounced: ("until",),
    ev.FeeNotified: (),
    ev.FeeNoticeServed: (),
    ev.FeePaid: (),
    ev.FeeRevoked: (),
    ev.FeeLapsed: (),
    ev.Replied: ("service",),
    ev.Withdrawn: (),
    ev.ReplyAnnulled: ("days",),
}
CLOCK_EVENTS = {kind.name: frozenset(("event", "on", *keys)) for kind, keys in _READS.items()}
ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1949, 2199
MOST_DAYS = 1_000  #: working days of an extension or a decision; more is a slip
MOST_CHARACTERS = 5_000_000  #: of one case over many lines
MOST_EVENTS = 1_000  #: of one case; more is no application


# --- working days --------------------------------------------------------------------------------


def workdays_add(start: date, days: int, calendar: Calendar) -> dict[str, Any]:
    """The day `days` working days after the start, which is not counted."""
    end = calendar.add(start, days)
    # counting back, the days counted are those before the start
    first, last = (start, end) if days >= 0 else (end - ONE_DAY, start - ONE_DAY)
    provisional = days != 0 and calendar.provisional(first, last)
    return {"start": start.isoformat(), "days": days, "date": end.isoformat(), "provisional": provisional}


def workdays_count(first: date, last: date, calendar: Calendar) -> dict[str, Any]:
    """The working days d with first < d <= last."""
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "days": calendar.count(first, last),
        "provisional": calendar.provisional(min(first, last), max(first, last)),
    }


def workdays_year(year: int, calendar: Calendar) -> dict[str, Any]:
    """A year's notice with its days off (weekends inside the breaks too) and make-up days."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DeskError(
            f"没有{year}年的日历。", why=f"年份应当在{FIRST_YEAR}至{LAST_YEAR}之间。", do="请核对年份。"
        )
    view = calendar.year(year)
    return {
        "year": year,
        "notice": view.notice,
        "amended_by": list(view.amended_by),
        "provisional": view.provisional,
        "off": [day.isoformat() for day in view.off],
        "work": [day.isoformat() for day in view.work],
    }


# --- fees ----------------------------------------------------------------------------------------


def fee_of(standard: str, units: int, already: int = 0) -> dict[str, Any]:
    """The fee for items or pages, with its lines."""
    sum_ = fees.fee(FeeStandard(standard), units, already)
    return {
        "yuan": sum_.yuan,
        "capitals": sum_.capitals,
        "lines": [
            {"from": line.first, "to": line.last, "rate": line.rate, "yuan": line.yuan} for line in sum_.lines
        ],
    }


# --- the clock -----------------------------------------------------------------------------------


def clock_case(data: Any, calendar: Calendar, *, as_of: date | None = None) -> dict[str, Any]:
    """One case as a JSON object -> its clock; DeskError with everything that is wrong with it."""
    log = read_case(data)
    found = clocks.clock(log, calendar)
    result = clock_data(found)
    liberal = whatif.if_unserved_had_been_served(log, calendar)
    if liberal is not None:
        result["due_liberal"] = _iso(liberal.due)
    if as_of is not None:
        result["overdue"] = found.overdue(as_of)
        result["due_if_now"] = _iso(whatif.if_answered(log, calendar, as_of).due)
    return result


def clock_data(clock: Clock) -> dict[str, Any]:
    """A clock as plain data."""
    return {
        "received": _iso(clock.received),
        "state": clock.state.key,
        "due": _iso(clock.due),
        "target": _iso(clock.target),
        "provisional": clock.provisional,
        "in_time": clock.in_time,
        "limits": [{"name": x.name, "due": _iso(x.due), "met": x.met} for x in clock.limits],
        "reasons": [reason_data(reason) for reason in clock.reasons],
        "problems": [problem_data(problem) for problem in clock.problems],
    }


def reason_data(reason: Reason) -> dict[str, Any]:
    """A reason as plain data."""
    return {
        "on": reason.on.isoformat(),
        "what": reason.what,
        "article": reason.provision.cite,
        "due": _iso(reason.due),
    }


def problem_data(problem: Problem) -> dict[str, Any]:
    """A problem as plain data."""
    return {
        "on": problem.on.isoformat(),
        "what": problem.what,
        "article": problem.provision.cite,
        "do": problem.do,
    }


def read_case(data: Any) -> ev.Log:
    """A case of the clock as a log; DeskError naming every fault."""
    if not isinstance(data, Mapping):
        raise DeskError(
            "案件应当是一个 JSON 对象。", do="请写成 {“channel”: …, “arrived”: …, “events”: […]}。"
        )
    faults: list[str] = []
    receipt = _receipt(data, faults)
    events = data.get("events", [])
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        faults.append(f"events 应当是不超过{MOST_EVENTS}项的列表")
        events = []
    steps = [step for n, item in enumerate(events, 1) if (step := _event(n, item, faults)) is not None]
    if faults:
        raise DeskError("案件无法读取：" + "；".join(faults) + "。", do="请改正后重试。")
    return (*receipt, *steps)


def _receipt(data: Mapping[str, Any], faults: list[str]) -> list[ev.Event]:
    """The receipt and its confirmation; faults are added to the list."""
    found: list[ev.Event] = []
    missing = [key for key in ("channel", "arrived") if data.get(key) is None]
    if missing:
        known = "、".join(f"{c.value}（{c.label}）" for c in Channel)
        faults.append(f"缺少 {'、'.join(missing)}（channel 可用：{known}）")
        return found
    _decoded(
        found, faults, "arrived", {"event": "received", "on": data["arrived"], "channel": data["channel"]}
    )
    if data.get("confirmed") is not None:
        _decoded(found, faults, "confirmed", {"event": "receipt_confirmed", "on": data["confirmed"]})
    if len(found) == 2 and found[1].on < found[0].on:
        faults.append(f"确认日期（confirmed）{found[1].on}早于到达日期（arrived）{found[0].on}")
    return found


def _decoded(found: list[ev.Event], faults: list[str], day: str, data: dict[str, Any]) -> None:
    """Add the event, or its faults with the day called as the case calls it."""
    try:
        found.append(wire.decode(data))
    except wire.NotReadable as error:
        faults += [problem.replace("“on”", f"“{day}”") for problem in error.problems]


def _event(n: int, item: Any, faults: list[str]) -> ev.Event | None:
    """The n-th event of a case, or None with its faults added."""
    name = item.get("event") if isinstance(item, Mapping) else None
    reads = CLOCK_EVENTS.get(name) if isinstance(name, str) else None
    if reads is None:
        faults.append(f"第{n}项：没有“{name}”这种事件，可用：{'、'.join(CLOCK_EVENTS)}")
        return None
    try:
        event = wire.decode({key: value for key, value in item.items() if key in reads})
    except wire.NotReadable as error:
        faults.append(f"第{n}项（{name}）：{'；'.join(error.problems)}")
        return None
    days = getattr(event, "days", None)
    if days is not None and not 1 <= days <= MOST_DAYS:
        faults.append(f"第{n}项（{name}）：days 应当在1到{MOST_DAYS}之间，而不是{days}")
    return event


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


# --- many cases ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one line: JSON text, and whether the line was bad."""

    text: str
    bad: bool


def clock_lines(lines: Iterable[str], calendar: Calendar, *, as_of: date | None = None) -> Iterator[Answer]:
    """One answer a case, in order, streamed: cases one a line, or a single object over many lines."""
    for number, text in _cases(lines):
        try:
            data = strict_json(text)
            result = clock_case(data, calendar, as_of=as_of)
        except (ValueError, RecursionError) as error:
            yield _bad(number, f"不是有效的 JSON：{error}")
        except DeskError as error:
            yield _bad(number, str(error))
        else:
            yield Answer(_dumps(result), bad=False)


def _bad(number: int, message: str) -> Answer:
    return Answer(_dumps({"error": message, "line": number}), bad=True)


_dumps = json.JSONEncoder(ensure_ascii=False).encode


def strict_json(text: str) -> Any:
    """A JSON document without a name given twice; ValueError says what is wrong."""
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}”写了两次")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"“{word}”不是 JSON 的值")


def _cases(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Line number and text of each case: one a line, or one object over many lines."""
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    first = next(numbered, None)
    if first is None:
        return
    second = next(numbered, None)
    if second is None or not _unfinished(first[1]) or _is_case(second[1]):
        yield first
        if second is not None:
            yield second
        yield from numbered
        return
    yield first[0], first[1] + second[1] + _rest(numbered)


def _rest(numbered: Iterator[tuple[int, str]]) -> str:
    text: list[str] = []
    size = 0
    for _, line in numbered:
        size += len(line)
        if size > MOST_CHARACTERS:
            break  # no case is so long; what was read will not parse and is told as bad
        text.append(line)
    return "".join(text)


def _unfinished(line: str) -> bool:
    """Whether the line begins an object that it does not end."""
    text = line.strip()
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return text.startswith("{") and error.pos >= len(text)
    except (ValueError, RecursionError):
        return False
    return False


def _is_case(line: str) -> bool:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "channel" in found
