"""A DOCX that was changed outside: what differs is told, what cannot be vouched for is refused, nothing breaks."""

import io
import re
import struct
import time
import zipfile
from contextlib import suppress
from dataclasses import replace

import docx as python_docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.paper.awkward import AWKWARD
from tests.paper.conftest import make_letter
from tests.paper.office import converted

from foidesk.desk import catalogue
from foidesk.errors import DeskError
from foidesk.paper import docx
from foidesk.paper.form import Style
from foidesk.paper.letter import Block
from foidesk.paper.outside import compared, comparison, read

LETTERS = {name: make() for name, make in AWKWARD.items()} | {
    kind: make_letter(kind) for kind in catalogue.kinds()
}
DRAFT = make_letter("disclosed")
DATA = docx.render(DRAFT)
BODY = "word/document.xml"


def edited(change, part=BODY, data=DATA, **added):
    """The DOCX with a part changed as text, and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()).encode() if name == part else content)
        for name, content in added.items():
            target.writestr(name, content)
    return out.getvalue()


def inserted(xml, before="<w:sectPr"):
    """The DOCX with a piece of XML put before the last occurrence of another."""

    def put(text):
        start, mark, end = text.rpartition(before)
        return start + xml + mark + end

    return edited(put)


def in_run(xml):
    """The DOCX with one more paragraph that holds a run with this inside."""
    return inserted(f"<w:p><w:r>{xml}</w:r></w:p>")


def saved(change):
    """The DOCX as changed with python-docx."""
    document = python_docx.Document(io.BytesIO(DATA))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- what differs --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_an_unchanged_letter_has_the_words_of_its_draft(name):
    assert compared(LETTERS[name], docx.render(LETTERS[name])).same


def test_a_letter_saved_again_by_another_office_program_has_the_words_of_its_draft(tool, tmp_path):
    files = {name: docx.render(letter) for name, letter in LETTERS.items()}
    again = converted(tool("soffice"), files, tmp_path, to="docx")
    for name, letter in LETTERS.items():
        assert compared(letter, again[name].read_bytes()).lines() == ["文字与底稿一致。"]


def test_a_changed_word_is_shown_where_it_stands():
    was = next(block.text for block in DRAFT.blocks if block.style is Style.BODY)
    found = compared(DRAFT, edited(lambda text: text.replace(was, f"{was[:20]}改动{was[22:]}")))
    assert not found.same
    assert (found.added, found.removed) == ((), ())
    (change,) = found.changed
    assert f"［删：{was[20:22]}］［增：改动］" in change.marked
    assert found.lines() == [f"第{change.place}段改动：{change.marked}"]
    assert len(change.marked) < 60


def test_a_small_change_in_3000_characters_is_shown_alone():
    letter = LETTERS["request_of_3000"]
    data = edited(
        lambda text: text.replace("第9所学校", "第九所学校").replace("第30所", "第31所"),
        data=docx.render(letter),
    )
    (change,) = compared(letter, data).changed
    assert "［删：9］［增：九］" in change.marked
    assert "［删：0］［增：1］" in change.marked
    assert len(change.marked) < 100


def test_a_new_paragraph_and_one_that_went_are_told():
    found = compared(DRAFT, inserted("<w:p><w:r><w:t>另附说明一份，请查收。</w:t></w:r></w:p>"))
    assert [text for _, text in found.added] == ["另附说明一份，请查收。"]
    assert found.lines()[0].endswith("增加：另附说明一份，请查收。")
    last = DRAFT.blocks[-1].text
    found = compared(DRAFT, edited(lambda text: re.sub(rf"<w:p>(?:(?!<w:p>).)*{last}.*?</w:p>", "", text)))
    assert [text for _, text in found.removed] == [last]
    assert found.lines()[0].startswith("第")


def test_differences_are_told_in_the_order_of_the_letter():
    before = ["第一段文字在此", "第二段文字在此", "第三段内容如下", "第四段即将结束"]
    after = ["新开头一行写上", "第一段文字在此", "第二段文字改了", "第四段即将结束", "末尾加上的一段"]
    lines = comparison(before, after).lines()
    assert [re.match(r"[^：]+", line)[0] for line in lines] == [
        "开头增加",
        "第2段改动",
        "第3段删去",
        "第4段之后增加",
    ]


def test_spaces_and_line_breaks_are_no_words():
    assert comparison(["GB/T 9704 号", "甲\n乙"], ["GB/T\u30009704号", "甲乙"]).same


def test_words_in_a_cell_count():
    fee = make_letter("fee")
    cell = next(block for block in fee.blocks if block.rows).rows[1][0]
    data = edited(lambda text: text.replace(f">{cell}<", f">{cell}改<", 1), data=docx.render(fee))
    (line,) = compared(fee, data).lines()
    assert "［增：改］" in line


def test_words_in_a_footer_count():
    data = saved(lambda document: document.sections[0].footer.paragraphs[0].add_run("仅供内部使用"))
    (line,) = compared(DRAFT, data).lines()
    assert "增加" in line
    assert "仅供内部使用" in line


def test_words_in_a_footnote_count():
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:footnote><w:p><w:r><w:footnoteRef/><w:t>见附件。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    relation = (
        '<Relationship Id="n1" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footnotes"/></Relationships>'
    )
    data = edited(
        lambda text: text.replace("</Relationships>", relation),
        part="word/_rels/document.xml.rels",
        **{"word/footnotes.xml": note},
    )
    assert [text for _, text in compared(DRAFT, data).added] == ["见附件。"]


def test_a_nested_table_is_read_once():
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内层</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = inserted(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>")
    assert [text for _, text in compared(DRAFT, data).added] == ["内层"]


def test_paragraphs_of_a_block_and_of_a_cell_are_held_against_theirs():
    blocks = (Block(Style.BODY, "甲方\n乙方"), Block(Style.TABLE, rows=(("一", "第一段\n第二段"),)))
    letter = replace(DRAFT, blocks=(*DRAFT.blocks[:4], *blocks, *DRAFT.blocks[4:]))
    assert compared(letter, docx.render(letter)).same


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.text("甲乙丙丁，。", max_size=12), max_size=8),
    st.lists(st.text("甲乙丙丁，。", max_size=12), max_size=8),
)
def test_every_paragraph_is_kept_changed_added_or_removed(before, after):
    found = comparison(before, after)
    kept = len(before) - len(found.removed) - len(found.changed)
    assert kept + len(found.changed) + len(found.added) == len(after)
    assert found.same == (["".join(t.split()) for t in before] == ["".join(t.split()) for t in after])


# --- what is refused -----------------------------------------------------------------------------

MADE = 'w:id="9" w:author="甲" w:date="2026-03-27T00:00:00Z"'
FIELD = '<w:fldChar w:fldCharType="begin"/><w:instrText> {} </w:instrText><w:fldChar w:fldCharType="end"/>'
OBSTACLES = {
    "insertion": (inserted(f"<w:p><w:ins {MADE}><w:r><w:t>加</w:t></w:r></w:ins></w:p>"), "修订"),
    "deletion": (inserted(f"<w:p><w:del {MADE}><w:r><w:delText>去</w:delText></w:r></w:del></w:p>"), "修订"),
    "moved": (inserted(f"<w:p><w:moveFrom {MADE}><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"), "修订"),
    "deleted mark": (inserted(f"<w:p><w:pPr><w:rPr><w:del {MADE}/></w:rPr></w:pPr></w:p>"), "修订"),
    "new format": (inserted(f"<w:p><w:pPr><w:pPrChange {MADE}><w:pPr/></w:pPrChange></w:pPr></w:p>"), "修订"),
    "deleted row": (
        inserted(f"<w:tbl><w:tr><w:trPr><w:del {MADE}/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
        "修订",
    ),
    "comment": (in_run('<w:commentReference w:id="1"/>'), "批注"),
    "hidden": (in_run("<w:rPr><w:vanish/></w:rPr><w:t>藏</w:t>"), "隐藏文字"),
    "white": (in_run('<w:rPr><w:color w:val="ffffff"/></w:rPr><w:t>白</w:t>'), "隐藏文字"),
    "hidden by style": (
        edited(
            lambda text: text.replace(
                '<w:rPr><w:rFonts w:ascii="仿宋"', '<w:rPr><w:vanish/><w:rFonts w:ascii="仿宋"'
            ),
            part="word/styles.xml",
        ),
        "隐藏文字",
    ),
    "field": (in_run(FIELD.format("DATE")), "域"),
    "simple field": (inserted('<w:p><w:fldSimple w:instr="AUTHOR"><w:r/></w:fldSimple></w:p>'), "域"),
    "field that begins like a page number": (in_run(FIELD.format("PAGEREF x")), "域"),
    "bound control": (
        inserted('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent/></w:sdt>'),
        "域",
    ),
    "numbered": (inserted('<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:p>'), "自动编号"),
    "macro": (edited(str, **{"word/vbaProject.bin": b"\0"}), "宏"),
    "embedded": (edited(str, **{"word/embeddings/oleObject1.bin": b"\0"}), "嵌入对象"),
    "picture": (in_run("<w:drawing/>"), "图片"),
    "text box": (
        in_run('<m:AlternateContent xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"/>'),
        "文本框",
    ),
    "foreign text": (inserted('<w:altChunk xmlns:r="urn:r" r:id="a"/>'), "不能逐字核对"),
    "symbol": (in_run('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "不能逐字核对"),
    "link": (
        edited(
            lambda text: text.replace(
                "</Relationships>",
                '<Relationship Id="x" Type="http://x/hyperlink" TargetMode="External" Target="http://x"/></Relationships>',
            ),
            part="word/_rels/document.xml.rels",
        ),
        "链接",
    ),
}


@pytest.mark.parametrize("name", sorted(OBSTACLES))
def test_what_words_cannot_vouch_for_is_refused_with_a_way_out(name):
    data, word = OBSTACLES[name]
    with pytest.raises(DeskError) as refusal:
        compared(DRAFT, data)
    assert word in refusal.value.why
    assert "保存后重新上传" in refusal.value.do


def test_all_obstacles_are_named_at_once():
    with pytest.raises(DeskError) as refusal:
        compared(DRAFT, in_run("<w:rPr><w:vanish/></w:rPr><w:t>藏</w:t><w:drawing/>"))
    assert "隐藏文字" in refusal.value.why
    assert "图片" in refusal.value.why


def test_of_tracked_changes_insertions_are_read_and_deletions_are_not():
    data = inserted(
        f"<w:p><w:r><w:t>甲</w:t></w:r><w:ins {MADE}><w:r><w:t>乙</w:t></w:r></w:ins>"
        f"<w:del {MADE}><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>"
    )
    assert read(data).paragraphs[-1] == "甲乙"


def test_the_page_number_is_no_obstacle_and_no_word():
    reading = read(DATA)
    assert not reading.obstacles
    assert len(reading.paragraphs) == len(DRAFT.text.splitlines())


# --- what is no DOCX -----------------------------------------------------------------------------

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BOMB = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def with_password_flag():
    """The archive with the flag of an encrypted entry on its document."""
    data = bytearray(DATA)
    for signature, flags, name in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = data.find(signature)
        while at >= 0:
            if data[at + name : at + name + len(BODY)] == BODY.encode():
                struct.pack_into("<H", data, at + flags, 1)
            at = data.find(signature, at + 4)
    return bytes(data)


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


BROKEN = {
    "nothing": (b"", "损坏"),
    "text": ("答复书".encode(), "损坏"),
    "pdf": (b"%PDF-1.7\n", "损坏"),
    "cut short": (DATA[: len(DATA) // 2], "损坏"),
    "bits turned": (DATA.replace(b"PK\x01\x02", b"PK\x01\x09"), "损坏"),
    "password": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "zip password": (with_password_flag(), "密码"),
    "old format renamed": (COMPOUND + "WordDocument".encode("utf-16-le"), ".doc"),
    "other zip": (zipped(**{"a.txt": "a"}), "损坏"),
    "too many parts": (edited(str, **{f"word/x{n}": b"" for n in range(1100)}), "过多"),
    "zip bomb": (edited(lambda text: text + " " * 9_000_000), "过大"),
    "big file": (edited(str, **{"word/x.bin": bytes(21 * 1024 * 1024)}), "20兆"),
    "xml bomb": (edited(lambda text: text.replace("<w:document", BOMB + "<w:document", 1)), "文档类型"),
    "outside entity": (
        edited(
            lambda text: text.replace(
                "<w:document", '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document', 1
            )
        ),
        "文档类型",
    ),
    "deep": (inserted("<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300), "嵌套过深"),
    "no xml": (edited(lambda text: text[:-20]), "损坏"),
    "strange encoding": (edited(lambda text: text.replace("UTF-8", "ebcdic-x", 1)), "损坏"),
    "strict": (
        edited(
            lambda text: text.replace("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/")
        ),
        "严格",
    ),
    "spreadsheet": (edited(lambda text: '<workbook xmlns="x"/>'), "不是文字处理文档"),
    "too many paragraphs": (inserted("<w:p><w:r><w:t>多</w:t></w:r></w:p>" * 5001), "五千个"),
    "too many words": (
        inserted(f"<w:p><w:r><w:t>{'多' * 200_001}</w:t></w:r></w:p>"),
        "二十万字",
    ),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_what_is_no_whole_docx_is_refused_in_chinese(name):
    data, word = BROKEN[name]
    with pytest.raises(DeskError) as refusal:
        compared(DRAFT, data)
    assert word in refusal.value.why
    assert refusal.value.do


def test_two_parts_of_one_name_are_refused():
    out = io.BytesIO(DATA)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/Document.xml", "<other/>")
    with pytest.raises(DeskError, match="重名") as refusal:
        compared(DRAFT, out.getvalue())
    assert refusal.value.do


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=40))
def test_damaged_bytes_are_read_or_refused_but_never_break(at, bytes_):
    data = DATA[:at] + bytes_ + DATA[at + len(bytes_) :]
    with suppress(DeskError):
        assert compared(DRAFT, data).lines()


@pytest.mark.parametrize(
    "xml",
    ["<w:p><w:r><w:t>多</w:t></w:r></w:p>" * 4900, f"<w:p><w:r><w:t>{'多少' * 90_000}</w:t></w:r></w:p>"],
)
def test_a_file_made_to_be_slow_is_compared_in_seconds(xml):
    data = inserted(xml)
    began = time.perf_counter()
    assert compared(DRAFT, data).lines()
    assert time.perf_counter() - began < 5
