"""The day of a letter: a notice is not later than its act, and no letter is earlier than what it tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from foidesk.paper.check import Against
from foidesk.paper.form import Style
from foidesk.paper.letter import Letter
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import events as ev

from .held import adding, refused, sample, saying, warned, without

DAY = timedelta(days=1)


def dated(kind: str, day: date) -> tuple[Letter, Against]:
    """The sample letter signed on another day, and what it is held against then."""
    letter, against = sample(kind)
    blocks = tuple(
        replace(block, text=chinese_date(day)) if block.style is Style.DATE else block
        for block in letter.blocks
    )
    return replace(letter, signed_on=day, blocks=blocks), against


# --- notices ---------------------------------------------------------------------------------------
NOTICES = [
    "clarification",
    "extension",
    "delay",
    "fee",
    "explanation",
    "third_party",
    "co_maker",
    "other_agency",
]


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_is_not_dated_after_the_day_it_was_told(kind: str) -> None:
    on = sample(kind)[0].signed_on
    assert any("早于文书的日期" in found for found in refused(*dated(kind, on + DAY)))
    for day in (on, on - DAY):
        assert refused(*dated(kind, day)) == [], day


# --- stories ---------------------------------------------------------------------------------------
STORIES = ["withdrawn", "merged", "clarification_lapsed", "fee_lapsed", "fee_shortfall", "third_party_told"]


@pytest.mark.parametrize("kind", STORIES)
def test_a_letter_is_not_dated_before_what_it_tells(kind: str) -> None:
    early = {"third_party_told": date(2026, 3, 19)}.get(kind, sample(kind)[0].signed_on - DAY)
    assert any("文书的日期" in found for found in refused(*dated(kind, early)))
    assert refused(*dated(kind, sample(kind)[0].signed_on + DAY)) == []


def test_an_erratum_is_not_dated_before_the_letter_it_puts_right() -> None:
    assert any("所更正文书的日期" in found for found in refused(*dated("erratum", date(2026, 3, 19))))
    assert refused(*dated("erratum", date(2026, 3, 20))) == []


def test_a_reply_is_not_dated_before_the_clarification_or_the_judgement_it_rests_on() -> None:
    assert any("收到补正" in found for found in refused(*dated("still_unclear", date(2026, 3, 17))))
    assert any("本机关判断" in found for found in refused(*dated("refused_third_party", date(2026, 3, 16))))


def test_what_happens_after_a_letter_is_none_of_its_business() -> None:
    letter, against = sample("third_party_told")
    other = ev.ConsultationAnswered(on=letter.signed_on + 9 * DAY, id="另一第三方", consents=True)
    later = replace(against.case, standing=(*against.case.standing, other))
    assert refused(letter, replace(against, case=later)) == []


# --- days told -------------------------------------------------------------------------------------
def test_a_search_after_the_letter_is_refused() -> None:
    letter, against = dated("not_held", date(2026, 3, 8))
    assert [found for found in refused(letter, against) if "检索日期2026年3月9日" in found]
    assert refused(*dated("not_held", date(2026, 3, 9))) == []


def test_an_opinion_that_arrived_after_the_letter_is_refused() -> None:
    found = refused(*dated("refused_third_party", date(2026, 3, 10)))
    assert any("2026年3月16日回复" in each for each in found)


@pytest.mark.parametrize(
    "told",
    [
        "本机关于2026年4月2日收到区住房和城乡建设局移送的案卷。",
        "本机关2026年4月2日检索了区档案馆的案卷目录。",
        "本机关于2026年4月2日电话询问您是否缩小范围。",
    ],
)
def test_a_clerks_passage_that_tells_a_day_to_come_is_warned_of(told: str) -> None:
    letter, against = sample("extension")
    assert refused(adding(letter, told), against) == []
    assert any("以后发生的事" in found for found in warned(adding(letter, told), against))


@pytest.mark.parametrize(
    "told",
    [
        "该工程定于2026年4月15日开标，本机关将于2026年4月16日收到评标报告。",
        "区档案馆最早于2026年4月2日提交案卷清单。",
        "请在2026年4月2日以前提交补充材料。",
        "承办单位预计2026年4月2日提出核对意见。",
        "本机关于2026年3月20日收到区住房和城乡建设局移送的案卷。",
        "其中2卷的数字化于2026年5月20日完成。",
        "第三方称“我公司于2026年4月2日收到通知”。",
    ],
)
def test_what_is_to_come_may_be_told_as_such(told: str) -> None:
    letter, against = sample("extension")
    assert refused(adding(letter, told), against) == warned(adding(letter, told), against) == []


def test_a_letter_without_its_fact_is_left_to_the_other_rules() -> None:
    letter, against = sample("withdrawn")
    gone = replace(against, case=without("withdrawn", ev.Withdrawn).case)
    assert not [found for found in refused(letter, gone) if "文书的日期" in found]


def test_a_told_day_that_no_calendar_has_is_no_fault_of_the_order() -> None:
    letter, against = sample("extension")
    odd = saying(letter, "逐卷核对", "于2026年2月30日收到清单后逐卷核对")
    assert not [found for found in warned(odd, against) if "以后发生" in found]
