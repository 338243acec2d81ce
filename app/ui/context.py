"""``Ui``: language, formats and look that every widget of the window is given, and the signals of their change."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from app.texts import Texts
from app.ui import formats
from app.ui.theme import system
from app.ui.theme.fonts import BASE_POINTS, base_font, pixels
from app.ui.theme.icons import Icons
from app.ui.theme.tokens import GradeColours, Tokens, load_tokens

SYSTEM = "system"


@cache
def colour(value: str) -> QColor:
    """QColor of ``#rrggbb`` or ``#rrggbbaa`` (alpha last, as in the theme files)."""
    if len(value) == 9:
        result = QColor(value[:7])
        result.setAlpha(int(value[7:], 16))
        return result
    return QColor(value)


class Ui(QObject):
    """Texts, formats, colours and icons of the running window. One object, handed on by constructor parameter.

    ``theme`` is what was chosen: a theme by name, or "system" for the one that the desktop asks for, live. The signal
    ``language_changed`` comes also when numbers or dates are to be written in another form, ``theme_changed`` also when texts
    are to be larger or smaller; ``preferences_changed`` comes once with every choice, for whoever remembers it.
    """

    language_changed = Signal(str)
    theme_changed = Signal(str)
    preferences_changed = Signal()

    def __init__(
        self,
        resources: Path,
        lang: str = "en",
        theme: str = "light",
        *,
        text_size: int = BASE_POINTS,
        number_format: str = formats.BY_LANGUAGE,
        date_format: str = formats.BY_LANGUAGE,
    ) -> None:
        super().__init__()
        self._themes = resources / "themes"
        self._icons = Icons(resources / "icons")
        self._number_format, self._date_format = number_format, date_format
        self._texts = formats.texts_of(lang, number_format, date_format)
        self._choice, self._text_size = theme, text_size
        self._tokens = load_tokens(self._themes, system.first_theme() if theme == SYSTEM else theme)
        self._listens = False

    # --- language --------------------------------------------------------------------------------------------------

    @property
    def lang(self) -> str:
        return self._texts.lang

    @property
    def number_lang(self) -> str:
        """The language whose rule reads a doubtful number such as 1,234: that of the form in which numbers are written."""
        return formats.reading_language(self._texts)

    @property
    def number_format(self) -> str:
        return self._number_format

    @property
    def date_format(self) -> str:
        return self._date_format

    @property
    def texts(self) -> Texts:
        """The catalogue of the language in use."""
        return self._texts

    def switch_language(self, lang: str) -> None:
        """Use another language from now on; widgets follow through ``language_changed`` and keep what was typed."""
        if lang != self.lang:
            self._write(lang, self._number_format, self._date_format)

    def switch_formats(self, number_format: str, date_format: str) -> None:
        """Write numbers and dates in another form from now on; see ``app.ui.formats``."""
        if (number_format, date_format) != (self._number_format, self._date_format):
            self._write(self.lang, number_format, date_format)

    def _write(self, lang: str, number_format: str, date_format: str) -> None:
        self._number_format, self._date_format = number_format, date_format
        self._texts = formats.texts_of(lang, number_format, date_format)
        self.language_changed.emit(lang)
        self.preferences_changed.emit()

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
        """Name of the theme in use."""
        return self._tokens.name

    @property
    def theme_choice(self) -> str:
        """What was chosen: the theme's name, or "system"."""
        return self._choice

    @property
    def text_size(self) -> int:
        """Size of the texts in points."""
        return self._text_size

    @property
    def tokens(self) -> Tokens:
        return self._tokens

    def px(self, size: int) -> int:
        """``size`` pixels at the ordinary text size, larger or smaller with it: for what a text must find room in."""
        return pixels(size, self._text_size)

    def apply_theme(self) -> None:
        """Give the program the palette, font and style sheet of the look in use."""
        from app.ui.theme.stylesheet import palette, style_sheet

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(palette(self._tokens))
        if app.font().pixelSize() != self.px(base_font().pixelSize()):
            app.setFont(base_font(self._text_size))
        app.setStyleSheet(style_sheet(self._tokens, self._themes, self._text_size))

    def switch_theme(self, choice: str) -> None:
        """Use another theme, or "system", from now on; own-drawn widgets follow through ``theme_changed``."""
        if choice != self._choice:
            self._choice = choice
            self._look_anew()
            self.preferences_changed.emit()

    def switch_text_size(self, points: int) -> None:
        """Write everything larger or smaller from now on."""
        if points != self._text_size:
            self._text_size = points
            self.apply_theme()
            self.theme_changed.emit(self.theme)
            self.preferences_changed.emit()

    def follow_system(self) -> None:
        """From now on: look as the desktop asks, where that was chosen, also when it changes its mind."""
        if not self._listens:
            self._listens = True
            QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._system_changed()

    def _system_changed(self) -> None:
        if self._choice == SYSTEM:
            self._look_anew()

    def _look_anew(self) -> None:
        name = self._named(self._choice)
        if name != self.theme:
            self._tokens = load_tokens(self._themes, name)
            self.apply_theme()
            self.theme_changed.emit(name)

    def _named(self, choice: str) -> str:
        return system.system_theme() if choice == SYSTEM else choice

    def colour(self, token: str) -> QColor:
        """Colour of a token of the theme, ``chart.<name>`` for those of the charts."""
        return colour(self._tokens.colour(token))

    def grade_colours(self, grade: str) -> GradeColours:
        return self._tokens.grades[grade]

    def icon(self, name: str, token: str = "text") -> QIcon:
        """Icon ``name`` of ``resources/icons`` in the colour of ``token``."""
        return self._icons.icon(name, self._tokens.colour(token))
