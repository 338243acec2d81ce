"""Pills: a word on a soft ground, and the grade in its colours. The word itself carries the meaning, never colour alone."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.context import Ui
from app.ui.widgets.labels import CENTRE, plain_text, repolish

KINDS = ("plain", "good", "warning", "danger", "info", "accent")


class Badge(QLabel):
    """A pill with data (``text``) or a text of the catalogue (``key``)."""

    def __init__(self, ui: Ui, text: str = "", kind: str = "plain", *, key: str | None = None,
                 parent: QWidget | None = None, **params: object) -> None:
        super().__init__(parent)
        self._ui, self._key, self._params = ui, key, params
        plain_text(self)
        self.setProperty("alignment", CENTRE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setProperty("badge", kind)
        self.setText(ui.t(key, **params) if key else text)
        ui.language_changed.connect(self._retranslate)

    def set(self, text: str, kind: str | None = None) -> None:
        """Show data, in another kind if one is named."""
        self._key = None
        self.setText(text)
        self._set_kind(kind)

    def set_key(self, key: str, kind: str | None = None, **params: object) -> None:
        self._key, self._params = key, params
        self._retranslate()
        self._set_kind(kind)

    def _set_kind(self, kind: str | None) -> None:
        if kind is not None and kind != self.property("badge"):
            self.setProperty("badge", kind)
            repolish(self)

    def _retranslate(self) -> None:
        if self._key is not None:
            self.setText(self._ui.t(self._key, **self._params))


class GradeBadge(QLabel):
    """One of the ten grades in its colours, or "not rated"."""

    def __init__(self, ui: Ui, grade: str | None = None, *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._grade = grade
        self._large = large
        plain_text(self)
        self.setProperty("alignment", CENTRE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        font = QFont(self.font())
        font.setBold(True)
        self.setFont(font)
        ui.language_changed.connect(self._show)
        ui.theme_changed.connect(self._show)
        self._show()

    @property
    def grade(self) -> str | None:
        return self._grade

    def set_grade(self, grade: str | None) -> None:
        """``grade`` as its letters, None for not rated."""
        self._grade = str(grade) if grade is not None else None
        self._show()

    def _show(self) -> None:
        if self._grade is None:
            self.setText(self._ui.t("ui.grade.none"))
            fill, text = self._ui.tokens.colours["plain_fill"], self._ui.tokens.colours["plain_text"]
        else:
            self.setText(self._grade)
            colours = self._ui.grade_colours(self._grade)
            fill, text = colours.fill, colours.text
        size = "font-size: 17px; padding: 3px 12px;" if self._large else "padding: 2px 9px;"
        self.setStyleSheet(f"QLabel {{ background: {fill}; color: {text}; border-radius: 5px; font-weight: bold; {size} }}")
        self.setAccessibleName(self._ui.t("ui.grade.name", grade=self.text()))
