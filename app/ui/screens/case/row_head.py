"""The head of a row: the question itself, and what the last case had found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.screens.case.sections import Question
from app.ui.screens.link import Link
from app.ui.widgets.focus_ring import draw_focus_ring
from app.ui.widgets.labels import Label

NEXT_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RowHead(QFrame):
    """The question itself. It takes the focus; Enter and Space go on to the next open question."""

    next_wanted = Signal()
    confirmed = Signal()

    def __init__(self, ui: Ui, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._question = ui, question
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 4, 4)
        column.setSpacing(1)
        self._label = Label(ui)
        self._last = Label(ui, role="small")
        column.addWidget(self._label)
        column.addWidget(self._last)
        column.addStretch(1)
        self._column = column
        self.mark: Link | None = None
        self.retranslate()

    def retranslate(self) -> None:
        text = self._question.label.get(self._ui.lang)
        self._label.set_text(text)
        self.setAccessibleName(text)

    def set_last(self, text: str) -> None:
        """What the last case had found, "" for nothing. Before it stands the number that the question has on paper."""
        number = self._question.id if self._question.item is not None else ""
        shown = " · ".join(part for part in (number, text) if part)
        self._last.set_text(shown)
        set_shown(self._last, bool(shown))
        self.setAccessibleDescription(text)

    def set_taken(self, taken: bool) -> None:
        """Mark an answer that was taken over and that nobody has confirmed yet; Space, Enter or a click on the mark does."""
        if taken and self.mark is None:
            self.mark = Link(self._ui, "", None, role="small", parent=self)
            self.mark.setContentsMargins(0, 0, 0, 0)
            self.mark.clicked.connect(self._confirm)
            self._column.insertWidget(1, self.mark)
        if self.mark is not None:
            number = self._question.id if self._question.item is not None else ""
            words = self._ui.t("ui.case.to_confirm")
            self.mark.set_text(" · ".join(part for part in (number, words) if part))
            self.mark.setToolTip(self._ui.t("ui.case.to_confirm_hint"))
            set_shown(self.mark, taken)
        if taken:
            set_shown(self._last, False)

    def set_muted(self, muted: bool) -> None:
        """A question that is not asked steps back."""
        self._label.set_role("muted" if muted else "body")

    def _confirm(self, target: object) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.confirmed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*NEXT_KEYS, Qt.Key.Key_Space):
            self.next_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        draw_focus_ring(self, self._ui, 5)


def set_shown(widget: QWidget, shown: bool) -> None:
    """Show or hide, but only where it changes something: Qt polishes a widget anew at every call."""
    if widget.isHidden() is shown:
        widget.setVisible(shown)
