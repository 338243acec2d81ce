"""The head of a case: how it is investigated, what the customer asks for, and the signatures before the score."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.models.domain.enums import CaseMode, ChangeClass
from app.models.domain.records import CaseHead
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.form_grid import FormGrid
from app.ui.forms.text_edits import TextEdit
from app.ui.forms.typed_edits import DecimalEdit, TypedEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.case.conflict_box import ConflictBox
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.reports import ReportTable
from app.ui.screens.signing import may_sign, why_not
from app.ui.screens.words import CURRENCIES, case_mode, change_class, let_shrink
from app.ui.widgets.badge import Badge
from app.ui.widgets.buttons import Button
from app.ui.widgets.labels import Label, SectionTitle

MONEY = ("requested_limit", "own_monthly_sales", "own_exposure", "own_overdue")


class RequestPage(QWidget):
    """The form of the head."""

    declared = Signal()
    verified = Signal()

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model
        self._case_id = 0
        self.fields: dict[str, Field] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(6, 0, 10, 6)
        column.setSpacing(12)
        self.conflict: ConflictBox | None = None
        self._column = column
        self._grid = FormGrid(ui, label_width=190)
        column.addWidget(self._grid)
        self.reports = ReportTable(ui, model)
        column.addWidget(self.reports)
        column.addWidget(self._signatures())
        column.addStretch(1)
        area.setWidget(body)
        outer.addWidget(area)
        self._build()

    def _build(self) -> None:
        ui = self._ui
        self._add("mode", ChoiceBox(ui, "ui.case.mode", choices=self._modes, empty_key=None))
        self._add("change_class", ChoiceBox(ui, "ui.case.change_class", choices=self._classes, empty_key=None))
        self._add("profile", ChoiceBox(ui, "ui.case.profile", choices=self._profiles, empty_key=None))
        self._add("with_areas", YesNoEdit(ui, "ui.case.with_areas"))
        self._add("purpose", TextEdit(ui, "ui.case.purpose", lines=2))
        self._grid.add_section(key="ui.case.section_request")
        self._add("currency", ChoiceBox(ui, "ui.case.currency", choices=[(code, code) for code in CURRENCIES], empty_key=None))
        self._add("requested_limit", DecimalEdit(ui, "ui.case.requested_limit", kind="money", minimum=Decimal(0)))
        self._add(
            "requested_term",
            DecimalEdit(ui, "ui.case.requested_term", unit=self._days, unit_code="day", minimum=Decimal(0)),
        )
        self._grid.add_section(key="ui.case.section_own")
        self._add("own_monthly_sales", DecimalEdit(ui, "ui.case.own_monthly_sales", kind="money", minimum=Decimal(0)))
        self._add("own_exposure", DecimalEdit(ui, "ui.case.own_exposure", kind="money", minimum=Decimal(0)))
        self._add("own_overdue", DecimalEdit(ui, "ui.case.own_overdue", kind="money", minimum=Decimal(0)))

    def _days(self) -> str:
        return self._ui.t("ui.unit.days")

    def _add(self, name: str, field: Field) -> None:
        field.setObjectName(name)
        field.edited.connect(self._typed)
        if isinstance(field, ChoiceBox):
            let_shrink(field)
        self.fields[name] = field
        self._grid.add(field, key=f"ui.case.{name}")

    def _signatures(self) -> QWidget:
        ui = self._ui
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(SectionTitle(ui, "ui.case.section_signatures"))
        self._declaration = Label(ui)
        self.declare = Button(ui, "ui.case.declare", "secondary", "check")
        self.declare.clicked.connect(self.declared)
        self._declared = Badge(ui, key="ui.case.declared", kind="good")
        column.addLayout(_line(self._declaration, self._declared, self.declare))
        self._verification = Label(ui)
        self.verify = Button(ui, "ui.case.verify", "secondary", "check")
        self.verify.clicked.connect(self.verified)
        column.addLayout(_line(self._verification, self.verify))
        self.why_not_verify = Label(ui, role="small")
        column.addWidget(self.why_not_verify)
        return holder

    # --- showing ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the head with its messages; a field that is being typed in keeps its text."""
        model, ui = self._model, self._ui
        head = model.head
        for name, field in self.fields.items():
            value = getattr(head, name)
            shown = Decimal(value) if name == "requested_term" and value is not None else value
            if field.value() != shown and not field.has_error():
                field.set_value(shown)
            field.set_read_only(model.read_only)
            problem = model.problems.get(name)
            if problem is not None:
                field.set_error(problem)
        self._declaration.set_text(ui.t("ui.case.declaration", name=head.assessor))
        self._declared.setVisible(head.independent)
        self.declare.setVisible(not head.independent and not model.read_only)
        if head.verifier and head.verified_at is not None:
            self._verification.set_text(ui.t("ui.case.verification_done", name=head.verifier, at=head.verified_at.astimezone()))
        else:
            self._verification.set_text(ui.t("ui.case.verification", n=ui.number(self._key_items())))
        self.reports.refresh()
        self.show_signer()
        self._show_conflict()

    def _show_conflict(self) -> None:
        """The fields that hold one value here and another one that somebody else has saved, with the choice between them."""
        model, names = self._model, self._model.clashes()
        theirs = model.other_head.theirs
        if self.conflict is not None:
            self.conflict.setVisible(bool(names))
        if not names or theirs is None:
            return
        if self.conflict is None:
            self.conflict = ConflictBox(self._ui, self)
            self.conflict.mine_chosen.connect(self._keep_mine)
            self.conflict.theirs_chosen.connect(self._take_theirs)
            self._column.insertWidget(0, self.conflict)
        self.conflict.show_heads(self._said(model.head, names), self._said(theirs, names))
        self.conflict.show()

    def _said(self, head: CaseHead, names: tuple[str, ...]) -> str:
        """Fields of a head with their names, in words."""
        return "; ".join(f"{self._ui.t(f'ui.case.{name}')} – {self._value(head, name)}" for name in names)

    def _value(self, head: CaseHead, name: str) -> str:
        ui, value = self._ui, getattr(head, name)
        if value is None or value == "":
            return "—"
        if name in MONEY:
            return ui.money(value, head.currency)
        if name == "requested_term":
            return f"{ui.number(value)} {self._days()}"
        if name == "with_areas":
            return ui.t("ui.yes" if value else "ui.no")
        if name == "reports":
            return ui.number(len(value))
        choices: list[tuple[Any, str]] = [*self._modes(), *self._classes(), *self._profiles()]
        return next((text for known, text in choices if known == value), str(value))

    def _keep_mine(self) -> None:
        self._model.settle_head(mine=True)

    def _take_theirs(self) -> None:
        self._model.settle_head(mine=False)

    def show_signer(self) -> None:
        """Whether the officer in use may verify; if not, why, and who may."""
        model, reading = self._model, self._model.reading
        signers = reading.verifiers if reading is not None else {}
        wanted = not model.decided and not model.head.verifier
        self.verify.setVisible(wanted)
        self.verify.setEnabled(may_sign(signers, model.officer))
        problem = why_not(self._ui, signers, model.officer)
        self.why_not_verify.set_text(problem)
        self.why_not_verify.setVisible(wanted and bool(problem))

    def load(self) -> None:
        """Another case, whose profiles may be others, or this one again: what cannot be read stays in its field then."""
        other, self._case_id = self._case_id != self._model.head.id, self._model.head.id
        self.fields["profile"].set_error(None)
        self.fields["profile"].retranslate()
        for field in self.fields.values():
            if isinstance(field, TypedEdit) and field.is_unread:
                if other:
                    field.set_value(None)
            else:
                field.set_error(None)
        self.refresh()

    def _key_items(self) -> int:
        return sum(question.key and not question.computed for section in self._model.sections for question in section.questions)

    # --- choices ---------------------------------------------------------------------------------------------------

    def _modes(self) -> list[tuple[CaseMode, str]]:
        return [(mode, case_mode(self._ui, mode)) for mode in CaseMode]

    def _classes(self) -> list[tuple[ChangeClass, str]]:
        return [(kind, change_class(self._ui, kind)) for kind in ChangeClass]

    def _profiles(self) -> list[tuple[str, str]]:
        ui, reading = self._ui, self._model.reading
        cards = reading.methodology.cards if reading is not None else ()
        hidden = {card.areas_card for card in cards}
        return [("auto", ui.t("ui.case.profile_auto")), *((c.key, c.label.get(ui.lang)) for c in cards if c.key not in hidden)]

    # --- typing ----------------------------------------------------------------------------------------------------

    def _typed(self, value: Any) -> None:
        sender = self.sender()
        if sender is not None and self._model.is_open:
            name = sender.objectName()
            if name == "requested_term" and value is not None:
                value = int(value)
            if name == "with_areas":
                value = bool(value)
            self._model.change_head(**{name: value})


def _line(text: QWidget, *widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(text, 1)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return row
