"""`[alerts]`: when and by which ways people are told of days that come near. No legal day can be set here."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from foidesk.settings.values import LISTED, Clock, Frozen, WebAddress


def _going_down(days: tuple[int, ...]) -> tuple[int, ...]:
    if any(not 1 <= each <= 30 for each in days) or list(days) != sorted(set(days), reverse=True):
        raise ValueError("应为 1 至 30 之间由大到小的工作日数，如 [5, 3, 1]")
    return days


Ladder = Annotated[tuple[int, ...], LISTED, AfterValidator(_going_down)]
_SHORT = (1,)


class Before(Frozen):
    """[alerts.before]: how many working days before each watched day people are told; an empty list: on the day only."""

    reply: Ladder = Field(default=(5, 3, 1), description="答复内部时限前几个工作日提醒")
    clarification_request: Ladder = Field(default=(2,), description="告知补正期限前几个工作日提醒")
    clarification: Ladder = Field(default=_SHORT, description="申请人补正期限前几个工作日提醒")
    extension_notice: Ladder = Field(default=(3,), description="告知延期期限前几个工作日提醒")
    consultation: Ladder = Field(default=(3,), description="征求意见期限前几个工作日提醒")
    explanation: Ladder = Field(default=_SHORT, description="说明理由期限前几个工作日提醒")
    fee_payment: Ladder = Field(default=_SHORT, description="缴费期限前几个工作日提醒")
    reconsideration_answer: Ladder = Field(default=(5, 3, 1), description="复议答复期限前几个工作日提醒")
    litigation_answer: Ladder = Field(default=(5, 3, 1), description="诉讼答辩期限前几个工作日提醒")
    annual_report: Ladder = Field(default=(20, 10, 5, 3, 1), description="年度报告期限前几个工作日提醒")
    urging: Ladder = Field(default=_SHORT, description="督办答复期限前几个工作日提醒")
    calendar: Ladder = Field(default=(20, 10, 5), description="年底前几个工作日提醒录入下一年放假安排")


class Alerts(Frozen):
    """[alerts]: the hours in which people are told, and who is told beside the handler."""

    digest: Clock = Field(default=time(8, 30), description="每个工作日汇总提醒的时刻")
    quiet_from: Clock = Field(default=time(18, 0), description="从这个时刻起不发出提醒")
    quiet_until: Clock = Field(default=time(8, 0), description="到这个时刻为止不发出提醒")
    head_before: int = Field(
        default=0, ge=0, le=30, description="期限前几个工作日起也告知负责人，0 为到期当日"
    )
    supervisor_after: int = Field(default=1, ge=1, le=30, description="逾期第几个工作日起也告知主管部门")
    address: WebAddress = Field(default="", description="办理台网址，写入提醒中的链接")
    before: Before = Field(default_factory=Before, description="各项期限的提前提醒")

    @model_validator(mode="after")
    def _told_by_day(self) -> Self:
        if not self.quiet_until <= self.digest < self.quiet_from:
            raise ValueError("应当 quiet_until 不晚于 digest，digest 早于 quiet_from：提醒只在白天发出")
        return self

    def ladder(self, watch: str) -> tuple[int, ...]:
        """The working days before a kind of watched day; none for a kind that is told on its day only."""
        return getattr(self.before, watch, ())
