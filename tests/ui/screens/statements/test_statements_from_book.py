"""Statements from a workbook in the window: files, periods, conflicts, checks, taking, undoing, cancelling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.models.domain.parties import Customer
from app.models.domain.statement import Framework, Statement
from tests.services.statements.test_from_book import SHEETS, write_book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "alpha.xlsx", SHEETS)


def _screen(here: Any, *typed: Statement) -> Any:
    customer = here.services.customers.save(Customer(name="Alpha Works", country="DE", currency="EUR"), "officer 1").value
    for one in typed:
        here.services.statements.save(customer.id, one, "officer 1")
    return here.go("statements", customer.id)


def _open(here: Any, screen: Any, *paths: Path) -> Any:
    screen.book.open(paths)
    here.qtbot.waitUntil(lambda: screen.book.page.look is not None or not screen.book.is_open, timeout=10_000)
    assert screen.book.is_open, screen.banner.text
    here.rest()
    return screen.book.page


def _kept(here: Any, screen: Any) -> dict[int, Any]:
    return {one.end.year: one for one in here.services.statements.of_customer(screen.model.reading.customer.id)}


def test_periods_are_ticked_taken_shown_and_undone(walk: Callable[..., Any], book: Path) -> None:
    here = walk(sample=False)
    screen = _screen(here)
    page = _open(here, screen, book)
    assert page.isVisible() and not screen.grid.isVisible() and _kept(here, screen) == {}
    assert page.periods.items_chosen() == {one.item for one in page.look.periods}
    assert "cash" in " ".join(page.ties.texts).casefold() or page.ties.texts
    here.qtbot.keyClick(page.periods, Qt.Key.Key_Space)
    here.rest()
    assert len(page.periods.items_chosen()) == 1 and "1" in page.take.text()
    assert here.frame.host.actions.run("statements.book_take")
    here.rest()
    assert list(_kept(here, screen)) == [2023] and screen.grid.isVisible()
    assert [column.statement.end.year for column in screen.model.columns] == [2023]
    page.work.undo()
    here.rest()
    assert _kept(here, screen) == {} and screen.model.columns == [] and screen.banner.text


def test_what_stands_is_kept_until_the_cell_is_turned_with_the_keyboard(walk: Callable[..., Any], book: Path) -> None:
    here = walk(sample=False)
    screen = _screen(here, Statement(date(2024, 12, 31), Framework.IFRS, "EUR", 1, {"rev": Decimal(490), "inv": Decimal(41)}))
    page = _open(here, screen, book)
    lines = page.lines
    row = next(at for at in range(lines.rowCount()) if (lines.figure_at(at, 2) or ("", "", ""))[2] == "line.rev")
    assert "490" in lines.text_at(row, 2) and "500" in lines.text_at(row, 2) and page.keep_all.isVisible()
    page.table.setCurrentIndex(lines.index(row, 2))
    here.qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert [field for _, field in lines.taken] == ["line.rev"]
    assert "B2" in page._where.text() and "alpha.xlsx" in page._where.text()
    here.rest()
    page.take_now()
    here.rest()
    assert [_kept(here, screen)[2024].values[line] for line in ("rev", "inv", "TA")] == [500, 41, 100]


def test_a_line_not_used_is_sent_to_a_line_of_the_statements(walk: Callable[..., Any], book: Path) -> None:
    here = walk(sample=False)
    page = _open(here, _screen(here), book)
    page.loose.table.select_id((page.look.loose[0].table, page.look.loose[0].index))
    page.loose.target.set_value("line.oth_ca")
    page.loose._send()
    here.rest()
    assert page.look.loose == () and "line.oth_ca" in page.look.fields


def test_cancelling_while_reading_writes_nothing_and_shows_the_figures_again(walk: Callable[..., Any], book: Path) -> None:
    here = walk(sample=False)
    screen = _screen(here)
    screen.book.open([book])
    assert not screen.grid.isVisible() and screen.book.page.work.busy
    here.qtbot.keyClick(screen.book.page, Qt.Key.Key_Escape)
    assert not screen.book.is_open
    here.rest()
    assert not screen.book.is_open and _kept(here, screen) == {} and here.services.imports.all() == ()


def test_a_file_without_statements_is_refused_in_words(walk: Callable[..., Any], tmp_path: Path) -> None:
    here = walk(sample=False)
    screen = _screen(here)
    screen.book.open([write_book(tmp_path / "letter.xlsx", {"Sheet1": [("Dear Sirs",), ("thank you",)]})])
    here.qtbot.waitUntil(lambda: not screen.book.is_open, timeout=20_000)
    assert "letter.xlsx" in screen.banner.text


def test_tables_dropped_on_the_statements_are_looked_through(walk: Callable[..., Any], book: Path) -> None:
    here = walk(sample=False)
    screen = _screen(here)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(book))])
    screen.dropEvent(
        QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    here.qtbot.waitUntil(lambda: screen.book.page is not None and screen.book.page.look is not None, timeout=20_000)
    assert screen.book.is_open
    here.rest()
