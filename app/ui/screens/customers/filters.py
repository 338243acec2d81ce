"""Filters as they are typed, as the list is asked, and as a saved view keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from app.models.domain.listing import ColumnFilter
from app.ui.screens.customers.columns import FILTERS

if TYPE_CHECKING:
    from app.texts import Texts

_DOTS = ("…", "...", "..")
_ATMOST, _ATLEAST = ("<=", "≤", "<"), (">=", "≥", ">")


def typed(key: str, text: str, lang: str) -> ColumnFilter:
    """The filter that a text typed below a column means. UserError when it cannot be read.

    Bounds are written ``>100``, ``<100``, ``100…200`` or as one value; both bounds belong to what is found.
    """
    plain = text.strip()
    kind = FILTERS[key]
    if kind == "text" or not plain:
        return ColumnFilter(key, text=plain)
    low, high = _bounds(plain)
    if kind == "date":
        return ColumnFilter(key, since=_day(low, lang), until=_day(high, lang))
    return ColumnFilter(key, least=_number(low, lang), most=_number(high, lang))


def shown(one: ColumnFilter, texts: Texts) -> str:
    """The text that stands below the column for a filter that was typed."""
    if FILTERS[one.column] == "text":
        return one.text
    low: object = one.least if one.least is not None else one.since
    high: object = one.most if one.most is not None else one.until
    left, right = (_written(value, texts) for value in (low, high))
    if low is not None and low == high:
        return left
    if left and right:
        return f"{left} … {right}"
    return f"> {left}" if left else f"< {right}" if right else ""


def kept(one: ColumnFilter) -> dict[str, Any]:
    """The filter as a saved view keeps it."""
    parts: dict[str, Any] = {"text": one.text, "choices": list(one.choices)}
    parts.update({name: str(value) for name in ("least", "most") if (value := getattr(one, name)) is not None})
    parts.update({name: value.isoformat() for name in ("since", "until") if (value := getattr(one, name)) is not None})
    return {name: value for name, value in parts.items() if value}


def read(column: str, parts: Mapping[str, Any]) -> ColumnFilter | None:
    """A filter that was kept; None when it cannot be read any more."""
    if column not in FILTERS:
        return None
    try:
        return ColumnFilter(
            column, str(parts.get("text", "")), tuple(str(one) for one in parts.get("choices", ())),
            Decimal(parts["least"]) if "least" in parts else None, Decimal(parts["most"]) if "most" in parts else None,
            date.fromisoformat(parts["since"]) if "since" in parts else None,
            date.fromisoformat(parts["until"]) if "until" in parts else None,
        )
    except (ArithmeticError, ValueError, TypeError):
        return None


def summary(choices: Sequence[str], names: Mapping[str, str], empty: str) -> str:
    """The chosen values in few letters."""
    return ", ".join(names.get(one, one) if one else empty for one in choices)


def _bounds(plain: str) -> tuple[str, str]:
    for sign in _ATLEAST:
        if plain.startswith(sign):
            return plain.removeprefix(sign).strip(), ""
    for sign in _ATMOST:
        if plain.startswith(sign):
            return "", plain.removeprefix(sign).strip()
    for dots in _DOTS:
        if dots in plain:
            left, _, right = plain.partition(dots)
            return left.strip(), right.strip()
    return plain, plain


def _number(text: str, lang: str) -> Decimal | None:
    from app.numbers import parse_number

    return parse_number(text, lang).value if text else None


def _day(text: str, lang: str) -> date | None:
    from app.numbers import parse_date

    return parse_date(text, lang) if text else None


def _written(value: object, texts: Texts) -> str:
    if isinstance(value, date):
        return texts.date(value)
    return texts.number(value) if isinstance(value, Decimal | int) else ""
