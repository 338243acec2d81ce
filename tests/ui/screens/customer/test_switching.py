"""Another language while a customer's file is open: the page in sight follows at once, the others when they are turned to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.ui.screens.customer.view import PAGES


def test_only_the_page_in_sight_is_shown_anew_and_the_others_when_they_are_turned_to(
    walk: Callable[..., Any], monkeypatch: Any
) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    for name in PAGES:
        screen.show_page(name)
        here.rest()
    told: list[str] = []
    for name, page in screen.pages.items():
        monkeypatch.setattr(page, "retranslate", _noting(told, name, page.retranslate))
    screen.show_page("cases")
    here.rest()
    here.window.ui.switch_language("ru")
    assert told == ["cases"]
    for name in ("overview", "cases", "years"):
        screen.show_page(name)
        here.rest()
    assert told == ["cases", "overview", "years"]


def test_a_page_that_was_not_in_sight_speaks_the_language_of_the_window_when_it_is(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    screen.show_page("receivables")
    screen.show_page("cases")
    here.rest()
    before = _texts(screen.pages["cases"])
    screen.show_page("overview")
    here.rest()
    for lang in ("zh", "en"):
        here.window.ui.switch_language(lang)
    here.window.ui.switch_language("ru")
    screen.show_page("cases")
    here.rest()
    assert _texts(screen.pages["cases"]) != before
    screen.receivables.stale = True     # to be read anew as well
    screen.show_page("receivables")
    assert screen.receivables.halves.tabText(1) == here.window.ui.t("ui.orders.orders")
    screen.show_page("cases")
    here.rest()
    here.window.ui.switch_language("en")
    here.rest()
    assert _texts(screen.pages["cases"]) == before


def _noting(told: list[str], name: str, call: Callable[[], None]) -> Callable[[], None]:
    def noted() -> None:
        told.append(name)
        call()

    return noted


def _texts(page: Any) -> list[str]:
    from app.ui.widgets.data_table import DataTable

    return [table.rows.text_at(row, column) for table in page.findChildren(DataTable)
            for row in range(table.rows.rowCount()) for column in range(table.rows.columnCount())]
