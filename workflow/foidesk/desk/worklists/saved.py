"""Views of the worklist kept under a name, each person's own."""

from __future__ import annotations

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.worklists import addresses
from foidesk.desk.worklists.views import View
from foidesk.errors import DeskError
from foidesk.store import savedfilters

MOST = 20
LONGEST = 20  #: characters of a name


def keep(office: Office, account: int, name: str, view: View, by: By) -> str:
    """保存筛选; the name it has now. DeskError for a name that is empty or too long, and when there are too many."""
    permits.demand(by, Act.READ)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise DeskError(
            "筛选没有保存。", why=f"名称应为1至{LONGEST}个字。", do="请写一个简短的名称，例如“我的快到期”。"
        )
    with office.database.writing() as conn:
        known = {kept for kept, _ in savedfilters.of(conn, office.key, account)}
        if name not in known and len(known) >= MOST:
            raise DeskError("筛选没有保存。", why=f"每人最多保存{MOST}个筛选。", do="请先删除不用的筛选。")
        savedfilters.put(conn, office.key, account, name, addresses.query(view), by.now)
    return name


def kept(office: Office, account: int, by: By) -> list[tuple[str, str]]:
    """Names and queries of the person's views."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return savedfilters.of(conn, office.key, account)


def forget(office: Office, account: int, name: str, by: By) -> None:
    """删除筛选."""
    permits.demand(by, Act.READ)
    with office.database.writing() as conn:
        savedfilters.remove(conn, office.key, account, name)
