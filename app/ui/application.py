"""Putting the window together: application, look, frame; the store is opened after the first paint."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QLibraryInfo, QObject, QRect, QSettings, QSize, QTimer, QTranslator, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QApplication

from app import paths
from app.texts import languages
from app.ui import formats
from app.ui.context import Ui
from app.ui.frame.spec import ScreenSpec
from app.ui.main_window import Frame
from app.ui.theme.fonts import BASE_POINTS, LARGEST_POINTS, SMALLEST_POINTS, load_fonts

if TYPE_CHECKING:
    from app.ui.first_steps import FirstSteps
    from app.ui.runtime.backstage import Backstage
    from app.ui.runtime.instance import Instance

_AFTER_ROWS_MS = 400
_TITLE_BAR = 40
_WELCOME = "welcome"
_NEED_STEPS = ("welcome", "settings")
THEMES = ("light", "dark", "contrast", "system")
_QT_NAMES = {"zh": "zh_CN", "ru": "ru", "en": "en"}


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the store gives the window. ``methodology`` is asked for later, for the foot; ``close`` is called on the
    writer thread as the last thing. ``is_new``: the store was made just now; ``asks_password``: ``officer`` has one.
    """

    services: Any
    store_name: str
    encrypted: bool
    methodology: Callable[[], str]
    officer: str
    officers: tuple[str, ...]
    close: Callable[[], None]
    is_new: bool = False
    asks_password: bool = False


def make_application(argv: Sequence[str]) -> QApplication:
    """The QApplication in Fusion style with the program's font."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # The style is asked for by argument: setStyle() would make Qt build the enum classes of QStyle before the first paint.
        app = QApplication([*argv, "-style", "fusion"])
    app.setApplicationName("zixin")
    app.setApplicationDisplayName("Zixin")
    app.setFont(load_fonts(paths.resources() / "fonts"))
    return app


class Window(QObject):
    """The running program: paints the frame first, then starts what works behind it and opens the store."""

    store_opened = Signal()
    stopped = Signal()

    def __init__(
        self,
        *,
        open_store: Callable[[], Opened],
        screens: Sequence[ScreenSpec],
        state_dir: Path,
        lang: str = "en",
        lang_given: bool = False,
        version: str = "",
        first: str | None = None,
        instance: Instance | None = None,
        welcome: bool = False,
    ) -> None:
        super().__init__()
        self._welcome = welcome
        self._steps: FirstSteps | None = None
        self._open_store, self._state_dir, self._instance, self._version = open_store, state_dir, instance, version
        self._first, self._first_given = first or screens[0].id, first is not None
        self._settings = QSettings(str(state_dir / "window.ini"), QSettings.Format.IniFormat)
        self.ui = Ui(
            paths.resources(),
            lang if lang_given else _known(self._settings.value("language"), languages(), lang),
            _known(self._settings.value("theme"), THEMES, THEMES[-1]),
            text_size=_size(self._settings.value("text_size")),
            number_format=_known(self._settings.value("number_format"), tuple(formats.NUMBERS), formats.BY_LANGUAGE),
            date_format=_known(self._settings.value("date_format"), tuple(formats.DATES), formats.BY_LANGUAGE),
        )
        self._lang = self.ui.lang
        self.frame = Frame(self.ui, screens)
        self.frame.remember(self._settings)
        self.backstage: Backstage | None = None
        self._opened: Opened | None = None
        self._close: Callable[[], None] | None = None
        self._translator: QTranslator | None = None
        self.is_stopped = False
        self.frame.painted.connect(self._painted)
        self.frame.closed.connect(self.stop)

    def show(self) -> None:
        """Show the frame; everything else follows its first paint."""
        geometry = self._settings.value("geometry")
        if isinstance(geometry, QByteArray) and self.frame.restoreGeometry(geometry):
            _bring_onto_screen(self.frame)
        else:
            self.frame.resize(QSize(1440, 900).boundedTo(_room(QGuiApplication.primaryScreen()).size()))
        self.frame.show()

    def _painted(self) -> None:
        QTimer.singleShot(0, self._after_paint)  # whoever else waits for the paint is told before the work starts

    def _after_paint(self) -> None:
        from app.ui.runtime.backstage import Backstage

        self.backstage = Backstage(self._state_dir / "crash", self._version)
        self.frame.attach(self.backstage.runner, self.backstage.autosave, self.backstage.errors)
        left = self.backstage.start()
        if left:
            self.frame.toast.show_text(self.ui.t("ui.crash.last_time", path=str(left[0])))
        if self._instance is not None:
            self._instance.raise_asked.connect(self.frame.come_to_front)
        self.ui.language_changed.connect(self._language_chosen)
        self.ui.preferences_changed.connect(self._remember)
        self.backstage.runner.query_on_writer(self._open, done=self._store_open)

    def _open(self) -> Opened:
        """On the writer thread."""
        opened = self._open_store()
        self._close = opened.close
        return opened

    def _let_go(self) -> None:
        """On the writer thread, as its last job: also when the window was closed while the store was being opened."""
        if self._close is not None:
            self._close()

    def _store_open(self, opened: Opened) -> None:
        self._opened = opened
        if self.backstage is None or self.backstage.runner.closed:
            return  # closed before the store was there: all that is left is to let go of it
        self.frame.status.set_store(opened.store_name, opened.encrypted)
        self.frame.host.services = opened.services
        self.frame.host.set_officer(opened.officer, opened.officers)
        self._qt_texts()
        place = self._place(opened)
        if place in _NEED_STEPS:
            self._begin_steps()
        self.frame.before_late = self._begin_steps
        self.frame.ready(place)
        if opened.asks_password:
            self.frame.locking.begin()
        QTimer.singleShot(_AFTER_ROWS_MS, self, self._after_rows)
        self.store_opened.emit()

    def _begin_steps(self) -> None:
        if self._steps is None and not self.is_stopped:
            from app.ui.first_steps import FirstSteps

            self._steps = FirstSteps(self.frame, self._welcomed)

    def _place(self, opened: Opened) -> str:
        """What is shown first: the welcome on a new store, the place asked for, the place of last time, or the first one."""
        if self._welcome and (opened.is_new or self._settings.value(_WELCOME) == "open"):
            self._settings.setValue(_WELCOME, "open")
            return "welcome"
        return self._first if self._first_given else self.frame.remembered() or self._first

    def _welcomed(self) -> None:
        self._settings.setValue(_WELCOME, "done")
        self._settings.sync()

    def _after_rows(self) -> None:
        """What can wait until the first screen has its rows."""
        if self.is_stopped or self.backstage is None or self._opened is None:
            return
        if self._instance is not None:
            self._instance.listen()
        self.backstage.rest()
        self.ui.follow_system()
        self.frame.late()
        if not self.backstage.runner.closed:
            self.backstage.runner.query(self._opened.methodology, done=self.frame.status.set_methodology)
            if self._steps is not None:
                self._steps.look()

    def stop(self) -> bool:
        """Remember the window, end the threads, close the store, give the store free. True when all threads ended."""
        self._settings.setValue("geometry", self.frame.saveGeometry())
        self._settings.sync()
        self._drop_qt_texts()
        ended = self.backstage is None or self.backstage.stop(self._let_go)
        if self._instance is not None:
            self._instance.release()
        self.is_stopped = True
        self.stopped.emit()
        return ended

    def _language_chosen(self, lang: str) -> None:
        """A language that is chosen is remembered; one that was given for this start is not."""
        if lang != self._lang:
            self._lang = lang
            self._settings.setValue("language", lang)
        self._qt_texts()

    def _remember(self) -> None:
        """At once: also a window that is killed comes back as it was."""
        ui = self.ui
        chosen = {"theme": ui.theme_choice, "text_size": ui.text_size, "number_format": ui.number_format,
                  "date_format": ui.date_format}
        for name, value in chosen.items():
            self._settings.setValue(name, value)
        self._settings.sync()

    def _drop_qt_texts(self) -> None:
        app = QApplication.instance()
        if self._translator is not None and app is not None:
            app.removeTranslator(self._translator)
            self._translator = None

    def _qt_texts(self) -> None:
        """Qt's own buttons (print and file dialogs) in the language of the window."""
        app = QApplication.instance()
        assert app is not None
        self._drop_qt_texts()
        translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(f"qtbase_{_QT_NAMES.get(self.ui.lang, self.ui.lang)}", folder):
            app.installTranslator(translator)
            self._translator = translator


def _room(screen: QScreen) -> QRect:
    """Where the inside of a window may lie: what panels leave free, less the title bar of a window manager."""
    return screen.availableGeometry().adjusted(0, _TITLE_BAR, 0, 0)


def _bring_onto_screen(frame: Frame) -> None:
    """The screen of last time may be smaller now, or gone."""
    place = frame.geometry()
    room = _room(QGuiApplication.screenAt(place.center()) or QGuiApplication.primaryScreen())
    if frame.isMaximized() or frame.isFullScreen() or room.contains(place):
        return
    place.setSize(place.size().boundedTo(room.size()))
    place.moveLeft(max(room.left(), min(place.left(), room.right() + 1 - place.width())))
    place.moveTop(max(room.top(), min(place.top(), room.bottom() + 1 - place.height())))
    frame.setGeometry(place)


def _size(value: object) -> int:
    """The remembered text size; an INI file gives it as a text."""
    text = str(value)
    points = int(text) if text.isdecimal() else BASE_POINTS
    return points if SMALLEST_POINTS <= points <= LARGEST_POINTS else BASE_POINTS


def _known(value: object, allowed: tuple[str, ...], default: str) -> str:
    return value if isinstance(value, str) and value in allowed else default


def run_window(
    *,
    store: Path,
    open_store: Callable[[], Opened],
    screens: Sequence[ScreenSpec],
    state_dir: Path,
    lang: str = "en",
    lang_given: bool = False,
    version: str = "",
    first: str | None = None,
    argv: Sequence[str] = ("zixin",),
) -> int:
    """Open the window and stay until it is closed. A second start on the same store raises the first window and ends with 0."""
    from app.ui.runtime.instance import Instance

    app = make_application(argv)
    instance = Instance(store)
    if not instance.acquire() and instance.ask_other_to_raise():
        return 0
    state_dir.mkdir(parents=True, exist_ok=True)
    window = Window(
        open_store=open_store, screens=screens, state_dir=state_dir, lang=lang, lang_given=lang_given, version=version,
        first=first, instance=instance, welcome=True,
    )
    window.stopped.connect(app.quit)
    window.show()
    return app.exec()
