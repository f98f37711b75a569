"""What a reply says about remedies, by result and date; who hears them; until when."""

from __future__ import annotations

import calendar as civil
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.errors import DeskError
from foidesk.rules.outcomes import GROUNDS, Ground, Outcome, RemedyKind
from foidesk.rules.remedies import (
    RECONSIDERS,
    Addressees,
    Reconsiders,
    answer_to_court,
    answer_to_reconsideration,
    intermediate_court,
    kind_of,
    last_day_to_reconsider,
    last_day_to_sue,
    last_day_to_sue_after_reconsideration,
    paragraph,
)
from foidesk.rules.vocabulary import AgencyType

from .strategies import CALENDAR, DAY, days

BEFORE, SINCE = date(2023, 12, 31), date(2024, 1, 1)
TO = Addressees(("天心区人民政府",), "长沙铁路运输法院", "https://xzfy.example.cn")
REFUSALS = (
    Outcome.STATE_SECRET,
    Outcome.FORBIDDEN_BY_LAW,
    Outcome.SAFETY,
    Outcome.THIRD_PARTY,
    Outcome.INTERNAL,
    Outcome.PROCESS,
    Outcome.ENFORCEMENT_FILE,
)
each_ground = pytest.mark.parametrize("ground", GROUNDS.values(), ids=lambda g: g.key)


def said(*keys: str, on: date = SINCE, electronic: bool = False, to: Addressees = TO) -> str:
    return paragraph([GROUNDS[key] for key in keys], on, to, you="您", electronic=electronic)


# --- which remedy --------------------------------------------------------------------------------
@each_ground
def test_from_2024_a_refusal_goes_to_reconsideration_first_and_everything_else_may_choose(
    ground: Ground,
) -> None:
    if ground.key == "withdrawn":
        assert kind_of(ground, SINCE) is RemedyKind.NONE
    elif ground.outcome in (*REFUSALS, Outcome.PARTLY):
        assert kind_of(ground, SINCE) is RemedyKind.FIRST
    else:
        assert kind_of(ground, SINCE) is RemedyKind.CHOICE


@each_ground
def test_until_the_end_of_2023_every_reply_leaves_the_choice(ground: Ground) -> None:
    assert kind_of(ground, BEFORE) is not RemedyKind.FIRST
    assert "先" not in paragraph([ground], BEFORE, TO, you="您")


# --- wording -------------------------------------------------------------------------------------
@pytest.mark.parametrize("key", [g.key for g in GROUNDS.values() if g.outcome in REFUSALS])
def test_a_refusal_says_first_and_names_no_six_months(key: str) -> None:
    text = said(key)
    assert "先向天心区人民政府申请行政复议" in text
    assert "60日" in text
    assert "15日内，依法向人民法院提起行政诉讼" in text
    assert "6个月" not in text


@pytest.mark.parametrize("key", ["disclosed", "not_held", "special_query", "petition", "fee_lapsed"])
def test_a_choice_names_both_periods_and_does_not_say_first(key: str) -> None:
    text = said(key)
    assert "60日内向天心区人民政府申请行政复议" in text
    assert "6个月内向长沙铁路运输法院提起行政诉讼" in text
    assert "先" not in text


def test_a_partial_disclosure_says_first_for_what_is_withheld_and_leaves_the_choice_for_the_rest() -> None:
    first, rest = said("partly").split("。")[:2]
    assert "不予公开的部分" in first
    assert "先" in first
    assert "6个月" not in first
    assert "其他内容" in rest
    assert "6个月" in rest
    assert "先" not in rest


def test_before_2024_a_partial_disclosure_leaves_the_choice_in_one_sentence() -> None:
    assert said("partly", on=BEFORE) == said("disclosed", on=BEFORE)


def test_several_items_have_a_sentence_for_each_kind_naming_its_items() -> None:
    text = said("disclosed", "refused_internal", "not_held", "refused_process")
    choice, first = sorted(text.rstrip("。").split("。"), key=lambda sentence: "先" in sentence)
    assert "第一项、第三项" in choice
    assert "第二项、第四项" in first
    assert "先" in first
    assert "先" not in choice


def test_among_several_items_one_given_in_part_says_first_only_for_what_is_withheld() -> None:
    sentences = said("partly", "disclosed").rstrip("。").split("。")
    for sentence in sentences:
        if "先" in sentence:
            assert "不予公开的部分" in sentence


def test_several_items_of_one_kind_share_one_sentence() -> None:
    assert said("refused_internal", "refused_process") == said("refused_internal")


def test_a_letter_that_only_records_a_withdrawal_carries_no_remedy() -> None:
    assert said("withdrawn") == ""


def test_an_organisation_is_addressed_as_one() -> None:
    assert paragraph([GROUNDS["disclosed"]], SINCE, TO, you="你单位").startswith("你单位如")


def test_both_bodies_are_named_where_either_may_reconsider() -> None:
    either = Addressees(("天心区人民政府", "长沙市司法局"), TO.court)
    assert "天心区人民政府或者长沙市司法局" in said("disclosed", to=either)


def test_the_online_channel_is_named_only_when_the_reply_is_served_electronically() -> None:
    assert TO.online not in said("disclosed")
    assert TO.online in said("disclosed", electronic=True)
    assert TO.online not in said("disclosed", on=BEFORE, electronic=True)
    assert said("withdrawn", electronic=True) == ""


def test_an_electronic_reply_without_an_online_channel_is_refused_in_words() -> None:
    with pytest.raises(DeskError, match="没有设置互联网") as refused:
        said("disclosed", electronic=True, to=Addressees(TO.reconsideration, TO.court))
    assert "第二十二条" in refused.value.why
    assert refused.value.do


# --- who -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("agency", "who"),
    [
        (AgencyType.DEPARTMENT, {Reconsiders.DISTRICT_GOVERNMENT}),
        (AgencyType.SUB_DISTRICT_OFFICE, {Reconsiders.DISTRICT_GOVERNMENT}),
        (AgencyType.TOWN, {Reconsiders.DISTRICT_GOVERNMENT}),
        (AgencyType.AUTHORISED_ORGANISATION, {Reconsiders.DISTRICT_GOVERNMENT}),
        (AgencyType.DISTRICT_GOVERNMENT, {Reconsiders.CITY_GOVERNMENT}),
        (
            AgencyType.DISTRICT_JUSTICE_BUREAU,
            {Reconsiders.DISTRICT_GOVERNMENT, Reconsiders.CITY_JUSTICE_BUREAU},
        ),
        (AgencyType.OUTPOST, {Reconsiders.ESTABLISHING_GOVERNMENT}),
        (AgencyType.CITY_BRANCH, {Reconsiders.CITY_GOVERNMENT, Reconsiders.DISTRICT_GOVERNMENT}),
        (AgencyType.VERTICAL, {Reconsiders.NEXT_HIGHER_AGENCY}),
    ],
)
def test_who_reconsiders(agency: AgencyType, who: set[Reconsiders]) -> None:
    assert set(RECONSIDERS[agency]) == who


def test_every_type_of_agency_has_somebody_who_reconsiders() -> None:
    assert set(RECONSIDERS) == set(AgencyType)


@pytest.mark.parametrize("agency", AgencyType)
def test_only_a_government_is_sued_in_the_intermediate_court(agency: AgencyType) -> None:
    assert intermediate_court(agency) is (agency is AgencyType.DISTRICT_GOVERNMENT)


# --- until when ----------------------------------------------------------------------------------
def moved(day: date) -> date:
    """The oracle: on from a rest day to the next working day."""
    while not CALENDAR.is_workday(day):
        day += DAY
    return day


@given(received=days)
def test_sixty_days_and_fifteen_days_are_calendar_days_moved_on_from_a_rest_day(received: date) -> None:
    assert last_day_to_reconsider(received, CALENDAR) == moved(received + 60 * DAY)
    assert last_day_to_sue_after_reconsideration(received, CALENDAR) == moved(received + 15 * DAY)
    assert answer_to_court(received, CALENDAR) == moved(received + 15 * DAY)


@given(received=days)
def test_six_months_end_on_the_same_day_of_the_sixth_month_or_its_last(received: date) -> None:
    month = (received.month + 5) % 12 + 1
    year = received.year + (received.month > 6)
    day = min(received.day, civil.monthrange(year, month)[1])
    assert last_day_to_sue(received, CALENDAR) == moved(date(year, month, day))


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2025, 8, 5), date(2025, 10, 9)),  # 4 October lies in the holidays
        (date(2026, 3, 2), date(2026, 5, 6)),  # 1 May too; 5 May is the last day off
        (date(2026, 3, 4), date(2026, 5, 6)),
        (date(2026, 3, 10), date(2026, 5, 9)),  # a Saturday on which people work
    ],
)
def test_a_last_day_in_the_holidays_moves_to_the_next_working_day(received: date, last: date) -> None:
    assert last_day_to_reconsider(received, CALENDAR) == last


def test_six_months_from_the_end_of_august_end_in_february() -> None:
    assert last_day_to_sue(date(2025, 8, 31), CALENDAR) == moved(date(2026, 2, 28))


@given(received=days, simplified=st.booleans())
def test_the_agency_answers_a_reconsideration_in_ten_working_days_and_in_five_in_the_simplified_procedure(
    received: date, simplified: bool
) -> None:
    last = answer_to_reconsideration(received, CALENDAR, simplified=simplified)
    assert CALENDAR.is_workday(last)
    assert sum(CALENDAR.is_workday(received + n * DAY) for n in range(1, (last - received).days + 1)) == (
        5 if simplified else 10
    )
