"""What tests of issuing share: an order, a decision, consultations, and what a letter left behind."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from sqlalchemy import text

from foidesk.desk import applications, consulting, issuing
from foidesk.desk.issuing import Decision, Issued, Order
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Consulted, Service
from foidesk.settings import Seal, Signature
from foidesk.settings.agency import Approver

from .conftest import clerk

#: For what is decided before anything is written, and for how a page looks: one database shows it.
one_database = pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = (date(2026, 3, day) for day in (2, 3, 4, 6))
HEAD = "周明远"
DISCLOSED = {
    "facts": "经查，本机关保存有该图",
    "supplied": "保护范围图\n保护标志说明表",
    "form": "纸质复印件",
    "delivery": "邮寄",
}


def order(**changed: Any) -> Order:
    """Approved by the head."""
    return replace(Order(approved_by=HEAD), **changed)


def decision(on: date = FRIDAY, ground: str = "disclosed", **facts: str) -> Decision:
    """To disclose, by post, on the Friday of the week."""
    return Decision(grounds=(ground,), on=on, service=Service.POST, facts=facts or DISCLOSED)


def receipt(office: Office, number: str, on: date = MONDAY, **changed: Any) -> Issued:
    """Issue the receipt of the application."""
    return issuing.issue(office, number, "receipt", order(**changed), clerk(on))


def cleared(office: Office, number: str, on: date = TUESDAY) -> None:
    """The review that comes before disclosing."""
    review = ev.SecrecyReviewed(on=on, reviewer="陈立新", cleared=True)
    applications.record(office, number, [review], clerk(on))


def reply(office: Office, number: str, how: Order | None = None, what: Decision | None = None) -> Issued:
    """Reply on the Friday."""
    return issuing.reply(office, number, what or decision(), how or order(), clerk(FRIDAY))


def consult(office: Office, number: str, id: str = "a", on: date = WEDNESDAY, **party: str) -> None:
    """Ask a third party."""
    sent = ev.ConsultationSent(
        on=on,
        to=Consulted.THIRD_PARTY,
        id=id,
        information="某文物保护单位产权人的测绘资料",
        question="该资料是否同意公开",
    )
    details = {"name": "湘江测绘有限公司", "address": "长沙市开福区芙蓉北路12号", **party}
    consulting.consult(office, number, sent, details, False, clerk(on))


def issued_letters(office: Office, number: str) -> list[ev.LetterIssued]:
    """Every letter in the log, struck ones too."""
    entries = applications.open_file(office, number).entries
    return [entry.event for entry in entries if isinstance(entry.event, ev.LetterIssued)]


def last_letter(office: Office, number: str) -> ev.LetterIssued:
    """The letter issued last."""
    return issued_letters(office, number)[-1]


TABLES = ("events", "prose", "frozen_letters", "applications", "people")


def rows(office: Office) -> list[int]:
    """How many rows each table holds that a letter may write to."""
    with office.database.reading() as conn:
        return [conn.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in TABLES]


def words(pdf: bytes | Path) -> str:
    """The words of a PDF, without spaces and line breaks."""
    with pdfplumber.open(io.BytesIO(pdf) if isinstance(pdf, bytes) else pdf) as file:
        return "".join("".join((page.extract_text() or "").split()) for page in file.pages)


STAMP = """
import sys, pikepdf
with pikepdf.open(sys.argv[1]) as letter:
    letter.pages[-1].contents_add(b"q 0.86 0 0 RG 4 w 330 380 110 110 re S Q")
    letter.save(sys.argv[2])
"""


def sealing(office: Office, folder: Path, program: str = STAMP, **changed: Any) -> Office:
    """The office with a seal service: a program that stamps the last page."""
    script = folder / "seal.py"
    script.write_text(program, encoding="utf-8")
    seal = Seal(command=(sys.executable, str(script), "{in}", "{out}"), **changed)
    return set_to(office, seal=seal)


def with_roles(office: Office) -> Office:
    """The office whose settings say that the head alone approves, since the year before."""
    roles = (Approver(name=HEAD, since=date(2025, 1, 1)),)
    return replace(office, agency=office.agency.model_copy(update={"approver": roles}))


def set_to(office: Office, **sections: Any) -> Office:
    """The office under other settings."""
    return replace(office, settings=office.settings.model_copy(update=sections))


def signing(office: Office, folder: Path) -> Office:
    """The office with an electronic signature of its own making."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, office.agency.name)])
    usage = x509.KeyUsage(True, True, *[False] * 7)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + timedelta(days=365))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    archive, note = folder / "agency.p12", folder / "agency.password"
    lock = BestAvailableEncryption("密码8001".encode())
    archive.write_bytes(pkcs12.serialize_key_and_certificates(None, key, certificate, None, lock))
    note.touch(mode=0o600)
    note.write_text("密码8001\n", encoding="utf-8")
    return set_to(office, signature=Signature(pkcs12=archive, password_file=note))


def blackened(*lines: str, hidden: Sequence[str] = ()) -> bytes:
    """A PDF attachment as a careless clerk makes it: black boxes over words that are still there."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont("STSong-Light", 16)
    for n, line in enumerate((*lines, *hidden)):
        canvas.drawString(72, 700 - 29 * n, line)
        if line in hidden:
            canvas.rect(70, 695 - 29 * n, 300, 22, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def refusal(act: Callable[..., object], *arguments: object, **named: object) -> str:
    """What the desk says when it refuses the act."""
    with pytest.raises(DeskError) as refused:
        act(*arguments, **named)
    return str(refused.value)


def word(*paragraphs: str) -> bytes:
    """A DOCX with these paragraphs."""
    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)
