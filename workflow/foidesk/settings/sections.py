"""The sections of `config.toml` that concern the whole installation, and all of it together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from foidesk.settings.agency import Agency
from foidesk.settings.alerts import Alerts
from foidesk.settings.values import Command, Email, Frozen, Note, Port, Seconds, Text, Url, Website

_RELATIVE_SQLITE = re.compile(r"(sqlite(?:\+\w+)?:///)(?!:memory:|file:)(.+)")


class _Placed(Frozen):
    """A section whose relative paths are counted from a folder."""

    def placed(self, folder: Path) -> Self:
        """The same with every path taken from `folder`; an absolute path stays as it is."""
        paths = {key: folder / value for key, value in self if isinstance(value, Path)}
        return self.model_copy(update=paths)


class Database(_Placed):
    """[database]: where the log is, and the key that opens the personal data in it."""

    url: Url = Field(default="sqlite:///var/foidesk.db", repr=False, description="数据库地址")
    key_file: Path = Field(default=Path("var/foidesk.key"), description="个人信息密钥文件")

    def placed(self, folder: Path) -> Self:
        """The same with the key file and the file of a SQLite address taken from `folder`."""
        sqlite = _RELATIVE_SQLITE.fullmatch(self.url)
        url = f"{sqlite[1]}{folder / sqlite[2]}" if sqlite else self.url
        return super().placed(folder).model_copy(update={"url": url})


class Folder(_Placed):
    """[calendar], [letters], [fonts]: a folder whose files come before those that were shipped."""

    path: Path | None = Field(default=None, description="本机关自己的文件夹")


class Seal(_Placed):
    """[seal]: the program that puts the electronic seal on a PDF. No command: room is left for the stamp."""

    command: Command = Field(default=(), description="电子签章程序及其参数，逐项写成列表")
    timeout: Seconds = Field(default=60, description="最多等待多少秒")

    def placed(self, folder: Path) -> Self:
        """The same with a program named by a relative path taken from `folder`; a bare name is on PATH."""
        program, *arguments = self.command or ("",)
        if "/" not in program and "\\" not in program:
            return self
        return self.model_copy(update={"command": (str(folder / program), *arguments)})


class Signature(_Placed):
    """[signature]: the certificate of the agency's electronic signature; without one nothing is signed."""

    pkcs12: Path | None = Field(default=None, description="机关数字证书，PKCS#12 格式")
    password_file: Path | None = Field(default=None, description="证书密码文件，密码不写在本文件里")
    reason: Note = Field(default="", description="签名原因，写入签名")


class Mail(_Placed):
    """[mail]: the server that letters are sent through. No host: no mail."""

    host: Note = Field(default="", description="发信服务器")
    port: Port | None = Field(default=None, description="端口，不写则按 security 取 25、587 或 465")
    security: Literal["none", "starttls", "tls"] = Field(default="tls", description="连接怎样加密")
    ca_file: Path | None = Field(default=None, description="封闭网络自建证书颁发机构的根证书，PEM 格式")
    user: Note = Field(default="", description="登录名")
    password_file: Path | None = Field(default=None, description="登录密码文件，密码不写在本文件里")
    sender: Email | None = Field(default=None, description="发信地址")
    sender_name: Note = Field(default="", description="发信人名称")
    timeout: Seconds = Field(default=30, description="服务器每一步最多等待多少秒")

    @model_validator(mode="after")
    def _usable(self) -> Mail:
        if self.host and self.sender is None:
            raise ValueError("写了 host 就要写 sender（发信地址）")
        if bool(self.user) != (self.password_file is not None):
            raise ValueError("user 和 password_file 要么都写，要么都不写")
        if self.user and self.security == "none":
            raise ValueError(
                'security = "none" 时密码会以明文传送，请改用 "starttls" 或 "tls"，或者不写 user'
            )
        return self


class Oidc(_Placed):
    """[oidc]: the identity provider people may log in by; the section is left out where there is none."""

    issuer: Website = Field(description="统一身份认证系统的 issuer 网址，与其自称的一字不差")
    client_id: Text = Field(description="本系统在认证系统中登记的 client_id")
    client_secret: str = Field(
        default="", repr=False, description="client_secret，只能写在环境变量 FOIDESK_OIDC__CLIENT_SECRET 中"
    )
    claim: Text = Field(default="preferred_username", description="身份信息中哪一项是登录名")
    address: Website = Field(description="办理台的网址，认证系统据此送回")
    label: Text = Field(default="统一身份认证登录", description="登录页面上的按钮")
    ca_file: Path | None = Field(default=None, description="封闭网络自建证书颁发机构的根证书，PEM 格式")


class Settings(_Placed):
    """Everything that can be set. Paths are absolute once loaded."""

    database: Database = Field(default_factory=Database, description="数据库")
    calendar: Folder = Field(default_factory=Folder, description="放假安排")
    letters: Folder = Field(default_factory=Folder, description="文书模板")
    fonts: Folder = Field(default_factory=Folder, description="字体")
    seal: Seal = Field(default_factory=Seal, description="电子签章")
    signature: Signature = Field(default_factory=Signature, description="电子签名")
    mail: Mail = Field(default_factory=Mail, description="电子邮件")
    alerts: Alerts = Field(default_factory=Alerts, description="提醒")
    oidc: Oidc | None = Field(default=None, description="统一身份认证")
    out: Path = Field(default=Path("var/out"), description="输出文件夹")
    agency: tuple[Agency, ...] = Field(description="机关，逐个写成 [[agency]]")
    #: where each value came from, by its key written with dots; a key left out has its default
    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def origins(self) -> Mapping[str, str]:
        """Where each value came from: the file, or the variable of the environment."""
        return self._origins

    def placed(self, folder: Path) -> Self:
        """The same with every relative path, in every section, taken from `folder`."""
        sections: dict[str, Any] = {k: v.placed(folder) for k, v in self if isinstance(v, _Placed)}
        return super().placed(folder).model_copy(update=sections)
