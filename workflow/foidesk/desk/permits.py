"""Who may do what at the desk, in one table; every desk function that people reach asks here."""

from __future__ import annotations

from foidesk.desk.office import By
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Labelled, Role


class Act(Labelled):
    """What a role allows, in the words of a refusal."""

    READ = "read", "查看申请"
    READ_PERSONAL = "read_personal", "查看完整的个人信息"
    REGISTER = "register", "登记申请"
    HANDLE = "handle", "办理申请"
    DRAFT = "draft", "拟写、送审和发出文书"
    REVIEW = "review", "审核文书"
    APPROVE = "approve", "签批文书"
    HAND_OVER = "hand_over", "指定承办人"
    IMPORT = "import", "导入台账"
    EXPORT = "export", "导出台账"
    PUBLISH_REPORT = "publish_report", "发布年度报告"
    KEEP_CALENDAR = "keep_calendar", "录入放假通知"
    KEEP_PUBLIC_INDEX = "keep_public_index", "登记已公开的信息"
    PROPOSE_EXAMPLE = "propose_example", "提出案例"
    CONFIRM_EXAMPLE = "confirm_example", "确认和撤下案例"
    ADMINISTER = "administer", "管理账号和设置"
    READ_AUDIT = "read_audit", "查看审计记录"
    MONITOR = "monitor", "读取运行指标"
    SUPERVISE = "supervise", "监督各机关"


_OFFICE = (Role.CLERK, Role.REVIEWER, Role.HEAD)
_MAY: dict[Act, frozenset[Role]] = {
    Act.READ: frozenset((*_OFFICE, Role.SUPERVISOR, Role.AUDITOR)),
    Act.READ_PERSONAL: frozenset(_OFFICE),
    Act.REGISTER: frozenset({Role.CLERK}),
    Act.HANDLE: frozenset({Role.CLERK}),
    Act.DRAFT: frozenset({Role.CLERK}),
    Act.REVIEW: frozenset({Role.REVIEWER}),
    Act.APPROVE: frozenset({Role.HEAD}),
    Act.HAND_OVER: frozenset({Role.CLERK, Role.HEAD}),
    Act.IMPORT: frozenset({Role.CLERK}),
    Act.PUBLISH_REPORT: frozenset({Role.HEAD}),
    Act.EXPORT: frozenset((*_OFFICE, Role.SUPERVISOR)),
    Act.KEEP_CALENDAR: frozenset({Role.CLERK, Role.HEAD, Role.ADMINISTRATOR}),
    Act.KEEP_PUBLIC_INDEX: frozenset({Role.CLERK, Role.REVIEWER}),
    Act.PROPOSE_EXAMPLE: frozenset({Role.CLERK, Role.REVIEWER}),
    Act.CONFIRM_EXAMPLE: frozenset({Role.REVIEWER, Role.HEAD}),
    Act.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    Act.READ_AUDIT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Act.SUPERVISE: frozenset({Role.SUPERVISOR}),
    # READ is not enough: the figures are of all agencies
    Act.MONITOR: frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AUDITOR}),
}
#: Events that are not simply handling an application.
_OF_EVENT: dict[type[ev.Event], tuple[Act, ...]] = {
    ev.Assigned: (Act.HAND_OVER,),
    ev.Drafted: (Act.DRAFT,),
    ev.Submitted: (Act.DRAFT,),
    ev.Recalled: (Act.DRAFT,),
    ev.Reviewed: (Act.REVIEW,),
    ev.SentBack: (Act.REVIEW, Act.APPROVE),
    ev.Approved: (Act.APPROVE,),
    ev.LetterIssued: (Act.DRAFT,),
    ev.Replied: (Act.DRAFT,),
    ev.LetterSent: (Act.DRAFT,),
    ev.LetterServed: (Act.DRAFT,),
    ev.LetterReturned: (Act.DRAFT,),
    ev.LetterRefused: (Act.DRAFT,),
    ev.SecrecyReviewed: (Act.HANDLE, Act.REVIEW),
    ev.JudgementRecorded: (Act.HANDLE, Act.REVIEW),
    ev.Noted: (Act.HANDLE, Act.REVIEW, Act.APPROVE),
    ev.DocumentFiled: (Act.HANDLE, Act.REVIEW),
}


class NotPermitted(DeskError):
    """None of the person's roles allows the act."""

    def __init__(self, by: By, acts: tuple[Act, ...]) -> None:
        needed = dict.fromkeys(role.label for act in acts for role in Role if role in _MAY[act])
        held = "、".join(role.label for role in Role if role in (by.roles or ())) or "没有角色"
        super().__init__(
            f"您不能{acts[0].label}。",
            why=f"需要的角色：{'、'.join(needed)}；您的角色：{held}。",
            do="请由有权限的人员办理，或者请系统管理员调整角色。",
        )


def may(by: By, *acts: Act) -> bool:
    """Whether some role of the person allows one of the acts."""
    return by.roles is None or any(by.roles & _MAY[act] for act in acts)


def demand(by: By, *acts: Act) -> None:
    """Let the act pass, or raise NotPermitted."""
    if not may(by, *acts):
        raise NotPermitted(by, acts)


def acts_of(event: type[ev.Event]) -> tuple[Act, ...]:
    """The acts of which one must be allowed to record the event."""
    return _OF_EVENT.get(event, (Act.HANDLE,))
