"""Expressions of the methodology as spreadsheet formulas over cells.

An expression becomes a formula only when every part of it has a cell and the formula's value is the program's own; the
caller gets ``None`` otherwise and writes the program's figure as a number. So a formula can be missing, never wrong.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal, DivisionByZero, InvalidOperation

_EXACT = Context(prec=50, traps=[DivisionByZero, InvalidOperation])
_NEAR = Decimal("1e-12")
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "=",
    ast.NotEq: "<>",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the workbook and the value that stands in it."""

    ref: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its "=", and its value."""

    text: str
    value: Decimal


Lookup = Callable[[str, int], Cell | None]
"""The cell of a name in a period (number of the column, oldest first); None when there is none."""


class _Cannot(Exception):
    """The expression has a part that cannot be written as a formula here."""


def formula_of(expression: str, lookup: Lookup, period: int, before: int | None, value: Decimal | None) -> Formula | None:
    """Return ``expression`` for ``period`` as a formula whose value is ``value``, or None.

    ``before`` is the period of the year before, None when there is none.
    """
    if value is None or not expression:
        return None
    try:
        root = ast.parse(expression.strip(), mode="eval").body
        for closing in (False, True):
            found = _Writer(lookup, period, before, closing).write(root)
            if abs(found.value - value) <= _NEAR * max(Decimal(1), abs(value)):
                return Formula(found.text, value)
    except (_Cannot, SyntaxError, DivisionByZero, InvalidOperation):
        return None
    return None


@dataclass(slots=True)
class _Writer:
    lookup: Lookup
    period: int
    before: int | None
    closing: bool

    def write(self, node: ast.expr) -> Formula:
        match node:
            case ast.Constant(value=int() | float()):
                number = Decimal(ast.unparse(node))
                return Formula(f"{number:f}", number)
            case ast.Name(id=name):
                cell = self.lookup(name, self.period)
                if cell is None:
                    raise _Cannot
                return Formula(cell.ref, cell.value)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner = self.write(operand)
                return Formula(f"(-{inner.text})", -inner.value)
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(self.write(left), op, self.write(right))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self._call(name, args)
        raise _Cannot

    @staticmethod
    def _binary(left: Formula, op: ast.operator, right: Formula) -> Formula:
        text = f"({left.text}{_SIGNS[type(op)]}{right.text})"
        match op:
            case ast.Add():
                return Formula(text, _EXACT.add(left.value, right.value))
            case ast.Sub():
                return Formula(text, _EXACT.subtract(left.value, right.value))
            case ast.Mult():
                return Formula(text, _EXACT.multiply(left.value, right.value))
            case _:
                return Formula(text, _EXACT.divide(left.value, right.value))

    def _call(self, name: str, args: list[ast.expr]) -> Formula:
        match name, args:
            case "avg", [inner]:
                return self._average(inner)
            case "prev", [inner]:
                return self._earlier(inner)
            case "growth", [inner]:
                now, then = self.write(inner), self._earlier(inner)
                if then.value <= 0:
                    raise _Cannot
                return Formula(f"({now.text}/{then.text}-1)", _EXACT.divide(now.value, then.value) - 1)
            case "default", [first, second]:
                return self._or(first, second)
            case "iff", [condition, yes, no]:
                return self._choice(condition, yes, no)
            case "guarantee_cover", []:
                return self.write(ast.Name(id="guarantee_cover"))
            case "abs", [inner]:
                part = self.write(inner)
                return Formula(f"ABS({part.text})", abs(part.value))
            case (("min" | "max"), [_, *_]):
                parts = [self.write(part) for part in args]
                pick = min if name == "min" else max
                return Formula(f"{name.upper()}({','.join(part.text for part in parts)})", pick(part.value for part in parts))
        raise _Cannot

    def _average(self, inner: ast.expr) -> Formula:
        now = self.write(inner)
        if self.closing or self.before is None:
            return now
        try:
            then = self._earlier(inner)
        except _Cannot:
            return now
        return Formula(f"(({then.text}+{now.text})/2)", (then.value + now.value) / 2)

    def _earlier(self, inner: ast.expr) -> Formula:
        if self.before is None:
            raise _Cannot
        return _Writer(self.lookup, self.before, None, self.closing).write(inner)

    def _or(self, first: ast.expr, second: ast.expr) -> Formula:
        try:
            return self.write(first)
        except _Cannot:
            return self.write(second)

    def _choice(self, condition: ast.expr, yes: ast.expr, no: ast.expr) -> Formula:
        """Both branches where both can be written; else only the one that holds now."""
        holds, text = self._condition(condition)
        chosen = self.write(yes if holds else no)
        try:
            other = self.write(no if holds else yes)
        except (_Cannot, DivisionByZero, InvalidOperation):
            return chosen
        first, second = (chosen, other) if holds else (other, chosen)
        return Formula(f"IF({text},{first.text},{second.text})", chosen.value)

    def _condition(self, node: ast.expr) -> tuple[bool, str]:
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                one, two = self.write(left), self.write(right)
                return _holds(one.value, op, two.value), f"{one.text}{_SIGNS[type(op)]}{two.text}"
            case ast.BoolOp(op=op, values=parts):
                found = [self._condition(part) for part in parts]
                every = isinstance(op, ast.And)
                holds = all(part for part, _ in found) if every else any(part for part, _ in found)
                return holds, f"{'AND' if every else 'OR'}({','.join(text for _, text in found)})"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                holds, text = self._condition(operand)
                return not holds, f"NOT({text})"
        raise _Cannot


def _holds(left: Decimal, op: ast.cmpop, right: Decimal) -> bool:
    match op:
        case ast.Lt():
            return left < right
        case ast.LtE():
            return left <= right
        case ast.Gt():
            return left > right
        case ast.GtE():
            return left >= right
        case ast.Eq():
            return left == right
        case _:
            return left != right
