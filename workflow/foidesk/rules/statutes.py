"""What rank an instrument has, told by its title and number: only a 法律 or a 行政法规 forbids disclosure (条例 14)
or regulates access on its own (条例 36(7)).

The title settles most of them: only the legislature makes a 法, only State Council and local congresses make a
条例, and a local one bears its place. A 办法 or 规定 can be either; then the number of the order decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Rank(Enum):
    """法律位阶, as far as 条例 14 and 36(7) ask for it."""

    LAW = "法律"
    ADMINISTRATIVE = "行政法规"
    LOCAL = "地方性法规"
    RULE = "规章"
    UNKNOWN = "性质不明"

    @property
    def suffices(self) -> bool:
        """Whether 条例 14 and 36(7) can rest on it."""
        return self in (Rank.LAW, Rank.ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument as cited: title without 《》, number and article as written, its rank and how it is told."""

    title: str
    number: str
    article: str  #: “第…条”, empty when none is named
    rank: Rank
    why: str  #: in Chinese

    @property
    def suffices(self) -> bool:
        """Whether it is of the right rank and its article is named."""
        return self.rank.suffices and bool(self.article)

    @property
    def circular(self) -> bool:
        """Whether it is the 条例 itself, which asks for another one to forbid or to regulate."""
        title = re.sub(r"\s", "", self.title).removeprefix(_NATIONAL)
        return title in ("条例", "政府信息公开条例", "信息公开条例")


# The patterns of a name are text, which `re` compiles when a name is first judged: that takes 8 ms, and few letters
# cite an instrument.
_PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
#: Places that legislate and are named without 省 or 市.
_ZONES = "深圳|珠海|汕头|厦门|喀什|浦东|横琴|平潭|前海|雄安|长三角|大湾区"
_PLACE = (
    rf"(?:{_PROVINCES}|{_ZONES})"
    r"|[\u4e00-\u9fff]{1,8}?(?:自治区|自治州|自治县|自治旗)"
    r"|(?!城)[\u4e00-\u9fff]{2,5}?(?<!城)(?<!辖)市(?!场)"
    r"|[\u4e00-\u9fff]{2,5}?(?:州|盟|县)(?:人民|实施)"
)
_NATIONAL = "中华人民共和国"
_PARTY = r"(?:中国共产党|中共|党政|党内|党务|党组|党员|干部|信访工作条例)"
_MINISTRY = (
    r"国家[\u4e00-\u9fff]{1,12}?(?:局|委员会|总局|委)|[\u4e00-\u9fff]{2,8}?部(?!门|队|分|位)|海关(?!行政)|中国人民银行"
    r"|中国[\u4e00-\u9fff]{2,10}委员会|最高人民(?:法院|检察院)"
)
_STATUTE = r"(?:(?<![办方做用])法|法典|民法通则|刑法修正案(?:[（(].{1,3}[)）])?)$"
_BY_NUMBER = (
    (r"主席令", Rank.LAW, "由国家主席令公布"),
    (r"国务院令|^国令", Rank.ADMINISTRATIVE, "由国务院令公布"),
    (r"(?<!全国)(?:人民代表大会|人大)", Rank.LOCAL, "由地方人民代表大会或者其常务委员会公布"),
    (r"令", Rank.RULE, "由部门令或者地方人民政府令公布"),
    (r"〔|\[|号", Rank.UNKNOWN, "只有发文字号，是规范性文件"),
)
_AMENDED = r"[（(][^（()）]{0,20}(?:修订|修正|年|试行|草案)[^（()）]{0,6}[)）]$"
_DOUBTFUL = "“{kind}”既可以是行政法规，也可以是规章，仅凭名称不能确定；是行政法规的，请写明国务院令的文号"


def rank(title: str, number: str = "") -> tuple[Rank, str]:
    """The rank of an instrument and how it is told (in Chinese); `number` is that of the order, if cited."""
    name = re.sub(_AMENDED, "", re.sub(r"\s", "", title).strip("《》"))
    if number:
        for pattern, found, why in _BY_NUMBER:
            if re.search(pattern, number):
                return found, why
    place = re.match(_PLACE, name)
    if re.match(_PARTY, name):
        return Rank.UNKNOWN, "是党内法规或者党政联合发文，不是法律、行政法规"
    if place is None and name.endswith("解释"):
        return Rank.UNKNOWN, "是司法解释或者法律解释，不是法律、行政法规本身"
    if re.search(_STATUTE, name):
        return Rank.LAW, "名称为“法”，由全国人民代表大会或者其常务委员会制定"
    if name.startswith("全国人民代表大会") and name.endswith("决定"):
        return Rank.LAW, "由全国人民代表大会或者其常务委员会制定"
    if place is not None:
        return _local(name, place[0])
    return _national(name)


def _local(name: str, place: str) -> tuple[Rank, str]:
    if name.endswith("条例") or "实施" in name:
        return Rank.LOCAL, f"名称冠以“{place}”，是地方性法规"
    return Rank.RULE, f"名称冠以“{place}”，至多是地方政府规章"


def _national(name: str) -> tuple[Rank, str]:
    if name.endswith("条例"):
        return Rank.ADMINISTRATIVE, "名称为“条例”而不冠地方名称，由国务院制定"
    kind = next(
        (word for word in ("办法", "规定", "细则", "规则", "规程", "决定") if name.endswith(word)), ""
    )
    if kind and re.match(_MINISTRY, name.removeprefix(_NATIONAL)):
        return Rank.RULE, "由国务院部门制定"
    if kind:
        return Rank.UNKNOWN, _DOUBTFUL.format(kind=kind)
    return Rank.UNKNOWN, "名称不是法律、行政法规的名称"


# --- citations in a sentence -----------------------------------------------------------------------

_ARTICLE = re.compile(
    r"的?((?:第[一二三四五六七八九十百零〇两\d]+条(?:之[一二三四五六七八九十])?[、和及]?)+)"
)
_LAST_WORDS = re.compile(r"[，。；、：“”《》]|根据|依据|依照|按照|以及|[及和]")
_NUMBER = re.compile(r"\s*[（(]([^（()）]*)[)）]")
_MADE = re.compile(r"(?:若干)?(?:办法|细则|条例)")


def cited(text: str) -> tuple[Instrument, ...]:
    """The instruments that a text cites in 《》, each with its number in brackets and the article that follow."""
    return tuple(_cited(re.sub(r"[ \u3000]", "", text)))


def _cited(text: str) -> Iterator[Instrument]:
    for start, end in _titles(text):
        title, after = text[start + 1 : end - 1], end
        made = _MADE.match(text, end)
        if made and text[:start].endswith("实施"):  # 湖南省实施《…法》办法: 《》 hold but a part of the name
            title, after = _LAST_WORDS.split(text[:start])[-1] + title + made[0], made.end()
        number = ""
        while bracket := _NUMBER.match(text, after):
            number, after = number + bracket[1], bracket.end()
        article = _ARTICLE.match(text, after)
        found, why = rank(title, number if re.search(r"令|号|公告", number) else "")
        yield Instrument(title, number, article[1].rstrip("、和及") if article else "", found, why)


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Where the outermost 《…》 begin and end."""
    depth = start = 0
    for place, character in enumerate(text):
        if character == "《":
            start = place if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, place + 1
