"""Orders in the customer's file: typed, checked, told with every reason, decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from app.models.domain.imports import LedgerEntry
from tests.ui.screens.conftest import OFFICER


def opened(here: Any) -> Any:
    screen = here.go("customer", (here.sample.id, "overview"))
    screen.host.actions.qaction("app.check_order").trigger()
    here.rest()
    assert screen.page_name == "receivables"
    return screen.receivables.orders


def typed(here: Any, part: Any, number: str, amount: object) -> None:
    part.form.fields["number"].set_value(number)
    part.form.fields["amount"].set_value(Decimal(str(amount)))
    part.form.check.click()
    here.rest()


def reasons(part: Any) -> str:
    return "\n".join(part.box.reasons.itemAt(at).widget().text() for at in range(part.box.reasons.count()))


def test_an_order_is_checked_and_told_with_its_reasons(walk: Callable[..., Any]) -> None:
    here = walk()
    part = opened(here)
    assert part.none.isVisible() and not part.box.isVisible()
    typed(here, part, "A-1", 1000)
    check = here.services.orders.page(here.sample.id).checks[0]
    assert (check.number, check.amount, check.by) == ("A-1", Decimal(1000), OFFICER)
    assert part.box.isVisible() and check.reasons
    for one in check.reasons:
        assert part._ui.t(f"ui.orders.level.{one.level}") in reasons(part)
    assert part.form.fields["number"].value() == ""


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(walk: Callable[..., Any]) -> None:
    here = walk()
    part = opened(here)
    typed(here, part, "A-1", 0)
    assert part.form.fields["amount"].has_error()
    typed(here, part, " ", 5)
    assert part.form.fields["number"].has_error()
    assert here.services.orders.page(here.sample.id).checks == ()


def test_a_held_order_is_rejected_only_with_a_reason(walk: Callable[..., Any]) -> None:
    here = walk()
    part = opened(here)
    typed(here, part, "A-1", 1000)
    assert part.box.deciding.isVisible()
    part.box.reject.click()
    here.rest()
    assert part.box.reason.has_error()
    part.box.reason.set_value("not before the old invoices are paid")
    part.box.reject.click()
    here.rest()
    check = here.services.orders.page(here.sample.id).checks[0]
    assert (check.decided, check.decided_by) == ("rejected", OFFICER)
    assert not part.box.deciding.isVisible() and "not before the old invoices" in part.box.ends.text()


def test_the_ledger_is_one_click_away_and_a_new_line_leads_back_to_it(walk: Callable[..., Any]) -> None:
    here = walk()
    today = here.services.clock.today()
    here.services.ledger.save(LedgerEntry(
        here.sample.id, "invoice", "N-1", today - timedelta(days=9), Decimal(70), "CNY", today), OFFICER)
    part = opened(here)
    page = here.screen("customer").receivables
    typed(here, part, "A-1", 30)
    assert here.services.orders.page(here.sample.id).checks[0].exposure == 100
    assert not page.ledger.isVisible()
    page.halves.setCurrentIndex(0)
    assert page.ledger.isVisible() and not part.isVisible()
