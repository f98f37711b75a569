"""政府信息公开申请表 on paper (条例 29): blank for the counter, or filled in from a registered application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from foidesk.desk import dossier, letters, permits
from foidesk.desk.applications import File
from foidesk.desk.letters import Paper
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.rules import events as ev
from foidesk.rules import law
from foidesk.rules.vocabulary import ApplicantKind
from foidesk.store import audit
from foidesk.store.people import Person

TITLE = "政府信息公开申请表"
_SUPPLY = ("纸质", "电子邮件", "复制电子数据", "当面领取", "查阅")
_WIDE, _SPLIT, _EVEN = (7, 21), (7, 6, 5, 10), (7, 7, 7, 7)  #: widths of columns in characters
_REQUEST = "申请内容（名称、文号或者便于查询的描述，不必说明用途）"


@dataclass(frozen=True, slots=True)
class _Said:
    """What stands in the form; everything empty on a blank one."""

    applicant: Person | None = None
    agent: Person | None = None
    power: str = ""
    joint: str = ""
    request: str = ""
    supply: str = ""
    confirmed: str = ""
    office_use: Mapping[str, str] | None = None


def blank(office: Office, by: By) -> Paper:
    """The empty form."""
    permits.demand(by, Act.READ)
    return _paper(office, _Said(), by.today)


def filled(office: Office, application: int, by: By) -> Paper:
    """The form of a registered application with everybody in full; that it was made is audited first."""
    permits.demand(by, Act.READ_PERSONAL)
    file = dossier.by_key(office, application, by)
    with office.database.writing() as conn:
        audit.add(conn, office.key, by.now, by.who, "打印申请表", file.row.number)
    return _paper(office, _said(file), file.case.received.on)


def _said(file: File) -> _Said:
    registered = file.case.registered
    agent = file.people.get(registered.agent) if registered.agent is not None else None
    read_back = [e.text or "" for e in file.case.standing if isinstance(e, ev.Noted)][:1]
    oral = file.case.received.channel.value == "oral"
    return _Said(
        applicant=file.applicant,
        agent=agent,
        power=registered.agent_power.label if registered.agent_power else "",
        joint="、".join(file.people[row].name for row in registered.joint if row in file.people),
        request=registered.request or "",
        supply=registered.form or "",
        confirmed=read_back[0] if oral and read_back else "",
        office_use={
            "申请编号": file.case.number,
            "申请方式": file.case.received.channel.label,
            "收到申请之日": _day(file.case.clock.received),
            "登记人": file.entries[0].recorded_by,
        },
    )


def _paper(office: Office, said: _Said, on: date) -> Paper:
    letter = Letter(
        kind="application_form",
        title=TITLE,
        number="",
        agency=office.agency.name,
        head="",
        sealed=False,
        signed_on=on,
        ground=(law.CONTENTS,),
        blocks=(
            Block(Style.TITLE, TITLE),
            *_parties(said),
            _table(_WIDE, ((_REQUEST, said.request),), tall=4),
            _table(_WIDE, (("获取方式", _ticked(_SUPPLY, said.supply)), ("签名盖章、日期", said.confirmed))),
            _table(_EVEN, _office_use(said)),
        ),
    )
    return letters.render(letter, office.settings.fonts.path)


def _parties(said: _Said) -> tuple[Block, ...]:
    kinds = [kind.label for kind in ApplicantKind]
    person = said.applicant or Person(name="")
    agent = said.agent or Person(name="")
    return (
        _table(
            _WIDE,
            (
                ("姓名或者名称", person.name),
                ("申请人类型", _ticked(kinds, person.kind.label if person.kind else "")),
                ("证件名称、号码", _joined(person.id_type, person.id_number)),
                ("通信地址、邮编", _joined(person.address, person.postcode)),
            ),
        ),
        _table(_SPLIT, (("联系电话", person.telephone or "", "电子邮箱", person.email or ""),)),
        _table(_WIDE, (("共同申请人", said.joint),)),
        _table(_SPLIT, (("代理人", agent.name, "代理权限", said.power),)),
        _table(_WIDE, (("代理人证件电话", _joined(agent.id_type, agent.id_number, agent.telephone)),)),
    )


def _office_use(said: _Said) -> tuple[tuple[str, ...], ...]:
    use = said.office_use or dict.fromkeys(("申请编号", "申请方式", "收到申请之日", "登记人"), "")
    names = list(use)
    return tuple(
        (one, use[one], other, use[other]) for one, other in zip(names[::2], names[1::2], strict=True)
    )


def _table(widths: tuple[float, ...], rows: tuple[tuple[str, ...], ...], tall: int = 1) -> Block:
    return Block(Style.TABLE, rows=rows, widths=widths, tall=tall)


def _ticked(offered: list[str] | tuple[str, ...], chosen: str) -> str:
    """□ before each, ■ before the chosen one; what is none of them stands at the end."""
    boxes = "　".join(f"{'■' if each == chosen else '□'}{each}" for each in offered)
    return boxes if not chosen or chosen in offered else f"{boxes}　■{chosen}"


def _joined(*parts: str | None) -> str:
    return "　".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "未定"
