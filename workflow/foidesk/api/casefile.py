"""The file of an application: everything about it in one PDF/A."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response

from foidesk.api.files import file_of, given
from foidesk.api.seat import Key, Sitting
from foidesk.desk import casefile
from foidesk.desk.letters import PDF

router = APIRouter(prefix="/applications/{application}", tags=["applications"])


@router.get("/casefile", response_class=Response, responses=file_of(PDF))
def case_file(seat: Sitting, application: Key, text: Literal["full", "masked"] = "masked") -> Response:
    """案卷: contents, chronology, clock, approvals, letters as issued, service, fees, remedies, as PDF/A-2b.

    `masked` hides the registered particulars of people and leaves out what they handed in; `full` needs the
    permission to read personal data. Either is noted in the audit trail.
    """
    made = casefile.made(seat.office, application, seat.by, full=text == "full")
    return given(made.pdf, PDF, casefile.file_name(made))
