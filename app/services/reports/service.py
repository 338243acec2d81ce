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


def check_reports(unit: ReadUnit, stored: CaseHead, typed: CaseHead, today: date) -> None:
    """ProblemList ``case.problems``: ``report.future`` at a day to come, ``report.again`` at a report bought again.

    Bought again is one of the same agency about the same customer, in any of its cases, ordered within half a year of another
    on either side: it may be entered after the younger one. A reason (``forced``) lets it pass, until it is taken out again.
    Reports that were kept before are not looked at.
    """
    problems = Problems()
    fresh = _fresh(stored, typed)
    asked = [(_plain(agency), day) for case, agency, day in unit.reports.ordered_of(stored.customer_id) if case != stored.id]
    asked += [(_plain(one.agency), one.ordered) for n, one in enumerate(typed.reports) if n not in fresh]
    for n, report in enumerate(typed.reports):
        if n in fresh:
            near = _nearest(report, asked)
            if near is not None and not report.forced.strip():
                problems.add("report.again", f"reports.{n}.forced", agency=report.agency, day=near)
            asked.append((_plain(report.agency), report.ordered))
        for name in ("ordered", "arrived"):
            day = getattr(report, name)
            if day is not None and day > today and all(getattr(one, name) != day for one in stored.reports):
                problems.add("report.future", f"reports.{n}.{name}")
    problems.stop("case.problems")


def _fresh(stored: CaseHead, typed: CaseHead) -> set[int]:
    """Which of the typed reports are not kept yet: another agency, another day, one more of the same day, or a reason gone."""
    kept = Counter((_plain(one.agency), one.ordered, bool(one.forced)) for one in stored.reports)
    fresh = set()
    for n, report in enumerate(typed.reports):
        key = (_plain(report.agency), report.ordered, bool(report.forced.strip()))
        kept[key] -= 1
        if kept[key] < 0:
            fresh.add(n)
    return fresh


def _nearest(report: OutsideReport, asked: list[tuple[str, date]]) -> date | None:
    """The day nearest to its own on which the same agency was asked, if less than half a year lies between them."""
    plain, own = _plain(report.agency), report.ordered
    near = [day for agency, day in asked if agency == plain and _half_a_year_after(min(day, own)) > max(day, own)]
    return min(near, key=lambda day: abs(day - own), default=None)


def _half_a_year_after(day: date) -> date:
    """The day half a year later; of a shorter month its last day."""
    months = day.year * 12 + day.month - 1 + MONTHS
    year, month = months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date.resolution).day
    return date(year, month, min(day.day, last))


def _plain(agency: str) -> str:
    return " ".join(agency.casefold().split())


def _newest(cost: ReportCost) -> tuple[int, int, str, str]:
    return -cost.year, -cost.quarter, cost.agency, cost.currency
