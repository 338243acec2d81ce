"""From the calculated grade to the grade that may be proposed: a customer falls at once and rises slowly (domain.md §5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.enums import Grade
from app.models.domain.methodology import Methodology
from app.models.domain.rating import RatingResult
from app.models.domain.records import Around


@dataclass(frozen=True, slots=True)
class Standing:
    """The grade to propose. ``held``: the calculated grade is better, but the rise has to wait or comes in steps.

    ``why`` is a catalogue key for the hold: ``grading.hold_first_review`` (the review before was not above the border) or
    ``grading.hold_one_notch``; "" when nothing is held. ``free``: no full grade in force, so that any grade may be given.
    """

    grade: Grade
    calculated: Grade
    held: bool
    why: str
    free: bool


def standing(result: RatingResult, around: Around, m: Methodology) -> Standing:
    """Down any number of notches at once; up one notch, after two reviews in a row above the border by the margin.

    The first grade is free, and so is the first full grade after a provisional one. An override moves what holds then.
    """
    in_force, calculated = around.in_force, result.calculated_grade
    if in_force is None or (in_force.terms.provisional and not result.provisional):
        return Standing(result.grade, calculated, False, "", True)
    now = in_force.terms.grade
    base, why = calculated, ""
    if calculated > now:
        base, why = _rise(now, calculated, result.score, around, m)
    if result.grade < calculated:
        base = min(base, result.grade)
    elif result.grade > calculated:
        base = min(result.grade, base.moved(m.rules.override_up))
    return Standing(base, calculated, bool(why), why, False)


def _rise(now: Grade, calculated: Grade, score: Decimal, around: Around, m: Methodology) -> tuple[Grade, str]:
    step = now.moved(m.rules.upgrade_notches)
    border = next(band.low for band in m.bands if band.grade is now.moved(1)) + m.rules.upgrade_margin
    this_time = score >= border
    last_time = around.grade_before is not None and around.grade_before > now and (around.score_before or Decimal(0)) >= border
    if not this_time or (m.rules.upgrade_reviews > 1 and not last_time):
        return now, "grading.hold_first_review"
    if calculated > step:
        return step, "grading.hold_one_notch"
    return calculated, ""
