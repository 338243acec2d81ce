"""The password of an officer: set for the first time, changed with the old one, or set anew by those who keep the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.errors import UserError
from app.models.domain.parties import Officer
from app.ui.context import Ui
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.password_edit import PasswordEdit
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label


class PasswordCard(Card):
    """``wanted`` tells the officer's id, the new password and the old one ("" where none is asked for)."""

    wanted = Signal(int, str, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui)
        self._ui = ui
        self._officer: Officer | None = None
        self.body.addWidget(Label(ui, "ui.officers.password_hint", role="small"))
        grid = FormGrid(ui, label_width=110)
        self.old, self.new, self.again = PasswordEdit(ui), PasswordEdit(ui), PasswordEdit(ui)
        self._old_label = grid.add(self.old, key="ui.officers.password_old")
        grid.add(self.new, key="ui.officers.password_new")
        grid.add(self.again, key="ui.officers.password_again")
        self.body.addWidget(grid)
        row = QHBoxLayout()
        row.addStretch(1)
        self.set = Button(ui, "ui.officers.password_set")
        self.set.clicked.connect(self._asked)
        row.addWidget(self.set)
        self.body.addLayout(row)

    def show_for(self, officer: Officer, own: bool) -> None:
        """Ask for the password of this officer; what was typed for another one is thrown away."""
        if self._officer is None or self._officer.id != officer.id:
            self.clear()
        self._officer = officer
        self.set_title(self._ui.t("ui.officers.password_of", name=officer.name))
        for part in (self.old, self._old_label):
            part.setVisible(own and officer.has_password)

    def clear(self) -> None:
        """Nothing typed, nothing complained about."""
        for field in (self.old, self.new, self.again):
            field.set_value("")

    def show_error(self, error: UserError) -> bool:
        """Show an error at its field; False when it belongs to none."""
        field = {"password": self.new, "old": self.old}.get(error.field or "")
        if field is None:
            return False
        field.set_error(error)
        field.line.setFocus()
        return True

    def _asked(self) -> None:
        for field in (self.old, self.new, self.again):
            field.set_error(None)
        if self.new.value() != self.again.value():
            self.again.set_error(UserError("ui.officers.password_differs"))
            self.again.line.setFocus()
        elif self._officer is not None:
            old = "" if self.old.isHidden() else self.old.value()
            self.wanted.emit(self._officer.id, self.new.value(), old)
