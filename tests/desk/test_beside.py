"""A finding is shown at the field it speaks of."""

from __future__ import annotations

from foidesk.desk.beside import beside
from foidesk.paper.check import Finding

FIELDS = {
    "f-place": "区政府门户网站",
    "f-1.reason": "内部讨论",
    "f-2.reason": "正在研究的事项",
    "f-2.what": "会议纪要全文",
    "p-closing": "请于月底前来领取",
}


def field(what: str, do: str = "") -> str | None:
    at, rest = beside([Finding(what, "", do)], FIELDS)
    assert len(at) + len(rest) == 1
    return next(iter(at), None)


def test_a_finding_stands_at_the_field_it_names_and_at_its_item_where_it_tells_one() -> None:
    assert field("途径不够确切。", "请写明文号（place）。") == "f-place"
    assert field("第2项没有理由。", "请写明理由（reason）。") == "f-2.reason"
    assert field("第3项没有理由。", "请写明理由（reason）。") is None


def test_a_finding_stands_at_the_words_it_quotes_but_never_at_those_of_the_applicant() -> None:
    assert field("“请于月底前来领取…”没有日期。") == "p-closing"
    assert field("没有答复“会议纪要全文”。") is None


def test_a_finding_about_nothing_on_the_form_stands_at_the_top() -> None:
    assert field("主送“王某某：”与登记不一致。") is None
