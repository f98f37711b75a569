"""What goes with a letter, and what must not: attachments as listed, withheld words, the applicant's identity."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import PurePath

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.form import Style
from foidesk.rules import law

_LABEL = re.compile(r"^附件：")
_NUMERAL = re.compile(r"^(?:附件\s*\d{0,2}\s*[.．:：、_-]?\s*|\d{1,2}\s*[.．、_-]\s*)(?=\S)")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}")
_ASIDE = re.compile(r"[《》“”\s\-－—_·.]")


def attachments_as_listed(held: Held) -> Iterator[Finding]:
    """附件说明 and the files agree; what is printed on attached pages of the letter itself needs no file."""
    if held.against.attached is None:
        return
    on_pages = set(held.printed(Style.ATTACHED))
    listed = [_unlabelled(text) for text in held.printed(Style.ATTACHMENTS)]
    wanted = Counter(_plain(name) for name in listed if name not in on_pages)
    named = {_bare(name, wanted): name for name in held.against.attached}
    there = Counter(_bare(name, wanted) for name in held.against.attached)
    missing, surplus = wanted - there, there - wanted
    told = []
    if missing:
        told.append(f"附件说明列出而没有附上：{'、'.join(n for n in listed if _plain(n) in missing)}")
    if surplus:
        told.append(f"附上而没有列入附件说明：{'、'.join(named[name] for name in surplus)}")
    if told:
        yield Finding(
            f"附件与附件说明不一致。{'；'.join(told)}。",
            f"{law.FORM_OF_SUPPLY.cite}：提供的内容以附件说明为准（GB/T 9704—2012 第7.3.4条）。",
            "请补附、撤下，或者更正附件名称；文件名与附件名称相同即可，序号和扩展名不论。",
        )


def nothing_withheld_remains(held: Held) -> Iterator[Finding]:
    """A redacted attachment holds no withheld string, neither in its text nor in metadata or hidden layers."""
    for found in held.against.remains:
        yield Finding(
            f"附件中仍有不予公开的内容：{found}。",
            f"{law.PARTLY.cite}：不予公开的内容应当区分处理；涂黑而未删除的文字仍可被复制、检索。",
            "请删除该内容后重新生成附件，或者重新扫描遮盖后的纸质件。",
        )


def applicant_hidden(held: Held) -> Iterator[Finding]:
    """A letter to somebody else never shows who applied (个人信息保护法; 条例 32)."""
    text = _comparable(held.letter.text)
    for name in held.against.addressees:
        text = text.replace(_comparable(name), "")
    for found in [
        word for word in held.against.hidden if len(_comparable(word)) > 1 and _comparable(word) in text
    ]:
        yield Finding(
            f"给第三方或者其他机关的文书中有申请人的信息：“{found}”。",
            f"{law.SAFEGUARDS.cite}：征求意见只涉及所征求的信息，不得透露申请人的身份。",
            "请删去；征求意见的内容中写有申请人的，请改写。",
        )


def _unlabelled(text: str) -> str:
    return re.sub(r"^\d+\. ", "", _LABEL.sub("", text))


def _stem(name: str) -> str:
    base = PurePath(name.replace("\\", "/")).name
    return base[: -len(PurePath(base).suffix)] if _EXTENSION.fullmatch(PurePath(base).suffix) else base


def _plain(name: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", name))


def _bare(file: str, listed: Container[str]) -> str:
    """The name of a file as it would be listed; a numeral before it is left out unless the list has it."""
    whole = _plain(_stem(file))
    return whole if whole in listed else _plain(_NUMERAL.sub("", _stem(file)))


def _comparable(text: str) -> str:
    return re.sub(r"[\s\-－—·()]", "", unicodedata.normalize("NFKC", text)).upper()


CHECKS = (attachments_as_listed, nothing_withheld_remains, applicant_hidden)
