"""卷宗核验: what the file can be held against, so that nobody need believe it."""

from __future__ import annotations

from foidesk.desk.applications import File
from foidesk.desk.casefile.section import Section, body, table
from foidesk.desk.office import Office

_WIDTHS = (9, 19)
_GROUP = 16


def proof(office: Office, file: File) -> Section:
    """The head of the chain of hashes over the whole log, and how it is checked."""
    head = file.entries[-1].hash
    lines = [head[n : n + 2 * _GROUP] for n in range(0, len(head), 2 * _GROUP)]
    return Section(
        "卷宗核验",
        (
            body(
                "本卷由登记簿自动编成。登记簿的每一项登记都与前一项的校验值相链接（SHA-256），"
                "任何一项被改动、移动、增加或者删除，其后的校验值都会不同。"
            ),
            table(
                _WIDTHS,
                (),
                [
                    ("机关、申请序号", f"{office.key}　{file.row.application}"),
                    ("登记项数", f"{len(file.entries)}项"),
                    ("最后一项的校验值", "\n".join(lines)),
                    ("日历版本", office.calendar.version),
                ],
            ),
            body(
                "核对方法：在办理系统运行 foidesk rebuild --check，确认登记簿完整；"
                "再用 foidesk casefile 重新导出本卷，“最后一项的校验值”和“登记项数”应当与上表相同。"
                "文书和材料的原件，用通用的 SHA-256 工具计算后与目录所列的校验值对照。"
            ),
        ),
    )
