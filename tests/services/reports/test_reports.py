"""Outside reports: late ones, what they cost, and none bought twice within half a year without a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.records import OutsideReport
from app.services.registry import Services
from app.services.reports.service import _half_a_year_after
from tests.services.desk import Desk

NORTH = OutsideReport("Northern Bureau", date(2026, 11, 1), date(2026, 11, 10), Decimal(120), "CNY")


def kept(desk: Desk, *reports: OutsideReport) -> tuple[OutsideReport, ...]:
    head = desk.services.cases.view(desk.case.id).head
    return desk.services.cases.update(replace(head, reports=reports), "officer 1").value.reports


def test_the_same_agency_twice_within_half_a_year_needs_a_reason(services: Services) -> None:
    desk = Desk.opened(services)
    kept(desk, NORTH)
    again = replace(NORTH, agency=" northern  bureau", ordered=date(2026, 11, 20), due=None)
    with pytest.raises(UserError, match=r"report\.again") as caught:
        kept(desk, NORTH, again)
    assert caught.value.field == "reports.1.forced"
    with pytest.raises(ProblemList):
        kept(desk, NORTH, again, replace(again, ordered=date(2026, 11, 21)))
    assert kept(desk, NORTH, replace(again, forced="new owners"))[1].forced == "new owners"
    assert len(kept(desk, NORTH, replace(again, agency="Southern Bureau"))) == 2
    before = replace(again, ordered=date(2026, 5, 1))
    assert kept(desk, NORTH, before)[1].ordered == date(2026, 5, 1)      # six months to the day are over
    with pytest.raises(UserError):
        kept(desk, NORTH, replace(before, ordered=date(2026, 5, 2)))


def test_the_half_year_counts_to_both_sides_and_a_reason_stays(services: Services) -> None:
    desk = Desk.opened(services)
    kept(desk, NORTH)
    older = replace(NORTH, ordered=date(2026, 10, 28), due=None)
    with pytest.raises(UserError, match=r"report\.again") as caught:      # entered below the younger one
        kept(desk, NORTH, older)
    assert caught.value.field == "reports.1.forced"
    with pytest.raises(UserError) as caught:                              # or above it
        kept(desk, older, NORTH)
    assert caught.value.field == "reports.0.forced"
    asked = replace(older, forced="new owners")
    kept(desk, NORTH, asked)
    assert len(kept(desk, NORTH, asked)) == 2
    with pytest.raises(UserError, match=r"report\.again"):                # the reason is not taken out afterwards
        kept(desk, NORTH, older)


def test_no_report_is_ordered_or_comes_on_a_day_to_come(services: Services) -> None:
    desk = Desk.opened(services)
    today, tomorrow = date(2026, 11, 22), date(2026, 11, 23)
    plain = replace(NORTH, due=None)
    for part, wrong in (("ordered", replace(plain, ordered=tomorrow)), ("arrived", replace(plain, arrived=tomorrow))):
        with pytest.raises(UserError, match=r"report\.future") as caught:
            kept(desk, wrong)
        assert caught.value.field == f"reports.0.{part}"
    assert kept(desk, replace(plain, ordered=today, arrived=today))


def test_a_report_of_an_earlier_case_counts_too(services: Services) -> None:
    desk = Desk.filled(services)
    kept(desk, replace(NORTH, arrived=date(2026, 11, 8)))
    desk.approved()
    case = services.cases.open(desk.customer.id, "officer 1").value
    with pytest.raises(UserError, match=r"report\.again"):
        kept(Desk(services, desk.customer, case), replace(NORTH, ordered=date(2026, 11, 21), due=None))


def test_what_was_kept_is_not_asked_about_again(services: Services) -> None:
    desk = Desk.opened(services)
    kept(desk, NORTH)
    assert kept(desk, replace(NORTH, arrived=date(2026, 11, 9), chased=(date(2026, 11, 8),)))[0].arrived == date(2026, 11, 9)


def test_a_late_report_is_listed_until_it_comes(services: Services) -> None:
    desk = Desk.opened(services)
    kept(desk, replace(NORTH, chased=(date(2026, 11, 12), date(2026, 11, 12), date(2026, 11, 19))))
    (late,) = services.reports.late()
    assert (late.agency, late.due, late.chased, late.customer) == ("Northern Bureau", date(2026, 11, 10), 2, desk.customer.name)
    assert services.worklist.today().tasks[0].report_due == date(2026, 11, 10)
    kept(desk, replace(NORTH, arrived=date(2026, 11, 22)))
    assert services.reports.late() == ()


def test_a_report_that_is_due_today_is_not_late(services: Services) -> None:
    kept(Desk.opened(services), replace(NORTH, due=date(2026, 11, 22)))
    assert services.reports.late() == ()


def test_costs_are_told_by_agency_quarter_and_currency(services: Services) -> None:
    desk = Desk.opened(services)
    kept(desk, NORTH, replace(NORTH, agency="NORTHERN BUREAU", ordered=date(2026, 10, 1), forced="new owners", due=None),
         replace(NORTH, agency="Southern Bureau", ordered=date(2026, 9, 30), due=None, currency="USD"),
         replace(NORTH, agency="Southern Bureau", ordered=date(2025, 9, 30), due=None))
    found = [(one.agency, one.year, one.quarter, one.currency, one.count, one.cost) for one in services.reports.costs()]
    assert [one[1:] for one in found] == [(2026, 4, "CNY", 2, Decimal(240)), (2026, 3, "USD", 1, Decimal(120))]
    assert len(services.reports.costs(1)) == 1


def test_half_a_year_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert _half_a_year_after(date(2026, 8, 31)) == date(2027, 2, 28)
    assert _half_a_year_after(date(2026, 1, 15)) == date(2026, 7, 15)
    assert _half_a_year_after(date(2026, 6, 30)) == date(2026, 12, 30)
