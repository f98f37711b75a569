"""The documents for people: what they tell one to write and to type works, and shows what the document says.

After a change of the letters that is meant, draw the pictures anew with `python -m tests.test_docs`.
"""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import docx
import pypdfium2
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from foidesk import content
from foidesk.desk import catalogue, letters, samples
from foidesk.desk.writing import write
from foidesk.errors import DeskError
from foidesk.paper.fonts import fonts
from foidesk.paper.form import Face
from foidesk.settings import load

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
TEMPLATES, GUIDE, PICTURES = DOCS / "修改文书模板.md", DOCS / "文书办理指南.md", DOCS / "pictures"
PICTURED = ("not_held", "fee")  #: kinds of letter whose first page is shown
DPI, MOST_BYTES = 90, 60_000
OWN = "我们的文书"  #: the agency's own folder, as the documents call it

_FENCE = re.compile(r"^```(\w*) *(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FILE = re.compile(rf"# {OWN}/(\w+)\.toml\n")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Fence:
    """A fenced block: its language, the words behind it (not shown), its text and where it stands."""

    language: str
    words: str
    text: str
    line: int

    @property
    def lines(self) -> list[str]:
        """What it shows, spaces squeezed; …… stands for what was left out."""
        return [squeezed(line) for line in self.text.splitlines() if line.strip() and line.strip() != "……"]


def fences(path: Path) -> list[Fence]:
    text = path.read_text("utf-8")
    return [
        Fence(found[1], found[2].strip(), found[3], text.count("\n", 0, found.start()) + 1)
        for found in _FENCE.finditer(text)
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def followed(path: Path, language: str) -> list[tuple[Fence, Fence | None]]:
    """The blocks of a language, each with the text block behind it that shows what comes of it."""
    found = fences(path)
    behind = [*found[1:], None]
    return [
        (fence, after if after is not None and after.language == "text" else None)
        for fence, after in zip(found, behind, strict=True)
        if fence.language == language
    ]


# --- links and pictures --------------------------------------------------------------------------
@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_every_link_leads_to_a_file(path: Path) -> None:
    links = [link.partition("#")[0] for link in _LINK.findall(path.read_text("utf-8"))]
    assert [link for link in links if link and ":" not in link and not (path.parent / link).exists()] == []


def drawn(kind: str) -> Image.Image:
    """The first page of a sample letter, in the few colours it has."""
    agency = load(content.sample_config()).agency[0]
    paper = letters.render(samples.letter(kind, agency))
    page = pypdfium2.PdfDocument(paper.pdf)[0]
    return page.render(scale=DPI / 72).to_pil().convert("RGB").quantize(12)


@pytest.mark.parametrize("kind", PICTURED)
def test_the_picture_is_a_page_of_the_sample_letter(kind: str) -> None:
    path = PICTURES / f"{kind}.png"
    assert f"](pictures/{path.name})" in TEMPLATES.read_text("utf-8")
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as picture:
        assert picture.size == drawn(kind).size


# --- changing a template -------------------------------------------------------------------------
def examples() -> list[tuple[Fence, Fence]]:
    """A file of the agency's own folder, and what the document says comes of it."""
    return [
        (fence, after)
        for fence, after in followed(TEMPLATES, "toml")
        if _FILE.match(fence.text) and after is not None
    ]


def placed(fence: Fence, folder: Path) -> str:
    """Write the example where its first line says; its kind."""
    named = _FILE.match(fence.text)
    assert named is not None
    (folder / f"{named[1]}.toml").write_text(fence.text, "utf-8")
    return named[1]


def of_line(pair: tuple[Fence, Fence]) -> str:
    return f"line {pair[0].line}"


def test_every_example_of_an_own_file_says_what_comes_of_it() -> None:
    named = [fence for fence in fences(TEMPLATES) if fence.language == "toml" and _FILE.match(fence.text)]
    assert named == [fence for fence, _ in examples()]
    assert len(named) >= 8


@pytest.mark.parametrize("example", [e for e in examples() if e[0].words != "refused"], ids=of_line)
def test_an_example_changes_the_sample_letter_as_told(example: tuple[Fence, Fence], tmp_path: Path) -> None:
    """Behind `text`: the kind whose sample shows it, where it is not the file's own, and blanks to fill in."""
    fence, shown = example
    stem = placed(fence, tmp_path)
    first, *words = shlex.split(shown.words) or [stem]
    stated = dict(word.split("=", 1) for word in words)
    agency = load(content.sample_config()).agency[0]
    matter = samples.matter(first, agency)
    changed = write(replace(matter, stated={**matter.stated, **stated}), first, catalogue.templates(tmp_path))
    letters.render(changed)
    before, after = (squeezed(each.text) for each in (samples.letter(first, agency), changed))
    for line in shown.lines:
        assert line in after
        assert line not in before
    for kind in catalogue.kinds(tmp_path):
        catalogue.template(kind, tmp_path)
    if stem in catalogue.kinds():
        catalogue.trial(tmp_path / f"{stem}.toml", tmp_path)


def freed() -> list[tuple[Fence, str]]:
    """The examples that leave a passage free, with its name."""
    return [
        (fence, name)
        for fence, _ in examples()
        for name, change in tomllib.loads(fence.text).get("change", {}).items()
        if change.get("free")
    ]


@pytest.mark.parametrize(
    ("fence", "name"), freed(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_passage_that_an_example_leaves_free_can_be_rewritten(
    fence: Fence, name: str, tmp_path: Path
) -> None:
    kind = placed(fence, tmp_path)
    matter = samples.matter(kind, load(content.sample_config()).agency[0])
    words = "承办人自己的话。"
    with pytest.raises(DeskError):
        write(matter, kind, catalogue.template, {name: words})
    assert words in write(matter, kind, catalogue.templates(tmp_path), {name: words}).text


@pytest.mark.parametrize("example", [e for e in examples() if e[0].words == "refused"], ids=of_line)
def test_an_example_of_a_refusal_is_refused_in_the_words_shown(
    example: tuple[Fence, Fence], tmp_path: Path
) -> None:
    fence, shown = example
    kind = placed(fence, tmp_path)
    with pytest.raises(DeskError) as refused:
        catalogue.template(kind, tmp_path)
    assert squeezed(str(refused.value)) == "".join(shown.lines)


# --- settings --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "fence",
    [
        fence
        for path in (TEMPLATES, GUIDE)
        for fence in fences(path)
        if fence.language == "toml" and fence.text.startswith("[") and fence.words == "config"
    ],
    ids=lambda fence: f"line {fence.line}",
)
def test_an_example_of_settings_is_accepted(fence: Fence, tmp_path: Path) -> None:
    header = fence.text.partition("\n")[0]
    sample = content.sample_config().read_text("utf-8")
    kept = sample.replace(f"\n{header}\n", f"\n{fence.text}\n", 1)
    config = tmp_path / "config.toml"
    config.write_text(kept if kept != sample else f"{sample}\n{fence.text}", "utf-8")
    written = tomllib.loads(fence.text)
    loaded = load(config).model_dump(exclude_unset=True)
    for section in written:
        assert loaded[section], section


# --- the clerk's day -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Typed:
    """A block of commands, what it printed, and what the document shows of it."""

    fence: Fence
    shown: Fence | None
    code: int
    said: str

    @property
    def as_told(self) -> bool:
        """Whether it was done, or refused where the guide says so."""
        return self.code == (2 if "refused" in self.fence.words else 0)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Typed]]:
    """All blocks marked sh, typed in order in one folder; behind `sh`: the day it is, and refused where it is."""
    folder = tmp_path_factory.mktemp("guide")
    (folder / "config.toml").write_bytes(content.sample_config().read_bytes())
    program = folder / "bin" / "foidesk"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(str(Path(sys.executable).absolute()))} -c "from foidesk.cli import main; main()" "$@"\n'
    )
    program.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    post_office = Controller(Sink(), hostname="127.0.0.1", port=port)
    post_office.start()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FOIDESK_")}
    surroundings = {
        **clean,
        "COLUMNS": "140",
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "FOIDESK_BY": "王芳",
        "FOIDESK_MAIL__HOST": "127.0.0.1",
        "FOIDESK_MAIL__PORT": str(port),
        "FOIDESK_MAIL__SECURITY": "none",
        "FOIDESK_MAIL__SENDER": "xxgk@furong.example.cn",
    }
    try:
        yield list(until_one_fails(folder, surroundings))
    finally:
        post_office.stop()


def until_one_fails(folder: Path, surroundings: Mapping[str, str]) -> Iterator[Typed]:
    """What follows a failed command rests on it, and is not typed."""
    for fence, shown in followed(GUIDE, "sh"):
        done = run(fence, shown, folder, surroundings)
        yield done
        if not done.as_told:
            return


def run(fence: Fence, shown: Fence | None, folder: Path, surroundings: Mapping[str, str]) -> Typed:
    for name, make in MADE_BY_HAND.items():
        path = folder / name
        if name in fence.text and not path.exists():
            path.parent.mkdir(exist_ok=True)
            make(path)
    day = _DAY.search(fence.words)
    assert day, f"line {fence.line}: no day behind sh"
    ended = subprocess.run(
        ["bash", "-eu", "-c", fence.text],
        cwd=folder,
        env={**surroundings, "FOIDESK_NOW": day[0]},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    said = ended.stdout.decode("utf-8").replace(str(folder), "办公文件夹")
    return Typed(fence, shown, ended.returncode, said)


def test_every_command_of_the_guide_ends_as_told(typed: list[Typed]) -> None:
    for each in typed:
        assert each.as_told, f"line {each.fence.line} ended with {each.code}:\n{each.said}"
        assert "Traceback" not in each.said
    assert len(typed) == len(followed(GUIDE, "sh")) >= 20


def test_the_commands_print_what_the_guide_shows(typed: list[Typed]) -> None:
    assert sum(each.shown is not None for each in typed) >= 15
    for each in typed:
        printed = {squeezed(line) for line in each.said.splitlines()}
        for line in each.shown.lines if each.shown else ():
            assert line in printed, f"line {each.fence.line} shows {line!r}, printed was:\n{each.said}"


# --- what is made by hand ----------------------------------------------------------------------------
def attachment(path: Path, *lines: str) -> None:
    """A PDF with these lines as text."""
    pdfmetrics.registerFont(TTFont("Guide", str(fonts().choices[Face.FANGSONG][0].file.path)))
    canvas = Canvas(str(path))
    canvas.setFont("Guide", 14)
    for n, line in enumerate(lines):
        canvas.drawString(72, 720 - 24 * n, line)
    canvas.save()


def changed_in_word(path: Path) -> None:
    """The draft of the reply with one sentence written anew."""
    (draft,) = path.parent.glob("文书/*第1号-部（稿）.docx")
    document = docx.Document(str(draft))
    for paragraph in document.paragraphs:
        for part in paragraph.runs:
            part.text = part.text.replace("保存有该标准表", "保存有2025年印发的该标准表")
    document.save(str(path))


#: what the guide lets the clerk take from elsewhere, made when a command first names it
MADE_BY_HAND = {
    "附件/标准表.pdf": lambda path: attachment(path, "征收补偿标准表", "会签：王小明　13907310000"),
    "附件/标准表（正文）.pdf": lambda path: attachment(path, "征收补偿标准表"),
    "改后.docx": changed_in_word,
}


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for each in PICTURED:
        drawn(each).save(PICTURES / f"{each}.png", optimize=True)
