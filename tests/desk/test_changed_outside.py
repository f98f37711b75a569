"""A DOCX changed in a word processor: compared with its draft, taken as the letter, or refused."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date

import docx
import hypothesis
import pytest
from docx.document import Document
from docx.text.paragraph import Paragraph
from hypothesis import strategies as st

from foidesk import settings
from foidesk.desk import applications, catalogue, issuing, letters, samples
from foidesk.desk.issuing import Issued
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.paper.outside import adopted, read
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import FeeStandard
from foidesk.store.worklist import Row

from .conftest import ROOT, clerk
from .letterroom import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    cleared,
    decision,
    issued_letters,
    last_letter,
    one_database,
    order,
    reply,
    rows,
    words,
)

Register = Callable[..., Row]
Change = Callable[[Document], object]


# --- a DOCX changed outside ----------------------------------------------------------------------
def changed(data: bytes, change: Change) -> bytes:
    """The DOCX as somebody leaves it in a word processor."""
    document = docx.Document(io.BytesIO(data))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph(document: Document, beginning: str) -> Paragraph:
    return next(each for each in document.paragraphs if each.text.startswith(beginning))


def write(beginning: str, new: str) -> Change:
    """Type over the first run of a paragraph, and empty the others, as a word processor does."""

    def change(document: Document) -> None:
        found = paragraph(document, beginning)
        for run in found.runs[1:]:
            run.text = ""
        found.runs[0].text = new

    return change


def insert_before(beginning: str, new: str) -> Change:
    return lambda document: paragraph(document, beginning).insert_paragraph_before(new)


def remove(beginning: str) -> Change:
    def change(document: Document) -> None:
        element = paragraph(document, beginning)._p
        element.getparent().remove(element)

    return change


@pytest.fixture
def replying(office: Office, register: Register) -> tuple[str, bytes]:
    """An application to be replied to, and the DOCX of the draft reply."""
    number = register(MONDAY).number
    cleared(office, number)
    made = issuing.drafted_reply(office, number, decision(), order(), clerk(FRIDAY))
    return number, letters.render(made.letter).docx


def replied_with(office: Office, number: str, data: bytes) -> Issued:
    return reply(office, number, order(docx=data, confirmed="负责人已逐字核对"))


def test_a_docx_changed_outside_is_issued_as_it_came_and_its_words_are_the_letter(
    office: Office, replying: tuple[str, bytes]
) -> None:
    number, draft = replying

    def edited(document: Document) -> None:
        write("经查", "经查阅2019年至2021年的测绘档案，本机关保存有该图，现予提供。")(document)
        insert_before("根据", "该图以2021年测绘成果为准。\n比例尺为一比五百。")(document)
        remove("2. 保护标志说明表")(document)

    data = changed(draft, edited)
    done = replied_with(office, number, data)
    text = words(done.paper.pdf)
    assert "经查阅2019年至2021年的测绘档案，本机关保存有该图" in text
    assert "该图以2021年测绘成果为准。比例尺为一比五百。" in text
    assert "保护标志说明表" not in text
    assert done.paper.docx == data
    letter = last_letter(office, number)
    assert letter.outside
    assert letter.docx_sha256 == hashlib.sha256(data).hexdigest()
    assert sorted(line.partition("：")[0][-2:] for line in done.changed) == ["删去", "增加", "改动"]
    assert letters.issued(office, applications.open_file(office, number), "disclosed") == done.paper


def test_the_clerk_sees_every_difference_before_anything_is_issued(
    office: Office, replying: tuple[str, bytes]
) -> None:
    number, draft = replying
    data = changed(draft, write("经查", "经查阅测绘档案，本机关保存有该图。"))
    before = rows(office)
    made = issuing.drafted_reply(office, number, decision(), order(docx=data), clerk(FRIDAY))
    (line,) = made.changed
    assert "［增：阅测绘档案］" in line
    assert "经查阅测绘档案" in made.letter.text
    assert rows(office) == before
    same = issuing.drafted_reply(office, number, decision(), order(docx=draft), clerk(FRIDAY))
    assert same.changed == ("文字与底稿一致。",)
    plain = issuing.drafted_reply(office, number, decision(), order(), clerk(FRIDAY))
    assert plain.changed == ()


@one_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (write("芙政公开〔2026〕第1号-答", "芙政公开〔2026〕第9号-答"), "文号不能在外部修改"),
        (write("李珺", "王喆："), "主送不能在外部修改"),
        (write("2026年3月6日", "2026年3月5日"), "成文日期不能在外部修改"),
        (remove("2026年3月6日"), "成文日期不能在外部修改"),
        (write("政府信息公开申请答复书", "关于不予公开的决定"), "标题不能在外部修改"),
        (insert_before("政府信息公开申请答复书", "特急"), "正文以外不能增加文字"),
        (lambda document: document.add_paragraph("抄送：区信访局"), "正文以外不能增加文字"),
        (lambda document: document.sections[0].footer.paragraphs[0].add_run("仅供参考"), "正文以外"),
    ],
)
def test_what_identifies_the_letter_is_not_changed_outside(
    office: Office, replying: tuple[str, bytes], change: Change, said: str
) -> None:
    number, draft = replying
    before = rows(office)
    with pytest.raises(DeskError) as refused:
        replied_with(office, number, changed(draft, change))
    assert said in str(refused.value)
    assert rows(office) == before


@one_database
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (remove("您如对本答复"), "救济"),
        (write("您如对本答复", "您对本答复书不服的，可以向本机关反映。"), "救济"),
        (write("经查", "经查，该图属于内部资料，暂不公开。"), "暂不公开"),
        (write("经查", "经查，该图已按[2019]3号文移交。"), "〔〕"),
    ],
)
def test_what_the_law_wants_is_checked_in_words_from_outside_too(
    office: Office, replying: tuple[str, bytes], change: Change, said: str
) -> None:
    number, draft = replying
    before = rows(office)
    with pytest.raises(DeskError) as refused:
        replied_with(office, number, changed(draft, change))
    assert said in str(refused.value)
    assert rows(office) == before


@one_database
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7 no docx", "经查，".encode(), bytes(100_000)])
def test_what_is_no_docx_is_refused(office: Office, replying: tuple[str, bytes], data: bytes) -> None:
    before = rows(office)
    with pytest.raises(DeskError):
        replied_with(office, replying[0], data)
    assert rows(office) == before


@one_database
def test_the_docx_of_another_application_is_no_text_for_this_one(
    office: Office, register: Register, replying: tuple[str, bytes]
) -> None:
    other = register(MONDAY, name="王喆").number
    cleared(office, other)
    with pytest.raises(DeskError, match="不能在外部修改"):
        replied_with(office, other, replying[1])


# --- tables --------------------------------------------------------------------------------------
@pytest.fixture
def charging(office: Office, register: Register) -> tuple[str, bytes]:
    """An application with a fee notice, and the DOCX of its draft: a letter with tables."""
    number = register(MONDAY).number
    notified = ev.FeeNotified(
        on=TUESDAY,
        standard=FeeStandard.PAGES,
        units=250,
        officer="周明远",
        reason="该申请涉及250页，明显超过合理范围",
        alternatives_offered=True,
    )
    applications.record(office, number, [notified], clerk(TUESDAY))
    made = issuing.drafted(office, number, "fee", order(), clerk(TUESDAY))
    return number, letters.render(made.letter).docx


def fee(office: Office, number: str, data: bytes) -> Issued:
    return issuing.issue(
        office, number, "fee", order(docx=data, confirmed="负责人已逐字核对"), clerk(TUESDAY)
    )


def test_a_cell_is_changed_in_its_place(office: Office, charging: tuple[str, bytes]) -> None:
    number, draft = charging

    def edited(document: Document) -> None:
        cell = document.tables[0].rows[0].cells[0]
        cell.paragraphs[0].runs[0].text = "计费档次"

    done = fee(office, number, changed(draft, edited))
    kept = letters.words(office, last_letter(office, number))
    table = next(block for block in kept.blocks if block.rows)
    assert table.rows[0] == ("计费档次", "数量", "单价（元）", "金额（元）")
    assert "计费档次" in words(done.paper.pdf)


def add_row(document: Document) -> None:
    for cell in document.tables[0].add_row().cells:
        cell.text = "另加"


def remove_row(document: Document) -> None:
    row = document.tables[0].rows[1]._tr
    row.getparent().remove(row)


def two_cells(document: Document) -> None:
    cells = document.tables[0].rows[1].cells
    cells[0].merge(cells[1])


@one_database
@pytest.mark.parametrize("change", [add_row, remove_row, two_cells])
def test_a_table_keeps_its_shape(office: Office, charging: tuple[str, bytes], change: Change) -> None:
    number, draft = charging
    before = rows(office)
    with pytest.raises(DeskError, match="表格"):
        fee(office, number, changed(draft, change))
    assert rows(office) == before


def rewrite_row(document: Document) -> None:
    for cell, text in zip(document.tables[0].rows[1].cells, ("甲档", "壹", "贰", "叁"), strict=True):
        cell.paragraphs[0].runs[0].text = text


@one_database
def test_a_row_that_is_written_anew_stays_a_row(office: Office, charging: tuple[str, bytes]) -> None:
    number, draft = charging
    made = issuing.drafted(office, number, "fee", order(docx=changed(draft, rewrite_row)), clerk(TUESDAY))
    table = next(block for block in made.letter.blocks if block.rows)
    assert table.rows[1] == ("甲档", "壹", "贰", "叁")


@pytest.mark.parametrize("kind", catalogue.kinds())
def test_an_unchanged_docx_is_the_draft_itself(kind: str) -> None:
    letter = samples.letter(kind, settings.load(ROOT / "config.toml").agency[0])
    assert adopted(letter, letters.render(letter).docx) == letter


EDITS = st.lists(
    st.tuples(
        st.sampled_from(("write", "insert", "remove", "cell")),
        st.integers(0, 60),
        st.sampled_from(
            ("改写的文字甲乙丙丁", "一、新标题", "（二）又一个标题", "两行\n文字", "新增一段文字。")
        ),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize("kind", ["disclosed", "fee", "clarification"])
@hypothesis.settings(max_examples=15, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(edits=EDITS)
def test_whatever_is_changed_the_letter_says_what_the_docx_says_or_it_is_refused(
    kind: str, edits: list[tuple[str, int, str]]
) -> None:
    letter = samples.letter(kind, settings.load(ROOT / "config.toml").agency[0])

    def edited(document: Document) -> None:
        for act, place, text in edits:
            there = [each for each in document.paragraphs if each.text.strip()]
            cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
            if act == "cell" and cells:
                cells[place % len(cells)].paragraphs[0].add_run("补")
            elif act == "insert":
                there[place % len(there)].insert_paragraph_before(text)
            elif act == "write":
                there[place % len(there)].runs[0].text += text
            elif act == "remove":
                element = there[place % len(there)]._p
                element.getparent().remove(element)

    data = changed(letters.render(letter).docx, edited)
    try:
        found = adopted(letter, data)
    except DeskError:
        return
    assert "".join(found.text.split()) == "".join("".join(read(data).paragraphs).split())


# --- form ----------------------------------------------------------------------------------------
@one_database
def test_a_heading_rewritten_stays_a_heading_and_a_paragraph_put_before_it_is_body(
    office: Office, charging: tuple[str, bytes]
) -> None:
    number, draft = charging

    def edited(document: Document) -> None:
        insert_before("二、", "以上事实有登记记录为证。")(document)
        write("二、", "二、怎么计算")(document)

    fee(office, number, changed(draft, edited))
    kept = {
        block.text: block.style.value for block in letters.words(office, last_letter(office, number)).blocks
    }
    assert kept["以上事实有登记记录为证。"] == "body"
    assert kept["二、怎么计算"] == "heading"


@one_database
def test_a_paragraph_removed_beside_one_rewritten_takes_its_own_form_away(
    office: Office, charging: tuple[str, bytes]
) -> None:
    number, draft = charging

    def edited(document: Document) -> None:
        remove("一、收费的事实和依据")(document)
        write("该申请涉及250页", "该申请共涉及250页档案，明显超过合理范围。")(document)

    fee(office, number, changed(draft, edited))
    kept = {
        block.text: block.style.value for block in letters.words(office, last_letter(office, number)).blocks
    }
    assert kept["该申请共涉及250页档案，明显超过合理范围。"] == "body"
    assert "一、收费的事实和依据" not in kept


@one_database
def test_a_letter_changed_outside_is_set_in_the_official_form(
    office: Office, replying: tuple[str, bytes]
) -> None:
    number, draft = replying

    def shouting(document: Document) -> None:
        found = paragraph(document, "经查")
        found.runs[0].font.size = docx.shared.Pt(40)
        found.runs[0].text = "经查阅，本机关保存有该图。"
        for run in found.runs[1:]:
            run.text = ""

    done = replied_with(office, number, changed(draft, shouting))
    from pypdfium2 import PdfDocument

    heights = set()
    page = PdfDocument(done.paper.pdf)[0].get_textpage()
    for at in range(page.count_chars()):
        _, low, _, high = page.get_charbox(at)
        heights.add(round(high - low))
    assert max(heights) < 45, "no character of 40 pt"
    assert issued_letters(office, number)[-1].on == date(2026, 3, 6)
