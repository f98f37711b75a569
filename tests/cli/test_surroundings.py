"""Settings, files, terminals, other processes: what surrounds the program can be wrong as well."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from tests.cli.conftest import PROGRAM, TODAY, clear, content, plain

GOOD = ("--channel", "oral", "--arrived", TODAY, "--kind", "other", "--name", "甲", "--request", "乙")
# from a small process: a child is charged for the memory of the one that forked it
MEASURE = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
CASE = '{"channel": "email", "arrived": "2026-03-02"}\n'


@dataclass(frozen=True)
class Slow:
    """What takes its time, begun before the rest: a clerk who waits for a lock, two long streams of cases."""

    holder: sqlite3.Connection
    folder: Path
    began: float
    clerk: subprocess.Popen[bytes]
    streams: list[subprocess.Popen[bytes]]


@pytest.fixture(scope="module", autouse=True)
def slow(ready: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slow]:
    folder = tmp_path_factory.mktemp("slow") / "desk"
    shutil.copytree(ready, folder)

    def start(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=folder, env=plain(FOIDESK_NOW=TODAY), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    assert start(*PROGRAM, "register", *GOOD).wait(60) == 0
    holder = sqlite3.connect(folder / "var/foidesk.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    clerk = start(*PROGRAM, "record", "1", "noted", "--on", TODAY, "text=一")
    streams = []
    for lines in (20_000, 200_000):
        (folder / f"{lines}.jsonl").write_text(CASE * lines)
        streams.append(start(sys.executable, "-c", MEASURE, *PROGRAM, "clock", f"{lines}.jsonl", "--json"))
    yield Slow(holder, folder, began, clerk, streams)
    holder.close()
    for each in (clerk, *streams):
        each.kill()
        each.communicate()


# --- setting up ----------------------------------------------------------------------------------


def test_init_asks_nothing_makes_key_and_database_and_can_be_run_again(bare: Any) -> None:
    shutil.copy(Path(__file__).parents[2] / "config.toml", bare.folder)
    first = bare.data("init")
    assert first == {
        "database": f"sqlite:///{bare.folder}/var/foidesk.db",
        "key_file": f"{bare.folder}/var/foidesk.key",
        "key_created": True,
    }
    assert stat.S_IMODE((bare.folder / "var/foidesk.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((bare.folder / "var/foidesk.db").stat().st_mode) == 0o600
    number = bare.register()
    assert bare.data("init")["key_created"] is False
    assert bare.data("show", number)["number"] == number


def test_before_init_a_command_says_how_to_begin(bare: Any) -> None:
    shutil.copy(Path(__file__).parents[2] / "config.toml", bare.folder)
    assert "foidesk init" in bare.refused("list")
    assert not (bare.folder / "var").exists()


def test_the_configuration_can_be_named_before_and_after_the_command(desk: Any, tmp_path: Path) -> None:
    number = desk.register()
    desk.monkeypatch.chdir(tmp_path)
    file = str(desk.folder / "config.toml")
    assert desk.data("--config", file, "show", number)["number"] == number
    assert desk.data("show", number, "--config", file)["number"] == number
    desk.monkeypatch.setenv("FOIDESK_CONFIG", file)
    assert desk.data("show", number)["number"] == number


def test_the_person_and_the_agency_can_be_named_before_and_after_the_command(desk: Any) -> None:
    for words in (
        ("--by", "陈静", "--agency", "furong", "register", *GOOD),
        ("register", *GOOD, "--by", "陈静", "--agency", "芙政公开"),
    ):
        number = desk.data(*words)["number"]
        assert desk.data("show", number)["history"][0]["recorded_by"] == "陈静"
    assert "nowhere" in desk.refused("list", "--agency", "nowhere")


def test_the_environment_names_another_database(desk: Any, tmp_path: Path) -> None:
    desk.register()
    desk.monkeypatch.setenv("FOIDESK_DATABASE__URL", f"sqlite:///{tmp_path}/other.db")
    assert "other.db" in desk.refused("list")
    desk.done("init")
    assert desk.data("list") == []
    desk.monkeypatch.delenv("FOIDESK_DATABASE__URL")
    assert len(desk.data("list")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "agency"),
        (b"out = ", "TOML"),
        (b"\xff\xfe\x00", "UTF-8"),
        ("out = 'x'".encode("utf-16"), "UTF-8"),
        (b"unknown = 1\n", "unknown"),
        (b"out = 7\n", "out"),
        (b"database = 7\n", "database"),
        (b"agency = 7\n", "agency"),
        (b"agency = []\n", "agency"),
        (b"[[agency]]\nkey = 'X Y'\n", "key"),
        (b"a = [" + b"[" * 100_000, "TOML"),
        (b"out = 'a'\nout = 'b'\n", "TOML"),
        (b"\x00" * 1000, "TOML"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_configuration_that_is_wrong_is_refused_by_every_command(desk: Any, text: bytes, said: str) -> None:
    number = desk.register()
    Path("config.toml").write_bytes(text)
    for words in (
        ("list",),
        ("show", number),
        ("register", *GOOD),
        ("init",),
        ("rebuild",),
        ("calendar", "check"),
    ):
        assert said in desk.refused(*words)


def test_without_a_configuration_the_desk_says_where_it_looked(bare: Any) -> None:
    for words in (("list",), ("init",), ("register", *GOOD), ("rebuild", "--check"), ("show", "1")):
        assert "--config" in bare.refused(*words)
    assert list(bare.folder.iterdir()) == []


@pytest.mark.parametrize("url", ["", "mysql://x/y", "sqlite://", "sqlite:///", "sqlite:///:memory:", "nonsense", "sqlite:////",
                                 "sqlite:////proc/x/y.db", "postgresql://127.0.0.1:1/nothing?connect_timeout=2"])  # fmt: skip
def test_a_database_that_cannot_be_is_refused(desk: Any, url: str) -> None:
    desk.monkeypatch.setenv("FOIDESK_DATABASE__URL", url)
    if url:
        for words in (("init",), ("list",), ("register", *GOOD)):
            desk.refused(*words)


def test_a_password_in_the_address_is_never_shown(desk: Any) -> None:
    desk.monkeypatch.setenv("FOIDESK_DATABASE__URL", "postgresql://desk:s3cret@127.0.0.1:1/nothing")
    for words in (("init",), ("list",), ("workdays", "add", TODAY, "1")):
        assert "s3cret" not in desk(*words).err


# --- key and database ----------------------------------------------------------------------------


def spoil(path: Path, how: str) -> None:
    if how == "missing":
        path.unlink()
    elif how == "folder":
        path.unlink()
        path.mkdir()
    elif how == "open to all":
        path.chmod(0o644)
    else:
        path.write_bytes({"empty": b"", "binary": os.urandom(64), "another": b"QUFB" * 10 + b"QUE=\n"}[how])


@pytest.mark.parametrize("how", ["missing", "folder", "open to all", "empty", "binary", "another"])
def test_without_its_key_nothing_is_read_or_written(desk: Any, how: str) -> None:
    number = desk.register()
    spoil(desk.folder / "var/foidesk.key", how)
    for words in (
        ("list",),
        ("show", number),
        ("register", *GOOD),
        ("rebuild", "--check"),
        ("letter", number, "receipt"),
    ):
        assert "密钥" in desk.refused(*words)


def test_init_does_not_put_a_new_key_beside_an_old_database(desk: Any) -> None:
    desk.register()
    (desk.folder / "var/foidesk.key").unlink()
    desk("init")
    assert "密钥" in desk.refused("list")


@pytest.mark.parametrize("how", ["missing", "folder", "empty", "binary"])
def test_a_file_that_is_no_database_is_refused(desk: Any, how: str) -> None:
    desk.register()
    for more in ("-wal", "-shm"):
        (desk.folder / f"var/foidesk.db{more}").unlink(missing_ok=True)
    spoil(desk.folder / "var/foidesk.db", how)
    for words in (("list",), ("register", *GOOD), ("rebuild", "--check"), ("show", "1")):
        desk.monkeypatch.setattr(desk, "content", dict, raising=False)
        assert "数据库" in desk.refused(*words)


def test_a_database_of_another_program_is_refused(desk: Any) -> None:
    (desk.folder / "var/foidesk.db").unlink()
    with sqlite3.connect(desk.folder / "var/foidesk.db") as conn:
        conn.execute("CREATE TABLE poems (text)")
    assert "foidesk init" in desk.refused("list")


def test_a_database_of_a_newer_program_is_refused(desk: Any) -> None:
    with sqlite3.connect(desk.folder / "var/foidesk.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "升级程序" in desk.refused("list")
    desk.refused("init")


def test_an_index_changed_behind_the_programs_back_is_found_and_mended(desk: Any) -> None:
    number = desk.register()
    with sqlite3.connect(desk.folder / "var/foidesk.db") as conn:
        conn.execute("UPDATE applications SET due = '2026-12-31', handler = '他人'")
    checked = desk("rebuild", "--check", "--json")
    assert checked.code == 1
    (fault,) = checked.json["faults"]
    assert number in fault
    assert "due" in fault
    assert desk.data("rebuild") == {"applications": 1, "faults": []}
    assert desk.data("rebuild", "--check") == {"applications": 1, "faults": []}
    assert desk.data("list")[0]["due"] == "2026-03-30"


def test_a_lost_index_row_is_found_and_made_anew(desk: Any) -> None:
    number = desk.register()
    with sqlite3.connect(desk.folder / "var/foidesk.db") as conn:
        conn.execute("PRAGMA foreign_keys=OFF")
        conn.execute("DELETE FROM applications")
    assert desk("rebuild", "--check").code == 1
    desk.done("rebuild")
    assert desk.data("list")[0]["number"] == number


def test_a_log_changed_behind_the_programs_back_is_found(desk: Any) -> None:
    number = desk.register()
    with sqlite3.connect(desk.folder / "var/foidesk.db") as conn:
        conn.execute("DROP TRIGGER events_no_update")
        conn.execute("UPDATE events SET on_day = '2026-02-02' WHERE seq = 1")
    checked = desk("rebuild", "--check", "--json")
    assert checked.code == 1
    assert checked.json["faults"]
    assert "Traceback" not in desk("show", number).err


def test_nothing_personal_can_be_read_in_the_database(desk: Any) -> None:
    desk.register(
        name="欧阳明月", telephone="13812345678", address="湘江路八十八号", request="欧阳明月户的补偿"
    )
    desk.record("1", "noted", TODAY, "text=欧阳明月来电")
    raw = b"".join(path.read_bytes() for path in (desk.folder / "var").glob("foidesk.db*"))
    for secret in ("欧阳明月", "13812345678", "湘江路八十八号"):
        assert secret.encode() not in raw


# --- notices -------------------------------------------------------------------------------------

NOTICE = """year = 2027
number = "国办发明电〔2026〕8号"
issued = 2026-11-04
work = [2027-01-10]

[[off]]
name = "元旦"
first = 2027-01-01
last = 2027-01-05
"""


def test_a_new_notice_moves_provisional_days_lists_them_and_holds_for_the_sums(desk: Any) -> None:
    desk.on("2026-12-25")
    number = desk.register(arrived="2026-12-25")
    untouched = desk.register(arrived="2026-11-02")
    before = desk.data("show", number)
    assert before["provisional"] is True
    Path("2027.toml").write_text(NOTICE, encoding="utf-8")
    answer = desk.data("calendar", "add", "2027.toml")
    after = desk.data("show", number)
    assert (answer["year"], answer["notice"], answer["version"]) == (2027, "国办发明电〔2026〕8号", 1)
    assert answer["moved"] == [
        {"agency": "furong", "number": number, "before": before["due"], "after": after["due"], "letters": []}
    ]
    assert after["due"] > before["due"]
    assert after["provisional"] is False
    assert desk.data("list")[0]["number"] == untouched
    year = desk.data("workdays", "year", "2027")
    assert (year["provisional"], year["notice"], year["work"]) == (
        False,
        "国办发明电〔2026〕8号",
        ["2027-01-10"],
    )
    assert desk.data("rebuild", "--check")["faults"] == []
    assert desk.data("calendar", "check")["missing"] == []


def test_the_same_notice_twice_is_refused_and_a_corrected_one_is_its_next_version(desk: Any) -> None:
    Path("2027.toml").write_text(NOTICE, encoding="utf-8")
    desk.done("calendar", "add", "2027.toml")
    assert "已经录入" in desk.refused("calendar", "add", "2027.toml")
    Path("2027.toml").write_text(NOTICE.replace("2027-01-05", "2027-01-04"), encoding="utf-8")
    assert desk.data("calendar", "add", "2027.toml")["version"] == 2
    assert "2027-01-05" not in desk.data("workdays", "year", "2027")["off"]


def test_a_missing_year_is_told_by_the_check_of_the_calendar(desk: Any) -> None:
    answer = desk.data("calendar", "check")
    assert answer["missing"] == [2027]
    assert [year["year"] for year in answer["years"]] == list(range(2008, 2028))
    assert "2027" in desk.done("calendar", "check").out


# --- a process of its own ------------------------------------------------------------------------


def test_the_program_works_as_a_process_of_its_own(program: Any) -> None:
    made = json.loads(program("register", *GOOD, "--json").out)
    assert json.loads(program("list", "--json").out)[0]["number"] == made["number"]
    refused = program("show", "9")
    assert (refused.code, refused.out) == (2, "")
    clear(refused.err)


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii", "LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "latin-1:strict"},
        {"LANG": "zh_CN.GB18030"},
    ],
    ids=lambda environment: " ".join(environment),
)
def test_output_is_utf_8_in_every_locale(program: Any, environment: dict[str, str]) -> None:
    made = json.loads(program("register", "--from", "-", "--json", typed=json.dumps({
        "channel": "口头", "arrived": TODAY, "applicant_kind": "其他", "name": "𬭎喆", "request": "公开“甲”",
    }, ensure_ascii=False), **environment).out)  # fmt: skip
    assert made["number"] == "芙政公开〔2026〕第1号"
    assert "没有编号" in program("show", "7", **environment).err


@pytest.mark.parametrize("columns", ["40", "1", "0", "-5", "x", "100000", ""])
def test_a_strange_width_of_the_terminal_harms_nothing(desk: Any, columns: str) -> None:
    number = desk.register()
    desk.monkeypatch.setenv("COLUMNS", columns)
    for words in (("show", number), ("list",), ("whatif", number)):
        desk.done(*words)


def test_in_forty_columns_no_line_is_wider_and_nothing_is_coloured_for_a_file(desk: Any) -> None:
    desk.register()
    desk.monkeypatch.setenv("COLUMNS", "40")
    said = desk.done("list").out
    assert max(cell_len(line) for line in said.splitlines()) <= 40
    assert "\x1b" not in said


def test_a_reader_that_goes_away_ends_the_program_quietly(program: Any, empty: Path) -> None:
    (empty / "many.jsonl").write_text(CASE * 20_000)
    command = f"{subprocess.list2cmdline(PROGRAM)} clock many.jsonl --json | head -n 1"
    ended = subprocess.run(["bash", "-c", command], cwd=empty, env=plain(), capture_output=True, timeout=60)
    assert ended.stdout.count(b"\n") == 1
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipe" not in ended.stderr


@pytest.mark.parametrize("words", ["show 1", "list", "workdays year 2026", "list --json", "--help"])
def test_a_reader_that_is_gone_already_ends_short_answers_quietly_too(
    program: Any, empty: Path, words: str
) -> None:
    program("register", *GOOD)
    command = f"{subprocess.list2cmdline(PROGRAM)} {words} | true"
    ended = subprocess.run(["bash", "-c", command], cwd=empty, env=plain(), capture_output=True, timeout=60)
    assert ended.stderr == b""


@pytest.mark.parametrize("words", ["clock - --json", "register --from -", "record 1 --from -"])
def test_a_closed_standard_input_is_refused(program: Any, empty: Path, words: str) -> None:
    program("register", *GOOD)
    command = f"{subprocess.list2cmdline(PROGRAM)} {words} <&-"
    ended = subprocess.run(["bash", "-c", command], cwd=empty, env=plain(), capture_output=True, timeout=60)
    assert ended.returncode == 2
    clear(ended.stderr.decode())


def test_registering_without_a_terminal_never_waits_for_an_answer(program: Any) -> None:
    for typed in (b"", b"\n\n\n\n\n"):
        result = program("register", typed=typed)
        assert result.code == 2
        clear(result.err)


def test_a_full_disk_under_the_answer_is_told(program: Any, empty: Path) -> None:
    for words in ("clock many.jsonl --json", "workdays year 2026", "show 1"):
        (empty / "many.jsonl").write_text(CASE)
        program("register", *GOOD)
        command = f"{subprocess.list2cmdline(PROGRAM)} {words} > /dev/full"
        ended = subprocess.run(
            ["bash", "-c", command], cwd=empty, env=plain(), capture_output=True, timeout=60
        )
        assert ended.returncode != 0
        clear(ended.stderr.decode())


def test_interrupting_leaves_no_traceback(empty: Path, program: Any) -> None:
    running = subprocess.Popen(
        [*PROGRAM, "clock", "-", "--json"], cwd=empty, env=plain(), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert running.stdin is not None
    running.stdin.write(CASE.encode() * 500)
    running.stdin.flush()
    assert running.stdout is not None
    running.stdout.read(1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert running.returncode in (130, 1, -signal.SIGINT)
    assert b"Traceback" not in said


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"),
    reason="root may write anywhere, and there is no setpriv",
)
def test_a_folder_that_cannot_be_written_is_refused(empty: Path, ready: Path, tmp_path_factory: Any) -> None:
    folder = Path("/tmp") / f"foidesk-read-only-{os.getpid()}"
    shutil.copytree(ready, folder)
    try:
        for path in (folder, folder / "var", *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444 if path.suffix != ".key" else 0o400)
            os.chown(path, 65534, 65534)
        as_nobody = (
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        )
        for words in (("register", *GOOD), ("init",), ("letter", "1", "receipt")):
            ended = subprocess.run(
                [*as_nobody, *PROGRAM, *words],
                cwd=folder,
                env=plain(HOME="/tmp"),
                capture_output=True,
                timeout=60,
            )
            if (
                b"Permission denied" in ended.stderr
                and b"python" in ended.stderr.lower()
                and not ended.stdout
            ):
                pytest.skip("the interpreter itself may not be read by others here")
            assert ended.returncode == 2
            clear(ended.stderr.decode())
    finally:
        for path in (folder, folder / "var"):
            path.chmod(0o755)
        shutil.rmtree(folder)


# --- two clerks ----------------------------------------------------------------------------------


def test_two_clerks_registering_at_once_get_numbers_without_gaps_or_doubles(
    program: Any, empty: Path
) -> None:
    running = [
        subprocess.Popen(
            [*PROGRAM, "register", *GOOD, "--json"],
            cwd=empty,
            env=plain(FOIDESK_NOW=TODAY),
            stdout=subprocess.PIPE,
        )
        for _ in range(6)
    ]
    numbers = sorted(json.loads(each.communicate(timeout=60)[0])["n"] for each in running)
    assert numbers == [1, 2, 3, 4, 5, 6]


def test_of_two_replies_at_once_exactly_one_is_recorded(program: Any, empty: Path) -> None:
    program("register", *GOOD)
    reply = (
        "reply",
        "1",
        "petition",
        "--on",
        TODAY,
        "--service",
        "post",
        "--approved-by",
        "周明远",
        "right_way=信访局",
    )
    running = [
        subprocess.Popen(
            [*PROGRAM, *reply],
            cwd=empty,
            env=plain(FOIDESK_NOW=TODAY),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    ended = [(each.communicate(timeout=60)[1], each.returncode) for each in running]
    assert sorted(code for _, code in ended) == [0, 2, 2]
    for said, code in ended:
        if code == 2:
            clear(said.decode())
    history = [entry["event"] for entry in json.loads(program("show", "1", "--json").out)["history"]]
    assert history.count("replied") == 1


def test_nothing_listens_and_nothing_calls_out(program: Any) -> None:
    # a closed network: with every proxy and resolver broken the work is the same
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{free.getsockname()[1]}"
        assert program("workdays", "add", TODAY, "5", HTTP_PROXY=nowhere, HTTPS_PROXY=nowhere).code == 0


def test_a_table_flipping_limit_of_open_files_is_no_trouble(program: Any) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
    try:
        assert program("register", *GOOD).code == 0
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


# --- begun first, looked at last -----------------------------------------------------------------


def test_who_only_reads_does_not_wait_for_a_writer(slow: Slow) -> None:
    began = time.monotonic()
    shown = subprocess.run(
        [*PROGRAM, "show", "2026-1"], cwd=slow.folder, env=plain(), capture_output=True, timeout=60
    )
    assert shown.returncode == 0
    assert time.monotonic() - began < 15


def test_a_million_cases_need_no_more_memory_than_one(slow: Slow) -> None:
    few, many = (int(each.communicate(timeout=120)[0]) for each in slow.streams)
    assert many < few * 1.1, (few, many)


def test_a_clerk_who_waits_for_a_lock_in_vain_is_told_so_in_the_end(slow: Slow) -> None:
    out, said = slow.clerk.communicate(timeout=60)
    slow.holder.execute("ROLLBACK")
    assert (slow.clerk.returncode, out) == (2, b"")
    clear(said.decode())
    assert ("events", 2) in {
        (name, count) for name, (count, _) in content(slow.folder / "var/foidesk.db").items()
    }
