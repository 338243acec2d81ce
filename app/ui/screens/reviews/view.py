"""Reviews: who has to be looked at when and by whom, what breaks if somebody is away, and what rests on an override."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QTabBar, QWidget

from app.models.domain.errors import UserError
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.reviews import wording
from app.ui.screens.reviews.away import AwayPane
from app.ui.screens.reviews.calendar import CalendarPane
from app.ui.screens.reviews.look import LookPane
from app.ui.screens.reviews.look_text import LookTexts, look_with_text
from app.ui.screens.reviews.overrides import OverridesPane
from app.ui.widgets.card import Card
from app.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from app.models.domain.reviews import Absence, Overridden, ReviewNote
    from app.services.changes import Changed
    from app.services.overrides_watch.service import Rate
    from app.services.registry import Services
    from app.services.reviews.planning import Away
    from app.services.reviews.service import Board, Look
    from app.ui.frame.host import ScreenHost

PAGES = ("calendar", "away", "overrides")
CHANGES = frozenset({"grade", "reviews", "customer", "case", "officers", "settings", "alarms", "ledger", "statements"})
NARROW, SIDE = 980, 36


class ReviewsScreen(Screen):
    """Argument: the id of a customer to look at, the name of a page, or None."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        ui = self.ui
        self.board: Board | None = None
        self._wanted: int | None = None
        self._looked = 0
        self._overrides_old = self._loading = False
        self.title.set_key("ui.nav.reviews")
        self._add_actions()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for _ in PAGES:
            self.tabs.addTab("")
        self.calendar, self.away, self.overrides = CalendarPane(ui), AwayPane(ui), OverridesPane(ui)
        self.look = LookPane(host)
        self._texts = LookTexts(host, self)
        self.stack = QStackedWidget()
        self.empty = Card(ui)
        self.empty.body.addWidget(EmptyState(ui, "review", "ui.reviews.empty", "ui.reviews.empty_text"))
        self.empty.body.addStretch(2)
        for page in (self._calendar_page(), self.away, self.overrides, self.empty):
            self.stack.addWidget(page)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self._name_tabs()
        self._connect()
        host.officer_changed.connect(self._other_officer)

    def _calendar_page(self) -> QWidget:
        """Calendar and light review side by side, or one above the other; the page scrolls where both have no room."""
        page = QWidget()
        page.setObjectName("pageBody")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, page)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(14)
        self._columns.addWidget(self.calendar, 1)
        self._columns.addWidget(self.look)
        area = QScrollArea()
        area.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._page_chosen)
        self.calendar.chosen.connect(self._choose)
        self.calendar.opened.connect(self._open_customer)
        self.overrides.opened.connect(self._open_customer)
        self.look.explain.clicked.connect(self._explain)
        self.look.text.edited.connect(self._typed)
        self.look.file.clicked.connect(self._file)
        self.away.asked.connect(self._ask_away)
        self.away.kept.connect(self._keep_absence)
        self.away.ended.connect(self._end_absence)
        for name, field in (
            ("officer", self.away.officer), ("first", self.away.first), ("last", self.away.last),
            ("stand_in", self.away.stand_in), ("text", self.look.text),
        ):
            self.register_field(name, field)

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.case", "reviews"
        add(Action("reviews.confirm", "ui.action.reviews.confirm", self._confirm, "", "check", group, self._can_confirm, here,
                   why_not=self._why_not))
        add(Action("reviews.full", "ui.action.reviews.full", self._full, "", "case", group, self._has_look, here,
                   why_not=self._why_not))

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Read the calendar."""
        if isinstance(argument, int):
            self._wanted = argument
            self.tabs.setCurrentIndex(0)
        elif isinstance(argument, str) and argument in PAGES:
            self.tabs.setCurrentIndex(PAGES.index(argument))
        self._read()

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self._read()

    def retranslate(self) -> None:
        self._name_tabs()
        for pane in (self.calendar, self.away, self.overrides, self.look):
            pane.retranslate()
        if self.board is not None:
            self._tell(self.board)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self.ui.px(NARROW)
        share = event.size().width() * SIDE // 100 if wide else 16_777_215
        self.look.setMaximumWidth(share)
        self.look.setMinimumWidth(share if wide else 0)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _name_tabs(self) -> None:
        self.tabs.setAccessibleName(self.ui.t("ui.reviews.pages"))
        for at, name in enumerate(PAGES):
            self.tabs.setTabText(at, self.ui.t(f"ui.reviews.tab.{name}"))

    # --- reading and showing ---------------------------------------------------------------------------------------

    def _read(self) -> None:
        self.host.runner.query(self.host.services.reviews.board, done=self._loaded, key="reviews.board")
        self._overrides_old = True
        self._read_overrides()

    def _read_overrides(self) -> None:
        """Only while they are shown: they ask for the rating of each."""
        if self._overrides_old and self.tabs.currentIndex() == PAGES.index("overrides"):
            self._overrides_old = False
            self.host.runner.query(_overrides, self.host.services, done=self._overrides_loaded, key="reviews.overrides")

    def _loaded(self, board: Board) -> None:
        self.board = board
        self._tell(board)
        self.away.show_board(board)
        wanted, self._wanted = self._wanted, None
        self._loading = True    # what is chosen while the list is filled is asked for once, at the end
        self.calendar.show_board(board, wanted)
        self._loading = False
        self._page_chosen(self.tabs.currentIndex())
        self.begin_at(self.calendar.table if board.due else self.tabs)
        self._choose(self.calendar.table.current_id())

    def _tell(self, board: Board) -> None:
        """What the calendar itself has to say; nothing silences it."""
        ui = self.ui
        lines: list[tuple[str, str]] = []
        if board.clock_back is not None:
            moments = {"now": board.now.astimezone(), "entry": board.clock_back.astimezone()}
            lines.append((ui.t("ui.reviews.note.clock", **moments), "danger"))
        if board.due and not board.officers:
            lines.append((ui.t("ui.reviews.note.nobody"), "danger"))
        names = {one.customer_id: one.name for one in board.due}
        broken = [names[slot.job.customer_id] for slot in board.plan.broken]
        if broken:
            lines.append((ui.plural("ui.reviews.note.broken", len(broken), names=wording.names(ui, broken)), "danger"))
        if board.overdue:
            lines.append((ui.plural("ui.reviews.note.overdue", board.overdue), "warning"))
        close = [names[slot.job.customer_id] for slot in board.plan.close]
        if close:
            lines.append((ui.plural("ui.reviews.note.close", len(close), names=wording.names(ui, close)), "warning"))
        if not lines:
            self.banner.clear()
            return
        kind = "danger" if any(kind == "danger" for _, kind in lines) else "warning"
        self.banner.show_message("\n".join(text for text, _ in lines), kind)

    def _overrides_loaded(self, found: tuple[Rate, tuple[Overridden, ...]]) -> None:
        self.overrides.show_overrides(*found, self.host.services.clock.today())

    def _page_chosen(self, at: int) -> None:
        self._read_overrides()
        nothing = at == 0 and self.board is not None and not self.board.due
        self.stack.setCurrentIndex(len(PAGES) if nothing else at)
        self.host.actions.refresh()

    def _choose(self, customer_id: object) -> None:
        if self._loading:
            return
        due = next((one for one in self.board.due if one.customer_id == customer_id), None) if self.board is not None else None
        if due is None:
            self._looked = 0
            self.look.show_look(None)
            self.host.actions.refresh()
            return
        self._looked = due.customer_id
        self.host.runner.query(
            look_with_text, self.host.services, due, self.host.officer, done=self._look_loaded, key="reviews.look"
        )

    def _look_loaded(self, found: tuple[Look, str]) -> None:
        look, typed = found
        if look.due.customer_id == self._looked:
            held = self._texts.held(self._looked)
            self.look.show_look(look, typed if held is None else held)
            self.host.actions.refresh()

    def _typed(self, text: str) -> None:
        if self._looked:
            self._texts.take(self._looked, text)

    def forget_kept(self) -> None:
        """What was typed into the light review and not said is thrown away."""
        self.look.text.set_value("")
        self._typed("")

    def _other_officer(self, _name: str) -> None:
        """Another officer has typed something else, or nothing."""
        self.look.show_look(None)
        if self._looked:
            self._choose(self._looked)

    # --- doing -----------------------------------------------------------------------------------------------------

    def _has_look(self) -> bool:
        return self.look.look is not None

    def _why_not(self) -> str:
        look = self.look.look
        return look.full[0] if look is not None and look.full else "ui.reviews.look_none"

    def _can_confirm(self) -> bool:
        return self.look.look is not None and not self.look.look.full

    def _confirm(self) -> None:
        look = self.look.look
        if look is not None:
            self.look.text.set_error(None)
            self.host.runner.command(
                self.host.services.reviews.confirm, look.due.customer_id, self.host.officer, self.look.text.value(),
                done=self._confirmed,
            )

    def _confirmed(self, changed: Changed[ReviewNote]) -> None:
        name, note = self.look.name.text(), changed.value
        assert note.next_review is not None
        self.forget_kept()
        self.host.toast("ui.reviews.confirmed", name=name, day=self.ui.date(note.next_review))
        self._read()

    def _explain(self) -> None:
        look = self.look.look
        if look is not None:
            self.look.text.set_error(None)
            self.host.runner.command(
                self.host.services.reviews.explain, look.due.customer_id, self.look.text.value(), self.host.officer,
                done=self._explained,
            )

    def _explained(self, changed: Changed[ReviewNote]) -> None:
        self.forget_kept()
        self.host.toast("ui.reviews.explained_note")
        self._read()

    def _full(self) -> None:
        look = self.look.look
        if look is None:
            return
        if look.due.case_id is not None:
            self.host.go("case", look.due.case_id)
        else:
            self.host.runner.command(
                self.host.services.cases.open, look.due.customer_id, self.host.officer, done=self._case_opened
            )

    def _case_opened(self, changed: Changed[object]) -> None:
        self.host.go("case", changed.case_id)

    def _file(self) -> None:
        if self._looked:
            self._open_customer(self._looked)

    def _open_customer(self, customer_id: int) -> None:
        self.host.go("customer", customer_id)

    # --- absences --------------------------------------------------------------------------------------------------

    def _typed_absence(self) -> tuple[object, ...] | None:
        """Officer, first, last, stand-in; None while something is missing, which is said at its field."""
        pane = self.away
        for field in (pane.officer, pane.first, pane.last, pane.stand_in):
            field.set_error(None)
        for field, key in ((pane.officer, "review.absent_who"), (pane.first, "text.required"), (pane.last, "text.required")):
            if not field.has_error() and not field.value():
                field.set_error(UserError(key))
        wrong = [field for field in (pane.officer, pane.first, pane.last, pane.stand_in) if field.has_error()]
        if wrong:
            pane.show_away(None)        # it answers what was typed before
            wrong[0].setFocus()
            return None
        return pane.officer.value(), pane.first.value(), pane.last.value(), pane.stand_in.value() or ""

    def _ask_away(self) -> None:
        typed = self._typed_absence()
        if typed is not None:
            self.host.runner.query(self.host.services.reviews.away, *typed, done=self._away_loaded, key="reviews.away")

    def _away_loaded(self, away: Away) -> None:
        self.away.show_away(away)

    def _keep_absence(self) -> None:
        typed = self._typed_absence()
        if typed is not None:
            officer, first, last, stand_in = typed
            self.host.runner.command(
                self.host.services.reviews.add_absence, officer, first, last, self.host.officer, stand_in,
                done=self._absence_kept,
            )

    def _absence_kept(self, changed: Changed[Absence]) -> None:
        self.away.clear_form()
        self.host.toast("ui.reviews.kept")
        self._read()

    def _end_absence(self, absence_id: int) -> None:
        self.host.runner.command(
            self.host.services.reviews.end_absence, absence_id, self.host.officer, done=self._absence_ended
        )

    def _absence_ended(self, changed: Changed[int]) -> None:
        self.host.toast("ui.reviews.ended")
        self._read()


def _overrides(services: Services) -> tuple[Rate, tuple[Overridden, ...]]:
    return services.overrides_watch.rate(), services.overrides_watch.all()
