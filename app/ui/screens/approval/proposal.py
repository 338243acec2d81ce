"""The card in which the assessor sets the terms and sends them for decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit

from app.models.domain.enums import ChangeClass
from app.models.domain.errors import UserError
from app.models.domain.methodology import Methodology
from app.models.domain.records import Terms
from app.services.grading.entry import GROUNDS
from app.services.grading.terms import Draft
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.screens.approval.model import ApprovalModel, shown_of
from app.ui.screens.words import change_class
from app.ui.widgets.badge import GradeBadge
from app.ui.widgets.card import Card
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

_HINTED = ("limit", "term_days", "prepayment_pct", "review_days", "effective", "security", "release")
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
        self._shown: tuple[int, bool] | None = None
        self._grid = FormGrid(ui, label_width=150)
        self.body.addWidget(self._grid)
        self._build()

    def _build(self) -> None:
        ui = self._ui
        self._add("limit", "ui.score.limit", DecimalEdit(ui, kind="money"))
        self._add("term_days", "ui.approval.term_days", DecimalEdit(ui, unit_code="day", places=0))
        self._add("prepayment_pct", "ui.approval.prepayment", DecimalEdit(ui, kind="percent", unit_code="%"))
        self._add("security", "ui.score.security", TextEdit(ui, lines=2))
        self._add("release", "ui.score.release", TextEdit(ui, lines=2))
        self._add("review_days", "ui.approval.review_days", DecimalEdit(ui, unit_code="day", places=0))
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
        field.invalid.connect(self._unreadable)
        self._grid.add(field, key=key)
        self.fields[name] = field

    def _classes(self) -> list[tuple[Any, str]]:
        return [(kind, change_class(self._ui, kind)) for kind in ChangeClass]

    # --- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Fill from the model; a field with the cursor or a message in it keeps what stands there."""
        matter, decided = self._model.matter, self._model.decided_on
        assert matter is not None
        other, self._shown = self._shown != (self._model.case_id, decided is None), (self._model.case_id, decided is None)
        self.setVisible(matter.draft is not None or decided is not None)
        for field in self.fields.values():
            field.set_read_only(not self._model.can_propose)
        for box in self.grounds.values():
            box.setEnabled(self._model.can_propose)
        if decided is not None:
            self._head(decided.terms, decided.next_review, "")
            self._hint(dict.fromkeys(_HINTED, ""))
            policy, shown = matter.methodology.policy(decided.terms.grade), shown_of(decided)
            shown["security"] = shown["security"] or policy.security.get(self._ui.lang)
            shown["release"] = shown["release"] or policy.release.get(self._ui.lang)
            self._fill(shown, True)
        elif matter.draft is not None:
            draft = matter.draft
            held = self._ui.t(draft.standing.why) if draft.standing.held else self._ui.t("ui.approval.empty_is_policy")
            self._head(draft.terms, draft.next_review, held)
            self._hints(draft, matter.methodology)
            self._fill(self._model.typed, other)
            if other:
                for name, text in self._model.raw.items():
                    self.fields[name].set_raw_text(text)

    def _head(self, terms: Terms, next_review: date, held: str) -> None:
        ui = self._ui
        self.grade.set_grade(terms.grade.name)
        self.summary.set_text(ui.t("ui.approval.summary", score=ui.number(terms.score, 1), next=ui.date(next_review)))
        self.held.set_text(held)
        self.held.setVisible(bool(held))

    def _hints(self, draft: Draft, m: Methodology) -> None:
        """What the policy of the grade says stands in the empty fields."""
        ui, terms, policy = self._ui, draft.terms, m.policy(draft.terms.grade)
        hints = {
            "limit": ui.money(terms.limit, terms.currency, 0), "term_days": ui.number(terms.term_days),
            "prepayment_pct": ui.number(terms.prepayment_pct), "review_days": ui.number(terms.review_days),
            "effective": ui.date(draft.effective),
            "security": policy.security.get(ui.lang), "release": policy.release.get(ui.lang),
        }
        self._hint(hints)

    def _hint(self, hints: Mapping[str, str]) -> None:
        for name, text in hints.items():
            field = self.fields[name]
            if isinstance(field, DecimalEdit | DateEdit):
                field.set_placeholder(text)
            elif isinstance(field.editor, QPlainTextEdit):
                field.editor.setPlaceholderText(text)

    def _fill(self, values: Mapping[str, Any], all_of_them: bool) -> None:
        for name, field in self.fields.items():
            if all_of_them or not (field.has_error() or name in self._model.raw or _has_cursor(field)):
                value = values.get(name)
                field.set_value("" if value is None and isinstance(field, TextEdit) else value)
        chosen = values.get("grounds", ())
        for ground, box in self.grounds.items():
            box.blockSignals(True)
            box.setChecked(ground in chosen)
            box.blockSignals(False)

    def begin_anew(self) -> None:
        """Show what the model holds, whatever stands in the fields."""
        self._shown = None
        self.refresh()

    def first_unreadable(self) -> Field | None:
        """The first field whose text cannot be read; nothing is sent while there is one."""
        return next((field for name, field in self.fields.items() if name in self._model.raw), None)

    def retranslate(self) -> None:
        """Texts that do not follow the language by themselves."""
        for ground, box in self.grounds.items():
            box.setText(self._ui.t(f"ui.approval.ground.{ground}"))
        self.refresh()

    # --- typing ----------------------------------------------------------------------------------------------------

    def _edited(self, value: object) -> None:
        name = self._name_of(self.sender())
        field = self.fields[name]
        field.set_error(None)
        if name in _COUNTS and isinstance(value, Decimal) and value != value.to_integral_value():
            field.set_error(UserError("ui.approval.whole_days"))
            self._model.change_raw(name, field.raw_text())
            return
        self._model.change(name, value)

    def _unreadable(self, text: str) -> None:
        self._model.change_raw(self._name_of(self.sender()), text)

    def _name_of(self, field: object) -> str:
        return next(name for name, one in self.fields.items() if one is field)

    def _ground_ticked(self, ticked: bool) -> None:
        self._model.change("grounds", tuple(ground for ground in GROUNDS if self.grounds[ground].isChecked()) or None)


def _has_cursor(field: Field) -> bool:
    return field.editor.hasFocus()
