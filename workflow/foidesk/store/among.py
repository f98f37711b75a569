"""A condition over thousands of keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, literal_column

#: Execution options of a statement that holds such a condition: it is met once and need not be remembered.
ONCE: dict[str, Any] = {"compiled_cache": None}


def among(column: ColumnElement[int], keys: Iterable[int]) -> ColumnElement[bool]:
    """Whether the column holds one of the keys; at least one is given.

    Keys are whole numbers and written out: to bind each costs more than the statement.
    """
    return column.in_([literal_column(",".join(str(int(key)) for key in keys))])
