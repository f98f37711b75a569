"""The sample letter of each kind, whole or with some of what it states changed."""

import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from foidesk.desk import catalogue, samples, writing
from foidesk.paper.letter import Letter
from foidesk.paper.wording.composition import compose
from foidesk.settings import Agency, load

ROOT = Path(__file__).parents[2]


@cache
def _agency() -> Agency:
    return load(ROOT / "config.toml").agency[0]


def facts(kind: str, **changed: object) -> dict[str, object]:
    """What the sample letter of a kind states, with some of it changed."""
    return {**writing.stated(samples.matter(kind, _agency()), catalogue.template(kind)), **changed}


def make_letter(kind: str, **changed: object) -> Letter:
    """The sample letter of a kind, with some of what it states changed."""
    if not changed:
        return samples.letter(kind, _agency())
    return compose(catalogue.template(kind), facts(kind, **changed))


@pytest.fixture
def make() -> Callable[..., Letter]:
    """A letter of a kind, with some facts changed."""
    return make_letter


@pytest.fixture(params=catalogue.kinds())
def letter(request: pytest.FixtureRequest) -> Letter:
    """Each of the letters in turn."""
    return make_letter(request.param)


@pytest.fixture
def tool() -> Callable[[str], str]:
    """The path of an outside program; without it the test is skipped, but never where CI is set."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            reason = f"{name} is not installed (Debian: poppler-utils, libreoffice-writer-nogui)"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        return path

    return find
