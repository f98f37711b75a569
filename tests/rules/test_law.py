"""The provisions: each named one exists, each was in force, and each contested reading has its record."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from foidesk import content
from foidesk.rules import law
from foidesk.rules.law import Act, Provision, chinese_number
from foidesk.rules.terms import TERMS_2008, TERMS_2019

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "workflow").rglob("*.py"))
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9][0-9][0-9]-*.md"))
MARK = re.compile(r"READING\(adr-(\w+)\)")

PROVISIONS = law.provisions()
each_provision = pytest.mark.parametrize("name", PROVISIONS)


# --- numbers -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (19, "十九"),
        (20, "二十"),
        (33, "三十三"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (120, "一百二十"),
        (199, "一百九十九"),
        (201, "二百零一"),
        (310, "三百一十"),
    ],
)
def test_an_article_number_in_words(n: int, words: str) -> None:
    assert chinese_number(n) == words


def test_no_two_numbers_have_the_same_words() -> None:
    assert len({chinese_number(n) for n in range(1, 1000)}) == 999


# --- provisions ----------------------------------------------------------------------------------
@each_provision
def test_a_provision_says_what_it_says_in_a_line_and_where_it_stands(name: str) -> None:
    provision = PROVISIONS[name]
    assert 0 < len(provision.gist) < 60
    assert "\n" not in provision.gist
    assert provision.cite == f"《{provision.act.title}》{provision.place}"
    assert (provision.place == "") is (provision.article is None)


@each_provision
def test_a_provision_is_in_force_within_the_time_of_its_instrument(name: str) -> None:
    provision = PROVISIONS[name]
    act = provision.act
    assert provision.since >= act.since
    assert act.until is None or (provision.until is not None and provision.until <= act.until)
    assert provision.until is None or provision.since <= provision.until
    assert provision.in_force(provision.since)
    assert not provision.in_force(date(1949, 9, 30))


@pytest.mark.parametrize("act", Act)
def test_an_instrument_came_into_force_before_it_went_out(act: Act) -> None:
    assert date(1989, 1, 1) < act.since < date(2026, 1, 1)
    assert act.until is None or act.since < act.until


@pytest.mark.parametrize(
    ("act", "since"),
    [
        (Act.REGULATION, date(2019, 5, 15)),
        (Act.REGULATION_2008, date(2008, 5, 1)),
        (Act.FEE_MEASURES, date(2021, 1, 1)),
        (Act.REPORT_FORMAT, date(2021, 9, 26)),
        (Act.RECONSIDERATION, date(2024, 1, 1)),
        (Act.COURT_INTERPRETATION, date(2025, 6, 1)),
        (Act.CIVIL_CODE, date(2021, 1, 1)),
    ],
)
def test_the_day_an_instrument_came_into_force(act: Act, since: date) -> None:
    assert act.since == since


@pytest.mark.parametrize(
    ("old", "new"),
    [(Act.REGULATION_2008, Act.REGULATION), (Act.RECONSIDERATION_1999, Act.RECONSIDERATION)],
)
def test_an_instrument_and_its_successor_leave_no_gap_and_no_overlap(old: Act, new: Act) -> None:
    assert old.until is not None
    assert (new.since - old.until).days == 1


def test_the_same_place_is_named_for_different_rules_only() -> None:
    said = Counter((provision.cite, provision.gist) for provision in PROVISIONS.values())
    assert [cite for cite, times in said.items() if times > 1] == []


def test_the_terms_of_each_time_rest_on_provisions_of_that_time() -> None:
    for terms, act in ((TERMS_2008, Act.REGULATION_2008), (TERMS_2019, Act.REGULATION)):
        named = [terms.reply.provision, terms.extension.provision, terms.clarified]
        named += terms.not_counted.values()
        named += terms.instead.values()
        assert {provision.act for provision in named} == {act}


# --- named in code and letters -------------------------------------------------------------------
def test_every_provision_named_in_code_exists() -> None:
    named = {
        name
        for path in CODE
        if "import law" in (text := path.read_text("utf-8"))
        for name in re.findall(r"\blaw\.([A-Z][A-Z0-9_]+)\b", text)
    }
    assert len(named) > 40
    assert sorted(named - set(PROVISIONS)) == []


def test_every_provision_cited_by_a_letter_exists() -> None:
    cited = {
        name
        for kind in content.letter_kinds()
        for name in (content.letter_sources(kind)[0] or {}).get("ground", ())
    }
    assert len(cited) > 20
    assert sorted(cited - set(PROVISIONS)) == []


def test_articles_are_written_in_one_place_only() -> None:
    """Nobody else writes an article number into a sentence that the program prints."""
    written = {
        f"{path.name}: {found}"
        for path in CODE
        if path.name != "law.py"
        for found in re.findall(r"第[一二三四五六七八九十百零]+条", path.read_text("utf-8"))
    }
    assert sorted(written) == []


def test_a_provision_prints_as_its_citation() -> None:
    assert str(law.EXTEND) == "《中华人民共和国政府信息公开条例》第三十三条第二款"
    assert isinstance(law.EXTEND, Provision)


# --- contested readings --------------------------------------------------------------------------
def marked() -> set[str]:
    return {number for path in CODE for number in MARK.findall(path.read_text("utf-8"))}


def readings() -> set[str]:
    """The numbers of the records that settle a contested reading, not a choice of design."""
    return {path.name[:3] for path in RECORDS if "**Reading.**" in path.read_text("utf-8")}


def test_every_record_has_its_own_number() -> None:
    times = Counter(path.name[:3] for path in RECORDS)
    assert [number for number, n in times.items() if n > 1] == []


def test_every_reading_marked_in_code_has_its_record() -> None:
    recorded = {path.name[:3] for path in RECORDS}
    assert sorted(marked() - recorded) == []


def test_every_record_of_a_reading_is_marked_in_code() -> None:
    assert sorted(readings() - marked()) == []


def test_a_mark_is_written_in_one_form_only() -> None:
    sloppy = {
        f"{path.name}: {line.strip()}"
        for path in CODE
        for line in path.read_text("utf-8").splitlines()
        if "READING" in line and not re.search(r"# READING\(adr-\d{3}\)", line)
    }
    assert sorted(sloppy) == []
