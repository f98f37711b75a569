"""foidesk report: the annual report in every form it is handed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli import parse
from foidesk.cli.frame import Agency, Config, app, office, options, person, put, say, tell
from foidesk.errors import DeskError, system_reason

if TYPE_CHECKING:
    from foidesk.rules.report import Report

group = typer.Typer(name="report", help="年度报告", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(group)

File = typer.Option


@group.command("annual")
def annual(
    year: Annotated[str, typer.Argument(metavar="YEAR", help="报告年份")],
    as_json: Annotated[bool, File("--json", help="输出 JSON，供脚本使用")] = False,
    xlsx: Annotated[str | None, File("--xlsx", metavar="FILE", help="写成电子表格")] = None,
    docx: Annotated[str | None, File("--docx", metavar="FILE", help="写成 Word 文档")] = None,
    pdf: Annotated[str | None, File("--pdf", metavar="FILE", help="写成 PDF")] = None,
    html: Annotated[str | None, File("--html", metavar="FILE", help="写成门户网站用的网页")] = None,
    config: Config = None,
    agency: Agency = None,
) -> None:
    """政府信息公开工作年度报告：表三、表四、收费，并核对勾稽关系。"""
    options(config, agency)
    from foidesk.desk.reports import data, figures, files

    chosen = parse.whole("年份", year)
    wanted = {
        kind: path for kind, path in (("xlsx", xlsx), ("docx", docx), ("pdf", pdf), ("html", html)) if path
    }
    with office() as opened:
        who = person()
        report = figures.annual(opened, chosen, who)
        for kind, path in wanted.items():
            _write(Path(path), files.file(opened, chosen, kind, who))
        name = opened.agency.name
    if as_json:
        put(data.as_data(report, name))
    elif wanted:
        say("已写入：" + "、".join(wanted.values()) + "。")
    else:
        _show(report, name)
    for each in report.identities:
        if not each.holds and not as_json:
            tell(f"勾稽关系不符：{each.name}（{'；'.join(each.broken)}）")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as wrong:
        raise DeskError(
            f"不能写到“{path}”。", why=f"{system_reason(wrong)}。", do="请核对文件夹和权限。"
        ) from None


def _show(report: Report, name: str) -> None:
    from foidesk.cli.views import table
    from foidesk.desk.reports import layout
    from foidesk.rules.report import COLUMNS, REMEDY_COLUMNS

    say(f"{name}{report.year}年\n\n收到和处理政府信息公开申请情况")
    three = table("", "", *COLUMNS)
    for heading, words, values in layout.table_three(report):
        three.add_row(heading, words, *map(str, values))
    say(three)
    say("\n被申请行政复议、提起行政诉讼情况")
    four = table("", *REMEDY_COLUMNS)
    for route, counts in layout.table_four(report):
        four.add_row(route, *map(str, counts))
    say(four)
    say(f"\n{layout.fees_sentence(report)}")
    for each in report.identities:
        say(f"{'相符' if each.holds else '不符'}　{each.name}")
