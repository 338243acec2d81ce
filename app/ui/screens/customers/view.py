"""The list of customers: search, filters, views, table, sums; and what to do when there is nobody yet."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.qtmodels.paged import PAGE
from app.ui.screens.customers.columns import COLUMNS, FILTERS, KEYS, SHOWN, Words, cells, words
from app.ui.screens.customers.filtering import Filtering
from app.ui.screens.customers.grouping import Grouping
from app.ui.screens.customers.layouts import Layouts
from app.ui.screens.customers.model import CustomersModel
from app.ui.screens.customers.ordering import Ordering
from app.ui.screens.customers.searching import SearchEdit
from app.ui.screens.customers.taking import Taking
from app.ui.screens.customers.viewing import Viewing
from app.ui.screens.sample_line import SampleLine
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label
from app.ui.widgets.list_table import ListTable

if TYPE_CHECKING:
    from app.models.domain.enums import CaseState
    from app.models.domain.parties import CustomerRow
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"customer", "case", "grade", "reviews"})
_SELECTED_MS = 120


class CustomersScreen(Screen):
    """Enter opens a customer, / and Ctrl+F go to the search, Ctrl+Shift+F to the filters."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self._names: Words | None = None
        self._layouts: Layouts | None = None
        self.model = CustomersModel(host.services, host.runner, self._officer)
        self.model.setParent(self)
        self.title.set_key("ui.nav.customers")
        self.search = SearchEdit(self.ui, self)
        self.search.edited.connect(self.model.set_search)
        self.search.down.connect(self.to_table)
        self.table = ListTable(self.ui, COLUMNS, "ui.nav.customers", FILTERS)
        self.table.show_columns(SHOWN, SHOWN)
        self.table.activated_id.connect(self._open)
        self.table.sort_wanted.connect(self.model.sort_by)
        self.grouping = Grouping(self)
        self.ordering = Ordering(self)
        self.filtering = Filtering(self)
        self.taking = Taking(self)
        self.viewing = Viewing(self)
        self._selected = QTimer(self, singleShot=True, interval=_SELECTED_MS)
        self._selected.timeout.connect(self.taking.sum_up)
        self.table.selection_changed.connect(self._selected.start)
        self._connect()
        self._add_actions()
        self.title.add_button(host.actions.button("customers.papers"))
        self.title.add_button(host.actions.button("customer.new", "primary"))
        self._stack = QStackedWidget()
        for page in (self._list_page(), self._empty_page(), self._blank_page()):
            self._stack.addWidget(page)
        self._stack.setCurrentIndex(2)
        self.body.addWidget(self._stack, 1)
        slash = QShortcut(QKeySequence("/"), self.table)
        slash.setContext(Qt.ShortcutContext.WidgetShortcut)
        slash.activated.connect(self.find_here)

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the list anew; question and selected row stay. The first time it is the list of last time."""
        if self._layouts is None:
            self._layouts = Layouts(self)
        self.model.reload()

    def leave(self) -> bool:
        self.model.suspend()
        return True

    def on_changes(self, changes: frozenset[str]) -> None:
        if CHANGES & changes:
            self.model.reload()

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """The customer whose row is there; it becomes the current row."""
        row_id = self.table.id_under(self, at)
        return ("customer", row_id) if row_id is not None else None

    def retranslate(self) -> None:
        self._names = None
        self.filtering.show()
        self._show()

    # --- building --------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        model, table = self.model, self.table
        model.opened.connect(self._show)
        model.ids_come.connect(self._ids_come)
        model.pages_come.connect(self._pages_come)
        model.trades_come.connect(self._renamed)
        model.sample_ready.connect(self._open_sample)
        model.total_changed.connect(self._show_total)
        table.paged.pages_wanted.connect(self._pages_wanted)
        table.layout_changed.connect(self._laid_out)

    def _add_actions(self) -> None:
        add, group = self.host.actions.add, "ui.group.customers"
        add(Action("customer.new", "ui.action.customer_new", self._new, "Ctrl+Alt+N", "plus", group))
        for name, call, keys, icon in (
            ("filters", self.filtering.go, "Ctrl+Shift+F", None),
            ("clear", self.filtering.clear, "", "reset"), ("sort", self.ordering.sort, "Ctrl+Alt+S", None),
            ("group", self.ordering.group, "Ctrl+Alt+G", None), ("columns", self.viewing.columns, "", None),
            ("views", self.viewing.menu, "", None), ("keep_view", self.viewing.keep, "", "save"),
            ("copy", self.taking.copy, "", "copy"), ("export", self.taking.export, "Ctrl+Shift+E", "document"),
            ("papers", self.taking.papers, "", "print"),
        ):  # fmt: skip
            add(Action(f"customers.{name}", f"ui.action.customers_{name}", call, keys, icon, group, self._is_listed, "customers"))
        for name, call, keys in (
            ("expand", self.grouping.expand, "Alt+Shift+Right"), ("collapse", self.grouping.collapse, "Alt+Shift+Left"),
        ):
            text, on = f"ui.action.customers_{name}", self.grouping.is_on
            add(Action(f"customers.{name}", text, call, keys, None, group, on, "customers", why_not=self._why_no_groups))
        empty = self._is_empty
        add(Action("customers.sample", "ui.action.sample", self._load_sample, "", "customers", group, empty, "customers"))

    def _list_page(self) -> QWidget:
        card = Card(self.ui)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.viewing.button)
        row.addWidget(self.filtering.button)
        row.addWidget(self.ordering.button)
        row.addWidget(self.viewing.columns_button)
        row.addWidget(self.host.actions.button("customers.export", "ghost"))
        card.body.addLayout(row)
        card.body.addWidget(self.table, 1)
        self._nothing = QWidget()
        column = QVBoxLayout(self._nothing)
        column.addWidget(EmptyState(self.ui, "search", "ui.customers.nothing", "ui.customers.nothing_text"))
        clear = Button(self.ui, "ui.action.customers_clear", "secondary")
        clear.clicked.connect(self.filtering.clear)
        column.addWidget(clear, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._nothing.hide()
        card.body.addWidget(self._nothing, 1)
        foot = QHBoxLayout()
        self._count = Label(self.ui, role="small", wrap=False)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self.taking.sums, 2)
        card.body.addLayout(foot)
        self.sample = SampleLine(self.host)
        card.body.addWidget(self.sample)
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
        return page

    # --- showing ---------------------------------------------------------------------------------------------------

    @property
    def names(self) -> Words:
        """Names of states, flags and trades in the language of the window."""
        if self._names is None:
            self._names = words(self.ui.texts, self.model.trades.get(self.ui.lang, {}))
        return self._names

    def _show(self) -> None:
        found = self.model.found
        if found is None:
            return
        self._stack.setCurrentIndex(0 if found.of_all else 1)
        place, top = self.grouping.place(), self.table.verticalScrollBar().value()
        other = self.grouping.show(found, [self._cells(row) for row in found.rows])
        self.ordering.show()
        self.host.actions.refresh()
        self.table.set_sort(self.model.query.sort, self.model.query.descending)
        self._nothing.setVisible(not found.total)
        self.table.setVisible(bool(found.total) or bool(self.model.query.filters))
        self.begin_at(self.table)
        row = self.grouping.line_of(place)
        if found.total:
            self.table.setCurrentIndex(self.table.paged.index(row or 0, self.table.first_section()))
        self.table.verticalScrollBar().setValue(top if row is not None else 0)
        if other:
            self.table.scrollTo(self.table.currentIndex())
        self._count.set_text(self._counted())
        if found.rows or not found.total:
            self.sample.show_for(any(row.sample for row in found.rows))
        self.filtering.show()
        self.taking.sum_up()
        self._show_total(found.of_all)
        if "trade" in self.table.columns_shown() or self.model.query.group == "trade":
            self.model.ask_trades()
        if self._layouts is not None:
            self._layouts.keep_soon()

    def _show_total(self, total: int) -> None:
        self.host.set_count("customers", total)

    def _counted(self) -> str:
        found, ui = self.model.found, self.ui
        assert found is not None
        text = ui.plural("ui.customers.count", found.of_all)
        if found.total != found.of_all:
            text = ui.t("ui.customers.found", found=ui.number(found.total), all=text)
        return f"{text}   ·   {ui.plural('ui.customers.groups', len(found.groups))}" if found.groups else text

    def title_of(self, key: str) -> str:
        """The name of a column in the language of the window."""
        return self.ui.t(COLUMNS[KEYS.index(key)].title_key or "")

    def _cells(self, row: CustomerRow) -> tuple[Any, ...]:
        days = None if row.next_review is None else (row.next_review - self.model.today).days
        return cells(row, self.ui.texts, self.names, days, self._kind_of)

    def _kind_of(self, state: CaseState) -> str:
        return _KINDS.get(state.value, "plain")

    def _ids_come(self, ids: array[int]) -> None:
        self.table.paged.set_ids(ids)

    def _pages_wanted(self, pages: tuple[int, ...]) -> None:
        self.model.ask_pages([(page, self.table.paged.ids_of(page)) for page in pages])

    def _pages_come(self, pages: list[tuple[int, tuple[CustomerRow, ...]]]) -> None:
        for page, rows in pages:
            by_id = {row.id: self._cells(row) for row in rows}
            ids = self.table.paged.ids_of(page)[:PAGE]
            self.table.paged.set_page(page, [by_id.get(one, ()) for one in ids])

    def _renamed(self) -> None:
        self._names = None
        self._show()

    def _laid_out(self) -> None:
        if self._layouts is not None:
            self._layouts.keep_soon()
        if "trade" in self.table.columns_shown():
            self.model.ask_trades()

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _new(self) -> None:
        self.host.go("customer", None)

    def _open(self, customer_id: object) -> None:
        if customer_id is not None:
            self.host.go("customer", customer_id)

    def _load_sample(self) -> None:
        self.model.load_sample(self.ui.lang)

    def _open_sample(self, customer_id: int) -> None:
        self.host.toast("ui.customers.sample_loaded")
        self.host.go("customer", customer_id)

    def can_find(self) -> bool:
        return self._is_listed()

    def find_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def to_table(self) -> None:
        """Put the focus into the rows."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _is_empty(self) -> bool:
        return self.model.found is not None and not self.model.found.of_all

    def _why_no_groups(self) -> str:
        return "ui.why.no_groups"

    def _is_listed(self) -> bool:
        return self.model.found is not None and bool(self.model.found.of_all)


_KINDS = {"collecting": "info", "verified": "accent", "scored": "accent", "reviewed": "warning"}
