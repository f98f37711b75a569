"""The seal service is a program outside: whatever it does, a letter is sealed whole or not at all."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from foidesk.errors import DeskError
from foidesk.sealing import sealed
from foidesk.settings import Seal

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def pdf(*pages: str) -> bytes:
    """A PDF with one page for each text, one line for each of its lines."""
    file = io.BytesIO()
    canvas = Canvas(file)
    for page in pages:
        canvas.setFont("STSong-Light", 16)
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(72, 700 - 29 * number, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


FIRST, SECOND = (
    "关于政府信息公开申请的答复\n本机关于2026年3月2日收到您的申请。",
    "芙蓉区人民政府\n2026年3月27日",
)
LETTER = pdf(FIRST, SECOND)

# What a seal service does: something drawn over the last page, appended to the file as it was.
STAMPS = """
    import sys, pikepdf
    with pikepdf.open(sys.argv[1]) as letter:
        letter.pages[-1].contents_add(b"q 1 0 0 RG 300 600 100 100 re S Q")
        letter.save(sys.argv[2])
"""


def pages_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in PdfDocument(data)]


@pytest.fixture
def service(tmp_path: Path) -> Callable[..., Seal]:
    """A seal service that is this Python program, and how it is set."""

    def written(program: str, *, timeout: int = 20) -> Seal:
        script = tmp_path / "seal.py"
        lines = program.strip("\n").splitlines()
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        script.write_text("\n".join(line[indent:] for line in lines), encoding="utf-8")
        command = (sys.executable, str(script), "{in}", "{out}", str(tmp_path))
        return Seal(command=command, timeout=timeout)

    return written


def refusal(seal: Seal, data: bytes = LETTER) -> str:
    with pytest.raises(DeskError) as refused:
        sealed(data, seal)
    assert refused.value.what == "文书没有盖章。"
    return str(refused.value)


def test_a_letter_comes_back_with_the_seal_and_all_its_text(service: Callable[..., Seal]) -> None:
    result = sealed(LETTER, service(STAMPS))
    assert result != LETTER
    assert pages_of(result) == [FIRST, SECOND]


def test_a_seal_that_brings_text_of_its_own_is_welcome(service: Callable[..., Seal]) -> None:
    text = b"BT /F2 12 Tf 300 600 Td <82b3847f> Tj ET"  # 芙蓉, in the font of the page
    result = sealed(LETTER, service(STAMPS.replace('b"q 1 0 0 RG 300 600 100 100 re S Q"', repr(text))))
    assert "芙蓉区人民政府\n2026年3月27日" in pages_of(result)[1]
    assert pages_of(result)[1] != SECOND


def test_the_letter_is_readable_only_for_its_owner_and_gone_afterwards(
    service: Callable[..., Seal], tmp_path: Path
) -> None:
    noting = "import os, sys; open(sys.argv[3] + '/seen', 'w').write(f'{os.stat(sys.argv[1]).st_mode} {sys.argv[1]}')"
    sealed(LETTER, service(noting + "\n" + STAMPS.replace("\n    ", "\n")))
    mode, path = (tmp_path / "seen").read_text().split()
    assert stat.S_IMODE(int(mode)) == 0o600
    assert not Path(path).parent.exists()


def test_the_service_is_not_told_the_settings(
    service: Callable[..., Seal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOIDESK_DATABASE__URL", "postgresql://desk:8001@host/desk")
    told = refusal(
        service("import os, sys; sys.exit(' '.join(n for n in os.environ if 'FOI' in n) or 'none')")
    )
    assert "程序的说明：none" in told


def test_without_a_service_room_is_left_for_the_stamp() -> None:
    assert "打印后加盖实物印章" in refusal(Seal())


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("pass", "没有写出盖章后的文件"),
        ("import shutil, sys; shutil.copy(sys.argv[1], sys.argv[2])", "与原文书完全相同"),
        ("import sys; open(sys.argv[2], 'w').write('盖章成功')", "不是可以打开的 PDF"),
        ("import sys; open(sys.argv[2], 'w')", "不是可以打开的 PDF"),
        (STAMPS.replace("letter.save", "del letter.pages[0]; letter.save"), "原文书 2 页，盖章后 1 页"),
        (STAMPS.replace("letter.save", "letter.pages.extend(letter.pages); letter.save"), "盖章后 4 页"),
        (
            STAMPS.replace("letter.save", "letter.pages[1].Contents = letter.make_stream(b''); letter.save"),
            "第 2 页少了或者改了原有的文字“芙蓉区人民政府”",
        ),
        (
            STAMPS.replace("2]", "2], encryption=pikepdf.Encryption(user='a', owner='b')"),
            "不是可以打开的 PDF",
        ),
    ],
    ids=[
        "nothing",
        "the input",
        "no PDF",
        "an empty file",
        "lost page",
        "pages twice",
        "lost text",
        "locked",
    ],
)
def test_what_is_not_the_letter_with_something_added_is_not_believed(
    service: Callable[..., Seal], program: str, said: str
) -> None:
    assert said in refusal(service(program))


def test_a_date_that_was_changed_is_noticed(service: Callable[..., Seal], tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(pdf(FIRST, SECOND.replace("27日", "28日")))
    told = refusal(service("import shutil, sys; shutil.copy(sys.argv[3] + '/other.pdf', sys.argv[2])"))
    assert "第 2 页少了或者改了原有的文字“2026年3月27日”" in told


def test_a_line_that_stood_twice_must_stand_twice_afterwards(
    service: Callable[..., Seal], tmp_path: Path
) -> None:
    (tmp_path / "other.pdf").write_bytes(pdf("同意公开\n不同意公开"))
    copies = service("import shutil, sys; shutil.copy(sys.argv[3] + '/other.pdf', sys.argv[2])")
    assert "“同意公开”" in refusal(copies, pdf("同意公开\n不同意公开\n同意公开"))


def test_a_failure_is_told_in_the_words_of_the_service(service: Callable[..., Seal]) -> None:
    told = refusal(
        service("import sys; print('x' * 5000, file=sys.stderr); sys.exit('印章\\n已停用\\x1b[0m')")
    )
    assert "退出码 1" in told
    assert "x 印章 已停用 [0m" in told
    assert len(told) < 600


def test_a_service_that_speaks_gb_is_understood(service: Callable[..., Seal]) -> None:
    program = "import sys; sys.stderr.buffer.write('证书过期'.encode('gb18030')); sys.exit(3)"
    told = refusal(service(program))
    assert "退出码 3" in told
    assert "证书过期" in told


def test_a_service_that_fails_without_a_word_is_told_all_the_same(service: Callable[..., Seal]) -> None:
    assert "（退出码 7）。\n" in refusal(service("raise SystemExit(7)"))


@pytest.mark.parametrize("program", ["/nowhere/seal", "no-such-program-anywhere"])
def test_a_program_that_is_not_there_is_named(program: str) -> None:
    told = refusal(Seal(command=(program, "{in}", "{out}")))
    assert f"签章程序 {program} 不能运行：没有这个文件或文件夹" in told


def test_a_file_that_is_no_program_is_named(tmp_path: Path) -> None:
    file = tmp_path / "seal"
    file.write_text("echo", encoding="utf-8")
    assert "没有读写的权限" in refusal(Seal(command=(str(file), "{in}", "{out}")))


def test_a_service_that_does_not_end_is_ended_with_everything_it_started(
    service: Callable[..., Seal], tmp_path: Path
) -> None:
    started = time.monotonic()
    told = refusal(
        service(
            """
            import subprocess, sys, time
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            open(sys.argv[3] + "/child", "w").write(str(child.pid))
            time.sleep(60)
            """,
            timeout=2,
        )
    )
    assert "在 2 秒内没有结束，已经终止" in told
    assert time.monotonic() - started < 15
    assert ended(int((tmp_path / "child").read_text()))


def ended(process: int) -> bool:
    """Whether a process is gone within a second, or dead and only not yet collected by its new parent."""
    for _ in range(20):
        status = Path(f"/proc/{process}/stat")
        if Path("/proc").is_dir() and (not status.exists() or status.read_text().split(") ")[1][0] == "Z"):
            return True
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_letter_of_many_pages_is_compared_page_by_page(service: Callable[..., Seal]) -> None:
    letter = pdf(*(f"第{number}页的内容" for number in range(1, 31)))
    assert len(pages_of(sealed(letter, service(STAMPS)))) == 30
    swaps = STAMPS.replace("letter.save", "letter.pages.reverse(); letter.save")
    assert "第 1 页少了" in refusal(service(swaps), letter)


def test_the_sealed_letter_opens_in_another_library(service: Callable[..., Seal]) -> None:
    with pikepdf.open(io.BytesIO(sealed(LETTER, service(STAMPS)))) as result:
        assert result.check_pdf_syntax() == []
