"""What tests of the database share: a vault, and an empty database on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from foidesk.store.database import Database, migrate
from foidesk.store.engines import parsed
from foidesk.store.vault import Vault, open_vault

POSTGRES = "FOIDESK_TEST_POSTGRES"

# A slow machine is no defect; in CI the same examples every time, so that red means changed.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


@pytest.fixture
def vault(key_file: Path) -> Vault:
    return open_vault(key_file, create=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it: a file, or a schema of its own on the test server."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'foidesk.db'}"
        return
    server = os.environ.get(POSTGRES)
    if not server:
        if os.environ.get("CI"):
            pytest.fail(f"CI tests PostgreSQL too: set {POSTGRES} to a URL")
        pytest.skip(f"set {POSTGRES} to a URL to test PostgreSQL too")
    schema = f"test_{secrets.token_hex(8)}"
    engine = create_engine(parsed(server))
    with engine.begin() as conn:
        conn.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    with engine.begin() as conn:
        conn.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def url(empty_url: str) -> str:
    migrate(empty_url)
    return empty_url


@pytest.fixture
def database(url: str, vault: Vault) -> Iterator[Database]:
    opened = Database.open(url, vault)
    yield opened
    opened.close()
