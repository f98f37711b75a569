"""A letter held against its case: every sample goes out, and each fault alone keeps it in the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.desk import catalogue
from foidesk.paper.check import Approver, check, refusals, warnings
from foidesk.paper.check.lettertext import squeezed
from foidesk.paper.form import Style
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import events as ev

from .held import AGENCY, adding, altered, held, matter, refused, sample, saying, warned

KINDS = catalogue.kinds()
FORMS = tuple(kind for kind in KINDS if catalogue.template(kind).form)
#: Whose samples rest on an earlier reply that a case alone does not hold.
RESTING = ("repeat", "confirm_again")
DAY = timedelta(days=1)

each_kind = pytest.mark.parametrize("kind", KINDS)


# --- what goes out ---------------------------------------------------------------------------------
@each_kind
def test_no_sample_letter_is_refused(kind: str) -> None:
    assert refused(*sample(kind)) == []


@each_kind
def test_only_an_unknown_earlier_reply_is_warned_of(kind: str) -> None:
    assert bool(warned(*sample(kind))) == (kind in RESTING)


def test_all_findings_come_at_once_each_with_reason_and_remedy() -> None:
    letter, against = sample("not_held")
    faulty = adding(saying(saying(letter, "欧阳", "欧陽"), "不存在", "暂无"), "收取复制费。")
    found = check(faulty, replace(against, approvers=(Approver("乙"),), remains=("第2页：13800000031",)))
    assert len(found) == len(set(found)) >= 5
    assert all(each.what and each.why and each.do for each in found)
    assert refusals(found) + warnings(found) == found


# --- to whom, number, signature, date, approval ----------------------------------------------------
FRAME = [
    ("disclosed", "欧阳喆堃：", "欧阳喆坤：", "主送“欧阳喆坤：”与登记的"),
    ("disclosed", "欧阳喆堃：", "欧阳喆堃:", "主送"),
    ("third_party", "湖南䶮源建设工程有限公司：", "湖南龚源建设工程有限公司：", "主送"),
    ("disclosed", "第31号-答", "第32号-答", "文号"),
    ("disclosed", "第31号-答", "第31号-不", "文号"),
    ("disclosed", "第31号-答", "第31号-答1", "文号"),
    ("disclosed", "第31号-答", "第31号-答02", "文号"),
    ("disclosed", "芙政公开〔2026〕第31号-答", "芙政公开[2026]第31号-答", "文号"),
    ("disclosed", "2026年3月20日", "2026年03月20日", "成文日期"),
    ("disclosed", "2026年3月20日", "2026年3月21日", "成文日期"),
]


@pytest.mark.parametrize(("kind", "old", "new", "what"), FRAME)
def test_the_frame_is_that_of_the_register(kind: str, old: str, new: str, what: str) -> None:
    letter, against = sample(kind)
    assert any(what in found for found in refused(saying(letter, old, new), against))


OPENING = [
    ("disclosed", "本机关于2026年3月2日收到", "本机关于2026年3月5日收到", "收到申请之日"),
    ("disclosed", "初步设计批复、概算批复及", "概算批复及", "申请公开的内容"),
]


@pytest.mark.parametrize(("kind", "old", "new", "what"), OPENING)
def test_the_application_is_told_as_registered(kind: str, old: str, new: str, what: str) -> None:
    letter, against = sample(kind)
    assert any(f"文书写明的{what}" in found for found in refused(saying(letter, old, new), against))


def test_a_request_of_several_lines_is_told_in_one() -> None:
    letter, against = held(
        altered("disclosed", ev.Registered, request="一、概算批复\n二、《验收 报告》"), "disclosed"
    )
    assert "一、概算批复 二、" in letter.text
    assert refused(letter, against) == []


def test_a_further_letter_of_the_same_suffix_bears_a_numeral() -> None:
    letter, against = sample("third_party")
    assert refused(saying(letter, "第31号-征", "第31号-征2"), against) == []


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_needs_neither_number_nor_signature_nor_date(kind: str) -> None:
    letter, against = sample(kind)
    assert not {b.style for b in letter.blocks} & {Style.NUMBER, Style.SIGNATURE, Style.DATE}
    assert refused(letter, against) == []


def test_the_signature_is_the_agencys_own_name() -> None:
    letter, against = sample("disclosed")
    office = tuple(
        replace(b, text="长沙市芙蓉区人民政府办公室") if b.style is Style.SIGNATURE else b
        for b in letter.blocks
    )
    assert any("署名" in found for found in refused(replace(letter, blocks=office), against))


def test_an_agency_answers_for_another_one_only_when_it_is_registered_for_it() -> None:
    bureau = "长沙市芙蓉区机关事务局"
    letter, against = held(altered("disclosed", ev.Registered, addressed_to=bureau), "disclosed")
    assert any(bureau in found for found in refused(letter, against))
    assert refused(letter, replace(against, signs_for=(bureau,))) == []
    own, as_own = held(altered("disclosed", ev.Registered, addressed_to=AGENCY.name), "disclosed")
    assert refused(own, as_own) == []


def test_who_approves_holds_the_role_that_day() -> None:
    letter, against = sample("disclosed")
    on = letter.signed_on

    def found(approver: str, *approvers: Approver) -> list[str]:
        return refused(letter, replace(against, approver=approver, approvers=approvers))

    term = Approver("周明远", on, on)
    assert found("周明远", term) == []
    assert found("周 明远", term) == []
    assert "没有登记" in found("李四", term)[0]
    assert "没有写明" in found("", term)[0]
    assert "不担任" in found("周明远", Approver("周明远", on + DAY, None))[0]
    assert "不担任" in found("周明远", Approver("周明远", None, on - DAY))[0]
    assert found("周明远", Approver("周明远", None, on - DAY), Approver("周明远", on, None)) == []


def test_where_no_approver_is_registered_nobodys_power_is_checked() -> None:
    letter, against = sample("disclosed")
    assert against.approvers == ()
    for name in ("周明远", "李四", ""):
        assert refused(letter, replace(against, approver=name)) == []


# --- words -----------------------------------------------------------------------------------------
DEAD = [
    ("您未说明生产、生活、科研等特殊需要。", "特殊需要"),
    ("该申请与您的三需要无关。", "三需要"),
    ("上述信息属于工作秘密。", "工作秘密"),
    ("上述信息属于工作 秘密。", "工作秘密"),
    ("该文件属于内部资料，仅供参考。", "内部资料"),
    ("该文件不宜公开。", "不宜公开"),
    ("该文件暂不公开。", "暂不公开"),
    ("请缴纳检索费20元。", "检索费"),
    ("请缴纳复制费20元。", "复制费"),
    ("该文件不便对外公开。", "不便对外公开"),
    ("也可以在3个月内向人民法院提起行政诉讼。", "3个月"),
    ("也可以在３个月内向人民法院起诉。", "3个月"),
    ("所涉文件为芙政办发[2025]12号。", "[2025]12号"),
    ("所涉文件为芙政办发（2025）12号。", "（2025）12号"),
    ("所涉文件为芙政办发【2025】第12号。", "【2025】第12号"),
    ("该文件于2026年01月05日形成。", "2026年01月05日"),
    ("该文件于1月05日形成。", "1月05日"),
]


@pytest.mark.parametrize(("sentence", "term"), DEAD)
def test_dead_terms_brackets_and_padded_months_are_refused(sentence: str, term: str) -> None:
    letter, against = sample("disclosed")
    found = refused(adding(letter, sentence), against)
    assert found
    assert all(term in each or "救济途径" in each for each in found)


LIVING = [
    "您在来电中称其为“工作秘密”，该说法没有法律依据。",
    "《连续性内部资料性出版物管理办法》附表见第3页。",
    "该刊物是内部资料性出版物。",
    "案卷由区档案局内部资料室保存，不属于内部资料。",
    "上述信息不属于工作秘密。",
    "本机关不收取检索费、复制费。",
    "该房屋为荷花园（2023）3号楼，位于〔2023〕3号地块。",
    "该案案号为（2023）湘0102行初15号。",
    "该文件为芙政办发〔2025〕12号。",
    "《芙蓉区2025年01月用水统计》共2页。",
    "该项目工期3个月。",
    "该项目公示60日，其间没有收到异议。",
    "该工程10月5日开工。",
    "您曾因不服房屋征收决定向长沙市中级人民法院提起行政诉讼，该院判决驳回。",
    "所涉案卷包括行政复议决定书和行政起诉状各1份。",
    "该许可以2023年的批复为依据，申请材料齐全。",
    "该案正在审查起诉，办案机关认为公开可以等到结案以后。",
]


@pytest.mark.parametrize("sentence", ["该目录中另有内部资料若干。", "公开后可能引起媒体炒作。"])
def test_what_may_be_a_dead_reason_is_warned_of(sentence: str) -> None:
    letter, against = sample("disclosed")
    assert refused(adding(letter, sentence), against) == []
    assert len(warned(adding(letter, sentence), against)) == 1


@pytest.mark.parametrize("sentence", LIVING)
def test_what_only_looks_like_a_fault_goes_out(sentence: str) -> None:
    letter, against = sample("disclosed")
    assert refused(adding(letter, sentence), against) == []


def test_the_applicants_own_words_are_no_fault_of_the_letter() -> None:
    wrote = (
        "请公开芙政办发[2023]5号，是否属于工作秘密，暂不公开到2026年01月05日；不服可以在3个月内提起行政诉讼"
    )
    for request in (wrote, f"“三公”经费的{wrote}", wrote.replace("；", "；\n")):
        letter, against = held(altered("disclosed", ev.Registered, request=request), "disclosed")
        assert request.split("，")[0] in letter.text
        assert refused(letter, against) == []


def test_quotation_marks_excuse_dead_terms_and_nothing_else() -> None:
    letter, against = sample("extension")
    assert refused(adding(letter, "所称“内部资料”系申请中的用语。"), against) == []
    for quoted in ("“您不服的，可以在60日内向长沙市人民政府申请行政复议”", "“芙政办发[2025]12号”"):
        assert refused(adding(letter, f"现告知：{quoted}。"), against)


def test_an_erratum_may_quote_what_it_puts_right() -> None:
    letter, against = sample("erratum")
    wrong = "芙发改[2023]14号，2026年01月05日，暂不公开"
    assert refused(saying(letter, "芙发改〔2023〕14号", wrong), against) == []
    assert refused(saying(letter, "芙发改〔2023〕41号", wrong), against)


# --- last days -------------------------------------------------------------------------------------
LAST_DAYS = {
    "receipt": "2026年3月30日",
    "clarification": "2026年3月30日",
    "extension": "2026年4月28日",
    "explanation": "2026年3月25日",
    "delay": "2026年6月30日",
    "consulting": "2026年4月21日",
    "other_agency": "2026年3月20日",
    "fee_shortfall": "2026年4月17日",
    "fee_lapsed": "2026年4月17日",
    "clarification_lapsed": "2026年3月30日",
}


@pytest.mark.parametrize(("kind", "day"), LAST_DAYS.items())
def test_the_last_day_told_is_the_one_of_the_clock(kind: str, day: str) -> None:
    letter, against = sample(kind)
    found = refused(saying(letter, day, "2026年5月20日"), against)
    assert any(f"没有写明届满日{day}" in each for each in found)
    assert any("“2026年5月20日”与案件不符" in each for each in found)


def test_a_second_last_day_beside_the_right_one_is_refused() -> None:
    letter, against = sample("extension")
    text = saying(letter, "至2026年4月28日届满。", "至2026年4月28日届满，本机关至2026年5月20日答复。")
    assert any("2026年5月20日" in each for each in refused(text, against))
    beside = adding(letter, "本机关在2026年5月20日前答复您。")
    assert refused(beside, against) == []
    assert any("2026年5月20日" in each for each in warned(beside, against))
    for harmless in (
        "区档案馆须逐卷核对，该局答复本机关须至2026年4月10日前完成。",
        "本机关请该局于2026年4月10日前答复。",
        "核对结果由区住房和城乡建设局于2026年4月10日前提交。",
        "需要逐卷核对2019年5月15日前形成的案卷，因此不能在期限内答复。",
        "其中2卷的数字化于2026年5月20日完成。",
        "原答复期限至2026年3月30日届满。",
    ):
        assert refused(adding(letter, harmless), against) == warned(adding(letter, harmless), against) == []


@given(st.dates(date(2026, 3, 3), date(2027, 12, 31)))
def test_no_other_day_passes_for_the_due_day(day: date) -> None:
    letter, against = sample("extension")
    right = {r.due for r in against.case.clock.reasons}
    told = saying(letter, "2026年4月28日", chinese_date(day))
    assert (refused(told, against) == []) == (day == date(2026, 4, 28))
    beside = warned(adding(letter, f"答复期限至{chinese_date(day)}届满。"), against)
    assert (beside == []) == (day in right)


def test_a_reply_a_day_late_is_warned_of_and_on_the_due_day_is_not() -> None:
    letter, against = sample("disclosed")
    due = against.case.clock.due
    assert due is not None
    assert warned(letter, replace(against, replied_on=due)) == []
    late = warned(letter, replace(against, replied_on=due + DAY))
    assert len(late) == 1
    assert "晚于答复期限届满日" in late[0]
    assert refused(letter, replace(against, replied_on=due + DAY)) == []


# --- enclosures ------------------------------------------------------------------------------------
FILES = tuple(
    f"{name}.pdf"
    for name in (
        "关于荷花园片区老旧小区改造项目初步设计的批复",
        "关于荷花园片区老旧小区改造项目概算的批复",
        "荷花园片区老旧小区改造项目竣工验收备案表",
    )
)


def test_attachments_are_those_listed() -> None:
    letter, against = sample("disclosed")

    def found(*files: str) -> list[str]:
        return refused(letter, replace(against, attached=files))

    assert found(*FILES) == []
    assert found(*reversed(FILES)) == []
    assert found(*(f"附件{n} 《{name.removesuffix('.pdf')}》.PDF" for n, name in enumerate(FILES, 1))) == []
    assert found(*(f"{n}. {name}" for n, name in enumerate(FILES, 1))) == []
    assert FILES[2].removesuffix(".pdf") in found(*FILES[:2])[0]
    assert "会议纪要" in found(*FILES, "会议纪要.docx")[0]
    assert found(*FILES, FILES[0])
    assert found()


def test_a_letter_without_attachments_carries_no_file() -> None:
    letter, against = sample("not_held")
    assert refused(letter, replace(against, attached=())) == []
    assert refused(letter, replace(against, attached=("检索记录.pdf",)))


def test_pages_of_the_letter_itself_are_attached_without_a_file() -> None:
    letter, against = sample("clarification")
    assert refused(letter, replace(against, attached=())) == []


def test_a_withheld_string_left_in_an_attachment_is_refused() -> None:
    letter, against = sample("partly")
    assert "13800000031" in refused(letter, replace(against, remains=("元数据：13800000031",)))[0]


@pytest.mark.parametrize(
    "told", ["欧阳喆堃", "欧阳 喆堃", "138-0000-0031", "１３８００００００３１", "芙蓉区荷花路31号3栋402室"]
)
@pytest.mark.parametrize("kind", ["third_party", "third_party_told"])
def test_a_letter_to_a_third_party_never_tells_who_applied(kind: str, told: str) -> None:
    letter, against = sample(kind)
    hidden = (*against.hidden, "芙蓉区荷花路31号3栋402室")
    assert matter(kind).applicant.name in against.hidden
    found = refused(adding(letter, f"联系人{told}。"), replace(against, hidden=hidden))
    assert any("申请人的信息" in each for each in found)


def test_letters_to_the_applicant_may_name_the_applicant() -> None:
    assert sample("consulting")[1].hidden == ()
    assert sample("disclosed")[1].hidden == ()


@given(st.text(alphabet="工作秘密 　\u200b１1", max_size=12))
def test_no_spaces_or_wide_digits_hide_a_word(text: str) -> None:
    letter, against = sample("disclosed")
    dead = any("工作秘密" in found for found in refused(adding(letter, f"属于{text}。"), against))
    assert dead == ("工作秘密" in squeezed(text))
