"""告知书（更正申请）: what was asked, the evidence, and one of the results that article 41 knows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.desk.letters.drafting import by_company, drafted, missing, sample, text

from foidesk.desk.letterfacts.matter import Matter
from foidesk.errors import DeskError

RESULTS = {
    "corrected": {"corrected": "于2026年4月15日改为“75.2平方米”。"},
    "passed_to": {"passed_to": "长沙市自然资源和规划局，电话0731-80000009。", "passed_on": "2026年4月14日"},
    "right_agency": {"right_agency": "长沙市自然资源和规划局，电话0731-80000009。"},
    "refused": {"refused": "房屋测绘报告与调查表载明的数值一致。"},
}
SAID = {
    "corrected": "本机关已予更正，更正情况如下",
    "passed_to": "已于2026年4月14日将您的申请和证据转送下列有权更正的机关处理",
    "right_agency": "请您向下列有权更正的机关提出",
    "refused": "本机关决定不予更正，理由如下",
}


def with_result(*results: str) -> Matter:
    matter = sample("correction")
    asked = {name: text for name, text in matter.stated.items() if name not in RESULTS}
    for result in results:
        asked |= RESULTS[result]
    return replace(matter, stated=asked)


@pytest.mark.parametrize("result", RESULTS)
def test_each_result_says_what_it_is_and_nothing_of_the_others(result: str) -> None:
    said = text("correction", with_result(result))
    assert [name for name, words in SAID.items() if words in said] == [result]
    assert RESULTS[result][result] in said
    assert "第四十一条" in said


@pytest.mark.parametrize("result", RESULTS)
def test_request_and_evidence_come_first_and_both_remedies_last(result: str) -> None:
    said = text("correction", with_result(result))
    parts = (
        "本机关于2026年4月7日收到您提出的更正政府信息记录的申请",
        "“建筑面积”一栏所载“72.5平方米”",
        "您的要求为：“建筑面积应为75.2平方米，请按不动产权证书更正”",
        "1. 不动产权证书复印件1份",
        "2. 2019年4月房屋测绘报告复印件1份",
        "本机关核对了该调查表的原件",
        SAID[result],
        "自收到本告知书之日起60日内向长沙市人民政府申请行政复议",
        "自收到本告知书之日起6个月内向湖南省长沙市中级人民法院提起行政诉讼",
    )
    places = [said.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)
    assert "先向" not in said
    assert "本答复" not in said


@pytest.mark.parametrize(("results", "fault"), [((), "没有写明"), (("corrected", "refused"), "写了2种")])
def test_a_letter_has_one_result_no_less_and_no_more(results: tuple[str, ...], fault: str) -> None:
    with pytest.raises(DeskError, match=fault) as refused:
        drafted(with_result(*results), "correction")
    assert "refused（不予更正）" in refused.value.do


@pytest.mark.parametrize(
    ("wanting", "meaning"),
    [
        ("asked_on", "收到更正申请的日期"),
        ("record", "要求更正的政府信息记录"),
        ("demand", "要求怎样更正"),
        ("evidence", "申请人提供的证据"),
        ("examined", "审核的经过"),
    ],
)
def test_what_was_asked_and_found_cannot_be_left_out(wanting: str, meaning: str) -> None:
    matter = sample("correction")
    lacks = missing("correction", replace(matter, stated={**matter.stated, wanting: ""}))
    assert [meaning in each for each in lacks] == [True]


def test_a_request_passed_on_says_on_which_day() -> None:
    matter = with_result("passed_to")
    lacks = missing("correction", replace(matter, stated={**matter.stated, "passed_on": ""}))
    assert lacks == ("已转送：转送的日期",)


def test_the_day_of_the_letter_is_missed_alone() -> None:
    assert missing("correction", replace(sample("correction"), signed_on=None)) == ("成文日期",)


def test_an_organisation_is_addressed_as_one() -> None:
    said = text("correction", by_company(sample("correction")))
    assert "收到你单位提出的更正" in said
    assert "你单位如对本告知书不服" in said
    assert "您" not in said
