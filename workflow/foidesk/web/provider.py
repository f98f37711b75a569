"""To the identity provider and back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from foidesk.desk import provider
from foidesk.desk.installation import Installation
from foidesk.errors import DeskError
from foidesk.web.entrance import door, entered, inside
from foidesk.web.frame import COOKIE, installation, moment

router = APIRouter(prefix="/login/provider")
House = Annotated[Installation, Depends(installation)]
Said = Annotated[str, Query(max_length=4000)]
_REMEMBERED = "foidesk-login"


@router.get("")
async def leave(request: Request, house: House, to: Said = "/") -> Response:
    """To the provider."""
    try:
        address, kept = await run_in_threadpool(provider.begin, house, inside(to), moment(request))
    except DeskError as error:
        return door(request, house, to=to, error=error)
    answer = RedirectResponse(address, status_code=303)
    answer.set_cookie(
        _REMEMBERED,
        kept,
        max_age=int(provider.PATIENCE.total_seconds()),
        path="/login/provider",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@router.get("/back")
async def back(request: Request, house: House, code: Said = "", state: Said = "") -> Response:
    """Back with the provider's word: in, or told why not. What remembered the log-in is used up either way."""
    kept = request.cookies.get(_REMEMBERED, "")
    try:
        cookie, to = await run_in_threadpool(
            provider.finish,
            house,
            kept,
            state,
            code,
            moment(request),
            before=request.cookies.get(COOKIE, ""),
        )
        answer = entered(request, cookie, to)
    except DeskError as error:
        answer = door(request, house, error=error)
    answer.delete_cookie(_REMEMBERED, path="/login/provider", httponly=True, samesite="lax")
    return answer
