"""A letter placed on the 22 × 28 grid of GB/T 9704—2012: lines, titles, tables, head and signature."""

from foidesk.paper.typeset.pages import typeset

__all__ = ["typeset"]
