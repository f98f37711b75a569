"""Every kind of letter: each passage has a name of its own, by which an agency's own folder says it otherwise."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.desk.letters.drafting import AGENCY

from foidesk import content
from foidesk.desk import catalogue, samples
from foidesk.errors import DeskError
from foidesk.paper import wording
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter

KINDS = catalogue.kinds()
ADDED = "以上内容另行说明。"


def passages(kind: str) -> dict[str, dict[str, Any]]:
    """The passages of the shipped wording by their names, the shared ones in their places."""
    shared = content.letter_sources("_shared")[0]
    shipped = content.letter_sources(kind)[0]
    return {block["name"]: block for block in wording.merged(kind, shipped, {"change": {}}, shared)["block"]}


def with_a_sentence_more(passage: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped words and a sentence; in a table, in its last cell."""
    if "rows" in passage:
        *rows, last = passage["rows"]
        return {"rows": [*rows, [*last[:-1], last[-1] + ADDED]]}
    if "cells" in passage:
        return {"cells": [*passage["cells"][:-1], passage["cells"][-1] + ADDED]}
    return {"text": passage["text"].rstrip() + ADDED}


def changed(folder: Path, kind: str, *names: str) -> Letter:
    """The sample letter where a file in the agency's own folder adds a sentence to these passages."""
    lines = []
    for name in names:
        lines.append(f"[change.{name}]")
        for key, value in with_a_sentence_more(passages(kind)[name]).items():
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    folder.mkdir()
    (folder / f"{kind}.toml").write_text("\n".join(lines), encoding="utf-8")
    return samples.letter(kind, AGENCY, catalogue.templates(folder))


def words(block: Block) -> str:
    return block.text + "".join(cell for row in block.rows for cell in row)


def others(letter: Letter, *names: str) -> list[Block]:
    return [block for block in letter.blocks if block.name not in names]


# --- names ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_every_passage_has_a_name_of_its_own_in_small_letters(kind: str) -> None:
    names = Counter(piece.name for piece in catalogue.template(kind).pieces)
    assert {name: times for name, times in names.items() if times > 1} == {}
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []


# --- changes -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_an_agency_changes_any_single_passage_and_no_other(kind: str, tmp_path: Path) -> None:
    shipped = samples.letter(kind, AGENCY)
    standing = {block.name for block in shipped.blocks}
    for name, passage in passages(kind).items():
        if passage["style"] in (Style.ATTACHED, Style.ATTACHMENTS) and "each" not in passage:
            continue  # title of an attached page: changed together with its place in the list, see below
        letter = changed(tmp_path / name, kind, name)
        assert others(letter, name) == others(shipped, name), name
        said = [words(block) for block in letter.blocks if block.name == name]
        assert any(ADDED in each for each in said) == (name in standing), name


@pytest.mark.parametrize(
    ("kind", "listed", "title"),
    [("clarification", "form_listed", "form_title"), ("third_party", "slip_listed", "slip_title")],
)
def test_an_attached_page_is_renamed_in_the_list_and_on_the_page_at_once(
    kind: str, listed: str, title: str, tmp_path: Path
) -> None:
    shipped = samples.letter(kind, AGENCY)
    letter = changed(tmp_path / "both", kind, listed, title)
    assert others(letter, listed, title) == others(shipped, listed, title)
    assert sum(ADDED in block.text for block in letter.blocks) == 2
    with pytest.raises(DeskError, match="没有列入附件说明"):
        changed(tmp_path / "title", kind, title)


def test_every_passage_stands_in_some_sample_letter_or_on_a_condition() -> None:
    for kind in KINDS:
        standing = {block.name for block in samples.letter(kind, AGENCY).blocks}
        for name, passage in passages(kind).items():
            conditional = {"when", "unless", "decision"} & passage.keys()
            assert name in standing or conditional, f"{kind}: {name}"


def test_a_shared_passage_changed_in_the_file_of_one_letter_is_as_shipped_in_the_others(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own"
    assert ADDED in changed(own, "fee", "questions").text
    for kind in ("disclosed", "third_party", "explanation"):
        assert samples.letter(kind, AGENCY, catalogue.templates(own)) == samples.letter(kind, AGENCY)


# --- what the law wants --------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_law_wants_in_a_letter_stands_in_its_wording(kind: str) -> None:
    template = catalogue.template(kind)
    used = {name for piece in template.pieces for name in piece.needs}
    cited = {f"cite.{name}" for piece in template.pieces for name in piece.cites}
    assert template.must
    assert set(template.must) - used - cited == set()
