"""The five-step scale ●●●○○: 1…5, 0 for "not proven", nothing for "not asked yet"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.widgets.labels import Label

STEPS = 5
_GAP = 17
_RADIUS = 5.5


class _Dots(QFrame):
    """The five dots; takes the focus, the keys and the clicks."""

    def __init__(self, field: StepScale, ui: Ui) -> None:
        super().__init__(field)
        self._field, self._ui = field, ui
        self.setObjectName("stepScale")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(self.sizeHint().width())  # long words beside them never cover a dot

    def sizeHint(self) -> QSize:
        return QSize(_GAP * STEPS + 14, 30)

    def _centre(self, step: int) -> QPointF:
        return QPointF(7 + _GAP * (step - 0.5), self.height() / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        value = self._field.value()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._ui.colour("text" if self._field.editable else "muted")
        for step in range(1, STEPS + 1):
            filled = value is not None and step <= value
            painter.setPen(QPen(ink if value is not None else self._ui.colour("border_strong"), 1.4))
            painter.setBrush(ink if filled else QColor(0, 0, 0, 0))
            centre = self._centre(step)
            painter.drawEllipse(QRectF(centre.x() - _RADIUS, centre.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS))
        if value == 0:
            painter.setPen(QPen(ink, 1.4))
            painter.drawLine(QPointF(6, self.height() / 2), QPointF(self.width() - 6, self.height() / 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = min(STEPS, max(1, int((event.position().x() - 7) // _GAP) + 1))
        self._field.choose(None if step == self._field.value() else step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = self._field.value()
        key = event.key()
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
            self._field.choose(key - Qt.Key.Key_0)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Plus):
            self._field.choose(min(STEPS, (value or 0) + 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Minus):
            self._field.choose(max(0, (value or 0) - 1) if value is not None else None)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._field.choose(None)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._field.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._field.commit()


class StepScale(Field):
    """0…5 or None. Keys 0 to 5, ← and →, Delete for nothing; a click on the last full dot takes the answer back.

    ``labels``: what the steps 0…5 are called (six texts), data in the language in use; set them anew when it changes.
    """

    def __init__(
        self, ui: Ui, name_key: str | None = None, name: str = "", *, labels: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(ui, name_key, name, parent)
        self._value: int | None = None
        self._labels = tuple(labels)
        self.editable = True
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._dots = _Dots(self, ui)
        self._words = Label(ui, role="small")
        row.addWidget(self._dots)
        row.addWidget(self._words, 1)
        self._column.addWidget(holder)
        self._editor = self._dots
        self.setFocusProxy(self._dots)
        ui.theme_changed.connect(self._dots.update)
        self._show()

    def value(self) -> int | None:
        return self._value

    def set_value(self, value: int | None) -> None:
        """``value`` 0…5 or None; ValueError for anything else."""
        if value is not None and not 0 <= int(value) <= STEPS:
            raise ValueError(f"no such step: {value}")
        self._value = None if value is None else int(value)
        self.set_error(None)
        self._show()

    def set_labels(self, labels: Sequence[str]) -> None:
        self._labels = tuple(labels)
        self._show()

    def set_read_only(self, read_only: bool) -> None:
        self.editable = not read_only
        self._dots.update()

    def choose(self, value: int | None) -> None:
        """The user's choice."""
        if self.editable and value != self._value:
            self._value = value
            self.set_error(None)
            self._show()
            self.edited.emit(value)

    def raw_text(self) -> str:
        return "" if self._value is None else str(self._value)

    def name(self) -> str:
        said = self._words.text() if hasattr(self, "_words") else ""
        return f"{super().name()}: {said}"

    def retranslate(self) -> None:
        self._show()

    def _show(self) -> None:
        if self._value is None:
            self._words.set_text(self._ui.t("ui.field.not_asked"))
        elif len(self._labels) > self._value:
            self._words.set_text(self._labels[self._value])
        else:
            self._words.set_text(self._ui.t("ui.field.step", step=self._value, steps=STEPS))
        self._dots.update()
        self._tell()
