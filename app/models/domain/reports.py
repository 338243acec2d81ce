"""Reports from outside agencies, over all cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LateReport:
    """A report that should have come by ``due`` and has not. ``chased``: how often the agency was reminded."""

    customer_id: int
    customer: str
    case_id: int
    agency: str
    ordered: date
    due: date
    chased: int


@dataclass(frozen=True, slots=True)
class ReportCost:
    """What reports of an agency cost in a quarter (1 to 4) of a year, by the day of the order, in one currency."""

    agency: str
    year: int
    quarter: int
    currency: str
    count: int
    cost: Decimal
