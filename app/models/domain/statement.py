"""Financial statements of a customer as they were typed or imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Framework(StrEnum):
    """The accounting rules a statement follows."""

    CAS = "cas"
    RSBU = "rsbu"
    IFRS = "ifrs"


@dataclass(frozen=True, slots=True)
class Statement:
    """One period of one customer.

    ``values`` maps line keys to amounts in ``unit`` (1, 1000, 10000, 1000000…) of ``currency``; a line that is not in
    it is blank. ``months`` is 12 for a full year; interim periods are year-to-date and never scored. Expenses are
    positive amounts. ``opening`` may hold opening balances that differ from, or stand in for, the year before.
    """

    end: date
    framework: Framework
    currency: str
    unit: int
    values: Mapping[str, Decimal]
    months: int = 12
    consolidated: bool = False
    audited: bool = False
    source: str = "FS"
    note: str = ""
    opening: Mapping[str, Decimal] = field(default_factory=dict)
    id: int | None = None
    version: int = 0

    @property
    def full_year(self) -> bool:
        """True when the period covers twelve months, so that it may be scored."""
        return self.months == 12
