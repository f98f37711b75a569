"""What can be asked for, who may, and how each is carried out. Each may be begun anew after any interruption."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from foidesk.desk import printing
from foidesk.desk.ledger import checking, importing, source
from foidesk.desk.office import By, Office
from foidesk.desk.permits import Act
from foidesk.desk.reports import files
from foidesk.store import pendingledgers

PDF = "application/pdf"
Progress = Callable[[int, int], None]  #: done, in all; raises when somebody else has taken the task on


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task: a sentence, and a file where there is one."""

    said: str
    name: str | None = None
    media_type: str | None = None
    content: bytes | None = None


KEPT = timedelta(days=7)  #: how long what was made can be fetched: it names people
Carry = Callable[[Office, Mapping[str, Any], bytes, By, Progress], Made]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task: its words, the act that must be allowed, and its work."""

    label: str
    act: Act
    carry: Carry


def _letters(office: Office, wanted: Mapping[str, Any], _: bytes, by: By, progress: Progress) -> Made:
    first, last = _days(wanted)
    chosen = printing.outgoing(office, first, last)
    progress(0, len(chosen))
    content = printing.batch(office, chosen, duplex=bool(wanted.get("duplex")), progress=progress)
    return Made(f"{len(chosen)}份文书，前附发文登记。", f"文书_{first}_{last}.pdf", PDF, content)


def _labels(office: Office, wanted: Mapping[str, Any], _: bytes, by: By, progress: Progress) -> Made:
    first, last = _days(wanted)
    made = printing.labels(office, printing.outgoing(office, first, last))
    without = f"没有通信地址，未印标签：{'、'.join(made.without)}。" if made.without else ""
    return Made(f"{made.count}枚标签。{without}", f"标签_{first}_{last}.pdf", PDF, made.pdf)


def _register(office: Office, wanted: Mapping[str, Any], _: bytes, by: By, progress: Progress) -> Made:
    year = int(wanted["year"])
    return Made(f"{year}年登记簿。", f"登记簿_{year}.pdf", PDF, printing.book(office, year, by.today))


def _report(office: Office, wanted: Mapping[str, Any], _: bytes, by: By, progress: Progress) -> Made:
    year = int(wanted["year"])
    content = files.together(office, year, by, progress)
    name = f"{office.agency.short_name}{year}年政府信息公开工作年度报告.zip"
    return Made(f"{year}年年度报告的{len(files.KINDS)}种文件。", name, "application/zip", content)


def _ledger(office: Office, wanted: Mapping[str, Any], sent: bytes, by: By, progress: Progress) -> Made:
    with office.database.reading() as conn:
        named = pendingledgers.named(conn, office.key)
    reading = checking.check(office, source.from_bytes(str(wanted["file"]), sent, named), by.today)
    done = importing.bring_in(
        office, reading, by, skip_bad=bool(wanted.get("skip_bad")), progress=progress, again=True
    )
    return Made(
        f"已导入{done.new}件，此前已有{done.known}件。"
        + (f"不能读取的{len(reading.bad)}行没有导入。" if reading.bad else "")
    )


KINDS = {
    "letters": Kind("文书合并打印", Act.READ_PERSONAL, _letters),
    "labels": Kind("地址标签", Act.READ_PERSONAL, _labels),
    "register": Kind("登记簿", Act.READ, _register),
    "report": Kind("年度报告全部文件", Act.READ, _report),
    "ledger": Kind("台账导入", Act.IMPORT, _ledger),
}


def carried(kind: str, office: Office, wanted: str, sent: bytes, by: By, progress: Progress) -> Made:
    """Do what the task asks for."""
    return KINDS[kind].carry(office, json.loads(wanted), sent, by, progress)


def _days(wanted: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(wanted["first"]), date.fromisoformat(wanted["last"])
