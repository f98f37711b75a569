"""Which font draws which character."""

import struct
import subprocess

import pytest
from fontTools import subset as fonttools_subset
from fontTools.ttLib import TTCollection, TTFont
from reportlab.pdfbase.ttfonts import TTFontFile

from foidesk.errors import DeskError
from foidesk.paper import pdf
from foidesk.paper.fonts import LAST_RESORT, PACKAGED, Fonts, NoGlyph, Origin, fonts, installed
from foidesk.paper.fonts.file import faces
from foidesk.paper.fonts.typeface import Typeface
from foidesk.paper.form import Face

REGULAR = LAST_RESORT[Face.FANGSONG]


def font_of(characters: str, *, family: str = "", chinese: str = "", permissions: int = 0) -> TTFont:
    """A small font with only these characters, under other names."""
    font = TTFont(PACKAGED / REGULAR)
    options = fonttools_subset.Options(drop_tables=["GSUB", "GPOS", "GDEF", "BASE", "STAT"], name_IDs=["*"])
    cutter = fonttools_subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)
    font["OS/2"].fsType = permissions
    if family:
        font["name"].setName(family, 1, 3, 1, 0x409)
    if chinese:
        font["name"].setName(chinese, 1, 3, 1, 0x804)
    return font


def names(choices):
    return [choice.file.path.name for choice in choices]


def test_rare_characters_of_names_are_drawn():
    assert all(fonts().glyph(character, Face.FANGSONG) for character in "䶮喆镕堃𬭎𫖯𬱟〔〕—…“”①％")


def test_a_character_that_no_font_has_refuses_the_letter_and_is_named(make):
    letter = make("extension", applicant="欧阳\U000e0041")
    with pytest.raises(NoGlyph) as refusal:
        pdf.render(letter)
    assert "U+E0041" in refusal.value.what
    assert refusal.value.do


def test_the_ink_of_a_character_is_known():
    glyph = fonts().glyph("一", Face.FANGSONG)
    assert 0.3 < glyph.bottom < glyph.top < 0.6  # a stroke in the middle
    assert fonts().glyph("g", Face.FANGSONG).bottom < -0.1
    space = fonts().glyph(" ", Face.FANGSONG)
    assert (space.top, space.bottom) == (0, 0)


def test_a_font_of_the_system_goes_before_the_packaged_one(tmp_path):
    own = tmp_path / "truetype" / "SimFang.TTF"  # as Windows writes it
    own.parent.mkdir()
    font_of("政府", family="FangSong", chinese="仿宋").save(own)
    choices = installed([tmp_path])[Face.FANGSONG]
    assert names(choices) == ["SimFang.TTF", REGULAR]
    assert [choice.origin for choice in choices] == [Origin.SYSTEM, Origin.PACKAGED]
    assert [choice.file.family for choice in choices] == ["仿宋", "Noto Serif SC"]


def test_each_character_is_drawn_by_the_first_font_that_has_it(tmp_path):
    font_of("政府").save(tmp_path / "simfang.ttf")
    chosen = Fonts(installed([tmp_path]))
    assert chosen.glyph("政", Face.FANGSONG).font == "simfang"
    assert chosen.glyph("䶮", Face.FANGSONG).font == "NotoSerifSC_400Regular"


def test_a_letter_drawn_with_two_fonts_reads_as_with_one(make, tool, tmp_path):
    font_of("政府信息公开本机关2026年").save(tmp_path / "simfang.ttf")
    letter = make("receipt")
    mixed, path = Fonts(installed([tmp_path])), tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(letter, mixed, base="政府信息，"))
    told = subprocess.run([tool("pdftotext"), "-raw", path, "-"], capture_output=True, check=True)
    text = "".join(told.stdout.decode().split())
    assert "".join(letter.blocks[4].text.split()) in text


@pytest.mark.parametrize(
    ("permissions", "taken"),
    [(0x0000, True), (0x0008, True), (0x0004, True), (0x0002, False), (0x0100, False), (0x0200, False)],
)
def test_a_font_that_may_not_be_embedded_is_passed_over(tmp_path, permissions, taken):
    font_of("政府", permissions=permissions).save(tmp_path / "simfang.ttf")
    assert ("simfang.ttf" in names(installed([tmp_path])[Face.FANGSONG])) is taken


@pytest.mark.parametrize(
    "damaged",
    [b"OTTO and the rest", b"", b"\x00\x01\x00\x00\x00\x09", b"ttcf\x00", b"ttcf\0\1\0\0" + b"\xff" * 40],
)
def test_a_font_of_another_kind_or_a_damaged_one_is_passed_over(tmp_path, damaged):
    (tmp_path / "simfang.ttf").write_bytes(damaged)
    assert names(installed([tmp_path])[Face.FANGSONG]) == [REGULAR]


def test_a_font_that_reportlab_cannot_read_leaves_its_characters_to_the_next(tmp_path):
    font = font_of("政府")
    font.save(tmp_path / "whole.ttf")
    data = bytearray((tmp_path / "whole.ttf").read_bytes())
    head = next(start for tag, start in directory(data) if tag == b"head")
    struct.pack_into(">L", data, head + 12, 0)  # the magic number of the table
    (tmp_path / "simfang.ttf").write_bytes(data)
    chosen = Fonts(installed([tmp_path]))
    assert names(chosen.choices[Face.FANGSONG]) == ["simfang.ttf", REGULAR]
    assert chosen.glyph("政", Face.FANGSONG).font == "NotoSerifSC_400Regular"


def test_a_font_that_is_cut_off_leaves_its_characters_to_the_next(tmp_path):
    path = tmp_path / "simfang.ttf"
    font_of("政府").save(path)
    path.write_bytes(path.read_bytes()[:-8])
    assert Fonts(installed([tmp_path])).glyph("政", Face.FANGSONG).font == "NotoSerifSC_400Regular"


def directory(data: bytes):
    for record in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * record)
        yield tag, start


def test_in_a_collection_the_face_of_the_right_family_is_taken(tmp_path, make):
    collection = TTCollection()
    collection.fonts = [
        font_of("政", family="NSimSun", chinese="新宋体"),
        font_of("政府—0123456789 ", family="SimSun", chinese="宋体"),
    ]
    collection.save(tmp_path / "simsun.ttc")
    assert [face.family for face in faces(tmp_path / "simsun.ttc")] == ["新宋体", "宋体"]
    chosen = Fonts(installed([tmp_path]))
    first = chosen.choices[Face.SONG][0].file
    assert (first.index, first.family) == (1, "宋体")
    assert chosen.glyph("府", Face.SONG).font == "simsun"
    made = pdf.render(make("fee"), chosen)  # its page numbers are set in 宋体
    assert b"NotoSerifSC-Regular-1" in made  # the font's own name, and its place in the collection


def test_fonts_of_the_named_folder_come_first_and_are_known_by_their_family(tmp_path):
    system, own = tmp_path / "system", tmp_path / "own"
    system.mkdir()
    own.mkdir()
    font_of("政府").save(system / "simfang.ttf")
    font_of("政", family="FZFangSong-Z02S", chinese="方正仿宋简体").save(own / "any name.ttf")
    font_of("政𬭎", family="Rare Characters").save(own / "rare.ttf")
    choices = installed([system], own=own)[Face.FANGSONG]
    assert [choice.file.path.name for choice in choices] == [
        "any name.ttf",
        "simfang.ttf",
        REGULAR,
        "rare.ttf",
    ]
    assert [choice.origin for choice in choices] == [
        Origin.FOLDER,
        Origin.SYSTEM,
        Origin.PACKAGED,
        Origin.FOLDER,
    ]
    chosen = Fonts(installed([system], own=own))
    assert [chosen.glyph(c, Face.FANGSONG).font for c in "政府信"] == [
        "any name",
        "simfang",
        "NotoSerifSC_400Regular",
    ]
    assert [choice.file.path.name for choice in installed([system], own=own)[Face.HEI]] == [
        LAST_RESORT[Face.HEI],
        "rare.ttf",
    ]


def test_two_files_of_one_name_are_two_fonts(tmp_path):
    system, own = tmp_path / "system", tmp_path / "own"
    system.mkdir()
    own.mkdir()
    font_of("政府").save(system / "simfang.ttf")
    font_of("政").save(own / "simfang.ttf")
    chosen = Fonts(installed([system], own=own))
    assert chosen.glyph("政", Face.FANGSONG).font != chosen.glyph("府", Face.FANGSONG).font


def test_a_named_folder_that_is_not_there_is_an_error_with_its_name(tmp_path):
    with pytest.raises(DeskError) as refusal:
        fonts(tmp_path / "字体")
    assert str(tmp_path / "字体") in refusal.value.what


@pytest.mark.parametrize(
    "text", ["政府信息公开 ABCxyz，。1234—", "政府𬭎䶮", "一丁七万丈三上下不与丐丑专且世丘丙业丛东丝丞"]
)
def test_the_tables_of_a_font_are_read_as_reportlab_reads_them(tmp_path, text):
    path = tmp_path / "font.ttf"
    font_of(text).save(path)
    ours, theirs = Typeface(path), TTFontFile(str(path))
    assert set(map(ord, text)) <= set(ours.charToGlyph)
    assert {c: glyph for c, glyph in ours.charToGlyph.items() if glyph} == {
        c: glyph
        for c, glyph in theirs.charToGlyph.items()
        if glyph and (c != 0xA0 or 0xA0 in ours.charToGlyph)
    }
    assert all(ours.width(chr(c)) == theirs.charWidths[c] for c in ours.charToGlyph)
    assert [*ours.hmetrics] == theirs.hmetrics
    assert list(ours.glyphPos) == theirs.glyphPos
    assert ours.program(text) == theirs.makeSubset([0, *map(ord, text)])


def test_a_font_with_a_table_of_an_old_form_is_left_to_reportlab(tmp_path):
    path = tmp_path / "old.ttf"
    path.write_bytes(Typeface(PACKAGED / REGULAR).program("政府"))  # codes 1 and 2, for the Macintosh
    old = Typeface(path)
    assert {1, 2} <= set(old.charToGlyph)
    assert old.width(chr(1)) == 1000
