"""The condition under which an item is asked, in words a reader of the paper understands."""

from __future__ import annotations

import ast
from decimal import Decimal

from app.models.domain.enums import ValueKind
from app.models.domain.methodology import Methodology
from app.services.documents.words import name_label
from app.texts import Texts

_SIGNS = {ast.Gt: ">", ast.GtE: "≥", ast.Lt: "<", ast.LtE: "≤", ast.Eq: "=", ast.NotEq: "≠"}
_SUMS = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "/"}


def condition_words(condition: str | None, m: Methodology, t: Texts) -> str:
    """Return what must hold for an item to be asked, "" for one that is always asked.

    ``condition`` is an expression over facts and the request that the methodology has checked. Yes-or-no facts stand by
    their names; an expression of a form that has no words stands as it is written.
    """
    if not condition:
        return ""
    return _words(ast.parse(condition.strip(), mode="eval").body, m, t)


def _words(node: ast.expr, m: Methodology, t: Texts) -> str:
    if isinstance(node, ast.BoolOp):
        key = "papers.condition.and" if isinstance(node.op, ast.And) else "papers.condition.or"
        found = _part(node.values[0], m, t)
        for value in node.values[1:]:
            found = t(key, left=found, right=_part(value, m, t))
        return found
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        asked = _asks(_plain(node.operand), m)
        if asked is not None:
            return t("papers.condition.no", what=_value(asked, m, t))
        return t("papers.condition.not", what=_part(node.operand, m, t))
    if isinstance(node, ast.Compare):
        pieces = [_value(node.left, m, t)]
        for sign, right in zip(node.ops, node.comparators, strict=True):
            pieces += [_SIGNS.get(type(sign), "?"), _value(right, m, t)]
        return " ".join(pieces)
    asked = _asks(_plain(node), m)
    return t("papers.condition.yes", what=_value(asked, m, t)) if asked is not None else _value(node, m, t)


def _part(node: ast.expr, m: Methodology, t: Texts) -> str:
    words = _words(node, m, t)
    return f"({words})" if isinstance(node, ast.BoolOp) else words


def _plain(node: ast.expr) -> ast.expr:
    """``fact(x)`` asks for x."""
    call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "fact" and len(node.args) == 1
    return node.args[0] if call and isinstance(node, ast.Call) else node


def _asks(node: ast.expr, m: Methodology) -> ast.Name | None:
    """The name, if it is true or false: it stands as a statement, "goods made to order: yes"."""
    kinds = {fact.id: fact.kind for fact in m.facts}
    if isinstance(node, ast.Name) and (node.id == "new_customer" or kinds.get(node.id) is ValueKind.YN):
        return node
    return None


def _value(node: ast.expr, m: Methodology, t: Texts) -> str:
    if isinstance(node, ast.Name):
        return f"“{name_label(node.id, m, t.lang)}”" if t.lang != "ru" else f"«{name_label(node.id, m, t.lang)}»"
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return t.number(Decimal(ast.unparse(node)))
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        return f"{_value(node.left, m, t)} {_SUMS[type(node.op)]} {_value(node.right, m, t)}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("fact", "default") and node.args:
        return _value(node.args[0], m, t)
    if isinstance(node, ast.BoolOp | ast.Compare):
        return f"({_words(node, m, t)})"
    return ast.unparse(node)
