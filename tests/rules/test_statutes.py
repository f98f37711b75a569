"""The rank of an instrument by its title and number: what forbids disclosure, and what is not enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foidesk.rules import law
from foidesk.rules.statutes import Rank, cited, rank

TITLES = {
    Rank.LAW: [
        "中华人民共和国保守国家秘密法",
        "统计法",
        "中华人民共和国民法典",
        "中华人民共和国立法法",
        "中华人民共和国刑法修正案（十一）",
        "中华人民共和国档案法（2020年修订）",
        "中华人民共和国海南自由贸易港法",
        "中华人民共和国香港特别行政区基本法",
        "全国人民代表大会常务委员会关于加强网络信息保护的决定",
    ],
    Rank.ADMINISTRATIVE: [
        "中华人民共和国政府信息公开条例",
        "统计法实施条例",
        "企业信息公示暂行条例",
        "不动产登记暂行条例",
        "城市市容和环境卫生管理条例",
        "城市房地产开发经营管理条例",
        "市场主体登记管理条例",
        "期货市场管理条例",
        "风景名胜区条例",
        "中华人民共和国自然保护区条例",
        "中华人民共和国海关行政处罚实施条例",
        "太湖流域管理条例",
    ],
    Rank.LOCAL: [
        "湖南省档案条例",
        "湖南省实施〈中华人民共和国档案法〉办法",
        "长沙市城市管理条例",
        "深圳经济特区数据条例",
        "上海市数据条例",
        "内蒙古自治区档案条例",
        "恩施土家族苗族自治州酉水河保护条例",
    ],
    Rank.RULE: [
        "湖南省行政程序规定",
        "长沙市政府信息公开规定",
        "教育部关于实施信息公开的办法",
        "国家税务总局关于纳税信用管理的规定",
        "中华人民共和国海关进出口货物申报管理规定",
    ],
    Rank.UNKNOWN: [
        "不动产登记资料查询暂行办法",
        "全国年节及纪念日放假办法",
        "不动产登记暂行条例实施细则",
        "国务院关于加强政务诚信建设的决定",
        "中国共产党党务公开条例（试行）",
        "信访工作条例",
        "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
        "芙蓉区机关文件管理制度",
        "",
    ],
}
NUMBERS = [
    ("全国年节及纪念日放假办法", "国务院令第795号", Rank.ADMINISTRATIVE),
    ("中华人民共和国政府信息公开条例", "中华人民共和国国务院令第711号", Rank.ADMINISTRATIVE),
    ("中华人民共和国档案法", "中华人民共和国主席令第47号", Rank.LAW),
    ("不动产登记资料查询暂行办法", "国土资源部令第80号", Rank.RULE),
    ("城市地下管线档案管理办法", "建设部令第136号", Rank.RULE),
    ("政府信息公开信息处理费管理办法", "国办函〔2020〕109号", Rank.UNKNOWN),
    ("历史文化名城保护条例", "长沙市人民代表大会常务委员会公告第5号", Rank.LOCAL),
]


@pytest.mark.parametrize(("found", "title"), [(r, title) for r, titles in TITLES.items() for title in titles])
def test_the_title_tells_the_rank(found: Rank, title: str) -> None:
    told, why = rank(title)
    assert told is found
    assert why


@pytest.mark.parametrize(("title", "number", "found"), NUMBERS)
def test_the_number_of_the_order_settles_what_the_title_leaves_open(
    title: str, number: str, found: Rank
) -> None:
    assert rank(title, number)[0] is found


def test_what_the_title_leaves_open_is_explained() -> None:
    assert "国务院令" in rank("不动产登记资料查询暂行办法")[1]
    assert "湖南" in rank("湖南省档案条例")[1]
    assert "党内法规" in rank("信访工作条例")[1]


def test_only_laws_and_administrative_regulations_suffice() -> None:
    assert {each for each in Rank if each.suffices} == {Rank.LAW, Rank.ADMINISTRATIVE}


@pytest.mark.parametrize("act", list(law.Act), ids=lambda act: act.name)
def test_the_instruments_carried_out_here_are_told_by_their_own_titles_and_numbers(act: law.Act) -> None:
    expected = Rank.UNKNOWN
    if act.title.endswith(("复议法", "诉讼法", "保护法", "档案法", "法典")):
        expected = Rank.LAW
    elif "公开条例" in act.title:
        expected = Rank.ADMINISTRATIVE
    elif act is law.Act.HUNAN_FEE_NOTICE:
        expected = Rank.RULE  # at most: it bears its place
    number = act.number if "令" in act.number else ""
    assert rank(act.title.partition("（")[0], number)[0] is expected


# --- in a sentence ---------------------------------------------------------------------------------
def test_each_instrument_is_found_with_number_and_article() -> None:
    text = "《中华人民共和国档案法》（2020年修订）第二十八条、第三十条，以及《不动产登记暂行条例》（国务院令第656号）的第27条"
    first, second = cited(text)
    assert (first.title, first.article, first.suffices) == (
        "中华人民共和国档案法",
        "第二十八条、第三十条",
        True,
    )
    assert (second.number, second.article, second.suffices) == ("国务院令第656号", "第27条", True)


def test_a_law_without_an_article_does_not_suffice() -> None:
    (found,) = cited("《中华人民共和国招标投标法》的有关规定")
    assert found.rank is Rank.LAW
    assert not found.suffices


@pytest.mark.parametrize(
    "text",
    [
        "湖南省实施《中华人民共和国档案法》办法第九条",
        "根据湖南省实施《中华人民共和国档案法》若干办法第九条",
        "《湖南省实施《中华人民共和国档案法》办法》第九条",
        "《湖南省实施〈中华人民共和国档案法〉办法》第九条",
    ],
)
def test_a_local_instrument_that_carries_out_a_law_is_not_the_law(text: str) -> None:
    (found,) = cited(text)
    assert found.rank is Rank.LOCAL


@pytest.mark.parametrize(
    ("text", "circular"),
    [
        ("《中华人民共和国政府信息公开条例》第十四条", True),
        ("《政府信息公开条例》第十四条", True),
        ("《条例》第十四条", True),
        ("《企业信息公示暂行条例》第三条", False),
        ("《中华人民共和国统计法》第九条", False),
    ],
)
def test_the_regulation_itself_is_told_from_what_it_refers_to(text: str, circular: bool) -> None:
    (found,) = cited(text)
    assert found.circular == circular


def test_words_without_a_title_cite_nothing() -> None:
    assert cited("招标投标法第二十二条") == ()
    assert cited("》《") == ()


PLACES = st.sampled_from(
    ["湖南省", "长沙市", "株洲市", "广西壮族自治区", "湘西土家族苗族自治州", "北京市", "深圳经济特区"]
)
SUBJECTS = st.text(alphabet="档案管理城市信息公开登记招标投标消防水土文物", min_size=2, max_size=8)
KINDS = st.sampled_from(["条例", "办法", "规定", "实施细则", "规则"])


@given(PLACES, SUBJECTS, KINDS)
def test_nothing_that_bears_its_place_suffices(place: str, subject: str, kind: str) -> None:
    assert not rank(place + subject + kind)[0].suffices


@given(SUBJECTS, KINDS)
def test_every_national_law_and_regulation_suffices_however_it_is_amended(subject: str, kind: str) -> None:
    for ending in ("", "（2019年修订）", "（试行）"):
        assert rank(f"中华人民共和国{subject}法{ending}")[0] is Rank.LAW
        assert rank(f"中华人民共和国{subject}{kind}{ending}", "国务院令第1号")[0] is Rank.ADMINISTRATIVE


@given(st.text(alphabet="《》〈〉法条例办法实施第一二条（）号令 ，", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    assert all(found.why for found in cited(text))
