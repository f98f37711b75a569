"""A row of a ledger is read whole or refused whole, every fault with its column."""

from __future__ import annotations

from datetime import date

import pytest

from foidesk.desk.ledger import row as ledger
from foidesk.desk.ledger.cells import BadRow
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Channel, FeeStandard, RemedyResult, Service

PLAIN = {
    "收到日期": "2025/3/3",
    "申请方式": "平信",
    "申请人类型": "自然人",
    "申请人": "赵旻",
    "申请内容": "某道路命名批复",
}


def test_the_date_of_receipt_of_an_ordinary_letter_is_its_confirmation() -> None:
    registration = ledger.read(PLAIN).registration
    assert registration.channel is Channel.ORDINARY_POST
    assert registration.arrived == registration.confirmed == date(2025, 3, 3)


def test_a_row_becomes_facts_in_order_of_their_days() -> None:
    entry = ledger.read(
        {
            **PLAIN,
            "延期告知日期": "2025年3月20日",
            "延期工作日数": "10",
            "补正告知日期": "2025.3.5",
            "补正期限": "2025-03-26",
            "补正收到日期": "2025-03-07",
            "收费通知日期": "2025-03-24",
            "收费方式": "按件",
            "收费数量": "３",
            "收费金额": "300",
            "缴费日期": "2025-03-25",
            "办结日期": "2025-04-01",
            "办理结果": "(三)8",
            "送达方式": "电子",
            "复议结果": "维持",
            "直接起诉结果": "未审结",
        },
        "archive",
    )
    assert [type(event).__name__ for event in entry.events] == [
        "ClarificationAsked", "Clarified", "Extended", "FeeNotified", "FeePaid", "Replied", "RemedyDecided",
        "RemedyFiled",
    ]  # fmt: skip
    fee, reply, decided = entry.events[3], entry.events[5], entry.events[6]
    assert isinstance(fee, ev.FeeNotified)
    assert (fee.standard, fee.units, fee.yuan) == (FeeStandard.ITEMS, 3, 300)
    assert isinstance(reply, ev.Replied)
    assert (reply.ground, reply.service) == ("archive", Service.ELECTRONIC)
    assert isinstance(decided, ev.RemedyDecided)
    assert decided.result is RemedyResult.UPHELD


@pytest.mark.parametrize("code", ["三（三）4", "三(三)4", "（三）4", "保护第三方合法权益"])
def test_a_result_is_known_by_its_line_with_either_brackets_or_its_label(code: str) -> None:
    [reply] = ledger.read({**PLAIN, "办结日期": "2025-03-20", "办理结果": code}).events
    assert isinstance(reply, ev.Replied)
    assert reply.ground == "refused_third_party"


@pytest.mark.parametrize(
    ("code", "kind"), [("三（六）1", ev.ClarificationLapsed), ("三（六）2", ev.FeeLapsed)]
)
def test_a_lapse_is_no_reply(code: str, kind: type[ev.Event]) -> None:
    [end] = ledger.read({**PLAIN, "办结日期": "2025-05-20", "办理结果": code}).events
    assert type(end) is kind


def test_a_bad_row_names_every_fault_with_its_column() -> None:
    bad = {
        **PLAIN,
        "收到日期": "2025-02-30",
        "申请方式": "飞鸽",
        "申请人": "",
        "补正收到日期": "2025-03-07",
        "延期告知日期": "2025-03-20",
        "延期工作日数": "廿",
        "办结日期": "2025-03-21",
        "办理结果": "三（九）1",
        "送达方式": "飞鸽",
    }
    with pytest.raises(DeskError) as refused:
        ledger.read(bad)
    for fault in ("收到日期", "2025-02-30", "没有“飞鸽”这种申请方式", "缺少申请人", "补正告知日期：填写了补正收到日期",
                  "延期工作日数：“廿”不是整数", "办理结果：“三（九）1”", "送达方式：没有“飞鸽”"):  # fmt: skip
        assert fault in refused.value.why


def test_an_impossible_order_of_days_is_a_fault() -> None:
    with pytest.raises(DeskError, match="不能读取") as refused:
        ledger.read({**PLAIN, "办结日期": "2025-03-01", "办理结果": "三（一）"})
    assert "办结日期（2025-03-01）早于收到日期（2025-03-03）" in refused.value.why


def test_a_line_with_several_grounds_is_kept_as_a_line() -> None:
    [reply] = ledger.read({**PLAIN, "办结日期": "2025-03-20", "办理结果": "三（四）1"}).events
    assert isinstance(reply, ev.Replied)
    assert (reply.line, reply.ground) == ("三（四）1", None)


def test_a_result_named_by_its_ground_keeps_the_ground() -> None:
    [reply] = ledger.read({**PLAIN, "办结日期": "2025-03-20", "办理结果": "信息不存在"}).events
    assert isinstance(reply, ev.Replied)
    assert (reply.line, reply.ground) == (None, "not_held")


@pytest.mark.parametrize(
    ("heading", "text", "what"),
    [
        ("收到日期", "1999-03-03", "早于2008-05-01《条例》施行"),
        ("办结日期", "2062-03-03", "是一年以后的日期"),
        ("证件号码", "430102199003070015", "没有填写证件类型"),
        ("收费金额", "200", "收费通知日期：填写了收费金额"),
        ("收费金额", "二百", "不是整数"),
        ("复议结果", "维持", "办结日期：填写了复议结果"),
        ("备注", "看\u202e反", "控制字符"),
    ],
)
def test_what_makes_no_sense_is_a_fault_of_its_column(heading: str, text: str, what: str) -> None:
    with pytest.raises(BadRow) as refused:
        ledger.read({**PLAIN, heading: text}, latest=date(2026, 12, 31))
    assert what in refused.value.why
    assert all(fault.do for fault in refused.value.faults)
