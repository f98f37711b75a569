"""Replies to several items, and replies that take the place of an annulled one."""

from __future__ import annotations

from datetime import date

from tests.desk.letters.decided import before_the_reply, replied, stating
from tests.desk.letters.drafting import COMPANY, altered, drafted, missing, of, sample, text, without

from foidesk.paper.form import Style
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import ApplicantKind

NUMBER = "芙政公开〔2026〕第31号"


def headings(kind: str, matter=None) -> list[str]:
    return [block.text for block in of(drafted(matter or sample(kind), kind), Style.HEADING)]


# --- several -------------------------------------------------------------------------------------
def test_each_item_stands_under_its_numeral_and_its_own_words() -> None:
    assert headings("several") == [
        "一、关于“荷花园片区老旧小区改造项目的概算批复”",
        "二、关于“该项目监督人员的值班安排表”",
        "三、关于“该项目的环境影响评价文件”",
    ]
    assert "共3项，本机关逐项答复如下。" in text("several")


def test_each_item_has_its_own_decision_article_and_reason_under_its_heading() -> None:
    _, first, second, third = (
        text("several").replace("二、关于", "一、关于").replace("三、关于", "一、关于").split("一、关于")
    )
    assert "第三十六条第（二）项的规定，本机关决定予以公开" in first
    assert "第十六条第一款的规定，本机关决定对上述政府信息不予公开" in second
    assert "对外不产生影响" in second
    assert "第三十六条第（四）项的规定，现告知您：该政府信息不存在。" in third
    assert "对外不产生影响" not in first + third


def test_the_remedies_follow_the_last_item_and_name_the_items() -> None:
    said = text("several")
    assert (
        said.index("该政府信息不存在")
        < said.index("第二项不服，应当")
        < said.index("第一项、第三项不服，可以")
    )
    assert said.count("不服，") == 2


def test_an_item_that_does_not_say_what_it_is_about_is_refused() -> None:
    assert missing("several", stating("several", _2_what=None)) == ("第2项的该项申请公开的内容",)


def test_a_missing_fact_of_an_item_names_the_item() -> None:
    told = missing("several", stating("several", _2_which=None, _3_why_absent=None))
    assert told == ("第2项的信息属于哪一类", "第3项的信息不存在的原因")


def test_the_attachments_of_all_items_are_listed_once() -> None:
    more = stating("several", _1_attachments="概算批复\n概算表", attachments="概算表")
    assert drafted(more, "several").attachments == ("概算批复", "概算表")


def test_nothing_of_an_item_is_said_of_the_whole() -> None:
    """The opening and the closing of each item's own template are left out."""
    said = text("several")
    assert said.count("本机关于2026年3月2日收到") == 1
    assert said.count("对本文书有疑问的") == 1


# --- replacement ---------------------------------------------------------------------------------
def test_a_new_reply_names_the_decision_and_what_it_replaces() -> None:
    said = text("replacement")
    assert f"本机关于2026年3月20日作出答复（文号：{NUMBER}-不）。" in said
    assert (
        "2026年6月8日，本机关收到《长沙市人民政府行政复议决定书》（长政复决字〔2026〕第57号），该决定责令"
        in said
    )
    assert f"本决定书取代原答复书（{NUMBER}-不）。" in said
    assert "该判决" not in said
    assert headings("replacement") == []


def test_a_judgment_is_named_as_one() -> None:
    judgment = "《湖南省长沙市中级人民法院行政判决书》（（2026）湘01行初88号）"
    said = text(
        "replacement", altered(sample("replacement"), ev.ReplyAnnulled, by_court=True, decision=judgment)
    )
    assert f"本机关收到{judgment}，该判决责令" in said
    assert "《中华人民共和国行政诉讼法》第七十条" in said
    assert "行政复议法" not in said


def test_a_new_reply_numbers_on_after_the_annulled_one() -> None:
    same = altered(sample("replacement"), ev.LetterIssued, doc_number=f"{NUMBER}-答")
    letter = drafted(same, "replacement")
    assert letter.number == f"{NUMBER}-答2"
    assert f"（{NUMBER}-答）" in letter.text


def test_the_letter_replaced_is_the_reply_and_no_procedural_one() -> None:
    receipt = ev.LetterIssued(on=date(2026, 4, 1), kind="service_proof", doc_number="")
    assert f"（文号：{NUMBER}-不）" in text("replacement", before_the_reply(sample("replacement"), receipt))


def test_an_unnamed_decision_or_an_unissued_reply_is_refused() -> None:
    unnamed = altered(sample("replacement"), ev.ReplyAnnulled, decision=None)
    assert missing("replacement", unnamed) == ("行政复议决定或者判决的名称和文号",)
    unissued = without(sample("replacement"), ev.LetterIssued)
    assert missing("replacement", unissued) == ("原答复书的文号", "原答复书的日期")


def test_a_new_reply_to_several_items_takes_them_one_by_one() -> None:
    several = sample("several").case.position.reply
    assert several is not None
    anew = replied("replacement", ground=several.ground, items=several.items, facts=several.facts)
    search = ev.SearchRecorded(
        on=date(2026, 6, 12), places=("公文系统", "档案室"), terms="环评", searcher="李珺𬭎", found=False
    )
    anew = before_the_reply(anew, search)
    assert len(headings("replacement", anew)) == 3
    assert "共3项，本机关逐项重新答复如下。" in text("replacement", anew)


def test_a_new_refusal_sends_to_reconsideration_first() -> None:
    refused = sample("refused_internal").case.position.reply
    assert refused is not None
    said = text("replacement", replied("replacement", ground=refused.ground, facts=refused.facts))
    assert "本机关决定对上述政府信息不予公开" in said
    assert "先向长沙市人民政府申请行政复议" in said


def test_joint_applicants_of_several_items_are_addressed_together_throughout() -> None:
    joint = altered(
        sample("several"), ev.Registered, joint=(COMPANY,), applicant_kind=ApplicantKind.NATURAL_PERSON
    )
    said = text("several", joint)
    assert "现告知你们：该政府信息不存在。" in said
    assert "按照你们的要求" in said
    assert "您" not in said
