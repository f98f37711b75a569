"""What a letter is held against: its case, its template, the agency, and what the register knows beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from foidesk.paper.check.lettertext import Words, squeezed, words
from foidesk.paper.form import Style
from foidesk.paper.letter import Block, Letter
from foidesk.paper.wording.template import Template
from foidesk.rules import events as ev
from foidesk.rules.case import Case
from foidesk.rules.decisions import WHAT, Item, items_of
from foidesk.rules.outcomes import GROUNDS, Ground
from foidesk.rules.vocabulary import AgencyType, Reconsiders


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a letter, why it is wrong (with the provision) and what to do; in Chinese.

    One that does not refuse is a warning: the letter goes out when the head confirms it with a reason.
    """

    what: str
    why: str
    do: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class Approver:
    """Who may approve letters, from when until when, both days included; None: without limit."""

    name: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the role is held that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier reply that a refusal to reply again rests on, as the register knows it (条例 36(6))."""

    number: str
    on: date
    same_applicant: bool
    in_substance: bool  #: it released, refused or found nothing, rather than put the request aside
    stands: bool  #: neither annulled nor struck


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Everything a letter must agree with. Names, titles and paragraphs are as registered."""

    case: Case
    template: Template
    addressees: tuple[str, ...]
    hidden: tuple[str, ...] = ()  #: what a letter to a third party must not hold
    agency: str  #: the one that signs
    agency_type: AgencyType
    signs_for: tuple[str, ...] = ()  #: agencies whose applications it answers
    reconsiders: tuple[tuple[str, Reconsiders], ...]  #: name, and what it is to the agency
    remedy: str  #: the paragraph of rules.remedies, "" for none
    approver: str
    approvers: tuple[Approver, ...]  #: empty: the roles are not kept here, and nobody's is checked
    earlier: Earlier | None = None  #: None: not in the register
    attached: tuple[str, ...] | None = None  #: names of the files; None: enclosed on paper
    remains: tuple[str, ...] = ()  #: withheld strings still found in the attachments
    replied_on: date | None = None  #: the day the reply goes out
    about: str = ""  #: the consultation or the letter it concerns
    corrected: Letter | None = None  #: the letter that an erratum puts right, as it went out


@dataclass(frozen=True)
class Held:
    """A letter and what it is held against, read once for all the rules."""

    letter: Letter
    against: Against

    @cached_property
    def applicant_wrote(self) -> tuple[str, ...]:
        """The applicant's own words: the request, what clarified or explained it, the items taken from it."""
        case = self.against.case
        answers = [e.content for e in case.standing if isinstance(e, ev.Clarified)]
        answers += [e.explanation for e in case.standing if isinstance(e, ev.ExplanationGiven)]
        wrote = tuple(text for text in (case.registered.request, *answers) if text)
        whole = squeezed("".join("".join(wrote).split()))
        whats = (item.facts.get(WHAT.name, "") for item in self.items)
        return (*wrote, *(what for what in whats if squeezed(what) and squeezed(what) in whole))

    @cached_property
    def words(self) -> Words:
        """The words of the whole letter."""
        return words(
            "\n".join(line for block in self.letter.blocks for line in self._lines(block)),
            self.applicant_wrote,
        )

    @cached_property
    def free(self) -> Words:
        """The words of the passages that a clerk may rewrite."""
        return self._part(free=True)

    @cached_property
    def fixed(self) -> Words:
        """The words of all other blocks: what the template and the case made."""
        return self._part(free=False)

    def _part(self, *, free: bool) -> Words:
        lines = (line for block in self.letter.blocks if block.free is free for line in self._lines(block))
        return words("\n".join(lines), self.applicant_wrote)

    def _lines(self, block: Block) -> list[str]:
        """The lines of a block; what an erratum quotes as wrong is not said by it."""
        head = block.rows[0] if block.rows and self.letter.kind == "erratum" else ()
        wrong = head.index("原文") if "原文" in head else None
        rows = ["\t".join(cell for n, cell in enumerate(row) if n != wrong) for row in block.rows]
        return rows or [block.text]

    def printed(self, style: Style) -> list[str]:
        """The texts of the blocks of one style."""
        return [block.text for block in self.letter.blocks if block.style is style]

    @cached_property
    def is_reply(self) -> bool:
        """Whether the letter decides on the request."""
        ground = GROUNDS.get(self.letter.kind)
        return self.letter.kind in ("several", "replacement") or (ground is not None and ground.by_reply)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items the letter decides on; none when it is no reply."""
        reply = self.against.case.position.reply
        return items_of(reply) if self.is_reply and reply is not None else ()

    @cached_property
    def sections(self) -> Mapping[int, Words]:
        """The words on each item, by its number; an item the letter has no heading for is left out."""
        if len(self.items) == 1:
            return {self.items[0].n: self.words}
        found: dict[int, list[str]] = {}
        now = 0
        for block in self.letter.blocks:
            if block.style in (Style.HEADING, Style.SUBHEADING):
                now = next((i.n for i in self.items if i.n > now and _names(block.text, i)), now)
            if self.against.remedy and self.against.remedy in block.text:
                break
            if now:
                found.setdefault(now, []).extend(self._lines(block))
        return {n: words("\n".join(lines), self.applicant_wrote) for n, lines in found.items()}

    def of(self, item: Item) -> str:
        """The agency's own words on an item, of the whole letter where it has no part of its own."""
        return (self.sections.get(item.n) or self.words).own

    def resting_on(self, *keys: str) -> list[tuple[Item, Ground]]:
        """The items that rest on one of these grounds, in whole or for what is withheld."""
        return [(item, g) for item in self.items for g in grounds_within(item) if g.key in keys]

    def label(self, item: Item) -> str:
        """第2项, where there are several."""
        return f"第{item.n}项" if len(self.items) > 1 else ""


def _names(heading: str, item: Item) -> bool:
    what = squeezed(item.facts.get(WHAT.name, ""))
    return bool(what) and what in squeezed(heading)


def grounds_within(item: Item) -> tuple[Ground, ...]:
    """The ground of an item, and for a reply in part those of what is withheld."""
    if item.ground.key != "partly":
        return (item.ground,)
    lines = (line.strip() for line in item.facts.get("withheld_ground", "").splitlines())
    return (item.ground, *(GROUNDS[key] for key in dict.fromkeys(lines) if key in GROUNDS))
