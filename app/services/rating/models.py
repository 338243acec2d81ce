"""Distress and manipulation models, all of them data (domain.md §2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

from app.models.domain.methodology import Methodology, Model
from app.models.domain.rating import Figure, ModelOutcome
from app.services.rating.compiled import compiled
from app.services.rating.run import Run, bare_run
from app.services.rating.values import EXACT, Gap, Value, figure, number
from app.services.rating.zones import zone_place


def model_outcomes(run: Run) -> tuple[ModelOutcome, ...]:
    """Every model of the methodology for the newest full year."""
    return tuple(_outcome(run, model) for model in run.compiled.m.models)


def model_value(m: Methodology, key: str, variables: Mapping[str, Decimal]) -> Figure:
    """The figure of model ``key`` from given ``variables``, as published examples state them; KeyError if unknown."""
    model = compiled(m).models[key]
    with localcontext(EXACT):
        found: dict[str, Value] = dict(variables)
        run = bare_run(m)
        for name, formula in model.variables:
            if name not in found:
                found[name] = run.value(formula, found)
        return figure(run.value(model.formula, found))


def zone_of(model: Model, value: Decimal) -> str:
    """The key of the zone that ``value`` lies in, "" when none holds it."""
    place = zone_place(model.zones, value, model.less)
    return "" if place is None else model.zones[place].key


def _outcome(run: Run, model: Model) -> ModelOutcome:
    shown: list[tuple[str, Figure]] = []
    known: dict[str, Value] = {}
    for name, formula in model.variables:
        value, flags = run.evaluate(formula, known)
        known = {**known, name: value}
        shown.append((name, figure(value, flags)))
    total = number(run.value(model.formula, known))
    if isinstance(total, Gap):
        return ModelOutcome(model.key, tuple(shown), figure(total), "")
    return ModelOutcome(model.key, tuple(shown), Figure(total), zone_of(model, total))
