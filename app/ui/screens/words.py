"""Words for the closed lists of the business, and other small things that several screens share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from app.models.domain.enums import C, CaseMode, CaseState, ChangeClass, CheckState
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox

CURRENCIES = ("CNY", "RUB", "USD", "EUR", "GBP", "HKD", "JPY", "KZT", "BYN", "CHF", "INR", "AUD", "CAD", "SGD", "TRY", "AED")
"""Currencies offered in choices; any other ISO code that a record already has stays."""

_STATE_KINDS = {
    CaseState.DRAFT: "plain",
    CaseState.COLLECTING: "info",
    CaseState.VERIFIED: "accent",
    CaseState.SCORED: "accent",
    CaseState.REVIEWED: "warning",
    CaseState.APPROVED: "good",
    CaseState.IN_FORCE: "good",
    CaseState.DUE_FOR_REVIEW: "warning",
    CaseState.SUPERSEDED: "plain",
    CaseState.REJECTED: "danger",
}
_CHECK_KINDS = {
    CheckState.NOT_ASKED: "plain",
    CheckState.SELF_DECLARED: "warning",
    CheckState.DOCUMENTED: "good",
    CheckState.CROSS_CHECKED: "good",
}


def case_state(ui: Ui, state: CaseState) -> str:
    """Where a case stands."""
    return ui.t(f"ui.case_state.{state.value}")


def case_state_kind(state: CaseState) -> str:
    """The kind of badge for it."""
    return _STATE_KINDS[state]


def check_state(ui: Ui, state: CheckState) -> str:
    """How far an answer has been verified."""
    return ui.t(f"ui.check.{state.value}")


def check_kind(state: CheckState) -> str:
    """The kind of badge for it."""
    return _CHECK_KINDS[state]


def case_mode(ui: Ui, mode: CaseMode) -> str:
    """Who investigates."""
    return ui.t(f"ui.case_mode.{mode.value}")


def change_class(ui: Ui, kind: ChangeClass) -> str:
    """Why a grade changed."""
    return ui.t(f"ui.change_class.{kind.value}")


def five_c(ui: Ui, c: C) -> str:
    """The name of a C."""
    return ui.t(f"ui.c.{c.value}")


def five_c_short(ui: Ui, c: C) -> str:
    """The name of a C where there is little room."""
    return ui.t(f"ui.c_short.{c.value}")


def let_shrink(field: ChoiceBox, letters: int = 10) -> None:
    """A choice among long texts takes the room there is instead of widening the page."""
    combo = field.editor
    if isinstance(combo, QComboBox):
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(letters)


def keep_narrow(field: Field) -> None:
    """The editor keeps its own width at the left of its place."""
    layout = field.layout()
    if layout is not None:
        layout.setAlignment(field.editor, Qt.AlignmentFlag.AlignLeft)
