"""What a PDF says of itself, once for old readers (Info) and once for archives (XMP); the two agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from foidesk.paper.letter import Letter
from foidesk.paper.pdf.file import text_string

_MAKER = "foidesk"
_SUBJECT = "政府信息公开"


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title, author and day of a PDF/A. The day is that of the letter: no clock is asked."""

    title: str
    author: str
    number: str  #: 文号; empty: none
    day: date

    @classmethod
    def of(cls, letter: Letter) -> Metadata:
        """What a letter says of itself: its title with its number, the agency, the day it is signed."""
        title = f"{letter.title}（{letter.number}）" if letter.number else letter.title
        return cls(title, letter.agency, letter.number, letter.signed_on)

    def info(self) -> str:
        """The dictionary of old readers."""
        day = f"(D:{self.day:%Y%m%d}000000+08'00')"
        return (
            f"<</Title {text_string(self.title)}/Author {text_string(self.author)}"
            f"/Subject {text_string(_SUBJECT)}/Creator({_MAKER})/Producer({_MAKER})"
            f"/CreationDate{day}/ModDate{day}>>"
        )

    def xmp(self) -> bytes:
        """The packet of archives: PDF/A-2b (ISO 19005-2, 6.6)."""
        day = f"{self.day.isoformat()}T00:00:00+08:00"
        title, author, number = (escape(text, quote=False) for text in (self.title, self.author, self.number))
        identifier = f"<dc:identifier>{number}</dc:identifier>" if number else ""
        return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>{identifier}
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_SUBJECT}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{_MAKER}</xmp:CreatorTool><pdf:Producer>{_MAKER}</pdf:Producer>
<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>
<xmp:MetadataDate>{day}</xmp:MetadataDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()
