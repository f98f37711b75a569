"""The same letter made with typst: one compiler for all letters, the facts handed in as JSON."""

from __future__ import annotations

import json

import typst

from foidesk.paper.fonts import PACKAGED
from foidesk.paper.letter import Letter

_SOURCE = """
#let letter = json(bytes(sys.inputs.letter))
#let red = rgb("#DB0000")
#set document(title: letter.title, author: letter.agency, date: none)
#set page(
  paper: "a4", margin: (top: 30mm, left: 28mm, right: 26mm, bottom: 35mm),
  footer: context if counter(page).get().first() > 1 {
    align(center, text(size: 14pt)[— #counter(page).display() —])
  },
)
#set text(font: "Noto Serif SC", size: 16pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 13pt, spacing: 13pt)
#align(center, text(weight: 900, size: 36pt, fill: red, letter.head))
#line(length: 100%, stroke: 2pt + red)
#for (style, words) in letter.blocks {
  if style == "number" or style == "signature" or style == "date" { align(right, words) }
  else if style == "title" { v(58pt); align(center, text(weight: 900, size: 22pt, words)) }
  else if style == "body" { par(first-line-indent: (amount: 2em, all: true), text(words)) }
  else { par(text(words)) }
}
"""


class Typst:
    """A compiler that has the fonts and the template, and makes letter after letter."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(font_paths=[str(PACKAGED)], ignore_system_fonts=True)

    def letter_pdf(self, letter: Letter) -> bytes:
        """The letter as PDF."""
        data = {
            "title": letter.title,
            "agency": letter.agency,
            "head": letter.head,
            "blocks": [[block.style.value, block.text] for block in letter.blocks],
        }
        made = self._compiler.compile(_SOURCE.encode(), format="pdf", sys_inputs={"letter": json.dumps(data)})
        assert isinstance(made, bytes)
        return made
