"""The sample year taken through the desk as new acts.

Every fact passes the guard on its own day, as if somebody had typed it in then; nothing is written past it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from foidesk.desk import applications, approvals, catalogue, dispatch, issuing, letters, proposing
from foidesk.desk.demo import year
from foidesk.desk.demo.staff import STAFF
from foidesk.desk.demo.year import Year
from foidesk.desk.ledger import row as ledger
from foidesk.desk.ledger.cells import Row
from foidesk.desk.office import CHINA, By, Office
from foidesk.errors import DeskError
from foidesk.rules import events as ev
from foidesk.rules import outcomes
from foidesk.rules.proposals import REPLY
from foidesk.rules.vocabulary import Role, Service
from foidesk.store import worklist

REVIEWER = next(name for _, name, role in STAFF if role is Role.REVIEWER)
_HOUR = time(10, tzinfo=CHINA)

Key = tuple[str, date, str]  #: event, day, kind of letter: what an act leaves in the log
Progress = Callable[[date, int, int], None]  #: the day reached, acts done, acts in all


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the desk on its day, and the fact by which it is known to be done."""

    number: str
    on: date
    leaves: Key
    do: Callable[[Office], object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: applications of the sample, acts in all, acts that were still missing."""

    numbers: tuple[str, ...]
    acts: int
    new: int


@dataclass(frozen=True, slots=True)
class Saved:
    """One letter as files."""

    kind: str
    title: str
    number: str  #: of the application
    pdf: Path
    docx: Path


def load(
    office: Office, taken: Year | None = None, progress: Progress = lambda on, done, total: None
) -> Loaded:
    """Take the sample year through the desk; what is there already is left alone, an interrupted run goes on.

    `taken` is the year as written unless another is given. DeskError when the agency is not the sample's or its
    register holds other applications.
    """
    taken = taken or year.written()
    numbers = tuple(row["申请编号"] for row in taken.rows)
    _check_agency(office)
    done = _done(office, {row["申请编号"]: row["申请内容"] for row in taken.rows})
    acts = [act for row in taken.rows for act in _Application(office, row, taken).acts()]
    missing = sorted((act for act in acts if act.leaves not in done[act.number]), key=lambda act: act.on)
    for count, act in enumerate(missing, 1):
        act.do(office)
        progress(act.on, count, len(missing))
    return Loaded(numbers, len(acts), len(missing))


def save(office: Office, numbers: tuple[str, ...], folder: Path) -> list[Saved]:
    """Write the issued letters of these applications into the folder, byte for byte as they were issued."""
    saved = []
    for number in numbers:
        file = applications.open_file(office, number)
        for kind in dict.fromkeys(letter.kind for letter in file.case.letters):
            paper = letters.issued(office, file, kind)
            if paper is not None:
                pattern = catalogue.template(kind, office.settings.letters.path)
                saved.append(Saved(kind, pattern.title, number, *paper.save(folder)))
    return saved


def around(office: Office, today: date) -> Year:
    """The year ending today; one begun on an earlier day is gone on with as it was begun."""
    with office.database.reading() as conn:
        first = next(worklist.iterate(conn, office.key), None)
    begun = year.origin(first.received, office.calendar) if first and first.received else today

    def number(of: int, n: int) -> str:
        return applications.number_of(office, of, n)

    return year.around(begun, office.calendar, number)


def _check_agency(office: Office) -> None:
    first = year.written().rows[0]["申请编号"]
    if applications.number_of(office, year.AS_OF.year, 1) != first:
        raise DeskError(
            f"样例台账不是{office.agency.name}的，没有载入。",
            why=f"样例的编号从{first}起，与配置的机关代字或者文号格式不符。",
            do="请用随程序提供的 config.toml 试用样例；正式使用请直接 foidesk init、foidesk register。",
        )


def _done(office: Office, requests: Mapping[str, str]) -> Mapping[str, set[Key]]:
    """What the logs of the sample's applications hold; DeskError when the register is somebody else's."""
    with office.database.reading() as conn:
        present = {row.number for row in worklist.iterate(conn, office.key)}
    logs = {
        number: applications.open_file(office, number).case.log for number in requests if number in present
    }
    ours = [number for number, log in logs.items() if _request(log) == requests[number]]
    if present and (not ours or len(ours) < len(logs)):
        raise DeskError(
            "登记簿中已有其他申请，样例没有载入。",
            why="样例申请均为虚构，不能混入正在使用的登记簿。",
            do="请在 config.toml 中为样例另设数据库（database.url），或者用 foidesk list --all 查看现有申请。",
        )
    return {number: {_key(event) for event in logs.get(number, ())} for number in requests}


def _request(log: Sequence[ev.Event]) -> str | None:
    return next(event.request for event in log if isinstance(event, ev.Registered))


def _key(event: ev.Event) -> Key:
    return event.name, event.on, event.kind if isinstance(event, ev.LetterIssued) else ""


def _sent(office: Office, number: str) -> int:
    """The entry that sent the application's only proposal."""
    [proposal] = applications.open_file(office, number).case.proposals
    return proposal.sequence


class _Application:
    """One row of the ledger with its invented facts, as acts in order."""

    def __init__(self, office: Office, row: Row, taken: Year) -> None:
        facts = taken.facts
        self.number = row["申请编号"]
        self.told: Mapping[str, Any] = facts["case"].get(self.number, {})
        self.as_of = taken.as_of
        self.desk: Mapping[str, Any] = facts["desk"]
        self.supply: Mapping[str, Any] = facts["supply"]
        self.calendar = office.calendar
        self.head = office.agency.head
        self.entry = ledger.read(row, self.told.get("ground"))

    def acts(self) -> Iterator[Act]:
        """Registration with its receipt, then every fact of the row with what belongs to it."""
        registration = self.entry.registration
        arrived = registration.arrived
        yield Act(
            self.number,
            arrived,
            (ev.Registered.name, arrived, ""),
            lambda office: applications.register(office, registration, self._by(arrived)),
        )
        yield self._letter("receipt", arrived)
        for event in self.entry.events:
            yield from self._acts_of(event)
        yield from self._unit()
        yield from self._proposal()

    def _acts_of(self, event: ev.Event) -> Iterator[Act]:
        match event:
            case ev.ClarificationAsked() | ev.FeeNotified():
                yield from self._notice(event)
            case ev.Clarified():
                yield self._record(replace(event, content=self.told["clarification"]["content"]))
            case ev.ConsultationSent():
                yield self._record(replace(event, question=self.told["consultation"]["question"]))
            case ev.ConsultationAnswered():
                yield from self._opinion(event)
            case ev.Extended():
                reason = self.told["extension"]["reason"]
                yield self._record(replace(event, approved_by=self.head, reason=reason))
                yield self._letter("extension", event.on)
            case ev.ClarificationLapsed() | ev.FeeLapsed():
                yield self._record(replace(event, no_good_reason=True, approved_by=self.head))
            case ev.Withdrawn():
                yield self._record(replace(event, **self.told["withdrawal"]))
            case ev.Replied():
                yield from self._reply(event)
            case _:
                yield self._record(event)

    def _unit(self) -> Iterator[Act]:
        if unit := self.told.get("unit"):
            handed_over = self.calendar.add(self.as_of, -2)
            answer_by = self.calendar.add(handed_over, unit["within"])
            yield self._record(ev.Assigned(on=handed_over, unit=unit["name"], answer_by=answer_by))

    def _proposal(self) -> Iterator[Act]:
        """A reply that has come part of the way from the clerk to the head."""
        stage = self.told.get("waiting")
        if stage is None:
            return
        ground = outcomes.GROUNDS[self.told["ground"]]
        sent = self.calendar.add(self.as_of, -1)
        yield self._record(ev.SecrecyReviewed(on=sent, reviewer=self.desk["secrecy_reviewer"], cleared=True))
        facts = {**self._supply(ground), **self.told["facts"]}
        outline = proposing.Outline(grounds=(ground.key,), service=Service.POST, facts=facts)
        proposed = proposing.Proposed(kind=REPLY, decision=outline)
        yield Act(
            self.number,
            sent,
            (ev.Submitted.name, sent, ""),
            lambda office: approvals.submit(office, self.number, proposed, self._by(sent)),
        )
        yield from self._decided(stage, sent)

    def _decided(self, stage: str, on: date) -> Iterator[Act]:
        reviewer, head = (By(name, datetime.combine(on, _HOUR)) for name in (REVIEWER, self.head))
        if stage == "sent_back":
            note = self.told["note"]
            yield self._step(
                ev.SentBack,
                on,
                lambda at: approvals.send_back(at, self.number, _sent(at, self.number), reviewer, note),
            )
        if stage in ("approval", "issue"):
            yield self._step(
                ev.Reviewed,
                on,
                lambda at: approvals.review(at, self.number, _sent(at, self.number), reviewer),
            )
        if stage == "issue":
            yield self._step(
                ev.Approved, on, lambda at: approvals.approve(at, self.number, _sent(at, self.number), head)
            )

    def _step(self, leaves: type[ev.Event], on: date, do: Callable[[Office], object]) -> Act:
        return Act(self.number, on, (leaves.name, on, ""), do)

    def _notice(self, event: ev.ClarificationAsked | ev.FeeNotified) -> Iterator[Act]:
        """A letter whose service starts a period for the applicant."""
        served = self.calendar.add(event.on, self.desk["served_after"])
        if isinstance(event, ev.ClarificationAsked):
            yield self._record(replace(event, defects=self.told["clarification"]["defects"]))
            yield self._letter("clarification", event.on)
            yield self._record(ev.ClarificationServed(on=served))
        else:
            yield self._record(replace(event, officer=self.head, **self.told["fee"]))
            yield self._letter("fee", event.on)
            yield self._record(ev.FeeNoticeServed(on=served))

    def _opinion(self, event: ev.ConsultationAnswered) -> Iterator[Act]:
        told = self.told["consultation"]
        yield self._record(replace(event, consents=told["consents"], opinion=told["opinion"]))
        judged = self.calendar.add(event.on, 1)
        yield self._record(ev.JudgementRecorded(on=judged, officer=self.head, judgement=told["judgement"]))

    def _reply(self, event: ev.Replied) -> Iterator[Act]:
        assert event.ground is not None
        ground = outcomes.GROUNDS[event.ground]
        assert event.service is not None
        if "search" in self.told:
            yield self._record(self._search(**self.told["search"]))
        if ground.releases:
            yield self._record(
                ev.SecrecyReviewed(on=event.on, reviewer=self.desk["secrecy_reviewer"], cleared=True)
            )
        decision = issuing.Decision(
            grounds=(ground.key,),
            on=event.on,
            service=event.service,
            facts={**self._supply(ground), **self.told["facts"]},
        )
        order = issuing.Order(approved_by=self.head, confirmed=self.told.get("confirmed", ""))
        yield Act(
            self.number,
            event.on,
            _key(event),
            lambda office: issuing.reply(office, self.number, decision, order, self._by(decision.on)),
        )
        if event.service is Service.POST:
            yield Act(
                self.number,
                event.on,
                (ev.LetterSent.name, event.on, ""),
                lambda office: self._posted(office, decision.on),
            )

    def _posted(self, office: Office, on: date) -> None:
        """The latest letter of the application, the reply, handed to the post."""
        letter = applications.open_file(office, self.number).case.letters[-1]
        number = f"EMS1{self._place:09d}CN"
        dispatch.posted(
            office, self.number, letter.doc_number, on, self._by(on), service=Service.POST, tracking=number
        )

    @property
    def _place(self) -> int:
        """A number of the post for each application, made of its own."""
        return int("".join(re.findall(r"[0-9]+", self.number)) or 0)

    def _supply(self, ground: outcomes.Ground) -> Mapping[str, str]:
        if ground.key != "disclosed":
            return {}
        wanted: Mapping[str, str] = self.supply[self.entry.registration.form or ""]
        return wanted

    def _search(self, places: list[str], terms: list[str], on: date | None = None) -> ev.SearchRecorded:
        answered = [event.on for event in self.entry.events if isinstance(event, ev.Clarified)]
        since = max((self.entry.registration.arrived, *answered))
        return ev.SearchRecorded(
            on=on or self.calendar.add(since, self.desk["search_after"]),
            places=tuple(places),
            terms="、".join(terms),
            searcher=self._handler,
            found=False,
        )

    def _record(self, event: ev.Event) -> Act:
        return Act(
            self.number,
            event.on,
            _key(event),
            lambda office: applications.record(office, self.number, (event,), self._by(event.on)),
        )

    def _letter(self, kind: str, on: date) -> Act:
        return Act(
            self.number,
            on,
            (ev.LetterIssued.name, on, kind),
            lambda office: issuing.issue(
                office, self.number, kind, issuing.Order(approved_by=self.head), self._by(on)
            ),
        )

    @property
    def _handler(self) -> str:
        return self.entry.registration.handler or self.head

    def _by(self, on: date) -> By:
        return By(self._handler, datetime.combine(on, _HOUR))
