"""A row of widgets that goes on in the next line when a line is full."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QWidget
from shiboken6 import isValid


class FlowRow(QWidget):
    """Badges, links, small buttons: left to right at their own size, then the next line.

    It places its children itself. A layout written in Python is not used for that: Qt may keep it longer than Python does.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self._widgets: list[QWidget] = []
        self._spacing = spacing
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        """Put a widget at the end."""
        shown = not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        widget.setParent(self)
        self._widgets.append(widget)
        if shown:
            widget.show()
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def clear(self) -> None:
        """Let all widgets go."""
        for widget in self._there():
            widget.hide()
            widget.deleteLater()
        self._widgets.clear()
        self.updateGeometry()

    def count(self) -> int:
        """How many widgets stand here."""
        return len(self._there())

    # --- size --------------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        size = QSize()
        for widget in self._there():
            if not widget.isHidden():
                size = size.expandedTo(_least(widget))
        return size

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Children tell nobody that their texts became other ones while the row is hidden."""
        super().showEvent(event)
        self.updateGeometry()
        self._arrange(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        """A child became larger, or was shown or hidden."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._arrange(self.width(), move=True)
        return super().event(event)

    def _there(self) -> list[QWidget]:
        return [widget for widget in self._widgets if isValid(widget) and widget.parentWidget() is self]

    def _arrange(self, width: int, move: bool) -> int:
        x = y = line = 0
        for widget in self._there():
            if widget.isHidden():
                continue
            hint = widget.sizeHint().expandedTo(_least(widget)).boundedTo(widget.maximumSize())
            if x > 0 and x + hint.width() > width:
                x, y, line = 0, y + line + self._spacing, 0
            if move:
                widget.setGeometry(x, y, min(hint.width(), max(width, 1)), hint.height())
            x += hint.width() + self._spacing
            line = max(line, hint.height())
        return y + line


def _least(widget: QWidget) -> QSize:
    return widget.minimumSizeHint().expandedTo(widget.minimumSize())


def clear_layout(layout: QLayout) -> None:
    """Take everything out of ``layout`` and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)
