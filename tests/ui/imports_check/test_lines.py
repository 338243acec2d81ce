"""Which value stands on which line, and what was decided about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.models.domain.parties import Customer
from app.models.domain.statement import Framework, Statement
from app.services.imports.check import Checked, Outcome, Verdict
from app.services.imports.matching import LEAVE_OUT
from app.services.imports.model import Kind
from app.services.imports.wanted import Item
from app.services.registry import Services
from app.ui.screens.imports.deciding import Chosen, Deciding
from app.ui.screens.imports.lines import Line, Lines, Shown, lines_of
from tests.services.imports import hand, stories

NARROW = (Shown.ALL, Shown.KNOWN, Shown.NEW, Shown.CHANGED, Shown.DECIDE, Shown.SAME, Shown.LEFT)


@pytest.fixture
def checked(services: Services) -> Checked:
    return stories.asked(services)


def test_every_line_of_every_record_is_found_by_its_row(checked: Checked) -> None:
    lines = Lines(checked)
    pairs = zip(checked.wanted.items, checked.verdicts, strict=True)
    expected = [line for item, verdict in pairs for line in lines_of(item, verdict)]
    assert [lines.line(Shown.ALL, row) for row in range(lines.total(Shown.ALL))] == expected
    for shown in NARROW:
        rows = [lines.line(shown, row) for row in range(lines.total(shown))]
        assert all(lines.row_of(shown, line.value) == row for row, line in enumerate(rows))


def test_the_lines_are_those_of_the_check_and_of_records_that_stay(checked: Checked) -> None:
    lines = Lines(checked)
    shown = [lines.line(Shown.ALL, row) for row in range(lines.total(Shown.ALL))]
    told = [(one.item, one.field) for one in checked.previews()]
    assert [line.value for line in shown if line.change is not None] == told
    assert [line.outcome for line in shown if line.change is None] == [Outcome.SAME]


def test_facts_beside_a_held_one_are_new(services: Services) -> None:
    row = hand.company("Northern Trading Company", country="RU", **{"fact.court_claims": Decimal(2), "fact.status": "active"})
    lines = Lines(hand.checked(services, [row]))
    found = {line.change.field: line.outcome for row in range(lines.total(Shown.ALL))
             if (line := lines.line(Shown.ALL, row)).change is not None}
    assert found == {"fact.court_claims": Outcome.CONFLICT, "fact.status": Outcome.NEW}


@pytest.mark.parametrize("few", [0, 200])
def test_values_to_decide_are_the_same_taken_singly_or_by_record(
    checked: Checked, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.screens.imports.lines._FEW", few)
    lines = Lines(checked)
    for first in range(lines.total(Shown.ALL)):
        for last in range(first, lines.total(Shown.ALL)):
            singly = [line.value for row in range(first, last + 1) if (line := lines.line(Shown.ALL, row)).takeable]
            found = lines.values_between(Shown.ALL, first, last)
            assert sorted(set(found)) == sorted(singly)


def test_what_is_decided_is_counted_and_can_be_taken_back(checked: Checked) -> None:
    deciding = Deciding()
    deciding.start(Lines(checked))
    assert (deciding.asked, deciding.decided) == (6, 0)
    [assets] = deciding.of_field("line.TA")
    deciding.decide([assets], Chosen.TAKE)
    deciding.decide(deciding.of_field("address"), Chosen.KEEP)
    deciding.settle(2, LEAVE_OUT)
    assert deciding.decided == 3 and deciding.of(assets) is Chosen.TAKE
    assert deciding.decisions.take == {assets} and dict(deciding.decisions.parties) == {2: LEAVE_OUT}
    deciding.decide(deciding.all(), Chosen.OPEN)
    deciding.settle(2, None)
    assert deciding.decided == 0 and deciding.decisions.take == frozenset()


def test_decisions_outlive_a_new_check_of_the_same_files_only(services: Services, checked: Checked) -> None:
    deciding = Deciding()
    deciding.start(Lines(checked))
    deciding.decide(deciding.all(), Chosen.TAKE)
    deciding.settle(2, LEAVE_OUT)
    again = services.imports.decide(checked, deciding.decisions)
    deciding.start(Lines(again))
    assert deciding.decided == 5 and set(deciding.offers) == {2, 3}, "who it may be is still known, to change one's mind"
    deciding.start(Lines(stories.asked(services)))
    assert deciding.decided == 0 and deciding.parties == {}


def test_figures_in_another_currency_are_decided_together(services: Services) -> None:
    customer = services.customers.save(Customer(name="Other Money Ltd", currency="EUR"), "officer 1").value
    stored = Statement(date(2025, 12, 31), Framework.IFRS, "EUR", 1, {"TA": Decimal(900), "rev": Decimal(1200)})
    services.statements.save(customer.id, stored, "officer 1")
    lines = Lines(hand.checked(services, [hand.period("Other Money Ltd")], Kind.STATEMENT))
    deciding = Deciding()
    deciding.start(lines)
    [assets] = deciding.of_field("currency")
    deciding.decide([assets], Chosen.TAKE)
    assert {field for _, field in deciding.take} == {"currency", "line.cash"}
    deciding.decide(deciding.of_field("line.cash"), Chosen.KEEP)
    assert deciding.take == set(), "not one figure of another currency beside the others"


def test_a_ledger_line_that_differs_is_decided_too(services: Services) -> None:
    row = hand.company(invoice="N-1", day=date(2026, 8, 1), amount=Decimal("55.94"), currency="USD")
    hand.bring(services, [row], Kind.INVOICE, content="c")
    lines = Lines(hand.checked(services, [{**row, "amount": Decimal(60)}], Kind.INVOICE, content="d"))
    assert [field for _, field in lines.conflicts] == ["amount"] and lines.line(Shown.DECIDE, 0).takeable


def test_the_sums_of_a_month_are_decided_together(services: Services) -> None:
    row = hand.company("Harbour Steel Ltd", direction="sales", day=date(2026, 9, 1), net=Decimal(100), tax=Decimal(10))
    hand.bring(services, [row], Kind.TURNOVER, content="c")
    deciding = Deciding()
    deciding.start(Lines(hand.checked(services, [{**row, "net": Decimal(200)}], Kind.TURNOVER, content="d")))
    deciding.decide(deciding.of_field("net"), Chosen.TAKE)
    assert {field for _, field in deciding.take} == {"net", "gross"}


def test_a_row_without_a_company_leads_to_its_first_cell(services: Services) -> None:
    checked = stories.asked(services)
    [fault] = [one for one in checked.faults if one.key == "no_customer"]
    assert fault.place.address.startswith("A")


def test_a_hundred_thousand_lines_are_counted_without_being_made(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    one = hand.checked(services, [hand.company("Alpha Ltd", address="1 Quay", **{"fact.status": "active"})])
    many = 34_000
    items = [replace(item, index=at * 2 + item.index) for at in range(many) for item in one.wanted.items]
    wanted = replace(one.wanted, items=items)
    checked = replace(one, wanted=wanted, verdicts=one.verdicts * many)
    made: list[int] = []

    def counted(item: Item, verdict: Verdict) -> list[Line]:
        made.append(item.index)
        return lines_of(item, verdict)

    monkeypatch.setattr("app.ui.screens.imports.lines.lines_of", counted)
    lines = Lines(checked)
    assert lines.total(Shown.ALL) == 3 * many and not made
    assert lines.line(Shown.ALL, 2 * many).item.index == made[0] and len(made) == 1
