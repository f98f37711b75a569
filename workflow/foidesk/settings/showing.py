"""The settings of this run as an administrator reads them: key, meaning, value, and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
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


@dataclass(frozen=True, slots=True)
class Section:
    """A section of `config.toml` with its keys."""

    name: str  #: as the file has it, without brackets; empty for keys that stand in none
    title: str
    keys: tuple[Key, ...]


def sections(settings: Settings) -> Iterator[Section]:
    """Every section in the order of the file, an agency each its own, keys without a section at the end."""
    alone: list[Key] = []
    for name, field in type(settings).model_fields.items():
        value, title = getattr(settings, name), field.description or name
        if isinstance(value, BaseModel):
            yield Section(name, title, tuple(_of(value, f"{name}.", settings)))
        elif name == "agency":
            for n, agency in enumerate(settings.agency):
                keys = tuple(_of(agency, f"{name}.{n}.", settings))
                yield Section(f"{name}.{n}", f"机关：{agency.name}", keys)
        else:
            alone.append(_key(name, field, value, settings))
    yield Section("", "其他", tuple(alone))


def shown(settings: Settings) -> Iterator[Key]:
    """Every key, section by section. No password is ever among them."""
    for section in sections(settings):
        yield from section.keys


def _of(model: BaseModel, path: str, settings: Settings) -> Iterator[Key]:
    for name, field in type(model).model_fields.items():
        value, here = getattr(model, name), f"{path}{name}"
        if isinstance(value, BaseModel):
            yield from _of(value, here + ".", settings)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            for n, each in enumerate(value):
                yield from _of(each, f"{here}.{n}.", settings)
        else:
            yield _key(here, field, value, settings)


def _key(path: str, field: FieldInfo, value: Any, settings: Settings) -> Key:
    origin = settings.origins.get(path, _DEFAULT)
    return Key(path, field.description or "", _words(path, value), origin)


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
