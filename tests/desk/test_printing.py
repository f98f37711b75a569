"""What is printed beside single letters: letters of a day in one file, labels, the register."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import pdfplumber
import pytest
from pypdfium2 import PdfDocument

from foidesk.desk import applications, dispatch, issuing, letters, printing
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules.vocabulary import Service
from foidesk.store.worklist import Row

from .conftest import clerk
from .letterroom import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    consult,
    one_database,
    order,
    pages,
    receipt,
    sealing,
    words,
)

Register = Callable[..., Row]
LONG = "湖南省长沙市岳麓区洋湖街道潇湘南路一段368号中盈广场3期B座2单元1904室（洋湖湿地公园南门对面）转交"
FIRM = "湖南湘江新区投资集团文化旅游产业发展有限责任公司"


def told_outside(office: Office, number: str) -> None:
    """Issue a receipt whose words were changed in a word processor."""
    made = issuing.drafted(office, number, "receipt", order(), clerk(MONDAY))
    document = docx.Document(io.BytesIO(letters.render(made.letter).docx))
    found = next(each for each in document.paragraphs if each.text.startswith("本机关于"))
    found.insert_paragraph_before("感谢您的来信。")
    out = io.BytesIO()
    document.save(out)
    receipt(office, number, docx=out.getvalue())


@pytest.fixture
def morning(office: Office, register: Register, tmp_path: Path) -> list[str]:
    """Twelve receipts of one morning: the fourth sealed, the seventh changed outside."""
    numbers = []
    for n in range(1, 13):
        person = {"name": "李珺", "address": f"长沙市芙蓉区五一大道{n}号", "postcode": "410011"}
        if n == 2:
            person = {"name": FIRM, "applicant_kind": "business", "address": LONG, "postcode": "410208"}
        number = register(MONDAY, **person).number
        numbers.append(number)
        if n == 4:
            receipt(sealing(office, tmp_path), number)
        elif n == 7:
            told_outside(office, number)
        else:
            receipt(office, number)
    return numbers


def chosen(office: Office, first: date = MONDAY, last: date = MONDAY) -> list[printing.Outgoing]:
    return printing.outgoing(office, first, last)


def text(data: bytes, page: int) -> str:
    return "".join(str(PdfDocument(data)[page].get_textpage().get_text_range()).split())


def table(data: bytes, page: int) -> list[list[str]]:
    """The cells of the table on a page, without line breaks."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        found = file.pages[page].extract_table()
    assert found is not None
    return [["".join((cell or "").split()) for cell in row] for row in found]


# --- letters -------------------------------------------------------------------------------------
def test_the_letters_of_a_morning_are_one_file_behind_their_register_by_number(
    office: Office, morning: list[str]
) -> None:
    data = printing.batch(office, chosen(office))
    assert "发文登记" in text(data, 0)
    assert "共12份" in text(data, 0)
    head, *listed = [*table(data, 0), *table(data, 1)[1:]]
    assert head == ["序号", "文号", "文书", "收件人", "地址、联系方式", "签发日期", "邮件编号", "备注"]
    assert [row[1] for row in listed] == [f"{number}-收" for number in morning], "第2号 before 第10号"
    assert listed[1][3:6] == [FIRM, f"410208，{LONG}，13800000040", "2026-03-02"]
    first = [n for n in range(2, pages(data)) if "以当面提交方式" in text(data, n)]
    assert [next(m for m in morning if f"{m}-收" in text(data, n)) for n in first] == morning


def test_each_letter_is_printed_as_it_was_issued(office: Office, morning: list[str]) -> None:
    printed = words(printing.batch(office, chosen(office)))
    for number in morning:
        kept = letters.issued(office, applications.open_file(office, number), "receipt")
        assert kept is not None
        assert words(kept.pdf) in printed, number
    assert printed.count("感谢您的来信。") == 1


@one_database
def test_the_seal_is_on_the_printed_page(office: Office, register: Register, tmp_path: Path) -> None:
    plain, stamped = register(MONDAY).number, register(MONDAY).number
    receipt(office, plain)
    receipt(sealing(office, tmp_path), stamped)
    data = printing.batch(office, chosen(office))

    def red(number: int) -> int:
        """Red dots where the seal stands, 330 to 440 points from the left and 380 to 490 from the foot."""
        shown = PdfDocument(data)[number].render(scale=0.5).to_numpy().astype(int)
        part = shown[170:236, 160:226]
        return int((abs(part[..., 0] - part[..., 2]) > 100).sum())

    begins = next(n for n in range(1, pages(data)) if f"{stamped}-收" in text(data, n))
    ends = [begins - 1, pages(data) - 1]
    assert [red(n) > 20 for n in ends] == [False, True]


@one_database
def test_printed_on_both_sides_every_letter_begins_on_the_front(office: Office, morning: list[str]) -> None:
    data = printing.batch(office, chosen(office), duplex=True)
    assert pages(data) % 2 == 0
    begins = [n for n in range(pages(data)) if "以当面提交方式" in text(data, n)]
    assert len(begins) == 12
    assert all(n % 2 == 0 for n in begins)


def test_only_the_wanted_days_and_kinds_are_printed(office: Office, register: Register) -> None:
    number = register(MONDAY).number
    receipt(office, number)
    consult(office, number)
    issuing.issue(office, number, "third_party", order(), clerk(WEDNESDAY))
    assert [each.letter.kind for each in chosen(office, MONDAY, WEDNESDAY)] == ["receipt", "third_party"]
    assert [each.letter.kind for each in chosen(office, TUESDAY, WEDNESDAY)] == ["third_party"]
    (only,) = printing.outgoing(office, MONDAY, WEDNESDAY, ["third_party"])
    assert only.letter.doc_number == f"{number}-征"
    for first, last, kinds, said in (
        (TUESDAY, TUESDAY, (), "没有签发文书"),
        (MONDAY, WEDNESDAY, ("fee",), "没有签发文书"),
        (WEDNESDAY, MONDAY, (), "晚于截止日期"),
        (MONDAY, MONDAY, ("nonsense",), "没有名为"),
    ):
        with pytest.raises(DeskError, match=said):
            printing.outgoing(office, first, last, kinds)


def test_a_letter_to_a_third_party_is_registered_and_labelled_to_it(
    office: Office, register: Register
) -> None:
    number = register(MONDAY, address="长沙市芙蓉区五一大道1号").number
    consult(office, number)
    issuing.issue(office, number, "third_party", order(), clerk(WEDNESDAY))
    dispatch.posted(
        office, number, "征", WEDNESDAY, clerk(WEDNESDAY), service=Service.POST, tracking="XA 88 CN"
    )
    found = chosen(office, WEDNESDAY, WEDNESDAY)
    register_page = text(printing.batch(office, found), 0)
    label = words(printing.labels(office, found).pdf)
    for said in ("湘江测绘有限公司", "芙蓉北路12号"):
        assert said in register_page
        assert said in label
    assert "XA88CN" in register_page
    assert "李珺" not in register_page + label


# --- labels --------------------------------------------------------------------------------------
def boxes(data: bytes) -> list[list[dict[str, float]]]:
    """The characters of each page, with their places in points."""
    with pdfplumber.open(io.BytesIO(data)) as file:
        return [list(page.chars) for page in file.pages]


MM = 72 / 25.4


@one_database
def test_every_word_of_a_label_stays_within_it(office: Office, morning: list[str]) -> None:
    (chars,) = boxes(printing.labels(office, chosen(office)).pdf)
    left, top = (210 - 2 * 99.1) / 2 * MM, (297 - 7 * 38.1) / 2 * MM
    for char in chars:
        across = (char["x0"] - left) / (99.1 * MM)
        down = (char["top"] - top) / (38.1 * MM)
        right = (char["x1"] - left) / (99.1 * MM)
        bottom = (char["bottom"] - top) / (38.1 * MM)
        assert int(across) == int(right), char["text"]
        assert int(down) == int(bottom - 0.005), (char["text"], down, bottom)


@one_database
def test_a_long_address_is_printed_whole(office: Office, morning: list[str]) -> None:
    found = words(printing.labels(office, chosen(office)).pdf)
    (chars,) = boxes(printing.labels(office, chosen(office)).pdf)
    half = 105 * MM
    second = "".join(c["text"] for c in chars if c["x0"] > half and c["top"] < (15.15 + 38.1) * MM)
    assert LONG in second
    assert f"{FIRM}（收）" in second
    assert f"{morning[1]}-收" in second
    assert found.count("（收）") == 12


@one_database
def test_a_sheet_already_begun_is_used_up(office: Office, morning: list[str]) -> None:
    made = printing.labels(office, chosen(office), used=13)
    first, second = boxes(made.pdf)
    assert min(char["x0"] for char in first) > 105 * MM
    assert min(char["top"] for char in first) > 240 * MM
    assert sum(char["text"] == "收" for char in second) > 11


def test_those_without_an_address_get_no_label_and_are_named(office: Office, register: Register) -> None:
    with_one = register(MONDAY, address="长沙市芙蓉区五一大道1号").number
    without = register(MONDAY, email="lijun@example.cn").number
    for number in (with_one, without):
        receipt(office, number)
    made = printing.labels(office, chosen(office))
    assert (made.count, made.without) == (1, (f"{without}-收",))
    assert f"{without}-收" not in words(made.pdf)
    with pytest.raises(DeskError, match="没有通信地址"):
        printing.labels(office, chosen(office)[1:])


def test_a_label_bears_the_address_of_the_day_it_is_printed(office: Office, register: Register) -> None:
    number = register(MONDAY, address="长沙市芙蓉区五一大道1号").number
    receipt(office, number)
    dispatch.moved(office, number, {"address": "长沙市天心区解放西路2号"}, TUESDAY, clerk(TUESDAY))
    assert "解放西路2号" in words(printing.labels(office, chosen(office)).pdf)


# --- the register --------------------------------------------------------------------------------
def test_the_register_holds_every_application_of_the_year_masked_and_by_number(
    office: Office, register: Register
) -> None:
    numbers = [
        register(MONDAY, request=f"第{n}份关于老旧小区改造项目的批复文件及其附件").number
        for n in range(1, 40)
    ]
    other = register(date(2025, 12, 30)).number
    withdrawn = ev.Withdrawn(on=TUESDAY, signed_by="李珺")
    applications.record(office, numbers[1], [withdrawn], clerk(TUESDAY))
    data = printing.book(office, 2026, WEDNESDAY)
    assert pages(data) > 1
    found = words(data)
    listed = [row for n in range(pages(data)) for row in table(data, n) if row[0] != "编号"]
    assert [row[0] for row in listed] == numbers
    assert other not in found
    assert "李珺" not in found
    assert {row[3] for row in listed} == {"李*"}
    assert listed[0][1:3] == ["2026-03-02", "当面提交"]
    assert (listed[0][6:], listed[1][6:]) == (
        ["2026-03-30", "办理中", ""],
        ["", "已撤回三（六）3", "2026-03-03"],
    )
    assert f"共39件截至{WEDNESDAY}" in found
    assert "第1页" in found
    assert "第2页" in found
    with pytest.raises(DeskError, match="2024年没有登记申请"):
        printing.book(office, 2024, WEDNESDAY)


@one_database
def test_no_word_of_the_register_leaves_its_column_or_its_page(office: Office, register: Register) -> None:
    register(MONDAY, name="欧阳喆堃", request="湖南省长沙市" * 120, handler="欧阳晓晓")
    register(MONDAY, name=FIRM, applicant_kind="business", request="https://www.furong.gov.cn/" + "a" * 90)
    register(MONDAY, number="长政办依申请公开受理〔2019〕第10327号（补录）", request="某图")
    with pdfplumber.open(io.BytesIO(printing.book(office, 2026, WEDNESDAY))) as file:
        for page in file.pages:
            edges = sorted({round(line["x0"], 1) for line in page.lines + page.rects if line["height"] > 5})
            top, low = 15 * MM, page.height - 7 * MM
            for char in page.chars:
                assert top - 2 <= char["top"]
                assert char["bottom"] <= low
            table = [c for c in page.chars if c["bottom"] < page.height - 15 * MM and c["size"] < 12]
            head = min(line["top"] for line in page.lines + page.rects)
            for char in (c for c in table if c["top"] > head):
                inside = [a for a, b in pairwise(edges) if a <= char["x0"] and char["x1"] <= b]
                assert inside, char["text"]


@one_database
def test_a_request_longer_than_a_page_goes_on_on_the_next(office: Office, register: Register) -> None:
    sentences = "".join(f"第{n}项：某路段的征收补偿方案及其全部附件。" for n in range(1, 200))
    register(MONDAY)
    register(MONDAY, request=sentences)
    register(MONDAY)
    data = printing.book(office, 2026, WEDNESDAY)
    listed = [row for n in range(pages(data)) for row in table(data, n) if row[0] != "编号"]
    assert "".join(row[4] for row in listed[1:-1]) == sentences
    assert "第1项" in text(data, 0), "it begins where there is room"


@one_database
def test_one_strange_sign_in_a_request_does_not_keep_the_register_from_print(
    office: Office, register: Register
) -> None:
    register(MONDAY, request="求助😀\n第二行\t制表")
    (_, row) = table(printing.book(office, 2026, WEDNESDAY), 0)
    assert row[4] == "求助〓第二行制表"


@one_database
def test_an_address_that_fits_no_label_is_named(office: Office, register: Register) -> None:
    number = register(MONDAY, name="张" * 150, address="路" * 500).number
    receipt(office, number)
    with pytest.raises(DeskError, match="标签上印不下"):
        printing.labels(office, chosen(office))
