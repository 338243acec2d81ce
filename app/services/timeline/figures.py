"""The few figures that an overview shows, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.models.domain.history import SourceRef
from app.models.domain.rating import PeriodRatios
from app.models.domain.statement import Statement
from app.services.ratings.inputs import MAX_STATEMENTS, scored_statements

_LINES = ("rev", "np", "TA", "E", "cfo")
_RATIOS = ("current", "debt", "npm", "roe", "dso_c", "growth")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A line (in plain units of ``currency``) or a ratio of the newest year, with the year before and its source."""

    key: str
    is_ratio: bool
    value: Decimal | None
    before: Decimal | None
    end: date
    currency: str
    ref: SourceRef


def newest_years(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The full years on one basis that ratings look at, oldest first; where there is none, the newest other periods."""
    if not statements:
        return ()
    full = [statement for statement in statements if statement.full_year]
    if full:
        return scored_statements(statements, max(statement.end for statement in full))
    return statements[-MAX_STATEMENTS:]


def key_figures(years: tuple[Statement, ...], periods: tuple[PeriodRatios, ...]) -> tuple[KeyFigure, ...]:
    """Lines first, then ratios; those that no year has are left out."""
    found = []
    newest, now = years[-1], periods[-1]
    earlier = periods[-2] if len(periods) > 1 else None
    for key in _LINES:
        if key in now.lines:
            before = earlier.lines.get(key) if earlier is not None else None
            found.append(_figure(key, False, _plain(newest, now.lines[key]), _before(years, before), newest))
    for key in _RATIOS:
        figure = now.ratios.get(key)
        if figure is not None and figure.value is not None:
            last = earlier.ratios.get(key) if earlier is not None else None
            found.append(_figure(key, True, figure.value, last.value if last is not None else None, newest))
    return tuple(found)


def _figure(key: str, is_ratio: bool, value: Decimal, before: Decimal | None, newest: Statement) -> KeyFigure:
    ref = SourceRef("ratio" if is_ratio else "line", key, newest.id or 0)
    return KeyFigure(key, is_ratio, value, before, newest.end, newest.currency, ref)


def _plain(statement: Statement, value: Decimal) -> Decimal:
    return value * statement.unit


def _before(years: tuple[Statement, ...], value: Decimal | None) -> Decimal | None:
    return None if value is None or len(years) < 2 else _plain(years[-2], value)
