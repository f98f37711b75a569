"""Letters are kept for good: PDF/A-2b, by two judges that do not know each other."""

from io import BytesIO

import pikepdf
import pytest

from foidesk.paper import pdf
from foidesk.paper.pdf.pdfa import NotArchivable, validated


def changed(data: bytes, change) -> bytes:
    """The file with something spoiled."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        change(document)
        document.save(out)
    return out.getvalue()


def fonts_of(document: pikepdf.Pdf):
    return [font.DescendantFonts[0] for font in document.pages[0].Resources.Font.values()]


def test_every_letter_may_be_kept(letter):
    validated(pdf.render(letter))
    validated(pdf.render(letter, base=letter.text[:100]))


def test_a_letter_with_rare_characters_may_be_kept(make):
    validated(pdf.render(make("extension", applicant="李𬭎䶮⼀一")))


def test_a_font_that_is_not_embedded_is_refused_and_named(make):
    def strip(document):
        for font in fonts_of(document):
            del font.FontDescriptor.FontFile2

    with pytest.raises(NotArchivable) as refusal:
        validated(changed(pdf.render(make("fee")), strip))
    assert any("font" in finding.lower() for finding in refusal.value.findings)
    assert refusal.value.findings[0] in refusal.value.what
    assert refusal.value.do


def test_a_character_without_a_glyph_is_refused(make):
    """As if the page drew a code that the embedded font does not hold."""

    def misdraw(document):
        page = document.pages[0]
        contents = page.Contents.read_bytes()
        first = contents.index(b">Tj")
        page.Contents.write(contents[: first - 4] + b"7FFF" + contents[first:])

    with pytest.raises(NotArchivable):
        validated(changed(pdf.render(make("fee")), misdraw))


def test_a_file_that_does_not_say_it_is_for_keeping_is_refused(make):
    def silence(document):
        del document.Root.Metadata

    with pytest.raises(NotArchivable):
        validated(changed(pdf.render(make("fee")), silence))


def test_what_is_no_pdf_is_refused():
    with pytest.raises(NotArchivable):
        validated(b"%PDF-1.7\nnothing")


def as_part_1(data: bytes) -> bytes:
    """The same file saying that it is PDF/A-1b. It differs in nothing else."""
    old = (b"%PDF-1.7", b"<pdfaid:part>2<")
    assert all(data.count(mark) == 1 for mark in old)
    return data.replace(old[0], b"%PDF-1.4").replace(old[1], b"<pdfaid:part>1<")


def test_pdfbox_finds_only_what_part_2_no_longer_demands(make, preflight):
    """A CIDSet: required of a subset in part 1, optional in part 2 (ISO 19005-2, 6.2.11.4.2)."""
    kinds = ("fee", "disclosed", "clarification")
    letters = {f"{kind}.pdf": as_part_1(pdf.render(make(kind, applicant="李𬭎"))) for kind in kinds}
    assert [finding for finding in preflight(letters) if "CIDSet" not in finding] == []


def test_pdfbox_accepts_a_letter_with_the_table_that_part_1_demands(make, preflight):
    def add(document):
        for font in fonts_of(document):
            count = 1 + len(font.CIDToGIDMap.read_bytes()) // 2
            font.FontDescriptor.CIDSet = document.make_stream(b"\xff" * (count // 8 + 1))

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf.render(make("fee")))) as document:
        add(document)
        document.save(out, force_version="1.4", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = out.getvalue().replace(b"<pdfaid:part>2<", b"<pdfaid:part>1<")
    assert preflight({"fee.pdf": whole}) == []
    assert preflight({"spoiled.pdf": whole.replace(b"/FontFile2", b"/FontFileX")})
