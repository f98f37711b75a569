"""foidesk casefile: the file of an application as one PDF/A."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foidesk.cli.frame import (
    Agency,
    AsJson,
    Config,
    Number,
    Who,
    app,
    office,
    options,
    person,
    put,
    say,
)
from foidesk.cli.letters import folder_of


@app.command("casefile")
def casefile(
    number: Number,
    out: Annotated[
        str | None, typer.Argument(metavar="OUT.pdf", help="写到哪个文件，默认在配置的 out 中以编号命名")
    ] = None,
    masked: Annotated[
        bool, typer.Option("--masked", help="隐去登记的姓名、证件号码和联系方式，不收入申请人提交的材料")
    ] = False,
    config: Config = None,
    agency: Agency = None,
    by: Who = None,
    as_json: AsJson = False,
) -> None:
    """导出案卷：封面、目录、申请、办理过程、期限说明、审批、文书原件和校验值、送达、收费、复议诉讼，合为一个 PDF/A。"""
    options(config, agency, by)
    from foidesk.desk import applications, casefile
    from foidesk.desk.letters import keep

    folder = folder_of(str(Path(out).parent) if out else None)
    with office() as opened:
        full_number = applications.full_number(opened, number, person())
        file = applications.open_file(opened, full_number)
        made = casefile.made(opened, file.row.application, person(), full=not masked)
    path = keep(Path(out) if out else folder / casefile.file_name(made), made.pdf)
    if as_json:
        put({"file": str(path), "number": made.number, "pages": made.pages})
    else:
        say(f"案卷：{path}（{made.pages}页）")
