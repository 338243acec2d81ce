"""Documents and evidence: every file of every case, where it belongs, and the file itself; papers made of the cases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.screens.customer import evidence_work as work
from app.ui.screens.customer.drop_zone import DropZone
from app.ui.screens.customer.evidence_view import EvidenceView
from app.ui.screens.customer.page import FilePage
from app.ui.screens.customer.source_words import item_label
from app.ui.screens.words import let_shrink
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.save_dialog import ask_place
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.evidence.service import Added, EvidenceRow, Removed
    from app.ui.context import Ui

_PAPERS = ("dossier", "change_form", "checklist", "filled")
_TOLD = 6
_MEGA = 1024 * 1024


class EvidencePage(FilePage):
    """Files are dropped anywhere on the customer's file, or chosen by the button."""

    name = "evidence"
    flags = frozenset({"case", "grade"})

    def build(self) -> None:
        """Zone, table and the file itself side by side."""
        ui = self.ui
        self.message = Banner(ui)
        self.zone = DropZone(ui)
        self.item = ChoiceBox(ui, "ui.file.belongs_to", choices=self._items, empty_key="ui.file.whole_case")
        let_shrink(self.item, 18)
        self.item.setProperty("noDraft", True)
        hold_width(ui, self.item, 220, least=True)
        self.add = self.host.actions.button("customer.add_files", "primary")
        self.zone.body.addWidget(self.item)
        self.zone.body.addWidget(self.add)
        self.empty = EmptyState(
            ui, "case", "ui.file.empty_files", "ui.file.empty_files_text", self.host.actions.qaction("customer.case"), self
        )
        self.empty.hide()
        self.table = DataTable(ui, _columns(), "ui.file.files", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        self.table.activated_id.connect(self._to_preview)
        self.copy = Button(ui, "ui.file.save_copy", "secondary", "save")
        self.remove = Button(ui, "ui.file.remove", "secondary", "delete")
        self.copy.clicked.connect(self._ask_place)
        self.remove.clicked.connect(self._remove)
        self.view = EvidenceView(self.host)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(self._left(), 6)
        row.addWidget(self._right(), 4)
        for widget in (self.message, self.zone, self.empty):
            self.body.addWidget(widget)
        self.body.addLayout(row, 1)
        self._wanted = self._copied = 0
        self._removed: Removed | None = None
        self._waiting: list[Path] = []
        self._choose()

    def _left(self) -> QVBoxLayout:
        ui = self.ui
        self.card = Card(ui, "ui.file.files")
        self.card.body.addWidget(self.table, 1)
        buttons = FlowRow(spacing=8)
        buttons.add(self.copy)
        buttons.add(self.remove)
        self.card.body.addWidget(buttons)
        self.papers = Card(ui, "ui.file.papers")
        flow = FlowRow(spacing=8)
        for kind in _PAPERS:
            button = Button(ui, f"ui.documents.{kind}", "secondary", "document")
            button.setObjectName(kind)
            button.clicked.connect(self._to_paper)
            flow.add(button)
        self.papers.body.addWidget(flow)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addWidget(self.card, 1)
        left.addWidget(self.papers)
        return left

    def _right(self) -> QWidget:
        self.look = Card(self.ui, "ui.file.preview")
        self.look.body.addWidget(self.view, 1)
        self.look.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # its share, whatever it shows
        return self.look

    # --- reading and showing ---------------------------------------------------------------------------------------

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return work.read_papers, (self.host.services, self.customer_id)

    def forget(self) -> None:
        self.message.clear()
        self.view.clear()
        self._removed, self._waiting = None, []

    def show_content(self, content: work.Papers) -> None:
        """The files, newest first."""
        ui, rows = self.ui, content.rows
        some = bool(content.cases)
        self.empty.setVisible(not some)
        for widget in (self.card, self.look, self.papers, self.zone):
            widget.setVisible(some)
        head = content.open_case
        if head is not None:
            self.zone.set_words("ui.file.drop", number=head.number)
        else:
            self.zone.set_words("ui.file.drop_closed")
        self.item.setVisible(head is not None)
        self.item.set_choices(self._items)
        self.host.actions.refresh()
        self.table.set_rows(
            [
                (
                    row.file.name,
                    "; ".join(item_label(ui, content.methodology, item) for item in row.items) or ui.t("ui.file.whole_case"),
                    row.case_number,
                    ui.date(row.file.added_at.astimezone()),
                    row.file.added_by,
                    size_text(ui, row.file.size),
                )
                for row in rows
            ],
            [row.file.id for row in rows],
        )
        self.card.set_note(ui.plural("ui.file.file_count", len(rows)))
        self._choose()

    def _items(self) -> list[tuple[str, str]]:
        if self.content is None:
            return []
        m, lang = self.content.methodology, self.ui.lang
        return [(item.id, f"{item.id} {item.label.get(lang)}") for item in m.items if item.source != "expr"]

    def _row(self) -> EvidenceRow | None:
        wanted = self.table.current_id()
        rows = self.content.rows if self.content is not None else ()
        return next((row for row in rows if row.file.id == wanted), None)

    def _choose(self) -> None:
        row = self._row()
        self.copy.setEnabled(row is not None)
        self.remove.setEnabled(row is not None and row.open)
        self.remove.setToolTip("" if row is None or row.open else self.ui.t("ui.file.not_removable"))

    def _chosen(self, evidence_id: object) -> None:
        self._choose()
        row = self._row()
        if row is None:
            self.view.clear()
            self.look.set_note("")
        else:
            self.look.set_note(row.file.name)
            self.host.runner.query(work.read_shown, self.host.services, row, done=self._shown, key="customer.shown")

    def _shown(self, file: work.Shown) -> None:
        row = self._row()
        if row is not None and row.file.id == file.evidence_id:
            self.view.show_file(file)

    def _to_preview(self, evidence_id: object) -> None:
        shown = self.view.currentWidget()
        if shown is not None:
            shown.setFocus()

    # --- adding --------------------------------------------------------------------------------------------------------

    def can_add(self) -> bool:
        """Whether there is a case that takes files."""
        return self.content is not None and self.content.open_case is not None

    def ask_files(self) -> None:
        """Choose files to keep."""
        dialog = QFileDialog(self.window(), self.ui.t("ui.action.add_files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    def _files_chosen(self, names: list[str]) -> None:
        self.add_paths([Path(name) for name in names])

    def add_paths(self, paths: list[Path]) -> None:
        """Keep these with the open case; without one say what to do."""
        if self.content is None:
            self._waiting = [*self._waiting, *paths]  # the page has not been read yet
            return
        if not self.can_add():
            self.message.show_message(self.ui.t("ui.file.drop_closed"), "warning")
            return
        self.message.clear()
        self.host.runner.command(
            work.add_files,
            self.host.services,
            self.content.open_case.id,
            self.item.value() or "",
            tuple(paths),
            self.host.officer,
            done=self._added,
            failed=self.refused,
        )

    def refused(self, error: UserError) -> None:
        """Nothing was kept, and why."""
        self.message.show_errors([error])

    def _added(self, changed: Changed[Added]) -> None:
        ui, added = self.ui, changed.value
        if added.kept:
            self.host.toast("ui.file.added", names=_names([file.name for file in added.kept]))
        said = [ui.t("ui.file.known", name=name, here=here) for name, here in added.known]
        said += [ui.error_text(error) for error in added.refused]
        if said:
            more = [ui.plural("ui.file.more_refused", len(said) - _TOLD)] if len(said) > _TOLD else []
            kind = "danger" if added.refused else "info"
            self.message.show_message("\n".join([*said[:_TOLD], *more]), kind)
        self._again()
        if added.kept:
            self._wanted = added.kept[-1].id

    def _again(self) -> None:
        self.stale = True
        self.open(self.customer_id)

    def _arrived(self, content: object) -> None:
        super()._arrived(content)
        if self._wanted:
            self.table.select_id(self._wanted)
            self._wanted = 0
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.add_paths(waiting)

    # --- one file ------------------------------------------------------------------------------------------------------

    def _ask_place(self) -> None:
        from app.services.evidence.kinds import safe_name

        row = self._row()
        if row is not None:
            self._copied = row.file.id
            ask_place(self.window(), self.ui.t("ui.file.save_copy"), safe_name(row.file.name), self.save_to)

    def save_to(self, name: str) -> None:
        """Write a copy of the chosen file there."""
        host = self.host
        host.runner.query(work.save_copy, host.services, self._copied, Path(name), done=self._saved, failed=self.refused)

    def _saved(self, path: Path) -> None:
        self.host.toast("ui.preview.saved", path=str(path))

    def _remove(self) -> None:
        row = self._row()
        if row is not None and row.open:
            host = self.host
            host.runner.command(
                host.services.evidence.remove, row.file.id, host.officer, done=self._was_removed, failed=self.refused
            )

    def _was_removed(self, changed: Changed[Removed]) -> None:
        self._removed = changed.value
        self.view.clear()
        self.host.toast("ui.file.removed", "ui.file.undo", self.put_back, name=changed.value.file.name)
        self._again()

    def put_back(self) -> None:
        """Keep the file again that was taken out last."""
        removed, self._removed = self._removed, None
        if removed is not None:
            self._wanted = removed.file.id
            self.host.runner.command(
                self.host.services.evidence.put_back, removed, self.host.officer, done=self._was_put_back, failed=self.refused
            )

    def _was_put_back(self, changed: object) -> None:
        self._again()

    def _to_paper(self) -> None:
        sender = self.sender()
        if sender is not None and self.content is not None and self.content.cases:
            newest = max(case.id for case in self.content.cases)
            self.place_wanted.emit("documents", (newest, sender.objectName()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)


def _names(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" +{len(names) - 3}" if len(names) > 3 else "")


def size_text(ui: Ui, size: int) -> str:
    """A size in the unit that suits it."""
    if size >= _MEGA:
        return ui.t("ui.file.megabytes", n=ui.number(Decimal(size) / _MEGA, 1))
    return ui.t("ui.file.kilobytes", n=ui.number(max(1, round(size / 1024))))


def _columns() -> tuple[Column, ...]:
    return (
        Column("name", "ui.file.column.file", stretch=True, strong=True),
        Column("item", "ui.file.belongs_to", width=124),
        Column("case", "ui.customer.case_number", width=90),
        Column("day", "ui.file.column.added", width=94),
        Column("who", "ui.file.column.by", width=84),
        Column("size", "ui.file.column.size", kind="number", width=76),
    )
