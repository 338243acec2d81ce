"""The way here: crumbs from the list to the case, and tabs between the screens of one case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost
    from app.ui.frame.spec import ScreenSpec

TABS = ("case", "statements", "score", "approval", "documents")
"""Screens of one case, in the order in which the work goes."""
_BY_CUSTOMER = ("customer", "statements")
_HEIGHT, _LEAST_NAME, _EDGES = 32, 80, 40


class _Crumb(QPushButton):
    """A step of the way; Enter presses it as Space does. A long name is shortened, its tool tip has all of it."""

    def __init__(self, parent: QWidget, place: tuple[str, object], text: str) -> None:
        super().__init__(parent)
        self.setObjectName("crumb")
        self.place, self._whole = place, text
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def shorten(self, room: int) -> None:
        """Show what fits into ``room`` pixels."""
        from PySide6.QtCore import Qt

        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(self._whole if shown != self._whole else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


class TrailBar(QFrame):
    """Hidden on screens that stand in the rail. ``wanted(screen id, argument)``: where the user wants to go."""

    wanted = Signal(str, object)

    def __init__(self, ui: Ui, host: ScreenHost, specs: Sequence[ScreenSpec], parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._host = ui, host
        self._specs = {spec.id: spec for spec in specs}
        self._screen = ""
        self._argument: object = None
        self._place: Any = None
        self.setObjectName("trail")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # a long name never widens the window
        self._measure()
        ui.theme_changed.connect(self._measure)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(2)
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(2)
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(2)
        row.addLayout(self._crumbs)
        row.addStretch(1)
        row.addLayout(self._tabs)
        self._made: list[tuple[QWidget, QHBoxLayout]] = []
        ui.language_changed.connect(self._draw)
        self.hide()

    def _measure(self) -> None:
        self.setFixedHeight(self._ui.px(_HEIGHT))

    # --- the frame says where it stands --------------------------------------------------------------------------------

    def stand_at(self, screen: str, argument: object) -> None:
        """The screen that is shown now, with its argument."""
        wanted = argument[0] if isinstance(argument, tuple) and argument else argument
        self._screen, self._argument = screen, wanted
        deep = self.is_deep(screen)
        self.setVisible(deep)
        trail = getattr(self._host.services, "trail", None)
        if not deep or trail is None:
            return
        if not isinstance(wanted, int):  # a new customer: no way yet but the list
            self._place = None
            self._draw()
            return
        case_id = self._place.case_id if self._place is not None else 0
        if screen in _BY_CUSTOMER:
            self._host.runner.query(trail.of_customer, wanted, case_id, done=self._read, key="frame.trail")
        else:
            self._host.runner.query(trail.of_case, wanted, done=self._read, key="frame.trail")

    def beside(self, by: int) -> tuple[str, object] | None:
        """The screen of this case ``by`` tabs further; None at the ends and outside of a case."""
        tabs = self._targets()
        names = [screen for screen, _ in tabs]
        if self._screen == "customer" and by > 0:
            return tabs[0] if tabs else None
        if self._screen not in names:
            return None
        at = names.index(self._screen) + by
        return tabs[at] if 0 <= at < len(tabs) else None

    def way(self, screen: str) -> tuple[str, object] | None:
        """A screen of the customer or case that is open here, with its argument; None where there is no such way."""
        place, here = self._place, self._argument
        if not self.is_deep(self._screen) or not isinstance(here, int):
            return None
        if self._screen not in _BY_CUSTOMER and screen in TABS and screen not in _BY_CUSTOMER:
            return screen, here  # from a screen of a case to another one: nothing has to be read first
        if place is None or here != (place.customer_id if self._screen in _BY_CUSTOMER else place.case_id):
            return None
        ways = {"customer": place.customer_id, **dict(self._targets())}
        return (screen, ways[screen]) if screen in ways else None

    @staticmethod
    def is_deep(screen: str) -> bool:
        """Whether a screen shows one customer or one case."""
        return screen in TABS or screen == "customer"

    # ---------------------------------------------------------------------------------------------------------------

    def _read(self, place: object) -> None:
        self._place = place
        self._draw()
        self._host.actions.refresh()

    def _targets(self) -> list[tuple[str, object]]:
        place = self._place
        if place is None:
            return []
        arguments: dict[str, object] = {"statements": place.customer_id}
        if place.case_id:
            arguments |= {"case": place.case_id, "score": place.case_id, "approval": place.case_id, "documents": place.case_id}
        return [(screen, arguments[screen]) for screen in TABS if screen in arguments and screen in self._specs]

    def _draw(self) -> None:
        for widget, where in self._made:
            where.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = []
        if self._screen not in self._specs:
            return
        place = self._place
        root = self._specs[self._screen].parent or self._screen
        steps: list[tuple[str, tuple[str, object]]] = [(self._ui.t(self._specs[root].title_key), (root, None))]
        if place is not None:
            steps.append((place.name, ("customer", place.customer_id)))
            if place.case_id and self._screen != "customer":
                steps.append((self._ui.t("ui.trail.case", number=place.number), ("case", place.case_id)))
        for number, (text, target) in enumerate(steps):
            if number:
                self._keep(Label(self._ui, text="›", role="muted", wrap=False, parent=self), self._crumbs)
            self._button(text, target, self._crumbs)
        for screen, argument in self._targets():
            tab = self._button(self._ui.t(self._specs[screen].title_key), (screen, argument), self._tabs)
            tab.setCheckable(True)
            tab.setChecked(screen == self._screen)
        self._fit()

    def _fit(self) -> None:
        """Shorten the customer's name to the room that is left; without any the way gives way, from its end, to the tabs."""
        way = [one for one, where in self._made if where is self._crumbs]
        name = next((one for one in way if isinstance(one, _Crumb) and one.place[0] == "customer"), None)
        if name is None:
            return
        for one in way:
            one.show()
        if self._room(name) < _LEAST_NAME:
            for one in way[way.index(name) + 1:]:      # the case, which the tabs are of, and the sign before it
                one.hide()
        name.shorten(max(_LEAST_NAME, self._room(name) - _EDGES))

    def _room(self, name: QWidget) -> int:
        others = sum(one.sizeHint().width() + 4 for one, _ in self._made if one is not name and not one.isHidden())
        return self.width() - others - _EDGES

    def _button(self, text: str, target: tuple[str, object], where: QHBoxLayout) -> _Crumb:
        crumb = _Crumb(self, target, text)
        crumb.clicked.connect(self._clicked)
        self._keep(crumb, where)
        return crumb

    def _keep(self, widget: QWidget, where: QHBoxLayout) -> None:
        where.addWidget(widget)
        widget.show()
        self._made.append((widget, where))

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _Crumb):
            if sender.isCheckable():
                sender.setChecked(sender.place[0] == self._screen)
            self.wanted.emit(*sender.place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
