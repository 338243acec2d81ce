"""The currency a customer of a country most likely trades in: a first value for the form, never more."""

from __future__ import annotations

from app.ui.screens.words import CURRENCIES


def usual_currency(country: str) -> str:
    """The currency of an ISO 3166 country (CLDR, in use today) where the form offers it, else ""."""
    from babel.numbers import get_territory_currencies

    return next((code for code in get_territory_currencies(country) if code in CURRENCIES), "") if country else ""
