"""A test message, so that an administrator knows whether letters can be sent before the first must be."""

from __future__ import annotations

from foidesk import mail
from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.store import audit


def send(office: Office, to: str, by: By) -> None:
    """发送测试邮件; DeskError with what the server said, and when no server is set."""
    permits.demand(by, Act.ADMINISTER)
    chosen = office.settings.mail
    if not chosen.host:
        raise DeskError(
            "没有设置发信服务器。",
            why="配置中 mail.host 为空。",
            do="请在 config.toml 的 [mail] 一节写明服务器。",
        )
    body = f"这是{office.agency.name}依申请公开办理系统的测试邮件，收到即说明可以发送文书。无需回复。"
    message = mail.compose(to.strip(), "测试邮件", body, (), by.now, chosen)
    mail.send(message, chosen)
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, "发送测试邮件", None, None)
