"""What the law wants in a letter of this family cannot be taken out of it by an agency's own wording."""

from __future__ import annotations

from pathlib import Path

import pytest

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
