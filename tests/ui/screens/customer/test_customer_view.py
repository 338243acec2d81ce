"""The file of a customer in the window: from Ctrl+N to an open case by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.models.domain.enums import Role
from tests.services.desk import Desk


def test_a_new_customer_is_typed_created_and_its_case_opened(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = here.go("customer", None)
    name = screen.form.fields["name"].editor
    qtbot.keyClicks(name, "Muster Werkzeuge GmbH")
    number = screen.form.identifiers.rows[0]
    number.kind.set_value("inn")
    qtbot.keyClicks(number.number.editor, "7707083894")
    number.number.commit()
    here.rest()
    assert "7707083894" in number.number.error()
    number.number.line.selectAll()
    qtbot.keyClicks(number.number.editor, "7707083893")
    qtbot.keyClick(number.number.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    here.rest()
    assert here.services.customers.find("7707083893").name == "Muster Werkzeuge GmbH"
    assert not screen.model.is_new
    assert screen._start.isVisible()
    assert not screen._create.isVisible()
    here.frame.host.actions.qaction("customer.case").trigger()
    here.rest()
    assert here.frame.current == "case"


def test_a_number_is_checked_again_when_its_kind_or_the_country_changes(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = here.go("customer", None)
    first = screen.form.identifiers.rows[0]
    first.kind.set_value("ogrn")
    qtbot.keyClicks(first.number.editor, "7707083893")
    first.number.commit()
    here.rest()
    assert first.number.error()
    first.kind._combo.setCurrentIndex(first.kind._values.index("inn"))
    here.rest()
    assert not first.number.error()
    first.kind._combo.setCurrentIndex(first.kind._values.index("vat"))
    first.number.line.selectAll()
    qtbot.keyClicks(first.number.editor, "136695976")
    first.number.commit()
    here.rest()
    assert first.number.error(), "without letters and without a country"
    country = screen.form.fields["country"]
    country._combo.setCurrentIndex(country._values.index("DE"))
    here.rest()
    assert first.identifier().country == "DE"
    assert not first.number.error()


def test_the_country_of_a_new_customer_brings_its_currency_until_one_is_chosen(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = here.go("customer", None)
    country, currency = screen.form.fields["country"], screen.form.fields["currency"]
    for code, expected in (("RU", "RUB"), ("DE", "EUR"), ("CN", "CNY")):
        country._combo.setCurrentIndex(country._values.index(code))
        assert (currency.value(), screen.model.draft.currency) == (expected, expected)
    currency._combo.setCurrentIndex(currency._values.index("USD"))
    country._combo.setCurrentIndex(country._values.index("RU"))
    assert (currency.value(), screen.model.draft.currency) == ("USD", "USD")


def test_the_language_changes_without_losing_what_is_typed(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    editor = screen.form.fields["first_deal"].editor
    editor.selectAll()
    qtbot.keyClicks(editor, "32.13.20")
    here.window.ui.switch_language("ru")
    assert editor.text() == "32.13.20"
    assert screen.form.fields["first_deal"].has_error()
    assert screen.form.fields["trade"].raw_text() == "Напитки"
    here.window.ui.switch_language("zh")
    assert editor.text() == "32.13.20"


def test_a_change_is_saved_within_two_seconds_of_the_last_key(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    qtbot.keyClicks(screen.form.fields["owner"].editor, "sales 7")
    qtbot.waitUntil(lambda: here.services.customers.get(here.sample.id).owner == "sales 7", timeout=2000)


def test_what_voids_the_approval_is_told_on_the_page_where_it_was_typed(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    desk = Desk.filled(here.services, name="Amber Tools", identifiers=(), owner="seller 1", officer="officer 1")
    desk.approved()
    screen = here.go("customer", (desk.customer.id, "identity"))
    assert not screen.stop_line.isVisible()
    editor = screen.form.fields["owner"].editor
    editor.selectAll()
    qtbot.keyClicks(editor, "seller 9")
    here.save()
    qtbot.waitUntil(screen.stop_line.isVisible, timeout=5000)
    assert here.services.customers.get(desk.customer.id).owner == "seller 9"
    editor.selectAll()
    qtbot.keyClicks(editor, "seller 1")      # a slip of the finger: all is as it was approved
    here.save()
    qtbot.waitUntil(lambda: not screen.stop_line.isVisible(), timeout=5000)


def test_one_who_may_only_look_cannot_type_and_is_told_why(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    here.services.officers.add("viewer 9", Role.VIEWER, "officer 1")
    screen = here.go("customer", (here.sample.id, "identity"))
    owner = screen.form.fields["owner"]
    assert not owner.editor.isReadOnly() and owner.editor.isEnabled() and not screen.identity.refusal.isVisible()
    here.frame.host.set_officer("viewer 9", ("officer 1", "viewer 9"))
    here.rest()
    assert "viewer 9" in screen.identity.refusal.text
    qtbot.keyClicks(owner.editor, "seller 7")
    here.save()
    assert owner.value() == here.services.customers.get(here.sample.id).owner
    here.frame.host.set_officer("officer 1", ("officer 1", "viewer 9"))
    here.rest()
    assert not screen.identity.refusal.isVisible() and owner.editor.isEnabled()


def test_a_stop_of_an_officer_is_ended_with_a_reason_where_it_is_told(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    desk = Desk.filled(here.services, name="Amber Tools", identifiers=(), owner="seller 1", officer="officer 1")
    desk.approved()
    here.services.holds.stop(desk.customer.id, "bills without goods", "officer 2")
    screen = here.go("customer", (desk.customer.id, "overview"))
    line = screen.stop_line
    assert not line.reason.isVisible() and line.begin.isVisible()
    here.frame.host.set_officer("officer 3", ("officer 2", "officer 3"))      # below who stopped the trade
    qtbot.mouseClick(line.begin, Qt.MouseButton.LeftButton)
    here.rest()
    assert "officer 2" in line.why_not.text() and not line.end.isVisible()
    here.frame.host.set_officer("officer 2", ("officer 2", "officer 3"))
    assert not line.ending.isVisible(), "another officer begins anew"
    qtbot.mouseClick(line.begin, Qt.MouseButton.LeftButton)
    here.rest()
    qtbot.mouseClick(line.end, Qt.MouseButton.LeftButton)
    here.rest()
    assert line.reason.has_error() and line.isVisible(), "no reason"
    here.window.ui.switch_language("ru")
    assert line.reason.error() == here.window.ui.t("hold.reason")
    here.window.ui.switch_language("en")
    shown = _words(screen.pages["overview"])
    qtbot.keyClicks(line.reason.editor, "goods were delivered")
    qtbot.mouseClick(line.end, Qt.MouseButton.LeftButton)
    here.rest()
    assert here.services.holds.of_customer(desk.customer.id) == () and not line.isVisible()
    assert _words(screen.pages["overview"]) != shown, "the pages of the file follow what its stop line has changed"


def _words(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_the_cases_of_a_customer_lead_to_the_case(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", (here.sample.id, "cases"))
    table = screen.pages["cases"].cases
    assert table.rows.rowCount() == 1
    assert screen._continue.isVisible()
    table.setFocus()
    table.select_id(here.sample.case_id)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    here.rest()
    assert here.frame.current == "case"
