"""The fields of a form, derived from the dataclass fields of its event and their Chinese names."""

from __future__ import annotations

import re
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foidesk.desk.consulting import PARTY
from foidesk.desk.labels import FIELDS, office_words
from foidesk.desk.registration import LABELS, parse_day
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import wire
from foidesk.rules.vocabulary import Labelled

#: fields that the desk fills in itself, or that name rows nobody types
HIDDEN: dict[type[ev.Event], tuple[str, ...]] = {
    ev.Struck: ("struck_by",),
    ev.ReceiptCorrected: ("corrected_by",),
    ev.RegistrationCorrected: ("corrected_by", "applicant"),
    ev.Extended: ("opinion",),
    ev.ConsultationSent: ("party",),
    ev.FeeNotified: ("already", "yuan"),
}
_CORRECTED = ("name", "id_type", "id_number", "telephone", "address", "postcode", "email")
#: what a new act must state although history may lack it
_STATED: dict[type[ev.Event], tuple[str, ...]] = {
    ev.ClarificationAsked: ("answer_by", "service", "defects"),
    ev.ClarificationLapsed: ("no_good_reason", "approved_by"),
    ev.ConsultationSent: ("information", "name"),
    ev.Extended: ("service", "approved_by", "reason"),
    ev.DelayAnnounced: ("approved_by", "reason"),
    ev.ExplanationAsked: ("officer", "figures"),
    ev.FeeNotified: ("standard", "units", "officer", "reason"),
    ev.FeeLapsed: ("no_good_reason", "approved_by"),
    ev.JudgementRecorded: ("officer", "judgement"),
    ev.Noted: ("text",),
    ev.DocumentFiled: ("title",),
    ev.Withdrawn: ("signed_by",),
    ev.Struck: ("reason",),
    ev.ReceiptCorrected: ("reason",),
    ev.RegistrationCorrected: ("reason",),
}
_MOST = 7  #: fields that one can take in at a glance
_LABELS = {"person": "对象是个人", "terms": "检索词", "on": "日期"}
_HELP = {
    "on": "法律上的日期，不是录入的日期。",
    "places": "每行一处。",
    "defects": "每行写一项：不明确之处|怎样补正。",
    "id": "同一申请有多次征求意见时用以区分，如 1。",
    "sequence": "登记簿中的序号。",
    "part": "只撤回部分申请的填写；全部撤回的空着。",
    "into": "先收到的一件的完整编号。",
    "approved_by": "须经政府信息公开工作机构负责人批准。",
    "days": "最多20个工作日。",
    "confirmed": "网络、邮件、传真、平信的，填双方确认之日。",
    "late_reason": "逾期告知补正的填写；期限不停止计算。",
}
#: free text by its nature, one line by its length
_SHORT = ("signed_by", "title", "form", "terms")


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a form."""

    name: str
    label: str
    type: str  #: date, number, text, textarea, choice, yesno
    required: bool
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()  #: value and label


def entries(kind: type[ev.Event]) -> tuple[Entry, ...]:
    """The fields of the form of an event, the date first; then the details of people where they belong."""
    hints = typing.get_type_hints(kind)
    shape = wire.shape(kind.name)
    stated = _STATED.get(kind, ())
    made = [
        _entry(field.name, hints[field.name], field.name in shape.required or field.name in stated, field)
        for field in shape.fields
        if field.name not in HIDDEN.get(kind, ())
    ]
    if kind is ev.ConsultationSent:
        made.append(_entry("person", bool, required=False, field=None))
        made += [
            Entry(name, f"被征求意见方{'名称' if name == 'name' else LABELS[name]}", "text", name in stated)
            for name in PARTY
        ]
    if kind is ev.RegistrationCorrected:
        made += [Entry(name, f"申请人{LABELS[name]}（更正为）", "text", False) for name in _CORRECTED]
    return tuple(made)


def _entry(name: str, hint: object, required: bool, field: wire.Field | None) -> Entry:
    kind, choices = _type(hint, prose=field is not None and field.prose and name not in _SHORT)
    label = _LABELS.get(name) or FIELDS.get(name, name)
    return Entry(name, label, kind, required, _HELP.get(name, ""), choices)


def _type(hint: object, *, prose: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    options = typing.get_args(hint) or (hint,)
    if typing.get_origin(hint) is tuple:
        return "textarea", ()
    if bool in options:
        return "yesno", (("是", "是"), ("否", "否"))
    if date in options:
        return "date", ()
    if int in options:
        return "number", ()
    for option in options:
        if isinstance(option, type) and issubclass(option, Labelled):
            return "choice", tuple((member.value, member.label) for member in option)
    return ("textarea" if prose else "text"), ()


def groups(form: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The fields under headings, seven at most in each: what the act needs, what may be added, whose details."""
    persons = [entry for entry in form if entry.name in (*PARTY, *_CORRECTED, "person")]
    own = [entry for entry in form if entry not in persons]
    made = [("", own)]
    if len(own) > _MOST:
        made = [("", [e for e in own if e.required]), ("还可以写明", [e for e in own if not e.required])]
    if persons:
        made.append(("人员", persons))
    return [(title, entries) for title, entries in made if entries]


def faults(form: Sequence[Entry], told: str) -> dict[str, str]:
    """The sentences of a refusal by the field that they name; a sentence that names none is left out."""
    found: dict[str, str] = {}
    for sentence in filter(None, re.split("[；。\n]", told)):
        for entry in form:
            if f"“{entry.label}”" in sentence or f"（{entry.name}）" in sentence:
                found.setdefault(entry.name, f"{office_words(sentence)}。")
    return found


def value_of(kind: type[ev.Event], name: str, label: str, text: str) -> object:
    """The text typed into a field as the plain data that the event reads; DeskError for what does not fit."""
    hint = typing.get_type_hints(kind)[name]
    options = typing.get_args(hint) or (hint,)
    if typing.get_origin(hint) is tuple:
        return [part.strip() for part in re.split("[;；\n]", text) if part.strip()]
    if bool in options:
        if text not in ("是", "否"):
            raise DeskError(f"“{label}”应当选“是”或“否”。")
        return text == "是"
    if date in options:
        try:
            return parse_day(text).isoformat()
        except DeskError as error:
            raise DeskError(f"“{label}”：{error.what}", why=error.why, do=error.do) from None
    if int in options:
        plain = narrowed(label, text, [])
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", plain):
            raise DeskError(f"“{label}”应当是整数，而不是“{text[:40]}”。")
        return int(plain)
    return text
