"""What a fee notice charges, held against the measures: every line, the sum, and the sum in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foidesk.paper.check.against import Finding, Held
from foidesk.rules import fees, law
from foidesk.rules.capitals import capitals

_SUM = re.compile(r"(\d+)元（人民币([^）]*)）")
#: Quantity, price and amount of a line of the computation.
_COLUMNS = ("数量", "单价", "金额")


def fee_agrees(held: Held) -> Iterator[Finding]:
    """Yuan, capitals and lines are those of the standard and the units on record (收费办法 4, 5)."""
    notice = held.against.case.position.notice
    if held.letter.kind not in ("fee", "fee_shortfall") or notice is None:
        return
    if notice.standard is None or notice.units is None:
        return
    fee = fees.fee(notice.standard, notice.units, notice.already)
    short = held.letter.kind == "fee_shortfall"
    owed = fee.yuan - held.against.case.paid_yuan if short else fee.yuan
    right = (f"{owed}", capitals(owed))
    told = _SUM.findall(held.words.own)
    wrong = [f"{yuan}元（人民币{words}）" for yuan, words in told if (yuan, words) != right]
    if wrong or not told:
        yield _misfit(f"“{wrong[0]}”" if wrong else "没有写明金额和大写", f"{owed}元（人民币{right[1]}）")
    lines = [(f"{line.last - line.first + 1}", f"{line.rate}", f"{line.yuan}") for line in fee.lines]
    computed = _computed(held)
    if not short and computed != lines:
        said = "计算表与收费标准不符" if computed else "没有分档的计算表"
        yield _misfit(said, "；".join(fee.reasons), refuses=bool(computed))


def _computed(held: Held) -> list[tuple[str, ...]]:
    """The rows of the computation as printed."""
    found: list[tuple[str, ...]] = []
    for block in held.letter.blocks:
        head = block.rows[0] if block.headed else ()
        places = [n for name in _COLUMNS for n, cell in enumerate(head) if cell.startswith(name)]
        if len(places) == len(_COLUMNS):
            found += [tuple(row[n] for n in places) for row in block.rows[1:]]
    return found


def _misfit(said: str, right: str, *, refuses: bool = True) -> Finding:
    return Finding(
        f"收费的金额与登记的标准和数量不符：{said}。",
        f"{law.FEE_STANDARDS.cite}、{law.FEE_BY_ITEM.place}、{law.FEE_BY_PAGE.place}：应为{right}。",
        "请恢复模板中的计算表和金额；标准、数量有误的，先撤销收费通知再重新登记。",
        refuses=refuses,
    )


CHECKS = (fee_agrees,)
