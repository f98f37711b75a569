"""The file of an application: everything about it in one PDF/A."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from fastapi import APIRouter, Response

from foidesk.api.letters import file_of
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
    told = f"attachment; filename*=UTF-8''{quote(casefile.file_name(made), safe='')}"
    return Response(made.pdf, media_type=PDF, headers={"Content-Disposition": told})
