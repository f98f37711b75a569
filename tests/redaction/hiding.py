"""Places in a PDF, beside its pages, where a name or a number can be hidden; one function for each."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from tests.redaction.conftest import (
    IDENTITY,
    NAME,
    changed,
    in_font,
    pdf,
    zipped,
)


def annotation(document: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents=String(f"请遮盖{NAME}"))
    document.pages[0].Annots = Array([document.make_indirect(note)])


def appearance(document: pikepdf.Pdf) -> None:
    look = document.make_stream(in_font(NAME))
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
    look.Resources = Dictionary(Font=document.pages[0].Resources.Font)
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[0, 0, 9, 9], AP=Dictionary(N=look))
    document.pages[0].Annots = Array([document.make_indirect(stamp)])


def pattern(document: pikepdf.Pdf) -> None:
    tile = document.make_stream(in_font(NAME))
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 600, 800]), 600, 800
    tile.Resources = Dictionary(Font=document.pages[0].Resources.Font)
    document.pages[0].Resources.Pattern = Dictionary(P1=tile)


def form_field(document: pikepdf.Pdf) -> None:
    field = document.make_indirect(Dictionary(FT=Name.Tx, T=String("xm"), V=String(NAME)))
    document.Root.AcroForm = Dictionary(Fields=[field])


def xfa(document: pikepdf.Pdf) -> None:
    packet = document.make_stream("<xdp><name>欧<b/>阳喆</name></xdp>".encode())
    document.Root.AcroForm = Dictionary(Fields=[], XFA=packet)


def information(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = NAME


def information_in_gbk(document: pikepdf.Pdf) -> None:
    document.docinfo["/Author"] = String(NAME.encode("gb18030"))


def xmp(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as metadata:
        metadata["dc:description"] = f"涉及{NAME}"


def bookmark(document: pikepdf.Pdf) -> None:
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"{NAME}的举报", 0))


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{NAME}')"))


def script_stream(document: pikepdf.Pdf) -> None:
    code = document.make_stream(f"app.alert('{NAME}')".encode("utf-16"))
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=code)


def replacement_text(document: pikepdf.Pdf) -> None:
    text = NAME.encode("utf-16").hex().encode()
    document.pages[0].contents_add(b"/Span <</ActualText <%s>>> BDC " % text + in_font("某某") + b" EMC")


def structure(document: pikepdf.Pdf) -> None:
    document.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=Dictionary(S=Name.Figure, Alt=String(NAME))
    )


def layer_name(document: pikepdf.Pdf) -> None:
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"{NAME}的批注")))
    document.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(Order=[]))


def font_name_in_gbk(document: pikepdf.Pdf) -> None:
    escaped = "".join(f"#{byte:02x}" for byte in NAME.encode("gb18030"))
    font = pikepdf.Object.parse(f"<</Type/Font/Subtype/TrueType/BaseFont/{escaped}>>".encode())
    document.pages[0].Resources.Font["/F8"] = font


def link(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String(f"https://oa.example.cn/?id={IDENTITY}"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = Array([document.make_indirect(note)])


def attachment(document: pikepdf.Pdf) -> None:
    document.attachments["附件.txt"] = f"举报人：{NAME}".encode("gb18030")


def attachment_name(document: pikepdf.Pdf) -> None:
    document.attachments[f"{NAME}.txt"] = b"nothing"


def attachment_of_an_attachment(document: pikepdf.Pdf) -> None:
    inner = zipped({"word/document.xml": "<w>欧<r/>阳喆</w>"})
    document.attachments["内.pdf"] = changed(pdf(lambda canvas: None), lambda each: _attach(each, inner))


def _attach(document: pikepdf.Pdf, data: bytes) -> None:
    document.attachments["原稿.docx"] = data


def deleted_page(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(in_font(NAME))
    document.Root.PieceInfo = Dictionary(Removed=Array([document.pages[0].obj]))
    document.add_blank_page()
    del document.pages[0]


def replaced_contents(document: pikepdf.Pdf) -> None:
    document.Root.PieceInfo = Dictionary(Old=document.make_stream(in_font(NAME)))
