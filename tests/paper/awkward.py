"""Letters that are hard to set: long, quoted, mixed, empty. PDF and DOCX are held against the same ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.paper.conftest import make_letter

from foidesk.paper.letter import Letter

SENTENCE = (
    "申请公开星沙区第{n}所学校2023年至2025年的学位供给测算表、测算依据、会议记录和审批意见，"
    "以及教育局与该校之间关于扩大班额的往来文件；"
)
URL = (
    "https://www.xingsha.example/zwgk/xxgkml/jyj/2026/03/jyzc/ywjy/xwgj/csbg/t20260320_1234567.html"
    "?lang=zh-CN&from=search&column=education&keyword=xuewei&page=12&order=date_desc&token="
    "9f86d081884c7d659a2f"
)
LONG_NAME = (
    "湖南省长沙市星沙区望仙路街道滨河社区居民委员会业主代表会"
    "委托的既有多层住宅加装电梯和老旧小区综合改造工作联合推进领导小组"
)


def _long_request() -> str:
    text, n = "", 0
    while len(text) < 3000:
        n += 1
        text += SENTENCE.format(n=n)
    return text[:2999] + "。"


_disclosed = partial(make_letter, "disclosed")

AWKWARD: dict[str, Callable[[], Letter]] = {
    "request_of_3000": partial(_disclosed, request=_long_request()),
    "name_of_60": partial(_disclosed, applicant=LONG_NAME, you="你单位"),
    "agency_of_60": partial(_disclosed, agency=LONG_NAME, head=LONG_NAME),
    "nothing_optional": partial(_disclosed, attachments=[], head=""),
    "quotes_in_quotes": partial(
        _disclosed,
        request="“关于印发《〈星沙区‘十四五’教育规划〉实施细则》的通知”及其“附件一‘学位表’”",
    ),
    "url_of_200": partial(_disclosed, facts=f"上述信息已在{URL}公开，请前往查阅。"),
    "latin_and_digits": partial(
        _disclosed,
        request="GB/T 9704—2012、ISO 32000-2:2020与PDF/A-2b的关系，COVID-19期间（2020年1月23日至2022年12月7日）"
        "第3.14版iOS与Android程序的接口API v2.0说明，合同金额1234567.89元，占比99.95%，温度36.5℃",
    ),
    "twenty_attachments": partial(
        _disclosed,
        attachments=[
            f"星沙区第{n}中学2025年义务教育学位供给测算报告及其附表、附图、测算说明（定稿）"
            for n in range(1, 21)
        ],
    ),
    "marks_of_markup": partial(
        _disclosed,
        applicant="阿卜杜拉·买买提",
        request="A&B公司<甲>与<乙>的合同（a < b & c > d），&amp;和<w:t>等标记，“星·沙”与“·”",
    ),
    "half_width_marks": partial(
        _disclosed,
        request="请公开:2023年,2024年和2025年的报告(含附件);是否已审批?若无,请说明!另:\"测算\"与'供给'的定义.",
    ),
    "rare_names": partial(
        _disclosed, applicant="喆堃、李珺𬭎、䶮", facts="经李𬭎、陈䶮、张𫖯、王𬱟核对，找到3份。"
    ),
}
