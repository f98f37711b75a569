"""The questions that lead a clerk from what was found to the ground of the reply (条例 14–16, 36, 37, 39)."""

from __future__ import annotations

from dataclasses import dataclass

from foidesk.rules.outcomes import GROUNDS, Ground


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the order it is to be asked, and the grounds that a yes leads to."""

    text: str
    keys: tuple[str, ...]

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Its answers."""
        return tuple(GROUNDS[key] for key in self.keys)


QUESTIONS = (
    Question(
        "所要求的是政府信息，而不是信访、投诉、举报或者咨询吗？不是的：", ("petition", "party_information")
    ),
    Question("申请内容明确吗？经补正仍不明确的：", ("still_unclear",)),
    Question(
        "同一申请人此前申请过相同的信息，或者数量、频次明显超过合理范围吗？",
        ("repeat", "mass", "confirm_again"),
    ),
    Question("信息由本机关制作或者保存，负责公开吗？不是的：", ("not_held", "not_ours", "archive")),
    Question(
        "有现成的信息吗？需要加工、分析的，或者公开出版、另有查询规定的：",
        ("to_be_made", "publication", "special_query"),
    ),
    Question("信息已经主动公开吗？", ("already_public",)),
    Question(
        "有不予公开的情形吗？能区分处理的，选“部分公开”。",
        (
            "partly",
            "refused_secret",
            "refused_by_law",
            "refused_safety",
            "refused_third_party",
            "refused_internal",
            "refused_process",
            "refused_file",
        ),
    ),
    Question("以上都不是：", ("disclosed",)),
)
