"""A district of two agencies with years of applications in each, and who looks after both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from tests.desk.reports.test_figures import bring, closed

from foidesk.desk.office import CHINA, By, Office
from foidesk.rules.vocabulary import Role

TODAY = date(2025, 6, 4)  # a Wednesday


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=CHINA)


SUPERVISOR = By("市主管", at(TODAY), frozenset({Role.SUPERVISOR}))
CLERK = By("朱敏", at(TODAY), frozenset({Role.CLERK}))


@dataclass(frozen=True)
class District:
    """The desks of both agencies."""

    furong: Office
    yuhua: Office


@pytest.fixture
def district(office: Office) -> District:
    """芙蓉区 with three applications of 2025 and one carried over, 雨花区 with two and one late."""
    first = office.agency
    other = first.model_copy(
        update={
            "key": "yuhua",
            "name": "长沙市雨花区人民政府",
            "short_name": "雨花区政府",
            "code": "雨政公开",
        }
    )
    settings = office.settings.model_copy(update={"agency": (first, other)})
    made = District(
        Office(settings, first, office.database, office.calendar),
        Office(settings, other, office.database, office.calendar),
    )
    bring(
        made.furong,
        closed(申请人="甲", 收到日期="2024-12-20", 办结日期="2025-01-10", 复议结果="维持"),
        closed(申请人="乙", 收到日期="2025-03-03", 办结日期="2025-03-20"),
        closed(
            申请人="丙",
            收到日期="2025-03-03",
            办结日期="2025-04-15",
            延期告知日期="2025-03-20",
            延期工作日数="20",
        ),
        closed(申请人="丁", 收到日期="2025-06-03", 办结日期="", 办理结果=""),
    )
    bring(
        made.yuhua,
        closed(
            申请人="戊", 收到日期="2025-02-10", 办结日期="2025-05-12", 申请人类型="科研机构", 复议结果="纠正"
        ),
        closed(申请人="己", 收到日期="2025-03-03", 办结日期="", 办理结果="", 承办人="朱敏"),
    )
    return made


def alone(district: District) -> Office:
    """An installation with 芙蓉区 as its only agency."""
    settings = district.furong.settings
    return replace(district.furong, settings=settings.model_copy(update={"agency": settings.agency[:1]}))
