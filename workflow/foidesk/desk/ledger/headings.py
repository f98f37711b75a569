"""The headings of a ledger, in the order they are written, and what its cells may say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Channel, RemedyResult, RemedyRoute

#: Facts of the registration by their headings.
FACTS = {
    "申请编号": "number",
    "收到日期": "arrived",
    "申请方式": "channel",
    "申请人类型": "applicant_kind",
    "申请人": "name",
    "证件类型": "id_type",
    "证件号码": "id_number",
    "联系电话": "telephone",
    "通信地址": "address",
    "电子邮箱": "email",
    "申请内容": "request",
    "获取方式": "form",
    "承办人": "handler",
}
HEADINGS = (
    "申请编号", "收到日期", "申请方式", "申请人类型", "申请人", "证件类型", "证件号码", "联系电话", "通信地址",
    "电子邮箱", "申请内容", "获取方式", "补正告知日期", "补正期限", "补正收到日期", "征求意见发出日期",
    "征求意见送达日期", "意见收到日期", "延期告知日期", "延期工作日数", "收费通知日期", "收费方式", "收费数量",
    "收费金额", "缴费日期", "办结日期", "办理结果", "答复文号", "送达方式", "复议结果", "直接起诉结果",
    "复议后起诉结果", "承办人", "备注",
)  # fmt: skip
#: Days beside the date of receipt.
DAYS = (
    "补正告知日期", "补正期限", "补正收到日期", "征求意见发出日期", "征求意见送达日期", "意见收到日期",
    "延期告知日期", "收费通知日期", "缴费日期", "办结日期",
)  # fmt: skip
REQUIRED = ("收到日期", "申请方式", "申请人类型", "申请人", "申请内容")
CHANNELS = {
    "当面提交": Channel.IN_PERSON,
    "邮寄": Channel.SIGNED_POST,
    "平信": Channel.ORDINARY_POST,
    "网络": Channel.INTERNET,
    "电子邮件": Channel.EMAIL,
    "传真": Channel.FAX,
    "口头": Channel.ORAL,
}
ROUTES = {
    "复议结果": RemedyRoute.RECONSIDERATION,
    "直接起诉结果": RemedyRoute.LITIGATION,
    "复议后起诉结果": RemedyRoute.LITIGATION_AFTER,
}
RESULTS = {"维持": RemedyResult.UPHELD, "纠正": RemedyResult.CORRECTED, "其他": RemedyResult.OTHER}
PENDING = "未审结"

_PLAIN = str.maketrans("", "", "*＊:：")
_MARKS = re.compile("（(必填|选填)）$")
_SHOWN = 10  #: unknown columns named one by one


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each heading stands, counted from 0, and the columns that none of them names."""

    places: dict[str, int]
    unknown: tuple[str, ...]

    @property
    def note(self) -> str:
        """What is said of the unknown columns, empty when there are none."""
        if not self.unknown:
            return ""
        named = "、".join(f"“{each[:20]}”" for each in self.unknown[:_SHOWN])
        more = f"等{len(self.unknown)}列" if len(self.unknown) > _SHOWN else ""
        return f"没有用到的列：{named}{more}"


def plain(heading: str) -> str:
    """A heading without spaces, stars and remarks that sheets add to it."""
    text = "".join(unicodedata.normalize("NFKC", heading).split()).translate(_PLAIN)
    return _MARKS.sub("", text.replace("(", "（").replace(")", "）"))


def columns(cells: Sequence[str], named: Mapping[str, str] | None = None) -> Columns:
    """The columns of a line of headings; `named` gives the heading of a foreign one. DeskError when unfit."""
    places: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for place, cell in enumerate(cells):
        heading = (named or {}).get(cell.strip(), plain(cell))
        if heading not in HEADINGS:
            unknown += [cell.strip()] if cell.strip() else []
        elif heading in places:
            twice.append(heading)
        else:
            places[heading] = place
    if twice:
        raise DeskError(
            f"标题行中“{'、'.join(twice)}”出现了不止一次。",
            why="无法知道以哪一列为准。",
            do="请删去多余的一列后重试。",
        )
    missing = [heading for heading in REQUIRED if heading not in places]
    if missing:
        raise DeskError(
            f"标题行中没有“{'、'.join(missing)}”。",
            why="第一行应当是标题，这几列是每件申请都要有的。",
            do="请把各列标题改为台账的标题：" + "、".join(HEADINGS) + "。",
        )
    return Columns(places, tuple(unknown))


def looks_like_headings(cells: Sequence[str]) -> bool:
    """Whether most of the required headings stand in the line."""
    found = {plain(cell) for cell in cells}
    return sum(heading in found for heading in REQUIRED) > len(REQUIRED) // 2
