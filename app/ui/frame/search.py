"""The search of the window, in the top bar: Ctrl+K, type, choose. Its list is made when something is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.ui.widgets.clear_button import name_clear_button

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from app.models.domain.search import Hit
    from app.ui.frame.search_list import SearchList
    from app.ui.main_window import Frame

_PAUSE_MS = 20
_MOST = 20
_KEY = "frame.search"


class SearchField(QLineEdit):
    """Up and Down choose, Enter opens, Escape closes and gives the focus back to where it was."""

    answered = Signal(object)  # the hits of what is typed now

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame.top)
        self._frame, self._ui = frame, frame.ui
        self._list: SearchList | None = None
        self._before: QWidget | None = None
        self._asked = ""
        self._wish = 0
        self.setObjectName("search")
        self.setMinimumWidth(180)
        self.setMaximumWidth(500)
        self.setClearButtonEnabled(True)
        self.setProperty("helpTopic", "search")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        self.textChanged.connect(self._emptied)
        self._ui.language_changed.connect(self._name)
        self._name()
        self._register()
        frame.installEventFilter(self)

    def _register(self) -> None:
        from app.ui.actions.registry import Action

        self._frame.actions_.add(Action("app.search", "ui.action.find", self.go, "Ctrl+K", "search", "ui.group.go"))

    # --- what others call ------------------------------------------------------------------------------------------

    def go(self) -> None:
        """Put the focus here, and remember where it was."""
        focus = QApplication.focusWidget()
        if focus is not self:
            self._before = focus
        from PySide6.QtCore import Qt

        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @property
    def results(self) -> SearchList | None:
        """The list below the field, None before the first search."""
        return self._list

    # --- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        key, shown = event.key(), self._list is not None and self._list.isVisible()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in steps and self._list is not None:
            if shown:
                self._list.step(steps[Qt.Key(key)])
            elif self.text().strip():
                self._ask()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._asked and self.text().strip() == self._asked and self._list is not None and self._list.has_lines():
            self._show_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._list is not None and self._list.isVisible():
            self._show_list()
        return super().eventFilter(watched, event)

    # --- asking ----------------------------------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._wish = 0
        self._pause.start()

    def _emptied(self, text: str) -> None:
        if not text.strip():
            self._pause.stop()
            self._asked = ""
            if self._list is not None:
                self._list.hide()

    def _ask(self) -> None:
        text = self.text().strip()
        services = self._frame.host.services
        if text and services is not None and not self._frame.host.runner.closed:
            self._pause.stop()
            self._asked = text
            self._frame.host.runner.query(services.search.find, text, _MOST, done=self._come, key=_KEY)

    def _come(self, hits: tuple[Hit, ...]) -> None:
        if self._asked != self.text().strip():
            return
        if self._list is None:
            from app.ui.frame.search_list import SearchList

            self._list = SearchList(self._ui, self._frame)
            self._list.chosen.connect(self._open)
        self._list.fill(hits, self._asked)
        self.setAccessibleDescription(self._list.told())
        if self.hasFocus():
            self._show_list()
        self.answered.emit(hits)
        if self._wish:
            self._wish = 0
            self._enter()

    def _show_list(self) -> None:
        if self._list is not None:
            self._list.show_below(self)

    def _enter(self) -> None:
        text = self.text().strip()
        if not text:
            return
        if self._asked != text or self._pause.isActive() or self._list is None:
            self._wish = 1  # Enter before the answer: it opens the first hit when that has come
            self._ask()
        elif not self._list.isVisible() and self._list.has_lines():
            self._show_list()
        else:
            hit = self._list.current()
            if hit is not None:
                self._open(hit)

    def _open(self, hit: Hit) -> None:
        if self._list is not None:
            self._list.hide()
        self._before = None
        screen, argument = ("case", hit.case_id) if hit.case_id and hit.kind != "customer" else ("customer", hit.customer_id)
        self.clear()
        self._frame.to_page()
        self._frame.go(screen, argument)

    def _leave(self) -> None:
        """First the list goes, then the focus goes back."""
        if self._list is not None:
            self._list.hide()
        self.clear()
        before, self._before = self._before, None
        from shiboken6 import isValid

        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self._frame.to_page()

    def _name(self) -> None:
        self.setAccessibleName(self._ui.t("ui.search.name"))
        self.setPlaceholderText(self._ui.t("ui.search.hint"))
        self.setToolTip(self._ui.t("ui.search.tip"))
        name_clear_button(self, self._ui.t("ui.field.clear"))
