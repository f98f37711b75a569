"""Encryption and login: nothing goes in the clear, and nobody is trusted unseen."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.mail.conftest import MAIL, Opened, PostOffice, letter, refusal

from foidesk.mail import send
from foidesk.settings import Mail


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that a closed network made itself, for 127.0.0.1, with its key in one PEM file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "smtp.furong.example.cn")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path_factory.mktemp("authority") / "own.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return pem


@pytest.fixture
def server_side(authority: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority)
    return context


@pytest.fixture
def encrypted(post_office: Opened, server_side: ssl.SSLContext) -> Callable[[str], tuple[PostOffice, Mail]]:
    def opened(security: str) -> tuple[PostOffice, Mail]:
        options: dict[str, Any] = (
            {"ssl_context": server_side}
            if security == "tls"
            else {"tls_context": server_side, "require_starttls": True}
        )
        office, mail = post_office(**options)
        return office, mail.model_copy(update={"security": security})

    return opened


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_closed_network_can_trust_its_own_authority(
    encrypted: Callable[[str], tuple[PostOffice, Mail]], authority: Path, security: str
) -> None:
    office, mail = encrypted(security)
    kept = send(letter(), mail.model_copy(update={"ca_file": authority}))
    assert office.taken[0].content == kept


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_is_refused(
    encrypted: Callable[[str], tuple[PostOffice, Mail]], security: str
) -> None:
    office, mail = encrypted(security)
    said = refusal(send, letter(), mail)
    assert said.startswith("邮件没有发出。")
    assert "证书通不过验证" in said
    assert "ca_file" in said
    assert not office.taken


def test_a_server_without_starttls_gets_nothing_in_the_clear(post_office: Opened) -> None:
    office, mail = post_office()
    said = refusal(send, letter(), mail.model_copy(update={"security": "starttls"}))
    assert "不支持 STARTTLS" in said
    assert not office.taken


def test_encryption_from_the_start_on_a_port_without_it_is_explained(post_office: Opened) -> None:
    _, mail = post_office()
    said = refusal(send, letter(), mail.model_copy(update={"security": "tls"}))
    assert "加密连接没有建立" in said
    assert "port 和 security 是否配套" in said


@pytest.mark.parametrize(("content", "said"), [(None, "没有这个文件"), (b"not PEM", "不是 PEM 格式")])
def test_an_unusable_authority_file_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        mail = MAIL.model_copy(update={"port": port, "security": "tls", "ca_file": file})
        told = refusal(send, letter(), mail)
    assert str(file) in told
    assert said in told


def _knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    assert isinstance(data, LoginPassword)
    return AuthResult(success=data == LoginPassword(b"xxgk", b"8001"), handled=False)


@pytest.fixture
def guarded(post_office: Opened, server_side: ssl.SSLContext, authority: Path, tmp_path: Path) -> Opened:
    """A post office that wants STARTTLS and a login; the password given stands in a file."""

    def opened(password: str) -> tuple[PostOffice, Mail]:
        office, mail = post_office(tls_context=server_side, authenticator=_knows, auth_required=True)
        file = tmp_path / "password"
        file.touch(mode=0o600)
        file.write_text(password + "\n", encoding="utf-8")
        changed = {"security": "starttls", "ca_file": authority, "user": "xxgk", "password_file": file}
        return office, mail.model_copy(update=changed)

    return opened


def test_the_password_comes_from_its_file(guarded: Opened) -> None:
    office, mail = guarded("8001")
    assert send(letter(), mail) == office.taken[0].content


def test_a_refused_login_is_told_without_the_password(guarded: Opened) -> None:
    office, mail = guarded("wrong-8002")
    said = refusal(send, letter(), mail)
    assert said.startswith("邮件没有发出。")
    assert "不接受登录：535" in said
    assert "8002" not in said
    assert not office.taken


def test_a_password_that_cannot_be_sent_is_refused(guarded: Opened) -> None:
    assert "只能用英文字母" in refusal(send, letter(), guarded("密码")[1])


def test_a_password_file_that_others_can_read_is_refused(guarded: Opened) -> None:
    _, mail = guarded("8001")
    assert mail.password_file is not None
    mail.password_file.chmod(0o644)
    assert "chmod 600" in refusal(send, letter(), mail)


def test_a_missing_or_empty_password_file_is_named(guarded: Opened) -> None:
    _, mail = guarded("")
    assert "第一行是空的" in refusal(send, letter(), mail)
    assert mail.password_file is not None
    mail.password_file.unlink()
    assert f"读不到密码文件 {mail.password_file}" in refusal(send, letter(), mail)
