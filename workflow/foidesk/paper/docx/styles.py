"""The paragraph styles of a letter as DOCX: sizes, indents and spacing of GB/T 9704—2012 on the 28 × 22 grid."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from foidesk.paper import form
from foidesk.paper.docx.runs import FAMILY, RAREST, fonts
from foidesk.paper.form import Face, Style
from foidesk.paper.typeset.breaking import NOT_FIRST, NOT_LAST

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

# Measured in LibreOffice: these give exactly 28 characters and 22 lines; type="linesAndChars" gives 27.
ROW_TWIPS = 579
TRACKING_TWIPS = -5

#: Points; less than is reckoned with, so that a line more than reckoned mostly fits its row.
_CELL_PITCH = 17.3

CELL_TEXT = "cell"  #: style of the paragraphs in a table
SMALL_CELL_TEXT = "small_cell"  #: the same in a table of many columns
RED_HEAD = "head"  #: style of 发文机关标志
PAGE_NUMBER = "page_number"
HAIRLINE = "hairline"  #: a paragraph of no height to speak of: it carries a rule or parts two tables

#: Names as the list of styles in Word and WPS shows them.
_NAMES = {
    Style.NUMBER: "发文字号",
    Style.TITLE: "公文标题",
    Style.ADDRESSEE: "主送机关",
    Style.BODY: "公文正文",
    Style.HEADING: "一级标题",
    Style.SUBHEADING: "二级标题",
    Style.ATTACHMENTS: "附件说明",
    Style.SIGNATURE: "发文机关署名",
    Style.DATE: "成文日期",
    Style.ATTACHED_LABEL: "附件标识",
    Style.ATTACHED: "附件标题",
}

#: On the same page as the next paragraph.
KEEP = "<w:keepNext/>"
_OUTLINE = {Style.TITLE: 0, Style.HEADING: 1, Style.SUBHEADING: 2, Style.ATTACHED: 0}


def twips(points: float) -> int:
    """Points as twentieths of a point, the unit of most lengths in DOCX."""
    return round(points * 20)


def spacing(*, before: float = 0.0, after: float = 0.0, line: float = ROW_TWIPS / 20) -> str:
    """The w:spacing of a paragraph with lines of a fixed height; points."""
    return (
        f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="{twips(line)}"'
        ' w:lineRule="exact"/>'
    )


def indent(*, left: float = 0.0, right: float = 0.0, first: float = 0.0) -> str:
    """The w:ind of a paragraph; points; a negative `first` hangs."""
    kind = "firstLine" if first >= 0 else "hanging"
    return f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" w:{kind}="{twips(abs(first))}"/>'


def jc(side: str) -> str:
    """The w:jc of a paragraph: left, right, center, both."""
    return f'<w:jc w:val="{side}"/>'


def _paragraph(style: Style) -> str:
    row = ROW_TWIPS / 20
    match style:
        case Style.NUMBER:
            return jc("right")
        case Style.TITLE:
            return KEEP + spacing(before=2 * row, after=row) + jc("center")
        case Style.ADDRESSEE:
            return jc("both")
        case Style.BODY:
            return indent(first=2 * form.CELL) + jc("both")
        case Style.HEADING | Style.SUBHEADING:
            return KEEP + indent(first=2 * form.CELL)
        case Style.SIGNATURE:
            return KEEP
        case Style.ATTACHED_LABEL:
            return KEEP + "<w:pageBreakBefore/>"
        case Style.ATTACHED:
            return KEEP + spacing(before=row, after=row) + jc("center")
        case _:
            return ""


def _style(identity: str, name: str, paragraph: str, face: Face, size: float, outline: int | None) -> str:
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identity}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}{level}</w:pPr>'
        f"<w:rPr>{fonts(FAMILY[face])}{_size(size)}</w:rPr></w:style>"
    )


def _size(size: float) -> str:
    tracking = TRACKING_TWIPS if size == form.SIZE_3 else 0
    half_points = round(size * 2)
    return f'<w:spacing w:val="{tracking}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def styles() -> str:
    """The styles part. Every paragraph stands on fixed lines, off Word's grid and without its extra gaps."""
    base = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FAMILY[Face.FANGSONG])}{_size(form.SIZE_3)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing()}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        # overflowPunct is Word's default, said aloud: LibreOffice 7.4 reads it the wrong way round, and drops a mark
        # that hangs over the end of a justified line.
        # Off the grid, or a line lower than a row of it would still take a whole row.
        '<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
    )
    written = [
        _style(
            style.value,
            name,
            _paragraph(style),
            form.face_of(style),
            form.size_of(style),
            _OUTLINE.get(style),
        )
        for style, name in _NAMES.items()
    ]
    song, size_4 = Face.SONG, form.SIZE_4
    written += [
        _style(CELL_TEXT, "表格文字", spacing(line=_CELL_PITCH), Face.FANGSONG, size_4, None),
        _style(
            SMALL_CELL_TEXT, "表格小字", spacing(line=_CELL_PITCH), Face.FANGSONG, form.SIZE_SMALL_4, None
        ),
        _style(RED_HEAD, "发文机关标志", KEEP + jc("center"), Face.TITLE, form.HEAD_SIZE, None),
        _style(PAGE_NUMBER, "公文页码", spacing(line=20.0), song, size_4, None),
        _style(HAIRLINE, "分隔线", spacing(line=0.7), song, 1.0, None),
    ]
    return f"<w:styles {NAMESPACE}>{base}{''.join(written)}</w:styles>"


def settings() -> str:
    """The settings part: odd and even pages differ, and where a Chinese line may not begin or end."""
    first, last = (quoteattr("".join(sorted(marks))) for marks in (NOT_FIRST, NOT_LAST))
    return (
        f'<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="{twips(2 * form.CELL)}"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={last}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={first}/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


#: The names under which the same typefaces are known on other systems.
_ALSO = {
    "仿宋": "FangSong,仿宋_GB2312,方正仿宋_GBK,FandolFang R,Noto Serif SC",
    "方正小标宋简体": "FZXiaoBiaoSong-B05S,方正小标宋_GBK,Noto Serif SC Black",
    "楷体": "KaiTi,楷体_GB2312,方正楷体_GBK,FandolKai,Noto Serif SC",
    "黑体": "SimHei,方正黑体_GBK,Noto Sans SC",
    "宋体": "SimSun,方正书宋_GBK,Noto Serif SC",
    RAREST: "宋体-ExtB,SimSun-ExtG,Noto Serif SC",
}


def font_table() -> str:
    """The font table part: what to take where a typeface is missing."""
    fonts_known = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{also}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for name, also in _ALSO.items()
    )
    return f"<w:fonts {NAMESPACE}>{fonts_known}</w:fonts>"
