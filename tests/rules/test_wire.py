"""Events as JSON data and back."""

from __future__ import annotations

import contextlib
import json
import typing
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Channel, Consulted
from foidesk.rules.wire import MAX_TEXT, NotReadable, decode, encode

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t", exclude_characters=TURNS),
    max_size=60,
)


def _filled(hint: Any) -> st.SearchStrategy[Any]:
    """A required text says something."""
    return TEXT.filter(str.strip) if hint is str else values(hint)


PLAIN = {date: st.dates(), str: TEXT, int: st.integers(-(2**53) + 1, 2**53 - 1), bool: st.booleans()}


def values(hint: Any) -> st.SearchStrategy[Any]:
    if hint in PLAIN:
        return PLAIN[hint]
    if typing.get_origin(hint) is tuple:
        return st.lists(values(typing.get_args(hint)[0]), max_size=4).map(tuple)
    if isinstance(hint, type):
        return st.sampled_from(list(hint))
    return st.one_of(*(st.none() if arm is type(None) else values(arm) for arm in typing.get_args(hint)))


def events_of(cls: type[ev.Event]) -> st.SearchStrategy[ev.Event]:
    hints = typing.get_type_hints(cls)
    needed = {f.name: _filled(hints[f.name]) for f in fields(cls) if f.default is MISSING}
    free = {f.name: values(hints[f.name]) for f in fields(cls) if f.default is not MISSING}
    return st.fixed_dictionaries(needed, optional=free).map(lambda made: cls(**made))


@pytest.mark.parametrize("name", sorted(ev.KINDS))
def test_every_kind_of_event_survives_the_way_through_json(name: str) -> None:
    @given(event=events_of(ev.KINDS[name]))
    def survives(event: ev.Event) -> None:
        assert decode(json.loads(json.dumps(encode(event)))) == event

    survives()


def test_what_is_absent_or_equals_its_default_is_left_out() -> None:
    assert encode(ev.Extended(on=date(2026, 5, 5), days=20)) == {
        "event": "extended",
        "on": "2026-05-05",
        "days": 20,
    }
    assert encode(ev.ConsultationSent(on=date(2026, 3, 25), id="a", to=Consulted.THIRD_PARTY)) == {
        "event": "consultation_sent",
        "on": "2026-03-25",
        "id": "a",
        "to": "third_party",
    }


def test_null_means_absent_where_a_fact_may_be_absent() -> None:
    assert decode({"event": "reply_annulled", "on": "2026-03-02", "days": None}) == ev.ReplyAnnulled(
        on=date(2026, 3, 2)
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "缺少“event”"),
        ({"event": "extend", "on": "2026-05-05"}, "没有名为“extend”的事件"),
        ({"event": ["extended"], "on": "2026-05-05"}, "没有名为"),
        ({"event": "noted"}, "缺少“on”"),
        ({"event": "noted", "on": "2026-02-30"}, "实际存在的日期"),
        ({"event": "noted", "on": "20260205"}, "实际存在的日期"),
        ({"event": "noted", "on": "2026-W05-1"}, "实际存在的日期"),
        ({"event": "noted", "on": "2026-5-05"}, "实际存在的日期"),
        ({"event": "noted", "on": 20260205}, "实际存在的日期"),
        ({"event": "noted", "on": None}, "实际存在的日期"),
        ({"event": "extended", "on": "2026-05-05", "days": True}, "应为整数"),
        ({"event": "extended", "on": "2026-05-05", "days": 2.0}, "应为整数"),
        ({"event": "extended", "on": "2026-05-05", "days": 10**40}, "数字过大"),
        ({"event": "extended", "on": "2026-05-05", "days": None}, "应为整数"),
        (
            {"event": "remedy_filed", "on": "2026-05-05", "route": "litigation", "simplified": 1},
            "true 或 false",
        ),
        ({"event": "received", "on": "2026-05-05", "channel": "wechat"}, "in_person（当面提交）"),
        ({"event": "received", "on": "2026-05-05", "channel": {}}, "fax（传真）"),
        ({"event": "noted", "on": "2026-05-05", "text": 5}, "应为文字"),
        ({"event": "noted", "on": "2026-05-05", "text": "a\x00b"}, "U+0000"),
        ({"event": "noted", "on": "2026-05-05", "text": "a\rb"}, "U+000D"),
        ({"event": "noted", "on": "2026-05-05", "text": "\ud800"}, "U+D800"),
        ({"event": "noted", "on": "2026-05-05", "text": "字" * (MAX_TEXT + 1)}, "超过20000字"),
        ({"event": "noted", "on": "2026-05-05", "txt": "a"}, "是否指“text”"),
        ({"event": "noted", "on": "2026-05-05", 5: "a"}, "不认识“5”"),
    ],
)
def test_what_is_no_event_is_refused_with_its_reason(data: Any, said: str) -> None:
    with pytest.raises(NotReadable) as refused:
        decode(data)
    assert said in str(refused.value)


@pytest.mark.parametrize("data", [None, [], "noted", 5])
def test_what_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(NotReadable, match="JSON 对象"):
        decode(data)


def test_all_problems_of_an_event_are_told_at_once() -> None:
    with pytest.raises(NotReadable) as refused:
        decode({"event": "search_recorded", "on": "x", "places": "档案室", "terms": [1], "colour": "red"})
    assert len(refused.value.problems) == 6
    assert "检索" in refused.value.what


def test_text_of_the_greatest_length_with_line_breaks_is_taken() -> None:
    text = "字\n\t" * 6666
    assert decode({"event": "noted", "on": "2026-05-05", "text": text}) == ev.Noted(
        on=date(2026, 5, 5), text=text
    )


def test_unknown_keys_are_passed_over_only_when_asked() -> None:
    data = {"event": "received", "on": "2026-05-05", "channel": "fax", "remark": 1}
    assert decode(data, ignore_unknown=True) == ev.Received(on=date(2026, 5, 5), channel=Channel.FAX)
    with pytest.raises(NotReadable, match="remark"):
        decode(data)


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    name=st.sampled_from(sorted(ev.KINDS)),
    key=st.sampled_from(["on", "days", "to", "places", "text", "channel", "found"]),
)
def test_no_json_at_all_leads_to_anything_but_an_event_or_a_refusal(data: Any, name: str, key: str) -> None:
    with contextlib.suppress(NotReadable):
        decode({"event": name, "on": "2026-05-05", key: data})
