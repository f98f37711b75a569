"""The form of a registration: which fields a channel has, rows of joint applicants, what was typed as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from foidesk.desk import registration
from foidesk.desk.filing.attachments import PaperKind
from foidesk.desk.registration import JOINT, MOST_JOINT, Misfilled
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import AgentPower, ApplicantKind, Channel, Flag, ReadBack
from foidesk.web.choices import offered

_FORMS = ("纸质", "电子邮件", "复制电子数据", "当面领取", "查阅")
_ID_TYPES = (registration.RESIDENT_ID, registration.CREDIT_CODE, "护照", "其他证件")


class Coming(NamedTuple):
    """How the form asks for the days of a channel; `confirmed` is None where nobody need confirm."""

    says: str  #: what its date of receipt is, in a line
    arrived: str
    arrived_help: str
    confirmed: str | None = None


COMING = {
    Channel.IN_PERSON: Coming("提交之日即收到申请之日", "提交日期", "申请人交到本机关的那一天"),
    Channel.ORAL: Coming("代为填写并由申请人签名之日", "口头申请日期", "书写确有困难的，由工作人员代为填写"),
    Channel.SIGNED_POST: Coming(
        "挂号信、快递，签收之日即收到申请之日", "签收日期", "门卫、收发室签收的，也是签收"
    ),
    Channel.ORDINARY_POST: Coming(
        "平信，与申请人确认之日", "信函送达日期", "送达当日就应当与申请人确认", "与申请人确认的日期"
    ),
    Channel.INTERNET: Coming(
        "网络平台，双方确认之日", "网上提交日期", "申请人在平台提交的那一天", "双方确认的日期"
    ),
    Channel.EMAIL: Coming(
        "电子邮件，双方确认之日", "邮件到达日期", "以邮箱显示的到达时间为准", "双方确认的日期"
    ),
    Channel.FAX: Coming("传真，双方确认之日", "传真到达日期", "以传真机显示的时间为准", "双方确认的日期"),
}
FILES = {f"files-{kind.value}": kind for kind in PaperKind if kind is not PaperKind.CLARIFICATION}


def channel_of(fields: Mapping[str, str]) -> Channel | None:
    """The channel that was chosen."""
    return next((each for each in Channel if each.value == fields.get("channel")), None)


def choices(fields: Mapping[str, str]) -> dict[str, Any]:
    """What the page needs beside what was typed."""
    channel = channel_of(fields)
    return {
        "channel": channel,
        "coming": COMING.get(channel) if channel else None,
        "channels": [(each.value, each.label, COMING[each].says) for each in Channel],
        "kinds": offered(ApplicantKind),
        "powers": offered(AgentPower),
        "read_backs": offered(ReadBack) if channel is Channel.ORAL else (),
        "flags": offered(Flag),
        "forms_of_supply": [(each, each) for each in _FORMS],
        "id_types": [(each, each) for each in _ID_TYPES],
        "joint_rows": rows(fields),
        "files": [(name, kind.label) for name, kind in FILES.items()],
    }


# --- joint applicants ----------------------------------------------------------------------------


def rows(fields: Mapping[str, str]) -> list[str]:
    """The numbers of the rows; a number is never given twice, so that what a browser kept finds no other row."""
    listed = fields.get("joint_rows", "").split("、")
    return [row for row in listed if row.isascii() and row.isdigit() and len(row) < 4][:MOST_JOINT]


def changed(fields: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with a row of joint applicants added or taken away as a button asked."""
    now, last = rows(fields), fields.get("joint_last", "0")
    number = int(last) if last.isascii() and last.isdigit() and len(last) < 4 else 0
    if "add_joint" in fields and len(now) < MOST_JOINT:
        number += 1
        now = [*now, str(number)]
    dropped = fields.get("drop_joint", "")
    return {
        **{
            name: text
            for name, text in fields.items()
            if not dropped or not name.startswith(f"joint-{dropped}-")
        },
        "joint_rows": "、".join(row for row in now if row != dropped),
        "joint_last": str(number),
    }


def _joint(fields: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The rows that hold something, by their number."""
    filled = {
        row: {name: fields.get(f"joint-{row}-{name}", "").strip() for name in JOINT} for row in rows(fields)
    }
    return {row: said for row, said in filled.items() if any(said.values())}


# --- what was typed ------------------------------------------------------------------------------


def data(fields: Mapping[str, str]) -> dict[str, Any]:
    """The form as `registration.read` takes it."""
    said: dict[str, Any] = {
        name: fields[name] for name in registration.LABELS if fields.get(name, "").strip()
    }
    joint = _joint(fields)
    return {**said, "joint": list(joint.values())} if joint else said


def faults(error: DeskError, fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the name of the field on the page."""
    if not isinstance(error, Misfilled):
        return {}
    numbers = list(_joint(fields))
    found: dict[str, str] = {}
    for name, text in error.by_field.items():
        part, _, rest = name.partition("-")
        n, _, field = rest.partition("-")
        found[f"joint-{numbers[int(n)]}-{field}" if part == "joint" and rest else name] = text
    return found
