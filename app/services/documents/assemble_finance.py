"""Statements, their completed lines, checks and ratios as content."""

from __future__ import annotations

from app.models.domain.methodology import Methodology
from app.models.domain.rating import Figure, PeriodRatios, RatingResult
from app.models.domain.records import CaseView
from app.models.domain.statement import Statement
from app.services.documents import content as dc
from app.services.documents.words import reason
from app.services.ratings.inputs import scored_statements
from app.texts import Texts


def measure(figure: Figure, unit: str, places: int | None, m: Methodology, t: Texts) -> dc.Measure:
    """Return a figure as content: the value, or in words why there is none."""
    return dc.Measure(figure.value, unit, places, reason(figure, m, t), figure.flags)


def finance_of(view: CaseView, m: Methodology, result: RatingResult, t: Texts) -> dc.FinanceContent:
    """Return statements and ratios, one column per period, oldest first; empty when there is no statement."""
    statements = view.statements
    rated = _rated(statements, result)
    return dc.FinanceContent(
        periods=tuple(_period(statement) for statement in statements),
        lines=_lines(statements, m, rated, t.lang),
        checks=_checks(m, result, t),
        ratios=_ratios(m, rated, t) if statements else (),
        days_basis=m.rules.days_basis,
        blank_zero=tuple(line.key for line in m.lines if line.blank_zero and line.sum is None),
    )


def _rated(statements: tuple[Statement, ...], result: RatingResult) -> tuple[PeriodRatios | None, ...]:
    """What the rating made of each statement; None for one that it did not look at (interim, or on another basis)."""
    by_end = {row.end: row for row in result.periods}
    last = max(by_end, default=None)
    used = scored_statements(statements, last) if last is not None else ()
    return tuple(by_end.get(statement.end) if statement in used else None for statement in statements)


def _period(statement: Statement) -> dc.PeriodContent:
    return dc.PeriodContent(
        end=statement.end,
        months=statement.months,
        framework=statement.framework.value,
        currency=statement.currency,
        unit=statement.unit,
        audited=statement.audited,
        consolidated=statement.consolidated,
        source=statement.source,
        note=statement.note,
    )


def _lines(
    statements: tuple[Statement, ...], m: Methodology, rated: tuple[PeriodRatios | None, ...], lang: str
) -> tuple[dc.LineContent, ...]:
    rows = []
    for line in m.lines:
        values, filled = [], []
        for statement, period in zip(statements, rated, strict=True):
            given = statement.values.get(line.key)
            value = period.lines.get(line.key, given) if period else given
            values.append(value if value or given is not None else None)
            filled.append(value is not None and given is None)
        if any(value is not None for value in values):
            rows.append(
                dc.LineContent(
                    line.key, line.label.get(lang), line.side, line.sum is not None, line.sum or "", tuple(values), tuple(filled)
                )
            )
    return tuple(rows)


def _checks(m: Methodology, result: RatingResult, t: Texts) -> tuple[dc.CheckContent, ...]:
    labels = {check.key: check.label.get(t.lang) for check in m.checks}
    return tuple(
        dc.CheckContent(
            label=labels.get(row.key, row.key),
            period=row.period,
            left=measure(row.left, "", None, m, t),
            right=measure(row.right, "", None, m, t),
            difference=row.difference,
            holds=row.holds,
            severity=row.severity,
        )
        for row in result.checks
    )


def _ratios(m: Methodology, rated: tuple[PeriodRatios | None, ...], t: Texts) -> tuple[dc.RatioContent, ...]:
    rows = []
    for ratio in m.ratios:
        values = []
        for period in rated:
            figure = period.ratios.get(ratio.key) if period else None
            unit, places = ratio.unit, ratio.places
            values.append(measure(figure, unit, places, m, t) if figure else dc.Measure(None, unit, places))
        rows.append(dc.RatioContent(ratio.key, ratio.label.get(t.lang), ratio.formula, ratio.unit, ratio.places, tuple(values)))
    return tuple(rows)
