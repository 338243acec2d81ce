"""Checks of lines, ratios, models, standard values, trades and the tables of limit methods."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from app.models.domain.methodology import Methodology, Model, StandardSet
from app.services.methodology.found import Found
from app.services.methodology.units import UNITS

SIDES = ("CA", "NCA", "CL", "NCL", "E", "PL", "CF", "memo")
SET_KINDS = ("five_level", "acceptable", "good_average")


def check_figures(m: Methodology, found: Found) -> None:
    lines = {line.key for line in m.lines}
    for line in m.lines:
        found.listed(f"line {line.key} side", line.side, SIDES)
        found.known(f"line {line.key} residual", line.residual, lines)
    _check_formats(m, found)
    for check in m.checks:
        found.listed(f"check {check.key} severity", check.severity, ("problem", "note"))
        if check.tolerance < 0:
            found.add("not_positive", f"check {check.key} tolerance")
    for ratio in m.ratios:
        found.listed(f"ratio {ratio.key} unit", ratio.unit, UNITS)
        found.between(f"ratio {ratio.key} places", ratio.places, 0, 6)
    for model in m.models:
        _check_model(model, found)
    trades = {trade.key for trade in m.trades}
    for standard in m.standards:
        found.known(f"standard {standard.key} trade", standard.trade, trades)
        found.listed(f"standard {standard.key} kind", standard.kind, SET_KINDS)
        _check_levels(standard, found)
    sets = {standard.key for standard in m.standards}
    for trade in m.trades:
        found.known(f"trade {trade.key} standard_set", trade.standard_set, sets)
    for limit in m.limits:
        if limit.round_to <= 0:
            found.add("not_positive", f"limit {limit.id} round_to")
        _check_table(limit.id, limit.table, found)


def _check_formats(m: Methodology, found: Found) -> None:
    """A name or code of a national format means one line; codes are of four digits, several with + between."""
    names: set[str] = set()
    for line in m.lines:
        codes = line.rsbu.split("+") if line.rsbu else []
        if any(re.fullmatch(r"\d{4}", code) is None for code in codes):
            found.add("bad_codes", f"line {line.key} rsbu", word=line.rsbu)
        if not line.sum:
            taken = [("rsbu", code) for code in codes]
            for name, word in [("cas", line.cas)] * bool(line.cas) + taken:
                if word in names:
                    found.add("twice", f"line {line.key} {name}", word=word)
                names.add(word)


def _check_model(model: Model, found: Found) -> None:
    """Zones run from worst to best: the first has no border, the others follow in order."""
    at = f"model {model.key}"
    found.once(f"{at} zones", [zone.key for zone in model.zones])
    found.once(f"{at} variables", [name for name, _ in model.variables])
    for zone in model.zones:
        found.listed(f"{at} zones {zone.key} tone", zone.tone, ("good", "grey", "bad"))
    lows = [zone.low for zone in model.zones]
    rest = [-low if model.less else low for low in lows[1:] if low is not None]
    if not lows or lows[0] is not None or len(rest) != len(lows) - 1 or any(a >= b for a, b in pairwise(rest)):
        found.add("zones_out_of_order", f"{at} zones")


def _check_levels(standard: StandardSet, found: Found) -> None:
    """Published levels get no better from excellent to poor."""
    found.once(f"standard {standard.key} values", [value.indicator for value in standard.values])
    for value in standard.values:
        given = [-level if value.less else level for level in value.levels if level is not None]
        if any(better < worse for better, worse in pairwise(given)):
            found.add("levels_out_of_order", f"standard {standard.key} values {value.indicator}")


def _check_table(limit: str, table: tuple[tuple[Decimal, Decimal], ...], found: Found) -> None:
    for (low, pct), (next_low, next_pct) in pairwise(table):
        if next_low <= low or next_pct < pct:
            found.add("table_not_rising", f"limit {limit} table", value=next_low)
