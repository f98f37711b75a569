"""How the program refuses: what happened, why, and what to do now."""

import errno

_SYSTEM: dict[type[Exception], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    IsADirectoryError: "这是一个文件夹",
    NotADirectoryError: "路径中间有一段不是文件夹",
    PermissionError: "没有读写的权限",
    FileExistsError: "已有同名的文件",
}
_NUMBERED = {
    errno.ENAMETOOLONG: "文件名或者路径太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在的磁盘只能读取",
}


def system_reason(error: OSError | ValueError) -> str:
    """Why a file cannot be used, in words of the desk."""
    known = _SYSTEM.get(type(error))
    if known or not isinstance(error, OSError):
        return known or str(error)
    return _NUMBERED.get(error.errno or 0) or error.strerror or str(error)


class DeskError(Exception):
    """A refusal in three parts, in Chinese, for the person at the desk.

    `what` happened, `why` (naming the provision where there is one), and what to `do` now.
    When one is raised the act has not been recorded.
    """

    def __init__(self, what: str, *, why: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.do = do

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, self.why, self.do) if part)


class NotThere(DeskError):
    """What was asked for by its number or key does not exist."""


class NotNow(DeskError):
    """The machine cannot do it at this moment; the same may be tried again later."""
