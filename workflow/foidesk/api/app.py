"""The API as an app of its own, to be mounted under /api."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import FastAPI

from foidesk.api import (
    absences,
    administration,
    applicants,
    applications,
    approvals,
    attachments,
    calculators,
    casebook,
    casefile,
    challenges,
    clocks,
    due,
    feeds,
    forms,
    installation,
    intake,
    keptfiles,
    ledger,
    letters,
    lists,
    matters,
    notices,
    persons,
    problems,
    publicdocuments,
    reference,
    reports,
    service,
    staff,
    statistics,
    urgings,
)
from foidesk.api.bounds import Bounded, Rates
from foidesk.desk import clients
from foidesk.desk.installation import Installation

ROUTERS = (
    lists.router,
    intake.router,
    applications.router,
    attachments.router,
    clocks.router,
    challenges.router,
    casefile.router,
    casebook.router,
    persons.router,
    letters.router,
    keptfiles.router,
    approvals.router,
    service.router,
    forms.router,
    matters.router,
    applicants.router,
    publicdocuments.router,
    due.router,
    staff.router,
    feeds.router,
    absences.router,
    reports.router,
    statistics.router,
    urgings.router,
    ledger.router,
    notices.router,
    calculators.router,
    reference.router,
    administration.router,
    installation.router,
)


def moment() -> datetime:
    """Now: the only clock of the API."""
    return datetime.now(UTC)


def create(
    installation: Installation, now: Callable[[], datetime] = moment, rates: Rates | None = None
) -> FastAPI:
    """The API of an installation."""
    app = FastAPI(
        title="foidesk",
        summary="Answering applications for government information: what the desk can do, for programs.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.installation = installation
    app.state.now = now
    app.state.rates = rates or Rates()
    problems.explain(app)
    app.add_middleware(Bounded, known=lambda token: clients.known(installation.database, token))
    for router in ROUTERS:
        app.include_router(router, responses=problems.DOCUMENTED)
    return app
