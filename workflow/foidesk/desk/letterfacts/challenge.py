"""What the letters say that decide something without being a reply: how the addressee can challenge them."""

from __future__ import annotations

from datetime import date

from foidesk.desk.letterfacts.matter import Matter
from foidesk.rules.outcomes import GROUNDS
from foidesk.rules.remedies import Addressees, paragraph


def challenge(matter: Matter, on: date, you: str) -> str:
    """The remedy paragraph of a 告知书 dated `on`, whose addressee `you` may choose the remedy (条例 51).

    How it will be served is not known yet, so the online channel is named wherever there is one (复议法 22).
    """
    agency = matter.agency
    online = agency.reconsideration_online or ""
    to = Addressees(tuple(agency.reconsideration_agency), agency.court, online)
    # What is told is disclosed, passed on or corrected: nothing that is withheld, so no reconsideration first.
    return paragraph([GROUNDS["disclosed"]], on, to, you=you, electronic=bool(online), document="告知书")
