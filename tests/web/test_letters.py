"""From the choice of a ground to the issued letter, in a browser: three people, one way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from secrets import token_urlsafe

from fastapi.testclient import TestClient

from foidesk.desk import applications, registration
from foidesk.desk.office import By, Office
from foidesk.rules import events as ev

from .conftest import at, csrf

FRIDAY = date(2026, 3, 6)
FACTS = {
    "f-facts": "经查，本机关保存有该图",
    "f-supplied": "保护范围图",
    "f-form": "纸质复印件",
    "f-delivery": "邮寄",
}
Browser = Callable[..., TestClient]


def registered(office: Office) -> int:
    facts = {
        "channel": "in_person",
        "arrived": "2026-03-02",
        "applicant_kind": "natural_person",
        "name": "李珺",
        "telephone": "13800000040",
        "request": "某文物保护单位的保护范围图",
        "form": "纸质",
    }
    by = By("周敏", at(date(2026, 3, 2)))
    row, _ = applications.register(office, registration.read(facts), by)
    review = ev.SecrecyReviewed(on=date(2026, 3, 2), reviewer="陈立新", cleared=True)
    applications.record(office, row.number, [review], by)
    return row.application


def sent(client: TestClient, path: str, to: str | None = None, **fields: str) -> tuple[int, str]:
    """Open the page, send its form; the status and where it leads, or the page."""
    token = csrf(client.get(path).text)
    answer = client.post(to or path.split("?")[0], data={"csrf": token, "once": token_urlsafe(), **fields})
    return answer.status_code, answer.headers.get("location", answer.text)


def test_a_reply_is_drafted_submitted_reviewed_approved_and_issued(staffed: Office, browser: Browser) -> None:
    n = registered(staffed)
    base = f"/applications/{n}/letters"
    clerk = browser("zhoumin", FRIDAY)
    assert "ground=disclosed" in clerk.get(f"{base}/new").text
    draft = f"{base}/draft?kind=reply&ground=disclosed"
    assert "还不能成文" in clerk.get(draft).text
    assert clerk.get(draft).text.count('name="f-facts"') == 1, "a name that comes twice would be joined"
    form = {"kind": "reply", "ground": "disclosed", "service": "post", **FACTS}
    assert sent(clerk, draft, act="save", **form)[0] == 303
    assert "保护范围图" in clerk.get(f"{base}/draft?kind=reply").text
    assert clerk.get(f"{base}/draft.pdf?kind=reply").content.startswith(b"%PDF")
    assert sent(clerk, draft, act="submit", **form)[0] == 303

    reviewer = browser("liujian", FRIDAY)
    (at_,) = [
        part.split('"')[0] for part in reviewer.get("/approvals").text.split(f'href="/approvals/{n}/')[1:]
    ]
    here = f"/approvals/{n}/{at_}"
    assert reviewer.get(f"{here}.pdf").content.startswith(b"%PDF")
    assert sent(reviewer, here, act="back")[0] == 422
    assert sent(reviewer, here, act="review") == (303, "/approvals")
    assert sent(reviewer, here, act="approve")[0] == 403
    assert sent(browser("zhou", FRIDAY), here, act="approve")[0] == 303
    assert "不能再改" in clerk.get(here).text
    assert sent(clerk, here, act="issue") == (303, base)
    number = applications.open_file(staffed, "芙政公开〔2026〕第1号").case.letters[-1].doc_number
    assert number in clerk.get(base).text
    assert clerk.get(f"{base}/{number}.pdf").content.startswith(b"%PDF")
    assert clerk.get(f"{base}/{number}.docx").content.startswith(b"PK")


def test_the_receipt_is_issued_without_approval(staffed: Office, browser: Browser) -> None:
    n = registered(staffed)
    clerk = browser("zhoumin", FRIDAY)
    path = f"/applications/{n}/letters/draft?kind=receipt"
    assert sent(clerk, path, kind="receipt", act="issue") == (303, f"/applications/{n}/letters")
    number = applications.open_file(staffed, "芙政公开〔2026〕第1号").case.letters[-1].doc_number
    base = f"/applications/{n}/letters"
    form = {"doc_number": number, "on": "2026-03-06", "service": "post", "tracking": "XA12345678943"}
    assert sent(clerk, base, f"{base}/service", act="sent", **form) == (303, base)
    assert sent(clerk, base, f"{base}/service", act="served", **{**form, "on": "三月"})[0] == 422
    assert sent(clerk, base, f"{base}/service", act="served", **form) == (303, base)
