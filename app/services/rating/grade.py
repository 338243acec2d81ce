"""From score to grade: band → gates → caps → completeness → warnings → override, every step kept (domain.md §0, §6).

The same chain serves the rating itself, the interval it can still end in, and the search for what would lift it; they
differ in the circumstances they hand in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.models.domain.enums import Grade
from app.models.domain.methodology import Band, Cap, Gate, Methodology, Rules
from app.models.domain.rating import RatingInput, RatingResult, Step
from app.services.people import same_person
from app.services.rating.run import Run
from app.services.rating.values import Gap, truth


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that the chain looks at: the score, how complete the case is, which gates fail and which caps fired.

    ``points`` are those warning points that may cost a notch now.
    """

    score: Decimal
    completeness: Decimal
    failed: tuple[Gate, ...]
    fired: tuple[Cap, ...]
    points: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the chain ends: by band, after all rules, and after an override."""

    band: Grade
    calculated: Grade
    final: Grade
    steps: tuple[Step, ...]
    stop: bool


def band_grade(bands: tuple[Band, ...], score: Decimal) -> Grade:
    """The grade whose interval [low, next low) holds ``score``; ``bands`` best first."""
    for band in bands:
        if score >= band.low:
            return band.grade
    return bands[-1].grade if bands else Grade.D


def gates_for(m: Methodology, card: str) -> tuple[Gate, ...]:
    """The gates that a card has to pass, best grade first."""
    gates = [gate for gate in m.gates if gate.card in ("", card)]
    return tuple(sorted(gates, key=lambda gate: -gate.grade))


def failed_gates(run: Run, card: str) -> tuple[Gate, ...]:
    """Gates whose condition is not true; one that cannot be computed is not passed."""
    return tuple(gate for gate in gates_for(run.compiled.m, card) if truth(run.value(gate.when)) is not True)


def fired_caps(run: Run) -> tuple[Cap, ...]:
    """Every cap whose condition is true, in the order of the methodology."""
    return tuple(cap for cap in run.compiled.m.caps if _met(run, cap) is True)


def _met(run: Run, cap: Cap) -> bool | Gap:
    return truth(run.value(cap.when))


def decide(m: Methodology, given: RatingInput, seen: Circumstances) -> Verdict:
    """Walk the chain."""
    band = band_grade(m.bands, seen.score)
    steps = [Step("band", None, band)]
    grade = _provisional(seen, band, steps)
    grade = _gates(seen, grade, steps)
    grade = _caps(seen, grade, steps)
    grade = _completeness(m, seen, grade, steps)
    grade = _warnings(m, seen, grade, steps)
    stop = any(cap.stop for cap in seen.fired)
    final = _override(m, given, stop, grade, steps)
    return Verdict(band, grade, final, tuple(steps), stop)


def _provisional(seen: Circumstances, grade: Grade, steps: list[Step]) -> Grade:
    """Grade D needs an event or a case that was asked and scored: an incomplete one ends at C."""
    if not seen.provisional or grade > Grade.D:
        return grade
    steps.append(Step("completeness", grade, Grade.C, "provisional"))
    return Grade.C


def _gates(seen: Circumstances, grade: Grade, steps: list[Step]) -> Grade:
    """A grade whose gate is not passed is missed by one notch, and the gate of the next one is tried."""
    reached = grade
    for gate in seen.failed:
        if gate.grade > reached:
            continue
        after = Grade(int(gate.grade) - 1) if grade >= gate.grade else grade
        steps.append(Step("gate", grade, after, gate.id, after < grade))
        grade = after
    return grade


def _caps(seen: Circumstances, grade: Grade, steps: list[Step]) -> Grade:
    """The lowest cap counts; every one that fired is listed."""
    before = grade
    lowest = min((cap.grade for cap in seen.fired), default=grade)
    for cap in seen.fired:
        binding = cap.grade == lowest and lowest < before
        after = min(grade, cap.grade)
        steps.append(Step("cap", grade, after, cap.id, binding))
        grade = after
    return grade


def _completeness(m: Methodology, seen: Circumstances, grade: Grade, steps: list[Step]) -> Grade:
    for below, highest in m.rules.completeness_caps:
        if seen.completeness < below:
            after = min(grade, highest)
            steps.append(Step("completeness", grade, after, format(below.normalize(), "f"), after < grade))
            grade = after
    return grade


def _warnings(m: Methodology, seen: Circumstances, grade: Grade, steps: list[Step]) -> Grade:
    if seen.points < m.rules.warning_notch_from:
        return grade
    # D is said of an event or of a scored case (domain.md §0); signs of trouble end at C, where trade stops anyway.
    after = max(grade.moved(-1), min(grade, Grade.C))
    steps.append(Step("warning", grade, after, str(seen.points), after < grade))
    return after


def _override(m: Methodology, given: RatingInput, stop: bool, grade: Grade, steps: list[Step]) -> Grade:
    """An override that does not count is listed with the reason why."""
    if given.override is None:
        return grade
    problem = override_problem(m, given, stop, grade)
    if problem:
        steps.append(Step("override", grade, grade, problem, binding=False))
        return grade
    steps.append(Step("override", grade, given.override.grade))
    return given.override.grade


def override_problem(m: Methodology, given: RatingInput, stop: bool, grade: Grade) -> str:
    """Why the override of ``given`` does not count over the calculated ``grade``; "" when it does.

    It is one of no_reason, expired, too_long, no_second, same_person, stopped, too_high (catalogue keys
    ``rating.override.<word>``).
    """
    override = given.override
    if override is None:
        return ""
    if not override.reason.strip():
        return "no_reason"
    if override.expires < given.as_of:
        return "expired"
    if override.expires > given.as_of + timedelta(days=m.rules.override_days):
        return "too_long"
    if not override.by.strip() or not override.second_by.strip():
        return "no_second"
    if same_person(override.by, override.second_by):
        return "same_person"
    if stop:
        return "stopped"
    return "too_high" if override.grade > grade.moved(m.rules.override_up) else ""


def counted_before(result: RatingResult, rules: Rules) -> int:
    """The points that would cost a notch had they not cost one at an earlier review already; 0 when there are none of these."""
    enough = result.warning_points >= rules.warning_notch_from
    return result.warning_points if enough and all(step.kind != "warning" for step in result.steps) else 0
