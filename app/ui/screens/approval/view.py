"""Approval: the assessor's proposal at the left, the second officer's decision at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.models.domain.errors import UserError
from app.models.domain.records import GradeChange
from app.services.people import same_person
from app.ui.actions.registry import Action
from app.ui.frame.screen import Screen
from app.ui.screens.approval.decision import DecisionCard, OverrideCard
from app.ui.screens.approval.model import ApprovalModel
from app.ui.screens.approval.proposal import ProposalCard
from app.ui.screens.link import Link
from app.ui.screens.signing import show_signer
from app.ui.screens.title_fit import fit_title
from app.ui.screens.words import case_state, case_state_kind
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.ui.frame.host import ScreenHost

CHANGES = frozenset({"case", "statements", "customer", "grade", "officers", "settings"})


class ApprovalScreen(Screen):
    """Argument: the id of a case."""

    def __init__(self, host: ScreenHost) -> None:
        super().__init__(host)
        self.page.setProperty("noDraft", True)  # the model keeps what is typed by itself
        ui = self.ui
        self.model = ApprovalModel(host.services, host.runner, host.autosave, self._officer)
        self.model.setParent(self)
        self._problems: dict[str, UserError] = {}
        self._just_decided = False
        self.model.loaded.connect(self._show)
        self.model.proposed.connect(self._proposed)
        self.model.decided.connect(self._decided)
        self._state = Badge(ui)
        self.title.add_badge(self._state)
        self._add_actions()
        self.title.add_button(host.actions.button("approval.score"))
        self.title.add_button(host.actions.button("approval.send", "primary"))
        self.proposal = ProposalCard(ui, self.model)
        self.decision = DecisionCard(ui, self.model)
        self.override = OverrideCard(ui, self.model)
        self.independence = self._independence_card()
        self.names = self._names_line()
        host.officer_changed.connect(self._other_officer)
        self.decision.form_wanted.connect(self._to_form)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.proposal)
        left.addStretch(1)
        for card in (self.independence, self.decision, self.override):
            right.addWidget(card)
        right.addStretch(1)
        row = QHBoxLayout()
        for column, share in ((left, 6), (right, 5)):
            column.setSpacing(14)
            row.addLayout(column, share)
        row.setSpacing(14)
        self.body.addWidget(self.names)
        self.body.addLayout(row)
        for name, field in self.proposal.fields.items():
            self.register_field(name, field)
        self.register_field("note", self.decision.note)
        self.register_field("override.grade", self.override.grade)
        self.register_field("override.reason", self.override.reason)
        self.register_field("override.expires", self.override.expires)

    def _independence_card(self) -> Card:
        card = Card(self.ui, "ui.approval.independence")
        self.declared = Label(self.ui)
        self.declare = Button(self.ui, "ui.approval.declare", "primary")
        self.declare.clicked.connect(self.model.declare)
        row = QHBoxLayout()
        row.addWidget(self.declared, 1)
        row.addWidget(self.declare)
        card.body.addLayout(row)
        self.sender_says = Label(self.ui)
        card.body.addWidget(self.sender_says)
        return card

    def _names_line(self) -> Link:
        """A word before papers are signed by nobody; it leads to the names."""
        link = Link(self.ui, "", "officers", role="small")
        link.clicked.connect(self.host.go)
        link.hide()
        return link

    def _add_actions(self) -> None:
        add, group, here = self.host.actions.add, "ui.group.case", "approval"
        send, keys = self._send, "Ctrl+Alt+Return"
        add(Action(
            "approval.send", "ui.action.approval_send", send, keys, "check", group, self._can_send, here,
            why_not=self._why_not_send,
        ))
        add(Action("approval.score", "ui.action.approval_score", self._to_score, "", "score", group, self._is_open, here))

    # --- what the frame calls --------------------------------------------------------------------------------------

    def enter(self, argument: object) -> None:
        """Open the matter of that case."""
        if isinstance(argument, int):
            self.banner.clear()
            self.model.load(argument)

    def forget_kept(self) -> None:
        """Terms that were typed and not sent are thrown away."""
        self._problems.clear()
        self.model.forget()
        if self.model.matter is not None:
            self.proposal.begin_anew()

    def on_changes(self, flags: frozenset[str]) -> None:
        if CHANGES & flags:
            self.model.refresh()

    def retranslate(self) -> None:
        if self.model.matter is not None:
            self.proposal.retranslate()
            self._show()
        for name, problem in self._problems.items():
            field = self._fields[name]
            if field.has_error() and name not in self.model.raw:
                field.set_error(problem)

    def show_error(self, error: UserError) -> None:
        """As every screen does; what stands at a field is said again when the language changes."""
        problems = getattr(error, "problems", ()) or (error,)
        self._problems.update({one.field: one for one in problems if one.field in self._fields})
        super().show_error(error)

    # --- showing ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        """The name only: the tab above says which page of it this is."""
        if self.model.matter is not None:
            fit_title(self.ui, self.title, self.model.matter.view.customer.name, self.width())

    def _show(self) -> None:
        ui, matter = self.ui, self.model.matter
        assert matter is not None
        head = matter.view.head
        self._state.set(case_state(ui, head.state), case_state_kind(head.state))
        self._fit_title()
        self.independence.setVisible(self.model.can_propose)
        key = "ui.approval.declared" if head.independent else "ui.approval.not_declared"
        self.declared.set_key(key, name=head.assessor)
        self.declare.setVisible(not head.independent)
        self.declare.setEnabled(same_person(head.assessor, self.model.officer))
        show_signer(ui, self.sender_says, matter.senders, self.model.officer, as_key="ui.approval.sends")
        self.names.setVisible(bool(matter.stand_ins))
        self.names.set_text(ui.t("ui.approval.stand_ins", names=ui.t("ui.sign.and").join(matter.stand_ins)))
        self.proposal.refresh()
        self.decision.refresh()
        self.override.refresh()
        if matter.change is not None and matter.void:
            self.banner.show_message(ui.t("hold.edited"), "danger")
        elif matter.refusal is not None:
            self.banner.show_message(ui.error_text(matter.refusal), "warning")
        elif not matter.result.rated:
            self.banner.show_message(ui.t("ui.score.not_rated"), "info")
        self.host.actions.refresh()
        self._keep_focus()

    def _keep_focus(self) -> None:
        """The button that was pressed may be gone: the keyboard goes on at what comes next."""
        focused = self.window().focusWidget()
        card = self.decision
        if not self.isVisible() or (focused is not None and focused.isVisible() and not self._just_decided):
            return
        self._just_decided = False
        for button in (card.form, card.reopen, card.approve, card.withdraw, self.override.sign, self.override.set):
            if button.isVisible() and button.isEnabled():
                button.setFocus()
                return

    # --- doing -----------------------------------------------------------------------------------------------------

    def _officer(self) -> str:
        return self.host.officer

    def _other_officer(self, name: str) -> None:
        if self.model.matter is not None:
            self.banner.clear()
            self._show()
            self.model.refresh()  # which names are nobody's

    def _is_open(self) -> bool:
        return self.model.matter is not None

    def _can_send(self) -> bool:
        return self.model.can_propose and self.model.may_send

    def _why_not_send(self) -> str:
        return "ui.why.not_assessor" if self.model.can_propose else ""

    def _send(self) -> None:
        self.banner.clear()
        self._problems.clear()
        unreadable = self.proposal.first_unreadable()
        if unreadable is not None:
            unreadable.commit()
            unreadable.setFocus()
            self.banner.show_message(self.ui.t("ui.approval.unreadable"), "danger")
            return
        self.model.propose()

    def _proposed(self) -> None:
        self.host.toast("ui.approval.sent")

    def _decided(self, change: GradeChange) -> None:
        self.banner.clear()
        focused = self.window().focusWidget()
        self._just_decided = focused is None or self.isAncestorOf(focused)
        self.host.toast("ui.approval.in_force", grade=change.after.grade.name, no=change.no)

    def _to_score(self) -> None:
        self.host.go("score", self.model.case_id)

    def _to_form(self) -> None:
        matter = self.model.matter
        if matter is not None and matter.change is not None:
            self.host.go("documents", (self.model.case_id, "change_form"))
