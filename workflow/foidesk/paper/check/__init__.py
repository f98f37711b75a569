"""A letter held against its case: what is refused, what is doubtful, and why."""

from foidesk.paper.check.against import Against, Approver, Earlier, Finding
from foidesk.paper.check.checking import check, refusals, warnings

__all__ = ["Against", "Approver", "Earlier", "Finding", "check", "refusals", "warnings"]
