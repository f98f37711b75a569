"""What each letter states, read from the case and the agency's settings and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from foidesk.desk.applications import File
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import fees, law
from foidesk.rules.case import Case
from foidesk.rules.needs.clarification import defects_of
from foidesk.rules.needs.frame import day
from foidesk.rules.remedies import Addressees, paragraph
from foidesk.rules.replies import facts_of
from foidesk.rules.vocabulary import ApplicantKind, Channel, FeeStandard, Service
from foidesk.settings import Agency

_EXTENDING = (law.EXTEND, law.EXTEND_2008)
_BY = {
    Channel.IN_PERSON: "当面提交",
    Channel.SIGNED_POST: "邮寄",
    Channel.ORDINARY_POST: "平常信函",
    Channel.INTERNET: "互联网",
    Channel.EMAIL: "电子邮件",
    Channel.FAX: "传真",
    Channel.ORAL: "口头",
}


def shared(agency: Agency, file: File) -> dict[str, Any]:
    """What every letter says."""
    case, applicant = file.case, file.applicant
    return {
        "agency": agency.name,
        "head": agency.name if agency.red_head else "",
        "applicant": applicant.name,
        "you": you(applicant.kind),
        "received_on": case.clock.received,
        "channel": _BY[case.received.channel],
        "number": case.number,
        "request": case.registered.request,
        "office": agency.office,
        "contact": "，".join(
            part for part in (agency.telephone, agency.address, agency.office_hours) if part
        ),
    }


def you(kind: ApplicantKind | None) -> str:
    """您 for a person, 你单位 for an organisation."""
    return "您" if kind is ApplicantKind.NATURAL_PERSON else "你单位"


def sentence(text: str) -> str:
    """A fact as a sentence of the letter."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；" else text + "。"


# --- procedural letters --------------------------------------------------------------------------


def _receipt(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    case = file.case
    terms = case.position.terms
    return {
        "signed_on": case.clock.received,
        "due": case.clock.reasons[0].due,
        "delivery": case.registered.form,
        "receipt_rule": terms.instead_of(case.clock.receipt.provision).cite,
        "receipt_why": case.clock.receipt.why,
        "reply_rule": terms.reply.provision.cite,
        "reply_days": terms.reply.days,
    }


def _clarification(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    asked = _last(file, ev.ClarificationAsked)
    agency = office.agency
    return {
        "signed_on": asked.on,
        "answer_by": asked.answer_by,
        "defects": [{"what": sentence(what), "how": sentence(how)} for what, how in defects_of(asked)],
        "return_to": f"送交或者邮寄至{agency.office}（{agency.address}，邮政编码{agency.postcode}），或者发送至电子邮箱{agency.email}",
    }


def _extension(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    told = _last(file, ev.Extended)
    steps = [r for r in file.case.clock.reasons if r.on == told.on and r.provision in _EXTENDING]
    if not steps:
        raise DeskError(
            "这次延期没有产生效力，不能制发延期告知书。",
            why="；".join(p.what for p in file.case.clock.problems if p.on == told.on)
            or "答复期限没有延长。",
            do="请按现有的答复期限答复。",
        )
    before = file.case.clock.limit("extension_notice")
    return {
        "signed_on": told.on,
        "clarified_on": file.case.position.clarified,
        "due_before": before.due if before else None,
        "reason": sentence(told.reason or ""),
        "extension_days": min(told.days, file.case.position.terms.extension.days),
        "due": steps[-1].due,
    }


def _fee(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    notice = _last(file, ev.FeeNotified)
    if notice.standard is None or notice.units is None:
        raise DeskError("收费通知没有写明标准和数量。", do="请划去后重新登记发出收费通知。")
    sum_ = fees.fee(notice.standard, notice.units, notice.already)
    unit = fees.UNIT[notice.standard]
    pay = office.agency.fee
    return {
        "signed_on": notice.on,
        "reason": sentence(notice.reason or ""),
        "hunan_fee_confirmed": office.agency.hunan_fee_confirmed,
        "by_item": notice.standard is FeeStandard.ITEMS,
        "fee_lines": [
            {
                "range": f"第{line.first}至{line.last}{unit}",
                "quantity": f"{line.last - line.first + 1}",
                "price": f"{line.rate}",
                "amount": f"{line.yuan}",
            }
            for line in sum_.lines
        ],
        "amount": f"{sum_.yuan}",
        "amount_capitals": sum_.capitals,
        "how_to_pay": f"收款单位：{pay.payee}；账号：{pay.account}；开户银行：{pay.bank}；缴款方式：{pay.channel}。"
        if pay.payee and pay.account and pay.bank and pay.channel
        else "",
    }


# --- replies -------------------------------------------------------------------------------------


def _reply(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    reply, case = file.case.position.reply, file.case
    if reply is None:
        raise DeskError(
            "还没有答复。", why="答复书的内容来自已经登记的答复。", do="请用 foidesk reply 登记答复。"
        )
    stated = {name: text for name, text in facts_of(reply).items() if text.strip()}
    to = Addressees(
        tuple(office.agency.reconsideration_agency),
        office.agency.court,
        office.agency.reconsideration_online or "",
    )
    return {
        **stated,
        "signed_on": reply.on,
        "facts": sentence(stated.get("facts", "")),
        "extension_number": next((e.doc_number for e in case.letters if e.kind == "extension"), None),
        "clarified_on": case.position.clarified,
        "clarified_request": _clarified_request(case),
        "remedy": paragraph(
            case.grounds,
            signed_on or reply.on,
            to,
            you=you(file.applicant.kind),
            electronic=reply.service is Service.ELECTRONIC,
        ),
    }


def _clarified_request(case: Case) -> str | None:
    answers = [e.content for e in case.standing if isinstance(e, ev.Clarified) and e.content]
    return answers[-1] if answers else None


def _disclosed(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    facts = _reply(office, file, signed_on)
    return {
        **facts,
        "consultation": _consultation(file.case),
        **{name: _listed(facts[name]) for name in ("supplied", "attachments") if facts.get(name)},
    }


def _listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _refused(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    facts = _reply(office, file, signed_on)
    ground = file.case.grounds[0]
    sentences = ("weighing", "no_duty", "concluded", "danger", "reason", "not_severable")
    return {
        **facts,
        **{name: sentence(facts[name]) for name in sentences if name in facts},
        "ground_place": ground.cites[-1].place,
        "consultation": _consultation(file.case),
    }


def _consultation(case: Case) -> str | None:
    """What was asked of whom and what came of it; the consulted party is not named."""
    told = []
    for c in case.position.consultations.values():
        if c.to is None or c.served is None:
            continue
        asked = f"本机关于{day(c.served)}就上述信息向{c.to.label}征求意见，"
        if c.answered is None:
            told.append(asked + f"{c.to.label}未在规定期限内提出意见。")
        else:
            opinion = {True: "同意公开", False: "不同意公开", None: "提出了意见"}[c.consents]
            told.append(asked + f"{c.to.label}于{day(c.answered)}回复，{opinion}。")
    judged = [e.judgement for e in case.standing if isinstance(e, ev.JudgementRecorded) and e.judgement]
    if judged:
        told.append(sentence(judged[-1]))
    return "".join(told) or None


def _searches(case: Case) -> list[dict[str, Any]]:
    return [
        {"place": place, "terms": search.terms, "who": search.searcher, "when": search.on}
        for search in case.position.searches
        for place in search.places
    ]


def _not_held(office: Office, file: File, signed_on: date | None) -> dict[str, Any]:
    facts = _reply(office, file, signed_on)
    return {**facts, "why_absent": sentence(facts.get("why_absent", "")), "searches": _searches(file.case)}


def _last(file: File, kind: type[ev.E]) -> ev.E:
    """The last standing fact of that kind."""
    found = [event for event in file.case.standing if isinstance(event, kind)]
    if not found:
        raise DeskError(
            f"案件中没有“{kind.label}”。",
            why="文书的内容来自已经登记的事实。",
            do=f"请先登记“{kind.label}”（{kind.name}）。",
        )
    return found[-1]


FACTS: Mapping[str, Callable[[Office, File, date | None], dict[str, Any]]] = {
    "receipt": _receipt,
    "clarification": _clarification,
    "extension": _extension,
    "fee": _fee,
    "disclosed": _disclosed,
    "refused": _refused,
    "not_held": _not_held,
}

REPLIES = ("disclosed", "refused", "not_held")  #: the letters of replies among them
