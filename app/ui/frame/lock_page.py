"""What a locked window shows: who worked here, and the fields that open it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.people import same_person
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.password_edit import PasswordEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.errors import UserError
    from app.ui.context import Ui

_WIDTH = 460


class LockPage(QFrame):
    """Lies over all of ``window``. ``entered`` tells the officer chosen and the password typed."""

    entered = Signal(str, str)

    def __init__(self, ui: Ui, window: QWidget, officer: str, names: Sequence[str], text_key: str) -> None:
        super().__init__(window)
        self._ui, self._officer, self._names = ui, officer, tuple(names)
        self.setObjectName("lockPage")
        self.setAccessibleName(ui.t("ui.lock.title"))
        card = self._card(text_key)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)
        self._window = window
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        ui.language_changed.connect(self._say)
        self._say()

    def _card(self, text_key: str) -> Card:
        ui = self._ui
        card = Card(ui)
        card.setFixedWidth(ui.px(_WIDTH))
        head = QHBoxLayout()
        head.setSpacing(10)
        picture = QLabel(card)
        picture.setPixmap(ui.icon("lock", "accent_text").pixmap(24, 24))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(ui, "ui.lock.title", role="titleSmall"), 1)
        card.body.addLayout(head)
        card.body.addWidget(Label(ui, text_key, name=self._officer))
        grid = FormGrid(ui, label_width=110)
        self.who = ChoiceBox(ui, choices=[(name, name) for name in self._names], empty_key=None)
        self.who.set_value(next((name for name in self._names if same_person(name, self._officer)), None))
        self.password = PasswordEdit(ui)
        grid.add(self.who, key="ui.lock.officer")
        grid.add(self.password, key="ui.sign_in.password")
        card.body.addWidget(grid)
        self.note = Label(ui, role="small")
        card.body.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.enter = Button(ui, "ui.lock.enter", "primary", "lock")
        buttons.addWidget(self.enter)
        card.body.addLayout(buttons)
        self.who.edited.connect(self._other)
        self.enter.clicked.connect(self._entered)
        self.password.line.returnPressed.connect(self._entered)
        return card

    @property
    def name(self) -> str:
        """The officer whose password is asked for."""
        return str(self.who.value() or "")

    def set_busy(self, busy: bool) -> None:
        """Whether a password is being looked at."""
        self.enter.setEnabled(not busy)
        self.who.setEnabled(not busy)

    def show_error(self, error: UserError) -> None:
        """The password does not fit, or has to wait."""
        self.set_busy(False)
        self.password.set_error(error)
        self.password.line.setFocus()
        self.password.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return False

    def _other(self, _name: Any) -> None:
        self.password.set_value("")
        self._say()
        self.password.line.setFocus()

    def _say(self) -> None:
        own = same_person(self.name, self._officer)
        self.enter.set_key("ui.lock.enter" if own else "ui.sign_in.enter")
        key = "ui.lock.note" if own else "ui.lock.other"
        self.note.set_text(self._ui.t(key, name=self._officer))

    def _entered(self) -> None:
        if self.enter.isEnabled():
            self.password.set_error(None)
            self.entered.emit(self.name, self.password.value())
