"""The day a letter bears, held against what it tells: no notice after its act, no story before it happened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from foidesk.paper.check.against import Finding, Held
from foidesk.paper.check.lettertext import DAY, day_of
from foidesk.paper.wording.blanks import chinese_date
from foidesk.rules import events as ev
from foidesk.rules import law

#: Letters that carry out an act: it was done on the day it was told, and so the letter is not later.
_NOTICES: Mapping[str, type[ev.Event]] = {
    "clarification": ev.ClarificationAsked,
    "extension": ev.Extended,
    "delay": ev.DelayAnnounced,
    "fee": ev.FeeNotified,
    "explanation": ev.ExplanationAsked,
    "third_party": ev.ConsultationSent,
    "co_maker": ev.ConsultationSent,
    "other_agency": ev.ConsultationSent,
}

#: Letters that tell what happened, and what must have happened by their day, as far as it is on record.
_STORIES: Mapping[str, Sequence[type[ev.Event]]] = {
    "withdrawn": (ev.Withdrawn,),
    "merged": (ev.Merged,),
    "clarification_lapsed": (ev.ClarificationLapsed,),
    "fee_lapsed": (ev.FeeLapsed,),
    "fee_shortfall": (ev.FeePaid,),
    "consulting": (ev.ConsultationSent,),
    "third_party_told": (ev.ConsultationAnswered, ev.JudgementRecorded),
    "replacement": (ev.ReplyAnnulled,),
}

_WHY = f"{law.KEEP_FILES.cite}：文书的日期是签发之日，应当与登记的办理经过相符。"


def not_after_its_act(held: Held) -> Iterator[Finding]:
    """A notice is not dated after the day on which it is on record as told."""
    kind = _NOTICES.get(held.letter.kind)
    acts = _of(held, kind) if kind else []
    if acts and all(held.letter.signed_on > act.on for act in acts):
        act = acts[-1]
        yield Finding(
            f"登记的“{act.label}”之日是{chinese_date(act.on)}，早于文书的日期{chinese_date(held.letter.signed_on)}。",
            _WHY,
            f"请以{chinese_date(act.on)}或者以前的签发之日为成文日期（--signed-on）；登记的日期有误的，请先划去重新登记。",
        )


def not_before_its_story(held: Held) -> Iterator[Finding]:
    """A letter is not dated before what it rests on has happened."""
    on = held.letter.signed_on
    for kind in (*_STORIES.get(held.letter.kind, ()), *_of_a_reply(held)):
        told = _of(held, kind)
        if told and all(event.on > on for event in told):
            yield Finding(
                f"文书的日期{chinese_date(on)}早于登记的“{told[0].label}”之日{chinese_date(told[0].on)}。",
                _WHY,
                "请更正成文日期（--signed-on）；登记的日期有误的，请先更正登记。",
            )
    issued = [each for each in held.against.case.letters if each.doc_number == held.against.about]
    if held.letter.kind == "erratum" and issued and on < issued[-1].on:
        yield Finding(
            f"更正通知书的日期{chinese_date(on)}早于所更正文书的日期{chinese_date(issued[-1].on)}。",
            _WHY,
            "请更正成文日期（--signed-on）。",
        )


def _of_a_reply(held: Held) -> list[type[ev.Event]]:
    if not held.is_reply:
        return []
    return [ev.Clarified, *([ev.JudgementRecorded] if held.resting_on("refused_third_party") else [])]


def _of(held: Held, kind: type[ev.E]) -> list[ev.E]:
    """The standing facts of that kind; of a consultation those of the one the letter is about."""
    about = held.against.about
    return [
        event
        for event in held.against.case.standing
        if isinstance(event, kind) and (not about or getattr(event, "id", about) == about)
    ]


# --- days told -------------------------------------------------------------------------------------
_DONE = "收到|送达|签收|检索|回复|制发|作出|签发|寄出|交邮|提出|提交|撤回|缴纳|书面征求|询问|核查|到现场"
_TOLD = rf"{DAY}(?!以?前|之前|（含|起|至|届满|止)[^，。；：\n]{{0,14}}?(?:{_DONE})"
_TO_COME = r"将|拟|定于|预定|预计|计划|最[早迟]|应当|须|可以|请|不[晚迟]于"
_CLAUSE = r"[^，。；！？：\n\t]+"
_SEARCHED = r"检索(?:日期|时间)"


def nothing_told_ahead(held: Held) -> Iterator[Finding]:
    """No day that the letter tells as past is later than its own."""
    for text, refuses in ((held.fixed.unquoted, True), (held.free.unquoted, False)):
        for clause in dict.fromkeys(match[0] for match in re.finditer(_CLAUSE, text)):
            told = re.search(_TOLD, clause)
            if told and not re.search(_TO_COME, clause):
                yield from _ahead(held, told[0], clause, refuses)
    for cell in dict.fromkeys(_search_days(held)):
        yield from _ahead(held, cell, f"检索日期{cell}", True)


def _ahead(held: Held, told: str, words: str, refuses: bool) -> Iterator[Finding]:
    day = day_of(told)
    if day is not None and day > held.letter.signed_on:
        yield Finding(
            f"文书的日期是{chinese_date(held.letter.signed_on)}，却写有以后发生的事：“{words}”。",
            _WHY,
            "请核对成文日期和所写的日期；尚未发生的事请写明“将”或者“定于”。",
            refuses=refuses,
        )


def _search_days(held: Held) -> Iterator[str]:
    for block in held.letter.blocks:
        head = block.rows[0] if block.rows else ()
        for column in (n for n, cell in enumerate(head) if re.fullmatch(_SEARCHED, cell)):
            yield from (row[column] for row in block.rows[1:] if column < len(row))


CHECKS = (not_after_its_act, not_before_its_story, nothing_told_ahead)
