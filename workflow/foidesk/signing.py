"""The agency's electronic signature: a PDF in, the same PDF with a PAdES signature (B-B) out.

Nothing is seen of it on the page and nothing is fetched from a network: no time stamp, no revocation
list. The signature is appended, so every byte of the letter stays where it was and PDF/A stays PDF/A.
pyHanko does the work; it comes with `foidesk[sign]` and is imported only here and only when signing.
"""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

import pikepdf
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import pkcs12

from foidesk.errors import DeskError, system_reason
from foidesk.settings import Signature, secret

_UNSIGNED = "文书没有签名。"


class _Identity(NamedTuple):
    """The agency's certificate, and the archive it stands in together with its private key."""

    certificate: x509.Certificate
    archive: bytes
    password: bytes | None


def signed(data: bytes, signature: Signature, *, signed_at: datetime) -> bytes:
    """The PDF with the agency's signature, made at `signed_at` (with its time zone).

    DeskError when no certificate is set, it cannot be opened with its password, it is not valid at
    that time or not meant for signing, pyHanko is not installed, or the PDF cannot be signed.
    """
    identity = _opened(signature)
    _fit(identity.certificate, signed_at)
    _takes_a_signature(data)
    try:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.sign.general import SigningError
    except ImportError as error:
        raise DeskError(
            _UNSIGNED,
            why="没有安装签名所需的程序库 pyHanko。",
            do="请执行 pip install 'foidesk[sign]'，或者去掉 config.toml 的 [signature] 各键。",
        ) from error
    try:
        # In a thread of its own: the caller may already be inside an event loop.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _pades(data, identity, signature, signed_at)).result()
    except (PdfError, SigningError) as error:
        raise DeskError(
            _UNSIGNED,
            why=f"这份 PDF 不能追加签名：{error}。",
            do="请用本系统生成的 PDF 签名；已加密或者已锁定的文件不能再签名。",
        ) from error


async def _pades(data: bytes, identity: _Identity, signature: Signature, signed_at: datetime) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    signer = SimpleSigner.load_pkcs12_data(identity.archive, [], identity.password)
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    meta = PdfSignatureMetadata(
        field_name=f"Signature{len(list(enumerate_sig_fields(writer.prev))) + 1}",
        subfilter=SigSeedSubFilter.PADES,
        reason=signature.reason or None,
    )
    session = PdfSigner(meta, signer).init_signing_session(writer)
    session.system_time = signed_at
    room = await session.estimate_signature_container_size(None)
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=room)
    output = io.BytesIO()
    digest, _ = document.digest_tbs_document(output=output)
    await document.perform_signature(
        digest.document_digest, pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=signed_at)
    )
    return output.getvalue()


def _opened(signature: Signature) -> _Identity:
    file = signature.pkcs12
    if file is None:
        raise DeskError(
            _UNSIGNED, why="配置中没有机关数字证书。", do="请在 config.toml 的 [signature] 写明 pkcs12。"
        )
    password = secret(signature.password_file).encode() if signature.password_file else None
    try:
        archive = file.read_bytes()
        key, certificate, _ = pkcs12.load_key_and_certificates(archive, password)
    except OSError as error:
        raise DeskError(
            _UNSIGNED,
            why=f"读不到数字证书 {file}（{system_reason(error)}）。",
            do="请核对 [signature] pkcs12 的路径。",
        ) from error
    except ValueError as error:
        raise DeskError(
            _UNSIGNED,
            why=f"打不开数字证书 {file}：密码不对，或者不是完好的 PKCS#12 文件。",
            do="请核对 [signature] password_file 中的密码，或者向发证机构重新导出证书。",
        ) from error
    except UnsupportedAlgorithm as error:
        raise DeskError(
            _UNSIGNED,
            why="这张数字证书的算法不受支持（可能是国密 SM2 证书）。",
            do="国密证书请通过签章程序使用：在 config.toml 的 [seal] 写明 command。",
        ) from error
    if key is None or certificate is None:
        raise DeskError(
            _UNSIGNED,
            why=f"{file} 中没有证书和对应的私钥。",
            do="请导出时一并导出私钥。",
        )
    return _Identity(certificate, archive, password)


def _fit(certificate: x509.Certificate, signed_at: datetime) -> None:
    """Whether the certificate may sign on that day; an expired one would make every signature void."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= signed_at <= last:
        zone = signed_at.tzinfo
        raise DeskError(
            _UNSIGNED,
            why=f"机关数字证书的有效期是 {_day(first.astimezone(zone))}至{_day(last.astimezone(zone))}，"
            f"签名日期 {_day(signed_at)}不在其内。",
            do="请向发证机构换发证书，再更新 [signature] pkcs12。",
        )
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise DeskError(
            _UNSIGNED,
            why="这张数字证书的密钥用途不包括签名（可能是加密证书）。",
            do="请使用机关的签名证书。",
        )


def _takes_a_signature(data: bytes) -> None:
    """PDF/A-1 is PDF 1.4, which knows no PAdES: with a signature it would be PDF/A in name only."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
            first_part = metadata.pdfa_status.startswith("1")
    except pikepdf.PdfError as error:
        raise DeskError(
            _UNSIGNED, why="要签名的文件不是可以打开的 PDF。", do="请用本系统生成的 PDF 签名。"
        ) from error
    if first_part:
        raise DeskError(
            _UNSIGNED,
            why="这份文件是 PDF/A-1，追加签名后不再符合该标准。",
            do="请用 PDF/A-2 或者 PDF/A-3 格式的文书签名。",
        )


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"
