"""Which font draws which character. A character that no font has is refused, never left out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from foidesk.errors import DeskError
from foidesk.paper.form import Face

PACKAGED = Path(__file__).parent.parent / "assets" / "fonts"

FOLDERS = (
    Path("C:/Windows/Fonts"),
    Path("~/AppData/Local/Microsoft/Windows/Fonts").expanduser(),
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(),
)

#: File names, lower case, in order of preference, as Windows, Kylin, UOS and 方正 ship them.
SYSTEM: Mapping[Face, tuple[str, ...]] = {
    Face.FANGSONG: ("仿宋_gb2312.ttf", "simfang.ttf", "fangsong.ttf", "fzfsk.ttf", "fzfsjw.ttf"),
    Face.TITLE: ("方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "fzxbsjw.ttf", "fzxbsk.ttf"),
    Face.KAI: ("楷体_gb2312.ttf", "simkai.ttf", "kaiti.ttf", "fzktk.ttf", "fzktjw.ttf"),
    Face.HEI: ("simhei.ttf", "heiti.ttf", "fzhtk.ttf", "fzhtjw.ttf"),
    Face.SONG: ("simsun.ttf", "simsun.ttc", "fzssk.ttf", "fzssjw.ttf"),
}

#: The last resort, carried in the package. It holds all of GB 2312 and the rare characters of names.
LAST_RESORT: Mapping[Face, str] = {
    Face.FANGSONG: "NotoSerifSC_400Regular.ttf",
    Face.TITLE: "NotoSerifSC_900Black.ttf",
    Face.KAI: "NotoSerifSC_400Regular.ttf",
    Face.HEI: "NotoSerifSC_700Bold.ttf",
    Face.SONG: "NotoSerifSC_400Regular.ttf",
}

_TRUETYPE = (b"\x00\x01\x00\x00", b"true", b"ttcf")  # reportlab cannot embed CFF ("OTTO")


@dataclass(frozen=True, slots=True)
class Glyph:
    """What draws a character: the name of the font, and the width in shares of the type size."""

    font: str
    width: float


Measure = Callable[[str, Face], Glyph]


class NoGlyph(DeskError):
    """No font has the character."""

    def __init__(self, character: str) -> None:
        self.character = character
        super().__init__(
            f"没有字体能显示“{character}”（U+{ord(character):04X}）。",
            why="缺字的文书不得印发：印出来会少字。",
            do="请核对该字是否录入有误；确为生僻字的，请在本机安装含有该字的仿宋字体（TrueType）后重试。",
        )


class Fonts:
    """The fonts at hand: for each face those of the system first, then the packaged one.

    `files` gives for each face the font files in order. A file is read when a character first needs it.
    """

    def __init__(self, files: Mapping[Face, Sequence[Path]]) -> None:
        self._files = files
        self._loaded: dict[str, Any] = {}
        self._glyphs: dict[tuple[str, Face], Glyph] = {}
        self._loading = threading.Lock()

    def glyph(self, character: str, face: Face) -> Glyph:
        """The first font of the face that has the character. Raises NoGlyph."""
        known = self._glyphs.get((character, face))
        if known is None:
            known = self._glyphs[character, face] = self._find(character, face)
        return known

    def font(self, name: str) -> Any:
        """The reportlab TTFont of that name."""
        return self._loaded[name]

    def _find(self, character: str, face: Face) -> Glyph:
        code = ord(character)
        for path in self._files[face]:
            font = self._load(path)
            # reportlab prints nothing, silently, for a missing glyph, so the table is asked here.
            if font.face.charToGlyph.get(code):
                return Glyph(font.fontName, font.face.charWidths[code] / 1000)
        raise NoGlyph(character)

    def _load(self, path: Path) -> Any:
        name = path.stem if path.stem.isascii() else path.stem.encode().hex()
        with self._loading:
            if name not in self._loaded:
                self._loaded[name] = TTFont(name, str(path), asciiReadable=0)
            return self._loaded[name]


def installed(folders: Iterable[Path], packaged: Path = PACKAGED) -> dict[Face, list[Path]]:
    """For each face the font files found in the folders, then the packaged one."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.tt[fc]")) if folder.is_dir() else ():
            found.setdefault(path.name.lower(), path)
    files = {}
    for face in Face:
        own = [found[name] for name in SYSTEM[face] if name in found and _truetype(found[name])]
        files[face] = [*own, packaged / LAST_RESORT[face]]
    return files


def _truetype(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _TRUETYPE


@lru_cache(maxsize=1)
def fonts() -> Fonts:
    """The fonts of this machine. Raises DeskError when the packaged ones are missing."""
    if absent := [name for name in sorted(set(LAST_RESORT.values())) if not (PACKAGED / name).is_file()]:
        raise DeskError(
            f"程序自带的字体缺失：{'、'.join(absent)}。",
            why="安装不完整。",
            do="请重新安装；从源码运行的，请执行 make setup。",
        )
    return Fonts(installed(FOLDERS))
