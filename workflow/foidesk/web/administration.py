"""Administration: accounts and their roles, and the audit trail."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import accounts, staff
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]


@router.get("/administration")
async def people(seat: At) -> Response:
    """The accounts."""
    return page(seat, "administration.html", **_shown(seat))


@router.post("/administration/accounts")
async def open_account(request: Request, seat: At) -> Response:
    """Open an account; its first password is shown once."""
    fields = await typed(request)
    try:
        _, password = await run_in_threadpool(
            accounts.open_account,
            seat.office,
            fields.get("login", "").strip(),
            fields.get("name", ""),
            fields.get("unit", ""),
            _roles(fields),
            seat.by,
        )
    except DeskError as error:
        return refused(seat, error, "administration.html", **{**_shown(seat), "typed": fields})
    return page(seat, "administration.html", **{**_shown(seat), "given": (fields["name"], password)})


@router.post("/administration/accounts/{account:int}")
async def change(request: Request, seat: At, account: int) -> Response:
    """Other roles, another password, or the end of an account."""
    fields = await typed(request)
    given = None
    try:
        match fields.get("do"):
            case "roles":
                await run_in_threadpool(accounts.set_roles, seat.office, account, _roles(fields), seat.by)
            case "reset":
                given = await run_in_threadpool(accounts.reset_password, seat.office, account, seat.by)
            case "close":
                await run_in_threadpool(accounts.close_account, seat.office, account, seat.by)
    except DeskError as error:
        return refused(seat, error, "administration.html", **_shown(seat))
    if given:
        return page(seat, "administration.html", **{**_shown(seat), "given": ("该账号", given)})
    return done(seat, "/administration", "已保存。")


@router.get("/administration/audit")
async def trail(
    seat: At,
    who: Annotated[str, Query(max_length=100)] = "",
    what: Annotated[str, Query(max_length=100)] = "",
    before: Annotated[int | None, Query(ge=1, le=10**17)] = None,
) -> Response:
    """Who looked at personal data and what was done beside the cases, newest first."""
    found = staff.trail(seat.office, seat.by, who=who or None, what=what or None, before=before)
    kept = urlencode({"who": who, "what": what})
    return page(seat, "audit.html", trail=found, who=who, what=what, kept=kept)


def _roles(fields: dict[str, str]) -> set[Role]:
    named = fields.get("roles", "").split("、")
    return {role for role in Role if role.value in named}


def _shown(seat: Seat) -> dict[str, Any]:
    return {"members": staff.members(seat.office, seat.by), "roles": tuple(Role), "given": None}
