"""The registry of actions. An action is a record; from it come its menu entry, its button, its shortcut and its help line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.texts import Texts
from app.ui.context import Ui
from app.ui.runtime.runner import bound_to_qobject
from app.ui.widgets.buttons import ActionButton


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the user can do.

    ``callback`` is a bound method of a QObject without arguments. ``enabled`` is asked at ``refresh``. ``screen``: the action
    works only while that screen is shown; None means always. ``group_key`` heads its lines in the shortcut sheet.

    ``tip_key``: one sentence on what it does, by default the text ``ui.tip.<id>``. ``menu``: the menu of the window it stands
    in, by default that of its group. ``text`` gives a text that changes ("Undo: limit"); it is asked at ``refresh`` too.
    ``why_not`` names the text that says why the action is not possible now; it is asked only while ``enabled`` says no.
    """

    id: str
    text_key: str
    callback: Callable[[], object]
    shortcut: str = ""
    icon: str | None = None
    group_key: str = "ui.group.general"
    enabled: Callable[[], bool] | None = None
    screen: str | None = None
    tip_key: str = ""
    menu: str = ""
    text: Callable[[], str] | None = None
    why_not: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An action of a screen that has not been made yet; ``home`` is the screen that brings it."""

    id: str
    text_key: str
    home: str
    shortcut: str = ""
    icon: str | None = None
    group_key: str = "ui.group.general"
    screen: str | None = None
    tip_key: str = ""
    menu: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An action as menus, palette and sheet show it: in the language in use, and how it stands at this moment."""

    id: str
    text: str
    english: str
    tip: str
    keys: str
    icon: str | None
    group_key: str
    menu: str
    possible: bool
    why: str


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """Entries of the same name as one: several screens lead "back to the case"; the one that is possible now stands for all."""
    found: dict[str, Entry] = {}
    for entry in entries:
        kept = found.get(entry.text)
        if kept is None or (entry.possible and not kept.possible):
            found[entry.text] = entry
    return list(found.values())


class ActionRegistry(QObject):
    """All actions of the window; owns their QActions."""

    changed = Signal()
    waits = Signal()  # an action led to its screen, which cannot do it yet: ``settle`` when it has read
    refused = Signal(str)  # why an action that led to its screen cannot be done there

    def __init__(self, ui: Ui, window: QWidget, before: Callable[[], None] | None = None) -> None:
        super().__init__(window)
        self._ui = ui
        self._window = window
        self._before = before
        self._actions: dict[str, Action] = {}
        self._known: dict[str, Known] = {}
        self._made: dict[str, QAction] = {}
        self._keys: dict[str, str] = {}  # who holds them
        self.homes: dict[str, str] = {}
        self.home = ""  # the screen that is being made
        self._screen: str | None = None
        self._resting = False
        self._with_icons = False
        self._open: frozenset[str] = frozenset()
        self._go: Callable[..., object] | None = None
        self._way: Callable[[str], tuple[str, object] | None] | None = None
        self._waiting: tuple[str, str] | None = None  # an action that its screen, just shown, cannot do yet; and that screen
        ui.language_changed.connect(self._retranslate)
        ui.theme_changed.connect(self._retranslate)

    # --- making ----------------------------------------------------------------------------------------------------

    def add(self, action: Action) -> QAction:
        """Register ``action``; ValueError when its id or its keys are taken, on whatever screen: keys mean one thing."""
        bound_to_qobject(action.callback)
        if action.id in self._actions:
            raise ValueError(f"action {action.id} is registered twice")
        if taken := self._holder(action):
            raise ValueError(f"{action.shortcut} of {action.id} belongs to {taken}")
        self._known.pop(action.id, None)
        made = self._make(action)
        self._actions[action.id] = action
        self.homes[action.id] = self.home
        self._dress(action)
        self._allow(action)
        self.changed.emit()
        return made

    def announce(
        self, known: Iterable[Known], open_screens: Iterable[str], go: Callable[..., object],
        way: Callable[[str], tuple[str, object] | None] | None = None,
    ) -> None:
        """Let the window know actions of screens that are not made yet.

        ``open_screens`` can be shown by ``go(screen id)`` at any time, and of those that need a customer or a case the ones
        to which ``way`` knows a way from what is open now (screen and argument): their actions lead there first. The
        others stand there with the reason why they rest.
        """
        self._open, self._go, self._way = frozenset(open_screens), go, way
        for one in known:
            if one.id in self._actions or one.id in self._known or self._holder(one):
                continue
            self._known[one.id] = one
            self._make(one)
            self._dress(one)
            self._allow(one)
        self.changed.emit()

    def _make(self, action: Action | Known) -> QAction:
        made = self._made.get(action.id)
        if made is None:
            made = QAction(self._window)
            made.setObjectName(action.id)
            made.triggered.connect(self._triggered)
            self._made[action.id] = made
            self._window.addAction(made)
        made.setProperty("iconName", action.icon or "")
        self._keys = {keys: holder for keys, holder in self._keys.items() if holder != action.id}
        if action.shortcut:
            self._keys[_normal(action.shortcut)] = action.id
        made.setShortcut(QKeySequence(action.shortcut))
        return made

    # --- asking ----------------------------------------------------------------------------------------------------

    def qaction(self, action_id: str) -> QAction:
        return self._made[action_id]

    def all(self) -> tuple[Action, ...]:
        """Every registered action, in the order of registration."""
        return tuple(self._actions.values())

    def entries(self) -> tuple[Entry, ...]:
        """Every action there is, also those of screens not made yet, as it stands now."""
        english = Texts.load("en")
        return tuple(self._entry(one, english) for one in self._every())

    def entry(self, action_id: str) -> Entry:
        """One action as it stands now; KeyError when there is none."""
        action = self._actions.get(action_id)
        return self._entry(action if action is not None else self._known[action_id], Texts.load("en"))

    def run(self, action_id: str) -> bool:
        """Do it, leading to its screen first where that is possible; False when it cannot be done now."""
        if not self.entry(action_id).possible:
            return False
        action: Action | Known = self._actions.get(action_id) or self._known[action_id]
        home = action.home if isinstance(action, Known) else action.screen
        led = self._go is not None and home is not None and home != self._screen
        if self._go is not None and home is not None and led:
            self._go(*(self._way_to(home) or (home,)))
        self.refresh()
        made = self._made[action_id]
        if not made.isEnabled() or action_id not in self._actions:
            self._waiting = (action_id, home or "") if led else None  # the screen has to read first
            if led:
                self.waits.emit()
            return False
        made.trigger()
        return True

    def button(self, action_id: str, kind: str = "secondary", parent: QWidget | None = None) -> ActionButton:
        """A button that shows the action's text, follows its state and triggers it."""
        return ActionButton(self._ui, self._made[action_id], kind, parent)

    def menu(self, action_ids: Iterable[str], parent: QWidget | None = None) -> QMenu:
        """A menu of actions; ``-`` draws a line."""
        self.draw_icons()
        menu = QMenu(parent or self._window)
        for action_id in action_ids:
            if action_id == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._made[action_id])
        return menu

    def draw_icons(self) -> None:
        """Give every action its icon, before the first menu: buttons draw their own, and the start has no use for them."""
        if not self._with_icons:
            self._with_icons = True
            for action in self._actions.values():
                self._dress(action)

    def refresh(self) -> None:
        """Ask every action whether it is possible now, and those with a text of their own what they are called."""
        for action in self._actions.values():
            if action.text is not None:
                self._dress(action)
            self._allow(action)
        if self._waiting is not None and self._made[self._waiting[0]].isEnabled():
            QTimer.singleShot(0, self, self._do_waiting)

    def settle(self) -> None:
        """All is read: an action that still waits for its screen cannot be done there, and the reason is told."""
        if self._waiting is None:
            return
        self.refresh()
        action_id = self._waiting[0]
        if not self._made[action_id].isEnabled():
            self._waiting = None
            entry = self.entry(action_id)
            why = entry.why or self._ui.t("ui.why.not_now")
            self.refused.emit(self._ui.t("ui.why.told", action=entry.text, why=why))

    def set_resting(self, resting: bool) -> None:
        """While the window is locked no key does anything."""
        self._resting = resting
        for made in self._made.values():
            made.setEnabled(False)
        if not resting:
            for action in self._every():
                self._allow(action)

    def set_screen(self, screen: str) -> None:
        """The screen that is shown: actions of others rest."""
        self._screen = screen
        if self._waiting is not None and self._waiting[1] != screen:
            self._waiting = None
        self.refresh()

    # ---------------------------------------------------------------------------------------------------------------

    def _do_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None and waiting[0] in self._actions and self._made[waiting[0]].isEnabled():
            self._made[waiting[0]].trigger()

    def _way_to(self, screen: str) -> tuple[str, object] | None:
        """Where the screen of an action is found from here, if it needs a customer or a case and one is open."""
        return self._way(screen) if self._way is not None and screen not in self._open else None

    def _leads(self, screen: str) -> bool:
        return screen in self._open or self._way_to(screen) is not None

    def _every(self) -> list[Action | Known]:
        return [*self._actions.values(), *self._known.values()]

    def _holder(self, action: Action | Known) -> str | None:
        """Which other action has the keys of ``action``; None when nobody has."""
        holder = self._keys.get(_normal(action.shortcut)) if action.shortcut else None
        return holder if holder != action.id else None

    def _allow(self, action: Action | Known) -> None:
        made = self._made[action.id]
        if self._resting:
            made.setEnabled(False)
        elif isinstance(action, Known):
            made.setEnabled(action.screen is None and action.home in self._open)
        else:
            here = action.screen is None or action.screen == self._screen
            made.setEnabled(here and (action.enabled is None or action.enabled()))

    def _text(self, action: Action | Known) -> str:
        changing = action.text if isinstance(action, Action) else None
        return changing() if changing is not None else self._ui.t(action.text_key)

    def _tip(self, action: Action | Known) -> str:
        key = action.tip_key or f"ui.tip.{action.id}"
        return self._ui.t(key) if key in self._ui.texts else ""

    def _dress(self, action: Action | Known) -> None:
        made = self._made[action.id]
        text, tip = self._text(action), self._tip(action)
        keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        head = f"{text} ({keys})" if keys else text
        made.setText(text)
        made.setToolTip(f"{head}\n{tip}" if tip else head)
        made.setStatusTip(tip or text)
        if action.icon and self._with_icons:
            made.setIcon(self._ui.icon(action.icon))

    def _entry(self, action: Action | Known, english: Texts) -> Entry:
        from app.ui.actions.places import menu_of

        why = self._why(action)
        return Entry(
            id=action.id,
            text=self._text(action),
            english=english(action.text_key),
            tip=self._tip(action),
            keys=QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText),
            icon=action.icon,
            group_key=action.group_key,
            menu=action.menu or menu_of(action.group_key),
            possible=not why,
            why=self._ui.t(why) if why else "",
        )

    def _why(self, action: Action | Known) -> str:
        """The text that says why ``action`` cannot be done now; "" when it can."""
        from app.ui.actions.places import needed_for

        if isinstance(action, Known):
            return "" if self._leads(action.home) else needed_for(action.home)
        if action.screen is not None and action.screen != self._screen:
            return "" if self._leads(action.screen) else needed_for(action.screen)
        if action.enabled is None or action.enabled():
            return ""
        return (action.why_not() if action.why_not is not None else "") or "ui.why.not_now"

    def _retranslate(self) -> None:
        for action in self._every():
            self._dress(action)

    def _triggered(self) -> None:
        sender = self.sender()
        if sender is None:
            return
        action_id = sender.objectName()
        if action_id in self._known:  # a shortcut of a screen that was never shown
            self.run(action_id)
            return
        action = self._actions.get(action_id)
        if action is None:
            return
        if self._before is not None:
            self._before()
        action.callback()
        self.refresh()


def _normal(shortcut: str) -> str:
    """One way of writing for the same keys."""
    return QKeySequence(shortcut).toString()
