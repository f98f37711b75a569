"""A letter as DOCX, which an office can go on editing."""

from foidesk.paper.docx.rendering import render

__all__ = ["render"]
