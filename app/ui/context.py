"""``Ui``: the language and the look that every widget of the window is given, and the signals of their change."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from app.texts import Texts
from app.ui.theme.icons import Icons
from app.ui.theme.tokens import GradeColours, Tokens, load_tokens


@cache
def colour(value: str) -> QColor:
    """QColor of ``#rrggbb`` or ``#rrggbbaa`` (alpha last, as in the theme files)."""
    if len(value) == 9:
        result = QColor(value[:7])
        result.setAlpha(int(value[7:], 16))
        return result
    return QColor(value)


class Ui(QObject):
    """Texts, formats, colours and icons of the running window. One object, handed on by constructor parameter."""

    language_changed = Signal(str)
    theme_changed = Signal(str)

    def __init__(self, resources: Path, lang: str = "en", theme: str = "light") -> None:
        super().__init__()
        self._themes = resources / "themes"
        self._icons = Icons(resources / "icons")
        self._texts = Texts.load(lang)
        self._tokens = load_tokens(self._themes, theme)

    # --- language --------------------------------------------------------------------------------------------------

    @property
    def lang(self) -> str:
        return self._texts.lang

    @property
    def texts(self) -> Texts:
        """The catalogue of the language in use."""
        return self._texts

    def switch_language(self, lang: str) -> None:
        """Use another language from now on; widgets follow through ``language_changed`` and keep what was typed."""
        if lang != self.lang:
            self._texts = Texts.load(lang)
            self.language_changed.emit(lang)

    def t(self, key: str, **params: object) -> str:
        return self._texts(key, **params)

    def plural(self, key: str, n: int, **params: object) -> str:
        return self._texts.plural(key, n, **params)

    def error_text(self, error: BaseException) -> str:
        """The sentence of a UserError or EnvironmentFault (an exception with ``key`` and ``params``)."""
        return self._texts.error(getattr(error, "key", "ui.error.unknown"), getattr(error, "params", {}))

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        return self._texts.number(value, places)

    def percent(self, points: Decimal | int, places: int | None = 2) -> str:
        return self._texts.percent(points, places)

    def money(self, value: Decimal | int, currency: str, places: int | None = 2) -> str:
        return self._texts.money(value, currency, places)

    def date(self, day: date) -> str:
        return self._texts.date(day)

    def time(self, moment: datetime) -> str:
        return f"{moment:%H:%M}"

    # --- look ------------------------------------------------------------------------------------------------------

    @property
    def theme(self) -> str:
        return self._tokens.name

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def apply_theme(self) -> None:
        """Give the program the palette and style sheet of the theme in use."""
        from app.ui.theme.stylesheet import palette, style_sheet

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(palette(self._tokens))
        app.setStyleSheet(style_sheet(self._tokens, self._themes))

    def switch_theme(self, name: str) -> None:
        """Use another theme from now on; own-drawn widgets follow through ``theme_changed``."""
        if name != self.theme:
            self._tokens = load_tokens(self._themes, name)
            self.apply_theme()
            self.theme_changed.emit(name)

    def colour(self, token: str) -> QColor:
        """Colour of a token of the theme, ``chart.<name>`` for those of the charts."""
        return colour(self._tokens.colour(token))

    def grade_colours(self, grade: str) -> GradeColours:
        return self._tokens.grades[grade]

    def icon(self, name: str, token: str = "text") -> QIcon:
        """Icon ``name`` of ``resources/icons`` in the colour of ``token``."""
        return self._icons.icon(name, self._tokens.colour(token))
