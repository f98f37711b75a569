"""The agency's electronic signature: seen by a verifier, not by the eye, and the PDF stays PDF/A."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pikepdf import pdfa
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdfium2 import PdfDocument
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import foidesk
from foidesk.errors import DeskError
from foidesk.settings import Signature
from foidesk.signing import signed

SIGNED_AT = datetime(2026, 3, 27, 9, 30, tzinfo=timezone(timedelta(hours=8)))
AGENCY, PASSWORD = "长沙市芙蓉区人民政府", "密码8001"
FONT = Path(foidesk.__file__).parent / "assets/fonts/NotoSerifSC_400Regular.ttf"
pdfmetrics.registerFont(TTFont("signing-test", FONT))

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
RSA, EC = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())


def letter(flavour: str) -> bytes:
    """One page, PDF/A of the flavour asked for."""
    drawn = io.BytesIO()
    canvas = Canvas(drawn, initialFontName="signing-test")
    canvas.setFont("signing-test", 16)
    canvas.drawString(72, 700, "长沙市芙蓉区人民政府答复书")
    canvas.showPage()
    canvas.save()
    archived = io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        for page in pdf.pages:
            del page["/Trans"]
        pdfa.save(pdf, archived, flavour)
    return archived.getvalue()


@pytest.fixture(scope="module")
def plain() -> bytes:
    return letter("2b")


def certificate(key: Key, *, signs: bool = True, days: int = 365) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AGENCY)])
    usage = x509.KeyUsage(signs, signs, not signs, not signs, *[False] * 5)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(first + timedelta(days=days))
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture
def held(tmp_path: Path) -> Callable[..., Signature]:
    """The agency's certificate in a PKCS#12 file, its password in another, and the settings that name them."""

    def written(of: x509.Certificate, key: Key | None, password: str = PASSWORD) -> Signature:
        lock = BestAvailableEncryption(PASSWORD.encode()) if password else NoEncryption()
        archive, note = tmp_path / "agency.p12", tmp_path / "agency.password"
        archive.write_bytes(pkcs12.serialize_key_and_certificates(None, key, of, None, lock))
        note.touch(mode=0o600)
        note.write_text(password + "\n", encoding="utf-8")
        return Signature(pkcs12=archive, password_file=note if password else None, reason="政府信息公开文书")

    return written


def verified(data: bytes, root: x509.Certificate) -> list[PdfSignatureStatus]:
    """What a verifier who trusts the agency's certificate finds, one finding for each signature."""
    (trusted,) = load_certs_from_pemder_data(root.public_bytes(Encoding.PEM))
    context = ValidationContext(trust_roots=[trusted], moment=SIGNED_AT)
    return [
        validate_pdf_signature(each, context) for each in PdfFileReader(io.BytesIO(data)).embedded_signatures
    ]


def refusal(data: bytes, signature: Signature, signed_at: datetime = SIGNED_AT) -> str:
    with pytest.raises(DeskError) as refused:
        signed(data, signature, signed_at=signed_at)
    return str(refused.value)


@pytest.mark.parametrize("key", [RSA, EC], ids=["RSA", "ECDSA"])
def test_a_verifier_finds_the_agency_the_day_and_a_whole_document(
    plain: bytes, held: Callable[..., Signature], key: Key
) -> None:
    root = certificate(key)
    (found,) = verified(signed(plain, held(root, key), signed_at=SIGNED_AT), root)
    assert found.bottom_line
    assert found.signing_cert.subject.native["common_name"] == AGENCY
    assert found.signer_reported_dt == SIGNED_AT


def test_one_changed_byte_is_found(plain: bytes, held: Callable[..., Signature]) -> None:
    root = certificate(RSA)
    result = bytearray(signed(plain, held(root, RSA), signed_at=SIGNED_AT))
    result[result.index(b"/MediaBox") + 1] = ord("N")
    (found,) = verified(bytes(result), root)
    assert not found.bottom_line


def test_the_signature_is_pades_and_says_why(plain: bytes, held: Callable[..., Signature]) -> None:
    result = signed(plain, held(certificate(RSA), RSA), signed_at=SIGNED_AT)
    (signature,) = PdfFileReader(io.BytesIO(result)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == "政府信息公开文书"
    attributes = {each["type"].native for each in signature.signer_info["signed_attrs"]}
    assert "signing_certificate_v2" in attributes
    assert "signing_time" not in attributes  # PAdES: the time stands in the PDF


def test_the_letter_is_untouched_and_nothing_is_drawn(plain: bytes, held: Callable[..., Signature]) -> None:
    result = signed(plain, held(certificate(RSA), RSA), signed_at=SIGNED_AT)
    assert result.startswith(plain)
    before, after = (PdfDocument(data)[0].render().to_numpy() for data in (plain, result))
    assert (before == after).all()


@pytest.mark.parametrize("flavour", ["2b", "3b"])
def test_the_signed_letter_breaks_no_rule_of_pdf_a(held: Callable[..., Signature], flavour: str) -> None:
    given = letter(flavour)
    result = signed(given, held(certificate(RSA), RSA), signed_at=SIGNED_AT)
    assert pdfa.validate_written(io.BytesIO(given), flavour).verdict == "pass"
    found = pdfa.validate_written(io.BytesIO(result), flavour).findings
    # pikepdf knows no forms at all, and a signature is a field of one; a breach would be a violation.
    assert [(each.kind, "/AcroForm" in str(each)) for each in found] == [("unsupported", True)]


def test_pdf_a_1_cannot_be_signed(held: Callable[..., Signature]) -> None:
    assert "PDF/A-1" in refusal(letter("1b"), held(certificate(RSA), RSA))


def test_a_second_signature_leaves_the_first_valid(plain: bytes, held: Callable[..., Signature]) -> None:
    root = certificate(RSA)
    signature = held(root, RSA)
    once = signed(plain, signature, signed_at=SIGNED_AT)
    found = verified(signed(once, signature, signed_at=SIGNED_AT), root)
    assert [each.bottom_line for each in found] == [True, True]


def test_a_letter_can_be_signed_from_within_an_event_loop(
    plain: bytes, held: Callable[..., Signature]
) -> None:
    root = certificate(RSA)
    signature = held(root, RSA)

    async def request() -> bytes:
        return signed(plain, signature, signed_at=SIGNED_AT)

    assert verified(asyncio.run(request()), root)[0].bottom_line


def test_a_certificate_without_a_password_can_be_used(plain: bytes, held: Callable[..., Signature]) -> None:
    root = certificate(RSA)
    assert verified(signed(plain, held(root, RSA, password=""), signed_at=SIGNED_AT), root)[0].bottom_line


def test_a_wrong_password_is_refused_without_showing_it(plain: bytes, held: Callable[..., Signature]) -> None:
    said = refusal(plain, held(certificate(RSA), RSA, password="密码8002"))
    assert "密码不对" in said
    assert "8002" not in said


def test_a_missing_certificate_or_password_file_is_named(
    plain: bytes, held: Callable[..., Signature], tmp_path: Path
) -> None:
    signature = held(certificate(RSA), RSA)
    nowhere = tmp_path / "nowhere"
    assert f"读不到数字证书 {nowhere}（没有这个文件" in refusal(
        plain, signature.model_copy(update={"pkcs12": nowhere})
    )
    assert f"读不到密码文件 {nowhere}" in refusal(
        plain, signature.model_copy(update={"password_file": nowhere})
    )
    assert "没有机关数字证书" in refusal(plain, Signature())


def test_a_file_that_is_no_certificate_is_refused(plain: bytes, held: Callable[..., Signature]) -> None:
    signature = held(certificate(RSA), RSA)
    assert signature.pkcs12 is not None
    signature.pkcs12.write_bytes(b"no certificate")
    assert "不是完好的 PKCS#12 文件" in refusal(plain, signature)


def test_a_certificate_without_its_key_is_refused(plain: bytes, held: Callable[..., Signature]) -> None:
    assert "没有证书和对应的私钥" in refusal(plain, held(certificate(RSA), None))


@pytest.mark.parametrize("signed_at", [datetime(2025, 12, 31, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)])
def test_an_expired_certificate_or_one_not_yet_valid_is_refused(
    plain: bytes, held: Callable[..., Signature], signed_at: datetime
) -> None:
    said = refusal(plain, held(certificate(RSA, days=10), RSA), signed_at)
    assert "有效期是 2026年1月1日至2026年1月11日" in said


def test_a_certificate_for_encryption_is_refused(plain: bytes, held: Callable[..., Signature]) -> None:
    assert "密钥用途不包括签名" in refusal(plain, held(certificate(RSA, signs=False), RSA))


def test_what_is_no_pdf_cannot_be_signed(held: Callable[..., Signature]) -> None:
    assert "不是可以打开的 PDF" in refusal(b"no PDF", held(certificate(RSA), RSA))


def test_a_pdf_that_takes_no_further_change_cannot_be_signed(held: Callable[..., Signature]) -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(letter("2b"))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="", owner="8001"))
    assert "不能追加签名" in refusal(locked.getvalue(), held(certificate(RSA), RSA))


def test_without_pyhanko_it_is_said_how_to_get_it(
    plain: bytes, held: Callable[..., Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.split(".")[0] == "pyhanko"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyhanko", None)  # as Python does for what is not installed
    assert "pip install 'foidesk[sign]'" in refusal(plain, held(certificate(RSA), RSA))
