"""What the decision on each item must rest on, ground by ground: a letter that lacks just that is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from foidesk.paper.check import Earlier
from foidesk.rules import events as ev

from .held import adding, altered, deciding, held, refused, sample, saying, stating, warned, with_log, without


def told(found: list[str], what: str) -> bool:
    return any(what in each for each in found)


# --- every item ------------------------------------------------------------------------------------
ARTICLES = [
    ("disclosed", "第三十六条第（二）项"),
    ("already_public", "第三十六条第（一）项"),
    ("refused_process", "第十六条第二款"),
    ("refused_by_law", "第十四条"),
    ("refused_by_law", "第三十六条第（三）项"),
    ("refused_third_party", "第十五条"),
    ("not_ours", "第三十六条第（五）项"),
    ("petition", "第三十九条第一款"),
    ("to_be_made", "第三十八条"),
]


@pytest.mark.parametrize(("kind", "article"), ARTICLES)
def test_a_decision_names_its_article(kind: str, article: str) -> None:
    letter, against = sample(kind)
    assert told(refused(saying(letter, article, "有关条款"), against), "没有写明所依据的")


def test_a_part_withheld_names_the_article_of_its_ground() -> None:
    letter, against = sample("partly")
    assert told(refused(saying(letter, "第十六条第一款", "内部规定"), against), "第十六条第一款")


def test_an_item_without_a_decision_is_refused() -> None:
    letter, against = sample("several")
    for heading in ("该项目监督人员的值班安排表", "该项目的环境影响评价文件"):
        gone = replace(letter, blocks=tuple(b for b in letter.blocks if f"“{heading}”" not in b.text))
        assert told(refused(gone, against), "没有决定")
    assert told(refused(saying(letter, "第三十六条第（四）项", "有关规定"), against), "第3项没有写明")


def test_a_ground_that_nobody_knows_is_no_decision() -> None:
    letter, against = sample("several")
    unknown = altered("several", ev.Replied, items=("disclosed", "secret", "not_held"))
    assert told(refused(letter, replace(against, case=unknown.case)), "第2项没有决定")
    none = without("disclosed", ev.Replied)
    assert told(refused(sample("disclosed")[0], replace(sample("disclosed")[1], case=none.case)), "没有决定")


# --- 14 and 36(7) ----------------------------------------------------------------------------------
NOT_ENOUGH = [
    "《湖南省档案条例》第十二条",
    "《长沙市政府信息公开规定》第五条",
    "《不动产登记资料查询暂行办法》（国土资源部令第80号）第十四条",
    "湖南省实施《中华人民共和国档案法》办法第九条",
    "《政府采购信息发布管理办法》第六条",
    "《中华人民共和国招标投标法》",
    "招标投标法第二十二条",
    "本机关内部规定",
    "《芙蓉区办公室关于文件管理的通知》（芙政办发〔2020〕3号）第二条",
    "《中华人民共和国政府信息公开条例》第十四条",
    "《条例》第十四条",
]
ENOUGH = [
    "《中华人民共和国保守国家秘密法》第十三条",
    "《统计法》第九条",
    "《全国年节及纪念日放假办法》（国务院令第795号）第二条",
    "《中华人民共和国档案法》（2020年修订）第二十八条和《湖南省档案条例》第十二条",
]


@pytest.mark.parametrize("cited", NOT_ENOUGH)
@pytest.mark.parametrize(
    ("kind", "name"), [("refused_by_law", "forbidding_law"), ("special_query", "special_law")]
)
def test_a_rule_a_local_regulation_or_no_article_is_not_enough(kind: str, name: str, cited: str) -> None:
    found = refused(*held(stating(kind, **{name: cited}), kind))
    assert len([each for each in found if "不足以作为依据" in each]) == 1


@pytest.mark.parametrize("cited", ENOUGH)
@pytest.mark.parametrize(
    ("kind", "name"), [("refused_by_law", "forbidding_law"), ("special_query", "special_law")]
)
def test_a_law_or_an_administrative_regulation_with_its_article_is(kind: str, name: str, cited: str) -> None:
    assert refused(*held(stating(kind, **{name: cited}), kind)) == []


# --- 15 and 32 -------------------------------------------------------------------------------------
CONSULTED = (ev.ConsultationSent, ev.ConsultationServed, ev.ConsultationAnswered)


@pytest.mark.parametrize("kind", ["refused_third_party", "partly"])
def test_third_party_rights_need_a_consultation_and_a_judgement(kind: str) -> None:
    letter, against = sample(kind)
    unheard = without(kind, *CONSULTED)
    assert told(refused(letter, replace(against, case=unheard.case)), "没有征求第三方意见")
    unjudged = without(kind, ev.JudgementRecorded)
    assert told(refused(letter, replace(against, case=unjudged.case)), "独立判断")


def test_a_recorded_reason_stands_in_for_the_consultation() -> None:
    about = stating("refused_third_party", why_not_consulted="第三方已经注销，没有权利义务的承受人。")
    left = tuple(event for event in about.case.log if not isinstance(event, CONSULTED))
    assert refused(*held(with_log(about, left), "refused_third_party")) == []


# --- 16(2) -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["refused_process", "refused_file"])
def test_a_concluded_matter_needs_a_reason_to_stay_closed(kind: str) -> None:
    for bare in (
        "该案已于2025年6月30日办结。",
        "所涉事项已经办结",
        "该案件已结案。",
        "所涉事项已经办结，因属于过程稿，不予公开。",
        "该案已结案，但案卷不予公开。",
        "该方案已于2025年12月正式印发实施。",
        "该案已于2026年1月作出处罚决定，公开不影响他人。",
    ):
        assert told(refused(*held(stating(kind, concluded=bare), kind)), "已经办结"), bare
    for reasoned in (
        "该案尚未办结。",
        "所涉事项没有办结，仍在研究。",
        "该案已于2025年6月30日办结，公开笔录会暴露举报人的身份，因此仍不公开。",
        "虽然该案已经办结，案卷载有其他在查案件的线索。",
        "该方案已经印发，公开讨论稿会使参与者今后不愿直言。",
        "该方案将于2026年5月公布，目前仍在研究。",
        "该方案已于2025年12月印发，讨论稿中被否决的出资比例公开后会使居民误认为已经确定。",
    ):
        assert refused(*held(stating(kind, concluded=reasoned), kind)) == [], reasoned


# --- 14 and 16(1): dangers, secrets, kinds ---------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "which", "fits"),
    [
        ("refused_process", "会议纪要", False),
        ("refused_process", "会议讨论记录", True),
        ("refused_process", "过程稿（征求意见稿）", True),
        ("refused_process", "向上级的请示", True),
        ("refused_internal", "工程验收", False),
        ("refused_internal", "人事管理和内部工作流程", True),
        ("refused_file", "行政处罚案卷", True),
    ],
)
def test_the_kind_is_one_that_the_law_names(kind: str, which: str, fits: bool) -> None:
    found = refused(*held(stating(kind, which=which), kind))
    assert told(found, "不是") == (not fits)
    assert (found == []) == fits


def test_in_a_reply_in_part_each_line_is_of_its_own_kind() -> None:
    assert refused(*held(stating("partly", which="商业秘密\n人事管理信息"), "partly")) == []
    wrong = held(stating("partly", which="商业秘密\n工程验收信息"), "partly")
    assert told(refused(*wrong), "写明属于“工程验收信息”")


@pytest.mark.parametrize(
    ("danger", "named"),
    [
        ("公开后影响不好", False),
        ("危及居民的饮用水安全", False),
        ("可能被用于投毒，危及公共安全", True),
        ("可能引发挤兑，危及经济安全", True),
        ("可能引发群体冲突，影响社会稳定", True),
    ],
)
def test_a_danger_is_one_of_those_that_the_law_names(danger: str, named: bool) -> None:
    found = refused(*held(stating("refused_safety", danger=danger), "refused_safety"))
    assert told(found, "没有写明危及哪一种") == (not named)


def test_a_secret_is_determined_before_the_reply_and_best_before_the_request() -> None:
    for day, refuses, warns in (
        ("2023年9月14日", False, False),
        ("2026年3月2日", False, False),
        ("2026年3月10日", False, True),
        ("2026年3月18日", False, True),
        ("2026年3月19日", True, False),
    ):
        letter, against = held(stating("refused_secret", determined_on=day), "refused_secret")
        assert told(refused(letter, against), "定密日期") == refuses, day
        assert told(warned(letter, against), "定密日期") == warns, day


# --- 35, 36(6), 39(1) ------------------------------------------------------------------------------
def test_too_many_applications_need_a_served_request_to_explain_and_figures() -> None:
    letter, against = sample("mass")
    unserved = without("mass", ev.ExplanationServed, ev.ExplanationGiven)
    assert told(refused(letter, replace(against, case=unserved.case)), "说明理由")
    unasked = without("mass", ev.ExplanationAsked, ev.ExplanationServed, ev.ExplanationGiven)
    assert told(refused(letter, replace(against, case=unasked.case)), "说明理由")
    vague = stating("mass", figures="您多次、反复提出申请，数量很大")
    assert told(refused(*held(vague, "mass")), "没有写明申请的数量")
    for figures in (
        "2026年1月至3月多次提出申请，涉及三项要求和文件12万页，一次性全部索取",
        "2026年3月第三次提出申请",
    ):
        assert told(refused(*held(stating("mass", figures=figures), "mass")), "没有写明申请的数量"), figures
    for figures in ("2026年1月至3月提出申请一百二十余件", "同期申请信息共86项", "两个月内提出三十次"):
        assert refused(*held(stating("mass", figures=figures), "mass")) == [], figures


def earlier(**changed: object) -> Earlier:
    found = Earlier(
        number="芙政公开〔2025〕第112号-答",
        on=date(2025, 12, 3),
        same_applicant=True,
        in_substance=True,
        stands=True,
    )
    return replace(found, **changed)  # type: ignore[arg-type]


def test_a_repeat_rests_on_an_earlier_reply_that_stands() -> None:
    letter, against = sample("repeat")
    good = replace(against, earlier=earlier())
    assert refused(letter, good) == warned(letter, good) == []
    for changed, what in (
        ({"same_applicant": False}, "同一申请人"),
        ({"in_substance": False}, "实体答复"),
        ({"stands": False}, "已被撤销"),
        ({"on": date(2025, 12, 4)}, "日期"),
    ):
        assert told(refused(letter, replace(against, earlier=earlier(**changed))), what)
    assert told(warned(letter, against), "登记簿中没有")
    assert refused(letter, against) == []


@pytest.mark.parametrize(
    ("request_", "names_a_record"),
    [
        ("请查处施工扰民，并公开《荷花园项目验收报告》", True),
        ("请公开芙政办发〔2023〕5号并追究责任", True),
        ("要求公开我家的征收补偿合同复印件，并处理工作人员", True),
        ("请解释为什么批复没有公布", True),
        ("请查处扰民并提供现场检查记录", True),
        ("请查处污染并公开监测数据", True),
        ("请查处事故责任人，公开事故调查报告", True),
        ("请核实调查情况后向我报告", False),
        ("请查处荷花路31号楼下夜间施工扰民的行为", False),
        ("依据《信访工作条例》《中华人民共和国行政处罚法》请求查处合同诈骗", True),
        ("依据《中华人民共和国行政处罚法》请求查处合同诈骗", False),
        ("请问小区改造什么时候完工，责任人是谁", False),
    ],
)
def test_a_petition_that_names_a_record_is_warned_of(request_: str, names_a_record: bool) -> None:
    letter, against = held(altered("petition", ev.Registered, request=request_), "petition")
    assert refused(letter, against) == []
    assert told(warned(letter, against), "具体的文件") == names_a_record


# --- 36(1) -----------------------------------------------------------------------------------------
PLACES = [
    ("www.furong.gov.cn", False),
    ("长沙市芙蓉区人民政府门户网站（https://www.furong.gov.cn/）", False),
    ("区政府门户网站首页http://www.furong.gov.cn/index.html", False),
    ("本机关门户网站", False),
    ("请自行上网查询", False),
    ("区政府门户网站相关栏目", False),
    ("批复：https://www.furong.gov.cn/zwgk/t41.html\n备案表：https://www.furong.gov.cn/", False),
    ("https://www.furong.gov.cn/zwgk/2025/t41.html", True),
    ("https://www.furong.gov.cn/?id=4711", True),
    ("本机关门户网站“政府信息公开—规划计划”栏目", True),
    ("《芙蓉区人民政府公报》2025年第3期", True),
    ("芙政发〔2025〕3号，可以在区档案馆查阅点查阅", True),
]


@pytest.mark.parametrize(("place", "exact"), PLACES)
def test_what_is_public_is_told_exactly_where(place: str, exact: bool) -> None:
    found = refused(*held(stating("already_public", place=place), "already_public"))
    assert (found == []) == exact
    assert told(found, "不够确切") == (not exact)


# --- 36(4) -----------------------------------------------------------------------------------------
def test_not_held_needs_two_places_searched_and_told() -> None:
    letter, against = sample("not_held")
    first = "区政府办公室公文管理系统"
    one = altered("not_held", ev.SearchRecorded, places=(first,))
    assert told(refused(*held(one, "not_held")), "只写明检索了1处")
    gone = replace(letter, blocks=tuple(block for block in letter.blocks if not block.rows))
    assert told(refused(gone, against), "只写明检索了0处")


@pytest.mark.parametrize("vague", ["未查到", "未检索到", "查无", "暂无该", "不掌握", "未掌握"])
def test_not_held_concludes_that_it_does_not_exist(vague: str) -> None:
    letter, against = sample("not_held")
    concluded = saying(letter, "现告知您：该政府信息不存在", f"现告知您：{vague}信息")
    found = refused(concluded, against)
    assert told(found, "没有写明该政府信息不存在")
    assert told(found, f"以“{vague}”")
    beside = adding(letter, f"经检索，{vague}相关信息。")
    assert refused(beside, against) == []
    assert told(warned(beside, against), "作为检索的结论")


def test_a_place_may_be_said_to_hold_nothing() -> None:
    letter, against = sample("not_held")
    assert refused(adding(letter, "在区政府办公室档案室未查到立项登记。"), against) == []
    for sensible in (
        "该计划暂无变动，长沙市教育局可能掌握有关情况。",
        "该片区暂无该类改造计划，因此没有制作。",
        "本机关也未掌握其他单位制作的情况。",
        "经询问，荷花园街道未掌握该批复。",
    ):
        assert refused(adding(letter, sensible), against) == warned(adding(letter, sensible), against) == []


HERE = {"why_absent": "没有制作该文件。"}
ELSEWHERE = {"reason": "该文件由市级机关制作，因此不由本机关负责公开。"}
CLOSED = {
    "which": "人事管理信息",
    "facts": "找到1份",
    "reason": "只涉及排班，因此不予公开。",
    "not_severable": "全部是排班。",
}


def both(other: str, facts: dict[str, str], same: bool) -> list[str]:
    what = ("该项目的环境影响评价文件", "该项目的环境影响评价文件" if same else "该项目的值班表")
    about = deciding("several", ("not_held", {"what": what[0], **HERE}), (other, {"what": what[1], **facts}))
    return refused(*held(about, "several"))


@pytest.mark.parametrize(("other", "facts"), [("not_ours", ELSEWHERE), ("refused_internal", CLOSED)])
def test_one_item_is_not_both_absent_and_something_else(other: str, facts: dict[str, str]) -> None:
    assert told(both(other, facts, same=True), "既答复信息不存在")
    assert both(other, facts, same=False) == []


MIXED = [
    ("not_held", "上述信息不属于本机关负责公开。"),
    ("not_held", "根据《条例》第三十六条第（三）项的规定，不予公开。"),
    ("not_ours", "经检索，该信息不存在。"),
    ("refused_process", "上述政府信息不存在，不予公开。"),
    ("not_ours", "经查，该信息在本机关不存在。"),
]


@pytest.mark.parametrize(("kind", "sentence"), MIXED)
def test_a_letter_does_not_say_the_other_thing_besides(kind: str, sentence: str) -> None:
    letter, against = sample(kind)
    assert told(refused(adding(letter, sentence), against), "既答复")


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("partly", "其中一份文件不存在。"),
        ("partly", "概算表所列的此项记录不存在。"),
        ("refused_process", "对外的最终文件不存在。"),
        ("not_held", "该类信息由长沙市文物局负责公开。"),
    ],
)
def test_what_may_be_said_of_something_else_is_warned_of(kind: str, sentence: str) -> None:
    letter, against = sample(kind)
    assert refused(adding(letter, sentence), against) == []
    assert told(warned(adding(letter, sentence), against), "既答复")


def test_what_another_agency_is_to_disclose_is_not_absent() -> None:
    why = "该名录应由长沙市文物局制作并负责公开，本机关没有制作。"
    assert told(refused(*held(stating("not_held", why_absent=why), "not_held")), "既答复信息不存在")
    for sensible in (
        "该名录由长沙市文物局制作，没有抄送本机关，本机关没有获取。",
        "由本机关负责公开的同类名录没有该年度的内容。",
    ):
        assert refused(*held(stating("not_held", why_absent=sensible), "not_held")) == [], sensible


def test_what_is_not_ours_is_not_sent_back_to_us() -> None:
    own = "长沙市教育局（长沙市岳麓大道218号）；长沙市芙蓉区人民政府（人民东路189号）"
    assert told(refused(*held(stating("not_ours", right_agency=own), "not_ours")), "正是本机关")
    ward = "长沙市芙蓉区人民政府荷花园街道办事处（荷花路1号，电话0731-80000009）"
    assert refused(*held(stating("not_ours", right_agency=ward), "not_ours")) == []


def test_nothing_to_sever_is_not_called_absent() -> None:
    letter, against = sample("refused_process")
    assert refused(adding(letter, "上述信息不存在可以单独提供的部分。"), against) == []
