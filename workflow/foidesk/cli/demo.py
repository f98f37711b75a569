"""foidesk demo: the sample year on the configured database, its worklist, its letters."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli.frame import AsJson, Config, app, office, options, put, say, settings, tell

if TYPE_CHECKING:
    from foidesk.desk.lists import Line
    from foidesk.desk.office import Office
    from foidesk.desk.sample import Loaded, Saved


@app.command("demo")
def demo(
    config: Config = None,
    as_json: AsJson = False,
    serve: Annotated[bool, typer.Option("--serve", help="载入后启动网页办理台，以样例日期为今天")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="网页办理台的端口")] = 8000,
) -> None:
    """试用：载入2025年样例申请（人物、事项均为虚构），列出待办清单和期限的由来，生成文书。"""
    options(config)
    from foidesk.cli.views import line_data
    from foidesk.desk import sample
    from foidesk.desk.lists import Wanted, lines
    from foidesk.desk.setup import initialise

    chosen = settings()
    ready = initialise(chosen)
    tell(f"数据库：{ready.database}")
    with office() as opened:
        loaded = sample.load(opened, _Progress())
        if not loaded.new:
            tell("样例此前已经载入，没有重复登记。")
        if serve:
            password = _seated(opened)
    if serve:
        _serve(port, password)
        return
    with office() as opened:
        tell("正在取出已签发的文书 …")
        saved = sample.save(opened, loaded.numbers, chosen.out)
        found = lines(opened, Wanted(), sample.AS_OF)
        if as_json:
            put(
                {
                    "applications": len(loaded.numbers),
                    "acts": loaded.acts,
                    "recorded_now": loaded.new,
                    "as_of": sample.AS_OF.isoformat(),
                    "worklist": [line_data(line) for line in found],
                    "letters": [{"kind": s.kind, "pdf": str(s.pdf), "docx": str(s.docx)} for s in saved],
                }
            )
            return
        say(_done(opened, loaded))
        _show_worklist(opened, found, sample.AS_OF)
        _show_letters(saved, chosen.out)
        say(_next_steps(sample.AS_OF))


def _seated(opened: Office) -> str:
    """The sample accounts with a password of this start."""
    from datetime import datetime, time

    from foidesk.desk import samplestaff
    from foidesk.desk.office import CHINA, By
    from foidesk.desk.sample import AS_OF

    return samplestaff.seat(opened, By("样例", datetime.combine(AS_OF, time(9), CHINA)))


def _serve(port: int, password: str) -> None:
    from datetime import UTC, datetime, time, timedelta

    from foidesk.cli.serve import run
    from foidesk.desk.office import CHINA
    from foidesk.desk.sample import AS_OF
    from foidesk.desk.samplestaff import STAFF

    started = datetime.now(UTC)
    begins = datetime.combine(AS_OF, time(9), CHINA)

    def now() -> datetime:
        """The day of the sample year, going on from this start."""
        return begins + min(datetime.now(UTC) - started, timedelta(hours=14))

    say("试用账号（密码相同，仅本次启动有效）：")
    for login, name, role in STAFF:
        say(f"  {login:<10}{name}（{role.label}）")
    say(f"密码：{password}")
    say(f"以样例日期 {AS_OF} 为今天。")
    run(settings(), None, port, now)


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
    return f"样例年度：{opened.agency.name}，2025年，{what}（人物、事项均为虚构）。{how}"


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


def _next_steps(on: date) -> str:
    program = _program()
    tries = (
        (f"show 2025-46 --as-of {on}", "一件在办申请：期限的由来、现在可以做什么、最迟到哪一天"),
        ("show 2025-3 --days", "一件征求过意见的申请，逐日计算"),
        (f"whatif 2025-46 extended@{on},days=20 --as-of {on}", "如果当天告知延期，期限会怎样（不登记）"),
        (f"list --as-of {on}", "待办清单；--all 包括已办结的"),
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
