"""F6: from one part of the window to the next; each part remembers where the focus stood in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

Part = Callable[[], QWidget | None]


class Parts(QObject):
    """``parts`` give the widget of each part, in order; None or hidden ones are passed over."""

    def __init__(self, parent: QObject, parts: Sequence[Part]) -> None:
        super().__init__(parent)
        self._parts = parts
        self._last: dict[int, QWidget] = {}

    def forth(self) -> None:
        self.move(1)

    def back(self) -> None:
        self.move(-1)

    def move(self, by: int) -> None:
        """Put the focus into the next part that takes it."""
        widgets = [part() for part in self._parts]
        focus = QApplication.focusWidget()
        around = [at for at, one in enumerate(widgets) if one is not None and focus is not None and one.isAncestorOf(focus)]
        here = around[0] if around else -1
        if here >= 0 and focus is not None:
            self._last[here] = focus
        start = here if here >= 0 else (len(widgets) - 1 if by > 0 else 0)
        for step in range(1, len(widgets) + 1):
            at = (start + by * step) % len(widgets)
            if self.enter(at, widgets[at]):
                return

    def enter(self, at: int, part: QWidget | None) -> bool:
        """Put the focus into ``part``: where it stood last, else to its first place."""
        if part is None or not part.isVisible():
            return False
        last = self._last.get(at)
        target = last if last is not None and _usable(last, part) else first_stop(part)
        if target is None:
            return False
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True


def first_stop(part: QWidget) -> QWidget | None:
    """The first widget in ``part`` that Tab would reach."""
    for widget in _chain(part):
        if _usable(widget, part):
            return widget
    return None


def _chain(part: QWidget) -> list[QWidget]:
    found, widget = [], part.nextInFocusChain()
    while widget is not None and widget is not part:
        found.append(widget)
        widget = widget.nextInFocusChain()
    return [part, *found]


def _usable(widget: QWidget, part: QWidget) -> bool:
    from shiboken6 import isValid

    return (
        bool(isValid(widget))
        and (widget is part or part.isAncestorOf(widget))
        and widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )
