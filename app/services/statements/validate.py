"""A statement as typed: what cannot be a statement is refused at its place, what looks odd is noted.

Places: ``end``, ``months``, ``currency``, ``unit``, ``note``, and ``values.<line>`` or ``opening.<line>``. A balance that
does not balance is no reason to refuse: the integrity checks show it until it is mended or explained.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.models.domain.errors import UserError
from app.models.domain.methodology import Line, Methodology
from app.models.domain.statement import Framework, Statement
from app.numbers import MAX_DIGITS
from app.services.customers.validate import Problems
from app.services.typed_text import LINE, TEXT, check_line, check_text

FIRST_END = date(1900, 1, 1)
UNITS = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000)
HIGHEST = Decimal(10) ** 20
MOST_PLACES = 6


def check_statement(statement: Statement, m: Methodology, today: date) -> tuple[Statement, tuple[UserError, ...]]:
    """The statement as it is kept and what to look at. UserError at the place, or ProblemList ``statement.problems``."""
    problems = Problems()
    if statement.end < FIRST_END:
        problems.add("date.out_of_range", "end", text=statement.end.isoformat(), first=FIRST_END.year, last=today.year)
    elif statement.end > today:
        problems.add("statement.end_future", "end", day=statement.end)
    if not 1 <= statement.months <= 12:
        problems.add("statement.months", "months")
    currency = statement.currency.strip().upper()
    if not re.fullmatch("[A-Z]{3}", currency):
        problems.add("settings.currency", "currency", value=statement.currency[:40])
    if statement.unit not in UNITS:
        problems.add("statement.unit", "unit", unit=str(statement.unit)[:40])
    source = problems.take(lambda: check_line(statement.source, "source", LINE), statement.source)
    note = problems.take(lambda: check_text(statement.note, "note", TEXT), statement.note)
    lines = {line.key: line for line in m.lines}
    _check_amounts(statement.values, "values", lines, problems)
    _check_amounts(statement.opening, "opening", lines, problems)
    problems.stop("statement.problems")
    plain = replace(statement, currency=currency, source=source, note=note, framework=Framework(statement.framework))
    return plain, tuple(_signs(plain, lines))


def _check_amounts(values: Mapping[str, Decimal], where: str, lines: Mapping[str, Line], problems: Problems) -> None:
    for key, amount in values.items():
        place = f"{where}.{key[:60]}"
        if key not in lines:
            problems.add("statement.unknown_line", place, line=key[:60])
        elif not isinstance(amount, Decimal) or not amount.is_finite():
            problems.add("statement.amount", place)
        elif abs(amount) >= HIGHEST or _digits(amount)[0] > MAX_DIGITS or _digits(amount)[1] > MOST_PLACES:
            problems.add("statement.amount_size", place, places=MOST_PLACES)


def _digits(amount: Decimal) -> tuple[int, int]:
    """All digits of an amount, and those behind the point."""
    parts = amount.as_tuple()
    return len(parts.digits), -int(parts.exponent)


def _signs(statement: Statement, lines: Mapping[str, Line]) -> list[UserError]:
    """Amounts below zero where a positive one is usual: expenses are kept positive whatever the printed sign."""
    return [
        UserError("statement.negative", f"values.{key}", line=key, amount=amount)
        for key, amount in statement.values.items()
        if amount < 0 and not lines[key].negative
    ]
