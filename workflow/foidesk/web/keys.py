"""Keys in addresses (`{application:key}`): numbers that a row can have; a longer one leads to no page."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class KeyConvertor(Convertor[int]):
    """A number of at most 17 digits, which every database holds."""

    regex = "[0-9]{1,17}"

    def convert(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The number as an address has it."""
        return str(value)


register_url_convertor("key", KeyConvertor())
