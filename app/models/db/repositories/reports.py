"""Reports from outside agencies over all cases: which are late, what they cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.models.db.repositories.customer_list import OPEN_STATES
from app.models.db.tables.cases import case_reports, cases
from app.models.db.tables.found import customer_list
from app.models.db.unit_of_work import Reading
from app.models.domain.reports import LateReport


class ReportQueries:
    """Reading outside reports."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def late(self, today: date, most: int) -> tuple[LateReport, ...]:
        """Return reports of open cases that are due and have not come, the longest waited for first."""
        one, listed = case_reports.c, customer_list.c
        joined = case_reports.join(cases, cases.c.id == one.case_id).join(
            customer_list, listed.customer_id == cases.c.customer_id)
        wanted = select(cases.c.customer_id, listed.name, one.case_id, one.agency, one.ordered, one.due, one.chased).select_from(
            joined).where(one.arrived.is_(None), one.due < today, cases.c.state.in_(OPEN_STATES)).order_by(one.due, one.id)
        return tuple(
            LateReport(row.customer_id, row.name, row.case_id, row.agency, row.ordered, row.due, len(row.chased))
            for row in self._unit.rows(wanted.limit(most))
        )

    def ordered_of(self, customer_id: int) -> tuple[tuple[int, str, date], ...]:
        """Return (case, agency, day of the order) of every report about a customer, oldest first."""
        one = case_reports.c
        wanted = select(one.case_id, one.agency, one.ordered).select_from(
            case_reports.join(cases, cases.c.id == one.case_id)).where(cases.c.customer_id == customer_id)
        return tuple((row.case_id, row.agency, row.ordered) for row in self._unit.rows(wanted.order_by(one.ordered, one.id)))

    def paid(self, since: date) -> tuple[tuple[str, date, str, Decimal | None], ...]:
        """Return (agency, day of the order, currency, cost) of every report that was ordered since a day."""
        one = case_reports.c
        wanted = select(one.agency, one.ordered, one.currency, one.cost).where(one.ordered >= since)
        return tuple((row.agency, row.ordered, row.currency, row.cost) for row in self._unit.rows(wanted.order_by(func.lower(
            one.agency), one.ordered)))
