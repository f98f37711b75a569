"""The draft page: several items, files, a DOCX changed elsewhere, what is public filled in, findings at their fields."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from secrets import token_urlsafe

import docx
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from tests.desk.letterroom import blackened

from foidesk.desk import applications, proposing
from foidesk.desk.office import By, Office
from foidesk.desk.publicindex import documents

from .conftest import at, csrf
from .test_letters import FACTS, FRIDAY, registered

Browser = Callable[..., TestClient]
NUMBER = "芙政公开〔2026〕第1号"
DISCLOSED = {"kind": "reply", "ground": "disclosed", "service": "post", **FACTS}
Files = list[tuple[str, tuple[str, bytes]]]


class Clerk:
    """A clerk at the draft page of one application."""

    def __init__(self, office: Office, browser: Browser) -> None:
        self.office, self.browser = office, browser
        self.n = registered(office)
        self.base = f"/applications/{self.n}/letters"
        self.client = browser("zhoumin", FRIDAY)

    def open(self, ground: str = "disclosed") -> str:
        return self.client.get(f"{self.base}/draft?kind=reply&ground={ground}").text

    def send(self, files: Files | None = None, **fields: str) -> Response:
        page = self.client.get(f"{self.base}/draft?kind={fields.get('kind', 'reply')}&ground=disclosed").text
        given = {"csrf": csrf(page), "once": token_urlsafe(), **fields}
        return self.client.post(f"{self.base}/draft", data=given, files=files or None)

    def kept(self, kind: str = "reply") -> proposing.Proposed:
        found = proposing.last(applications.open_file(self.office, NUMBER).case, kind)
        assert found is not None
        return found


@pytest.fixture
def clerk(staffed: Office, browser: Browser) -> Clerk:
    return Clerk(staffed, browser)


def fields(page: str) -> dict[str, str]:
    """What the form of a draft holds."""
    found = {
        name: unescape(text)
        for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)<', page)
    }
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and value and name[1] not in ("csrf", "once", "q"):
            found[name[1]] = unescape(value[1])
    return found


def as_sent(page: str, **changed: str) -> dict[str, str]:
    return {"service": "post", **fields(page), **changed}


# --- several items -------------------------------------------------------------------------------
def test_a_reply_item_by_item_is_drafted_and_submitted(clerk: Clerk) -> None:
    page = clerk.send(**DISCLOSED, act="item", another="not_held").text
    form = fields(page)
    assert form["ground"] == "disclosed、not_held"
    assert form["f-1.supplied"] == "保护范围图", "what was stated of the whole is now the first item's"
    stated = {
        "f-1.what": "某文物保护单位的保护范围图",
        "f-2.what": "某文物保护单位的保护标志说明",
    }
    answer = clerk.send(**as_sent(page, act="save", **stated))
    assert answer.status_code == 303, answer.text
    decision = clerk.kept().decision
    assert decision is not None
    assert decision.grounds == ("disclosed", "not_held")
    assert decision.facts["2.what"] == "某文物保护单位的保护标志说明"
    assert 'name="f-2.what"' in clerk.client.get(f"{clerk.base}/draft?kind=reply").text


def test_an_item_taken_out_moves_the_later_ones_up_and_one_left_is_the_whole(clerk: Clerk) -> None:
    page = clerk.send(**DISCLOSED, act="item", another="not_held").text
    page = clerk.send(**as_sent(page, act="item", another="archive")).text
    page = clerk.send(**as_sent(page, **{"f-3.archive": "区档案馆", "act": "without:2"})).text
    assert fields(page)["ground"] == "disclosed、archive"
    assert fields(page)["f-2.archive"] == "区档案馆"
    page = clerk.send(**as_sent(page, act="without:1")).text
    assert fields(page)["ground"] == "archive"
    assert fields(page)["f-archive"] == "区档案馆"


@pytest.mark.parametrize(
    "act",
    [
        {"act": "item", "another": "没有"},
        {"act": "item"},
        {"act": "without:1"},
        {"act": "without:9"},
        {"act": "pick:7"},
    ],
)
def test_what_cannot_be_added_or_taken_out_is_refused_and_what_was_typed_stays(
    clerk: Clerk, act: dict[str, str]
) -> None:
    answer = clerk.send(**DISCLOSED, **act)
    assert answer.status_code == (404 if act["act"] == "pick:7" else 422)
    assert fields(answer.text)["f-facts"] == FACTS["f-facts"]


def test_without_a_way_of_service_what_was_typed_stays(clerk: Clerk) -> None:
    answer = clerk.send(**DISCLOSED | {"service": ""}, act="save")
    assert answer.status_code == 422
    assert "没有选择送达方式" in answer.text
    assert fields(answer.text)["f-supplied"] == "保护范围图"


# --- what is already public ----------------------------------------------------------------------
def test_a_document_found_is_filled_into_the_reply_and_a_repealed_one_is_marked(clerk: Clerk) -> None:
    by = By("周敏", at(FRIDAY))
    plan = {
        "title": "道路命名方案",
        "number": "芙政办发〔2025〕3号",
        "place": "https://www.furong.gov.cn/3.html",
    }
    documents.enter(clerk.office, plan, by)
    documents.enter(clerk.office, {**plan, "title": "道路命名办法", "repealed_on": "2025-12-31"}, by)
    form = {"kind": "reply", "ground": "already_public", "service": "post"}
    page = clerk.send(**form, find="命名", act="find").text
    assert "2025-12-31 已废止" in page
    page = clerk.send(**form, find="命名", act="pick:1").text
    assert (
        fields(page)["f-place"]
        == "《道路命名方案》（芙政办发〔2025〕3号），网址：https://www.furong.gov.cn/3.html"
    )
    assert clerk.send(**as_sent(page, act="submit")).status_code == 303
    assert "没有查到" in clerk.send(**form, find="没有的", act="find").text


# --- findings at their fields --------------------------------------------------------------------
def test_what_the_check_says_stands_under_the_field_concerned(clerk: Clerk) -> None:
    page = clerk.send(
        kind="reply", ground="already_public", service="post", act="save", **{"f-place": "区政府门户网站"}
    )
    assert page.status_code == 303
    page = clerk.client.get(page.headers["location"]).text
    at_field = page.split('name="f-place"')[1].split("</textarea>")[1][:600]
    assert "须改正" in at_field
    assert "不够确切" in at_field


# --- files ---------------------------------------------------------------------------------------
def test_files_go_with_the_letter_through_approval_to_the_issued_one(clerk: Clerk) -> None:
    files: Files = [("files", ("保护范围图.pdf", blackened("第一页")))]
    page = clerk.send(files, **DISCLOSED, act="files").text
    assert fields(page)["n-1"] == "保护范围图"
    assert fields(page)["f-attachments"] == "保护范围图"
    answer = clerk.send(**as_sent(page, act="submit"))
    assert answer.status_code == 303, answer.text
    (at_,) = re.findall(rf"/approvals/{clerk.n}/(\d+)", clerk.client.get(answer.headers["location"]).text)
    here = f"/approvals/{clerk.n}/{at_}"
    for login, act in (("liujian", "review"), ("zhou", "approve"), ("zhoumin", "issue")):
        person = clerk.browser(login, FRIDAY)
        shown = person.get(here).text
        assert "保护范围图.pdf" in shown
        assert person.get(f"{here}/files/1").content.startswith(b"%PDF")
        assert person.get(f"{here}/files/2").status_code == 404
        done = person.post(here, data={"csrf": csrf(shown), "once": token_urlsafe(), "act": act})
        assert done.status_code == 303, done.text
    (letter,) = applications.open_file(clerk.office, NUMBER).case.letters
    issued = clerk.client.get(f"{clerk.base}/{letter.doc_number}/files/1")
    assert issued.content.startswith(b"%PDF")
    assert issued.headers["content-disposition"].startswith("attachment")
    assert clerk.client.get(f"{clerk.base}/{letter.doc_number}/files/2").status_code == 404


def test_a_file_in_which_withheld_words_can_still_be_read_is_not_submitted(clerk: Clerk) -> None:
    files: Files = [("files", ("名单.pdf", blackened("第一页", hidden=("联系人赵某某",))))]
    page = clerk.send(files, **DISCLOSED, withheld="赵某某", act="files").text
    refused = clerk.send(**as_sent(page, act="submit"))
    assert refused.status_code == 422
    assert "赵某某" in refused.text
    taken_out = clerk.send(**as_sent(refused.text, act="unload:1")).text
    assert "a-1" not in fields(taken_out)


@pytest.mark.parametrize(
    ("name", "data"), [("空.pdf", b""), ("没有扩展名", b"x"), ("a" * 120 + ".pdf", b"x")]
)
def test_a_file_that_cannot_go_out_is_refused_and_what_was_typed_stays(
    clerk: Clerk, name: str, data: bytes
) -> None:
    answer = clerk.send([("files", (name, data))], **DISCLOSED, act="save")
    assert answer.status_code == 422
    assert fields(answer.text)["f-facts"] == FACTS["f-facts"]


def test_a_made_up_file_is_refused(clerk: Clerk) -> None:
    answer = clerk.send(**DISCLOSED, **{"a-1": f"{'0' * 64}:图.pdf"}, act="submit")
    assert answer.status_code == 422


# --- changed outside -----------------------------------------------------------------------------
def test_a_draft_changed_in_a_word_processor_is_compared_and_taken(clerk: Clerk) -> None:
    assert clerk.send(**DISCLOSED, act="save").status_code == 303
    paper = clerk.client.get(f"{clerk.base}/draft.docx?kind=reply")
    document = docx.Document(io.BytesIO(paper.content))
    changed = next(each for each in document.paragraphs if "经查，本机关保存有该图" in each.text)
    for run in changed.runs[1:]:
        run.text = ""
    changed.runs[0].text = "经检索，本机关保存有该图。"
    out = io.BytesIO()
    document.save(out)
    page = clerk.send([("docx", ("改.docx", out.getvalue()))], **DISCLOSED, act="files").text
    assert "［增：检索］" in page
    assert clerk.send(**as_sent(page, act="save")).status_code == 303
    assert len(clerk.kept().outside) == 64
    back = clerk.send(**as_sent(page, act="draft")).text
    assert fields(back)["outside"] == ""
    bad = clerk.send([("docx", ("改.docx", b"no document"))], **DISCLOSED, act="submit")
    assert bad.status_code == 422


# --- on its way ----------------------------------------------------------------------------------
def test_a_receipt_refused_at_the_door_needs_a_witness(clerk: Clerk) -> None:
    assert clerk.send(kind="receipt", act="issue").status_code == 303
    (letter,) = applications.open_file(clerk.office, NUMBER).case.letters

    def recorded(**given: str) -> Response:
        page = clerk.client.get(clerk.base).text
        data = {"csrf": csrf(page), "once": token_urlsafe(), "doc_number": letter.doc_number, **given}
        return clerk.client.post(f"{clerk.base}/service", data=data)

    assert recorded(act="sent", on="2026-03-06", service="in_person").status_code == 303
    assert recorded(act="refused", on="2026-03-06").status_code == 422
    assert recorded(act="refused", on="2026-03-06", witness="社区王主任", note="拒不签收").status_code == 303
    assert recorded(act="returned", on="2026-03-06", note="查无此人").status_code == 303
    mailed = recorded(act="mail")
    assert mailed.status_code == 422
    assert "没有电子邮箱" in mailed.text
    assert recorded(act="没有").status_code == 422
    page = clerk.client.get(clerk.base).text
    assert "拒收" in page
