"""An application taken in at the desk: registered with the papers that came with it, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from foidesk.desk import applications, matters, permits
from foidesk.desk.filing import attachments
from foidesk.desk.filing.attachments import Upload
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.registration import Misfilled, Registration
from foidesk.rules.case import Case
from foidesk.rules.vocabulary import Channel
from foidesk.store.worklist import Row


def take_in(
    office: Office, registration: Registration, uploads: Sequence[Upload], by: By, matter: int | None = None
) -> tuple[Row, Case]:
    """Register and keep the files, all or nothing; `matter`: the entry that turned out to be an application.

    Misfilled for an oral application that was not read back and signed (条例 29).
    """
    permits.demand(by, Act.REGISTER)
    if registration.channel is Channel.ORAL and registration.read_back is None:
        raise Misfilled([("read_back", "口头申请由工作人员代填后，应当由申请人核对并签名")])
    files = attachments.checked(uploads)
    with office.database.writing() as conn:
        if matter is None:
            row, folded = applications.registered(conn, office, registration, by)
        else:
            row, folded = matters.registered(conn, office, matter, registration, by)
        attachments.put(conn, office, row, files, by)
    return row, folded
