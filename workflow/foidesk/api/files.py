"""Files of requests and answers: sent as base64 in the JSON, given out as bytes to be saved."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Response
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ANY = "*/*"


class SentFile(BaseModel):
    """A file: its own name with its ending, and its bytes in base64. The name is not told in the address."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Base64Bytes


def file_of(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """What the OpenAPI document says of an answer that is a file of one of these kinds."""
    shape = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": dict.fromkeys(media_types, shape)}}


def given(data: bytes, media_type: str, name: str) -> Response:
    """The bytes under a name, never to be opened in place."""
    told = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": told, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)
