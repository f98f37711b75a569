"""Letters that give, send elsewhere or do not process: what each must state beyond its article."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.desk.letters.decided import stating

from foidesk.paper.form import Style
from foidesk.rules import events as ev

from tests.desk.letters.drafting import NAMES, COMPANY, altered, drafted, missing, of, sample, text, without  # isort: skip

NUMBER = "芙政公开〔2026〕第31号"


# --- given ---------------------------------------------------------------------------------------
def test_what_is_given_is_listed_with_its_form_way_and_attachments() -> None:
    letter = drafted(sample("disclosed"), "disclosed")
    assert "3. 《荷花园片区老旧小区改造项目竣工验收备案表》（芙住建备〔2025〕9号）" in letter.text
    assert "上述信息以纸质复印件形式、邮寄方式提供。" in letter.text
    assert len(letter.attachments) == 3


def test_instead_of_the_information_the_way_path_and_time_may_be_told() -> None:
    told = stating("disclosed", supplied=None, form=None, delivery=None, attachments=None, way="现场查阅",
                   path="政务服务大厅二楼查阅点", time="2026年3月23日至4月3日的工作日")  # fmt: skip
    said = text("disclosed", told)
    for line in (
        "方式：现场查阅。",
        "途径：政务服务大厅二楼查阅点。",
        "时间：2026年3月23日至4月3日的工作日。",
    ):
        assert f"\n{line}\n" in said
    assert "现向您提供" not in said


def test_what_is_public_already_is_shown_by_its_exact_place() -> None:
    said = text("already_public")
    assert "栏目" in said
    assert re.search(r"https://www\.furong\.example\.cn/zwgk/zdxm/202307/t20230718_41\.html\n", said)


# --- elsewhere -----------------------------------------------------------------------------------
def test_an_enquiry_names_the_special_law_the_window_and_the_papers() -> None:
    said = text("special_query")
    assert "《不动产登记暂行条例》第二十七条有特别规定" in said
    assert "办理窗口：长沙市不动产登记中心" in said
    assert "所需材料：查询申请书；申请人身份证明；与查询的不动产存在权利关系或者利害关系的证明。" in said


def test_an_archive_is_named_with_the_day_of_transfer() -> None:
    said = text("archive")
    assert "于2019年11月26日移交长沙市芙蓉区档案馆（" in said
    assert "《中华人民共和国档案法》第二十八条" in said
    assert "电话0731-80000011" in said


def test_another_agency_is_named_with_address_and_telephone_or_said_to_be_unknown() -> None:
    said = text("not_ours")
    assert "负责公开该信息的机关是：长沙市发展和改革委员会（" in said
    assert "您可以向上述机关提出申请。" in said
    assert "本机关不能确定负责公开该信息的行政机关。" in text(
        "not_ours", stating("not_ours", right_agency=None)
    )


def test_party_information_says_why_the_regulation_does_not_govern_it_and_where_to_turn() -> None:
    said = text("party_information")
    assert (
        said.index("其公开不适用《条例》")
        < said.index("由中共长沙市芙蓉区委员会制作")
        < said.index("可以通过下列渠道办理")
    )


# --- not there -----------------------------------------------------------------------------------
def test_a_search_is_told_place_by_place_with_terms_searcher_and_day() -> None:
    [table] = of(drafted(sample("not_held"), "not_held"), Style.TABLE)
    assert table.rows[0] == ("检索范围", "检索词", "检索人", "检索日期")
    assert table.rows[3] == ("区发展和改革局项目审批系统", "荷花园片区", "丁旻晔", "2026年3月9日")
    assert len(table.rows) == 4


def test_a_search_ends_in_the_word_of_the_law_and_the_reason_follows() -> None:
    said = text("not_held")
    assert (
        said.index("均没有该信息")
        < said.index("该政府信息不存在。")
        < said.index("未列入本区老旧小区改造计划")
    )


def test_a_hint_is_given_only_where_there_is_one() -> None:
    assert "您可以查阅" in text("not_held")
    assert "您可以查阅" not in text("not_held", stating("not_held", hint=None))


def test_no_search_no_letter() -> None:
    [told] = missing("not_held", without(sample("not_held"), ev.SearchRecorded))
    assert told.startswith("检索情况")


def test_what_would_have_to_be_made_says_why() -> None:
    said = text("to_be_made")
    rule = "除依照第三十七条的规定能够作区分处理的外，需要行政机关对现有政府信息进行加工、分析的，行政机关可以不予提供"
    part = "不存在可以从现有信息中区分出来直接提供的部分"
    places = [said.index(each) for each in (rule, "需要逐份辨认报修单所属楼栋", part)]
    assert places == sorted(places)
    assert "不属于能够作区分处理的情形" in said
    assert part not in text("to_be_made", stating("to_be_made", not_severable=None))


# --- unclear -------------------------------------------------------------------------------------
def test_what_is_still_unclear_follows_request_notice_and_answer() -> None:
    said = text("still_unclear")
    parts = ("“荷花园那几栋楼改造的材料”", f"于2026年3月6日作出《政府信息公开申请补正告知书》（{NUMBER}-补）",
             "于2026年3月18日收到补正的申请", "“就是荷花园前面改过的那几栋", "补正后仍不明确", "仍没有写明楼栋")  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)


def test_a_notice_that_was_not_issued_here_is_told_by_its_day_alone() -> None:
    said = text("still_unclear", without(sample("still_unclear"), ev.LetterIssued))
    assert "本机关于2026年3月6日一次性告知您补正的事项和期限。" in said
    assert "补正告知书" not in said


def test_without_a_clarification_nothing_can_be_still_unclear() -> None:
    told = missing("still_unclear", without(sample("still_unclear"), ev.Clarified))
    assert "收到补正的申请之日" in told


# --- not processed -------------------------------------------------------------------------------
def test_a_petition_is_shown_the_right_way_and_told_why() -> None:
    said = text("petition")
    assert said.index("其内容属于投诉、举报。") < said.index(
        "您可以通过下列渠道办理：向长沙市芙蓉区住房和城乡建设局"
    )


def test_no_finding_on_a_petition_or_an_earlier_reply_is_made_by_the_wording() -> None:
    bare = text("petition", stating("petition", reason=None))
    decided = "现告知您：上述内容不作为政府信息公开申请处理。\n您可以通过下列渠道办理"
    assert decided in bare
    assert "理由如下" not in bare
    plain = text("repeat", stating("repeat", reason=None, facts=None))
    assert "仍然有效" not in plain
    assert "不予重复处理。\n您如对本告知书不服" in plain


def test_several_ways_become_one_sentence() -> None:
    told = stating("petition", right_way="向信访局提出；\n向市场监督管理局举报。")
    assert "您可以通过下列渠道办理：向信访局提出；向市场监督管理局举报。\n" in text("petition", told)


@pytest.mark.parametrize("written", ["2025-12-03", "2025年12月3日", "2025/12/3", "2025年12月03日"])
def test_an_earlier_reply_is_named_by_number_and_day_however_the_day_was_typed(written: str) -> None:
    said = text("repeat", stating("repeat", earlier_date=written))
    assert "本机关于2025年12月3日作出答复（文号：芙政公开〔2025〕第112号-答）" in said


def test_a_publication_is_told_where_to_get_it() -> None:
    said = text("publication")
    assert "\n查阅：芙蓉区图书馆地方文献阅览室" in said
    assert "\n购买：" in said


def test_mass_applications_are_told_counts_question_answer_and_why_it_is_not_reasonable() -> None:
    said = text("mass")
    parts = ("提出政府信息公开申请86件", f"于2026年3月6日作出《政府信息公开申请说明理由通知书》（{NUMBER}-理）", "在2026年3月16日以前（含当日）说明理由",
             "该通知书于2026年3月9日送达你单位。", "你单位于2026年3月13日说明的理由为：“了解市场情况”。", "申请理由不合理",
             "没有指明与哪一项目")  # fmt: skip
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    assert NAMES[COMPANY] in said


def test_no_explanation_is_told_as_none() -> None:
    said = text("mass", without(sample("mass"), ev.ExplanationGiven))
    assert "你单位在该期限内没有说明理由。" in said
    assert "说明的理由为" not in said


def test_an_explanation_is_quoted_and_its_notice_was_served() -> None:
    unquoted = altered(sample("mass"), ev.ExplanationGiven, explanation=None)
    assert missing("mass", unquoted) == ("申请人说明的理由",)
    assert missing("mass", without(sample("mass"), ev.ExplanationServed)) == ("说明理由通知送达之日",)


def test_without_the_question_there_is_no_such_letter() -> None:
    told = missing(
        "mass", without(sample("mass"), ev.ExplanationAsked, ev.ExplanationServed, ev.ExplanationGiven)
    )
    assert {"要求说明理由之日", "说明理由的最后一日"} <= set(told)
    unnamed = altered(sample("mass"), ev.ExplanationAsked, answer_by=None)
    assert missing("mass", unnamed) == ("说明理由的最后一日",)


def test_what_an_earlier_reply_of_ours_supplied_is_not_supplied_again() -> None:
    said = text("confirm_again")
    assert "本机关于2025年12月3日对您此前的申请作出答复（文号：芙政公开〔2025〕第112号-答）" in said
    assert "第三十六条第（六）项" in said
    assert "第二条" not in said


def test_a_confirmation_of_what_came_from_elsewhere_rests_on_article_2() -> None:
    elsewhere = stating("confirm_again", earlier_number=None, earlier_date=None,
                        supplied_before="该批复由您于2024年向长沙市芙蓉区发展和改革局领取")  # fmt: skip
    said = text("confirm_again", elsewhere)
    assert "第二条规定，政府信息是指" in said
    assert "该批复由您于2024年向长沙市芙蓉区发展和改革局领取。" in said
    assert "第三十六条" not in said
    assert "不予重复处理" not in said


def test_an_earlier_number_without_its_day_is_refused() -> None:
    told = stating("confirm_again", earlier_date=None)
    assert missing("confirm_again", told) == ("此前答复的日期",)


def test_the_day_of_the_letter_is_the_day_of_the_reply() -> None:
    assert drafted(sample("repeat"), "repeat").signed_on == date(2026, 3, 11)
