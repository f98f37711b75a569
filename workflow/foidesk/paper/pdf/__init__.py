"""Placed lines become PDF: PDF/A-2b for a letter, one file for many that are printed."""

from foidesk.paper.pdf.rendering import render

__all__ = ["render"]
