"""The words of a DOCX that came from outside, and whatever stands in it that words cannot vouch for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from foidesk.paper.outside.ooxml import Package, Unreadable, W

#: Elements whose words are words of the letter.
_OPEN = frozenset(
    [
        "body",
        "p",
        "r",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtContent",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "hyperlink",
        "bdo",
        "dir",
        "footnotes",
        "footnote",
        "endnotes",
        "endnote",
        "hdr",
        "ftr",
    ]
)
#: Elements without words of the letter.
_CLOSED = frozenset(
    [
        "del",
        "moveFrom",
        "delText",
        "delInstrText",
        "sdtPr",
        "sdtEndPr",
        "tblGrid",
        "tblPrEx",
        "smartTagPr",
        "customXmlPr",
        "sectPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "softHyphen",
        "footnoteRef",
        "footnoteReference",
        "endnoteRef",
        "endnoteReference",
        "separator",
        "continuationSeparator",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
    ]
)
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PROPERTIES = frozenset(["pPr", "rPr", "tblPr", "trPr", "tcPr"])

_TRACKED = frozenset(
    ["ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"]
)
_COMMENTED = frozenset(["commentRangeStart", "commentReference"])
_PAGE = re.compile(r"\s*PAGE\b(\s|\\\*\s*\w+)*$")
_MOST_CHARACTERS = 200_000
_MOST_PARAGRAPHS = 5_000
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that keeps the file from being taken as the text of a letter, and how to mend it."""

    what: str
    do: str


TRACKED = Obstacle("有未接受或者未拒绝的修订", "在“审阅”中接受或者拒绝全部修订")
COMMENTS = Obstacle("有批注", "在“审阅”中删除全部批注")
HIDDEN = Obstacle("有隐藏文字或者白色文字", "取消隐藏、改为黑色，或者删除这些文字")
FIELDS = Obstacle("有页码以外的域", "选中全文按 Ctrl+Shift+F9，把域转换为文字")
NUMBERED = Obstacle("有自动编号", "把自动编号转换为文本，或者改为手工编号")
MACROS = Obstacle("有宏", "另存为不含宏的 Word 文档（*.docx）")
OBJECTS = Obstacle("有图片、文本框、嵌入对象或者其他不能逐字核对的内容", "删除这些内容，把文字放回正文")
LINKS = Obstacle("有指向文件以外的链接", "取消超链接，删除链接的图片、对象和所附模板")


@dataclass
class Reading:
    """Paragraphs as they would stand with all tracked changes accepted, a table row in one, and the obstacles."""

    paragraphs: list[str] = field(default_factory=list)
    obstacles: dict[Obstacle, None] = field(default_factory=dict)
    _styles: dict[str, frozenset[Obstacle]] = field(default_factory=dict)
    _field_depth: int = 0

    @classmethod
    def of(cls, package: Package) -> Reading:
        """Read body, notes, headers and footers of a package."""
        reading = cls()
        reading._package(package)
        for root in package.parts("styles"):
            reading._styles |= _suspect_styles(root)
            for general in (*root.iter(f"{W}docDefaults"), *root.iterfind(f"{W}style[@{W}default='1']")):
                reading.obstacles |= dict.fromkeys(_suspicions(general))
        for root in (
            *package.root.iter(f"{W}body"),
            *package.parts("footnotes", "endnotes"),
            *package.parts("header", "footer"),
        ):
            reading._field_depth = 0
            reading.paragraphs.extend(text for text in reading._blocks(root) if re.search(r"\w", text))
        if sum(map(len, reading.paragraphs)) > _MOST_CHARACTERS:
            raise Unreadable("文字超过二十万字，不是正常的文书。")
        if len(reading.paragraphs) > _MOST_PARAGRAPHS:
            raise Unreadable("段落超过五千个，不是正常的文书。")
        return reading

    def _meet(self, obstacle: Obstacle) -> None:
        self.obstacles[obstacle] = None

    def _package(self, package: Package) -> None:
        held = [name.lower() for name in package.names]
        if any(n.endswith("vbaproject.bin") for n in held) or any(
            "macro" in c.lower() for c in package.content_types()
        ):
            self._meet(MACROS)
        if any("/embeddings/" in name or "/activex/" in name for name in held):
            self._meet(OBJECTS)
        if package.external():
            self._meet(LINKS)
        if any(root.findall(f"{W}comment") for root in package.parts("comments")):
            self._meet(COMMENTS)

    def _blocks(self, element: ET.Element) -> list[str]:
        """The paragraphs below an element, each table row as one."""
        found: list[str] = []
        for child in element:
            name = _name(child)
            if name == "p":
                found.append(self._inline(child))
            elif name == "tr":
                self._judge(child)
                found.append("\t".join("\n".join(self._blocks(cell)) for cell in self._cells(child)))
            elif self._enter(child, name):
                found.extend(self._blocks(child))
        return found

    def _cells(self, row: ET.Element) -> Iterator[ET.Element]:
        for child in row:
            name = _name(child)
            if name == "tc":
                self._judge(child)
                yield child
            elif self._enter(child, name):
                yield from self._cells(child)

    def _inline(self, element: ET.Element) -> str:
        self._judge(element)
        words = ""
        for child in element:
            name = _name(child)
            if name == "t":
                words += (child.text or "") if not self._field_depth else ""
            elif name in _MARKS:
                words += _MARKS[name]
            elif name == "fldChar":
                self._field_depth += {"begin": 1, "end": -1}.get(child.get(f"{W}fldCharType", ""), 0)
            elif name in ("instrText", "fldSimple"):
                instruction = child.text if name == "instrText" else child.get(f"{W}instr")
                if not _PAGE.match(instruction or ""):
                    self._meet(FIELDS)
            elif self._enter(child, name):
                words += self._inline(child)
        return words

    def _enter(self, child: ET.Element, name: str) -> bool:
        """Whether the words below the element count; notes what the element itself gives away."""
        if name in _TRACKED:
            self._meet(TRACKED)
        if name in _COMMENTED:
            self._meet(COMMENTS)
        if name in _PROPERTIES or name in _CLOSED:
            if name == "sdtPr" and child.find(f"{W}dataBinding") is not None:
                self._meet(FIELDS)
            return False
        if name not in _OPEN:
            self._meet(OBJECTS)
            return False
        return True

    def _judge(self, element: ET.Element) -> None:
        """Note what the properties of a paragraph, run or table row give away."""
        for properties in element:
            if _name(properties) in _PROPERTIES:
                for obstacle in _suspicions(properties):
                    self._meet(obstacle)
                for style in (*properties.iter(f"{W}pStyle"), *properties.iter(f"{W}rStyle")):
                    for obstacle in self._styles.get(style.get(f"{W}val", ""), ()):
                        self._meet(obstacle)


def _suspicions(properties: ET.Element) -> set[Obstacle]:
    found = set()
    for element in properties.iter():
        name, value = _name(element), element.get(f"{W}val", "")
        if name in _TRACKED or name.endswith("PrChange"):
            found.add(TRACKED)
        elif (name in ("vanish", "specVanish") and value not in _OFF) or (
            name == "color" and (value.upper() == "FFFFFF" or element.get(f"{W}themeColor") == "background1")
        ):
            found.add(HIDDEN)
        elif name == "numId" and value != "0":
            found.add(NUMBERED)
    return found


def _suspect_styles(root: ET.Element) -> dict[str, frozenset[Obstacle]]:
    """For each style what it and those it is based on give away."""
    own = {s.get(f"{W}styleId", ""): _suspicions(s) for s in root.iter(f"{W}style")}
    based = {
        s.get(f"{W}styleId", ""): base.get(f"{W}val", "")
        for s in root.iter(f"{W}style")
        if (base := s.find(f"{W}basedOn")) is not None
    }
    found = {}
    for style, suspicions in own.items():
        above, chain = based.get(style, ""), {style}
        total = set(suspicions)
        while above in own and above not in chain:
            chain.add(above)
            total |= own[above]
            above = based.get(above, "")
        found[style] = frozenset(total)
    return found


def _name(element: ET.Element) -> str:
    """The name of a WordprocessingML element; others keep their namespace and are strangers."""
    return element.tag.removeprefix(W)
