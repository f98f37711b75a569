"""The colour profile a PDF/A names: sRGB (IEC 61966-2-1), computed, as an ICC profile of version 2."""

from __future__ import annotations

import struct
from functools import lru_cache

# Primaries and white as seen under D50, the white of the profile connection space.
_D50 = (0.9642, 1.0, 0.8249)
_RED = (0.43607, 0.22249, 0.01392)
_GREEN = (0.38515, 0.71687, 0.09708)
_BLUE = (0.14307, 0.06061, 0.71410)

_STEPS = 1024
_HEADER = 128
NAME = "sRGB IEC61966-2.1"


@lru_cache(maxsize=1)
def profile() -> bytes:
    """The profile. Always the same bytes: it carries no date of its making."""
    curve = _curve()
    tags = {
        b"cprt": b"text\0\0\0\0No copyright\0",
        b"desc": _description(),
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(_RED),
        b"gXYZ": _xyz(_GREEN),
        b"bXYZ": _xyz(_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    start = _HEADER + 4 + 12 * len(tags)
    placed: dict[bytes, int] = {}
    data = b""
    directory = struct.pack(">L", len(tags))
    for tag, value in tags.items():
        if value not in placed:  # the three curves are one
            placed[value] = start + len(data)
            data += value + bytes(-len(value) % 4)
        directory += tag + struct.pack(">LL", placed[value], len(value))
    return _header(start + len(data)) + directory + data


def _header(size: int) -> bytes:
    written = struct.pack(
        ">L4sL4s4s4s6H4s",
        size,
        b"\0\0\0\0",  # no preferred colour engine
        0x02100000,  # version 2.1: what PDF/A-1 allows, PDF/A-2 allows too
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *(1999, 10, 18, 0, 0, 0),  # the day of the standard
        b"acsp",
    )
    return written.ljust(68, b"\0") + _fixed(_D50) + bytes(_HEADER - 80)


def _curve() -> bytes:
    values = [round(_linear(step / (_STEPS - 1)) * 0xFFFF) for step in range(_STEPS)]
    return struct.pack(f">4sLL{_STEPS}H", b"curv", 0, _STEPS, *values)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(value)


def _fixed(value: tuple[float, float, float]) -> bytes:
    return struct.pack(">3l", *(round(part * 0x10000) for part in value))


def _description() -> bytes:
    name = NAME.encode("ascii") + b"\0"
    # After the name: no name in Unicode, none in the Macintosh's script code.
    return b"desc\0\0\0\0" + struct.pack(">L", len(name)) + name + bytes(4 + 4 + 2 + 1 + 67)
