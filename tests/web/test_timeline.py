"""The timeline: what ran, stood still or is void, as rows of days and as a picture in which nothing overlaps."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from foidesk import content
from foidesk.rules import events as ev
from foidesk.rules.case import case
from foidesk.rules.vocabulary import ApplicantKind, Channel, Consulted
from foidesk.web import timelinepicture
from foidesk.web.timeline import Look, Timeline, rows, timeline

CALENDAR = content.calendar()
RECEIVED = date(2026, 9, 21)


def line(*happened: ev.Event, today: date) -> Timeline:
    facts = (
        ev.Received(on=RECEIVED, channel=Channel.IN_PERSON),
        ev.Registered(
            on=RECEIVED, number="芙〔2026〕第1号", year=2026, n=1, applicant=1,
            applicant_kind=ApplicantKind.NATURAL_PERSON,
        ),
        *happened,
    )  # fmt: skip
    found = timeline(case(facts, CALENDAR), CALENDAR, today)
    assert found is not None
    return found


def counted(found: Timeline) -> list[int]:
    return [mark.number for mark in found.marks if mark.number is not None]


PLAIN: tuple[ev.Event, ...] = ()
EXTENDED = (ev.Extended(on=date(2026, 10, 15), days=20),)
CLARIFIED = (
    ev.ClarificationAsked(on=date(2026, 9, 24), answer_by=date(2026, 10, 15)),
    ev.Clarified(on=date(2026, 10, 12)),
)
CONSULTED = (
    ev.ConsultationSent(on=date(2026, 9, 23), id="1", to=Consulted.THIRD_PARTY),
    ev.ConsultationServed(on=date(2026, 9, 24), id="1"),
    ev.ConsultationAnswered(on=date(2026, 10, 12), id="1"),
)
PAID = (
    ev.FeeNotified(on=date(2026, 9, 25), yuan=100),
    ev.FeeNoticeServed(on=date(2026, 9, 25)),
    ev.FeePaid(on=date(2026, 10, 14)),
)
WAITING = CLARIFIED[:1]
TODAY = date(2026, 10, 16)


def test_a_plain_application_counts_one_to_twenty_and_ends_on_its_due_day() -> None:
    found = line(today=TODAY)
    assert counted(found) == list(range(1, 21))
    assert found.marks[-1].day.on == found.due
    assert found.marks[0].look is Look.START
    makeup = next(mark for mark in found.marks if mark.day.on == date(2026, 10, 10))
    assert makeup.title.startswith("第 ")
    assert "2026-10-10 周六（调休上班，国办发明电〔2025〕7号）" in makeup.title


def test_the_tail_is_what_an_extension_gave() -> None:
    found = line(*EXTENDED, today=TODAY)
    assert counted(found) == list(range(1, 41))
    assert [mark.number for mark in found.marks if mark.tail] == list(range(21, 41))


def test_a_clarification_leaves_a_gap_and_a_second_segment() -> None:
    found = line(*CLARIFIED, today=TODAY)
    assert counted(found) == [1, 2, 3, *range(1, 21)]
    gap = [mark.day.on for mark in found.marks if mark.look is Look.VOID]
    assert gap
    assert all(date(2026, 9, 24) < on < date(2026, 10, 12) for on in gap)
    assert found.restarts == (date(2026, 10, 12),)


def test_days_of_a_consultation_stand_still_and_the_count_goes_on_after_them() -> None:
    found = line(*CONSULTED, today=TODAY)
    still = [mark.day.on for mark in found.marks if mark.look is Look.STOOD_STILL]
    assert (still[0], still[-1]) == (date(2026, 9, 28), date(2026, 10, 12))
    assert counted(found) == list(range(1, 21))


def test_a_payment_restarts_the_count() -> None:
    found = line(*PAID, today=TODAY)
    assert counted(found)[:4] == [1, 2, 3, 1]  # the 25th is a holiday
    assert found.restarts == (date(2026, 10, 14),)


def test_an_overdue_application_is_shown_up_to_today() -> None:
    found = line(today=date(2026, 12, 1))
    assert found.marks[-1].day.on == date(2026, 12, 1)
    assert max(counted(found)) == 20


def test_an_application_that_waits_has_a_gap_up_to_today_and_no_due_day() -> None:
    found = line(*WAITING, today=TODAY)
    assert found.due is None
    assert found.marks[-1].day.on == TODAY
    assert found.marks[-1].look is Look.VOID


def test_an_application_whose_receipt_is_not_known_has_no_line() -> None:
    facts = (
        ev.Received(on=RECEIVED, channel=Channel.ORDINARY_POST),
        ev.Registered(
            on=RECEIVED, number="1", year=2026, n=1, applicant=1, applicant_kind=ApplicantKind.OTHER
        ),
    )
    assert timeline(case(facts, CALENDAR), CALENDAR, TODAY) is None


@pytest.mark.parametrize("happened", [PLAIN, EXTENDED, CLARIFIED, CONSULTED, PAID, WAITING])
def test_the_table_tells_every_day_once_and_every_flag(happened: tuple[ev.Event, ...]) -> None:
    found = line(*happened, today=TODAY)
    told = rows(found)
    assert sum((row.last - row.first).days + 1 for row in told) == len(found.marks)
    assert [flag for row in told for flag in row.flags] == list(found.flags)


@pytest.mark.parametrize("happened", [PLAIN, EXTENDED, CLARIFIED, CONSULTED, PAID, WAITING])
@pytest.mark.parametrize("today", [TODAY, date(2027, 2, 1)])
def test_no_two_texts_of_the_picture_overlap(happened: tuple[ev.Event, ...], today: date) -> None:
    drawn = timelinepicture.picture(line(*happened, today=today))
    svg = ET.fromstring(drawn)
    assert "style=" not in drawn
    name = "{http://www.w3.org/2000/svg}"
    boxes = [
        tuple(float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        for rect in svg.findall(f"{name}rect")
    ]
    assert len(boxes) >= len(happened[:1]) + 2
    for n, (x, y, width, height) in enumerate(boxes):
        assert x >= 0
        assert x + width <= timelinepicture.WIDTH
        for other in boxes[n + 1 :]:
            apart = x + width <= other[0] or other[0] + other[2] <= x or y + height <= other[1]
            assert apart or other[1] + other[3] <= y
