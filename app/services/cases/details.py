"""The columns beside a scored answer: figures and dates typed in them are read once and kept in plain form.

Formulas read these columns (the limits in trade references, for one), so "1 234,56" is kept as "1234.56" and a date as
2026-11-22. What means different amounts in different languages is refused, for nobody says here which one it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from app.models.domain.answers import Answer
from app.models.domain.enums import ValueKind
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.numbers import parse_date, parse_number
from app.services.customers.validate import Problems

_NUMBERS = frozenset({ValueKind.NUM, ValueKind.MONEY, ValueKind.PCT, ValueKind.INT})

Kinds = Mapping[str, ValueKind]


def with_plain_details(m: Methodology, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """The answers with their columns in plain form. UserError at the column, or ProblemList ``answer.problems``."""
    kinds = {item.id: {detail.key: detail.kind for detail in item.details} for item in m.items if item.details}
    problems = Problems()
    plain = tuple(_plain(answer, kinds[answer.item], problems) if answer.item in kinds else answer for answer in answers)
    problems.stop("answer.problems")
    return plain


def _plain(answer: Answer, kinds: Kinds, problems: Problems) -> Answer:
    if not answer.details and not answer.rows:
        return answer
    details = _columns(answer.details, kinds, f"{answer.item}.details", problems)
    rows = tuple(_columns(row, kinds, f"{answer.item}.rows.{n}", problems) for n, row in enumerate(answer.rows))
    return replace(answer, details=details, rows=rows)


def _columns(typed: Mapping[str, str], kinds: Kinds, place: str, problems: Problems) -> dict[str, str]:
    kept = {}
    for key, text in typed.items():
        kind = kinds.get(key, ValueKind.TEXT)
        kept[key] = text
        if text.strip() and (kind in _NUMBERS or kind is ValueKind.DATE):
            try:
                kept[key] = _number(text, kind, f"{place}.{key}") if kind in _NUMBERS else _date(text, f"{place}.{key}")
            except UserError as problem:
                problems.found.append(problem)
    return kept


def _number(text: str, kind: ValueKind, place: str) -> str:
    readings = [parse_number(text, lang, place) for lang in ("en", "ru")]
    if readings[0].value != readings[1].value:
        raise UserError("answer.detail_ambiguous", place, text=text.strip())
    read = readings[0]
    if read.unit not in ("", "%" if kind is ValueKind.PCT else ""):
        raise UserError("answer.detail_unit", place, text=text.strip())
    if kind is ValueKind.INT and read.value != read.value.to_integral_value():
        raise UserError("answer.detail_whole", place, text=text.strip())
    plain = format(read.value, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if Decimal(plain) == 0 else plain


def _date(text: str, place: str) -> str:
    return parse_date(text, "en", place).isoformat()
