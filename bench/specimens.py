"""Letters as an agency sends them, each different: another applicant, request, finding and attachments."""

from __future__ import annotations

import random
from datetime import date, timedelta

from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter

_NAMES = (
    "欧阳喆",
    "李珺",
    "王堃",
    "陈镕",
    "刘淼",
    "周晗",
    "黄梓涵",
    "吴宇轩",
    "徐诗雨",
    "孙佳琪",
    "胡俊博",
    "朱思远",
    "高子墨",
    "林浩然",
    "何欣怡",
)
_PAPERS = (
    "义务教育阶段学校学位供给测算报告",
    "城镇老旧小区改造项目资金安排明细表",
    "农村宅基地确权登记发证档案目录",
    "道路照明设施维护采购合同及验收单",
    "征地补偿安置方案及费用支付凭证",
    "餐饮服务食品安全监督抽检结果汇总",
    "公立医院绩效考核评分细则",
    "河道采砂许可审批材料",
    "住宅专项维修资金使用备案清册",
    "校车运营企业名录与线路图",
    "烟花爆竹零售许可证颁发情况",
    "古树名木普查档案与养护责任书",
)
_OFFICES = ("办公自动化系统", "文书档案", "基建科业务台账", "财务凭证库", "督查室来文登记簿")

#: What every letter here has in common: its wording.
WORDING = (
    "长沙市星沙区教育局星教公开〔2026〕第号-答政府信息公开申请答复书：本机关于年月日收到您以互联网方式提出的政府信息公开申请，"
    "申请编号为。您申请公开的内容为：“”。收到申请后，本机关检索了，找到您申请的份，并于完成保密审查。经审查，"
    "您申请公开的政府信息可以公开。根据《中华人民共和国政府信息公开条例》（以下简称《条例》）第三十六条第（二）项的规定，"
    "本机关决定予以公开，现向您提供下列政府信息：《》（字号）以上信息以电子文件形式，通过电子邮件方式向您提供。"
    "如对本答复不服，您可以自收到本答复之日起60日内向长沙市星沙区人民政府申请行政复议，"
    "或者自收到本答复之日起6个月内依法向长沙铁路运输法院提起行政诉讼。附件0123456789. "
)


def letters(count: int) -> list[Letter]:
    """The first `count` letters; always the same ones."""
    return [_letter(number) for number in range(1, count + 1)]


def _letter(number: int) -> Letter:
    chance = random.Random(number)
    received = date(2026, 1, 5) + timedelta(chance.randrange(300))
    answered = received + timedelta(chance.randrange(5, 20))
    papers = chance.sample(_PAPERS, 3)
    years = [chance.randrange(2009, 2026) for _ in papers]
    asked = f"{min(years)}年至{max(years)}年星沙区{papers[0]}、{papers[1]}和{papers[2]}"
    supplied = [
        f"《星沙区{year}年{paper}》（星教字〔{year}〕{chance.randrange(1, 90)}号）"
        for paper, year in zip(papers, years, strict=True)
    ]
    name = f"星教公开〔2026〕第{number}号"
    body = [
        f"本机关于{_chinese(received)}收到您以互联网方式提出的政府信息公开申请，申请编号为{name}。"
        f"您申请公开的内容为：“{asked}”。",
        f"收到申请后，本机关检索了{'、'.join(chance.sample(_OFFICES, 2))}，找到您申请的文件{len(papers)}份，"
        f"并于{_chinese(answered)}完成保密审查。",
        "经审查，您申请公开的政府信息可以公开。根据《中华人民共和国政府信息公开条例》（以下简称《条例》）"
        "第三十六条第（二）项的规定，本机关决定予以公开，现向您提供下列政府信息：",
        *(f"{n}. {paper}。" for n, paper in enumerate(supplied, 1)),
        "以上信息以电子文件形式，通过电子邮件方式向您提供。",
        "如对本答复不服，您可以自收到本答复之日起60日内向长沙市星沙区人民政府申请行政复议，"
        "或者自收到本答复之日起6个月内依法向长沙铁路运输法院提起行政诉讼。",
    ]
    listed = [f"{n}. 星沙区{year}年{p}" for n, (p, year) in enumerate(zip(papers, years, strict=True), 1)]
    listed[0] = "附件：" + listed[0]
    return Letter(
        kind="disclosed",
        title="政府信息公开申请答复书",
        number=f"{name}-答",
        agency="长沙市星沙区教育局",
        head="长沙市星沙区教育局",
        signed_on=answered,
        ground=(),
        blocks=(
            Block(Style.NUMBER, f"{name}-答"),
            Block(Style.TITLE, "政府信息公开申请答复书"),
            Block(Style.ADDRESSEE, f"{chance.choice(_NAMES)}："),
            *(Block(Style.BODY, text) for text in body),
            *(Block(Style.ATTACHMENTS, text) for text in listed),
            Block(Style.SIGNATURE, "长沙市星沙区教育局"),
            Block(Style.DATE, _chinese(answered)),
        ),
    )


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
