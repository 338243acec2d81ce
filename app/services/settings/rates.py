"""The dated table of exchange rates that the user keeps: units of the base currency per unit of a currency."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from app.models.domain.errors import UserError

_CURRENCY = re.compile("[A-Z]{3}")
_HIGHEST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates by day and currency. A rate holds from its day on, until a newer one of the same currency."""

    days: Mapping[date, Mapping[str, Decimal]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, text: str, at: str | None = "rates") -> RateTable:
        """Read ``{"2026-11-01": {"USD": "7.1"}}``. UserError ``settings.rates`` names the part that is wrong."""
        try:
            raw = json.loads(text or "{}", parse_float=Decimal, parse_int=Decimal)
        except ValueError:
            raise UserError("settings.rates", at, part=text[:40]) from None
        if not isinstance(raw, dict):
            raise UserError("settings.rates", at, part=text[:40])
        return cls({_day(day, at): _rates(rates, at) for day, rates in raw.items()})

    def to_json(self) -> str:
        """The one spelling of this table."""
        plain = {
            day.isoformat(): {code: format(rate.normalize(), "f") for code, rate in sorted(rates.items())}
            for day, rates in sorted(self.days.items())
        }
        return json.dumps(plain, separators=(",", ":"))

    def on(self, day: date, base: str) -> tuple[dict[str, Decimal], date | None]:
        """The rates that hold on ``day``, the base currency at 1 among them, and the date of the newest one used."""
        found: dict[str, Decimal] = {}
        newest: date | None = None
        for since in sorted(self.days):
            if since <= day:
                found.update(self.days[since])
                newest = since
        found[base] = Decimal(1)
        return found, newest

    def with_rate(self, day: date, currency: str, rate: Decimal | None) -> RateTable:
        """The table with one rate set, or taken out when ``rate`` is None."""
        days = {since: dict(rates) for since, rates in self.days.items()}
        rates = days.setdefault(day, {})
        if rate is None:
            rates.pop(currency, None)
        else:
            rates.update(_rates({currency: rate}, "rates"))
        return RateTable({since: kept for since, kept in days.items() if kept})


def _day(text: object, at: str | None) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise UserError("settings.rates", at, part=str(text)[:40]) from None


def _rates(raw: object, at: str | None) -> dict[str, Decimal]:
    if not isinstance(raw, dict):
        raise UserError("settings.rates", at, part=str(raw)[:40])
    found = {}
    for code, value in raw.items():
        try:
            rate = Decimal(value) if isinstance(value, str | Decimal) else Decimal("NaN")
        except InvalidOperation:
            rate = Decimal("NaN")
        if not _CURRENCY.fullmatch(str(code)) or not rate.is_finite() or not 0 < rate <= _HIGHEST:
            raise UserError("settings.rates", at, part=f"{code} {value}"[:40])
        found[str(code)] = rate
    return found
