"""Every published version and every draft: by whom, from when, why, and with which content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.forms.text_edits import LineEdit
from app.ui.qtmodels.rows import Column
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.methodology_drafts import DraftHead
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.methodology.model import MethodologyModel


class VersionsPane(QWidget):
    """Two lists; Enter opens a row."""

    asked = Signal(object)

    def __init__(self, host: ScreenHost, model: MethodologyModel) -> None:
        super().__init__()
        self._host, self._ui, self._model = host, host.ui, model
        ui = self._ui
        self.drafts = DataTable(ui, [
            Column("name", "ui.methodology.draft", stretch=True, strong=True),
            Column("base", "ui.methodology.based_on", width=150),
            Column("saved", "ui.methodology.saved", kind="date", width=150),
            Column("by", "ui.methodology.by", width=160),
        ], "ui.methodology.drafts")
        self.versions = DataTable(ui, [
            Column("version", "ui.methodology.version", width=90, strong=True),
            Column("state", "ui.methodology.state", kind="badge", width=110),
            Column("valid", "ui.methodology.valid_from", kind="date", width=110),
            Column("published", "ui.methodology.published", kind="date", width=150),
            Column("by", "ui.methodology.by", width=140),
            Column("reason", "ui.methodology.reason", stretch=True),
            Column("hash", "ui.methodology.hash", width=150),
        ], "ui.methodology.versions", wrap=True)
        self.none = EmptyState(ui, "edit", "ui.methodology.no_drafts", "ui.methodology.no_drafts_text")
        self.name = LineEdit(ui, "ui.methodology.rename", max_length=120)
        self.rename = Button(ui, "ui.methodology.rename")
        self.discard = Button(ui, "ui.methodology.discard", "ghost", "delete")
        self._lay_out()
        for table in (self.drafts, self.versions):
            table.activated_id.connect(self.asked)
        self.drafts.selected_id_changed.connect(self._selected)
        self.rename.clicked.connect(self._rename)
        self.discard.clicked.connect(self._ask_discard)
        model.listed.connect(self.show_lists)
        ui.language_changed.connect(self.show_lists)
        self._selected(None)

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        drafts = Card(ui, "ui.methodology.drafts")
        drafts.body.addWidget(self.none)
        drafts.body.addWidget(self.drafts)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.rename)
        row.addWidget(self.discard)
        drafts.body.addLayout(row)
        versions = Card(ui, "ui.methodology.versions")
        versions.body.addWidget(Label(ui, "ui.methodology.versions_hint", role="small"))
        versions.body.addWidget(self.versions)
        column.addWidget(drafts)
        column.addWidget(versions)
        column.addStretch(1)

    def show_lists(self) -> None:
        """What there is now."""
        lists, ui = self._model.lists, self._ui
        if lists is None:
            return
        names = {one.hash: one.version for one in lists.versions}
        self.drafts.set_rows(
            [(one.name, names.get(one.base_hash, "—"), one.saved_at.astimezone(), one.by) for one in lists.drafts],
            [("draft", one.id) for one in lists.drafts],
        )
        self.drafts.fit_height()
        self.drafts.setVisible(bool(lists.drafts))
        self.none.setVisible(not lists.drafts)
        rows = []
        newest = lists.versions[0].hash if lists.versions else ""
        for one in lists.versions:
            state = ("ui.methodology.in_use", "good") if one.in_use else ("ui.methodology.waiting", "info")
            if not one.in_use and (one.hash != newest or any(other.in_use for other in lists.versions[:1])):
                state = ("ui.methodology.earlier", "plain")
            rows.append((one.version, (ui.t(state[0]), state[1]), one.valid_from, one.published_at.astimezone(), one.by,
                         one.reason, f"{one.hash[:12]}…"))
        self.versions.set_rows(rows, [("version", one.hash) for one in lists.versions])
        self.versions.fit_height()
        self._selected(self.drafts.current_id())

    def _selected(self, source: object) -> None:
        chosen = self._chosen()
        for widget in (self.name, self.rename, self.discard):
            widget.setVisible(chosen is not None)
        if chosen is not None and not self.name.editor.hasFocus():
            self.name.set_value(chosen.name)

    def _chosen(self) -> DraftHead | None:
        wanted, lists = self.drafts.current_id(), self._model.lists
        return next((one for one in lists.drafts if ("draft", one.id) == wanted), None) if lists is not None else None

    def _rename(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            drafts = self._host.services.methodology_drafts
            self._host.runner.command(
                drafts.rename, chosen.id, chosen.version, self.name.value(), self._host.officer, done=self._done
            )

    def _ask_discard(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            keys = ("ui.methodology.discard", "ui.methodology.discard_text", "ui.methodology.discard")
            self._host.ask(*keys, self._discard, danger=True, name=chosen.name)

    def _discard(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            drafts = self._host.services.methodology_drafts
            self._host.runner.command(drafts.discard, chosen.id, self._host.officer, done=self._done)

    def _done(self, changed: Changed[object]) -> None:
        self._model.read()
