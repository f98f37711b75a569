"""foidesk backup: a proved copy of the database, and the record that one was made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli.frame import AsJson, Config, Who, app, options, person, put, say, settings
from foidesk.errors import DeskError

if TYPE_CHECKING:
    from foidesk.desk.backing import Made

_SHOWN = 20  #: faults named one by one


@app.command("backup")
def backup(
    to: Annotated[
        str | None, typer.Argument(metavar="FILE", help="备份到这个文件；写文件夹的，按时间取名")
    ] = None,
    recorded: Annotated[
        str | None,
        typer.Option("--recorded", metavar="PLACE", help="不备份，只登记已经另行备份（如 pg_dump）放在哪里"),
    ] = None,
    config: Config = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """备份 SQLite 数据库并核对备份中的记录；办理中也可以运行，不必停机。"""
    options(config, None, by)
    from foidesk.desk import backing
    from foidesk.desk.installation import open_installation

    if (to is None) == (recorded is None):
        raise DeskError(
            "没有写明备份到哪里。",
            why="备份到文件，或者登记另行做的备份，二者择一。",
            do="请写 foidesk backup 文件名，或者 foidesk backup --recorded 存放位置。",
        )
    if recorded is not None:
        with open_installation(settings()) as house:
            backing.record(house.database, recorded, person())
        if as_json:
            put({"recorded": recorded})
        else:
            say("已登记备份。")
        return
    chosen = settings()
    made = backing.back_up(chosen, Path(to or ""), person())
    if as_json:
        put(
            {
                "file": str(made.file),
                "bytes": made.bytes,
                "sha256": made.sha256,
                "applications": made.applications,
                "faults": list(made.faults),
            }
        )
    else:
        _say(made, chosen.database.key_file)
    if made.faults:
        raise typer.Exit(1)


def _say(made: Made, key_file: Path) -> None:
    for fault in made.faults[:_SHOWN]:
        say(fault)
    if made.applications is None:
        found = "文件完整；数据库是其他版本的结构，没有核对记录，也没有登记"
    elif made.faults:
        found = f"{made.applications}件申请，记录链有{len(made.faults)}处不符，请停止办理并查明"
    else:
        found = f"{made.applications}件申请的记录链完整"
    say(f"已备份到 {made.file}（{made.bytes / 1024**2:,.1f} MB）：{found}。")
    say(f"密钥文件 {key_file} 不在其中，请与备份分开保管。")
