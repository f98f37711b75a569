"""The desk refuses new acts against the rules and says why; what happened anyway is kept as a problem."""

from __future__ import annotations

from typing import Any

import pytest

BY = "approved_by=周明远"
REASON = "reason=档案分存三处，需要逐卷核对"
REFUSED = (
    "which=内部工作流程信息", "facts=经查，本机关保存有该方案", "reason=方案只规定内部分工",
    "not_severable=方案全部由内部分工组成",
)  # fmt: skip


def reply(number: str, on: str, *more: str) -> tuple[str, ...]:
    return ("reply", number, "refused_internal", "--on", on, "--service", "post", "--approved-by", "周明远",
            "-o", "out", *REFUSED, *more)  # fmt: skip


def test_a_second_extension_is_refused_with_what_why_and_what_to_do(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "extended", "2026-03-10", "days=20", BY, REASON)
    what, why, do = desk.refused(
        "record", number, "extended", "--on", "2026-03-10", "days=5", BY, REASON
    ).splitlines()
    assert "不能再次延期" in what
    assert "第三十三条第二款" in why
    assert "2026年4月28日" in do


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (("days=21", BY, REASON), "20"),
        (("days=0", BY, REASON), "0"),
        (("days=-5", BY, REASON), "-5"),
        (("days=20", REASON), "approved_by"),
        (("days=20", BY), "理由"),
        (("days=20", BY, "reason=因工作需要"), "具体"),
        (("days=20", BY, "reason=   "), "理由"),
        (("days=20", "approved_by=   ", REASON), "批准"),
        ((BY, REASON), "days"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_extension_needs_days_an_approver_and_a_concrete_reason(
    desk: Any, facts: tuple[str, ...], said: str
) -> None:
    number = desk.register()
    assert said in desk.refused("record", number, "extended", "--on", "2026-03-02", *facts)


def test_an_extension_told_after_the_due_day_is_refused(desk: Any) -> None:
    number = desk.register()
    desk.on("2026-03-31")
    said = desk.refused("record", number, "extended", "--on", "2026-03-31", "days=20", BY, REASON)
    assert "2026年3月30日" in said


def test_a_second_clarification_is_refused(desk: Any) -> None:
    number = desk.register()
    asked = ("answer_by=2026-03-20", "defects=不明|请写明")
    desk.record(number, "clarification_asked", "2026-03-03", *asked)
    desk.record(number, "clarified", "2026-03-09")
    assert "再次" in desk.refused("record", number, "clarification_asked", "--on", "2026-03-09", *asked)


def test_a_late_clarification_needs_its_reason_and_stops_nothing(desk: Any) -> None:
    number = desk.register()
    asked = ("answer_by=2026-03-27", "defects=不明|请写明")
    desk.on("2026-03-12")
    assert "late_reason" in desk.refused(
        "record", number, "clarification_asked", "--on", "2026-03-12", *asked
    )
    late = desk.record(number, "clarification_asked", "2026-03-12", *asked, "late_reason=移送延误")
    assert (late["state"], late["due"], late["problems"]) == ("open", "2026-03-30", 1)


def test_a_late_reply_is_recorded_and_shown_as_a_problem(desk: Any) -> None:
    number = desk.register()
    desk.on("2026-03-31")
    assert "--confirm" in desk.refused(*reply(number, "2026-03-31"))
    result = desk.done(*reply(number, "2026-03-31"), "--confirm", "核对名单多用一日，立即发出")
    assert "逾期" in result.out
    shown = desk.data("show", number)
    assert (shown["state"], shown["in_time"]) == ("replied", False)
    assert "晚于" in shown["problems"][0]["what"]
    assert "晚于" in desk.done("show", number).out


def test_after_the_close_nothing_is_decided_again(desk: Any) -> None:
    number = desk.register()
    desk.done(*reply(number, "2026-03-02"))
    assert "已答复" in desk.refused(*reply(number, "2026-03-02"))
    assert "已答复" in desk.refused("record", number, "extended", "--on", "2026-03-02", "days=20", BY, REASON)
    desk.record(number, "noted", "2026-03-02", "text=申请人来电")


def test_a_lapse_needs_proof_of_service_and_the_named_day_to_be_past(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "clarification_asked", "2026-03-03", "answer_by=2026-03-20", "defects=不明|请写明")
    lapse = ("no_good_reason=是", BY)
    desk.on("2026-03-23")
    assert "送达" in desk.refused("record", number, "clarification_lapsed", "--on", "2026-03-23", *lapse)
    desk.record(number, "clarification_served", "2026-03-05", day="2026-03-23")
    assert "尚未届满" in desk.refused("record", number, "clarification_lapsed", "--on", "2026-03-20", *lapse)
    done = desk.record(number, "clarification_lapsed", "2026-03-23", *lapse)
    assert (done["state"], done["line"]) == ("abandoned", "三（六）1")


def test_nothing_that_is_still_to_come_can_be_recorded(desk: Any) -> None:
    number = desk.register()
    assert "将来" in desk.refused("record", number, "noted", "--on", "2026-03-03", "text=明天")
    assert "将来" in desk.refused(*reply(number, "2026-03-03"))
    said = desk.refused("register", "--channel", "in_person", "--arrived", "2026-03-03", "--kind", "other",
                        "--name", "甲", "--request", "乙")  # fmt: skip
    assert "今天" in said


def test_a_reply_before_the_receipt_is_refused(desk: Any) -> None:
    number = desk.register()
    assert "早于收到申请之日" in desk.refused(*reply(number, "2026-03-01"))


def test_a_release_needs_the_secrecy_review(desk: Any) -> None:
    number = desk.register()
    facts = ("facts=有", "supplied=方案", "form=纸质", "delivery=邮寄")
    act = (
        "reply",
        number,
        "disclosed",
        "--on",
        "2026-03-02",
        "--service",
        "post",
        "--approved-by",
        "周明远",
        *facts,
    )
    assert "secrecy_reviewed" in desk.refused(*act)
    desk.record(number, "secrecy_reviewed", "2026-03-02", "reviewer=陈立新", "cleared=否")
    assert "保密审查" in desk.refused(*act)


@pytest.mark.parametrize("missing", ["--on", "--service", "--approved-by"])
def test_a_reply_has_no_default_for_its_day_its_service_and_its_signer(desk: Any, missing: str) -> None:
    number = desk.register()
    words = list(reply(number, "2026-03-02"))
    place = words.index(missing)
    assert missing in desk.refused(*words[:place], *words[place + 2 :])


def test_a_reply_lacking_what_its_ground_must_state_names_all_of_it(desk: Any) -> None:
    number = desk.register()
    said = desk.refused("reply", number, "refused_internal", "--on", "2026-03-02", "--service", "post",
                        "--approved-by", "周明远")  # fmt: skip
    assert all(name in said for name in ("which", "facts", "reason", "not_severable"))


@pytest.mark.parametrize("outcome", ["三（四）1", "予以", "withdrawn", "逾期不补正", "", "三（九）9"])
def test_a_result_that_is_none_or_not_one_is_refused(desk: Any, outcome: str) -> None:
    number = desk.register()
    desk.refused(
        "reply", number, outcome, "--on", "2026-03-02", "--service", "post", "--approved-by", "周明远"
    )


# --- the letter says what the case says ----------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        "applicant=另一个人", "agency=另一个机关", "head=另一个机关", "number=另一个号", "request=另一个内容",
        "office=别处", "contact=别处", "you=尔", "channel=别的", "received_on=2020-01-01", "ground_place=第一条",
        "remedy=不得复议", "doc_number=一号", "consultation=无",
    ],
)  # fmt: skip
def test_no_fact_typed_with_a_reply_can_stand_in_for_one_of_the_case(desk: Any, fact: str) -> None:
    number = desk.register()
    assert fact.partition("=")[0] in desk.refused(*reply(number, "2026-03-02", fact))


def test_a_fact_that_the_ground_does_not_know_is_refused(desk: Any) -> None:
    number = desk.register()
    assert "resaon" in desk.refused(*reply(number, "2026-03-02", "resaon=写错的名称"))


@pytest.mark.parametrize("day", ["2023-12-31", "2026-03-01"])
def test_a_reply_cannot_be_dated_before_the_receipt(desk: Any, day: str) -> None:
    # a letter dated before 2024 would also promise a remedy that the law no longer gives
    number = desk.register()
    desk.refused(*reply(number, "2026-03-02", "--signed-on", day))


def test_a_reply_cannot_be_signed_after_it_was_sent(desk: Any) -> None:
    number = desk.register()
    desk.on("2026-03-10")
    desk.refused(*reply(number, "2026-03-05", "--signed-on", "2026-03-06"))


def test_a_letter_cannot_be_dated_before_the_receipt(desk: Any) -> None:
    number = desk.register()
    desk.refused(
        "letter", number, "receipt", "--issue", "--approved-by", "周明远", "--signed-on", "1999-01-01"
    )


def test_a_reply_whose_letter_cannot_be_saved_is_not_recorded(desk: Any) -> None:
    number = desk.register()
    desk.refused("reply", number, "refused_internal", "--on", "2026-03-02", "--service", "post", "--approved-by",
                 "周明远", *REFUSED, "-o", "config.toml")  # fmt: skip


def test_a_letter_that_cannot_be_saved_is_not_issued(desk: Any) -> None:
    number = desk.register()
    desk.refused("letter", number, "receipt", "--issue", "--approved-by", "周明远", "-o", "config.toml")


# --- wrong entries and two clerks ----------------------------------------------------------------


def test_a_wrong_entry_is_struck_with_a_reason_and_history_keeps_it(desk: Any) -> None:
    number = desk.register()
    desk.record(number, "extended", "2026-03-10", "days=20", BY, REASON)
    struck = desk.record(
        number, "struck", "2026-03-10", "sequence=3", "reason=登记在了另一件申请上", "struck_by=王芳"
    )
    assert struck["due"] == "2026-03-30"
    assert [entry["event"] for entry in desk.data("show", number)["history"]] == [
        "received", "registered", "extended", "struck",
    ]  # fmt: skip
    assert "已划去" in desk.done("show", number).out
    assert desk.record(number, "extended", "2026-03-10", "days=10", BY, REASON)["due"] == "2026-04-14"


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (("sequence=1", "reason=错", "struck_by=王芳"), "不能划去"),
        (("sequence=2", "reason=错", "struck_by=王芳"), "不能划去"),
        (("sequence=0", "reason=错", "struck_by=王芳"), "0"),
        (("sequence=-1", "reason=错", "struck_by=王芳"), "-1"),
        (("sequence=99", "reason=错", "struck_by=王芳"), "99"),
        (("sequence=999999999999999", "reason=错", "struck_by=王芳"), "999999999999999"),
        (("sequence=3",), "理由"),
        (("reason=错", "struck_by=王芳"), "sequence"),
    ],
    ids=str,
)
def test_a_strike_names_an_entry_a_reason_and_a_person(desk: Any, facts: tuple[str, ...], said: str) -> None:
    number = desk.register(handler="王芳")
    assert said in desk.refused("record", number, "struck", "--on", "2026-03-02", *facts)


def test_an_entry_is_struck_only_once(desk: Any) -> None:
    number = desk.register(handler="王芳")
    strike = ("sequence=3", "reason=错", "struck_by=王芳")
    desk.record(number, "struck", "2026-03-02", *strike)
    assert "一次" in desk.refused("record", number, "struck", "--on", "2026-03-02", *strike)


def test_the_slower_of_two_clerks_is_told_who_wrote_what(desk: Any) -> None:
    number = desk.register()
    desk.data("record", number, "noted", "--on", "2026-03-02", "text=一", "--seen", "2", "--by", "陈静")
    said = desk.refused("record", number, "noted", "--on", "2026-03-02", "text=二", "--seen", "2")
    assert "陈静" in said
    assert "记事" in said
    desk.data("record", number, "noted", "--on", "2026-03-02", "text=二", "--seen", "3")


@pytest.mark.parametrize("seen", ["99", "-1", "x", "１.5"])
def test_nobody_can_have_seen_a_number_of_entries_that_there_never_was(desk: Any, seen: str) -> None:
    number = desk.register()
    desk.refused("record", number, "noted", "--on", "2026-03-02", "text=一", "--seen", seen)


def test_of_several_facts_in_a_file_all_are_recorded_or_none(desk: Any) -> None:
    number = desk.register()
    good = '{"event": "noted", "on": "2026-03-02", "text": "一"}'
    bad = '{"event": "extended", "on": "2026-03-02", "days": 30}'
    desk.refused("record", number, "--from", "-", typed=f"[{good}, {bad}]")
    assert desk.data("record", number, "--from", "-", typed=f"[{good}, {good}]")["seq"] == 4


def test_a_wrong_receipt_is_corrected_with_reason_and_person(desk: Any) -> None:
    number = desk.register(arrived="2026-02-27")
    assert "reason" in desk.refused("record", number, "receipt_corrected", "--on", "2026-02-28",
                                    "channel=signed_post")  # fmt: skip
    answer = desk.record(number, "receipt_corrected", "2026-02-28", "channel=signed_post", "reason=邮戳看错",
                         "corrected_by=王芳", day="2026-03-02")  # fmt: skip
    assert (answer["received"], answer["due"]) == ("2026-02-28", "2026-03-27")


# --- what a new user stumbled over ---------------------------------------------------------------
def test_a_name_registered_wrongly_is_corrected_without_guessing_a_row(desk: Any) -> None:
    number = desk.register(name="韩海")
    said = desk.refused(
        "record", number, "registration_corrected", "--on", "2026-03-02", "applicant=1", "reason=错字"
    )
    assert "name=" in said
    desk.done("record", number, "registration_corrected", "--on", "2026-03-02", "name=欧阳梅", "reason=错字")
    assert desk.data("show", number)["applicant"].startswith("欧")


@pytest.mark.parametrize("detail", ["name=", "name=\u200b", "name=甲\x07", "email=无", "telephone= "])
def test_a_correction_is_checked_as_a_registration_is(desk: Any, detail: str) -> None:
    number = desk.register()
    desk.refused("record", number, "registration_corrected", "--on", "2026-03-02", detail, "reason=错字")


def test_a_correction_answers_in_json_too(desk: Any) -> None:
    number = desk.register()
    answer = desk.data(
        "record", number, "registration_corrected", "--on", "2026-03-02", "name=欧阳梅", "reason=错字"
    )
    assert answer["number"] == desk.data("show", number)["number"]


def test_a_letter_is_issued_once_and_a_draft_is_called_a_draft(desk: Any) -> None:
    number = desk.register()
    draft = desk.data("letter", number, "receipt", "-o", "out")
    assert all(path.endswith(("（稿）.pdf", "（稿）.docx")) for path in draft["files"])
    issued = desk.data("letter", number, "receipt", "--issue", "--approved-by", "周明远", "-o", "out")
    assert all("稿" not in path for path in issued["files"])
    again = desk.refused("letter", number, "receipt", "--issue", "--approved-by", "周明远", "-o", "out")
    assert "已经签发" in again
    assert "--approved-by" in desk.refused("letter", number, "receipt", "--issue", "-o", "out")


def test_a_letter_that_does_not_fit_the_reply_says_so(desk: Any) -> None:
    number = desk.register()
    desk.done(*reply(number, "2026-03-02"))
    assert "不是该申请的答复书" in desk.refused("letter", number, "disclosed", "-o", "out")


def test_channels_may_be_named_as_ledgers_name_them(desk: Any) -> None:
    said = desk.done(
        "register",
        "--channel",
        "邮寄",
        "--arrived",
        "今天",
        "--kind",
        "自然人",
        "--name",
        "赵",
        "--request",
        "甲",
    )
    assert "签收之日" in said.out
