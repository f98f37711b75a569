"""Templates and how they write dates, numbers and words."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from importlib.resources import files

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from foidesk.desk.labels import office_words
from foidesk.desk.office import CHINA

_WEEKDAYS = "一二三四五六日"


def day(value: date | None) -> str:
    """2026-11-22 周日, as tables have it; empty for none."""
    return f"{value.isoformat()} 周{_WEEKDAYS[value.weekday()]}" if value else ""


def longday(value: date | None) -> str:
    """2026年11月22日（周日）, as sentences have it; empty for none."""
    if value is None:
        return ""
    return f"{value.year}年{value.month}月{value.day}日（周{_WEEKDAYS[value.weekday()]}）"


def moment(value: datetime | None) -> str:
    """2026-11-22 14:05 in China."""
    return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if value else ""


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("foidesk.web"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"office_words": office_words, "day": day, "longday": longday, "moment": moment}
    made.globals["once"] = secrets.token_urlsafe  # a form sent twice is known by it
    return made


TEMPLATES = Jinja2Templates(env=_environment())
STATIC = files("foidesk.web") / "static"
