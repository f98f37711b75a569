"""An alert in words: what has to be kept, how long there is, what to do. Never who applied or what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from foidesk.rules.watch import After, Watch
from foidesk.rules.workdays import Calendar
from foidesk.store.alerts import Alert

MOVED = "moved"  #: begins the step of an alert that a day moved with the calendar
URGED = "urged"  #: begins the step of an alert that the supervising department asks for an answer

_DO = {
    Watch.REPLY: "请在到期日或者之前答复",
    Watch.CLARIFICATION_REQUEST: "申请内容不明确的，请在期限内告知补正；明确的不用办理",
    Watch.CLARIFICATION: "收到补正的请登记；期限届满仍未补正的，核对送达后登记逾期不补正",
    Watch.EXTENSION_NOTICE: "不能按期答复的，请在期限内经负责人同意并告知延期",
    Watch.CONSULTATION: "收到意见的请登记；期限届满后答复期限继续计算，由本机关决定",
    Watch.CONSULTATION_RETURNED: "请核对地址后重新征求意见，或者登记无法征求",
    Watch.EXPLANATION: "收到理由说明的请登记；没有说明的，可以依法不予处理",
    Watch.FEE_PAYMENT: "已缴费的请登记；期限届满未缴费的，核对送达后登记逾期未缴费",
    Watch.HAND_OVER: "请把答复书交邮并登记邮件编号",
    Watch.RECONSIDERATION_ANSWER: "请向行政复议机关提交书面答复、证据和依据",
    Watch.LITIGATION_ANSWER: "请向人民法院提交答辩状、证据和依据",
    Watch.CONFIRMATION: "请与申请人联系确认收到之日并登记",
    Watch.ANNUAL_REPORT: "请编制并公布上一年度政府信息公开工作年度报告",
    Watch.URGING: "请在“督办”中答复主管部门",
    Watch.CALENDAR: "国务院办公厅公布后，请在“日历”中录入下一年的放假通知",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What an alert says: its subject, the days left in words with their tone, and what to do."""

    about: str
    left: str
    tone: str  #: red, today, amber or grey; never the colour alone
    do: str

    def __str__(self) -> str:
        return f"{self.about}，{self.left}。{self.do}。"


def told(alert: Alert, today: date, calendar: Calendar) -> Told:
    """What the alert says on the day."""
    watch = Watch(alert.watch)
    about = f"{watch.label} {_day(alert.due)}"
    if not alert.standing:
        return Told(about, "已办理或者已变更", "grey", "不用再办理")
    if alert.rung.startswith(MOVED) and alert.before is not None:
        return Told(about, f"因放假安排由 {_day(alert.before)} 改为这一天", "amber", "请核对文书中写明的日期")
    left, tone = _left(watch, alert.due, calendar.count(today, alert.due), today)
    gone = today > alert.due and watch.after is After.NOTHING
    return Told(about, left, tone, "期限已过，请核对是否办理" if gone else _DO[watch])


def _left(watch: Watch, due: date, left: int, today: date) -> tuple[str, str]:
    if today > due:
        if watch.after is After.DAILY:
            return (f"已逾期 {-left} 个工作日" if left else "已逾期"), "red"
        return "已经届满", "amber"
    if left == 0:
        return "今日到期", "today"
    return f"还有 {left} 个工作日", "amber"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
