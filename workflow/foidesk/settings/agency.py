"""`[[agency]]`: one agency that answers applications, as its letters name it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from pydantic import Field, model_validator

from foidesk.rules.remedies import RECONSIDERS, may_reconsider
from foidesk.rules.vocabulary import AgencyType, Reconsiders
from foidesk.settings.values import (
    LISTED,
    Channels,
    Code,
    Day,
    Email,
    Frozen,
    Key,
    Note,
    NumberPattern,
    Postcode,
    Telephone,
    Text,
    Texts,
)


class Fee(Frozen):
    """[agency.fee]: how a fee is paid. What is left out is missed by the fee notice, which is then refused."""

    payee: Note = Field(default="", description="收款单位")
    account: Note = Field(default="", description="收款账号")
    bank: Note = Field(default="", description="开户银行")
    channel: Note = Field(default="", description="缴款渠道")


class Approver(Frozen):
    """[[agency.approver]]: a person who may approve letters, and from when until when (both days included)."""

    name: Text = Field(description="姓名")
    since: Day = Field(description="任职首日")
    until: Day | None = Field(default=None, description="任职末日，在任的不写")

    @model_validator(mode="after")
    def _in_order(self) -> Approver:
        if self.until is not None and self.until < self.since:
            raise ValueError("任职末日 until 早于首日 since")
        return self


class Agency(Frozen):
    """[[agency]]: one agency that answers applications. Without approvers nobody's power to approve is checked."""

    key: Key = Field(description="短标识，写入数据库，启用后不能改")
    code: Code = Field(description="文号机关代字")
    name: Text = Field(description="机关全称")
    short_name: Text = Field(description="机关规范化简称")
    office: Text = Field(description="政府信息公开工作机构")
    head: Text = Field(description="工作机构负责人")
    type: AgencyType = Field(description="机关类型")
    reconsideration_agency: Texts = Field(min_length=1, description="行政复议机关")
    reconsideration_role: Annotated[tuple[Reconsiders, ...], LISTED] = Field(
        min_length=1, description="各行政复议机关与本机关的关系"
    )
    reconsideration_online: Note = Field(default="", description="互联网申请行政复议的渠道")
    court: Text = Field(description="有管辖权的人民法院")
    address: Text = Field(description="办公地址")
    postcode: Postcode = Field(description="邮政编码")
    telephone: Telephone = Field(description="联系电话")
    email: Email = Field(description="电子邮箱")
    office_hours: Text = Field(description="办公时间")
    number_pattern: NumberPattern = Field(default="{code}〔{year}〕第{n}号", description="文号格式")
    red_head: bool = Field(default=False, description="文书是否用红色发文机关标志")
    hunan_fee_confirmed: bool = Field(default=False, description="是否持有湘财税〔2021〕3号原文并确认可引用")
    lapse_after_service: int = Field(
        default=5, ge=5, description="补正告知送达后至少经过几个工作日才可视为放弃"
    )
    second_extension_opinion: Note = Field(default="", description="允许再次延期的法律意见文号，空为不允许")
    signs_for: Texts = Field(default=(), description="由本机关答复其政府信息公开申请的其他机构全称")
    channels: Channels = Field(default=(), repr=False, description="本机关紧急提醒的群消息渠道")
    approver: Annotated[tuple[Approver, ...], LISTED] = Field(
        default=(), description="文书审批人及任职起止，空为不核对"
    )
    fee: Fee = Field(default_factory=Fee, description="信息处理费的缴纳方式")


def clashing(agencies: tuple[Agency, ...]) -> list[str]:
    """What is wrong between agencies, or between two keys of one: no agency at all, a key or a code twice …"""
    if not agencies:
        return ["agency：至少要有一个机关"]
    return _wrong_remedies(agencies) + [
        f"agency：有 {times} 个机关的 {name} 都是“{value}”"
        for name in ("key", "code")
        for value, times in Counter(getattr(agency, name) for agency in agencies).items()
        if times > 1
    ]


def _wrong_remedies(agencies: tuple[Agency, ...]) -> list[str]:
    """A reconsideration agency that the type of the agency does not allow would stand in every letter."""
    problems = []
    for place, agency in enumerate(agencies):
        where = f"agency[第{place + 1}项].reconsideration_role"
        if len(agency.reconsideration_role) != len(agency.reconsideration_agency):
            problems.append(f"{where}：应当与 reconsideration_agency 逐个对应")
        allowed = RECONSIDERS[agency.type]
        for role in agency.reconsideration_role:
            if not may_reconsider(agency.type, role):
                known = "、".join(f"{each.value}（{each.label}）" for each in allowed)
                problems.append(f"{where}：{agency.type.label}的复议机关不是{role.label}，可用：{known}")
    return problems
