"""What imports brought in the file of a customer: sources side by side, the way to each cell, imports in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.models.db.store import Store
from app.models.domain.history import SourceRef
from app.services.imports.model import Kept, Kind
from app.services.imports.plan_text import spans
from app.services.registry import Services
from app.services.timeline.outside import OURS, SOURCES, Outside
from tests.services.imports.hand import USCC, bring, period

NAME = "Harbour Steel Ltd"


def said(source: str, as_of: date, **more: Any) -> dict[str, Kept]:
    keys = {key.replace("__", "."): value for key, value in more.items()}
    return {"name": NAME, "id.uscc": USCC, "source": source, "as_of": as_of, **keys}


def look(services: Services) -> Outside:
    return services.timeline.outside(services.customers.find(NAME).id or 0)


def fact(seen: Outside, field: str) -> Any:
    return next(row for row in seen.facts if row.field == field)


def two_sources(services: Services) -> None:
    bring(services, [said("Register", date(2026, 9, 1), fact__capital=Decimal(5000000), fact__status="Active",
                          fact__founded=date(2001, 5, 14))], content="a")
    bring(services, [said("Bureau", date(2026, 10, 1), fact__capital=Decimal(8000000), fact__status="ＡＣＴＩＶＥ ",
                          fact__founded=date(2001, 5, 14))], content="b")


def test_two_sources_stand_side_by_side_and_what_they_disagree_on_comes_first(services: Services) -> None:
    two_sources(services)
    seen = look(services)
    assert [(one.name, one.as_of, one.import_id) for one in seen.sources] == [
        ("Bureau", date(2026, 10, 1), 2), ("Register", date(2026, 9, 1), 1)]
    assert [(row.field, row.differs) for row in seen.facts] == [
        ("fact.capital", SOURCES), ("fact.founded", ""), ("fact.status", "")]
    assert [told.one.value for told in fact(seen, "fact.capital").told] == [Decimal(8000000), Decimal(5000000)]


def test_the_newest_word_of_a_source_stands_in_its_column(services: Services) -> None:
    bring(services, [said("Register", date(2026, 9, 1), fact__employees=Decimal(40), fact__status="Active")], content="a")
    bring(services, [said("register", date(2025, 9, 1), fact__employees=Decimal(35), fact__region="South")], content="b")
    seen = look(services)
    assert len(seen.sources) == 1
    assert fact(seen, "fact.employees").told[0].one.value == 40
    assert fact(seen, "fact.employees").differs == "", "a source may change its mind"
    assert fact(seen, "fact.region").told[0].as_of == date(2025, 9, 1)


def test_what_the_store_holds_stands_beside_what_sources_say(services: Services) -> None:
    bring(services, [said("Register", date(2026, 9, 1), fact__revenue=Decimal(1500))])
    bring(services, [period(NAME)], Kind.STATEMENT, "b")
    row = fact(look(services), "fact.revenue")
    assert (row.own.one.value, row.own.one.currency, row.own.ref.kind, row.differs) == (Decimal(1200), "CNY", "line", OURS)


def test_amounts_in_different_currencies_are_not_compared(services: Services, open_store: Store) -> None:
    from app.models.domain.imports import OutsideValue
    from app.services.timeline.outside import _agree

    one = OutsideValue(Decimal(5), "CNY")
    assert _agree(one, replace(one, value=Decimal(6), currency="USD"))
    assert not _agree(one, replace(one, value=Decimal(6)))
    assert not _agree(one, replace(one, value=Decimal(6), currency=""))


def test_scores_stand_on_the_ten_grades_and_two_that_differ_are_marked(services: Services) -> None:
    bring(services, [said("Fitch Ratings", date(2026, 3, 1), score__agency_grade="BBB-")], content="a")
    bring(services, [said("Egan-Jones Ratings", date(2026, 4, 1), score__agency_grade="A+", score__score=Decimal(700))],
          content="b")
    rows = look(services).scores
    assert [(row.told.source, row.told.mapped.grade.name if row.told.mapped else "", row.differs) for row in rows] == [
        ("Egan-Jones Ratings", "A", SOURCES), ("Fitch Ratings", "BBB", SOURCES), ("Egan-Jones Ratings", "", "")]
    assert rows[0].steps is None, "no grade is in force"


def test_the_page_of_a_customer_without_imports_is_empty(services: Services) -> None:
    customer = services.customers.save(replace(_plain(), name=NAME), "officer 1").value
    assert services.timeline.outside(customer.id or 0).empty


def test_each_value_leads_to_import_file_sheet_and_cell(services: Services) -> None:
    two_sources(services)
    seen = look(services)
    told = fact(seen, "fact.capital").told[1]
    source = services.timeline.source(seen.customer_id, SourceRef("outside", "fact.capital", told.record_id))
    assert source.came is not None and source.told is not None
    assert (source.came.import_id, source.came.by, source.came.profile) == (1, "officer 1", "by hand")
    assert [(cell.file, cell.sheet, cell.address) for cell in source.came.cells] == [("list.xlsx", "Sheet1", "E2")]
    assert [other.one.value for other in source.others] == [Decimal(8000000)]


def test_own_data_and_statement_figures_lead_to_their_cell_until_somebody_changes_them(services: Services) -> None:
    bring(services, [said("Register", date(2026, 9, 1), address="1 Quay Road", fact__status="Active")])
    bring(services, [period(NAME)], Kind.STATEMENT, "b")
    customer = services.customers.find(NAME)
    assert customer.id is not None
    master = {row.field: row for row in look(services).master}
    assert master["address"].value == "1 Quay Road" and master["address"].came.cells[0].address == "E2"
    assert "id.uscc" in master and "fact.status" not in master
    statement = services.statements.of_customer(customer.id)[0]
    ref = SourceRef("line", "rev", statement.id or 0)
    came = services.timeline.source(customer.id, ref).came
    assert came is not None and came.import_id == 2 and came.cells[0].address == "D2"
    services.customers.save(replace(customer, address="2 Quay Road"), "officer 2")
    services.statements.save(customer.id, replace(statement, values={**statement.values, "rev": Decimal(5)}), "officer 2")
    assert services.timeline.source(customer.id, ref).changed
    source = services.timeline.source(customer.id, SourceRef("master", "address", customer.id))
    assert source.changed and source.text == "2 Quay Road"


def test_a_month_of_invoices_leads_to_its_first_row(services: Services) -> None:
    rows: list[Mapping[str, Kept]] = [
        {"name": NAME, "direction": "sales", "day": date(2026, 3, day), "net": Decimal(100 * day)}
        for day in (1, 2)
    ]
    bring(services, rows, Kind.TURNOVER)
    seen = look(services)
    month = seen.turnover[0]
    assert (month.invoices, month.net) == (2, Decimal(300))
    source = services.timeline.source(seen.customer_id, SourceRef("turnover", "net", month.id))
    assert source.came is not None and source.came.cells[0].address == "D2" and source.value == Decimal(300)


def test_a_line_of_the_ledger_leads_to_its_cell(services: Services) -> None:
    row = {"name": NAME, "invoice": "R-1", "day": date(2026, 3, 1), "amount": Decimal(700), "currency": "EUR"}
    bring(services, [row], Kind.INVOICE)
    customer = services.customers.find(NAME)
    line = services.ledger.receivables(customer.id or 0).invoices[0].entry
    source = services.timeline.source(customer.id or 0, SourceRef("ledger", "amount", line.id))
    assert source.came is not None and source.came.cells[0].address == "D2"
    assert source.value == Decimal(700) and source.entry == line


def test_the_history_tells_of_imports_and_of_their_being_taken_back(services: Services) -> None:
    first = services.customers.save(replace(_plain(), name=NAME), "officer 1").value
    other = services.customers.save(replace(_plain(), name="Another Ltd"), "officer 1").value
    number = bring(services, [{"name": NAME, "source": "Register", "fact.status": "Active"}])
    lines = [one for one in services.timeline.history(first.id or 0) if one.entity == "imports"]
    assert [(one.action, one.entity_id, one.who, one.place, one.after) for one in lines] == [
        ("import", number, "officer 1", "list.xlsx", {"outside_records": 1})]
    services.imports.undo(number, "officer 2")
    lines = [one for one in services.timeline.history(first.id or 0) if one.entity == "imports"]
    assert [(one.action, one.who, one.after) for one in lines] == [("undo", "officer 2", False), ("import", "officer 1", None)]
    assert [one.kind for one in services.timeline.overview(first.id or 0).events[:2]] == ["import_undone", "imported"]
    assert not [one for one in services.timeline.history(other.id or 0) if one.entity == "imports"]
    with services.page(customer_id=first.id, history=True):
        assert [one for one in services.timeline.history(first.id or 0) if one.entity == "imports"] == lines


def test_a_customer_that_an_import_made_has_it_in_its_history(services: Services) -> None:
    two_sources(services)
    customer = services.customers.find(NAME)
    lines = [one for one in services.timeline.history(customer.id or 0) if one.entity == "imports"]
    assert [one.after for one in lines] == [{"outside_records": 1}, {"customers": 1, "outside_records": 1}]


def test_spans_hold_every_number_once() -> None:
    assert spans([5, 1, 2, 3, 9, 2]) == [[1, 3], [5, 5], [9, 9]] and spans([]) == []


def _plain() -> Any:
    from app.models.domain.parties import Customer

    return Customer(name="x")
