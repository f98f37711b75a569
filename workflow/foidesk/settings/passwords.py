"""Passwords, which stand in files of their own and never in `config.toml`."""

from __future__ import annotations

import os
from pathlib import Path

from foidesk.errors import DeskError, system_reason


def secret(file: Path) -> str:
    """The password that stands in the first line of `file`.

    DeskError when there is none, or when other users of the machine may read it.
    """
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise DeskError(
                f"密码文件 {file} 可以被其他用户读取。",
                why="密码文件只能由运行本程序的用户读取。",
                do=f"请执行：chmod 600 {file}",
            )
        first, *_ = file.read_text(encoding="utf-8-sig").splitlines() or [""]
    except (OSError, UnicodeDecodeError) as error:
        reason = "不是 UTF-8 文本" if isinstance(error, UnicodeDecodeError) else system_reason(error)
        raise DeskError(
            f"读不到密码文件 {file}。",
            why=f"{reason}。",
            do="请核对配置中的 password_file，密码写在该文件第一行。",
        ) from error
    if not first:
        raise DeskError(f"密码文件 {file} 第一行是空的。", do="请把密码写在该文件第一行。")
    return first
