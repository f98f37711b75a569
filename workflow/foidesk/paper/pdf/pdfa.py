"""Whether a PDF may be kept for good: PDF/A-2b, judged on the finished bytes."""

from __future__ import annotations

from io import BytesIO

from foidesk.errors import DeskError

_SHOWN = 5  #: findings named in the refusal


class NotArchivable(DeskError):
    """The file is no PDF/A-2b. `findings` names every rule it breaks, or that could not be checked."""

    def __init__(self, findings: list[str]) -> None:
        self.findings = findings
        more = f"（共{len(findings)}处）" if len(findings) > _SHOWN else ""
        super().__init__(
            f"PDF 不符合长期保存格式 PDF/A-2b：{'；'.join(findings[:_SHOWN])}{more}。",
            why="印发的文书要归档长期保存，须不依赖本机字体也能照原样显示（ISO 19005-2）。",
            do="文书未印发。请更换该字体后重试；仍然如此的，请把本提示交系统管理员。",
        )


def validated(data: bytes) -> None:
    """Refuse bytes that are not PDF/A-2b: a font not embedded, a character drawn that the font does not hold.

    Raises NotArchivable. Takes about 50 ms a letter.
    """
    from pikepdf import pdfa  # slow to import, and drafts do without

    report = pdfa.validate_written(BytesIO(data), "2b")
    if not report.passed:
        raise NotArchivable([f"{one.message}（{one.rule}，{one.where}）" for one in report.findings])
