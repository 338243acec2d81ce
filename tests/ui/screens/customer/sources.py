"""What two sources and VAT invoices say of a customer, for tests and pictures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.domain.parties import Customer
from app.services.imports.model import Kind
from app.services.registry import Services
from tests.services.imports.hand import bring


def bring_sources(services: Services, customer: Customer) -> int:
    """Two sources that disagree, their scores, and invoices of three months; the id of the customer."""
    name = customer.name
    bring(services, [{"name": name, "source": "Register", "as_of": date(2026, 9, 1), "fact.capital": Decimal(5000000),
                      "fact.status": "Active", "score.agency_grade": "BBB"}], content="a")
    bring(services, [{"name": name, "source": "Fitch Ratings", "as_of": date(2026, 10, 1), "fact.capital": Decimal(8000000),
                      "fact.status": "active", "score.agency_grade": "AA-", "score.score": Decimal(640)}], content="b")
    rows = [{"name": name, "direction": way, "day": date(2026, month, 3), "net": Decimal(1000 * month), "void": False}
            for way in ("sales", "purchases") for month in (1, 2, 3)]
    bring(services, rows, Kind.TURNOVER, "c")
    return customer.id or 0
