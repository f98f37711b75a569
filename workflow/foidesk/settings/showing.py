"""The settings of this run as an administrator reads them: key, meaning, value, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy import make_url

from foidesk.rules.vocabulary import Labelled
from foidesk.settings.sections import Settings

_DEFAULT = "默认"
_NOTHING = "（未设置）"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of `config.toml`."""

    path: str  #: written with dots, agencies counted from 0
    meaning: str
    value: str
    origin: str


def shown(settings: Settings) -> Iterator[Key]:
    """Every key, section by section. No password is ever among them."""
    yield from _of(settings, "", settings)


def _of(model: BaseModel, path: str, settings: Settings) -> Iterator[Key]:
    for name, field in type(model).model_fields.items():
        value, here = getattr(model, name), f"{path}{name}"
        if isinstance(value, BaseModel):
            yield from _of(value, here + ".", settings)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            for n, each in enumerate(value):
                yield from _of(each, f"{here}.{n}.", settings)
        else:
            origin = settings.origins.get(here, _DEFAULT)
            yield Key(here, field.description or "", _words(here, value), origin)


def _words(path: str, value: Any) -> str:
    if value is None or value == "" or value == ():
        return _NOTHING
    if path == "database.url":
        return make_url(value).render_as_string(hide_password=True)
    if path.endswith(".channels"):
        return f"{len(value)} 个（地址含口令，不显示）"
    if path == "oidc.client_secret":
        return "（已设置）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, tuple):
        return "、".join(_words(path, each) for each in value)
    return str(value)
