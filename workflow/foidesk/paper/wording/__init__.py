"""The wording of letters: templates read from TOML, filled with facts, composed to a letter."""

from foidesk.paper.wording.reading import REMEDIES, lacking, merged, parse

__all__ = ["REMEDIES", "lacking", "merged", "parse"]
