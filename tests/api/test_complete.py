"""Whatever the pages can do, the API can: every route of the pages has its operations, or a reason why not."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.routing import APIRoute

from foidesk.api.app import create
from foidesk.web.app import ROUTERS

DOCUMENT: dict[str, Any] = create(None).openapi()  # type: ignore[arg-type]
OPERATIONS = {f"{method.upper()} {path}" for path, methods in DOCUMENT["paths"].items() for method in methods}

NO_PASSWORD = "a program has a token and no password; people log in on the pages"
ONE_AGENCY = "a token belongs to one agency"
WAITS = "a program waits for the answer itself"
ITS_OWN_KEY = "the secret address is itself what a program reads"
EMPTY_FORM = "an empty form; what goes into it is described by the operation that takes it"
ONE = "/applications/{application}"
PUBLIC = "/public-documents"

#: what each route of the pages can do -> the operations that do the same; text alone: why there is none
TABLE: dict[str, tuple[str, ...] | str] = {
    # the entrance
    "GET /login": NO_PASSWORD,
    "POST /login": NO_PASSWORD,
    "GET /login/provider": NO_PASSWORD,
    "GET /login/provider/back": NO_PASSWORD,
    "POST /start": NO_PASSWORD,
    "POST /logout": NO_PASSWORD,
    "GET /password": NO_PASSWORD,
    "POST /password": NO_PASSWORD,
    # lists
    "GET /": ("GET /applications", "GET /applications/counts", "GET /staff/{login}/views"),
    "GET /worklist.xlsx": ("GET /applications/export.xlsx",),
    "POST /saved-views": ("POST /staff/{login}/views", "POST /staff/{login}/views/removal"),
    "GET /search": ("GET /applications/numbered", "GET /applications"),
    "POST /search": ("POST /applications/search",),
    "GET /search/{words}": ("POST /applications/search",),
    "GET /alerts": ("GET /staff/{login}/alerts",),
    "POST /alerts/seen": ("POST /staff/{login}/alerts/seen",),
    "GET /alerts/ways": ("GET /staff/{login}/reach", "GET /staff/{login}/feed", "GET /feed"),
    "POST /alerts/ways": ("PUT /staff/{login}/reach",),
    "POST /alerts/feeds": (
        "POST /staff/{login}/feed", "DELETE /staff/{login}/feed", "POST /feed", "DELETE /feed",
    ),
    "GET /feeds/{secret}.ics": ITS_OWN_KEY,
    # applications
    "GET /register": ("GET /matters/{matter}/registration",),
    "POST /register/preview": ("POST /applications/foreseen",),
    "POST /register": ("POST /applications", "POST /matters/{matter}/application"),
    "GET /register/blank.{ending}": ("GET /application-form.{ending}",),
    "GET /applications": ("GET /applications/numbered",),
    "GET /applications/{application:key}": (
        f"GET {ONE}", f"GET {ONE}/history", f"GET {ONE}/days", f"GET {ONE}/people", f"GET {ONE}/challenges",
    ),
    "POST /applications/{application:key}/people": (f"GET {ONE}/people/full",),
    "GET /applications/{application:key}/acts/{event}": ("GET /reference/events",),
    "POST /applications/{application:key}/acts/{event}/effect": (f"POST {ONE}/whatif",),
    "POST /applications/{application:key}/acts/{event}": (
        f"POST {ONE}/events", f"POST {ONE}/people/correction", f"POST {ONE}/people/consultation",
    ),
    "GET /applications/{application}/form.{ending}": (f"GET {ONE}/form.{{ending}}",),
    "POST /applications/{application}/attachments": (f"POST {ONE}/attachments",),
    "GET /applications/{application}/attachments/{n}": (
        f"GET {ONE}/attachments", f"GET {ONE}/attachments/{{n}}",
    ),
    "POST /applications/{application}/attachments/{n}/remove": (f"POST {ONE}/attachments/{{n}}/removal",),
    "GET /people/{row}": ("GET /people/{person}",),
    "POST /people/{row}/join": ("POST /people/{person}/join",),
    "POST /people/{row}/part": ("POST /people/{person}/part",),
    # letters
    "GET /applications/{application:key}/letters/new": (
        "GET /reference/questions", "GET /reference/outcomes", "GET /reference/letters",
    ),
    "GET /applications/{application:key}/letters": (f"GET {ONE}/letters", f"GET {ONE}/history"),
    "POST /applications/{application:key}/letters/service": (
        f"POST {ONE}/service/mail", f"POST {ONE}/service/sent", f"POST {ONE}/service/served",
        f"POST {ONE}/service/returned", f"POST {ONE}/service/refused", f"POST {ONE}/people/move",
    ),
    "GET /applications/{application:key}/letters/draft": (f"GET {ONE}/drafts", f"POST {ONE}/drafts/check"),
    "GET /applications/{application:key}/letters/draft.{form}": (
        f"POST {ONE}/drafts/pdf", f"POST {ONE}/drafts/docx",
    ),
    "POST /applications/{application:key}/letters/draft": (
        f"POST {ONE}/drafts", f"POST {ONE}/proposals", f"POST {ONE}/letters", "POST /files",
        f"POST {PUBLIC}/search",
    ),
    "GET /applications/{application:key}/letters/draft/files/{n:key}": (f"GET {ONE}/drafts/files/{{n}}",),
    "GET /applications/{application:key}/letters/{doc_number:path}.pdf": (f"GET {ONE}/letters/pdf",),
    "GET /applications/{application:key}/letters/{doc_number:path}.docx": (f"GET {ONE}/letters/docx",),
    "GET /applications/{application:key}/letters/{doc_number:path}/files/{n:key}": (
        f"GET {ONE}/letters/files/{{n}}",
    ),
    "GET /approvals": ("GET /approvals",),
    "GET /approvals/{application:key}/{sequence:key}": (f"GET {ONE}/proposals/{{sequence}}",),
    "GET /approvals/{application:key}/{sequence:key}.pdf": (f"GET {ONE}/proposals/{{sequence}}/pdf",),
    "GET /approvals/{application:key}/{sequence:key}/files/{n:key}": (
        f"GET {ONE}/proposals/{{sequence}}/files/{{n}}",
    ),
    "POST /approvals/{application:key}/{sequence:key}": tuple(
        f"POST {ONE}/proposals/{{sequence}}/{act}" for act in ("review", "return", "approve", "recall", "issue")
    ),
    "GET /applications/{application}/casefile.pdf": (f"GET {ONE}/casefile",),
    # examples
    "GET /casebook": ("GET /casebook",),
    "GET /applications/{application}/example": (f"GET {ONE}/example",),
    "POST /applications/{application}/example": (f"POST {ONE}/example",),
    "GET /casebook/{agency}/{key}": ("GET /casebook/{agency}/{example}",),
    "GET /casebook/{agency}/{key}/change": ("GET /casebook/{agency}/{example}",),
    "POST /casebook/{agency}/{key}": (
        "PUT /casebook/{example}", "POST /casebook/{example}/confirmation", "POST /casebook/{example}/withdrawal",
    ),
    # registers beside the applications
    "GET /matters": ("GET /matters",),
    "POST /matters/search": ("POST /matters/search",),
    "GET /matters/new": EMPTY_FORM,
    "POST /matters": ("POST /matters",),
    "GET /matters/{key:key}": ("GET /matters/{matter}",),
    "POST /matters/{key:key}": ("POST /matters/{matter}/answer",),
    "GET /public-documents": (f"GET {PUBLIC}", f"POST {PUBLIC}/search"),
    "GET /public-documents.xlsx": (f"GET {PUBLIC}/export.xlsx",),
    "GET /public-documents/new": EMPTY_FORM,
    "POST /public-documents/new": (f"POST {PUBLIC}",),
    "GET /public-documents/{key:key}": (f"GET {PUBLIC}/{{document}}",),
    "POST /public-documents/{key:key}": (
        f"PUT {PUBLIC}/{{document}}", f"POST {PUBLIC}/{{document}}/repeal", f"DELETE {PUBLIC}/{{document}}",
    ),
    "GET /public-documents/import": EMPTY_FORM,
    "POST /public-documents/import/reading": (f"POST {PUBLIC}/import/reading",),
    "POST /public-documents/import": (f"POST {PUBLIC}/import",),
    # absence
    "GET /delegations": ("GET /delegations",),
    "POST /delegations": ("POST /delegations", "POST /delegations/{delegation}/end"),
    "GET /handover": ("GET /handover",),
    "POST /handover": ("POST /handover",),
    "POST /agency": ONE_AGENCY,
    # supervision
    "GET /supervision": ONE_AGENCY,
    "POST /supervision/urgings": ONE_AGENCY,
    "GET /supervision/bulletin.docx": ONE_AGENCY,
    "GET /supervision/report": ONE_AGENCY,
    "GET /supervision/report/cell": ONE_AGENCY,
    "GET /supervision/report.{kind}": ONE_AGENCY,
    "GET /urgings": ("GET /urgings",),
    "GET /urgings/{key:key}": ("GET /urgings/{urging_key}",),
    "POST /urgings/{key:key}": ("POST /urgings/{urging_key}/answer",),
    # figures
    "GET /statistics": ("GET /statistics/{year}",),
    "GET /statistics/requesters": ("GET /statistics/{year}/requesters",),
    "GET /statistics/topics": ("GET /statistics/{year}/topics",),
    "GET /statistics.xlsx": ("GET /statistics/{year}/export.xlsx",),
    "GET /reports": ("GET /reports/{year}",),
    "POST /reports/publish": ("POST /reports/{year}/publication",),
    "GET /reports/cases": ("GET /reports/{year}/cases",),
    "GET /reports/challenges": ("GET /reports/{year}/challenges",),
    "GET /reports/fees": ("GET /reports/{year}/fees",),
    "GET /reports/entries": ("GET /reports/{year}/entries",),
    "POST /reports/entries": ("PUT /reports/{year}/entries",),
    "GET /reports/{year:int}/{kind}": ("GET /reports/{year}/files/{kind}",),
    "GET /ledger": ("POST /ledger/reading", "GET /ledger/imports"),
    "POST /ledger": ("POST /ledger/reading",),
    "POST /ledger/headings": ("PUT /ledger/headings",),
    "POST /ledger/import": ("POST /ledger/import",),
    "POST /ledger/undo": ("POST /ledger/imports/{batch}/undoing",),
    "GET /ledger/bad.xlsx": ("POST /ledger/bad-rows",),
    "GET /ledger/export.xlsx": ("GET /ledger/export.xlsx",),
    "GET /tasks": WAITS,
    "GET /tasks/progress": WAITS,
    "POST /tasks": ("POST /ledger/import", "GET /reports/{year}/files/{kind}", f"GET {ONE}/letters/pdf"),
    "GET /tasks/{task:key}/file": WAITS,
    # the calendar and sums
    "GET /calendar": ("GET /calendar/{year}", "GET /notices"),
    "POST /calendar/reading": ("POST /notices/reading",),
    "POST /calendar": ("POST /notices",),
    "POST /calendar/withdrawal": ("POST /notices/{year}/withdrawal",),
    "GET /calculators": ("GET /workdays", "GET /workdays/count", "GET /fee", "POST /clock"),
    # administration
    "GET /administration": ("GET /accounts",),
    "POST /administration/accounts": ("POST /accounts",),
    "POST /administration/accounts/{account:key}": (
        "PUT /accounts/{account}/roles", "POST /accounts/{account}/password", "POST /accounts/{account}/closing",
    ),
    "GET /administration/audit": ("GET /audit",),
    "GET /administration/clients": ("GET /clients",),
    "POST /administration/clients": ("POST /clients",),
    "POST /administration/clients/{client:key}": ("POST /clients/{client}/revocation",),
    "GET /administration/settings": ("GET /installation/settings",),
    "GET /administration/health": ("GET /installation/health",),
    "POST /administration/mail": ("POST /installation/test-mail",),
    "GET /administration/letters": ("GET /installation/letters",),
    "GET /administration/letters/{kind}.pdf": ("GET /installation/letters/{kind}.pdf",),
}  # fmt: skip
PAGES = sorted(
    f"{method} {route.path}"
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
)


def test_the_table_names_no_page_that_is_not_there() -> None:
    assert set(TABLE) - set(PAGES) == set()


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_can_do_the_api_can(page: str) -> None:
    known = TABLE.get(page)
    assert known, f"{page}: no operation and no reason"
    if not isinstance(known, str):
        assert set(known) - OPERATIONS == set()
