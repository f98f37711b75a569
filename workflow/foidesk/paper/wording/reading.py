"""letters/*.toml as read -> Template: every fault in a file shows when it is loaded, with its cause.

A block is written out, or taken from the shared ones (`use`). An agency's own file replaces a letter as a
whole, or single blocks of it by their names ([change.NAME]); see `merged`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jinja2
from jinja2 import meta, nodes

from foidesk.paper.form import Style
from foidesk.paper.wording.template import JINJA, Asked, BadTemplate, Piece, Template
from foidesk.rules import law

#: none; that of the result; the applicant may choose; a fee notice cannot be challenged alone
REMEDIES = ("none", "by_result", "choice", "fee")

#: Blanks every letter has; compose() puts them round the text.
FRAME = {"agency": "发文机关名称", "doc_number": "文号", "signed_on": "成文日期"}

_OPTIONAL = {"head": "红色发文机关标志（不用红头时不填）"}
_GIVEN = {"title", "cite", "place", "item", "n"}
_KEYS = {"name", "title", "ground", "suffix", "remedy", "form", "must", "blanks", "asked", "block"}
_REQUIRED = {"name", "title", "suffix", "remedy", "block"}
_BLOCK_KEYS = {
    "name", "use", "free", "item", "decision", "style", "text", "when", "unless", "each", "head", "cells", "rows",
    "widths", "tall",
}  # fmt: skip
_COLUMNS = ("head", "cells", "widths")


def merged(kind: str, shipped: Mapping[str, Any] | None, own: Mapping[str, Any] | None) -> dict[str, Any]:
    """The letter as the agency has it: its own file, or the shipped one with the blocks it changes.

    Raises BadTemplate for a change of a block that does not exist.
    """
    if own is None or shipped is None or "change" not in own:
        return dict(own or shipped or {})
    changes = own["change"]
    if strange := set(own) - {"change", "title", "asked"}:
        raise BadTemplate(kind, f"只改部分段落的文件中不能有：{'、'.join(sorted(strange))}。")
    named = {block.get("name") for block in shipped["block"]}
    if unknown := sorted(set(changes) - named):
        known = "、".join(sorted(name for name in named if name))
        raise BadTemplate(kind, f"没有名为“{'、'.join(unknown)}”的段落，可改：{known or '无'}。")
    blocks = [{**block, **changes.get(block.get("name"), {})} for block in shipped["block"]]
    asked = {**shipped.get("asked", {}), **own.get("asked", {})}
    named_anew = {"title": own["title"]} if "title" in own else {}
    return {**shipped, **named_anew, "asked": asked, "block": blocks}


def parse(kind: str, data: Mapping[str, Any], shared: Mapping[str, Any]) -> Template:
    """The template in `data`, as `merged` gives it; `shared` is letters/_shared.toml. Raises BadTemplate."""
    if unknown := set(data) - _KEYS:
        raise BadTemplate(kind, f"不认识的键：{'、'.join(sorted(unknown))}。")
    if absent := _REQUIRED - set(data):
        raise BadTemplate(kind, f"缺少：{'、'.join(sorted(absent))}。")
    ground = tuple(data.get("ground", ()))
    if unknown := set(ground) - set(law.provisions()):
        raise BadTemplate(kind, f"依据清单里没有：{'、'.join(sorted(unknown))}。")
    if data["remedy"] not in REMEDIES:
        raise BadTemplate(kind, f"remedy 只能是 {'、'.join(REMEDIES)}。")
    asked = {name: _asked(value) for name, value in data.get("asked", {}).items()}
    meanings = {name: each.meaning for name, each in asked.items()}
    known = {**FRAME, **_OPTIONAL, **shared.get("blanks", {}), **data.get("blanks", {}), **meanings}
    blocks = list(_blocks(kind, data["block"], shared))
    pieces = tuple(_piece(kind, block, known, ground) for block in blocks)
    used = {name for piece in pieces for name in (*piece.needs, piece.when, piece.unless)}
    own = {*FRAME, *_OPTIONAL, *data.get("blanks", {}), *meanings}
    must = tuple(data.get("must", ()))
    if strange := [name for name in must if name.removeprefix("cite.") not in {*known, *ground}]:
        raise BadTemplate(kind, f"must 中有不认识的名称：{'、'.join(strange)}。")
    return Template(
        kind=kind,
        name=data["name"],
        title=data["title"],
        ground=ground,
        suffix=data["suffix"],
        remedy=data["remedy"],
        form=bool(data.get("form", False)),
        must=must,
        blanks={name: meaning for name, meaning in known.items() if name in used | own},
        asked=asked,
        pieces=pieces,
        version=_version(data, blocks),
    )


def lacking(template: Template, shipped: Template) -> list[str]:
    """What the law wants in the letter and an agency's own wording lacks, each as a Chinese phrase.

    A blank counts as stated where it stands on the same condition as in the shipped wording, or on none.
    """
    lacks = []
    for name in shipped.must:
        conditions = {(piece.when, piece.unless) for piece in _using(shipped, name)}
        stated = any(
            not (piece.when or piece.unless) or (piece.when, piece.unless) in conditions
            for piece in _using(template, name)
        )
        if not stated:
            provision = name.startswith("cite.") and law.provisions()[name.removeprefix("cite.")].cite
            lacks.append(provision or shipped.blanks[name])
    if (template.remedy, template.suffix, template.form) != (shipped.remedy, shipped.suffix, shipped.form):
        lacks.append("与随附模板相同的救济方式（remedy）、文号后缀（suffix）和种类（form）")
    return lacks


def _using(template: Template, name: str) -> list[Piece]:
    provision = name.removeprefix("cite.") if name.startswith("cite.") else ""
    return [
        piece for piece in template.pieces if (provision in piece.cites if provision else name in piece.needs)
    ]


def _asked(value: Any) -> Asked:
    if isinstance(value, str):
        return Asked(value)
    return Asked(value["meaning"], tuple(value.get("fields", ())), bool(value.get("optional", False)))


def _blocks(
    kind: str, blocks: Iterable[Mapping[str, Any]], shared: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The blocks with the shared ones in their places; what stands beside `use` changes the shared block."""
    known = {block["name"]: block for block in shared.get("block", ())}
    groups: Mapping[str, list[str]] = shared.get("group", {})
    for block in blocks:
        if "use" not in block:
            yield dict(block)
            continue
        names = block["use"] if isinstance(block["use"], list) else [block["use"]]
        beside = {key: value for key, value in block.items() if key != "use"}
        for name in (one for each in names for one in groups.get(each, [each])):
            if name not in known:
                offered = "、".join((*groups, *known))
                raise BadTemplate(kind, f"共用段落中没有“{name}”，可用：{offered}。")
            yield {**known[name], **beside}


def _version(data: Mapping[str, Any], blocks: list[dict[str, Any]]) -> str:
    words = json.dumps([data, blocks], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _piece(kind: str, block: Mapping[str, Any], blanks: Mapping[str, str], ground: Iterable[str]) -> Piece:
    if unknown := set(block) - _BLOCK_KEYS:
        raise BadTemplate(kind, f"[[block]] 中不认识的键：{'、'.join(sorted(unknown))}。")
    sources = [block.get("text", ""), *block.get("cells", ())]
    sources += [cell for row in block.get("rows", ()) for cell in row]
    try:
        style = Style(block["style"])
        trees = [JINJA.parse(source) for source in sources]
    except (KeyError, ValueError) as error:
        raise BadTemplate(kind, f"[[block]] 的 style 不对：{error}。") from error
    except jinja2.TemplateSyntaxError as error:
        raise BadTemplate(kind, f"空白的写法有误：{error.message}。") from error
    used = set[str]().union(*(meta.find_undeclared_variables(tree) for tree in trees))
    each = block.get("each", "")
    needs = (used - _GIVEN) | ({each} if each else set())
    conditions = {block[key] for key in ("when", "unless") if key in block}
    if unknown := (needs | conditions) - set(blanks):
        raise BadTemplate(kind, f"[blanks] 中没有声明：{'、'.join(sorted(unknown))}。")
    cites = _fields(trees, "cite", "place")
    if unknown := cites - set(ground):
        raise BadTemplate(kind, f"ground 中没有列出：{'、'.join(sorted(unknown))}。")
    if block.get("free") and not block.get("name"):
        raise BadTemplate(kind, "可以改写（free）的段落要有名称（name）。")
    columns = {len(row) for row in (*block.get("rows", ()), *(block.get(k, ()) for k in _COLUMNS)) if row}
    if style is Style.TABLE and len(columns) != 1:
        raise BadTemplate(kind, "表格各行的列数不一致，或者没有行。")
    return Piece(
        name=block.get("name", ""),
        free=bool(block.get("free", False)),
        item=bool(block.get("item", False)),
        decision=bool(block.get("decision", False)),
        style=style,
        text=JINJA.from_string(block.get("text", "")),
        when=block.get("when", ""),
        unless=block.get("unless", ""),
        each=each,
        head=tuple(block.get("head", ())),
        cells=tuple(map(JINJA.from_string, block.get("cells", ()))),
        rows=tuple(tuple(map(JINJA.from_string, row)) for row in block.get("rows", ())),
        widths=tuple(block.get("widths", ())),
        tall=block.get("tall", 1),
        needs=tuple(name for name in blanks if name in needs),
        cites=tuple(sorted(cites)),
        fields=tuple(sorted(_fields(trees, "item"))) if each else (),
        inline=not _single_blank(trees[0]),
    )


def _fields(trees: Iterable[nodes.Template], *names: str) -> set[str]:
    """The attributes that the wording takes from any of `names`."""
    return {
        found.attr
        for tree in trees
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name in names
    }


def _single_blank(tree: nodes.Template) -> bool:
    parts = [part for output in tree.find_all(nodes.Output) for part in output.nodes]
    words = [p for p in parts if not isinstance(p, nodes.TemplateData) or p.data.strip()]
    return len(words) == 1 and isinstance(words[0], nodes.Name)
