"""Which field of a draft a finding speaks of, so that it can be shown there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from foidesk.paper.check import Finding
from foidesk.rules.decisions import WHAT

_NAMED = re.compile("（([a-z_]+)）")
_QUOTED = re.compile("“([^“”]{4,})”")
_ITEM = re.compile(r"第(\d+)项")


def beside(
    findings: Sequence[Finding], fields: Mapping[str, str]
) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """The findings by the field they speak of, and those that speak of none.

    `fields`: what stands in each field, by its name as `f-reason`, `f-2.reason`, `s-…`, `p-…`. A finding speaks of
    the field it names, of its item where it tells one, or else of the field whose words it quotes.
    """
    found: dict[str, list[Finding]] = {}
    rest = []
    for each in findings:
        name = _named(each, fields) or _quoted(each, fields)
        if name:
            found.setdefault(name, []).append(each)
        else:
            rest.append(each)
    return found, rest


def _named(finding: Finding, fields: Mapping[str, str]) -> str | None:
    item = _ITEM.search(finding.what)
    for name in _NAMED.findall(finding.do + finding.what):
        for wanted in ([f"f-{item[1]}.{name}"] if item else []) + [f"f-{name}", f"s-{name}"]:
            if wanted in fields:
                return wanted
    return None


def _quoted(finding: Finding, fields: Mapping[str, str]) -> str | None:
    for words in _QUOTED.findall(finding.what):
        told = words.rstrip("…")
        for name, text in fields.items():
            if told in text and not name.endswith(f".{WHAT.name}"):
                return name
    return None
