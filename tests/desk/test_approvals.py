"""What goes out was approved by the head, after the reviewer, exactly so; and nobody passes his own work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from foidesk.desk import applications, approvals, drafts, issuing, rebuilding
from foidesk.desk.office import CHINA, By, Office
from foidesk.desk.proposing import Longer, Outline, Proposed
from foidesk.desk.queues import queues
from foidesk.rules import events as ev
from foidesk.rules.proposals import Stage
from foidesk.rules.vocabulary import Role, Service
from foidesk.store import delegations
from foidesk.store.desktables import accounts, roles
from foidesk.store.worklist import Row

from .letterroom import DISCLOSED, FRIDAY, HEAD, MONDAY, TUESDAY, cleared, order, receipt, refusal, words

Register = Callable[..., Row]
REPLY = Proposed(
    kind="reply", decision=Outline(grounds=("disclosed",), service=Service.POST, facts=DISCLOSED)
)
LONGER = Proposed(
    kind="extended",
    extension=Longer(days=20, service=Service.POST, reason="涉及3个科室的6卷档案，需要逐卷核对并作保密审查"),
)


def person(who: str, *held: Role, on: date = FRIDAY) -> By:
    return By(who, datetime(on.year, on.month, on.day, 10, tzinfo=CHINA), frozenset(held))


CLERK, REVIEWER = person("周敏", Role.CLERK), person("陈立新", Role.REVIEWER)
HEAD_BY = person(HEAD, Role.HEAD)


def submitted(office: Office, number: str, what: Proposed = REPLY) -> int:
    """Submit; the sequence of the proposal."""
    return len(approvals.submit(office, number, what, CLERK).after.log)


def approved(office: Office, number: str, what: Proposed = REPLY, confirmed: str = "") -> int:
    sequence = submitted(office, number, what)
    approvals.review(office, number, sequence, REVIEWER)
    approvals.approve(office, number, sequence, HEAD_BY, confirmed)
    return sequence


@pytest.fixture
def ready(office: Office, register: Register) -> str:
    """An application whose documents are cleared for release."""
    row = register(MONDAY)
    cleared(office, row.number)
    return row.number


def stage(office: Office, number: str) -> Stage:
    return applications.open_file(office, number).case.proposals[-1].stage


def awaiting(office: Office, number: str) -> str | None:
    return applications.open_file(office, number).row.awaiting


def test_a_reply_goes_from_clerk_to_reviewer_to_head_and_out(office: Office, ready: str) -> None:
    sequence = submitted(office, ready)
    assert awaiting(office, ready) == "review"
    approvals.review(office, ready, sequence, REVIEWER)
    assert awaiting(office, ready) == "approval"
    approvals.approve(office, ready, sequence, HEAD_BY)
    assert awaiting(office, ready) == "issue"
    done = approvals.issue(office, ready, sequence, CLERK)
    assert (done.recorded.row.state, done.recorded.row.awaiting) == ("replied", None)
    assert stage(office, ready) is Stage.DONE
    letter = done.recorded.after.letters[-1]
    assert letter.approved_by == HEAD
    assert "保护范围图" in words(done.paper.pdf)
    assert rebuilding.check(office).faults == []


def test_an_approval_of_monday_is_issued_later_with_the_day_it_goes_out(office: Office, ready: str) -> None:
    sequence = approved(office, ready)
    later = person("周敏", Role.CLERK, on=date(2026, 3, 10))
    done = approvals.issue(office, ready, sequence, later)
    assert done.recorded.after.letters[-1].on == date(2026, 3, 10)


def test_an_extension_and_its_letter_stand_under_one_approval(office: Office, ready: str) -> None:
    done = approvals.issue(office, ready, approved(office, ready, LONGER), CLERK)
    assert done.recorded.row.extended
    assert stage(office, ready) is Stage.DONE
    assert done.paper.number == f"{ready}-延"


def test_what_discloses_is_not_submitted_before_the_secrecy_review(
    office: Office, register: Register
) -> None:
    number = register(MONDAY).number
    assert "保密审查" in refusal(approvals.submit, office, number, REPLY, CLERK)


def test_each_step_asks_for_its_role(office: Office, ready: str) -> None:
    assert "您不能" in refusal(approvals.submit, office, ready, REPLY, REVIEWER)
    sequence = submitted(office, ready)
    assert "您不能审核文书" in refusal(approvals.review, office, ready, sequence, CLERK)
    assert "待审核" in refusal(approvals.approve, office, ready, sequence, HEAD_BY)
    assert "您不能签批文书" in refusal(approvals.approve, office, ready, sequence, REVIEWER)
    both = person("周敏", Role.CLERK, Role.REVIEWER)
    assert "自己送审" in refusal(approvals.review, office, ready, sequence, both)


def test_what_was_sent_back_says_why_and_comes_again(office: Office, ready: str) -> None:
    sequence = submitted(office, ready)
    assert "退回的意见" in refusal(approvals.send_back, office, ready, sequence, REVIEWER, " ")
    approvals.send_back(office, ready, sequence, REVIEWER, "请写明页数")
    assert (awaiting(office, ready), stage(office, ready)) == ("sent_back", Stage.SENT_BACK)
    again = submitted(office, ready)
    approvals.recall(office, ready, again, CLERK)
    assert awaiting(office, ready) is None


def test_a_person_does_not_let_out_what_was_not_approved(office: Office, ready: str) -> None:
    decision = REPLY.decision
    assert decision is not None
    assert "尚未经批准" in refusal(issuing.reply, office, ready, decision.on(FRIDAY), order(), CLERK)
    told = ev.Extended(
        on=FRIDAY,
        days=20,
        approved_by=office.agency.head,
        reason="涉及3个科室的6卷档案",
        service=Service.POST,
    )
    assert "尚未经批准" in refusal(applications.record, office, ready, [told], CLERK)
    assert "不能签发" in refusal(approvals.issue, office, ready, submitted(office, ready), CLERK)


def test_the_receipt_needs_no_approval(office: Office, ready: str) -> None:
    issued = issuing.issue(office, ready, "receipt", order(), CLERK)
    assert issued.paper.number == f"{ready}-收"


def test_a_change_after_approval_needs_a_new_submission(office: Office, ready: str) -> None:
    sequence = approved(office, ready)
    corrected = ev.RegistrationCorrected(on=FRIDAY, request="另一份图", reason="误登", corrected_by="周敏")
    applications.record(office, ready, [corrected], CLERK)
    assert "内容已经变化" in refusal(approvals.issue, office, ready, sequence, CLERK)
    approvals.recall(office, ready, sequence, CLERK)
    approvals.issue(office, ready, approved(office, ready), CLERK)


def test_a_draft_rewritten_after_approval_does_not_go_out(office: Office, ready: str) -> None:
    receipt(office, ready)
    erratum = Proposed(kind="erratum", about="收", stated={"changes": "第二段｜某文物｜某文物保护单位"})
    sequence = approved(office, ready, erratum)
    drafts.save(office, ready, "erratum", CLERK, about="收", stated={"changes": "第二段｜某文物｜某某"})
    done = approvals.issue(office, ready, sequence, CLERK)
    assert "某文物保护单位" in words(done.paper.pdf), "what was approved lies over every draft"


def test_the_queue_holds_what_waits_for_the_person(office: Office, ready: str) -> None:
    def waits(by: By) -> list[Stage]:
        return [each.proposal.stage for each in queues(office, by).mine]

    sequence = submitted(office, ready)
    assert (waits(REVIEWER), waits(HEAD_BY), waits(CLERK)) == ([Stage.REVIEW], [], [])
    approvals.review(office, ready, sequence, REVIEWER)
    assert (waits(REVIEWER), waits(HEAD_BY)) == ([], [Stage.APPROVAL])
    approvals.approve(office, ready, sequence, HEAD_BY)
    assert (waits(HEAD_BY), waits(CLERK)) == ([], [Stage.ISSUE])


def test_a_clerk_sees_what_was_sent_and_what_came_back_until_it_is_sent_again(
    office: Office, ready: str
) -> None:
    def seen() -> tuple[int, int, str | None]:
        found = queues(office, CLERK)
        return len(found.sent), len(found.back), applications.open_file(office, ready).row.awaiting

    sequence = submitted(office, ready)
    assert seen() == (1, 0, "review")
    approvals.send_back(office, ready, sequence, REVIEWER, "请写明依据")
    assert seen() == (0, 1, "sent_back")
    assert queues(office, REVIEWER).back == []
    submitted(office, ready)
    assert seen() == (1, 0, "review")


# --- absence -------------------------------------------------------------------------------------
def deputy(office: Office, first: date, last: date) -> int:
    """The head hands the role to 吴岚 from the first to the last day."""
    with office.database.writing() as conn:
        for n, (name, role) in enumerate(((HEAD, "head"), ("吴岚", "reviewer")), 1):
            conn.execute(
                accounts.insert().values(
                    agency=office.key,
                    account=n,
                    login=f"u{n}",
                    name=name,
                    must_change=False,
                    created_at=HEAD_BY.now,
                    created_by="系统",
                )
            )
            conn.execute(
                roles.insert().values(agency=office.key, account=n, role=role, since=date(2025, 1, 1))
            )
        return delegations.add(conn, office.key, 1, 2, first, last, HEAD_BY.now, HEAD)


def test_who_acts_in_the_heads_place_is_written_down(office: Office, ready: str) -> None:
    deputy(office, MONDAY, FRIDAY)
    taker = person("吴岚", Role.REVIEWER)
    sequence = submitted(office, ready)
    approvals.review(office, ready, sequence, REVIEWER)
    [waiting] = queues(office, taker).mine
    assert waiting.in_place_of == HEAD
    done = approvals.approve(office, ready, sequence, taker)
    event = done.after.log[-1]
    assert isinstance(event, ev.Approved)
    assert (event.approved_by, event.on_behalf_of) == ("吴岚", HEAD)
    assert approvals.issue(office, ready, sequence, CLERK).recorded.row.state == "replied"


def test_a_role_handed_over_ends_with_its_period_or_before(office: Office, ready: str) -> None:
    number = deputy(office, MONDAY, TUESDAY)
    sequence = submitted(office, ready)
    approvals.review(office, ready, sequence, REVIEWER)
    taker = person("吴岚", Role.REVIEWER)
    assert "您不能签批文书" in refusal(approvals.approve, office, ready, sequence, taker)
    with office.database.writing() as conn:
        assert delegations.end(conn, office.key, number, HEAD_BY.now)
        assert not delegations.end(conn, office.key, number, HEAD_BY.now)
    tuesday = replace(taker, now=datetime(2026, 3, 3, 10, tzinfo=CHINA))
    assert "您不能签批文书" in refusal(approvals.approve, office, ready, sequence, tuesday)
