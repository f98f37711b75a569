"""The electronic seal (电子印章): a PDF in, the sealed PDF out.

The seal is put on by the agency's own seal service, a program outside this one. What it gives back is
looked at before it is believed: the seal may add to a letter, but it may change nothing in it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from foidesk.errors import DeskError, system_reason
from foidesk.pdftext import NoText, page_texts
from foidesk.settings import PREFIX, Seal

_UNSEALED = "文书没有盖章。"
_SHOWN = 300  # characters of what the program complained about


def sealed(data: bytes, seal: Seal) -> bytes:
    """The PDF with the seal on it.

    DeskError when the program is not there, fails, takes longer than `seal.timeout` seconds, or gives
    back anything but the same pages with all their text and something added.
    """
    if not seal.command:
        raise DeskError(
            _UNSEALED,
            why="配置中没有电子签章程序。",
            do="请打印后加盖实物印章，或者在 config.toml 的 [seal] 写明 command。",
        )
    with TemporaryDirectory(prefix="foidesk-") as folder:  # for its owner only
        given, got = Path(folder, "letter.pdf"), Path(folder, "sealed.pdf")
        given.touch(mode=0o600)
        given.write_bytes(data)
        _run(seal, given, got, Path(folder, "complaints"))
        try:
            result = got.read_bytes()
        except OSError as error:
            raise DeskError(
                _UNSEALED,
                why=f"签章程序 {seal.command[0]} 已正常结束，但没有写出盖章后的文件（{system_reason(error)}）。",
                do="请核对 [seal] command 中 {out} 的写法。",
            ) from error
    _same_letter(data, result, seal.command[0])
    return result


def _run(seal: Seal, given: Path, got: Path, complaints: Path) -> None:
    """Run the program to its end. What it says goes to a file: a pipe would wait for its children too."""
    program = seal.command[0]
    command = [each.replace("{in}", str(given)).replace("{out}", str(got)) for each in seal.command]
    # The environment may hold the database's password; the seal service has no business with it.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}
    with complaints.open("wb") as said:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise DeskError(
                _UNSEALED,
                why=f"签章程序 {program} 不能运行：{system_reason(error)}。",
                do="请核对 [seal] command 中的程序路径和运行权限。",
            ) from error
        try:
            status = process.wait(seal.timeout)
        except subprocess.TimeoutExpired as error:
            raise DeskError(
                _UNSEALED,
                why=f"签章程序 {program} 在 {seal.timeout} 秒内没有结束，已经终止。",
                do="请确认签章服务正常后重试；确需更久的，调大 [seal] timeout。",
            ) from error
        finally:
            _end(process)
    if status:
        said_last = _last_words(complaints)
        raise DeskError(
            _UNSEALED,
            why=f"签章程序 {program} 失败（退出码 {status}）。"
            + (f"程序的说明：{said_last}" if said_last else ""),
            do="请按程序的说明处理后重试，或者联系签章服务的管理人员。",
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and everything it started, if it still runs; on any way out, Ctrl-C too."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_words(complaints: Path) -> str:
    """The end of what the program wrote to its standard error, on one line."""
    with complaints.open("rb") as file:
        file.seek(max(0, complaints.stat().st_size - 4 * _SHOWN))
        raw = file.read().lstrip(bytes(range(0x80, 0xC0)))  # the rest of a character cut in two
    try:
        text = raw.decode()
    except UnicodeDecodeError:  # a program of a Chinese Windows
        text = raw.decode("gb18030", errors="replace")
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[-_SHOWN:]


def _same_letter(before: bytes, after: bytes, program: str) -> None:
    def doubt(why: str) -> DeskError:
        return DeskError(
            _UNSEALED,
            why=f"签章程序 {program} 给回的文件不能采用：{why}。",
            do="请检查签章服务的设置（应在原 PDF 上追加印章，不重排、不转成图片），再重试。",
        )

    if after == before:
        raise doubt("与原文书完全相同，没有加上印章")
    try:
        pages = page_texts(after)
    except NoText as error:
        raise doubt("不是可以打开的 PDF 文件") from error
    letter = page_texts(before)
    if len(pages) != len(letter):
        raise doubt(f"原文书 {len(letter)} 页，盖章后 {len(pages)} 页")
    for number, (old, new) in enumerate(zip(letter, pages, strict=True), start=1):
        was, now = _squeezed(old.text), _squeezed(new.text)
        for line in map(_squeezed, old.text.splitlines()):
            if now.count(line) < was.count(line):
                raise doubt(f"第 {number} 页少了或者改了原有的文字“{line[:30]}”")


def _squeezed(text: str) -> str:
    return "".join(text.split())
