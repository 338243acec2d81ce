"""Officers: who works with the store and what each may sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.enums import Role
from app.models.domain.errors import UserError
from app.models.domain.parties import Officer
from app.services.people import same_person
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import LineEdit
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens.officers.password import PasswordCard
from app.ui.screens.officers.rights import Seen, level_in_words, look, rights_in_words
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost


class OfficersScreen(Screen):
    """The list at the left; adding and changing at the right. The top bar offers the active ones."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        ui = self.ui
        self.officers: tuple[Officer, ...] = ()
        self.seen: Seen | None = None
        self._filled: int | None = None
        self._wanted = ""
        self.title.set_key("ui.nav.officers")
        self.table = DataTable(ui, [
            Column("name", "ui.officers.name", stretch=True, strong=True),
            Column("role", "ui.officers.role", width=175),
            Column("password", "ui.officers.password_state", width=80),
            Column("state", "ui.officers.state", kind="badge", width=105),
        ], "ui.nav.officers")
        self.table.selected_id_changed.connect(self._selected)
        listing = Card(ui, "ui.officers.list")
        listing.body.addWidget(self.table)
        self.role_card = Card(ui)
        self.level, self.rights = Label(ui), Label(ui, role="small")
        self.role_card.body.addWidget(self.level)
        self.role_card.body.addWidget(self.rights)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(listing)
        left.addWidget(self.role_card)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(left, 3)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self._form())
        self.password = PasswordCard(ui)
        self.password.wanted.connect(self._password_wanted)
        self.password.hide()
        right.addWidget(self.password)
        right.addStretch(1)
        row.addLayout(right, 2)
        self.body.addLayout(row)
        host.officer_changed.connect(self._other_officer)
        self.body.addStretch(1)

    def _form(self) -> Card:
        ui = self.ui
        card = Card(ui, "ui.officers.edit")
        self.hint = Label(ui, "ui.officers.hint", role="small")
        card.body.addWidget(self.hint)
        self.kept_by = Label(ui, role="danger")
        self.kept_by.hide()
        card.body.addWidget(self.kept_by)
        grid = FormGrid(ui, label_width=110)
        self.name = LineEdit(ui, max_length=80)
        self.role = ChoiceBox(ui, choices=self._roles, empty_key=None)
        self.role.set_value(Role.OFFICER)
        grid.add(self.name, key="ui.officers.name")
        grid.add(self.role, key="ui.officers.role")
        card.body.addWidget(grid)
        self.role.edited.connect(self._role_chosen)
        self.register_field("name", self.name)
        self.register_field("role", self.role)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.switch = Button(ui, "ui.officers.deactivate", "ghost")
        self.change = Button(ui, "ui.officers.save")
        self.add = Button(ui, "ui.officers.add", "primary", "plus")
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.change)
        row.addWidget(self.add)
        card.body.addLayout(row)
        self.switch.clicked.connect(self._switched)
        self.change.clicked.connect(self._changed)
        self.add.clicked.connect(self._added)
        return card

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the list."""
        self._read()

    def on_changes(self, flags: frozenset[str]) -> None:
        if "officers" in flags:
            self._read()

    def retranslate(self) -> None:
        self._show()

    # --- showing ---------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.host.runner.query(look, self.host.services, self.host.officer, done=self._loaded, key="officers")

    def _other_officer(self, name: str) -> None:
        if self.seen is not None:
            self._read()

    def _loaded(self, seen: Seen) -> None:
        self.seen, officers = seen, seen.officers
        self.officers = officers
        active = tuple(one.name for one in officers if one.active)
        if active:
            self.host.set_officer(self.host.officer if self.host.officer in active else active[0], active)
        self._show()
        added = next((one.id for one in officers if one.name == self._wanted), None)
        if added is not None:
            self._wanted = ""
            self.table.select_id(added)

    def _show(self) -> None:
        ui = self.ui
        rows = []
        for one in self.officers:
            state = ("ui.officers.active", "good") if one.active else ("ui.officers.inactive", "plain")
            password = ui.t("ui.officers.password_yes" if one.has_password else "ui.officers.password_no")
            rows.append((one.name, ui.t(f"ui.role.{one.role.value}"), password, (ui.t(state[0]), state[1])))
        self.table.set_rows(rows, [one.id for one in self.officers])
        self.table.fit_height()
        self._selected(self.table.current_id())

    def _selected(self, officer_id: object) -> None:
        chosen = self._chosen()
        self.change.setVisible(chosen is not None)
        self.switch.setVisible(chosen is not None)
        if chosen is not None and chosen.id != self._filled:
            self.name.set_value(chosen.name)
            self.role.set_value(chosen.role)
        self._filled = chosen.id if chosen is not None else None
        if chosen is not None:
            self.switch.set_key("ui.officers.deactivate" if chosen.active else "ui.officers.activate")
        self._show_rights()

    def _role_chosen(self, _role: object) -> None:
        self._show_rights()

    def _show_rights(self) -> None:
        seen, role, chosen = self.seen, self.role.value(), self._chosen()
        if seen is None:
            return
        self.role_card.setVisible(role is not None)
        self.role_card.set_title(self.ui.t("ui.officers.role_says", role=self.ui.t(f"ui.role.{role.value}")) if role else "")
        self.level.set_text(level_in_words(self.ui, seen, role) if role is not None else "")
        self.rights.set_text(rights_in_words(self.ui, seen, role) if role is not None else "")
        why = "" if seen.refusal is None else self.ui.t("ui.officers.kept_by", why=self.ui.error_text(seen.refusal))
        self.kept_by.set_text(why)
        self.kept_by.setVisible(bool(why))
        for button in (self.add, self.change, self.switch):
            button.setEnabled(not why)
        own = chosen is not None and same_person(chosen.name, self.host.officer)
        self.password.setVisible(chosen is not None and (own or not why))
        if chosen is not None:
            self.password.show_for(chosen, own)

    def _chosen(self) -> Officer | None:
        wanted = self.table.current_id()
        return next((one for one in self.officers if one.id == wanted), None)

    def _roles(self) -> list[tuple[Any, str]]:
        return [(role, self.ui.t(f"ui.role.{role.value}")) for role in Role]

    # --- doing -----------------------------------------------------------------------------------------------------

    def _added(self) -> None:
        self._clear()
        self._wanted = ""
        self.host.runner.command(
            self.host.services.officers.add, self.name.value(), self.role.value(), self.host.officer, done=self._taken
        )

    def _changed(self) -> None:
        self._clear()
        chosen = self._chosen()
        if chosen is not None:
            arguments = (self.host.services, chosen, self.name.value(), self.role.value(), self.host.officer)
            self.host.runner.command(_change, *arguments, done=self._taken)

    def _switched(self) -> None:
        self._clear()
        chosen = self._chosen()
        if chosen is not None:
            officers = self.host.services.officers
            switch = officers.deactivate if chosen.active else officers.activate
            self.host.runner.command(switch, chosen.id, self.host.officer, done=self._taken)

    def _password_wanted(self, officer_id: int, new: str, old: str) -> None:
        self._clear()
        self.host.runner.command(
            self.host.services.officers.set_password, officer_id, new, self.host.officer, old,
            done=self._password_kept, failed=self._password_refused,
        )

    def _password_kept(self, changed: Changed[Officer]) -> None:
        self.password.clear()
        self.host.toast("ui.officers.password_kept")
        self._read()

    def _password_refused(self, error: UserError) -> None:
        if not self.password.show_error(error):
            self.show_error(error)

    def _clear(self) -> None:
        self.banner.clear()
        for field in (self.name, self.role):
            field.set_error(None)

    def _taken(self, changed: Changed[Officer]) -> None:
        """Read the list again. Who renamed the officer at work goes on under the new name."""
        officer = changed.value
        before = next((one.name for one in self.officers if one.id == officer.id), None)
        if before == self.host.officer and officer.active:
            self.host.set_officer(officer.name, (officer.name,))
        self._wanted = officer.name if before is None else ""
        self.host.toast("ui.officers.saved")
        self._read()


def _change(services: Services, officer: Officer, name: str, role: Role, by: str) -> Changed[Officer]:
    """Give an officer another name and role; returns what the last change returned."""
    changed = services.officers.rename(officer.id, name, by)
    by = changed.value.name if by == officer.name else by
    return services.officers.set_role(officer.id, role, by) if role is not officer.role else changed
