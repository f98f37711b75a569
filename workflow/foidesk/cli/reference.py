"""foidesk events and outcomes: what can be recorded, and what it must say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foidesk.cli import parse
from foidesk.cli.frame import AsJson, app, put, say

if TYPE_CHECKING:
    from foidesk.rules.outcomes import Need

One = Annotated[str | None, typer.Argument(metavar="NAME", help="只看这一种")]
_NOT_TYPED = ("on", "label", "name")


@app.command("events")
def events(name: One = None, as_json: AsJson = False) -> None:
    """可以登记（record）的事项，以及各自的内容。"""
    from foidesk.cli.views import table
    from foidesk.desk.labels import FIELDS
    from foidesk.rules import events as ev
    from foidesk.rules import wire

    kinds = [parse.kind_named(name)] if name else parse.recordable()
    listed: list[dict[str, Any]] = [
        {
            "event": kind.name,
            "label": kind.label,
            "fields": [
                {"name": f.name, "label": FIELDS.get(f.name, f.name), "required": f.default is MISSING}
                for f in wire.shape(kind.name).fields
                if f.name not in _NOT_TYPED
            ],
        }
        for kind in kinds
        if issubclass(kind, ev.Event)
    ]
    if as_json:
        put(listed)
        return
    made = table("名称", "事项", "内容（* 必填；新登记另须写明法律要求的各项，缺少时会提示）")
    for each in listed:
        fields = "，".join(f"{f['name']}{'*' if f['required'] else ''} {f['label']}" for f in each["fields"])
        made.add_row(each["event"], each["label"], fields)
    say(made)


@app.command("outcomes")
def outcomes(name: One = None, as_json: AsJson = False) -> None:
    """答复（reply）的各种结果与依据，以及各自必须载明的事实。"""
    from foidesk.cli.views import table
    from foidesk.rules.outcomes import GROUNDS, find

    grounds = [find(name)] if name else [ground for ground in GROUNDS.values() if ground.by_reply]
    if as_json:
        put(
            [
                {
                    "ground": ground.key,
                    "label": ground.label,
                    "line": ground.outcome.code,
                    "article": [provision.cite for provision in ground.cites],
                    "remedy": ground.remedy.value,
                    "needs": _named(ground.needs),
                    "instead": _named(ground.instead),
                    "may": _named(ground.may),
                }
                for ground in grounds
            ]
        )
        return
    made = table("名称", "结果", "年报", "依据", "必须载明")
    for ground in grounds:
        made.add_row(
            ground.key,
            ground.label,
            ground.outcome.code,
            "、".join(provision.place for provision in ground.cites),
            "\n".join(
                part
                for part in (
                    _listed(ground.needs),
                    f"或者：\n{_listed(ground.instead)}" if ground.instead else "",
                    f"还可以载明：\n{_listed(ground.may)}" if ground.may else "",
                )
                if part
            ),
        )
    say(made)


def _named(needs: Sequence[Need]) -> list[dict[str, str]]:
    return [{"name": need.name, "meaning": need.meaning} for need in needs]


def _listed(needs: Sequence[Need]) -> str:
    return "\n".join(f"{need.name} {need.meaning}" for need in needs)
