"""Whatever can happen to an application can be recorded from some page."""

from __future__ import annotations

from starlette.routing import Route

from foidesk.desk import acts
from foidesk.rules import events as ev
from foidesk.rules import history
from foidesk.web.app import ROUTERS

LETTERS = "/applications/{application:key}/letters"
APPROVAL = "/approvals/{application:key}/{sequence:key}"
#: events that other pages record than the forms of acts
ELSEWHERE = {
    history.Imported: "/ledger/import",
    history.ImportUndone: "/ledger/undo",
    ev.Received: "/register",
    ev.Registered: "/register",
    ev.Drafted: f"{LETTERS}/draft",
    ev.Submitted: f"{LETTERS}/draft",
    ev.Reviewed: APPROVAL,
    ev.SentBack: APPROVAL,
    ev.Approved: APPROVAL,
    ev.Recalled: APPROVAL,
    ev.Replied: APPROVAL,
    ev.LetterIssued: APPROVAL,
    ev.LetterSent: f"{LETTERS}/service",
    ev.LetterServed: f"{LETTERS}/service",
    ev.LetterReturned: f"{LETTERS}/service",
    ev.LetterRefused: f"{LETTERS}/service",
    ev.AddressChanged: f"{LETTERS}/service",
}


def test_every_event_has_a_form_or_a_page_of_its_own() -> None:
    assert set(acts.VERBS) | set(ELSEWHERE) == set(ev.KINDS.values())
    assert not set(acts.VERBS) & set(ELSEWHERE)


def test_the_pages_of_their_own_are_there() -> None:
    posted = {
        route.path
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, Route) and "POST" in (route.methods or ())
    }
    assert set(ELSEWHERE.values()) <= posted
