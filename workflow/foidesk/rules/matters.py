"""What comes in and is no application for information: outside the 21 results and the statutory clock."""

from __future__ import annotations

from datetime import date

from foidesk.rules import law
from foidesk.rules.law import Provision
from foidesk.rules.vocabulary import Labelled
from foidesk.rules.workdays import Calendar


class MatterKind(Labelled):
    """非申请事项: a question, a correction of records about oneself, a public-service enterprise's information."""

    CONSULTATION = "consultation", "咨询"
    CORRECTION = "correction", "更正与本人相关的信息记录"
    ENTERPRISE = "enterprise", "公共企事业单位的信息"

    @property
    def provision(self) -> Provision | None:
        """The provision that treats it, where there is one."""
        return {
            MatterKind.CORRECTION: law.CORRECT_RECORDS,
            MatterKind.ENTERPRISE: law.PUBLIC_SERVICE_ENTERPRISES,
        }.get(self)


INNER_LIMIT = 20  #: working days; the law sets none (条例 41), the office answers in the time of a reply


def answer_by(received: date, calendar: Calendar) -> date:
    """The inner limit for an answer."""
    return calendar.add(received, INNER_LIMIT)
