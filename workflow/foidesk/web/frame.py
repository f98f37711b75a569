"""What every page shares: who is at the desk, the frame around a page, refusals, and the way to the next page."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from foidesk.desk import entering, permits
from foidesk.desk.alerts import inbox
from foidesk.desk.entering import LockedOut, Seated
from foidesk.desk.installation import Installation
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act, NotPermitted
from foidesk.errors import DeskError, NotNow, NotThere
from foidesk.rules.workdays import Calendar
from foidesk.settings import Agency
from foidesk.store import sessions, submissions
from foidesk.store.accounts import Account
from foidesk.store.log import ChangedMeanwhile
from foidesk.store.sessions import Session
from foidesk.store.tables import EVERYWHERE
from foidesk.web.rendering import TEMPLATES

COOKIE = "foidesk"
AGENCY = "foidesk-agency"  #: which agency a supervisor looks at
_FORM = "form"  #: a form is known by its key alone


class NotYours(DeskError):
    """A form that was not made by a page of this log-in."""

    def __init__(self) -> None:
        super().__init__(
            "这个表单已经失效，没有登记。", why="页面打开之后重新登录过。", do="请刷新页面后再提交。"
        )


class SentTwice(DeskError):
    """The same form came a second time: a double click, or the back button and once more."""

    def __init__(self) -> None:
        super().__init__(
            "这个表单已经提交过，没有重复登记。",
            why="同一个表单只登记一次。",
            do="请回到待办或者该申请的页面查看结果；需要再登记一项的，请重新打开表单。",
        )


@dataclass(frozen=True, slots=True)
class Seat:
    """The person at the desk, with everything a page needs."""

    request: Request
    office: Office
    by: By
    account: Account
    session: Session

    @property
    def who(self) -> Seated:
        """The person as logged in."""
        return Seated(self.session, self.account, self.by.roles or frozenset())

    @property
    def today(self) -> date:
        """今天, in China."""
        return self.by.today

    @property
    def agencies(self) -> Sequence[Agency]:
        """The agencies the person may look at, where there is a choice."""
        every = () if self.who.held_back else self.office.settings.agency
        return every if self.account.agency == EVERYWHERE and len(every) > 1 else ()

    def may(self, *acts: Act) -> bool:
        """Whether the person may do one of these."""
        return permits.may(self.by, *acts)


def installation(request: Request) -> Installation:
    """What the process serves from."""
    found: Installation = request.app.state.installation
    return found


def moment(request: Request) -> datetime:
    """Now."""
    now: Callable[[], datetime] = request.app.state.now
    return now()


async def seated(request: Request) -> Seat:
    """Who sends this request. Raises NotLoggedIn, MustChangePassword, NotYours."""
    return await _seat(request, to_change=False)


async def at_the_door(request: Request) -> Seat:
    """The same for the pages that change a password and log out. Raises NotLoggedIn, NotYours."""
    return await _seat(request, to_change=True)


async def _seat(request: Request, *, to_change: bool) -> Seat:
    house = installation(request)
    now = moment(request)
    today = By("", now).today
    who = entering.seated(house.database, request.cookies.get(COOKIE), now, today, to_change=to_change)
    agency = who.account.agency
    if agency == EVERYWHERE:
        chosen = request.cookies.get(AGENCY)
        keys = [each.key for each in house.settings.agency]
        agency = chosen if chosen in keys else keys[0]
    seat = Seat(request, house.office(agency), By(who.account.name, now, who.roles), who.account, who.session)
    if request.method not in ("GET", "HEAD"):
        form = await request.form()
        sent = str(form.get("csrf") or request.headers.get("x-csrf") or "")
        if not hmac.compare_digest(sent, who.session.csrf):
            raise NotYours
        if (once := str(form.get("once") or "")) and "hx-request" not in request.headers:
            _only_once(seat, once)
    return seat


def _only_once(seat: Seat, once: str) -> None:
    """Raises SentTwice; committed before the act, so that of two at once one goes on."""
    sender, key = f"account {seat.account.account}", once[:100]
    with seat.office.database.writing() as conn:
        claimed = submissions.claim(conn, seat.office.key, sender, key, _FORM, seat.by.now)
    if not isinstance(claimed, submissions.Claimed):
        raise SentTwice


async def typed(request: Request) -> dict[str, str]:
    """The fields of a form as text; a name that comes several times is joined by 、; files are left out."""
    form = await request.form()
    found: dict[str, str] = {}
    for name in dict.fromkeys(form.keys()):
        values = [value for value in form.getlist(name) if not isinstance(value, UploadFile)]
        if values and name not in ("csrf", "once"):
            found[name] = "、".join(value for value in values if value) if len(values) > 1 else values[0]
    return found


def page(seat: Seat, template: str, *, status: int = 200, **shown: Any) -> Response:
    """A page in its frame."""
    flash = seat.session.flash
    if flash is not None:
        with seat.office.database.writing() as conn:
            sessions.flash(conn, seat.session.session, None)
    context = {
        "seat": seat,
        "Act": Act,
        "flash": flash,
        "error": None,
        "typed": {},
        "day_word": day_word(seat.office.calendar, seat.today),
        "alerts_unseen": inbox.unseen(seat.office, seat.account.account),
        **shown,
    }
    return TEMPLATES.TemplateResponse(seat.request, template, context, status_code=status)


def refused(seat: Seat, error: DeskError, template: str, **shown: Any) -> Response:
    """The page again with the refusal at its top."""
    return page(seat, template, status=status_of(error), error=error, **shown)


def done(seat: Seat, to: str, words: str = "") -> Response:
    """On to the next page, which says the words once."""
    if words:
        with seat.office.database.writing() as conn:
            sessions.flash(conn, seat.session.session, words)
    return RedirectResponse(to, status_code=303)


def status_of(error: DeskError) -> int:
    """The HTTP status of a refusal."""
    if isinstance(error, NotPermitted | NotYours):
        return 403
    if isinstance(error, LockedOut):
        return 429
    if isinstance(error, NotThere):
        return 404
    if isinstance(error, NotNow):
        return 503
    return 409 if isinstance(error, ChangedMeanwhile | SentTwice) else 422


def day_word(calendar: Calendar, on: date) -> str:
    """工作日, 休息日 or 调休上班."""
    if not calendar.is_workday(on):
        return "休息日"
    return "调休上班" if on.weekday() >= 5 else "工作日"
