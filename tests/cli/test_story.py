"""One application from the counter to the post office, and the paper that goes with it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

BY = "周明远"
REASON = "reason=档案分存三处，需要逐卷核对"
DISCLOSED = (
    "facts=经查，本机关保存有该方案", "supplied=五一大道东段征收补偿方案\n补偿标准表",
    "form=纸质复印件", "delivery=邮寄",
)  # fmt: skip
REFUSED = (
    "which=内部工作流程信息", "facts=经查，本机关保存有该方案", "reason=方案只规定内部分工",
    "not_severable=方案全部由内部分工组成",
)  # fmt: skip


def read(pdf: str | Path) -> str:
    """The text of a PDF without its line breaks."""
    with pdfplumber.open(pdf) as file:
        return "".join((page.extract_text() or "").replace("\n", "") for page in file.pages)


def papers(desk: Any, *arguments: str) -> tuple[str, str]:
    """Text of the PDF and XML of the DOCX that the command wrote."""
    answer = desk.data(*arguments)
    pdf, docx = answer.get("files") or answer["letters"]
    assert Path(pdf).read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(docx) as archive:
        return read(pdf), archive.read("word/document.xml").decode()


@pytest.fixture
def told(desk: Any) -> tuple[Any, str]:
    """An application clarified, consulted about, extended and cleared, each on its own day."""
    number = desk.register(handler="王芳", request="公开五一大道改造项目的征收补偿方案", name="李思敏")
    desk.record(number, "clarification_asked", "2026-03-05", "answer_by=2026-03-26",
                "defects=没有写明哪一段|请写明路段的起止\n没有写明年份|请写明年份")  # fmt: skip
    desk.record(number, "clarification_served", "2026-03-06")
    desk.record(number, "clarified", "2026-03-20", "content=五一大道东段，2025年")
    desk.record(number, "consultation_sent", "2026-03-25", "to=第三方", "id=a", "question=是否同意公开")
    desk.record(number, "consultation_served", "2026-03-26", "id=a")
    desk.record(number, "consultation_answered", "2026-04-10", "id=a", "consents=是", "opinion=同意")
    desk.record(number, "extended", "2026-04-20", "days=20", f"approved_by={BY}", REASON)
    desk.record(number, "secrecy_reviewed", "2026-04-21", "reviewer=陈立新", "cleared=是")
    return desk, number


def test_every_step_moves_the_due_day_as_the_regulation_says(desk: Any) -> None:
    number = desk.register()
    steps = [
        ("clarification_asked", "2026-03-05", ("answer_by=2026-03-26", "defects=路段不明|请写明起止"), None),
        ("clarification_served", "2026-03-06", (), None),
        ("clarified", "2026-03-20", ("content=东段",), "2026-04-20"),
        ("consultation_sent", "2026-03-25", ("to=third_party", "id=a", "question=可否公开"), "2026-04-20"),
        ("consultation_served", "2026-03-26", ("id=a",), "2026-05-13"),
        ("consultation_answered", "2026-04-10", ("id=a", "consents=是"), "2026-05-07"),
        ("extended", "2026-04-20", ("days=20", f"approved_by={BY}", REASON), "2026-06-03"),
        ("secrecy_reviewed", "2026-04-21", ("reviewer=陈立新", "cleared=是"), "2026-06-03"),
    ]
    for event, on, facts, due in steps:
        assert desk.record(number, event, on, *facts)["due"] == due, event


def test_the_reply_closes_the_case_in_time_and_leaves_its_letter(told: tuple[Any, str]) -> None:
    desk, number = told
    desk.on("2026-04-24")
    answer = desk.data(
        "reply", number, "disclosed", "--on", "2026-04-24", "--service", "post", "--approved-by", BY,
        *DISCLOSED, "-o", "out",
    )  # fmt: skip
    assert (answer["state"], answer["in_time"], answer["line"]) == ("replied", True, "三（一）")
    assert answer["closed_on"] == "2026-04-24"
    text = read(answer["letters"][0])
    for said in (
        "李思敏",
        "征收补偿方案",
        "补偿标准表",
        "2026年4月24日",
        "2026年3月20日",
        "长沙市人民政府",
        number,
    ):
        assert said in text, said
    desk.on("2026-04-25")
    shown = desk.data("show", number)
    assert [entry["event"] for entry in shown["history"]][-2:] == ["letter_issued", "replied"]
    assert shown["outcome"] == "三（一）"
    assert desk.data("rebuild", "--check") == {"applications": 1, "faults": []}


def test_an_issued_letter_is_given_out_again_byte_for_byte(told: tuple[Any, str]) -> None:
    desk, number = told
    desk.on("2026-04-24")
    first = desk.data("reply", number, "disclosed", "--on", "2026-04-24", "--service", "post",
                      "--approved-by", BY, *DISCLOSED, "-o", "first")["letters"]  # fmt: skip
    desk.on("2026-06-30")
    again = desk.data("letter", number, "disclosed", "-o", "again")["files"]
    assert [Path(path).read_bytes() for path in again] == [Path(path).read_bytes() for path in first]


def test_procedural_letters_state_the_facts_of_the_case_in_both_forms(told: tuple[Any, str]) -> None:
    desk, number = told
    expected = {
        "receipt": ("李思敏", "2026年3月2日", "2026年3月30日", "登记回执"),
        "clarification": ("没有写明哪一段", "请写明年份", "2026年3月26日", "补正"),
        "extension": ("20个工作日", "逐卷核对", "2026年6月3日", "2026年5月7日"),
    }
    for kind, facts in expected.items():
        pdf, docx = papers(desk, "letter", number, kind, "-o", "out")
        for fact in facts:
            assert fact in pdf, (kind, fact)
        assert facts[0] in docx
        assert "None" not in pdf
        assert "{{" not in pdf


def test_a_letter_is_numbered_and_kept_when_it_is_issued(desk: Any) -> None:
    number = desk.register()
    answer = desk.data("letter", number, "receipt", "--issue", "--approved-by", BY, "-o", "out")
    assert answer["number"] == f"{number}-收"
    issued = desk.data("show", number)["history"][-1]
    assert (issued["event"], issued["doc_number"], issued["approved_by"]) == (
        "letter_issued",
        f"{number}-收",
        BY,
    )


def test_without_a_folder_letters_go_where_the_configuration_says(desk: Any) -> None:
    number = desk.register()
    (pdf, _) = desk.data("letter", number, "receipt")["files"]
    assert Path(pdf).parent == desk.folder / "var/out"
    assert Path(pdf).is_file()


def test_information_not_held_needs_a_search_in_two_places(desk: Any) -> None:
    number = desk.register()
    act = ("reply", number, "not_held", "--on", "2026-03-02", "--service", "post", "--approved-by", BY,
           "why_absent=本机关没有制作该方案", "-o", "out")  # fmt: skip
    assert "检索" in desk.refused(*act)
    desk.record(
        number, "search_recorded", "2026-03-02", "places=档案室", "terms=补偿", "searcher=王芳", "found=否"
    )
    assert "2处" in desk.refused(*act)
    desk.record(
        number, "search_recorded", "2026-03-02", "places=办公系统", "terms=补偿", "searcher=王芳", "found=否"
    )
    pdf, _ = papers(desk, *act)
    for said in ("档案室", "办公系统", "王芳", "没有制作"):
        assert said in pdf


def test_information_that_was_found_cannot_be_said_not_to_exist(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "search_recorded", "2026-03-02", "places=档案室；系统", "terms=补偿", "searcher=王芳",
                "found=是")  # fmt: skip
    assert "已经找到" in desk.refused("reply", number, "信息不存在", "--on", "2026-03-02", "--service", "邮寄",
                                  "--approved-by", BY, "why_absent=没有")  # fmt: skip


def test_a_refusal_since_2024_says_that_reconsideration_comes_first(desk: Any) -> None:
    number = desk.register()
    pdf, _ = papers(desk, "reply", number, "三(三)5", "--on", "2026-03-02", "--service", "post", "--approved-by",
                    BY, *REFUSED, "-o", "out")  # fmt: skip
    assert "先向长沙市人民政府申请行政复议" in pdf
    assert "第十六条第一款" in pdf


def test_a_reply_sent_electronically_names_the_online_way_to_reconsideration(desk: Any) -> None:
    number = desk.register()
    pdf, _ = papers(desk, "reply", number, "refused_internal", "--on", "2026-03-02", "--service", "electronic",
                    "--approved-by", BY, *REFUSED, "-o", "out")  # fmt: skip
    assert "掌上复议微信小程序" in pdf


def test_a_fee_is_computed_by_the_program_and_its_notice_says_how(desk: Any) -> None:
    number = desk.register()
    notice = ("standard=pages", "units=250", "officer=周明远", "reason=复制件共250页，明显超过合理范围",
              "alternatives_offered=是")  # fmt: skip
    assert "4700" in desk.refused(
        "record", number, "fee_notified", "--on", "2026-03-02", *notice, "yuan=4000"
    )
    answer = desk.record(number, "fee_notified", "2026-03-02", *notice)
    assert (answer["state"], answer["due"], answer["fee_standard"]) == ("awaiting_payment", None, "pages")
    pdf, _ = papers(desk, "letter", number, "fee", "-o", "out")
    for said in ("4700", "肆仟柒佰元整", "长沙市芙蓉区财政局", "湘财税〔2021〕3号"):
        assert said in pdf, said
    assert desk.record(number, "fee_notice_served", "2026-03-03")["waiting_until"] == "2026-03-31"
    paid = desk.record(number, "fee_paid", "2026-03-10", "yuan=4700")
    assert (paid["state"], paid["due"]) == ("open", "2026-04-08")


def test_a_fee_within_what_is_free_is_refused(desk: Any) -> None:
    number = desk.register()
    assert "免费" in desk.refused("record", number, "fee_notified", "--on", "2026-03-02", "standard=items", "units=1",
                                "officer=周明远", "reason=量大", "alternatives_offered=是")  # fmt: skip


def test_a_letter_whose_fact_is_missing_is_refused_and_names_it(desk: Any) -> None:
    number = desk.register()
    assert "clarification_asked" in desk.refused("letter", number, "clarification")
    assert "答复" in desk.refused("letter", number, "disclosed")


def test_a_case_handed_to_a_unit_has_an_inner_limit_until_the_unit_answers(desk: Any) -> None:
    number = desk.register()
    given = desk.record(
        number, "assigned", "2026-03-03", "unit=征收办", "answer_by=2026-03-12", "note=请提供方案"
    )
    assert (given["unit"], given["unit_answer_by"], given["due"]) == ("征收办", "2026-03-12", "2026-03-30")
    assert "内部期限 2026-03-12" in desk.done("show", number).out
    answered = desk.record(number, "unit_answered", "2026-03-10", "unit=征收办", "answer=方案附后")
    assert (answered["unit"], answered["unit_answer_by"]) == ("征收办", None)
    assert answered["due"] == "2026-03-30", "an inner limit never moves the day in law"


def test_what_if_shows_what_would_be_and_writes_nothing(desk: Any) -> None:
    number = desk.register()
    before = desk.content()
    answer = desk.data(
        "whatif", number, "clarification_asked@今天,answer_by=2026-03-20", "clarified@2026-03-18"
    )
    assert list(answer) == ["number", "now", "then", "last_day_to_extend", "possible"]
    assert (answer["now"]["due"], answer["then"]["due"]) == ("2026-03-30", "2026-04-16")
    assert answer["last_day_to_extend"] == "2026-03-30"
    assert "没有登记任何内容" in desk.done("whatif", number, "extended@2026-03-10,days=20").out
    assert desk.content() == before


def test_what_can_be_done_now_is_told_with_the_last_day_for_it(desk: Any) -> None:
    possible = {step["event"]: step["until"] for step in desk.data("whatif", desk.register())["possible"]}
    assert possible["clarification_asked"] == "2026-03-11"
    assert possible["extended"] == "2026-03-30"
    assert "fee_paid" not in possible


def test_the_day_by_day_count_names_every_day_and_the_notice_behind_it(desk: Any) -> None:
    desk.on("2026-10-09")
    number = desk.register(arrived="2026-09-30")
    days = desk.data("show", number, "--days")["days"]
    labels = {day["on"]: day["label"] for day in days}
    assert labels["2026-10-10"].startswith("第3个工作日 = 2026-10-10 周六 调休上班 国办发明电〔2025〕7号")
    assert days[-1] == {"on": "2026-11-03", "number": 20, "label": labels["2026-11-03"]}
    assert "第3个工作日 = 2026-10-10" in desk.done("show", number, "--days").out


def test_the_list_is_sorted_by_target_and_filtered_as_asked(desk: Any) -> None:
    late = desk.register(arrived="2026-02-28")
    desk.on("2026-03-20")
    soon = desk.register(arrived="2026-03-20", handler="王芳")
    waiting = desk.register(arrived="2026-03-19")
    desk.record(waiting, "clarification_asked", "2026-03-20", "answer_by=2026-04-10", "defects=不明|请写明")
    day = ("--as-of", "2026-03-30")
    numbers = lambda *words: [line["number"] for line in desk.data("list", *words, *day)]  # noqa: E731
    assert numbers() == [late, soon, waiting]
    assert numbers("--overdue") == [late]
    assert numbers("--waiting") == [waiting]
    assert numbers("--handler", "王芳") == [soon]
    assert numbers("--due", "0") == [late]
    assert numbers("--due", "20") == [late, soon]
    (first, *_) = desk.data("list", *day)
    assert first["applicant"] == "赵**", "names are masked in lists"
    assert first["left"] == -1
    assert "逾期 1 个工作日" in desk.done("list", *day).out


def test_closed_applications_are_listed_only_when_asked_for(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "withdrawn", "2026-03-02", "signed_by=赵立群")
    assert desk.data("list") == []
    assert [line["number"] for line in desk.data("list", "--all")] == [number]
    assert "foidesk" in desk.done("list").out, "an empty list says how to begin"
