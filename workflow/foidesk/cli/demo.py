"""foidesk demo: the sample year on the configured database, its worklist, its letters."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli.frame import AsJson, Config, app, moment, office, options, put, say, settings, tell

if TYPE_CHECKING:
    from foidesk.desk.demo.loading import Loaded, Saved
    from foidesk.desk.lists import Line
    from foidesk.desk.office import Office


@app.command("demo")
def demo(
    config: Config = None,
    as_json: AsJson = False,
    serve: Annotated[bool, typer.Option("--serve", help="载入到今天为止的一年，并启动网页办理台")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="网页办理台的端口")] = 8000,
) -> None:
    """试用：载入到今天为止的一年样例申请（人物、事项均为虚构），列出待办清单和期限的由来，生成文书。"""
    options(config)
    from foidesk.desk.demo import loading, registers, staff
    from foidesk.desk.office import By
    from foidesk.desk.setup import initialise

    chosen = settings()
    ready = initialise(chosen)
    tell(f"数据库：{ready.database}")
    with office() as opened:
        by = By("样例", moment())
        year = loading.around(opened, by.today)
        loaded = loading.load(opened, year, _Progress())
        if not loaded.new:
            tell("样例此前已经载入，没有重复登记。")
        if not serve:
            tell("正在取出已签发的文书 …")
            saved = loading.save(opened, loaded.numbers, chosen.out)
            shown = _as_data if as_json else _told
            shown(opened, loaded, saved, by.today)
            return
        registers.fill(opened, by)
        password = staff.seat(opened, by)
    _serve(port, password)


def _as_data(opened: Office, loaded: Loaded, saved: Sequence[Saved], on: date) -> None:
    from foidesk.cli.views import line_data
    from foidesk.desk.lists import Wanted, lines

    put(
        {
            "applications": len(loaded.numbers),
            "acts": loaded.acts,
            "recorded_now": loaded.new,
            "as_of": on.isoformat(),
            "worklist": [line_data(line) for line in lines(opened, Wanted(), on)],
            "letters": [{"kind": s.kind, "pdf": str(s.pdf), "docx": str(s.docx)} for s in saved],
        }
    )


def _told(opened: Office, loaded: Loaded, saved: Sequence[Saved], on: date) -> None:
    from foidesk.desk.lists import Wanted, lines

    found = lines(opened, Wanted(), on)
    say(_done(opened, loaded))
    _show_worklist(opened, found, on)
    _show_letters(saved, opened.settings.out)
    running = next(line for line in found if line.left)
    say(_next_steps(loaded.numbers[2], running.row.number, on))


def _serve(port: int, password: str) -> None:
    from foidesk.cli.serve import run
    from foidesk.desk.demo.staff import STAFF

    say("试用账号（密码相同，仅本次启动有效）：")
    for login, name, role in STAFF:
        say(f"  {login:<10}{name}（{role.label}）")
    say(f"密码：{password}")
    run(settings(), None, port, moment)


class _Progress:
    """One line a month on standard error, in words that also read well in a log file."""

    def __init__(self) -> None:
        self.month: tuple[int, int] | None = None

    def __call__(self, on: date, done: int, total: int) -> None:
        if (on.year, on.month) != self.month:
            self.month = on.year, on.month
            tell(f"正在办理样例申请：{on.year}年{on.month}月（{done}/{total}）")


def _done(opened: Office, loaded: Loaded) -> str:
    what = f"{len(loaded.numbers)}件申请、{loaded.acts}项办理"
    how = (
        f"本次登记{loaded.new}项，逐项核对，全部符合规则。" if loaded.new else "此前已经载入，没有重复登记。"
    )
    return f"样例年度：{opened.agency.name}，{what}（人物、事项均为虚构）。{how}"


def _show_worklist(opened: Office, found: Sequence[Line], on: date) -> None:
    from foidesk.cli.views import lines_view, reasons_view
    from foidesk.desk.applications import open_file

    say(f"\n一、待办清单（以{on}为今天）\n")
    say(lines_view(opened, found, on))
    say("\n二、各件期限的由来")
    for line in found:
        say(f"\n{line.row.number}　{line.request}")
        say(reasons_view(open_file(opened, line.row.number).case.clock.reasons))


def _show_letters(saved: Sequence[Saved], folder: Path) -> None:
    from foidesk.cli.views import table
    from foidesk.rules.outcomes import GROUNDS

    made = table("文书", "份数", "例")
    for kind in dict.fromkeys(each.kind for each in saved):
        same = [each for each in saved if each.kind == kind]
        ground = "不予公开" if kind == "refused" else GROUNDS[kind].label if kind in GROUNDS else ""
        title = same[0].title + (f"（{ground}）" if ground else "")
        made.add_row(title, str(len(same)), same[0].pdf.name)
    say(f"\n三、已签发的文书（{len(saved)}份，每份有 PDF 和 DOCX）\n")
    say(made)
    say(f"全部在文件夹 {folder}，文件名即文号。")


def _next_steps(consulted: str, open_: str, on: date) -> str:
    """What to try: `consulted` is an application with a consultation, `open_` one still open."""
    program = _program()
    tries = (
        (f"show {open_}", "一件在办申请：期限的由来、现在可以做什么、最迟到哪一天"),
        (f"show {consulted} --days", "一件征求过意见的申请，逐日计算"),
        (f"whatif {open_} extended@{on},days=20", "如果当天告知延期，期限会怎样（不登记）"),
        ("list", "待办清单；--all 包括已办结的"),
        ("register --help", "登记一件新的申请"),
    )
    widest = max(len(words) for words, _ in tries)
    lines = (f"  {program} {words:<{widest}}  {what}" for words, what in tries)
    return "\n四、接着可以试试\n\n" + "\n".join(lines)


def _program() -> str:
    """How this program was called, so that the lines can be copied."""
    called = Path(sys.argv[0])
    if called.name != "foidesk" or shutil.which("foidesk"):
        return "foidesk"
    try:
        return str(called.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(called)
