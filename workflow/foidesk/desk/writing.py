"""A letter from its matter: the template of the kind, the facts of the case, and its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from foidesk.desk import catalogue, letterfacts
from foidesk.desk.applications import File
from foidesk.desk.letterfacts.items import item_facts
from foidesk.desk.letterfacts.matter import Matter, shared
from foidesk.desk.letterfacts.replies import reply_of
from foidesk.desk.office import Office
from foidesk.errors import DeskError
from foidesk.paper.letter import Letter
from foidesk.paper.wording.composition import Part, compose
from foidesk.paper.wording.template import Template
from foidesk.rules.case import Case
from foidesk.rules.decisions import items_of
from foidesk.rules.events import LetterIssued

Templates = Callable[[str], Template]  #: from a kind of letter to its template


def matter(
    office: Office,
    file: File,
    *,
    about: str = "",
    stated: Mapping[str, str] | None = None,
    signed_on: date | None = None,
) -> Matter:
    """What a letter of this application is written from."""
    return Matter(
        agency=office.agency,
        case=file.case,
        people=file.people,
        about=about,
        stated=stated or {},
        signed_on=signed_on,
    )


def write(
    matter: Matter, kind: str, templates: Templates, passages: Mapping[str, str] | None = None
) -> Letter:
    """The letter of that kind as the case stands, dated the day of its fact unless the matter says another.

    `templates`: the template of each kind. DeskError naming every missing fact.
    """
    template = templates(kind)
    _fits_the_reply(matter.case, kind)
    return compose(
        template,
        stated(matter, template),
        parts=_parts(matter, template, templates),
        passages=passages,
    )


def stated(matter: Matter, template: Template) -> dict[str, object]:
    """What the letter states, by the names of its blanks. DeskError for a blank no clerk may fill in."""
    facts = letterfacts.FACTS.get(template.kind)
    if facts is None:
        raise DeskError(
            f"还不能从案件生成“{template.title}”。",
            why="该文书没有对应的案件事实。",
            do=f"可用：{'、'.join(letterfacts.FACTS)}。",
        )
    if strange := [name for name in matter.stated if name not in template.asked]:
        asked = "、".join(f"{name}（{each.meaning}）" for name, each in template.asked.items())
        raise DeskError(
            f"“{template.title}”没有“{'、'.join(strange)}”这样的空白。",
            why="其他内容由案件中已经登记的事实填写。",
            do=f"可以填写：{asked or '无'}。",
        )
    found: dict[str, object] = shared(matter)
    found |= {name: value for name, value in facts(matter).items() if value is not None}
    found |= {name: text for name, text in matter.stated.items() if text.strip()}
    found["signed_on"] = matter.signed_on or found["signed_on"]
    if template.suffix:
        found["doc_number"] = doc_number(matter.case, template.suffix)
    return found


def _parts(matter: Matter, template: Template, templates: Templates) -> list[Part]:
    """The decisions on the items, for a letter that has a place for them."""
    if not any(piece.decision for piece in template.pieces):
        return []
    return [Part(templates(item.ground.key), item_facts(matter, item)) for item in items_of(reply_of(matter))]


def _fits_the_reply(case: Case, kind: str) -> None:
    """A reply's letter is that of the reply's own ground, and no other."""
    if kind not in letterfacts.REPLIES:
        return
    wanted = catalogue.kind_of_reply(case, case.grounds) if case.grounds else ""
    if kind != wanted:
        grounds = "、".join(ground.label for ground in case.grounds) or "尚未答复"
        raise DeskError(
            f"“{kind}”不是该申请的答复书。",
            why=f"该申请的答复依据：{grounds}。",
            do=f"请用 {wanted}。" if wanted else "答复书由 foidesk reply 生成。",
        )


def doc_number(case: Case, suffix: str) -> str:
    """文号: the application's number with the suffix; a further letter of the same suffix ends in -征2, -征3 …"""
    first = f"{case.number}-{suffix}"
    used = {entry.doc_number for entry in case.log if isinstance(entry, LetterIssued)}
    number, n = first, 1
    while number in used:
        n += 1
        number = f"{first}{n}"
    return number
