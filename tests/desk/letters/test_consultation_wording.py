"""What the law wants in a letter can be neither taken out of it nor turned round by an agency's own wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from foidesk import content
from foidesk.desk import catalogue
from foidesk.errors import DeskError
from foidesk.paper import wording

KINDS = (
    "third_party",
    "third_party_slip",
    "consulting",
    "co_maker",
    "other_agency",
    "third_party_told",
    "service_proof",
    "address",
    "correction",
)


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        ("receipt", "registered"),
        ("merged", "both"),
        *(
            (kind, "opening")
            for kind in ("clarification", "extension", "delay", "explanation", "repeat", "fee_lapsed")
        ),
    ],
)
def test_no_letter_to_the_applicant_goes_without_receipt_request_and_number(
    kind: str, block: str, tmp_path: Path
) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'[change.{block}]\ntext = "来件收悉。"\n', "utf-8")
    with pytest.raises(DeskError) as refused:
        catalogue.template(kind, tmp_path)
    assert "收到申请之日" in refused.value.what
    assert "申请公开的内容" in refused.value.what
    if kind not in ("receipt", "merged", "clarification"):  # there the number stands in other passages too
        assert "申请编号" in refused.value.what


@pytest.mark.parametrize(
    ("kind", "block", "text", "lost"),
    [
        ("disclosed", "supply", "现以{{ form }}形式、{{ delivery }}方式提供。", "第四十条"),
        ("not_ours", "decision", "根据{{ cite.NOT_OURS }}的规定，不属于本机关负责公开。", "第十条"),
        ("archive", "decision", "{{ cite.SPECIAL_QUERY }}：{{ moved_on | date }}移交{{ archive }}。", "《中华人民共和国档案法》"),
        ("mass", "explained", "{{ you }}于{{ explained_on | date }}说明了理由。", "申请人说明的理由"),
        ("to_be_made", "decision", "{{ cite.TO_BE_MADE }}：可以不予提供。", "第三十七条"),
        ("merged", "first_due", "本机关在二十个工作日内答复。", "答复期限届满日"),
        ("third_party", "question", "请回复。", "征求意见的具体事项和原因"),
    ],
)  # fmt: skip
def test_each_letter_keeps_the_provisions_and_facts_of_its_own_ground(
    kind: str, block: str, text: str, lost: str, tmp_path: Path
) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'[change.{block}]\ntext = "{text}"\n', "utf-8")
    with pytest.raises(DeskError) as refused:
        catalogue.template(kind, tmp_path)
    assert lost in refused.value.what


CONSEQUENCES = [
    ("third_party", "handling", "{{ you }}逾期未提出意见的，本机关不再征求意见（{{ cite.CONSULT_THIRD_PARTY }}）。", "由本机关……决定是否公开"),
    ("third_party", "handling", "由本机关依法决定是否公开；逾期未提出意见的，视为{{ you }}同意公开。", "现写作“视为{{ you }}同意”"),
    ("third_party", "what_to_say", "没有填写的，视为不同意公开。", "现写作“视为不同意”"),
    ("other_agency", "silence", "逾期未提出意见的，视为同意公开；由本机关决定是否公开。", "现写作“视为同意”"),
    ("co_maker", "silence", "{{ cite.CONSULT_CO_MAKER }}：逾期不视为同意公开。", "“视为同意公开”的字样"),
    ("third_party_told", "release_with_day", "本机关最早于{{ release_on }}提供。", None),
    ("consulting", "not_counted", "{{ cite.CONSULTATION_NOT_COUNTED }}：正在征求意见。", "不计算在答复期限内"),
    ("clarification", "restart", "{{ you }}补正的，期限照常计算（{{ cite.CLARIFIED_RESTARTS }}）。", "“自……起重新计算”的字样"),
    ("clarification", "abandonment", "{{ cite.CLARIFICATION_ABANDONED }}：逾期不视为放弃申请。", "“视为放弃申请”的字样"),
    ("fee", "fee_unpaid", "{{ cite.FEE_NOTICE }}：请按期缴纳。", "“视为放弃申请”的字样"),
    ("fee", "fee_restart", "{{ cite.FEE_PAID_RESTARTS }}：缴费后继续办理，{{ reply_days }}个工作日。", "“自……起重新计算”的字样"),
    ("explanation", "unreasonable", "{{ cite.UNREASONABLE }}：理由不合理的，另行告知。", "“不予处理”的字样"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "block", "words", "said"), CONSEQUENCES)
def test_an_agencys_own_wording_neither_drops_nor_turns_round_what_the_law_says_of_silence(
    kind: str, block: str, words: str, said: str | None, tmp_path: Path
) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'[change.{block}]\ntext = "{words}"\n', "utf-8")
    if said is None:  # still said where no day is named
        assert catalogue.template(kind, tmp_path).version != catalogue.template(kind).version
        return
    with pytest.raises(DeskError) as refused:
        catalogue.template(kind, tmp_path)
    assert said in refused.value.what


def test_the_consequence_may_be_told_in_other_words_around_it(tmp_path: Path) -> None:
    words = "{{ you }}没有回复的，不视为同意，也不能视为同意；由本机关依照《条例》决定是否公开（{{ cite.CONSULT_THIRD_PARTY }}）。"
    (tmp_path / "third_party.toml").write_text(f'[change.handling]\ntext = "{words}"\n', "utf-8")
    assert catalogue.template("third_party", tmp_path).kind == "third_party"


@pytest.mark.parametrize("key", ["say", "never"])
def test_words_that_are_no_pattern_are_a_fault_of_the_template(key: str, tmp_path: Path) -> None:
    text = (content.letter_sources("receipt")[0] or {}) | {key: ["（(?"]}
    with pytest.raises(DeskError, match="不是正则表达式"):
        wording.parse("receipt", text, content.letter_sources("_shared")[0] or {})


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_wording_holds_all_that_it_asks_of_others(kind: str) -> None:
    template = catalogue.template(kind)
    assert template.must
    assert wording.lacking(template, template) == []


@pytest.mark.parametrize(
    ("kind", "block", "lost"),
    [
        ("third_party", "period", "提出意见的工作日数"),
        ("co_maker", "period", "提出意见的工作日数"),
        ("other_agency", "period", "最后一日"),
        ("consulting", "not_counted", "第三十三条第三款"),
        ("third_party_told", "judgement", "决定公开的理由"),
    ],
)
def test_an_agencys_own_wording_without_period_or_provision_is_refused(
    kind: str, block: str, lost: str, tmp_path: Path
) -> None:
    (tmp_path / f"{kind}.toml").write_text(f'[change.{block}]\ntext = "请尽快回复。"\n', "utf-8")
    with pytest.raises(DeskError, match=lost):
        catalogue.template(kind, tmp_path)
