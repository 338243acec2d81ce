"""Alarms are raised by what is entered, once for the same evidence, and what must follow at once does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.alarms import GONE, AlarmState
from app.models.domain.errors import NotAllowed
from app.models.domain.holds import WARNINGS
from app.models.domain.imports import LedgerEntry
from app.services.imports.model import Kind
from app.services.registry import Services
from tests.services.alarms.firm_m import AFTER, BEFORE, COLOURS, year
from tests.services.conftest import TODAY
from tests.services.desk import Desk, new_customer, on
from tests.services.imports.hand import bring, period
from tests.unguarded import unguarded

BY, SECOND = "officer 1", "officer 2"


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    return filled_store


@pytest.fixture
def graded(services: Services) -> int:
    """A customer with a grade in force, whose alarms of the way there are closed."""
    desk = Desk.filled(services)
    desk.approved()
    for alarm in services.alarms.of_customer(desk.customer.id):
        if alarm.closed is None:
            services.alarms.close(alarm.id, ("none",), "seen at the decision", BY)
    return desk.customer.id


def open_rules(services: Services, number: int) -> dict[str, str]:
    return {one.rule: one.colour.value for one in services.alarms.of_customer(number) if one.closed is None}


def frozen(services: Services, number: int) -> bool:
    return any(hold.kind == WARNINGS for hold in services.holds.of_customer(number))


def type_years(services: Services, number: int) -> None:
    services.statements.save(number, year(2023, BEFORE), BY)
    services.statements.save(number, year(2024, AFTER), BY)


def test_typed_statements_of_company_m_raise_the_alarms_computed_by_hand(services: Services) -> None:
    number = new_customer(services, name="Company M", identifiers=()).id
    assert services.alarms.of_customer(number) == ()
    type_years(services, number)
    assert open_rules(services, number) == COLOURS
    alarms = {one.rule: one for one in services.alarms.of_customer(number)}
    assert alarms["W08"].value == Decimal("1.875") and alarms["W08"].period == date(2024, 12, 31)
    assert {one.owner for one in alarms.values()} == {BY} and {one.source for one in alarms.values()} == {"statement"}
    assert alarms["W08"].due == TODAY + timedelta(days=3) and alarms["W01"].due == TODAY + timedelta(days=7)
    assert services.alarms.file(number).points == 16


def test_a_year_that_is_typed_line_by_line_raises_nothing_before_its_totals_are_there(services: Services) -> None:
    number = new_customer(services, name="Company M", identifiers=()).id
    services.statements.save(number, year(2023, BEFORE), BY)
    typed: dict[str, str] = {}
    statement = services.statements.save(number, year(2024, {"cash": AFTER["cash"]}), BY).value
    for line, value in AFTER.items():
        typed[line] = value
        statement = services.statements.save(
            number, replace(statement, values={key: Decimal(one) for key, one in typed.items()}), BY).value
        if line != "np" and "np" not in typed:
            assert services.alarms.of_customer(number) == (), line
    assert open_rules(services, number) == COLOURS


def test_the_same_evidence_raises_a_rule_once(services: Services) -> None:
    number = new_customer(services, name="Company M", identifiers=()).id
    type_years(services, number)
    before = services.alarms.of_customer(number)
    statement = services.statements.of_customer(number)[-1]
    services.statements.save(number, replace(statement, note="seen in the original"), BY)
    services.alarms.look(number, BY)
    assert services.alarms.of_customer(number) == before
    services.alarms.close(before[0].id, ("none",), "explained", BY)
    services.alarms.look(number, BY)
    assert len(services.alarms.of_customer(number)) == len(before)


def test_a_corrected_figure_takes_back_what_nobody_has_answered(services: Services) -> None:
    number = new_customer(services, name="Company M", identifiers=()).id
    type_years(services, number)
    alarms = {one.rule: one for one in services.alarms.of_customer(number)}
    services.alarms.answer(alarms["W08"].id, "Bills replace cash since May.", BY)
    statement = services.statements.of_customer(number)[-1]
    # half of the bills were payables, and hardly a bill is held
    values = {**statement.values, "notes_pay": Decimal(220), "ap": Decimal(1780), "notes_rec": Decimal(110), "ar": Decimal(2190)}
    services.statements.save(number, replace(statement, values=values), BY)
    after = {one.rule: one for one in services.alarms.of_customer(number)}
    assert after["W09"].gone and after["W09"].actions == (GONE,) and after["W10"].gone
    assert after["W08"].state is AlarmState.ANSWERED, "an answer is never thrown away"
    assert not after["W07"].gone
    services.statements.save(number, replace(statement, version=statement.version + 1), BY)
    again = {one.rule: one for one in services.alarms.of_customer(number)}
    assert again["W09"].id == after["W09"].id and again["W09"].state is AlarmState.OPEN


def test_six_points_freeze_the_limit_in_force_at_once_and_call_a_review(services: Services, graded: int) -> None:
    assert services.grading.limit_usable(graded) > 0
    before = services.grading.in_force(graded)
    assert before is not None
    saved = services.statements.save(graded, year(2023, BEFORE), BY)
    newest = services.statements.of_customer(graded)[-1]
    changed = services.statements.save(graded, replace(
        newest, values={**newest.values, "oth_rec": Decimal(1200), "oth_ca": Decimal(0), "cash": Decimal(200), "cfo": Decimal(-5)}
    ), BY)
    assert "alarms" not in saved.flags and {"alarms", "grade", "reviews"} <= changed.flags
    after = services.grading.in_force(graded)
    assert after is not None and WARNINGS in after.holds
    assert services.grading.limit_usable(graded) == 0
    assert after.next_review == TODAY + timedelta(days=5) < before.next_review
    assert services.replay.then_and_now(graded, TODAY)[1].next_review == after.next_review
    hold = services.alarms.file(graded).hold
    assert hold is not None and "W11" in hold.reason and "W03" in hold.reason


def test_undoing_what_raised_an_alarm_takes_alarm_freeze_and_review_back(services: Services, graded: int) -> None:
    services.undo.peek(BY)
    before = services.grading.in_force(graded), services.alarms.of_customer(graded)
    newest = services.statements.of_customer(graded)[-1]
    services.statements.save(graded, replace(newest, values={
        **newest.values, "oth_rec": Decimal(1200), "oth_ca": Decimal(0), "cash": Decimal(200), "cfo": Decimal(-5)}), BY)
    assert services.grading.limit_usable(graded) == 0
    undone = services.undo.undo(BY)
    assert {"alarms", "grade"} <= undone.flags
    assert (services.grading.in_force(graded), services.alarms.of_customer(graded)) == before
    services.undo.redo(BY)
    assert services.grading.limit_usable(graded) == 0


def test_a_slip_of_typing_that_froze_the_limit_thaws_it_when_it_is_corrected(services: Services, graded: int) -> None:
    newest = services.statements.of_customer(graded)[-1]
    slip = services.statements.save(graded, replace(newest, values={
        **newest.values, "oth_rec": Decimal(1200), "oth_ca": Decimal(0), "cash": Decimal(200), "cfo": Decimal(-5)}), BY).value
    assert frozen(services, graded)
    services.statements.save(graded, replace(slip, values=newest.values), BY)
    assert not frozen(services, graded)


def test_what_was_counted_by_the_decision_in_force_freezes_nothing_again(services: Services, graded: int) -> None:
    services.alarms.look(graded, BY)
    in_force = services.grading.in_force(graded)
    assert in_force is not None and not in_force.holds


def test_a_payer_who_slows_down_and_orders_more_is_an_alarm_from_the_ledger_once_a_month(
    services: Services, graded: int, open_store: Store
) -> None:
    for month in range(1, 10):
        issued = date(2026, month, 1)
        late = 0 if month < 7 else 40
        services.ledger.save(LedgerEntry(
            graded, "invoice", f"R{month}", issued, Decimal(1000), "CNY", issued + timedelta(days=20)), BY)
        services.ledger.save(LedgerEntry(
            graded, "payment", f"P{month}", issued + timedelta(days=20 + late), Decimal(1000), "CNY", invoice=f"R{month}"), BY)
        services.ledger.save(LedgerEntry(graded, "order", f"O{month}", issued, Decimal(1000), "CNY"), BY)
    services.ledger.save(LedgerEntry(graded, "order", "O11", date(2026, 11, 15), Decimal(2900), "CNY"), BY)
    found = open_rules(services, graded)
    assert found.get("W21") in ("amber", "red") and found.get("W22") == "red"
    number = len(services.alarms.of_customer(graded))
    services.ledger.save(LedgerEntry(graded, "order", "O12", date(2026, 11, 16), Decimal(10), "CNY"), BY)
    assert len(services.alarms.of_customer(graded)) == number
    later = on(open_store, TODAY + timedelta(days=12))
    ids = {one.rule: one.id for one in later.alarms.of_customer(graded)}
    later.alarms.answer(ids["W21"], "A large buyer of ours pays late.", BY)
    later.alarms.look(graded, BY)
    assert len([one for one in later.alarms.of_customer(graded) if one.rule == "W21"]) == 1


def test_a_ledger_of_somebody_who_is_not_dealt_with_raises_nothing(services: Services) -> None:
    number = new_customer(services, name="Somebody", identifiers=()).id
    services.ledger.save(LedgerEntry(number, "order", "O1", date(2026, 3, 1), Decimal(10), "CNY"), BY)
    services.ledger.save(LedgerEntry(number, "order", "O2", date(2026, 11, 16), Decimal(1000), "CNY"), BY)
    assert services.alarms.of_customer(number) == ()


def test_warnings_of_an_earlier_decision_can_be_taken_up(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    services.statements.save(desk.customer.id, year(2023, BEFORE), BY)
    newest = services.statements.of_customer(desk.customer.id)[-1]
    services.statements.save(desk.customer.id, replace(newest, values={**newest.values, "cfo": Decimal(-5)}), BY)
    desk.approved()
    _forget_alarms(open_store)
    file = services.alarms.file(desk.customer.id)
    assert file.alarms == () and "W03" in file.earlier
    assert services.alarms.page().earlier == 1
    assert services.alarms.take_up(BY).value == 1
    assert "W03" in open_rules(services, desk.customer.id) and services.alarms.page().earlier == 0
    assert services.grading.in_force(desk.customer.id).holds == (), "what the decision has counted freezes nothing"  # type: ignore[union-attr]


def _forget_alarms(store: Store) -> None:
    """As a store of the layout before: the rules stand in the entry of the log alone."""
    from app.models.db.tables.living import alarms

    with store.write("alarm.look", BY) as unit:
        for row in unit.rows(alarms.select()):
            unit.delete(alarms, row.id)
        unit.commit()


def test_an_import_raises_alarms_for_those_who_are_dealt_with_and_taking_it_back_takes_them_back(
    services: Services, graded: int
) -> None:
    name = services.customers.get(graded).name
    lines = {**AFTER, "oth_rec": "1800", "ar": "400"}
    rows = [
        {**period(name, 2026 - 1 - n), **{f"line.{key}": Decimal(value) for key, value in values.items()}}
        for n, values in ((1, BEFORE), (0, lines))
    ]
    for row in rows:
        del row["line.TA"]
    before = {one.rule for one in services.alarms.of_customer(graded)}
    for statement in services.statements.of_customer(graded):
        services.statements.delete(graded, statement.id or 0, BY)
    stranger = [{**row, "name": "Somebody else"} for row in rows]
    number = bring(services, [*rows, *stranger], Kind.STATEMENT)
    raised = [one for one in services.alarms.of_customer(graded) if one.source == "import"]
    assert {"W08", "W11"} <= {one.rule for one in raised} and {one.rule for one in raised} - before
    assert frozen(services, graded)
    other = next(row.id for row in services.customers.page() if row.name == "Somebody else")
    assert services.alarms.of_customer(other) == ()
    services.imports.undo(number, BY)
    after = [one for one in services.alarms.of_customer(graded) if one.source == "import"]
    assert all(one.gone for one in after) and not frozen(services, graded)


def test_while_its_questions_are_open_a_freeze_is_ended_only_by_who_could_decide_the_grade_anew(
    services: Services, open_store: Store, graded: int
) -> None:
    newest = services.statements.of_customer(graded)[-1]
    services.statements.save(graded, replace(newest, values={
        **newest.values, "oth_rec": Decimal(1200), "oth_ca": Decimal(0), "cash": Decimal(200), "cfo": Decimal(-5)}), BY)
    file = services.alarms.file(graded)
    assert file.hold is not None and file.points >= file.freeze_from
    with unguarded(open_store, "trial.limit", "officer 1") as unit:      # beyond a credit manager
        now = unit.changes.in_force(graded)
        assert now is not None
        unit.changes.set_in_force(replace(now, terms=replace(now.terms, limit=Decimal(900_000))))
        unit.commit()
    refusal = services.holds.lifters(graded, WARNINGS)["officer 4"]
    assert refusal is not None and refusal.key == "hold.unanswered"
    with pytest.raises(NotAllowed, match=r"hold\.unanswered"):
        services.holds.lift(graded, WARNINGS, "the parent pays", "officer 4")
    assert WARNINGS not in [one.kind for one in services.holds.lift(graded, WARNINGS, "the parent pays", "officer 2").value]
    ended = services.alarms.file(graded).ended
    assert ended is not None and (ended.lifted_by, ended.lifted_reason) == ("officer 2", "the parent pays")
