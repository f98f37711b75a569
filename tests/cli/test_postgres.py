"""The same commands on PostgreSQL: a schema of its own on the server that FOIDESK_TEST_POSTGRES names."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from foidesk.store.engines import parsed

POSTGRES = "FOIDESK_TEST_POSTGRES"
SERVER = os.environ.get(POSTGRES)  # before a test takes the settings out of the environment
SAMPLE = Path(__file__).resolve().parents[2] / "config.toml"


@pytest.fixture
def elsewhere(bare: Any) -> Iterator[Any]:
    """A desk whose database is an empty schema on PostgreSQL, named by the environment alone."""
    if not SERVER:
        if os.environ.get("CI"):
            pytest.fail(f"CI tests PostgreSQL too: set {POSTGRES} to a URL")
        pytest.skip(f"set {POSTGRES} to a URL to test PostgreSQL too")
    schema = f"cli_{secrets.token_hex(8)}"
    engine = create_engine(parsed(SERVER))
    with engine.begin() as conn:
        conn.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={schema}"})
    shutil.copy(SAMPLE, bare.folder)
    bare.monkeypatch.setenv("FOIDESK_DATABASE__URL", url.render_as_string(hide_password=False))
    yield bare
    with engine.begin() as conn:
        conn.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def test_before_init_postgresql_says_how_to_begin(elsewhere: Any) -> None:
    (elsewhere.folder / "var").mkdir()
    result = elsewhere("list")
    assert result.code == 2
    assert "foidesk init" in result.err


def test_an_application_goes_from_registration_to_reply_on_postgresql(elsewhere: Any) -> None:
    desk = elsewhere
    desk.done("init")
    desk.done("init")
    assert not (desk.folder / "var/foidesk.db").exists()
    number = desk.register(request="公开“甲”𬭎的补偿", handler="王芳")
    assert (
        desk.record(
            number,
            "extended",
            "2026-03-10",
            "days=20",
            "approved_by=周明远",
            "reason=档案分存三处，需要逐卷核对",
        )["due"]
        == "2026-04-28"
    )
    said = desk(
        "record",
        number,
        "extended",
        "--on",
        "2026-03-10",
        "days=20",
        "approved_by=周明远",
        "reason=档案分存三处，需要逐卷核对",
    )
    assert (said.code, len(desk.data("show", number)["history"])) == (2, 4)
    assert "不能再次延期" in said.err
    slower = desk("record", number, "noted", "--on", "2026-03-10", "text=一", "--seen", "3")
    assert slower.code == 2
    assert "刚刚" in slower.err
    answer = desk.data("reply", number, "petition", "--on", "2026-03-10", "--service", "post", "--approved-by", "周明远",
                       "right_way=区信访局")  # fmt: skip
    assert (answer["state"], answer["in_time"]) == ("replied", True)
    assert desk.data("list") == []
    assert [line["request"] for line in desk.data("list", "--all")] == ["公开“甲”𬭎的补偿"]
    pdf, _ = desk.data("letter", number, "receipt", "--issue", "--approved-by", "周明远", "-o", "out")[
        "files"
    ]
    assert Path(pdf).read_bytes().startswith(b"%PDF-")
    assert desk.data("rebuild", "--check") == {"applications": 1, "faults": []}


def test_a_notice_entered_on_postgresql_holds_for_the_sums(elsewhere: Any) -> None:
    elsewhere.done("init")
    Path("2027.toml").write_text(
        'year = 2027\nnumber = "国办发明电〔2026〕8号"\nissued = 2026-11-04\n'
        '[[off]]\nname = "元旦"\nfirst = 2027-01-01\nlast = 2027-01-03\n',
        encoding="utf-8",
    )
    elsewhere.done("calendar", "add", "2027.toml")
    assert elsewhere.data("workdays", "year", "2027")["provisional"] is False


def test_a_nul_character_is_refused_before_postgresql_would(elsewhere: Any) -> None:
    elsewhere.done("init")
    elsewhere.register()
    result = elsewhere(
        "record", "1", "--from", "-", typed='{"event": "noted", "on": "2026-03-02", "text": "一\\u0000"}'
    )
    assert result.code == 2
    assert "U+0000" in result.err


def test_postgresql_is_copied_by_its_own_tools_and_that_is_recorded(elsewhere: Any) -> None:
    elsewhere.done("init")
    refused = elsewhere("backup", "copy.db")
    assert (refused.code, "pg_dump" in refused.err) == (2, True)
    assert elsewhere.data("backup", "--recorded", "/backup/1.dump") == {"recorded": "/backup/1.dump"}
