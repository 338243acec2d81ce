"""The frame: rail, top bar, the screens one above the other, status bar. It knows no service and no screen by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.ui.context import PageUi, Ui
from app.ui.frame.bars import StatusBar, TopBar
from app.ui.frame.history import History
from app.ui.frame.rail import Rail
from app.ui.frame.spec import ScreenSpec
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent

    from app.models.domain.errors import UserError
    from app.ui.frame.day import DayWatch
    from app.ui.frame.lock import WindowLock
    from app.ui.frame.memory import Memory
    from app.ui.frame.screen import Screen
    from app.ui.frame.sign_in import OfficerSwitch
    from app.ui.frame.signature import Signature
    from app.ui.frame.trail import TrailBar
    from app.ui.runtime.autosave import Autosave
    from app.ui.runtime.errors import ErrorRouter
    from app.ui.runtime.runner import Refused, Runner
    from app.ui.runtime.save_state import SaveState
    from app.ui.undo.drafts import Drafts
    from app.ui.undo.place import UndoPlace

_BUSY_AFTER_MS = 600


class Frame(QMainWindow):
    """The window. Made in three steps: painted (rail and bars only), ``attach`` (workers, actions), ``ready`` (store open).

    Screens are built when first needed, and only after ``ready``.
    """

    painted = Signal()  # once, after the first paint
    closed = Signal()  # everything is saved and the window is gone
    shown = Signal(str)  # id of the screen that is shown now

    def __init__(self, ui: Ui, specs: Sequence[ScreenSpec]) -> None:
        super().__init__()
        self._ui = self.ui = ui
        ui.dress(self)
        self.specs = tuple(specs)
        self._specs = {spec.id: spec for spec in specs}
        self._screens: dict[str, Screen] = {}
        self._uis: dict[str, PageUi] = {}
        self._missed: dict[str, frozenset[str]] = {}
        self._history = History()
        self._current: str | None = None
        self.before_late: Callable[[], None] | None = None  # what the program itself adds then
        self._memory: Memory | None = None
        self._trail: TrailBar | None = None
        self._wish: tuple[str, object] | None = None
        self._is_ready = self._was_painted = self._closing = self._gone = False
        self._switch: OfficerSwitch | None = None
        self.signature: Signature | None = None
        self._lay_out(list(specs))
        self.rail.chosen.connect(self.go)
        self._retitle()

    def attach(self, runner: Runner, autosave: Autosave, errors: ErrorRouter) -> None:
        """After the first paint: join what works behind the frame."""
        from app.ui.actions.registry import ActionRegistry
        from app.ui.frame.commands import Commands
        from app.ui.frame.host import ScreenHost
        from app.ui.frame.parts import Parts
        from app.ui.frame.search import SearchField
        from app.ui.help.place import HelpPlace
        from app.ui.widgets.banner import Toast

        self._runner, self._autosave = runner, autosave
        self.toast = Toast(self._ui, self.status)
        self.status.take_note(self.toast)
        self.actions_ = ActionRegistry(self._ui, self, self._before_action)
        self.host = ScreenHost(self, self._ui, runner, autosave, self.actions_, errors)
        self._busy_timer = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._show_busy)
        self.parts = Parts(self, (self._part_rail, self._part_top, self._part_page, self._part_help, self._part_status))
        self.help = HelpPlace(self, self.host, self._middle, self._whole)
        self._connect(errors)
        self.commands = Commands(self)
        self.search = SearchField(self)
        self.top.set_search(self.search)

    def _lay_out(self, specs: list[ScreenSpec]) -> None:
        ui = self._ui
        self._whole = whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar(ui, whole)
        self.rail = Rail(ui, specs, whole)
        self.stack = QStackedWidget(whole)
        self.status = StatusBar(ui, whole)
        self._middle = middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        self._page_column = QWidget(whole)
        self.page_column = QVBoxLayout(self._page_column)
        self.page_column.setContentsMargins(0, 0, 0, 0)
        self.page_column.setSpacing(0)
        self.page_column.addWidget(self.stack, 1)
        middle.addWidget(self._page_column, 1)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        waiting = QWidget()
        waiting.setObjectName("page")
        inner = QVBoxLayout(waiting)
        inner.setContentsMargins(18, 18, 18, 18)
        inner.addWidget(Label(ui, "ui.opening", role="muted"))
        inner.addStretch(1)
        self.stack.addWidget(waiting)
        self.setCentralWidget(whole)

    def _connect(self, errors: ErrorRouter) -> None:
        self.status.language_chosen.connect(self._ui.switch_language)
        self.status.theme_chosen.connect(self._ui.switch_theme)
        self.top.skip_wanted.connect(self.to_page)
        self.top.officer_chosen.connect(self._other_officer)
        self._autosave.state_changed.connect(self._saved_state)
        self._autosave.to_tell.connect(errors.autosave_failed)
        self._runner.changed.connect(self._changed)
        self._runner.busy_changed.connect(self._busy)
        self.actions_.waits.connect(self._settle_soon)
        self.actions_.refused.connect(self._say_why_not)
        self._runner.set_before_command(self._before_command)
        self._runner.set_mender(self._password_missing)
        errors.user_error.connect(self._user_error)
        errors.environment_fault.connect(self._fault)
        errors.crashed.connect(self._crashed)
        self._ui.language_changed.connect(self._retitle)

    def remember(self, settings: QSettings) -> None:
        """Keep in ``settings`` what is to be as it was at the next start."""
        from app.ui.frame.memory import Memory

        self._memory = Memory(self, settings)

    def remembered(self) -> str:
        """Id of the rail's screen that was shown last time; "" when there is none."""
        return self._memory.screen() if self._memory is not None else ""

    def kept(self, name: str) -> str:
        return self._memory.kept(name) if self._memory is not None else ""

    def keep(self, name: str, text: str) -> None:
        if self._memory is not None:
            self._memory.keep(name, text)

    # --- screens ---------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str | None:
        """Id of the screen that is shown."""
        return self._current

    @property
    def page(self) -> Screen | None:
        """The screen that is shown."""
        return self._screens.get(self._current or "")

    @property
    def argument(self) -> object:
        """What the screen is shown for: the id of a customer or a case, None without."""
        argument = self._history.here[1] if self._history.here is not None else None
        return argument[0] if isinstance(argument, tuple) and argument else argument

    @cached_property
    def undo(self) -> UndoPlace:
        """Undo and redo; what is entered can be undone from when it is first asked for."""
        from app.ui.undo.place import UndoPlace

        made = UndoPlace(self)
        made.start()
        return made

    @cached_property
    def drafts(self) -> Drafts:
        """What is typed and not saved yet, and what the last session left of it."""
        from app.ui.undo.drafts import Drafts

        made = Drafts(self)
        made.start()
        return made

    @cached_property
    def locking(self) -> WindowLock:
        """The lock of the window, watching from when it is first asked for."""
        from app.ui.frame.lock import WindowLock

        made = WindowLock(self)
        made.start()
        return made

    @cached_property
    def day(self) -> DayWatch:
        """What a day brings by itself, from when it is first asked for."""
        from app.ui.frame.day import DayWatch

        made = DayWatch(self.host)
        made.start()
        return made

    def can_lock(self) -> bool:
        """Whether who works here could open a locked window again; known a moment after the first rows are shown."""
        return "locking" in self.__dict__ and self.locking.possible()

    def late(self) -> None:
        """What nobody needs before the first rows are shown, or before something is entered."""
        if self._is_ready and not self._gone:
            if self.before_late is not None:
                self.before_late()
            self.commands.announce()
            _ = self.undo, self.drafts, self.locking, self.day

    def ready(self, first: str) -> None:
        """The store is open: show what the user asked for meanwhile, or ``first``."""
        self._is_ready = True
        self.go(*(self._wish or (first, None)))
        self.top.leave_skip()

    def go(self, screen_id: str, argument: object = None) -> None:
        """Show a screen with its argument."""
        if not self._is_ready:
            self._wish = (screen_id, argument)
            self.rail.light(screen_id)
            return
        if self._leave():
            self._history.visit((screen_id, argument))
            self._show_screen(screen_id, argument)

    def back(self) -> None:
        self._step(-1)

    def forward(self) -> None:
        self._step(1)

    def can_back(self) -> bool:
        return self._history.step(-1) is not None

    def can_forward(self) -> bool:
        return self._history.step(1) is not None

    def beside(self, by: int) -> tuple[str, object] | None:
        """The screen of the open case ``by`` tabs further, with its argument."""
        return self._trail.beside(by) if self._trail is not None else None

    def way(self, screen_id: str) -> tuple[str, object] | None:
        """A screen of the customer or case that is open, with its argument."""
        return self._trail.way(screen_id) if self._trail is not None else None

    def _step(self, by: int) -> None:
        place = self._history.step(by)
        if place is not None and self._is_ready and self._leave():
            self._history.settle(by)
            self._show_screen(*place)

    def _leave(self) -> bool:
        self._commit()
        self._autosave.flush()
        here = self._screens.get(self._current or "")
        return here is None or here.leave()

    def _show_screen(self, screen_id: str, argument: object) -> None:
        spec = self._specs[screen_id]
        screen = self.made(screen_id)
        for one, ui in self._uis.items():
            ui.set_shown(one == screen_id)
        self._current = screen_id
        self.stack.setCurrentWidget(screen)
        self.rail.light(spec.parent or screen_id)
        self.actions_.set_screen(screen_id)
        self._retitle()
        missed = self._missed.pop(screen_id, frozenset())
        if missed:
            screen.on_changes(missed)
        screen.enter(argument)
        self._show_trail(spec, argument)
        self.actions_.refresh()
        self.shown.emit(screen_id)

    def made(self, screen_id: str) -> Screen:
        """The screen, made now if it was never needed before."""
        screen = self._screens.get(screen_id)
        if screen is None:
            if self._screens:
                self.late()  # only the first screen does without
            self.actions_.home = screen_id
            ui = self._uis[screen_id] = PageUi(self._ui)
            screen = self._specs[screen_id].factory(self.host.for_page(ui))
            self.actions_.home = ""
            self._screens[screen_id] = screen
            self.stack.addWidget(screen)
        return screen

    def _show_trail(self, spec: ScreenSpec, argument: object) -> None:
        if self._trail is None and spec.section is None:
            from app.ui.frame.trail import TrailBar

            self._trail = TrailBar(self._ui, self.host, self.specs, self._page_column)
            self._trail.wanted.connect(self.go)
            self.page_column.insertWidget(0, self._trail)
        if self._trail is not None:
            self._trail.stand_at(spec.id, argument)

    def _changed(self, flags: frozenset[str], owner: object) -> None:
        own = self._screen_of(owner)
        for screen_id, screen in self._screens.items():
            if screen is own:
                screen.on_own_changes(flags, owner)
                continue
            if screen_id == self._current:
                screen.on_changes(flags)
            else:
                self._missed[screen_id] = self._missed.get(screen_id, frozenset()) | flags
        self.actions_.refresh()

    def _screen_of(self, owner: object) -> Screen | None:
        from app.ui.frame.screen import Screen

        while owner is not None:
            if isinstance(owner, Screen):
                return owner
            owner = owner.parent()  # type: ignore[attr-defined]
        return None

    # --- saving ----------------------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Ctrl+S: take over the field in hand, write everything."""
        self._commit()
        self._autosave.flush()

    def _commit(self) -> None:
        from app.ui.forms.base import commit_pending_edit

        commit_pending_edit()

    def _before_action(self) -> None:
        self.commands.alt_is_used()
        self._commit()

    def _before_command(self) -> None:
        self.late()
        self._commit()
        self._autosave.flush()

    def _saved_state(self, state: SaveState) -> None:
        self.status.set_state(state)
        if state.kind == "saving":
            self.late()
        if self._closing:
            self._close_when_saved()

    def _busy(self, jobs: int) -> None:
        if not jobs:
            self._busy_timer.stop()
            self.status.set_busy(False)
            self._settle()
        elif not self._busy_timer.isActive() and self.status.busy.isHidden():
            self._busy_timer.start()

    def _settle_soon(self) -> None:
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """An action that led to its page is done there by now, or says why not."""
        if not self._runner.busy:
            self.actions_.settle()

    def _say_why_not(self, text: str) -> None:
        self.toast.show_text(text)

    def _show_busy(self) -> None:
        self.status.set_busy(self._runner.busy > 0)

    # --- messages --------------------------------------------------------------------------------------------------

    def show_banner(self, text: str, kind: str) -> None:
        screen = self._screens.get(self._current or "")
        if screen is not None:
            screen.banner.show_message(text, kind)
        else:
            self.toast.show_text(text)

    def ask(self, title: str, text: str, yes_key: str, on_yes: Callable[[], object], danger: bool) -> None:
        from app.ui.frame import dialogs

        dialogs.ask(self._ui, self, title, text, yes_key, on_yes, danger)

    def _user_error(self, error: UserError, owner: object) -> None:
        screen = self._screen_of(owner) or self._screens.get(self._current or "")
        if screen is not None:
            screen.show_error(error)
        else:
            self.toast.show_text(self._ui.error_text(error))

    def _fault(self, error: Exception, retry: Callable[[], object] | None) -> None:
        from app.ui.frame import dialogs

        dialogs.fault(self._ui, self, self._ui.error_text(error), retry)

    def _crashed(self, report: str, path: str) -> None:
        from app.ui.frame import dialogs

        dialogs.CrashNote(self._ui, self, self.status.saved_text(), report, path).open()

    # --- parts of the window ---------------------------------------------------------------------------------------

    def to_page(self) -> None:
        """Put the focus into the page, past rail and bars."""
        self.parts.enter(2, self._part_page())

    def _part_rail(self) -> QWidget:
        return self.rail

    def _part_top(self) -> QWidget:
        return self.top

    def _part_page(self) -> QWidget | None:
        return self.stack.currentWidget()

    def _part_help(self) -> QWidget | None:
        return self.help.panel

    def _part_status(self) -> QWidget:
        return self.status

    # --- window ----------------------------------------------------------------------------------------------------

    def come_to_front(self) -> None:
        """Another start of the program found this window."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field and no shortcut took: Alt alone or with a letter is for the menu."""
        if not self._takes_keys() or not self.commands.key_pressed(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._takes_keys() or not self.commands.key_released(event):
            super().keyReleaseEvent(event)

    def put_away(self, away: bool) -> None:
        """Show nothing of the window's inside, or show it again: it is locked."""
        self._whole.setHidden(away)

    def _takes_keys(self) -> bool:
        return hasattr(self, "commands") and not self._whole.isHidden()  # hidden: the window is locked

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._gone:
            event.accept()
            return
        if not hasattr(self, "host"):
            self._close_anyway()
        event.ignore()
        if not self._closing and not self._gone and (not self._is_ready or self._leave()):
            self._closing = True
            self._close_when_saved()

    def _close_when_saved(self) -> None:
        state = self._autosave.state
        if state.kind == "failed":
            self._closing = False
            self.ask(
                self._ui.t("ui.close_unsaved.title"),
                self._ui.t("ui.close_unsaved.text", state=self.status.saved_text()),
                "ui.close_unsaved.yes",
                self._close_anyway,
                True,
            )
        elif not self._autosave.pending:
            self._close_anyway()

    def _close_anyway(self) -> None:
        self._gone = True
        self._closing = False
        QTimer.singleShot(0, self._finish)

    def _finish(self) -> None:
        self.close()
        self.closed.emit()

    def other_theme(self) -> None:
        """The next look: light or dark."""
        self._ui.switch_theme("light" if self._ui.theme == "dark" else "dark")

    def _other_officer(self, name: str) -> None:
        self.save_now()
        self.sign_in(name)

    def sign_in(self, name: str) -> None:
        """``name`` works here from now on; with a password after it was given."""
        if self._switch is None:
            from app.ui.frame.sign_in import OfficerSwitch

            self._switch = OfficerSwitch(self._ui, self, self.host)
        self._switch.to(name, self.top.officers)

    def _password_missing(self, error: UserError, refused: Refused) -> bool:
        """A command needs the password of its officer: it is asked for here, and the command done again."""
        if self.signature is None:
            from app.ui.frame.signature import Signature

            self.signature = Signature(self)
        return self.signature.take(error, refused)

    def _retitle(self) -> None:
        spec = self._specs.get(self._current or "")
        self.setWindowTitle(f"{self._ui.t(spec.title_key)} — Zixin" if spec else "Zixin")
