"""One row of the form: what is asked, the finding, where it comes from and how far it was checked, and its points."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, CheckState, ValueKind
from app.models.domain.rating import ItemScore
from app.ui.context import Ui
from app.ui.forms.text_edits import LineEdit
from app.ui.screens.case.conflict_box import ConflictBox
from app.ui.screens.case.editors import Editor
from app.ui.screens.case.ledger_link import LedgerLink
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.pills import ChoiceMenu, Pill
from app.ui.screens.case.row_head import NEXT_KEYS, RowHead, set_shown
from app.ui.screens.case.sections import Question
from app.ui.screens.case.why import condition_in_words, why_not_computed
from app.ui.screens.link import Link
from app.ui.screens.units import unit_text
from app.ui.screens.words import check_kind, check_state, keep_narrow
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.labels import Label

POINTS_WIDTH, STATE_WIDTH = 44, 30
FINDING_WIDTHS, PROOF_WIDTHS = (192, 280), (108, 208)
"""Of the columns in a narrow and in a wide page."""


class QuestionRow(QFrame):
    """Shows one answer of the view model and writes back what is typed."""

    next_wanted = Signal(str)
    statements_wanted = Signal()
    table_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel, question: Question, parent: QWidget) -> None:
        super().__init__(parent)
        self._ui, self._model, self.question = ui, model, question
        self.setProperty("helpTopic", f"item:{question.id}")
        self._told: Label | None = None
        self._reason: LineEdit | None = None
        self.conflict: ConflictBox | None = None
        self._current = self._wide = False
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 5, 4, 5)
        row.setSpacing(8)
        self.head = RowHead(ui, question, self)
        self.head.next_wanted.connect(self._next)
        self.head.confirmed.connect(self._confirm)
        self._unasked: Link | None = None
        self._ledger: LedgerLink | None = None
        self._anyway = False  # shown although it is not asked
        self._was_asked = True
        row.addWidget(self.head, 1, Qt.AlignmentFlag.AlignTop)
        self.setProperty("draftName", question.id)
        self.editor: Editor | None = None
        self._finding = QWidget(self)
        self._column = QVBoxLayout(self._finding)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        row.addWidget(self._finding, 0, Qt.AlignmentFlag.AlignTop)
        if question.computed:
            self._build_computed()
        else:
            self._build_editor()
        self._build_proof(row)
        self.points = Label(ui, role="strong", wrap=False, parent=self)
        self.points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.points.setContentsMargins(0, 8, 0, 0)
        row.addWidget(self.points, 0, Qt.AlignmentFlag.AlignTop)
        self._build_state(row)
        self._fit()
        ui.theme_changed.connect(self._fit)
        self.refresh()

    def _fit(self) -> None:
        """The columns stand under their heads at every text size."""
        px = self._ui.px
        self._finding.setFixedWidth(px(FINDING_WIDTHS[self._wide]))
        self._proof.setFixedWidth(px(PROOF_WIDTHS[self._wide]))
        self.points.setFixedWidth(px(POINTS_WIDTH))
        self._state.setFixedWidth(px(STATE_WIDTH))

    def set_wide(self, wide: bool) -> None:
        """Whether the page has room for whole names of sources and findings on one line."""
        if wide != self._wide:
            self._wide = wide
            self._fit()
            if not self.question.computed:
                self._show_sources(self._model.answer(self.question.id))

    # --- building --------------------------------------------------------------------------------------------------

    def _build_editor(self) -> None:
        ui, question = self._ui, self.question
        if question.kind is ValueKind.TABLE and not question.choices and not question.scored:
            self._table = Link(ui, "", question.id, parent=self._finding)
            self._table.clicked.connect(self.table_wanted)
            self._column.addWidget(self._table)
        else:
            self.editor = Editor(ui, question, self._finding)
            self.editor.field.setProperty("noDraft", True)  # the case keeps what cannot be read by itself
            self.editor.field.edited.connect(self._typed)
            self.editor.field.invalid.connect(self._unreadable)
            self.editor.field.editor.installEventFilter(self)
            self._column.addWidget(self.editor.field)
            if question.kind is ValueKind.YN:
                keep_narrow(self.editor.field)

    def _build_settled(self) -> tuple[Label, LineEdit]:
        """What stands in the place of the editor while the answer is "unknown" or "not applicable"; made when first needed."""
        if self._told is None or self._reason is None:
            self._told = Label(self._ui, role="muted", parent=self._finding)
            self._told.setContentsMargins(0, 6, 0, 0)
            self._reason = LineEdit(self._ui, "ui.case.reason", placeholder_key="ui.case.reason_hint", parent=self._finding)
            self._reason.edited.connect(self._reason_typed)
            self._column.addWidget(self._told)
            self._column.addWidget(self._reason)
        return self._told, self._reason

    def _build_computed(self) -> None:
        self._told = Label(self._ui, role="strong", parent=self._finding)
        self._told.setContentsMargins(0, 6, 0, 0)
        self._link = Link(self._ui, "", None, role="small", parent=self._finding)
        self._link.clicked.connect(self._to_statements)
        self._column.addWidget(self._told)
        self._column.addWidget(self._link)

    def _build_proof(self, row: QHBoxLayout) -> None:
        ui = self._ui
        holder = self._proof = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        self._sources = Link(ui, "", None, role="small", parent=holder)
        self._sources.setWordWrap(False)
        self._sources.clicked.connect(self._choose_sources)
        self._check = Pill(ui, holder)
        self._check.pressed.connect(self._choose_check)
        column.addWidget(self._sources)
        column.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeft)
        if self.question.computed:
            self._sources.hide()
            self._check.hide()
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)

    def _build_state(self, row: QHBoxLayout) -> None:
        self._state = IconButton(self._ui, "more", "ui.case.state_menu", self)
        self._state.clicked.connect(self._choose_state)
        policy = self._state.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._state.setSizePolicy(policy)
        row.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        if self.question.computed:
            self._state.hide()

    # --- showing ---------------------------------------------------------------------------------------------------

    def set_current(self, current: bool) -> None:
        """The row whose details are shown."""
        if current != self._current:
            self._current = current
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._current:
            painter.setBrush(self._ui.colour("accent_soft"))
            painter.drawRoundedRect(self.rect().adjusted(0, 1, 0, -1), 5, 5)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._ui.colour("line"))
        painter.end()

    def refresh(self) -> None:
        """Show the answer, its proof, its messages and its points."""
        if self.question.computed:
            self._show_computed()
        else:
            self._show_answer(self._model.answer(self.question.id))
        self.refresh_points()

    def refresh_points(self) -> None:
        """Show Y as it stands, or what it can still become."""
        ui = self._ui
        if self._is_asked != self._was_asked and not self.question.computed:
            self._show_answer(self._model.answer(self.question.id))
        score = self.score()
        if score is None or not self.question.scored:
            self.points.set_text("—" if self.question.scored else "")
            self.points.set_role("muted")
            return
        is_open = score.how in ("missing", "unknown", "neutral") and score.low_y != score.high_y
        if is_open:
            text = ui.t("ui.case.points_range", low=ui.number(score.low_y, 0), high=ui.number(score.high_y, 0))
        else:
            text = "—" if score.y is None else ui.number(score.y, 1)
        self.points.set_role("muted" if is_open or score.y is None else "strong")
        self.points.set_text(text)
        self.points.setAccessibleName(ui.t("ui.case.points_name", item=self.question.label.get(ui.lang), points=text))
        if self.question.computed:
            self._show_computed()

    def score(self) -> ItemScore | None:
        """What the item is worth now, None while it is not on the card."""
        return self._model.scores.get(self.question.id)

    def show_problem(self) -> None:
        """Put the messages of this answer at their places."""
        problems, place = self._model.problems, self.question.id
        if self.editor is None:
            return
        own = problems.get(place)
        rest = [problem for name, problem in problems.items() if name.startswith(f"{place}.") and name != f"{place}.reason"]
        shown = own or (rest[0] if rest else None)
        field = self.editor.field
        if shown is not None:
            field.set_error(shown)
        elif place not in self._model.drafts:
            field.set_error(None)
        reason = problems.get(f"{place}.reason")
        self._show_conflict()
        if self._reason is not None:
            self._reason.set_error(None if self._reason.editor.hasFocus() else reason)

    def _show_conflict(self) -> None:
        """Mine and theirs, while both are there; the typed text stays in its field."""
        theirs = self._model.conflicts.theirs.get(self.question.id)
        if theirs is None or self.editor is None:
            if self.conflict is not None:
                self.conflict.hide()
            return
        if self.conflict is None:
            self.conflict = ConflictBox(self._ui, self._finding)
            self.conflict.mine_chosen.connect(self._keep_mine)
            self.conflict.theirs_chosen.connect(self._take_theirs)
            self._column.addWidget(self.conflict)
        self.conflict.show_both(self._model.answer(self.question.id), theirs, self.editor.text)
        self.conflict.show()

    def _keep_mine(self) -> None:
        self._model.settle(self.question.id, mine=True)

    def _take_theirs(self) -> None:
        self._model.settle(self.question.id, mine=False)

    def retranslate(self) -> None:
        """The language changed; what was typed stays."""
        self.head.retranslate()
        if self.editor is not None:
            self.editor.retranslate()
        self.refresh()

    def focus_editor(self) -> None:
        """Start typing here."""
        target: QWidget = self.head
        if self.editor is not None and not self.editor.field.isHidden():
            target = self.editor.field.editor
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_answer(self, answer: Answer) -> None:
        ui, model = self._ui, self._model
        self._was_asked = self._is_asked
        away = not self._was_asked and not self._anyway
        self._show_unasked()
        settled = answer.state in (AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE)
        if self.editor is None:
            self._table.set_text(ui.plural("ui.case.table_rows", len(answer.rows)))
            set_shown(self._table, not settled and not away)
        else:
            self._show_value(self.editor, answer)
            set_shown(self.editor.field, not settled and not away)
        if settled or self._reason is not None:
            told, reason = self._build_settled()
            told.setVisible(settled)
            if settled:
                told.set_text(ui.t(f"ui.case.state.{answer.state.value}"))
            reason.setVisible(answer.state is AnswerState.NOT_APPLICABLE)
            reason.set_read_only(model.read_only)
            if reason.value() != answer.reason.strip():
                reason.set_value(answer.reason)
        self._show_last()
        self._show_ledger()
        self.head.set_taken(self._was_asked and model.to_confirm(self.question.id))
        self._show_sources(answer)
        self._check.set(check_state(ui, answer.check), check_kind(answer.check))
        self._check.setAccessibleName(ui.t("ui.case.check_name", state=check_state(ui, answer.check)))
        for widget in (self._sources, self._check, self._state):
            widget.setEnabled(not model.read_only)
        self.show_problem()

    @property
    def _is_asked(self) -> bool:
        return self.question.id not in self._model.not_asked

    def _show_unasked(self) -> None:
        """Why a question is not asked in this case, and the way to its answer all the same."""
        asked = self._was_asked
        self.head.set_muted(not asked)
        if not asked and self._unasked is None:
            self._unasked = Link(self._ui, "", None, role="small", parent=self._finding)
            self._unasked.clicked.connect(self._show_anyway)
            self._column.addWidget(self._unasked)
        if self._unasked is not None:
            set_shown(self._unasked, not asked)
            if not asked and self._model.reading is not None:
                why = condition_in_words(self._ui, self._model.reading.methodology, self.question.item)
                self._unasked.set_text(self._ui.t("ui.case.not_asked" if self._anyway else "ui.case.not_asked_show", why=why))

    def _show_anyway(self, target: object) -> None:
        self._anyway = not self._anyway
        self.refresh()

    def _confirm(self) -> None:
        self._model.confirm(self.question.id)

    def _show_value(self, editor: Editor, answer: Answer) -> None:
        model, field = self._model, editor.field
        draft = model.drafts.get(self.question.id)
        if draft is not None and field.raw_text() != draft:
            field.set_raw_text(draft)
        elif draft is None and editor.value() != answer.value:
            field.set_value(editor.to_field(answer.value))
        field.set_read_only(model.read_only)
        field.set_caution(self._ui.t("ui.case.comment_wanted") if model.wants_comment(self.question) else None)
        if self.question.kind is ValueKind.DATE and self.question.scored and answer.value is not None:
            score = self.score()
            if score is not None and score.x is not None:
                years = f"{self._ui.number(score.x, 1)} {unit_text(self._ui, self.question.unit)}"
                field.set_note(years)

    def forget_text(self) -> None:
        """Show the answer as it is in the store, whatever stands in the field."""
        if self.editor is not None:
            self.editor.field.set_value(self.editor.to_field(self._model.answer(self.question.id).value))
            self.refresh()

    def _show_last(self) -> None:
        ui, last = self._ui, self._model.last_answer(self.question.id)
        if last is None or last.state is not AnswerState.VALUE or last.value is None or self.editor is None:
            self.head.set_last("")
            return
        day = last.as_of or (last.at.date() if last.at is not None else None)
        if last.value == self._model.answer(self.question.id).value:
            text = ui.t("ui.case.same_as_last")
        elif day is not None:
            text = ui.t("ui.case.last", value=self.editor.text(last.value), day=day)
        else:
            text = ui.t("ui.case.last_plain", value=self.editor.text(last.value))
        self.head.set_last(text)

    def _show_ledger(self) -> None:
        """What the own ledger says, where it is not the answer already."""
        found, item = self._model.from_ledger(self.question.id), self.question.item
        if found is None or item is None or self.editor is None or not self._was_asked:
            if self._ledger is not None:
                set_shown(self._ledger, False)
            return
        if self._ledger is None:
            self._ledger = LedgerLink(self._ui, self._finding)
            self._ledger.clicked.connect(self._take_ledger)
            self._column.addWidget(self._ledger)
        self._ledger.show_found(item, found)
        set_shown(self._ledger, True)

    def _take_ledger(self, target: object) -> None:
        self._model.take_from_ledger(self.question.id)
        self.focus_editor()

    def _show_computed(self) -> None:
        ui, score = self._ui, self.score()
        assert self._told is not None
        if score is None or score.x is None:
            self._told.set_text(self._why_not() or ui.t("ui.case.not_computable"))
            self._told.set_role("muted")
        else:
            unit = unit_text(ui, self.question.unit)
            self._told.set_text(f"{ui.number(score.x, 2)} {unit}".strip())
            self._told.set_role("strong")
        self._link.set_text(ui.t("ui.case.from_guarantees" if self._from_guarantees() else "ui.case.from_statements"))

    def _why_not(self) -> str:
        reading = self._model.reading
        if reading is None:
            return ""
        return why_not_computed(self._ui, reading.methodology, reading.assessment.result, self.question.item)

    def _show_sources(self, answer: Answer) -> None:
        """In one line; the tip tells all of them."""
        text = self._source_text(answer)
        self._sources.ensurePolished()
        room = self._ui.px(PROOF_WIDTHS[self._wide]) - 8
        metrics = self._sources.fontMetrics()
        if metrics.horizontalAdvance(text) > room:
            name = self._sources.toolTip().split("\n")[0] if answer.sources else text
            more = text.removeprefix(name)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(more)) + more
        else:
            shown = text
        self._sources.set_text(shown)
        self._sources.setAccessibleName(text)

    def _source_text(self, answer: Answer) -> str:
        lang = self._ui.lang
        assert self._model.reading is not None
        labels = {source.key: _short(source.label.get(lang)) for source in self._model.reading.methodology.sources}
        names = [labels.get(key, key) for key in answer.sources]
        self._sources.setToolTip("\n".join(names))
        if len(names) > 1:
            return self._ui.t("ui.case.sources_more", name=names[0], more=len(names) - 1)
        return names[0] if names else self._ui.t("ui.case.no_source")

    # --- typing ----------------------------------------------------------------------------------------------------

    def _typed(self, value: Any) -> None:
        if self.editor is not None:
            self._model.change(self.question.id, value=self.editor.to_answer(value))

    def _unreadable(self, text: str) -> None:
        self._model.keep_draft(self.question.id, text)

    def _reason_typed(self, text: str) -> None:
        self._model.change(self.question.id, reason=text)

    def _choose_sources(self) -> None:
        assert self._model.reading is not None
        lang = self._ui.lang
        own = self.question.item.evidence if self.question.item is not None else ()
        known = sorted(self._model.reading.methodology.sources, key=lambda source: source.key not in own)
        entries = [(source.key, source.label.get(lang)) for source in known]
        menu = ChoiceMenu(self, entries, self._model.answer(self.question.id).sources)
        menu.chosen.connect(self.toggle_source)
        menu.open_at(self._sources)

    def toggle_source(self, key: str) -> None:
        """Add a source, or take it away."""
        sources = self._model.answer(self.question.id).sources
        kept = tuple(source for source in sources if source != key)
        self._model.change(self.question.id, sources=kept if key in sources else (*sources, key))

    def _choose_check(self) -> None:
        entries = [(state.value, check_state(self._ui, state)) for state in CheckState]
        menu = ChoiceMenu(self, entries, (self._model.answer(self.question.id).check.value,))
        menu.chosen.connect(self.set_check)
        menu.open_at(self._check)

    def set_check(self, state: str) -> None:
        """Say how far the answer has been verified."""
        self._model.change(self.question.id, check=CheckState(state))

    def _choose_state(self) -> None:
        ui, answer = self._ui, self._model.answer(self.question.id)
        states = (AnswerState.VALUE, AnswerState.UNKNOWN, AnswerState.NOT_APPLICABLE)
        entries = [(state.value, ui.t(f"ui.case.state_choice.{state.value}")) for state in states]
        last = self._model.last_answer(self.question.id)
        if answer.state is AnswerState.EMPTY and last is not None and last.state is not AnswerState.EMPTY:
            entries.append(("last", ui.t("ui.case.take_over")))
        if self._model.to_confirm(self.question.id):
            entries.append(("confirm", ui.t("ui.case.confirm")))
        shown = AnswerState.VALUE if answer.state is AnswerState.EMPTY else answer.state
        menu = ChoiceMenu(self, entries, (shown.value,))
        menu.chosen.connect(self.set_state)
        menu.open_at(self._state)

    def set_state(self, state: str) -> None:
        """Open for a value again, unknown, not applicable, or as the last case had it."""
        item = self.question.id
        if state == "last":
            self._model.take_over(item)
        elif state == "confirm":
            self._model.confirm(item)
        elif state == AnswerState.VALUE.value:
            if self._model.answer(item).state not in (AnswerState.VALUE, AnswerState.EMPTY):
                self._model.set_state(item, AnswerState.EMPTY)
        else:
            self._model.set_state(item, AnswerState(state))
        if state == AnswerState.NOT_APPLICABLE.value and self._reason is not None:
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in an editor goes on to the next open question."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in NEXT_KEYS:
            if not isinstance(watched, QPlainTextEdit) and self.editor is not None:
                self.editor.field.commit()
                self._next()
                return True
        return super().eventFilter(watched, event)

    def _next(self) -> None:
        self.next_wanted.emit(self.question.id)

    def _from_guarantees(self) -> bool:
        """Whether X comes from the table of guarantees, which stands below the rows."""
        item = self.question.item
        return item is not None and "guarantee_cover(" in (item.formula or "")

    def _to_statements(self, target: object) -> None:
        if not self._from_guarantees():
            self.statements_wanted.emit()


def _short(label: str) -> str:
    """A source without what stands in brackets."""
    return label.split(" (")[0].split("（")[0]
