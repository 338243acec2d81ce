"""Statements, their completed lines, checks and ratios as content."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.methodology import Methodology, Ratio, StandardSet, StandardValue
from app.models.domain.rating import Figure, PeriodRatios, RatingResult
from app.models.domain.records import CaseView
from app.models.domain.statement import Statement
from app.services.documents import content as dc
from app.services.documents.assemble_items import source_label
from app.services.documents.words import reason
from app.services.rating.standards import sets_of
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
        periods=tuple(_period(statement, m, t.lang) for statement in statements),
        lines=_lines(statements, m, rated, t.lang),
        checks=_checks(m, result, t),
        ratios=_ratios(view, m, rated, t) if statements else (),
        days_basis=m.rules.days_basis,
        blank_zero=tuple(line.key for line in m.lines if line.blank_zero and line.sum is None),
        rated=max((row.end for row in result.periods if row.full_year), default=None),
    )


def _rated(statements: tuple[Statement, ...], result: RatingResult) -> tuple[PeriodRatios | None, ...]:
    """What the rating made of each statement; None for one that it did not look at (interim, or on another basis)."""
    by_end = {row.end: row for row in result.periods}
    last = max(by_end, default=None)
    used = scored_statements(statements, last) if last is not None else ()
    return tuple(by_end.get(statement.end) if statement in used else None for statement in statements)


def _period(statement: Statement, m: Methodology, lang: str) -> dc.PeriodContent:
    return dc.PeriodContent(
        end=statement.end,
        months=statement.months,
        framework=statement.framework.value,
        currency=statement.currency,
        unit=statement.unit,
        audited=statement.audited,
        consolidated=statement.consolidated,
        source=source_label(statement.source, m, lang),
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


def _ratios(
    view: CaseView, m: Methodology, rated: tuple[PeriodRatios | None, ...], t: Texts
) -> tuple[dc.RatioContent, ...]:
    rows = []
    years = tuple(statement.end.year for statement in view.statements)
    for ratio in m.ratios:
        values = []
        for period in rated:
            figure = period.ratios.get(ratio.key) if period else None
            unit, places = ratio.unit, ratio.places
            values.append(measure(figure, unit, places, m, t) if figure else dc.Measure(None, unit, places))
        trade = trade_of(m, view.customer.trade, ratio, years, t.lang)
        label = ratio.label.get(t.lang)
        rows.append(dc.RatioContent(ratio.key, label, ratio.formula, ratio.unit, ratio.places, tuple(values), trade))
    return tuple(rows)


def trade_of(m: Methodology, trade: str, ratio: Ratio, years: tuple[int, ...], lang: str) -> dc.TradeContent | None:
    """Return what is published for a ratio: the average of the trade, else what is acceptable in it, else the average of
    all trades. Of several sets the one nearest to a year answers for it."""
    own = sets_of(m, trade)
    general = tuple(one for one in m.standards if one.kind == "five_level" and not one.trade and one not in own)
    for sets, level in ((own, "average"), (own, "acceptable"), (general, "average")):
        found = [
            (one, value)
            for one in sets
            for value in one.values
            if value.indicator == ratio.key and _at(value, level) is not None
        ]
        if found:
            chosen = [_nearest(found, year) for year in years]
            scale = Decimal(100) if ratio.unit == "%" else Decimal(1)
            values = tuple((_at(value, level) or Decimal(0)) / scale for _, value in chosen)
            names = tuple(dict.fromkeys(one.label.get(lang) for one, _ in chosen))
            return dc.TradeContent(level, sets is own, chosen[0][1].less if chosen else False, values, names)
    return None


def _at(value: StandardValue, level: str) -> Decimal | None:
    return value.acceptable if level == "acceptable" else value.levels[2]


def _nearest(found: list[tuple[StandardSet, StandardValue]], year: int) -> tuple[StandardSet, StandardValue]:
    """The set published nearest to a year; undated ones come last, and among equals the first."""
    return min(found, key=lambda row: abs(row[0].year - year) if row[0].year is not None else 10_000)
