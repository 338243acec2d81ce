"""All measures of one ledger on one day together (domain.md §9): pure functions, one currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.models.domain.ledger import Ledger
from app.services.ledger.ageing import ZERO, Ageing, age, open_orders
from app.services.ledger.measures import HUNDRED, Cei, cei, delinquent_days, dso, dso_count_back

PERIOD_DAYS, PERIOD_MONTHS = 90, 3
"""DSO and collection effectiveness look at the sales of this time up to the day."""
_MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Figures:
    """What a ledger says on the day of ``ageing``. Days and percentages are None where nothing was sold or nothing is open.

    ``orders``: ordered and not invoiced yet. ``sales``: invoiced less credit notes in the last 90 days. ``dso`` by those
    sales, ``best_dso`` with what is not due alone, ``delinquent`` the days between the two, ``count_back`` by whole months.
    ``cei`` in its total form, ``cei_monthly`` with a month's share of the sales: the two differ much. Percentages in points.
    """

    ageing: Ageing
    orders: Decimal
    sales: Decimal
    dso: Decimal | None
    best_dso: Decimal | None
    delinquent: Decimal | None
    count_back: Decimal | None
    cei: Cei | None
    cei_monthly: Cei | None
    overdue_share: Decimal | None

    @property
    def exposure(self) -> Decimal:
        """What is at risk: the balance and what is ordered and not invoiced yet (domain.md §5.3)."""
        return self.ageing.balance + self.orders


def figures(ledger: Ledger, day: date) -> Figures:
    """Compute every measure of ``day`` from what the ledger held by then."""
    aged = age(ledger, day)
    begin = age(ledger, day - timedelta(days=PERIOD_DAYS))
    sales = sales_between(ledger, day - timedelta(days=PERIOD_DAYS), day)
    flow = (begin.open, sales, aged.open, aged.not_due)
    return Figures(
        ageing=aged, orders=open_orders(ledger, day), sales=sales, dso=dso(aged.open, sales, PERIOD_DAYS),
        best_dso=dso(aged.not_due, sales, PERIOD_DAYS), delinquent=delinquent_days(aged.open, aged.not_due, sales, PERIOD_DAYS),
        count_back=_count_back(ledger, aged, day),
        cei=cei(*flow), cei_monthly=cei(*flow, months=PERIOD_MONTHS),
        overdue_share=aged.overdue / aged.open * HUNDRED if aged.open > 0 else None,
    )


def sales_between(ledger: Ledger, after: date, until: date) -> Decimal:
    """Invoiced after one day up to another, less the credit notes of that time."""
    sold = sum((one.amount for one in ledger.invoices if after < one.issued <= until), ZERO)
    return sold - sum((one.amount for one in ledger.settlements if one.credit_note and after < one.day <= until), ZERO)


def _count_back(ledger: Ledger, aged: Ageing, day: date) -> Decimal | None:
    """Nothing open are no days, however long ago the last sale was."""
    if aged.open <= 0:
        return ZERO if aged.open == 0 and ledger.invoices else None
    return dso_count_back(aged.open, _months(ledger, day))


def _months(ledger: Ledger, day: date) -> list[tuple[Decimal, int]]:
    """Sales and days of each month from that of ``day`` (up to it) back to the first invoice."""
    first = min((one.issued for one in ledger.invoices), default=day)
    found: list[tuple[Decimal, int]] = []
    last = day
    while last >= first and len(found) < _MOST_MONTHS:
        before = last.replace(day=1) - timedelta(days=1)
        found.append((sales_between(ledger, before, last), (last - before).days))
        last = before
    return found
