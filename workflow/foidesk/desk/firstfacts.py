"""The facts an application begins with, from what was typed in."""

from __future__ import annotations

from dataclasses import dataclass

from foidesk.desk.registration import Registration
from foidesk.rules import events as ev


@dataclass(frozen=True, slots=True)
class Parties:
    """Rows of the people of one application."""

    applicant: int
    joint: tuple[int, ...] = ()
    agent: int | None = None


def first_facts(registration: Registration, number: str, n: int, parties: Parties) -> tuple[ev.Event, ...]:
    """Received and registered, and what else was known then: the confirmation, who handles it."""
    arrived = registration.arrived
    facts: list[ev.Event] = [
        ev.Received(on=arrived, channel=registration.channel),
        ev.Registered(
            on=arrived,
            number=number,
            year=arrived.year,
            n=n,
            applicant=parties.applicant,
            joint=parties.joint,
            agent=parties.agent,
            agent_power=registration.agent_power,
            flags=tuple(flag.value for flag in registration.flags),
            split_from=registration.split_from,
            addressed_to=registration.addressed_to,
            applicant_kind=registration.applicant_kind,
            request=registration.request,
            form=registration.form,
        ),
    ]
    if registration.confirmed is not None:
        facts.append(ev.ReceiptConfirmed(on=registration.confirmed))
    if registration.handler is not None:
        facts.append(ev.Assigned(on=arrived, handler=registration.handler))
    return tuple(facts)


def read_back(registration: Registration, who: str) -> list[ev.Event]:
    """That an oral application was written down, read back and signed (条例 29)."""
    if registration.read_back is None:
        return []
    text = f"口头申请，由{who}代为填写并向申请人宣读；{registration.read_back.label}。"
    return [ev.Noted(on=registration.arrived, text=text)]
