"""What each column of the files becomes: as it was guessed and why, and changed in one or two keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.services.imports.model import Line, Place, Sureness, TablePlan
from app.ui.forms.choice_box import ChoiceBox
from app.ui.qtmodels.rows import Column
from app.ui.screens.imports.field_picker import FieldPicker
from app.ui.screens.imports.plan_words import SURENESS, matched
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.services.imports.fields import Fields
    from app.services.imports.model import Kept
    from app.services.imports.session import Seen
    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost

_RIGHT_WIDTH = 360


class ColumnsStep(QWidget):
    """The lines of one table at a time; the tables are chosen above them."""

    target_chosen = Signal(int, int, str)   # table, number of the line, key of a field or "" to leave it out

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._ui = ui = host.ui
        self._tables: tuple[TablePlan, ...] = ()
        self._files: tuple[str, ...] = ()
        self._off: frozenset[int] = frozenset()
        self._seen: Sequence[Mapping[str, Seen]] = ()
        self._fields: Fields | None = None
        self.card = Card(ui, "ui.import_map.columns")
        self.which = ChoiceBox(ui, "ui.import_map.table", choices=self._choices, empty_key=None)
        self.which.edited.connect(self._other_table)
        self.card.body.addWidget(self.which)
        self.table = DataTable(ui, [
            Column("place", "ui.import_map.place", width=62),
            Column("head", "ui.import_map.head", stretch=True, strong=True),
            Column("target", "ui.import_map.becomes", stretch=True),
            Column("sample", "ui.import_map.sample", stretch=True),
            Column("sure", "ui.import_map.sure", kind="badge", width=120),
        ], "ui.import_map.columns", wrap=True)
        self.table.setMinimumHeight(240)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(Label(ui, "ui.import_map.keys", role="muted"))
        self.side = Card(ui, "ui.import_map.becomes")
        hold_width(ui, self.side, _RIGHT_WIDTH)
        self.about = KeyValue(ui)
        self.picker = FieldPicker(ui)
        self.side.body.addWidget(self.about)
        self.side.body.addWidget(self.picker, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self.card, 1)
        row.addWidget(self.side)
        self.table.selected_id_changed.connect(self._show_line)
        self.table.activated_id.connect(self._begin)
        self.picker.picked.connect(self._picked)
        self.picker.left.connect(self._back)
        ui.language_changed.connect(self._show)

    def show_plan(
        self, tables: Sequence[TablePlan], files: Sequence[str], fields: Fields,
        seen: Sequence[Mapping[str, Seen]], off: frozenset[int] = frozenset(),
    ) -> None:
        """``files``: names by number; ``seen``: by table and field, how the first value is read; ``off``: tables left out."""
        self._tables, self._files, self._fields, self._seen, self._off = tuple(tables), tuple(files), fields, seen, off
        now = self.which.value()
        self.which.set_choices(self._choices)
        on = [value for value, _ in self._choices()]
        self.which.set_value(now if now in on else (on[0] if on else None))
        self.which.setVisible(len(on) > 1)
        self._show()

    # --- tables ----------------------------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """Number of the table that is shown; -1 when there is none."""
        value = self.which.value()
        return value if isinstance(value, int) and value < len(self._tables) else -1

    def _choices(self) -> list[tuple[Any, str]]:
        return [(number, self._name(table)) for number, table in enumerate(self._tables) if number not in self._off]

    def _name(self, table: TablePlan) -> str:
        file = self._files[table.file] if table.file < len(self._files) else ""
        return f"{file}  ·  {table.sheet}" if table.sheet else file

    def _other_table(self, _value: object) -> None:
        self._show()

    # --- lines -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        ui = self._ui
        if self.at < 0 or self._fields is None:
            self.table.set_rows([])
            return
        table = self._tables[self.at]
        self.card.set_note(ui.t("ui.import_map.matched", matched=matched(table.lines), all=len(table.lines)))
        self.table.set_rows([self._row(table, line) for line in table.lines], range(len(table.lines)))
        if self.table.current_id() is None and table.lines:
            sureness = [line.sureness for line in table.lines]
            self.table.select_id(sureness.index(Sureness.UNKNOWN) if Sureness.UNKNOWN in sureness else 0)
        self._show_line(self.table.current_id())

    def _row(self, table: TablePlan, line: Line) -> tuple[Any, ...]:
        sure = (self._ui.t(f"ui.import_map.sure.{line.sureness.value}"), SURENESS[line.sureness])
        return (_place(table, line), line.head or "—", self._target(line.target), self._sample(line), sure)

    def _target(self, key: str) -> str:
        field = self._fields.get(key) if self._fields is not None and key else None
        return field.label.get(self._ui.lang) if field is not None else self._ui.t("ui.import_map.leave_out")

    def _sample(self, line: Line) -> str:
        """What stands in the file and, where this is not the same to the eye, how it is read."""
        seen = self._seen[self.at].get(line.target) if self.at < len(self._seen) and line.target else None
        if seen is None or (line.samples and seen.raw not in line.samples):
            return line.samples[0] if line.samples else ""
        read = _shown(self._ui, seen.value, seen.currency)
        return seen.raw if read == seen.raw else f"{seen.raw} → {read}"

    def _line(self, number: object) -> Line | None:
        lines = self._tables[self.at].lines if self.at >= 0 else ()
        return lines[number] if isinstance(number, int) and number < len(lines) else None

    def _show_line(self, number: object) -> None:
        line, ui = self._line(number), self._ui
        self.side.setEnabled(line is not None)
        if line is None or self._fields is None:
            return
        table = self._tables[self.at]
        self.side.set_title(line.head or _place(table, line))
        self.about.set_rows([
            (ui.t("ui.import_map.samples"), "   ".join(line.samples[:3])),
            (ui.t("ui.import_map.why"), ui.t(line.why_key) if line.why else ui.t(f"ui.import_map.sure.{line.sureness.value}")),
        ], align_right=False)
        users = {other.target: other.head for other in table.lines if other.target and other is not line}
        self.picker.show_fields(self._fields.of_kind(table.kind), line.target, users)

    # --- changing --------------------------------------------------------------------------------------------------

    def _begin(self, _number: object) -> None:
        self.picker.begin()

    def _picked(self, key: str) -> None:
        number = self.table.current_id()
        if isinstance(number, int):
            self.target_chosen.emit(self.at, number, key)
        self._back()

    def _back(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _place(table: TablePlan, line: Line) -> str:
    """Letter of the column, or number of the row where the records stand beside each other."""
    if table.across:
        return str(line.index + 1)
    return Place(table.file, table.sheet, 0, line.index).address.rstrip("0123456789")


def _shown(ui: Ui, value: Kept, currency: str) -> str:
    if isinstance(value, bool):
        return ui.t("ui.import_map.yes" if value else "ui.import_map.no")
    if isinstance(value, Decimal):
        return f"{ui.number(value)} {currency}".strip()
    return ui.date(value) if isinstance(value, date) else value
