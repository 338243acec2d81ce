"""The list of investigations: filters, table, pages; Enter opens a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.models.domain.worklist import CaseLine
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens.cases.model import WHICH, CasesModel
from app.ui.screens.words import case_state, case_state_kind
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

COLUMNS = (
    Column("number", "ui.cases.number", width=104),
    Column("customer", "ui.cases.customer", width=240, stretch=True, strong=True),
    Column("state", "ui.cases.state", kind="badge", width=152),
    Column("progress", "ui.cases.progress", kind="number", width=104),
    Column("grade", "ui.cases.grade", kind="grade", width=80),
    Column("score", "ui.cases.score", kind="number", places=1, width=66),
    Column("requested", "ui.cases.requested", kind="money", width=140),
    Column("assessor", "ui.cases.assessor", width=120),
    Column("opened", "ui.cases.opened", kind="date", width=116),
)
SORTED = ("number", "customer", "state", "assessor", "opened", "requested", "grade", "score")
_DESCENDING_FIRST = ("opened", "requested", "grade", "score", "number")
CHANGES = frozenset({"customer", "case", "grade", "statements"})
_LIST, _EMPTY, _BLANK = range(3)


class CasesScreen(Screen):
    """Argument: the name of a filter by state ("open", "waiting", "decided", "rejected", "all"), or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.model = CasesModel(host.services, host.runner)
        self.model.setParent(self)
        self.model.page_changed.connect(self._show)
        self._assessors: tuple[str, ...] = ()
        self.title.set_key("ui.nav.cases")
        self.table = DataTable(host.ui, COLUMNS, "ui.nav.cases", wrap=True)
        self.table.activated_id.connect(self._open)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(len(COLUMNS) - 1, Qt.SortOrder.DescendingOrder)
        header.sectionClicked.connect(self._sort_by)
        self._stack = QStackedWidget()
        for page in (self._list_page(), self._empty_page(), QWidget()):
            self._stack.addWidget(page)
        self._stack.setCurrentIndex(_BLANK)
        self.body.addWidget(self._stack, 1)
        slash = QShortcut(QKeySequence("/"), self)
        slash.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        slash.activated.connect(self.find_here)

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the list; filters and the chosen line stay."""
        if isinstance(argument, str) and argument in WHICH:
            self.which.set_value(argument)
            self._filter()
        self.model.reload()

    def leave(self) -> bool:
        self.model.suspend()
        return True

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self.model.reload()

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """The case whose row is there; it becomes the current row."""
        case_id = self.table.id_under(self, at)
        return ("case", case_id) if case_id is not None else None

    def retranslate(self) -> None:
        if self.model.page is not None:
            self._show()

    # --- building --------------------------------------------------------------------------------------------------

    def _list_page(self) -> QWidget:
        ui = self.ui
        card = Card(ui)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.search = LineEdit(ui, "ui.cases.search", placeholder_key="ui.cases.search_hint")
        self.search.edited.connect(self.model.set_search)
        self.search.show_whole_hint()
        self.which = ChoiceBox(ui, "ui.cases.which", choices=self._which_choices, empty_key=None)
        self.complete = ChoiceBox(ui, "ui.cases.complete", choices=self._complete_choices, empty_key=None)
        self.assessor = ChoiceBox(ui, "ui.cases.assessor", choices=self._assessor_choices, empty_key=None)
        self.which.set_value("open")
        self.complete.set_value("any")
        self.assessor.set_value("")
        row.addWidget(self.search, 1)
        self.search.setProperty("noDraft", True)
        for box in (self.which, self.complete, self.assessor):
            box.setProperty("noDraft", True)
            box.edited.connect(self._filtered)
            row.addWidget(box)
        row.addStretch(1)
        self._count = Label(ui, role="small", wrap=False)
        self._back, self._on = Button(ui, "ui.cases.back", "ghost"), Button(ui, "ui.cases.on", "ghost")
        self._back.clicked.connect(self._page_back)
        self._on.clicked.connect(self._page_on)
        for widget in (self._count, self._back, self._on):
            row.addWidget(widget)
        card.body.addLayout(row)
        card.body.addWidget(self.table, 1)
        self._nothing = EmptyState(ui, "search", "ui.cases.nothing", "ui.cases.nothing_text")
        self._reset = Button(ui, "ui.cases.reset", "secondary")
        self._reset.clicked.connect(self._reset_filters)
        self._nothing.hide()
        self._reset.hide()
        card.body.addWidget(self._nothing, 1)
        card.body.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignHCenter)
        return card

    def _empty_page(self) -> QWidget:
        page = Card(self.ui)
        begin = self.host.actions.qaction("today.investigate") if self._knows("today.investigate") else None
        page.body.addWidget(EmptyState(self.ui, "case", "ui.cases.empty", "ui.cases.empty_text", begin))
        page.body.addStretch(2)
        return page

    def _knows(self, action_id: str) -> bool:
        return any(action.id == action_id for action in self.host.actions.all())

    def _which_choices(self) -> list[tuple[Any, str]]:
        return [(which, self.ui.t(f"ui.cases.which.{which}")) for which in WHICH]

    def _complete_choices(self) -> list[tuple[Any, str]]:
        return [(one, self.ui.t(f"ui.cases.complete.{one}")) for one in ("any", "yes", "no")]

    def _assessor_choices(self) -> list[tuple[Any, str]]:
        return [("", self.ui.t("ui.cases.by_all")), *((name, name) for name in self._assessors)]

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        page = self.model.page
        assert page is not None
        ui = self.ui
        self._stack.setCurrentIndex(_LIST if page.any_at_all else _EMPTY)
        if page.assessors != self._assessors:
            self._assessors = page.assessors
            self.assessor.set_choices(self._assessor_choices)
            self.assessor.set_value(self.model.assessor)
        self.table.set_rows([self._cells(row) for row in page.rows], [row.case_id for row in page.rows])
        if page.rows and self.table.current_id() is None:
            self.table.select_id(page.rows[0].case_id)
        for widget, shown in ((self.table, bool(page.rows)), (self._nothing, not page.rows), (self._reset, not page.rows)):
            widget.setVisible(shown)
        self.begin_at(self.table)
        turning = self.model.can_go_back or self.model.can_go_on
        for button, possible in ((self._back, self.model.can_go_back), (self._on, self.model.can_go_on)):
            button.setVisible(turning)
            button.setEnabled(possible)
        self._count.set_text(self._range() if turning else ui.plural("ui.cases.count", page.total))

    def _range(self) -> str:
        page, ui = self.model.page, self.ui
        assert page is not None
        first, last = page.offset + 1, page.offset + len(page.rows)
        return ui.t("ui.cases.range", first=ui.number(first), last=ui.number(last), total=ui.number(page.total))

    def _cells(self, row: CaseLine) -> tuple[object, ...]:
        ui = self.ui
        name = ui.t("ui.today.sample_name", name=row.customer) if row.sample else row.customer
        requested = ui.money(row.requested, row.currency, 0) if row.requested is not None else None
        answered = ui.t("ui.cases.of", done=row.progress.done, total=row.progress.total)
        return (
            row.number, name, (case_state(ui, row.state), case_state_kind(row.state)), answered,
            row.grade.name if row.grade is not None else None, row.score, requested, row.assessor, row.opened,
        )

    # --- doing -----------------------------------------------------------------------------------------------------

    def _filtered(self, value: object) -> None:
        self._filter()

    def _filter(self) -> None:
        complete = {"yes": True, "no": False}.get(str(self.complete.value()))
        self.model.set_filters(str(self.which.value()), str(self.assessor.value() or ""), complete)

    def _reset_filters(self) -> None:
        self.search.set_value("")
        self.model.set_search("")
        self.which.set_value("open" if self.model.which == "open" and self.model.filtered else "all")
        self.complete.set_value("any")
        self.assessor.set_value("")
        self._filter()

    def _open(self, case_id: object) -> None:
        self.host.go("case", case_id)

    def can_find(self) -> bool:
        return True

    def find_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    def _page_back(self) -> None:
        self.model.turn(-1)

    def _page_on(self) -> None:
        self.model.turn(1)

    def _sort_by(self, section: int) -> None:
        key = COLUMNS[section].key
        if key not in SORTED:
            key = self.model.sort
        else:
            again = key == self.model.sort
            self.model.set_sort(key, not self.model.descending if again else key in _DESCENDING_FIRST)
        at = next(number for number, column in enumerate(COLUMNS) if column.key == key)
        order = Qt.SortOrder.DescendingOrder if self.model.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(at, order)
