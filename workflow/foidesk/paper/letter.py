"""A letter ready to be set: complete, in order, without a blank."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from foidesk.paper.form import Style
from foidesk.rules import law

_ATTACHMENT_MARK = re.compile(r"^(?:附件：)?(?:\d+\. )?")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a letter: a paragraph, or a table of `rows` with column `widths` in shares of the line.

    The first row is the head of the table if `headed`; each row is at least `tall` grid rows high.
    """

    style: Style
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    headed: bool = False
    tall: int = 1
    name: str = ""  #: of the piece of the template it was made from
    free: bool = False  #: whether a clerk may rewrite it in a draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter with all its words; `blocks` in reading order, number and title first."""

    kind: str
    title: str
    number: str  #: 文号, empty for a form
    agency: str  #: 署名机关
    head: str  #: 红头 on the first page; empty: none
    sealed: bool = True  #: whether room is kept for the seal
    signed_on: date
    ground: tuple[law.Provision, ...]
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """All words of the letter in reading order, the red head first, a paragraph or table row a line."""
        lines = [self.head] if self.head else []
        for block in self.blocks:
            if block.rows:
                lines.extend("\t".join(row) for row in block.rows)
            else:
                lines.append(block.text)
        return "\n".join(lines)

    @property
    def attachments(self) -> tuple[str, ...]:
        """The names in the list of attachments, without label and numeral."""
        listed = (block.text for block in self.blocks if block.style is Style.ATTACHMENTS)
        return tuple(_ATTACHMENT_MARK.sub("", text) for text in listed)


# --- kept beside the bytes -----------------------------------------------------------------------
def to_json(letter: Letter) -> bytes:
    """The letter as JSON, the same bytes for the same letter."""
    names = {id(provision): name for name, provision in law.provisions().items()}
    data = asdict(letter) | {
        "signed_on": letter.signed_on.isoformat(),
        "ground": [names[id(provision)] for provision in letter.ground],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def from_json(data: bytes) -> Letter:
    """The letter that `to_json` wrote."""
    kept: dict[str, Any] = json.loads(data)
    blocks = kept.pop("blocks")
    known = law.provisions()
    return Letter(
        **kept
        | {
            "signed_on": date.fromisoformat(kept["signed_on"]),
            "ground": tuple(known[name] for name in kept["ground"]),
            "blocks": tuple(
                Block(
                    **block
                    | {
                        "style": Style(block["style"]),
                        "rows": tuple(tuple(row) for row in block["rows"]),
                        "widths": tuple(block["widths"]),
                    }
                )
                for block in blocks
            ),
        }
    )
