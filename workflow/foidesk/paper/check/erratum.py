"""更正: an erratum puts slips of the pen right and nothing else; what changes the substance is decided anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import squeezed
from foidesk.paper.letter import Letter
from foidesk.rules import law

_WAS, _NOW = "原文", "更正为"
_WHY = (
    f"{law.KEEP_FILES.cite}：更正通知书只更正文字差错，不能改变决定、依据、期限、金额和救济途径；"
    "这些内容有误的，应当撤销原文书，重新作出。"
)
_ANEW = "请删去这一行；内容确有错误的，请撤销原文书，重新作出并告知。"

_NUMERAL = r"[\d一二三四五六七八九十百]+"
#: What an erratum leaves as it is, and how each is found.
_SUBSTANCE = (
    ("决定", r"不?予以?公开|(?:决定|部分)公开|不?予以?提供|不?予(?:重复)?处理|不再处理|不存在|不?属于|不?同意|不?成立|延长|驳回|撤销"),
    ("依据", rf"第{_NUMERAL}条(?:第{_NUMERAL}款)?(?:第（{_NUMERAL}）项)?"),
    ("救济途径", r"复议|诉讼|起诉|法院"),
    ("期限", rf"{_NUMERAL}(?:个月|年内|个?工作日|日内|天内|日之内)"),
)  # fmt: skip
_AMOUNT = r"[\d.,]+(?:万|亿)?元|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元"
_LAST_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_ABOUT_MONEY = ("fee", "fee_shortfall", "fee_lapsed")


@dataclass(frozen=True, slots=True)
class _Change:
    """One row of the table of changes, squeezed."""

    was: str
    now: str

    def loses(self, pattern: str) -> bool:
        """Whether something that the pattern finds stands there no longer."""
        return bool(Counter(re.findall(pattern, self.was)) - Counter(re.findall(pattern, self.now)))

    def gains(self, pattern: str) -> bool:
        """Whether it has something that the pattern finds and that was not there: a slip, or a new meaning."""
        return bool(Counter(re.findall(pattern, self.now)) - Counter(re.findall(pattern, self.was)))


def clerical_only(held: Held) -> Iterator[Finding]:
    """What is put right stands in the letter, and neither a decision nor a period is touched."""
    if held.letter.kind != "erratum":
        return
    corrected = held.against.corrected
    for change in dict.fromkeys(_changes(held.letter)):
        if corrected is not None and change.was not in squeezed(corrected.text):
            yield Finding(
                f"所更正的文书中没有“{change.was}”这些字。",
                f"{law.KEEP_FILES.cite}：更正须写明原文，原文应当与已经制发的文书一字不差。",
                "请从已经制发的文书中照录原文。",
            )
            continue
        touched = [name for name, pattern in _SUBSTANCE if change.loses(pattern)]
        if not touched and corrected is not None:
            touched = list(_by_its_place(change, corrected))
        if touched:
            yield _changed(change, touched[0])
        elif change.loses(_AMOUNT):
            yield _changed(change, "金额", refuses=corrected is not None and corrected.kind in _ABOUT_MONEY)
        elif gained := [name for name, pattern in _SUBSTANCE if change.gains(pattern)]:
            yield _changed(change, gained[0], refuses=False)


def _changed(change: _Change, what: str, *, refuses: bool = True) -> Finding:
    return Finding(
        f"把“{change.was}”更正为“{change.now}”，改变了文书的{what}。", _WHY, _ANEW, refuses=refuses
    )


def _changes(letter: Letter) -> Iterator[_Change]:
    for block in letter.blocks:
        head = block.rows[0] if block.rows else ()
        if _WAS in head and _NOW in head:
            was, now = head.index(_WAS), head.index(_NOW)
            for row in block.rows[1:]:
                yield _Change(squeezed(row[was]), squeezed(row[now]))


def _by_its_place(change: _Change, corrected: Letter) -> Iterator[str]:
    """What it touches because of where it stands: the paragraph on remedies, a last day."""
    places = [block for block in corrected.blocks if change.was in squeezed(block.text)]
    if places and all(block.name == "remedy" for block in places):
        yield "救济途径"
    clauses = re.split(r"[，。；]", squeezed(corrected.text))
    if change.loses(_LAST_DAY) and any(
        change.was in clause and re.search("期限|届满|以前|日前", clause) for clause in clauses
    ):
        yield "期限"


CHECKS = (clerical_only,)
