"""Checks of every expression: it parses, its names are there, and nothing is computed from itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.models.domain.methodology import Methodology
from app.services.methodology.found import Found
from app.services.rating.compiled import SPECIALS, expression_names
from app.services.rating.expressions import ExpressionError, linear_terms, names_in, problems

Expression = tuple[str, str, Collection[str]]
"""Where it stands, its text, the names it may use."""


def check_expressions(m: Methodology, found: Found) -> None:
    good = True
    for at, text, names in _expressions(m):
        for key, about in problems(text, names):
            good = False
            found.add("bad_expression", at, problem=key, about=about)
    for line in m.lines:
        if line.sum is not None and good and not linear_terms(line.sum):
            found.add("not_a_plain_sum", f"line {line.key} sum")
    if good:
        _check_circles(m, found)


def _expressions(m: Methodology) -> Iterator[Expression]:
    lines = {line.key for line in m.lines}
    everything = expression_names(m)
    items = {item.id for item in m.items}
    figures = {name for name in everything if name not in items and not name.startswith("y_")}
    for line in m.lines:
        if line.sum is not None:
            yield f"line {line.key} sum", line.sum, lines
    for check in m.checks:
        yield f"check {check.key} left", check.left, lines
        yield f"check {check.key} right", check.right, lines
    for ratio in m.ratios:
        yield f"ratio {ratio.key} formula", ratio.formula, figures
    for model in m.models:
        names = set(figures)
        for name, formula in model.variables:
            yield f"model {model.key} variables {name} formula", formula, set(names)
            names.add(name)
        yield f"model {model.key} formula", model.formula, names
    for item in m.items:
        if item.formula is not None:
            yield f"item {item.id} formula", item.formula, everything
        if item.asked_when is not None:
            yield f"item {item.id} asked_when", item.asked_when, condition_names(m)
    yield from _rules(m, everything)


def condition_names(m: Methodology) -> frozenset[str]:
    """What decides whether an item is asked: known before any item is answered, so that what is still open stays exact."""
    return frozenset(fact.id for fact in m.facts) | {"new_customer", "requested", "M"}


def _rules(m: Methodology, everything: Collection[str]) -> Iterator[Expression]:
    for card in m.cards:
        if card.when is not None:
            yield f"card {card.key} when", card.when, everything
    for gate in m.gates:
        yield f"gate {gate.id} when", gate.when, everything
    for cap in m.caps:
        yield f"cap {cap.id} when", cap.when, everything
    for rule in m.warnings:
        for field, text in (("value", rule.value), ("amber", rule.amber), ("red", rule.red)):
            if text is not None:
                yield f"warning {rule.id} {field}", text, {*everything, "value"}
    for limit in m.limits:
        parameters = {name for name, _ in limit.parameters}
        yield f"limit {limit.id} amount", limit.amount, {*everything, *parameters}
        for name in sorted(parameters & set(everything)):
            # A parameter must not hide a figure: the formula would silently use another number than its reader thinks.
            yield f"limit {limit.id} parameters {name}", name, set()


def _check_circles(m: Methodology, found: Found) -> None:
    """Tell of names that are computed from themselves. ``prev`` of oneself would be no circle, but nothing needs it."""
    graph: dict[str, set[str]] = {}
    for section, name, texts in _definitions(m):
        graph[name] = {used for text in texts for used in _names(text)}
        del section
    done: set[str] = set()
    for section, name, _ in _definitions(m):
        if name not in done and _reaches(name, name, graph, set()):
            found.add("circle", f"{section} {name}", word=name)
        done.add(name)


def _definitions(m: Methodology) -> Iterator[tuple[str, str, list[str]]]:
    for line in m.lines:
        if line.sum is not None:
            yield "line", line.key, [line.sum]
    for ratio in m.ratios:
        yield "ratio", ratio.key, [ratio.formula]
    for model in m.models:
        yield "model", model.key, [formula for _, formula in model.variables]
    for item in m.items:
        if item.formula is not None:
            yield "item", item.id, [item.formula]


def _names(text: str) -> set[str]:
    try:
        return {name.removeprefix("zone_").removeprefix("y_") for name in names_in(text)} - SPECIALS
    except ExpressionError:
        return set()


def _reaches(start: str, at: str, graph: dict[str, set[str]], seen: set[str]) -> bool:
    for name in graph.get(at, ()):
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            if _reaches(start, name, graph, seen):
                return True
    return False
