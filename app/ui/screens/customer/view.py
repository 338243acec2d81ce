"""The file of one customer: its head always in sight, and the pages behind it that read when they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from app.models.domain.errors import UserError
from app.models.domain.history import SourceRef
from app.ui.forms.base import Field
from app.ui.frame.screen import Screen
from app.ui.screens.customer.actions import add_actions
from app.ui.screens.customer.alarms_page import AlarmsPage
from app.ui.screens.customer.cases_page import CasesPage
from app.ui.screens.customer.drop_zone import dropped_paths
from app.ui.screens.customer.evidence_page import EvidencePage
from app.ui.screens.customer.group_page import IdentityPage
from app.ui.screens.customer.head import FileHead
from app.ui.screens.customer.history_page import HistoryPage
from app.ui.screens.customer.identity import IdentityForm
from app.ui.screens.customer.model import CustomerModel
from app.ui.screens.customer.outside_page import OutsidePage
from app.ui.screens.customer.overview import OverviewPage
from app.ui.screens.customer.page import FilePage, PageArea
from app.ui.screens.customer.receivables_page import ReceivablesPage
from app.ui.screens.customer.source_panel import SourcePanel
from app.ui.screens.customer.stop_line import StopLine
from app.ui.screens.customer.years_page import YearsPage
from app.ui.widgets.badge import Badge, GradeBadge

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"customer", "case", "grade", "reviews", "notices", "officers", "lists"})
PAGES = ("overview", "identity", "years", "cases", "receivables", "outside", "evidence", "history", "alarms")
ORDERS = "orders"
"""Not a page of its own: the second half of the receivables."""
_FLAGS = {"blacklist": "danger", "watch": "warning"}


class CustomerScreen(Screen):
    """Argument: the id of a customer, (id, page) to show a page of it, (id, "orders", check) for an order, None for a new one."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.model = CustomerModel(host.services, host.runner, host.autosave, self._officer)
        self.model.setParent(self)
        self.model.loaded.connect(self._show)
        self.model.saved.connect(self._head)
        self.model.created.connect(self._created)
        self.model.case_opened.connect(self._to_case)
        self.model.problem_changed.connect(self._show_problem)
        add_actions(self)
        self._asked = ""
        self._order_asked: int | None = None
        self.setAcceptDrops(True)
        self._build_title()
        self._build_pages()

    def _build_title(self) -> None:
        actions = self.host.actions
        self._grade = GradeBadge(self.ui)
        self._provisional = Badge(self.ui, key="ui.file.provisional", kind="warning")
        self._number = Badge(self.ui)
        self._sample = Badge(self.ui, key="ui.customer.sample", kind="warning")
        self._flags = {flag: Badge(self.ui, key=f"ui.file.flag.{flag}", kind=kind) for flag, kind in _FLAGS.items()}
        for badge in (self._number, self._grade, self._provisional, self._sample, *self._flags.values()):
            self.title.add_badge(badge)
            badge.hide()
        self._print = actions.button("customer.print")
        self._statements = actions.button("customer.statements")
        self._start = actions.button("customer.case", "primary")
        self._continue = actions.button("customer.continue", "primary")
        self._create = actions.button("customer.create", "primary")
        for button in (self._print, self._statements, self._start, self._continue, self._create):
            self.title.add_button(button)
            button.hide()  # each is shown when it is known to be possible: together they would widen the window

    def _build_pages(self) -> None:
        host = self.host
        self.head = FileHead(self.ui, host.actions.button("customer.review", "ghost"))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.identity = IdentityPage(host)
        self.evidence = EvidencePage(host)
        self.history = HistoryPage(host)
        self.receivables = ReceivablesPage(host)
        self.alarms = AlarmsPage(host)
        self.pages: dict[str, FilePage] = {
            "overview": OverviewPage(host), "identity": self.identity, "years": YearsPage(host), "cases": CasesPage(host),
            "receivables": self.receivables, "outside": OutsidePage(host), "evidence": self.evidence, "history": self.history,
            "alarms": self.alarms,
        }
        self.stack = QStackedWidget()
        for name in PAGES:
            page = self.pages[name]
            page.source_wanted.connect(self._to_source)
            page.place_wanted.connect(host.go)
            self.stack.addWidget(page if name in ("years", "evidence", "history") else PageArea(page))
            self.tabs.addTab("")
        self.form.changed.connect(self._typed)
        self.form.identifiers_left.connect(self.model.check_identifiers)
        host.officer_changed.connect(self._other_officer)
        self.source = SourcePanel(host, self.stack)
        self.source.place_wanted.connect(host.go)
        self.source.closed.connect(self._source_closed)
        self._before_source: QWidget | None = None
        self.body.setContentsMargins(18, 0, 18, 12)
        self.body.setSpacing(4)
        self.stop_line = StopLine(host)
        self.body.addWidget(self.head)
        self.body.addWidget(self.stop_line)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        for page in self.pages.values():
            page.body.setContentsMargins(0, 8, 6, 6)
        self.tabs.currentChanged.connect(self._page_chosen)
        self._name_tabs()

    @property
    def form(self) -> IdentityForm:
        """The form of the customer's identity."""
        return self.identity.form

    @property
    def page_name(self) -> str:
        """Name of the page that is shown."""
        return PAGES[self.tabs.currentIndex()]

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open that customer, or an empty form."""
        number, page, *check = argument if isinstance(argument, tuple) else (argument, "")
        wanted = number if isinstance(number, int) else None
        self._order_asked = (int(check[0]) if check else 0) if page == ORDERS else None
        page = "receivables" if page == ORDERS else page
        if wanted is not None and self.model.file is not None and self.model.draft.id == wanted:
            self.model.refresh()
            if page in PAGES:
                self.show_page(str(page))
                self._show_order()
            else:
                self._open_page()
            return
        self.banner.clear()
        self.source.close_panel()
        self._asked = str(page) if page in PAGES else "overview"
        self.model.load(wanted)

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self.model.refresh()
        for name, page in self.pages.items():
            page.changed(flags, shown=name == self.page_name and self.isVisible() and not self.model.is_new)

    def on_own_changes(self, flags: frozenset[str], owner: object) -> None:
        """Head, stop line and the other pages follow what one part of the file has changed."""
        if owner is not self.model and CHANGES & flags:
            self.model.refresh()
        at = self.identity if owner is self.model else None
        for name, page in self.pages.items():
            if page is not at and not (isinstance(owner, QWidget) and page.isAncestorOf(owner)) and page is not owner:
                page.changed(flags, shown=name == self.page_name and self.isVisible() and not self.model.is_new)

    def retranslate(self) -> None:
        self._name_tabs()
        if self.model.file is not None:
            self._head()
            for name, page in self.pages.items():
                page.language_changed(shown=name == self.page_name)
            self.source.retranslate()
            for place in {*self.model.problems, *self.model.notes}:
                self._show_problem(place)

    def show_error(self, error: UserError) -> None:
        """What stands at its field needs no second message."""
        if not all(problem.field for problem in getattr(error, "problems", ()) or (error,)):
            super().show_error(error)

    # --- pages -----------------------------------------------------------------------------------------------------

    def show_page(self, name: str) -> None:
        """Show one of the pages."""
        if self.page_name == name:
            self._open_page()
        self.tabs.setCurrentIndex(PAGES.index(name))

    def show_place(self, path: str) -> None:
        """Turn to the page that ``path`` leads through; a field that is known by name stands on that of the identity."""
        named = next((name for name, page in self.pages.items() if f"{type(page).__name__}:" in path), "identity")
        self.show_page(named)
        if named == "receivables":
            self.receivables.show_form_of(path)
        elif named == "alarms":
            self.alarms.expect(path)

    def _show_order(self) -> None:
        """The orders, where they are what the file was opened for."""
        asked, self._order_asked = self._order_asked, None
        if asked is not None:
            self.receivables.show_orders(asked)

    def turn(self, by: int) -> None:
        """The page so many further on, round and round."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(PAGES))

    def _page_chosen(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.source.close_panel()
        self._open_page()

    def _open_page(self) -> None:
        if self.model.file is not None and not self.model.is_new:
            self.pages[self.page_name].open(self.model.draft.id)
            self.host.actions.refresh()

    def _name_tabs(self) -> None:
        self.tabs.setAccessibleName(self.ui.t("ui.file.pages"))
        for at, name in enumerate(PAGES):
            self.tabs.setTabText(at, self.ui.t(f"ui.file.page.{name}"))

    def _to_source(self, ref: SourceRef) -> None:
        self._before_source = self.window().focusWidget()
        self.source.begin(self.model.draft.id, ref)

    def _source_closed(self) -> None:
        before, self._before_source = self._before_source, None
        if before is not None and before.isVisible() and self.isAncestorOf(before):
            before.setFocus()

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        file = self.model.file
        assert file is not None
        new = self.model.is_new
        self.form.show_file(file, self.model.draft)
        self.identity.show_refusal(file.refusal)
        self.identity.show_customer(file.customer, new)
        self.head.setVisible(not new)
        self.tabs.setVisible(not new)
        self._head()
        asked, self._asked = self._asked, ""
        if new:
            self.stack.setCurrentIndex(PAGES.index("identity"))
        elif asked:
            self.stack.setCurrentIndex(self.tabs.currentIndex())
            self.show_page(asked)
            self._show_order()
        else:
            self._open_page()
        if file.from_draft and new:
            self.banner.show_message(
                self.ui.t("ui.customer.from_draft"), "info", self.ui.t("ui.customer.discard"), self.model.discard
            )
        if new:
            self.form.fields["name"].setFocus()

    def _head(self) -> None:
        file, draft = self.model.file, self.model.draft
        assert file is not None
        new, terms = self.model.is_new, file.in_force.terms if file.in_force is not None else None
        self.stop_line.show_standing(draft.id, file.holds, None if new else file.standing)
        if new:
            self.title.set_key("ui.customer.new_title")
        else:
            self.title.set_text(draft.name)
            self.head.show_file(file, self.host.services.clock.today())
        self._grade.set_grade(terms.grade.name if terms is not None else None)
        self._grade.setVisible(not new)
        self._provisional.setVisible(terms is not None and terms.provisional)
        self._number.set(draft.number)
        self._number.setVisible(bool(draft.number))
        self._sample.setVisible("sample" in draft.flags)
        for flag, badge in self._flags.items():
            badge.setVisible(flag in draft.flags)
        self.host.actions.refresh()
        self._print.setVisible(self.can_print())
        self._create.setVisible(new)
        self._statements.setVisible(not new)
        self._start.setVisible(self.can_start())
        self._continue.setVisible(self.has_case())

    def _show_problem(self, place: str) -> None:
        self.form.show_problem(place, self.model.problems.get(place), self.model.notes.get(place))

    # --- files dropped anywhere on the screen ------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.is_kept():
            event.acceptProposedAction()
            if self.page_name == "evidence":
                self.evidence.zone.set_hot(True)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._cool()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        event.acceptProposedAction()
        self.show_page("evidence")
        self._cool()
        if paths:
            self.evidence.add_paths(paths)
        else:
            self.evidence.refused(UserError("evidence.not_local", "evidence"))

    def _cool(self) -> None:
        if self.page_name == "evidence":
            self.evidence.zone.set_hot(False)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _other_officer(self, _name: str) -> None:
        """Another officer may be one who only looks, or no longer one."""
        self.model.refresh()

    def _typed(self, field: str, value: object) -> None:
        self.model.change(**{field: value})
        if field == "country":
            self.form.fields["currency"].set_value(self.model.draft.currency)
        if field == "name" and not self.model.is_new:
            self.title.set_text(str(value))

    def _created(self, customer_id: int) -> None:
        self.banner.clear()
        for field in self.form.findChildren(Field):
            field.note_kept()
        self.host.go("customer", (customer_id, "identity"))

    def is_new(self) -> bool:
        """A customer that is not written yet."""
        return self.model.file is not None and self.model.is_new

    def is_kept(self) -> bool:
        """A customer of the store."""
        return self.model.file is not None and not self.model.is_new

    def can_start(self) -> bool:
        """No case is under way."""
        return self.is_kept() and self.model.open_case is None

    def has_grade(self) -> bool:
        """A grade is in force: it can be looked at."""
        return self.is_kept() and self.model.file is not None and self.model.file.in_force is not None

    def has_case(self) -> bool:
        """A case is under way."""
        return self.is_kept() and self.model.open_case is not None

    def can_print(self) -> bool:
        """There is a case to print papers of."""
        return self.is_kept() and self.model.file is not None and bool(self.model.file.cases)

    def continue_case(self) -> None:
        """Go on with the case under way."""
        case = self.model.open_case
        if case is not None:
            self._to_case(case.id)

    def to_statements(self) -> None:
        """Open the grid of statements."""
        self.host.go("statements", self.model.draft.id)

    def print_page(self) -> None:
        self.to_papers()

    def to_papers(self) -> None:
        """Open the papers of the newest case."""
        file = self.model.file
        if file is not None and file.cases:
            self.host.go("documents", max(case.id for case in file.cases))

    def _to_case(self, case_id: object) -> None:
        self.host.go("case", case_id)
