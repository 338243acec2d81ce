"""Statements out of records: what several sheets or files hold of one period of one customer becomes one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.models.domain.statement import Framework, Statement
from app.services.imports.fields import LINE, OPENING
from app.services.imports.model import Kept, Kind, Record

KEYS = ("id.uscc", "id.inn", "id.ogrn", "id.lei", "id.vat", "id.other", "number", "name")
"""What a customer is known by, surest first."""


@dataclass(slots=True)
class Merged:
    """One period of one customer. ``who``: the surest key that its records have; ``differs``: fields of which they say different
    things, the first of which is kept.
    """

    who: tuple[str, str]
    end: date
    records: list[Record] = field(default_factory=list)
    values: dict[str, Kept] = field(default_factory=dict)
    differs: dict[str, tuple[Kept, Kept]] = field(default_factory=dict)

    def statement(self, currency: str = "CNY") -> Statement:
        """The statement in its own unit; ``currency`` where the records name none."""
        unit = int(self._number("unit", 1))
        framework = Framework(str(self.values.get("framework", Framework.IFRS.value)))
        return Statement(
            self.end, framework, str(self.values.get("currency", currency)), unit, self._lines(LINE, unit),
            int(self._number("months", 12)), bool(self.values.get("consolidated", False)),
            bool(self.values.get("audited", False)), opening=self._lines(OPENING, unit),
        )

    def _number(self, key: str, otherwise: int) -> Decimal:
        value = self.values.get(key)
        return value if isinstance(value, Decimal) else Decimal(otherwise)

    def _lines(self, prefix: str, unit: int) -> dict[str, Decimal]:
        return {
            key.removeprefix(prefix): _plain(value / unit)
            for key, value in self.values.items() if key.startswith(prefix) and isinstance(value, Decimal)
        }


def merged(records: Iterable[Record]) -> list[Merged]:
    """The periods of statement records, in the order in which they first appear. Records of other kinds are passed over."""
    found: dict[tuple[tuple[str, str], date], Merged] = {}
    for record in records:
        end, who = record.values.get("end"), customer_key(record)
        if record.kind is not Kind.STATEMENT or not isinstance(end, date) or who is None:
            continue
        one = found.setdefault((who, end), Merged(who, end))
        one.records.append(record)
        for key, value in record.values.items():
            if key in one.values and one.values[key] != value:
                one.differs.setdefault(key, (one.values[key], value))
            one.values.setdefault(key, value)
    return list(found.values())


def customer_key(record: Record) -> tuple[str, str] | None:
    """What the customer of a record is known by; None when nothing tells."""
    return next(((key, str(record.values[key])) for key in KEYS if record.values.get(key)), None)


def _plain(number: Decimal) -> Decimal:
    """Without noughts behind the point."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
