"""大写: amounts of whole yuan in capitals, as fee notices and receipts write them."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def capitals(yuan: int) -> str:
    """Whole yuan, 0 and more, in capitals: 3000 -> 叁仟元整, 0 -> 零元整, 10_050 -> 壹万零伍拾元整."""
    if yuan < 0:
        raise ValueError(yuan)
    if yuan == 0:
        return "零元整"
    words, group, gap = "", 0, False
    while yuan:
        yuan, four = divmod(yuan, 10_000)
        if four:
            words = _four(four) + _GROUPS[group] + ("零" if gap and words else "") + words
        gap = four < 1_000  # the group above must be joined by 零
        group += 1
    return words + "元整"


def _four(number: int) -> str:
    """Four digits in capitals, inner zeros once, none at the end."""
    words, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return words
