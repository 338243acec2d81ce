"""The editor that fits a question, and how its value and the answer's value become each other."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QWidget

from app.models.domain.enums import ScoringKind, ValueKind
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.step_scale import STEPS, StepScale
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DateEdit, DecimalEdit
from app.ui.forms.yes_no import YesNoEdit
from app.ui.screens.case.sections import Question
from app.ui.screens.units import unit_text

LONGEST_TEXT = 4000
UNIT_CODES = {"days": "day", "months": "month", "years": "year", "%": "%"}


def is_scale(question: Question) -> bool:
    """Whether the answer is a step of the five-step scale, without words of its own."""
    return question.scoring is ScoringKind.STEPS and not question.choices


def options_of(ui: Ui, question: Question) -> list[tuple[Any, str]]:
    """What can be chosen, best first, as (value of the answer, text); empty for typed answers."""
    if question.choices:
        return [(choice.key, choice.label.get(ui.lang)) for choice in question.choices]
    if is_scale(question):
        return [(Decimal(step), ui.t(f"ui.case.step.{step}")) for step in range(STEPS, -1, -1)]
    return []


def answer_text(ui: Ui, question: Question, value: Any) -> str:
    """A value of an answer in words."""
    if isinstance(value, bool):
        return ui.t("ui.yes" if value else "ui.no")
    chosen = next((label for key, label in options_of(ui, question) if key == value), None)
    if chosen is not None:
        return chosen
    if isinstance(value, Decimal):
        return f"{ui.number(value)} {unit_text(ui, question.unit)}".strip()
    return ui.date(value) if hasattr(value, "year") else str(value)


class Editor:
    """Makes the field of a question and translates values both ways."""

    def __init__(self, ui: Ui, question: Question, parent: QWidget | None = None) -> None:
        self._ui, self.question, self._parent = ui, question, parent
        steps = {choice.step: choice for choice in question.choices}
        five = question.scoring is ScoringKind.STEPS and None not in steps and len(steps) == len(question.choices)
        self._by_step = steps if five and steps.keys() >= set(range(1, STEPS + 1)) else {}
        self.field = self._make()

    @property
    def is_scale(self) -> bool:
        """Whether the answer is a step of the five-step scale."""
        return bool(self._by_step) or is_scale(self.question)

    def options(self) -> list[tuple[Any, str]]:
        """What can be chosen, best first, as (value of the answer, text); empty for typed answers."""
        return options_of(self._ui, self.question)

    def value(self) -> Any:
        """The value of the answer that stands in the field; None when it is empty."""
        return self.to_answer(self.field.value())

    def to_answer(self, value: Any) -> Any:
        """What the answer keeps for a value of the field."""
        if value is None or value == "":
            return None
        if self._by_step:
            choice = self._by_step.get(value)
            return choice.key if choice is not None else None
        return Decimal(value) if self.is_scale else value

    def to_field(self, value: Any) -> Any:
        """What the field shows for a value of the answer."""
        if value is None:
            return "" if isinstance(self.field, LineEdit) else None
        if self._by_step:
            return next((step for step, choice in self._by_step.items() if choice.key == value), None)
        return int(value) if self.is_scale else value

    def retranslate(self) -> None:
        """Names and labels in the language in use; the input stays."""
        self.field.set_name(self.question.label.get(self._ui.lang))
        if isinstance(self.field, StepScale):
            self.field.set_labels(self._labels())

    def text(self, value: Any) -> str:
        """A value of an answer in words, for the last answer and for lists."""
        return answer_text(self._ui, self.question, value)

    # ---------------------------------------------------------------------------------------------------------------

    def _make(self) -> Field:
        ui, question, parent = self._ui, self.question, self._parent
        name = question.label.get(ui.lang)
        if self.is_scale:
            return StepScale(ui, name=name, labels=self._labels(), parent=parent)
        if question.choices:
            return ChoiceBox(ui, name=name, choices=self.options, parent=parent)
        if question.kind is ValueKind.YN:
            return YesNoEdit(ui, name=name, parent=parent)
        if question.kind is ValueKind.DATE:
            return DateEdit(ui, name=name, parent=parent)
        if question.number:
            kinds = {ValueKind.MONEY: "money", ValueKind.PCT: "percent"}
            code = UNIT_CODES.get(question.unit, "")
            unit = self._unit if unit_text(ui, question.unit) else ""
            kind = kinds.get(question.kind, "number")
            return DecimalEdit(ui, name=name, kind=kind, unit=unit, unit_code=code, parent=parent)
        return LineEdit(ui, name=name, max_length=LONGEST_TEXT, parent=parent)

    def _unit(self) -> str:
        return unit_text(self._ui, self.question.unit)

    def _labels(self) -> list[str]:
        words = [self._ui.t(f"ui.case.step.{step}") for step in range(STEPS + 1)]
        for step, choice in self._by_step.items():
            if step is not None:
                words[step] = choice.label.get(self._ui.lang)
        return words
