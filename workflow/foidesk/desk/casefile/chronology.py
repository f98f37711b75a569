"""办理过程: every entry of the register in the order it was typed in, with its day in law and its article."""

from __future__ import annotations

from foidesk.desk.applications import File
from foidesk.desk.casefile.section import Section, body, day, table
from foidesk.desk.labels import facts_in_words
from foidesk.desk.office import CHINA
from foidesk.rules import lifecycle
from foidesk.rules.hindsight import struck_entries
from foidesk.rules.law import Provision, short

_WIDTHS = (1.8, 4.5, 9.8, 4.7, 4.5, 2.7)
_HEAD = ("序号", "日期", "事项和内容", "依据", "登记时间", "登记人")
_ABOUT = "按登记的先后排列。“日期”是法律上的日期，“登记时间”是录入的时间；划去的登记保留在原处，不产生效力。"


def chronology(file: File) -> Section:
    """One row an entry."""
    struck = struck_entries(file.case.log)
    terms = file.case.position.terms
    rows = []
    for entry in file.entries:
        event = entry.event
        told = facts_in_words(event).replace("|", "；")  # between a defect and how to mend it
        what = f"{event.label}{'（已划去）' if entry.seq in struck else ''}"
        at = entry.recorded_at.astimezone(CHINA)
        rows.append(
            (
                str(entry.seq),
                day(event.on),
                f"{what}\n{told}" if told else what,
                _basis(terms.instead_of(lifecycle.provision_of(type(event)))),
                f"{at:%Y-%m-%d}\n{at:%H:%M}",
                entry.recorded_by,
            )
        )
    return Section("办理过程", (body(_ABOUT), table(_WIDTHS, _HEAD, rows)))


def _basis(provision: Provision) -> str:
    """The article in lines of a narrow column: the instrument, the article, paragraph and item."""
    return short(provision.cite).replace("》", "》\n").replace("条第", "条\n第").strip()
