"""督办: sent to an agency, told to its clerks and head, answered once, kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.desk.supervision.conftest import CLERK, SUPERVISOR, TODAY, District, at

from foidesk.desk import applications
from foidesk.desk.alerts.sweep import sweep
from foidesk.desk.office import Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.supervision import urging
from foidesk.errors import DeskError, NotThere
from foidesk.rules.vocabulary import Role
from foidesk.store import accounts, alerts, audit, urgings
from foidesk.store.alerts import Alert

ASKED = {"agency": "yuhua", "number": "", "text": "请说明逾期原因。", "answer_by": "2025-06-11"}
NUMBER = "雨政公开〔2025〕第2号"


@pytest.fixture
def people(district: District) -> dict[str, int]:
    """A clerk and a head in 雨花区, a clerk in 芙蓉区."""
    found = {}
    with district.furong.database.writing() as conn:
        for agency, name, role in (
            ("yuhua", "朱敏", Role.CLERK),
            ("yuhua", "吴远", Role.HEAD),
            ("furong", "周敏", Role.CLERK),
        ):
            given = {"login": f"p{len(found)}", "name": name, "unit": None, "password": None}
            found[name] = accounts.add(conn, agency, **given, at=at(date(2025, 1, 2)), by="测试")
            accounts.give(conn, agency, found[name], {role}, date(2025, 1, 2))
    return found


def inbox(office: Office, account: int, *, unseen: bool = False) -> list[Alert]:
    with office.database.reading() as conn:
        return alerts.page(conn, office.key, account, unseen=unseen)


def test_what_is_asked_of_an_agency_reaches_its_clerks_and_head_and_nobody_else(
    district: District, people: dict[str, int]
) -> None:
    sent = urging.send(district.furong, ASKED, SUPERVISOR)
    assert (sent.number, sent.open, sent.text) == ("督办〔2025〕1号", True, "请说明逾期原因。")
    for name in ("朱敏", "吴远"):
        [alert] = inbox(district.yuhua, people[name])
        assert (alert.watch, alert.due) == ("urging", date(2025, 6, 11))
    assert inbox(district.furong, people["周敏"]) == []
    assert urging.of_agency(district.furong, CLERK) == []
    assert [each.urging.number for each in urging.of_agency(district.yuhua, CLERK)] == [sent.number]
    assert [each.agency for each in urging.of_all(district.furong, SUPERVISOR)] == ["雨花区政府"]


def test_it_may_be_about_one_application(district: District) -> None:
    before = applications.open_file(district.yuhua, NUMBER).case
    sent = urging.send(district.furong, {**ASKED, "number": NUMBER}, SUPERVISOR)
    [entry] = urging.of_agency(district.yuhua, CLERK)
    assert entry.urging.about == NUMBER
    assert sent.application is not None
    assert [each.number for each in urging.of_application(district.yuhua, sent.application, CLERK)] == [
        sent.number
    ]
    assert applications.open_file(district.yuhua, NUMBER).case == before  # no event, no day moved


def test_it_is_answered_once_and_then_nobody_is_reminded(district: District, people: dict[str, int]) -> None:
    sent = urging.send(district.furong, ASKED, SUPERVISOR)
    for days in range(1, 10):
        sweep(district.yuhua, at(TODAY + timedelta(days=days)))
    assert len(inbox(district.yuhua, people["朱敏"], unseen=True)) > 3
    answered = urging.answer(district.yuhua, sent.urging, "已经答复申请人。", CLERK)
    assert (answered.answer, answered.answered_by, answered.open) == ("已经答复申请人。", "朱敏", False)
    left = inbox(district.yuhua, people["朱敏"], unseen=True)
    assert [each for each in left if each.watch == "urging"] == []
    with pytest.raises(DeskError, match="已经答复"):
        urging.answer(district.yuhua, sent.urging, "再答复一次", CLERK)
    with district.yuhua.database.reading() as conn:
        acts = [each.what for each in audit.page(conn, "yuhua")]
    assert "督办" in acts
    assert "答复督办" in acts


def test_the_sweep_reminds_of_the_day_and_then_every_day_it_is_late(
    district: District, people: dict[str, int]
) -> None:
    urging.send(district.furong, ASKED, SUPERVISOR)
    for days in range(1, 10):
        sweep(district.yuhua, at(TODAY + timedelta(days=days)))
    told = [each.rung for each in reversed(inbox(district.yuhua, people["朱敏"])) if each.watch == "urging"]
    assert told == ["urged 1", "1", "due", "+1", "+2"]  # 10, 11, 12 and 13 June


def test_numbers_go_on_over_the_agencies(district: District) -> None:
    numbers = [
        urging.send(district.furong, {**ASKED, "agency": agency}, SUPERVISOR).number
        for agency in ("yuhua", "furong", "yuhua")
    ]
    assert numbers == [f"督办〔2025〕{n}号" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"agency": "nowhere"}, "没有选择机关"),
        ({"text": "  "}, "缺少督办内容"),
        ({"text": "长" * 20_001}, "超过"),
        ({"text": "坏\x00字"}, "控制字符"),
        ({"answer_by": "某日"}, "答复期限应为日期"),
        ({"answer_by": "2025-06-03"}, "今天或者以后的工作日"),
        ({"answer_by": "2025-06-07"}, "工作日"),  # a Saturday
        ({"number": "没有这一件"}, "没有编号为"),
    ],
)
def test_what_makes_no_sense_is_not_sent(district: District, changed: dict[str, str], said: str) -> None:
    with pytest.raises(DeskError) as refused:
        urging.send(district.furong, {**ASKED, **changed}, SUPERVISOR)
    assert said in refused.value.why
    with district.furong.database.reading() as conn:
        assert urgings.listing(conn, district.furong.vault, ["furong", "yuhua"], 10) == []


def test_only_the_supervisor_sends_and_only_the_agency_answers(district: District) -> None:
    with pytest.raises(NotPermitted):
        urging.send(district.furong, ASKED, CLERK)
    sent = urging.send(district.furong, ASKED, SUPERVISOR)
    with pytest.raises(NotPermitted):
        urging.answer(district.yuhua, sent.urging, "主管代答", SUPERVISOR)
    with pytest.raises(NotThere):
        urging.answer(district.furong, sent.urging, "别的机关", CLERK)
    with pytest.raises(NotPermitted):
        urging.of_all(district.yuhua, replace(CLERK, roles=frozenset({Role.AUDITOR})))
    with pytest.raises(DeskError) as refused:
        urging.answer(district.yuhua, sent.urging, " ", CLERK)
    assert refused.value.why == "缺少答复内容。"


def test_the_words_are_sealed(district: District) -> None:
    urging.send(district.furong, ASKED, SUPERVISOR)
    with district.furong.database.reading() as conn:
        stored = conn.exec_driver_sql("SELECT text FROM urgings").scalar_one()
    assert "请说明逾期原因".encode() not in bytes(stored)
