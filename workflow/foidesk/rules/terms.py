"""The statutory periods, each with its provision, and which set governs an application.

All lengths are working days. A changed law is a new set beside the old one, chosen by the day of receipt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from foidesk.errors import DeskError
from foidesk.rules import law
from foidesk.rules.vocabulary import Channel, Consulted


@dataclass(frozen=True, slots=True)
class Term:
    """A period in working days and the provision that sets it."""

    days: int
    provision: law.Provision


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The periods that govern an application received between `since` and the next set."""

    since: date
    reply: Term
    extension: Term
    clarification_request: Term | None  #: None: the law set no day
    clarified: law.Provision
    not_counted: dict[Consulted, law.Provision]  #: consultations that stand outside the count
    instead: dict[law.Provision, law.Provision] = field(default_factory=dict)

    def instead_of(self, provision: law.Provision) -> law.Provision:
        """The provision of these terms that stood where today's stands."""
        if not self.instead:
            return provision
        today = provision.act is law.Act.REGULATION
        return self.instead.get(provision, law.REGULATION_2008 if today else provision)


# READING(adr-028): only third-party consultations paused; clarification restarts the 15 days.
TERMS_2008 = Terms(
    since=law.REPLY_IN_15_2008.since,
    reply=Term(15, law.REPLY_IN_15_2008),
    extension=Term(15, law.EXTEND_2008),
    clarification_request=None,
    clarified=law.CLARIFY_2008,
    not_counted={Consulted.THIRD_PARTY: law.CONSULTATION_NOT_COUNTED_2008},
    instead={
        law.REPLY_IN_20: law.REPLY_IN_15_2008,
        law.EXTEND: law.EXTEND_2008,
        law.CLARIFY_ONCE: law.CLARIFY_2008,
        law.CLARIFIED_RESTARTS: law.CLARIFY_2008,
        law.CONSULT_THIRD_PARTY: law.CONSULT_THIRD_PARTY_2008,
        law.CONSULTATION_NOT_COUNTED: law.CONSULTATION_NOT_COUNTED_2008,
    },
)
TERMS_2019 = Terms(
    since=law.REPLY_IN_20.since,
    reply=Term(20, law.REPLY_IN_20),
    extension=Term(20, law.EXTEND),
    clarification_request=Term(7, law.CLARIFY_ONCE),
    clarified=law.CLARIFIED_RESTARTS,
    not_counted=dict.fromkeys(Consulted, law.CONSULTATION_NOT_COUNTED),
)

THIRD_PARTY_ANSWER = Term(15, law.CONSULT_THIRD_PARTY)
CO_MAKER_ANSWER = Term(15, law.CONSULT_CO_MAKER)
# READING(adr-011): the law names no limit for another agency; no more than the third party's 15 days is left out.
OTHER_AGENCY_ANSWER = Term(15, law.CONSULTATION_NOT_COUNTED)
CONSULTATION_ANSWER = {
    Consulted.THIRD_PARTY: THIRD_PARTY_ANSWER,
    Consulted.CO_MAKER: CO_MAKER_ANSWER,
    Consulted.OTHER_AGENCY: OTHER_AGENCY_ANSWER,
}
FEE_PAYMENT = Term(20, law.FEE_NOTICE)
FEE_PAID = Term(20, law.FEE_PAID_RESTARTS)
# READING(adr-018): a decision that sets no period leaves the ordinary one.
REPLY_ANEW = Term(20, law.REPLY_IN_20)
RECONSIDERATION_ANSWER = Term(10, law.RECONSIDERATION_ANSWER)
RECONSIDERATION_ANSWER_SIMPLE = Term(5, law.RECONSIDERATION_ANSWER_SIMPLE)

RECEIPT_PROVISION = {
    Channel.IN_PERSON: law.RECEIVED_IN_PERSON,
    Channel.ORAL: law.RECEIVED_IN_PERSON,
    Channel.SIGNED_POST: law.RECEIVED_BY_POST,
    Channel.ORDINARY_POST: law.RECEIVED_BY_POST,
    Channel.INTERNET: law.RECEIVED_ONLINE,
    Channel.EMAIL: law.RECEIVED_ONLINE,
    Channel.FAX: law.RECEIVED_ONLINE,
}


def terms_for(received: date) -> Terms:
    """The periods for an application received on the day; DeskError before the first 条例 (2008-05-01)."""
    if received >= TERMS_2019.since:
        return TERMS_2019
    if received >= TERMS_2008.since:
        return TERMS_2008
    raise DeskError(
        f"收到日 {received} 早于《政府信息公开条例》的施行日期。",
        why="该条例自2008年5月1日起施行，此前没有依申请公开的答复期限。",
        do="请核对收到日期。",
    )


@dataclass(frozen=True, slots=True)
class Readings:
    """What an agency may decide for itself on the advice of its legal officer."""

    # READING(adr-010): at least five working days after service before a lapse may be recorded.
    lapse_after_service: int = 5  #: working days
    # READING(adr-013): one extension in the life of an application, unless a recorded legal opinion allows more.
    second_extension: bool = False
