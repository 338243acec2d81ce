"""Watchlist and blacklist: who stands on them, what is to be decided, and proposing a company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.lists import KINDS, Listing, ListPage
from app.ui.actions.registry import Action
from app.ui.forms.choice_box import ChoiceBox
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens.lists import words
from app.ui.screens.lists.clear_form import ClearForm
from app.ui.screens.lists.entry_box import EntryBox
from app.ui.screens.lists.form import ProposeForm
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost

COLUMNS = (
    Column("name", "ui.lists.company", stretch=True, width=150, strong=True),
    Column("kind", "ui.lists.kind", kind="badge", width=120),
    Column("until", "ui.lists.until", kind="date", width=108),
    Column("state", "ui.lists.state", kind="badge", width=140),
)
CHANGES = frozenset({"lists", "customer", "officers"})


class ListsScreen(Screen):
    """Argument: ("propose", customer id) to propose an own customer, the number of an entry to show it, or
    ("met", customer id, entry) to judge whether the entry means the customer, or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.page_shown: ListPage | None = None
        self._wanted: object = None
        self.title.set_key("ui.nav.lists")
        add, group = host.actions.add, "ui.group.case"
        add(Action("lists.propose", "ui.action.lists_propose", self._propose, "", "plus", group, None, "lists"))
        add(Action("lists.customer", "ui.action.lists_customer", self._open_customer, "", "customers", group, self._own_chosen,
                   "lists"))
        for name in ("lists.customer", "lists.propose"):
            self.title.add_button(host.actions.button(name))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._list(), 4)
        row.addWidget(self._side(), 3)
        self.body.addLayout(row, 1)

    def _list(self) -> Card:
        ui = self.ui
        card = Card(ui)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.which = ChoiceBox(ui, "ui.lists.kind", choices=self._kinds, empty_key=None)
        self.ended = ChoiceBox(ui, "ui.lists.state", choices=self._ends, empty_key=None)
        for box, value in ((self.which, ""), (self.ended, False)):
            box.set_value(value)
            box.setProperty("noDraft", True)
            box.edited.connect(self._filtered)
            row.addWidget(box)
        self.summary = Label(ui, role="small")
        row.addWidget(self.summary, 1)
        card.body.addLayout(row)
        self.table = DataTable(ui, COLUMNS, "ui.nav.lists", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        self.table.activated_id.connect(self._opened)
        self.empty = EmptyState(ui, "warning", "ui.lists.empty", "ui.lists.empty_text")
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self.empty.hide()
        return card

    def _side(self) -> QScrollArea:
        self.box, self.form, self.ruling = EntryBox(self), ProposeForm(self), ClearForm(self)
        self.ruling.cleared.connect(self._read_again)
        self.box.decided.connect(self._decided)
        self.form.kept.connect(self._kept)
        inside = QWidget()
        inside.setObjectName("pageBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.ruling)
        column.addWidget(self.box)
        column.addWidget(self.form)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _kinds(self) -> list[tuple[Any, str]]:
        return [("", self.ui.t("ui.lists.both")), *((one, self.ui.t(f"ui.lists.kind.{one}")) for one in KINDS)]

    def _ends(self) -> list[tuple[Any, str]]:
        return [(False, self.ui.t("ui.lists.counting")), (True, self.ui.t("ui.lists.with_ended"))]

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the lists, and begin a proposal or choose an entry."""
        self.ruling.done()
        if isinstance(argument, tuple) and argument[0] == "propose":
            self.form.of_customer(int(argument[1]))
        elif isinstance(argument, tuple):
            self._wanted = argument[2]
            self.ruling.of_customer(int(argument[1]))
        elif isinstance(argument, int):
            self._wanted = argument
        self._read()

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self._read()

    def retranslate(self) -> None:
        if self.page_shown is not None:
            self._show()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        kind, ended = str(self.which.value() or ""), bool(self.ended.value())
        self.host.runner.query(_read, self.host.services, kind, ended, done=self._loaded, key="lists")

    def _loaded(self, page: ListPage) -> None:
        self.page_shown = page
        self._show()

    def _show(self) -> None:
        page, ui = self.page_shown, self.ui
        assert page is not None
        self.table.set_rows([
            (one.name, words.kind(ui, one), one.until, words.state(ui, one, page.day)) for one in page.entries
        ], [one.id for one in page.entries])
        if self._wanted is not None and self.table.select_id(self._wanted):
            self._wanted = None
        if page.entries and self.table.current_id() is None:
            self.table.select_id(page.entries[0].id)
        self.table.setVisible(bool(page.entries))
        self.empty.setVisible(not page.entries)
        parts = [ui.plural("ui.lists.sum_waiting", page.waiting)] if page.waiting else []
        parts += [ui.plural("ui.lists.sum_over", page.over)] if page.over else []
        self.summary.set_text(" · ".join(parts))
        self._chosen(self.table.current_id())
        self.begin_at(self.table)

    def _entry(self) -> Listing | None:
        wanted = self.table.current_id()
        entries = self.page_shown.entries if self.page_shown is not None else ()
        return next((one for one in entries if one.id == wanted), None)

    def _chosen(self, entry_id: object) -> None:
        if self.page_shown is not None:
            self.box.show_entry(self._entry(), self.page_shown.day)
        self.host.actions.refresh()

    def _filtered(self, value: object) -> None:
        self._read()

    # --- doing -------------------------------------------------------------------------------------------------------

    def _propose(self) -> None:
        self.form.of_another()

    def _own_chosen(self) -> bool:
        entry = self._entry()
        return entry is not None and entry.customer_id is not None

    def _open_customer(self) -> None:
        self._opened(None)

    def _opened(self, entry_id: object) -> None:
        entry = self._entry()
        if entry is not None and entry.customer_id is not None:
            self.host.go("customer", entry.customer_id)

    def _read_again(self, changed: object) -> None:
        self._read()

    def _kept(self, entry: object) -> None:
        self.banner.clear()
        self._wanted = getattr(entry, "id", None)
        self._read()

    def _decided(self, changed: Changed[Listing]) -> None:
        """Whom else an approval stopped stands in the banner: nobody should have to look for it."""
        told = [self.ui.error_text(note) for note in changed.notes]
        if told:
            self.banner.show_message("\n".join(told), "warning")
        else:
            self.banner.clear()
        self.host.toast("ui.lists.saved")
        self._wanted = changed.value.id
        self._read()


def _read(services: Any, kind: str, ended: bool) -> ListPage:
    page: ListPage = services.lists.page(kind, ended=ended)
    return page
