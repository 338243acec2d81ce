"""The card in which the assessor sets the terms and sends them for decision."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit

from app.models.domain.enums import ChangeClass
from app.services.grading.entry import GROUNDS
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.screens.approval.model import ApprovalModel
from app.ui.screens.units import unit_text
from app.ui.screens.words import change_class
from app.ui.widgets.badge import GradeBadge
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

_COUNTS = ("term_days", "review_days")


class ProposalCard(Card):
    """Empty fields follow the policy of the grade; what they would be stands in them as a hint."""

    def __init__(self, ui: Ui, model: ApprovalModel) -> None:
        super().__init__(ui, "ui.approval.terms")
        self._ui, self._model = ui, model
        head = QHBoxLayout()
        self.grade = GradeBadge(ui, large=True)
        self.summary = Label(ui)
        head.addWidget(self.grade)
        head.addWidget(self.summary, 1)
        self.body.addLayout(head)
        self.held = Label(ui, role="small")
        self.body.addWidget(self.held)
        self.fields: dict[str, Field] = {}
        self.grounds: dict[str, QCheckBox] = {}
        self._grid = FormGrid(ui, label_width=150)
        self.body.addWidget(self._grid)
        self._build()

    def _build(self) -> None:
        ui = self._ui
        days: dict[str, Any] = {"unit_code": "day", "places": 0}
        self._add("limit", "ui.score.limit", DecimalEdit(ui, kind="money"))
        self._add("term_days", "ui.score.term", DecimalEdit(ui, unit=unit_text(ui, "days"), **days))
        self._add("prepayment_pct", "ui.score.prepayment", DecimalEdit(ui, kind="percent", unit="%", unit_code="%"))
        self._add("security", "ui.score.security", TextEdit(ui, lines=2))
        self._add("release", "ui.score.release", TextEdit(ui, lines=2))
        self._add("review_days", "ui.approval.review_days", DecimalEdit(ui, unit=unit_text(ui, "days"), **days))
        self._add("effective", "ui.approval.effective", DateEdit(ui))
        kinds = ChoiceBox(ui, choices=self._classes, empty_key="ui.approval.as_case")
        self._add("change_class", "ui.approval.change_class", kinds)
        row = FlowRow()
        for ground in GROUNDS:
            box = QCheckBox(ui.t(f"ui.approval.ground.{ground}"))
            box.toggled.connect(self._ground_ticked)
            self.grounds[ground] = box
            row.add(box)
        self._grid.add(row, key="ui.approval.grounds")
        self._add("text", "ui.approval.text", TextEdit(ui, lines=3))
        self._add("conditions", "ui.approval.conditions", TextEdit(ui, lines=2))

    def _add(self, name: str, key: str, field: Field) -> None:
        field.setObjectName(name)
        field.edited.connect(self._edited)
        self._grid.add(field, key=key)
        self.fields[name] = field

    def _classes(self) -> list[tuple[Any, str]]:
        return [(kind, change_class(self._ui, kind)) for kind in ChangeClass]

    # --- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Fill from the model; a field with the cursor in it keeps what stands there."""
        ui, matter = self._ui, self._model.matter
        assert matter is not None
        draft = matter.draft
        self.setVisible(draft is not None)
        if draft is None:
            return
        terms, policy = draft.terms, matter.methodology.policy(draft.terms.grade)
        self.grade.set_grade(terms.grade.name)
        self.summary.set_text(ui.t("ui.approval.summary", score=ui.number(terms.score, 1), next=ui.date(draft.next_review)))
        self.held.set_text(ui.t(draft.standing.why) if draft.standing.held else ui.t("ui.approval.empty_is_policy"))
        hints = {
            "limit": ui.money(terms.limit, terms.currency, 0), "term_days": ui.number(terms.term_days),
            "prepayment_pct": ui.percent(terms.prepayment_pct, 0), "review_days": ui.number(terms.review_days),
            "effective": ui.date(draft.effective),
        }
        self._hint("security", policy.security.get(ui.lang))
        self._hint("release", policy.release.get(ui.lang))
        for name, text in hints.items():
            field = self.fields[name]
            if isinstance(field, DecimalEdit | DateEdit):
                field.set_placeholder(text)
        for name, field in self.fields.items():
            if not _has_cursor(field):
                field.set_value(self._model.typed.get(name))
        chosen = self._model.typed.get("grounds", ())
        for ground, box in self.grounds.items():
            box.blockSignals(True)
            box.setChecked(ground in chosen)
            box.blockSignals(False)
        self.setEnabled(self._model.can_propose)

    def retranslate(self) -> None:
        """Texts that do not follow the language by themselves."""
        for ground, box in self.grounds.items():
            box.setText(self._ui.t(f"ui.approval.ground.{ground}"))
        self.refresh()

    def _hint(self, name: str, text: str) -> None:
        field = self.fields[name]
        if isinstance(field.editor, QPlainTextEdit):
            field.editor.setPlaceholderText(text)

    # --- typing ----------------------------------------------------------------------------------------------------

    def _edited(self, value: object) -> None:
        field = self.sender()
        name = next(key for key, one in self.fields.items() if one is field)
        one = self.fields[name]
        one.set_error(None)
        if name in _COUNTS and value is not None and value != int(str(value).split(".")[0]):
            one.set_error(self._ui.t("ui.approval.whole_days"))
            return
        self._model.change(name, value)

    def _ground_ticked(self, ticked: bool) -> None:
        self._model.change("grounds", tuple(ground for ground in GROUNDS if self.grounds[ground].isChecked()) or None)


def _has_cursor(field: Field) -> bool:
    return field.editor.hasFocus()
