"""The statements grid in the window: typing, pasting from the clipboard, messages at the place, periods."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView

from app.models.domain.enums import Role
from app.models.domain.parties import Customer
from app.ui.screens.statements.grid import FIXED, GridModel, StatementGrid
from tests.calls import calls_of


def _fresh(here: Any) -> Any:
    customer = here.services.customers.save(Customer(name="A", country="RU", currency="RUB"), "officer 1").value
    return here.go("statements", customer.id)


def _row(screen: Any, key: str) -> int:
    return next(at for at, row in enumerate(screen.model.rows) if row.line is not None and row.line.key == key)


def _type(screen: Any, qtbot: Any, key: str, text: str) -> None:
    screen.grid.go_to(_row(screen, key), 0)
    qtbot.keyClicks(screen.grid, text[0])
    editor = screen.grid.indexWidget(screen.grid.currentIndex())
    editor.setText(text)
    editor.setModified(True)  # as typing does: figures that come meanwhile must not take its place
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen.grid.state() == QAbstractItemView.State.NoState)


def test_an_empty_page_offers_the_first_period(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = _fresh(here)
    assert screen._empty.isVisible()
    here.frame.host.actions.qaction("period.add").trigger()
    assert screen.grid.isVisible()
    assert screen.grid.grid.columnCount() == FIXED + 1
    assert screen.period.fields["framework"].value().value == "rsbu"


def test_typed_figures_are_saved_and_totals_follow(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = _fresh(here)
    here.frame.host.actions.qaction("period.add").trigger()
    here.window.ui.switch_language("ru")
    _type(screen, qtbot, "cash", "1 234,56")
    assert screen.grid.currentIndex().row() == _row(screen, "cash") + 1
    _type(screen, qtbot, "ar", "100")
    here.save()
    qtbot.waitUntil(lambda: screen.grid.grid.text_at(_row(screen, "CA"), FIXED) == "1\u00a0334,56", timeout=5000)
    assert dict(here.services.statements.of_customer(screen.model.reading.customer.id)[0].values)["cash"] == Decimal("1234.56")
    here.services.officers.add("viewer 9", Role.VIEWER, "officer 1")
    assert screen.grid.grid.cell_editable(_row(screen, "cash"), FIXED) and not screen.refusal.isVisible()
    here.frame.host.set_officer("viewer 9", ("officer 1", "viewer 9"))      # who may only look cannot type, and is told why
    here.rest()
    assert not screen.grid.grid.cell_editable(_row(screen, "cash"), FIXED) and "viewer 9" in screen.refusal.text
    assert not here.frame.host.actions.qaction("period.add").isEnabled()


def test_a_bad_cell_is_marked_told_below_and_reachable_from_the_list(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    _type(screen, qtbot, "inv", "12x")
    row = _row(screen, "inv")
    assert screen.grid.grid.text_at(row, FIXED) == "12x"
    assert "12x" in screen.grid.grid.error_at(row, FIXED)
    screen.grid.go_to(1, 1)
    assert "12x" not in screen._said.text()
    link = next(link for link in screen.problems.links if "12x" in link.text())
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert (screen.grid.currentIndex().row(), screen.grid.currentIndex().column()) == (row, FIXED)
    assert "12x" in screen._said.text()


def test_a_block_from_excel_is_pasted_with_ctrl_v(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = _fresh(here)
    here.frame.host.actions.qaction("period.add").trigger()
    here.rest()  # the new period takes the cursor when it is laid out
    screen.grid.go_to(_row(screen, "cash"), 0)
    QGuiApplication.clipboard().setText("10\r\n20\r\n30\r\n")
    qtbot.keyClick(screen.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [screen.model.typed(0, key) for key in ("cash", "st_inv", "notes_rec")] == [10, 20, 30]
    assert "3" in screen.banner.text
    here.rest()
    screen.grid.go_to(_row(screen, "cash"), 0)
    qtbot.keyClick(screen.grid, Qt.Key.Key_Delete)
    assert screen.model.typed(0, "cash") is None


def test_the_difference_of_the_balance_is_named_at_its_place(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    _type(screen, qtbot, "TLE", "1")
    said = "Does not hold — “The balance sheet balances”: difference"
    qtbot.waitUntil(lambda: any(link.text().startswith(said) for link in screen.problems.links), timeout=5000)
    row = next(at for at, row in enumerate(screen.model.rows) if row.check is not None)
    assert screen.grid.grid.text_at(row, FIXED) not in ("", "0")


def test_the_head_of_a_period_is_edited_beside_the_grid(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    editor = screen.period.fields["end"].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "2022-06-31")
    assert screen.model.columns[-1].statement.end.isoformat() == "2022-12-31"
    screen.period.fields["end"].commit()
    assert screen.period.fields["end"].has_error()
    editor.selectAll()
    qtbot.keyClicks(editor, "2022-06-30")
    here.save()
    assert here.services.statements.of_customer(here.sample.id)[-1].end.isoformat() == "2022-06-30"


def test_another_language_names_the_lines_anew_and_keeps_the_typing(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    _type(screen, qtbot, "inv", "12x")
    here.window.ui.switch_language("zh")
    row = _row(screen, "inv")
    assert screen.grid.grid.text_at(row, 0) == "存货"
    assert screen.grid.grid.text_at(row, FIXED) == "12x"
    assert "12x" in screen.grid.grid.error_at(row, FIXED)


def test_a_period_is_removed_after_a_question(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    before = len(screen.model.columns)
    screen._remove()
    here.rest()
    assert len(here.services.statements.of_customer(here.sample.id)) == before - 1
    assert screen.grid.grid.columnCount() == FIXED + before - 1


def test_a_statement_that_does_not_tie_is_explained_beside_the_grid(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    _type(screen, qtbot, "TLE", "1")
    field = screen.period.fields["note"]
    field.editor.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "Paper of the customer, ")
    here.save()
    assert field.raw_text() == "Paper of the customer, "
    qtbot.keyClicks(field.editor, "misprinted")
    here.save()
    assert field.raw_text() == "Paper of the customer, misprinted"
    assert here.services.statements.of_customer(here.sample.id)[0].note == "Paper of the customer, misprinted"
    screen.grid.go_to(1, 1)
    assert field.raw_text() == here.services.statements.of_customer(here.sample.id)[1].note
    screen.grid.go_to(1, 0)
    assert field.raw_text() == "Paper of the customer, misprinted"


def test_a_paste_is_undone_from_its_message_and_what_was_typed_since_stays(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    screen = _fresh(here)
    here.frame.host.actions.qaction("period.add").trigger()
    _type(screen, qtbot, "cash", "7")
    _type(screen, qtbot, "st_inv", "1x")
    screen.grid.go_to(_row(screen, "cash"), 0)
    QGuiApplication.clipboard().setText("10\r\n20\r\n2y\r\n40\r\n")
    qtbot.keyClick(screen.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    _type(screen, qtbot, "ar", "41")
    here.save()
    assert screen.banner._button.text() == "Undo"
    qtbot.mouseClick(screen.banner._button, Qt.MouseButton.LeftButton)
    here.save()
    assert dict(here.services.statements.of_customer(screen.model.reading.customer.id)[0].values) == {"cash": 7, "ar": 41}
    assert [bad.text for bad in screen.model.bad.values()] == ["1x"]
    assert screen.grid.grid.text_at(_row(screen, "st_inv"), FIXED) == "1x"
    assert "before the paste" in screen.banner.text
    assert not screen.banner._button.isVisible()


def test_the_message_of_a_paste_is_gone_when_the_page_was_left(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    screen.grid.go_to(_row(screen, "cash"), 0)
    QGuiApplication.clipboard().setText("Cash and cash equivalents\t10\r\n")
    qtbot.keyClick(screen.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.banner._button.isVisible(), timeout=5000)
    here.go("customer", here.sample.id)
    here.go("statements", here.sample.id)
    assert screen.banner.text == ""
    assert not screen.pasting.can_undo


def test_a_line_can_be_asked_for_and_its_source_stands_below(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", (here.sample.id, "cash"))
    index = screen.grid.currentIndex()
    assert screen.model.rows[index.row()].line.key == "cash"
    statement = screen.model.columns[index.column() - FIXED].statement
    assert here.window.ui.date(statement.end) in screen._said.text()
    here.window.ui.switch_language("ru")
    here.frame.go("statements", (here.sample.id, "rev"))
    assert screen.model.rows[screen.grid.currentIndex().row()].line.key == "rev"


def test_a_big_paste_is_no_more_work_for_each_line_than_a_small_one(walk: Callable[..., Any]) -> None:
    """A thousand lines of ten cells: most of them have no place; the window's thread is not held up."""
    here = walk()
    screen = here.go("statements", here.sample.id)
    screen.grid.go_to(1, 0)

    def take(lines: int) -> int:
        block = "\n".join("\t".join(str(row * 10 + column + lines) for column in range(10)) for row in range(lines))
        return calls_of(lambda: screen.pasting.take(block, 1, 0, here.window.ui))

    take(10)
    few = take(100)
    assert take(1000) < 12 * few
    assert screen.banner.isVisible()
    assert screen.pasting.can_undo


def test_a_table_that_is_resized_while_it_takes_over_its_rows_waits_for_their_names(walk: Callable[..., Any], qtbot: Any) -> None:
    """Qt moves the viewport in the middle of taking over rows: an error there ended the program."""
    here = walk()
    screen = here.go("statements", here.sample.id)
    grid = StatementGrid(here.window.ui, GridModel(here.window.ui, screen.model))
    qtbot.addWidget(grid)
    grid.show()
    grid.grid._fill()       # the rows are there, nobody was told yet
    grid.resize(700, 300)
    grid.grid.rebuild()
    assert grid.columnWidth(0) > 100
