"""The file of one customer: who it is, what grade it has, what was investigated and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.errors import UserError
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.customer.identity import IdentityForm
from app.ui.screens.customer.model import CustomerModel
from app.ui.screens.customer.side import SidePanel
from app.ui.widgets.badge import Badge, GradeBadge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

DOCUMENTS = "documents"
CHANGES = frozenset({"customer", "case", "grade", "reviews", "notices", "officers"})


class CustomerScreen(Screen):
    """Argument: the id of a customer, or None for a new one."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self.model = CustomerModel(host.services, host.runner, host.autosave, self._officer)
        self.model.setParent(self)
        self.model.loaded.connect(self._show)
        self.model.saved.connect(self._head)
        self.model.created.connect(self._created)
        self.model.case_opened.connect(self._to_case)
        self.model.problem_changed.connect(self._show_problem)
        self._add_actions()
        self._grade = GradeBadge(self.ui)
        self._number = Badge(self.ui)
        self._sample = Badge(self.ui, key="ui.customer.sample", kind="warning")
        for badge in (self._grade, self._number, self._sample):
            self.title.add_badge(badge)
        self._documents = Button(self.ui, "ui.customer.documents", "secondary", "document")
        self._documents.clicked.connect(self._to_documents)
        self._statements = host.actions.button("customer.statements")
        self._start = host.actions.button("customer.case", "primary")
        self._continue = host.actions.button("customer.continue", "primary")
        self._create = host.actions.button("customer.create", "primary")
        for button in (self._documents, self._statements, self._start, self._continue, self._create):
            self.title.add_button(button)
            button.hide()  # each is shown when it is known to be possible: together they would widen the window
        self.form = IdentityForm(self.ui)
        self.form.changed.connect(self._typed)
        self.form.identifiers_left.connect(self.model.check_identifiers)
        self.side = SidePanel(self.ui)
        self.side.case_chosen.connect(self._to_case)
        card = Card(self.ui, "ui.customer.identity")
        card.body.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(card, 5)
        row.addWidget(self.side, 4)
        self.body.addLayout(row)
        self.body.addStretch(1)

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open that customer, or an empty form."""
        wanted = argument if isinstance(argument, int) else None
        if wanted is not None and self.model.file is not None and self.model.draft.id == wanted:
            self.model.refresh()
        else:
            self.banner.clear()
            self.model.load(wanted)

    def on_changes(self, changes: frozenset[str]) -> None:
        if CHANGES & changes:
            self.model.refresh()

    def retranslate(self) -> None:
        if self.model.file is not None:
            self._head()
            self.side.show_file(self.model.file, self.host.services.clock.today())
            for place in {*self.model.problems, *self.model.notes}:
                self._show_problem(place)

    def show_error(self, error: UserError) -> None:
        """What stands at its field needs no second message."""
        if not all(problem.field for problem in getattr(error, "problems", ()) or (error,)):
            super().show_error(error)

    # --- building --------------------------------------------------------------------------------------------------

    def _add_actions(self) -> None:
        add, group = self.host.actions.add, "ui.group.customers"
        here = "customer"
        add(
            Action(
                "customer.create",
                "ui.action.customer_create",
                self.model.create,
                "Ctrl+Return",
                "check",
                group,
                self._is_new,
                here,
            )
        )
        add(
            Action(
                "customer.case",
                "ui.action.case_open",
                self.model.start_case,
                "Ctrl+Shift+N",
                "plus",
                group,
                self._can_start,
                here,
            )
        )
        add(
            Action("customer.continue", "ui.action.case_continue", self._continue_case, "", "case", group, self._has_case, here)
        )
        add(
            Action(
                "customer.statements", "ui.action.statements", self._to_statements, "", "statements", group, self._is_kept, here
            )
        )

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        file = self.model.file
        assert file is not None
        self.form.show_file(file, self.model.draft)
        self.side.show_file(file, self.host.services.clock.today())
        self.side.setVisible(not self.model.is_new)
        self._head()
        if file.from_draft and self.model.is_new:
            self.banner.show_message(
                self.ui.t("ui.customer.from_draft"), "info", self.ui.t("ui.customer.discard"), self.model.discard
            )
        if self.model.is_new:
            self.form.fields["name"].setFocus()

    def _head(self) -> None:
        file, draft = self.model.file, self.model.draft
        assert file is not None
        if self.model.is_new:
            self.title.set_key("ui.customer.new_title")
        else:
            self.title.set_text(draft.name)
        grade = file.in_force.terms.grade.name if file.in_force is not None else None
        self._grade.set_grade(grade)
        self._grade.setVisible(not self.model.is_new)
        self._number.set(draft.number)
        self._number.setVisible(bool(draft.number))
        self._sample.setVisible("sample" in draft.flags)
        self.host.actions.refresh()
        self._documents.setVisible(_has_screen(DOCUMENTS) and bool(file.cases) and not self.model.is_new)
        self._create.setVisible(self.model.is_new)
        self._statements.setVisible(not self.model.is_new)
        self._start.setVisible(self._can_start())
        self._continue.setVisible(self._has_case())

    def _show_problem(self, place: str) -> None:
        self.form.show_problem(place, self.model.problems.get(place), self.model.notes.get(place))

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _typed(self, field: str, value: object) -> None:
        self.model.change(**{field: value})
        if field == "country":
            self.form.fields["currency"].set_value(self.model.draft.currency)
        if field == "name" and not self.model.is_new:
            self.title.set_text(str(value))

    def _created(self, customer_id: int) -> None:
        self.banner.clear()
        self.host.go("customer", customer_id)

    def _is_new(self) -> bool:
        return self.model.file is not None and self.model.is_new

    def _is_kept(self) -> bool:
        return self.model.file is not None and not self.model.is_new

    def _can_start(self) -> bool:
        return self._is_kept() and self.model.open_case is None

    def _has_case(self) -> bool:
        return self._is_kept() and self.model.open_case is not None

    def _continue_case(self) -> None:
        case = self.model.open_case
        if case is not None:
            self._to_case(case.id)

    def _to_case(self, case_id: object) -> None:
        self.host.go("case", case_id)

    def _to_statements(self) -> None:
        self.host.go("statements", self.model.draft.id)

    def _to_documents(self) -> None:
        file = self.model.file
        if file is not None and file.cases:
            self.host.go(DOCUMENTS, max(case.id for case in file.cases))


def _has_screen(screen_id: str) -> bool:
    from app.ui.screens import SCREENS

    return any(spec.id == screen_id for spec in SCREENS)
