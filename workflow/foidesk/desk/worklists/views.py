"""What a person wants to see of the worklist, and how the index is asked for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act, may
from foidesk.rules.position import State
from foidesk.rules.proposals import WAITING, Stage
from foidesk.rules.vocabulary import Channel, Labelled, Role
from foidesk.store.listing import Order, Wanted

SOON = 5  #: working days
IN_APPROVAL = frozenset(each.key for each in (*WAITING, Stage.SENT_BACK))
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
    Order.RECEIVED: "收到日期",
    Order.HANDLER: "承办人",
    Order.NEWEST: "编号（新的在前）",
    Order.OLDEST: "编号（旧的在前）",
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

    def in_tab(self, show: Show) -> View:
        """The view in another tab, without the filters that say nothing there."""
        named = show in (Show.OVERDUE, Show.SOON)
        return replace(
            self,
            show=show,
            line=self.line if show is Show.CLOSED else None,
            within=None if named else self.within,
        )


def first_tab(by: By) -> Show:
    """Where the worklist of this person opens: clerks have cases, the others look at all."""
    clerk = by.roles is not None and Role.CLERK in by.roles and Role.HEAD not in by.roles
    return Show.MINE if clerk else Show.ALL


def wanted(view: View, office: Office, by: By) -> Wanted:
    """What the index is asked for."""
    due_from = due_to = None
    days = [each for each in (SOON if view.show is Show.SOON else None, view.within) if each is not None]
    if days:
        due_from, due_to = by.today, office.calendar.add(by.today, min(days))
    if view.show is Show.OVERDUE:
        due_to = date.fromordinal(by.today.toordinal() - 1)
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
