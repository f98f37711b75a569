"""A new application as typed in: read, checked as a whole, all faults at once (条例 29)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from foidesk.desk.texts import Change, narrowed
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import AgentPower, ApplicantKind, Channel, Flag, Labelled, ReadBack
from foidesk.store.people import Person

MOST_REQUEST = 20_000  #: characters of the request
MOST_NAME = 200  #: characters of a name
MOST_OTHER = 500  #: characters of any other field
RESIDENT_ID, CREDIT_CODE = "居民身份证", "统一社会信用代码"

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

LABELS = {
    "channel": "申请方式",
    "arrived": "到达日期",
    "confirmed": "确认日期",
    "applicant_kind": "申请人类型",
    "name": "申请人",
    "id_type": "证件类型",
    "id_number": "证件号码",
    "telephone": "联系电话",
    "address": "通信地址",
    "postcode": "邮政编码",
    "email": "电子邮箱",
    "request": "申请内容",
    "form": "获取方式",
    "handler": "承办人",
    "number": "申请编号",
    "joint": "共同申请人",
    "agent": "代理人",
    "agent_power": "代理权限",
    "agent_id_type": "代理人证件类型",
    "agent_id_number": "代理人证件号码",
    "agent_telephone": "代理人联系电话",
    "read_back": "核对和签名",
    "flags": "标记",
    "split_from": "拆分自",
    "addressed_to": "申请书所致机关",
}
JOINT = {name: LABELS[name] for name in ("name", "id_type", "id_number", "telephone", "address")}
MOST_JOINT = 50  #: further applicants of one 件
_CLOSED: dict[str, type[Labelled]] = {
    "channel": Channel,
    "applicant_kind": ApplicantKind,
    "agent_power": AgentPower,
    "read_back": ReadBack,
}
_PARTED = re.compile("[、，,；;]")
_SHORT = {"邮寄": "signed_post", "平信": "ordinary_post", "网络": "internet"}  #: as ledgers write them
REQUIRED = ("channel", "arrived", "applicant_kind", "name", "request")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What the clerk registers. Days as in law; texts narrowed; `changes` tells what was narrowed."""

    channel: Channel
    arrived: date
    applicant_kind: ApplicantKind
    name: str
    request: str
    confirmed: date | None = None
    id_type: str | None = None
    id_number: str | None = None
    telephone: str | None = None
    address: str | None = None
    postcode: str | None = None
    email: str | None = None
    form: str | None = None
    handler: str | None = None
    number: str | None = None  #: kept as it is, when the application has one already
    joint: tuple[Person, ...] = ()  #: further applicants of one 件
    agent: str | None = None  #: name
    agent_power: AgentPower | None = None
    agent_id_type: str | None = None
    agent_id_number: str | None = None
    agent_telephone: str | None = None
    read_back: ReadBack | None = None  #: of an oral application
    flags: tuple[Flag, ...] = ()
    split_from: str | None = None  #: number of the application this part is split from
    addressed_to: str | None = None  #: the agency addressed, where it is another than this one
    changes: tuple[Change, ...] = ()

    @property
    def person(self) -> Person:
        """The applicant as a row of people."""
        return Person(
            name=self.name,
            kind=self.applicant_kind,
            id_type=self.id_type,
            id_number=self.id_number,
            telephone=self.telephone,
            address=self.address,
            postcode=self.postcode,
            email=self.email,
        )

    @property
    def representative(self) -> Person | None:
        """The agent as a row of people."""
        if self.agent is None:
            return None
        return Person(
            name=self.agent,
            id_type=self.agent_id_type,
            id_number=self.agent_id_number,
            telephone=self.agent_telephone,
        )


class Misfilled(DeskError):
    """A registration with faults: each under the name of its field, those of no field under an empty one."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        why = "；".join(text for _, text in faults) + "。"
        super().__init__("登记信息有误，没有登记。", why=why, do="请改正后重新登记。")

    @property
    def by_field(self) -> dict[str, str]:
        """What is wrong with each field."""
        found: dict[str, str] = {}
        for name, text in self.faults:
            found[name] = f"{found[name]}；{text}" if name in found else text
        return found


def read(data: Mapping[str, Any]) -> Registration:
    """A registration from plain data (JSON, options, a form); Misfilled naming every fault."""
    faults: list[tuple[str, str]] = []
    changes: list[Change] = []
    faults += [("", f"没有“{key}”这一项（可用：{'、'.join(LABELS)}）") for key in data if key not in LABELS]
    values: dict[str, Any] = {}
    for name, label in LABELS.items():
        raw = data.get(name)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if name in REQUIRED:
                faults.append((name, f"缺少{label}（{name}）"))
            continue
        if name == "joint":
            values[name] = _joint(raw, faults, changes)
            continue
        own: list[str] = []
        values[name] = _value(name, label, raw, own, changes)
        faults += [(name, text) for text in own]
    if not faults:
        faults += _together(values)
    if faults:
        raise Misfilled(faults)
    return Registration(**values, changes=tuple(changes))


def _joint(raw: Any, faults: list[tuple[str, str]], changes: list[Change]) -> tuple[Person, ...]:
    """Further applicants: names parted by 、, or a list of names or of objects with the fields of `JOINT`."""
    if isinstance(raw, str):
        raw = [part for part in _PARTED.split(raw) if part.strip()]
    if not isinstance(raw, list | tuple) or len(raw) > MOST_JOINT:
        faults.append(("joint", f"{LABELS['joint']}应当是姓名，或者不超过{MOST_JOINT}人的列表"))
        return ()
    people = (_one_of_joint(n, each, faults, changes) for n, each in enumerate(raw))
    return tuple(each for each in people if each is not None)


def _one_of_joint(n: int, raw: Any, faults: list[tuple[str, str]], changes: list[Change]) -> Person | None:
    """The n-th further applicant, its faults under the names joint-n-FIELD; None when there are any."""
    given = {"name": raw} if isinstance(raw, str) else raw
    if not isinstance(given, Mapping) or not given.keys() <= JOINT.keys():
        faults.append((f"joint-{n}-name", f"第{n + 1}名共同申请人可以写明的是：{'、'.join(JOINT)}"))
        return None
    own: list[tuple[str, str]] = []
    values: dict[str, Any] = {}
    for name, label in JOINT.items():
        said = given.get(name) or ""
        wrong: list[str] = []
        if said:
            values[name] = _value(name, label, said, wrong, changes)
        elif name == "name":
            wrong.append("缺少姓名")
        own += [(name, text) for text in wrong]
    own += [] if own else _identity(values, "")
    faults += [(f"joint-{n}-{name}", f"第{n + 1}名共同申请人：{text}") for name, text in own]
    return None if own else Person(**values)


def _value(name: str, label: str, raw: Any, faults: list[str], changes: list[Change]) -> Any:
    """One field as it will be kept, or None with its fault added."""
    if isinstance(raw, date):
        return raw
    if name == "flags" and isinstance(raw, list) and all(isinstance(each, str) for each in raw):
        raw = "、".join(raw)
    if not isinstance(raw, str):
        faults.append(f"{label}（{name}）应当是文字")
        return None
    most = {"request": MOST_REQUEST, "name": MOST_NAME, "agent": MOST_NAME}.get(name, MOST_OTHER)
    if len(raw) > most:
        faults.append(f"{label}共{len(raw)}字，超过{most}字")
        return None
    text = narrowed(label, raw, changes)
    if not text.isprintable() and (fault := _unfit(name, label, text)):
        faults.append(fault)
        return None
    if name == "number" and (set(text) & set("/\\") or not text.strip(".")):
        faults.append("申请编号不能含有斜线，也不能只有句点")
        return None
    if name in ("arrived", "confirmed"):
        return _day(label, text, faults)
    if name in _CLOSED:
        return _member(_CLOSED[name], label, _SHORT.get(text, text), faults)
    if name == "flags":
        return tuple(
            _member(Flag, label, part.strip(), faults) for part in _PARTED.split(text) if part.strip()
        )
    return text


def control_character(text: str) -> bool:
    """Whether the text holds a character that cannot be seen or turns the direction of writing."""
    return not text.isprintable() and _CONTROL.search(text) is not None


def _unfit(name: str, label: str, text: str) -> str | None:
    """What is wrong with a text that holds more than can be seen."""
    if found := _CONTROL.search(text):
        return f"{label}含有控制字符 U+{ord(found[0]):04X}（第{found.start() + 1}个字符）"
    if len(text.splitlines()) > 1 and name != "request":
        return f"{label}不能换行"
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in text):
        return f"{label}没有看得见的文字"
    return None


def correct(person: Person, changed: Mapping[str, str], changes: list[Change]) -> Person:
    """The person with details put right, checked as at registration; DeskError naming every fault."""
    faults: list[str] = []
    details = {name: _value(name, LABELS[name], text, faults, changes) for name, text in changed.items()}
    faults += [f"{LABELS[name]}不能为空" for name, text in changed.items() if not text.strip()]
    if not faults:
        known = {"id_type": person.id_type, "id_number": person.id_number, "email": person.email}
        faults += [text for _, text in (*_identity({**known, **details}, ""), *_email({**known, **details}))]
    if faults:
        raise DeskError("更正的内容有误，没有登记。", why="；".join(faults) + "。", do="请改正后重试。")
    return replace(person, **details)


def choices(name: str) -> tuple[str, ...]:
    """The labels of a field with a closed list, empty for the others."""
    return tuple(member.label for member in _CLOSED.get(name, ()))


def fault(name: str, text: str) -> str | None:
    """What is wrong with one field as typed, None when it fits."""
    faults: list[str] = []
    if text.strip():
        _value(name, LABELS[name], text, faults, [])
    return "；".join(faults) or (None if text.strip() else f"缺少{LABELS[name]}")


def _day(label: str, text: str, faults: list[str]) -> date | None:
    try:
        return parse_day(text)
    except DeskError as error:
        faults.append(f"{label}：{error.what.rstrip('。')}")
        return None


def parse_day(text: str) -> date:
    """2026-03-02, 2026/3/2, 2026.3.2 or 2026年3月2日; DeskError for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", narrowed("", text, []))
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise DeskError(
        f"“{text[:40]}”不是有效的日期。",
        why="日历上没有这一天，或者写法不对。",
        do="请写成 2026-03-02 这样的日期。",
    )


def _member(kind: type[Labelled], label: str, text: str, faults: list[str]) -> Labelled | None:
    for member in kind:
        if text in (member.value, member.label):
            return member
    known = "、".join(f"{member.label}（{member.value}）" for member in kind)
    faults.append(f"没有“{text[:40]}”这种{label}，可用：{known}")
    return None


def _together(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Faults that show only when fields are seen together."""
    faults: list[tuple[str, str]] = []
    confirmed = values.get("confirmed")
    if confirmed is not None and confirmed < values["arrived"]:
        faults.append(("confirmed", "确认日期早于到达日期"))
    if bool(values.get("agent")) != bool(values.get("agent_power")):
        missing = "agent_power" if values.get("agent") else "agent"
        text = "有代理人的，应当写明代理权限（一般代理或者特别授权）；没有的，两项都不填"
        faults.append((missing, text))
    if not values.get("agent") and any(values.get(f"agent_{name}") for name in _IDENTITY):
        faults.append(("agent", "填写了代理人的证件或者电话，没有填写代理人"))
    if values.get("read_back") and values["channel"] is not Channel.ORAL:
        faults.append(("read_back", "只有口头申请才由工作人员代填、核对并签名"))
    return faults + _identity(values, "") + _identity(values, "agent_") + _email(values)


_IDENTITY = ("id_type", "id_number", "telephone")


def _identity(values: Mapping[str, Any], of: str) -> list[tuple[str, str]]:
    """What is wrong with an identity number; `of`: what its fields begin with."""
    number, kind = values.get(f"{of}id_number"), values.get(f"{of}id_type")
    if number and not kind:
        return [(f"{of}id_type", "填写了证件号码，没有填写证件类型")]
    if number and kind in (RESIDENT_ID, CREDIT_CODE):
        try:
            (ric if kind == RESIDENT_ID else uscc).validate(number)
        except ValidationError:
            return [(f"{of}id_number", f"{kind}号码校验不符，请核对是否抄错")]
    return []


def _email(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    email = values.get("email")
    fits = not email or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email)
    return [] if fits else [("email", "电子邮箱写法不对")]
