"""A letter leaves the house whole or not at all: numbered once, frozen as it is, given out again unchanged."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from sqlalchemy import text

from foidesk.desk import applications, catalogue, issuing, letters, rebuilding
from foidesk.desk.office import Office
from foidesk.paper.pdf import pdfa
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Service
from foidesk.store import frozen
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import (
    HEAD,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    cleared,
    consult,
    issued_letters,
    last_letter,
    one_database,
    order,
    receipt,
    refusal,
    reply,
    rows,
    sealing,
    signing,
    with_roles,
    words,
)

Register = Callable[..., Row]


# --- what is kept --------------------------------------------------------------------------------
def test_an_issued_letter_is_recorded_with_all_it_was_made_from(office: Office, register: Register) -> None:
    row = register(MONDAY)
    paper = receipt(office, row.number).paper
    letter = last_letter(office, row.number)
    assert (letter.doc_number, letter.on, letter.kind) == (f"{row.number}-收", MONDAY, "receipt")
    assert letter.pdf_sha256 == hashlib.sha256(paper.pdf).hexdigest()
    assert letter.docx_sha256 == hashlib.sha256(paper.docx).hexdigest()
    assert letter.template == catalogue.template("receipt").version
    assert letter.calendar == office.calendar.version
    assert (letter.approved_by, letter.agency) == (HEAD, office.agency.name)
    assert (letter.outside, letter.confirmed, letter.sealed_sha256) == (False, None, None)
    pdfa.validated(paper.pdf)
    assert row.number in words(paper.pdf)


def test_a_letter_is_given_out_byte_for_byte_when_case_and_wording_have_moved_on(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    first = receipt(office, row.number).paper
    corrected = ev.RegistrationCorrected(on=TUESDAY, request="另一份图", reason="误登", corrected_by="周敏")
    applications.record(office, row.number, [corrected], clerk(date(2031, 3, 3)))
    again = letters.issued(office, applications.open_file(office, row.number), "receipt")
    assert again == first


def test_a_reply_and_its_letter_are_one_act(office: Office, register: Register) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    done = reply(office, row.number)
    assert [type(event) for event in done.recorded.after.log[-2:]] == [ev.LetterIssued, ev.Replied]
    assert (done.recorded.row.state, done.recorded.row.in_time) == ("replied", True)
    assert last_letter(office, row.number).doc_number == f"{row.number}-答"
    assert rebuilding.check(office).faults == []


def test_a_kept_letter_that_somebody_changed_in_the_database_is_not_given_out(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    receipt(office, row.number)
    with office.database.writing() as conn:
        conn.execute(text("UPDATE frozen_letters SET sealed = :other"), {"other": b"\x01" + bytes(60)})
    file = applications.open_file(office, row.number)
    assert "无法解开" in refusal(letters.issued, office, file, "receipt")


# --- numbers -------------------------------------------------------------------------------------
def test_letters_of_one_suffix_are_counted(office: Office, register: Register) -> None:
    row = register(MONDAY)
    consult(office, row.number, "a")
    consult(office, row.number, "b", name="岳麓文物修复有限公司")
    for kind, about in (("third_party", "a"), ("third_party", "b"), ("consulting", "a")):
        issuing.issue(office, row.number, kind, order(about=about), clerk(WEDNESDAY))
    assert [each.doc_number for each in issued_letters(office, row.number)] == [
        f"{row.number}-征",
        f"{row.number}-征2",
        f"{row.number}-征3",
    ]


def test_the_number_of_a_struck_letter_is_not_used_again(office: Office, register: Register) -> None:
    row = register(MONDAY)
    receipt(office, row.number)
    place = len(applications.open_file(office, row.number).entries)
    struck = ev.Struck(on=MONDAY, sequence=place, reason="误签")
    applications.record(office, row.number, [struck], clerk(MONDAY))
    assert receipt(office, row.number, TUESDAY).paper.number == f"{row.number}-收2"
    receipt_again = letters.issued(office, applications.open_file(office, row.number), "receipt")
    assert receipt_again is not None
    assert receipt_again.number == f"{row.number}-收2"


def test_the_same_words_are_issued_once_and_a_new_fact_makes_a_new_letter(
    office: Office, register: Register
) -> None:
    row = register(MONDAY)
    receipt(office, row.number)
    before = rows(office)
    assert f"已经签发：{row.number}-收（{MONDAY}）" in refusal(receipt, office, row.number, TUESDAY)
    assert rows(office) == before
    corrected = ev.RegistrationCorrected(on=TUESDAY, request="另一份图", reason="误登", corrected_by="周敏")
    applications.record(office, row.number, [corrected], clerk(TUESDAY))
    again = receipt(office, row.number, TUESDAY).paper
    assert again.number == f"{row.number}-收2"
    assert "另一份图" in words(again.pdf)


def test_naming_something_beside_the_point_gets_no_second_copy(office: Office, register: Register) -> None:
    row = register(MONDAY)
    receipt(office, row.number)
    assert "不针对某次征求意见或者某份文书" in refusal(receipt, office, row.number, about="随便")
    consult(office, row.number)
    issuing.issue(office, row.number, "consulting", order(), clerk(WEDNESDAY))
    again = (office, row.number, "consulting", order(about="a"), clerk(WEDNESDAY))
    assert "已经签发" in refusal(issuing.issue, *again)


# --- seal and signature --------------------------------------------------------------------------
def test_a_sealed_letter_keeps_both_hashes_and_goes_out_sealed(
    office: Office, register: Register, tmp_path: Path
) -> None:
    row = register(MONDAY)
    paper = receipt(sealing(office, tmp_path), row.number).paper
    letter = last_letter(office, row.number)
    assert letter.sealed_sha256 == hashlib.sha256(paper.pdf).hexdigest()
    assert letter.pdf_sha256 != letter.sealed_sha256
    with office.database.reading() as conn:
        _, plain = frozen.thaw(conn, office.vault, office.key, letter.pdf_sha256 or "")
    assert b"330 380 110 110 re" not in plain
    assert words(plain) == words(paper.pdf)
    assert letters.issued(office, applications.open_file(office, row.number), "receipt") == paper


@one_database
@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; sys.exit('印章已经停用')", "印章已经停用"),
        ("", "没有写出盖章后的文件"),
        ("import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], 'rb').read())", "没有加上印章"),
        ("import sys; open(sys.argv[2], 'w').write('不是 PDF')", "不是可以打开的 PDF"),
    ],
)
def test_where_the_seal_fails_nothing_is_written(
    office: Office, register: Register, tmp_path: Path, program: str, said: str
) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    before = rows(office)
    assert said in refusal(receipt, sealing(office, tmp_path, program), row.number)
    assert said in refusal(reply, sealing(office, tmp_path, program), row.number)
    assert rows(office) == before


@one_database
def test_the_seal_is_asked_for_only_when_everything_else_holds(
    office: Office, register: Register, tmp_path: Path
) -> None:
    row = register(MONDAY)
    asked = tmp_path / "asked"
    tells = sealing(with_roles(office), tmp_path, f"open({str(asked)!r}, 'w').close()")
    for wrong in ({"approved_by": ""}, {"approved_by": "门卫老张"}, {"signed_on": TUESDAY}):
        refusal(receipt, tells, row.number, **wrong)
    assert not asked.exists()


@one_database
def test_a_seal_service_that_hangs_is_not_waited_for(
    office: Office, register: Register, tmp_path: Path
) -> None:
    row = register(MONDAY)
    slow = sealing(office, tmp_path, "import time; time.sleep(30)", timeout=1)
    assert "1 秒内没有结束" in refusal(receipt, slow, row.number)
    assert receipt(office, row.number).paper.number == f"{row.number}-收"


def test_a_letter_sealed_and_signed_holds_both_over_the_same_words(
    office: Office, register: Register, tmp_path: Path
) -> None:
    row = register(MONDAY)
    paper = receipt(signing(sealing(office, tmp_path), tmp_path), row.number).paper
    with pikepdf.open(io.BytesIO(paper.pdf)) as file:
        (field,) = file.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
    found = pikepdf.pdfa.validate_written(io.BytesIO(paper.pdf), "2b").findings
    assert {each.kind for each in found} == {"unsupported"}, "pikepdf knows no forms; a breach is a violation"
    letter = last_letter(office, row.number)
    with office.database.reading() as conn:
        _, plain = frozen.thaw(conn, office.vault, office.key, letter.pdf_sha256 or "")
    pdfa.validated(plain)
    assert words(plain) == words(paper.pdf)
    assert letter.sealed_sha256 == hashlib.sha256(paper.pdf).hexdigest()


@one_database
def test_with_an_expired_certificate_nothing_is_issued(
    office: Office, register: Register, tmp_path: Path
) -> None:
    row = register(date(2027, 3, 1))
    before = rows(office)
    said = refusal(receipt, signing(office, tmp_path), row.number, date(2027, 3, 1))
    assert "有效期" in said
    assert rows(office) == before


# --- corrections ---------------------------------------------------------------------------------
def test_a_clerical_error_is_put_right_by_a_letter_of_its_own(office: Office, register: Register) -> None:
    row = register(MONDAY)
    first = receipt(office, row.number).paper
    changes = {"changes": "第二段｜某文物｜某文物保护单位"}
    how = order(about="收", stated=changes)
    done = issuing.issue(office, row.number, "erratum", how, clerk(TUESDAY))
    text_ = words(done.paper.pdf)
    assert f"{row.number}-收" in text_
    assert "某文物保护单位" in text_
    letter = last_letter(office, row.number)
    assert (letter.doc_number, letter.about) == (f"{row.number}-更", f"{row.number}-收")
    file = applications.open_file(office, row.number)
    assert [letters.issued(office, file, "erratum", about) for about in ("收", letter.about, "更", "")] == [
        done.paper
    ] * 4
    assert letter.stated is not None
    assert "某文物保护单位" in letter.stated
    assert letters.issued(office, applications.open_file(office, row.number), "receipt") == first


def test_one_fact_has_one_letter_however_it_is_worded(office: Office, register: Register) -> None:
    row = register(MONDAY)
    extended = ev.Extended(
        on=TUESDAY,
        days=20,
        service=Service.POST,
        approved_by=office.agency.head,
        reason="涉及3个科室的6卷档案，需要逐卷核对并作保密审查",
    )
    applications.record(office, row.number, [extended], clerk(TUESDAY))
    issuing.issue(office, row.number, "extension", order(), clerk(TUESDAY))
    before = rows(office)
    free = next(piece.name for piece in catalogue.template("extension").pieces if piece.free)
    reworded = order(passages={free: "涉及3个科室的6卷档案，其中2卷正在数字化，需要调取原件核对。"})
    assert "同一事项只告知一次" in refusal(
        issuing.issue, office, row.number, "extension", reworded, clerk(TUESDAY)
    )
    assert rows(office) == before
