"""Whether the installation can do its work: what an administrator looks at first when something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from foidesk.desk import backing, permits, rebuilding
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.permits import Act
from foidesk.errors import DeskError
from foidesk.paper.fonts import fonts
from foidesk.paper.form import Face
from foidesk.store import accounts, deliveries, engines
from foidesk.store.tables import SCHEMA

_LEAST_FREE = 2 * 1024**3  #: bytes
_OLDEST_BACKUP = timedelta(days=7)
_NOTICE_EXPECTED = 11  #: the month in which the next year's notice usually comes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: good, or what it means and what to do."""

    name: str
    good: bool
    told: str
    do: str = ""


def look(office: Office, by: By, *, logs: bool = False) -> list[Finding]:
    """What can be seen at once; with `logs` every log is proved too, which takes a while."""
    permits.demand(by, Act.ADMINISTER)
    found = [
        _database(office),
        *_calendar(office, by),
        *_fonts(office),
        _mail(office),
        _alerts(office),
        _seal(office),
        *_disk(office),
        _backup(office, by),
        _heads(office, by),
    ]
    return [*found, _logs(office)] if logs else found


def _database(office: Office) -> Finding:
    with office.database.reading() as conn:
        kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(conn.dialect.name, conn.dialect.name)
    return Finding("数据库", True, f"{kind}，结构版本 {SCHEMA}，密钥相符")


def _calendar(office: Office, by: By) -> Iterator[Finding]:
    year = by.today.year
    for each in (year, year + 1):
        view = office.calendar.year(each)
        expected = each == year or by.today.month >= _NOTICE_EXPECTED
        if view.notice:
            yield Finding(f"{each}年放假安排", True, view.notice)
        else:
            yield Finding(
                f"{each}年放假安排",
                not expected,
                "尚未录入，该年的日期按周一至周五暂定计算",
                "国务院办公厅的通知公布后，在“日历”中粘贴录入。",
            )


def _fonts(office: Office) -> Iterator[Finding]:
    try:
        chosen = fonts(office.settings.fonts.path)
    except DeskError as error:
        yield Finding("字体", False, error.what, error.do or "")
        return
    first = {face: chosen.choices[face][0] for face in Face if chosen.choices[face]}
    told = "；".join(f"{face}用{choice.file.path.stem}（{choice.origin}）" for face, choice in first.items())
    yield Finding(
        "字体", len(first) == len(Face), told, "请安装缺少的字体，或者在 fonts.path 的文件夹中放置。"
    )


def _mail(office: Office) -> Finding:
    mail = office.settings.mail
    if not mail.host:
        return Finding("电子邮件", True, "没有设置发信服务器，文书不能以电子邮件发送")
    return Finding("电子邮件", True, f"{mail.host}，发信地址 {mail.sender}；是否能发出请发送测试邮件")


def _alerts(office: Office) -> Finding:
    with office.database.reading() as conn:
        count = deliveries.failing(conn, office.key)
        worst = deliveries.troubles(conn, office.key, limit=1)
    if not worst:
        return Finding("提醒的发送", True, "没有发送失败的提醒")
    [first] = worst
    return Finding(
        "提醒的发送",
        False,
        f"{count}条没有发出，会自动重试；最早的一条已试{first.tries}次：{first.trouble}",
        "请按说明排除故障。提醒本身不受影响，仍列在各人的“提醒”中。",
    )


def _seal(office: Office) -> Finding:
    seal, signature = office.settings.seal, office.settings.signature
    how = [
        f"电子签章程序 {seal.command[0]}" if seal.command else "打印后加盖实物印章",
        "数字证书签名" if signature.pkcs12 else "不作数字签名",
    ]
    return Finding("印章和签名", True, "，".join(how))


def _disk(office: Office) -> Iterator[Finding]:
    file = engines.file_of(engines.parsed(office.settings.database.url))
    if file is None:
        return
    free = shutil.disk_usage(file.parent).free
    size = file.stat().st_size if file.exists() else 0
    told = f"数据库 {size / 1024**2:,.0f} MB，剩余空间 {free / 1024**3:,.1f} GB"
    yield Finding("磁盘", free >= _LEAST_FREE, told, "请清理磁盘，或者把数据库移到更大的磁盘。")


def _backup(office: Office, by: By) -> Finding:
    server = engines.file_of(engines.parsed(office.settings.database.url)) is None
    do = (
        "请用 pg_dump -Fc 备份，再运行 foidesk backup --recorded 存放位置 登记；宜每天定时进行。"
        if server
        else "请在服务器上运行 foidesk backup 文件（办理中也可以运行）；宜每天定时进行。"
    )
    found = backing.last(office.database)
    if found is None:
        return Finding("备份", False, "没有备份的记录，不知道数据库是否备份过", do)
    age = by.now - found.at
    told = f"最近一次在{found.at.astimezone(CHINA):%Y-%m-%d %H:%M}，存放于 {found.where}（{found.found}）"
    return Finding("备份", age <= _OLDEST_BACKUP, told, f"距今已{age.days}天。{do}")


def _heads(office: Office, by: By) -> Finding:
    with office.database.reading() as conn:
        names = {each.name for each in accounts.listing(conn, office.key) if each.closed_at is None}
    head = office.agency.head
    if head in names:
        return Finding("负责人账号", True, head)
    return Finding(
        "负责人账号",
        False,
        f"配置中的负责人{head}没有账号",
        "请开设账号并给以负责人角色；负责人有变动的，更改配置的 head。",
    )


def _logs(office: Office) -> Finding:
    health = rebuilding.check(office)
    if not health.faults:
        return Finding("办理记录", True, f"{health.applications}件申请的记录链完整，索引和检索词与记录相符")
    shown = "；".join(health.faults[:10])
    return Finding(
        "办理记录",
        False,
        f"{len(health.faults)}处不符：{shown}",
        "请停止办理，保留数据库原样，查明何人改动。",
    )
