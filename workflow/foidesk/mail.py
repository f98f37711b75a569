"""Letters by electronic mail: a message composed, sent over SMTP, and kept as it was sent."""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from foidesk.errors import DeskError, system_reason
from foidesk.settings import Mail, secret

_NOT_SENT = "邮件没有发出。"
_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_LOCAL_PART = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_MEDIA_TYPE = re.compile(r"(application|audio|font|image|text|video)/([\w.+-]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; `name` is what the recipient sees, `media_type` as application/pdf."""

    name: str
    media_type: str
    data: bytes


def compose(
    to: str,
    subject: str,
    body: str,
    attachments: Sequence[Attachment],
    sent_at: datetime,
    mail: Mail,
    *,
    html: str = "",
) -> EmailMessage:
    """The message: plain text, the same as HTML if given, then the attachments; `sent_at` with its time zone.

    The same contents at the same moment have the same Message-ID, so that a repetition after a doubtful
    failure can be recognised. DeskError for an address that is none, and for a header with line breaks.
    """
    sender = _address(_set(mail.sender, "sender"))
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_one_line(mail.sender_name, "发信人名称"), addr_spec=sender)
    message["To"] = Address(addr_spec=_address(to))
    message["Subject"] = _one_line(subject, "邮件主题")
    message["Date"] = _with_zone(sent_at)
    message["Message-ID"] = _identifier(message, body, attachments)
    message.set_content(_encodable(body, "邮件正文"), cte="base64")
    if html:
        message.add_alternative(_encodable(html, "邮件正文"), subtype="html", cte="base64")
    for each in attachments:
        kind = _MEDIA_TYPE.fullmatch(each.media_type)
        if kind is None:
            raise DeskError(_NOT_SENT, why=f"附件“{each.name}”的类型“{each.media_type}”不能作为附件发送。")
        message.add_attachment(each.data, maintype=kind[1], subtype=kind[2], filename=_file_name(each.name))
    return message


def send(message: EmailMessage, mail: Mail) -> bytes:
    """Send a composed message and return its bytes as sent, to be kept.

    Each step of the server may take `mail.timeout` seconds. The DeskError of a failure says whether
    the message was certainly not sent, or may have gone out.
    """
    raw = message.as_bytes(policy=SMTP)
    sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
    smtp = _connected(mail, sender)
    try:
        _hand_over(smtp, sender, recipient, raw)
        with suppress(smtplib.SMTPException, OSError):  # the server has taken it; how it says goodbye is idle
            smtp.quit()
    finally:
        smtp.close()
    return raw


# --- the parts of a message ----------------------------------------------------------------------
def _set(value: str | None, key: str) -> str:
    if not value:
        raise DeskError(
            _NOT_SENT,
            why=f"配置中没有 mail.{key}。",
            do="请在 config.toml 的 [mail] 写明发信服务器和发信地址。",
        )
    return value


def _address(text: str) -> str:
    """An address as the protocol wants it, a domain in Chinese as its xn-- form."""
    local, _, domain = text.strip().rpartition("@")
    if local and not local.isascii():
        raise DeskError(
            _NOT_SENT,
            why=f"“{text}”的邮箱名含有英文字母、数字以外的字符，许多服务器不能投递（需要 SMTPUTF8）。",
            do="请向申请人另要一个邮箱地址，或者改用其他方式送达。",
        )
    try:
        ascii_domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        ascii_domain = ""
    if not (_LOCAL_PART.fullmatch(local) and len(local) <= 64 and _DOMAIN.fullmatch(ascii_domain)):
        raise DeskError(
            _NOT_SENT, why=f"“{text}”不是正确的电子邮箱地址。", do="请核对地址，如 name@example.cn。"
        )
    return f"{local}@{ascii_domain}"


def _encodable(text: str, what: str) -> str:
    if any(unicodedata.category(each) == "Cs" for each in text):
        raise DeskError(_NOT_SENT, why=f"{what}中有不能编码的字符。", do="请删去乱码后重试。")
    return text


def _one_line(text: str, what: str) -> str:
    """No line break, no control character: after it, a header of somebody else's making could follow."""
    if any(unicodedata.category(each) in ("Cc", "Zl", "Zp") for each in text):
        raise DeskError(_NOT_SENT, why=f"{what}中有换行或者控制字符。", do=f"请把{what}写成一行。")
    return _encodable(text, what)


def _file_name(name: str) -> str:
    if not name or "/" in name or "\\" in name:
        raise DeskError(_NOT_SENT, why=f"附件名“{name}”不是文件名。", do="请写文件名，不带文件夹。")
    return _one_line(name, "附件名")


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("sent_at needs a time zone")
    return moment


def _identifier(message: EmailMessage, body: str, attachments: Sequence[Attachment]) -> str:
    parts = [str(message[name]) for name in ("From", "To", "Subject", "Date")] + [body]
    digest = hashlib.sha256(repr((parts, [(each.name, each.data) for each in attachments])).encode())
    return f"<{digest.hexdigest()[:40]}@{message['From'].addresses[0].domain}>"


# --- the server ----------------------------------------------------------------------------------
def _connected(mail: Mail, sender: str) -> smtplib.SMTP:
    """A server that has greeted, is encrypted as set, and has let us in; else a DeskError: nothing was sent."""
    host, port = _set(mail.host, "host"), mail.port or _PORTS[mail.security]
    where = f"{host}:{port}"
    name = sender.rpartition("@")[2]  # this machine's own name would be told to the world
    password = secret(mail.password_file) if mail.user and mail.password_file else ""
    if not (mail.user + password).isascii():
        raise DeskError(_NOT_SENT, why="邮箱登录名和密码只能用英文字母、数字和符号。", do="请更改邮箱密码。")
    smtp: smtplib.SMTP | None = None
    try:
        if mail.security == "tls":
            smtp = smtplib.SMTP_SSL(
                host, port, local_hostname=name, timeout=mail.timeout, context=_context(mail)
            )
        else:
            smtp = smtplib.SMTP(host, port, local_hostname=name, timeout=mail.timeout)
        if mail.security == "starttls":
            smtp.starttls(context=_context(mail))
        smtp.ehlo_or_helo_if_needed()
        if mail.user:
            smtp.login(mail.user, password)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        if smtp is not None:
            smtp.close()
        raise _no_way_in(error, where, mail) from error
    return smtp


def _context(mail: Mail) -> ssl.SSLContext:
    """Certificates are always verified; on a closed network against the authority that was set."""
    if mail.ca_file is None:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(mail.ca_file))
    except OSError as error:
        reason = "不是 PEM 格式的证书" if isinstance(error, ssl.SSLError) else system_reason(error)
        raise DeskError(
            _NOT_SENT, why=f"根证书 {mail.ca_file} 不能使用：{reason}。", do="请核对 [mail] ca_file。"
        ) from error


def _no_way_in(error: Exception, where: str, mail: Mail) -> DeskError:
    """Why the server cannot be used, from the most to the least particular."""
    match error:
        case smtplib.SMTPAuthenticationError():
            why, do = f"服务器 {where} 不接受登录：{_reply(error)}", "请核对 [mail] 的 user 和密码文件"
        case ssl.SSLCertVerificationError():
            why = f"服务器 {where} 的证书通不过验证（{error.verify_message}）"
            do = "请核对 host 与证书是否一致；自建证书颁发机构的，在 [mail] ca_file 写明其根证书"
        case ssl.SSLError():
            why = f"与服务器 {where} 的加密连接没有建立（{error.reason or error}）"
            do = "请核对 [mail] 的 port 和 security 是否配套（587 用 starttls，465 用 tls）"
        case smtplib.SMTPNotSupportedError() if mail.security == "starttls":
            why, do = f"服务器 {where} 不支持 STARTTLS 加密或者登录", "请核对 [mail] 的 port 和 security"
        case smtplib.SMTPNotSupportedError():
            why, do = f"服务器 {where} 不支持登录", "不需要登录的，请去掉 user 和 password_file"
        case smtplib.SMTPResponseException():
            why, do = f"服务器 {where} 拒绝了连接：{_reply(error)}", "请联系邮件服务器的管理人员"
        case OSError() if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            why = f"服务器 {where} 在 {mail.timeout} 秒内没有回应"
            do = "请检查网络；端口和 security 不配套时也会这样（587 用 starttls，465 用 tls）"
        case smtplib.SMTPServerDisconnected():
            why = f"服务器 {where} 中断了连接"
            do = "请稍后重试；仍然这样的，核对 [mail] 的 port 和 security"
        case _:
            reason = system_reason(error) if isinstance(error, OSError) else str(error)
            why, do = f"连不上服务器 {where}（{reason}）", "请检查网络和 [mail] 的 host、port"
    return DeskError(_NOT_SENT, why=f"{why}。", do=f"{do}。")


def _hand_over(smtp: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> None:
    """Step by step, because the step that fails decides whether the message may have gone out."""
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdecimal() and 0 < int(limit) < len(raw):
        raise _refused(
            f"邮件连同附件 {len(raw)} 字节，服务器只收 {limit} 字节", "请减小附件，或者改用其他方式送达"
        )
    size = [f"size={len(raw)}"] if smtp.has_extn("size") else []
    try:
        code, reply = smtp.mail(sender, size)
        if code != 250:
            raise _refused(f"服务器不接受发信地址 {sender}：{_said(code, reply)}", "请核对 [mail] sender")
        code, reply = smtp.rcpt(recipient)
        if code not in (250, 251):
            raise _refused(
                f"服务器不接受收信地址 {recipient}：{_said(code, reply)}",
                "请向申请人核对邮箱地址，或者改用其他方式送达",
            )
    except (smtplib.SMTPException, OSError) as error:
        raise _refused("服务器在收下邮件之前中断了连接", "请稍后重试") from error
    try:
        code, reply = smtp.data(raw)
    except smtplib.SMTPDataError as error:
        raise _refused(f"服务器不接受邮件：{_reply(error)}", "请联系邮件服务器的管理人员") from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeskError(
            "邮件可能已经发出，也可能没有。",
            why="邮件内容已经交给服务器，但没有等到它的答复，连接就断了。",
            do="请先查看发信邮箱的已发送记录，或者向收件人核实，再决定是否重发。",
        ) from error
    if code != 250:
        raise _refused(f"服务器不接受邮件：{_said(code, reply)}", "请按服务器的说明处理后重试")


def _refused(why: str, do: str) -> DeskError:
    return DeskError(_NOT_SENT, why=f"{why}。", do=f"{do}。")


def _reply(error: smtplib.SMTPResponseException) -> str:
    return _said(error.smtp_code, error.smtp_error)


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(text.split())[:200]}"
