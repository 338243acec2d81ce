"""Early-warning rules: amber, red, none, or not evaluated (domain.md §6.2)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from app.models.domain.enums import Colour
from app.models.domain.methodology import Rules, WarningRule
from app.models.domain.rating import WarningHit
from app.services.rating.run import Run
from app.services.rating.snapshot import plain
from app.services.rating.values import Gap, Value, figure, truth


def warning_hits(run: Run) -> tuple[WarningHit, ...]:
    """The outcome of every rule, in the order of the methodology."""
    return tuple(warning_hit(run, rule) for rule in run.compiled.m.warnings)


def judge(run: Run, rule: WarningRule) -> tuple[Colour | Gap, Value, tuple[str, ...]]:
    """Colour of ``rule``, its value and flags. A gap in place of the colour: an answer to come can still decide.

    A rule of which no condition is true and one cannot be computed is "not evaluated".
    """
    value, flags = run.evaluate(rule.value) if rule.value is not None else (Gap("rating.no_value", rule.id), ())
    gap: Gap | None = None
    for colour, condition in ((Colour.RED, rule.red), (Colour.AMBER, rule.amber)):
        if condition is None:
            continue
        met = truth(run.evaluate(condition, {"value": value})[0])
        if isinstance(met, Gap):
            gap = met if gap is None or met.open else gap
        elif met:
            undecided = gap is not None and gap.open  # red can still come
            return (gap if undecided and gap is not None else colour), value, flags
    if gap is not None and not gap.open:
        return Colour.NOT_EVALUATED, value, flags
    return (gap if gap is not None else Colour.NONE), value, flags


def texts_of(rule: WarningRule) -> tuple[str, ...]:
    """The expressions of ``rule``."""
    return tuple(text for text in (rule.value, rule.amber, rule.red) if text is not None)


def points(rules: Rules, colour: Colour) -> int:
    """Points of a colour."""
    return {Colour.AMBER: rules.warning_points_amber, Colour.RED: rules.warning_points_red}.get(colour, 0)


def fresh_points(hits: Sequence[WarningHit], seen: Sequence[tuple[str, str]]) -> int:
    """Points of the hits whose evidence has not cost a notch at an earlier review."""
    known = set(seen)
    return sum(hit.points for hit in hits if (hit.rule, hit.evidence) not in known)


def warning_hit(run: Run, rule: WarningRule) -> WarningHit:
    """The outcome of one rule."""
    colour, value, flags = judge(run, rule)
    shown = colour if isinstance(colour, Colour) else Colour.NOT_EVALUATED
    return WarningHit(
        rule.id, shown, figure(value, flags), points(run.compiled.m.rules, shown), _fingerprint(run, rule, shown, value)
    )


def _fingerprint(run: Run, rule: WarningRule, colour: Colour, value: Value) -> str:
    """A short hash of what speaks for the warning: rule, colour, figure and the year it is taken from."""
    if colour not in (Colour.AMBER, Colour.RED):
        return ""
    on_statements = run.years and any(map(run.compiled.on_statements, texts_of(rule)))
    year = run.years[0].statement.end.isoformat() if on_statements else ""
    shown = value.reason if isinstance(value, Gap) else plain(value) if isinstance(value, Decimal) else str(value)
    return sha256("|".join((rule.id, colour.value, shown, year)).encode()).hexdigest()[:16]
