"""letters/*.toml as read -> Template: every fault in a file shows when it is loaded, with its cause.

A block is written out, or taken from the shared ones (`use`); each has a name of its own in the letter. An
agency's own file replaces a letter as a whole, or single blocks of it by their names ([change.NAME]); see `merged`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import jinja2
from jinja2 import meta, nodes

from foidesk.paper.form import Style
from foidesk.paper.wording.blanks import forbidden
from foidesk.paper.wording.template import JINJA, Asked, BadTemplate, Piece, Template
from foidesk.rules import law

#: none; that of the result; the applicant may choose; a fee notice cannot be challenged alone
REMEDIES = ("none", "by_result", "choice", "fee")

#: Blanks every letter has; compose() puts them round the text.
FRAME = {"agency": "发文机关名称", "doc_number": "文号", "signed_on": "成文日期"}

_OPTIONAL = {"head": "红色发文机关标志（不用红头时不填）"}
_GIVEN = {"title", "cite", "place", "item", "n"}
_KEYS = {
    "name", "title", "ground", "suffix", "remedy", "form", "must", "say", "never", "blanks", "asked", "block",
}  # fmt: skip
_REQUIRED = {"name", "title", "suffix", "remedy", "block"}
_BLOCK_KEYS = {
    "name", "use", "free", "item", "decision", "style", "text", "when", "unless", "each", "head", "cells", "rows",
    "widths", "tall",
}  # fmt: skip
_NOT_AFTER = re.compile(r"\(\?<!.*?\)")  #: in a pattern of `say`, left out where it is shown
_COLUMNS = ("head", "cells", "widths")
_SHARED = "_shared"  #: file of the shared blocks


def merged(
    kind: str,
    shipped: Mapping[str, Any] | None,
    own: Mapping[str, Any] | None,
    shared: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The letter as the agency has it: its own file, or the shipped one with the blocks it changes.

    A shared block is changed for this letter alone by the name it has in `shared`. Raises BadTemplate for a
    change of a block that does not exist.
    """
    if own is None or shipped is None or "change" not in own:
        return dict(own or shipped or {})
    changes = own["change"]
    if strange := set(own) - {"change", "title", "asked"}:
        raise BadTemplate(kind, f"只改部分段落的文件中不能有：{'、'.join(sorted(strange))}。")
    blocks = list(_blocks(kind, shipped["block"], shared or {}))
    names = [block["name"] for block in blocks]
    if unknown := sorted(set(changes) - set(names)):
        raise BadTemplate(kind, f"没有名为“{'、'.join(unknown)}”的段落，可改：{'、'.join(names)}。")
    blocks = [{**block, **changes.get(block["name"], {})} for block in blocks]
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
    blocks = _named(kind, _blocks(kind, data["block"], shared))
    pieces = tuple(_piece(kind, block, known, ground) for block in blocks)
    used = {name for piece in pieces for name in (*piece.needs, piece.when, piece.unless)}
    own = {*FRAME, *_OPTIONAL, *data.get("blanks", {}), *meanings}
    must = tuple(data.get("must", ()))
    if strange := [name for name in must if name.removeprefix("cite.") not in {*known, *ground}]:
        raise BadTemplate(kind, f"must 中有不认识的名称：{'、'.join(strange)}。")
    say, never = (_patterns(kind, data, key) for key in ("say", "never"))
    return Template(
        kind=kind,
        name=data["name"],
        title=data["title"],
        ground=ground,
        suffix=data["suffix"],
        remedy=data["remedy"],
        form=bool(data.get("form", False)),
        must=must,
        say=say,
        never=never,
        blanks={name: meaning for name, meaning in known.items() if name in used | own},
        asked=asked,
        pieces=pieces,
        version=_version(data, blocks),
    )


def lacking(template: Template, shipped: Template) -> list[str]:
    """What the law wants in the letter and an agency's own wording lacks, each as a Chinese phrase.

    A blank, a provision, or words that tell a consequence count as stated where they stand on the same condition
    as in the shipped wording, or on none.
    """
    lacks = []
    for name in shipped.must:
        if not _stated(template, shipped, _using(name)):
            provision = name.startswith("cite.") and law.provisions()[name.removeprefix("cite.")].cite
            lacks.append(provision or shipped.blanks[name])
    lacks += [
        f"“{_NOT_AFTER.sub('', words).replace('.*', '……')}”的字样"
        for words in shipped.say
        if not _stated(template, shipped, _saying(words))
    ]
    for words in shipped.never:
        if found := next(filter(None, (re.search(words, piece.source) for piece in template.pieces)), None):
            lacks.append(f"与规定相符的后果（现写作“{found[0]}”）")
    if (template.remedy, template.suffix, template.form) != (shipped.remedy, shipped.suffix, shipped.form):
        lacks.append("与随附模板相同的救济方式（remedy）、文号后缀（suffix）和种类（form）")
    return lacks


def _stated(template: Template, shipped: Template, states: Callable[[Piece], bool]) -> bool:
    conditions = {(piece.when, piece.unless) for piece in shipped.pieces if states(piece)}
    return any(
        not (piece.when or piece.unless) or (piece.when, piece.unless) in conditions
        for piece in template.pieces
        if states(piece)
    )


def _using(name: str) -> Callable[[Piece], bool]:
    provision = name.removeprefix("cite.") if name.startswith("cite.") else ""
    return lambda piece: provision in piece.cites if provision else name in piece.needs


def _saying(words: str) -> Callable[[Piece], bool]:
    return lambda piece: re.search(words, piece.source) is not None


def _patterns(kind: str, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Regular expressions of the words that the wording must hold (`say`), or must not (`never`)."""
    found = tuple(data.get(key, ()))
    for words in found:
        try:
            re.compile(words)
        except re.error as error:
            raise BadTemplate(kind, f"{key} 中的“{words}”不是正则表达式：{error}。") from error
    return found


def _asked(value: Any) -> Asked:
    if isinstance(value, str):
        return Asked(value)
    return Asked(value["meaning"], tuple(value.get("fields", ())), bool(value.get("optional", False)))


def _blocks(
    kind: str, blocks: Iterable[Mapping[str, Any]], shared: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The blocks with the shared ones in their places; what stands beside `use` changes the shared block."""
    known = {block["name"]: block for block in _named(_SHARED, shared.get("block", ()))}
    groups: Mapping[str, list[str]] = shared.get("group", {})
    for block in _named(kind, blocks):
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


def _named(kind: str, blocks: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The blocks; BadTemplate where one has no name, or two have the same. `use` brings its names with it."""
    found = list(blocks)
    if nameless := [str(n) for n, b in enumerate(found, 1) if not (b.get("name") or b.get("use"))]:
        raise BadTemplate(kind, f"第{'、'.join(nameless)}个 [[block]] 没有名称（name），每一段都要有名称。")
    names = Counter(block["name"] for block in found if "name" in block)
    if twice := [name for name, times in names.items() if times > 1]:
        raise BadTemplate(
            kind, f"段落重名（name）：{'、'.join(twice)}。取用（use）的段落也有名称，不能与之相同。"
        )
    return found


def _version(data: Mapping[str, Any], blocks: list[Mapping[str, Any]]) -> str:
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
    if faults := [fault for tree in trees for fault in forbidden(tree)]:
        raise BadTemplate(kind, f"空白的写法有误：{'；'.join(faults)}。")
    used = set[str]().union(*(meta.find_undeclared_variables(tree) for tree in trees))
    each = block.get("each", "")
    needs = (used - _GIVEN) | ({each} if each else set())
    conditions = {block[key] for key in ("when", "unless") if key in block}
    if unknown := (needs | conditions) - set(blanks):
        raise BadTemplate(kind, f"[blanks] 中没有声明：{'、'.join(sorted(unknown))}。")
    cites = _fields(trees, "cite", "place")
    if unknown := cites - set(ground):
        raise BadTemplate(kind, f"ground 中没有列出：{'、'.join(sorted(unknown))}。")
    columns = {len(row) for row in (*block.get("rows", ()), *(block.get(k, ()) for k in _COLUMNS)) if row}
    if style is Style.TABLE and len(columns) != 1:
        raise BadTemplate(kind, "表格各行的列数不一致，或者没有行。")
    return Piece(
        name=block["name"],
        free=bool(block.get("free", False)),
        item=bool(block.get("item", False)),
        decision=bool(block.get("decision", False)),
        style=style,
        source="\n".join(source.strip() for source in sources if source.strip()),
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
