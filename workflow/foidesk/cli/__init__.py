"""The command line: parse, call one desk function, show. Chinese for people, `--json` for scripts."""

from foidesk.cli.commands import main as main
