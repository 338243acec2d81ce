"""The page of one section: a row a question, under headings where the questions come in groups."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.row import EDITOR_WIDTH, POINTS_WIDTH, PROOF_WIDTH, STATE_WIDTH, QuestionRow
from app.ui.screens.case.sections import Section
from app.ui.widgets.labels import Label, SectionTitle


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
        self._groups: list[tuple[SectionTitle, str]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._header())
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
                label.setFixedWidth(width)
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
            row = QuestionRow(self._ui, model, question, body)
            row.next_wanted.connect(self.next_wanted)
            row.statements_wanted.connect(self.statements_wanted)
            row.table_wanted.connect(self.table_wanted)
            self._lines.addWidget(row)
            self.rows[question.id] = row

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
