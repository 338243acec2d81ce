"""The log of grade changes: every entry, newest first, what narrows it, and one entry in full beside it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.cells import as_lines
from app.models.domain.log import DIRECTIONS, LogEntry, LogFilter
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens.changes import words
from app.ui.screens.changes.comparing import CompareForm
from app.ui.screens.changes.correcting import CorrectionForm, WaitingBox
from app.ui.screens.changes.detail import EntryPane
from app.ui.screens.changes.filters import LogFilters
from app.ui.screens.changes.model import ChangesModel, Shown
from app.ui.screens.replay_box import ReplayBox
from app.ui.screens.words import change_class
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label
from app.ui.widgets.save_dialog import ask_place

if TYPE_CHECKING:
    from app.services.registry import Services
    from app.services.replay.service import Replayed
    from app.texts import Texts
    from app.ui.frame.host import ScreenHost

COLUMNS = (
    Column("no", "ui.changes.no", kind="number", places=0, width=56),
    Column("at", "ui.changes.day", kind="date", width=104),
    Column("customer", "ui.changes.customer", stretch=True, width=150, strong=True),
    Column("step", "ui.changes.grade", width=100),
    Column("way", "ui.changes.way", kind="badge", width=130),
    Column("class", "ui.changes.class", width=120),
)
CHANGES = frozenset({"grade", "notices", "customer", "methodology"})


class ChangesScreen(Screen):
    """Argument: the number of an entry to be shown, ("customer", number of a customer) for his entries alone, or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.model = ChangesModel(host.services, host.runner)
        self.model.setParent(self)
        self.model.changed.connect(self._show)
        self._wanted = self._replayed_no = 0
        self.title.set_key("ui.nav.changes")
        self._add_actions()
        for name in ("changes.compare", "changes.print", "changes.export"):
            self.title.add_button(host.actions.button(name))
        row = QHBoxLayout()
        row.setSpacing(14)
        self.card, self.side = self._list(), self._side()
        self.card.hide()        # until it is read: the focus goes to the list, not to the search
        for part, share in ((self.card, 6), (self.side, 4)):      # shares of the width, whatever is in them
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
            row.addWidget(part, share)
        self.summary = Label(self.ui, role="muted")
        self.body.addWidget(self.summary)
        self.body.addLayout(row, 1)

    # --- building ----------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, group = self.host.actions.add, "ui.group.documents"
        for name, slot, icon, enabled in (
            ("export", self._ask_export, "save", self._some), ("print", self.print_page, "print", self._some),
            ("form", self._open_form, "document", self._is_chosen),
            ("customer", self._open_customer, "customers", self._is_chosen), ("copy", self._copy, "copy", self._is_chosen),
            ("correct", self._correct, "edit", self._may_correct), ("replay", self._replay, "review", self._is_chosen),
            ("compare", self._compare, "check", self._has_log),
        ):
            add(Action(f"changes.{name}", f"ui.action.changes_{name}", slot, "", icon, group, enabled, "changes"))

    def _list(self) -> Card:
        ui = self.ui
        card = Card(ui)
        self.filters = LogFilters(ui)
        self.filters.narrowed.connect(self._narrowed)
        card.body.addWidget(self.filters)
        self.table = DataTable(ui, COLUMNS, "ui.nav.changes", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        self.table.activated_id.connect(self._opened)
        card.body.addWidget(self.table, 1)
        self.empty = EmptyState(ui, "grade", "ui.changes.empty", "ui.changes.empty_text")
        self.nothing = EmptyState(ui, "search", "ui.changes.nothing", "ui.changes.nothing_text")
        self.reset = Button(ui, "ui.changes.reset", "ghost")
        self.reset.clicked.connect(self.filters.reset)
        card.body.addWidget(self.empty, 1)
        card.body.addWidget(self.nothing, 1)
        foot = QHBoxLayout()
        self.count = Label(ui, role="small", wrap=False)
        self.newer, self.older = Button(ui, "ui.changes.newer", "ghost"), Button(ui, "ui.changes.older", "ghost")
        foot.addWidget(self.count)
        foot.addWidget(self.reset)
        foot.addStretch(1)
        for button, slot in ((self.newer, self._newer), (self.older, self._older)):
            button.clicked.connect(slot)
            foot.addWidget(button)
        card.body.addLayout(foot)
        for widget in (self.empty, self.nothing, self.reset, self.newer, self.older):
            widget.hide()
        return card

    def _side(self) -> QScrollArea:
        self.box, self.form, self.waiting = EntryPane(self.host), CorrectionForm(self), WaitingBox(self)
        self.compare, self.replay = CompareForm(self), ReplayBox(self.ui)
        for source in (self.box, self.compare):
            source.entry_wanted.connect(self.show_no)
        self.form.written.connect(self.model.reload)
        self.waiting.decided.connect(self._decided)
        inside = QWidget()
        inside.setObjectName("pageBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in (self.compare, self.form, self.waiting, self.replay, self.box):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    # --- what the frame calls ----------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the log; filters and the chosen entry stay unless an entry or a customer is asked for."""
        if isinstance(argument, tuple):
            self.filters.show_customer(str(argument[1]))
        elif isinstance(argument, int):
            self.show_no(argument)
        self.model.reload()

    def leave(self) -> bool:
        self.model.suspend()
        return True

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self.model.reload()

    def retranslate(self) -> None:
        if self.model.shown is not None:
            self._show()

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """The customer whose entry is there; it becomes the current row."""
        entry = self._entry(self.table.id_under(self, at))
        return ("customer", entry.change.customer_id) if entry is not None else None

    def can_find(self) -> bool:
        return True

    def find_here(self) -> None:
        self.filters.customer.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.customer.line.selectAll()

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_no(self, no: int) -> None:
        """Choose the entry of that number, wherever in the log it stands."""
        self._wanted = no
        if self.model.shown is not None:
            self._seek()

    def _seek(self) -> None:
        """An entry that is on another page or filtered out: the customer's entries are shown."""
        if self.table.select_id(self._wanted):
            self._wanted = 0
        else:
            self.host.runner.query(self.host.services.log.entry, self._wanted, done=self._found, key="changes.entry")

    def _found(self, entry: LogEntry) -> None:
        if self.model.wanted == LogFilter(customer=entry.change.customer_number):
            self._wanted = 0        # so far back that it is not on the first page of this customer
        else:
            self.filters.show_customer(entry.change.customer_number)

    def _show(self) -> None:
        shown, ui = self.model.shown, self.ui
        assert shown is not None
        page = shown.page
        self.filters.offer(shown)
        self.table.set_rows([self._cells(one, shown) for one in page.entries], [one.change.no for one in page.entries])
        if self._wanted:
            self._seek()
        if page.entries and self.table.current_id() is None:
            self.table.select_id(page.entries[0].change.no)
        some, narrowed = bool(page.entries), self.model.filtered
        for widget, visible in ((self.table, some), (self.empty, not some and not narrowed),
                                (self.nothing, not some and narrowed), (self.reset, narrowed)):
            widget.setVisible(visible)
        self.card.show()
        turning = self.model.can_go_back or self.model.can_go_on
        for button, possible in ((self.newer, self.model.can_go_back), (self.older, self.model.can_go_on)):
            button.setVisible(turning)
            button.setEnabled(possible)
        parts = [ui.plural(f"ui.changes.sum_{one}", page.counts[one]) for one in DIRECTIONS if page.counts[one]]
        parts += [ui.plural("ui.changes.sum_waiting", len(shown.waiting))] if shown.waiting else []
        self.summary.set_text(" · ".join(parts))
        self.count.set_text(ui.t(
            "ui.changes.range", first=ui.number(page.offset + 1), last=ui.number(page.offset + len(page.entries)),
            total=ui.number(page.total)) if turning else ui.plural("ui.changes.count", page.total))
        self._chosen(self.table.current_id())
        self.begin_at(self.table)

    def _cells(self, entry: LogEntry, shown: Shown) -> tuple[object, ...]:
        ui, one = self.ui, entry.change
        way = words.moved(ui, entry)
        if one.no in shown.waiting:
            way = ui.t("ui.changes.is_waiting"), "warning"
        elif entry.corrected_by:
            way = ui.t("ui.changes.is_corrected"), "info"
        return one.no, one.at.astimezone().date(), one.customer_name, words.step(ui, one), way, change_class(ui, one.change_class)

    def _entry(self, no: object) -> LogEntry | None:
        entries = self.model.shown.page.entries if self.model.shown is not None else ()
        return next((one for one in entries if one.change.no == no), None)

    def _chosen(self, no: object) -> None:
        entry, shown = self._entry(no), self.model.shown
        self.box.show_entry(entry, shown)
        self.waiting.show_waiting(entry, shown.waiting.get(entry.change.no) if entry is not None and shown is not None else None)
        if self._replayed_no != (entry.change.no if entry is not None else 0):
            self._replayed_no = 0
            self.replay.forget()
        if self.form.entry is not None and (entry is None or entry.change.no != self.form.entry.change.no):
            self.form.close_form()
        self.host.actions.refresh()

    # --- doing -------------------------------------------------------------------------------------------------------

    def _narrowed(self, wanted: LogFilter, soon: bool) -> None:
        self.model.narrow(wanted, soon=soon)

    def _newer(self) -> None:
        self.model.turn(-1)

    def _older(self) -> None:
        self.model.turn(1)

    def _some(self) -> bool:
        return self.model.shown is not None and bool(self.model.shown.page.total)

    def _is_chosen(self) -> bool:
        return self._entry(self.table.current_id()) is not None

    def _may_correct(self) -> bool:
        entry = self._entry(self.table.current_id())
        return entry is not None and entry.corrects is None

    def _correct(self) -> None:
        entry, shown = self._entry(self.table.current_id()), self.model.shown
        if entry is not None and shown is not None:
            self.form.begin(entry, shown.waiting.get(entry.change.no))

    def _has_log(self) -> bool:
        return self.model.shown is not None and (bool(self.model.shown.page.total) or self.model.filtered)

    def _compare(self) -> None:
        self.compare.begin()
        self.side.ensureWidgetVisible(self.compare)

    def _replay(self) -> None:
        """Run the rating of the chosen entry again (on a reader thread: some tenths of a second)."""
        entry = self._entry(self.table.current_id())
        if entry is not None:
            self._replayed_no = entry.change.no
            self.host.runner.query(self.host.services.replay.of_change, entry.change.no, done=self._ran, key="changes.replay")

    def _ran(self, replayed: Replayed) -> None:
        if self._replayed_no:
            self.replay.show_replayed(replayed)

    def _decided(self, no: int) -> None:
        if no:
            self._wanted = no
        self.model.reload()

    def _open_form(self) -> None:
        entry = self._entry(self.table.current_id())
        if entry is not None:
            self.host.go("documents", (entry.change.case_id, "change_form"))

    def _open_customer(self) -> None:
        self._opened(self.table.current_id())

    def _opened(self, no: object) -> None:
        entry = self._entry(no)
        if entry is not None:
            self.host.go("customer", entry.change.customer_id)

    def _copy(self) -> None:
        """The chosen entry as lines of name and value, as a file has it."""
        entry, shown = self._entry(self.table.current_id()), self.model.shown
        if entry is None or shown is None:
            return
        cells = words.file_row(self.ui.texts, shown.rules, entry)
        heads = [self.ui.t(f"ui.changes.head.{head}") for head in words.HEADS]
        lines = [[head, str(cell)] for head, cell in zip(heads, cells, strict=True) if cell not in (None, "")]
        QGuiApplication.clipboard().setText(as_lines(lines))
        self.host.toast("ui.changes.copied")

    def can_print(self) -> bool:
        return self._some()

    def print_page(self) -> None:
        self.host.go("company", self.model.wanted)

    def _ask_export(self) -> None:
        ask_place(self.window(), self.ui.t("ui.action.changes_export"), "grade-changes.xlsx", self.write_to,
                  kinds=self.ui.t("ui.changes.files"), suffix="xlsx")

    def write_to(self, name: str) -> None:
        """Write every entry that the filters let through to that file."""
        shown = self.model.shown
        if shown is not None:
            self.host.runner.query(write_log, self.host.services, shown, self.ui.texts, Path(name), done=self._written)

    def _written(self, path: Path) -> None:
        self.host.toast("ui.preview.saved", path=str(path))


def write_log(services: Services, shown: Shown, texts: Texts, path: Path) -> Path:
    """Write the entries that fit (on a reader thread). EnvironmentFault or TargetInUse when it cannot be written."""
    heads = tuple(texts(f"ui.changes.head.{head}") for head in words.HEADS)
    row = partial(words.file_row, texts, shown.rules)
    services.log.export(shown.wanted, path, texts("ui.nav.changes"), heads, row, texts.lang)
    return path
