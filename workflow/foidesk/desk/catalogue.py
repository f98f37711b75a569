"""The kinds of letter an agency has: its templates, its own wording over the shipped one, and which reply takes which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from foidesk import content
from foidesk.desk.templateform import misshapen
from foidesk.errors import DeskError, system_reason
from foidesk.paper import wording
from foidesk.paper.wording.template import BadTemplate, Template
from foidesk.rules.case import Case
from foidesk.rules.outcomes import Ground

_SHARED = "_shared"


def kinds(folder: Path | None = None) -> tuple[str, ...]:
    """The kinds of letter, file stems; `folder`: `letters.path` of the settings."""
    return content.letter_kinds(folder)


@cache
def template(kind: str, folder: Path | None = None) -> Template:
    """A template, read once. Raises BadTemplate, also when the agency's own wording lacks what the law wants."""
    return _parsed(kind, content.letter_sources(kind, folder)[1], folder)


def templates(folder: Path | None = None) -> Callable[[str], Template]:
    """The templates of an agency, each read when it is first asked for."""
    return lambda kind: template(kind, folder)


def trial(path: Path, folder: Path | None = None) -> Template:
    """A file as the template it would be, were it in the agency's folder. Raises as `template` does."""
    return _parsed(path.stem, _file(path), folder)


def trials(path: Path, folder: Path | None = None) -> list[Template]:
    """The templates that a file would change: one, or every one for the wording they share."""
    if path.stem != _SHARED:
        return [trial(path, folder)]
    shared = _file(path)
    return [_parsed(kind, content.letter_sources(kind, folder)[1], folder, shared) for kind in kinds(folder)]


def _file(path: Path) -> dict[str, Any]:
    try:
        return content.read_letter(path)
    except ValueError as error:  # no path at all
        raise DeskError(f"文件“{path}”打不开。", why=f"{system_reason(error)}。", do="请核对路径。") from None


def _parsed(
    kind: str, own: Mapping[str, Any] | None, folder: Path | None, on_trial: Mapping[str, Any] | None = None
) -> Template:
    """`on_trial`: shared wording in the place of the agency's."""
    shipped = content.letter_sources(kind)[0] if kind in content.letter_kinds() else None
    shared, own_shared = content.letter_sources(_SHARED, folder)
    own_shared = own_shared if on_trial is None else dict(on_trial)
    for name, given in ((kind, own), (_SHARED, own_shared)):
        if faults := list(misshapen(given or {})):
            raise BadTemplate(name, "；".join(faults) + "。")
    wording_of_all = wording.merged(_SHARED, shared, own_shared)
    try:
        found = wording.parse(kind, wording.merged(kind, shipped, own, wording_of_all), wording_of_all)
    except jinja2.TemplateError as error:
        raise BadTemplate(kind, f"空白的写法有误：{error.message}。") from error
    if shipped is not None and (own or own_shared):
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
