"""From `config.toml` and the environment to settings."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, SettingsError

from foidesk.errors import DeskError
from foidesk.settings.agency import clashing
from foidesk.settings.explaining import explained, nearest, refusal
from foidesk.settings.sections import Settings

PREFIX = "FOIDESK_"


class _Environment(Settings, BaseSettings):
    """The same keys as environment variables; only ever read, never made."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True)


def load(path: Path | None = None) -> Settings:
    """The settings of this run: the file named, else FOIDESK_CONFIG's, else ./config.toml.

    Environment variables win over the file: FOIDESK_DATABASE__URL, FOIDESK_AGENCY__0__HEAD (counted
    from 0). Relative paths are relative to the file's folder. DeskError lists every wrong key.
    """
    file = (path or Path(os.environ.get(PREFIX + "CONFIG") or "config.toml")).absolute()
    said, environment = _read(file), _environment()
    try:
        settings = Settings.model_validate(_merged(said, environment))
    except ValidationError as error:
        raise refusal(file, [explained(each) for each in error.errors()]) from error
    problems = clashing(settings.agency)
    if "client_secret" in said.get("oidc", {}):
        problems.append("oidc.client_secret：不能写在文件里，请用环境变量 FOIDESK_OIDC__CLIENT_SECRET")
    if problems:
        raise refusal(file, problems)
    settings._origins.update(_origins(said, str(file)) | _origins(environment, "环境变量"))
    return settings.placed(file.parent)


def _origins(said: Any, origin: str, path: str = "") -> dict[str, str]:
    """Every key that was said, written with dots, with where it was said."""
    if isinstance(said, list) and said and isinstance(said[0], dict):
        said = {str(n): each for n, each in enumerate(said)}
    if not isinstance(said, dict):
        return {path: origin}
    found: dict[str, str] = {}
    for name, value in said.items():
        found |= _origins(value, origin, f"{path}.{name}" if path else str(name))
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DeskError(
            f"读不到配置文件 {file}。",
            why=f"机关名称、复议机关等须由配置文件给出，没有默认值（{error.strerror}）。",
            do="请在工作目录放置 config.toml，或用 --config 或环境变量 FOIDESK_CONFIG 指明位置。",
        ) from error
    except (UnicodeDecodeError, RecursionError, tomllib.TOMLDecodeError) as error:
        raise refusal(file, [f"不是 UTF-8 编码的正确 TOML：{error}"]) from error


def _environment() -> dict[str, Any]:
    """The keys set by environment variables, nested; an index of a list is still text."""
    keys = (name for name in os.environ if name.upper().startswith(PREFIX) and "__" in name)
    strange = [name for name in sorted(keys) if _head(name) not in Settings.model_fields]
    if strange:  # without "__" it may be another program's variable; with it, it was meant as a key
        problems = [f"{name}：没有这个键{nearest(_head(name), Settings)}" for name in strange]
        raise refusal("环境变量", problems)
    try:
        return EnvSettingsSource(_Environment)()
    except SettingsError as error:
        raise refusal("环境变量", [f"不是正确的 JSON：{error}"]) from error


def _head(variable: str) -> str:
    return variable[len(PREFIX) :].split("__")[0].lower()


def _merged(file: Any, environment: Any) -> Any:
    """The file's values with those of the environment laid over them, key by key."""
    if not isinstance(environment, dict):
        return environment
    if isinstance(file, list):
        beyond = [n for n in environment if not (n.isdecimal() and int(n) < len(file))]
        if beyond:
            raise refusal(
                "环境变量", [f"列表中没有第 {n} 项（从 0 数起，共 {len(file)} 项）" for n in beyond]
            )
        return [_merged(each, environment.get(str(n), {})) for n, each in enumerate(file)]
    if not isinstance(file, dict):
        return environment or file
    return file | {key: _merged(file.get(key), value) for key, value in environment.items()}
