"""foidesk due and sweep: what has to be kept, and telling people of it, by hand and from cron."""

from __future__ import annotations

from typing import Any


def test_due_tells_what_is_overdue_due_today_and_this_week(desk: Any) -> None:
    desk.done("init")
    for arrived in ("2026-02-27", "2026-03-02", "2026-03-04"):
        desk.on(arrived)
        desk.register(arrived=arrived, handler="王芳")
    desk.on("2026-03-30")
    found = desk.data("due")
    assert [(each["number"], each["left"]) for each in found["overdue"]] == [("芙政公开〔2026〕第1号", -2)]
    assert {each["watch"] for each in found["today"]} == {"reply", "extension_notice"}
    assert {(each["number"], each["due"]) for each in found["week"]} == {
        ("芙政公开〔2026〕第3号", "2026-04-01")
    }
    assert desk.data("due", "--handler", "李文") == {
        "as_of": "2026-03-30",
        "overdue": [],
        "today": [],
        "week": [],
    }
    told = desk.done("due").out
    assert "芙政公开〔2026〕第1号　答复期限 2026-03-26　已过2个工作日　王芳" in told
    assert "本周到期（2）" in told


def test_a_sweep_by_hand_raises_once(desk: Any) -> None:
    desk.done("init")
    desk.register()
    desk.on("2026-03-27T10:00:00+08:00")
    assert desk.data("sweep")["raised"] == 3
    assert desk.done("sweep").out == "新生成 0 项提醒，发出 0 条消息。\n"
