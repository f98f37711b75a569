"""The provisions of the field, each once: instrument, article, dates in force, gist.

Code, letters, pages and tests name these constants; nobody else writes an article number.
When a law changes, a new constant with its date stands beside the old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

_DIGITS = "零一二三四五六七八九"


def chinese_number(n: int) -> str:
    """An article number in words, 1 to 999: 33 -> 三十三, 110 -> 一百一十, 201 -> 二百零一."""
    if n < 10:
        return _DIGITS[n]
    if n < 20:
        return "十" + (_DIGITS[n - 10] if n > 10 else "")
    if n < 100:
        return _DIGITS[n // 10] + "十" + (_DIGITS[n % 10] if n % 10 else "")
    hundreds, rest = _DIGITS[n // 100] + "百", n % 100
    if rest == 0:
        return hundreds
    if rest < 10:
        return hundreds + "零" + _DIGITS[rest]
    return hundreds + ("一" if rest < 20 else "") + chinese_number(rest)


class Act(Enum):
    """An instrument: full title, number, first and last day in force (None: still in force)."""

    REGULATION = ("中华人民共和国政府信息公开条例", "国务院令第711号", date(2019, 5, 15), None)
    REGULATION_2008 = (
        "中华人民共和国政府信息公开条例（2007年公布）",
        "国务院令第492号",
        date(2008, 5, 1),
        date(2019, 5, 14),
    )
    FEE_MEASURES = ("政府信息公开信息处理费管理办法", "国办函〔2020〕109号", date(2021, 1, 1), None)
    HUNAN_FEE_NOTICE = (
        "湖南省财政厅 湖南省发展和改革委员会关于政府信息公开信息处理费管理有关事项的通知",
        "湘财税〔2021〕3号",
        date(2021, 1, 1),
        None,
    )
    REPORT_FORMAT = (
        "中华人民共和国政府信息公开工作年度报告格式",
        "国办公开办函〔2021〕30号",
        date(2021, 9, 26),
        None,
    )
    RECONSIDERATION = ("中华人民共和国行政复议法", "2023年修订", date(2024, 1, 1), None)
    RECONSIDERATION_1999 = ("中华人民共和国行政复议法", "2017年修正", date(1999, 10, 1), date(2023, 12, 31))
    LITIGATION = ("中华人民共和国行政诉讼法", "2017年修正", date(2017, 7, 1), None)
    COURT_INTERPRETATION = (
        "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
        "法释〔2025〕8号",
        date(2025, 6, 1),
        None,
    )
    SERVICE_REPLY = (
        "国务院办公厅政府信息与政务公开办公室关于政府信息公开处理决定送达问题的解释",
        "国办公开办函〔2016〕235号",
        date(2016, 12, 7),
        None,
    )
    PERIOD_REPLY = (
        "国务院办公厅政府信息与政务公开办公室关于政府信息公开期限有关问题的解释",
        "国办公开办函〔2015〕207号",
        date(2015, 1, 1),
        None,
    )
    CIVIL_CODE = ("中华人民共和国民法典", "", date(2021, 1, 1), None)
    ARCHIVES = ("中华人民共和国档案法", "2020年修订", date(2021, 1, 1), None)
    HOLIDAY_RULES = ("全国年节及纪念日放假办法", "2024年修订", date(2025, 1, 1), None)
    PERSONAL_DATA = ("中华人民共和国个人信息保护法", "", date(2021, 11, 1), None)

    def __init__(self, title: str, number: str, since: date, until: date | None) -> None:
        self.title = title
        self.number = number
        self.since = since
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One provision: where it stands, what it says in a line, and from when to when it is in force.

    `article` None cites the whole instrument; `items` names several items of one paragraph.
    """

    act: Act
    article: int | None = None
    paragraph: int | None = None
    item: int | None = None
    gist: str
    since: date
    until: date | None = None
    place: str = ""  #: "第三十三条第二款", or empty for a whole instrument
    cite: str = ""  #: the full citation, "《…条例》第三十三条第二款"

    def __post_init__(self) -> None:
        place = ""
        if self.article is not None:
            place = f"第{chinese_number(self.article)}条"
        if self.paragraph is not None:
            place += f"第{chinese_number(self.paragraph)}款"
        if self.item is not None:
            place += f"第（{chinese_number(self.item)}）项"
        object.__setattr__(self, "place", place)
        object.__setattr__(self, "cite", f"《{self.act.title}》{place}")

    def in_force(self, on: date) -> bool:
        """Whether the provision is in force on the day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def __str__(self) -> str:
        return self.cite


def short(cite: str) -> str:
    """A citation for tables and lists: the two instruments everybody at the desk knows by their short names."""
    return cite.replace(Act.REGULATION.title, "条例").replace(Act.FEE_MEASURES.title, "收费办法")


def _of(act: Act, article: int | None, paragraph: int | None, item: int | None, gist: str) -> Provision:
    return Provision(
        act=act,
        article=article,
        paragraph=paragraph,
        item=item,
        gist=gist,
        since=act.since,
        until=act.until,
    )


def _reg(article: int, paragraph: int | None, gist: str, item: int | None = None) -> Provision:
    return _of(Act.REGULATION, article, paragraph, item, gist)


# --- 条例: scope, makers, exceptions -------------------------------------------------------------
SCOPE = _reg(2, None, "政府信息的定义")
WHO_DISCLOSES = _reg(10, 1, "谁制作谁公开；从其他来源获取的由保存机关公开")
STATE_SECRET = _reg(14, None, "依法确定为国家秘密的政府信息不予公开")
FORBIDDEN_BY_LAW = _reg(14, None, "法律、行政法规禁止公开的政府信息不予公开")
SAFETY = _reg(14, None, "公开后可能危及国家安全、公共安全、经济安全、社会稳定的不予公开")
THIRD_PARTY_HARM = _reg(
    15, None, "公开会损害第三方合法权益的不得公开，第三方同意或不公开将重大影响公共利益的除外"
)
INTERNAL_AFFAIRS = _reg(16, 1, "人事管理、后勤管理、内部工作流程等内部事务信息可以不予公开")
PROCESS_INFORMATION = _reg(16, 2, "讨论记录、过程稿、磋商信函、请示报告等过程性信息可以不予公开")
ENFORCEMENT_FILES = _reg(16, 2, "行政执法案卷信息可以不予公开")
SECRECY_REVIEW = _reg(17, None, "公开前应当依法进行保密审查")

# --- 条例: the application -----------------------------------------------------------------------
MAY_APPLY = _reg(27, None, "公民、法人或者其他组织可以申请获取政府信息")
CONTENTS = _reg(29, 2, "申请应当包括的内容")
ORAL_APPLICATION = _reg(29, 1, "采用书面形式确有困难的，可以口头提出")
CLARIFY_ONCE = _reg(30, None, "内容不明确的，7个工作日内一次性告知补正")
CLARIFIED_RESTARTS = _reg(30, None, "答复期限自收到补正的申请之日起计算")
CLARIFICATION_ABANDONED = _reg(30, None, "无正当理由逾期不补正的，视为放弃申请")
STILL_UNCLEAR = _reg(30, None, "补正后申请内容仍不明确")
RECEIVED_IN_PERSON = _reg(31, None, "当面提交的，以提交之日为收到申请之日", item=1)
RECEIVED_BY_POST = _reg(31, None, "以邮寄方式提交的，以签收之日为收到申请之日；平常信函以确认之日", item=2)
RECEIVED_ONLINE = _reg(31, None, "通过互联网渠道或者传真提交的，以双方确认之日为收到申请之日", item=3)
CONSULT_THIRD_PARTY = _reg(32, None, "征求第三方意见；第三方应当自收到征求意见书之日起15个工作日内提出意见")
REPLY_AT_ONCE = _reg(33, 1, "能够当场答复的，应当当场予以答复")
REPLY_IN_20 = _reg(33, 2, "自收到申请之日起20个工作日内予以答复")
EXTEND = _reg(33, 2, "经负责人同意并告知申请人可延长，最长不得超过20个工作日")
CONSULTATION_NOT_COUNTED = _reg(33, 3, "征求第三方和其他机关意见所需时间不计算在期限内")
CONSULT_CO_MAKER = _reg(34, None, "牵头机关征求其他机关意见，15个工作日内提出意见，逾期未提出视为同意公开")
EXPLAIN = _reg(35, None, "数量、频次明显超过合理范围的，可以要求说明理由")
DELAY = _reg(35, None, "认为理由合理但无法在期限内答复的，可以确定延迟答复的合理期限并告知")
UNREASONABLE = _reg(35, None, "申请理由不合理的，告知不予处理")

# --- 条例: the reply -----------------------------------------------------------------------------
REPLY_TO_EACH = _reg(36, None, "对政府信息公开申请，根据不同情况分别作出答复")
ALREADY_PUBLIC = _reg(36, None, "已经主动公开的，告知获取方式、途径", item=1)
DISCLOSE = _reg(36, None, "可以公开的，提供该政府信息或者告知获取的方式、途径和时间", item=2)
DO_NOT_DISCLOSE = _reg(36, None, "决定不予公开的，告知不予公开并说明理由", item=3)
NOT_EXISTING = _reg(36, None, "经检索没有所申请公开信息的，告知该政府信息不存在", item=4)
NOT_OURS = _reg(
    36, None, "不属于本行政机关负责公开的，告知并说明理由；能够确定负责机关的告知名称、联系方式", item=5
)
REPEATED = _reg(36, None, "已就申请作出答复、重复申请公开相同政府信息的，告知不予重复处理", item=6)
SPECIAL_QUERY = _reg(36, None, "法律、行政法规对信息的获取有特别规定的，告知依照有关规定办理", item=7)
PARTLY = _reg(37, None, "能够作区分处理的，提供可以公开的内容，对不予公开的内容说明理由")
TO_BE_MADE = _reg(38, None, "需要对现有政府信息进行加工、分析的，可以不予提供")
PETITION = _reg(39, 1, "以申请名义进行信访、投诉、举报等活动的，告知不作为政府信息公开申请处理")
PUBLICATION = _reg(39, 2, "要求提供公开出版物的，告知获取的途径")
FORM_OF_SUPPLY = _reg(40, None, "根据申请人的要求及保存的实际情况确定提供的具体形式")
CORRECT_RECORDS = _reg(41, None, "更正与其自身相关的不准确的政府信息记录")
FEE_ALLOWED = _reg(42, 1, "不收取费用；数量、频次明显超过合理范围的，可以收取信息处理费")
HELP = _reg(43, None, "为阅读困难或者视听障碍的公民提供必要的帮助")
MANY_APPLICANTS = _reg(44, None, "多个申请人就相同信息提出申请的，可以纳入主动公开范围")
KEEP_FILES = _reg(45, None, "健全申请登记、审核、办理、答复、归档的工作制度")
SUPERVISION = _reg(47, 1, "主管部门日常指导和监督检查，督促整改或者通报批评")
ANNUAL_REPORT_BY = _reg(49, None, "每年1月31日前提交并公布上一年度报告；主管部门每年3月31日前公布本级政府的")
ANNUAL_REPORT = _reg(50, None, "政府信息公开工作年度报告的内容")
CHALLENGE = _reg(51, None, "认为侵犯合法权益的，可以投诉、举报、申请行政复议或者提起行政诉讼")
PUBLIC_SERVICE_ENTERPRISES = _reg(55, None, "公共企事业单位信息公开适用有关规定")

# --- 2008 条例 ------------------------------------------------------------------------------------
REGULATION_2008 = _of(Act.REGULATION_2008, None, None, None, "2019年5月15日以前收到的申请适用当时的条例")
CLARIFY_2008 = _of(Act.REGULATION_2008, 21, None, 4, "申请内容不明确的，告知申请人作出更改、补充")
REPLY_IN_15_2008 = _of(Act.REGULATION_2008, 24, 2, None, "自收到申请之日起15个工作日内予以答复")
EXTEND_2008 = _of(Act.REGULATION_2008, 24, 2, None, "经负责人同意并告知申请人可延长，最长不得超过15个工作日")
CONSULTATION_NOT_COUNTED_2008 = _of(Act.REGULATION_2008, 24, 3, None, "征求第三方意见所需时间不计算在期限内")
CONSULT_THIRD_PARTY_2008 = _of(Act.REGULATION_2008, 23, None, None, "涉及第三方权益的，书面征求第三方的意见")

# --- 收费办法 -------------------------------------------------------------------------------------
FEE_STANDARDS = _of(
    Act.FEE_MEASURES, 3, None, None, "信息处理费可以按件计收，也可以按量计收，不得同时按照两种标准"
)
FEE_BY_ITEM = _of(Act.FEE_MEASURES, 4, None, None, "按件计收的适用范围和标准")
FEE_BY_PAGE = _of(Act.FEE_MEASURES, 5, None, None, "按量计收的适用范围、计算方法和标准")
FEE_NOTICE = _of(
    Act.FEE_MEASURES, 6, None, None, "在答复期限内发出收费通知，申请人20个工作日内缴纳；逾期未缴视为放弃"
)
FEE_PAID_RESTARTS = _of(Act.FEE_MEASURES, 6, None, None, "期限自申请人完成缴费次日起重新计算")
FEE_NOT_ALONE = _of(Act.FEE_MEASURES, 7, None, None, "对收费决定不能单独申请行政复议或者提起行政诉讼")
HUNAN_FEE = _of(Act.HUNAN_FEE_NOTICE, None, None, None, "湖南省信息处理费征收管理")

# --- annual report -------------------------------------------------------------------------------
PUBLISH_RULES = _of(Act.REGULATION, 20, None, 1, "主动公开规章和行政规范性文件")
PUBLISH_PERMITS = _of(Act.REGULATION, 20, None, 5, "主动公开办理行政许可的依据、条件、程序和结果")
PUBLISH_PENALTIES = _of(Act.REGULATION, 20, None, 6, "主动公开行政处罚、行政强制的依据、条件、程序")
PUBLISH_CHARGES = _of(Act.REGULATION, 20, None, 8, "主动公开行政事业性收费项目及其依据、标准")
REPORT_LINES = _of(Act.REPORT_FORMAT, None, None, None, "一件申请只计一行；区分处理的只计部分公开")

# --- remedies ------------------------------------------------------------------------------------
RECONSIDERATION_FIRST = _of(
    Act.RECONSIDERATION, 23, 1, 4, "对不予公开决定不服的，应当先向行政复议机关申请行政复议"
)
RECONSIDERATION_60_DAYS = _of(Act.RECONSIDERATION, 20, 1, None, "自知道或者应当知道之日起60日内申请行政复议")
RECONSIDERATION_ONLINE = _of(
    Act.RECONSIDERATION, 22, None, None, "通过互联网渠道送达决定的，应当同时提供互联网申请渠道"
)
RECONSIDERATION_WHO = _of(Act.RECONSIDERATION, 24, None, None, "县级以上地方人民政府统一行使行政复议职责")
RECONSIDERATION_ANSWER = _of(Act.RECONSIDERATION, 48, None, None, "收到申请书副本之日起10日内提出书面答复")
RECONSIDERATION_ANSWER_SIMPLE = _of(Act.RECONSIDERATION, 54, None, None, "简易程序5日内提出书面答复")
RECONSIDERATION_ANEW = _of(Act.RECONSIDERATION, 64, None, None, "责令在一定期限内重新作出行政行为")
RECONSIDERATION_ANEW_1999 = _of(
    Act.RECONSIDERATION_1999, 28, 1, 3, "责令被申请人在一定期限内重新作出具体行政行为"
)
RECONSIDERATION_60_DAYS_1999 = _of(Act.RECONSIDERATION_1999, 9, None, None, "知道之日起60日内申请行政复议")
LITIGATION_6_MONTHS = _of(Act.LITIGATION, 46, 1, None, "知道或者应当知道之日起6个月内提起诉讼")
LITIGATION_AFTER_RECONSIDERATION = _of(Act.LITIGATION, 45, None, None, "收到复议决定书之日起15日内提起诉讼")
LITIGATION_COURT = _of(Act.LITIGATION, 15, None, 1, "以县级以上地方人民政府为被告的，由中级人民法院管辖")
LITIGATION_ANSWER = _of(Act.LITIGATION, 67, None, None, "收到起诉状副本之日起15日内提出答辩状")
LITIGATION_ANEW = _of(Act.LITIGATION, 70, None, None, "判决撤销并可以判决重新作出行政行为")

# --- counting ------------------------------------------------------------------------------------
FIRST_DAY_NOT_COUNTED = _of(Act.CIVIL_CODE, 201, 1, None, "开始的当日不计入，自下一日开始计算")
LAST_DAY_ON_REST = _of(Act.CIVIL_CODE, 203, 1, None, "最后一日是法定休假日的，以休假日结束的次日为最后一日")
SERVICE_DAYS = _of(Act.SERVICE_REPLY, None, None, None, "答复以交邮、签收、发出之日为准")
ARCHIVE_TRANSFER = _of(Act.ARCHIVES, 15, None, None, "定期向档案馆移交档案")
ARCHIVE_USE = _of(Act.ARCHIVES, 28, None, None, "可以利用已经开放的档案")
DAYS_OFF = _of(Act.HOLIDAY_RULES, None, None, None, "节假日及调休安排以国务院通知为准")
SAFEGUARDS = _of(Act.PERSONAL_DATA, 51, None, None, "个人信息应当采取加密、去标识化等安全技术措施")


def provisions() -> dict[str, Provision]:
    """Every constant of this module by its name, for templates, tests and documentation."""
    return {name: value for name, value in globals().items() if isinstance(value, Provision)}
