"""案卷: everything about one application in one PDF/A, for reconsideration, litigation and the archive."""

from foidesk.desk.casefile.making import CaseFile, file_name, made

__all__ = ["CaseFile", "file_name", "made"]
