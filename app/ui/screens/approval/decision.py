"""The cards of the second officer: the open proposal and the decision on it; the override with its two signatures."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.models.domain.enums import Grade
from app.models.domain.errors import UserError
from app.ui.context import Ui
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens.approval.model import ApprovalModel
from app.ui.screens.signing import may_sign, show_signer
from app.ui.widgets.buttons import Button
from app.ui.widgets.card import Card
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label


class DecisionCard(Card):
    """What is proposed, and who decides it how."""

    form_wanted = Signal()

    def __init__(self, ui: Ui, model: ApprovalModel) -> None:
        super().__init__(ui, "ui.approval.decision")
        self._ui, self._model = ui, model
        self._about: tuple[object, ...] = ()
        self.state = Label(ui)
        self.body.addWidget(self.state)
        self.rows = KeyValue(ui)
        self.body.addWidget(self.rows)
        self._grid = FormGrid(ui, label_width=110)
        self.note = TextEdit(ui, "ui.approval.note", lines=2)
        self._grid.add(self.note, key="ui.approval.note")
        self.body.addWidget(self._grid)
        self.signer = Label(ui)
        self.body.addWidget(self.signer)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.withdraw = Button(ui, "ui.approval.withdraw", "ghost")
        self.withdraw_says = Label(ui, "ui.approval.withdraw_says", role="small")
        self.reject = Button(ui, "ui.approval.reject", "danger")
        self.approve = Button(ui, "ui.approval.approve", "primary", "check")
        self.reopen = Button(ui, "ui.approval.reopen")
        self.form = Button(ui, "ui.approval.form", "primary", "document")
        row.addWidget(self.withdraw)
        row.addStretch(1)
        for button in (self.reject, self.reopen, self.form, self.approve):
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.addWidget(self.withdraw_says)
        self.withdraw.clicked.connect(model.withdraw)
        self.reject.clicked.connect(self._rejected)
        self.approve.clicked.connect(self._approved)
        self.reopen.clicked.connect(model.reopen)
        self.form.clicked.connect(self.form_wanted)

    def refresh(self) -> None:
        """Fill from the model."""
        ui, matter, waits = self._ui, self._model.matter, self._model.waits
        assert matter is not None
        state = matter.state or "none"
        if state == "rejected" and not self._model.can_reopen:
            state = "reopened"      # somebody works on the case again
        self.state.set_text(ui.t(f"ui.approval.state.{state}"))
        rows: list[tuple[str, Any]] = []
        if matter.proposal is not None and state in ("open", "approved", "rejected"):
            terms = matter.proposal.terms
            rows = [
                (ui.t("ui.score.grade"), f"{terms.grade.name} ({ui.number(terms.score, 1)})"),
                (ui.t("ui.score.limit"), ui.money(terms.limit, terms.currency, 0)),
                (ui.t("ui.score.term"), ui.plural("ui.score.days", terms.term_days)),
                (ui.t("ui.score.next_review"), ui.date(matter.proposal.next_review)),
                (ui.t("ui.approval.proposed_by"), f"{matter.proposal.by} · {ui.date(matter.proposal.at.date())}"),
            ]
        for one in matter.decisions:
            words = (one.by, ui.date(one.at.date()), one.note)
            rows.append((ui.t(f"ui.approval.outcome.{one.outcome}"), " · ".join(word for word in words if word)))
        self.rows.set_rows(rows)
        officer = self._model.officer
        may = may_sign(matter.deciders, officer)
        about = (matter.proposal.id if matter.proposal is not None else 0, state, officer)
        if about != self._about:        # an opinion belongs to one decision of one officer
            self._about = about
            self.note.set_value("")
        self._grid.setVisible(waits and may)
        show_signer(ui, self.signer, matter.deciders, officer, nobody_key="ui.approval.nobody")
        self.signer.setVisible(waits)
        for button in (self.reject, self.approve):
            button.setVisible(waits)
        for part in (self.withdraw, self.withdraw_says):
            part.setVisible(waits and self._model.may_send)
        self.approve.setEnabled(may)
        self.reject.setEnabled(may)
        self.reopen.setVisible(self._model.can_reopen)
        self.form.setVisible(matter.change is not None)

    def retranslate(self) -> None:
        """Texts that do not follow the language by themselves."""
        self.refresh()

    def _approved(self) -> None:
        self._model.approve(self.note.value())

    def _rejected(self) -> None:
        self._model.reject(self.note.value())


class OverrideCard(Card):
    """A departure from the calculated grade, with reason, last day and second signature."""

    def __init__(self, ui: Ui, model: ApprovalModel) -> None:
        super().__init__(ui, "ui.approval.override")
        self._ui, self._model = ui, model
        self.state = Label(ui, role="small")
        self.body.addWidget(self.state)
        self._grid = FormGrid(ui, label_width=110)
        self.grade = ChoiceBox(ui, "ui.approval.override_grade", choices=self._grades)
        self.reason = TextEdit(ui, "ui.approval.override_reason", lines=2)
        self.expires = DateEdit(ui, "ui.approval.override_expires")
        self._labels = [
            self._grid.add(self.grade, key="ui.approval.override_grade"),
            self._grid.add(self.reason, key="ui.approval.override_reason"),
            self._grid.add(self.expires, key="ui.approval.override_expires"),
        ]
        self.body.addWidget(self._grid)
        self.signer = Label(ui)
        self.body.addWidget(self.signer)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.remove = Button(ui, "ui.approval.override_remove", "ghost")
        self.set = Button(ui, "ui.approval.override_set")
        self.sign = Button(ui, "ui.approval.override_sign", "primary")
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.set)
        row.addWidget(self.sign)
        self.body.addLayout(row)
        self.remove.clicked.connect(self._removed)
        self.set.clicked.connect(self._set)
        self.sign.clicked.connect(self._signed)

    def refresh(self) -> None:
        """Fill from the model."""
        ui, matter = self._ui, self._model.matter
        assert matter is not None
        override = matter.view.head.override
        can = self._model.can_propose
        self.setVisible(can or (override is not None and matter.state in ("open", "approved")))
        calculated = matter.result.calculated_grade.name
        if override is None:
            self.state.set_text(ui.t("ui.approval.override_none", grade=calculated))
        else:
            key = "ui.approval.override_signed" if override.second_by else "ui.approval.override_unsigned"
            self.state.set_text(ui.t(
                key, calculated=calculated, grade=override.grade.name, by=override.by, second=override.second_by,
                day=ui.date(override.expires), reason=override.reason,
            ))
        unset = override is None and can
        for widget in (self.grade, self.reason, self.expires, *self._labels, self.set):
            widget.setVisible(unset)
        waiting = override is not None and not override.second_by and can
        for widget in (self.signer, self.sign):
            widget.setVisible(waiting)
        self._grid.setVisible(unset)
        self.sign.setEnabled(may_sign(matter.signers, self._model.officer))
        show_signer(ui, self.signer, matter.signers, self._model.officer)
        self.remove.setVisible(override is not None and can)
        self.grade.set_choices(self._grades)

    def retranslate(self) -> None:
        """Texts that do not follow the language by themselves."""
        self.refresh()

    def _grades(self) -> list[tuple[Any, str]]:
        matter = self._model.matter
        if matter is None:
            return []
        highest = matter.result.calculated_grade.moved(matter.methodology.rules.override_up)
        return [(grade, grade.name) for grade in sorted(Grade, reverse=True) if grade <= highest]

    def _set(self) -> None:
        grade = self.grade.value()
        self.grade.set_error(None if grade is not None else UserError("ui.approval.override_grade_missing"))
        if self.expires.has_error():
            self.expires.setFocus()
        elif grade is not None:
            self._model.override(grade, self.reason.value(), self.expires.value())

    def _removed(self) -> None:
        self._model.override(None, "", None)

    def _signed(self) -> None:
        self._model.sign_override()
