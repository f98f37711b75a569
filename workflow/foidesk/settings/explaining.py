"""Saying what is wrong in `config.toml`: the full path of the key and what is wanted, in Chinese."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from foidesk.errors import DeskError
from foidesk.rules.vocabulary import AgencyType, Labelled, Reconsiders
from foidesk.settings.sections import Settings

_WANTED = {
    "missing": "缺少这个键",
    "string_type": "应为文字，写在引号内",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "tuple_type": "应为列表，写在方括号内",
    "too_short": "至少要有 {min_length} 项",
    "path_type": "应为路径，写在引号内",
    "model_type": "应为一节，下面逐行写键",
    "literal_error": "应为下列之一：{expected}",
    "enum": "应为下列之一：{types}",
    "value_error": "{error}",
}
_LISTS: dict[str, type[Labelled]] = {"type": AgencyType, "reconsideration_role": Reconsiders}


def explained(error: Any) -> str:
    """One pydantic error as: full key path, what is wanted, what the key is for or which is near."""
    place, kind = error["loc"], error["type"]
    path = "".join(f"[第{part + 1}项]" if isinstance(part, int) else f".{part}" for part in place)[1:]
    model, name = _model_at(place), str(place[-1])
    if kind == "extra_forbidden":
        return f"{path}：没有这个键{nearest(name, model)}"
    field = model.model_fields.get(name)
    listed = next((_LISTS[str(part)] for part in reversed(place) if str(part) in _LISTS), None)
    types = "、".join(f"{each.value}（{each.label}）" for each in listed or ())
    wanted = _WANTED.get(kind, error["msg"]).format(**error.get("ctx", {}), types=types)
    return f"{path}：{wanted}" + (f"（{field.description}）" if field else "")


def _model_at(place: tuple[str | int, ...]) -> type[BaseModel]:
    """The model whose keys stand at the last step of an error's place."""
    model: type[BaseModel] = Settings
    for step in place[:-1]:
        if isinstance(step, str):
            annotation = model.model_fields[step].annotation
            inner = [each for each in (annotation, *get_args(annotation)) if _is_model(each)]
            model = inner[0] if inner else model
    return model


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def nearest(name: str, model: type[BaseModel]) -> str:
    """A hint: the known key most like the name, or all of them."""
    near = get_close_matches(name, model.model_fields, n=1)
    return f"，是否应为 {near[0]}" if near else f"，可用 {'、'.join(model.model_fields)}"


def refusal(where: Path | str, problems: list[str]) -> DeskError:
    return DeskError(
        f"配置有 {len(problems)} 处不能采用（{where}）。",
        why="；\n".join(problems) + "。",
        do="请对照 config.toml 样例中的说明改正。",
    )
