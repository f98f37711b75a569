"""Two clerks, two processes, and a process that dies: one letter, one number, nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from foidesk.desk import issuing, rebuilding
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.store.log import ChangedMeanwhile
from foidesk.store.worklist import Row

from .conftest import ROOT, clerk
from .letterroom import (
    HEAD,
    MONDAY,
    WEDNESDAY,
    consult,
    issued_letters,
    order,
    receipt,
    rows,
)

Register = Callable[..., Row]


# --- at once -------------------------------------------------------------------------------------
def together(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised, all begun at the same moment."""
    gate, given = threading.Barrier(len(acts)), list[object]([None] * len(acts))

    def run(place: int) -> None:
        gate.wait()
        try:
            given[place] = acts[place]()
        except DeskError as error:
            given[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_of_two_who_issue_the_same_letter_at_once_one_is_told_so(office: Office, register: Register) -> None:
    row = register(MONDAY)
    before = rows(office)
    given = together(*[lambda: receipt(office, row.number)] * 3)
    refused = [each for each in given if isinstance(each, DeskError)]
    assert len(refused) == 2
    assert all(isinstance(each, ChangedMeanwhile) or "已经签发" in each.what for each in refused)
    assert [letter.doc_number for letter in issued_letters(office, row.number)] == [f"{row.number}-收"]
    added = [after - had for after, had in zip(rows(office), before, strict=True)]
    assert added[0] == 1
    assert added[2] == 3, "PDF, DOCX and words of one letter, nothing of the others"


def test_two_letters_of_one_application_at_once_never_share_a_number(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    consult(office, row.number, "a")
    consult(office, row.number, "b", name="岳麓文物修复有限公司")

    def asking(about: str) -> Callable[[], object]:
        how = order(about=about)
        return lambda: issuing.issue(office, row.number, "third_party", how, clerk(WEDNESDAY))

    for about, given in zip("ab", together(asking("a"), asking("b")), strict=True):
        if isinstance(given, DeskError):
            asking(about)()
    numbers = {each.doc_number: each.about for each in issued_letters(office, row.number)}
    assert set(numbers) == {f"{row.number}-征", f"{row.number}-征2"}
    assert set(numbers.values()) == {"a", "b"}


# --- a process that dies -------------------------------------------------------------------------
@pytest.fixture
def program(url: str, key_file: Path, office: Office) -> Callable[..., subprocess.Popen[bytes]]:
    """The program as a process of its own at this desk's database."""

    def start(code: str, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "FOIDESK_CONFIG": str(ROOT / "config.toml"),
            "FOIDESK_DATABASE__URL": url,
            "FOIDESK_DATABASE__KEY_FILE": str(key_file),
            "FOIDESK_BY": "周敏",
            "FOIDESK_NOW": MONDAY.isoformat(),
            **more,
        }
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    return start


RUN = "from foidesk.cli import main; main()"

# The plug is pulled when paper and event are written, and nothing is committed yet.
PULLED = """
import os, signal, sys

def watch(frame, event, returned):
    code = frame.f_code
    if event == "return" and code.co_name == "many" and code.co_filename.endswith("ready.py"):
        os.kill(os.getpid(), signal.SIGKILL)

import pikepdf.pdfa
from foidesk.cli import main
from foidesk.desk import issuing
sys.setprofile(watch)
main()
"""


def test_a_process_killed_while_it_writes_leaves_nothing_and_no_gap(
    office: Office, register: Register, program: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    row = register(MONDAY)
    before = rows(office)
    words_ = ("letter", row.number, "receipt", "--issue", "--approved-by", HEAD, "-o", str(tmp_path / "out"))
    killed = program(PULLED, *words_)
    assert killed.wait(60) == -signal.SIGKILL
    assert rows(office) == before
    done = program(RUN, *words_)
    assert done.wait(60) == 0, done.stderr.read().decode() if done.stderr else ""
    assert [each.doc_number for each in issued_letters(office, row.number)] == [f"{row.number}-收"]
    assert rebuilding.check(office).faults == []


WAITS = """
import os, sys, time
open({note!r}, "w").write(str(os.getpid()))
time.sleep(60)
"""


def test_a_process_killed_while_the_seal_is_awaited_leaves_nothing(
    office: Office, register: Register, program: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    row = register(MONDAY)
    before = rows(office)
    note, script = tmp_path / "pid", tmp_path / "seal.py"
    script.write_text(WAITS.format(note=str(note)))
    command = f'["{sys.executable}", "{script}", "{{in}}", "{{out}}"]'
    words_ = ("letter", row.number, "receipt", "--issue", "--approved-by", HEAD, "-o", str(tmp_path / "out"))
    running = program(RUN, *words_, FOIDESK_SEAL__COMMAND=command)
    until = time.monotonic() + 60
    while not (note.is_file() and note.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    running.kill()
    running.wait(60)
    os.kill(int(note.read_text()), signal.SIGKILL)
    assert rows(office) == before
    assert receipt(office, row.number).paper.number == f"{row.number}-收"


def test_of_two_processes_that_issue_the_same_letter_one_says_why_not(
    office: Office, register: Register, program: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    row = register(MONDAY)
    words_ = ("letter", row.number, "receipt", "--issue", "--approved-by", HEAD)
    running = [program(RUN, *words_, "-o", str(tmp_path / name)) for name in "ab"]
    said = [(each.communicate(timeout=60)[1].decode(), each.returncode) for each in running]
    assert sorted(code for _, code in said) == [0, 2]
    ((refused, _),) = [each for each in said if each[1] == 2]
    assert "已经签发" in refused or "刚刚由周敏更改" in refused
    assert len(issued_letters(office, row.number)) == 1
