"""Reconsiderations and suits against a reply, with the agency's own days to answer."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from foidesk.api.seat import Key, Sitting
from foidesk.desk import dossier
from foidesk.rules.vocabulary import RemedyResult, RemedyRoute

router = APIRouter(prefix="/applications/{application}", tags=["applications"])


class Challenge(BaseModel):
    """A remedy that was filed; `answer_by`: the agency's last day to answer; `result`: null while it is open."""

    route: RemedyRoute
    filed_on: date
    answer_by: date
    decided_on: date | None
    result: RemedyResult | None


class Challenges(BaseModel):
    """The remedies against the reply, in order."""

    challenges: list[Challenge]


@router.get("/challenges")
def challenges(seat: Sitting, application: Key) -> Challenges:
    """What was filed against the reply, and what became of it."""
    found = dossier.challenges(seat.office, seat.file(application))
    return Challenges(
        challenges=[
            Challenge(
                route=each.filed.route,
                filed_on=each.filed.on,
                answer_by=each.answer_by,
                decided_on=each.result.on if each.result else None,
                result=each.result.result if each.result else None,
            )
            for each in found
        ]
    )
