"""foidesk calendar check and add: the State Council's notices."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from foidesk.cli.frame import AsJson, Config, app, options, person, put, say, settings, today

calendar = typer.Typer(name="calendar", help="放假与调休安排", no_args_is_help=True)
app.add_typer(calendar)


@calendar.command("check")
def check(config: Config = None, as_json: AsJson = False) -> None:
    """核对全部放假安排：文件能否读取、内容是否矛盾、哪些年份还没有。"""
    options(config)
    from foidesk.cli.frame import calendar as current

    shown = current()
    first, last = 2008, today().year + 1
    years = [shown.year(year) for year in range(first, last + 1)]
    missing = [view.year for view in years if view.notice is None]
    if as_json:
        put({
            "years": [{"year": v.year, "notice": v.notice, "amended_by": list(v.amended_by)} for v in years],
            "missing": missing,
            "version": shown.version,
        })  # fmt: skip
        return
    for view in years:
        changed = f"，经{'、'.join(view.amended_by)}修改" if view.amended_by else ""
        say(f"{view.year}　{view.notice or '尚未公布，暂按周一至周五计算（暂定）'}{changed}")
    say(
        f"日历版本 {shown.version}。"
        + (f"缺少：{'、'.join(map(str, missing))}年。" if missing else "没有缺少的年份。")
    )


@calendar.command("add")
def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="放假通知（TOML），格式与 holidays/ 中的相同")],
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """录入一年的放假通知；重新计算全部未办结申请，列出到期日变动的申请。"""
    options(config)
    from foidesk import content
    from foidesk.desk import calendars, reprojection

    notice = content.read_notice(Path(file))
    entered = reprojection.enter(settings(), notice, person())
    notes = calendars.doubts(notice, today())
    if as_json:
        put({
            "notes": notes,
            "year": entered.notice.year,
            "notice": entered.notice.number,
            "version": entered.version,
            "recomputed": entered.recomputed,
            "moved": [
                {"agency": m.agency, "number": m.number, "before": _iso(m.before), "after": _iso(m.after), "letters": list(m.letters)}
                for m in entered.moved
            ],
        })  # fmt: skip
        return
    say(f"已录入 {entered.notice.year} 年放假安排（{entered.notice.number}，第{entered.version}版）。")
    say(f"重新计算了 {entered.recomputed} 件未办结的申请，{len(entered.moved)} 件的到期日有变动。")
    for note in notes:
        say(f"请注意：{note}")
    for move in entered.moved:
        named = f"（文书 {'、'.join(move.letters)} 写明了原日期）" if move.letters else ""
        say(f"{move.number}　{move.before} → {move.after}{named}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
