"""What waits for me: to review, to approve, to issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import approvals, letterfiles, letters
from foidesk.desk.permits import Act
from foidesk.desk.queues import MOST, queues
from foidesk.errors import DeskError
from foidesk.rules.proposals import WAITING
from foidesk.web.answers import inline
from foidesk.web.frame import Seat, done, page, refused, seated, typed
from foidesk.web.letters import opened

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
_TABS = {
    "mine": "等您办理",
    "back": "退回修改",
    "sent": "您送审的",
    "units": "转办在外",
    "applicants": "等待申请人",
}
_DONE = {
    "review": "已审核通过，等待批准。",
    "back": "已退回经办人修改。",
    "approve": "已批准，等待经办人签发。",
    "recall": "已撤回送审。",
    "issue": "已签发。",
}


@router.get("/approvals")
async def queue(seat: At, show: str = "") -> Response:
    """One queue of the person, by default the first that is not empty, with tabs to the others."""
    found = await run_in_threadpool(queues, seat.office, seat.by)
    counts = {name: len(getattr(found, name)) for name in _TABS}
    first = next((name for name, count in counts.items() if count), "mine")
    tabs = [(name, words, counts[name]) for name, words in _TABS.items()]
    shown = show if show in _TABS else first
    return page(seat, "approvals.html", queues=found, shown=shown, tabs=tabs, most=MOST, stages=WAITING)


@router.get("/approvals/{application:key}/{sequence:key}")
async def one(seat: At, application: int, sequence: int) -> Response:
    """One proposal: what is proposed, what the check says, the page beside it."""
    return page(seat, "approval.html", **await run_in_threadpool(_shown, seat, application, sequence))


@router.get("/approvals/{application:key}/{sequence:key}.pdf")
async def paper(seat: At, application: int, sequence: int) -> Response:
    """The letter as submitted."""

    paper = await run_in_threadpool(letterfiles.submitted_paper, seat.office, application, sequence, seat.by)
    return inline(paper.pdf, letters.PDF)


@router.post("/approvals/{application:key}/{sequence:key}")
async def act(request: Request, seat: At, application: int, sequence: int) -> Response:
    """审核通过, 退回修改, 批准, 撤回送审, 签发."""
    fields = await typed(request)
    number, what, note = opened(seat, application).row.number, fields.get("act", ""), fields.get("note", "")
    acts: dict[str, Callable[[], object]] = {
        "review": lambda: approvals.review(seat.office, number, sequence, seat.by, note),
        "back": lambda: approvals.send_back(seat.office, number, sequence, seat.by, note),
        "approve": lambda: approvals.approve(seat.office, number, sequence, seat.by, note),
        "recall": lambda: approvals.recall(seat.office, number, sequence, seat.by, note),
        "issue": lambda: approvals.issue(seat.office, number, sequence, seat.by),
    }
    try:
        if what not in acts:
            raise DeskError("没有选择如何办理。", why="表单不完整。", do="请重新打开该送审件。")
        await run_in_threadpool(acts[what])
    except DeskError as error:
        shown = await run_in_threadpool(_shown, seat, application, sequence)
        return refused(seat, error, "approval.html", typed=fields, **shown)
    to = f"/applications/{application}/letters" if what == "issue" else "/approvals"
    return done(seat, to, _DONE[what])


def _shown(seat: Seat, application: int, sequence: int) -> dict[str, Any]:
    told = letterfiles.submitted(seat.office, application, sequence, seat.by)
    return {
        "file": told.file,
        "found": told.found,
        "proposed": told.proposed,
        "draft": told.draft,
        "trouble": told.trouble,
        "may": {"review": Act.REVIEW, "approval": Act.APPROVE, "issue": Act.DRAFT}.get(told.found.stage.key),
    }
