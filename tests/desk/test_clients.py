"""Programs that use the API, and submissions that are done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from foidesk.desk import clients
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import submissions
from foidesk.store.database import Database

from .conftest import clerk

DAY = date(2026, 11, 23)
ADMIN = replace(clerk(DAY), who="管理员", roles=frozenset({Role.ADMINISTRATOR}))


def test_a_token_is_shown_once_and_lets_its_client_act_with_its_roles(office: Office) -> None:
    made, token = clients.create(office, "政务平台", [Role.CLERK], ADMIN)
    assert token.startswith("foi_")
    assert len(token) == 4 + 43
    found = clients.admitted(office.database, token)
    assert found == made
    assert clients.acting(found, ADMIN.now) == By("政务平台", ADMIN.now, frozenset({Role.CLERK}))


def test_a_revoked_or_unknown_token_is_refused(office: Office) -> None:
    made, token = clients.create(office, "政务平台", [Role.CLERK], ADMIN)
    clients.revoke(office, made.client, ADMIN)
    for wrong in (token, "foi_", ""):
        with pytest.raises(clients.UnknownToken):
            clients.admitted(office.database, wrong)
    with pytest.raises(DeskError, match="没有停用"):
        clients.revoke(office, made.client, ADMIN)
    assert [each.revoked_at for each in clients.listing(office, ADMIN)] == [ADMIN.now]


def test_a_client_needs_a_name_of_its_own_and_a_role(office: Office) -> None:
    clients.create(office, "政务平台", [Role.CLERK], ADMIN)
    for name, roles in ((" ", [Role.CLERK]), ("档案系统", []), ("政务平台", [Role.HEAD])):
        with pytest.raises(DeskError):
            clients.create(office, name, roles, ADMIN)
    assert len(clients.listing(office, ADMIN)) == 1


def test_only_the_administrator_keeps_clients(office: Office) -> None:
    by = replace(ADMIN, roles=frozenset({Role.CLERK}))
    with pytest.raises(NotPermitted):
        clients.create(office, "政务平台", [Role.CLERK], by)
    with pytest.raises(NotPermitted):
        clients.listing(office, by)
    with pytest.raises(NotPermitted):
        clients.revoke(office, 1, by)


def _claim(database: Database, request: str = "甲") -> object:
    with database.writing() as conn:
        return submissions.claim(conn, "a", "client:1", "k", request, ADMIN.now)


def test_the_same_submission_gets_the_same_answer_and_another_is_refused(database: Database) -> None:
    assert _claim(database) == submissions.Claimed()
    assert _claim(database) == submissions.Running(ADMIN.now)
    with database.writing() as conn:
        submissions.finish(conn, database.vault, "a", "client:1", "k", 201, "李珺".encode())
    again = _claim(database)
    assert isinstance(again, submissions.Answered)
    assert again.status == 201
    assert "李珺".encode() not in again.sealed
    assert submissions.opened(database.vault, "a", "client:1", "k", again) == "李珺".encode()
    with pytest.raises(submissions.OtherRequest):
        _claim(database, "乙")


def test_a_released_submission_may_be_sent_again_a_finished_one_stays(database: Database) -> None:
    _claim(database)
    with database.writing() as conn:
        submissions.release(conn, "a", "client:1", "k")
    assert _claim(database, "乙") == submissions.Claimed()
    with database.writing() as conn:
        submissions.finish(conn, database.vault, "a", "client:1", "k", 200, b"")
        submissions.release(conn, "a", "client:1", "k")
    assert isinstance(_claim(database, "乙"), submissions.Answered)


def test_of_many_at_once_one_is_claimed(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: _claim(database), range(8)))
    assert results.count(submissions.Claimed()) == 1
    assert sum(isinstance(each, submissions.Running) for each in results) == 7
