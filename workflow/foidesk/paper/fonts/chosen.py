"""Which font draws which character. A character that no font has is refused, never left out."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from foidesk.errors import DeskError
from foidesk.paper.fonts.file import FontFile, faces
from foidesk.paper.fonts.names import FAMILIES, FILES
from foidesk.paper.form import Face

if TYPE_CHECKING:
    from foidesk.paper.fonts.typeface import Typeface

PACKAGED = Path(__file__).parents[2] / "assets" / "fonts"

FOLDERS = (
    Path("C:/Windows/Fonts"),
    Path("~/AppData/Local/Microsoft/Windows/Fonts").expanduser(),
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts").expanduser(),
    Path("~/.fonts").expanduser(),
)

#: Carried in the package. It holds all of GB 2312 and the rare characters of names.
LAST_RESORT: Mapping[Face, str] = {
    Face.FANGSONG: "NotoSerifSC_400Regular.ttf",
    Face.TITLE: "NotoSerifSC_900Black.ttf",
    Face.KAI: "NotoSerifSC_400Regular.ttf",
    Face.HEI: "NotoSerifSC_700Bold.ttf",
    Face.SONG: "NotoSerifSC_400Regular.ttf",
}


class Origin(StrEnum):
    """Where a font comes from."""

    FOLDER = "指定的文件夹"
    SYSTEM = "系统"
    PACKAGED = "随程序附带"


@dataclass(frozen=True, slots=True)
class Choice:
    """A font in use, and where it comes from."""

    file: FontFile
    origin: Origin


@dataclass(frozen=True, slots=True)
class Glyph:
    """What draws a character: the name of the font; the rest in shares of the type size."""

    font: str
    width: float
    top: float = 0.85  #: upper edge of the ink above the baseline
    bottom: float = -0.1  #: lower edge


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
    """The fonts at hand: `choices` gives for each face those in use, in order.

    A file is read when a character first needs it. May be used by several threads.
    """

    def __init__(self, choices: Mapping[Face, Sequence[Choice]]) -> None:
        self.choices = choices
        self._names = _names(choice.file for face in Face for choice in choices[face])
        self._loaded: dict[str, Typeface | None] = {}
        self._glyphs: dict[tuple[str, Face], Glyph] = {}
        self._loading = threading.Lock()

    def glyph(self, character: str, face: Face) -> Glyph:
        """The first font of the face that has the character. Raises NoGlyph."""
        known = self._glyphs.get((character, face))
        if known is None:
            known = self._glyphs[character, face] = self._find(character, face)
        return known

    def font(self, name: str) -> Typeface:
        """The font of that name, which drew a character before."""
        font = self._loaded[name]
        assert font is not None
        return font

    def _find(self, character: str, face: Face) -> Glyph:
        for choice in self.choices[face]:
            name = self._names[choice.file]
            font = self._load(name, choice.file)
            # reportlab prints nothing, silently, for a missing glyph, so the table is asked here.
            if font and font.charToGlyph.get(ord(character)):
                return Glyph(name, font.width(character) / 1000, *font.ink(character))
        raise NoGlyph(character)

    def _load(self, name: str, file: FontFile) -> Typeface | None:
        """The font, or None if it is damaged or reportlab cannot read it: the next one then takes its place."""
        from reportlab.pdfbase.ttfonts import TTFError

        from foidesk.paper.fonts.typeface import Typeface

        with self._loading:
            if name not in self._loaded:
                try:
                    self._loaded[name] = Typeface(file.path, file.index)
                except (TTFError, struct.error, ValueError, LookupError, OSError):
                    self._loaded[name] = None
            return self._loaded[name]


def _names(files: Iterable[FontFile]) -> dict[FontFile, str]:
    """A name for each font, which follows from the choice of fonts and not from the order of reading them."""
    names: dict[FontFile, str] = {}
    for file in files:
        if file not in names:
            taken = sum(other.path.stem == file.path.stem for other in names)
            names[file] = f"{file.path.stem}-{taken + 1}" if taken else file.path.stem
    return names


def installed(
    folders: Iterable[Path], packaged: Path = PACKAGED, own: Path | None = None
) -> dict[Face, list[Choice]]:
    """For each face: the fonts of the own folder, those of the system's folders, the packaged one.

    In the own folder a font is known by its file or family name; any other font there comes last, for
    characters that nothing else has. In the system's folders only well-known file names are looked at.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        for path in _font_files(folder):
            found.setdefault(path.name.lower(), path)
    owned = [file for path in (_font_files(own) if own else ()) for file in faces(path) if file.embeddable]
    chosen = {}
    for face in Face:
        fitting = sorted((f for f in owned if _rank(f, face) is not None), key=lambda f: _rank(f, face) or 0)
        system = [file for name in FILES[face] if name in found for file in _of_face(found[name], face)]
        resort = faces(packaged / LAST_RESORT[face])
        others = [file for file in owned if all(_rank(file, any_face) is None for any_face in Face)]
        chosen[face] = [
            *(Choice(file, Origin.FOLDER) for file in fitting),
            *(Choice(file, Origin.SYSTEM) for file in system),
            *(Choice(file, Origin.PACKAGED) for file in resort),
            *(Choice(file, Origin.FOLDER) for file in others),
        ]
    return chosen


def _font_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".ttf", ".ttc"))


def _rank(file: FontFile, face: Face) -> int | None:
    """How well the font serves as the face: 0 is best, None is not at all."""
    ranks = [rank for rank, family in enumerate(FAMILIES[face]) if family in file.names]
    if file.path.name.lower() in FILES[face] and not file.index:
        ranks.append(FILES[face].index(file.path.name.lower()))
    return min(ranks, default=None)


def _of_face(path: Path, face: Face) -> list[FontFile]:
    """The font of a file that bears a well-known name; in a collection the one whose family is right."""
    usable = [file for file in faces(path) if file.embeddable]
    named = [file for file in usable if not file.names.isdisjoint(FAMILIES[face])]
    return (named or usable)[:1]


@lru_cache(maxsize=4)
def fonts(own: Path | None = None) -> Fonts:
    """The fonts of this machine; `own`: a folder of fonts that come before the system's.

    Raises DeskError when the folder or the packaged fonts are missing.
    """
    if own and not own.is_dir():
        raise DeskError(
            f"找不到字体文件夹“{own}”。",
            why="配置中指定了该文件夹。",
            do="请核对配置中的路径，或者去掉这一项。",
        )
    if absent := [name for name in sorted(set(LAST_RESORT.values())) if not (PACKAGED / name).is_file()]:
        raise DeskError(
            f"程序自带的字体缺失：{'、'.join(absent)}。",
            why="安装不完整。",
            do="请重新安装；从源码运行的，请执行 make setup。",
        )
    return Fonts(installed(FOLDERS, own=own))
