"""What narrows the log: customer, words, days, where the grade went, class of change, grade, rule, officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.enums import ChangeClass, Grade
from app.models.domain.log import DIRECTIONS, LogFilter
from app.ui.forms.base import Field
from app.ui.forms.choice_box import ChoiceBox
from app.ui.forms.text_edits import LineEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.screens.words import change_class, let_shrink
from app.ui.widgets.flow import FlowRow
from app.ui.widgets.labels import Label

if TYPE_CHECKING:
    from app.models.domain.log import LogChoices
    from app.ui.context import Ui
    from app.ui.screens.changes.model import Shown


_WORDS, _DAY, _BOX = 150, 108, 136
"""Widths of fields at the usual text size, in pixels."""


class LogFilters(QWidget):
    """As many lines of fields as they need. ``narrowed`` brings the filter and whether it was being typed."""

    narrowed = Signal(object, bool)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self._shown: Shown | None = None
        self._known: LogChoices | None = None
        self.customer = LineEdit(ui, "ui.changes.customer", placeholder_key="ui.changes.customer_hint")
        self.text = LineEdit(ui, "ui.changes.words", placeholder_key="ui.changes.words_hint")
        self.since, self.until = DateEdit(ui, "ui.changes.since"), DateEdit(ui, "ui.changes.until")
        self.way = ChoiceBox(ui, "ui.changes.way", choices=self._ways, empty_key="ui.changes.any_way")
        self.kind = ChoiceBox(ui, "ui.changes.class", choices=self._kinds, empty_key="ui.changes.any_class")
        self.grade = ChoiceBox(ui, "ui.changes.grade", choices=self._grades, empty_key="ui.changes.any_grade")
        self.rule = ChoiceBox(ui, "ui.changes.rules", choices=self._rules, empty_key="ui.changes.any_rule")
        self.officer = ChoiceBox(ui, "ui.changes.officer", choices=self._officers, empty_key="ui.changes.any_officer")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        row = FlowRow(spacing=8)
        outer.addWidget(row)
        row.add(self.customer)
        row.add(self.text)
        for key, field in (("ui.changes.from", self.since), ("ui.changes.to", self.until)):
            row.add(self._named(key, field))
        for box in self._boxes():
            let_shrink(box, 6)
            row.add(box)
        self._measure()
        ui.theme_changed.connect(self._measure)
        for one in self.fields():
            one.setProperty("noDraft", True)
        for typed in (self.customer, self.text):
            typed.edited.connect(self._typed)
        for chosen in (self.since, self.until, *self._boxes()):
            chosen.edited.connect(self._chosen)

    def _named(self, key: str, field: DateEdit) -> QWidget:
        """A day with its word before it: they go into the next line together."""
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Label(self._ui, key, role="small", wrap=False))
        line.addWidget(field)
        return both

    def _measure(self, *_: object) -> None:
        """Every field as wide as what it says: a line that is full goes on in the next one."""
        for field in self.fields():
            width = _DAY if isinstance(field, DateEdit) else _BOX if isinstance(field, ChoiceBox) else _WORDS
            field.setFixedWidth(self._ui.px(width))

    def _boxes(self) -> tuple[ChoiceBox, ...]:
        return self.way, self.grade, self.kind, self.rule, self.officer

    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return self.customer, self.text, self.since, self.until, *self._boxes()

    def offer(self, shown: Shown) -> None:
        """What the log holds can be chosen."""
        self._shown = shown
        if shown.choices != self._known:
            self._known = shown.choices
            for box, choices, value in ((self.rule, self._rules, shown.wanted.rule),
                                        (self.officer, self._officers, shown.wanted.officer)):
                box.set_choices(choices)
                box.set_value(value or None)

    def reset(self) -> None:
        """Nothing narrows the log."""
        for field in self.fields():
            field.set_value(None)
        self._tell(False)

    def show_customer(self, number: str) -> None:
        """Look for one customer alone."""
        for field in self.fields():
            field.set_value(None)
        self.customer.set_value(number)
        self._tell(False)

    def wanted(self) -> LogFilter:
        """What is looked for."""
        kind, grade = self.kind.value(), self.grade.value()
        return LogFilter(
            customer=self.customer.raw_text().strip(), since=self.since.value(), until=self.until.value(),
            direction=str(self.way.value() or ""), grade=None if grade is None else Grade(grade),
            change_class=None if kind is None else ChangeClass(kind), rule=str(self.rule.value() or ""),
            officer=str(self.officer.value() or ""), text=self.text.raw_text().strip(),
        )

    def _typed(self, value: object) -> None:
        self._tell(True)

    def _chosen(self, value: object) -> None:
        self._tell(False)

    def _tell(self, soon: bool) -> None:
        self.narrowed.emit(self.wanted(), soon)

    # --- what can be chosen ------------------------------------------------------------------------------------------

    def _ways(self) -> list[tuple[Any, str]]:
        return [(one, self._ui.t(f"ui.changes.way.{one}")) for one in DIRECTIONS]

    def _kinds(self) -> list[tuple[Any, str]]:
        return [(one.value, change_class(self._ui, one)) for one in ChangeClass]

    def _grades(self) -> list[tuple[Any, str]]:
        return [(int(one), one.name) for one in reversed(Grade)]

    def _rules(self) -> list[tuple[Any, str]]:
        shown, lang = self._shown, self._ui.lang
        if shown is None:
            return []
        return [(one, f"{one} {shown.rules[one].get(lang)}" if one in shown.rules else one) for one in shown.choices.rules]

    def _officers(self) -> list[tuple[Any, str]]:
        from app.ui.screens.changes.words import who

        return [(one, who(self._ui.texts, one)) for one in (self._shown.choices.officers if self._shown is not None else ())]
