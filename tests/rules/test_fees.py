"""The information-processing fee: the totals of the measures, and sums that no splitting changes."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.errors import DeskError
from foidesk.rules import law
from foidesk.rules.capitals import capitals
from foidesk.rules.fees import FREE, MOST_UNITS, MonthItem, already_in_month, fee
from foidesk.rules.outcomes import Outcome
from foidesk.rules.vocabulary import FeeStandard

ITEMS, PAGES = FeeStandard.ITEMS, FeeStandard.PAGES
counts = st.integers(0, 3_000)


def item_rate(n: int) -> int:
    """The oracle: what the n-th item of the month costs."""
    if n <= 10:
        return 0
    return 100 if n <= 30 else 200 + (n - 31) // 10 * 100


def page_rate(n: int) -> int:
    """The oracle: what the n-th page costs."""
    return 0 if n <= 30 else 10 if n <= 100 else 20 if n <= 200 else 40


# --- totals --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 2_000),
        (31, 2_200),
        (40, 4_000),
        (41, 4_300),
        (50, 7_000),
        (51, 7_400),
        (60, 11_000),
        (100, 37_000),
    ],
)
def test_the_items_of_a_month_cost_what_the_measures_say(items: int, yuan: int) -> None:
    assert fee(ITEMS, items).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2_700), (201, 2_740)],
)
def test_the_pages_of_an_application_cost_what_the_measures_say(pages: int, yuan: int) -> None:
    assert fee(PAGES, pages).yuan == yuan


@given(units=counts)
def test_a_fee_is_the_sum_of_what_each_item_or_page_costs(units: int) -> None:
    assert fee(ITEMS, units).yuan == sum(map(item_rate, range(1, units + 1)))
    assert fee(PAGES, units).yuan == sum(map(page_rate, range(1, units + 1)))


# --- sums ----------------------------------------------------------------------------------------
@given(batches=st.lists(st.integers(0, 200), max_size=8), before=counts)
def test_splitting_a_batch_does_not_change_the_fee(batches: list[int], before: int) -> None:
    already, parts = before, 0
    for batch in batches:
        parts += fee(ITEMS, batch, already).yuan
        already += batch
    assert parts == fee(ITEMS, sum(batches), before).yuan


@given(standard=st.sampled_from(FeeStandard), units=counts, more=counts)
def test_more_never_costs_less(standard: FeeStandard, units: int, more: int) -> None:
    assert fee(standard, units).yuan <= fee(standard, units + more).yuan


@given(units=counts, already=counts, more=counts)
def test_what_came_before_in_the_month_never_makes_it_cheaper(units: int, already: int, more: int) -> None:
    assert fee(ITEMS, units, already).yuan <= fee(ITEMS, units, already + more).yuan


@given(units=st.integers(1, 3_000), already=counts)
def test_the_lines_cover_every_item_once_in_order_at_the_rate_of_each(units: int, already: int) -> None:
    result = fee(ITEMS, units, already)
    covered = [n for line in result.lines for n in range(line.first, line.last + 1)]
    assert covered == list(range(already + 1, already + units + 1))
    assert all(line.rate == item_rate(line.first) == item_rate(line.last) for line in result.lines)
    assert len({line.rate for line in result.lines}) == len(result.lines)
    assert len(result.reasons) == len(result.lines)


def test_no_items_cost_nothing_and_have_no_lines() -> None:
    nothing = fee(ITEMS, 0)
    assert (nothing.lines, nothing.yuan, nothing.capitals) == ((), 0, "零元整")


def test_a_fee_shows_its_computation_and_its_provisions() -> None:
    result = fee(ITEMS, 35)
    assert [(line.first, line.last, line.rate, line.yuan) for line in result.lines] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2_000),
        (31, 35, 200, 1_000),
    ]
    assert result.reasons[1] == "第11—30件，每件100元，计2000元"
    assert result.capitals == "叁仟元整"
    assert result.provisions == (law.FEE_ALLOWED, law.FEE_STANDARDS, law.FEE_BY_ITEM)
    assert fee(PAGES, 35).provisions[-1] is law.FEE_BY_PAGE


def test_there_is_no_cap() -> None:
    assert fee(PAGES, MOST_UNITS).yuan == 700 + 2_000 + 40 * (MOST_UNITS - 200)


@pytest.mark.parametrize(
    ("standard", "units", "already"),
    [(ITEMS, -1, 0), (ITEMS, 1, -1), (PAGES, -1, 0), (ITEMS, MOST_UNITS + 1, 0), (PAGES, 5, 5)],
)
def test_a_number_that_cannot_be_is_refused_in_words(standard: FeeStandard, units: int, already: int) -> None:
    with pytest.raises(DeskError) as refused:
        fee(standard, units, already)
    assert refused.value.why
    assert refused.value.do


def test_the_free_numbers_are_those_that_cost_nothing() -> None:
    for standard, free in FREE.items():
        assert fee(standard, free).yuan == 0
        assert fee(standard, free + 1).yuan > 0


# --- capitals ------------------------------------------------------------------------------------
def written(yuan: int) -> str:
    """The oracle: every digit with its place written out, then the zeros swept up."""
    if yuan == 0:
        return "零元整"
    digits = str(yuan)
    text = ""
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        text += "零壹贰叁肆伍陆柒捌玖"[int(digit)] + ("", "拾", "佰", "仟")[place % 4]
        if place % 4 == 0:
            text += ("", "万", "亿")[place // 4]
    text = re.sub("零[拾佰仟]", "零", text)
    text = re.sub("零+", "零", text)
    text = re.sub("零([万亿])", r"\1零", text)
    text = re.sub("亿万", "亿", text)
    text = re.sub("零+", "零", text)
    return text.rstrip("零") + "元整"


def read(text: str) -> int:
    """The way back: capitals as a number."""
    digits = {word: n for n, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
    places = {"拾": 10, "佰": 100, "仟": 1_000}
    total = group = digit = 0
    for word in text.removesuffix("元整"):
        if word in digits:
            digit = digits[word]
        elif word in places:
            group, digit = group + digit * places[word], 0
        else:
            total, group, digit = total + (group + digit) * {"万": 10**4, "亿": 10**8}[word], 0, 0
    return total + group + digit


amounts = st.one_of(
    st.integers(0, 10**12 - 1),
    st.integers(0, 120_000),
    st.lists(st.sampled_from("0001259"), min_size=1, max_size=12).map(lambda digits: int("".join(digits))),
)


@given(yuan=amounts)
def test_capitals_read_back_as_the_amount(yuan: int) -> None:
    assert read(capitals(yuan)) == yuan


@given(yuan=amounts)
def test_capitals_never_hold_two_zeros_together_nor_one_at_the_end(yuan: int) -> None:
    text = capitals(yuan)
    assert text.endswith("元整")
    assert "零零" not in text
    assert yuan == 0 or "零元" not in text


@given(yuan=st.integers(0, 10**8 - 1))
def test_capitals_are_what_the_digits_with_their_places_spell(yuan: int) -> None:
    # After a 万 whose last digit is zero (201000) receipts are written with 零 and without: both are right.
    assert capitals(yuan).replace("零", "") == written(yuan).replace("零", "")


@pytest.mark.parametrize(
    ("yuan", "text"),
    [
        (0, "零元整"),
        (10, "壹拾元整"),
        (100, "壹佰元整"),
        (2_740, "贰仟柒佰肆拾元整"),
        (3_000, "叁仟元整"),
        (10_050, "壹万零伍拾元整"),
        (37_000, "叁万柒仟元整"),
        (100_100, "壹拾万零壹佰元整"),
        (1_000_005, "壹佰万零伍元整"),
        (100_000_000, "壹亿元整"),
        (100_001_000, "壹亿零壹仟元整"),
    ],
)
def test_capitals_are_written_as_on_a_receipt(yuan: int, text: str) -> None:
    assert capitals(yuan) == text


def test_there_are_no_capitals_below_zero() -> None:
    with pytest.raises(ValueError, match="-1"):
        capitals(-1)


# --- the month -----------------------------------------------------------------------------------
MARCH = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("item", "counted"),
    [
        (MonthItem(date(2026, 3, 1), None), True),
        (MonthItem(date(2026, 3, 31), Outcome.NOT_HELD), True),
        (MonthItem(date(2026, 3, 31), Outcome.REPEATED), True),
        (MonthItem(date(2026, 3, 31), Outcome.STILL_UNCLEAR), True),
        (MonthItem(date(2026, 3, 31), Outcome.DISCLOSED), True),
        (MonthItem(date(2026, 3, 31), Outcome.PETITION), False),
        (MonthItem(date(2026, 3, 31), Outcome.OTHER, withdrawn=True), False),
        (MonthItem(date(2026, 3, 31), None, merged=True), False),
        (MonthItem(date(2026, 3, 31), Outcome.DISCLOSED, by_page=True), False),
        (MonthItem(date(2026, 2, 28), Outcome.DISCLOSED), False),
        (MonthItem(date(2026, 4, 1), Outcome.DISCLOSED), False),
        (MonthItem(date(2025, 3, 9), Outcome.DISCLOSED), False),
    ],
)
def test_what_counts_in_the_applicants_month(item: MonthItem, counted: bool) -> None:
    assert already_in_month(MARCH, [item]) == int(counted)


def test_every_item_of_the_month_counts_once() -> None:
    items = [MonthItem(date(2026, 3, day), Outcome.DISCLOSED) for day in range(1, 29)]
    before = already_in_month(MARCH, items)
    assert before == 28
    assert fee(ITEMS, 5, before).yuan == 2 * 100 + 3 * 200
