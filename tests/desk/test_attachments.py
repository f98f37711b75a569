"""Files of an application: what may be kept, sealed, given out with a trace, removed for good."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest

from foidesk.desk.filing import attachments, formats
from foidesk.desk.filing.attachments import MOST_BYTES, PaperKind, Upload
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store import audit
from foidesk.store.registertables import attachments as table
from foidesk.store.worklist import Row

from .conftest import clerk

DAY = date(2026, 3, 2)
PDF = b"%PDF-1.7 \xe6\x9d\x8e"
Register = Callable[..., Row]


def archive(*members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for member in members:
            made.writestr(member, "x")
    return out.getvalue()


def upload(name: str = "李珺身份证.pdf", data: bytes = PDF) -> Upload:
    return Upload(PaperKind.IDENTITY, name, data)


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (PDF, ".pdf"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"II*\0", ".tif"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("xl/workbook.xml"), ".xlsx"),
        (archive("OFD.xml"), ".ofd"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".doc"),
        ("申请公开保护范围图".encode(), ".txt"),
    ],
)
def test_a_file_is_known_by_its_content_and_its_name_ends_accordingly(data: bytes, ending: str) -> None:
    (kept,) = attachments.checked([upload("材料.exe", data)])
    assert kept.name == f"材料.exe{ending}"


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0",
        b"<html><script>alert(1)</script>",
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh",
        b"PK\x03\x04 broken",
        archive("a.exe"),
        archive("word/document.xml", "word/vbaProject.bin"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + "WordDocument".encode("utf-16-le")
        + "_VBA_PROJECT".encode("utf-16-le"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an installer",
        b"\x7fELF\0",
    ],
)
def test_what_may_carry_a_program_is_not_kept(data: bytes) -> None:
    assert formats.recognised(data) is None
    with pytest.raises(DeskError, match="没有保存") as refused:
        attachments.checked([upload("申请书.pdf", data)])
    assert "申请书.pdf" in refused.value.why


def test_names_lose_folders_and_signs_that_hide_their_ending() -> None:
    names = ["C:\\tmp\\申请书.pdf", "../../etc/申请书.pdf", "申请\u202efdp.书.pdf", "", "长" * 300 + ".pdf"]
    kept = [file.name for file in attachments.checked([upload(name) for name in names])]
    assert kept == ["申请书.pdf", "申请书.pdf", "申请fdp.书.pdf", "未命名.pdf", "长" * 100 + ".pdf"]


def test_every_faulty_file_is_named() -> None:
    with pytest.raises(DeskError) as refused:
        attachments.checked([upload("空.pdf", b""), upload("大.pdf", b"%PDF-" + bytes(MOST_BYTES))])
    assert "“空.pdf”是空文件；“大.pdf”超过20 MB" in refused.value.why
    with pytest.raises(DeskError, match="没有保存"):
        attachments.checked([upload()] * 11)


def test_a_file_is_sealed_and_given_out_with_a_trace(office: Office, register: Register) -> None:
    row = register(DAY)
    assert attachments.attach(office, row.application, [upload(), upload("申请书.pdf")], clerk(DAY)) == 2
    with office.database.reading() as conn:
        kept = conn.execute(table.select()).all()
    assert all(b"PDF" not in bytes(each.content) and "李".encode() not in bytes(each.name) for each in kept)
    listed = attachments.listing(office, row.application, clerk(DAY))
    assert [(each.n, each.name, each.size) for each in listed] == [
        (1, "李珺身份证.pdf", len(PDF)),
        (2, "申请书.pdf", len(PDF)),
    ]
    assert attachments.give(office, row.application, 1, clerk(DAY)).data == PDF
    with office.database.reading() as conn:
        trace = audit.page(conn, office.key)[0]
    assert (trace.what, trace.about, trace.detail) == ("查看材料", row.number, "第1个文件")


def test_a_removed_file_is_gone_and_its_reason_stays(office: Office, register: Register) -> None:
    row = register(DAY)
    attachments.attach(office, row.application, [upload()], clerk(DAY))
    with pytest.raises(DeskError, match="没有移除"):
        attachments.remove(office, row.application, 1, " ", clerk(DAY))
    attachments.remove(office, row.application, 1, "误传他人材料", clerk(DAY))
    (left,) = attachments.listing(office, row.application, clerk(DAY))
    assert (left.name, left.removed_by, left.removed_why) == ("（已删除）", "周敏", "误传他人材料")
    with office.database.reading() as conn:
        assert conn.execute(table.select()).one().content is None
    with pytest.raises(DeskError, match="没有这个文件"):
        attachments.give(office, row.application, 1, clerk(DAY))
    with pytest.raises(DeskError, match="没有这个文件"):
        attachments.remove(office, row.application, 1, "再次移除", clerk(DAY))
    attachments.attach(office, row.application, [upload()], clerk(DAY))
    assert [each.n for each in attachments.listing(office, row.application, clerk(DAY))] == [1, 2]


def test_an_application_keeps_a_bounded_number_of_files(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MOST_OF_ONE", 2)
    row = register(DAY)
    attachments.attach(office, row.application, [upload()], clerk(DAY))
    with pytest.raises(DeskError, match="没有保存"):
        attachments.attach(office, row.application, [upload(), upload()], clerk(DAY))
    assert len(attachments.listing(office, row.application, clerk(DAY))) == 1


def test_who_may_only_read_takes_no_file(office: Office, register: Register) -> None:
    row = register(DAY)
    attachments.attach(office, row.application, [upload()], clerk(DAY))
    auditor = By("审计员", clerk(DAY).now, frozenset({Role.AUDITOR}))
    assert len(attachments.listing(office, row.application, auditor)) == 1
    with pytest.raises(NotPermitted):
        attachments.give(office, row.application, 1, auditor)
    reviewer = By("刘建", clerk(DAY).now, frozenset({Role.REVIEWER}))
    assert attachments.give(office, row.application, 1, reviewer).data == PDF
    with pytest.raises(NotPermitted):
        attachments.attach(office, row.application, [upload()], reviewer)
    with pytest.raises(NotPermitted):
        attachments.remove(office, row.application, 1, "误传", reviewer)
