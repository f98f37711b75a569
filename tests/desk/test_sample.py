"""The sample year goes through the guard as new acts, and a row of a ledger is read whole or refused whole."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pdfplumber
import pytest
from typer.testing import CliRunner

from foidesk import content, settings
from foidesk.cli import demo, frame  # noqa: F401 - demo registers its command
from foidesk.desk import applications, matters, rebuilding
from foidesk.desk.demo import loading, registers
from foidesk.desk.demo.year import AS_OF
from foidesk.desk.ledger import row as ledger
from foidesk.desk.lists import Wanted, lines
from foidesk.desk.office import CHINA, By, Office, open_office
from foidesk.desk.publicindex import documents
from foidesk.desk.setup import initialise
from foidesk.errors import DeskError
from foidesk.rules import events as ev

CONFIG = Path(__file__).resolve().parents[2] / "config.toml"
#: The procedural letters of the year; every reply has the letter of its ground.
PROCEDURAL = {"receipt", "clarification", "extension", "fee"}


def number(n: int) -> str:
    return f"芙政公开〔2025〕第{n}号"


@dataclass(frozen=True)
class Year:
    """The sample year, loaded, with its letters on disk."""

    office: Office
    loaded: loading.Loaded
    saved: list[loading.Saved]


def opened(folder: Path, **changed: str) -> Any:
    """A desk under the shipped config.toml in a folder of its own."""
    shutil.copy(CONFIG, folder / "config.toml")
    chosen = settings.load(folder / "config.toml")
    if changed:
        agency = chosen.agency[0].model_copy(update=changed)
        chosen = chosen.model_copy(update={"agency": (agency,)})
    initialise(chosen)
    return open_office(chosen)


@pytest.fixture(scope="module", autouse=True)
def _no_settings_in_the_environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ:
            if name.startswith(settings.PREFIX):
                patch.delenv(name)
        yield


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    with opened(tmp_path_factory.mktemp("sample")) as office:
        loaded = loading.load(office)
        yield Year(office, loaded, loading.save(office, loaded.numbers, office.settings.out))


# --- the year ------------------------------------------------------------------------------------


def test_every_row_of_the_ledger_passes_the_guard(year: Year) -> None:
    assert len(year.loaded.numbers) == 48
    assert year.loaded.new == year.loaded.acts
    for row in content.sample_ledger():
        case = applications.open_file(year.office, row["申请编号"]).case
        told = case.outcome.code if case.outcome else ""
        assert told == row["办理结果"], row["申请编号"]
        assert (case.closed_on.isoformat() if case.closed_on else "") == row["办结日期"]
        assert case.clock.received == date.fromisoformat(row["收到日期"])
        assert not case.clock.problems, case.clock.problems


def test_the_numbers_run_without_gaps(year: Year) -> None:
    files = [applications.open_file(year.office, each).case.registered for each in year.loaded.numbers]
    assert [(each.n, each.number) for each in files] == [(n, number(n)) for n in range(1, 49)]


def test_every_fact_is_recorded_on_its_own_day(year: Year) -> None:
    entries = applications.open_file(year.office, number(6)).entries
    recorded = [entry.recorded_at.date() for entry in entries]
    assert recorded == [entry.event.on for entry in entries]
    assert {entry.recorded_by for entry in entries} == {"周敏"}


def test_the_worklist_of_8_december_holds_three_open_applications(year: Year) -> None:
    found = lines(year.office, Wanted(), AS_OF)
    told = [(line.row.number, line.row.due, line.left) for line in found]
    assert told == [
        (number(46), date(2025, 12, 15), 5),  # 17 November + 4, 5, 5, 5 days of four weeks + Monday
        (number(47), date(2025, 12, 26), 14),  # 28 November + four full weeks
        (number(48), date(2026, 1, 4), 18),  # 1–3 January off, Sunday 4 January worked
    ]
    assert found[2].row.target == date(2025, 12, 31)
    assert [line.applicant for line in found] == ["长沙某某置业有限公司", "赵*", "黄*"]


def test_loading_again_changes_nothing(year: Year) -> None:
    before = [applications.open_file(year.office, each).row for each in year.loaded.numbers]
    bytes_before = {each.pdf: each.pdf.read_bytes() for each in year.saved}
    again = loading.load(year.office)
    assert (again.new, again.acts) == (0, year.loaded.acts)
    assert [applications.open_file(year.office, each).row for each in year.loaded.numbers] == before
    loading.save(year.office, again.numbers, year.office.settings.out)
    assert {path: path.read_bytes() for path in bytes_before} == bytes_before


def test_the_index_equals_the_logs(year: Year) -> None:
    health = rebuilding.check(year.office)
    assert (health.applications, health.faults) == (48, [])


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    totals = []

    def stop_after(acts: int) -> loading.Progress:
        def progress(on: date, done: int, total: int) -> None:
            totals.append(total)
            if done == acts:
                raise Stopped

        return progress

    with opened(tmp_path) as office:
        for acts in (20, 1):
            with pytest.raises(Stopped):
                loading.load(office, progress=stop_after(acts))
    assert totals[20] == totals[0] - 20


@pytest.mark.parametrize("taken", ["芙政公开〔2025〕第900号", number(1)])
def test_the_sample_is_not_mixed_into_a_register_in_use(tmp_path: Path, taken: str) -> None:
    registration = ledger.read(
        {**content.sample_ledger()[0], "申请编号": taken, "申请内容": "某道路命名批复"}
    ).registration
    with opened(tmp_path) as office:
        applications.register(office, registration, By("周敏", datetime(2025, 3, 3, 10, tzinfo=CHINA)))
        with pytest.raises(DeskError, match="登记簿中已有其他申请"):
            loading.load(office)
        assert len(lines(office, Wanted(closed=True), AS_OF)) == 1


def test_the_sample_belongs_to_its_agency(tmp_path: Path) -> None:
    with opened(tmp_path, code="岳政公开") as office, pytest.raises(DeskError, match="样例台账不是"):
        loading.load(office)


def test_the_registers_beside_the_applications_are_filled_once(tmp_path: Path) -> None:
    by = By("样例", datetime(2026, 11, 27, 10, tzinfo=CHINA))
    with opened(tmp_path) as office:
        for _ in range(2):
            registers.fill(office, by)
            assert len(matters.listing(office, by)[0]) == 2
            assert len(matters.listing(office, by, open_only=True)[0]) == 1
            assert len(documents.find(office, "样例", by)[0]) == 4


# --- its letters ---------------------------------------------------------------------------------


def pdf_text(path: Path) -> str:
    with pdfplumber.open(path) as pages:
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages.pages))


def docx_text(path: Path) -> str:
    xml = ZipFile(path).read("word/document.xml").decode()
    return re.sub(r"<[^>]+>|\s", "", xml)


def test_every_letter_of_the_year_is_written_and_named_after_its_document_number(year: Year) -> None:
    told = content.sample_facts()["case"]
    entries = [
        ledger.read(row, told.get(row["申请编号"], {}).get("ground")) for row in content.sample_ledger()
    ]
    grounds = {event.ground for entry in entries for event in entry.events if isinstance(event, ev.Replied)}
    assert len(grounds) > 15
    assert {each.kind for each in year.saved} == PROCEDURAL | grounds
    assert len({each.pdf for each in year.saved}) == len(year.saved)
    for each in year.saved:
        assert each.pdf.stem == each.docx.stem
        assert each.pdf.stem.startswith(each.number + "-")


@pytest.mark.parametrize(
    ("kind", "n", "applicant", "days"),
    [
        ("receipt", 46, "长沙某某置业有限公司", ["2025年11月17日", "2025年12月15日"]),
        ("receipt", 48, "黄赟", ["2025年12月4日", "2026年1月4日"]),
        ("clarification", 10, "吴煊", ["2025年3月12日", "2025年4月8日", "2025年3月17日"]),
        ("extension", 5, "陈昇", ["2025年3月4日", "2025年4月1日"]),
        ("extension", 36, "傅珣", ["2025年10月14日", "2025年11月11日"]),
        ("fee", 6, "杨翀", ["2025年2月19日"]),
        ("disclosed", 14, "朱琤", ["2025年4月8日", "2025年4月23日", "2025年4月30日"]),
        ("refused_third_party", 17, "何颢", ["2025年5月9日", "2025年5月16日", "2025年5月21日"]),
        ("not_held", 13, "胡镕", ["2025年5月7日", "2025年5月16日"]),
    ],
)
def test_a_letter_states_applicant_number_and_days(
    year: Year, kind: str, n: int, applicant: str, days: list[str]
) -> None:
    [saved] = [each for each in year.saved if (each.kind, each.number) == (kind, number(n))]
    for text in (pdf_text(saved.pdf), docx_text(saved.docx)):
        assert f"{applicant}：" in text
        assert number(n) in text
        for day in days:
            assert day in text


def test_the_fee_notice_states_the_sum_of_the_ledger(year: Year) -> None:
    [saved] = [each for each in year.saved if each.kind == "fee"]
    assert "4140元（人民币肆仟壹佰肆拾元整）" in pdf_text(saved.pdf)


def test_the_invented_facts_hold_no_dead_terms_and_no_placeholders() -> None:
    told = str(content.sample_facts())
    for term in (
        "×",
        "待填",
        "不宜公开",
        "暂不公开",
        "暂无",
        "未查到",
        "不掌握",
        "工作秘密",
        "内部资料",
        "因工作需要",
    ):
        assert term not in told


# --- the year around another day ------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 27),
        date(2026, 2, 18),  # within the Spring Festival
        date(2026, 1, 6),  # the first days of a year
        date(2027, 3, 10),  # a year without notice
    ],
)
def test_the_year_moved_to_any_day_passes_the_guard_and_is_taken_up_again_later(
    tmp_path: Path, day: date
) -> None:
    with opened(tmp_path) as office:
        moved = loading.around(office, day)
        loaded = loading.load(office, moved)
        cases = [applications.open_file(office, each).case for each in loaded.numbers]
        assert not [case.clock.problems for case in cases if case.clock.problems]
        assert max(event.on for case in cases for event in case.log) <= day
        for year in {case.registered.year for case in cases}:
            numbered = [case.registered.n for case in cases if case.registered.year == year]
            assert numbered == list(range(1, len(numbered) + 1))
        again = loading.around(office, day + timedelta(days=9))
        assert loading.load(office, again).new == 0


def test_on_the_last_day_of_the_year_applications_lie_on_the_desks_in_every_state(tmp_path: Path) -> None:
    with opened(tmp_path) as office:
        loading.load(office, loading.around(office, date(2026, 11, 27)))
        rows = [line.row for line in lines(office, Wanted(), date(2026, 11, 27))]
    assert {row.awaiting for row in rows} == {None, "review", "approval", "issue", "sent_back"}
    assert sum(row.due is not None and row.due < date(2026, 11, 27) for row in rows) == 1
    assert any(row.due == date(2026, 11, 27) for row in rows)
    assert any(row.extended for row in rows)
    assert any(row.paused_until for row in rows)
    assert any(row.unit for row in rows)
    assert {"open", "clarifying", "awaiting_payment"} == {row.state for row in rows}


def test_days_written_in_letters_move_with_the_year(tmp_path: Path) -> None:
    with opened(tmp_path) as office:
        moved = loading.around(office, date(2026, 11, 27))
    [fee] = [
        case["fee"]
        for case in moved.facts["case"].values()
        if "临时救助" in str(case) or "发放明细" in str(case)
    ]
    assert "2025年2月17日" not in fee["reason"]
    assert "2026年2月" in fee["reason"]


# --- foidesk demo --------------------------------------------------------------------------------


def test_demo_shows_worklist_reasons_letters_and_what_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(CONFIG, tmp_path / "config.toml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("FOIDESK_NOW", "2025-12-08")
    first, second = (CliRunner().invoke(frame.app, ["demo"]) for _ in range(2))
    assert (first.exit_code, second.exit_code) == (0, 0)
    for told in (
        "本次登记",
        "共 14 件",
        "2026-01-04",
        "《条例》第三十三条第二款",
        "收费通知书",
        "show 芙政公开〔2025〕第",
    ):
        assert told in first.stdout
    assert "此前已经载入，没有重复登记" in second.stdout
    assert first.stdout.split("\n一、")[1] == second.stdout.split("\n一、")[1]
    assert "正在办理样例申请：2025年1月" in first.stderr
    assert (tmp_path / "var/out" / f"{number(46)}-收.pdf").is_file()


def test_demo_gives_the_same_to_scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(CONFIG, tmp_path / "config.toml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOIDESK_NOW", "2025-12-08")
    data = json.loads(CliRunner().invoke(frame.app, ["demo", "--json"]).stdout)
    assert data["as_of"] == "2025-12-08"
    due = [line["due"] for line in data["worklist"]]
    assert (due[:2], due.count(None)) == (["2025-12-04", "2025-12-08"], 2)
    assert {each["kind"] for each in data["letters"]} > PROCEDURAL
