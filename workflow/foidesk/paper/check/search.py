"""信息不存在: the search behind it, what it concludes, and that nothing else is said of the same item (条例 36(4))."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import sentences, squeezed
from foidesk.rules import law
from foidesk.rules.decisions import WHAT, Item
from foidesk.rules.replies import PLACES_SEARCHED

_ABSENT = re.compile(
    r"(?:信息|文件|资料|材料|记录)(?:在本(?:行政)?机关)?(?:并|均|也)?不存在(?=[。；，、！”]|$)", re.MULTILINE
)
#: What the request asks for, and nothing beside it, is said not to exist.
_IT_IS_ABSENT = re.compile(
    r"(?:该|上述|所申请(?:公开)?的?|申请公开的)(?:政府)?信息(?:在本(?:行政)?机关)?(?:并|均|也)?不存在(?=[。；，、！”]|$)",
    re.MULTILINE,
)
#: Of a plan or of hearsay one may say that there is none: that is no conclusion of the search.
_NO_RECORD = re.compile(r"计划|立项|情况|线索|变动|安排")
_NO_CONCLUSION = re.compile(
    r"未(?:能)?(?:查|检索|找)(?:询|寻)?到|查无|(?:不|未)掌握|暂(?:时)?(?:无|没有)(?:相关|有关|该|此|上述|您|你|所|任何|法|[。；，])"
)
#: What others lack is no conclusion either.
_OF_OTHERS = re.compile(r"(?<!本机关)(?:局|馆|街道|公司|中心|镇|社区|单位)(?:也|均|亦|仍)?$")
#: 由 another body 负责公开, told as the reason of an absence.
_OF_ANOTHER = re.compile(r"由(?!本(?:行政)?机关)[^，。；由]{2,24}负责公开")
_NOT_OURS = re.compile(r"不(?:属于|是)本(?:行政)?机关负责公开|不由本(?:行政)?机关负责公开")


def searched_and_said(held: Held) -> Iterator[Finding]:
    """At least two places searched, told in the letter; the conclusion is 不存在."""
    for item in (item for item in held.items if item.ground.key == "not_held"):
        text, which = held.of(item), held.label(item)
        recorded = {place for search in held.against.case.position.searches for place in search.places}
        told = [place for place in recorded if squeezed(place) in text]
        if len(told) < PLACES_SEARCHED:
            yield Finding(
                f"{which}答复信息不存在，只写明检索了{len(told)}处（登记{len(recorded)}处）。",
                f"{law.NOT_EXISTING.cite}：须经检索；检索范围应当覆盖可能保存的场所和系统，至少{PLACES_SEARCHED}处。",
                "请补充检索并登记（search_recorded），恢复模板中的检索情况表。",
            )
        if not _ABSENT.search(text):
            yield Finding(
                f"{which}没有写明该政府信息不存在。",
                f"{law.NOT_EXISTING.cite}：{law.NOT_EXISTING.gist}。",
                "请写明“该政府信息不存在”。",
            )
        for sentence in sentences(text):
            vague = _vague(sentence)
            if vague and not any(squeezed(place) in sentence for place in recorded):
                yield Finding(
                    f"{which}以“{vague}”作为检索的结论。",
                    f"{law.NOT_EXISTING.cite}：结论应当是该政府信息不存在，不能含糊。",
                    "请改为“不存在”；某一处没有该信息的，写明是哪一处。",
                    refuses=sentence not in held.free.own,
                )


def _vague(sentence: str) -> str | None:
    for found in _NO_CONCLUSION.finditer(sentence):
        before = re.split(r"[，。；]", sentence[: found.start()])[-1]
        clause = re.split(r"[，。；]", sentence[found.start() :])[0]
        if not _NO_RECORD.search(clause) and not _OF_OTHERS.search(before):
            return found[0]
    return None


def one_decision_an_item(held: Held) -> Iterator[Finding]:
    """Never 不存在 together with 不属于本机关 or with a refusal for one item."""
    by_what: dict[str, list[Item]] = {}
    for item in held.items:
        by_what.setdefault(squeezed(item.facts.get(WHAT.name, "")) or str(item.n), []).append(item)
    for same in by_what.values():
        keys = {item.ground.key for item in same}
        if "not_held" in keys and "not_ours" in keys:
            yield _both("第" + "、".join(str(i.n) for i in same) + "项", "信息不存在", "不属于本机关负责公开")
        elif "not_held" in keys and any(item.ground.refuses or item.ground.key == "partly" for item in same):
            yield _both("第" + "、".join(str(i.n) for i in same) + "项", "信息不存在", "不予公开")
    for item in held.items:
        yield from _said_besides(held, item)


def _said_besides(held: Held, item: Item) -> Iterator[Finding]:
    text, which, key = held.of(item), held.label(item), item.ground.key
    if key == "not_held":
        why = squeezed(item.facts.get("why_absent", ""))
        if _NOT_OURS.search(text) or law.NOT_OURS.place in text or _OF_ANOTHER.search(why):
            yield _both(which, "信息不存在", "不属于本机关负责公开")
        elif _OF_ANOTHER.search(text):
            yield _both(which, "信息不存在", "由其他机关负责公开", refuses=False)
        if law.DO_NOT_DISCLOSE.place in text:
            yield _both(which, "信息不存在", "不予公开")
        return
    decided = {"not_ours": "不属于本机关负责公开", "partly": "不予公开"}.get(key)
    decided = "不予公开" if item.ground.refuses else decided
    certain = law.NOT_EXISTING.place in text or _IT_IS_ABSENT.search(text)
    if decided and (certain or _ABSENT.search(text)):
        yield _both(which, decided, "信息不存在", refuses=bool(certain) or not _ABSENT.search(held.free.own))


def right_agency_is_another(held: Held) -> Iterator[Finding]:
    """What is not ours is not sent back to us (条例 36(5))."""
    for item in (item for item in held.items if item.ground.key == "not_ours"):
        named = re.split(r"[；;、\n]", squeezed(item.facts.get("right_agency", "")))
        own = squeezed(held.against.agency)
        if any(re.split(r"[（(，,：:]", each)[0].rstrip("。") == own for each in named):
            yield Finding(
                f"{held.label(item)}告知由“{held.against.agency}”负责公开，而这正是本机关。",
                f"{law.NOT_OURS.cite}：不属于本机关负责公开的，才告知负责公开的其他机关。",
                "请更正负责公开的机关（right_agency）；确由本机关负责的，按申请答复。",
            )


def _both(which: str, one: str, other: str, *, refuses: bool = True) -> Finding:
    return Finding(
        f"{which}对同一内容既答复{one}，又答复{other}。",
        f"{law.NOT_EXISTING.cite}：一项内容只有一种处理结果；不存在的信息谈不上不予公开，也谈不上由谁公开。",
        "请查清后只作一种答复；确实分属两种情形的，分项答复并写明各项的内容（what）。",
        refuses=refuses,
    )


CHECKS = (searched_and_said, one_decision_an_item, right_agency_is_another)
