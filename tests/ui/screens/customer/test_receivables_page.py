"""The page of receivables: nothing yet, figures as of a day, lines typed, corrected, removed and led back to their cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.models.domain.imports import LedgerEntry
from app.models.domain.parties import Customer
from app.services.imports.model import Kind
from app.services.registry import Services
from app.texts import Texts
from app.ui.screens.customer.history_words import HistoryWords
from app.ui.undo.places import find, path_of
from tests.services.imports.hand import bring
from tests.ui.screens.conftest import OFFICER

D = Decimal


def line(customer_id: int, kind: str = "invoice", number: str = "N-1", day: date = date(2026, 9, 1), amount: str = "100",
         **more: object) -> LedgerEntry:
    return LedgerEntry(customer_id, kind, number, day, D(amount), **{"currency": "CNY", **more})  # type: ignore[arg-type]


def opened(here: Any) -> Any:
    screen = here.go("customer", (here.sample.id, "receivables"))
    return screen.pages["receivables"]


def type_line(page: Any, **values: Any) -> None:
    """Fill the form in and press its button."""
    for name, value in values.items():
        page.form.fields[name].set_value(value)
        if name == "kind":
            page.form._other_kind(value)
    page.form.save.click()


def test_without_a_line_the_page_leads_to_the_import(walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    here = walk()
    page = opened(here)
    assert page.empty.isVisible() and not page.parts.isVisible()
    gone: list[tuple[str, object]] = []
    monkeypatch.setattr(here.frame, "go", lambda *place: gone.append(place))
    page.empty.button.click()
    assert gone == [("imports", None)]


def test_figures_follow_the_day_that_is_typed_and_the_currency(walk: Callable[..., Any]) -> None:
    here = walk()
    here.services.ledger.save(line(here.sample.id, due=date(2026, 9, 30)), OFFICER)
    here.services.ledger.save(line(here.sample.id, "payment", "", date(2026, 10, 20), "40", invoice="N-1"), OFFICER)
    here.services.ledger.save(line(here.sample.id, number="U-1", amount="7", currency="USD"), OFFICER)
    page = opened(here)
    assert page.tiles["balance"][0].text() == page.ui.money(D(60), "CNY")
    page.as_of.set_raw_text("2026-09-15")
    page.as_of.commit()
    here.rest()
    assert page.tiles["balance"][0].text() == page.ui.money(D(100), "CNY")
    assert page.tiles["overdue"][0].text() == page.ui.money(D(0), "CNY")
    assert page.currency.isVisible() and "USD" in page.other.text()
    page.currency.set_value("USD")
    page.currency.edited.emit("USD")
    here.rest()
    assert page.tiles["balance"][0].text() == page.ui.money(D(7), "USD")
    page.as_of.set_raw_text("2099-01-01")
    page.as_of.commit()
    assert page.as_of.has_error(), "no day of the future"


def test_a_line_is_typed_corrected_removed_and_undone(walk: Callable[..., Any]) -> None:
    here = walk()
    page = opened(here)
    page.add.click()
    type_line(page, number="N-7", amount=D(250), day=date(2026, 9, 1))
    here.rest()
    assert not page.form.isVisible()
    assert page.tiles["balance"][0].text() == page.ui.money(D(250), "CNY")
    table = page.tables["open"]
    table.select_id(table.rows.id_at(0))
    page.correct.click()
    type_line(page, amount=D(200))
    here.rest()
    assert page.tiles["balance"][0].text() == page.ui.money(D(200), "CNY")
    page.remove.click()
    here.rest()
    assert page.empty.isVisible()
    here.services.undo.undo(OFFICER)
    assert here.services.ledger.receivables(here.sample.id).invoices[0].left == 200


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(walk: Callable[..., Any]) -> None:
    here = walk()
    page = opened(here)
    page.add_line()
    type_line(page, number="N-7")
    assert page.form.fields["amount"].has_error(), "an amount is needed"
    type_line(page, kind="payment", amount=D(5), invoice="N-77")
    here.rest()
    assert page.form.isVisible() and page.form.fields["invoice"].has_error() and not page.form.fields["amount"].has_error()
    assert here.services.ledger.receivables(here.sample.id).currencies == ()


def test_a_line_of_an_import_tells_its_cell_and_is_not_edited(walk: Callable[..., Any]) -> None:
    here = walk()
    row = {"name": here.sample.name, "invoice": "N-1", "day": date(2026, 9, 1), "amount": D(100), "currency": "CNY"}
    bring(here.services, [row], Kind.INVOICE)
    page = opened(here)
    table = page.tables["open"]
    table.select_id(table.rows.id_at(0))
    here.rest()
    assert "list.xlsx" in page.came.text() and "A2" in page.came.text()
    assert not page.buttons.isVisible()
    page.correct_line()
    assert page.form is None


def test_a_text_of_an_earlier_time_finds_its_field_again(walk: Callable[..., Any]) -> None:
    here = walk()
    page = opened(here)
    page.add_line()
    page.form.show_kind("payment")
    screen = here.screen("customer")
    paths = {name: path_of(page.form.fields[name].editor, screen) for name in ("invoice", "amount")}
    other = here.services.customers.save(Customer(name="B", country="CN", currency="CNY"), OFFICER).value.id
    here.go("customer", (other, "overview"))
    for name, text in (("invoice", "N-1"), ("amount", "12x")):
        screen.show_place(paths[name])
        found = find(screen, paths[name])
        assert found is page.form.fields[name]
        found.set_raw_text(text)
    here.rest()
    assert page.form.isVisible() and page.form.fields["kind"].value() == "payment"
    assert [page.form.fields[name].raw_text() for name in paths] == ["N-1", "12x"]
    assert page.form._entry.customer_id == other


def test_the_history_tells_of_typed_lines_in_words(office: Services) -> None:
    owner = office.customers.page()[0].id
    kept = office.ledger.save(line(owner, number="15752855", due=date(2026, 9, 30)), OFFICER).value
    changed = office.ledger.save(replace(kept, amount=D(80), disputed=True), OFFICER).value
    office.ledger.remove(changed, OFFICER)
    words = HistoryWords(Texts.load("en"), office.methodologies.current(), {})
    rows = [words.row(one) for one in office.timeline.history(owner) if one.entity == "ledger_entries"]
    told = {(row.kind, row.what, row.before, row.after, row.how) for row in rows}
    here, name = "typed into the ledger", "Line of the ledger 15752855"
    assert told == {
        ("ledger", name, "—", "100", here), ("ledger", f"{name} · amount", "100", "80", here),
        ("ledger", f"{name} · disputed", "No", "Yes", here),
        ("ledger", f"{name} · removed", "80", "—", "removed from the ledger"),
    }
