"""Every worked example of tests/cases: what the law gives, named after its article."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foidesk import content
from foidesk.desk import calculators

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def plain(value: Any) -> Any:
    """TOML's dates as the calculators write them; "none" is null."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "none" else value


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case, id=path.stem) for path in CASES if (case := load(path))["kind"] == kind]


def test_there_are_at_least_sixty_examples_and_each_names_its_article() -> None:
    assert len(CASES) >= 60
    assert all(load(path)["says"] and re.search("《|〔", load(path)["article"]) for path in CASES)


@pytest.mark.parametrize("case", of_kind("clock"))
def test_the_clock_gives_what_the_article_says(case: dict[str, Any]) -> None:
    data = {
        "channel": case["channel"],
        "arrived": plain(case["arrived"]),
        "confirmed": plain(case.get("confirmed")),
        "events": [{key: plain(value) for key, value in event.items()} for event in case.get("event", [])],
    }
    result = calculators.clock_case(data, content.calendar(), as_of=case.get("as_of"))
    expect = dict(case["expect"])
    limits = expect.pop("limits", {})
    problems, said = expect.pop("problems", None), expect.pop("problem_has", [])
    assert {key: result.get(key) for key in expect} == {key: plain(value) for key, value in expect.items()}
    for name, wanted in limits.items():
        found = [limit for limit in result["limits"] if limit["name"] == name]
        if wanted == "none":
            assert found == []
            continue
        assert found, f"no limit {name}"
        assert {key: found[-1][key] for key in wanted} == {key: plain(value) for key, value in wanted.items()}
    if problems is not None:
        assert len(result["problems"]) == problems, result["problems"]
    for words in said:
        assert any(words in problem["what"] + problem["article"] for problem in result["problems"])


@pytest.mark.parametrize("case", of_kind("fee"))
def test_the_fee_is_what_the_measures_say(case: dict[str, Any]) -> None:
    result = calculators.fee_of(case["standard"], case["units"], case.get("already", 0))
    expect = case["expect"]
    assert result["yuan"] == expect["yuan"]
    assert result["capitals"] == expect["capitals"]
    if "lines" in expect:
        lines = [[line["from"], line["to"], line["rate"], line["yuan"]] for line in result["lines"]]
        assert lines == expect["lines"]


@pytest.mark.parametrize("case", of_kind("workdays"))
def test_working_days_are_counted_as_the_notices_say(case: dict[str, Any]) -> None:
    calendar, expect = content.calendar(), case["expect"]
    if "start" in case:
        result = calculators.workdays_add(case["start"], case["days"], calendar)
        assert result["date"] == plain(expect["date"])
        if "provisional" in expect:
            assert result["provisional"] == expect["provisional"]
    if "count" in expect:
        counted = calculators.workdays_count(case["count_from"], case["count_to"], calendar)
        assert counted["days"] == expect["count"]
