"""The page of outside sources: what disagrees is marked and first, and every value leads to its cell and to its import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from tests.ui.screens.customer.sources import bring_sources


def shown(table: Any) -> list[list[str]]:
    """What the cells of a table say."""
    model = table.model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data() or "") for column in columns] for row in range(model.rowCount())]


def test_what_sources_disagree_on_comes_first_and_says_so_in_words(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("customer", (bring_sources(here.services, here.sample), "outside"))
    page = screen.pages["outside"]
    first, second = shown(page.facts)[0], shown(page.facts)[1]
    assert first[1].startswith("⚠ ") and "disagree" in first[1] and second[1] == "—"
    assert any("8,000,000" in cell for cell in first) and any("5,000,000" in cell for cell in first)
    scores = shown(page.scores)
    assert [row[3] for row in scores] == ["AA", "BBB", "—"]
    assert [row[1] == "—" for row in scores] == [False, False, True]
    assert "not mapped" in scores[2]
    assert page.months["sales"].rows.rowCount() == 3 and page.bars["sales"].isVisible()


def test_a_value_leads_in_two_steps_to_its_cell_and_to_its_import(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", (bring_sources(here.services, here.sample), "outside"))
    page = screen.pages["outside"]
    table = page.facts
    table.setCurrentIndex(table.model().index(0, table.model().columnCount() - 1))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    here.rest()
    panel = screen.source
    assert panel.isVisible()
    words = " ".join(label.text() for label in panel.facts.findChildren(type(panel.value)))
    for part in ("list.xlsx", "Sheet1", "D2", "officer 1", "by hand"):
        assert part in words, part
    panel.place_wanted.disconnect()
    with qtbot.waitSignal(panel.place_wanted) as wanted:
        panel.to_import.click()
    assert wanted.args == ["imports", 1]


def test_a_month_and_own_data_lead_to_their_cells(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", (bring_sources(here.services, here.sample), "outside"))
    page = screen.pages["outside"]
    table = page.months["purchases"]
    table.setCurrentIndex(table.model().index(0, 5))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    here.rest()
    assert screen.source.isVisible() and "3,000" in screen.source.value.text()
    assert screen.source.source.came.cells[0].address == "D7"


def test_a_customer_of_whom_nothing_was_imported_is_offered_the_import(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("customer", (here.sample.id, "outside"))
    page = screen.pages["outside"]
    assert page.empty.isVisible() and not page.parts.isVisible()
    assert page.empty.button is not None and page.empty.button.isVisible()


def test_imports_stand_in_the_history_and_lead_to_the_register(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    customer = bring_sources(here.services, here.sample)
    here.services.imports.undo(2, "officer 1")
    screen = here.go("customer", (customer, "history"))
    page = screen.pages["history"]
    rows = [row for row in page.seen if row.kind == "import"]
    assert [row.change.action for row in rows] == ["undo", "import", "import", "import"]
    assert "taken back" in rows[0].after and "VAT" in rows[1].after and rows[2].after == "—"
    page.place_wanted.disconnect()
    with qtbot.waitSignal(page.place_wanted) as wanted:
        page._open((rows[0].change.seq, ""))
    assert wanted.args == ["imports", 2]
