"""A toast has a place of its own: it covers nothing that is used, takes no click, and its text is never cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.application import Window, make_application
from app.ui.widgets.banner import Toast
from tests.ui.looks import walker

PLACES = ("today", "customers", "cases", "officers", "settings")
LONG = "/home/officer/Documents/Credit files/2026/November/dossier-of-the-sample-company-2026-11-22.pdf"


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    make_application(["zixin"])
    made = walker.open_window(tmp_path_factory.mktemp("toasts"))
    yield made
    walker.close_window(made)


def covered(frame: QWidget, toast: Toast) -> list[str]:
    """What can have the focus and lies under a toast, or gets its clicks."""
    over = QRect(toast.mapTo(frame, QPoint()), toast.size())
    found = []
    for one in frame.findChildren(QWidget):
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not toast.isAncestorOf(one):
            seen = one.visibleRegion().boundingRect()
            if over.intersects(QRect(one.mapTo(frame, seen.topLeft()), seen.size())) and not seen.isEmpty():
                found.append(f"{type(one).__name__} “{one.accessibleName()}”")
    return found


def case_of(window: Window) -> int:
    row: Any = window.frame.host.services.customers.page()[0]
    return int(row.case_id)


@pytest.mark.parametrize("size", [walker.SMALLEST, (1366, 728)], ids=["smallest", "notebook"])
def test_no_toast_covers_what_can_be_used(window: Window, size: tuple[int, int]) -> None:
    frame = window.frame
    frame.resize(*size)
    wrong: dict[str, list[str]] = {}
    places = [*((one, None) for one in PLACES), *((one, case_of(window)) for one in ("case", "score", "approval", "documents"))]
    for screen, argument in places:
        frame.go(screen, argument)
        frame.host.toast("ui.preview.saved", "ui.undo.undo", frame.to_page, path=LONG)
        walker.settle(window)
        assert frame.toast.isVisible()
        if found := covered(frame, frame.toast):
            wrong[screen] = found
    assert wrong == {}


def test_a_toast_laid_over_a_page_is_found(window: Window) -> None:
    frame = window.frame
    frame.go("approval", case_of(window))
    walker.settle(window)
    field: QWidget = frame._screens["approval"].proposal.fields["limit"].editor  # type: ignore[attr-defined]
    toast = Toast(window.ui, frame)
    toast.show_text("planted")
    toast.adjustSize()
    toast.move(field.mapTo(frame, QPoint()))
    assert covered(frame, toast)
    toast.deleteLater()


@pytest.mark.parametrize("points", [10, 16])
@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_a_long_note_is_told_whole_in_as_many_lines_as_it_needs(window: Window, lang: str, points: int) -> None:
    frame, ui = window.frame, window.ui
    ui.switch_language(lang)
    ui.switch_text_size(points)
    frame.resize(*walker.SMALLEST)
    frame.host.toast("ui.preview.saved", "ui.undo.undo", frame.to_page, path=LONG)
    walker.settle(window)
    label = frame.toast._text
    try:
        assert LONG in label.text()
        assert label.heightForWidth(label.width()) <= label.height()
        assert frame.toast.geometry().bottom() <= frame.status.height()
        assert all(not frame.toast.geometry().intersects(one.geometry()) for one in (frame.status._theme, frame.status._language))
    finally:
        ui.switch_language("en")
        ui.switch_text_size(10)


def test_the_bar_is_as_before_when_the_note_has_gone_and_the_focus_stayed(window: Window, qtbot: Any) -> None:
    frame = window.frame
    frame.resize(*walker.SMALLEST)
    frame.go("cases")
    walker.settle(window)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    frame._screens["cases"].search.setFocus()  # type: ignore[attr-defined]
    focus, height = QApplication.focusWidget(), window.ui.px(30)
    told: list[str] = []
    somebody = _Told(told)
    frame.host.toast("ui.preview.saved", "ui.undo.undo", somebody.tell, path=LONG * 2)
    walker.settle(window)
    assert frame.status.height() > height
    assert QApplication.focusWidget() is focus
    QTest.mouseClick(frame.toast._button, Qt.MouseButton.LeftButton)
    walker.settle(window)
    assert (told, frame.toast.isVisible(), frame.status.height()) == (["undone"], False, height)


class _Told(QObject):
    """Somebody behind the button."""

    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def tell(self) -> None:
        self._told.append("undone")
