"""What a search of a file found, and what it could not look at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remain:
    """A withheld string that is still in the file: where, and the string as it was given."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A part of the file that could not be searched, and why.

    `looked_at` says whether a person can settle it by looking at the pages: true of an image, false of
    what is encrypted, damaged or in a format nobody here can read.
    """

    where: str
    why: str
    looked_at: bool = False


Finding = Remain | Unreadable
