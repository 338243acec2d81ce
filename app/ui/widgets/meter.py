"""How much of something is done, as a bar with its words."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.ui.context import Ui
from app.ui.widgets.labels import Label


class ProgressMeter(QWidget):
    """``done`` of ``total``; the words stand beside the bar, so that colour and length are not the only signs."""

    def __init__(self, ui: Ui, name_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._key = ui, name_key
        self._done, self._total = 0, 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._words = Label(ui, role="small", wrap=False)
        row.addWidget(self._bar, 1)
        row.addWidget(self._words)
        ui.language_changed.connect(self._show)
        self._show()

    def set_progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._show()

    def _show(self) -> None:
        self._bar.setRange(0, max(self._total, 1))
        self._bar.setValue(self._done)
        words = self._ui.t("ui.meter.done", done=self._done, total=self._total)
        self._words.set_text(words)
        self._bar.setAccessibleName(f"{self._ui.t(self._key)}: {words}")
