"""The early warnings of all customers as tasks: whom to ask what until when, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.models.domain.alarms import AlarmLine
from app.ui.actions.registry import Action
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.frame.screen import Screen
from app.ui.qtmodels.rows import Column
from app.ui.screens import alarm_words as words
from app.ui.screens.alarm_box import AlarmBox
from app.ui.screens.warnings.model import WHICH, WarningsModel
from app.ui.screens.words import let_shrink
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.empty_state import EmptyState
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.alarms import Alarm
    from app.services.changes import Changed
    from app.ui.frame.host import ScreenHost

COLUMNS = (
    Column("customer", "ui.alarms.customer", width=190, strong=True),
    Column("rule", "ui.alarms.column.rule", stretch=True, width=200),
    Column("colour", "ui.alarms.column.colour", kind="badge", width=96),
    Column("due", "ui.alarms.due", kind="date", width=108),
    Column("state", "ui.alarms.column.state", kind="badge", width=150),
)
CHANGES = frozenset({"alarms", "customer", "officers", "methodology"})


class WarningsScreen(Screen):
    """Argument: the name of a filter by state ("waiting", "late" …), or None. Enter opens the customer's alarms."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host, scroll=False)
        self.model = WarningsModel(host.services, host.runner)
        self.model.setParent(self)
        self.model.changed.connect(self._show)
        self.model.file_read.connect(self._show_box)
        self._wanted = 0
        self.title.set_key("ui.nav.warnings")
        self._add_actions()
        self.take_up, self.to_customer = (host.actions.button(one) for one in ("warnings.take_up", "warnings.customer"))
        for button in (self.take_up, self.to_customer):
            self.title.add_button(button)
            button.hide()
        self.title.add_button(host.actions.button("app.lists"))
        self._known: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.table = DataTable(host.ui, COLUMNS, "ui.nav.warnings", wrap=True)
        self.table.selected_id_changed.connect(self._chosen)
        self.table.activated_id.connect(self._opened)
        row = QHBoxLayout()
        row.setSpacing(14)
        self.card = self._list()
        self.card.hide()        # until it is read: the focus goes to the list, not to the search
        row.addWidget(self.card, 6)
        side = self._side()
        for part in (self.card, side):      # shares of the width, whatever is in them
            part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
        row.addWidget(side, 4)
        self.body.addWidget(self._figures())
        self.body.addLayout(row, 1)

    # --- building ----------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, group = self.host.actions.add, "ui.group.case"
        add(Action("warnings.take_up", "ui.action.alarms_take_up", self._take_up, "", "plus", group, self._some_earlier,
                   "warnings", why_not=self._why_none_earlier))
        add(Action("warnings.customer", "ui.action.alarms_customer", self._open_customer, "", "customers", group,
                   self._some_chosen, "warnings"))

    def _figures(self) -> QWidget:
        self.summary = Label(self.ui, role="muted")
        return self.summary

    def _list(self) -> Card:
        ui = self.ui
        card = Card(ui)
        row, first = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(8)
        first.setSpacing(12)
        self.search = LineEdit(ui, "ui.alarms.search", placeholder_key="ui.alarms.search_hint")
        self.search.show_whole_hint()
        self.search.edited.connect(self.model.set_search)
        self.which = ChoiceBox(ui, "ui.alarms.which", choices=self._which_choices, empty_key=None)
        self.owner = ChoiceBox(ui, "ui.alarms.owner", choices=self._owner_choices, empty_key=None)
        self.rule = ChoiceBox(ui, "ui.alarms.column.rule", choices=self._rule_choices, empty_key=None)
        self.count = Label(ui, role="small", wrap=False)
        first.addWidget(self.search, 1)
        first.addWidget(self.count)
        self.search.setProperty("noDraft", True)
        for box, value in ((self.which, "waiting"), (self.owner, ""), (self.rule, "")):
            box.set_value(value)
            box.setProperty("noDraft", True)
            box.edited.connect(self._filtered)
            let_shrink(box)
            row.addWidget(box, 1)
        card.body.addLayout(first)
        card.body.addLayout(row)
        card.body.addWidget(self.table, 1)
        self.empty = EmptyState(ui, "warning", "ui.alarms.empty", "ui.alarms.empty_text")
        self.nothing = EmptyState(ui, "search", "ui.alarms.nothing", "ui.alarms.nothing_text")
        self.reset = Button(ui, "ui.alarms.reset", "secondary")
        self.reset.clicked.connect(self._reset)
        card.body.addWidget(self.empty, 1)
        card.body.addWidget(self.nothing, 1)
        card.body.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self.empty, self.nothing, self.reset):
            widget.hide()
        return card

    def _side(self) -> QScrollArea:
        self.box = AlarmBox(self.host, with_customer=False)
        self.box.kept.connect(self._kept)
        inside = QWidget()
        inside.setObjectName("pageBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("page")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _which_choices(self) -> list[tuple[Any, str]]:
        return [(which, self.ui.t(f"ui.alarms.which.{which}")) for which in WHICH]

    def _owner_choices(self) -> list[tuple[Any, str]]:
        return [("", self.ui.t("ui.alarms.by_all")), *((name, name) for name in self._known[0])]

    def _rule_choices(self) -> list[tuple[Any, str]]:
        rules = self.model.shown.rules if self.model.shown is not None else {}
        return [("", self.ui.t("ui.alarms.any_rule")), *((one, words.rule_name(self.ui, rules, one)) for one in self._known[1])]

    # --- what the frame calls ----------------------------------------------------------------------------------------

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

    def retranslate(self) -> None:
        if self.model.shown is not None:
            self._show()

    def show_place(self, path: str) -> None:
        """An answer that was typed and not kept: its alarm is chosen when the list has been read."""
        self.box.expect(path)
        self._wanted = self.box.wanted

    def files_for(self, at: QPoint) -> tuple[str, int] | None:
        """The customer whose row is there; it becomes the current row."""
        line = self._line(self.table.id_under(self, at))
        return ("customer", line.alarm.customer_id) if line is not None else None

    def can_find(self) -> bool:
        return True

    def find_here(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.line.selectAll()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        shown, ui = self.model.shown, self.ui
        assert shown is not None
        page = shown.page
        known = (page.owners, tuple(sorted(shown.rules)))
        if known != self._known:
            self._known = known
            for box, choices, value in ((self.owner, self._owner_choices, self.model.owner),
                                        (self.rule, self._rule_choices, self.model.rule)):
                box.set_choices(choices)
                box.set_value(value)
        self.table.set_rows([self._cells(line) for line in page.lines], [line.alarm.id for line in page.lines])
        if self._wanted and self.table.select_id(self._wanted):
            self._wanted = 0
        if page.lines and self.table.current_id() is None:
            self.table.select_id(page.lines[0].alarm.id)
        some, narrowed = bool(page.lines), self.model.filtered
        for widget, visible in ((self.table, some), (self.empty, not some and not narrowed),
                                (self.nothing, not some and narrowed), (self.reset, not some and narrowed)):
            widget.setVisible(visible)
        self.card.show()
        self.take_up.setVisible(bool(page.earlier))
        self.to_customer.setVisible(some)
        self.summary.set_text(self._summary())
        cut = page.total > len(page.lines)
        self.count.set_text(
            ui.t("ui.alarms.first", shown=ui.number(len(page.lines)), all=ui.number(page.total)) if cut
            else ui.plural("ui.alarms.count", page.total)
        )
        self._chosen(self.table.current_id())
        self.host.actions.refresh()
        self.begin_at(self.table)

    def _summary(self) -> str:
        assert self.model.shown is not None
        page, ui = self.model.shown.page, self.ui
        parts = [ui.plural("ui.alarms.sum_open", page.open), ui.plural("ui.alarms.sum_answered", page.answered),
                 ui.plural("ui.alarms.sum_late", page.late)]
        if page.earlier:
            parts.append(ui.plural("ui.alarms.sum_earlier", page.earlier))
        return " · ".join(parts)

    def _cells(self, line: AlarmLine) -> tuple[object, ...]:
        assert self.model.shown is not None
        ui, shown = self.ui, self.model.shown
        name = ui.t("ui.today.sample_name", name=line.customer) if line.sample else line.customer
        return (name, words.rule_name(ui, shown.rules, line.alarm.rule), words.colour(ui, line.alarm), line.alarm.due,
                words.state(ui, line.alarm, shown.page.day))

    def _line(self, alarm_id: object) -> AlarmLine | None:
        lines = self.model.shown.page.lines if self.model.shown is not None else ()
        return next((one for one in lines if one.alarm.id == alarm_id), None)

    def _chosen(self, alarm_id: object) -> None:
        line = self._line(alarm_id)
        self._show_box()
        if line is not None and (self.model.file is None or line.alarm not in self.model.file.alarms):
            self.model.read_file(line.alarm.customer_id)
        self.host.actions.refresh()

    def _show_box(self) -> None:
        line, shown, file = self._line(self.table.current_id()), self.model.shown, self.model.file
        if line is None or shown is None:
            if not self._wanted:
                self.box.show_alarm(None, {}, self.host.services.clock.today())
            return
        mine = file if file is not None and line.alarm in file.alarms else None
        files = mine.files if mine is not None else ()
        lead = mine.lead(line.alarm) if mine is not None else None
        self.box.show_alarm(line.alarm, shown.rules, shown.page.day, files, lead)

    # --- doing -------------------------------------------------------------------------------------------------------

    def _filtered(self, value: object) -> None:
        self._filter()

    def _filter(self) -> None:
        self.model.set_filters(str(self.which.value()), str(self.owner.value() or ""), str(self.rule.value() or ""))

    def _reset(self) -> None:
        self.search.set_value("")
        self.model.set_search("")
        for box, value in ((self.which, "waiting"), (self.owner, ""), (self.rule, "")):
            box.set_value(value)
        self._filter()

    def _kept(self, alarm: Alarm) -> None:
        if alarm.closed is None:
            self.host.toast("ui.alarms.saved")
        else:
            self.host.toast("ui.alarms.closed", rule=alarm.rule)
            self.table.setFocus()      # the next one is chosen there
        self.model.reload()

    def _some_earlier(self) -> bool:
        return self.model.shown is not None and bool(self.model.shown.page.earlier)

    def _why_none_earlier(self) -> str:
        return "ui.alarms.none_earlier"

    def _take_up(self) -> None:
        self.host.runner.command(self.host.services.alarms.take_up, self.host.officer, done=self._taken_up)

    def _taken_up(self, changed: Changed[int]) -> None:
        self.host.toast("ui.alarms.taken_up", n=changed.value)
        self.model.reload()

    def _some_chosen(self) -> bool:
        return self._line(self.table.current_id()) is not None

    def _open_customer(self) -> None:
        self._opened(self.table.current_id())

    def _opened(self, alarm_id: object) -> None:
        line = self._line(alarm_id)
        if line is not None:
            self.host.go("customer", (line.alarm.customer_id, "alarms"))
