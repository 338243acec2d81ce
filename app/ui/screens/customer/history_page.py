"""Who changed what, when and how, from the journal; and what was known on a day, out of the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from app.texts import Texts
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.qtmodels.rows import Column, Index, RowsModel
from app.ui.runtime.files import write_file
from app.ui.screens.customer.history_words import KINDS, HistoryRow, HistoryWords
from app.ui.screens.customer.known_panel import HEADS as KNOWN_HEADS
from app.ui.screens.customer.known_panel import KnownPanel
from app.ui.screens.customer.known_words import KnownRow
from app.ui.screens.customer.page import FilePage
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place

if TYPE_CHECKING:
    from app.services.registry import Services

Line = HistoryRow | KnownRow
_HEADS = ("when", "who", "what", "before", "after", "how")


@dataclass(frozen=True, slots=True)
class HistoryContent:
    """The lines, newest first, and the persons who stand in them."""

    rows: tuple[HistoryRow, ...]
    people: tuple[str, ...]


def read_history(services: Services, customer_id: int, texts: Texts) -> HistoryContent:
    """The history in words (on a reader thread: a customer may have thousands of lines)."""
    with services.page(customer_id=customer_id, history=True):
        cases = {head.id: head.number for head in services.cases.of_customer(customer_id)}
        words = HistoryWords(texts, services.methodologies.current(), cases)
        changes = services.timeline.history(customer_id)
    rows = tuple(words.row(change) for change in changes)
    return HistoryContent(rows, tuple(sorted({row.who for row in rows if row.who})))


def filtered(rows: Sequence[HistoryRow], who: str | None, kind: str | None, text: str) -> list[HistoryRow]:
    """The lines of a person and a kind that hold every word of ``text``."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if (who is None or row.who == who)
        and (kind is None or row.kind == kind)
        and all(word in " ".join(row.cells).casefold() for word in words)
    ]


def write_lines(path: Path, heads: Sequence[str], rows: Sequence[Line]) -> Path:
    """Write what is seen as a table that every spreadsheet opens."""
    from app.services.timeline.export import table_bytes

    return write_file(path, table_bytes([heads, *(row.cells for row in rows)]))


class HistoryRows(RowsModel):
    """A cell that is too narrow for its text shows it whole as a tool tip."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        wanted = Qt.ItemDataRole.DisplayRole if role == Qt.ItemDataRole.ToolTipRole else role
        return super().data(index, wanted)


class HistoryPage(FilePage):
    """A table with three filters; what is seen can be written to a file."""

    name = "history"
    flags = frozenset({"customer", "case", "statements", "grade", "reviews", "notices", "imports"})

    def build(self) -> None:
        """Filters over the table."""
        ui = self.ui
        self.who = ChoiceBox(ui, "ui.history.who", choices=self._people, empty_key="ui.history.everybody")
        self.kind = ChoiceBox(ui, "ui.history.kind", choices=self._kinds, empty_key="ui.history.everything")
        self.text = LineEdit(ui, "ui.history.find", placeholder_key="ui.history.find")
        self.count = Label(ui, role="muted", wrap=False)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for field, stretch in ((self.who, 2), (self.kind, 2), (self.text, 3)):
            field.edited.connect(self._filter)
            bar.addWidget(field, stretch)
        bar.addWidget(self.count)
        self.to_known = Button(ui, "ui.known.name", "secondary", "clock")
        self.to_known.clicked.connect(self.show_known)
        bar.addWidget(self.to_known)
        bar.addWidget(self.host.actions.button("customer.export_history"))
        for field in (self.who, self.kind, self.text):
            field.setProperty("noDraft", True)
        columns = _columns()
        self.table = DataTable(ui, columns, "ui.history.name", model=HistoryRows(ui, columns))
        self.table.activated_id.connect(self._open)
        card = Card(ui, "ui.history.name")
        card.body.addLayout(bar)
        card.body.addWidget(self.table, 1)
        self.known = KnownPanel(self.host)
        self.known.seen_changed.connect(self.host.actions.refresh)
        self.known.to_list.clicked.connect(self.show_list)
        self.both = QStackedWidget()
        for part in (card, self.known):
            self.both.addWidget(part)
        self.body.addWidget(self.both, 1)
        self.seen: list[HistoryRow] = []

    def show_list(self) -> None:
        """Every change of a field."""
        self._show_part(0)

    def show_known(self) -> None:
        """What was known on a day."""
        self._show_part(1)
        self.known.open(self.customer_id)

    @property
    def on_known(self) -> bool:
        """Whether what was known on a day is shown."""
        return self._built and self.both.currentIndex() == 1

    def _show_part(self, index: int) -> None:
        self.both.setCurrentIndex(index)
        self.host.actions.refresh()

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return read_history, (self.host.services, self.customer_id, self.ui.texts)

    def forget(self) -> None:
        for field in (self.who, self.kind, self.text):
            field.set_value(None)
        self.known.forget()
        self._show_part(0)

    def retranslate(self) -> None:
        """The words are made while reading."""
        if self._built and self.customer_id:
            self.read()

    def show_content(self, content: HistoryContent) -> None:
        """The lines that the filters let through."""
        self.who.set_choices(self._people)
        self._filter(None)
        if self.on_known:
            self.known.open(self.customer_id)

    def can_export(self) -> bool:
        """Whether anything is seen."""
        return self._built and bool(self.known.seen if self.on_known else self.seen)

    def export(self) -> None:
        """Ask where to, and write what is seen."""
        kinds = self.ui.t("ui.history.files")
        name = "known.csv" if self.on_known else "history.csv"
        ask_place(self.window(), self.ui.t("ui.action.export_history"), name, self.write_to, kinds=kinds, suffix="csv")

    def write_to(self, name: str) -> None:
        """Write what is seen to that file."""
        if self.on_known:
            heads = [self.ui.t(f"ui.known.{head}") for head in KNOWN_HEADS]
            rows: tuple[Line, ...] = tuple(self.known.seen)
        else:
            heads, rows = [self.ui.t(f"ui.history.column.{head}") for head in _HEADS], tuple(self.seen)
        self.host.runner.query(write_lines, Path(name), heads, rows, done=self._written)

    def _written(self, path: Path) -> None:
        self.host.toast("ui.preview.saved", path=str(path))

    def _filter(self, value: object) -> None:
        if self.content is None:
            return
        text = self.text.raw_text()
        self.seen = filtered(self.content.rows, self.who.value(), self.kind.value(), text)
        self.table.set_rows([row.cells for row in self.seen], [self._id(row) for row in self.seen])
        self.count.set_text(self.ui.plural("ui.history.count", len(self.seen)))
        self.host.actions.refresh()

    def _id(self, row: HistoryRow) -> tuple[int, str]:
        return row.change.seq, row.change.field

    def _people(self) -> list[tuple[str, str]]:
        return [(name, name) for name in self.content.people] if self.content is not None else []

    def _kinds(self) -> list[tuple[str, str]]:
        return [(kind, self.ui.t(f"ui.history.kind.{kind}")) for kind in dict.fromkeys(KINDS.values())]

    def _open(self, row_id: object) -> None:
        """Enter leads to where the field stands."""
        row = next((one for one in self.seen if self._id(one) == row_id), None)
        if row is None:
            return
        if row.change.entity == "imports":
            self.place_wanted.emit("imports", row.change.entity_id)
        elif row.change.case_id:
            self.place_wanted.emit("case", row.change.case_id)
        elif row.kind == "statement":
            self.place_wanted.emit("statements", self.customer_id)
        else:
            self.place_wanted.emit("customer", (self.customer_id, "identity"))


def _columns() -> tuple[Column, ...]:
    widths = {"when": 136, "before": 130, "after": 150}
    return tuple(
        Column(head, f"ui.history.column.{head}", width=widths.get(head), stretch=head == "what", strong=head == "what")
        for head in _HEADS
    )
