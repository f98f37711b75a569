"""foidesk events and outcomes: what a clerk looks up."""

from __future__ import annotations

from typing import Any

import pytest

from foidesk.desk.labels import FIELDS
from foidesk.rules import wire
from foidesk.rules.events import KINDS
from foidesk.rules.outcomes import GROUNDS


def test_every_event_that_can_be_recorded_is_listed_with_its_fields(desk: Any) -> None:
    listed = {each["event"]: each for each in desk.data("events")}
    assert set(listed) == set(KINDS) - {"received", "registered"}
    days = next(field for field in listed["extended"]["fields"] if field["name"] == "days")
    assert days == {"name": "days", "label": "工作日数", "required": True}
    assert "延长答复期限" in desk.done("events", "extended").out


@pytest.mark.parametrize(
    "kind", [name for name in KINDS if name not in ("received", "registered", "letter_issued")]
)
def test_every_field_a_clerk_types_has_a_chinese_name(kind: str) -> None:
    typed = [field.name for field in wire.shape(kind).fields if field.name not in ("on", "facts")]
    assert [name for name in typed if name not in FIELDS and name != "opinion"] == []


def test_every_ground_of_a_reply_is_listed_with_what_it_needs(desk: Any) -> None:
    listed = {each["ground"]: each for each in desk.data("outcomes")}
    assert set(listed) == {key for key, ground in GROUNDS.items() if ground.by_reply}
    assert listed["refused_internal"]["remedy"] == "first"
    assert "不能作区分处理" in desk.done("outcomes", "refused_internal").out


def test_an_unknown_event_is_refused_with_what_is_near(desk: Any) -> None:
    said = desk.refused("record", desk.register(), "extendd", "--on", "2026-03-02")
    assert "extended" in said
    assert "foidesk events" in said
