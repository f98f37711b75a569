"""收费, 复议和诉讼: what was asked of the applicant, and what was sought against the agency."""

from __future__ import annotations

from foidesk.desk import dossier
from foidesk.desk.applications import File
from foidesk.desk.casefile.section import Section, body, day, heading, listed
from foidesk.desk.labels import facts_in_words
from foidesk.desk.office import Office
from foidesk.rules import events as ev

_FEES = (5, 6, 17)
_REMEDIES = (7, 5, 7, 9)
_IN_FULL: dict[type[ev.Event], str] = {ev.FeePaid: "全额缴清"}  #: a payment without a sum
_FEE_EVENTS = (ev.FeeNotified, ev.FeeNoticeServed, ev.FeePaid, ev.FeeRevoked, ev.FeeLapsed)


def aftermath(office: Office, file: File) -> Section:
    """Fees and remedies, each with its days."""
    fees = [
        (day(event.on), event.label, facts_in_words(event) or _IN_FULL.get(type(event), "—"))
        for event in file.case.standing
        if isinstance(event, _FEE_EVENTS)
    ]
    fee = file.case.fee
    paid = "已缴清" if file.case.position.paid else f"已缴{file.case.paid_yuan}元"
    sums = [body(f"应缴{fee.yuan or 0}元，{paid}。")] if fee is not None else []
    remedies = [
        (
            each.filed.route.label + ("（简易程序）" if each.filed.simplified else ""),
            day(each.filed.on),
            day(each.answer_by),
            f"{day(each.result.on)}　{each.result.result.label}" if each.result else "尚未审结",
        )
        for each in dossier.challenges(office, file)
    ] + [
        (event.label, day(event.on), "—", facts_in_words(event) or "—")
        for event in file.case.standing
        if isinstance(event, ev.ReplyAnnulled)
    ]
    return Section(
        "收费、复议和诉讼",
        (
            heading("一、信息处理费"),
            listed(_FEES, ("日期", "事项", "内容"), fees, "没有收取信息处理费。"),
            *sums,
            heading("二、行政复议和行政诉讼"),
            listed(
                _REMEDIES,
                ("途径", "收到日期", "答复、答辩期限", "结果"),
                remedies,
                "没有被申请行政复议或者被提起行政诉讼的登记。",
            ),
        ),
    )
