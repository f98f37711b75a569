"""A desk in a folder of its own, and two ways to work at it: in this process, and as a program of its own."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import time_machine

from foidesk.cli import frame, main

SAMPLE = Path(__file__).resolve().parents[2] / "config.toml"
PROGRAM = (sys.executable, "-c", "from foidesk.cli import main; main()")
PREFIX = "芙政公开〔2026〕第{}号"
CHINESE = re.compile("[\u4e00-\u9fff]")
TODAY = "2026-03-02"


@dataclass(frozen=True)
class Result:
    """What the program left: exit status, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Desk:
    """The program run in this process, in its folder."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    made: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, typed: str | bytes | None = None) -> Result:
        frame.common.config = frame.common.agency = frame.common.by = None  # a new process knows nothing
        self.monkeypatch.setattr(sys, "argv", ["foidesk", *arguments])
        raw = typed.encode() if isinstance(typed, str) else typed or b""
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = self.capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Result(code, said.out, said.err)

    def done(self, *arguments: str, typed: str | bytes | None = None) -> Result:
        """Run what must succeed."""
        result = self(*arguments, typed=typed)
        assert result.code == 0, result.err
        assert result.err == ""
        return result

    def data(self, *arguments: str, typed: str | bytes | None = None) -> Any:
        """Run with --json what must succeed; its answer."""
        return self.done(*arguments, "--json", typed=typed).json

    def refused(self, *arguments: str, typed: str | bytes | None = None) -> str:
        """Run what must be refused: status 2, one clear Chinese message, no answer, nothing written."""
        before = self.content()
        result = self(*arguments, typed=typed)
        assert result.code == 2, (result.code, result.out[:500], result.err[:500])
        clear(result.err)
        assert result.out == ""
        assert self.content() == before, "something was written"
        return result.err

    def on(self, day: str) -> None:
        """Let it be this day."""
        self.monkeypatch.setenv("FOIDESK_NOW", day)

    def register(self, **facts: str) -> str:
        """A plain application, changed as told; its number."""
        given = {
            "channel": "signed_post",
            "arrived": TODAY,
            "kind": "natural_person",
            "name": "赵立群",
            "request": "公开五一大道改造项目的征收补偿方案",
            "form": "邮寄",
            **facts,
        }
        words = [word for key, value in given.items() for word in (f"--{key.replace('_', '-')}", value)]
        return str(self.data("register", *words)["number"])

    def record(self, number: str, event: str, on: str, *facts: str, day: str | None = None) -> Any:
        """Record a fact on its own day (or on `day`); the answer."""
        self.on(day or on)
        return self.data("record", number, event, "--on", on, *facts)

    def content(self) -> Mapping[str, tuple[int, str]]:
        """Every table of the database: its number of rows, and a hash of all that is in them."""
        return content(self.folder / "var/foidesk.db")

    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(count for count, _ in self.content().values())

    def tables(self, sql: str) -> list[Any]:
        """Ask the database directly."""
        with sqlite3.connect(self.folder / "var/foidesk.db") as conn:
            return conn.execute(sql).fetchall()


def content(path: Path) -> Mapping[str, tuple[int, str]]:
    if not path.is_file():
        return {}
    found = {}
    conn = sqlite3.connect(path)
    try:
        names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = sorted(map(repr, conn.execute(f'SELECT * FROM "{name}"')))
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    except sqlite3.DatabaseError:
        return {"not a database": (0, hashlib.sha256(path.read_bytes()).hexdigest())}
    finally:
        conn.close()
    return found


def clear(message: str) -> None:
    """One clear message for a person: Chinese, not endless, no traceback."""
    assert "Traceback" not in message
    assert CHINESE.search(message), message
    assert message.endswith("\n")
    assert len(message) < 4000


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample's config.toml and an initialised database, made once and copied."""
    folder = tmp_path_factory.mktemp("ready")
    shutil.copy(SAMPLE, folder / "config.toml")
    subprocess.run([*PROGRAM, "init"], cwd=folder, env=plain(), check=True, capture_output=True, timeout=60)
    return folder


def plain(**more: str) -> dict[str, str]:
    """The environment without what this program reads, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("FOIDESK_")}
    kept.pop("COLUMNS", None)
    return {**kept, "FOIDESK_BY": "王芳", **more}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with nothing in it, and no setting in the environment."""
    for name in list(os.environ):
        if name.upper().startswith("FOIDESK_"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("FOIDESK_BY", "王芳")
    monkeypatch.setenv("FOIDESK_NOW", TODAY)
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def bare(empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The program in a folder without config.toml and without a database."""
    return Desk(empty, monkeypatch, capsys)


@pytest.fixture
def desk(
    empty: Path, ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """The program in a folder with config.toml and an initialised database."""
    shutil.copytree(ready, empty, dirs_exist_ok=True)
    return Desk(empty, monkeypatch, capsys)


@pytest.fixture
def midnight() -> Iterator[None]:
    """Half past midnight in China, while it is still the day before in London."""
    with time_machine.travel("2026-03-02T16:30:00+00:00", tick=False):
        yield


Program = Callable[..., Result]


@pytest.fixture
def program(empty: Path, ready: Path) -> Program:
    """The program as a process of its own in the initialised folder; text or bytes to its standard input."""
    shutil.copytree(ready, empty, dirs_exist_ok=True)

    def run(*arguments: str, typed: str | bytes = b"", **environment: str) -> Result:
        ended = subprocess.run(
            [*PROGRAM, *arguments],
            cwd=empty,
            env=plain(FOIDESK_NOW=TODAY, **environment),
            input=typed.encode() if isinstance(typed, str) else typed,
            capture_output=True,
            timeout=60,
        )
        return Result(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))

    return run
