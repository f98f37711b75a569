"""The index kept by hand: entered, corrected, repealed, taken out, found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from foidesk.desk import permits
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import parse_day
from foidesk.desk.texts import narrowed
from foidesk.errors import DeskError, NotThere
from foidesk.store import audit
from foidesk.store import publicdocuments as stored
from foidesk.store.publicdocuments import Entered, PublicDocument

PAGE = 50  #: entries on a page
_BRACKETS = re.compile(r"[\[［(（【〔]\s*(\d{4})\s*[\]］)）】〕]")
_ADDRESS = re.compile(r"https?://[^/\s]+/*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A field of an entry: its heading, and how many characters it takes."""

    name: str
    heading: str
    most: int
    required: bool = False
    is_day: bool = False


COLUMNS = (
    Column("title", "标题", 200, required=True),
    Column("number", "文号", 60),
    Column("place", "网址或查阅地点", 300, required=True),
    Column("published_on", "公开日期", 20, is_day=True),
    Column("repealed_on", "废止日期", 20, is_day=True),
    Column("note", "备注", 300),
)


class Unfit(DeskError):
    """What was typed makes no entry; `faults` has a sentence for each field at fault."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(
            "没有登记：" + "；".join(each.rstrip("。") for each in faults.values()) + "。",
            why="答复“已主动公开”时要写明确切的获取途径，登记的内容会写进答复书。",
            do="请改正后重新提交。",
        )


def read(typed: Mapping[str, str], today: date) -> PublicDocument:
    """The document as typed. Raises Unfit with every fault."""
    faults: dict[str, str] = {}
    texts: dict[str, str | None] = {}
    days: dict[str, date | None] = {}
    for column in COLUMNS:
        text = " ".join(narrowed("", typed.get(column.name, ""), []).split())
        if column.required and not text:
            faults[column.name] = f"没有填写“{column.heading}”。"
        elif len(text) > column.most:
            faults[column.name] = f"“{column.heading}”超过{column.most}个字。"
        elif not text.isprintable():
            faults[column.name] = f"“{column.heading}”含有不能显示的字符。"
        elif column.is_day:
            try:
                days[column.name] = parse_day(text) if text else None
            except DeskError as error:
                faults[column.name] = f"“{column.heading}”：{error.what}"
        else:
            texts[column.name] = text or None
    faults |= _at_odds(texts, days, today)
    if faults:
        raise Unfit(faults)
    number = texts["number"]
    return PublicDocument(
        title=texts["title"] or "",
        number=bracketed(number) if number else None,
        place=texts["place"] or "",
        published_on=days["published_on"],
        repealed_on=days["repealed_on"],
        note=texts["note"],
    )


def _at_odds(texts: Mapping[str, str | None], days: Mapping[str, date | None], today: date) -> dict[str, str]:
    """What shows only when the meaning of a field, or two fields together, are looked at."""
    found = {}
    if _ADDRESS.fullmatch(texts.get("place") or ""):
        found["place"] = "“网址或查阅地点”只写了网站首页，请写到该文件的页面。"
    published, repealed = days.get("published_on"), days.get("repealed_on")
    if published and published > today:
        found["published_on"] = "“公开日期”晚于今天，还没有公开的不登记。"
    if published and repealed and repealed < published:
        found["repealed_on"] = "“废止日期”早于公开日期。"
    return found


def bracketed(number: str) -> str:
    """A document number with its year in the brackets that such numbers have: 长政办发〔2025〕3号."""
    return _BRACKETS.sub(r"〔\1〕", number)


# --- kept by hand --------------------------------------------------------------------------------


def enter(office: Office, typed: Mapping[str, str], by: By) -> int:
    """登记一份已公开的文件; its key. Unfit, or DeskError where it stands in the index already."""
    permits.demand(by, Act.KEEP_PUBLIC_INDEX)
    document = read(typed, by.today)
    with office.database.writing() as conn:
        if (there := stored.same(conn, office.key, document)) is not None:
            raise _twice(there)
        key = stored.add(conn, office.key, document, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "登记已公开文件", str(key))
    return key


def correct(office: Office, key: int, typed: Mapping[str, str], by: By) -> None:
    """Let the entry say what was typed. Unfit, or DeskError where another entry is of the same document."""
    permits.demand(by, Act.KEEP_PUBLIC_INDEX)
    document = read(typed, by.today)
    with office.database.writing() as conn:
        _there(stored.get(conn, office.key, key))
        there = stored.same(conn, office.key, document)
        if there is not None and there.key != key:
            raise _twice(there)
        stored.change(conn, office.key, key, document, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "更正已公开文件", str(key))


def repeal(office: Office, key: int, on: date, by: By) -> None:
    """登记废止. DeskError where it is repealed already, or before it was published."""
    permits.demand(by, Act.KEEP_PUBLIC_INDEX)
    with office.database.writing() as conn:
        document = _there(stored.get(conn, office.key, key)).document
        if document.repealed_on is not None:
            raise DeskError(
                f"“{document.title}”已于{document.repealed_on}废止。",
                why="废止只登记一次。",
                do="日期有误的，请更正该文件。",
            )
        if document.published_on and on < document.published_on:
            raise DeskError(
                "废止日期早于公开日期。", why=f"该文件{document.published_on}公开。", do="请核对日期。"
            )
        repealed = replace(document, repealed_on=on)
        stored.change(conn, office.key, key, repealed, by.who, by.now)
        audit.add(conn, office.key, by.now, by.who, "登记已公开文件废止", str(key))


def remove(office: Office, key: int, by: By) -> None:
    """Take an entry out of the index: it was entered by mistake, or can be read there no longer."""
    permits.demand(by, Act.KEEP_PUBLIC_INDEX)
    with office.database.writing() as conn:
        _there(stored.get(conn, office.key, key))
        stored.remove(conn, office.key, key, by.now)
        audit.add(conn, office.key, by.now, by.who, "移除已公开文件", str(key))


def _there(found: Entered | None) -> Entered:
    if found is None:
        raise NotThere(
            "没有这份已公开的文件。", why="没有登记过，或者已经移除。", do="请从“已公开信息”重新查找。"
        )
    return found


def _twice(there: Entered) -> DeskError:
    return DeskError(
        f"“{there.document.title}”已经登记过。",
        why="标题和文号（没有文号的，网址或查阅地点）相同的，是同一份文件。",
        do="内容有变化的，请打开原来的登记更正。",
    )


# --- found ---------------------------------------------------------------------------------------


def get(office: Office, key: int, by: By) -> Entered:
    """One entry; DeskError when there is none."""
    permits.demand(by, Act.READ)
    with office.database.reading() as conn:
        return _there(stored.get(conn, office.key, key))


def find(
    office: Office, words: str, by: By, *, before: int | None = None, limit: int = PAGE
) -> tuple[Sequence[Entered], int | None]:
    """The entries with all the words in title or number, the newest first, and the key from which the next page goes on."""
    permits.demand(by, Act.READ)
    sought = [bracketed(word) for word in narrowed("", words, []).split()[:10]]
    with office.database.reading() as conn:
        found = stored.find(conn, office.key, sought, before=before, limit=limit + 1)
    return found[:limit], found[limit - 1].key if len(found) > limit else None


def place_in_words(document: PublicDocument) -> str:
    """Where to get the document, as a reply says it: title, number, place, and that it was repealed."""
    on = document.repealed_on
    ended = f"（该文件已于{on.year}年{on.month}月{on.day}日废止）" if on else ""
    number = f"（{document.number}）" if document.number else ""
    where = document.place
    named = f"网址：{where}" if re.match("https?://", where, re.IGNORECASE) else f"查阅地点：{where}"
    return f"《{document.title.strip('《》')}》{number}，{named}{ended}"
