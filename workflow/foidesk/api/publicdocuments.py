"""The index of what is public already: found, entered, corrected, repealed, taken out, one by one or by a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from foidesk.api.files import XLSX, SentFile, file_of, given
from foidesk.api.seat import Sending, Sitting
from foidesk.desk.publicindex import documents, exchange
from foidesk.store.publicdocuments import Entered

router = APIRouter(prefix="/public-documents", tags=["public documents"])
DocumentKey = Annotated[int, Path(ge=1, le=10**17)]
Before = Annotated[int | None, Query(ge=1, le=10**17, description="The `next` of the page before.")]
_MOST = {column.name: column.most for column in documents.COLUMNS}


class Described(BaseModel):
    """A document as the index describes it; `place`: the address of its page, or where it can be read."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=_MOST["title"])]
    number: Annotated[str, Field(max_length=_MOST["number"])] | None = None
    place: Annotated[str, Field(min_length=1, max_length=_MOST["place"])]
    published_on: date | None = None
    repealed_on: date | None = None
    note: Annotated[str, Field(max_length=_MOST["note"])] | None = None

    def typed(self) -> dict[str, str]:
        """The fields as the desk reads them."""
        return self.model_dump(mode="json", exclude_none=True)


class Document(BaseModel):
    """An entry; `in_words`: where to get it, as a reply says it."""

    document: int
    title: str
    number: str | None
    place: str
    published_on: date | None
    repealed_on: date | None
    note: str | None
    in_words: str


class Documents(BaseModel):
    """A page, newest first; `next` is the `before` of the page that follows, null on the last."""

    documents: list[Document]
    next: int | None


class Words(BaseModel):
    """All of these words in title or number."""

    model_config = ConfigDict(extra="forbid")

    said: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
    before: Annotated[int, Field(ge=1, le=10**17)] | None = None


class Repeal(BaseModel):
    """The day from which the document holds no more."""

    model_config = ConfigDict(extra="forbid")

    on: date


class Removed(BaseModel):
    """The entry that is no longer there."""

    document: int


class Fault(BaseModel):
    """What is wrong in a cell of the table."""

    line: int
    heading: str
    what: str


class Reading(BaseModel):
    """What a table would change: titles of new and of corrected documents, and what is wrong."""

    new: list[str]
    corrected: list[str]
    unchanged: int
    faults: list[Fault]


@router.get("")
def listing(seat: Sitting, before: Before = None) -> Documents:
    """The whole index, page by page."""
    return _page(*documents.find(seat.office, "", seat.by, before=before))


@router.post("/search")
def search(seat: Sitting, body: Words) -> Documents:
    """Entries by words. Nothing is kept, so no idempotency key is needed."""
    return _page(*documents.find(seat.office, body.said, seat.by, before=body.before))


@router.post("", status_code=201, response_model=Document)
def enter(sent: Sending, body: Described) -> Response:
    """Enter a document."""
    seat = sent.seat
    return sent.once(
        201,
        lambda: _told(
            documents.get(seat.office, documents.enter(seat.office, body.typed(), seat.by), seat.by)
        ),
    )


@router.get("/export.xlsx", response_class=Response, responses=file_of(XLSX))
def export(seat: Sitting) -> Response:
    """The whole index as a spreadsheet, with the headings that an import reads."""
    return given(exchange.export(seat.office, seat.by), XLSX, f"已公开信息{seat.by.today:%Y%m%d}.xlsx")


@router.post("/import/reading")
def read(seat: Sitting, body: SentFile) -> Reading:
    """What a table says and would change. Nothing is kept, so no idempotency key is needed."""
    return _read(exchange.preview(seat.office, body.name, body.content, seat.by))


@router.post("/import", response_model=Reading)
def bring_in(sent: Sending, body: SentFile) -> Response:
    """Enter a table, all of it or nothing."""
    return sent.once(
        200, lambda: _read(exchange.enter(sent.seat.office, body.name, body.content, sent.seat.by))
    )


@router.get("/{document}")
def one(seat: Sitting, document: DocumentKey) -> Document:
    """One entry."""
    return _told(documents.get(seat.office, document, seat.by))


@router.put("/{document}", response_model=Document)
def correct(sent: Sending, document: DocumentKey, body: Described) -> Response:
    """Let the entry say this."""
    seat = sent.seat

    def act() -> Document:
        documents.correct(seat.office, document, body.typed(), seat.by)
        return _told(documents.get(seat.office, document, seat.by))

    return sent.once(200, act)


@router.post("/{document}/repeal", response_model=Document)
def repeal(sent: Sending, document: DocumentKey, body: Repeal) -> Response:
    """Note that the document was repealed."""
    seat = sent.seat

    def act() -> Document:
        documents.repeal(seat.office, document, body.on, seat.by)
        return _told(documents.get(seat.office, document, seat.by))

    return sent.once(200, act)


@router.delete("/{document}", response_model=Removed)
def remove(sent: Sending, document: DocumentKey) -> Response:
    """Take an entry out of the index."""

    def act() -> Removed:
        documents.remove(sent.seat.office, document, sent.seat.by)
        return Removed(document=document)

    return sent.once(200, act)


def _page(found: Sequence[Entered], following: int | None) -> Documents:
    return Documents(documents=[_told(each) for each in found], next=following)


def _told(entry: Entered) -> Document:
    said = entry.document
    return Document(
        document=entry.key,
        title=said.title,
        number=said.number,
        place=said.place,
        published_on=said.published_on,
        repealed_on=said.repealed_on,
        note=said.note,
        in_words=documents.place_in_words(said),
    )


def _read(found: exchange.Reading) -> Reading:
    return Reading(
        new=[each.title for each in found.new],
        corrected=[each.title for _, each in found.corrected],
        unchanged=found.unchanged,
        faults=[Fault(line=each.line, heading=each.heading, what=each.what) for each in found.faults],
    )
