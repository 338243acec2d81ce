"""The register of imports: what was brought in when, by whom, from which files, and the way to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.imports.plan_text import plan_from
from app.ui.qtmodels.rows import Column
from app.ui.screens.imports.brought import OUTCOMES, in_words, rows_of
from app.ui.screens.imports.kept_list import KeptList
from app.ui.screens.imports.taking_back import TakingBack
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.imports import ImportRow
    from app.models.domain.labels import Labels
    from app.services.imports.fields import Fields
    from app.services.imports.model import Plan
    from app.services.registry import Services
    from app.ui.frame.host import ScreenHost

_STATES = {"done": "good", "partly": "warning", "undone": "plain"}
_KB = 1024
_SHA = 12


Register = tuple[tuple["ImportRow", ...], "Fields", Mapping[str, "Labels"]]


def read_register(services: Services) -> Register:
    """Every import, newest first, the fields that their mappings name, and the names of shipped profiles for people."""
    from app.services.imports.fields import fields_of
    from app.services.imports.profiles import shipped

    labels = {one.name: one.label for one in shipped() if one.label is not None}
    return services.imports.all(), fields_of(services.methodologies.current()), labels


class RegisterPage(QWidget):
    """``read`` it when it is shown. ``ready``: the list has come."""

    ready = Signal()

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._host, self._ui = host, host.ui
        self._rows: dict[int, ImportRow] = {}
        self._fields: Fields | None = None
        self._labels: Mapping[str, Labels] = {}
        self._meant = 0
        ui = self._ui
        self.back = TakingBack(host, self)
        self.banner = Banner(ui)
        self.kept = KeptList(ui)
        self.nothing = EmptyState(ui, "document", "ui.import_register.none", "ui.import_register.none_text")
        self._make_tables()
        self.note = Label(ui, role="muted")
        self.undo = Button(ui, "ui.import_register.undo", icon="undo")
        self._lay_out()
        self.undo.clicked.connect(self._ask)
        self.back.ended.connect(self._ended)
        self.table.selected_id_changed.connect(self._show_detail)
        ui.language_changed.connect(self._say)

    def _make_tables(self) -> None:
        ui = self._ui
        self.table = DataTable(ui, [
            Column("number", "ui.import_register.number", kind="number", places=0, width=60, strong=True),
            Column("day", "ui.import_register.day", kind="date", width=140),
            Column("by", "ui.import_register.by", width=120),
            Column("files", "ui.import_register.files", stretch=True),
            Column("profile", "ui.import_register.profile", width=150),
            Column("brought", "ui.import_register.brought", stretch=True),
            Column("state", "ui.import_register.state", kind="badge", width=130),
        ], "ui.import_register.table", wrap=True)
        self.table.setMinimumHeight(150)
        self.files = DataTable(ui, [
            Column("file", "ui.import_register.file", stretch=True, strong=True),
            Column("size", "ui.import_register.size", kind="number", width=90),
            Column("sha", "ui.import_register.sha", width=130),
        ], "ui.import_register.file_table")
        self.counts = DataTable(ui, [
            Column("kind", "ui.import_done.kind", stretch=True),
            *(Column(name, f"ui.import_done.{name}", kind="number", places=0) for name in OUTCOMES),
        ], "ui.import_register.counts", wrap=True)
        self.mapping = DataTable(ui, [
            Column("sheet", "ui.import_register.sheet", width=110),
            Column("head", "ui.import_register.head", stretch=True),
            Column("target", "ui.import_register.target", stretch=True, strong=True),
        ], "ui.import_register.mapping", wrap=True)
        self.mapping.setMinimumHeight(120)

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.kept)
        column.addWidget(self.nothing, 1)
        self.list_card = Card(ui, "ui.import_register.table")
        self.list_card.body.addWidget(self.table, 1)
        self.detail = Card(ui, "ui.import_register.mapping")
        head = QHBoxLayout()
        head.addWidget(self.note, 1)
        head.addWidget(self.undo)
        self.detail.body.addLayout(head)
        halves = QHBoxLayout()
        halves.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.files)
        left.addWidget(self.counts)
        left.addStretch(1)
        halves.addLayout(left, 1)
        halves.addWidget(self.mapping, 1)
        self.detail.body.addLayout(halves, 1)
        column.addWidget(self.list_card, 2)
        column.addWidget(self.detail, 3)
        self._show_which(False)

    # --- what is shown -----------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the register anew."""
        self._host.runner.query(read_register, self._host.services, done=self._came, key="imports.register")

    def _came(self, found: Register) -> None:
        rows, self._fields, self._labels = found
        self._rows = {row.id: row for row in rows}
        self._say()
        if self._meant:
            self.show_import(self._meant)
        self.ready.emit()

    def show_import(self, number: int) -> None:
        """Put the cursor on an import, as soon as it has been read."""
        self._meant = 0 if self.table.select_id(number) else number

    def _show_which(self, there: bool) -> None:
        self.list_card.setVisible(there)
        self.detail.setVisible(there)
        self.nothing.setVisible(not there)

    def _say(self) -> None:
        self._show_which(bool(self._rows))
        self.table.set_rows([self._row(one) for one in self._rows.values()], list(self._rows))
        if self._rows and self.table.current_id() is None:
            self.table.select_id(next(iter(self._rows)))
        self._show_detail(self.table.current_id())

    def _row(self, one: ImportRow) -> tuple[Any, ...]:
        ui = self._ui
        names = ", ".join(file.name for file in one.files if file.taken)
        state = (ui.t(f"ui.import_register.state.{one.state}"), _STATES.get(one.state, "plain"))
        profile = self._labels[one.profile].get(ui.lang) if one.profile in self._labels else one.profile
        return one.id, one.at.astimezone(), one.by, names, profile, in_words(ui, one.summary), state

    def _show_detail(self, number: object) -> None:
        one, ui = self._rows.get(number) if isinstance(number, int) else None, self._ui
        if one is None:
            return
        self.detail.set_title(ui.t("ui.import_register.detail", number=one.id))
        parts = [f"{ui.t('ui.import_register.read')}: {ui.number(int(one.summary.get('read', 0)))}",
                 f"{ui.t('ui.import_register.errors')}: {ui.number(int(one.summary.get('faults', 0)))}"]
        if one.undone_at is not None:
            parts.append(ui.t("ui.import_register.undone_note", day=one.undone_at.date(), by=one.undone_by))
        self.note.set_text("  ·  ".join(parts))
        self.undo.setEnabled(one.state != "undone")
        taken = [file for file in one.files if file.taken]
        sizes = [ui.t("ui.import_register.bytes", n=ui.number(-(-file.size // _KB))) for file in taken]
        self.files.set_rows([(file.name, size, f"{file.sha256[:_SHA]}…") for file, size in zip(taken, sizes, strict=True)])
        self.files.fit_height()
        self.counts.set_rows(rows_of(ui, one.summary))
        self.counts.fit_height()
        self.mapping.set_rows(self._mapping(plan_from(one.mapping)))

    def _mapping(self, plan: Plan) -> list[tuple[str, str, str]]:
        from app.services.imports.report import field_name

        assert self._fields is not None
        left_out = self._ui.t("ui.import_register.left_out")
        return [(table.sheet, line.head, field_name(line.target, self._fields, self._ui.lang) if line.target else left_out)
                for table in plan.tables for line in sorted(table.lines, key=_taken_first)]

    # --- what is done ------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        number = self.table.current_id()
        if isinstance(number, int):
            self.back.ask(number)

    def _ended(self, number: int, text: str, kind: str, problems: object) -> None:
        self.banner.show_message(text, kind)
        self.kept.show_problems(problems)  # type: ignore[arg-type]
        self.read()


def _taken_first(line: Any) -> bool:
    return not line.target
