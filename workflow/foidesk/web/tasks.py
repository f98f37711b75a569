"""What takes longer than a page may: asked for here, seen progressing, fetched when it is done."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk.permits import Act
from foidesk.desk.registration import parse_day
from foidesk.desk.tasks import asking
from foidesk.desk.tasks.kinds import KEPT, KINDS
from foidesk.errors import DeskError
from foidesk.web.answers import download
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.rendering import TEMPLATES

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
STATES = {
    "waiting": ("等待", "grey"),
    "running": ("进行中", "amber"),
    "done": ("完成", "green"),
    "failed": ("没有完成", "red"),
}


@router.get("/tasks")
async def listing(seat: At) -> Response:
    """The person's tasks, and what can be asked for here."""
    return page(seat, "tasks.html", **await run_in_threadpool(_shown, seat))


@router.get("/tasks/progress")
async def progress(seat: At) -> Response:
    """The table alone, as the page asks for it again while something is under way."""
    shown = await run_in_threadpool(_shown, seat)
    return TEMPLATES.TemplateResponse(seat.request, "tasks_progress.html", {"seat": seat, **shown})


@router.post("/tasks")
async def ask(request: Request, seat: At) -> Response:
    """Ask for a batch of letters or labels, the register, or the files of a report."""
    fields = await typed(request)
    try:
        kind, wanted = _wanted(fields)
        await run_in_threadpool(asking.ask, seat.office, kind, wanted, seat.account.account, seat.by)
    except DeskError as error:
        shown = await run_in_threadpool(_shown, seat)
        return refused(seat, error, "tasks.html", **{**shown, "typed": fields})
    return done(seat, "/tasks", f"{KINDS[kind].label}已提交，完成后在这里下载；可以离开本页。")


@router.get("/tasks/{task:key}/file")
async def file(seat: At, task: int) -> Response:
    """What a task made."""
    found = await run_in_threadpool(asking.fetched, seat.office, task, seat.account.account, seat.by)
    return download(found.content, found.media_type, found.name)


def _wanted(fields: dict[str, str]) -> tuple[str, dict[str, Any]]:
    kind = fields.get("kind", "")
    if kind in ("letters", "labels"):
        first = parse_day(fields.get("first", ""))
        last = parse_day(fields["last"]) if fields.get("last", "").strip() else first
        days = {"first": first.isoformat(), "last": last.isoformat()}
        return kind, {**days, "duplex": fields.get("duplex") == "1"} if kind == "letters" else days
    year = fields.get("year", "")
    if kind in ("register", "report") and year.isascii() and year.isdigit() and len(year) == 4:
        return kind, {"year": int(year)}
    raise DeskError("没有选择要做什么，或者没有指明年份。", why="表单不完整。", do="请重新选择。")


def _shown(seat: Seat) -> dict[str, Any]:
    found = asking.mine(seat.office, seat.account.account, seat.by)
    return {
        "tasks": found,
        "kinds": KINDS,
        "states": STATES,
        "under_way": any(each.state in ("waiting", "running") for each in found),
        "kept": KEPT.days,
        "may_print": seat.may(Act.READ_PERSONAL),
        "may_read": seat.may(Act.READ),
    }
