"""What is looked for on every screen. Each check takes what it looks at and returns what is wrong, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QScrollBar, QWidget

from app.services.help.service import Help, dead_links
from app.ui.actions.menus import MainMenu
from app.ui.actions.mnemonics import mnemonic
from app.ui.actions.registry import ActionRegistry

MOST_STOPS = 700
FOCUS = Qt.FocusPolicy.TabFocus


def describe(widget: QWidget) -> str:
    """Which widget: its class, name and the classes around it."""
    around, parent = [], widget.parentWidget()
    while parent is not None and len(around) < 3:
        around.append(type(parent).__name__)
        parent = parent.parentWidget()
    text = widget.text()[:30] if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.objectName()} {text!r} in {' < '.join(around)}"


def name_of(widget: QWidget) -> str:
    """What a screen reader says it is."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface is not None else ""


def seen(root: QWidget) -> list[QWidget]:
    return [one for one in root.findChildren(QWidget) if one.isVisible() and not isinstance(one, QScrollBar)]


def stops(root: QWidget) -> list[QWidget]:
    """Everything that Tab can reach: visible, enabled, with a focus of its own."""
    return [one for one in seen(root) if one.isEnabled() and one.focusPolicy() & FOCUS == FOCUS and one.focusProxy() is None]


# --- names ------------------------------------------------------------------------------------------------------------


def unnamed(root: QWidget) -> list[str]:
    """Widgets that take the focus and have no accessible name."""
    return [describe(one) for one in seen(root) if one.focusPolicy() & FOCUS and one.focusProxy() is None and not name_of(one)]


def nameless_buttons(root: QWidget) -> list[str]:
    """Buttons that show only an icon and say nothing."""
    return [describe(one) for one in seen(root) if isinstance(one, QAbstractButton) and not one.text() and not name_of(one)]


# --- keys -------------------------------------------------------------------------------------------------------------


def doubled_shortcuts(window: QWidget) -> list[str]:
    """Keys that two things of one window answer to, also where the two are never possible at the same time."""
    held: dict[str, set[str]] = {}
    actions: set[QAction] = {action for widget in (window, *window.findChildren(QWidget)) for action in widget.actions()}
    for action in actions:
        if action.shortcutContext() not in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut):
            continue
        for keys in action.shortcuts():
            held.setdefault(keys.toString(), set()).add(action.objectName() or action.text())
    for shortcut in window.findChildren(QShortcut):
        if shortcut.context() == Qt.ShortcutContext.WindowShortcut and shortcut.isEnabled():
            held.setdefault(shortcut.key().toString(), set()).add(f"shortcut of {type(shortcut.parent()).__name__}")
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and not button.shortcut().isEmpty():
            held.setdefault(button.shortcut().toString(), set()).add(describe(button))
    return [f"{keys}: {', '.join(sorted(holders))}" for keys, holders in sorted(held.items()) if len(holders) > 1]


def doubled_mnemonics(menus: Iterable[QMenu]) -> list[str]:
    """Letters that choose two entries of one menu, and entries that no letter chooses."""
    found = []
    for menu in menus:
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        letters = Counter(mnemonic(text.partition("\t")[0]) for text in texts)
        found += [f"{menu.objectName()}: {letter!r} {count} times" for letter, count in letters.items() if count > 1]
        found += [f"{menu.objectName()}: {text!r} has no letter" for text in texts if not mnemonic(text.partition("\t")[0])]
    return found


def tab_faults(window: QWidget, root: QWidget) -> list[str]:
    """Walk with Tab from the first stop of ``root`` round the window: nothing holds it, it comes back, nothing is left out."""
    before = stops(root)
    first = next(iter(before), None)
    if first is None:
        return [f"nothing in {type(root).__name__} takes the focus"]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    start = QApplication.focusWidget()
    reached: list[QWidget] = []
    while len(reached) < MOST_STOPS:
        here = QApplication.focusWidget()
        if here is None:
            return ["the focus got lost"]
        if here is start and reached:
            break
        reached.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is here:
            return [f"Tab is caught in {describe(here)}"]
    else:
        return [f"Tab never came back to {describe(first)}; last seen {describe(reached[-1])}"]
    after = stops(root)  # what the walk itself switched on or off is left out
    passed_by = [one for one in before if one in after and one not in reached and not _inside(one, reached)]
    return [f"Tab never reaches {describe(one)}" for one in passed_by]


def _inside(widget: QWidget, reached: list[QWidget]) -> bool:
    """An editor within something that was reached counts with it."""
    return any(one.isAncestorOf(widget) for one in reached)


# --- actions and help -------------------------------------------------------------------------------------------------


def unreachable(actions: ActionRegistry, menu: MainMenu) -> list[str]:
    """Actions that stand in no menu, or have no text or no description."""
    menu.fill()
    every = actions.entries()
    names = {entry.id: (entry.menu, entry.text) for entry in every}  # one entry stands for all of its name
    standing = {names[entry.data()] for one in menu.menus.values() for entry in one.actions() if not entry.isSeparator()}
    found = [f"{entry.id} stands in no menu" for entry in every if names[entry.id] not in standing]
    found += [f"{entry.id} has no text" for entry in every if not entry.text.strip()]
    found += [f"{entry.id} has no description (ui.tip.{entry.id})" for entry in every if not entry.tip.strip()]
    return found + [f"{entry.id} does not say why it rests" for entry in every if not entry.possible and not entry.why]


def help_faults(help_: Help, lang: str, topics: Iterable[str]) -> list[str]:
    """Topics that are missing, and links that lead nowhere."""
    pages = help_.pages(lang)
    return [f"no topic {topic}" for topic in topics if topic not in pages] + dead_links(pages)


def topic_faults(root: QWidget, topic_of: Callable[[], str], pages: Iterable[str]) -> list[str]:
    """Stops of Tab whose F1 leads to a topic that is not there."""
    known, found = set(pages), []
    for one in stops(root):
        one.setFocus(Qt.FocusReason.OtherFocusReason)
        if topic_of() not in known:
            found.append(f"{topic_of()} wanted by {describe(one)}")
    return found
