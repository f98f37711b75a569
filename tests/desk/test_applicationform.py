"""政府信息公开申请表: blank on one page, and of a registered application."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest

from foidesk.desk import applicationform
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.pdftext import page_texts
from foidesk.rules.vocabulary import Role
from foidesk.store import audit
from foidesk.store.worklist import Row

from .conftest import clerk

DAY = date(2026, 3, 2)
Register = Callable[..., Row]


def words(pdf: bytes) -> str:
    return "".join("".join(page.text.split()) for page in page_texts(pdf))


def test_the_blank_form_asks_for_what_article_29_names_on_one_page(office: Office) -> None:
    pdf = applicationform.blank(office, clerk(DAY)).pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
    for part in ("姓名或者名称", "证件名称、号码", "联系电话", "申请内容", "获取方式", "代理人", "申请编号"):
        assert part in words(pdf)


def test_the_form_of_an_application_tells_what_was_registered(office: Office, register: Register) -> None:
    row = register(
        DAY,
        joint=[{"name": "王五", "telephone": "13900000048"}],
        agent="赵六",
        agent_power="express",
        agent_telephone="13900000049",
        channel="oral",
        read_back="signed",
    )
    told = words(applicationform.filled(office, row.application, clerk(DAY)).pdf)
    for part in (
        "李珺",
        "13800000040",
        "王五",
        "赵六",
        "特别授权",
        "■自然人",
        "■纸质",
        "芙政公开〔2026〕第1号",
    ):
        assert part in told
    assert "申请人核对后签名" in told
    assert "2026年3月2日" in told
    with office.database.reading() as conn:
        assert audit.page(conn, office.key)[0].what == "打印申请表"


def test_who_may_not_read_personal_data_prints_only_the_blank_form(
    office: Office, register: Register
) -> None:
    row = register(DAY)
    auditor = By("审计员", clerk(DAY).now, frozenset({Role.AUDITOR}))
    assert applicationform.blank(office, auditor).docx.startswith(b"PK")
    with pytest.raises(NotPermitted):
        applicationform.filled(office, row.application, auditor)
