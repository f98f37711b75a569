"""The sample letter of each kind, whole or with some of what it states changed."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from foidesk.desk import catalogue, samples, writing
from foidesk.paper.letter import Letter
from foidesk.paper.wording.composition import compose
from foidesk.settings import Agency, load

ROOT = Path(__file__).parents[2]
PREFLIGHT = Path(__file__).parent / "preflight"
JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io")
]


@cache
def _agency() -> Agency:
    return load(ROOT / "config.toml").agency[0]


def facts(kind: str, **changed: object) -> dict[str, object]:
    """What the sample letter of a kind states, with some of it changed."""
    return {**writing.stated(samples.matter(kind, _agency()), catalogue.template(kind)), **changed}


def make_letter(kind: str, **changed: object) -> Letter:
    """The sample letter of a kind, with some of what it states changed."""
    if not changed:
        return samples.letter(kind, _agency())
    return compose(catalogue.template(kind), facts(kind, **changed))


@pytest.fixture
def make() -> Callable[..., Letter]:
    """A letter of a kind, with some facts changed."""
    return make_letter


@pytest.fixture(params=catalogue.kinds())
def letter(request: pytest.FixtureRequest) -> Letter:
    """Each of the letters in turn."""
    return make_letter(request.param)


@pytest.fixture
def tool() -> Callable[[str], str]:
    """The path of an outside program; without it the test is skipped, but never where CI is set."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed (Debian: poppler-utils, libreoffice-writer-nogui)"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find


@pytest.fixture
def preflight(tool: Callable[[str], str], tmp_path: Path) -> Callable[[dict[str, bytes]], list[str]]:
    """Apache PDFBox Preflight: the findings for some files, as PDF/A-1b."""
    absent = [str(jar) for jar in JARS if not jar.is_file()]
    if absent and not os.environ.get("CI"):
        pytest.skip(f"{absent[0]} is not installed (Debian: libpdfbox2-java)")
    path = os.pathsep.join(map(str, [*JARS, tmp_path / "classes"]))
    sources = sorted(PREFLIGHT.rglob("*.java"))
    subprocess.run(
        [tool("javac"), "-cp", path, "-d", tmp_path / "classes", *sources], check=True, capture_output=True
    )

    def judge(files: dict[str, bytes]) -> list[str]:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        told = subprocess.run(
            [tool("java"), "-cp", path, "Preflight", *(tmp_path / name for name in files)],
            capture_output=True,
            check=True,
        )
        *findings, total = told.stdout.decode().splitlines()
        assert total == f"judged {len(files)}"
        return findings

    return judge
