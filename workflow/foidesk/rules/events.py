"""What can happen to an application. Facts only: past tense, immutable, never edited.

`on` is the day in law. Facts that the clock counts with are required; facts that only a new act must
state (approver, officer, reason, …) may be absent from history and are demanded by the guard.
Fields made by `prose()` hold free text: the store seals them apart from the log, because people write
names into sentences.
"""

from __future__ import annotations

from datetime import date

from foidesk.rules.aftermath import RemedyDecided as RemedyDecided
from foidesk.rules.aftermath import RemedyFiled as RemedyFiled
from foidesk.rules.approval import Approved as Approved
from foidesk.rules.approval import Recalled as Recalled
from foidesk.rules.approval import Reviewed as Reviewed
from foidesk.rules.approval import SentBack as SentBack
from foidesk.rules.approval import Submitted as Submitted
from foidesk.rules.correspondence import AddressChanged as AddressChanged
from foidesk.rules.correspondence import Drafted as Drafted
from foidesk.rules.correspondence import LetterIssued as LetterIssued
from foidesk.rules.correspondence import LetterRefused as LetterRefused
from foidesk.rules.correspondence import LetterReturned as LetterReturned
from foidesk.rules.correspondence import LetterSent as LetterSent
from foidesk.rules.correspondence import LetterServed as LetterServed
from foidesk.rules.facts import KINDS as KINDS
from foidesk.rules.facts import E as E
from foidesk.rules.facts import Event as Event
from foidesk.rules.facts import fact, prose
from foidesk.rules.history import Imported as Imported
from foidesk.rules.history import ImportUndone as ImportUndone
from foidesk.rules.vocabulary import (
    AgentPower,
    ApplicantKind,
    Channel,
    Consulted,
    FeeStandard,
    Service,
)

# --- receipt -------------------------------------------------------------------------------------


@fact("收到申请")
class Received(Event):
    """收到: handed in, signed for, delivered or sent on the day `on`; the date of receipt is derived."""

    channel: Channel


@fact("登记申请")
class Registered(Event):
    """登记: who asks for what; people are named by their row, never by name."""

    number: str
    year: int
    n: int  #: running number of the year, without gaps
    applicant: int  #: row of the people table
    applicant_kind: ApplicantKind
    request: str | None = prose(default=None)
    form: str | None = prose(default=None)  #: 获取方式 as asked for, at times with an address
    agent: int | None = None
    agent_power: AgentPower | None = None
    # READING(adr-004): one 件 in the column of the first named.
    joint: tuple[int, ...] = ()  #: further applicants of one 件
    # READING(adr-006): a minor is a flag; consent is asked in the one clarification.
    flags: tuple[str, ...] = ()  #: keys of vocabulary.Flag
    # READING(adr-003): split at registration only; each part has number, clock and line.
    split_from: str | None = None  #: number of the application this part was split from
    addressed_to: str | None = None  #: the agency addressed, where it is another than the one that answers


@fact("更正收到申请")
class ReceiptCorrected(Event):
    """更正: the receipt was registered with a wrong day or channel; `on` is the right day of arrival."""

    channel: Channel
    reason: str | None = prose(default=None)
    corrected_by: str | None = None


@fact("更正登记事项")
class RegistrationCorrected(Event):
    """更正: what was registered wrongly, and how it is right; fields left out stay."""

    applicant: int | None = None
    applicant_kind: ApplicantKind | None = None
    request: str | None = prose(default=None)
    form: str | None = prose(default=None)
    reason: str | None = prose(default=None)
    corrected_by: str | None = None


@fact("确认收到")
class ReceiptConfirmed(Event):
    """双方确认: office and applicant agreed that the application has come."""


@fact("联系未成")
class ContactAttempted(Event):
    """An attempt to confirm an ordinary letter that reached nobody."""

    note: str | None = prose(default=None)


@fact("能够联系而未确认")
class ReceiptUnconfirmed(Event):
    """The office could have confirmed and did not: the day of arrival counts."""


# --- clarification -------------------------------------------------------------------------------


@fact("告知补正")
class ClarificationAsked(Event):
    """补正告知: every defect and how to mend it, once, with a reasonable period."""

    answer_by: date | None = None
    service: Service | None = None
    defects: str | None = prose(default=None)
    late_reason: str | None = prose(default=None)


@fact("补正告知送达")
class ClarificationServed(Event):
    """The request for clarification reached the applicant."""


@fact("收到补正")
class Clarified(Event):
    """补正: the applicant answered. With a channel, `on` is the arrival and the day is derived as for a receipt;
    without one, `on` is that day already."""

    channel: Channel | None = None
    confirmed: date | None = None
    content: str | None = prose(default=None)


@fact("逾期不补正")
class ClarificationLapsed(Event):
    """视为放弃: recorded by the office, never by itself."""

    no_good_reason: bool | None = None
    approved_by: str | None = None


# --- consultation --------------------------------------------------------------------------------


@fact("发出征求意见书")
class ConsultationSent(Event):
    """征求意见: `id` tells the consultations of one application apart."""

    id: str
    to: Consulted
    party: int | None = None  #: row of the people table
    information: str | None = prose(default=None)  #: what it concerns, and nothing else of the request
    question: str | None = prose(default=None)
    answer_by: date | None = None  #: named for an agency that no provision gives a period


@fact("征求意见书送达")
class ConsultationServed(Event):
    """The consulted party received the letter: what follows is not counted."""

    id: str


@fact("收到意见")
class ConsultationAnswered(Event):
    """The opinion arrived."""

    id: str
    consents: bool | None = None
    opinion: str | None = prose(default=None)


@fact("征求意见书退回")
class ConsultationReturned(Event):
    """The letter came back undelivered."""

    id: str


@fact("作出本机关判断")
class JudgementRecorded(Event):
    """The agency's own judgement on a third party's interests, apart from its opinion (条例 15, 32)."""

    officer: str | None = None
    judgement: str | None = prose(default=None)


# --- extension, explanation, delay ---------------------------------------------------------------


@fact("延长答复期限")
class Extended(Event):
    """延长答复期限: told to the applicant on the day `on`."""

    days: int  #: working days added, at most 20
    service: Service | None = None
    opinion: str | None = None  #: the recorded legal opinion that allows a second one
    approved_by: str | None = None  #: head of the disclosure office
    reason: str | None = prose(default=None)


@fact("要求说明理由")
class ExplanationAsked(Event):
    """说明理由: number or frequency is clearly beyond reason."""

    answer_by: date | None = None
    officer: str | None = None
    figures: str | None = prose(default=None)


@fact("说明理由通知送达")
class ExplanationServed(Event):
    """The request to explain reached the applicant."""


@fact("收到理由说明")
class ExplanationGiven(Event):
    """The applicant explained."""

    explanation: str | None = prose(default=None)


@fact("告知延迟答复")
class DelayAnnounced(Event):
    """延迟答复: the explanation is accepted, a reasonable period is announced."""

    until: date
    approved_by: str | None = None
    reason: str | None = prose(default=None)


# --- fee -----------------------------------------------------------------------------------------


@fact("发出收费通知")
class FeeNotified(Event):
    """收费通知: decided by a named officer with a reason."""

    standard: FeeStandard | None = None
    units: int | None = None  #: items or pages of this application
    already: int = 0  #: items of the month that came before
    yuan: int | None = None
    service: Service | None = None
    officer: str | None = None
    reason: str | None = prose(default=None)
    alternatives_offered: bool | None = None  #: narrowing or inspection on site was offered first


@fact("收费通知送达")
class FeeNoticeServed(Event):
    """The applicant received the notice; 20 working days to pay begin."""


@fact("缴费")
class FeePaid(Event):
    """缴费: the day the payment system shows; `yuan` absent means in full."""

    yuan: int | None = None


@fact("撤销收费通知")
class FeeRevoked(Event):
    """The notice is taken back: as if never sent."""

    reason: str | None = prose(default=None)


@fact("逾期未缴费")
class FeeLapsed(Event):
    """视为放弃: recorded by the office after the period to pay."""

    no_good_reason: bool | None = None
    approved_by: str | None = None


# --- work inside the agency ----------------------------------------------------------------------


@fact("指定承办人")
class Assigned(Event):
    """转办: a handler, or a unit in charge with an inner limit that never moves the legal day."""

    handler: str | None = None
    unit: str | None = None
    answer_by: date | None = None
    note: str | None = prose(default=None)


@fact("承办单位反馈")
class UnitAnswered(Event):
    """The unit in charge answered."""

    unit: str
    answer: str | None = prose(default=None)


@fact("检索")
class SearchRecorded(Event):
    """检索: places, terms, searcher; 36(4) needs at least two places."""

    places: tuple[str, ...]
    terms: str = prose(default="")  #: may hold names
    searcher: str
    found: bool


@fact("保密审查")
class SecrecyReviewed(Event):
    """保密审查: who, when, with what result (条例 17)."""

    reviewer: str
    cleared: bool  #: may be released


@fact("记事")
class Noted(Event):
    """A note for the file."""

    text: str | None = prose(default=None)


@fact("附卷")
class DocumentFiled(Event):
    """A document was added to the file."""

    title: str | None = prose(default=None)


# --- the end -------------------------------------------------------------------------------------


@fact("答复")
class Replied(Event):
    """答复: handed to the post, signed for, or sent. Ends the period."""

    service: Service | None = None
    ground: str | None = None  #: key of outcomes.Ground
    items: tuple[str, ...] = ()  #: grounds item by item, when there are several
    main: str | None = None  #: the ground that counts, when nothing is given on several
    # READING(adr-057)
    line: str | None = None  #: code of outcomes.Outcome, where a ledger tells the line and no ground
    approved_by: str | None = None
    facts: str | None = prose(default=None)  #: JSON of what the ground needs (outcomes.Ground.needs)


@fact("撤回申请")
class Withdrawn(Event):
    """撤回: signed by the applicant or an empowered agent; `part` names what alone is withdrawn."""

    signed_by: str | None = prose(default=None)  #: the applicant or the agent
    by_agent: bool = False
    part: str | None = prose(default=None)


@fact("并案")
class Merged(Event):
    """并案: the same request by a second channel goes on under the first number."""

    into: str


@fact("答复被撤销或责令重新答复")
class ReplyAnnulled(Event):
    """A decision orders a reply anew; `on` is the day it was received."""

    days: int | None = None  #: working days set by the decision; None: it sets none
    by_court: bool = False
    decision: str | None = None


@fact("更正登记（划去）")
class Struck(Event):
    """划去: the entry `sequence` (counted from 1) is wrong; history keeps it, nothing counts it."""

    sequence: int
    reason: str | None = prose(default=None)
    struck_by: str | None = None


Log = tuple[Event, ...]
