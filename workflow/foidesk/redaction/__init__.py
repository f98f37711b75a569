"""Where a withheld string can still be found in a file that is about to be released.

Blackened text is still text, a deleted word is still in the file's earlier revision, and the name of a
third party is in the properties of the document. A file is searched as somebody would who wants to know:
everything in it that is text, wherever it stands. What cannot be searched is told, never passed over.
"""

from foidesk.redaction.files import remains
from foidesk.redaction.findings import Finding, Remain, Unreadable

__all__ = ["Finding", "Remain", "Unreadable", "remains"]
