"""Reasons of an order check as sentences, the same in the window and in commands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models.domain.orders import Reason
    from app.texts import Texts

_SIGNS = {"note": "·", "warn": "!", "hold": "⚠", "reject": "✕"}


def reason_line(texts: Texts, one: Reason, currency: str) -> str:
    """One reason with its sign and what it does to the order. ``currency`` is that of the order."""
    level = texts(f"ui.orders.level.{one.level}")
    return texts("ui.orders.line", sign=_SIGNS[one.level], level=level, text=reason_text(texts, one, currency))


def reason_text(texts: Texts, one: Reason, currency: str) -> str:
    """What was found, in a sentence."""
    key = f"ui.orders.because.{one.code}"
    if one.code == "blocked":
        return texts(f"ui.orders.because.blocked_{one.unit}", text=one.text)
    if one.code == "rates":
        return texts("ui.orders.because.rates_of", what=one.text) if one.text else texts(key)
    if one.code == "rejected":
        return texts(key, day=one.day, text=one.text)
    if one.day is not None:
        return texts(key, day=one.day)
    if one.bound is None:
        return texts(key)
    return texts(key, value=_value(texts, one.value, one.unit, currency), bound=_value(texts, one.bound, one.unit, currency))


def _value(texts: Texts, value: Decimal | None, unit: str, currency: str) -> str:
    if value is None:
        return ""
    if unit == "money":
        return texts.money(value, currency)
    if unit == "days":
        return texts.plural("ui.orders.days", int(value))
    return texts.percent(value, 0 if value == int(value) else 1)
