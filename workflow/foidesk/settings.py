"""What differs from agency to agency: `config.toml` and the environment, as frozen values.

Nothing legal can be set here: no period, no rate, no article. There is no built-in agency either:
what a letter says about remedies and money must have been written down by somebody.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, SettingsError

from foidesk.errors import DeskError
from foidesk.rules.remedies import RECONSIDERS, may_reconsider
from foidesk.rules.vocabulary import AgencyType, Labelled, Reconsiders

PREFIX = "FOIDESK_"
_RELATIVE_SQLITE = re.compile(r"(sqlite(?:\+\w+)?:///)(?!:memory:|file:)(.+)")


# --- kinds of values -----------------------------------------------------------------------------
def _real(text: str) -> str:
    """No placeholder reaches a letter: a key is filled in or left out."""
    if re.search(r"×|待填|[xX]{3,}|\{\{", text):
        raise ValueError(f"“{text}”是占位内容，请填写实际内容")
    return text


def _filled(text: str) -> str:
    if not text:
        raise ValueError("不能为空")
    return text


def _matching(pattern: str, wanted: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"应为{wanted}")  # not repeated: a database address may hold a password
        return text

    return AfterValidator(check)


def _number_pattern(text: str) -> str:
    """The year stands in 〔〕 (GB/T 9704) and the number is there; nothing else can be filled in."""
    try:
        blanks = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        blanks = {""}
    if not blanks <= {"code", "year", "n"} or "〔{year}〕" not in text or "{n}" not in text:
        raise ValueError("应含 〔{year}〕 和 {n}，此外只能用 {code}，如 {code}〔{year}〕第{n}号")
    return text


def _listed(value: Any) -> Any:
    """The environment gives a list as text: ["甲", "乙"]."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


Note = Annotated[str, AfterValidator(_real)]
Text = Annotated[Note, AfterValidator(_filled)]
Key = Annotated[str, _matching(r"[a-z][a-z0-9_]{0,30}", "小写英文字母开头的短标识，如 furong")]
Code = Annotated[str, _matching(r"[^\s〔〕{}\[\]]+", "机关代字，不含括号和空格，如 芙政公开")]
Postcode = Annotated[str, _matching(r"\d{6}", "六位邮政编码，写在引号内")]
Telephone = Annotated[str, _matching(r"[\d+][\d、，,;； ()（）+-]{6,}", "电话号码，如 0731-84665317")]
Email = Annotated[str, _matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", "电子邮箱地址")]
Url = Annotated[
    str, _matching(r"(sqlite|postgresql)(\+\w+)?://.*", " sqlite:/// 或 postgresql:// 开头的数据库地址")
]


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )


# --- the settings --------------------------------------------------------------------------------
class Database(_Frozen):
    """[database]: where the log is, and the key that opens the personal data in it."""

    url: Url = Field(default="sqlite:///var/foidesk.db", repr=False, description="数据库地址")
    key_file: Path = Field(default=Path("var/foidesk.key"), description="个人信息密钥文件")


class Folder(_Frozen):
    """[calendar], [letters]: a folder whose files come before those that were shipped."""

    path: Path | None = Field(default=None, description="本机关自己的文件夹")


class Fee(_Frozen):
    """[agency.fee]: how a fee is paid. What is left out is missed by the fee notice, which is then refused."""

    payee: Note = Field(default="", description="收款单位")
    account: Note = Field(default="", description="收款账号")
    bank: Note = Field(default="", description="开户银行")
    channel: Note = Field(default="", description="缴款渠道")


class Agency(_Frozen):
    """[[agency]]: one agency that answers applications, as its letters name it."""

    key: Key = Field(description="短标识，写入数据库，启用后不能改")
    code: Code = Field(description="文号机关代字")
    name: Text = Field(description="机关全称")
    short_name: Text = Field(description="机关规范化简称")
    office: Text = Field(description="政府信息公开工作机构")
    head: Text = Field(description="工作机构负责人")
    type: AgencyType = Field(description="机关类型")
    reconsideration_agency: Annotated[tuple[Text, ...], BeforeValidator(_listed)] = Field(
        min_length=1, description="行政复议机关"
    )
    reconsideration_role: Annotated[tuple[Reconsiders, ...], BeforeValidator(_listed)] = Field(
        min_length=1, description="各行政复议机关与本机关的关系"
    )
    reconsideration_online: Note = Field(default="", description="互联网申请行政复议的渠道")
    court: Text = Field(description="有管辖权的人民法院")
    address: Text = Field(description="办公地址")
    postcode: Postcode = Field(description="邮政编码")
    telephone: Telephone = Field(description="联系电话")
    email: Email = Field(description="电子邮箱")
    office_hours: Text = Field(description="办公时间")
    number_pattern: Annotated[str, AfterValidator(_number_pattern)] = Field(
        default="{code}〔{year}〕第{n}号", description="文号格式"
    )
    red_head: bool = Field(default=False, description="文书是否用红色发文机关标志")
    hunan_fee_confirmed: bool = Field(default=False, description="是否持有湘财税〔2021〕3号原文并确认可引用")
    lapse_after_service: int = Field(
        default=5, ge=5, description="补正告知送达后至少经过几个工作日才可视为放弃"
    )
    second_extension_opinion: Note = Field(default="", description="允许再次延期的法律意见文号，空为不允许")
    fee: Fee = Field(default_factory=Fee, description="信息处理费的缴纳方式")


class Settings(_Frozen):
    """Everything that can be set. Paths are absolute once loaded."""

    database: Database = Field(default_factory=Database, description="数据库")
    calendar: Folder = Field(default_factory=Folder, description="放假安排")
    letters: Folder = Field(default_factory=Folder, description="文书模板")
    out: Path = Field(default=Path("var/out"), description="输出文件夹")
    agency: tuple[Agency, ...] = Field(description="机关，逐个写成 [[agency]]")


class _Environment(Settings, BaseSettings):
    """The same keys as environment variables; only ever read, never made."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", env_ignore_empty=True)


# --- loading -------------------------------------------------------------------------------------
def load(path: Path | None = None) -> Settings:
    """The settings of this run: the file named, else FOIDESK_CONFIG's, else ./config.toml.

    Environment variables win over the file: FOIDESK_DATABASE__URL, FOIDESK_AGENCY__0__HEAD (counted
    from 0). Relative paths are relative to the file's folder. DeskError lists every wrong key.
    """
    file = (path or Path(os.environ.get(PREFIX + "CONFIG") or "config.toml")).absolute()
    try:
        settings = Settings.model_validate(_merged(_read(file), _environment()))
    except ValidationError as error:
        raise _refusal(file, [_explained(each) for each in error.errors()]) from error
    problems = _clashing(settings.agency)
    if problems:
        raise _refusal(file, problems)
    return _anchored(settings, file.parent)


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
        raise _refusal(file, [f"不是 UTF-8 编码的正确 TOML：{error}"]) from error


def _environment() -> dict[str, Any]:
    """The keys set by environment variables, nested; an index of a list is still text."""
    keys = (name for name in os.environ if name.upper().startswith(PREFIX) and "__" in name)
    strange = [name for name in sorted(keys) if _head(name) not in Settings.model_fields]
    if strange:  # without "__" it may be another program's variable; with it, it was meant as a key
        problems = [f"{name}：没有这个键{_nearest(_head(name), Settings)}" for name in strange]
        raise _refusal("环境变量", problems)
    try:
        return EnvSettingsSource(_Environment)()
    except SettingsError as error:
        raise _refusal("环境变量", [f"不是正确的 JSON：{error}"]) from error


def _head(variable: str) -> str:
    return variable[len(PREFIX) :].split("__")[0].lower()


def _merged(file: Any, environment: Any) -> Any:
    """The file's values with those of the environment laid over them, key by key."""
    if not isinstance(environment, dict):
        return environment
    if isinstance(file, list):
        beyond = [n for n in environment if not (n.isdecimal() and int(n) < len(file))]
        if beyond:
            raise _refusal(
                "环境变量", [f"列表中没有第 {n} 项（从 0 数起，共 {len(file)} 项）" for n in beyond]
            )
        return [_merged(each, environment.get(str(n), {})) for n, each in enumerate(file)]
    if not isinstance(file, dict):
        return environment or file
    return file | {key: _merged(file.get(key), value) for key, value in environment.items()}


def _anchored(settings: Settings, folder: Path) -> Settings:
    """The same with every relative path taken from the folder of the configuration file."""

    def placed(each: Folder) -> Folder:
        return each if each.path is None else each.model_copy(update={"path": folder / each.path})

    database = settings.database
    sqlite = _RELATIVE_SQLITE.fullmatch(database.url)
    url = f"{sqlite[1]}{folder / sqlite[2]}" if sqlite else database.url
    return settings.model_copy(
        update={
            "database": database.model_copy(update={"url": url, "key_file": folder / database.key_file}),
            "calendar": placed(settings.calendar),
            "letters": placed(settings.letters),
            "out": folder / settings.out,
        }
    )


# --- saying what is wrong ------------------------------------------------------------------------
_WANTED = {
    "missing": "缺少这个键",
    "string_type": "应为文字，写在引号内",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "不能小于 {ge}",
    "tuple_type": "应为列表，写在方括号内",
    "too_short": "至少要有 {min_length} 项",
    "path_type": "应为路径，写在引号内",
    "model_type": "应为一节，下面逐行写键",
    "enum": "应为下列之一：{types}",
    "value_error": "{error}",
}
_LISTS: dict[str, type[Labelled]] = {"type": AgencyType, "reconsideration_role": Reconsiders}


def _explained(error: Any) -> str:
    """One pydantic error as: full key path, what is wanted, what the key is for or which is near."""
    place, kind = error["loc"], error["type"]
    path = "".join(f"[第{part + 1}项]" if isinstance(part, int) else f".{part}" for part in place)[1:]
    model, name = _model_at(place), str(place[-1])
    if kind == "extra_forbidden":
        return f"{path}：没有这个键{_nearest(name, model)}"
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


def _nearest(name: str, model: type[BaseModel]) -> str:
    """A hint: the known key most like the name, or all of them."""
    near = get_close_matches(name, model.model_fields, n=1)
    return f"，是否应为 {near[0]}" if near else f"，可用 {'、'.join(model.model_fields)}"


def _clashing(agencies: tuple[Agency, ...]) -> list[str]:
    """No agency at all, or two under one key (one database column) or one code (one document number)."""
    if not agencies:
        return ["agency：至少要有一个机关"]
    return _wrong_remedies(agencies) + [
        f"agency：有 {times} 个机关的 {name} 都是“{value}”"
        for name in ("key", "code")
        for value, times in Counter(getattr(agency, name) for agency in agencies).items()
        if times > 1
    ]


def _wrong_remedies(agencies: tuple[Agency, ...]) -> list[str]:
    """A reconsideration agency that the type of the agency does not allow would stand in every letter."""
    problems = []
    for place, agency in enumerate(agencies):
        where = f"agency[第{place + 1}项].reconsideration_role"
        if len(agency.reconsideration_role) != len(agency.reconsideration_agency):
            problems.append(f"{where}：应当与 reconsideration_agency 逐个对应")
        allowed = RECONSIDERS[agency.type]
        for role in agency.reconsideration_role:
            if not may_reconsider(agency.type, role):
                known = "、".join(f"{each.value}（{each.label}）" for each in allowed)
                problems.append(f"{where}：{agency.type.label}的复议机关不是{role.label}，可用：{known}")
    return problems


def _refusal(where: Path | str, problems: list[str]) -> DeskError:
    return DeskError(
        f"配置有 {len(problems)} 处不能采用（{where}）。",
        why="；\n".join(problems) + "。",
        do="请对照 config.toml 样例中的说明改正。",
    )
