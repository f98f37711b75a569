"""The closed lists of the field: channels, kinds of applicants, ways of service."""

from __future__ import annotations

from enum import Enum


class Labelled(Enum):
    """An enumeration whose members are written (identifier, Chinese label)."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Labelled:
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member


class Channel(Labelled):
    """How the application came (条例 29, 31)."""

    IN_PERSON = "in_person", "当面提交"
    SIGNED_POST = "signed_post", "邮寄（签收）"
    ORDINARY_POST = "ordinary_post", "平常信函"
    INTERNET = "internet", "互联网"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    ORAL = "oral", "口头"


class ApplicantKind(Labelled):
    """The columns of table three (年报格式)."""

    NATURAL_PERSON = "natural_person", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    PUBLIC_INTEREST = "public_interest", "社会公益组织"
    LEGAL_SERVICE = "legal_service", "法律服务机构"
    OTHER = "other", "其他"


class Consulted(Labelled):
    """Who is asked for an opinion (条例 32, 33, 34)."""

    THIRD_PARTY = "third_party", "第三方"
    CO_MAKER = "co_maker", "共同制作机关"
    OTHER_AGENCY = "other_agency", "其他机关"


class Service(Labelled):
    """How a letter reached its addressee; fixes the day it counts (送达解释)."""

    POST = "post", "邮寄"
    IN_PERSON = "in_person", "当面"
    VIA_AGENCY = "via_agency", "委托其他机关转交"
    ELECTRONIC = "electronic", "电子"
    COURIER = "courier", "商业快递"


class FeeStandard(Labelled):
    """By item or by page, never both (收费办法 4)."""

    ITEMS = "items", "按件"
    PAGES = "pages", "按量"


class RemedyRoute(Labelled):
    """The columns of table four (年报格式)."""

    RECONSIDERATION = "reconsideration", "行政复议"
    LITIGATION = "litigation", "未经复议直接起诉"
    LITIGATION_AFTER = "litigation_after_reconsideration", "复议后起诉"


class RemedyResult(Labelled):
    """How a remedy ended (年报格式, table four)."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"


class AgencyType(Labelled):
    """行政机关类型: decides who reconsiders and which court hears the case (复议法 24-28, 行诉法 15)."""

    DISTRICT_GOVERNMENT = "district_government", "区县人民政府"
    DEPARTMENT = "department", "区县人民政府工作部门"
    SUB_DISTRICT_OFFICE = "sub_district_office", "街道办事处"
    TOWN = "town", "乡镇人民政府"
    AUTHORISED_ORGANISATION = "authorised_organisation", "法律、法规授权的组织"
    DISTRICT_JUSTICE_BUREAU = "district_justice_bureau", "区县司法局"
    OUTPOST = "outpost", "以自己名义履职的派出机构"
    CITY_BRANCH = "city_branch", "市级部门的区县分局"
    VERTICAL = "vertical", "海关、税务、国家安全等垂直领导机关"


class Reconsiders(Labelled):
    """行政复议机关: what it is to the agency whose reply it hears (复议法 24–28)."""

    DISTRICT_GOVERNMENT = "district_government", "本区人民政府"
    CITY_GOVERNMENT = "city_government", "市人民政府"
    CITY_JUSTICE_BUREAU = "city_justice_bureau", "市司法局"
    ESTABLISHING_GOVERNMENT = "establishing_government", "设立该部门的人民政府"
    NEXT_HIGHER_AGENCY = "next_higher_agency", "上一级主管部门"


class AgentPower(Labelled):
    """代理权限: an agent withdraws only with express power."""

    GENERAL = "general", "一般代理"
    EXPRESS = "express", "特别授权"


class ReadBack(Labelled):
    """How the applicant confirmed an oral application that the office wrote down and read back (条例 29)."""

    SIGNED = "signed", "申请人核对后签名"
    FINGERPRINT = "fingerprint", "申请人核对后按指印"
    WITNESSED = "witnessed", "申请人不能签名，由见证人签名"


class Flag(Labelled):
    """What the office must heed beside the law's periods (条例 43; law knows no shorter period)."""

    URGENT = "urgent", "紧急"
    NEEDS_HELP = "needs_help", "需要协助"
    MINOR = "minor", "未成年人"
    DETAINED = "detained", "被羁押"
    ANONYMOUS = "anonymous", "身份不明"
    OTHER_LANGUAGE = "other_language", "使用其他语言"


class Role(Labelled):
    """What a person may do at the desk; one person may hold several (条例 4: the office and its head)."""

    CLERK = "clerk", "经办人"
    REVIEWER = "reviewer", "审核人"
    HEAD = "head", "负责人"
    ADMINISTRATOR = "administrator", "系统管理员"
    SUPERVISOR = "supervisor", "主管部门"
    AUDITOR = "auditor", "审计员"
