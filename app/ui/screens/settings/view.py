"""The settings screen, made from the schema: groups, search, file, sample data."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.services.settings.schema import SETTINGS, groups
from app.ui.actions.registry import Action
from app.ui.forms.base import Field
from app.ui.forms.text_edits import LineEdit
from app.ui.frame.screen import Screen
from app.ui.screens.settings.model import SettingsModel
from app.ui.screens.settings.row import SettingRow
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place

if TYPE_CHECKING:
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost

_WIDTH = 1040
_INDEX = 210
_SEARCH = 420
SAMPLE = "sample"


class SettingsScreen(Screen):
    """Argument: the group or the key to show first, or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        ui = self.ui
        self.model = SettingsModel(ui, host.services, host.runner, self._officer)
        self.model.setParent(self)
        self.rows: dict[str, SettingRow] = {}
        self.cards: dict[str, Card] = {}
        self.links: dict[str, Button] = {}
        self.title.set_key("ui.nav.settings")
        self._add_actions()
        self.title.add_button(host.actions.button("settings.import", "ghost"))
        self.title.add_button(host.actions.button("settings.export", "ghost"))
        self.search = LineEdit(ui, "ui.settings.search", placeholder_key="ui.settings.search_hint")
        self.search.edited.connect(self._filter)
        self.nothing = EmptyState(ui, "search", "ui.settings.nothing", "ui.settings.nothing_text")
        self.nothing.hide()
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._index(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._pages(), 100)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        ui.theme_changed.connect(self._resize)
        self._resize()
        self.model.values_changed.connect(self._show)
        self.model.kept.connect(self._kept)
        self.model.refused.connect(self._refused)

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.settings", "settings"
        add(Action("settings.export", "ui.action.settings_export", self._ask_export, "", "save", group, None, here))
        add(Action("settings.import", "ui.action.settings_import", self._ask_import, "", "open", group, None, here))

    # --- building --------------------------------------------------------------------------------------------------

    def _index(self) -> QWidget:
        """The groups at the left: each leads to its card."""
        self._contents = index = QWidget()
        index.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(index)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for group in (*groups(), SAMPLE):
            link = Button(self.ui, f"ui.settings.group.{group}", "ghost")
            link.setObjectName("settingsGroup")
            link.setProperty("group", group)
            link.clicked.connect(self._link_clicked)
            self.links[group] = link
            column.addWidget(link)
        return index

    def _pages(self) -> QWidget:
        self._sheet = pages = QWidget()
        column = QVBoxLayout(pages)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.search)
        for group in groups():
            card = Card(self.ui, f"ui.settings.group.{group}")
            for spec in SETTINGS:
                if spec.group == group:
                    row = SettingRow(self.ui, spec, self.model)
                    row.folder_wanted.connect(self._back_up)
                    self.rows[spec.key] = row
                    card.body.addWidget(row)
            self.cards[group] = card
            column.addWidget(card)
        column.addWidget(self._sample_card())
        column.addWidget(self.nothing)
        column.addStretch(1)
        return pages

    def _sample_card(self) -> Card:
        ui = self.ui
        card = Card(ui, "ui.settings.group.sample")
        self._sample_text = Label(ui, "ui.sample.not_there", role="muted")
        self._sample_in = Button(ui, "ui.action.sample", icon="plus")
        self._sample_in.clicked.connect(self._install_sample)
        self._sample_out = self.host.actions.button("sample.remove")
        row = QHBoxLayout()
        row.addWidget(self._sample_text, 1)
        row.addWidget(self._sample_in)
        row.addWidget(self._sample_out)
        card.body.addLayout(row)
        self.cards[SAMPLE] = card
        return card

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the settings; show the group or setting that is asked for."""
        rates = self.rows["rates"].field
        rates.set_today(self.host.services.clock.today())  # type: ignore[attr-defined]
        self._show()
        self.model.load()
        if isinstance(argument, str):
            self.show_group(argument)
        else:
            self.search.setFocus()

    def can_find(self) -> bool:
        return True

    def find_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def on_changes(self, flags: frozenset[str]) -> None:
        if flags & {"settings", "customer"}:
            self.model.load()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.banner.clear()

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        for row in self.rows.values():
            row.show_value()
        there = self.model.has_sample
        self._sample_text.set_key("ui.sample.there" if there else "ui.sample.not_there")
        self._sample_in.setVisible(not there)
        self._sample_out.setVisible(there)

    def show_group(self, name: str) -> None:
        """Scroll to a group, or to a setting and give it the focus."""
        if name in self.cards:
            self.area.verticalScrollBar().setValue(self.cards[name].mapTo(self.page, self.cards[name].rect().topLeft()).y())
        elif name in self.rows:
            row = self.rows[name]
            row.field.setFocus()
            self.area.ensureWidgetVisible(row)

    def _resize(self) -> None:
        """The text size may be another one."""
        self._contents.setMinimumWidth(self.ui.px(_INDEX))
        self._sheet.setMaximumWidth(self.ui.px(_WIDTH))
        self.search.setMaximumWidth(self.ui.px(_SEARCH))

    def _filter(self, words: object) -> None:
        """Show only what has the words; a group without a hit goes too."""
        wanted = str(words or "").strip()
        for group, card in self.cards.items():
            rows = [row for row in self.rows.values() if row.spec.group == group]
            title = self.ui.t(f"ui.settings.group.{group}").casefold()
            whole = bool(wanted) and wanted.casefold() in title
            for row in rows:
                row.setVisible(not wanted or whole or row.fits(wanted))
            hit = not wanted or whole or any(not row.isHidden() for row in rows)
            card.setVisible(hit)
            self.links[group].setEnabled(hit)
        self.nothing.setVisible(all(card.isHidden() for card in self.cards.values()))

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _link_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.show_group(str(sender.property("group")))

    def _kept(self, key: str) -> None:
        self.banner.clear()
        field = self.rows[key].field if key in self.rows else None
        if isinstance(field, Field):
            field.note_kept()
        if not key:
            self.host.toast("ui.settings.file.taken")
        elif self.rows[key].spec.place == "store":
            self.host.toast("ui.settings.kept", name=self.ui.t(self.rows[key].spec.label_key))

    def _refused(self, key: str, error: UserError) -> None:
        if key in self.rows and key != "rates":
            self.rows[key].show_problem(error)
        else:
            problems = getattr(error, "problems", ())
            self.banner.show_errors((error, *problems))

    def _install_sample(self) -> None:
        self.host.runner.command(self.host.services.samples.install, self.host.officer, self.ui.lang, done=self._sample_there)

    def _sample_there(self, changed: object) -> None:
        self.host.toast("ui.customers.sample_loaded")
        self.model.load()

    def _ask_export(self) -> None:
        kinds = self.ui.t("ui.settings.file.kinds")
        title = self.ui.t("ui.action.settings_export")
        ask_place(self, title, "zixin-settings.json", self.export_to, kinds=kinds, suffix="json")

    def export_to(self, name: str) -> None:
        """Write the settings to the file ``name``."""
        self.model.write_file(Path(name), self._exported)

    def _exported(self, path: Path) -> None:
        self.host.toast("ui.settings.file.written", path=str(path))

    def _ask_import(self) -> None:
        title = self.ui.t("ui.action.settings_import")
        dialog = QFileDialog(self, title, "", self.ui.t("ui.settings.file.kinds"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.import_from)
        dialog.open()

    def import_from(self, name: str) -> None:
        """Take the settings from the file ``name``."""
        self.model.read_file(Path(name))

    def _back_up(self) -> None:
        folder = self.model.value("backup_folder")
        if not folder:
            self.rows["backup_folder"].field.setFocus()
            self.rows["backup_folder"].show_problem(UserError("settings.no_folder", "backup_folder"))
            return
        self.host.runner.command(_back_up, self.host.services, Path(folder), done=self._backed_up)

    def _backed_up(self, path: Path) -> None:
        self.host.toast("ui.settings.backup.done", path=str(path))


def _back_up(services: Services, folder: Path) -> Path:
    """Write a verified backup with the time in its name."""
    from app.models.files import make_private_folder

    make_private_folder(folder)
    moment: datetime = services.clock.now()
    target = folder / f"zixin-{moment:%Y%m%d-%H%M%S}.zixin"
    services.store_care.backup(target)
    return target
