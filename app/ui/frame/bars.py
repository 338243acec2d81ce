"""Top bar and status bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.texts import Texts, languages
from app.ui.context import Ui
from app.ui.runtime.save_state import SaveState
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import Label, repolish

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QResizeEvent

    from app.ui.widgets.banner import Toast

Entries = Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]]


_LOOKS = ("light", "dark", "contrast", "system")


def _languages() -> list[tuple[str, str]]:
    """Every language there is, by its own name."""
    return [(code, Texts.load(code)("language.name")) for code in languages()]


class _Choice(QPushButton):
    """A quiet button with a menu of which one entry is chosen. The menu is made when it is opened."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: Entries = ()
        self._current = ""
        self.setProperty("kind", "choice")
        self.clicked.connect(self.open)

    def fill(self, entries: Entries, current: str) -> None:
        """``entries``: pairs of value and text, or a function that names them when the menu is opened."""
        self._entries, self._current = entries, current

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return and the arrow down open the menu as Space does."""
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down) and not event.isAutoRepeat():
            self.open()
            return
        super().keyPressEvent(event)

    def open(self) -> None:
        """Show the menu, the entry in use chosen."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for value, text in self._entries() if callable(self._entries) else self._entries:
            action = menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setData(value)
            action.setChecked(value == self._current)
            if action.isChecked():
                menu.setActiveAction(action)
        menu.triggered.connect(self._picked)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _picked(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class _SkipLink(QPushButton):
    """The first stop of Tab: past rail and bars to the page. Seen only while it has the focus."""

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self.setObjectName("skip")
        self.setMaximumWidth(0)
        ui.language_changed.connect(self._show)
        self._show()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setMaximumWidth(self.sizeHint().width())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setMaximumWidth(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _show(self) -> None:
        text = self._ui.t("ui.action.to_page")
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)


class TopBar(QFrame):
    """The menu, the program's name, a place for the search, and who works here."""

    officer_chosen = Signal(str)
    menu_wanted = Signal()
    skip_wanted = Signal()

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._officer = ""
        self.officers: tuple[str, ...] = ()
        self.setObjectName("topBar")
        self.setFixedHeight(ui.px(44))
        ui.theme_changed.connect(self._measure)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self._skip = _SkipLink(ui, self)
        self._skip.clicked.connect(self.skip_wanted)
        self.menu_button = IconButton(ui, "menu", "ui.action.menu", self)
        self.menu_button.clicked.connect(self.menu_wanted)
        brand = Label(ui, "program.name", wrap=False)
        brand.setObjectName("brand")
        row.addWidget(self._skip)
        row.addWidget(self.menu_button)
        row.addWidget(brand)
        row.addSpacing(60)
        self._middle = QHBoxLayout()
        row.addLayout(self._middle, 1)
        row.addStretch(1)
        self._choice = _Choice(self)
        self._choice.chosen.connect(self.officer_chosen)
        row.addWidget(self._choice)
        self._choice.hide()
        ui.language_changed.connect(self._show)

    def set_search(self, widget: QWidget) -> None:
        """The search of the window, in the middle of the bar."""
        self._middle.addWidget(widget)

    def _measure(self) -> None:
        self.setFixedHeight(self._ui.px(44))

    def leave_skip(self) -> None:
        """The window opens with the focus on its first stop: leave it, so that it is seen only by whoever tabs to it."""
        if self._skip.hasFocus():
            self._skip.clearFocus()

    def open_officers(self) -> None:
        """Show who else may work here."""
        if not self._choice.isHidden():
            self._choice.open()

    def set_officer(self, name: str, others: Sequence[str] = ()) -> None:
        """Who works here, and between whom can be switched."""
        self._officer, self.officers = name, tuple(others)
        self._choice.fill([(one, one) for one in self.officers or (name,)], name)
        self._show()

    def _show(self) -> None:
        text = self._ui.t("ui.officer", name=self._officer)
        self._choice.setText(text.replace("&", "&&"))
        self._choice.setAccessibleName(text)
        self._choice.setVisible(bool(self._officer))


class StatusBar(QFrame):
    """Saved state, store, methodology at the left; look and language at the right."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui = ui
        self._state = SaveState("clean")
        self._store, self._encrypted, self._methodology, self._busy = "", False, "", False
        self.setObjectName("statusBar")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long reason never widens the window
        self.setFixedHeight(ui.px(30))
        ui.theme_changed.connect(self._measure)
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 0, 8, 0)
        row.setSpacing(18)
        self.saved = Label(ui, wrap=False)
        self.saved.setProperty("state", self._state.kind)
        self.store = Label(ui, wrap=False)
        self.methodology = Label(ui, wrap=False)
        self.busy = Label(ui, "ui.status.busy", wrap=False)
        for label in (self.saved, self.store, self.methodology, self.busy):
            row.addWidget(label)
        row.addStretch(1)
        self._row = row
        self._note: Toast | None = None
        self._theme = _Choice(self)
        self._theme.chosen.connect(self.theme_chosen)
        row.addWidget(self._theme)
        self._language = _Choice(self)
        self._language.chosen.connect(self.language_chosen)
        row.addWidget(self._language)
        self.busy.hide()
        ui.language_changed.connect(self._show)
        self._show()

    def take_note(self, note: Toast) -> None:
        """A place for notes that come and go, between what stands at the left and at the right."""
        self._note = note
        self._row.insertWidget(self._row.indexOf(self._theme), note)
        self._row.insertStretch(self._row.indexOf(self._theme), 1)
        note.came_or_went.connect(self._fit)

    def _measure(self) -> None:
        self._show()

    def _fit(self) -> None:
        """One line at every width: what can wait goes first. The saved state always stays; a long note makes the bar higher."""
        room = self.width() - 40 - sum(one.sizeHint().width() + 18 for one in (self._theme, self._language))
        room -= self.saved.sizeHint().width() + 18
        if not self.busy.isHidden():
            room -= self.busy.sizeHint().width() + 18
        height = self._ui.px(30)
        if self._note is not None and not self._note.isHidden():
            height = max(height, self._note.take_room(max(room - 36, self.width() // 3)) + 3)
            room -= self._note.width() + 36
        self.setFixedHeight(height)
        for label, text in ((self.store, self._store), (self.methodology, self._methodology)):
            room -= label.sizeHint().width() + 18
            label.setVisible(bool(text) and room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def set_store(self, name: str, encrypted: bool) -> None:
        self._store, self._encrypted = name, encrypted
        self._show()

    def set_methodology(self, name: str) -> None:
        self._methodology = name
        self._show()

    def set_state(self, state: SaveState) -> None:
        self._state = state
        self._show()

    def set_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        self._fit()

    def saved_text(self) -> str:
        """How things stand, in words."""
        state = self._state
        if state.kind == "failed" and state.error is not None:
            known = hasattr(state.error, "key")
            reason = self._ui.error_text(state.error) if known else self._ui.t("ui.error.ours")
            return self._ui.t("ui.saved.failed", reason=reason)
        if state.kind == "saving":
            return self._ui.t("ui.saved.saving")
        if state.at is not None:
            return self._ui.t("ui.saved.at", time=self._ui.time(state.at))
        return self._ui.t("ui.saved.clean")

    def _show(self) -> None:
        self.saved.set_text(self.saved_text())
        self.saved.setToolTip(self.saved_text())
        if self.saved.property("state") != self._state.kind:
            self.saved.setProperty("state", self._state.kind)
            repolish(self.saved)
        key = "ui.status.store_password" if self._encrypted else "ui.status.store_builtin"
        self.store.set_text(self._ui.t(key, name=self._store) if self._store else "")
        self.methodology.set_text(self._ui.t("ui.status.methodology", name=self._methodology) if self._methodology else "")
        choice = self._ui.theme_choice
        look = self._ui.t(f"ui.settings.theme.{choice}")
        self._theme.setText(look)
        self._theme.setIcon(self._ui.icon("theme", "accent_text"))
        self._theme.setAccessibleName(f"{self._ui.t('ui.status.theme')}: {look}")
        self._theme.fill([(one, self._ui.t(f"ui.settings.theme.{one}")) for one in _LOOKS], choice)
        name = self._ui.t("language.name")
        self._language.setText(name)
        self._language.setAccessibleName(self._ui.t("ui.status.language", name=name))
        self._language.fill(_languages, self._ui.lang)
        self._fit()
