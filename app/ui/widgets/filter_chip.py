"""A pill with a number that filters a list: pressed it shows only what it counts."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.ui.context import Ui


class FilterChip(QPushButton):
    """``kind``: plain, good, warning, danger, info or accent. The words carry the meaning, the frame shows which one is on."""

    def __init__(self, ui: Ui, kind: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._kind = ui, kind
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ui.theme_changed.connect(self._dress)
        self._dress()

    def set_text(self, text: str) -> None:
        """What it counts, with the number."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def set_kind(self, kind: str) -> None:
        """Another ground."""
        if kind != self._kind:
            self._kind = kind
            self._dress()

    def _dress(self) -> None:
        colours = self._ui.tokens.colours
        fill, ink = (
            (colours["accent_soft"], colours["accent_text"]) if self._kind == "accent"
            else (colours[f"{self._kind}_fill"], colours[f"{self._kind}_text"])
        )
        size = self._ui.px(12)
        self.setStyleSheet(
            f"QPushButton {{ background: {fill}; color: {ink}; border: 2px solid {fill}; border-radius: 11px; padding: 2px 9px;"
            f" font-size: {size}px; min-height: {self._ui.px(16)}px; font-weight: normal; }}"
            f"QPushButton:checked {{ border-color: {ink}; }}"
            f"QPushButton:focus {{ border-color: {colours['focus']}; }}"
            f"QPushButton:disabled {{ background: {colours['plain_fill']}; color: {colours['disabled']};"
            f" border-color: {colours['plain_fill']}; }}"
        )
