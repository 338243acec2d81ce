"""Keeping statements: refused at the place, noted when odd, never silently changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.domain.errors import Conflict, ProblemList
from app.services.registry import Services
from tests.services.desk import Desk, new_customer, statement
from tests.services.refusal import refused


def test_a_period_is_kept_as_typed_and_changed_by_version(services: Services) -> None:
    customer = new_customer(services)
    typed = replace(statement(2025), values={"cash": Decimal("0.10"), "ar": Decimal(0)}, note="typed from paper")
    kept = services.statements.save(customer.id, typed, "officer 1").value
    assert kept.id and kept.values == typed.values and str(kept.values["cash"]) == "0.10" and "inv" not in kept.values
    again = services.statements.save(customer.id, replace(kept, values={"cash": Decimal(1)}), "officer 1").value
    with pytest.raises(Conflict):
        services.statements.save(customer.id, replace(kept, values={"cash": Decimal(2)}), "officer 3")
    assert services.statements.of_customer(customer.id) == (again,)


def test_a_second_statement_of_the_same_period_is_refused_another_scope_is_not(services: Services) -> None:
    customer = new_customer(services)
    services.statements.save(customer.id, statement(2025), "officer 1")
    refused("store.statement_exists", lambda: services.statements.save(customer.id, statement(2025), "officer 1"), "end")
    services.statements.save(customer.id, replace(statement(2025), consolidated=True), "officer 1")
    services.statements.save(customer.id, replace(statement(2025), end=date(2025, 6, 30), months=6), "officer 1")
    assert len(services.statements.of_customer(customer.id)) == 3


def test_all_that_cannot_be_a_statement_is_told_at_once(services: Services) -> None:
    customer = new_customer(services)
    bad = replace(
        statement(2025), end=date(2027, 12, 31), months=13, currency="¥", unit=7, note="a\x00",
        values={
            "cash": Decimal("NaN"), "gold": Decimal(1), "inv": Decimal(10) ** 20, "ar": Decimal("1.1234567"), "CA": 5,  # type: ignore[dict-item]
        },
        opening={"silver": Decimal(1)},
    )
    error = refused("statement.problems", lambda: services.statements.save(customer.id, bad, "officer 1"))
    assert isinstance(error, ProblemList)
    assert {problem.field for problem in error.problems} == {
        "end", "months", "currency", "unit", "note", "values.cash", "values.gold", "values.inv", "values.ar", "values.CA",
        "opening.silver",
    }
    assert services.statements.of_customer(customer.id) == ()


def test_a_balance_that_does_not_balance_is_kept_and_flagged(services: Services) -> None:
    customer = new_customer(services)
    done = services.statements.save(customer.id, statement(2025, TA=9950), "officer 1")
    failed = [note for note in done.notes if note.key == "statement.check"]
    assert failed and done.value.values["TA"] == 9950
    assert any(outcome.holds is False for outcome in services.statements.integrity(customer.id))
    assert services.statements.save(customer.id, statement(2024), "officer 1").notes == ()


def test_an_expense_below_zero_is_noted_a_loss_is_not(services: Services) -> None:
    customer = new_customer(services)
    done = services.statements.save(customer.id, statement(2025, cogs=-9000, np=-5), "officer 1")
    assert [note.field for note in done.notes if note.key == "statement.negative"] == ["values.cogs"]


def test_ratios_and_checks_are_there_while_typing(services: Services) -> None:
    m = services.methodologies.current()
    periods = (statement(2024), statement(2025))
    newest = services.statements.ratios(m, periods)[-1]
    assert newest.full_year and newest.ratios["current"].value == Decimal(5000) / Decimal(3800)
    assert all(outcome.holds is not False for outcome in services.statements.check(m, periods) if outcome.severity == "problem")
    assert services.statements.ratios(m, ()) == () == services.statements.check(m, ())


def test_only_full_years_on_the_basis_of_the_newest_are_scored(services: Services) -> None:
    desk = Desk.opened(services)
    for year in range(2018, 2026):
        services.statements.save(desk.customer.id, statement(year), "officer 1")
    for year in (2024, 2025):
        services.statements.save(desk.customer.id, replace(statement(year), consolidated=True), "officer 1")
    services.statements.save(desk.customer.id, replace(statement(2026), end=date(2026, 6, 30), months=6), "officer 1")
    used = services.cases.input_of(desk.view()).statements
    assert [(one.end.year, one.consolidated, one.months) for one in used] == [(2024, True, 12), (2025, True, 12)]
    for one in services.statements.of_customer(desk.customer.id):
        if one.consolidated:
            services.statements.delete(desk.customer.id, one.id or 0, "officer 1")
    assert [one.end.year for one in services.cases.input_of(desk.view()).statements] == [2021, 2022, 2023, 2024, 2025]


def test_a_statement_of_another_customer_is_not_deleted_by_mistake(services: Services) -> None:
    desk = Desk.filled(services)
    other = new_customer(services, name="Other", identifiers=())
    kept = services.statements.of_customer(desk.customer.id)[0]
    refused("statement.not_found", lambda: services.statements.delete(other.id, kept.id or 0, "officer 1"))
    assert len(services.statements.of_customer(desk.customer.id)) == 2
