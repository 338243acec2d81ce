"""The first steps on a new store: at most six pages, each may be skipped, Escape leaves with what is kept so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.services.changes import Changed
from app.ui.frame.screen import Screen
from app.ui.screens.welcome.steps import STEPS, CompanyStep, DoneStep, OfficersStep, SampleStep, Step, keep_officers
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.enums import Role
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost

_WIDTH, _HEIGHT = 720, 440


class WelcomeScreen(Screen):
    """``after`` is the screen that is shown when this one is done with."""

    def __init__(self, host: ScreenHost, after: str) -> None:
        super().__init__(host)
        ui = self.ui
        self.after = after
        self.title.hide()
        self._card = Card(ui)
        self._card.setFixedWidth(ui.px(_WIDTH))
        self._card.setMinimumHeight(ui.px(_HEIGHT))
        self._card.setContentsMargins(15, 13, 15, 9)
        self._number = Label(ui, role="small")
        self._card.body.addWidget(self._number)
        self._stack = QStackedWidget()
        self.steps: tuple[Step, ...] = tuple(step(ui) for step in STEPS)
        for step in self.steps:
            self._stack.addWidget(step)
        self._card.body.addWidget(self._stack, 1)
        self._card.body.addWidget(self._buttons())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        self.body.addSpacing(24)
        self.body.addLayout(row)
        self.body.addStretch(1)
        ui.theme_changed.connect(self._resize)
        officers = self._step(OfficersStep)
        self.register_field("name", officers.fields["second"])
        for name, field in self._step(CompanyStep).fields.items():
            self.register_field(name, field)
        self._turn(0)

    def _buttons(self) -> QWidget:
        ui, holder = self.ui, QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        self.skip = Button(ui, "ui.welcome.skip", "ghost")
        self.previous = Button(ui, "ui.welcome.previous")
        self.tour = Button(ui, "ui.welcome.tour")
        self.next = Button(ui, "ui.welcome.next", "primary")
        for button, slot in (
            (self.skip, self._skip), (self.previous, self._previous), (self.tour, self._tour), (self.next, self._next)
        ):
            button.clicked.connect(slot)
        row.addWidget(self.skip)
        row.addStretch(1)
        for button in (self.previous, self.tour, self.next):
            row.addWidget(button)
        QWidget.setTabOrder(self.next, self.skip)
        return holder

    def _step(self, kind: type[Any]) -> Any:
        return next(step for step in self.steps if isinstance(step, kind))

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Begin at the first step."""
        self._turn(0)
        self.host.runner.query(self.host.services.settings.all, done=self._step(CompanyStep).fill, key="welcome")

    def retranslate(self) -> None:
        self._turn(self._stack.currentIndex(), focus=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._skip()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        else:
            super().keyPressEvent(event)

    # --- going through ---------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The page that is shown."""
        return self.steps[self._stack.currentIndex()]

    def _turn(self, number: int, focus: bool = True) -> None:
        self._stack.setCurrentIndex(number)
        last = isinstance(self.step, DoneStep)
        self._number.set_key("ui.welcome.step", n=number + 1, of=len(self.steps))
        self.previous.setVisible(number > 0)
        self.skip.setVisible(not last)
        self.tour.setVisible(last)
        self.next.set_key("ui.welcome.finish" if last else "ui.welcome.next")
        if focus:
            (self.step.first() or self.next).setFocus()

    def _resize(self) -> None:
        self._card.setFixedWidth(self.ui.px(_WIDTH))
        self._card.setMinimumHeight(self.ui.px(_HEIGHT))

    def _previous(self) -> None:
        self._turn(max(0, self._stack.currentIndex() - 1))

    def _next(self) -> None:
        self.banner.clear()
        host, step = self.host, self.step
        if isinstance(step, OfficersStep):
            host.runner.command(_keep_officers, host.services, step.wanted(), host.officer, done=self._officers_kept)
        elif isinstance(step, CompanyStep):
            host.runner.command(host.services.settings.set_all, step.wanted(), host.officer, done=self._go_on)
        elif isinstance(step, SampleStep):
            if step.yes.isChecked():
                host.runner.command(host.services.samples.install, host.officer, self.ui.lang, done=self._go_on)
            else:
                self._go_on(None)
        elif isinstance(step, DoneStep):
            self._leave_for_work()
        else:
            self._go_on(None)

    def _go_on(self, answer: object) -> None:
        self._turn(min(len(self.steps) - 1, self._stack.currentIndex() + 1))

    def _officers_kept(self, kept: Changed[tuple[str, ...]]) -> None:
        self.host.set_officer(kept.value[0], kept.value)
        self._go_on(None)

    def _skip(self) -> None:
        self.host.toast("ui.welcome.skipped")
        self._leave_for_work()

    def _tour(self) -> None:
        self._leave_for_work()
        self.host.actions.qaction("app.tour").trigger()

    def _leave_for_work(self) -> None:
        self.host.go(self.after)


def _keep_officers(
    services: Services, wanted: tuple[tuple[str, Role], tuple[str, Role]], by: str
) -> Changed[tuple[str, ...]]:
    names, flags = keep_officers(services, wanted, by)
    return Changed(names, flags)
