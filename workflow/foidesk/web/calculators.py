"""Sums for the counter and the telephone: working days, fees, the days of a case without registering it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from foidesk.desk import calculators
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.rules import clock as clocks
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.events import KINDS
from foidesk.rules.limits import LABELS
from foidesk.rules.vocabulary import Channel, Consulted, FeeStandard, Service
from foidesk.web.frame import Seat, page, seated

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
STEPS = 6  #: rows for what happened
_MOST_DAYS = 10_000  #: working days
#: what a step says beside its day: the field of the event, and whether it is a day or a number
_MORE = {
    ev.ClarificationAsked.name: ("answer_by", "补正截止日期"),
    ev.Extended.name: ("days", "延长的工作日数"),
    ev.ExplanationAsked.name: ("answer_by", "说明截止日期"),
    ev.DelayAnnounced.name: ("until", "延迟至哪一天"),
    ev.ReplyAnnulled.name: ("days", "责令答复的工作日数"),
}
_WORDS = [(name, KINDS[name].label) for name in calculators.CLOCK_EVENTS]


@dataclass(frozen=True, slots=True)
class Sum:
    """The answer of one calculator, or why there is none."""

    answer: Any = None
    trouble: DeskError | None = None


@router.get("/calculators")
async def sums(seat: At) -> Response:
    """All three, each with its answer when its fields are filled in."""
    said = seat.request.query_params
    which = said.get("sum", "")
    return page(
        seat,
        "calculators.html",
        typed=dict(said),
        days=_told(lambda: _days(seat, said)) if which == "days" else Sum(),
        fee=_told(lambda: _fee(said)) if which == "fee" else Sum(),
        clock=_told(lambda: _clock(seat, said)) if which == "clock" else Sum(),
        channels=[(each.value, each.label) for each in Channel],
        how=(
            ("征求谁的意见", [(e.value, e.label) for e in Consulted]),
            ("怎样送达", [(e.value, e.label) for e in Service]),
        ),
        standards=[(each.value, each.label) for each in FeeStandard],
        events=_WORDS,
        more=[(KINDS[name].label, words) for name, (_, words) in _MORE.items()],
        steps=range(1, STEPS + 1),
        limit_labels=LABELS,
    )


def _told(sum_: Callable[[], Any]) -> Sum:
    try:
        return Sum(sum_())
    except DeskError as error:
        return Sum(trouble=error)


def _days(seat: Seat, said: Mapping[str, str]) -> dict[str, Any]:
    start, until = said.get("start", ""), said.get("until", "").strip()
    if until:
        return calculators.workdays_count(parse_day(start), parse_day(until), seat.office.calendar)
    days = _number("工作日数", said.get("days", ""), _MOST_DAYS)
    return calculators.workdays_add(parse_day(start), days, seat.office.calendar)


def _fee(said: Mapping[str, str]) -> dict[str, Any]:
    standard = said.get("standard", "")
    if standard not in {each.value for each in FeeStandard}:
        raise DeskError("没有选择计收标准。", why="按件和按量的费额不同。", do="请选择按件或者按量。")
    units = _number("数量", said.get("units", ""), 10**6)
    already = _number("此前件数", said.get("already", "").strip() or "0", 10**6)
    by_item = standard == FeeStandard.ITEMS.value
    return calculators.fee_of(standard, units, already if by_item else 0) | {
        "unit": "件" if by_item else "页",
        "cite": (law.FEE_BY_ITEM if by_item else law.FEE_BY_PAGE).cite,
    }


def _clock(seat: Seat, said: Mapping[str, str]) -> dict[str, Any]:
    case = {
        "channel": said.get("c-channel") or None,
        "arrived": _day_of(said.get("c-arrived", "")),
        "confirmed": _day_of(said.get("c-confirmed", "")),
        "events": list(_steps(said)),
    }
    told = calculators.clock_case(case, seat.office.calendar, as_of=seat.today)
    period = clocks.clock(calculators.read_case(case), seat.office.calendar).period
    return told | {"days": tuple(period.days(seat.office.calendar)) if period else ()}


def _steps(said: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for n in range(1, STEPS + 1):
        name = said.get(f"e{n}", "")
        if not name:
            continue
        step: dict[str, Any] = {"event": name, "on": _day_of(said.get(f"d{n}", ""))}
        more = said.get(f"m{n}", "").strip()
        if name in _MORE and more:
            field, words = _MORE[name]
            step[field] = _number(words, more, calculators.MOST_DAYS) if field == "days" else _day_of(more)
        if name.startswith("consultation"):
            step["id"] = "1"
        if name == ev.ConsultationSent.name:
            step["to"] = said.get(f"s{n}") or None
        if name == ev.Replied.name:
            step["service"] = said.get(f"s{n}") or None
        yield step


def _day_of(text: str) -> str | None:
    return parse_day(text).isoformat() if text.strip() else None


def _number(what: str, text: str, most: int) -> int:
    text = text.strip()
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 10 and int(digits) <= most):
        raise DeskError(f"{what}“{text[:20]}”不对。", why=f"应当是不超过{most}的整数。", do="请改正后再算。")
    return sign * int(digits)
