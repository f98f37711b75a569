"""What LibreOffice makes of a DOCX, with the packaged fonts under the names that letters ask for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import foidesk

_FONTS = Path(foidesk.__file__).parent / "assets" / "fonts"

_REGULAR, _BLACK = "Noto Serif SC", "Noto Serif SC Black"
_STANDS_FOR = {
    "仿宋": _REGULAR,
    "楷体": _REGULAR,
    "宋体": _REGULAR,
    "黑体": _REGULAR,
    "SimSun-ExtB": _REGULAR,
    "方正小标宋简体": _BLACK,
}


def converted(soffice: str, files: Mapping[str, bytes], folder: Path, to: str = "pdf") -> dict[str, Path]:
    """The files, DOCX by name, as LibreOffice saves them; one run for all."""
    sources = []
    for name, data in files.items():
        sources.append(folder / f"{name}.docx")
        sources[-1].write_bytes(data)
    made = folder / "made"
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            made,
            *sources,
        ],
        env=os.environ | {"FONTCONFIG_FILE": str(_configuration(folder))},
        capture_output=True,
        check=True,
        timeout=240,
    )
    return {name: made / f"{name}.{to}" for name in files}


def _configuration(folder: Path) -> Path:
    """A configuration of fontconfig that knows the packaged fonts by the names of those they stand for."""
    names = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="same"><string>{font}</string></edit></match>'
        for name, font in _STANDS_FOR.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{_FONTS}</dir>'
        f"<cachedir>{folder}/cache</cachedir>{names}</fontconfig>",
        "utf-8",
    )
    return path
