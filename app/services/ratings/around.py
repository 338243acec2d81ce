"""What a rating needs from outside its case: rates, the grade in force, and what earlier reviews have counted."""

from __future__ import annotations

from datetime import date

from app.models.db.units import ReadUnit
from app.models.domain.enums import Colour
from app.models.domain.rating import RatingInput, RatingResult
from app.models.domain.records import Around, CaseHead
from app.services.cases.states import OPEN_STATES
from app.services.settings.service import rates_on

_COUNTED = (Colour.AMBER, Colour.RED)


def around(unit: ReadUnit, customer_id: int, day: date) -> Around:
    """What surrounds the customer's case on ``day``."""
    base, rates, since = rates_on(unit, day)
    in_force = unit.changes.in_force(customer_id)
    row = None if in_force is None else unit.ratings.get(in_force.rating_id)
    if row is None:
        return Around(base, rates, since, in_force=in_force)
    from app.services.rating.snapshot import load_input, load_result

    before, result = load_input(row.input_json), load_result(row.result_json)
    return Around(
        base, rates, since, counted_warnings(before, result), in_force, result.methodology_version, result.calculated_grade,
        result.score,
    )


def seen_by(unit: ReadUnit, head: CaseHead, surroundings: Around) -> tuple[tuple[str, str], ...]:
    """What earlier reviews have counted. A decided case is rated as it was decided: its own warnings are no earlier ones."""
    stored = unit.ratings.newest_of_case(head.id) if head.state not in OPEN_STATES else None
    if stored is None:
        return surroundings.seen_warnings
    from app.services.rating.snapshot import load_input

    return load_input(stored.input_json).seen_warnings


def counted_warnings(before: RatingInput, result: RatingResult) -> tuple[tuple[str, str], ...]:
    """The (rule, evidence) pairs that have cost a notch up to and including this rating; only those count once."""
    seen = dict.fromkeys(before.seen_warnings)
    if any(step.kind == "warning" and step.binding for step in result.steps):
        seen.update(dict.fromkeys((hit.rule, hit.evidence) for hit in result.warnings if hit.colour in _COUNTED))
    return tuple(sorted(seen))
