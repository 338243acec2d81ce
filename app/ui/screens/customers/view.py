"""The list of customers: search, table, pages, and what to do when there is nobody yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.models.domain.parties import CustomerRow
from app.ui.actions.registry import Action
from app.ui.forms.text_edits import LineEdit
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens.customers.model import ORDERS, CustomersModel
from app.ui.screens.words import case_state, case_state_kind
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

COLUMNS = (
    Column("number", "ui.customers.number", width=84),
    Column("name", "ui.customers.name", stretch=True, strong=True),
    Column("identifier", "ui.customers.identifier", width=158),
    Column("grade", "ui.customers.grade", kind="grade", width=80),
    Column("score", "ui.customers.score", kind="number", places=1, width=66),
    Column("limit", "ui.customers.limit", kind="money", width=140),
    Column("next_review", "ui.customers.next_review", kind="date", width=112),
    Column("case", "ui.customers.case", kind="badge", width=142),
)
_SORTABLE = {position: column.key for position, column in enumerate(COLUMNS) if column.key in ORDERS}
_DESCENDING_FIRST = ("grade", "score")
CHANGES = frozenset({"customer", "case", "grade", "reviews"})


class CustomersScreen(Screen):
    """Enter opens a customer, Ctrl+N makes a new one, / and Ctrl+F go to the search."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.model = CustomersModel(host.services, host.runner, self._officer)
        self.model.setParent(self)
        self.model.page_changed.connect(self._show)
        self.model.sample_ready.connect(self._open_sample)
        self.model.total_changed.connect(self._show_total)
        self._add_actions()
        self.title.set_key("ui.nav.customers")
        self.title.add_button(host.actions.button("customer.new", "primary"))
        self.search = LineEdit(host.ui, "ui.customers.search", placeholder_key="ui.customers.search_hint")
        self.search.edited.connect(self.model.set_search)
        self.search.setMaximumWidth(520)
        self.table = DataTable(host.ui, COLUMNS, "ui.nav.customers", wrap=True)
        self.table.horizontalHeader().sectionResized.connect(self._fit_rows)
        self.table.activated_id.connect(self._open)
        self._make_sortable()
        self._stack = QStackedWidget()
        for page in (self._list_page(), self._empty_page(), self._blank_page()):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        slash = QShortcut(QKeySequence("/"), self)
        slash.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        slash.activated.connect(self._to_search)

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the list anew; the search and the selected row stay."""
        self.model.reload()

    def leave(self) -> bool:
        self.model.suspend()
        return True

    def on_changes(self, changes: frozenset[str]) -> None:
        if CHANGES & changes:
            self.model.reload()

    def retranslate(self) -> None:
        self._show()

    # --- building --------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add = self.host.actions.add
        group = "ui.group.customers"
        add(Action("customer.new", "ui.action.customer_new", self._new, "Ctrl+N", "plus", group))
        add(
            Action(
                "customers.search", "ui.action.customers_search", self._to_search, "Ctrl+F", "search", group, screen="customers"
            )
        )
        add(
            Action(
                "customers.sample",
                "ui.action.sample",
                self._load_sample,
                "",
                "customers",
                group,
                self._is_empty,
                "customers",
            )
        )

    def _list_page(self) -> QWidget:
        card = Card(self.ui)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addStretch(1)
        self._count = Label(self.ui, role="small", wrap=False)
        row.addWidget(self._count)
        self._back = Button(self.ui, "ui.customers.back", "ghost")
        self._on = Button(self.ui, "ui.customers.on", "ghost")
        self._back.clicked.connect(self._page_back)
        self._on.clicked.connect(self._page_on)
        row.addWidget(self._back)
        row.addWidget(self._on)
        card.body.addLayout(row)
        card.body.addWidget(self.table, 1)
        self._nothing = EmptyState(self.ui, "search", "ui.customers.nothing", "ui.customers.nothing_text")
        self._nothing.hide()
        card.body.addWidget(self._nothing, 1)
        return card

    def _empty_page(self) -> QWidget:
        page = Card(self.ui)
        new = self.host.actions.qaction("customer.new")
        page.body.addWidget(EmptyState(self.ui, "customers", "ui.customers.empty", "ui.customers.empty_text", new))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.host.actions.button("customers.sample", "ghost"))
        row.addStretch(1)
        page.body.addLayout(row)
        page.body.addStretch(2)
        return page

    def _blank_page(self) -> QWidget:
        """Shown until the first answer has come: no flash of the empty state."""
        page = QWidget()
        QVBoxLayout(page)
        self._blank = page
        return page

    def _make_sortable(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._sort_by)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        page = self.model.page
        if page is None:
            self._stack.setCurrentIndex(2)
            return
        self.host.actions.refresh()
        self._stack.setCurrentIndex(0 if page.any_at_all else 1)
        self._nothing.setVisible(not page.rows)
        self.table.setVisible(bool(page.rows))
        self.table.set_rows([self._cells(row) for row in page.rows], [row.id for row in page.rows])
        if page.rows and self.table.current_id() is None:
            self.table.select_id(page.rows[0].id)
        self._count.set_text(self._range())
        for button, possible in ((self._back, self.model.can_go_back), (self._on, self.model.can_go_on)):
            button.setVisible(self.model.can_go_back or self.model.can_go_on)
            button.setEnabled(possible)
        if not self.model.search:
            self._show_total(page.total)

    def _show_total(self, total: int) -> None:
        self.host.set_count("customers", total)

    def _range(self) -> str:
        page = self.model.page
        assert page is not None
        ui = self.ui
        if not page.rows:
            return ""
        if not (self.model.can_go_back or self.model.can_go_on):
            return ui.plural("ui.customers.count", page.total)
        first, last = page.offset + 1, page.offset + len(page.rows)
        return ui.t("ui.customers.range", first=ui.number(first), last=ui.number(last), total=ui.number(page.total))

    def _cells(self, row: CustomerRow) -> tuple[object, ...]:
        ui = self.ui
        name = ui.t("ui.customers.sample_name", name=row.name) if row.sample else row.name
        grade = row.grade.name if row.grade is not None else None
        limit = ui.money(row.limit, row.currency, 0) if row.limit is not None else None
        case = (case_state(ui, row.case_state), case_state_kind(row.case_state)) if row.case_state is not None else None
        return (row.number, name, row.identifier, grade, row.score, limit, row.next_review, case)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _new(self) -> None:
        self.host.go("customer", None)

    def _open(self, customer_id: object) -> None:
        self.host.go("customer", customer_id)

    def _load_sample(self) -> None:
        self.model.load_sample(self.ui.lang)

    def _open_sample(self, customer_id: int) -> None:
        self.host.toast("ui.customers.sample_loaded")
        self.host.go("customer", customer_id)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def _is_empty(self) -> bool:
        return self.model.page is not None and not self.model.page.any_at_all

    def _page_back(self) -> None:
        self.model.turn(-1)

    def _page_on(self) -> None:
        self.model.turn(1)

    def _fit_rows(self, section: int, before: int, now: int) -> None:
        """Long names wrap; the rows follow the width of their column."""
        if COLUMNS[section].stretch:
            self.table.resizeRowsToContents()

    def _sort_by(self, section: int) -> None:
        key = _SORTABLE.get(section)
        header = self.table.horizontalHeader()
        if key is not None:
            again = key == self.model.sort
            self.model.set_sort(key, not self.model.descending if again else key in _DESCENDING_FIRST)
        shown = next(at for at, name in _SORTABLE.items() if name == self.model.sort)
        header.setSortIndicator(shown, Qt.SortOrder.DescendingOrder if self.model.descending else Qt.SortOrder.AscendingOrder)
