"""Administration: accounts and their roles, and the audit trail."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import accounts, staff
from foidesk.desk.registration import parse_day
from foidesk.errors import DeskError
from foidesk.rules.vocabulary import Role
from foidesk.store.tables import EVERYWHERE
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
            everywhere=fields.get("everywhere") == "1",
        )
    except DeskError as error:
        return refused(seat, error, "administration.html", **{**_shown(seat), "typed": fields})
    return page(seat, "administration.html", **{**_shown(seat), "given": (fields["name"], password)})


@router.post("/administration/accounts/{account:key}")
async def change(request: Request, seat: At, account: int) -> Response:
    """Other roles, another password, or the end of an account."""
    fields = await typed(request)
    try:
        match fields.get("do"):
            case "roles":
                await run_in_threadpool(accounts.set_roles, seat.office, account, _roles(fields), seat.by)
                return done(seat, "/administration", "角色已保存，从今天起有效。")
            case "reset":
                given = await run_in_threadpool(accounts.reset_password, seat.office, account, seat.by)
            case "close":
                left = await run_in_threadpool(accounts.close_account, seat.office, account, seat.by)
                return done(seat, "/administration", _closed(left))
            case _:
                raise DeskError("没有选择如何办理。", why="表单不完整。", do="请刷新后重试。")
    except DeskError as error:
        return refused(seat, error, "administration.html", **_shown(seat))
    shown = _shown(seat)
    name = next(each.account.name for each in shown["staff"].members if each.account.account == account)
    return page(seat, "administration.html", **{**shown, "given": (name, given)})


def _closed(open_applications: bool) -> str:
    left = "该账号还有承办中的申请，请经办人或者负责人在“审批”页的“移交承办”中移交。"
    return "账号已停用。" + (left if open_applications else "")


@router.get("/administration/audit")
async def trail(
    seat: At,
    who: Annotated[str, Query(max_length=100)] = "",
    what: Annotated[str, Query(max_length=100)] = "",
    until: Annotated[str, Query(max_length=20)] = "",
    everywhere: Annotated[str, Query(max_length=1)] = "",
    before: Annotated[int | None, Query(ge=1, le=10**17)] = None,
) -> Response:
    """Who looked at personal data and what was done beside the cases, newest first."""
    kept = {"who": who, "what": what, "until": until, "everywhere": everywhere}
    found = staff.trail(
        seat.office,
        seat.by,
        who=who or None,
        what=what or None,
        until=parse_day(until) if until else None,
        before=before,
        everywhere=everywhere == "1",
    )
    several = len(seat.office.settings.agency) > 1
    return page(seat, "audit.html", trail=found, wanted=kept, kept=urlencode(kept), several=several)


def _roles(fields: dict[str, str]) -> set[Role]:
    named = fields.get("roles", "").split("、")
    return {role for role in Role if role.value in named}


def _shown(seat: Seat) -> dict[str, Any]:
    several = len(seat.office.settings.agency) > 1
    return {
        "staff": staff.staff(seat.office, seat.by),
        "several": several,
        "roles": tuple(Role),
        "everywhere": EVERYWHERE,
        "given": None,
    }
