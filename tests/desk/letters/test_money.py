"""The fee notice and the notice of a shortfall: sums, standards, days, and what may be challenged."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.letters.drafting import (
    AGENCY,
    altered,
    and_then,
    by_company,
    drafted,
    jointly,
    missing,
    of,
    sample,
    text,
    without,
)

from foidesk.desk import catalogue
from foidesk.desk.letterfacts.matter import Matter
from foidesk.errors import DeskError
from foidesk.paper import wording
from foidesk.paper.form import Style
from foidesk.rules import events as ev
from foidesk.rules.fees import fee, in_words
from foidesk.rules.vocabulary import FeeStandard

ITEMS, PAGES = FeeStandard.ITEMS, FeeStandard.PAGES
KINDS = ("fee", "fee_shortfall")


def noticed(**fields: Any) -> Matter:
    """The sample fee notice, decided otherwise."""
    return altered(sample("fee"), ev.FeeNotified, **fields)


def by_item(units: int, already: int = 0) -> Matter:
    return noticed(
        standard=ITEMS,
        units=units,
        already=already,
        yuan=fee(ITEMS, units, already).yuan,
        reason="您2026年3月提出的申请数量明显超过合理范围",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_wording_states_what_the_law_wants_of_it(kind: str) -> None:
    template = catalogue.template(kind)
    assert template.must
    assert wording.lacking(template, template) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_fee_cannot_be_challenged_alone_and_the_letter_says_so_once(kind: str) -> None:
    said = text(kind)
    assert "第七条的规定，对本收费决定不能单独申请行政复议或者提起行政诉讼" in said
    assert "因逾期未缴费不再处理申请的决定不服的，可以依法申请行政复议或者提起行政诉讼" in said
    assert not re.search("60日|6个月|先向|法院", said)


@pytest.mark.parametrize("kind", KINDS)
def test_both_outcomes_of_the_payment_are_told(kind: str) -> None:
    said = text(kind)
    assert "答复期限自缴清之日的次日起重新计算，为20个工作日" in said
    assert "逾期未缴纳或者未足额缴纳的，根据《办法》第六条的规定，视为放弃申请" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_company_is_addressed_as_such_and_joint_applicants_together(kind: str) -> None:
    own = altered(sample(kind), ev.FeeNotified, reason="申请公开的文件共236页，明显超过合理范围")
    assert "你单位" in text(kind, by_company(own))
    assert "您" not in text(kind, by_company(own))
    assert "你们" in text(kind, jointly(own))
    assert "您" not in text(kind, jointly(own))


# --- the notice ----------------------------------------------------------------------------------
def test_a_notice_tells_basis_standard_computation_payment_outcome_and_the_free_ways_in_this_order() -> None:
    letter = drafted(sample("fee"), "fee")
    assert [block.text for block in of(letter, Style.HEADING)] == [
        "一、收费的事实和依据",
        "二、收费标准和金额",
        "三、缴费方式和期限",
        "四、逾期未缴费的后果",
        "五、不收费的办理方式",
        "六、其他事项",
    ]
    lines, total = of(letter, Style.TABLE)
    assert lines.rows == (
        ("档次", "数量", "单价（元）", "金额（元）"),
        ("第1至30页", "30", "0", "0"),
        ("第31至100页", "70", "10", "700"),
        ("第101至200页", "100", "20", "2000"),
        ("第201至236页", "36", "40", "1440"),
    )
    assert total.rows == (("合计", "4140元（人民币肆仟壹佰肆拾元整）"),)
    for setting in (AGENCY.fee.payee, AGENCY.fee.account, AGENCY.fee.bank, AGENCY.fee.channel):
        assert setting in letter.text
    assert "共236页，明显超过合理范围" in letter.text
    assert "第四十二条第一款" in letter.text
    assert "现场查阅不收取信息处理费" in letter.text
    assert "在30页以下（含30页）的，不收取信息处理费" in letter.text


def test_a_notice_by_item_counts_what_came_before_in_the_month() -> None:
    letter = drafted(by_item(3, already=29), "fee")
    assert "该申请按件计收，不再按量计收" in letter.text
    assert "此前的申请计入29件，该申请计3件" in letter.text
    lines, total = of(letter, Style.TABLE)
    assert lines.rows[1:] == (("第30件", "1", "100", "100"), ("第31至32件", "2", "200", "400"))
    assert total.rows == (("合计", "500元（人民币伍佰元整）"),)
    assert "撤回后，当月计入的申请在10件以下（含10件）的" in letter.text
    assert "查阅" not in letter.text
    assert "幅面" not in letter.text
    assert "此前没有计入的申请，该申请计12件" in text("fee", by_item(12))


def test_the_provincial_notice_is_cited_only_by_an_agency_that_holds_it() -> None:
    assert "（湘财税〔2021〕3号）" in text("fee")
    unsure = replace(sample("fee"), agency=AGENCY.model_copy(update={"hunan_fee_confirmed": False}))
    said = text("fee", unsure)
    assert "湘财税" not in said
    assert "湖南省财政厅" not in said
    assert "第四十二条第一款" in said


def test_the_last_day_is_a_date_once_the_service_is_known_and_stands_in_words_before() -> None:
    before = text("fee")
    assert "收到当日不计入，自其后的第一个工作日起算，第20个工作日为最后一日" in before
    assert "缴费期限至" not in before
    served = text("fee", and_then(sample("fee"), ev.FeeNoticeServed(on=date(2026, 3, 17))))
    assert "您于2026年3月17日收到本通知书，缴费期限至2026年4月15日届满" in served  # Monday 6 April off
    assert "为最后一日" not in served


@pytest.mark.parametrize("wrong", [{"yuan": 4000}, {"units": 30, "yuan": 0}, {"units": 30, "yuan": 100}])
def test_a_sum_that_the_measures_do_not_give_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(DeskError, match=f"收取{wrong['yuan']}元"):
        drafted(noticed(**wrong), "fee")


def test_a_notice_without_standard_reason_or_a_way_to_pay_is_refused() -> None:
    with pytest.raises(DeskError, match="没有写明标准和数量"):
        drafted(noticed(standard=None), "fee")
    bare = noticed(reason=None)
    bare = replace(bare, agency=AGENCY.model_copy(update={"fee": type(AGENCY.fee)()}))
    assert missing("fee", bare) == ("申请的数量、频次明显超过合理范围的事实", "缴费方式")


def test_a_notice_that_was_taken_back_gives_no_letter() -> None:
    with pytest.raises(DeskError, match="2026年3月17日的收费通知没有效力"):
        drafted(and_then(sample("fee"), ev.FeeRevoked(on=date(2026, 3, 18), reason="页数有误")), "fee")


# --- the standard in words -----------------------------------------------------------------------
def read_back(words: str, unit: str, n: int) -> int:
    """What the n-th unit costs by the words of the notice alone."""
    free = int(re.match(rf"(\d+){unit}以下（含\1{unit}）的，不收费", words)[1])  # type: ignore[index]
    if n <= free:
        return 0
    bands = re.findall(rf"第(\d+)(?:至(\d+))?{unit}起?，每{unit}(\d+)元", words)
    for first, last, rate in bands:
        if int(first) <= n <= int(last or n):
            return int(rate)
    every, by = map(int, re.search(r"以(\d+)件为一档，每增加一档，每件提高(\d+)元", words).groups())  # type: ignore[union-attr]
    _, last, rate = bands[-1]
    return int(rate) + ((n - int(last) - 1) // every + 1) * by


@given(n=st.integers(1, 3_000))
def test_the_words_of_the_standard_give_the_same_price_as_the_computation(n: int) -> None:
    assert read_back(in_words(ITEMS), "件", n) == fee(ITEMS, 1, n - 1).yuan
    assert read_back(in_words(PAGES), "页", n) == fee(PAGES, n).yuan - fee(PAGES, n - 1).yuan


@pytest.mark.parametrize(("own", "standard"), [(by_item(12), ITEMS), (sample("fee"), PAGES)])
def test_the_notice_states_the_standard_it_computes_with(own: Matter, standard: FeeStandard) -> None:
    said = text("fee", own)
    assert in_words(standard) in said
    assert in_words(ITEMS if standard is PAGES else PAGES) not in said


# --- the shortfall -------------------------------------------------------------------------------
def test_a_shortfall_tells_what_was_paid_what_is_missing_and_the_unchanged_last_day() -> None:
    letter = drafted(sample("fee_shortfall"), "fee_shortfall")
    assert letter.number == "芙政公开〔2026〕第31号-费2"
    assert "截至2026年3月26日，您已缴纳4000元，尚缺140元（人民币壹佰肆拾元整）" in letter.text
    assert "缴费期限不变，至2026年4月17日届满" in letter.text
    assert AGENCY.fee.account in letter.text


def test_payments_add_up() -> None:
    more = and_then(sample("fee_shortfall"), ev.FeePaid(on=date(2026, 3, 27), yuan=100))
    assert "截至2026年3月27日，您已缴纳4100元，尚缺40元" in text("fee_shortfall", more)


def test_there_is_no_shortfall_once_all_is_paid_nor_after_the_last_day_nor_without_service() -> None:
    own = sample("fee_shortfall")
    with pytest.raises(DeskError, match="已经缴清"):
        drafted(and_then(own, ev.FeePaid(on=date(2026, 3, 27), yuan=140)), "fee_shortfall")
    with pytest.raises(DeskError, match="缴费期限已经届满"):
        drafted(altered(own, ev.FeePaid, on=date(2026, 4, 20)), "fee_shortfall")
    assert missing("fee_shortfall", without(own, ev.FeeNoticeServed)) == (
        "收费通知书送达之日",
        "缴费期限的最后一日",
    )
