"""The files that go with a letter: as listed, searched for what is withheld, frozen."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.mail.conftest import post_office

from foidesk.desk import issuing
from foidesk.desk.issuing import Attachment, NotIssued
from foidesk.desk.office import Office
from foidesk.store import frozen
from foidesk.store.worklist import Row

from .letterroom import (
    DISCLOSED,
    MONDAY,
    blackened,
    cleared,
    decision,
    issued_letters,
    last_letter,
    one_database,
    order,
    refusal,
    reply,
    rows,
    word,
)

__all__ = ["post_office"]  # a fixture

Register = Callable[..., Row]


# --- what goes with a letter ---------------------------------------------------------------------
SECRET = "王喆"


def hidden_in_word() -> bytes:
    """A DOCX in which the name is struck as a tracked change, and so still there."""
    plain, out = word("产权人：某某"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                struck = f'<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{SECRET}</w:delText></w:r></w:del></w:p>'
                content = content.replace(b"<w:sectPr", struck.encode() + b"<w:sectPr", 1)
            target.writestr(name, content)
    return out.getvalue()


def disclosing(office: Office, number: str, data: bytes, file_name: str, **changed: Any) -> issuing.Issued:
    files = [Attachment("保护范围图", file_name, data)]
    how = order(attachments=files, withheld=[SECRET, "430102199001011234"], **changed)
    return reply(office, number, how, decision(**DISCLOSED, attachments="保护范围图"))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_an_attachment_in_which_a_withheld_word_remains_is_not_sent_and_cannot_be_confirmed(
    office: Office, register: Register, kind: str
) -> None:
    number = register(MONDAY).number
    cleared(office, number)
    data = blackened("保护范围图", hidden=[f"产权人：{SECRET}"]) if kind == "pdf" else hidden_in_word()
    before = rows(office)
    with pytest.raises(NotIssued) as refused:
        disclosing(office, number, data, f"图.{kind}", confirmed="已核对")
    assert SECRET in str(refused.value)
    assert f"图.{kind}" in str(refused.value)
    assert rows(office) == before


def test_a_clean_attachment_is_searched_and_goes_out_frozen(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    cleared(office, number)
    data = blackened("保护范围图")
    disclosing(office, number, data, "图.pdf")
    (digest,) = last_letter(office, number).attachments
    with office.database.reading() as conn:
        assert frozen.thaw(conn, office.vault, office.key, digest) == ("application/pdf", data)


@one_database
@pytest.mark.parametrize(
    ("data", "name"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "图.doc"), (b"%PDF-1.7 broken", "图.pdf")],
)
def test_an_attachment_that_cannot_be_searched_is_refused(
    office: Office, register: Register, data: bytes, name: str
) -> None:
    number = register(MONDAY).number
    cleared(office, number)
    assert "不能检索" in refusal(disclosing, office, number, data, name, confirmed="已核对")


def test_what_is_listed_is_attached_and_what_is_attached_is_listed(
    office: Office, register: Register
) -> None:
    number = register(MONDAY).number
    cleared(office, number)
    before = rows(office)
    two = [Attachment(name, f"{name}.txt", name.encode()) for name in ("保护范围图", "内部请示")]
    said = refusal(
        reply, office, number, order(attachments=two), decision(**DISCLOSED, attachments="保护范围图")
    )
    assert "内部请示" in said
    one = order(attachments=two[:1])
    said = refusal(reply, office, number, one, decision(**DISCLOSED, attachments="保护范围图\n说明表"))
    assert "说明表" in said
    assert rows(office) == before
    assert issued_letters(office, number) == []


def test_an_order_can_be_given_again_with_other_files(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    cleared(office, number)
    wrong = order(attachments=[Attachment("说明表", "说明表.txt", b"1")])
    what = decision(**DISCLOSED, attachments="保护范围图")
    refusal(reply, office, number, wrong, what)
    right = replace(wrong, attachments=[Attachment("保护范围图", "保护范围图.txt", b"1")])
    assert reply(office, number, right, what).paper.number == f"{number}-答"
