"""A DOCX changed outside the program: read safely, compared with its draft, taken as the letter."""

from foidesk.paper.outside.adoption import adopted, locked
from foidesk.paper.outside.comparison import Comparison, compared, comparison, read

__all__ = ["Comparison", "adopted", "compared", "comparison", "locked", "read"]
