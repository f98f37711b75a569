"""The program: every command, and how errors leave it."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import typer
from typer.exceptions import TyperException

from foidesk.cli import parse
from foidesk.cli.frame import app, say, tell
from foidesk.errors import DeskError, system_reason

#: Which module registers a command when it is imported.
MODULES = {
    "register": "applications",
    "record": "applications",
    "show": "applications",
    "list": "applications",
    "whatif": "applications",
    "workdays": "calculators",
    "fee": "calculators",
    "clock": "calculators",
    "backup": "backup",
    "calendar": "calendar",
    "casefile": "casefile",
    "letters": "catalogue",
    "fonts": "catalogue",
    "demo": "demo",
    "due": "duties",
    "sweep": "duties",
    "jobs": "duties",
    "worker": "duties",
    "reply": "letters",
    "letter": "letters",
    "import": "ledger",
    "report": "report",
    "export": "ledger",
    "init": "office",
    "rebuild": "office",
    "print": "printing",
    "events": "reference",
    "outcomes": "reference",
    "serve": "serve",
    "service": "service",
}


def main() -> None:
    """Run the command line."""
    _register(sys.argv[1:2])
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = app(standalone_mode=False)
    except DeskError as error:
        tell(str(error))
        status = 2
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            say(error.format_message())
            sys.exit(0)
        tell(f"命令写法有误：{parse.usage(error)}\n请用 foidesk --help 或 foidesk 命令 --help 查看写法。")
        status = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except OSError as error:
        tell(f"输出不能写完：{system_reason(error)}。")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except (KeyboardInterrupt, typer.Abort):
        tell("已中断，没有写入。")
        status = 130
    sys.exit(status or 0)


def _register(words: list[str]) -> None:
    """Register the command that the line begins with; all of them for help, options before it and mistakes."""
    asked = [MODULES[word] for word in words if word in MODULES]
    for name in asked or sorted(set(MODULES.values())):
        import_module(f"foidesk.cli.{name}")
