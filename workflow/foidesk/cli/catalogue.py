"""foidesk letters and fonts: the kinds of letter, a sample of each, a template looked over, the fonts in use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foidesk.cli.frame import AsJson, Config, app, common, options, put, say, settings

if TYPE_CHECKING:
    from foidesk.settings import Settings

group = typer.Typer(
    name="letters", help="文书的种类、样本和模板检查", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(group)

_REMEDIES = {"none": "无", "by_result": "依办理结果", "choice": "复议或者诉讼", "fee": "不能单独救济"}


@group.command("list")
def listed(config: Config = None, as_json: AsJson = False) -> None:
    """全部文书：种类、名称、文号后缀、依据、救济方式。"""
    options(config)
    from foidesk.cli.views import table
    from foidesk.desk import catalogue
    from foidesk.rules import law

    folder = _configured().letters.path
    known = law.provisions()
    templates = [catalogue.template(kind, folder) for kind in catalogue.kinds(folder)]
    if as_json:
        put(
            [
                {
                    "kind": each.kind,
                    "name": each.name,
                    "title": each.title,
                    "suffix": each.suffix,
                    "ground": [known[name].cite for name in each.ground],
                    "remedy": each.remedy,
                    "asked": {name: asked.meaning for name, asked in each.asked.items()},
                    "version": each.version,
                }
                for each in templates
            ]
        )
        return
    made = table("种类", "文书", "后缀", "依据", "救济", "拟稿时填写")
    for each in templates:
        grounds = "\n".join(dict.fromkeys(known[name].cite for name in each.ground))
        asked = "\n".join(f"{name} {asked.meaning}" for name, asked in each.asked.items())
        made.add_row(each.kind, each.name, each.suffix or "—", grounds, _REMEDIES[each.remedy], asked)
    say(made)


@group.command("show")
def show(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="文书种类")],
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """一种文书的模板：各段的名称和文字，哪些可以改写，有哪些空白。"""
    options(config)
    from foidesk.cli.views import table
    from foidesk.desk import catalogue
    from foidesk.rules import law

    found = catalogue.template(kind, _configured().letters.path)
    if as_json:
        put(
            {
                "kind": found.kind,
                "name": found.name,
                "title": found.title,
                "ground": found.ground,
                "must": found.must,
                "blanks": found.blanks,
                "asked": {name: asked.meaning for name, asked in found.asked.items()},
                "blocks": [
                    {
                        "name": each.name,
                        "free": each.free,
                        "when": each.when,
                        "unless": each.unless,
                        "text": each.source,
                    }
                    for each in found.pieces
                ],
            }
        )
        return
    say(
        f"{found.name}（{found.kind}）　标题：{found.title}　依据：{'、'.join(f'{name} {law.provisions()[name].place or law.provisions()[name].cite}' for name in found.ground) or '无'}"
    )
    made = table("段落", "可改写", "条件", "文字")
    for each in found.pieces:
        condition = f"有 {each.when}" if each.when else f"没有 {each.unless}" if each.unless else ""
        made.add_row(each.name, "可以" if each.free else "", condition, each.source)
    say(made)
    blanks = table("空白", "含义", "填写")
    for name, meaning in found.blanks.items():
        blanks.add_row(name, meaning, "拟稿时填写" if name in found.asked else "")
    say(blanks)


@group.command("sample")
def sample(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="样本写入哪个文件夹")],
    kind: Annotated[list[str] | None, typer.Option("--kind", help="只要这一种，可以写多次")] = None,
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """每种文书的样本（PDF 和 DOCX），由虚构的案件填写，不需要数据库。"""
    options(config)
    from foidesk.desk import catalogue, letters, samples

    loaded = _configured()
    target = letters.writable(Path(folder))
    own, agency = loaded.letters.path, loaded.agency[0]
    templates = catalogue.templates(own)
    files: list[Path] = []
    wanted = [
        templates(each).kind for each in kind or catalogue.kinds(own)
    ]  # all known before any is written
    for each in wanted:
        paper = letters.render(samples.letter(each, agency, templates), loaded.fonts.path)
        files += paper.save(target, stem=each)
        if not as_json:
            say(f"{templates(each).name}：{files[-2].name}、{files[-1].name}")
    if as_json:
        put([str(path) for path in files])


@group.command("check")
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="文书模板文件（TOML），文件名即文书种类")],
    config: Config = None,
    as_json: AsJson = False,
) -> None:
    """检查一个文书模板：写法是否正确，是否缺少法定内容；用样本案件试排并检查。"""
    options(config)
    from foidesk.desk import catalogue, samples

    loaded = _configured()
    path, own = Path(file), loaded.letters.path
    tried = {each.kind: each for each in catalogue.trials(path, own)}
    known = catalogue.templates(own)
    for kind in tried:
        if kind in catalogue.kinds():
            samples.letter(kind, loaded.agency[0], lambda kind: tried.get(kind) or known(kind))
    if as_json:
        put({"kind": path.stem, "versions": {kind: each.version for kind, each in tried.items()}})
        return
    say(f"模板“{path.name}”可以使用，已用样本案件试排。")


@app.command("fonts")
def used(config: Config = None, as_json: AsJson = False) -> None:
    """文书各字体实际使用的字体文件，按先后次序：一个字由第一个有该字的字体显示。"""
    options(config)
    from foidesk.cli.views import table
    from foidesk.paper.fonts import fonts

    chosen = fonts(_configured().fonts.path).choices
    if as_json:
        put(
            [
                {
                    "face": face.value,
                    "family": choice.file.family,
                    "file": str(choice.file.path),
                    "origin": choice.origin.value,
                }
                for face, choices in chosen.items()
                for choice in choices
            ]
        )
        return
    made = table("用途", "字体", "来源", "文件")
    for face, choices in chosen.items():
        for choice in choices:
            made.add_row(face.value, choice.file.family, choice.origin.value, str(choice.file.path))
    say(made)


def _configured() -> Settings:
    """The settings, those of the sample agency where nothing is configured."""
    from foidesk import content
    from foidesk.settings import load

    if common.config is None and "FOIDESK_CONFIG" not in os.environ and not Path("config.toml").is_file():
        return load(content.sample_config())
    return settings()
