"""What a new reply must rest on: its ground, the facts the ground needs, the file behind it."""

from __future__ import annotations

from foidesk.rules import events as ev
from foidesk.rules import law, outcomes
from foidesk.rules.decisions import WHAT, grounds_of, items_of, readable, strange_names
from foidesk.rules.needs.frame import Breach, condition
from foidesk.rules.position import Position
from foidesk.rules.vocabulary import Consulted

PLACES_SEARCHED = 2  #: 36(4): fewer places are no search (law of evidence in court practice)


@condition(law.DO_NOT_DISCLOSE, acts_only=True)
def ground_known(pos: Position, event: ev.Replied) -> Breach | None:
    if event.line is not None:
        return Breach("年报的行由答复的依据决定，不能另行填写", "请写明依据（ground）。")
    keys = event.items or (event.ground or "",)
    unknown = [key for key in keys if key not in outcomes.GROUNDS]
    if not unknown and all(outcomes.GROUNDS[key].by_reply for key in keys):
        return None
    known = "、".join(g.key for g in outcomes.GROUNDS.values() if g.by_reply)
    if unknown:
        return Breach(f"没有“{'、'.join(unknown)}”这种答复依据", f"可用：{known}。")
    return Breach(
        "这一结果不是答复，由相应的登记（撤回、逾期不补正、逾期未缴费）产生", f"答复可用：{known}。"
    )


@condition(law.DO_NOT_DISCLOSE, acts_only=True)
def facts_readable(pos: Position, event: ev.Replied) -> Breach | None:
    if readable(event.facts) is not None:
        return None
    return Breach("答复的事实无法读取", "请写成“名称：文字”的 JSON 对象。")


@condition(law.DO_NOT_DISCLOSE, acts_only=True)
def facts_known(pos: Position, event: ev.Replied) -> Breach | None:
    strange = strange_names(event)
    if not strange or not grounds_of(event):
        return None
    known = {need.name: need for ground in grounds_of(event) for need in ground.may_state}
    offered = "、".join(f"{need.name}（{need.meaning}）" for need in known.values())
    several = f"；各项分别写的，名称前加项次，如 1.{WHAT.name}（{WHAT.meaning}）" if event.items else ""
    return Breach(f"这一依据没有“{'、'.join(strange)}”这样的事实", f"可写：{offered or '无'}{several}。")


@condition(law.DO_NOT_DISCLOSE, acts_only=True)
def facts_stated(pos: Position, event: ev.Replied) -> Breach | None:
    items = items_of(event)
    missing = [
        (f"{item.n}." if len(items) > 1 else "", need)
        for item in items
        for need in item.ground.missing({name for name, text in item.facts.items() if text.strip()})
    ]
    if not missing:
        return None
    return Breach(
        "答复缺少必须载明的事实：" + "；".join(of_item + n.meaning for of_item, n in missing),
        "请补充：" + "、".join(of_item + n.name for of_item, n in missing) + "。",
        provision=items[0].ground.cites[0],
    )


@condition(law.SECRECY_REVIEW, acts_only=True)
def secrecy_cleared(pos: Position, event: ev.Replied) -> Breach | None:
    if not any(ground.releases for ground in grounds_of(event)):
        return None
    if pos.cleared is not None and pos.cleared.cleared:
        return None
    return Breach("公开前没有通过保密审查的记录", "请先登记保密审查（secrecy_reviewed：审查人、结论）。")


@condition(law.NOT_EXISTING, acts_only=True)
def searched(pos: Position, event: ev.Replied) -> Breach | None:
    if not any(ground.key == "not_held" for ground in grounds_of(event)):
        return None
    if any(search.found for search in pos.searches):
        return Breach("检索记录显示已经找到信息，不能答复信息不存在", "请核对检索记录。")
    places = {place for search in pos.searches for place in search.places}
    if len(places) >= PLACES_SEARCHED:
        return None
    return Breach(
        f"检索记录只有{len(places)}处，答复信息不存在至少应当检索{PLACES_SEARCHED}处",
        "请登记检索（search_recorded：检索的部门或系统、检索词、检索人）。",
    )


def withheld_grounds(event: ev.Replied) -> tuple[str, ...]:
    """The grounds of the withheld parts of a reply in part, as written: one a line."""
    partly = (item for item in items_of(event) if item.ground.key == "partly")
    lines = (line.strip() for item in partly for line in item.facts.get("withheld_ground", "").splitlines())
    return tuple(line for line in lines if line)


@condition(law.PARTLY, acts_only=True)
def withheld_on_a_ground(pos: Position, event: ev.Replied) -> Breach | None:
    known = outcomes.GROUNDS
    wrong = [key for key in withheld_grounds(event) if key not in known or not known[key].refuses]
    if not wrong:
        return None
    refusals = "、".join(f"{g.key}（{g.label}）" for g in known.values() if g.refuses)
    return Breach(f"“{'、'.join(wrong)}”不是不予公开的依据", f"withheld_ground 可用：{refusals}。")


@condition(law.THIRD_PARTY_HARM, acts_only=True)
def third_party_weighed(pos: Position, event: ev.Replied) -> Breach | None:
    third = [
        c for c in pos.consultations.values() if c.to is Consulted.THIRD_PARTY and c.last_day(pos.calendar)
    ]
    items = items_of(event)
    refusing = "refused_third_party" in (*withheld_grounds(event), *(item.ground.key for item in items))
    if refusing and not third and not any(item.facts.get("why_not_consulted") for item in items):
        return Breach(
            "没有征求第三方意见并已送达的记录", "请先征求意见；无法征求的，写明原因（why_not_consulted）。"
        )
    if refusing and third and all(c.consents is True for c in third):
        return Breach(
            "征求意见的第三方均同意公开，不能以保护第三方合法权益为由不予公开",
            "请予以公开，或者另行认定依据。",
        )
    releasing = any(item.ground.releases for item in items)
    running = [c for c in third if c.answered is None and event.on <= (c.last_day(pos.calendar) or event.on)]
    if releasing and running:
        last = max(day for c in running if (day := c.last_day(pos.calendar)))
        return Breach(
            f"第三方的15个工作日尚未届满（{last}），也没有收到意见", "请待其提出意见或者期限届满后决定。"
        )
    weighed = refusing or (releasing and any(c.consents is not True for c in third))
    if weighed and not pos.judged:
        return Breach("没有本机关对第三方权益的独立判断", "请先登记本机关判断（judgement_recorded）。")
    return None


@condition(law.STILL_UNCLEAR, acts_only=True)
def was_clarified(pos: Position, event: ev.Replied) -> Breach | None:
    if not any(ground.key == "still_unclear" for ground in grounds_of(event)) or pos.clarified:
        return None
    return Breach("没有在期限内告知补正并收到补正的记录", "只有经过补正仍不明确的，才能以此答复。")


@condition(law.UNREASONABLE, acts_only=True)
def explanation_was_asked(pos: Position, event: ev.Replied) -> Breach | None:
    if not any(ground.key == "mass" for ground in grounds_of(event)):
        return None
    asked = pos.explanation_asked
    if asked is None:
        return Breach("没有要求申请人说明理由", "请先登记“要求说明理由”并送达申请人。")
    if pos.explanation_given is None and pos.explanation_served is None:
        return Breach(
            "没有要求说明理由的通知送达申请人的记录", "请先登记“说明理由通知送达”（explanation_served）。"
        )
    if pos.explanation_given is None and asked.answer_by is not None and event.on <= asked.answer_by:
        return Breach("要求说明理由的期限尚未届满", f"请在{asked.answer_by}之后作出决定。")
    return None


@condition(law.REPORT_LINES, acts_only=True)
def one_line(pos: Position, event: ev.Replied) -> Breach | None:
    grounds = grounds_of(event)
    main = outcomes.GROUNDS.get(event.main) if event.main else None
    if len(grounds) < 2 or outcomes.several(grounds, main) is not None:
        return None
    return Breach("各项依据不同且均未提供信息，尚未确定主要依据", "请写明主要依据（main），取各项依据之一。")


REPLY = (
    ground_known,
    facts_readable,
    facts_known,
    facts_stated,
    secrecy_cleared,
    searched,
    withheld_on_a_ground,
    third_party_weighed,
    was_clarified,
    explanation_was_asked,
    one_line,
)
