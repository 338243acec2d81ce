"""The first page of an import: where files are dropped or chosen, what each of them is, and its first rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.services.imports.model import Kind
from app.ui.forms.choice_box import ChoiceBox
from app.ui.frame.file_saving import FileSaving
from app.ui.qtmodels.rows import Column
from app.ui.screens.imports import work
from app.ui.screens.imports.first_rows import FirstRows
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.services.imports.profiles import Profile
    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.imports.model import Chosen, ImportModel

_SIDE, _PICTURE = 300, 36
_STATES = {"good": "good", "refused": "danger", "looking": "plain"}
_LEDGER = "ledger"
_BLANKS: dict[str, tuple[Kind, ...]] = {
    "customer": (Kind.CUSTOMER,),
    "statement": (Kind.STATEMENT,),
    _LEDGER: (Kind.INVOICE, Kind.PAYMENT, Kind.CREDIT_NOTE, Kind.ORDER),
}


class DropArea(QFrame):
    """Where files are dropped; they are taken anywhere on the screen."""

    def __init__(self, ui: Ui, button: QWidget) -> None:
        super().__init__()
        self._ui, self.button = ui, button
        self._over = False
        row = QVBoxLayout(self)
        row.setContentsMargins(24, 22, 24, 22)
        row.setSpacing(8)
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = Label(ui, "ui.imports.drop", role="heading")
        text = Label(ui, "ui.imports.drop_text", role="muted")
        row.addStretch(1)
        row.addWidget(self._picture)
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(label)
        row.addSpacing(4)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        row.addStretch(1)
        ui.theme_changed.connect(self._draw)
        self._draw()

    def set_over(self, over: bool) -> None:
        """Whether files are held over the screen now."""
        if over != self._over:
            self._over = over
            self.update()

    def _draw(self) -> None:
        self._picture.setPixmap(self._ui.icon("open", "accent_text").pixmap(_PICTURE, _PICTURE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self._ui.colour
        pen = QPen(colour("accent" if self._over else "border_strong"), 2 if self._over else 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour("accent_soft" if self._over else "card"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
        painter.end()


class FilesStep(QWidget):
    """Everything of the first step."""

    remove_wanted = Signal(object)      # path
    delete_wanted = Signal(str)         # name of an own profile

    def __init__(self, host: ScreenHost, model: ImportModel, choose: QWidget) -> None:
        super().__init__()
        self._host, self._ui, self._model = host, host.ui, model
        self._profiles: tuple[Profile, ...] = ()
        self._saving = FileSaving(host, self, self._written)
        ui = self._ui
        self.area = DropArea(ui, choose)
        self.table = DataTable(ui, [
            Column("name", "ui.imports.file", stretch=True, strong=True),
            Column("state", "ui.imports.state", kind="badge", width=120),
            Column("note", "ui.imports.note", stretch=True),
        ], "ui.imports.files", wrap=True)
        self.remove = Button(ui, "ui.imports.remove", "ghost", "delete")
        self.first = FirstRows(ui)
        self.list_card = Card(ui, "ui.imports.files")
        self.list_card.body.addWidget(self.table)
        self.list_card.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self.area, 1)
        column.addWidget(self.list_card)
        column.addWidget(self.first, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(column, 1)
        row.addLayout(self._side())
        self.table.selected_id_changed.connect(self._show_first)
        self.remove.clicked.connect(self._remove)
        self._soon = QTimer(self, singleShot=True, interval=0)  # many files that are looked at together are shown once
        self._soon.timeout.connect(self.show_files)
        model.files_changed.connect(self._soon.start)
        ui.language_changed.connect(self.show_files)
        self.show_files()

    def _side(self) -> QVBoxLayout:
        ui = self._ui
        side = QVBoxLayout()
        side.setSpacing(14)
        card = Card(ui, "ui.imports.profile")
        hold_width(ui, card, _SIDE)
        self.profile = ChoiceBox(ui, "ui.imports.profile", choices=self._profile_choices, empty_key=None)
        self.profile.set_value("")
        self.profile.edited.connect(self._profile_chosen)
        card.body.addWidget(self.profile)
        card.body.addWidget(Label(ui, "ui.imports.profile_text", role="small"))
        self.delete = Button(ui, "ui.imports.profile_delete", "ghost", "delete")
        self.delete.clicked.connect(self._delete)
        card.body.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(card)
        blank = Card(ui, "ui.imports.blank")
        hold_width(ui, blank, _SIDE)
        self.kind = ChoiceBox(ui, "ui.imports.blank_kind", choices=self._blank_choices, empty_key=None)
        self.kind.set_value("customer")
        blank.body.addWidget(self.kind)
        blank.body.addWidget(Label(ui, "ui.imports.blank_text", role="small"))
        self.blank = Button(ui, "ui.imports.blank_write", icon="save")
        self.blank.clicked.connect(self._ask_blank)
        blank.body.addWidget(self.blank, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(blank)
        side.addStretch(1)
        return side

    # --- files -------------------------------------------------------------------------------------------------------

    def show_files(self) -> None:
        """The list, and the first rows of the file under the cursor."""
        files = self._model.files
        self.list_card.setVisible(bool(files))
        self.first.setVisible(any(one.peek is not None for one in files))
        kept = self.table.current_id()
        self.table.set_rows([self._row(one) for one in files], [one.path for one in files])
        self.table.fit_height()
        if files and not self.table.select_id(kept):
            self.table.select_id(next((one.path for one in files if one.peek is not None), files[0].path))
        self._show_first(self.table.current_id())
        self.delete.setVisible(any(one.own and one.name == self.profile.value() for one in self._profiles))

    def _row(self, one: Chosen) -> tuple[Any, ...]:
        ui = self._ui
        if one.error is not None:
            note = ui.error_text(one.error)
        else:
            note = self._about(one) if one.peek is not None else ""
        return one.path.name, (ui.t(f"ui.imports.state.{one.state}"), _STATES[one.state]), note

    def _about(self, one: Chosen) -> str:
        assert one.peek is not None
        ui, sheets = self._ui, one.peek.book.sheets
        rows = sum(len(sheet.rows) for sheet in sheets)
        said = ui.plural("ui.imports.rows" if one.peek.whole else "ui.imports.rows_or_more", rows)
        return ", ".join([ui.plural("ui.imports.sheets", len(sheets)), said]) if one.peek.whole else said

    def _show_first(self, path: object) -> None:
        one = next((one for one in self._model.files if one.path == path), None)
        self.remove.setEnabled(one is not None)
        self.first.show_peek(one.peek if one is not None else None)

    def _remove(self) -> None:
        path = self.table.current_id()
        if isinstance(path, Path):
            self.remove_wanted.emit(path)

    # --- profiles ----------------------------------------------------------------------------------------------------

    def read_profiles(self) -> None:
        """Ask for the profiles that there are."""
        self._host.runner.query(work.profiles, self._host.services, done=self._profiles_read, key="imports.profiles")

    def _profiles_read(self, profiles: Sequence[Profile]) -> None:
        self._profiles = tuple(profiles)
        names = {one.name for one in profiles}
        self.profile.set_choices(self._profile_choices)
        self.profile.set_value(self._model.profile if self._model.profile in names else "")
        self.show_files()

    def _profile_choices(self) -> list[tuple[Any, str]]:
        lang = self._ui.lang
        named = [(one.name, one.label.get(lang) if one.label is not None else one.name) for one in self._profiles]
        return [("", self._ui.t("ui.imports.profile_auto")), *named]

    def label_of(self, name: str) -> str:
        """A profile as people call it."""
        return next((text for value, text in self._profile_choices() if value == name), name)

    def _profile_chosen(self, name: object) -> None:
        self._model.set_profile(str(name or ""))
        self.show_files()

    def _delete(self) -> None:
        self.delete_wanted.emit(str(self.profile.value() or ""))

    # --- blank workbooks ---------------------------------------------------------------------------------------------

    def _blank_choices(self) -> list[tuple[Any, str]]:
        return [(name, self._ui.t(f"ui.imports.blank.{name}")) for name in _BLANKS]

    def _ask_blank(self) -> None:
        ui = self._ui
        name = f"{ui.t(f'ui.imports.blank.{self.kind.value()}')}.xlsx"
        ask_place(self, ui.t("ui.imports.blank_write"), name, self.write_blank, kinds=ui.t("ui.import_done.kinds_excel"),
                  suffix="xlsx")

    def write_blank(self, name: str) -> None:
        """Write the chosen blank workbook to the file ``name``."""
        kinds = _BLANKS[str(self.kind.value())]
        self._saving.write(work.blank, Path(name), self._host.services, kinds, self._ui.lang)

    def _written(self, path: Path) -> None:
        self._host.toast("ui.import_done.saved", path=str(path))
