"""Outside reports over all cases, and the rule that none is bought twice within half a year without a reason."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.records import CaseHead, OutsideReport
from app.models.domain.reports import LateReport, ReportCost
from app.services.clock import Clock
from app.services.customers.validate import Problems

MONTHS = 6
"""For so long a report of an agency is new enough."""


class OutsideReports:
    """Reading what was ordered from agencies."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def late(self, most: int = 20) -> tuple[LateReport, ...]:
        """Return reports of open cases that are due and have not come, the longest waited for first."""
        with self._store.read() as unit:
            return unit.reports.late(self._clock.today(), most)

    def costs(self, quarters: int = 4) -> tuple[ReportCost, ...]:
        """Return what reports cost by agency, quarter and currency, for this quarter and those before it; newest first."""
        today = self._clock.today()
        months = today.year * 12 + (today.month - 1) // 3 * 3 - 3 * (quarters - 1)
        with self._store.read() as unit:
            paid = unit.reports.paid(date(months // 12, months % 12 + 1, 1))
        found: dict[tuple[str, int, int, str], list[Decimal]] = {}
        names: dict[str, str] = {}
        for agency, day, currency, cost in paid:
            name = names.setdefault(_plain(agency), agency)
            found.setdefault((name, day.year, (day.month + 2) // 3, currency), []).append(cost or Decimal(0))
        every = [ReportCost(*key, len(sums), sum(sums, Decimal(0))) for key, sums in found.items()]
        return tuple(sorted(every, key=_newest))


def check_bought_again(unit: ReadUnit, stored: CaseHead, typed: CaseHead) -> None:
    """ProblemList ``case.problems`` with ``report.again`` at each report that is bought again within half a year.

    That is one of the same agency about the same customer, in any of its cases. A reason (``forced``) lets it pass. Reports
    that were kept before are not looked at again.
    """
    kept = Counter((_plain(one.agency), one.ordered) for one in stored.reports)
    earlier = [(_plain(agency), day) for case, agency, day in unit.reports.ordered_of(stored.customer_id) if case != stored.id]
    problems = Problems()
    for n, report in enumerate(typed.reports):
        key = (_plain(report.agency), report.ordered)
        others = [*earlier, *((_plain(one.agency), one.ordered) for one in typed.reports[:n])]
        last = _last(report, others)
        kept[key] -= 1
        if kept[key] < 0 and last is not None and not report.forced.strip():
            problems.add("report.again", f"reports.{n}.forced", agency=report.agency, day=last)
    problems.stop("case.problems")


def _last(report: OutsideReport, others: list[tuple[str, date]]) -> date | None:
    """The last day on which the same agency was asked in the half year before."""
    found = [day for agency, day in others if agency == _plain(report.agency) and _month_after(day) > report.ordered >= day]
    return max(found, default=None)


def _month_after(day: date) -> date:
    """The day half a year later; of a shorter month its last day."""
    months = day.year * 12 + day.month - 1 + MONTHS
    year, month = months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))


def _plain(agency: str) -> str:
    return " ".join(agency.casefold().split())


def _newest(cost: ReportCost) -> tuple[int, int, str, str]:
    return -cost.year, -cost.quarter, cost.agency, cost.currency
