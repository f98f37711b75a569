"""A DOCX of unknown origin, opened with suspicion: parts are read within limits, nothing is expanded or run."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import Counter
from io import BytesIO
from xml.etree import ElementTree as ET

from foidesk.errors import DeskError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = ("/officeDocument",)
_STRICT = "http://purl.oclc.org/ooxml/"

_LARGEST_FILE = 20 * 1024 * 1024  # bytes
_LARGEST_PART = 8 * 1024 * 1024
_MOST_PARTS = 1000
_DEEPEST = 200  #: elements inside one another

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  #: the container of .doc and of encrypted DOCX
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_SAVE_AGAIN = "请用 Word 或 WPS 打开该文件，另存为“Word 文档（*.docx）”后重新上传。"


class Unreadable(DeskError):
    """The file is no DOCX that can be read safely."""

    def __init__(self, why: str, do: str = _SAVE_AGAIN) -> None:
        super().__init__("上传的文件不能作为文书文本读取。", why=why, do=do)


class Package:
    """The parts of a DOCX. Raises Unreadable for whatever is not a plain, whole, unprotected DOCX."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_COMPOUND):
            raise _compound(data)
        if len(data) > _LARGEST_FILE:
            raise Unreadable("文件超过20兆字节。")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("文件不是 DOCX，或者已经损坏。") from error
        self.names = self._archive.namelist()
        if len(self.names) > _MOST_PARTS:
            raise Unreadable("文件内的部件过多，不是正常的文书。")
        if any(count > 1 for count in Counter(map(str.lower, self.names)).values()):
            raise Unreadable("文件内有重名的部件，不同的程序会读出不同的内容。")
        self.main = self._main()
        self.root = self.xml(self.main)
        if self.root.tag.startswith("{" + _STRICT):
            raise Unreadable("文件是“严格 Open XML”格式。")
        if self.root.tag != f"{W}document":
            raise Unreadable("文件不是文字处理文档。")

    def xml(self, name: str) -> ET.Element:
        """The root element of a part."""
        try:
            with self._archive.open(name) as part:
                data = part.read(_LARGEST_PART + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise Unreadable("文件已经损坏。") from error
        except (RuntimeError, NotImplementedError) as error:  # a password, or an unknown compression
            raise Unreadable("文件设有密码，或者压缩方式不能识别。") from error
        if len(data) > _LARGEST_PART:
            raise Unreadable("文件解压后过大，不是正常的文书。")
        try:
            return ET.fromstring(data, ET.XMLParser(target=_Builder()))
        except (ET.ParseError, LookupError, ValueError) as error:
            raise Unreadable("文件已经损坏。") from error

    def relations(self, part: str) -> list[tuple[str, str, bool]]:
        """Type, target and whether the target lies outside the file, of each relation of a part."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.names:
            return []
        return [
            (
                relation.get("Type", ""),
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:],
                relation.get("TargetMode") == "External",
            )
            for relation in self.xml(path).iter(_RELATION)
        ]

    def parts(self, *kinds: str) -> list[ET.Element]:
        """The roots of the parts that the document uses in one of these ways, such as footer."""
        return [
            self.xml(target)
            for kind, target, outside in self.relations(self.main)
            if not outside and kind.rsplit("/", 1)[-1] in kinds
        ]

    def external(self) -> list[str]:
        """The kinds of relations that lead out of the file, such as hyperlink."""
        return [
            relation.get("Type", "").rsplit("/", 1)[-1]
            for name in self.names
            if name.endswith(".rels")
            for relation in self.xml(name).iter(_RELATION)
            if relation.get("TargetMode") == "External"
        ]

    def content_types(self) -> list[str]:
        """What the file says it holds."""
        return [element.get("ContentType", "") for element in self.xml("[Content_Types].xml")]

    def _main(self) -> str:
        mains = [
            target for kind, target, outside in self.relations("") if kind.endswith(_MAIN) and not outside
        ]
        if len(mains) != 1:
            raise Unreadable("文件不是文字处理文档，或者已经损坏。")
        return mains[0]


class _Builder(ET.TreeBuilder):
    """Builds the tree of a part; a document type, the way of all entity bombs, is refused at its first letter."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise Unreadable("文件含有文档类型声明，DOCX 不允许这样做，可能是恶意文件。")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("文件的结构嵌套过深，不是正常的文书。")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def _compound(data: bytes) -> Unreadable:
    if _ENCRYPTED in data:
        return Unreadable("文件设有打开密码。", "请在 Word 或 WPS 中取消密码，保存后重新上传。")
    return Unreadable("文件是旧的 .doc 格式，只是改了扩展名。")
