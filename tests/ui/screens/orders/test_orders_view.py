"""Orders of any customer: checked from wherever one is, and decided where they wait."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from app.models.domain.orders import Asked
from app.models.domain.parties import Customer
from tests.ui.screens.conftest import OFFICER, SECOND


def press(here: Any) -> None:
    here.qtbot.keyClick(here.frame, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    here.rest()


def chosen(here: Any, screen: Any, letters: str) -> None:
    """Type the letters of a customer's name and take the first that is found."""
    here.qtbot.keyClicks(screen.choice.search.line, letters)
    here.qtbot.waitUntil(lambda: bool(screen.choice._rows))
    here.qtbot.keyClick(screen.choice.search.line, Qt.Key.Key_Return)
    here.rest()


def typed(here: Any, screen: Any, number: str, amount: object) -> None:
    screen.form.fields["number"].set_value(number)
    screen.form.fields["amount"].set_value(Decimal(str(amount)))
    screen.form.check.click()
    here.rest()


def held(here: Any, number: str, amount: int = 1000) -> Any:
    asked = Asked(here.sample.id, number, Decimal(amount), "CNY")
    return here.services.orders.check(asked, OFFICER).value


def test_the_key_leads_to_the_check_from_every_page_and_to_the_open_customer(walk: Callable[..., Any]) -> None:
    here = walk()
    sample = here.sample
    case_id = here.services.cases.of_customer(sample.id)[-1].id
    for name in ("customers", "reviews", "today"):
        here.go(name)
        press(here)
        assert here.frame.current == "orders", name
    for name, argument in (("customer", sample.id), ("score", case_id), ("statements", sample.id)):
        here.go(name, argument)
        press(here)
        screen = here.screen("customer")
        assert here.frame.current == "customer" and screen.model.draft.id == sample.id, name
        assert screen.page_name == "receivables" and screen.receivables.orders.form.isVisible()
    here.go("customer", None)     # a new customer has no orders
    press(here)
    assert here.frame.current == "orders"


def test_an_order_of_any_customer_is_checked_and_decided_on_the_page(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("orders", "new")
    assert not screen.form.isVisible() and not screen.box.isVisible()
    chosen(here, screen, here.sample.name[:4])
    assert screen.form.isVisible() and screen.form.fields["currency"].value() == "CNY"
    typed(here, screen, "A-1", 1000)
    (check,) = here.services.orders.page(here.sample.id).checks
    assert (check.number, check.result) == ("A-1", "hold")
    assert here.sample.name in screen.box.whose.text() and screen.box.reasons.count() == len(check.reasons) > 0
    assert screen.table.current_id() == check.id
    screen.box.reason.set_value("paid in advance")
    screen.box.reject.click()
    here.rest()
    assert here.services.orders.page(here.sample.id).checks[0].decided == "rejected"
    assert "paid in advance" in screen.box.ends.text() and not screen.box.deciding.isVisible()
    assert screen.none.isVisible()


def test_enter_leads_through_the_fields_and_checks_when_nothing_is_empty(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("orders", "new")
    chosen(here, screen, here.sample.number)
    number, amount = (screen.form.fields[name].editor for name in ("number", "amount"))
    here.qtbot.keyClicks(number, "A-7")
    here.qtbot.keyClick(number, Qt.Key.Key_Return)
    assert amount.hasFocus() and here.services.orders.page(here.sample.id).checks == ()
    here.qtbot.keyClicks(amount, "1200")
    here.qtbot.keyClick(amount, Qt.Key.Key_Return)
    here.rest()
    (check,) = here.services.orders.page(here.sample.id).checks
    assert (check.number, check.amount) == ("A-7", Decimal(1200)) and screen.box.shown.check == check


def test_what_waits_is_listed_and_the_chosen_one_shown(walk: Callable[..., Any]) -> None:
    here = walk()
    first, second = held(here, "A-1"), held(here, "B-2", 2000)
    screen = here.go("orders")
    assert [screen.table.rows.index(row, 1).data() for row in range(screen.table.rows.rowCount())] == ["B-2", "A-1"]
    assert screen.box.shown.check == second
    screen.table.select_id(first.id)
    assert screen.box.shown.check == first
    here.services.orders.reject(first.id, "no", OFFICER)      # by somebody else
    screen.on_changes(frozenset({"orders"}))
    here.rest()
    assert screen.box.shown.check == second


def test_the_page_opens_at_the_order_it_is_opened_for_and_leads_to_its_customer(walk: Callable[..., Any]) -> None:
    here = walk()
    first, _ = held(here, "A-1"), held(here, "B-2")
    screen = here.go("orders", first.id)
    assert screen.box.shown.check == first
    screen.box.customer.click()
    here.rest()
    part = here.screen("customer").receivables.orders
    assert here.frame.current == "customer" and part.isVisible() and part.box.shown.check == first
    assert part.table.hasFocus()


def test_another_customer_can_be_chosen_and_nothing_typed_goes_along(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("orders")
    chosen(here, screen, here.sample.number)
    screen.form.fields["number"].set_value("A-1")
    screen.choice.other.click()
    assert not screen.form.isVisible() and screen.choice.search.isVisible()
    here.qtbot.keyClicks(screen.choice.search.line, "nobody of that name")
    here.qtbot.waitUntil(lambda: screen.choice.none.text() == screen.ui.t("ui.orders.pick_none"))
    screen.choice.search.line.selectAll()
    chosen(here, screen, here.sample.number)
    assert screen.form.fields["number"].value() == ""


def test_enter_takes_the_customer_of_the_letters_that_stand_there_not_of_those_before(walk: Callable[..., Any]) -> None:
    here = walk()
    here.services.customers.save(Customer(name="Good Bearings Ltd", country="CN", currency="CNY"), OFFICER)
    screen = here.go("orders", "new")
    line = screen.choice.search.line
    here.qtbot.keyClicks(line, here.sample.name[:5])
    here.qtbot.waitUntil(lambda: bool(screen.choice._rows))
    line.selectAll()
    here.qtbot.keyClicks(line, "Good B")
    here.qtbot.keyClick(line, Qt.Key.Key_Return)      # before the answer can be there
    here.rest()
    assert screen.choice.row is not None and screen.choice.row.name == "Good Bearings Ltd"


def test_what_came_since_is_told_and_the_order_is_checked_again_from_there(walk: Callable[..., Any]) -> None:
    here = walk()
    first = held(here, "A-1")
    screen = here.go("orders", first.id)
    assert not screen.box.since.isVisible() and screen.box.who.text()
    here.services.holds.stop(here.sample.id, "pallets never paid", OFFICER)
    screen.on_changes(frozenset({"customer"}))
    here.rest()
    assert "pallets never paid" in screen.box.since.text() and screen.box.again.isVisible()
    screen.box.reason.set_value("typed by the first")
    screen.box.again.click()
    here.rest()
    again = here.services.orders.page(here.sample.id).checks[0]
    assert again.id != first.id and screen.box.shown.check == again and not screen.box.since.isVisible()
    assert first.by in screen.box.before.text()
    screen.box.reason.set_value("typed by one")
    here.frame.host.set_officer(SECOND, (OFFICER, SECOND))
    assert screen.box.reason.value() == ""


def test_parts_of_a_day_are_no_term_and_a_wrong_field_leaves_no_answer_standing(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("orders", "new")
    chosen(here, screen, here.sample.number)
    typed(here, screen, "A-1", 1000)
    assert screen.box.isVisible()
    here.qtbot.keyClicks(screen.form.fields["term_days"].editor, "93.5")
    typed(here, screen, "A-2", 1000)
    assert screen.form.fields["term_days"].has_error() and not screen.box.isVisible()
    assert len(here.services.orders.page(here.sample.id).checks) == 1
