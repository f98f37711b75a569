"""foidesk workdays, fee and clock: exactly what scripts rely on, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

PLAIN = {"channel": "signed_post", "arrived": "2026-03-02"}
WHOLE = {
    "channel": "signed_post",
    "arrived": "2026-03-02",
    "confirmed": None,
    "events": [
        {"event": "clarification_asked", "on": "2026-03-05", "answer_by": "2026-03-26"},
        {"event": "clarified", "on": "2026-03-21"},
        {"event": "consultation_sent", "on": "2026-03-25", "to": "third_party", "id": "a"},
        {"event": "consultation_served", "on": "2026-03-26", "id": "a"},
        {"event": "consultation_answered", "on": "2026-04-10", "id": "a"},
        {"event": "extended", "on": "2026-05-05", "days": 20},
        {"event": "fee_notified", "on": "2026-05-06"},
        {"event": "fee_notice_served", "on": "2026-05-07"},
        {"event": "fee_paid", "on": "2026-05-11"},
        {"event": "replied", "on": "2026-05-20", "service": "post"},
    ],
}
KEYS = ["received", "state", "due", "target", "provisional", "in_time", "limits", "reasons", "problems"]


def case(*events: dict[str, Any], **facts: Any) -> str:
    return json.dumps({**PLAIN, **facts, "events": list(events)}, ensure_ascii=False)


# --- workdays ------------------------------------------------------------------------------------


def test_adding_working_days_answers_with_start_days_date_and_provisional(bare: Any) -> None:
    answer = bare.done("workdays", "add", "2026-09-30", "20", "--json")
    assert answer.out == '{"start": "2026-09-30", "days": 20, "date": "2026-11-03", "provisional": false}\n'


def test_counting_working_days_answers_with_from_to_days_and_provisional(bare: Any) -> None:
    answer = bare.done("workdays", "count", "2026-09-30", "2026-11-03", "--json")
    assert answer.out == '{"from": "2026-09-30", "to": "2026-11-03", "days": 20, "provisional": false}\n'


def test_a_known_year_answers_with_its_notice_its_days_off_and_its_make_up_days(bare: Any) -> None:
    answer = bare.data("workdays", "year", "2026")
    assert list(answer) == ["year", "notice", "amended_by", "provisional", "off", "work"]
    assert (answer["year"], answer["notice"], answer["amended_by"]) == (2026, "国办发明电〔2025〕7号", [])
    assert answer["provisional"] is False
    assert answer["work"] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
    assert "2026-10-03" in answer["off"], "the weekend inside the break is a day off too"
    assert len(answer["off"]) == 33


def test_an_amended_year_names_its_amendment(bare: Any) -> None:
    answer = bare.data("workdays", "year", "2020")
    assert answer["amended_by"]
    assert "2020-02-02" in answer["off"]


def test_a_year_without_a_notice_is_provisional_and_no_error(bare: Any) -> None:
    answer = bare.data("workdays", "year", "2027")
    assert answer == {
        "year": 2027,
        "notice": None,
        "amended_by": [],
        "provisional": True,
        "off": [],
        "work": [],
    }


def test_days_counted_in_a_year_without_a_notice_are_provisional(bare: Any) -> None:
    assert bare.data("workdays", "add", "2026-12-25", "20")["provisional"] is True
    assert bare.data("workdays", "count", "2026-12-25", "2027-01-08")["provisional"] is True


@pytest.mark.parametrize(
    "day", ["2026/9/30", "2026.9.30", "2026年9月30日", " 2026-09-30 ", "２０２６-０９-３０", "2026-9-30"]
)
def test_a_day_can_be_typed_in_the_usual_ways(bare: Any, day: str) -> None:
    assert bare.data("workdays", "add", day, "２０")["date"] == "2026-11-03"


def test_without_json_the_answer_is_a_sentence(bare: Any) -> None:
    assert "2026-11-03 周二" in bare.done("workdays", "add", "2026-09-30", "20").out
    assert "20 个工作日" in bare.done("workdays", "count", "2026-09-30", "2026-11-03").out
    assert "暂定" in bare.done("workdays", "year", "2027").out


def test_today_is_the_day_in_china(bare: Any, midnight: None) -> None:
    bare.monkeypatch.delenv("FOIDESK_NOW")
    assert bare.data("workdays", "add", "今天", "0")["start"] == "2026-03-03"


# --- fee -----------------------------------------------------------------------------------------


def test_a_fee_by_item_answers_with_yuan_capitals_and_lines(bare: Any) -> None:
    assert bare.data("fee", "items", "35") == {
        "yuan": 3000,
        "capitals": "叁仟元整",
        "lines": [
            {"from": 1, "to": 10, "rate": 0, "yuan": 0},
            {"from": 11, "to": 30, "rate": 100, "yuan": 2000},
            {"from": 31, "to": 35, "rate": 200, "yuan": 1000},
        ],
    }


def test_items_that_came_before_in_the_month_are_not_charged_again(bare: Any) -> None:
    answer = bare.data("fee", "items", "5", "--already", "28")
    assert [(line["from"], line["to"]) for line in answer["lines"]] == [(29, 30), (31, 33)]
    assert answer["yuan"] == 2 * 100 + 3 * 200


def test_no_items_cost_nothing_and_have_no_lines(bare: Any) -> None:
    assert bare.data("fee", "items", "0") == {"yuan": 0, "capitals": "零元整", "lines": []}


@pytest.mark.parametrize(
    ("pages", "yuan"), [(30, 0), (31, 10), (100, 700), (101, 720), (201, 2740), (250, 4700)]
)
def test_a_fee_by_page_has_the_same_shape(bare: Any, pages: int, yuan: int) -> None:
    answer = bare.data("fee", "pages", str(pages))
    assert list(answer) == ["yuan", "capitals", "lines"]
    assert answer["yuan"] == yuan == sum(line["yuan"] for line in answer["lines"])
    assert list(answer["lines"][0]) == ["from", "to", "rate", "yuan"]


def test_without_json_a_fee_is_told_line_by_line(bare: Any) -> None:
    said = bare.done("fee", "items", "35").out
    assert "叁仟元整" in said
    assert len(said.splitlines()) == 4


def test_a_refused_fee_says_its_standard_once(bare: Any) -> None:
    assert "按按" not in bare.refused("fee", "items", "-1")


# --- clock ---------------------------------------------------------------------------------------


def test_a_case_in_a_file_written_over_many_lines_is_one_case(bare: Any) -> None:
    Path("case.json").write_text(json.dumps(WHOLE, indent=1), encoding="utf-8")
    (answer,) = bare.done("clock", "case.json", "--json").lines
    assert list(answer) == KEYS
    assert (answer["received"], answer["state"], answer["due"]) == ("2026-03-02", "replied", "2026-06-08")
    assert (answer["target"], answer["in_time"], answer["problems"]) == ("2026-06-05", True, [])
    assert [list(limit) for limit in answer["limits"]] == [["name", "due", "met"]] * len(answer["limits"])
    assert [list(reason) for reason in answer["reasons"]] == [["on", "what", "article", "due"]] * 11
    assert answer["reasons"][0]["article"] == "《中华人民共和国政府信息公开条例》第三十三条第二款"


@pytest.mark.parametrize(
    "text",
    [
        '{"channel": "email", "arrived": "2026-03-02", "events": [\n]}',
        '{"channel": "email", "arrived": "2026-03-02"\n}',
        '{"channel": "email"\n,"arrived": "2026-03-02"}',
        '{\n"channel": "email", "arrived": "2026-03-02"}',
        '{"channel":\n"email", "arrived": "2026-03-02"}',
        '\n\n{"channel": "email",\n"arrived": "2026-03-02"}\n\n',
    ],
    ids=["open list", "closed below", "comma below", "brace alone", "colon last", "empty lines around"],
)
def test_wherever_a_single_object_is_broken_into_lines_it_is_one_case(bare: Any, text: str) -> None:
    (answer,) = bare.done("clock", "-", "--json", typed=text).lines
    assert answer["due"] == "2026-03-30"


def test_cases_one_a_line_from_standard_input_have_one_answer_a_line_in_order(bare: Any) -> None:
    days = ["2026-03-02", "2026-03-03", "2026-03-04"]
    answers = bare.done("clock", "-", "--json", typed="\n".join(case(arrived=day) for day in days)).lines
    assert [answer["received"] for answer in answers] == days


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_and_a_byte_order_mark_do_not_matter(bare: Any, ending: str) -> None:
    typed = "\ufeff" + ending.join([case(), case()]) + ending
    assert len(bare.done("clock", "-", "--json", typed=typed).lines) == 2


def test_a_bad_line_in_the_middle_has_its_error_in_its_place_and_the_rest_goes_on(bare: Any) -> None:
    result = bare("clock", "-", "--json", typed="\n".join([case(), "{oops", case()]))
    first, bad, last = result.lines
    assert result.code == 1
    assert first == last
    assert list(bad) == ["error", "line"]
    assert bad["line"] == 2
    assert "Traceback" not in result.err


def test_a_bad_first_line_does_not_swallow_the_lines_after_it(bare: Any) -> None:
    result = bare("clock", "-", "--json", typed="\n".join(['{"channel": "email",', case(), case()]))
    assert result.code == 1
    assert [answer.get("line") for answer in result.lines] == [1, None, None]


def test_a_list_of_cases_is_told_that_cases_stand_one_a_line(bare: Any) -> None:
    result = bare("clock", "-", "--json", typed=f"[{case()}, {case()}]")
    assert result.code == 1
    assert "JSON 对象" in result.lines[0]["error"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "对象"),
        ("5", "对象"),
        ("null", "对象"),
        ("NaN", ""),
        ("{}", "channel"),
        ('{"channel": "pigeon", "arrived": "2026-03-02"}', "pigeon"),
        ('{"channel": ["email"], "arrived": "2026-03-02"}', "channel"),
        ('{"channel": "email", "arrived": "2026-02-30"}', "2026-02-30"),
        ('{"channel": "email", "arrived": "20260302"}', "20260302"),
        ('{"channel": "email", "arrived": NaN}', ""),
        ('{"channel": "email", "arrived": 20260302}', "日期"),
        ('{"channel": "email", "arrived": "0001-01-01"}', "2008"),
        ('{"channel": "email", "arrived": "9999-12-30"}', "9999"),
        ('{"channel": "email", "arrived": "2026-03-02", "confirmed": "2026-03-01"}', "早于"),
        ('{"channel": "email", "channel": "fax", "arrived": "2026-03-02"}', "channel"),
        ('{"channel": "email", "arrived": "2026-03-02"} and more', "JSON"),
        ('{"channel": "email", "arrived": "2026-03-02", "events": {}}', "列表"),
        ("[" * 100_000, "JSON"),
        ('{"a":' * 100_000, "JSON"),
        ("\x00\x01\x02", "JSON"),
        ("�" * 10, "JSON"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_line_that_is_no_case_says_what_is_wrong(bare: Any, line: str, said: str) -> None:
    result = bare("clock", "-", "--json", typed="\n".join([case(), line, case()]))
    good, bad, last = result.lines
    assert result.code == 1
    assert good == last
    assert said in bad["error"]
    assert bad["line"] == 2


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ({"event": "eaten", "on": "2026-03-05"}, "eaten"),
        ({"event": None}, "事件"),
        ({"event": ["extended"]}, "事件"),
        ({"on": "2026-03-05"}, "事件"),
        ("extended", "事件"),
        ({"event": "extended", "on": "2026-02-30", "days": 20}, "2026-02-30"),
        ({"event": "extended", "on": "2026-03-05"}, "days"),
        ({"event": "extended", "on": "2026-03-05", "days": "20"}, "days"),
        ({"event": "extended", "on": "2026-03-05", "days": True}, "days"),
        ({"event": "extended", "on": "2026-03-05", "days": 10**30}, "days"),
        ({"event": "extended", "on": "2026-03-05", "days": -5}, "days"),
        ({"event": "consultation_sent", "on": "2026-03-05", "to": "aunt", "id": "a"}, "aunt"),
        ({"event": "consultation_sent", "on": "2026-03-05", "to": "third_party", "id": "\ud800"}, "D800"),
        ({"event": "consultation_sent", "on": "2026-03-05", "to": "third_party", "id": "a\x00"}, "0000"),
        ({"event": "consultation_sent", "on": "2026-03-05", "to": "third_party", "id": "a\u202eb"}, "202E"),
        ({"event": "replied", "on": "2026-03-05", "service": "pigeon"}, "pigeon"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_an_event_that_makes_no_sense_is_named_by_its_place(bare: Any, event: Any, said: str) -> None:
    text = json.dumps({**PLAIN, "events": [{"event": "fee_notified", "on": "2026-03-04"}, event]})
    result = bare("clock", "-", "--json", typed=text)
    (bad,) = result.lines
    assert result.code == 1
    assert "第2项" in bad["error"]
    assert said in bad["error"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 5000])
def test_a_number_that_is_none_in_json_is_a_bad_line(bare: Any, number: str) -> None:
    typed = case({"event": "extended", "on": "2026-03-05", "days": 20}).replace(": 20", f": {number}")
    result = bare("clock", "-", "--json", typed=typed)
    assert result.code == 1
    assert list(result.lines[0]) == ["error", "line"]


def test_the_wrong_key_is_named_as_it_was_written(bare: Any) -> None:
    (bad,) = bare("clock", "-", "--json", typed='{"channel": "email", "arrived": "soon"}').lines
    assert "“on”" not in bad["error"]


def test_every_fault_of_a_case_is_told_at_once(bare: Any) -> None:
    events = [{"event": "eaten", "on": "2026-03-05"}, {"event": "extended", "on": "soon", "days": 20}]
    (bad,) = bare(
        "clock", "-", "--json", typed=json.dumps({"channel": "x", "arrived": "y", "events": events})
    ).lines
    assert all(said in bad["error"] for said in ("“x”", "“y”", "eaten", "soon"))


def test_what_is_against_the_rules_is_a_problem_and_no_error(bare: Any) -> None:
    typed = case(
        {"event": "extended", "on": "2026-03-10", "days": 20},
        {"event": "extended", "on": "2026-03-20", "days": 20},
        {"event": "replied", "on": "2026-12-01", "service": "courier"},
    )
    (answer,) = bare.done("clock", "-", "--json", typed=typed).lines
    assert answer["in_time"] is False
    assert len(answer["problems"]) == 3
    assert all(problem["article"].startswith("《") for problem in answer["problems"])


def test_a_reply_before_the_receipt_is_a_problem(bare: Any) -> None:
    typed = case({"event": "replied", "on": "2026-03-01", "service": "post"})
    (answer,) = bare.done("clock", "-", "--json", typed=typed).lines
    assert any("早于" in problem["what"] for problem in answer["problems"])


def test_people_and_reasons_are_neither_asked_for_nor_checked(bare: Any) -> None:
    extended = {"event": "extended", "on": "2026-03-10", "days": 20, "approved_by": 7, "reason": None}
    (answer,) = bare.done("clock", "-", "--json", typed=case(extended, note="来电")).lines
    assert answer["problems"] == []


def test_as_of_adds_overdue_and_the_day_if_the_opinion_came_then(bare: Any) -> None:
    sent = {"event": "consultation_sent", "on": "2026-03-05", "to": "third_party", "id": "a"}
    served = {"event": "consultation_served", "on": "2026-03-06", "id": "a"}
    (answer,) = bare.done("clock", "-", "--json", "--as-of", "2026-03-11", typed=case(sent, served)).lines
    assert list(answer) == [*KEYS, "overdue", "due_if_now"]
    assert answer["overdue"] is False
    assert answer["due_if_now"] == "2026-04-02", "three working days left out"
    assert answer["due"] == "2026-04-21", "fifteen working days left out"


@pytest.mark.parametrize(("day", "overdue"), [("2026-03-30", False), ("2026-03-31", True)])
def test_a_case_is_overdue_only_after_the_due_day(bare: Any, day: str, overdue: bool) -> None:
    (answer,) = bare.done("clock", "-", "--json", "--as-of", day, typed=case()).lines
    assert answer["overdue"] is overdue


def test_a_consultation_without_service_shows_the_liberal_day_for_information_only(bare: Any) -> None:
    sent = {"event": "consultation_sent", "on": "2026-03-05", "to": "third_party", "id": "a"}
    (answer,) = bare.done("clock", "-", "--json", typed=case(sent)).lines
    assert answer["due"] == "2026-03-30"
    assert answer["due_liberal"] == "2026-04-21"


def test_a_case_of_before_2019_follows_the_rules_of_its_time(bare: Any) -> None:
    (answer,) = bare.done("clock", "-", "--json", typed=case(arrived="2019-05-14")).lines
    assert answer["due"] == "2019-06-04"
    assert "clarification_request" not in [limit["name"] for limit in answer["limits"]]


def test_nothing_runs_while_the_office_waits_and_due_is_null(bare: Any) -> None:
    asked = {"event": "clarification_asked", "on": "2026-03-05", "answer_by": "2026-03-26"}
    (answer,) = bare.done("clock", "-", "--json", typed=case(asked)).lines
    assert (answer["state"], answer["due"], answer["target"]) == ("clarifying", None, None)


def test_without_json_a_case_is_a_table_and_a_bad_one_a_line(bare: Any) -> None:
    result = bare("clock", "-", typed="\n".join([case(), "{oops"]))
    assert result.code == 1
    assert "2026-03-30" in result.out
    assert "第2行" in result.out


def test_an_empty_input_is_refused(bare: Any) -> None:
    assert "空" in bare.refused("clock", "-", "--json", typed="")
    assert "空" in bare.refused("clock", "-", "--json", typed="\n \n")


def test_the_calculators_need_neither_a_database_nor_a_configuration(bare: Any) -> None:
    bare.done("workdays", "add", "2026-03-02", "5")
    bare.done("fee", "pages", "31")
    bare.done("clock", "-", typed=case())
    assert list(bare.folder.iterdir()) == []
