"""Receipt, clarification, extension, explanation, delay, erratum: what each must say, and when it is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.desk.letters.drafting import (
    BUREAU,
    COMPANY,
    NAMES,
    PERSON,
    REQUEST,
    altered,
    and_then,
    by_company,
    clarified,
    drafted,
    jointly,
    missing,
    of,
    sample,
    text,
    with_log,
    without,
)

from foidesk import content
from foidesk.desk import catalogue
from foidesk.errors import DeskError
from foidesk.paper import wording
from foidesk.paper.form import Style
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Channel, Consulted
from foidesk.rules.workdays import Calendar

KINDS = ("receipt", "clarification", "extension", "explanation", "delay", "erratum")
REGULATION = "《中华人民共和国政府信息公开条例》"


def day(month: int, of_month: int) -> date:
    return date(2026, month, of_month)


# --- what all of them have in common ---------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_on_the_way_to_the_reply_carries_no_remedy(kind: str) -> None:
    assert not re.search("复议|诉讼|起诉|法院", text(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_wording_states_what_the_law_wants_of_it(kind: str) -> None:
    template = catalogue.template(kind)
    assert template.must
    assert wording.lacking(template, template) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "erratum"])
def test_it_begins_with_the_application_in_the_applicants_own_words(kind: str) -> None:
    letter = drafted(sample(kind), kind)
    assert letter.number.startswith("芙政公开〔2026〕第31号-")
    assert [b.text for b in of(letter, Style.ADDRESSEE)] == [f"{NAMES[PERSON]}："]
    first = of(letter, Style.BODY)[0].text
    assert "于2026年3月2日收到您以互联网方式提出的政府信息公开申请" in first
    assert "申请编号为芙政公开〔2026〕第31号" in first
    assert f"“{REQUEST}”" in first


@pytest.mark.parametrize("kind", KINDS)
def test_a_company_is_addressed_as_such_and_joint_applicants_together(kind: str) -> None:
    own = sample(kind)
    alone = text(kind, by_company(own))
    assert f"{NAMES[COMPANY]}：" in alone
    assert "你单位" in alone
    if kind not in ("explanation", "delay"):  # there the recorded figures themselves say 您
        assert "您" not in alone
    together = text(kind, jointly(own))
    assert f"{NAMES[PERSON]}、{NAMES[COMPANY]}：" in together
    assert "你们" in together


@pytest.mark.parametrize("kind", ["extension", "explanation"])
def test_after_a_clarification_the_clarified_request_stands_in_the_letter(kind: str) -> None:
    assert "补正后的内容" not in text(kind)
    said = text(kind, clarified(sample(kind), day(3, 10)))
    assert (
        "本机关于2026年3月10日收到补正的申请，补正后的内容为：“荷花园小区东区改造项目的初步设计批复”" in said
    )


# --- receipt -------------------------------------------------------------------------------------
def test_a_receipt_tells_the_day_its_ground_the_papers_and_when_and_how_the_reply_comes() -> None:
    said = text("receipt")
    assert (
        f"根据{REGULATION}（以下简称《条例》）第三十一条第（三）项的规定，以双方确认之日为收到申请之日"
        in said
    )
    assert "1. 政府信息公开申请表1份\n2. 居民身份证复印件1份" in said
    assert "《条例》第三十三条第二款" in said
    assert "20个工作日内答复您，收到当日不计入，答复期限至2026年3月30日届满" in said
    assert "按照您要求的方式（纸质）" in said
    assert "征求意见所需时间不计算在答复期限内" in said
    assert "书面告知" not in said  # nothing obliges the agency to tell of a consultation
    assert "《条例》第四十五条" in said


def test_a_receipt_can_do_without_papers_and_without_a_way_of_getting_the_information() -> None:
    bare = replace(altered(sample("receipt"), ev.Registered, form=None), stated={})
    said = text("receipt", bare)
    assert "材料" not in said
    assert "您没有写明获取信息的方式，可以在答复前告知本机关" in said


def test_a_receipt_tells_the_day_of_arrival_where_it_is_not_that_of_receipt() -> None:
    own = sample("receipt")
    assert "到达本机关" not in text("receipt")
    log = [
        replace(e, on=day(3, 7), channel=Channel.EMAIL)
        if isinstance(e, ev.Received)
        else replace(e, on=day(3, 9))
        for e in own.case.log
    ]
    said = text("receipt", with_log(own, log))
    assert "本机关于2026年3月9日收到您以电子邮件方式提出的" in said
    assert "该申请于2026年3月7日到达本机关。根据" in said
    assert said.count("第三十一条") == 1
    assert "至2026年4月7日届满" in said  # 20 working days after 9 March, Monday 6 April off


def test_an_ordinary_letter_without_confirmation_has_no_receipt_yet() -> None:
    posted = altered(sample("receipt"), ev.Received, channel=Channel.ORDINARY_POST)
    lacking = missing("receipt", without(posted, ev.ReceiptConfirmed))
    assert {"收到申请之日", "答复期限届满日"} <= set(lacking)


def test_a_receipt_of_a_part_tells_of_the_application_it_was_split_from() -> None:
    assert "分别登记" not in text("receipt")
    split = altered(sample("receipt"), ev.Registered, split_from="芙政公开〔2026〕第30号")
    said = text("receipt", split)
    assert "提出了数项申请，本机关分别登记、分别计算期限、分别答复" in said
    assert "编号为芙政公开〔2026〕第30号" in said


@pytest.mark.parametrize("kind", ["receipt", "extension"])
def test_a_day_counted_through_a_year_without_a_notice_is_said_to_be_provisional(kind: str) -> None:
    own = sample(kind)
    assert "尚未公布" not in text(kind)
    blind = Calendar([notice for notice in content.notices() if notice.year < 2026])
    said = text(kind, with_log(own, list(own.case.log), blind))
    assert "2026年的放假安排尚未公布" in said
    assert "本机关另行告知" in said


# --- clarification -------------------------------------------------------------------------------
def test_a_request_for_clarification_names_each_defect_with_its_cure_the_last_day_and_both_outcomes() -> None:
    said = text("clarification")
    assert "第二十九条第二款规定了政府信息公开申请应当包括的内容。经审查，您的申请有下列事项需要补正" in said
    assert "申请内容不明确" not in said  # untrue where an identity document or a power is wanting
    assert "一次性告知" in said
    assert re.search("（一）申请所称“荷花园片区”没有写明.*补正方法：请写明需要哪一个小区", said)
    assert re.search("（二）申请没有写明竣工验收备案文件的范围.*补正方法：请写明需要备案表", said)
    assert "在2026年3月30日以前（含当日）提交补正后的申请" in said
    assert "xxgk@furong.example.cn" in said
    assert "答复期限自收到补正的申请之日起重新计算" in said
    assert "无正当理由逾期不补正的，根据《条例》第三十条的规定，视为放弃申请" in said
    assert said.index("需要补正的事项") < said.index("补正期限和方式") < said.index("补正与否的后果")


def test_the_form_to_mend_it_is_attached_with_the_same_defects() -> None:
    letter = drafted(sample("clarification"), "clarification")
    assert [b.text for b in of(letter, Style.ATTACHMENTS)] == ["附件：政府信息公开申请补正表"]
    assert [b.text for b in of(letter, Style.ATTACHED)] == ["政府信息公开申请补正表"]
    about, defects, signature = of(letter, Style.TABLE)
    assert about.rows == (("申请人姓名或者名称", NAMES[PERSON]), ("申请编号", "芙政公开〔2026〕第31号"))
    told = [re.sub("补正方法：.*", "", b.text) for b in of(letter, Style.BODY) if b.text.startswith("（")]
    assert [f"（{'一二'[n]}）{row[1]}" for n, row in enumerate(defects.rows[1:])] == told
    assert all(row[2] == "" for row in defects.rows[1:])
    assert [row[0] for row in signature.rows] == ["申请人签名或者盖章", "填写日期"]


def test_a_late_request_neither_restarts_the_period_nor_threatens_with_abandonment() -> None:
    late = altered(
        sample("clarification"),
        ev.ClarificationAsked,
        on=day(3, 16),
        answer_by=day(3, 25),
        late_reason="补正事项在查找中才发现",
    )
    said = text("clarification", late)
    assert "答复期限不因补正而中断或者重新计算，仍至2026年3月30日届满" in said
    assert "不补正的，不视为放弃申请" in said
    assert "起重新计算" not in said
    assert "不再处理" not in said
    assert "不视为放弃" not in text("clarification")


def test_a_request_without_a_last_day_or_without_a_cure_is_refused() -> None:
    own = sample("clarification")
    assert missing("clarification", altered(own, ev.ClarificationAsked, answer_by=None)) == (
        "补正期限的最后一日",
    )
    [lack] = missing(
        "clarification", altered(own, ev.ClarificationAsked, defects="范围不明|请写明\n年度不明")
    )
    assert "怎样补正" in lack
    assert "第2项不完整" in lack


# --- extension -----------------------------------------------------------------------------------
def test_an_extension_tells_the_old_day_the_reason_who_agreed_and_the_new_day() -> None:
    letter = drafted(sample("extension"), "extension")
    said = letter.text
    assert "答复期限原至2026年3月30日届满" in said
    assert "2卷正在进行档案数字化" in said
    assert f"根据{REGULATION}第三十三条第二款的规定" in said
    assert "经本机关政府信息公开工作机构负责人同意，答复期限延长20个工作日，至2026年4月28日届满" in said
    assert said.index("2026年3月30日届满") < said.index("档案数字化") < said.index("2026年4月28日")
    assert [b.name for b in letter.blocks if b.free] == ["reason"]


def test_only_the_reason_of_an_extension_can_be_rewritten() -> None:
    own = sample("extension")
    assert "另有3卷待核" in drafted(own, "extension", {"reason": "另有3卷待核。"}).text
    with pytest.raises(DeskError, match="不能改写：decision"):
        drafted(own, "extension", {"decision": "答复期限延长60个工作日。"})


def test_after_a_clarification_the_extension_starts_from_the_restarted_period() -> None:
    said = text("extension", clarified(sample("extension"), day(3, 13)))
    assert "原至2026年4月13日届满" in said  # 20 working days after 13 March
    assert "至2026年5月13日届满" in said  # 20 more; 1 to 5 May off, Saturday 9 May worked


def test_more_days_than_the_law_gives_are_told_as_the_law_gives_them() -> None:
    said = text("extension", altered(sample("extension"), ev.Extended, days=40))
    assert "延长20个工作日，至2026年4月28日届满" in said


def test_an_extension_told_too_late_or_without_a_reason_is_refused() -> None:
    own = sample("extension")
    with pytest.raises(DeskError, match="没有产生效力") as refused:
        drafted(altered(own, ev.Extended, on=day(3, 31)), "extension")
    assert "2026年3月30日" in (refused.value.why or "")
    assert missing("extension", altered(own, ev.Extended, reason=None)) == ("延长答复期限的具体理由",)


def test_an_extension_during_a_consultation_says_that_its_day_is_the_latest() -> None:
    own = sample("extension")
    assert "征求意见" not in text("extension")
    asked = ev.ConsultationSent(on=day(3, 10), id="甲", to=Consulted.THIRD_PARTY, party=COMPANY)
    consulted = and_then(own, asked, ev.ConsultationServed(on=day(3, 12), id="甲"))
    said = text("extension", consulted)
    assert "根据《条例》第三十三条第三款的规定，征求意见所需时间不计入答复期限" in said
    assert "提前收到意见的，答复期限相应提前届满" in said
    assert "原至2026年4月21日届满" in said  # 15 working days after 12 March are left out
    answered = and_then(consulted, ev.ConsultationAnswered(on=day(3, 20), id="甲", consents=True))
    assert "提前届满" not in text("extension", answered)


# --- explanation ---------------------------------------------------------------------------------
def test_a_request_to_explain_tells_the_figures_what_to_explain_by_when_and_what_follows() -> None:
    said = text("explanation")
    assert "2025年12月1日至2026年3月2日，您向本机关提出政府信息公开申请47件" in said
    assert "数量、频次明显超过合理范围" in said
    assert "第三十五条" in said
    assert "在2026年3月25日以前（含当日）提交书面说明" in said
    assert "确定延迟答复的合理期限" in said
    assert "告知您不予处理" in said
    assert "不影响答复期限的计算，该申请的答复期限至2026年3月30日届满" in said


def test_nothing_is_said_of_the_period_while_none_runs() -> None:
    asked = ev.ClarificationAsked(on=day(3, 9), answer_by=day(3, 30), defects="小区不明|请写明小区")
    assert "不影响答复期限" not in text("explanation", and_then(sample("explanation"), asked))


def test_a_request_to_explain_without_figures_or_a_day_is_refused() -> None:
    bare = altered(sample("explanation"), ev.ExplanationAsked, figures=None, answer_by=None)
    assert missing("explanation", bare) == ("申请的数量、频次和期间", "说明理由的最后一日")


# --- delay ---------------------------------------------------------------------------------------
def test_a_delay_tells_the_explanation_the_reason_and_the_period_with_its_dates() -> None:
    said = text("delay")
    assert "于2026年3月11日要求您说明理由，并于2026年3月18日收到您的说明" in said
    assert "本机关认为您的理由合理" in said
    assert "原至2026年3月30日届满" in said
    assert "每周可以完成约25卷" in said
    assert "自2026年3月31日起至2026年6月30日" in said
    assert "第三十五条" in said


def test_a_delay_without_an_explanation_or_on_the_due_day_is_refused() -> None:
    own = sample("delay")
    for void in (without(own, ev.ExplanationGiven), altered(own, ev.DelayAnnounced, on=day(3, 30))):
        with pytest.raises(DeskError, match="没有产生效力"):
            drafted(void, "delay")


# --- erratum -------------------------------------------------------------------------------------
def test_an_erratum_names_the_letter_and_each_change_and_touches_nothing_else() -> None:
    letter = drafted(sample("erratum"), "erratum")
    assert (
        "2026年3月20日向您制发的《政府信息公开申请答复书》（芙政公开〔2026〕第31号-答）存在文字差错"
        in letter.text
    )
    [table] = of(letter, Style.TABLE)
    assert table.rows[0] == ("序号", "位置", "原文", "更正为")
    assert table.rows[1][2:] == ("芙发改〔2023〕14号", "芙发改〔2023〕41号")
    assert len(table.rows) == 3
    assert "只涉及文字差错" in letter.text
    assert "所作的决定及其依据均不改变" in letter.text


def test_an_erratum_needs_an_issued_letter_complete_changes_and_a_date() -> None:
    own = sample("erratum")
    with pytest.raises(DeskError, match="没有签发过") as refused:
        drafted(replace(own, about="芙政公开〔2026〕第31号-延"), "erratum")
    assert "芙政公开〔2026〕第31号-答" in (refused.value.why or "")
    assert "更正的内容" in missing("erratum", replace(own, stated={}))[0]
    [lack] = missing("erratum", replace(own, stated={"changes": "正文第一段｜3月"}))
    assert "第1项不完整" in lack
    assert missing("erratum", replace(own, signed_on=None)) == ("成文日期",)


def test_an_erratum_to_a_consulted_party_never_names_the_applicant() -> None:
    own = sample("erratum")
    asked = ev.ConsultationSent(on=day(3, 10), id="甲", to=Consulted.THIRD_PARTY, party=COMPANY)
    other = ev.ConsultationSent(on=day(3, 10), id="乙", to=Consulted.OTHER_AGENCY, party=BUREAU)
    number = "芙政公开〔2026〕第31号-征"
    sent = ev.LetterIssued(on=day(3, 10), kind="third_party", doc_number=number)
    said = text("erratum", replace(and_then(own, asked, other, sent), about=number))
    assert f"{NAMES[COMPANY]}：" in said
    assert f"向你单位制发的《{catalogue.template('third_party').title}》（{number}）" in said
    assert NAMES[PERSON] not in said
    assert "荷花园" not in said
    nobody = replace(asked, party=None)
    refused = replace(and_then(own, nobody, other, sent), about=number)
    assert missing("erratum", refused)[0] == "收件人姓名或者名称"
