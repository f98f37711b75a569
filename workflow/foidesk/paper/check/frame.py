"""What stands round the text of a letter: to whom, number, signature, date, and who let it go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import squeezed
from foidesk.paper.form import Style
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import law

_FURTHER = re.compile(r"(?:[2-9]|[1-9]\d+)?")


def addressee(held: Held) -> Iterator[Finding]:
    """The addressee's name is the one in the register, character by character."""
    if held.against.template.form:
        return
    wanted = "、".join(held.against.addressees) + "："
    found = held.printed(Style.ADDRESSEE)
    if found != [wanted]:
        yield Finding(
            f"主送“{'；'.join(found) or '（空缺）'}”与登记的“{wanted}”不一致。",
            f"{law.KEEP_FILES.cite}：文书应当写明登记的姓名或者名称，差一字即是另一人。",
            "请恢复主送；登记有误的，请用 foidesk correct 更正登记后重新拟稿。",
        )


def number(held: Held) -> Iterator[Finding]:
    """The document number is the application's with the suffix of the kind; a further letter ends in 2, 3 …"""
    suffix, found = held.against.template.suffix, held.letter.number
    first = f"{held.against.case.number}-{suffix}" if suffix else ""
    printed = held.printed(Style.NUMBER)
    fits = found.startswith(first) and _FURTHER.fullmatch(found[len(first) :]) if suffix else not found
    if not fits or printed != ([found] if suffix and not held.against.template.form else []):
        yield Finding(
            f"文号“{'；'.join(printed) or found or '（空缺）'}”与案件不符。",
            "文号由申请编号和文书后缀组成，年份用六角括号〔〕括入，序号不编虚位（GB/T 9704—2012 第7.2.5条）。",
            f"文号应为“{first}”，同一后缀的第二份起后加序号。" if suffix else "这种表格没有文号，请删去。",
        )


def signature(held: Held) -> Iterator[Finding]:
    """The agency signs that answers this application, with its registered name."""
    against = held.against
    signed = held.printed(Style.SIGNATURE) or [held.letter.agency]
    if signed != [against.agency] or held.letter.agency != against.agency:
        yield Finding(
            f"署名“{'；'.join(signed)}”不是本机关的名称“{against.agency}”。",
            f"{law.WHO_DISCLOSES.cite}：由负责公开的机关以自己的名义答复；署名决定复议机关和管辖法院。",
            "请恢复署名。",
        )
    addressed = against.case.registered.addressed_to
    if addressed and addressed != against.agency and addressed not in against.signs_for:
        yield Finding(
            f"申请是向“{addressed}”提出的，“{against.agency}”没有登记为代其答复的机关。",
            f"{law.WHO_DISCLOSES.cite}：只有收到申请的机关，或者登记为代其答复的机关，才能署名。",
            "请由该机关署名；确由本机关答复的，请在 config.toml 的 signs_for 中登记。",
        )


def dated(held: Held) -> Iterator[Finding]:
    """The printed date is the day the letter is signed."""
    wanted = chinese_date(held.letter.signed_on)
    found = held.printed(Style.DATE)
    if not held.against.template.form and found != [wanted]:
        yield Finding(
            f"成文日期“{'；'.join(found) or '（空缺）'}”不是签发之日（{wanted}）。",
            "成文日期署签发之日，用阿拉伯数字，不编虚位（GB/T 9704—2012 第7.3.5.4条）。",
            f"请改为“{wanted}”。",
        )


def approved(held: Held) -> Iterator[Finding]:
    """Who approves holds the role on the day of the letter, where the settings say who does."""
    against, on = held.against, held.letter.signed_on
    if not against.approvers:
        return
    name = "".join(against.approver.split())
    terms = [each for each in against.approvers if "".join(each.name.split()) == name]
    if name and any(term.holds_on(on) for term in terms):
        return
    may = "、".join(dict.fromkeys(each.name for each in against.approvers if each.holds_on(on)))
    if not name:
        what = "没有写明审批人。"
    elif terms:
        what = f"审批人“{against.approver}”在成文日期（{chinese_date(on)}）不担任这一职务。"
    else:
        what = f"“{against.approver}”没有登记为审批人。"
    yield Finding(
        what,
        f"{law.KEEP_FILES.cite}：申请的审核、答复应当有健全的审批，由当日在任的审批人签发。",
        f"当日可以审批的：{may or '无'}。任职有变动的，请更正 config.toml 的 [[agency.approver]]。",
    )


def application(held: Held) -> Iterator[Finding]:
    """The application as registered: its number, the day of receipt, the request in the applicant's own words."""
    case = held.against.case
    received = case.clock.received
    registered = {
        "number": ("申请编号", case.number),
        "received_on": ("收到申请之日", chinese_date(received) if received else ""),
        "request": ("申请公开的内容", case.registered.request or ""),
    }
    text = _run_on(held.letter.text)
    always = [piece for piece in held.against.template.pieces if not piece.when and not piece.unless]
    for blank, (meaning, words) in registered.items():
        if any(blank in piece.needs for piece in always) and _run_on(words) not in text:
            yield Finding(
                f"文书写明的{meaning}与登记的“{words}”不一致。",
                f"{law.KEEP_FILES.cite}：文书写明的申请应当与登记的一致，申请公开的内容照录申请人原文。",
                "请恢复开头一段；登记有误的，请先更正登记。",
            )


def _run_on(text: str) -> str:
    return "".join(squeezed(text).split())


CHECKS = (addressee, application, number, signature, dated, approved)
