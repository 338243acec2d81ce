"""A methodology made ready to run: closures of its expressions, and what each depends on.

The methodology itself stays a frozen value. Its compiled form is kept beside it, for the few methodologies in use.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

from app.models.domain.methodology import Item, Methodology
from app.services.rating.expressions import compile_expression, functions_in, names_in
from app.services.rating.functions import COMPARES_YEARS
from app.services.rating.statements import LinePlan, line_plan
from app.services.rating.values import Closure, Gap, Scope, Value
from app.services.rating.weights import Weighing

if TYPE_CHECKING:
    from app.services.rating.run import Run

SPECIALS = frozenset({"M", "T", "k", "requested", "new_customer", "completeness", "grade_index", "n_years", "unit", "days_basis"})
"""Names that belong to no table: see the contract of the expression language in docs of the methodology."""

_KEPT = 8


class Compiled:
    """Closures of one methodology, made on first use."""

    def __init__(self, m: Methodology) -> None:
        self.m = m
        self.items: dict[str, Item] = {item.id: item for item in m.items}
        self.facts = frozenset(fact.id for fact in m.facts)
        self.lines = frozenset(line.key for line in m.lines)
        self.ratios: dict[str, str] = {ratio.key: ratio.formula for ratio in m.ratios}
        self.models = {model.key: model for model in m.models}
        self._closures: dict[tuple[str, tuple[str, ...]], Closure] = {}
        self._reach: dict[str, frozenset[str]] = {}
        self._compares: dict[str, bool] = {}
        self._items_of: dict[str, frozenset[str]] = {}
        self.weighings: dict[object, Weighing] = {}

    @cached_property
    def plan(self) -> LinePlan:
        """How to complete a statement."""
        return line_plan(self.m)

    def closure(self, text: str, local: Collection[str] = ()) -> Closure:
        """The closure of ``text``; ``local`` names come from the scope."""
        key = (text, tuple(local))
        found = self._closures.get(key)
        if found is None:
            names = frozenset(local)
            found = compile_expression(text, lambda name: self._resolve(name, names))
            self._closures[key] = found
        return found

    def reach(self, text: str) -> frozenset[str]:
        """Every name ``text`` depends on, also through ratios, models and other items."""
        found = self._reach.get(text)
        if found is None:
            found = self._reach[text] = frozenset(name for inner in self._all_behind(text) for name in names_in(inner))
        return found

    def compares(self, text: str) -> bool:
        """True when ``text`` compares two years, itself or through a ratio or model in it."""
        found = self._compares.get(text)
        if found is None:
            found = any(functions_in(inner) & COMPARES_YEARS for inner in self._all_behind(text))
            self._compares[text] = found
        return found

    def _all_behind(self, text: str) -> frozenset[str]:
        """``text`` and every expression it leads to; a circle is walked once."""
        seen: set[str] = set()
        waiting = [text]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting.extend(inner for name in names_in(one) for inner in self._behind(name))
        return frozenset(seen)

    def on_statements(self, text: str) -> bool:
        """True when ``text`` reads a line of the statements anywhere."""
        return bool(self.reach(text) & self.lines)

    def touches(self, text: str, items: frozenset[str], lines: bool) -> bool:
        """True when ``text`` can come out differently once ``items`` (and lines of the statements) are known."""
        names = self.reach(text)
        return (bool(items) and ("completeness" in names or bool(self.items_of(text) & items))) or (
            lines and bool(names & self.lines)
        )

    def items_of(self, text: str) -> frozenset[str]:
        """The items that ``text`` depends on, by X or by Y."""
        found = self._items_of.get(text)
        if found is None:
            plain = {name.removeprefix("y_") for name in self.reach(text)}
            found = self._items_of[text] = frozenset(plain & self.items.keys())
        return found

    @cached_property
    def from_statements(self) -> frozenset[str]:
        """The items whose formula reads a line of the statements."""
        return frozenset(item.id for item in self.m.items if item.formula and self.on_statements(item.formula))

    @cached_property
    def dependents(self) -> Mapping[str, frozenset[str]]:
        """For each item the items whose formula reads it."""
        found: dict[str, set[str]] = {key: set() for key in self.items}
        for item in self.m.items:
            if item.formula:
                for source in self.items_of(item.formula):
                    found[source].add(item.id)
        return {key: frozenset(value) for key, value in found.items()}

    def _behind(self, name: str) -> tuple[str, ...]:
        """The expressions that a name stands for."""
        if name in self.ratios:
            return (self.ratios[name],)
        model = self.models.get(name.removeprefix("zone_"))
        if model is not None and name not in self.lines:
            return (*(formula for _, formula in model.variables), model.formula)
        item = self.items.get(name.removeprefix("y_"))
        return (item.formula,) if item is not None and item.formula else ()

    def _resolve(self, name: str, local: frozenset[str]) -> Closure:
        if name in local:
            return lambda scope: scope.local.get(name, Gap("rating.no_value", name))
        if name in self.lines:
            return _line(name)
        if name in self.ratios:
            return lambda scope: _run(scope).ratio(name, scope)
        if name in self.items:
            return lambda scope: _run(scope).x(name)
        if name.startswith("y_") and name[2:] in self.items:
            item = name[2:]
            return lambda scope: _run(scope).y_value(item)
        if name in self.facts:
            return lambda scope: _run(scope).fact(name)
        if name in self.models:
            return lambda scope: _run(scope).model_value(name, scope)
        if name.startswith("zone_") and name[5:] in self.models:
            model = name[5:]
            return lambda scope: _run(scope).model_zone(model, scope)
        if name in SPECIALS:
            return lambda scope: _run(scope).special(name)
        return lambda scope: Gap("rating.unknown_name", name)


def _run(scope: Scope) -> Run:
    return cast("Run", scope.world)


def _line(key: str) -> Closure:
    def line(scope: Scope) -> Value:
        table = scope.table
        if table is not None:
            value = table.lines.get(key)
            if value is not None:
                return value
        return _run(scope).line_gap(key)

    return line


_cache: OrderedDict[int, Compiled] = OrderedDict()


def compiled(m: Methodology) -> Compiled:
    """The compiled form of ``m``; the same object gets the same form as long as few others come between."""
    found = _cache.get(id(m))
    if found is not None and found.m is m:  # it holds m, so that the id cannot pass to another
        return found
    found = Compiled(m)
    _cache[id(m)] = found
    while len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return found


def expression_names(m: Methodology) -> frozenset[str]:
    """Every name an expression of ``m`` may use, except the local ones of models, warnings and limit methods."""
    items = [item.id for item in m.items]
    return frozenset(
        [
            *(line.key for line in m.lines),
            *(ratio.key for ratio in m.ratios),
            *items,
            *(f"y_{item}" for item in items),
            *(fact.id for fact in m.facts),
            *(model.key for model in m.models),
            *(f"zone_{model.key}" for model in m.models),
            *SPECIALS,
        ]
    )
