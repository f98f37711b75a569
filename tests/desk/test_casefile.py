"""案卷: one PDF/A with everything, its letters as issued, provable, and without personal data for those who ask so."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from foidesk.desk import applications, approvals, casefile, consulting, dispatch
from foidesk.desk.enclosing import Attachment
from foidesk.desk.filing import attachments
from foidesk.desk.filing.attachments import PaperKind, Upload
from foidesk.desk.office import By, Office
from foidesk.desk.permits import NotPermitted
from foidesk.desk.personal import Particular, masked
from foidesk.desk.proposing import Outline, Proposed
from foidesk.paper.pdf.pdfa import validated
from foidesk.pdftext import page_texts
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Consulted, FeeStandard, RemedyResult, RemedyRoute, Role, Service
from foidesk.store import audit
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import (
    DISCLOSED,
    FRIDAY,
    MONDAY,
    TUESDAY,
    cleared,
    decision,
    last_letter,
    one_database,
    order,
    receipt,
    reply,
    sealing,
    signing,
)

Register = Callable[..., Row]
DAY = date(2026, 6, 1)
ADDRESS, ID = "长沙市芙蓉区五一大道1号", "430102199001011238"


@pytest.fixture
def case(office: Office, register: Register) -> Row:
    """Registered, a third party consulted, replied to, posted, challenged, upheld."""
    row = register(MONDAY, address=ADDRESS, request="李珺申请某文物保护单位的保护范围图，电话13800000040")
    receipt(office, row.number)
    cleared(office, row.number)
    reply(office, row.number)
    dispatch.posted(office, row.number, "答", FRIDAY, clerk(FRIDAY), service=Service.POST, tracking="EMS11CN")
    filed = ev.RemedyFiled(on=date(2026, 4, 1), route=RemedyRoute.RECONSIDERATION)
    decided = ev.RemedyDecided(
        on=date(2026, 5, 20), route=RemedyRoute.RECONSIDERATION, result=RemedyResult.UPHELD
    )
    applications.record(office, row.number, [filed], clerk(date(2026, 4, 1)))
    applications.record(office, row.number, [decided], clerk(date(2026, 5, 20)))
    return row


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.text.split()) for page in page_texts(pdf)]


def made(office: Office, row: Row, *, full: bool = True) -> bytes:
    return casefile.made(office, row.application, clerk(DAY), full=full).pdf


def lines_of(outline: list[pikepdf.OutlineItem]) -> Iterator[tuple[str, int]]:
    for item in outline:
        yield item.title, item.destination[0]
        yield from lines_of(item.children)


def letter_streams(data: bytes, first: int, count: int) -> list[bytes]:
    """What the pages of a letter draw."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = []
        for page in document.pages[first : first + count]:
            contents = page.obj.Contents
            parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
            found.append(b"\n".join(part.read_bytes() for part in parts))
        return found


def test_everything_about_a_case_is_in_one_file_for_keeping(office: Office, case: Row) -> None:
    pdf = made(office, case)
    validated(pdf)
    told = "".join(texts(pdf))
    file = applications.open_file(office, case.number)
    for part in (
        "政府信息公开申请案卷", "卷内目录", "申请和申请材料", "办理过程", "期限说明", "审批和审查", "签发的文书",
        "送达证明", "收费、复议和诉讼", "卷宗核验", case.number, "李珺", ADDRESS, "EMS11CN", "保密审查", "陈立新",
        "第20日", "届满", "行政复议", "结果维持", "《条例》第三十三条第二款", "没有收取信息处理费",
        file.entries[-1].hash,
    ):  # fmt: skip
        assert part in told, part
    letter = last_letter(office, case.number)
    assert letter.pdf_sha256
    assert letter.pdf_sha256 in told


def test_a_letter_is_taken_in_as_it_was_issued(office: Office, case: Row) -> None:
    pdf = made(office, case)
    letter = file_letter(office, case)
    assert hashlib.sha256(letter).hexdigest() == last_letter(office, case.number).pdf_sha256
    drawn = letter_streams(letter, 0, len(page_texts(letter)))
    whole = letter_streams(pdf, 0, len(page_texts(pdf)))
    first = next(n for n, stream in enumerate(whole) if drawn[0] in stream)
    assert all(stream in found for stream, found in zip(drawn, whole[first:], strict=False))


def file_letter(office: Office, case: Row) -> bytes:
    from foidesk.desk import letters

    return letters.fetched(office, last_letter(office, case.number)).pdf


def test_contents_bookmarks_and_the_numbers_on_the_pages_agree(office: Office, case: Row) -> None:
    pdf = made(office, case)
    pages = texts(pdf)
    assert all(f"第{n}页" in page for n, page in enumerate(pages, 1))
    assert f"{len(pages)}页" in pages[0]
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        by_page = {page.obj.objgen: n for n, page in enumerate(document.pages)}
        marks = {title: by_page[page.objgen] for title, page in lines_of(outline.root)}
    for title, n in marks.items():
        assert title.split("（")[0] in pages[n]
    contents = pages[marks["卷内目录"]]
    for n, title in enumerate(("申请和申请材料", "办理过程", "期限说明", "审批和审查", "签发的文书"), 1):
        assert f"{n}{title}" in contents
        assert str(marks[title] + 1) in contents.split(title, 1)[1][:14]


def test_the_tree_that_reads_pages_aloud_reaches_every_page(office: Office, case: Row) -> None:
    with pikepdf.open(io.BytesIO(made(office, case))) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        keys = [int(key) for key in numbers[::2]]
        assert keys == sorted(keys)
        assert {int(page.obj.StructParents) for page in document.pages} == set(keys)
        for page in document.pages:
            owners = numbers[2 * keys.index(int(page.obj.StructParents)) + 1]
            assert all(element.S for element in owners)
        assert len(document.Root.StructTreeRoot.K) == 3  # the file itself, the receipt and the reply


def test_the_same_log_and_day_give_the_same_bytes(office: Office, case: Row) -> None:
    assert made(office, case) == made(office, case)


def scan(kind: str, size: tuple[int, int] = (600, 400)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 220, 240)).save(out, kind)
    return out.getvalue()


def unkept() -> bytes:
    """A PDF whose font is not embedded, with a page lying down."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(100, 700, "plain")
    canvas.showPage()
    canvas.setPageSize((842, 595))
    canvas.drawString(100, 100, "lying")
    canvas.save()
    return out.getvalue()


@one_database
def test_papers_are_pages_or_are_listed_and_proofs_of_the_post_stand_with_the_service(
    office: Office, case: Row
) -> None:
    sent = [
        Upload(PaperKind.APPLICATION, "申请书.pdf", unkept()),
        Upload(PaperKind.IDENTITY, "身份证.jpg", scan("JPEG")),
        Upload(PaperKind.AUTHORITY, "回执.pdf", file_letter(office, case)),
        Upload(PaperKind.OTHER, "说明.txt", "其他说明".encode()),
        Upload(PaperKind.ENVELOPE, "回单.png", scan("PNG", (300, 500))),
    ]
    before = len(texts(made(office, case)))
    attachments.attach(office, case.application, sent, clerk(DAY))
    pdf = made(office, case)
    validated(pdf)
    pages = texts(pdf)
    told = "".join(pages)
    for each in sent:
        digest = hashlib.sha256(each.data).hexdigest()
        assert digest in told
    assert "说明.txt其他材料仅列校验值" in told
    assert "回执.pdf授权委托书原页收入" in told
    assert "图像收入" in told
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        inner = {item.title: [child.title for child in item.children] for item in outline.root}
    assert inner["申请和申请材料"] == ["申请书：申请书.pdf", "身份证明：身份证.jpg", "授权委托书：回执.pdf"]
    assert inner["送达证明"] == ["信封、邮寄凭证：回单.png"]
    assert len(pages) >= before + 5


@one_database
def test_a_removed_paper_is_told_with_the_reason_and_a_damaged_one_is_listed(
    office: Office, case: Row
) -> None:
    broken = b"%PDF-1.7\n" + b"\x00" * 50
    sent = [
        Upload(PaperKind.OTHER, "他人.png", scan("PNG")),
        Upload(PaperKind.OTHER, "坏.pdf", broken),
        Upload(PaperKind.OTHER, "坏.png", scan("PNG")[:60]),
    ]
    attachments.attach(office, case.application, sent, clerk(DAY))
    attachments.remove(office, case.application, 1, "误传他人材料", clerk(DAY))
    told = "".join(texts(made(office, case)))
    assert "误传他人材料" in told
    assert "他人.png" not in told
    assert "坏.pdf其他材料仅列校验值" in told
    assert "坏.png其他材料仅列校验值" in told


def test_particulars_are_masked_however_they_are_written() -> None:
    known = [
        Particular("联系电话", "13800138000", "138****8000", "×××"),
        Particular("姓名或者名称", "李珺", "李*", "李某"),
    ]
    for text in ("138 0013 8000", "138-0013-8000", "１３８００１３８０００", "138\n0013 8000"):
        assert masked(text, known) == "138****8000"
    assert masked("李 珺、李珺", known) == "李*、李*"
    assert masked("另一人 13900139000，证件 11010519491231002X", known) == "另一人 ×××，证件 ×××"
    sha256 = "a13800138001b" * 4
    assert masked(sha256, known) == sha256


def test_the_masked_file_names_nobody_and_holds_no_original(office: Office, register: Register) -> None:
    row = register(
        MONDAY, address=ADDRESS, id_type="居民身份证", id_number=ID, email="li@example.cn",
        request="李珺申请保护范围图，电话13800000040",
    )  # fmt: skip
    receipt(office, row.number)
    sent = ev.ConsultationSent(
        on=MONDAY, to=Consulted.THIRD_PARTY, id="a", information="王喆的测绘资料", question="是否同意公开"
    )
    party = {"name": "王喆", "address": "长沙市开福区某路9号"}
    consulting.consult(office, row.number, sent, party, True, clerk(MONDAY))
    attachments.attach(
        office, row.application, [Upload(PaperKind.IDENTITY, "李珺身份证.png", scan("PNG"))], clerk(DAY)
    )
    dispatch.moved(office, row.number, {"telephone": "13911112222"}, DAY, clerk(DAY))
    pdf = made(office, row, full=False)
    validated(pdf)
    told = "".join(texts(pdf))
    for hidden in ("李珺", ADDRESS, ID, "13800000040", "13911112222", "li@example.cn", "王喆", "某路9号"):
        assert hidden not in told, told[max(0, told.find(hidden) - 60) : told.find(hidden) + 60]
    assert b"\xe6\x9d\x8e\xe7\x8f\xba" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        assert not any("李珺" in title for title, _ in lines_of(outline.root))
    assert "李*" in told
    assert "138****0040" in told
    assert "不是原件" in told
    assert "第1页（隐去个人信息）" in told
    assert last_letter(office, row.number).pdf_sha256 in told


def test_who_made_which_file_is_audited_and_the_full_one_needs_the_permission(
    office: Office, case: Row
) -> None:
    reader = By("审计员", clerk(DAY).now, frozenset({Role.AUDITOR}))
    with pytest.raises(NotPermitted):
        casefile.made(office, case.application, reader, full=True)
    assert casefile.made(office, case.application, reader, full=False).pages > 5
    administrator = replace(reader, roles=frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(NotPermitted):
        casefile.made(office, case.application, administrator, full=False)
    made(office, case)
    with office.database.reading() as conn:
        newest, older = audit.page(conn, office.key, what="导出案卷")
    assert (newest.who, newest.about, newest.detail) == ("周敏", case.number, "全卷")
    assert (older.who, older.detail) == ("审计员", "隐去个人信息")


@one_database
@pytest.mark.parametrize("stamped", [sealing, signing])
def test_a_sealed_or_signed_letter_stands_in_the_file_with_its_seal(
    office: Office, register: Register, tmp_path: Path, stamped: Callable[[Office, Path], Office]
) -> None:
    row = register(MONDAY)
    receipt(stamped(office, tmp_path), row.number)
    pdf = made(office, row)
    validated(pdf)
    letter = last_letter(office, row.number)
    assert letter.sealed_sha256
    told = "".join(texts(pdf))
    assert letter.sealed_sha256 in told
    assert "登记回执" in told


@one_database
@pytest.mark.parametrize("enclosed", [True, False])
def test_files_that_went_with_a_letter_follow_it_and_paper_ones_are_said_to_be_paper(
    office: Office, register: Register, enclosed: bool
) -> None:
    row = register(MONDAY)
    cleared(office, row.number)
    file = Attachment("保护范围图", "保护范围图.png", scan("PNG"))
    how = order(attachments=(file,)) if enclosed else order()
    reply(office, row.number, how, decision(**DISCLOSED, attachments="保护范围图"))
    told = "".join(texts(made(office, row)))
    assert "随文书发出的附件" in told
    assert (hashlib.sha256(file.data).hexdigest() in told) == enclosed
    assert ("附件：保护范围图.png" in told) == enclosed
    assert ("附件没有留存" in told) != enclosed
    assert "随文书发出的附件" not in "".join(texts(made(office, row, full=False)))


@one_database
def test_approvals_fees_and_what_was_never_sent_are_told(office: Office, register: Register) -> None:
    row = register(MONDAY)
    receipt(office, row.number)
    notified = ev.FeeNotified(
        on=MONDAY, standard=FeeStandard.PAGES, units=250, officer="周明远", reason="涉及250页，明显超过合理范围",
        alternatives_offered=True,
    )  # fmt: skip
    applications.record(office, row.number, [notified], clerk(MONDAY))
    applications.record(office, row.number, [ev.FeePaid(on=TUESDAY)], clerk(TUESDAY))
    cleared(office, row.number)
    proposed = Proposed(
        kind="reply", decision=Outline(grounds=("disclosed",), service=Service.POST, facts=DISCLOSED)
    )
    by = replace(clerk(FRIDAY), roles=frozenset({Role.CLERK}))
    sequence = len(approvals.submit(office, row.number, proposed, by, "请审").after.log)
    reviewer = replace(by, who="陈法规", roles=frozenset({Role.REVIEWER}))
    approvals.send_back(office, row.number, sequence, reviewer, "请写明页数")
    told = "".join(texts(made(office, row)))
    assert "答复书送审2026-03-06周敏请审" in told
    assert "答复书退回修改2026-03-06陈法规请写明页数" in told
    assert "文书：答复书，送审人：周敏" in told
    assert "应缴4700元，已缴清" in told
    assert f"没有登记发出、送达的文书：{row.number}-收" in told


@one_database
def test_a_case_that_is_not_yet_received_and_rare_signs_make_a_file_too(
    office: Office, register: Register
) -> None:
    row = register(MONDAY, channel="ordinary_post", request="请公开🙂的\t文件" + "很长的说明。" * 400)
    pdf = made(office, row)
    validated(pdf)
    told = "".join(texts(pdf))
    assert "收到申请之日还没有确定" in told
    assert "没有签发文书" in told
    assert "〓" in told
