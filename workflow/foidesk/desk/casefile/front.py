"""案卷封面 and 卷内目录."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.desk.applications import File
from foidesk.desk.casefile.section import body, day, in_words, table
from foidesk.desk.office import By, Office
from foidesk.paper.form import Style
from foidesk.paper.letter import Block

TITLE = "政府信息公开申请案卷"
_COVER = (7, 21)
_CONTENTS = (2.5, 12.6, 5.2, 2.8, 4.9)
_MASKED = "隐去登记的姓名、证件号码和联系方式，不代替原卷；提供给他人之前，请人工核对其余文字"
_HEAD = ("序号", "题名", "日期", "页号", "校验值")
_HIGH = 3  #: rows of the cover that are higher: number, applicant, request
_SUBJECT = 80  #: characters of the request on the cover
_SHORT = 8  #: digits of a SHA-256 in the contents


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the contents."""

    number: str
    title: str
    on: date | None
    page: int
    sha256: str = ""


def cover(office: Office, file: File, by: By, pages: int, *, masked: bool) -> tuple[Block, ...]:
    """Whose file of what, from when to when, how many pages, made when and by whom."""
    case = file.case
    request = " ".join((case.registered.request or "没有登记申请内容").split())
    others = len(case.registered.joint)
    name = file.applicant.name + (f"等{others + 1}人" if others else "")
    result = "、".join(ground.label for ground in case.grounds)
    rows = [
        ("申请编号", case.number),
        ("申请人", name),
        ("申请内容", request[:_SUBJECT] + ("……" if len(request) > _SUBJECT else "")),
        ("收到申请之日", in_words(case.clock.received)),
        ("办结日期", in_words(case.closed_on) if case.closed_on else "尚未办结"),
        ("办理结果", result or case.state.label),
        ("卷内页数", f"{pages}页"),
        ("编成", f"{in_words(by.today)}　{by.who}"),
        ("文本", _MASKED if masked else "全卷"),
    ]
    return (
        body(""),
        Block(Style.ATTACHED, office.agency.name),
        Block(Style.TITLE, TITLE),
        table(_COVER, (), rows[:_HIGH], tall=2),
        table(_COVER, (), rows[_HIGH:]),
    )


def contents(items: Sequence[Item]) -> tuple[Block, ...]:
    """Numbered, with day, page and the first digits of the SHA-256."""
    rows = [(each.number, each.title, day(each.on), str(each.page), each.sha256[:_SHORT]) for each in items]
    return (
        Block(Style.TITLE, "卷内目录"),
        table(_CONTENTS, _HEAD, rows),
        body(f"校验值为原件 SHA-256 的前{_SHORT}位，全文见各部分的清单。"),
    )
