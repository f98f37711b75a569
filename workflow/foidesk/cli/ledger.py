"""foidesk import and export: a ledger in, a ledger out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foidesk.cli import parse
from foidesk.cli.frame import Agency, AsJson, Config, Who, app, office, options, person, put, say, tell, today
from foidesk.errors import DeskError, system_reason

if TYPE_CHECKING:
    from foidesk.desk.ledger.checking import Bad, Reading
    from foidesk.desk.ledger.importing import Imported
    from foidesk.store.imports import Batch

_TOLD = 20  #: applications with problems that are named one by one


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="台账文件：.xlsx 或者 .csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="不能读取的行另存为一个文件，其余导入")
    ] = False,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """导入台账：先检查全部行，有一行不能读取就不写入；同一文件导入两次不会重复。"""
    options(config, agency, by)
    from foidesk.desk.ledger import badrows, checking, importing, source

    path = Path(file)
    with office() as opened:
        who = person()
        sheet = source.from_path(path)
        with _progress("检查") as shown:
            reading = checking.check(opened, sheet, today(), shown)
        refused = bool(reading.bad) and not skip_bad
        if refused and not dry_run:
            _refuse(reading, as_json=as_json)
        saved = None
        if skip_bad and reading.bad and not dry_run:
            saved = _beside(path, badrows.as_spreadsheet(reading.bad))
        with _progress("试算" if dry_run else "写入") as shown:
            if dry_run:
                done = importing.foreseen(opened, reading, who, shown)
            else:
                done = importing.bring_in(opened, reading, who, skip_bad=skip_bad, progress=shown)
    if as_json:
        put(_data(reading, done, dry_run, saved))
    else:
        _say(reading, done, dry_run, saved)
    if refused:  # a trial found what would keep the ledger out
        raise typer.Exit(1)


@app.command("imports")
def imports(
    undo: Annotated[
        str | None, typer.Option("--undo", metavar="N", help="撤销第 N 次导入；此后已有登记的不能撤销")
    ] = None,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """列出导入过的文件；撤销的，各件申请作废、不再统计，姓名和内容删除，编号空出。"""
    options(config, agency, by)
    from foidesk.desk.ledger import incoming, undoing
    from foidesk.desk.office import CHINA

    with office() as opened:
        if undo is not None:
            batch = parse.whole("导入次数", undo)
            with _progress("撤销") as shown:
                count = undoing.undo(opened, batch, person(), shown)
            if as_json:
                put({"undone": batch, "applications": count})
            else:
                say(f"已撤销第{batch}次导入，共{count}件；可以改正文件后重新导入。")
            return
        found = incoming.batches(opened, person())
    if as_json:
        put([_batch(each) for each in found])
    elif not found:
        say("还没有导入过文件。")
    else:
        from foidesk.cli.views import table

        made = table("次", "时间", "文件", "件数", "导入人", "撤销")
        for each in found:
            undone = f"由{each.undone_by}撤销" if each.undone_at else ""
            when = f"{each.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
            made.add_row(str(each.batch), when, each.file, str(each.applications), each.by, undone)
        say(made)


def _batch(each: Batch) -> dict[str, Any]:
    return {
        "batch": each.batch,
        "file": each.file,
        "at": each.at.isoformat(),
        "by": each.by,
        "applications": each.applications,
        "undone_at": each.undone_at.isoformat() if each.undone_at else None,
        "undone_by": each.undone_by,
    }


def _refuse(reading: Reading, *, as_json: bool) -> None:
    """List every bad row, then refuse."""
    from foidesk.desk.ledger.importing import BadRows

    if as_json:
        put(_data(reading, None, False, None))
        raise typer.Exit(2)
    for each in reading.bad:
        for line in _lines(each):
            tell(line)
    raise BadRows(reading)


def _lines(bad: Bad) -> Iterator[str]:
    for fault in bad.faults:
        yield f"第{bad.row}行 {fault.heading}：{fault.what.removeprefix(fault.heading + '：')}。{fault.do}"


def _beside(path: Path, content: bytes) -> Path:
    """Keep the bad rows beside the ledger, under a name that is not taken."""
    for n in range(1, 1_000):
        more = "" if n == 1 else f"-{n}"
        saved = path.with_name(f"{path.stem}-不能导入的行{more}.xlsx")
        try:
            with saved.open("xb") as made:
                made.write(content)
        except FileExistsError:
            continue
        except OSError as wrong:
            raise DeskError(
                f"不能导入的行不能另存为“{saved}”，没有导入。",
                why=f"{system_reason(wrong)}。",
                do="请把台账复制到可以写入的文件夹后重试。",
            ) from None
        return saved
    raise DeskError("不能导入的行没有可用的文件名。", why="同名文件过多。", do="请先整理文件夹。")


def _say(reading: Reading, done: Imported, dry_run: bool, saved: Path | None) -> None:
    for note in reading.sheet.notes:
        say(f"提示：{note}")
    for bad in reading.bad if dry_run or saved else ():
        for line in _lines(bad):
            say(line)
    if saved:
        say(f"{len(reading.bad)}行不能读取，已另存为 {saved}，改正后可以再导入。")
    for number in done.differing[:_TOLD]:
        say(f"{number}：登记簿中已有这个编号，内容与台账不同，没有改动。")
    for each in done.troubled[:_TOLD]:
        say(f"第{each.row}行 {each.number}：{'；'.join(each.problems)}（已保留，列为该申请的问题）")
    if len(done.troubled) > _TOLD:
        say(f"……共有{len(done.troubled)}件申请的办理经过有问题，见各申请的页面。")
    verb = "可以导入" if dry_run else "已导入"
    left = f"，{len(reading.bad)}行不能读取" if reading.bad else ""
    say(f"{verb}{done.new}件，此前已有{done.known}件{left}。" + ("没有写入。" if dry_run else ""))


def _data(reading: Reading, done: Imported | None, dry_run: bool, saved: Path | None) -> dict[str, Any]:
    return {
        "rows": len(reading.sheet.lines),
        "imported": done.new if done and not dry_run else 0,
        "importable": done.new if done else len(reading.good),
        "known": done.known if done else reading.twice,
        "differing": list(done.differing) if done else [],
        "bad": [
            {"row": each.row, "column": fault.heading, "what": fault.what, "do": fault.do}
            for each in reading.bad
            for fault in each.faults
        ],
        "bad_rows_file": str(saved) if saved else None,
        "problems": [
            {"row": each.row, "number": each.number, "problems": list(each.problems)}
            for each in (done.troubled if done else ())
        ],
        "notes": list(reading.sheet.notes),
    }


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; in a log file nothing but the end."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@app.command("export")
def export(
    file: Annotated[str, typer.Argument(metavar="FILE", help="写到这个 .xlsx 文件")],
    year: Annotated[str | None, typer.Option("--year", metavar="N", help="只要这一年收到的申请")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="证件号码不遮盖（记入审计记录）")] = False,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """导出台账，标题与导入相同；证件号码遮盖，除非 --unmasked。"""
    options(config, agency, by)
    from foidesk.desk.ledger import exporting

    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise DeskError(f"“{path.name}”不是 .xlsx 文件名。", why="台账导出为工作簿。", do="请以 .xlsx 结尾。")
    chosen = parse.whole("年份", year) if year else None
    with office() as opened:
        done = exporting.export(opened, person(), year=chosen, unmasked=unmasked)
    try:
        path.write_bytes(done.content)
    except OSError as wrong:
        raise DeskError(
            f"不能写到“{path}”。", why=f"{system_reason(wrong)}。", do="请核对文件夹和权限。"
        ) from None
    if as_json:
        put({"file": str(path), "applications": done.applications, "merged": done.merged})
        return
    merged = f"；另有{done.merged}件已并入其他申请，不单列" if done.merged else ""
    say(f"已导出{done.applications}件到 {path}{merged}。")
