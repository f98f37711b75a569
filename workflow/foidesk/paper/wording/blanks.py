"""What may stand in a blank: a name, a citation, a field of an item, and the filters date and chinese – no program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jinja2 import nodes
from jinja2.exceptions import TemplateRuntimeError

from foidesk.rules import law

_OF = ("cite", "place", "item")
_TEXT = (nodes.Template, nodes.Output, nodes.TemplateData)


def chinese_date(day: date) -> str:
    """2026年1月5日, without padding (GB/T 9704—2012, 7.3.5.4). Raises jinja2's TemplateRuntimeError for no date."""
    if not isinstance(day, date):
        raise TemplateRuntimeError(f"“{str(day)[:20]}”不是日期，不能用 date")
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_count(number: int) -> str:
    """一, 二 … Raises jinja2's TemplateRuntimeError for what is no number."""
    if not isinstance(number, int):
        raise TemplateRuntimeError(f"“{str(number)[:20]}”不是数目，不能用 chinese")
    return law.chinese_number(number)


FILTERS = {"date": chinese_date, "chinese": chinese_count}


def forbidden(tree: nodes.Node) -> Iterator[str]:
    """What stands in the wording that is no blank, each as a Chinese phrase."""
    for node in tree.iter_child_nodes():
        match node:
            case nodes.Name(name=name) if name != "self":  # jinja2's word for the template
                pass
            case nodes.Getattr(node=nodes.Name(name=name)) if name in _OF:
                pass
            case nodes.Filter(name=name) if name not in FILTERS:
                yield f"没有“{name}”这种写法，可用 date、chinese"
            case nodes.Filter(args=[], kwargs=[], dyn_args=None, dyn_kwargs=None):
                yield from forbidden(node)
            case _ if isinstance(node, _TEXT):
                yield from forbidden(node)
            case _:
                yield f"第{node.lineno}行不是空白（空白里只能写名称、cite.名称、item.名称，后面可以加 | date 或者 | chinese）"
