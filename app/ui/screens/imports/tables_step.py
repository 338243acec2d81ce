"""The tables that were found: what each holds, how it was understood and why, and what has to be asked once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.services.imports.model import Ask, Question, TablePlan
from app.ui.screens.imports.plan_words import chosen, facts, matched, option_text
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.key_value import KeyValue
from app.ui.widgets.labels import Label, Rule

if TYPE_CHECKING:
    from app.ui.context import Ui
    from app.ui.frame.host import ScreenHost

_FACTS_WIDTH = 420
_SAMPLES = 4


class TablesStep(QWidget):
    """One card a table. The page it lies in scrolls."""

    kept = Signal(int, bool)            # table, whether it is imported
    answered = Signal(int, str, str)    # table, the name of an Ask, one of the options

    def __init__(self, host: ScreenHost) -> None:
        super().__init__()
        self._ui = host.ui
        self._tables: tuple[TablePlan, ...] = ()
        self._files: tuple[str, ...] = ()
        self._off: frozenset[int] = frozenset()
        self.cards: list[TableCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._ui.language_changed.connect(self._show)

    def show_tables(self, tables: Sequence[TablePlan], files: Sequence[str], off: frozenset[int] = frozenset()) -> None:
        """``files``: names by number; ``off``: tables that are left out."""
        self._tables, self._files, self._off = tuple(tables), tuple(files), off
        self._show()

    def _show(self) -> None:
        at = self._place_of_focus()
        clear_layout(self._column)
        self.cards = []
        for number, table in enumerate(self._tables):
            name = self._files[table.file] if table.file < len(self._files) else ""
            card = TableCard(self._ui, number, table, name, number not in self._off)
            card.kept.connect(self.kept)
            card.answered.connect(self.answered)
            self._column.addWidget(card)
            self.cards.append(card)
        self._column.addStretch(1)
        if at is not None and at[0] < len(self.cards):
            self.cards[at[0]].focus_at(at[1])

    def _place_of_focus(self) -> tuple[int, str] | None:
        """Which card has the focus and at what, so that it stays there when all is made anew."""
        return next(((card.number, name) for card in self.cards if (name := card.focus_name())), None)


class TableCard(Card):
    """One table: kind, place, facts, notes, questions."""

    kept = Signal(int, bool)
    answered = Signal(int, str, str)

    def __init__(self, ui: Ui, number: int, table: TablePlan, file: str, on: bool) -> None:
        super().__init__(ui, title=f"{file}  ·  {table.sheet}" if table.sheet else file)
        self._ui, self.number = ui, number
        self.set_note(ui.t("ui.import_map.matched", matched=matched(table.lines), all=len(table.lines)))
        self.keep = QCheckBox(ui.t("ui.import_map.keep"))
        self.keep.setAccessibleName(f"{ui.t('ui.import_map.keep')}: {file} {table.sheet}")
        self.keep.setChecked(on)
        self.keep.toggled.connect(self._toggled)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Badge(ui, key=f"ui.import_map.kind.{table.kind.value}", kind="accent"))
        head.addWidget(self.keep)
        head.addStretch(1)
        self.body.addLayout(head)
        self.groups: dict[Ask, QButtonGroup] = {}
        if not on:
            return
        for question in table.questions:
            self._ask(question, chosen(table.choice, question.ask))
        row = QHBoxLayout()
        row.setSpacing(24)
        known = KeyValue(ui)
        known.set_rows(facts(ui, table), align_right=False)
        known.setMaximumWidth(ui.px(_FACTS_WIDTH))
        row.addWidget(known, 1, Qt.AlignmentFlag.AlignTop)
        notes = QVBoxLayout()
        notes.setSpacing(6)
        for title in table.titles:
            notes.addWidget(Label(ui, text=f"“{title}”", role="muted"))
        for key in table.note_keys:
            notes.addWidget(Label(ui, key, role="muted"))
        notes.addStretch(1)
        row.addLayout(notes, 1)
        self.body.addLayout(row)

    def _ask(self, question: Question, answer: str) -> None:
        """A question with the values it was found in; the answers stand below each other, one click or Space decides."""
        ui = self._ui
        text = ui.t(f"ui.import_map.ask.{question.ask.value}")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(ui, text=text, role="strong"), 1)
        line.addWidget(Badge(ui, key="ui.import_map.answered" if answer else "ui.import_map.open",
                             kind="good" if answer else "warning"), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        samples = "   ".join(question.samples[:_SAMPLES])
        if samples:
            self.body.addWidget(Label(ui, text=ui.t("ui.import_map.found", samples=samples), role="muted"))
        group = QButtonGroup(self)
        for option in question.options:
            button = QRadioButton(option_text(ui, question.ask, option))
            button.setAccessibleName(f"{text} {button.text()}")
            button.setProperty("option", option)
            button.setChecked(option == answer)
            group.addButton(button)
            self.body.addWidget(button)
        group.buttonClicked.connect(self._answered)
        self.groups[question.ask] = group
        self.body.addWidget(Rule())

    def _answered(self, button: QRadioButton) -> None:
        ask = next(ask for ask, group in self.groups.items() if button in group.buttons())
        self.answered.emit(self.number, ask.value, str(button.property("option")))

    def _toggled(self, on: bool) -> None:
        self.kept.emit(self.number, on)

    def focus_name(self) -> str:
        """What has the focus: "keep", or the question with the option; "" when it is elsewhere."""
        if self.keep.hasFocus():
            return "keep"
        return next((f"{ask.value}:{button.property('option')}" for ask, group in self.groups.items()
                     for button in group.buttons() if button.hasFocus()), "")

    def focus_at(self, name: str) -> None:
        """Give the focus back to where it was."""
        ask, _, option = name.partition(":")
        found: QWidget = self.keep
        for one, group in self.groups.items():
            if one.value == ask:
                found = next((button for button in group.buttons() if button.property("option") == option), self.keep)
        found.setFocus(Qt.FocusReason.OtherFocusReason)
