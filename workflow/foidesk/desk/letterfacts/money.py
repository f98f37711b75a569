"""What the letters about the information-processing fee state (条例 42, 收费办法)."""

from __future__ import annotations

from typing import Any

from foidesk.desk.letterfacts.matter import Matter, sentence
from foidesk.desk.letterfacts.periods import provisional
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import fees
from foidesk.rules.capitals import capitals
from foidesk.rules.needs.fee import payment_due
from foidesk.rules.needs.frame import day
from foidesk.rules.terms import FEE_PAID, FEE_PAYMENT
from foidesk.rules.vocabulary import FeeStandard


def _fee(matter: Matter) -> dict[str, Any]:
    notice, fee = _noticed(matter)
    pos, unit = matter.case.position, fees.UNIT[fee.standard]
    last_day = payment_due(pos)
    return {
        "signed_on": notice.on,
        "reason": sentence(notice.reason or ""),
        "hunan_fee_confirmed": matter.agency.hunan_fee_confirmed,
        "by_item": fee.standard is FeeStandard.ITEMS,
        "standard": fees.in_words(fee.standard),
        "free": f"{fees.FREE[fee.standard]}{unit}",
        "units": f"{fee.units}{unit}",
        "already": f"{fee.already}{unit}" if fee.already else None,
        "first_of_month": fee.standard is FeeStandard.ITEMS and not fee.already,
        "fee_lines": [
            {
                "range": _range(line, unit),
                "quantity": f"{line.last - line.first + 1}",
                "price": f"{line.rate}",
                "amount": f"{line.yuan}",
            }
            for line in fee.lines
        ],
        "amount": f"{fee.yuan}",
        "amount_capitals": fee.capitals,
        "how_to_pay": how_to_pay(matter),
        "served_on": pos.notice_served,
        "last_day": last_day,
        "provisional": provisional(matter, pos.notice_served, last_day),
        "payment_days": FEE_PAYMENT.days,
        "reply_days": FEE_PAID.days,
    }


def _fee_shortfall(matter: Matter) -> dict[str, Any]:
    notice, fee = _noticed(matter)
    pos, payment = matter.case.position, matter.last(ev.FeePaid)
    missing = fee.yuan - pos.paid_yuan
    if pos.paid is not None or missing <= 0:
        raise DeskError("信息处理费已经缴清，不需要补缴。", do="请在重新计算的答复期限内答复。")
    last_day, signed_on = payment_due(pos), matter.signed_on or payment.on
    if last_day is not None and signed_on > last_day:
        raise DeskError(
            "缴费期限已经届满，不再通知补缴。",
            why=f"缴费期限至{day(last_day)}届满。",
            do="没有正当理由的，请登记“逾期未缴费”，已缴的费用应当退还。",
        )
    return {
        "signed_on": payment.on,
        "notified_on": notice.on,
        "served_on": pos.notice_served,
        "amount": f"{fee.yuan}",
        "paid_on": payment.on,
        "paid": f"{pos.paid_yuan}",
        "missing": f"{missing}",
        "missing_capitals": capitals(missing),
        "how_to_pay": how_to_pay(matter),
        "last_day": last_day,
        "provisional": provisional(matter, pos.notice_served, last_day),
        "reply_days": FEE_PAID.days,
    }


def _noticed(matter: Matter) -> tuple[ev.FeeNotified, fees.Fee]:
    """The notice that stands, and its sum; DeskError when it has none, or one that the measures do not give."""
    notice = matter.case.position.notice
    if notice is None:
        told = matter.last(ev.FeeNotified)
        raise DeskError(
            f"{day(told.on)}的收费通知没有效力，不能制发文书。",
            why="该通知已经撤销，或者登记时不产生效力，经过见 foidesk show。",
            do="确需收费的，请重新登记发出收费通知。",
        )
    if notice.standard is None or notice.units is None:
        raise DeskError("收费通知没有写明标准和数量。", do="请划去后重新登记发出收费通知。")
    fee = fees.fee(notice.standard, notice.units, notice.already)
    if fee.yuan == 0 or notice.yuan not in (None, fee.yuan):
        computed = f"按登记的标准和数量，应收{fee.yuan}元"
        raise DeskError(
            f"不能按登记的收费通知收取{notice.yuan or 0}元。",
            why=f"{computed}。" if fee.yuan else f"{computed}，没有超出不收费的数量。",
            do="请核对标准、数量和此前件数；有误的，先撤销收费通知（fee_revoked）再重新登记。",
        )
    return notice, fee


def _range(line: fees.FeeLine, unit: str) -> str:
    return f"第{line.first}{unit}" if line.first == line.last else f"第{line.first}至{line.last}{unit}"


def how_to_pay(matter: Matter) -> str:
    """Where and how to pay, a paragraph each; empty while the settings do not say all of it."""
    pay = matter.agency.fee
    if not (pay.payee and pay.account and pay.bank and pay.channel):
        return ""
    return (
        f"收款单位：{pay.payee}；\n账号：{pay.account}；\n开户银行：{pay.bank}；\n缴款方式：{pay.channel}。"
    )


FACTS = {"fee": _fee, "fee_shortfall": _fee_shortfall}
