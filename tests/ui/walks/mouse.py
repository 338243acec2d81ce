"""An officer who takes the keyboard only to type into a field that was clicked before."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QMenu,
    QRadioButton,
    QTabBar,
    QWidget,
)

from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.step_scale import StepScale
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.case.row import QuestionRow
from tests.ui.heartbeat import Heartbeat
from tests.ui.walks.office import FOUNDED, STEP, WORDS, Counter, Officer, type_letter

KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
WHEEL_STEPS, NOTCH = 200, 120
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
DOT, DOTS_FROM = 19, 7
"""Of the five-step scale: from dot to dot, and where the first begins."""


class Mouse(Officer):
    """Clicks go to whatever lies under the pointer: what is covered or out of sight cannot be clicked.

    (No ``QWindow`` is touched: Qt takes away those of menus and lists while Python still holds them.)
    """

    def __init__(self, window: Any, qtbot: Any, lang: str, heartbeat: Heartbeat, keys: Counter) -> None:
        super().__init__(window, qtbot, lang, heartbeat)
        self._keys = keys

    # --- pointing --------------------------------------------------------------------------------------------------

    def click(self, widget: QWidget, point: QPoint | None = None) -> None:
        """Scroll to that place of a widget and click it."""
        under, place = self._point_at(widget, point)
        with self.act(f"click on {_name(widget)}"):
            QTest.mouseClick(under, LEFT, PLAIN, place)

    def double_click(self, widget: QWidget, point: QPoint) -> None:
        under, place = self._point_at(widget, point)
        with self.act():
            QTest.mouseClick(under, LEFT, PLAIN, place)
        with self.act():
            QTest.mouseDClick(under, LEFT, PLAIN, place)
        QTest.mouseRelease(under, LEFT, PLAIN, place)

    def mark_all(self, editor: QWidget) -> None:
        """Draw the pointer over the text of a field."""
        middle = editor.height() // 2
        under, place = self._point_at(editor, QPoint(editor.width() - 3, middle))
        start = under.mapFromGlobal(editor.mapToGlobal(QPoint(1, middle)))
        QTest.mousePress(under, LEFT, PLAIN, place)
        move_pointer(under, start, LEFT)
        QTest.mouseRelease(under, LEFT, PLAIN, start)

    def type(self, text: str) -> None:
        """Into the field that was clicked."""
        editor = QApplication.focusWidget()
        assert editor is not None
        assert editor.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), f"no field to type into: {editor!r}"
        assert text.isprintable(), "a key that leads somewhere is no text"
        self._keys.paused = True
        for letter in text:
            with self.act(f"typing {letter}"):
                type_letter(editor, letter)
        self._keys.paused = False

    def fill(self, field: Any, text: str) -> None:
        """Click a field and type."""
        self.click(field.editor)
        self.until(field.editor.hasFocus)
        self.type(text)

    def _point_at(self, widget: QWidget, point: QPoint | None) -> tuple[QWidget, QPoint]:
        """The widget that lies under the pointer there, and the place in it."""
        self.until(widget.isVisible)
        assert widget.isEnabled(), f"cannot be used now: {widget!r}"
        self._lay_out()
        inside = _middle(widget) if point is None else point
        self._bring(widget, inside)
        self._lay_out()
        place = widget.mapToGlobal(inside)
        under = _under(widget.window(), place)
        assert under is widget or widget.isAncestorOf(under), f"{_name(widget)} is covered by {_name(under)}"
        local = under.mapFromGlobal(place)
        with self.act():
            move_pointer(under, local)
        return under, local

    def _lay_out(self) -> None:
        """What was shown or hidden just now gets its place, as before the next picture of a real window."""
        with self.act():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    # --- scrolling -------------------------------------------------------------------------------------------------

    def _bring(self, widget: QWidget, point: QPoint) -> None:
        areas: list[QAbstractScrollArea] = []
        parent = widget.parentWidget()
        while parent is not None and not widget.isWindow():
            if isinstance(parent, QAbstractScrollArea) and parent.viewport() is not widget:
                areas.append(parent)
            parent = parent.parentWidget()
        for area in reversed(areas):
            for _ in range(WHEEL_STEPS):
                at = widget.mapTo(area.viewport(), point)
                if area.viewport().rect().contains(at):
                    break
                self._wheel(area, down=at.y() > area.viewport().height() // 2)

    def bring_row(self, view: QAbstractItemView, row: int, column: int) -> QPoint:
        """Turn the wheel over a table until that cell is seen; returns its middle."""
        index = view.model().index(row, column)
        self._bring(view.viewport(), view.viewport().rect().center())
        for _ in range(WHEEL_STEPS):
            rect = view.visualRect(index)
            if view.viewport().rect().contains(rect.center()):
                return rect.center()
            self._wheel(view, down=rect.center().y() > view.viewport().height() // 2)
        raise AssertionError(f"line {row} does not come into sight")

    def _wheel(self, area: QAbstractScrollArea, *, down: bool) -> None:
        """One notch; where something inside takes it, from another place."""
        bar, port = area.verticalScrollBar(), area.viewport()
        before = bar.value()
        for x, y in ((0.5, 0.5), (0.02, 0.5), (0.98, 0.5), (0.5, 0.1), (0.5, 0.9)):
            inside = QPoint(int(port.width() * x), int(port.height() * y))
            place = port.mapToGlobal(inside)
            under = _under(port.window(), place)
            if not (under is port or port.isAncestorOf(under)):
                continue
            with self.act():
                _turn_wheel(under, place, -NOTCH if down else NOTCH)
            if bar.value() != before:
                return
        raise AssertionError(f"the wheel does not scroll {_name(area)}")

    # --- things to click -------------------------------------------------------------------------------------------

    def action(self, action_id: str) -> None:
        """Click the button of an action on the screen that is shown."""
        action = self.frame.actions_.qaction(action_id)
        page = self.frame.stack.currentWidget()
        found = [one for one in page.findChildren(QAbstractButton) if getattr(one, "_action", None) is action and one.isVisible()]
        assert found, f"no button for {action_id}"
        self.click(found[0])

    def rail(self, screen: str) -> Any:
        """Click an entry of the rail."""
        entry = self.frame.rail.entry(screen)
        assert entry is not None
        self.click(entry)
        return self.arrive(screen)

    def tab(self, bar: QTabBar, number: int) -> None:
        self.click(bar, bar.tabRect(number).center())

    def choose(self, box: ChoiceBox, row: int) -> None:
        """Open a list of choices and click one."""
        combo: Any = box.editor
        self.click(combo)
        view = combo.view()
        self.until(view.isVisible)
        place = self.bring_row(view, row, 0)
        move_pointer(view.viewport(), QPoint(1, 1))
        self.click(view.viewport(), place)
        self.until(lambda: not view.isVisible())

    def entry(self, menu: QMenu, wanted: str) -> None:
        """Click the entry of an open menu that stands for ``wanted``."""
        self.until(menu.isVisible)
        action = next(one for one in menu.actions() if one.data() == wanted)
        assert action.isEnabled(), f"rests: {wanted}"
        self.click(menu, menu.actionGeometry(action).center())

    def from_menu(self, menu: str, action_id: str) -> None:
        """Through the menu of the window."""
        self.click(self.frame.top.menu_button)
        main = self.frame.commands._menu
        assert main is not None
        self.until(main.isVisible)
        inner = main.menus[menu]
        number = list(main.menus).index(menu)
        self.click(main, main.actionGeometry(main.actions()[number]).center())
        self.entry(inner, action_id)
        self.wake()

    def answer(self, row: QuestionRow) -> None:
        """Answer a question at its row."""
        assert row.editor is not None
        field = row.editor.field
        if isinstance(field, StepScale):
            self.click(field.editor, QPoint(DOTS_FROM + DOT * STEP - DOT // 2, field.editor.height() // 2))
        elif isinstance(field, YesNoEdit):
            self.click(field._halves[True])
        elif isinstance(field, ChoiceBox):
            self.choose(field, 1)
        elif isinstance(field, DateEdit):
            self.fill(field, self.ui.date(FOUNDED))
        else:
            self.fill(field, "3" if isinstance(field, DecimalEdit) else WORDS[self.lang])


def move_pointer(widget: QWidget, place: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """``QTest.mouseMove`` would move a pointer that the screen that is not there does not have."""
    at, there = QPointF(place), QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(QEvent.Type.MouseMove, at, there, Qt.MouseButton.NoButton, held, PLAIN)
    QApplication.sendEvent(widget, event)


def _under(window: QWidget, place: QPoint) -> QWidget:
    """What of a window lies under the pointer; nothing while a menu or a dialog keeps the pointer from it.

    (``QApplication.widgetAt`` knows only the 800 × 800 pixels of the screen that is not there.)
    """
    menu, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
    if menu is not None and not isinstance(window, QMenu) and window is not menu:
        return menu
    if menu is None and dialog is not None and window is not dialog:
        return dialog
    return window.childAt(window.mapFromGlobal(place)) or window


def _turn_wheel(under: QWidget, place: QPoint, by: int) -> None:
    """Whoever lies under the pointer gets the wheel, then what it lies in, until one takes it."""
    widget: QWidget | None = under
    while widget is not None:
        event = QWheelEvent(
            QPointF(widget.mapFromGlobal(place)), QPointF(place), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, PLAIN,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        event.ignore()
        QApplication.sendEvent(widget, event)
        if event.isAccepted() or widget.isWindow():
            return
        widget = widget.parentWidget()


def _middle(widget: QWidget) -> QPoint:
    """Where one would click: the sign of a tick or a choice, the middle of anything else."""
    if isinstance(widget, QRadioButton | QCheckBox):
        return QPoint(10, widget.height() // 2)
    return widget.rect().center()


def _name(widget: QWidget | None) -> str:
    return "nothing" if widget is None else f"{type(widget).__name__} “{widget.accessibleName() or widget.objectName()}”"
