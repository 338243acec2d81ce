"""The small language of methodology data: parsed through a whitelist into closures, never handed to ``eval``.

An expression is one line in Python's notation: decimals, names, ``+ - * /``, comparisons (also chained), ``and or
not``, parentheses, and the functions of ``app.services.rating.functions``. Words in quotes stand only as arguments of
functions, or as the whole expression. A part that cannot be computed makes the whole not computable, except that
``or`` is true as soon as one side is true, and ``and`` false as soon as one side is false.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation

from app.services.rating.functions import ARITY, FUNCTIONS, WORD_ARGUMENTS
from app.services.rating.values import ZERO, Closure, Gap, Scope, Value, number, truth

MAX_LENGTH = 4000

Resolver = Callable[[str], Closure]


class ExpressionError(Exception):
    """An expression that is not in the language: ``key`` is a catalogue text, ``about`` the part that is wrong."""

    def __init__(self, key: str, about: str) -> None:
        super().__init__(f"{key}: {about}")
        self.key = key
        self.about = about


def check_expression(text: str, names: Collection[str]) -> list[str]:
    """Every problem of ``text``, each as "<catalogue key>: <the part>"; empty when it may be used.

    ``names`` are the names the expression may use. Functions need no mention.
    """
    return [f"{key}: {about}" for key, about in problems(text, names)]


def problems(text: str, names: Collection[str]) -> list[tuple[str, str]]:
    """As ``check_expression``, as pairs of catalogue key (with the blank ``about``) and the part that is wrong."""
    try:
        root = _parse(text)
    except ExpressionError as error:
        return [(error.key, error.about)]
    found: list[tuple[str, str]] = []
    _check(root, text, names, found, word=True)
    return found


def names_in(text: str) -> frozenset[str]:
    """The names that ``text`` reads, without functions; ExpressionError when it cannot be parsed."""
    root = _parse(text)
    called = {id(node.func) for node in ast.walk(root) if isinstance(node, ast.Call)}
    return frozenset(node.id for node in ast.walk(root) if isinstance(node, ast.Name) and id(node) not in called)


def functions_in(text: str) -> frozenset[str]:
    """The functions that ``text`` calls; ExpressionError when it cannot be parsed."""
    calls = (node.func for node in ast.walk(_parse(text)) if isinstance(node, ast.Call))
    return frozenset(func.id for func in calls if isinstance(func, ast.Name))


def compile_expression(text: str, resolve: Resolver) -> Closure:
    """``text`` as a closure; ``resolve`` gives the closure of each name. ExpressionError when it is not in the language."""
    root = _parse(text)
    found: list[tuple[str, str]] = []
    _check(root, text, None, found, word=True)
    if found:
        raise ExpressionError(*found[0])
    return _build(root, text, resolve)


def linear_terms(text: str) -> tuple[tuple[int, str], ...]:
    """The (sign, name) pairs of a plain sum such as ``CA + NCA`` or ``gross - sell``; () when it is anything else."""
    terms: list[tuple[int, str]] = []

    def walk(node: ast.expr, sign: int) -> bool:
        if isinstance(node, ast.Name):
            terms.append((sign, node.id))
            return True
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return walk(node.operand, -sign)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            right = sign if isinstance(node.op, ast.Add) else -sign
            return walk(node.left, sign) and walk(node.right, right)
        return False

    return tuple(terms) if walk(_parse(text), 1) else ()


# --- parsing and checking -----------------------------------------------------------------------------------------

_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)


def _parse(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise ExpressionError("rating.expr.too_long", str(MAX_LENGTH))
    try:
        return ast.parse(" ".join(text.split()) if "\n" in text else text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError("rating.expr.syntax", text.strip()[:80]) from None


def _segment(node: ast.expr, text: str) -> str:
    return ast.unparse(node)[:80]


def _check(node: ast.expr, text: str, names: Collection[str] | None, found: list[tuple[str, str]], word: bool = False) -> None:
    """Append the problems of ``node``; ``names`` None accepts any name, ``word`` allows a word in quotes here."""
    match node:
        case ast.Constant(value=bool() | None) | ast.Constant(value=bytes()):
            found.append(("rating.expr.not_allowed", _segment(node, text)))
        case ast.Constant(value=str()):
            if not word:
                found.append(("rating.expr.word_here", _segment(node, text)))
        case ast.Constant(value=int() | float()):
            if _decimal(node, text) is None:
                found.append(("rating.expr.bad_number", _segment(node, text)))
        case ast.Name(id=name):
            if names is not None and name not in names:
                found.append(("rating.expr.unknown_name", name))
        case ast.UnaryOp(op=ast.USub() | ast.Not(), operand=operand):
            _check(operand, text, names, found)
        case ast.BinOp(left=left, right=right, op=op) if isinstance(op, _OPERATORS):
            _check(left, text, names, found)
            _check(right, text, names, found)
        case ast.BoolOp(values=parts):
            for part in parts:
                _check(part, text, names, found)
        case ast.Compare(left=left, ops=ops, comparators=rest) if all(isinstance(op, _COMPARISONS) for op in ops):
            for part in (left, *rest):
                _check(part, text, names, found)
        case ast.Call(func=ast.Name(id=function), args=args, keywords=[]):
            _check_call(function, args, text, names, found)
        case _:
            found.append(("rating.expr.not_allowed", _segment(node, text)))


def _check_call(
    function: str, args: list[ast.expr], text: str, names: Collection[str] | None, found: list[tuple[str, str]]
) -> None:
    if function not in ARITY:
        found.append(("rating.expr.unknown_function", function))
        return
    least, most = ARITY[function]
    if not least <= len(args) <= most:
        found.append(("rating.expr.arguments", function))
    for argument in args:
        quoted = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        if function in WORD_ARGUMENTS and function != "iff":
            if not quoted:
                found.append(("rating.expr.word_needed", function))
            continue
        _check(argument, text, names, found, word=function == "iff")


def _decimal(node: ast.Constant, text: str) -> Decimal | None:
    """The decimal as it is written: 0.1 is one tenth, not the nearest binary fraction."""
    written = ast.get_source_segment(" ".join(text.split()) if "\n" in text else text.strip(), node) or ""
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


# --- building closures --------------------------------------------------------------------------------------------


def _build(node: ast.expr, text: str, resolve: Resolver) -> Closure:
    match node:
        case ast.Constant(value=str() as quoted):
            return lambda scope: quoted
        case ast.Constant():
            constant = _decimal(node, text) or ZERO
            return lambda scope: constant
        case ast.Name(id=name):
            return resolve(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _negative(_build(operand, text, resolve))
        case ast.UnaryOp(operand=operand):
            return _not(_build(operand, text, resolve))
        case ast.BinOp(left=left, op=op, right=right):
            return _arithmetic(op, _build(left, text, resolve), _build(right, text, resolve), _segment(right, text))
        case ast.BoolOp(op=kind, values=parts):
            return _logic(isinstance(kind, ast.Or), tuple(_build(part, text, resolve) for part in parts))
        case ast.Compare(left=left, ops=ops, comparators=rest):
            return _comparison(tuple(ops), tuple(_build(part, text, resolve) for part in (left, *rest)))
        case ast.Call(func=ast.Name(id=function), args=args):
            return FUNCTIONS[function](tuple(_build(argument, text, resolve) for argument in args))
    raise ExpressionError("rating.expr.not_allowed", _segment(node, text))


def _negative(inner: Closure) -> Closure:
    def negative(scope: Scope) -> Value:
        value = number(inner(scope))
        return value if isinstance(value, Gap) else -value

    return negative


def _not(inner: Closure) -> Closure:
    def negation(scope: Scope) -> Value:
        value = truth(inner(scope))
        return value if isinstance(value, Gap) else not value

    return negation


def _arithmetic(op: ast.operator, left: Closure, right: Closure, divisor: str) -> Closure:
    if isinstance(op, ast.Div):
        return _division(left, right, divisor)
    apply = _APPLY[type(op)]

    def arithmetic(scope: Scope) -> Value:
        a, b = left(scope), right(scope)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return apply(a, b)
        pair = _operands(a, b)
        return pair if isinstance(pair, Gap) else apply(*pair)

    return arithmetic


def _division(left: Closure, right: Closure, divisor: str) -> Closure:
    zero = Gap("rating.zero_divisor", divisor)

    def division(scope: Scope) -> Value:
        a, b = left(scope), right(scope)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return a / b if b else zero
        pair = _operands(a, b)
        if isinstance(pair, Gap):
            return pair
        return pair[0] / pair[1] if pair[1] else zero

    return division


_APPLY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


def _operands(a: Value, b: Value) -> tuple[Decimal, Decimal] | Gap:
    """Both sides as numbers, yes and no among them, or the gap that keeps them from being added up."""
    first, second = number(a), number(b)
    if isinstance(first, Gap):
        return _wider(first, second)
    return second if isinstance(second, Gap) else (first, second)


def _wider(first: Gap, second: Value) -> Gap:
    """Of two gaps the open one, because the whole can still become something else through it."""
    if not first.open and isinstance(second, Gap) and second.open:
        return second
    return first


def _logic(either: bool, parts: tuple[Closure, ...]) -> Closure:
    def logic(scope: Scope) -> Value:
        gap: Gap | None = None
        for part in parts:
            value = truth(part(scope))
            if isinstance(value, Gap):
                gap = value if gap is None else _wider(gap, value)
            elif value is either:
                return either
        return (not either) if gap is None else gap

    return logic


_COMPARE: dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def _comparison(ops: tuple[ast.cmpop, ...], parts: tuple[Closure, ...]) -> Closure:
    tests = tuple(_COMPARE[type(op)] for op in ops)

    def comparison(scope: Scope) -> Value:
        values: list[Decimal] = []
        gap: Gap | None = None
        for part in parts:
            value = number(part(scope))
            if isinstance(value, Gap):
                gap = value if gap is None else _wider(gap, value)
            else:
                values.append(value)
        if gap is not None:
            return gap
        return all(test(values[place], values[place + 1]) for place, test in enumerate(tests))

    return comparison
