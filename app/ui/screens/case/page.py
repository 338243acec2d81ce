"""The page of one section: a row a question, under headings where the questions come in groups."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.row import EDITOR_WIDTH, POINTS_WIDTH, PROOF_WIDTH, STATE_WIDTH, QuestionRow
from app.ui.screens.case.row_head import set_shown
from app.ui.screens.case.sections import Section
from app.ui.widgets.labels import Label, SectionTitle
from app.ui.widgets.sizes import hold_width


class QuestionPage(QWidget):
    """Rows of a section. ``current_changed`` tells which question the officer is at."""

    current_changed = Signal(str)
    next_wanted = Signal(str)
    statements_wanted = Signal()
    table_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel, section: Section, parent: QWidget, below: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self.section = ui, section
        self.rows: dict[str, QuestionRow] = {}
        self._groups: list[tuple[SectionTitle, str]] = []  # heading, and the question it stands above
        self._order = [question.id for question in section.questions]
        self._stops: dict[str, list[QWidget]] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._header())
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the columns never jump sideways
        body = QWidget()
        self._area.setWidget(body)
        self._lines = QVBoxLayout(body)
        self._lines.setContentsMargins(0, 0, 4, 4)
        self._lines.setSpacing(0)
        self._fill(model, section, body)
        if below is not None:
            self._lines.addWidget(below)
            below.show()
        self._lines.addStretch(1)
        outer.addWidget(self._area, 1)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 20, 4)
        row.setSpacing(8)
        for key, width in (
            ("item", 0),
            ("finding", EDITOR_WIDTH),
            ("proof", PROOF_WIDTH),
            ("points", POINTS_WIDTH),
            ("", STATE_WIDTH),
        ):
            label = Label(self._ui, f"ui.case.column.{key}" if key else None, role="small", wrap=False)
            if width:
                hold_width(self._ui, label, width)
            if key == "points":
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addWidget(label, 0 if width else 1)
        return row

    def _fill(self, model: CaseModel, section: Section, body: QWidget) -> None:
        group = ""
        for question in section.questions:
            if question.group != group:
                group = question.group
                title = SectionTitle(self._ui, f"ui.case.group.{group}")
                title.setContentsMargins(6, 14, 0, 4)
                self._lines.addWidget(title)
                self._groups.append((title, question.id))
            row = QuestionRow(self._ui, model, question, body)
            row.next_wanted.connect(self.next_wanted)
            row.statements_wanted.connect(self.statements_wanted)
            row.table_wanted.connect(self.table_wanted)
            self._lines.addWidget(row)
            self.rows[question.id] = row
            self._stops[question.id] = [w for w in row.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def set_order(self, ids: Sequence[str]) -> None:
        """Put the rows in that order, for the eye and for Tab. Headings of groups stand only in the order of the form."""
        in_form = list(ids) == [question.id for question in self.section.questions]
        if list(ids) == self._order:
            return
        self._order = list(ids)
        for title, _ in self._groups:
            title.setVisible(in_form)
        if in_form:
            titles = {first: title for title, first in self._groups}
            widgets = [w for one in ids for w in ((titles[one],) if one in titles else ()) + (self.rows[one],)]
        else:
            widgets = [self.rows[one] for one in ids]
        for at, widget in enumerate(widgets):
            self._lines.insertWidget(at, widget)
        stops = [stop for one in ids for stop in self._stops[one]]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def show_only(self, ids: Container[str] | None) -> None:
        """Show only some rows, while something is looked for; None: all."""
        for name, row in self.rows.items():
            set_shown(row, ids is None or name in ids)
        for title, _ in self._groups:
            set_shown(title, ids is None and self._order == [question.id for question in self.section.questions])

    # --- following -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show every answer anew."""
        for row in self.rows.values():
            row.refresh()

    def refresh_points(self) -> None:
        """Show the points anew; the answers are what they were."""
        for row in self.rows.values():
            row.refresh_points()

    def retranslate(self) -> None:
        for row in self.rows.values():
            row.retranslate()

    def set_current(self, question_id: str | None) -> None:
        """Mark the row whose details are shown."""
        for name, row in self.rows.items():
            row.set_current(name == question_id)

    def go_to(self, question_id: str) -> None:
        """Put the cursor into the editor of a question and bring it into view."""
        row = self.rows[question_id]
        row.focus_editor()
        self._area.ensureWidgetVisible(row, 0, 40)
        self.current_changed.emit(question_id)

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        while now is not None and now is not self:
            if isinstance(now, QuestionRow):
                self._area.ensureWidgetVisible(now, 0, 8)
                self.current_changed.emit(now.question.id)
                return
            now = now.parentWidget()
