"""The functions of the expression language, each made once from the closures of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.services.rating.values import ONE, Closure, Gap, Scope, Value, number, truth

Arguments = tuple[Closure, ...]
_TWO = Decimal(2)


def _at(inner: Closure, scope: Scope, table: object) -> Value:
    """``inner`` evaluated at another year of the same customer."""
    here = scope.table
    scope.table = table  # type: ignore[assignment]
    value = inner(scope)
    scope.table = here
    return value


def _avg(args: Arguments) -> Closure:
    inner = args[0]

    def avg(scope: Scope) -> Value:
        """(opening + closing) / 2; the closing value alone where there is no opening one (noted in ``lacked``)."""
        closing = number(inner(scope))
        if scope.closing or isinstance(closing, Gap):
            return closing
        table = scope.table.opening if scope.table is not None else None
        opening = scope.world.earlier_gap() if table is None else number(_at(inner, scope, table))
        if isinstance(opening, Gap):
            if opening.open:
                return opening
            scope.lacked = True
            return closing
        return (opening + closing) / _TWO

    return avg


def _earlier(inner: Closure, scope: Scope) -> Value:
    table = scope.table
    before = None if table is None else table.previous or table.opening
    if before is None:
        return scope.world.earlier_gap()
    return _at(inner, scope, before)


def _prev(args: Arguments) -> Closure:
    inner = args[0]

    def prev(scope: Scope) -> Value:
        return _earlier(inner, scope)

    return prev


def _growth(args: Arguments) -> Closure:
    inner = args[0]

    def growth(scope: Scope) -> Value:
        """x / (x one year earlier) − 1; a base of 0 or less says nothing about growth."""
        now = number(inner(scope))
        if isinstance(now, Gap):
            return now
        before = number(_earlier(inner, scope))
        if isinstance(before, Gap):
            return before
        return now / before - ONE if before > 0 else Gap("rating.no_growth_base")

    return growth


def _extreme(choose: Callable[[list[Decimal]], Decimal]) -> Callable[[Arguments], Closure]:
    def build(args: Arguments) -> Closure:
        def extreme(scope: Scope) -> Value:
            values: list[Decimal] = []
            gap: Gap | None = None
            for argument in args:
                value = number(argument(scope))
                if isinstance(value, Gap):
                    gap = value if gap is None or value.open else gap
                else:
                    values.append(value)
            return gap if gap is not None else choose(values)

        return extreme

    return build


def _abs(args: Arguments) -> Closure:
    inner = args[0]

    def absolute(scope: Scope) -> Value:
        value = number(inner(scope))
        return value if isinstance(value, Gap) else abs(value)

    return absolute


def _ln(args: Arguments) -> Closure:
    inner = args[0]

    def logarithm(scope: Scope) -> Value:
        value = number(inner(scope))
        if isinstance(value, Gap):
            return value
        return value.ln() if value > 0 else Gap("rating.no_logarithm")

    return logarithm


def _default(args: Arguments) -> Closure:
    first, second = args

    def default(scope: Scope) -> Value:
        value = first(scope)
        return second(scope) if isinstance(value, Gap) and not value.open else value

    return default


def _known(args: Arguments) -> Closure:
    inner = args[0]

    def known(scope: Scope) -> Value:
        value = inner(scope)
        if isinstance(value, Gap):
            return value if value.open else False
        return True

    return known


def _fact(args: Arguments) -> Closure:
    inner = args[0]

    def fact(scope: Scope) -> Value:
        """True only when it was answered with yes or a number above 0: what nobody ticked has not happened."""
        value = number(inner(scope))
        if isinstance(value, Gap):
            return value if value.open else False
        return value > 0

    return fact


def _cat(args: Arguments) -> Closure:
    inner, first, second = args

    def category(scope: Scope) -> Value:
        """1, 2 or 3 (best to worst); the border itself belongs to the better category."""
        values = [number(part(scope)) for part in (inner, first, second)]
        for value in values:
            if isinstance(value, Gap):
                return value
        x, high, low = (value for value in values if isinstance(value, Decimal))
        return ONE if x >= high else _TWO if x >= low else Decimal(3)

    return category


def _table(args: Arguments) -> Closure:
    inner = args[0]

    def table(scope: Scope) -> Value:
        """The entry beside the largest lower border ≤ x; the first row serves everything below it."""
        value = number(inner(scope))
        if isinstance(value, Gap):
            return value
        if not scope.rows:
            return Gap("rating.no_table")
        reached = [row for row in scope.rows if row[0] <= value]
        return max(reached)[1] if reached else min(scope.rows)[1]

    return table


def _iff(args: Arguments) -> Closure:
    condition, yes, no = args

    def choice(scope: Scope) -> Value:
        value = truth(condition(scope))
        if isinstance(value, Gap):
            return value
        return yes(scope) if value else no(scope)

    return choice


def _word(argument: Closure, scope: Scope) -> str:
    value = argument(scope)
    return value if isinstance(value, str) else ""


def _std(args: Arguments) -> Closure:
    return lambda scope: scope.world.std(_word(args[0], scope), _word(args[1], scope))


def _cover(args: Arguments) -> Closure:
    return lambda scope: scope.world.guarantee_cover()


def _rows_median(args: Arguments) -> Closure:
    return lambda scope: scope.world.rows_median(_word(args[0], scope), _word(args[1], scope))


def _usd(args: Arguments) -> Closure:
    inner = args[0]

    def usd(scope: Scope) -> Value:
        value = number(inner(scope))
        return value if isinstance(value, Gap) else scope.world.million_usd(value, scope)

    return usd


FUNCTIONS: dict[str, Callable[[Arguments], Closure]] = {
    "avg": _avg,
    "prev": _prev,
    "growth": _growth,
    "min": _extreme(min),
    "max": _extreme(max),
    "abs": _abs,
    "ln": _ln,
    "default": _default,
    "known": _known,
    "fact": _fact,
    "cat": _cat,
    "table": _table,
    "iff": _iff,
    "std": _std,
    "guarantee_cover": _cover,
    "item_rows_median": _rows_median,
    "usd": _usd,
}

ARITY: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("avg", "prev", "growth", "abs", "ln", "known", "fact", "table", "usd"), (1, 1)),
    "min": (1, 20),
    "max": (1, 20),
    "default": (2, 2),
    "cat": (3, 3),
    "iff": (3, 3),
    "std": (2, 2),
    "guarantee_cover": (0, 0),
    "item_rows_median": (2, 2),
}

WORD_ARGUMENTS = frozenset({"std", "item_rows_median", "iff"})
COMPARES_YEARS = frozenset({"prev", "growth"})
