"""The page of one section: a row a question, under headings where the questions come in groups."""

from __future__ import annotations

import time
from collections.abc import Container, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.context import Ui
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.row import FINDING_WIDTHS, POINTS_WIDTH, PROOF_WIDTHS, STATE_WIDTH, QuestionRow
from app.ui.screens.case.row_head import set_shown
from app.ui.screens.case.sections import Question, Section
from app.ui.widgets.labels import Label, SectionTitle

SLICE = 0.008
"""Seconds of making rows between two turns of the window's thread."""
LEAST_ROW, FIRST_ROWS, MOST_FIRST = 52, 7, 12
"""A row is rarely lower than that; how many are made at once where the height is not known yet, and at most."""

WIDE_FROM = 960
"""The width of a page from which findings and sources have room on one line."""


class QuestionPage(QWidget):
    """Rows of a section. ``current_changed`` tells which question the officer is at.

    The rows that can be seen are made by ``begin``, the rest a few at a time while nothing else is to be done; ``rows`` and
    everything that jumps to a row makes the rest at once.
    """

    current_changed = Signal(str)
    next_wanted = Signal(str)
    statements_wanted = Signal()
    table_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel, section: Section, parent: QWidget, below: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui, self._model, self.section = ui, model, section
        self._made: dict[str, QuestionRow] = {}
        self._titles: dict[str, SectionTitle] = {}  # headings by the question they stand above
        self._form = [question.id for question in section.questions]
        self._order = list(self._form)
        self._stops: dict[str, list[QWidget]] = {}
        self._current: str | None = None
        self._only: Container[str] | None = None
        self._stale = self._wide = False
        self._heads: list[tuple[Label, tuple[int, int]]] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._header())
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the columns never jump sideways
        self._body = QWidget()
        self._area.setWidget(self._body)
        self._lines = QVBoxLayout(self._body)
        self._lines.setContentsMargins(0, 0, 4, 4)
        self._lines.setSpacing(0)
        self._below = below
        if below is not None:
            self._lines.addWidget(below)
        self._lines.addStretch(1)
        outer.addWidget(self._area, 1)
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._go_on)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 20, 4)
        row.setSpacing(8)
        for key, widths in (
            ("item", None),
            ("finding", FINDING_WIDTHS),
            ("proof", PROOF_WIDTHS),
            ("points", (POINTS_WIDTH, POINTS_WIDTH)),
            ("", (STATE_WIDTH, STATE_WIDTH)),
        ):
            label = Label(self._ui, f"ui.case.column.{key}" if key else None, role="small", wrap=False)
            if widths is not None:
                self._heads.append((label, widths))
            if key == "points":
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            row.addWidget(label, 1 if widths is None else 0)
        self._fit_heads()
        self._ui.theme_changed.connect(self._fit_heads)
        return row

    def _fit_heads(self) -> None:
        for label, widths in self._heads:
            label.setFixedWidth(self._ui.px(widths[self._wide]))

    def spare(self) -> int:
        """By how many pixels its columns get narrower when there is less room."""
        return self._ui.px(sum(widths[self._wide] - widths[0] for _label, widths in self._heads))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= self._ui.px(WIDE_FROM)
        if wide != self._wide:
            self._wide = wide
            self._fit_heads()
            for row in self._made.values():
                row.set_wide(wide)

    # --- making the rows -------------------------------------------------------------------------------------------

    @property
    def rows(self) -> dict[str, QuestionRow]:
        """All rows by question, made now if they are not there yet."""
        self.finish()
        return self._made

    @property
    def begun(self) -> bool:
        """Whether some row is made."""
        return bool(self._made)

    @property
    def whole(self) -> bool:
        """Whether every row is made."""
        return len(self._made) == len(self._form)

    def begin(self, height: int) -> None:
        """Make as many rows as can be seen in ``height`` now, and the others in the pauses of the window's thread."""
        if self._stale:
            self.refresh()
        if self.whole:
            return
        seen = min(height // self._ui.px(LEAST_ROW) + 1, MOST_FIRST) if height > self._ui.px(LEAST_ROW) else FIRST_ROWS
        self._make(seen - len(self._made))
        self._idle.start()

    def finish(self) -> None:
        """Make what is left now, and put it in its place: a jump or a click finds it there."""
        if self.whole:
            return
        self._make(len(self._form))
        if self.isVisible():
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _make(self, count: int) -> None:
        """Make the next ``count`` rows."""
        ahead = self._order[len(self._made) : len(self._made) + max(count, 0)]
        if not ahead:
            return
        questions = {question.id: question for question in self.section.questions}
        self._body.setUpdatesEnabled(False)
        for name in ahead:
            self._add(questions[name])
        self._body.setUpdatesEnabled(True)
        if self.whole:
            self._idle.stop()
            if self._below is not None:
                self._below.show()

    def _add(self, question: Question) -> None:
        at = len(self._made) + len(self._titles)
        before = self._form[self._form.index(question.id) - 1] if question.id != self._form[0] else ""
        if question.group and question.group != (self._model.question(before).group if before else ""):
            title = SectionTitle(self._ui, f"ui.case.group.{question.group}", parent=self._body)
            title.setContentsMargins(6, 14, 0, 4)
            self._lines.insertWidget(at, title)
            title.setVisible(self._in_form and self._only is None)
            self._titles[question.id] = title
            at += 1
        row = QuestionRow(self._ui, self._model, question, self._body)
        row.next_wanted.connect(self.next_wanted)
        row.statements_wanted.connect(self.statements_wanted)
        row.table_wanted.connect(self.table_wanted)
        row.set_current(question.id == self._current)
        row.set_wide(self._wide)
        self._lines.insertWidget(at, row)
        row.setVisible(self._only is None or question.id in self._only)
        self._made[question.id] = row
        self._stops[question.id] = [w for w in row.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def _go_on(self) -> None:
        """A few more rows; the window's thread is free between two slices."""
        until = time.perf_counter() + SLICE
        while not self.whole:
            self._make(1)
            if time.perf_counter() > until:
                self._idle.start()
                return

    def _scrolled(self, value: int) -> None:
        bar = self._area.verticalScrollBar()
        if not self.whole and value and value + self._area.viewport().height() // 2 > bar.maximum():
            self.finish()

    @property
    def _in_form(self) -> bool:
        return self._order == self._form

    def set_order(self, ids: Sequence[str]) -> None:
        """Put the rows in that order, for the eye and for Tab. Headings of groups stand only in the order of the form."""
        if list(ids) == self._order:
            return
        if self._made:
            self.finish()
        self._order = list(ids)
        if not self._made:
            return
        in_form = self._in_form
        for title in self._titles.values():
            title.setVisible(in_form)
        if in_form:
            widgets = [w for one in ids for w in ((self._titles[one],) if one in self._titles else ()) + (self._made[one],)]
        else:
            widgets = [self._made[one] for one in ids]
        for at, widget in enumerate(widgets):
            self._lines.insertWidget(at, widget)
        stops = [stop for one in ids for stop in self._stops[one]]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def show_only(self, ids: Container[str] | None) -> None:
        """Show only some rows, while something is looked for; None: all."""
        self._only = ids
        for name, row in self.rows.items():
            set_shown(row, ids is None or name in ids)
        for title in self._titles.values():
            set_shown(title, ids is None and self._in_form)

    # --- following -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show every answer anew; on a page that is not shown, when it is turned to."""
        self._stale = not self.isVisible()
        if not self._stale:
            for row in self._made.values():
                row.refresh()

    def refresh_points(self) -> None:
        """Show the points anew; the answers are what they were."""
        for row in self._made.values():
            row.refresh_points()

    def refresh_row(self, question_id: str) -> None:
        """Show one answer anew."""
        if question_id in self._made:
            self._made[question_id].refresh()

    def show_problem(self, question_id: str) -> None:
        """Show the messages of one answer anew."""
        if question_id in self._made:
            self._made[question_id].show_problem()

    def retranslate(self) -> None:
        for row in self._made.values():
            row.retranslate()

    def set_current(self, question_id: str | None) -> None:
        """Mark the row whose details are shown."""
        self._current = question_id
        for name, row in self._made.items():
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
                if now.question.id == next(reversed(self._made)):
                    self.finish()  # the next step of Tab leads to a row that is made
                self._area.ensureWidgetVisible(now, 0, 8)
                self.current_changed.emit(now.question.id)
                return
            now = now.parentWidget()
