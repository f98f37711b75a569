"""Bytes as answers: shown in the page, or saved under a Chinese name."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response


def inline(data: bytes, media_type: str) -> Response:
    """To be shown where it is asked for."""
    return Response(data, media_type=media_type, headers={"Content-Disposition": "inline"})


def download(data: bytes, media_type: str, name: str) -> Response:
    """To be saved, never opened by the browser."""
    told = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": told})
