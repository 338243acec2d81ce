"""What a customer owes us on any day: the figures of the ledger, its ageing, every line, and single lines typed by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from app.models.domain.errors import UserError
from app.models.domain.history import SourceRef
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens.customer import receivables_words as words
from app.ui.screens.customer.page import FilePage
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label
from app.ui.widgets.limit_bar import LimitBar
from app.ui.widgets.sizes import hold_width

if TYPE_CHECKING:
    from app.models.domain.imports import LedgerEntry
    from app.services.changes import Changed
    from app.services.imports.service import CameFrom
    from app.services.ledger.service import Receivables
    from app.ui.screens.customer.orders_part import OrdersPart
    from app.ui.screens.customer.receivables_form import LineForm

HALVES = ("ledger", "orders")
VIEWS = ("open", "invoices", "settlements", "orders")
_MOST, _ROWS_SEEN = 1000, 12


class ReceivablesPage(FilePage):
    """As of today until another day is typed; in the customer's currency until another one is chosen."""

    name = "receivables"
    flags = frozenset({"ledger", "grade"})
    _orders_wanted: int | None = None

    def build(self) -> None:
        """Day and currency on top; figures; ageing beside how the customer pays; the lines."""
        ui = self.ui
        self.day: date | None = None
        self._line_wanted = self._taken_back = False
        self.form: LineForm | None = None
        self.message = Banner(ui)
        self.empty = EmptyState(
            ui, "statements", "ui.receivables.empty", "ui.receivables.empty_text",
            self.host.actions.qaction("customer.import_ledger"), self,
        )
        self.orders: OrdersPart | None = None
        self.halves = QTabBar()
        self.halves.setExpanding(False)
        self.halves.setDrawBase(False)
        for _ in HALVES:
            self.halves.addTab("")
        self.halves.currentChanged.connect(self._half_chosen)
        self.body.addWidget(self.halves)
        self.ledger = QWidget()
        half = QVBoxLayout(self.ledger)
        half.setContentsMargins(0, 0, 0, 0)
        half.setSpacing(14)
        self.body.addWidget(self.ledger)
        half.addWidget(self.message)
        half.addWidget(self._top())
        half.addWidget(self.empty)
        self._form_place = QVBoxLayout()
        half.addLayout(self._form_place)
        self.parts = QWidget()
        column = QVBoxLayout(self.parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._tiles())
        column.addLayout(self._middle())
        column.addWidget(self._lines())
        half.addWidget(self.parts)
        self._orders_place = QVBoxLayout()
        self.body.addLayout(self._orders_place)
        self.body.addStretch(1)
        self._name_halves()
        self.empty.hide()
        self.parts.hide()
        ui.theme_changed.connect(self._size_table)

    def _top(self) -> QWidget:
        ui = self.ui
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self.as_of = DateEdit(ui, "ui.receivables.as_of", latest=self.host.services.clock.today())
        hold_width(ui, self.as_of, 130)
        self.as_of.committed.connect(self._day_typed)
        self.currency = ChoiceBox(ui, "ui.receivables.currency", empty_key=None)
        self.currency.edited.connect(self._currency_chosen)
        self.other = Label(ui, role="muted")
        for field in (self.as_of, self.currency):
            field.setProperty("noDraft", True)
        self.day_label = Label(ui, "ui.receivables.as_of", role="muted", wrap=False)
        self.day_label.setBuddy(self.as_of.editor)
        self.add = self.host.actions.button("customer.add_line")
        for widget in (self.day_label, self.as_of, self.currency):
            line.addWidget(widget)
        line.addWidget(self.other, 1)
        line.addWidget(self.add)
        return row

    def _tiles(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(14)
        self.tiles: dict[str, tuple[Label, Label]] = {}
        for key in ("balance", "overdue", "dso", "exposure"):
            card = Card(self.ui)
            figure, note = Label(self.ui, role="figure"), Label(self.ui, role="small")
            for label in (Label(self.ui, f"ui.receivables.{key}", role="muted"), figure, note):
                card.body.addWidget(label)
            card.body.addStretch(1)
            self.tiles[key] = (figure, note)
            row.addWidget(card, 1)
        return row

    def _middle(self) -> QHBoxLayout:
        ui = self.ui
        self.ageing_card = Card(ui, "ui.receivables.ageing")
        self.ageing = DataTable(ui, words.ageing_columns(), "ui.receivables.ageing")
        self.disputed = Label(ui, role="small")
        self.ageing_card.body.addWidget(self.ageing)
        self.ageing_card.body.addWidget(self.disputed)
        self.limit_card = Card(ui, "ui.receivables.limit")
        self.bar = LimitBar(ui, owed_key="ui.receivables.at_risk")
        self.room = Label(ui, role="small")
        self.limit_card.body.addWidget(self.bar)
        self.limit_card.body.addWidget(self.room)
        self.paying = Card(ui, "ui.receivables.measures")
        self.measures = KeyValue(ui)
        self.paying.body.addWidget(self.measures)
        right = QVBoxLayout()
        right.setSpacing(14)
        right.addWidget(self.limit_card)
        right.addWidget(self.paying)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.ageing_card, 5, Qt.AlignmentFlag.AlignTop)
        row.addLayout(right, 4)
        return row

    def _lines(self) -> Card:
        ui = self.ui
        self.card = Card(ui, "ui.receivables.lines")
        self.show_what = ChoiceBox(ui, "ui.receivables.show", choices=self._views, empty_key=None)
        self.show_what.setProperty("noDraft", True)
        self.show_what.edited.connect(self._other_lines)
        self.tables = {name: DataTable(ui, words.columns(name), "ui.receivables.lines") for name in VIEWS}
        self.nothing = Label(ui, "ui.receivables.none_of_these", role="muted")
        self.came = Label(ui, "ui.receivables.choose_line", role="muted")
        self.correct = Button(ui, "ui.receivables.correct", "secondary", "edit")
        self.remove = Button(ui, "ui.receivables.remove", "secondary", "delete")
        self.correct.clicked.connect(self.correct_line)
        self.remove.clicked.connect(self.remove_line)
        self.card.body.addWidget(self.show_what, 0, Qt.AlignmentFlag.AlignLeft)
        for table in self.tables.values():
            table.selected_id_changed.connect(self._chosen)
            table.activated_id.connect(self._activated)
            self.card.body.addWidget(table)
        self.card.body.addWidget(self.nothing)
        self.card.body.addWidget(self.came)
        self.buttons = FlowRow(spacing=8)
        self.buttons.add(self.correct)
        self.buttons.add(self.remove)
        self.card.body.addWidget(self.buttons)
        return self.card

    # --- ledger or orders ----------------------------------------------------------------------------------------------

    def show_orders(self, check_id: int = 0) -> None:
        """Turn to the orders, at once or when the page is built: to type one, or to the check of that number."""
        self._orders_wanted = None if self._built else check_id
        if self._built:
            self.halves.setCurrentIndex(1)
            self._orders().open(self.customer_id)
            self._orders().begin(check_id)

    def _name_halves(self) -> None:
        self.halves.setAccessibleName(self.ui.t("ui.orders.halves"))
        for at, name in enumerate(HALVES):
            self.halves.setTabText(at, self.ui.t(f"ui.orders.{name}"))

    def _orders(self) -> OrdersPart:
        from app.ui.screens.customer.orders_part import OrdersPart

        if self.orders is None:
            self.orders = OrdersPart(self.host)
            self._orders_place.addWidget(self.orders)
        return self.orders

    def _half_chosen(self, index: int) -> None:
        shown = index == 1
        self.ledger.setVisible(not shown)
        if shown or self.orders is not None:
            orders = self._orders()
            orders.setVisible(shown)
            if shown and self.customer_id:
                orders.open(self.customer_id)

    def changed(self, flags: frozenset[str], shown: bool) -> None:
        super().changed(flags, shown)
        if self._built and self.orders is not None:
            self.orders.changed(flags, shown and self.halves.currentIndex() == 1)

    def open(self, customer_id: int) -> None:
        super().open(customer_id)
        if self._orders_wanted is not None:
            self.show_orders(self._orders_wanted)
        elif self.halves.currentIndex() == 1:
            self._orders().open(customer_id)

    # --- reading and showing ---------------------------------------------------------------------------------------

    def ask(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.host.services.ledger.receivables, (self.customer_id, self.day, self.currency.value() or "")

    def forget(self) -> None:
        self.day, self._line_wanted = None, False
        self.currency.set_choices(())
        self.message.clear()
        self._close_form()

    def show_content(self, content: Receivables) -> None:
        """All of it, or the one thing to do where there is nothing yet."""
        some = content.figures is not None
        self.empty.setVisible(not some)
        self.parts.setVisible(some)
        for widget in (self.day_label, self.as_of, self.currency):
            widget.setVisible(some)
        self.as_of.set_value(content.day)
        self.currency.set_choices([(code, code) for code in content.currencies])
        if some:
            self.currency.set_value(content.currency)
        self.currency.setVisible(len(content.currencies) > 1)
        rest = ", ".join(code for code in content.currencies if code != content.currency)
        self.other.set_text(self.ui.t("ui.receivables.currencies", codes=rest) if rest else "")
        if content.figures is None:
            return
        for key, (figure, note, urgent) in words.tiles(self.ui, content).items():
            self.tiles[key][0].set_text(figure)
            self.tiles[key][0].set_role("figureUrgent" if urgent else "figure")
            self.tiles[key][1].set_text(note)
        self._show_ageing(content)
        self._show_limit(content)
        self.measures.set_rows(words.measures(self.ui, content))
        self._show_lines()

    def _show_ageing(self, content: Receivables) -> None:
        assert content.figures is not None
        ui, aged = self.ui, content.figures.ageing
        self.ageing_card.set_note(ui.t("ui.receivables.ageing_note"))
        self.ageing.set_rows(words.ageing_rows(ui, content))
        self.ageing.fit_height()
        amount = ui.money(aged.disputed, content.currency)
        self.disputed.set_text(ui.t("ui.receivables.disputed_of", amount=amount) if aged.disputed else "")
        self.disputed.setVisible(bool(aged.disputed))

    def _show_limit(self, content: Receivables) -> None:
        assert content.figures is not None
        limit, overdue = content.limit, content.figures.ageing.overdue
        self.bar.set_limit(
            (limit.amount, limit.currency) if limit is not None else None, (content.figures.exposure, content.currency),
            overdue, limit is not None and not limit.usable,
        )
        self.room.set_text(words.room(self.ui, content))
        self.room.setVisible(bool(self.room.text()))

    def _views(self) -> list[tuple[str, str]]:
        return [(name, self.ui.t(f"ui.receivables.show.{name}")) for name in VIEWS]

    def _show_lines(self) -> None:
        content, shown = self.content, self.show_what.value()
        rows, ids = words.rows(self.ui, content, shown)
        for name, table in self.tables.items():
            table.setVisible(name == shown and bool(rows))
        self.nothing.setVisible(not rows)
        table = self.tables[shown]
        table.set_rows(rows[:_MOST], ids[:_MOST])
        self._size_table()
        ui = self.ui
        note = ui.plural("ui.receivables.line_count", len(rows))
        if len(rows) > _MOST:
            note = ui.t("ui.receivables.shown_of", shown=ui.number(_MOST), all=ui.number(len(rows)))
        self.card.set_note(note)
        self._chosen(table.current_id())

    def _size_table(self) -> None:
        """As high as its lines; a long list scrolls by itself."""
        table = self.tables[self.show_what.value()]
        line, head = table.verticalHeader().defaultSectionSize(), table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(head + 4 + line * min(table.rows.rowCount(), _ROWS_SEEN))

    # --- day, currency, which lines ----------------------------------------------------------------------------------

    def _day_typed(self) -> None:
        if self.content is None or self.as_of.has_error():
            return
        wanted = self.as_of.value()
        if wanted is None:
            self.as_of.set_value(self.content.today)
        if wanted != self.content.day:
            self.day = None if wanted == self.content.today else wanted
            self.read()

    def _currency_chosen(self, code: object) -> None:
        self.read()

    def _other_lines(self, name: object) -> None:
        if self.content is not None:
            self._show_lines()

    # --- one line ------------------------------------------------------------------------------------------------------

    def _line(self) -> LedgerEntry | None:
        """The line that is chosen in the list that is shown."""
        content = self.content
        if content is None:
            return None
        wanted = self.tables[self.show_what.value()].current_id()
        every = [*(one.entry for one in content.invoices), *content.settlements, *content.orders]
        return next((one for one in every if one.id == wanted), None)

    def _chosen(self, entry_id: object) -> None:
        line = self._line()
        typed = line is not None and line.import_id is None
        self.buttons.setVisible(typed)
        if line is None:
            self.came.set_key("ui.receivables.choose_line")
            self.came.setVisible(not self.nothing.isVisibleTo(self.card))
        elif typed:
            self.came.set_key("ui.receivables.typed_line")
        else:
            self.came.set_text(words.from_file(self.ui, self.content, line))
            self.host.runner.query(
                self.host.services.imports.origin, "ledger_entries", line.id, done=self._origin_read, key="customer.line_origin"
            )

    def _origin_read(self, came: CameFrom | None) -> None:
        line = self._line()
        if came is not None and line is not None and line.import_id == came.import_id:
            self.came.set_text(words.from_cell(self.ui, came))

    def _activated(self, entry_id: object) -> None:
        """A typed line opens to be corrected, one of an import shows its cell and leads to the import."""
        line = self._line()
        if line is not None and line.import_id is not None:
            self.source_wanted.emit(SourceRef("ledger", "amount", line.id))
        else:
            self.correct_line()

    def add_line(self) -> None:
        """Open the form for a new line; at once or when the page has been read."""
        self.halves.setCurrentIndex(0)
        self._line_wanted = self.content is None
        if self.content is not None:
            self._open_form().begin(self.content, None)

    def show_form_of(self, path: str) -> None:
        """Show the form that a text of an earlier time belongs to, before it is put back into its field."""
        if "LineForm:" not in path or (self.form is not None and self.form.isVisibleTo(self)):
            return
        form = self._open_form()
        self._taken_back = self.content is None
        if self.content is not None:
            form.begin(self.content, None)
        form.show_kind("order" if path.endswith("@delivered") else "payment" if path.endswith("@invoice") else "invoice")

    def _arrived(self, content: object) -> None:
        super()._arrived(content)
        taken_back, self._taken_back = self._taken_back, False
        if self._line_wanted:
            self.add_line()
        elif taken_back and self.form is not None:
            self.form.take_back(self.content)

    def correct_line(self) -> None:
        """Open the form with the chosen line, where it was typed by hand."""
        line = self._line()
        if line is not None and line.import_id is None:
            self._open_form().begin(self.content, line)

    def remove_line(self) -> None:
        """Take the chosen line out of the ledger; the toast puts it back."""
        line, host = self._line(), self.host
        if line is not None and line.import_id is None:
            host.runner.command(host.services.ledger.remove, line, host.officer, done=self._removed, failed=self._refused)

    def _removed(self, changed: Changed[LedgerEntry]) -> None:
        self._close_form()
        self.read()
        self.host.toast("ui.receivables.removed")

    def _refused(self, error: UserError) -> None:
        self.message.show_errors([error])

    # --- the form ------------------------------------------------------------------------------------------------------

    def _open_form(self) -> LineForm:
        from app.ui.screens.customer.receivables_form import LineForm

        if self.form is None:
            self.form = LineForm(self.ui)
            self.form.saved.connect(self._save)
            self.form.closed.connect(self._close_form)
            self._form_place.addWidget(self.form)
        self.form.show()
        return self.form

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.clear()

    def _save(self, entry: LedgerEntry) -> None:
        host = self.host
        host.runner.command(host.services.ledger.save, entry, host.officer, done=self._saved, failed=self._not_saved)

    def _saved(self, changed: Changed[LedgerEntry]) -> None:
        self.message.clear()
        self._close_form()
        self.read()
        self.host.toast("ui.receivables.saved")
        if changed.notes:
            self.message.show_errors(changed.notes, "warning")
        self.add.setFocus()

    def _not_saved(self, error: UserError) -> None:
        if self.form is None or not self.form.show_problems(error):
            self._refused(error)

    def retranslate(self) -> None:
        super().retranslate()
        if self._built:
            self._name_halves()
        if self._built and self.content is not None and self.form is not None:
            self.form.retranslate()
