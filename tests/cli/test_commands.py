"""Which module holds which command: the one a line begins with is all that is loaded."""

import subprocess
import sys
from importlib import import_module

import pytest

from foidesk.cli.commands import MODULES
from foidesk.cli.frame import app

LOADED = "import sys; from foidesk.cli import main\ntry: main()\nexcept SystemExit: print(*sys.modules)"


def registered():
    """Each command and group of commands, and the module it comes from."""
    for name in set(MODULES.values()):
        import_module(f"foidesk.cli.{name}")
    for command in app.registered_commands:
        yield command.name, command.callback.__module__
    for group in app.registered_groups:
        yield group.typer_instance.info.name, group.typer_instance.registered_commands[0].callback.__module__


def test_every_command_is_looked_for_in_the_module_it_comes_from():
    assert dict(registered()) == {word: f"foidesk.cli.{name}" for word, name in MODULES.items()}


@pytest.mark.parametrize("word", ["letter", "workdays", "service"])
def test_a_command_loads_no_other_command(word):
    run = subprocess.run(
        [sys.executable, "-c", LOADED, word, "--help"], capture_output=True, check=True, text=True
    )
    loaded = {name for name in set(MODULES.values()) if f"foidesk.cli.{name}" in run.stdout.split()}
    assert loaded == {MODULES[word]}


@pytest.mark.parametrize("words", [["--help"], ["lettr"], ["--by", "letter", "events"]])
def test_help_mistakes_and_options_before_the_command_know_all_of_them(words):
    run = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, check=True, text=True)
    assert {f"foidesk.cli.{name}" for name in MODULES.values()} <= set(run.stdout.split())
