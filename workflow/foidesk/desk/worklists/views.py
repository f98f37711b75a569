"""What a person wants to see of the worklist, as an address has it and as the index is asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act, may
from foidesk.rules.outcomes import Outcome
from foidesk.rules.position import State
from foidesk.rules.proposals import WAITING, Stage
from foidesk.rules.vocabulary import Channel, Labelled, Role
from foidesk.store.listing import Order, Place, Wanted

SOON = 5  #: working days
IN_APPROVAL = frozenset(each.key for each in (*WAITING, Stage.SENT_BACK))
MOST_DAYS = 60  #: working days that one may look ahead
STANDING = frozenset(
    {State.CLARIFYING.key, State.AWAITING_PAYMENT.key}
)  #: states that wait for the applicant


class Show(Labelled):
    """The part of the worklist that a tab opens."""

    MINE = "mine", "由您承办"
    ALL = "all", "正在办理"
    OVERDUE = "overdue", "已经逾期"
    SOON = "soon", f"{SOON} 个工作日内到期"
    STANDING = "standing", "暂停计算或者等待申请人"
    AWAITING = "awaiting", "有文书在审批中"
    CLOSED = "closed", "登记过"


ORDERS = {
    Order.TARGET: "内部时限",
    Order.DUE: "答复期限",
    Order.NEWEST: "登记先后（新的在前）",
    Order.OLDEST: "登记先后（旧的在前）",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A part of the worklist, narrowed and ordered."""

    show: Show = Show.ALL
    within: int | None = None  #: due within so many working days
    handler: str | None = None
    channel: Channel | None = None
    line: str | None = None  #: a result, by its line in the annual report
    year: int | None = None
    order: Order = Order.TARGET

    def query(self) -> str:
        """The view as the address of the page has it."""
        said = {
            "show": self.show.value,
            "within": self.within,
            "handler": self.handler,
            "channel": self.channel.value if self.channel else None,
            "line": self.line,
            "year": self.year,
            "order": self.order.value if self.order is not Order.TARGET else None,
        }
        return urlencode({name: value for name, value in said.items() if value is not None})


def read(said: Mapping[str, str], first: Show = Show.ALL) -> View:
    """The view that an address asks for; what cannot be read is left out, without a tab `first` opens."""
    within, year = _number(said.get("within", ""), MOST_DAYS), _number(said.get("year", ""), 9999)
    return View(
        show={each.value: each for each in Show}.get(said.get("show", ""), first),
        within=within,
        handler=said.get("handler", "").strip()[:100] or None,
        channel={each.value: each for each in Channel}.get(said.get("channel", "")),
        line=said["line"] if said.get("line") in {each.code for each in Outcome} else None,
        year=year if year and year >= 1900 else None,
        order={each.value: each for each in Order}.get(said.get("order", ""), Order.TARGET),
    )


def first_tab(by: By) -> Show:
    """Where the worklist of this person opens: clerks have cases, the others look at all."""
    clerk = by.roles is not None and Role.CLERK in by.roles and Role.HEAD not in by.roles
    return Show.MINE if clerk else Show.ALL


def wanted(view: View, office: Office, by: By) -> Wanted:
    """What the index is asked for."""
    due_from = due_to = None
    if view.show is Show.OVERDUE:
        due_to = date.fromordinal(by.today.toordinal() - 1)
    elif (days := SOON if view.show is Show.SOON else view.within) is not None:
        due_from, due_to = by.today, office.calendar.add(by.today, days)
    return Wanted(
        closed=None if view.show is Show.CLOSED else False,
        handler=view.handler or (by.who if view.show is Show.MINE else None),
        channel=view.channel.value if view.channel else None,
        line=view.line,
        year=view.year,
        due_from=due_from,
        due_to=due_to,
        paused_on=by.today if view.show is Show.STANDING else None,
        awaiting=IN_APPROVAL if view.show is Show.AWAITING else frozenset(),
    )


def stages_of(by: By) -> frozenset[str]:
    """What of an approval waits for a person with these roles."""
    acts = dict(zip((each.key for each in WAITING), (Act.REVIEW, Act.APPROVE, Act.DRAFT), strict=True))
    return frozenset(key for key, act in acts.items() if may(by, act))


def written(place: Place) -> str:
    """A place in the list as an address has it."""
    side = "b" if place.backwards else "a"
    day = place.day.isoformat() if place.day else ""
    return f"{side}~{int(place.closed)}~{day}~{place.application}"


def place(text: str) -> Place | None:
    """The place that `written` wrote; None for anything else."""
    parts = text.split("~")
    if len(parts) != 4 or parts[0] not in ("a", "b") or parts[1] not in ("0", "1"):
        return None
    application = _number(parts[3], 10**17)
    if application is None:
        return None
    try:
        day = date.fromisoformat(parts[2]) if parts[2] else None
    except ValueError:
        return None
    return Place(day, application, parts[1] == "1", parts[0] == "b")


def _number(text: str, most: int) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= most else None
