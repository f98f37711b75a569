"""The holiday notice as pasted text: the words of recent years, and every year on file put into such words."""

from __future__ import annotations

from datetime import date

import pytest

from foidesk import content
from foidesk.desk import noticetext
from foidesk.errors import DeskError
from foidesk.rules.workdays import Notice, Span, weekday

NOTICES = {notice.year: notice for notice in content.notices()}

TEXT_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日假期。
国务院办公厅
2025年11月4日
"""
TEXT_2025 = """国务院办公厅关于2025年部分节假日安排的通知
国办发明电〔2024〕12号
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
国务院办公厅
2024年11月12日"""
TEXT_2024 = """国务院办公厅关于2024年部分节假日安排的通知 国办发明电〔2023〕7号
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
国务院办公厅 2023年10月25日"""


def same(read: Notice, shipped: Notice) -> bool:
    """Equal but for amendments, which came later."""
    return read == Notice(shipped.year, shipped.number, shipped.issued, shipped.off, shipped.work)


@pytest.mark.parametrize(("year", "text"), [(2026, TEXT_2026), (2025, TEXT_2025), (2024, TEXT_2024)])
def test_the_words_of_recent_notices_give_the_shipped_calendar(year: int, text: str) -> None:
    assert same(noticetext.read(text).notice, NOTICES[year])


@pytest.mark.parametrize("joined", ["", " ", "\n", "\r\n\r\n"])
def test_line_ends_make_no_difference(joined: str) -> None:
    assert same(noticetext.read(joined.join(TEXT_2026.split())).notice, NOTICES[2026])


def worded(notice: Notice, how: str) -> str:
    """A notice's facts in the words of the State Council; breaks of several spans one after the other."""

    def said(day: date, year: bool) -> str:
        return f"{f'{day.year}年' if year else ''}{day.month}月{day.day}日（{how}{weekday(day)[1]}）"

    lines = [f"国务院办公厅关于{notice.year}年部分节假日安排的通知", notice.number]
    for n, span in enumerate(main_spans(notice)):
        extra = [each for each in notice.off if each.name.startswith(span.name) and each is not span]
        days = (span.last - span.first).days + 1
        other = span.first.year != notice.year
        until = f"至{said(span.last, other)}" if days > 1 else ""
        line = f"{'一二三四五六七八九'[n]}、{span.name}：{said(span.first, other)}{until}放假"
        line += f"，共{days}天" if not extra else ""
        line += "，与周末连休" if any("连休" in each.name for each in extra) else ""
        line += "".join(f"，{said(each.first, False)}补休" for each in extra if "补休" in each.name)
        lines.append(line + "。")
    work = "、".join(said(day, day.year != notice.year) for day in notice.work)
    issued = notice.issued
    lines += [f"{work}上班。", "国务院办公厅", f"{issued.year}年{issued.month}月{issued.day}日"]
    return "\n".join(lines)


def main_spans(notice: Notice) -> list[Span]:
    return [span for span in notice.off if "（" not in span.name and "补休" not in span.name]


@pytest.mark.parametrize("how", ["周", "星期"])
@pytest.mark.parametrize("year", sorted(NOTICES))
def test_every_year_on_file_is_read_back_from_words(year: int, how: str) -> None:
    assert same(noticetext.read(worded(NOTICES[year], how)).notice, NOTICES[year])


def test_each_sentence_is_shown_with_what_was_understood() -> None:
    read = noticetext.read(TEXT_2024)
    spring = [sentence for sentence in read.sentences if sentence.holiday == "春节"]
    assert [len(sentence.understood) for sentence in spring] == [1, 2, 0]
    assert "除夕" in spring[2].text  # encouraged, not given
    assert read.not_told == ()


def test_a_holiday_that_the_text_leaves_out_is_told() -> None:
    text = "\n".join(line for line in TEXT_2026.splitlines() if not line.startswith("六、"))
    assert noticetext.read(text).not_told == ("中秋节",)


def test_a_new_year_that_begins_in_december() -> None:
    text = TEXT_2024.replace("1月1日放假，与周末连休。\n二", "2023年12月30日至2024年1月1日放假，共3天。\n二")
    assert noticetext.read(text).notice.off[0] == Span("元旦", date(2023, 12, 30), date(2024, 1, 1))
    text = TEXT_2024.replace("1月1日放假，与周末连休。\n二", "12月30日至1月1日放假调休，共3天。\n二")
    assert noticetext.read(text).notice.off[0] == Span("元旦", date(2023, 12, 30), date(2024, 1, 1))


def test_all_faults_are_told_at_once() -> None:
    text = (
        TEXT_2026.replace("5月9日（周六）", "5月9日（周日）")
        .replace("共9天", "共8天")
        .replace("6月19日", "6月31日")
        .replace("9月20日（周日）、10月10日（周六）上班", "9月20日上班半天")
    )
    with pytest.raises(DeskError) as refused:
        noticetext.read(text)
    for said in ("5月9日", "共8天", "6月31日", "上班半天"):
        assert said in refused.value.why


def test_number_and_day_are_asked_for_when_the_text_lacks_them() -> None:
    bare = "\n".join(
        line for line in TEXT_2026.splitlines() if line[:2] in {f"{n}、" for n in "一二三四五六七"}
    )
    with pytest.raises(DeskError) as refused:
        noticetext.read(bare)
    assert refused.value.why.count("请填写") == 3
    notice = noticetext.read(bare, number="国办发明电〔2025〕7号", issued=date(2025, 11, 4), year=2026).notice
    assert same(notice, NOTICES[2026])


def test_what_was_typed_may_not_contradict_the_text() -> None:
    with pytest.raises(DeskError, match="不能采用") as refused:
        noticetext.read(TEXT_2026, number="国办发明电〔2025〕8号")
    assert "文中是国办发明电〔2025〕7号" in refused.value.why


@pytest.mark.parametrize(
    "text", ["", "放假", "一、元旦：", "一、元旦：1月1日放假，与周末连休", "元旦：13月41日放假" * 50]
)
def test_what_is_no_notice_is_refused(text: str) -> None:
    with pytest.raises(DeskError):
        noticetext.read(text)
