"""What belongs to the question under the cursor: its help, its weight, and the parts of the answer that are not scored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState
from app.ui.context import Ui
from app.ui.forms.base import Field
from app.ui.forms.text_edits import LineEdit, TextEdit
from app.ui.forms.typed_edits import DateEdit
from app.ui.qtmodels.rows import Column
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.pills import ChoiceMenu
from app.ui.screens.case.sections import Question
from app.ui.screens.link import Link
from app.ui.screens.words import five_c
from app.ui.widgets.badge import Badge
from app.ui.widgets.card import Card
from app.ui.widgets.data_table import DataTable
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.labels import Label
from app.ui.widgets.sizes import hold_width

MAX_ROWS_SHOWN = 6


class DetailCard(Card):
    """Follows ``show_question``; writes into the view model. Folded it is one line: the question and the way to unfold it."""

    statements_wanted = Signal()

    def __init__(self, ui: Ui, model: CaseModel, fold: QWidget) -> None:
        super().__init__(ui, title=" ")
        self._ui, self._model = ui, model
        line = self.head.layout()
        assert line is not None
        line.addWidget(fold)
        self._content = QWidget(self)
        self.body.addWidget(self._content)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.folded = False
        self.question: Question | None = None
        self._left: dict[str, dict[str, str]] = {}  # by question and field: texts that could not be taken when it was left
        self._feeds = Label(ui, role="small")
        self._help = Label(ui, role="muted")
        self._key = Badge(ui, key="ui.case.key_item", kind="info")
        line = QHBoxLayout()
        line.addWidget(self._feeds, 1)
        line.addWidget(self._key, 0, Qt.AlignmentFlag.AlignTop)
        self._files = Link(ui, "", None, role="small")
        self._files.clicked.connect(self._choose_files)
        self.body.setSpacing(5)
        self.body.addLayout(line)
        self.body.addWidget(self._help)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self.note = TextEdit(ui, "ui.case.note", lines=2, placeholder_key="ui.case.note_hint")
        self.note.setObjectName("note")
        self.comment = LineEdit(ui, "ui.case.comment", placeholder_key="ui.case.comment_hint")
        self.comment.setObjectName("comment")
        self.as_of = DateEdit(ui, "ui.case.as_of")
        self.as_of.setObjectName("as_of")
        self._as_of_label = Label(ui, "ui.case.as_of", role="small")
        self._lay_out()
        self._extra = QVBoxLayout()
        self._extra.setSpacing(6)
        self.body.addLayout(self._extra)
        self.details: dict[str, Field] = {}
        self.table: DataTable | None = None
        self._shown_rows: tuple[Mapping[str, str], ...] = ()
        for field in (self.note, self.comment, self.as_of):
            field.edited.connect(self._typed)

    def _lay_out(self) -> None:
        hold_width(self._ui, self.as_of, 124)
        self._grid.addWidget(self.note, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._as_of_label, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self.as_of, 0, 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._files, 1, 1, 1, 2)
        self._grid.addWidget(self.comment, 2, 0, 1, 3)

    # --- showing ---------------------------------------------------------------------------------------------------

    def set_folded(self, folded: bool) -> None:
        """One line, or everything."""
        self.folded = folded
        self._content.setVisible(not folded)
        outer = self.layout()
        assert outer is not None
        outer.setContentsMargins(15, 5 if folded else 13, 15, 5 if folded else 13)

    def show_question(self, question: Question) -> None:
        """Show another question; the same one is only refreshed."""
        self._keep_refused()
        self.setProperty("draftName", question.id)
        if self.question is None or self.question.id != question.id:
            self.question = question
            self._build_extra(question)
            self._fill()
            self._put_back()
        else:
            self.question = question
        self.refresh()

    def refused_texts(self) -> dict[tuple[str, str], str]:
        """By question and field: what was typed at other questions and could not be taken, as it waits there."""
        shown = self.question.id if self.question is not None else ""
        return {(one, name): text for one, texts in self._left.items() if one != shown for name, text in texts.items()}

    def forget_refused(self) -> None:
        """Another case: nothing waits any more."""
        self._left.clear()
        self.question = None

    def _keep_refused(self) -> None:
        """What cannot be taken waits at its question; what is refused by the store waits in the model."""
        if self.question is not None:
            self._left[self.question.id] = {"as_of": self.as_of.raw_text()} if self.as_of.is_unread else {}

    def _put_back(self) -> None:
        assert self.question is not None
        for name, text in self._left.get(self.question.id, {}).items():
            getattr(self, name).set_raw_text(text)

    def refresh(self) -> None:
        """Show texts and messages anew; a field that has the cursor keeps what stands in it."""
        question = self.question
        if question is None or not self._model.is_open:
            return
        ui, answer = self._ui, self._model.answer(question.id)
        self.set_title(question.label.get(ui.lang))
        text = question.help.get(ui.lang) if question.help is not None else ""
        self._help.set_text("" if text == question.label.get(ui.lang) else text)
        self._help.setVisible(bool(self._help.text()))
        self._feeds.set_text(self._feeds_text(question))
        self._key.setVisible(question.key)
        for field in (self.note, self.as_of):
            field.setVisible(not question.computed)
        self._as_of_label.setVisible(not question.computed)
        wanted = self._model.wants_comment(question)
        self.comment.setVisible(not question.computed and (wanted or bool(answer.comment) or self.comment.editor.hasFocus()))
        self._files.setVisible(not question.computed)
        self._files.set_text(self._files_text(answer))
        self._follow(answer)
        self._show_problems(question)

    def retranslate(self) -> None:
        if self.question is not None:
            self._build_extra(self.question)
            self._fill()
            self.refresh()

    def focus_table(self) -> None:
        """Start typing in the table of details."""
        if self.table is not None:
            self.table.setFocus()

    def _follow(self, answer: Answer) -> None:
        """What was undone, or saved by somebody else, stands in the fields; what differs by blanks alone is being typed."""
        for name, field in {"note": self.note, "comment": self.comment, "as_of": self.as_of}.items():
            value = getattr(answer, name)
            unread = field is self.as_of and self.as_of.is_unread
            if not unread and _plain(field.value()) != _plain(value):
                field.set_value(value)
        for key, detail in self.details.items():
            if detail.value().strip() != answer.details.get(key, "").strip():
                detail.set_value(answer.details.get(key, ""))
        typing = self.table is not None and self.table.state() == QAbstractItemView.State.EditingState
        if self.table is not None and self._shown_rows != answer.rows and not typing:
            self._fill_table(answer)

    def _fill(self) -> None:
        assert self.question is not None
        answer, read_only = self._model.answer(self.question.id), self._model.read_only
        for field in (self.note, self.comment, self.as_of):
            field.set_value(getattr(answer, field.objectName()))
            field.set_read_only(read_only)
        for key, detail in self.details.items():
            detail.set_value(answer.details.get(key, ""))
            detail.set_read_only(read_only)
        if self.table is not None:
            self._fill_table(answer)

    def _feeds_text(self, question: Question) -> str:
        ui, parts = self._ui, []
        if question.c is not None:
            parts.append(ui.t("ui.case.feeds", c=five_c(ui, question.c)))
        score = self._model.scores.get(question.id)
        if score is not None and score.weight:
            parts.append(ui.t("ui.case.weight", share=ui.percent(score.weight * 100, 2)))
        reading = self._model.reading
        if question.scored and not question.computed and reading is not None:
            marks = ui.number(reading.methodology.rules.top_marks_two_sources, 0)
            parts.append(ui.t("ui.case.two_sources", marks=marks))
        if not question.scored:
            parts.append(ui.t("ui.case.not_scored"))
        answer = self._model.answer(question.id)
        if answer.by and answer.at is not None:
            parts.append(ui.t("ui.case.by", name=answer.by, at=answer.at.astimezone()))
        if answer.second_by:
            parts.append(ui.t("ui.case.verified_by", name=answer.second_by))
        return " · ".join(parts)

    def _files_text(self, answer: Answer) -> str:
        reading = self._model.reading
        assert reading is not None
        names = [file.name for file in reading.view.evidence if file.id in answer.evidence_ids]
        return self._ui.t("ui.case.files", names=", ".join(names)) if names else self._ui.t("ui.case.no_files")

    def _show_problems(self, question: Question) -> None:
        for field in (self.note, self.comment, self.as_of):
            problem = self._model.problems.get(f"{question.id}.{field.objectName()}")
            unread = field is self.as_of and self.as_of.is_unread
            if problem is not None or not field.raw_text() or (field.has_error() and not field.editor.hasFocus() and not unread):
                field.set_error(problem)
        for key, detail in self.details.items():
            problem = self._model.problems.get(f"{question.id}.details.{key}")
            detail.set_error(problem)

    # --- details and rows ------------------------------------------------------------------------------------------

    def _build_extra(self, question: Question) -> None:
        clear_layout(self._extra)
        self.details, self.table = {}, None
        if not question.details:
            return
        if question.item is not None and question.item.rows:
            self._build_table(question)
            return
        for detail in question.details:
            row = QHBoxLayout()
            name = detail.label.get(self._ui.lang)
            field = LineEdit(self._ui, name=name, max_length=4000)
            field.setObjectName(detail.key)
            field.edited.connect(self._detail_typed)
            row.addWidget(Label(self._ui, text=name, role="small"), 2)
            row.addWidget(field, 3)
            self._extra.addLayout(row)
            self.details[detail.key] = field

    def _build_table(self, question: Question) -> None:
        lang = self._ui.lang
        columns = [Column(d.key, title=d.label.get(lang), width=110, stretch=True, editable=True) for d in question.details]
        self.table = DataTable(self._ui, columns, "ui.case.table_name", cells=True)
        self.table.cell_edited.connect(self._cell_typed)
        self.table.cells_pasted.connect(self._cells_typed)
        self._extra.addWidget(self.table)

    def _fill_table(self, answer: Answer) -> None:
        assert self.table is not None and self.question is not None
        self._shown_rows = answer.rows
        keys = [detail.key for detail in self.question.details]
        rows = [[row.get(key, "") for key in keys] for row in answer.rows]
        if not self._model.read_only:
            rows.append([""] * len(keys))
        self.table.set_rows(rows)
        self.table.fit_height()
        if len(rows) > MAX_ROWS_SHOWN:
            self.table.setFixedHeight(38 + 30 * MAX_ROWS_SHOWN)
            self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    # --- typing ----------------------------------------------------------------------------------------------------

    def _typed(self, value: Any) -> None:
        sender = self.sender()
        if sender is not None and self.question is not None:
            self._model.change(self.question.id, **{sender.objectName(): value})

    def _detail_typed(self, value: str) -> None:
        sender = self.sender()
        if sender is not None and self.question is not None:
            kept = dict(self._model.answer(self.question.id).details)
            kept[sender.objectName()] = value
            self._model.change(self.question.id, details={key: text for key, text in kept.items() if text})

    def _cell_typed(self, row: int, column: int, text: str) -> None:
        self._cells_typed([(row, column, text)])

    def _cells_typed(self, cells: list[tuple[int, int, str]]) -> None:
        question = self.question
        if question is None or self._model.read_only:
            return
        keys = [detail.key for detail in question.details]
        rows: list[dict[str, str]] = [dict(row) for row in self._model.answer(question.id).rows]
        for row, column, text in cells:
            while row >= len(rows):
                rows.append({})
            rows[row][keys[column]] = text.strip()
        kept: tuple[Mapping[str, str], ...] = tuple({k: t for k, t in row.items() if t} for row in rows if any(row.values()))
        self._change_rows(question, kept)
        self._fill_table(self._model.answer(question.id))

    def _change_rows(self, question: Question, rows: tuple[Mapping[str, str], ...]) -> None:
        """A pure table is answered by its rows; beside a scored answer they are details of it."""
        answer = self._model.answer(question.id)
        fields: dict[str, Any] = {"rows": rows}
        if not question.scored and not question.number:
            fields["state"] = AnswerState.VALUE if rows else AnswerState.EMPTY
        elif answer.value is None and answer.state is AnswerState.EMPTY:
            fields["state"] = AnswerState.EMPTY
        self._model.change(question.id, **fields)

    def _choose_files(self) -> None:
        reading = self._model.reading
        if reading is None or self.question is None or self._model.read_only:
            return
        entries = [(file.id, file.name) for file in reading.view.evidence]
        if entries:
            menu = ChoiceMenu(self, entries, self._model.answer(self.question.id).evidence_ids)
            menu.chosen.connect(self._toggle_file)
            menu.open_at(self._files)

    def _toggle_file(self, file_id: int) -> None:
        assert self.question is not None
        ids = self._model.answer(self.question.id).evidence_ids
        kept = tuple(one for one in ids if one != file_id)
        self._model.change(self.question.id, evidence_ids=kept if file_id in ids else (*ids, file_id))


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def spread_text(ui: Ui, spread: Decimal) -> str:
    """How far an open question can move the total."""
    return f"±{ui.number(spread, 1)}"
