"""The statements of a customer: the grid, the head of the period under the cursor, problems and ratios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from app.models.domain.errors import UserError
from app.models.domain.statement import Statement
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.statements.from_book_door import BookDoor
from app.ui.screens.statements.grid import FIXED, GridModel, StatementGrid
from app.ui.screens.statements.model import StatementsModel
from app.ui.screens.statements.pasting import Paste
from app.ui.screens.statements.period import PeriodCard
from app.ui.screens.statements.reading import warnings_of
from app.ui.screens.statements.side import ProblemsCard, RatiosCard, SidePanel
from app.ui.screens.statements.unsaved import put_back, unread
from app.ui.widgets.badge import Badge
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"statements", "customer"})
SIDE_WIDTH, SIDE_SHARE = 462, 40


class StatementsScreen(Screen):
    """Argument: the id of a customer."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        ui = self.ui
        self.model = StatementsModel(host.services, host.runner, host.autosave, self._officer)
        self.model.setParent(self)
        self.pasting = Paste(self.model, host.services, host.runner)
        self.pasting.setParent(self)
        self._column = 0
        self._wanted = ""  # the line to go to once the figures are read
        self.grid = StatementGrid(ui, GridModel(ui, self.model))
        self._figures = QWidget()
        self.book = BookDoor(host, self.model, self._figures)
        self._add_actions()
        self._badge = Badge(ui, key="ui.nav.statements", kind="accent")
        self.title.add_badge(self._badge)
        self._to_customer = Button(ui, "ui.statements.to_customer", "secondary", "back")
        self._to_customer.clicked.connect(self._go_customer)
        self._to_case = Button(ui, "ui.statements.to_case", "primary", "case")
        self._to_case.clicked.connect(self._go_case)
        self.title.add_button(self._to_customer)
        self.title.add_button(self._to_case)
        self.period = PeriodCard(ui)
        self.problems = ProblemsCard(ui, self.model)
        self.ratios = RatiosCard(ui, self.model)
        self.warned = Banner(ui)
        self.refusal = Banner(ui)
        self._warnings = (0, False)
        self._lay_out()
        self._connect()

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open the statements of that customer, or of (customer, key of a line) with that line under the cursor."""
        if isinstance(argument, tuple) and len(argument) == 2:
            customer, line = argument
            argument, self._wanted = customer, str(line)
        reading = self.model.reading
        if isinstance(argument, int) and reading is not None and reading.customer.id == argument:
            self._to_wanted()
            self.model.refresh()
        elif isinstance(argument, int):
            self.book.leave()
            self.banner.clear()
            self.warned.clear()
            self.model.load(argument)

    def leave(self) -> bool:
        self.model.suspend()
        self.pasting.forget()
        self.book.leave()
        self.banner.clear()
        return True

    def unsaved_texts(self) -> dict[str, str]:
        return unread(self.model)

    def restore_texts(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        return put_back(self.model, texts, self.ui.number_lang)

    def on_changes(self, changes: frozenset[str]) -> None:
        if CHANGES & changes:
            self.model.refresh()

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """The open case of the customer."""
        return ("customer", self.model.reading.customer.id) if self.model.reading is not None else None

    def dropEvent(self, event: QDropEvent) -> None:
        """Tables are looked through for statements; other files are kept with the case."""
        urls = event.mimeData().urls()
        if self.model.reading is not None and self.book.takes(urls):
            event.acceptProposedAction()
            self.banner.clear()
            self.book.drop(urls)
        else:
            super().dropEvent(event)

    def retranslate(self) -> None:
        if self.model.reading is not None:
            self._rebuild()
        if self.warned.isVisible():
            self._show_warnings(self._warnings)

    def show_error(self, error: UserError) -> None:
        """What stands at the head of its period needs no second message."""
        if not self.model.head_problems:
            super().show_error(error)

    # --- building --------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.statements", "statements"
        add(Action("period.add", "ui.action.period_add", self._add_period, "Ctrl+Shift+Ins", "plus", group, self._can_add, here))
        add(Action("period.earlier", "ui.action.period_earlier", self._add_earlier, "", "plus", group, self._can_go_back, here))
        add(Action("period.remove", "ui.action.period_remove", self._ask_remove, "", "delete", group, self._has_period, here))
        paste, has_period = self.grid.paste, self._has_period
        add(Action("statements.paste", "ui.action.statements_paste", paste, "", "copy", group, has_period, here))
        book, reads, keys = self.book, self._can_read_book, "Ctrl+Shift+B"
        add(Action("statements.book", "ui.action.statements_book", book.ask, keys, "document", group, reads, here))
        add(Action("statements.book_take", "ui.action.statements_book_take", book.take, "", "check", group, book.can_take, here))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side gives way to the figures where there is little room."""
        super().resizeEvent(event)
        self._fit_side()

    def _fit_side(self) -> None:
        self._side.setFixedWidth(min(self.ui.px(SIDE_WIDTH), self.width() * SIDE_SHARE // 100))

    def _lay_out(self) -> None:
        ui, actions = self.ui, self.host.actions
        card = Card(ui)
        tools = FlowRow(spacing=8)
        for name in ("period.add", "period.earlier", "statements.paste", "statements.book", "period.remove"):
            tools.add(actions.button(name, "ghost" if name == "period.remove" else "secondary"))
        self._hint = Label(ui, "ui.statements.hint", role="small")
        self._said = Label(ui, role="danger")
        self._empty = EmptyState(
            ui, "statements", "ui.statements.empty", "ui.statements.empty_text", actions.qaction("period.add")
        )
        card.body.addWidget(self.refusal)
        card.body.addWidget(self.warned)
        card.body.addWidget(tools)
        card.body.addWidget(self.grid, 1)
        card.body.addWidget(self._empty, 1)
        card.body.addWidget(self._said)
        card.body.addWidget(self._hint)
        side = SidePanel(self.period, self.problems, self.ratios)
        scroll = self._side = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(side)
        row = QHBoxLayout(self._figures)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(card, 1)
        row.addWidget(scroll)
        self.body.addWidget(self._figures, 1)
        self.body.addWidget(self.book.place, 1)
        ui.theme_changed.connect(self._fit_side)

    def _connect(self) -> None:
        model, grid = self.model, self.grid
        self.host.officer_changed.connect(self._other_officer)
        model.loaded.connect(self._loaded)
        model.in_hand = grid.is_typing
        grid.cell_left.connect(model.catch_up)
        model.columns_changed.connect(self._rebuild)
        model.cells_changed.connect(self._refill)
        model.figures_changed.connect(self._computed)
        model.problems_changed.connect(self._show_problems)
        model.warned.connect(self._read_warnings)
        grid.cell_edited.connect(self._typed)
        grid.cells_pasted.connect(self._cleared)
        grid.block_pasted.connect(self._pasted)
        grid.place_changed.connect(self._moved)
        self.period.changed.connect(self._head_typed)
        self.problems.chosen.connect(self._to_place)
        self.pasting.done.connect(self._paste_told)
        self.book.refused.connect(self._book_refused)
        self.book.told.connect(self._book_told)
        self.book.opened.connect(self.banner.clear)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _loaded(self) -> None:
        reading = self.model.reading
        assert reading is not None
        self.title.set_text(reading.customer.name)
        self._show_refusal()
        self._to_case.setVisible(reading.case_id is not None)
        self._column = max(0, len(self.model.columns) - 1)
        self._rebuild()
        if self.model.columns:
            self.grid.go_to(1, self._column)
        self._to_wanted()

    def _to_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._to_place(wanted, self._column)

    def _rebuild(self) -> None:
        place = self.grid.currentIndex()
        row, column = place.row(), place.column()
        self.grid.grid.rebuild()
        any_period = bool(self.model.columns)
        self.grid.setVisible(any_period)
        self._hint.setVisible(any_period)
        self._empty.setVisible(not any_period)
        self.period.setVisible(any_period)
        self._column = min(self._column, max(0, len(self.model.columns) - 1))
        if any_period and row >= 0:
            self.grid.setCurrentIndex(self.grid.grid.index(row, min(max(column, FIXED), len(self.model.columns) + FIXED - 1)))
        self.host.actions.refresh()
        self._show_problems()
        self._computed()

    def _refill(self) -> None:
        self.grid.grid.refill()
        self._tell_cell()

    def _computed(self) -> None:
        self.grid.grid.refill()
        self.ratios.refresh()
        self.problems.refresh()

    def _show_problems(self) -> None:
        self.problems.refresh()
        self._show_period()
        self._tell_cell()

    def _show_period(self) -> None:
        if self.model.columns:
            column = self.model.columns[self._column]
            problems = {name: error for (number, name), error in self.model.head_problems.items() if number == column.number}
            self.period.show_statement(column.statement, problems)

    def _tell_cell(self) -> None:
        """The message of the cell under the cursor, in words below the grid."""
        index = self.grid.currentIndex()
        text, role = "", "danger"
        if index.isValid() and index.column() >= FIXED:
            text = self.grid.grid.error_at(index.row(), index.column())
            line = self.model.rows[index.row()].line
            if not text and line is not None:
                column = self.model.columns[index.column() - FIXED]
                note = self.model.notes.get((column.number, line.key))
                if note is not None:
                    value = column.statement.values.get(line.key)
                    text, role = self.ui.t("ui.statements.read_as", text=note, value=value), "muted"
                elif line.key in column.statement.values:
                    text, role = self._source_text(column.statement), "muted"
        self._said.set_role(role)
        self._said.set_text(text)
        self._said.setVisible(bool(text))

    def _source_text(self, statement: Statement) -> str:
        """Where the figures of a period come from."""
        ui, reading = self.ui, self.model.reading
        assert reading is not None
        labels = {source.key: source.label.get(ui.lang) for source in reading.methodology.sources}
        audit = ui.t("ui.statements.is_audited" if statement.audited else "ui.statements.not_audited")
        name = labels.get(statement.source, statement.source)
        return ui.t("ui.statements.source", day=statement.end, source=name, audit=audit)

    def _paste_told(self, kind: str, text: str) -> None:
        if self.pasting.can_undo:
            self.banner.show_message(text, kind, self.ui.t("ui.statements.undo"), self.pasting.undo)
        else:
            self.banner.show_message(text, kind)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _show_refusal(self) -> None:
        """Why no figure can be entered here by the officer in use."""
        refusal = self.model.refusal
        for field in self.period.fields.values():
            field.set_read_only(refusal is not None)
        self.refusal.show_refusal(refusal)

    def _other_officer(self, _name: str) -> None:
        """Another officer may be one who only looks, or no longer one."""
        self.model.refresh()

    def _officer(self) -> str:
        return self.host.officer

    def _typed(self, row: int, column: int, text: str) -> None:
        line = self.model.rows[row].line
        if line is not None:
            self.model.set_text(column - FIXED, line.key, text, self.ui.number_lang)

    def _cleared(self, cells: list[tuple[int, int, str]]) -> None:
        """Delete over a selection."""
        lines = [(column - FIXED, self.model.rows[row].line, text) for row, column, text in cells]
        self.model.set_texts([(column, line.key, text) for column, line, text in lines if line is not None], self.ui.number_lang)

    # --- early warnings ----------------------------------------------------------------------------------------------

    def _read_warnings(self) -> None:
        """What was typed or pasted raised early warnings, or took them back."""
        reading = self.model.reading
        if reading is not None:
            self.host.runner.query(
                warnings_of, self.host.services, reading.customer.id, done=self._show_warnings, key="statements.warnings")

    def _show_warnings(self, found: tuple[int, bool]) -> None:
        self._warnings = found
        number, frozen = found
        if not number:
            self.warned.clear()
            return
        text = self.ui.plural("ui.statements.warned_frozen" if frozen else "ui.statements.warned", number)
        kind, leave = "danger" if frozen else "warning", self.ui.t("ui.statements.to_warnings")
        self.warned.show_message(text, kind, leave, self._to_warnings)

    def _to_warnings(self) -> None:
        reading = self.model.reading
        if reading is not None:
            self.host.go("customer", (reading.customer.id, "alarms"))

    def _pasted(self, text: str, row: int, column: int) -> None:
        self.banner.clear()
        self.pasting.take(text, row, column, self.ui)

    def _moved(self, row: int, column: int) -> None:
        if 0 <= column < len(self.model.columns) and column != self._column:
            self._column = column
            self._show_period()
        self._tell_cell()

    def _head_typed(self, field: str, value: object) -> None:
        if self.model.columns:
            number = self.model.columns[self._column].number
            self.model.change_head(self._column, **{field: value})
            self._column = next(at for at, found in enumerate(self.model.columns) if found.number == number)

    def _to_place(self, key: str, column: int) -> None:
        for position, row in enumerate(self.model.rows):
            if key in (row.line.key if row.line else "", row.check.key if row.check else ""):
                self.grid.go_to(position, max(column, 0))
                return

    def _add_period(self) -> None:
        self._column = self.model.add_period()
        self._rebuild()
        self.grid.go_to(1, self._column)

    def _add_earlier(self) -> None:
        self._column = self.model.add_earlier()
        self._rebuild()
        self.grid.go_to(1, self._column)

    def _ask_remove(self) -> None:
        day = self.model.columns[self._column].statement.end
        self.host.ask(
            "ui.statements.remove_title",
            "ui.statements.remove_text",
            "ui.statements.remove_yes",
            self._remove,
            danger=True,
            day=day,
        )

    def _remove(self) -> None:
        self.model.remove(self._column)

    def _can_read_book(self) -> bool:
        return self.model.reading is not None and not self.book.is_open and self.model.refusal is None

    def _book_refused(self, error: UserError) -> None:
        self.banner.show_message(self.ui.error_text(error), "info" if error.key == "import.cancelled" else "warning")

    def _book_told(self, text: str, kind: str) -> None:
        self.banner.show_message(text, kind)

    def _can_add(self) -> bool:
        return self.model.reading is not None and self.model.can_add and not self.book.is_open and self.model.refusal is None

    def _can_go_back(self) -> bool:
        return self._can_add() and bool(self.model.columns)

    def _has_period(self) -> bool:
        return bool(self.model.columns) and not self.book.is_open and self.model.refusal is None

    def _go_customer(self) -> None:
        if self.model.reading is not None:
            self.host.go("customer", self.model.reading.customer.id)

    def _go_case(self) -> None:
        if self.model.reading is not None and self.model.reading.case_id is not None:
            self.host.go("case", self.model.reading.case_id)
