"""What a step needs, each condition once, for both doors.

A condition looks at the position and the event and returns None, or a breach: what is wrong and what to do.
The fold turns a breach into a problem (and, where `voids`, takes the step's effect away); the guard refuses.
`acts_only` conditions ask for what history may lack; `history_only` ones merely leave a mark in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.law import Provision
from foidesk.rules.position import Position
from foidesk.rules.vocabulary import Service


@dataclass(frozen=True, slots=True)
class Breach:
    """Why a step is against the rules, and what to do now."""

    what: str
    do: str = ""
    provision: Provision | None = None  #: where it is not the condition's own


Check = Callable[[Position, Any], Breach | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """A named requirement of a step with its provision."""

    check: Check
    provision: Provision
    voids: bool = False  # READING(adr-027): what a step against the rules still does
    acts_only: bool = False
    history_only: bool = False
    seasonal: bool = False  #: looks at the day and the file only, so that it can be asked beforehand


def condition(
    provision: Provision,
    *,
    voids: bool = False,
    acts_only: bool = False,
    history_only: bool = False,
    seasonal: bool = False,
) -> Callable[[Check], Condition]:
    """Make a check a condition under the provision."""
    return lambda check: Condition(check, provision, voids, acts_only, history_only, seasonal)


def day(on: date | None) -> str:
    """2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日" if on is not None else "未定"


_NOTHING = (None, "", (), False)


def required(provision: Provision, what: str, *names: str) -> Condition:
    """New acts must state these fields; there is no default for a legal fact."""

    def check(pos: Position, event: ev.Event) -> Breach | None:
        for name in names:  # the common case first: nothing is missing
            if getattr(event, name) in _NOTHING:
                break
        else:
            return None
        missing = [name for name in names if getattr(event, name) in _NOTHING]
        which = f"（{'、'.join(missing)}）"
        return Breach(f"缺少{what}{which if len(names) > 1 else ''}", f"请写明{'、'.join(missing)}。")

    return Condition(check, provision, acts_only=True)


@condition(law.REPLY_IN_20, seasonal=True)
def not_before_receipt(pos: Position, event: ev.Event) -> Breach | None:
    if event.on >= pos.arrived:
        return None
    return Breach(f"早于收到申请之日（{day(pos.arrived)}）", "请核对日期。")


@condition(law.KEEP_FILES, acts_only=True, seasonal=True)
def registered_once(pos: Position, event: ev.Event) -> Breach | None:
    return Breach("申请已经登记", "请另行登记新的申请。") if pos.registered else None


# READING(adr-008): handed to the post, signed for, or sent; a courier only when signed, and as a problem.
@condition(law.SERVICE_DAYS, history_only=True)
def not_by_courier(pos: Position, event: Any) -> Breach | None:
    if event.service is not Service.COURIER:
        return None
    return Breach("以商业快递送达，以签收之日计，不是规范的送达方式", "请通过邮政企业寄送。")
