"""By which names the faces of GB/T 9704 are known on Windows, Kylin and UOS, and as 方正 sells them.

All names in lower case, in order of preference.
"""

from __future__ import annotations

from collections.abc import Mapping

from foidesk.paper.form import Face

FILES: Mapping[Face, tuple[str, ...]] = {
    Face.FANGSONG: ("仿宋_gb2312.ttf", "simfang.ttf", "fangsong.ttf", "fzfsk.ttf", "fzfsjw.ttf"),
    Face.TITLE: ("方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "fzxbsjw.ttf", "fzxbsk.ttf"),
    Face.KAI: ("楷体_gb2312.ttf", "simkai.ttf", "kaiti.ttf", "fzktk.ttf", "fzktjw.ttf"),
    Face.HEI: ("simhei.ttf", "heiti.ttf", "fzhtk.ttf", "fzhtjw.ttf"),
    Face.SONG: ("simsun.ttf", "simsun.ttc", "fzssk.ttf", "fzssjw.ttf"),
}

FAMILIES: Mapping[Face, tuple[str, ...]] = {
    Face.FANGSONG: (
        "仿宋_gb2312",
        "fangsong_gb2312",
        "仿宋",
        "fangsong",
        "方正仿宋简体",
        "fzfangsong-z02s",
        "方正仿宋_gbk",
        "fzfangsong-z02",
        "华文仿宋",
        "stfangsong",
    ),
    Face.TITLE: ("方正小标宋简体", "fzxiaobiaosong-b05s", "方正小标宋_gbk", "fzxiaobiaosong-b05"),
    Face.KAI: (
        "楷体_gb2312",
        "kaiti_gb2312",
        "楷体",
        "kaiti",
        "方正楷体简体",
        "fzkai-z03s",
        "方正楷体_gbk",
        "fzkai-z03",
        "华文楷体",
        "stkaiti",
    ),
    Face.HEI: ("黑体", "simhei", "方正黑体简体", "fzhei-b01s", "方正黑体_gbk", "fzhei-b01"),
    Face.SONG: (
        "宋体",
        "simsun",
        "方正书宋简体",
        "fzshusong-z01s",
        "方正书宋_gbk",
        "fzshusong-z01",
        "华文宋体",
        "stsong",
    ),
}
