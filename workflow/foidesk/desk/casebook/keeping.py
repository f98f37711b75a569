"""Examples proposed, put right, confirmed by somebody else, and withdrawn with a reason."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from foidesk.desk import dossier, permits
from foidesk.desk.applications import File
from foidesk.desk.casebook.fields import Unfit, read, stand_in
from foidesk.desk.casebook.prefilling import prefilled
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.personal import particulars
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError, NotThere
from foidesk.store import audit
from foidesk.store import casebook as stored
from foidesk.store.casebook import Example, Standing

_MOST_REASON = 200


def begun(office: Office, application: int, by: By) -> tuple[File, dict[str, str]]:
    """The closed application and the fields of a proposal made of it. NotClosed where it is still open."""
    permits.demand(by, Act.PROPOSE_EXAMPLE)
    file = _closed(office, application, by)
    return file, prefilled(office, file, particulars(office, file))


def propose(office: Office, application: int, typed: Mapping[str, str], by: By) -> int:
    """提出案例; its key. Unfit where something is missing or still tells who somebody is."""
    permits.demand(by, Act.PROPOSE_EXAMPLE)
    file = _closed(office, application, by)
    said = read(typed, file.case.grounds, particulars(office, file))
    with office.database.writing() as conn:
        for other in stored.of_application(conn, office.key, application):
            if other.standing is not Standing.WITHDRAWN and other.said.ground == said.ground:
                raise DeskError(
                    f"这件申请的这一结果已经有案例：“{other.said.title}”。",
                    why="一件申请的一种结果只留一个案例。",
                    do="请打开该案例修改；已经确认的，请先撤下。",
                )
        key = stored.add(conn, office.key, application, said, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "提出案例", file.row.number, f"案例{key}")
    return key


def change(office: Office, key: int, typed: Mapping[str, str], by: By) -> None:
    """修改 a proposal that is not yet confirmed."""
    permits.demand(by, Act.PROPOSE_EXAMPLE, Act.CONFIRM_EXAMPLE)
    found = _waiting(office, key)
    file = dossier.by_key(office, found.application, by)
    said = read(typed, file.case.grounds, particulars(office, file))
    with office.database.writing() as conn:
        _still(conn, office, key, Standing.PROPOSED)
        stored.change(conn, office.key, key, said, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "修改案例", file.row.number, f"案例{key}")


def confirm(office: Office, key: int, seen: str, by: By) -> None:
    """确认案例 as it was `seen` (`Example.version`): others see it from now on.

    Nobody confirms what he wrote himself, what changed since he read it, nor what still names somebody.
    """
    permits.demand(by, Act.CONFIRM_EXAMPLE)
    found = _waiting(office, key)
    _demand_version(found, seen)
    if found.proposed_by == by.who:
        raise DeskError(
            "不能确认自己提出或者修改的案例。",
            why="案例要经另一人核对是否仍有个人信息、要点是否准确。",
            do="请由其他审核人或者负责人确认。",
        )
    file = dossier.by_key(office, found.application, by)
    if faults := stand_in(found.said, particulars(office, file)):
        raise Unfit(faults)
    with office.database.writing() as conn:
        _demand_version(_still(conn, office, key, Standing.PROPOSED), seen)
        stored.confirm(conn, office.key, key, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "确认案例", file.row.number, f"案例{key}")


def withdraw(office: Office, key: int, why: str, by: By) -> None:
    """撤下 with a reason: a proposal that is not agreed to, or an example that must no longer be followed."""
    permits.demand(by, Act.CONFIRM_EXAMPLE, Act.PROPOSE_EXAMPLE)
    reason = " ".join(narrowed("", why, []).split())
    if not reason or len(reason) > _MOST_REASON or not reason.isprintable():
        raise DeskError(
            "没有撤下。",
            why=f"撤下的理由应为1至{_MOST_REASON}字。",
            do="请写明为什么不再参考，例如“所依据的规定已经修改”。",
        )
    with office.database.writing() as conn:
        found = _there(stored.get(conn, office.key, key))
        if found.standing is Standing.CONFIRMED:
            permits.demand(by, Act.CONFIRM_EXAMPLE)
        if found.standing is Standing.WITHDRAWN:
            raise _moved(found)
        stored.withdraw(conn, office.key, key, reason, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "撤下案例", f"案例{key}", reason)


# --- what it is made of --------------------------------------------------------------------------


def _closed(office: Office, application: int, by: By) -> File:
    file = dossier.by_key(office, application, by)
    if file.case.closed_on is None or not file.case.grounds:
        raise DeskError(
            f"{file.row.number}还不能留作案例。",
            why="只有已经办结、有办理结果的申请才能留作案例。",
            do="请在办结之后再提出。",
        )
    return file


def _waiting(office: Office, key: int) -> Example:
    with office.database.reading() as conn:
        return _still(conn, office, key, Standing.PROPOSED)


def _still(conn: Connection, office: Office, key: int, standing: Standing) -> Example:
    found = _there(stored.get(conn, office.key, key))
    if found.standing is not standing:
        raise _moved(found)
    return found


def _demand_version(found: Example, seen: str) -> None:
    if found.version != seen:
        raise DeskError(
            f"案例“{found.said.title}”没有确认。",
            why=f"您打开之后，{found.proposed_by}又作了修改。",
            do="请刷新页面，通读修改后的全文再确认。",
        )


def _there(found: Example | None) -> Example:
    if found is None:
        raise NotThere("没有这个案例。", why="没有提出过。", do="请从“案例”重新查找。")
    return found


def _moved(found: Example) -> DeskError:
    return DeskError(
        f"案例“{found.said.title}”{found.standing.label}。",
        why="待确认的案例才能修改和确认；已经撤下的不再变动。",
        do="请刷新页面；需要修改已确认的案例的，请先撤下再重新提出。",
    )
