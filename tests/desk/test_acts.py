"""Acts: who is offered what, how a form is read, what it would do to the clock, and that a stale page is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from foidesk.desk import actfields, acts, applications, labels
from foidesk.desk.office import By, Office
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import RemedyRoute, Role
from foidesk.rules.wire import NotReadable
from foidesk.store.log import ChangedMeanwhile
from foidesk.store.worklist import Row

from .conftest import clerk

ON = date(2026, 11, 20)
NOW = date(2026, 11, 27)
Register = Callable[..., Row]


def file_of(office: Office, row: Row) -> applications.File:
    return applications.open_file(office, row.number)


def by(*roles: Role) -> By:
    return replace(clerk(NOW), roles=frozenset(roles))


def test_a_clerk_is_offered_what_the_rules_allow_and_no_letters(office: Office, register: Register) -> None:
    offered = acts.offers(office, file_of(office, register(ON)), by(Role.CLERK))
    kinds = {offer.kind: offer for group in offered.values() for offer in group}
    assert kinds[ev.Extended].until == date(2026, 12, 18)
    assert ev.FeePaid not in kinds
    assert not {ev.Replied, ev.LetterIssued, ev.Registered} & kinds.keys()


def test_an_auditor_is_offered_nothing_and_a_reviewer_only_a_part(office: Office, register: Register) -> None:
    file = file_of(office, register(ON))
    assert acts.offers(office, file, by(Role.AUDITOR)) == {}
    kinds = {o.kind for group in acts.offers(office, file, by(Role.REVIEWER)).values() for o in group}
    assert kinds == {ev.SecrecyReviewed, ev.JudgementRecorded, ev.Noted, ev.DocumentFiled}


def test_the_effect_of_an_extension_is_one_sentence_with_dates(office: Office, register: Register) -> None:
    file = file_of(office, register(ON))
    typed = {"on": "2026-11-27", "days": "20", "service": "post", "reason": "需要向三个街道调取并核对图纸"}
    event = acts.read(ev.Extended, {**typed, "approved_by": office.agency.head})
    told = acts.effect(office, file, event, by(Role.CLERK))
    assert told.startswith("现在延长答复期限，答复期限由 12月18日 延至 2027年1月")
    assert "（暂定）" in told
    assert told.endswith("；最迟须于 12月18日 告知申请人。")


def test_what_does_not_fit_the_office_is_told_before_it_is_recorded(
    office: Office, register: Register
) -> None:
    row, stranger = register(ON), register(ON, name="赵旻", telephone="13800000041")
    file = file_of(office, row)
    typed = {"on": "2026-11-27", "days": "20", "service": "post", "reason": "需要向三个街道调取并核对图纸"}
    extended = acts.read(ev.Extended, {**typed, "approved_by": "路人"})
    assert "“路人”不是负责人" in acts.effect(office, file, extended, by(Role.CLERK))
    merged = acts.read(ev.Merged, {"on": "2026-11-27", "into": stranger.number})
    assert "是另一申请人的申请" in acts.effect(office, file, merged, by(Role.CLERK))


def test_a_refusal_is_told_as_the_effect(office: Office, register: Register) -> None:
    file = file_of(office, register(ON))
    event = acts.read(ev.Extended, {"on": "2026-11-27", "days": "40"})
    assert acts.effect(office, file, event, by(Role.CLERK)).startswith("不能登记“延长答复期限”")


def test_a_refusal_names_fields_as_the_form_does() -> None:
    assert (
        labels.office_words("请写明理由（reason）。请写明late_reason。") == "请写明理由。请写明“逾期理由”。"
    )


def test_all_faults_of_a_form_are_told_at_once_by_their_chinese_names() -> None:
    with pytest.raises(NotReadable) as wrong:
        acts.read(ev.Extended, {"on": "2026-02-30", "days": "二十"})
    assert len(wrong.value.problems) == 2
    assert "工作日数" in wrong.value.why


@pytest.mark.parametrize("kind", list(acts.VERBS))
def test_every_form_has_chinese_labels_and_asks_for_the_date(kind: type[ev.Event]) -> None:
    form = acts.form(kind)
    assert form[0].name == "on"
    assert all(not entry.label.isascii() for entry in form)


@pytest.mark.parametrize("kind", list(acts.VERBS))
def test_no_group_of_fields_is_more_than_one_can_take_in(kind: type[ev.Event]) -> None:
    grouped = actfields.groups(acts.form(kind))
    assert all(len(entries) <= 7 for _, entries in grouped)
    assert sorted(e.name for _, entries in grouped for e in entries) == sorted(
        e.name for e in acts.form(kind)
    )


def test_a_refusal_stands_at_the_fields_it_names() -> None:
    with pytest.raises(NotReadable) as wrong:
        acts.read(ev.Extended, {"on": "2026-02-30", "days": "二十"})
    told = actfields.faults(acts.form(ev.Extended), wrong.value.why)
    assert set(told) == {"on", "days"}
    assert actfields.faults(acts.form(ev.Extended), "请写明理由（reason）。") == {"reason": "请写明理由。"}


def test_a_remedy_that_nobody_sought_cannot_end(office: Office, register: Register) -> None:
    row = register(date(2026, 10, 20))

    def kinds() -> set[type[ev.Event]]:
        offered = acts.offers(office, file_of(office, row), by(Role.CLERK))
        return {offer.kind for group in offered.values() for offer in group}

    assert not {ev.RemedyDecided, ev.ReplyAnnulled} & kinds()
    filed = ev.RemedyFiled(on=NOW, route=RemedyRoute.RECONSIDERATION)
    applications.record(office, row.number, [filed], by(Role.CLERK))
    assert ev.RemedyDecided in kinds()


def test_letters_are_not_recorded_by_this_form() -> None:
    with pytest.raises(acts.DeskError):
        acts.kind_named("letter_issued")


def test_a_stale_page_is_refused_for_every_kind(office: Office, register: Register) -> None:
    row = register(ON)
    seen = len(file_of(office, row).entries)
    acts.record(office, row.number, ev.Noted, {"on": "2026-11-27", "text": "来电"}, by(Role.CLERK), seen=seen)
    stale = {
        ev.Noted: {"text": "又来电"},
        ev.ConsultationSent: {"id": "1", "to": "third_party", "information": "图", "name": "某公司"},
        ev.RegistrationCorrected: {"reason": "误录", "name": "李军"},
    }
    for kind, typed in stale.items():
        with pytest.raises(ChangedMeanwhile):
            acts.record(office, row.number, kind, {"on": "2026-11-27", **typed}, by(Role.CLERK), seen=seen)


def test_a_consultation_keeps_its_party_and_a_correction_its_person(
    office: Office, register: Register
) -> None:
    row = register(ON)
    typed = {"on": "2026-11-27", "id": "1", "to": "third_party", "information": "图纸", "name": "某公司"}
    typed |= {"address": "解放路1号", "person": "否", "question": "是否同意公开"}
    seen = len(file_of(office, row).entries)
    acts.record(office, row.number, ev.ConsultationSent, typed, by(Role.CLERK), seen=seen)
    file = file_of(office, row)
    assert "某公司" in {person.name for person in file.people.values()}
    corrected = {"on": "2026-11-27", "reason": "误录", "name": "李军"}
    seen = len(file.entries)
    acts.record(office, row.number, ev.RegistrationCorrected, corrected, by(Role.CLERK), seen=seen)
    assert file_of(office, row).applicant.name == "李军"


def test_the_effect_of_a_fee_notice_is_told_with_the_fee_the_desk_computes(
    office: Office, register: Register
) -> None:
    file = file_of(office, register(ON))
    typed = {"on": "2026-11-27", "standard": "items", "units": "12", "service": "post", "officer": "周明远"}
    typed |= {"reason": "本月内申请的件数超出合理范围", "alternatives_offered": "是"}
    told = acts.effect(office, file, acts.read(ev.FeeNotified, typed), by(Role.CLERK))
    assert told.startswith("现在发出收费通知，原答复期限 12月18日 不再计算，状态改为“等待缴费”")
