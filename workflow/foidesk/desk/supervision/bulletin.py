"""通报: how the agencies did over a quarter or a year, as a DOCX that the supervising department finishes and issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.supervision import urging
from foidesk.desk.supervision.periods import Period
from foidesk.desk.supervision.standings import Standing, standings
from foidesk.desk.supervision.urging import Entry
from foidesk.paper.docx.rendering import render as docx
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.rules import law

HEADS = ("机关", "收到", "办结", "按期", "延期", "半数不超过", "复议诉讼", "纠正", "在办", "逾期")
_WIDTHS = (5, 2, 2, 3, 3, 3, 3, 2, 2, 2)


def bulletin(office: Office, period: Period, issuer: str, by: By) -> bytes:
    """The bulletin of a period under the name of who issues it, dated today. Asks for `Act.SUPERVISE`."""
    parts, whole = standings(office, period, by)
    urged = urging.of_all(office, by)
    title = f"关于{period.words}政府信息公开申请办理情况的通报"
    day = _day(by.today)
    blocks = (
        Block(Style.NUMBER),
        Block(Style.TITLE, title),
        Block(Style.BODY, f"现将{period.words}各机关办理政府信息公开申请的情况通报如下。"),
        Block(Style.HEADING, "一、总体情况"),
        Block(Style.BODY, _overview(whole, len(parts), day)),
        Block(Style.HEADING, "二、各机关办理情况"),
        Block(Style.TABLE, rows=(HEADS, *map(cells, (*parts, whole))), widths=_WIDTHS, headed=True),
        Block(Style.HEADING, "三、存在的问题"),
        *(Block(Style.BODY, text) for text in _problems(parts, whole, urged, period, by.today)),
        Block(Style.HEADING, "四、工作要求"),
        Block(
            Style.BODY,
            "请各机关对照上述问题逐件核查整改：逾期未答复的立即依法答复；被复议、诉讼纠正的查明原因；登记有误的予以更正。",
        ),
        Block(Style.SIGNATURE, issuer),
        Block(Style.DATE, day),
    )
    return docx(
        Letter(
            kind="bulletin", title=title, number="", agency=issuer, head="", signed_on=by.today,
            ground=(law.SUPERVISION,), blocks=blocks,
        )
    )  # fmt: skip


def cells(each: Standing) -> tuple[str, ...]:
    """An agency's line in the order of `HEADS`."""
    median = "—" if each.median_days is None else f"{each.median_days}个工作日"
    return (
        each.name,
        str(each.received),
        str(each.closed),
        per_cent(each.share_in_time),
        per_cent(each.share_extended),
        median,
        str(each.challenged),
        str(each.corrected),
        str(each.load.open),
        str(each.load.overdue),
    )


def per_cent(share: float | None) -> str:
    """98.5%, or a dash where there is nothing to share."""
    return "—" if share is None else f"{share:.1f}%"


def _overview(whole: Standing, agencies: int, day: str) -> str:
    times = (
        f"从收到到办结，一半不超过{whole.median_days}个工作日，九成不超过{whole.ninety_days}个工作日；"
        if whole.median_days is not None
        else ""
    )
    return (
        f"{agencies}个机关共收到政府信息公开申请{whole.received}件，办结{whole.closed}件；按期答复率"
        f"{per_cent(whole.share_in_time)}，延长答复期限{whole.extended}件；{times}"
        f"被申请行政复议、提起行政诉讼{whole.challenged}件，被纠正{whole.corrected}件。"
        f"截至{day}，在办{whole.load.open}件，其中逾期{whole.load.overdue}件。"
    )


def _problems(
    parts: Sequence[Standing], whole: Standing, urged: Sequence[Entry], period: Period, today: date
) -> Iterator[str]:
    """What is to be named, agency by agency; one sentence when there is nothing."""
    above = whole.share_extended
    day = _day(today)
    named = (
        (f"截至{day}，逾期未答复", [(each.name, each.load.overdue) for each in parts]),
        ("超过期限才答复", [(each.name, each.late) for each in parts]),
        ("被复议、诉讼纠正", [(each.name, each.corrected) for each in parts]),
        (f"截至{day}，没有指定承办人", [(each.name, each.load.without_handler) for each in parts]),
        ("登记与规定不符、需要核对", [(each.name, each.with_problems) for each in parts]),
        ("办结后没有统计类别", [(each.name, each.without_line) for each in parts]),
    )
    found = [f"{what}：{_listed(counts)}。" for what, counts in named if any(n for _, n in counts)]
    slow = [
        f"{each.name}{per_cent(each.share_extended)}"
        for each in parts
        if above is not None and each.share_extended is not None and each.share_extended > 2 * above
    ]
    if slow:
        found.append(f"延期率超过平均（{per_cent(above)}）一倍：{'、'.join(slow)}。")
    late = (
        (f"截至{day}，督办逾期仍未答复", [each for each in urged if each.urging.late(today)]),
        ("督办逾期才答复", [each for each in urged if _answered_late(each, period)]),
    )
    for what, entries in late:
        if entries:
            named_ones = "、".join(f"{each.agency}（{each.urging.number}）" for each in entries)
            found.append(f"{what}：{named_ones}。")
    yield from found or ["本期没有需要通报的问题。"]


def _answered_late(entry: Entry, period: Period) -> bool:
    by, at = entry.urging.answer_by, entry.urging.answered_at
    return at is not None and period.first <= by <= period.last and at.astimezone(CHINA).date() > by


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def _listed(counts: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{name}{n}件" for name, n in counts if n)
