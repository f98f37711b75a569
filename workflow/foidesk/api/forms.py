"""政府信息公开申请表 to print: blank, or of a registered application."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Response

from foidesk.api.files import file_of, given
from foidesk.api.seat import Key, Sitting
from foidesk.desk import applicationform
from foidesk.desk.letters import DOCX, PDF, Paper

router = APIRouter(tags=["forms"])
Ending = Literal["pdf", "docx"]


@router.get("/application-form.{ending}", response_class=Response, responses=file_of(PDF, DOCX))
def blank(seat: Sitting, ending: Ending) -> Response:
    """The empty form."""
    return _given(applicationform.blank(seat.office, seat.by), ending, applicationform.TITLE)


@router.get(
    "/applications/{application}/form.{ending}", response_class=Response, responses=file_of(PDF, DOCX)
)
def filled(seat: Sitting, application: Key, ending: Ending) -> Response:
    """The form of an application, everybody in full; noted in the audit trail."""
    made = applicationform.filled(seat.office, application, seat.by)
    return _given(made, ending, f"{applicationform.TITLE}{application}")


def _given(paper: Paper, ending: Ending, name: str) -> Response:
    if ending == "pdf":
        return given(paper.pdf, PDF, f"{name}.pdf")
    return given(paper.docx, DOCX, f"{name}.docx")
