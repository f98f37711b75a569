"""The command line: parse, call one desk function, show. Chinese for people, `--json` for scripts."""

from foidesk.cli.frame import main

__all__ = ["main"]
