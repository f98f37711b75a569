"""foidesk workdays, fee, clock: the sums, without a database."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from foidesk.cli import parse
from foidesk.cli.frame import AsJson, Config, app, calendar, options, put, say, tell, today
from foidesk.desk import calculators as sums
from foidesk.errors import DeskError, system_reason
from foidesk.rules.workdays import weekday

# A number such as -5 is an argument with a message of our own, no unknown option.
_NUMBERS = {"ignore_unknown_options": True}

workdays = typer.Typer(name="workdays", help="工作日计算", no_args_is_help=True)
fee = typer.Typer(name="fee", help="信息处理费计算", no_args_is_help=True)
app.add_typer(workdays)
app.add_typer(fee)

Day = Annotated[str, typer.Argument(help="日期，如 2026-09-30")]


@workdays.command("add", context_settings=_NUMBERS)
def workdays_add(start: Day, days: str, as_json: AsJson = False, config: Config = None) -> None:
    """START 之后第 DAYS 个工作日（START 当日不计）。"""
    options(config)
    result = sums.workdays_add(parse.day(start, today()), parse.whole("工作日数", days), calendar())
    if as_json:
        put(result)
        return
    end = parse.day(result["date"])
    mark = "（暂定：所涉年份的放假安排尚未公布）" if result["provisional"] else ""
    say(f"{result['start']} 之后第 {result['days']} 个工作日：{end} {weekday(end)}{mark}")


@workdays.command("count")
def workdays_count(first: Day, last: Day, as_json: AsJson = False, config: Config = None) -> None:
    """FIRST 之后至 LAST（含）的工作日数。"""
    options(config)
    result = sums.workdays_count(parse.day(first, today()), parse.day(last, today()), calendar())
    if as_json:
        put(result)
        return
    mark = "（暂定）" if result["provisional"] else ""
    say(f"{result['from']} 之后至 {result['to']}：{result['days']} 个工作日{mark}")


@workdays.command("year", context_settings=_NUMBERS)
def workdays_year(year: str, as_json: AsJson = False, config: Config = None) -> None:
    """一年的放假与调休安排。"""
    options(config)
    result = sums.workdays_year(parse.whole("年份", year), calendar())
    if as_json:
        put(result)
        return
    say(f"{result['year']}年　依据：{result['notice'] or '尚未公布，暂按周一至周五计算（暂定）'}")
    if result["amended_by"]:
        say(f"修改：{'、'.join(result['amended_by'])}")
    for name, days in (("放假", result["off"]), ("调休上班", result["work"])):
        say(f"{name}（{len(days)}天）：" + "、".join(f"{d[5:]} {weekday(parse.day(d))}" for d in days))


@fee.command("items", context_settings=_NUMBERS)
def fee_items(
    units: str,
    already: Annotated[str, typer.Option("--already", help="本月此前已计的件数")] = "0",
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """按件计收 UNITS 件的信息处理费。"""
    _fee(sums.fee_of("items", parse.whole("件数", units), parse.whole("此前件数", already)), "件", as_json)


@fee.command("pages", context_settings=_NUMBERS)
def fee_pages(units: str, as_json: AsJson = False, config: Config = None) -> None:
    """按量计收 UNITS 页的信息处理费。"""
    _fee(sums.fee_of("pages", parse.whole("页数", units)), "页", as_json)


def _fee(result: dict[str, Any], unit: str, as_json: bool) -> None:
    if as_json:
        put(result)
        return
    for line in result["lines"]:
        say(f"第 {line['from']}—{line['to']} {unit}　每{unit} {line['rate']} 元　{line['yuan']} 元")
    say(f"合计 {result['yuan']} 元（{result['capitals']}）　依据：《政府信息公开信息处理费管理办法》")


@app.command("clock")
def clock(
    file: Annotated[str, typer.Argument(metavar="FILE", help="案件 JSON，或每行一件；- 为标准输入")],
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="以哪一天为今天")] = None,
    as_json: AsJson = False,
    config: Config = None,
) -> None:
    """不建档计算期限：到期日、理由、各项限期和问题。"""
    options(config)
    on = parse.day(as_of, today()) if as_of else None
    using = calendar()
    bad = seen = False
    with _lines(file) as lines:
        for answer in sums.clock_lines(lines, using, as_of=on):
            seen, bad = True, bad or answer.bad
            if as_json:
                sys.stdout.write(answer.text + "\n")
            else:
                _show(answer)
    if not seen:
        raise DeskError("没有案件。", why="输入是空的。", do="请给出 JSON 案件，每行一件。")
    if bad:
        tell("有案件无法计算，原因见输出中的 error。")
        raise typer.Exit(1)


@contextmanager
def _lines(file: str) -> Iterator[Iterator[str]]:
    """The lines of a file or of standard input; what is no UTF-8 becomes a bad line, not an end."""
    if file == "-":
        yield io.TextIOWrapper(parse.standard_input(), encoding="utf-8-sig", errors="replace")
        return
    try:
        opened = open(file, encoding="utf-8-sig", errors="replace")  # noqa: PTH123, SIM115 - a path as typed
    except (OSError, ValueError) as error:
        raise DeskError(
            f"文件“{file[:200]}”打不开。", why=system_reason(error) + "。", do="请核对路径。"
        ) from None
    with opened:
        yield opened


def _show(answer: sums.Answer) -> None:
    from foidesk.cli.views import clock_view

    say(clock_view(answer))
