"""The kinds of letter an agency has: its templates, its own wording over the shipped one, and which reply takes which."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from foidesk import content
from foidesk.errors import DeskError
from foidesk.paper import wording
from foidesk.paper.wording.template import Template
from foidesk.rules.case import Case
from foidesk.rules.outcomes import Ground

_SHARED = "_shared"


def kinds(folder: Path | None = None) -> tuple[str, ...]:
    """The kinds of letter, file stems; `folder`: `letters.path` of the settings."""
    return content.letter_kinds(folder)


@cache
def template(kind: str, folder: Path | None = None) -> Template:
    """A template, read once. Raises BadTemplate, also when the agency's own wording lacks what the law wants."""
    shipped, own = content.letter_sources(kind, folder)
    shared, own_shared = content.letter_sources(_SHARED, folder)
    found = wording.parse(
        kind, wording.merged(kind, shipped, own), wording.merged(_SHARED, shared, own_shared)
    )
    if shipped is not None and (own or own_shared):
        _complete(found, wording.parse(kind, shipped, shared or {}))
    return found


def templates(folder: Path | None = None) -> Callable[[str], Template]:
    """The templates of an agency, each read when it is first asked for."""
    return lambda kind: template(kind, folder)


def trial(path: Path, folder: Path | None = None) -> Template:
    """A file as the template it would be, were it in the agency's folder. Raises as `template` does."""
    kind = path.stem
    own = content.read_letter(path)
    known = kind in content.letter_kinds()
    shipped = content.letter_sources(kind)[0] if known else None
    shared, own_shared = content.letter_sources(_SHARED, folder)
    found = wording.parse(
        kind, wording.merged(kind, shipped, own), wording.merged(_SHARED, shared, own_shared)
    )
    if shipped is not None:
        _complete(found, wording.parse(kind, shipped, shared or {}))
    return found


def _complete(found: Template, shipped: Template) -> None:
    if lacks := wording.lacking(found, shipped):
        raise DeskError(
            f"本机关的文书模板“{found.kind}”缺少法定内容：{'；'.join(lacks)}。",
            why="文书必须载明这些内容，缺少的文书可能被撤销或者确认违法。",
            do=f"请在 {found.kind}.toml 中补上，再用 foidesk letters check 检查。",
        )


def kind_of_reply(case: Case, grounds: tuple[Ground, ...]) -> str:
    """The letter of a reply on these grounds: one for several items, another where a reply was annulled."""
    if case.position.annulled is not None:
        return "replacement"
    return grounds[0].key if len(grounds) == 1 else "several"
