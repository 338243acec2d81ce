"""What hands do on every page: Ctrl+S takes whatever is being typed, and the wheel turns pages and never values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QSlider,
    QToolButton,
    QWidget,
)

from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.step_scale import StepScale
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.customer.identifiers import IdentifierList
from app.ui.undo.drafts import PREFIX
from app.ui.widgets.data_table import DataTable
from tests.ui.audit import checks
from tests.ui.audit.rounds import pages, places

NEVER_MS = 10 * 60_000
CTRL = Qt.KeyboardModifier.ControlModifier
KEYS: dict[type[Field], tuple[str, ...]] = {
    DecimalEdit: ("41", "7"), DateEdit: ("2026-03-04",), LineEdit: ("some words",), TextEdit: ("some words",),
    ChoiceBox: ("<down>", "<up>"), YesNoEdit: ("y", "n"), StepScale: ("2", "4"),
}
"""What is typed into a field of each kind: the first that is not there already."""


def fields(page: QWidget) -> Iterator[Field]:
    """What can be typed in and seen and takes any words: no searches, no registration numbers, which are checked first."""
    numbers = {field for box in page.findChildren(IdentifierList) for field in box.findChildren(Field)}
    for one in [one for one in page.findChildren(Field) if one not in numbers]:
        if one.isVisible() and one.editor.isEnabled() and not one.is_search and not one.property("noDraft"):
            if not getattr(one.editor, "isReadOnly", lambda: False)():
                yield one


def type_in(field: Field) -> bool:
    """Give the field another value by keys only; False where it takes none of them."""
    before = field.value()
    field.editor.setFocus()
    for keys in next(keys for kind, keys in KEYS.items() if isinstance(field, kind)):
        if isinstance(field, ChoiceBox):
            QTest.keyClick(field.editor, Qt.Key.Key_Down if keys == "<down>" else Qt.Key.Key_Up)
        else:
            if hasattr(field.editor, "selectAll"):
                field.editor.selectAll()
            QTest.keyClicks(field.editor, keys)
        if field.value() != before:
            return True
    return False


def type_in_cell(table: DataTable) -> QLineEdit | None:
    """Open the first cell that takes a figure or words, and type there; the editor that is open now."""
    for row in range(table.rows.rowCount()):
        for column in range(table.rows.columnCount()):
            index = table.rows.index(row, column)
            if table.rows.flags(index) & Qt.ItemFlag.ItemIsEditable and not table.isColumnHidden(column):
                table.setFocus()
                table.setCurrentIndex(index)
                QTest.keyClick(table, Qt.Key.Key_7)
                editor = QApplication.focusWidget()
                return editor if isinstance(editor, QLineEdit) and editor.parentWidget() is table.viewport() else None
    return None


class Desk:
    """A window whose autosave never writes by itself, and what its store holds."""

    def __init__(self, here: Any) -> None:
        self.here = here
        autosave = here.window.backstage.autosave
        for timer in (autosave._pause, autosave._limit, autosave._retry):
            timer.setInterval(NEVER_MS)

    def content(self) -> str:
        digest: str = self.here.services._store.content_digest()
        return digest

    def is_kept(self, editor: QWidget) -> bool:
        """Whether the store holds something else once Ctrl+S was pressed in ``editor``, and did not before."""
        before = self.content()
        QTest.keyClick(editor, Qt.Key.Key_S, CTRL)
        autosave, runner = self.here.window.backstage.autosave, self.here.window.backstage.runner

        def is_written() -> bool:  # the mark of a draft that is not needed any more may stay
            return not runner.busy and all(isinstance(key, tuple) and key[0] == PREFIX for key in autosave._marked)

        self.here.qtbot.waitUntil(is_written, timeout=8000)
        return self.content() != before


def stops(here: Any, case: int, customer: int) -> Iterator[tuple[str, Any]]:
    """The pages whose entries go to the store by themselves."""
    screen = here.go("case", case)
    for section in ("request", *(one.key for one in screen.model.sections)):
        screen.show_section(section)
        here.rest()
        if section in screen.pages:
            screen.pages[section].finish()
        yield f"case/{section}", screen
    screen = here.go("customer", customer)
    for tab in range(screen.tabs.count()):
        screen.tabs.setCurrentIndex(tab)
        here.rest()
        yield f"customer/{tab}", screen
    yield "statements", here.go("statements", customer)


def test_ctrl_s_keeps_what_is_typed_in_a_field_of_any_kind(walk: Callable[..., Any]) -> None:
    here = walk()
    desk, tried, lost = Desk(here), set(), []
    for place, page in stops(here, here.sample.case_id, here.sample.id):
        for field in list(fields(page)):
            kind = next(one for one in KEYS if isinstance(field, one))
            if (kind, place.split("/")[0]) in tried or not field.isVisible() or not type_in(field):
                continue
            tried.add((kind, place.split("/")[0]))
            if not desk.is_kept(field.editor):
                lost.append(f"{place}: {kind.__name__} {field.name()}")
    assert lost == []
    assert {kind for kind, _ in tried} >= set(KEYS) - {StepScale}  # no question of the sample is asked by steps alone


def test_ctrl_s_keeps_what_is_typed_in_a_cell_of_any_table(walk: Callable[..., Any]) -> None:
    here = walk()
    desk, tried, lost = Desk(here), [], []
    for place, page in stops(here, here.sample.case_id, here.sample.id):
        for table in [one for one in page.findChildren(DataTable) if one.isVisible()]:
            editor = type_in_cell(table)
            if editor is None:
                continue
            tried.append(place)
            if not desk.is_kept(editor):
                lost.append(f"{place}: {table.accessibleName()}")
    assert lost == []
    assert "statements" in tried
    assert len(tried) >= 3


def wheel(widget: QWidget, way: int) -> None:
    """One turn of the wheel over ``widget``, up (120) or down (-120), given on to what lies around it until somebody takes it."""
    one: QWidget | None = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    while one is not None:
        spot = QPointF(one.rect().center())
        event = QWheelEvent(
            spot, QPointF(one.mapToGlobal(spot.toPoint())), QPoint(0, 0), QPoint(0, way), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )
        one = None if QApplication.sendEvent(one, event) and event.isAccepted() else one.parentWidget()


def turned(page: QWidget) -> list[str]:
    """Fields, boxes and sliders whose value the wheel changes, with the focus elsewhere or with it."""
    found = []
    values: list[tuple[QWidget, Callable[[], object]]] = [(one.editor, one.value) for one in page.findChildren(Field)]
    values += [(one, one.currentIndex) for one in page.findChildren(QComboBox)]
    values += [(one, one.value) for one in page.findChildren(QAbstractSlider) if not isinstance(one, QScrollBar)]
    for widget, value in values:
        for has_focus, way in ((False, 120), (False, -120), (True, 120), (True, -120)):
            if not widget.isVisible():
                break
            widget.setFocus() if has_focus else page.window().setFocus()
            before = value()
            wheel(widget, way)
            if value() != before:
                found.append(f"{checks.describe(widget)}: {before} → {value()}{' with the focus' if has_focus else ''}")
                break
    return found


def test_the_wheel_changes_no_value_on_any_page(walk: Callable[..., Any]) -> None:
    here = walk()
    wrong = {}
    for _, screen, argument in places(here):
        here.go(screen, argument)
        for name, page in pages(here, screen):
            if found := turned(page):
                wrong[name] = found
    assert wrong == {}


def test_the_wheel_over_a_field_turns_the_page(walk: Callable[..., Any]) -> None:
    here = walk()
    here.frame.resize(1280, 720)
    screen = here.go("settings")
    bar, still = screen.area.verticalScrollBar(), []
    for field in [one for one in screen.findChildren(Field) if one.isVisible() and not one.is_search]:
        bar.setValue(0)
        wheel(field.editor, -120)
        if bar.value() == 0:
            still.append(checks.describe(field.editor))
    assert still == []


@pytest.mark.parametrize("make", [QComboBox, QSlider])
def test_a_value_that_the_wheel_changes_is_found(qtbot: Any, make: Callable[[QWidget], Any]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    one = make(page)
    for text in ("a", "b", "c") if make is QComboBox else ():
        one.addItem(text)
    one.resize(200, 30)
    page.show()
    assert len(turned(page)) == 1


def test_the_cross_that_empties_a_search_says_so_in_the_language_of_the_window(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("customers")
    screen.filtering.show_row(True)
    here.frame.help.show_topic("contents")
    here.rest()
    crosses = [button for line in here.frame.findChildren(QLineEdit) for button in line.findChildren(QToolButton)]
    assert len(crosses) >= 4
    names = []
    for lang in ("en", "ru", "zh"):
        here.window.ui.switch_language(lang)
        names.append({checks.name_of(one) for one in crosses})
    assert [len(one) for one in names] == [1, 1, 1]
    assert len(set.union(*names)) == 3
