"""案例: found, proposed from a closed application, put right, confirmed, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from foidesk.desk import dossier
from foidesk.desk.casebook import fields as columns
from foidesk.desk.casebook import finding, keeping
from foidesk.errors import DeskError
from foidesk.rules.outcomes import GROUNDS, Ground, Outcome
from foidesk.store.casebook import Standing
from foidesk.web.frame import Seat, done, page, refused, seated, typed

router = APIRouter()
At = Annotated[Seat, Depends(seated)]
Key = Annotated[int, Path(ge=1, lt=10**18)]
Words = Annotated[str, Query(max_length=100)]
_BASE = "/casebook"
_STANDINGS = {each.key: each for each in Standing}
_GROUPS = tuple(dict.fromkeys(line.group for line in Outcome))


@router.get(_BASE)
async def listing(
    seat: At,
    find: Words = "",
    ground: Words = "",
    group: Words = "",
    show: Literal["confirmed", "proposed", "withdrawn"] = "confirmed",
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> Response:
    """The examples that may be followed, or those that wait or were withdrawn."""
    standing = _STANDINGS[show]
    found, more = await run_in_threadpool(
        finding.find,
        seat.office,
        seat.by,
        words=find,
        ground=ground if ground in GROUNDS else "",
        group=group if group in _GROUPS else "",
        standing=standing,
        page=number,
    )
    return page(
        seat,
        "casebook.html",
        found=found,
        more=more,
        number=number,
        find=find,
        ground=ground,
        group=group,
        standing=standing,
        standings=tuple(Standing),
        groups=_GROUPS,
        grounds=[(each.key, each.label) for each in GROUNDS.values()],
    )


@router.get("/applications/{application}/example")
async def begin(seat: At, application: Key) -> Response:
    """The form of a proposal, filled in from request and reply without personal data."""
    file, said = await run_in_threadpool(keeping.begun, seat.office, application, seat.by)
    return _form(seat, f"/applications/{application}/example", file.row.number, file.case.grounds, said)


@router.post("/applications/{application}/example")
async def propose(request: Request, seat: At, application: Key) -> Response:
    """提出案例."""
    said = await typed(request)
    try:
        key = await run_in_threadpool(keeping.propose, seat.office, application, said, seat.by)
    except DeskError as error:
        file = dossier.by_key(seat.office, application, seat.by)
        here = f"/applications/{application}/example"
        return _form(seat, here, file.row.number, file.case.grounds, said, error)
    return done(seat, f"{_BASE}/{seat.office.key}/{key}", "已提出，等待另一人确认。")


@router.get(_BASE + "/{agency}/{key}")
async def show(seat: At, agency: str, key: Key) -> Response:
    """One example."""
    return _one(seat, agency, key)


@router.get(_BASE + "/{agency}/{key}/change")
async def form(seat: At, agency: str, key: Key) -> Response:
    """The form to put a proposal right."""
    return _change_form(seat, agency, key, None)


@router.post(_BASE + "/{agency}/{key}")
async def act(request: Request, seat: At, agency: str, key: Key) -> Response:
    """修改, 确认, 撤下."""
    said = await typed(request)
    here = f"{_BASE}/{agency}/{key}"
    finding.get(seat.office, agency, key, seat.by)
    if agency != seat.office.key:
        raise DeskError(
            "不能改动其他机关的案例。", why="案例由提出的机关管理。", do="有意见的，请与该机关联系。"
        )
    try:
        match said.get("act"):
            case "confirm":
                await run_in_threadpool(keeping.confirm, seat.office, key, said.get("seen", ""), seat.by)
                return done(seat, here, "已确认，可以参考。")
            case "withdraw":
                await run_in_threadpool(keeping.withdraw, seat.office, key, said.get("why", ""), seat.by)
                return done(seat, here, "已撤下。")
            case _:
                await run_in_threadpool(keeping.change, seat.office, key, said, seat.by)
                return done(seat, here, "已修改，等待另一人确认。")
    except DeskError as error:
        if said.get("act") in ("confirm", "withdraw"):
            return _one(seat, agency, key, error)
        return _change_form(seat, agency, key, (said, error))


# --- what is shown -------------------------------------------------------------------------------


def _one(seat: Seat, agency: str, key: int, error: DeskError | None = None) -> Response:
    found = finding.get(seat.office, agency, key, seat.by)
    owner = next((each.name for each in seat.office.settings.agency if each.key == agency), agency)
    source = dossier.by_key(seat.office, found.example.application, seat.by).row if found.own else None
    shown: dict[str, Any] = {
        "found": found,
        "source": source,
        "owner": owner,
        "here": f"{_BASE}/{agency}/{key}",
        "columns": columns.COLUMNS,
        "mine": found.example.proposed_by == seat.by.who,
    }
    if error is None:
        return page(seat, "example.html", **shown)
    return refused(seat, error, "example.html", **shown)


def _change_form(
    seat: Seat, agency: str, key: int, failed: tuple[Mapping[str, str], DeskError] | None
) -> Response:
    found = finding.get(seat.office, agency, key, seat.by)
    file = dossier.by_key(seat.office, found.example.application, seat.by)
    kept = asdict(found.example.said) | {"shared": "是" if found.example.said.shared else ""}
    said, error = failed or ({name: str(value or "") for name, value in kept.items()}, None)
    return _form(seat, f"{_BASE}/{agency}/{key}", file.row.number, file.case.grounds, said, error)


def _form(
    seat: Seat,
    here: str,
    number: str,
    grounds: tuple[Ground, ...],
    said: Mapping[str, str],
    error: DeskError | None = None,
) -> Response:
    shown: dict[str, Any] = {
        "here": here,
        "number": number,
        "columns": columns.COLUMNS,
        "grounds": [(each.key, each.label) for each in dict.fromkeys(grounds)],
        "typed": dict(said),
        "faults": error.faults if isinstance(error, columns.Unfit) else {},
    }
    if error is None:
        return page(seat, "example_form.html", **shown)
    return refused(seat, error, "example_form.html", **shown)
