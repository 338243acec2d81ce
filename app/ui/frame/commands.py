"""What can be done everywhere in the window: saving, going, finding, switching look and language, asking for help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from app.texts import languages
from app.ui.actions.registry import Action

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.ui.actions.menus import MainMenu
    from app.ui.main_window import Frame
    from app.ui.palette.view import Palette

_GENERAL, _GO, _VIEW, _HELP, _LANGUAGE = (
    "ui.group.general", "ui.group.go", "ui.group.view", "ui.group.help", "ui.group.language",
)  # fmt: skip


class Commands(QObject):
    """The actions of the frame. Menu, palette and help are imported when they are used for the first time."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame
        self._menu: MainMenu | None = None
        self._palette: Palette | None = None
        self._announced = self._alt_alone = False
        frame.top.menu_wanted.connect(self.menu)
        self._add()

    def _add(self) -> None:
        frame, add = self._frame, self._frame.actions_.add
        add(Action("app.save", "ui.action.save", frame.save_now, "Ctrl+S", "save"))
        add(Action("app.officer", "ui.action.officer", frame.top.open_officers, "Ctrl+Shift+O", "officer"))
        lock = _Lock(frame)
        add(Action("app.lock", "ui.action.lock", lock.now, "Ctrl+L", "lock", _GENERAL, lock.possible, why_not=lock.why_not))
        page = _ThisPage(frame)
        add(Action("page.find", "ui.action.page_find", page.find, "Ctrl+F", "search", "ui.group.edit", page.can_find))
        add(Action("page.print", "ui.action.print", page.print_page, "Ctrl+P", "print", _GENERAL, page.can_print))
        add(Action("app.quit", "ui.action.quit", self.quit, "Ctrl+Q"))
        add(Action("app.back", "ui.action.back", frame.back, "Alt+Left", "back", _GO, frame.can_back, why_not=_no_way))
        add(
            Action(
                "app.forward", "ui.action.forward", frame.forward, "Alt+Right", "forward", _GO, frame.can_forward, why_not=_no_way
            )
        )
        for spec in [spec for spec in frame.specs if spec.section is not None][:9]:
            number = sum(one.id.startswith("go.") for one in frame.actions_.all()) + 1
            add(Action(f"go.{spec.id}", spec.title_key, _Go(frame, spec.id).go, f"Ctrl+{number}", spec.icon, _GO))
        add(Action("app.lists", "ui.action.app_lists", _Go(frame, "lists").go, "", "lock", _GO))
        add(Action("app.orders", "ui.action.app_orders", _Go(frame, "orders").go, "", "clock", _GO))
        add(Action("app.check_order", "ui.action.check_order", _CheckOrder(frame).go, "Ctrl+Alt+K", "check", _GO))
        for by, name, keys in ((1, "next", "Ctrl+PgDown"), (-1, "previous", "Ctrl+PgUp")):
            beside = _Beside(frame, by)
            key = f"ui.action.screen_{name}"
            add(Action(f"app.screen_{name}", key, beside.go, keys, None, _GO, beside.possible, why_not=beside.why))
        for name, key, screen, keys, icon in (
            ("case.score", "ui.action.case_score", "score", "Ctrl+Shift+Return", "score"),
            ("score.approval", "ui.action.score_approval", "approval", "Ctrl+Shift+A", "check"),
        ):
            tab = _Tab(frame, screen)
            add(Action(name, key, tab.go, keys, icon, "ui.group.case", tab.possible, why_not=_no_case))
        add(Action("app.menu", "ui.action.menu", self.menu, "F10", "menu", _VIEW))
        add(Action("app.to_page", "ui.action.to_page", frame.to_page, "Ctrl+Shift+F6", None, _VIEW))
        add(Action("app.part_next", "ui.action.part_next", frame.parts.forth, "F6", None, _VIEW))
        add(Action("app.part_previous", "ui.action.part_previous", frame.parts.back, "Shift+F6", None, _VIEW))
        add(Action("app.theme", "ui.action.theme", frame.other_theme, "Ctrl+Shift+L", "theme", _VIEW))
        add(Action("app.full_screen", "ui.action.full_screen", self.full_screen, "F11", None, _VIEW))
        for code in languages():
            add(Action(f"app.lang_{code}", f"ui.action.lang_{code}", _Speak(frame, code).use, "", None, _LANGUAGE))
        add(Action("app.help", "ui.action.help", self.help_here, "F1", "help", _HELP))
        add(Action("app.help_all", "ui.action.help_all", self.help_all, "Shift+F1", None, _HELP))
        add(Action("app.palette", "ui.action.palette", self.palette, "Ctrl+Shift+P", "search", _HELP))
        add(Action("app.shortcuts", "ui.action.shortcuts", self.shortcuts, "Ctrl+/", "keyboard", _HELP))

    def announce(self) -> None:
        """Let menus, palette and sheet know what screens will bring that are not made yet."""
        if self._announced:
            return
        self._announced = True
        from app.ui.actions.known import known_actions

        frame = self._frame
        ids = {spec.id for spec in frame.specs}
        always = [spec.id for spec in frame.specs if spec.parent is None]
        frame.actions_.announce(known_actions(ids), always, frame.go, frame.way)

    # --- the actions -----------------------------------------------------------------------------------------------

    def menu(self) -> None:
        """Open the menu of the window below its button."""
        self.announce()
        button = self._frame.top.menu_button
        self._made_menu().open_at(button.mapToGlobal(QPoint(0, button.height())))

    def _made_menu(self) -> MainMenu:
        if self._menu is None:
            from app.ui.actions.menus import MainMenu

            self._menu = MainMenu(self._frame.ui, self._frame.actions_, self._frame)
        return self._menu

    def key_pressed(self, event: QKeyEvent) -> bool:
        """Alt with the letter of a menu opens that menu; Alt alone opens the first when it is let go."""
        from PySide6.QtCore import Qt

        bare = event.modifiers() in (Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier)
        self._alt_alone = event.key() == Qt.Key.Key_Alt and bare
        if self._alt_alone or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            return self._alt_alone
        letter = event.text().lower() or (chr(event.key()).lower() if event.key() < 0x10000 else "")
        return bool(letter.strip()) and self._menu_of(letter)

    def key_released(self, event: QKeyEvent) -> bool:
        from PySide6.QtCore import Qt

        alone, self._alt_alone = self._alt_alone and event.key() == Qt.Key.Key_Alt, False
        if alone:
            self.menu()
        return alone

    def alt_is_used(self) -> None:
        """Alt was part of a shortcut: letting it go means nothing."""
        self._alt_alone = False

    def _menu_of(self, letter: str) -> bool:
        from app.ui.actions.mnemonics import mnemonic

        menu = self._made_menu()
        wanted = next((one for one in menu.menus.values() if mnemonic(one.title()) == letter), None)
        if wanted is None:
            return False
        self.menu()
        menu.setActiveAction(wanted.menuAction())
        return True

    def palette(self) -> None:
        self.announce()
        if self._palette is None:
            from app.ui.palette.view import Palette

            self._palette = Palette(self._frame.ui, self._frame.actions_, self._frame)
        self._palette.open()

    def shortcuts(self) -> None:
        from app.ui.actions.sheet import ShortcutSheet

        self.announce()
        ShortcutSheet(self._frame.ui, self._frame.actions_, self._frame).open()

    def help_here(self) -> None:
        """F1: the topic of what has the focus, else of the screen."""
        from app.ui.help.here import topic_here

        self._frame.help.show_topic(topic_here(self._frame))

    def help_all(self) -> None:
        self._frame.help.show_topic("contents")

    def full_screen(self) -> None:
        frame = self._frame
        if frame.isFullScreen():
            frame.showNormal()
        else:
            frame.showFullScreen()

    def quit(self) -> None:
        self._frame.close()


def _no_way() -> str:
    return "ui.why.no_way"


def _no_case() -> str:
    return "ui.why.case"


class _Go(QObject):
    """The way to one screen, as something an action can be bound to."""

    def __init__(self, frame: Frame, screen_id: str) -> None:
        super().__init__(frame)
        self._frame, self._screen_id = frame, screen_id

    def go(self) -> None:
        self._frame.go(self._screen_id)


class _CheckOrder(QObject):
    """The way to the check of an order: in the file of the customer that is open, else on the page for all customers."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame

    def go(self) -> None:
        customer = self._frame.way("customer")
        self._frame.go(*(("orders", "new") if customer is None else (customer[0], (customer[1], "orders"))))


class _ThisPage(QObject):
    """What every page may answer in its own way: one key, whatever is shown."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame

    def can_find(self) -> bool:
        page = self._frame.page
        return page is not None and page.can_find()

    def find(self) -> None:
        if self._frame.page is not None:
            self._frame.page.find_here()

    def can_print(self) -> bool:
        page = self._frame.page
        return page is not None and page.can_print()

    def print_page(self) -> None:
        if self._frame.page is not None:
            self._frame.page.print_page()


class _Lock(QObject):
    """Locking the window at once."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self._frame = frame

    def possible(self) -> bool:
        return self._frame.can_lock()

    def why_not(self) -> str:
        return "ui.why.lock"

    def now(self) -> None:
        self._frame.locking.lock()


class _Beside(QObject):
    """The way to the next or previous screen of the case that is open."""

    def __init__(self, frame: Frame, by: int) -> None:
        super().__init__(frame)
        self._frame, self._by = frame, by

    def possible(self) -> bool:
        return self._frame.beside(self._by) is not None

    def why(self) -> str:
        return "ui.why.no_way" if self._frame.beside(-self._by) is not None else "ui.why.case"

    def go(self) -> None:
        place = self._frame.beside(self._by)
        if place is not None:
            self._frame.go(*place)


class _Tab(QObject):
    """The way to one screen of the case that is open, from whichever of its screens is shown."""

    def __init__(self, frame: Frame, screen: str) -> None:
        super().__init__(frame)
        self._frame, self._screen = frame, screen

    def possible(self) -> bool:
        return self._frame.current != self._screen and self._frame.way(self._screen) is not None

    def go(self) -> None:
        place = self._frame.way(self._screen)
        if place is not None:
            self._frame.go(*place)


class _Speak(QObject):
    """Another language for the window."""

    def __init__(self, frame: Frame, code: str) -> None:
        super().__init__(frame)
        self._frame, self._code = frame, code

    def use(self) -> None:
        self._frame.ui.switch_language(self._code)


