"""Files dropped on the pages of the window: kept with the case they belong to, or the page says where they can be dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QTableView, QWidget

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(page: QWidget, at: QPoint, urls: list[QUrl]) -> None:
    """Drag over the page and let go: an enter event first, a drop alone is not delivered."""
    mime = QMimeData()
    mime.setUrls(urls)
    enter = QDragEnterEvent(at, COPY, mime, LEFT, NONE)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(page, QDragMoveEvent(at, COPY, mime, LEFT, NONE))
    QApplication.sendEvent(page, QDropEvent(QPointF(at), COPY, mime, LEFT, NONE))


def on_row(page: QWidget, table: QTableView, row: int) -> QPoint:
    place = table.visualRect(table.model().index(row, 1)).center()
    return table.viewport().mapTo(page, place)


def kept(here: Any) -> list[str]:
    return sorted(row.file.name for row in here.services.evidence.of_customer(here.sample.id))


@pytest.fixture
def file(tmp_path: Path) -> QUrl:
    made = tmp_path / "licence.pdf"
    made.write_bytes(b"%PDF-1.7 x")
    return QUrl.fromLocalFile(str(made))


@pytest.mark.parametrize("name", ["today", "customers", "cases"])
def test_a_file_dropped_on_a_row_is_kept_with_its_open_case(walk: Callable[..., Any], file: QUrl, name: str) -> None:
    here = walk()
    page = here.go(name)
    table = page.do_next.table if name == "today" else page.table
    drop(page, on_row(page, table, 0), [file])
    here.rest()
    assert kept(here) == ["licence.pdf"]
    assert page.banner.isHidden()


@pytest.mark.parametrize("name", ["today", "customers", "officers", "settings"])
def test_a_file_dropped_where_nothing_takes_it_is_answered(walk: Callable[..., Any], file: QUrl, name: str) -> None:
    here = walk()
    page = here.go(name)
    drop(page, QPoint(3, 3), [file])
    here.rest()
    assert page.banner.isVisible()
    assert kept(here) == []


def test_files_dropped_on_the_statements_are_kept_with_the_open_case(walk: Callable[..., Any], file: QUrl) -> None:
    here = walk()
    page = here.go("statements", here.sample.id)
    drop(page, QPoint(40, 40), [file])
    here.rest()
    assert kept(here) == ["licence.pdf"]


def test_files_dropped_anywhere_on_a_case_are_kept_with_it(walk: Callable[..., Any], file: QUrl, qtbot: Any) -> None:
    here = walk()
    page = here.go("case", here.sample.case_id)
    drop(page, QPoint(40, 40), [file])
    here.rest()
    assert kept(here) == ["licence.pdf"]
    qtbot.waitUntil(lambda: [one.name for one in page.model.reading.view.evidence] == ["licence.pdf"], timeout=5000)


@pytest.mark.parametrize("what", ["folder", "gone", "page of the web"])
@pytest.mark.parametrize("name", ["customers", "statements", "case"])
def test_what_is_no_file_is_refused_in_words(walk: Callable[..., Any], tmp_path: Path, name: str, what: str) -> None:
    here = walk()
    page = here.go(name, {"statements": here.sample.id, "case": here.sample.case_id}.get(name))
    local = {"folder": tmp_path / "walk" / "none", "gone": tmp_path / "gone.pdf"}
    (tmp_path / "walk" / "none").mkdir(parents=True, exist_ok=True)
    url = QUrl.fromLocalFile(str(local[what])) if what in local else QUrl("https://example.com/a.pdf")
    drop(page, on_row(page, page.table, 0) if name == "customers" else QPoint(40, 40), [url])
    here.rest()
    assert page.banner.isVisible()
    assert kept(here) == []


def test_a_file_dropped_on_a_field_goes_to_the_page_and_not_into_the_text(walk: Callable[..., Any], file: QUrl) -> None:
    here = walk()
    line = here.go("cases").search.editor
    mime = QMimeData()
    mime.setUrls([file])
    enter = QDragEnterEvent(QPoint(3, 3), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(line, enter)
    assert line.text() == ""
