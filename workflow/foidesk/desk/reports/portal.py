"""The annual report as one HTML page for the agency's portal: no script, nothing loaded, every word escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from foidesk.desk.reports import layout
from foidesk.desk.reports.entered import PARTS, WRITTEN, Entered
from foidesk.desk.reports.paper import title_of
from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS, Report

_NUMERALS = "一二三四五六"
_STYLE = (
    "body{max-width:60em;margin:2em auto;padding:0 1em;font:16px/1.8 sans-serif;color:#222}"
    "h1{text-align:center;font-size:1.5em}h2{font-size:1.15em;margin-top:2em}"
    "table{border-collapse:collapse;width:100%;font-size:.9em;margin:1em 0}"
    "th,td{border:1px solid #555;padding:.2em .5em;text-align:center}th[scope=row]{text-align:left;font-weight:normal}"
    ".wide{overflow-x:auto}caption{text-align:left}"
)


def as_html(report: Report, entered: Entered, agency: str) -> str:
    """The whole page."""
    title = escape(title_of(agency, report.year))
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n"
        + "\n".join(_parts(report, entered))
        + "\n</body></html>\n"
    )


def _parts(report: Report, entered: Entered) -> Iterator[str]:
    tables = {"disclosure": _two(entered), "applications": _three(report), "challenges": _four(report)}
    for numeral, (name, words) in zip(_NUMERALS, PARTS.items(), strict=True):
        yield f"<h2>{numeral}、{words}</h2>"
        text = entered.values.get(name, "")
        if name == "other":
            text = f"{layout.fees_sentence(report)}\n{text}".rstrip()
        if name in WRITTEN:
            yield from (f"<p>{escape(line)}</p>" for line in (text or "无。").splitlines() if line.strip())
        if name in tables:
            yield tables[name]


def _two(entered: Entered) -> str:
    lines = list(layout.table_two(entered))
    return "".join(
        _table(
            article,
            ("信息内容", *(words for words, _ in next(cells for of, _, cells in lines if of == article))),
            ((name, [value for _, value in cells]) for of, name, cells in lines if of == article),
        )
        for article in dict.fromkeys(of for of, _, _ in lines)
    )


def _three(report: Report) -> str:
    rows = (
        (f"{group} {words}".strip(), [str(value) for value in values])
        for group, words, values in layout.table_three(report)
    )
    return _table(f"（{layout.RULE_OF_SUMS}）", ("", *COLUMNS), rows)


def _four(report: Report) -> str:
    rows = ((route, [str(value) for value in values]) for route, values in layout.table_four(report))
    return _table("", ("", *REMEDY_COLUMNS), rows)


def _table(caption: str, head: Iterable[str], rows: Iterable[tuple[str, list[str]]]) -> str:
    heads = "".join(f'<th scope="col">{escape(each)}</th>' if each else "<td></td>" for each in head)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(value)}</td>" for value in values)
        + "</tr>"
        for name, values in rows
    )
    return (
        f'<div class="wide"><table>{f"<caption>{escape(caption)}</caption>" if caption else ""}'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
