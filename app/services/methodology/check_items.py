"""Checks of items and facts: what an answer is, how it is scored, what it refers to."""

from __future__ import annotations

from app.models.domain.enums import ScoringKind, ValueKind
from app.models.domain.methodology import Item, Methodology
from app.services.methodology.found import Found
from app.services.methodology.units import UNITS

NUMERIC = {ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT, ValueKind.DATE}
SLOPED = {ScoringKind.MORE, ScoringKind.LESS, ScoringKind.BAND}
FACT_GROUPS = ("knock_out", "warning", "model", "limit", "policy")
STEPS = 6


def check_items(m: Methodology, found: Found) -> None:
    sources = {source.key for source in m.sources}
    rules = {cap.id for cap in m.caps} | {rule.id for rule in m.warnings} | {gate.id.split("-")[0] for gate in m.gates}
    for item in m.items:
        at = f"item {item.id}"
        found.listed(f"{at} unit", item.unit, UNITS)
        found.listed(f"{at} source", item.source, ("answer", "expr", "either"))
        if (item.source == "answer") != (item.formula is None):
            found.add("formula_and_source", f"{at} formula")
        for word in item.evidence:
            found.known(f"{at} evidence", word, sources)
        for word in item.alarms:
            found.known(f"{at} alarms", word, rules)
        if item.low is not None and item.high is not None and item.low > item.high:
            found.add("upside_down", f"{at} low")
        found.once(f"{at} details", [detail.key for detail in item.details])
        found.once(f"{at} choices", [choice.key for choice in item.choices])
        _check_scoring(item, m, found)
    for fact in m.facts:
        found.listed(f"fact {fact.id} unit", fact.unit, UNITS)
        found.listed(f"fact {fact.id} group", fact.group, FACT_GROUPS)
        if not fact.id.startswith("f_"):
            found.add("fact_name", f"fact {fact.id} id")


def _check_scoring(item: Item, m: Methodology, found: Found) -> None:
    at, scoring = f"item {item.id} scoring", item.scoring
    kind = scoring.kind
    if scoring.floor >= scoring.cap:
        found.add("upside_down", f"{at} floor")
    if kind in SLOPED:
        _check_slope(item, found)
    elif kind is ScoringKind.STEPS:
        if item.kind is not ValueKind.CHOICE:
            found.add("scoring_and_kind", f"{at} kind", word=item.kind.value)
        if len(scoring.steps) != STEPS or list(scoring.steps) != sorted(scoring.steps):
            found.add("not_six_steps", f"{at} steps")
        if any(choice.step is None or not 0 <= choice.step < STEPS for choice in item.choices):
            found.add("out_of_range", f"item {item.id} choices", value=STEPS, low=0, high=STEPS - 1)
    elif kind is ScoringKind.YESNO:
        if item.kind is not ValueKind.YN:
            found.add("scoring_and_kind", f"{at} kind", word=item.kind.value)
        for name in ("yes", "no"):
            if getattr(scoring, name) is None:
                found.add("missing_value", f"{at} {name}")
    elif kind is ScoringKind.EFFICACY:
        indicators = {value.indicator for standard in m.standards for value in standard.values}
        found.known(f"{at} standard", scoring.standard or "?", indicators)


def _check_slope(item: Item, found: Found) -> None:
    """α is points per unit and above 0, whatever the direction; a band has two borders in order."""
    at, scoring = f"item {item.id} scoring", item.scoring
    if item.kind not in NUMERIC:
        found.add("scoring_and_kind", f"{at} kind", word=item.kind.value)
    if scoring.alpha is None:
        found.add("missing_value", f"{at} alpha")
    elif scoring.alpha <= 0:
        found.add("not_positive", f"{at} alpha")
    if scoring.p is None:
        found.add("missing_value", f"{at} p")
    if scoring.kind is not ScoringKind.BAND:
        return
    if scoring.p2 is None:
        found.add("missing_value", f"{at} p2")
    elif scoring.p is not None and scoring.p > scoring.p2:
        found.add("upside_down", f"{at} p2")
