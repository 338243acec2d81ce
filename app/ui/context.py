"""``Ui``: language, formats and look that every widget of the window is given, and the signals of their change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

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


@dataclass(slots=True)
class _Now:
    """What is in use now: one object for the window and all its pages."""

    texts: Texts
    tokens: Tokens
    theme: str
    text_size: int
    number_format: str
    date_format: str


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
        self._now = _Now(
            formats.texts_of(lang, number_format, date_format),
            load_tokens(self._themes, system.first_theme() if theme == SYSTEM else theme),
            theme, text_size, number_format, date_format,
        )
        self._listens = False
        self._window: QWidget | None = None

    # --- language --------------------------------------------------------------------------------------------------

    @property
    def lang(self) -> str:
        return self._now.texts.lang

    @property
    def number_lang(self) -> str:
        """The language whose rule reads a doubtful number such as 1,234: that of the form in which numbers are written."""
        return formats.reading_language(self._now.texts)

    @property
    def number_format(self) -> str:
        return self._now.number_format

    @property
    def date_format(self) -> str:
        return self._now.date_format

    @property
    def texts(self) -> Texts:
        """The catalogue of the language in use."""
        return self._now.texts

    def switch_language(self, lang: str) -> None:
        """Use another language from now on; widgets follow through ``language_changed`` and keep what was typed."""
        if lang != self.lang:
            self._write(lang, self._now.number_format, self._now.date_format)

    def switch_formats(self, number_format: str, date_format: str) -> None:
        """Write numbers and dates in another form from now on; see ``app.ui.formats``."""
        if (number_format, date_format) != (self._now.number_format, self._now.date_format):
            self._write(self.lang, number_format, date_format)

    def _write(self, lang: str, number_format: str, date_format: str) -> None:
        self._now.number_format, self._now.date_format = number_format, date_format
        self._now.texts = formats.texts_of(lang, number_format, date_format)
        self.language_changed.emit(lang)
        self.preferences_changed.emit()

    def t(self, key: str, **params: object) -> str:
        return self._now.texts(key, **params)

    def plural(self, key: str, n: int, **params: object) -> str:
        return self._now.texts.plural(key, n, **params)

    def error_text(self, error: BaseException) -> str:
        """The sentence of a UserError or EnvironmentFault (an exception with ``key`` and ``params``)."""
        return self._now.texts.error(getattr(error, "key", "ui.error.unknown"), getattr(error, "params", {}))

    def number(self, value: Decimal | int, places: int | None = None) -> str:
        return self._now.texts.number(value, places)

    def percent(self, points: Decimal | int, places: int | None = 2) -> str:
        return self._now.texts.percent(points, places)

    def money(self, value: Decimal | int, currency: str, places: int | None = 2) -> str:
        return self._now.texts.money(value, currency, places)

    def date(self, day: date) -> str:
        return self._now.texts.date(day)

    def time(self, moment: datetime) -> str:
        return f"{moment:%H:%M}"

    # --- look ------------------------------------------------------------------------------------------------------

    @property
    def theme(self) -> str:
        """Name of the theme in use."""
        return self._now.tokens.name

    @property
    def theme_choice(self) -> str:
        """What was chosen: the theme's name, or "system"."""
        return self._now.theme

    @property
    def text_size(self) -> int:
        """Size of the texts in points."""
        return self._now.text_size

    @property
    def tokens(self) -> Tokens:
        return self._now.tokens

    def px(self, size: int) -> int:
        """``size`` pixels at the ordinary text size, larger or smaller with it: for what a text must find room in."""
        return pixels(size, self._now.text_size)

    def dress(self, window: QWidget) -> None:
        """From now on the style sheet is that of ``window`` and of all that lies within it or is opened from it.

        A style sheet of the whole program does the same, but Qt takes six times as long to give it to widgets that are there.
        """
        self._window = window
        app = QApplication.instance()
        if isinstance(app, QApplication) and app.styleSheet():
            app.setStyleSheet("")
        self.apply_theme()

    def apply_theme(self) -> None:
        """Give the program the palette, font and style sheet of the look in use."""
        from app.ui.theme.stylesheet import palette, style_sheet

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setPalette(palette(self._now.tokens))
        if app.font().pixelSize() != self.px(base_font().pixelSize()):
            app.setFont(base_font(self._now.text_size))
        dressed = app if self._window is None or not isValid(self._window) else self._window
        dressed.setStyleSheet(style_sheet(self._now.tokens, self._themes, self._now.text_size))

    def switch_theme(self, choice: str) -> None:
        """Use another theme, or "system", from now on; own-drawn widgets follow through ``theme_changed``."""
        if choice != self._now.theme:
            self._now.theme = choice
            self._look_anew()
            self.preferences_changed.emit()

    def switch_text_size(self, points: int) -> None:
        """Write everything larger or smaller from now on."""
        if points != self._now.text_size:
            self._now.text_size = points
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
        if self._now.theme == SYSTEM:
            self._look_anew()

    def _look_anew(self) -> None:
        name = self._named(self._now.theme)
        if name != self.theme:
            self._now.tokens = load_tokens(self._themes, name)
            self.apply_theme()
            self.theme_changed.emit(name)

    def _named(self, choice: str) -> str:
        return system.system_theme() if choice == SYSTEM else choice

    def colour(self, token: str) -> QColor:
        """Colour of a token of the theme, ``chart.<name>`` for those of the charts."""
        return colour(self._now.tokens.colour(token))

    def grade_colours(self, grade: str) -> GradeColours:
        return self._now.tokens.grades[grade]

    def icon(self, name: str, token: str = "text", off: str = "") -> QIcon:
        """Icon ``name`` of ``resources/icons`` in the colour of ``token``, and of the token ``off`` where it is disabled."""
        colour = self._now.tokens.colour
        return self._icons.icon(name, colour(token), colour(off) if off else "")


class PageUi(Ui):
    """The same for one screen, whose widgets hear of a change only while the screen is shown, or when it is shown again.

    So a switch costs what can be seen, however many screens were opened. Texts and colours asked for are at once the new ones.
    """

    def __init__(self, whole: Ui) -> None:
        QObject.__init__(self)  # what Ui itself loads is there already
        self._whole = whole
        self._themes, self._icons, self._now = whole._themes, whole._icons, whole._now
        self._is_shown = self._missed_language = self._missed_theme = False
        whole.language_changed.connect(self._language_switched)
        whole.theme_changed.connect(self._theme_switched)
        whole.preferences_changed.connect(self.preferences_changed)

    def set_shown(self, shown: bool) -> None:
        """Whether the screen is shown now; it follows what it missed."""
        self._is_shown = shown
        if shown and self._missed_theme:
            self._theme_switched()
        if shown and self._missed_language:
            self._language_switched()

    def _language_switched(self) -> None:
        self._missed_language = not self._is_shown
        if self._is_shown:
            self.language_changed.emit(self.lang)

    def _theme_switched(self) -> None:
        self._missed_theme = not self._is_shown
        if self._is_shown:
            self.theme_changed.emit(self.theme)

    def switch_language(self, lang: str) -> None:
        self._whole.switch_language(lang)

    def switch_formats(self, number_format: str, date_format: str) -> None:
        self._whole.switch_formats(number_format, date_format)

    def switch_theme(self, choice: str) -> None:
        self._whole.switch_theme(choice)

    def switch_text_size(self, points: int) -> None:
        self._whole.switch_text_size(points)

    def follow_system(self) -> None:
        self._whole.follow_system()
