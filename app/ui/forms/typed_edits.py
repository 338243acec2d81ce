"""Figures and dates, typed as text: they can be empty, one tolerant parser reads them, nothing is guessed in silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.models.domain.errors import UserError
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.widgets.labels import Label, repolish

PAUSE_MS = 500
_EDGES = 12


class _Line(QLineEdit):
    """Tells the whole of a text that is cut, and leaves files that are dropped on it to the page."""

    _told = ""

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.toolTip() == self._told:  # a tip that somebody else gave stays
            cut = self.fontMetrics().horizontalAdvance(self.text()) + _EDGES > self.width()
            self._told = self.text() if cut else ""
            self.setToolTip(self._told)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)


class TypedEdit(Field):
    """A line of text that means a value. Messages come after a pause or on leaving, never at the first key."""

    def __init__(
        self, ui: Ui, name_key: str | None, name: str, parent: QWidget | None, *, right: bool, tail: str | Callable[[], str] = ""
    ) -> None:
        super().__init__(ui, name_key, name, parent)
        self._nothing: Any = None
        self._value: Any = None
        self._problem: UserError | None = None
        self._late = False      # what is typed waits until the field is left
        self._line = _Line()
        if right:
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._place(self._line)
        self._tail, self._tail_label = tail, Label(ui, role="muted", wrap=False) if tail else None
        if self._tail_label is not None:
            self._add_tail(self._tail_label)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._show_problem)
        self._line.textEdited.connect(self._typed)
        self._line.editingFinished.connect(self.commit)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._pause.stop()
        self._value, self._problem, self._late = value, None, False
        self._write("" if value is None else self._format(value))
        self.set_error(None)
        self.set_note(None)

    def raw_text(self) -> str:
        return self._line.text()

    @property
    def is_unread(self) -> bool:
        """Whether a text stands here that means nothing: the value is that of before."""
        return self._problem is not None

    def set_error(self, what: str | UserError | None) -> None:
        """A text that cannot be read keeps its message: a form that clears its messages must not take the value of before."""
        super().set_error(self._problem if what is None else what)

    def set_raw_text(self, text: str) -> None:
        self._line.setText(text)
        self._take(text)
        self._show_problem()

    def set_placeholder(self, text: str) -> None:
        self._line.setPlaceholderText(text)

    def set_read_only(self, read_only: bool) -> None:
        if self._line.isReadOnly() != read_only:
            self._line.setReadOnly(read_only)
            repolish(self._line)

    def commit(self) -> None:
        """Write a readable text in the form of the language; leave an unreadable one as it is, with its message."""
        self._pause.stop()
        if self._late:
            self._take(self._line.text())
        self._show_problem()
        if self._problem is None:
            shown = "" if self._value is None else self._format(self._value)
            if self._line.text() != shown:
                self._write(shown)
            elif not self._line.hasFocus():
                self._line.setCursorPosition(0)
        self.committed.emit()

    def retranslate(self) -> None:
        if self._problem is None and not self._line.isModified():
            self._write("" if self._value is None else self._format(self._value))
        self._show_problem()
        self._show_tail()
        super().retranslate()

    # ---------------------------------------------------------------------------------------------------------------

    def _read(self, text: str) -> tuple[Any, str | None]:
        """The value of ``text`` and a remark on how it was read; raises UserError."""
        raise AttributeError(f"{type(self).__name__} cannot read {len(text)} characters")

    def _format(self, value: Any) -> str:
        return str(value)

    def _write(self, text: str) -> None:
        """Show a text from its beginning, unless it is being typed."""
        self._line.setText(text)
        if not self._line.hasFocus():
            self._line.setCursorPosition(0)

    def _may_go_on(self, text: str) -> bool:
        """Whether a text that can be read may be the beginning of another: it is taken when the field is left."""
        return False

    def _typed(self, text: str) -> None:
        self._take(text, typing=True)

    def _take(self, text: str, *, typing: bool = False) -> None:
        self._problem, self._late = None, False
        self.set_error(None)
        self.set_note(None)
        try:
            value, note = self._read(text) if text.strip() else (self._nothing, None)
        except UserError as problem:
            self._problem = problem
            self._pause.start()
            self.invalid.emit(text)
            return
        self._pause.stop()
        if typing and text.strip() and self._may_go_on(text):
            self._late = True
            return
        self.set_note(note)
        if value != self._value or type(value) is not type(self._value):
            self._value = value
            self.edited.emit(value)

    def _show_problem(self) -> None:
        if self._problem is not None:
            self.set_error(self._problem)

    def _add_tail(self, label: Label) -> None:
        self._column.removeWidget(self._line)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._line, 1)
        row.addWidget(label)
        self._column.insertLayout(0, row)
        self._show_tail()

    def _show_tail(self) -> None:
        if self._tail_label is not None:
            self._tail_label.set_text(self._tail() if callable(self._tail) else self._tail)


class DecimalEdit(TypedEdit):
    """A figure as Decimal, or None.

    ``kind``: number, money or percent (percentage points). ``unit`` stands behind the field: a text, or a
    function that tells it anew in the language in use. ``unit_code``: what a typed unit
    must be (``%``, ``day``, an ISO currency code); a figure typed in another unit is refused, not converted. ``whole``: no parts
    of one. ``minimum`` and
    ``maximum`` are borders of what can be at all. ``places``: digits shown at least.
    """

    def __init__(
        self,
        ui: Ui,
        name_key: str | None = None,
        name: str = "",
        *,
        kind: str = "number",
        unit: str | Callable[[], str] = "",
        unit_code: str = "",
        places: int | None = None,
        minimum: Decimal | None = None,
        maximum: Decimal | None = None,
        whole: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, name_key, name, parent, right=True, tail=unit)
        self._whole = whole
        self._kind, self._unit_code, self._places = kind, "%" if kind == "percent" else unit_code, places
        self._minimum, self._maximum = minimum, maximum

    def _read(self, text: str) -> tuple[Decimal, str | None]:
        from app import numbers

        parse: Callable[..., Any] = {"money": numbers.parse_amount, "percent": numbers.parse_percent}.get(
            self._kind, numbers.parse_number
        )
        read = parse(text, self._ui.number_lang)
        value: Decimal = read.value
        if read.unit and read.unit != self._unit_code:
            raise UserError(
                "ui.field.other_unit" if self._unit_code else "ui.field.no_unit", typed=read.unit, wanted=self._unit_code
            )
        if self._whole and value != value.to_integral_value():
            raise UserError("ui.field.not_whole")
        if self._minimum is not None and value < self._minimum:
            raise UserError("ui.field.too_small", limit=self._minimum)
        if self._maximum is not None and value > self._maximum:
            raise UserError("ui.field.too_large", limit=self._maximum)
        doubtful = read.ambiguous or read.multiplier != 1
        return value, self._ui.t("ui.field.read_as", value=self._format(value)) if doubtful else None

    def _format(self, value: Decimal) -> str:
        own = max(0, -int(value.as_tuple().exponent))
        return self._ui.number(value, max(own, self._places or 0))


class DateEdit(TypedEdit):
    """A day as ``datetime.date``, or None."""

    def __init__(
        self,
        ui: Ui,
        name_key: str | None = None,
        name: str = "",
        *,
        earliest: date | None = None,
        latest: date | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, name_key, name, parent, right=False)
        self._earliest, self._latest = earliest, latest
        self._hint()

    def retranslate(self) -> None:
        super().retranslate()
        self._hint()

    def _may_go_on(self, text: str) -> bool:
        """“2026-02-3” is the beginning of a day that may not exist: the third of February was not typed."""
        groups = re.findall(r"\d+", text)
        if len(groups) == 1:
            return len(groups[0]) < 8
        if len(groups) != 3:
            return True
        year_first = len(groups[0]) == 4
        ends = len(groups[2]) == 2 or text.rstrip()[-1].isalpha()      # a Chinese day ends with its sign
        return not (len(groups[2]) == 4 or (year_first and ends))

    def _hint(self) -> None:
        self._line.setPlaceholderText(self._ui.t("ui.field.date_form"))

    def _read(self, text: str) -> tuple[date, str | None]:
        from app import numbers

        day = numbers.parse_date(text, self._ui.lang)
        if self._earliest is not None and day < self._earliest:
            raise UserError("ui.field.too_early", limit=self._earliest)
        if self._latest is not None and day > self._latest:
            raise UserError("ui.field.too_late", limit=self._latest)
        return day, None

    def _format(self, value: date) -> str:
        return self._ui.date(value)
