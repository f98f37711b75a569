"""Programs that use the API: given a token, which is shown once, and shut out again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import clients
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter(prefix="/administration/clients")
At = Annotated[Seat, Depends(seated)]


@router.get("")
async def listing(seat: At) -> Response:
    """The clients, those in force first."""
    return page(seat, "clients.html", **_shown(seat))


@router.post("")
async def create(request: Request, seat: At) -> Response:
    """建立接口客户端; its token is shown this once."""
    fields = await typed(request)
    named = fields.get("roles", "").split("、")
    roles = [role for role in Role if role.value in named]
    try:
        made = await run_in_threadpool(clients.create, seat.office, fields.get("name", ""), roles, seat.by)
    except DeskError as error:
        return refused(seat, error, "clients.html", **{**_shown(seat), "typed": fields})
    return page(seat, "clients.html", **{**_shown(seat), "made": made})


@router.post("/{client:key}")
async def revoke(seat: At, client: int) -> Response:
    """停用: the token counts no more from now on."""
    try:
        await run_in_threadpool(clients.revoke, seat.office, client, seat.by)
    except DeskError as error:
        return refused(seat, error, "clients.html", **_shown(seat))
    return done(seat, "/administration/clients", "已停用，原来的令牌不再有效。")


def _shown(seat: Seat) -> dict[str, Any]:
    found = clients.listing(seat.office, seat.by)
    return {
        "clients": sorted(found, key=lambda each: each.revoked_at is not None),
        "roles": tuple(Role),
        "made": None,
    }
