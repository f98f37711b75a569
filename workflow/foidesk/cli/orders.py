"""How a letter is to go out, from the words of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli import parse
from foidesk.errors import DeskError, system_reason

if TYPE_CHECKING:
    from foidesk.desk.enclosing import Attachment
    from foidesk.desk.issuing import Order
    from foidesk.paper.check import Finding

MOST_BYTES = 100_000_000  #: of one attached file

Approver = Annotated[str | None, typer.Option("--approved-by", help="签发人（签发时必填）")]
SignedOn = Annotated[
    str | None, typer.Option("--signed-on", metavar="DAY", help="成文日期，默认为今天；答复书默认为送达之日")
]
Passages = Annotated[
    list[str] | None,
    typer.Option(
        "--passage", metavar="NAME=TEXT", help="改写一段可以改写的文字；文字写作 @文件 时从文件读取"
    ),
]
Outside = Annotated[
    str | None, typer.Option("--docx", metavar="FILE", help="以在外部修改过的 DOCX 作为签发文本")
]
Attach = Annotated[
    list[str] | None, typer.Option("--attach", metavar="NAME=FILE", help="随文书发出的附件及其在文书中的名称")
]
Withheld = Annotated[
    list[str] | None,
    typer.Option("--withheld", metavar="TEXT", help="不予公开的文字；附件中仍能找到的，不能签发"),
]
Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="REASON", help="负责人确认仍予发出的理由（检查有提醒时）")
]


def order(
    *,
    approved_by: str | None,
    signed_on: date | None,
    about: str | None = None,
    stated: Mapping[str, str] | None = None,
    passages: Sequence[str] | None = None,
    docx: str | None = None,
    attach: Sequence[str] | None = None,
    withheld: Sequence[str] | None = None,
    confirm: str | None = None,
) -> Order:
    """The order that the options make; DeskError for a file that cannot be read."""
    from foidesk.desk.issuing import Order

    if any(not each.strip() for each in withheld or ()):
        raise DeskError("不予公开的文字不能为空。", do="请在 --withheld 后写明文字。")
    if withheld and not attach:
        raise DeskError(
            "写明了不予公开的文字，但是没有附件。",
            why="--withheld 只检索随文书发出的附件。",
            do="请用 --attach 附上文件，或者去掉 --withheld。",
        )
    return Order(
        approved_by=parse.plain_text("签发人", approved_by, []) if approved_by else "",
        signed_on=signed_on,
        about=about or "",
        stated=stated or {},
        passages=rewritten(passages),
        docx=_bytes(docx) if docx else None,
        attachments=[_attachment(each) for each in attach or ()],
        withheld=withheld or (),
        confirmed=confirm or "",
    )


def rewritten(passages: Sequence[str] | None) -> dict[str, str]:
    """Passages by name; a text of the form @FILE is read from the file."""
    found = parse.pairs(passages or ())
    return {name: _text(text[1:]) if text.startswith("@") else text for name, text in found.items()}


def finding(found: Finding) -> str:
    """One finding in two lines."""
    kind = "不能签发" if found.refuses else "提醒"
    return f"[{kind}] {found.what}\n    {found.why}{found.do}"


def _attachment(text: str) -> Attachment:
    from foidesk.desk.enclosing import Attachment

    name, mark, file = text.partition("=")
    path = Path(file if mark else name)
    return Attachment(name.strip() if mark else path.stem, path.name, _bytes(str(path)))


def _text(path: str) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DeskError(f"文件“{path}”不是 UTF-8 编码。", do="请另存为 UTF-8 后重试。") from None


def _bytes(path: str) -> bytes:
    try:
        if Path(path).exists() and not (Path(path).is_file() or Path(path).is_dir()):
            raise DeskError(f"“{path}”不是文件。", do="请核对路径。")
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = system_reason(error)
        raise DeskError(f"文件“{path}”打不开。", why=f"{reason}。", do="请核对路径。") from None
    if len(data) > MOST_BYTES:
        raise DeskError(f"文件“{path}”过大。", why=f"超过{MOST_BYTES}字节。", do="请核对是否选错文件。")
    return data
