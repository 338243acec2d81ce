"""The page "From a workbook": periods of files, their lines, checks and open questions, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.screens.statements.from_book_asks import AskRow
from app.ui.screens.statements.from_book_lines import BookLines, BookTable, field_name
from app.ui.screens.statements.from_book_loose import LoosePane
from app.ui.screens.statements.from_book_periods import PeriodList, TiesCard
from app.ui.screens.statements.from_book_work import BookWork
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.models.domain.methodology import Methodology
    from app.services.statements.book_model import Look
    from app.ui.frame.host import ScreenHost
    from app.ui.screens.statements.from_book_work import Ties

LEFT_WIDTH = 330


class BookPage(QWidget):
    """``closed`` when it is left; ``taken(periods)`` after they were written."""

    closed = Signal()
    taken = Signal(int)
    refused = Signal(object)  # UserError
    changed = Signal()  # what can be done here has changed

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._host, self._ui = host, host.ui
        self.work = BookWork(host)
        self.work.setParent(self)
        self.look: Look | None = None
        self._m: Methodology | None = None
        self._names = ""
        ui = self._ui
        self.lines = BookLines(ui)
        self.table = BookTable(ui, self.lines)
        self.periods = PeriodList(ui)
        self.ties = TiesCard(ui)
        self.asks = AskRow(ui)
        self.loose = LoosePane(ui)
        self._lay_out()
        self._connect()
        self._show_busy(False)

    # --- building --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        ui = self._ui
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        top = Card(ui, "ui.from_book.title")
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._files = Label(ui, role="muted")
        self._other = Label(ui, role="warning")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in (self._files, self._bar, self._other, self.asks):
            top.body.addWidget(widget)
        column.addWidget(top)
        self._main = QWidget()
        row = QHBoxLayout(self._main)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        column.addWidget(self._main, 1)
        self._gap = QWidget()  # keeps the head at the top while nothing has been read
        self._gap.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        column.addWidget(self._gap, 1)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        self._told = Label(ui, role="muted")
        self.cancel = Button(ui, "ui.from_book.leave", "secondary")
        self.take = Button(ui, "ui.from_book.take_none", "primary", "check")
        feet.addWidget(self._told, 1)
        feet.addWidget(self.cancel)
        feet.addWidget(self.take)
        column.addLayout(feet)

    def _left(self) -> QWidget:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(self._ui.px(LEFT_WIDTH))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        periods = Card(self._ui, "ui.from_book.periods")
        periods.body.addWidget(self.periods)
        column.addWidget(periods, 1)
        column.addWidget(self.ties)
        scroll.setWidget(inside)
        return scroll

    def _right(self) -> QWidget:
        ui = self._ui
        card = Card(ui)
        head = QHBoxLayout()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.setAccessibleName(ui.t("ui.from_book.lines"))
        head.addWidget(self.tabs)
        head.addStretch(1)
        self.keep_all = Button(ui, "ui.from_book.keep_all", "secondary")
        self.take_all = Button(ui, "ui.from_book.take_all", "secondary")
        head.addWidget(self.keep_all)
        head.addWidget(self.take_all)
        self._where = Label(ui, role="small")
        self._where.setMinimumHeight(2 * self._where.fontMetrics().lineSpacing())  # the table keeps its height
        lines = QWidget()
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addWidget(self._where)
        self._stack = QStackedWidget()
        self._stack.addWidget(lines)
        self._stack.addWidget(self.loose)
        card.body.addLayout(head)
        card.body.addWidget(self._stack, 1)
        return card

    def _connect(self) -> None:
        work = self.work
        work.looked.connect(self._show)
        work.going.connect(self._tell_progress)
        work.failed.connect(self._failed)
        work.tied.connect(self._show_ties)
        work.taken.connect(self._taken)
        self.periods.chosen.connect(self._periods_chosen)
        self.lines.turned.connect(self._decided)
        self.table.place_changed.connect(self._tell_cell)
        self.tabs.currentChanged.connect(self._tab)
        self.keep_all.clicked.connect(self._keep_all)
        self.take_all.clicked.connect(self._take_all)
        self.cancel.clicked.connect(self.leave)
        self.take.clicked.connect(self.take_now)
        self.asks.answered.connect(self._answer)
        self.asks.unit_chosen.connect(self._unit)
        self.asks.company_chosen.connect(self._company)
        self.loose.sent.connect(self._send)
        self._ui.language_changed.connect(self.retranslate)

    # --- coming and going ------------------------------------------------------------------------------------------

    def start(self, customer_id: int, paths: Sequence[Path], m: Methodology) -> None:
        """Read files for a customer."""
        self.look, self._m = None, m
        self.lines.taken.clear()
        self._names = " · ".join(path.name for path in paths)
        self._files.set_text(self._names)
        self._show_busy(True)
        self.work.read(customer_id, paths)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Cancel what is going on and go back to the figures; nothing is written."""
        self.work.forget()
        self.look = None
        self.closed.emit()

    def can_take(self) -> bool:
        """Whether periods are chosen that would change something."""
        return self.look is not None and not self.work.busy and bool(self._wanted())

    def take_now(self) -> None:
        """Write the chosen periods."""
        if self.look is not None and self.can_take():
            self._show_busy(True)
            self.work.take(self.look, self._wanted(), self.lines.taken)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Texts that hold figures or dates."""
        if self.look is not None:
            self._show(self.look)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._bar.setRange(0, 0)
        known = self.look is not None and self.look.company is not None
        self._main.setVisible(known)
        self._gap.setVisible(not known)
        self._main.setEnabled(not busy)
        for widget in (self.asks, self._other):
            widget.setVisible(self.look is not None)
        self._told.set_text(self._ui.t("ui.from_book.reading") if busy and self.look is None else "")
        self.take.setVisible(self.look is not None)
        self._tell_take()

    def _tell_progress(self, done: int, many: int) -> None:
        if many and self.look is None:
            self._bar.setRange(0, many)
            self._bar.setValue(done)
            name = self._names.split(" · ")[min(done, many - 1)]
            self._told.set_text(self._ui.t("ui.from_book.reading_file", name=name, number=min(done + 1, many), many=many))

    def _show(self, look: Look) -> None:
        before = self.look
        self.look = look
        self._show_busy(False)
        ui = self._ui
        self._other.setVisible(bool(look.other_name) or look.company is None)
        if look.company is None:
            self._other.set_text(ui.t("ui.from_book.which", name=look.found.customer.name))
        elif look.other_name:
            self._other.set_text(ui.t("ui.from_book.other", file=look.other_name, name=look.found.customer.name))
        self.asks.show_look(look)
        fresh = before is None or [p.statement.end for p in before.periods] != [p.statement.end for p in look.periods]
        self.periods.show_periods(look.periods, keep=not fresh)
        if self._m is not None:
            self.loose.show_loose(look, self._m)
        self.tabs.setTabText(0, ui.plural("ui.from_book.tab_lines", len(look.fields)))
        self.tabs.setTabText(1, ui.plural("ui.from_book.tab_loose", len(look.loose)))
        self._periods_chosen()
        if look.company is None:
            self.asks.boxes["company"].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        elif fresh:
            self.periods.setFocus(Qt.FocusReason.OtherFocusReason)

    def _periods_chosen(self) -> None:
        if self.look is None or self._m is None:
            return
        self.lines.show_periods(self.look, self._m, self.periods.items_chosen())
        self._decided()

    def _decided(self) -> None:
        assert self.look is not None
        self._show_all_buttons()
        if self.look.company is not None and self.periods.items_chosen():
            self.work.tie(self.look, self.periods.items_chosen(), self.lines.taken)
        else:
            self._show_ties({})
        self._tell_take()

    def _show_ties(self, ties: Ties) -> None:
        if self.look is not None and self._m is not None:
            chosen = self.periods.items_chosen()
            self.ties.show_ties(self.look, self._m, {item: one for item, one in ties.items() if item in chosen})

    def _tell_take(self) -> None:
        many = len(self._wanted())
        if many:
            self.take.set_key("ui.from_book.take_n", text=self._ui.plural("ui.from_book.n_periods", many))
        else:
            self.take.set_key("ui.from_book.take_none")
        self.take.setEnabled(self.can_take())
        self.changed.emit()

    def _tell_cell(self, row: int, column: int) -> None:
        """Where the amount under the cursor comes from, and what stands there now."""
        found = self.lines.figure_at(row, column)
        if found is None or self._m is None:
            self._where.set_text("")
            return
        period, figure, field = found
        ui = self._ui
        name = field_name(ui, self._m, field, period.statement.framework)
        if figure.place is None:
            text = ui.t("ui.from_book.at_computed", name=name, day=period.statement.end, file=figure.file)
        else:
            text = ui.t(
                "ui.from_book.at", name=name, day=period.statement.end, file=figure.file, sheet=figure.place.sheet,
                cell=figure.place.address,
            )
        if figure.conflict:
            text += " " + ui.t("ui.from_book.turn", now=self.lines.now_text(period, figure))
        self._where.set_text(text)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _wanted(self) -> set[int]:
        """The chosen periods of which something would be written."""
        if self.look is None:
            return set()
        chosen = self.periods.items_chosen()
        touched = {item for item, _ in self.lines.taken}
        return {
            one.item for one in self.look.periods if one.item in chosen and (
                one.standing is None or one.item in touched
                or any(not figure.conflict and figure.now is None for figure in self.look.figures[one.item].values())
            )
        }

    def _failed(self, error: object) -> None:
        self._show_busy(False)
        if self.look is None:
            self.closed.emit()
        elif getattr(error, "key", "") == "import.changed_since":
            self.work.renew(self.look)
        self.refused.emit(error)

    def _taken(self, _import_id: int, many: int) -> None:
        self.look = None
        self.taken.emit(many)

    def _tab(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._show_all_buttons()

    def _show_all_buttons(self) -> None:
        shown = self.tabs.currentIndex() == 0 and bool(self.lines.conflicts())
        self.keep_all.setVisible(shown)
        self.take_all.setVisible(shown)

    def _keep_all(self) -> None:
        self.lines.turn_all(False)

    def _take_all(self) -> None:
        self.lines.turn_all(True)

    def _answer(self, ask: object, option: str) -> None:
        if self.look is not None:
            self.work.answer(self.look, ask, option)  # type: ignore[arg-type]

    def _unit(self, unit: int) -> None:
        if self.look is not None:
            self.work.change_unit(self.look, unit)

    def _company(self, key: str) -> None:
        if self.look is not None:
            self.work.choose(self.look, key)

    def _send(self, table: int, index: int, target: str) -> None:
        if self.look is not None:
            self.work.send(self.look, table, index, target)
