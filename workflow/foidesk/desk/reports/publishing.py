"""Publishing a report freezes it; from then on it is shown as filed beside what it would be now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports import figures, frozen
from foidesk.desk.reports.data import as_data
from foidesk.desk.reports.entered import Entered, of_year
from foidesk.desk.reports.frozen import Moved
from foidesk.desk.reports.years import check_year
from foidesk.errors import DeskError
from foidesk.rules.report import CARRIED_IN, CARRIED_ON, Report
from foidesk.store import audit, publishedreports
from foidesk.store.publishedreports import Filed

MOST_SHOWN = 200  #: moved cases named on a page


@dataclass(frozen=True, slots=True)
class Look:
    """A year's report as it would be now, and as filed if it was published."""

    report: Report
    entered: Entered
    filed: Filed | None
    moved: tuple[Moved, ...]  #: cases that stand elsewhere than in the report as filed
    carried: tuple[Moved, ...]  #: cases that break “this year's 二 is last year's 四”
    years: tuple[int, ...]  #: published ones

    @property
    def changed(self) -> bool:
        """Whether the figures are no longer those that were published."""
        if self.filed is None:
            return False
        told: Mapping[str, Any] = frozen.told(self.filed)["figures"]
        now = as_data(self.report, told["agency"])
        return any(now[name] != told[name] for name in ("table3", "table4", "fees"))


def look(office: Office, year: int, by: By) -> Look:
    """A year's report with everything that must be said about it, from one view of the register."""
    permits.demand(by, Act.READ)
    check_year(year)
    with office.database.reading() as conn:
        report = figures.computed(conn, office, year)
        filed = frozen.latest(conn, office.key, year)
        before = frozen.latest(conn, office.key, year - 1)
        now = frozen.cases(conn, office, year) if filed or before else {}
        return Look(
            report=report,
            entered=of_year(conn, office, year),
            filed=filed,
            moved=frozen.moved(filed, now) if filed else (),
            carried=_carried(before, now) if before else (),
            years=tuple(publishedreports.years(conn, office.key)),
        )


def _carried(before: Filed, now: Mapping[str, str]) -> tuple[Moved, ...]:
    """Cases carried on by the published report of last year and not carried over now, or the other way round."""
    on = {number for number, rows in frozen.told(before)["cases"].items() if rows.endswith(CARRIED_ON)}
    over = {number for number, rows in now.items() if f"：{CARRIED_IN}，" in rows}
    return tuple(
        Moved(number, "上年四" if number in on else None, "本年二" if number in over else None)
        for number in sorted(on ^ over)
    )


def publish(office: Office, year: int, by: By) -> int:
    """Freeze the report of a year; its version. DeskError before the year is over, and while a sum is wrong."""
    permits.demand(by, Act.PUBLISH_REPORT)
    check_year(year)
    if by.today.year <= year:
        raise DeskError(
            f"{year}年的年度报告还不能发布。",
            why="本年度尚未结束，数据还会变动。",
            do=f"请在{year + 1}年1月1日以后发布。",
        )
    with office.database.writing() as conn:
        report = figures.computed(conn, office, year)
        if wrong := [each for each in report.identities if not each.holds]:
            raise DeskError(
                f"{year}年的年度报告没有发布。",
                why="；".join(f"{each.name}不符（{'，'.join(each.broken)}）" for each in wrong) + "。",
                do="请从表格的数字查看所列申请，改正登记后再发布；上年度报告有误的，先更正发布上年度的。",
            )
        entered = of_year(conn, office, year)
        content = frozen.content(conn, office, report, entered)
        before = frozen.latest(conn, office.key, year)
        if before is not None and before.content == content:
            raise DeskError(
                f"{year}年的年度报告已经发布。",
                why=f"与第{before.version}版完全相同。",
                do="没有变动，不需要重新发布。",
            )
        version = publishedreports.add(conn, office.key, year, content, by.now, by.who)
        audit.add(conn, office.key, by.now, by.who, "发布年度报告", f"{year}年", f"第{version}版")
    return version
