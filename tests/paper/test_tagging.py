"""The tags of a letter: what a screen reader is told."""

import re
import subprocess
from io import BytesIO

import pikepdf

from foidesk.paper import pdf
from foidesk.paper.pdf.tagging import document


def tags(element):
    """The tree as nested tuples."""
    return (element.tag, *map(tags, element.inner))


def squeezed(text):
    return "".join(text.split())


def leaves(node: pikepdf.Object):
    """The elements that hold text, in order."""
    inner = [kid for kid in node.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    if not inner:
        yield node
    for kid in inner:
        yield from leaves(kid)


def marks(node: pikepdf.Object):
    """Page and number of each marked text of an element."""
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary):
            yield kid.Pg.objgen, int(kid.MCID)
        else:
            yield node.Pg.objgen, int(kid)


def test_a_letter_is_a_title_headings_paragraphs_a_table_and_a_list(make):
    fee = tags(document(make("fee")))
    assert fee[:4] == ("Document", ("P",), ("P",), ("H1",))  # red head, number, title
    assert ("H2",) in fee
    table = next(node for node in fee if node[0] == "Table")
    assert table[1] == ("TR", ("TH",), ("TH",), ("TH",), ("TH",))
    assert table[2] == ("TR", ("TD",), ("TD",), ("TD",), ("TD",))
    disclosed = tags(document(make("disclosed")))
    assert ("L", *[("LI", ("LBody",))] * 3) in disclosed


def test_read_aloud_the_letter_says_its_own_words_in_their_order(letter, tool, tmp_path):
    """Tables too: the tags give the order that the place on the page does not."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf.render(letter))
    told = subprocess.run([tool("pdfinfo"), "-struct-text", path], capture_output=True, check=True)
    read = re.findall(r'^ *"(.*)"$', told.stdout.decode(), re.MULTILINE)
    assert squeezed("".join(read)) == squeezed(letter.text)


def test_every_marked_text_has_one_place_in_the_tree_and_finds_it_back(letter):
    with pikepdf.open(BytesIO(pdf.render(letter))) as file:
        tree = file.Root.StructTreeRoot
        assert file.Root.MarkInfo.Marked
        owners = {}
        for leaf in leaves(tree.K):
            for mark in marks(leaf):
                assert mark not in owners
                owners[mark] = leaf.objgen
        parents = tree.ParentTree.Nums
        for number, page in enumerate(file.pages):
            assert page.Tabs == "/S"
            assert page.StructParents == parents[2 * number] == number
            marked = [
                int(instruction.operands[1].MCID)
                for instruction in pikepdf.parse_content_stream(page)
                if str(instruction.operator) == "BDC"
            ]
            assert marked == list(range(len(marked)))
            expected = [owners.pop((page.objgen, mark)) for mark in marked]
            assert [parent.objgen for parent in parents[2 * number + 1]] == expected
        assert not owners


def test_what_belongs_to_the_page_alone_is_not_read_aloud(make):
    """Everything drawn is either marked as text of the letter or as an artifact."""
    with pikepdf.open(BytesIO(pdf.render(make("fee")))) as file:
        assert len(file.pages) > 1
        for number, page in enumerate(file.pages, 1):
            opened, artifacts = [], []
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if operator in ("BDC", "BMC"):
                    assert not opened
                    opened.append(str(instruction.operands[0]))
                elif operator == "EMC":
                    opened.pop()
                elif operator in ("Tj", "S"):
                    assert opened, "drawn outside any mark"
                    if opened == ["/Artifact"]:
                        artifacts.append(operator)
                    else:
                        assert operator == "Tj"
            assert ("Tj" in artifacts) == (number > 1)  # the page number


def test_an_empty_cell_keeps_its_place_in_the_table(make):
    letter = make("clarification")
    empty = sum(cell == "" for block in letter.blocks for row in block.rows for cell in row)
    assert empty
    with pikepdf.open(BytesIO(pdf.render(letter))) as file:
        cells = [leaf for leaf in leaves(file.Root.StructTreeRoot.K) if leaf.S in ("/TD", "/TH")]
        assert sum("/K" not in cell for cell in cells) == empty
