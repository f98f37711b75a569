"""Which font draws which character."""

import pytest

from foidesk.paper import pdf
from foidesk.paper.fonts import PACKAGED, Fonts, NoGlyph, fonts, installed
from foidesk.paper.form import Face


def test_rare_characters_of_names_are_drawn():
    assert all(fonts().glyph(character, Face.FANGSONG) for character in "䶮喆镕堃𬭎𫖯𬱟〔〕—…“”①％")


def test_a_character_that_no_font_has_refuses_the_letter_and_is_named(make):
    letter = make("extension", applicant="欧阳\U000e0041")
    with pytest.raises(NoGlyph) as refusal:
        pdf.render(letter)
    assert "U+E0041" in refusal.value.what
    assert refusal.value.do


def test_a_font_of_the_system_goes_before_the_packaged_one(tmp_path):
    own = tmp_path / "truetype" / "SimFang.ttf"
    own.parent.mkdir()
    own.write_bytes((PACKAGED / "NotoSerifSC_700Bold.ttf").read_bytes())
    files = installed([tmp_path])
    assert [path.name for path in files[Face.FANGSONG]] == ["SimFang.ttf", "NotoSerifSC_400Regular.ttf"]
    assert Fonts(files).glyph("政", Face.FANGSONG).font == "SimFang"


def test_a_font_that_cannot_be_embedded_is_passed_over(tmp_path):
    (tmp_path / "simfang.ttf").write_bytes(b"OTTO and the rest")
    assert [path.name for path in installed([tmp_path])[Face.FANGSONG]] == ["NotoSerifSC_400Regular.ttf"]
