"""Right of the form: what the case would be worth if it were closed now, what to ask next, the five C, early warnings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.models.domain.enums import C, Colour
from app.ui.context import Ui
from app.ui.screens.case.detail import spread_text
from app.ui.screens.case.model import CaseModel
from app.ui.screens.case.sections import EVENTS
from app.ui.screens.link import Link
from app.ui.screens.words import five_c_short
from app.ui.widgets.badge import Badge, GradeBadge
from app.ui.widgets.card import Card
from app.ui.widgets.flow import clear_layout
from app.ui.widgets.interval_bar import IntervalBar
from app.ui.widgets.labels import Label
from app.ui.widgets.radar import Radar

ASKED, RADAR_HEIGHT = 5, 205
_COLOURS = {Colour.RED: "danger", Colour.AMBER: "warning"}


class ScoreCard(Card):
    """Score, grade and the range that is still open."""

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__(ui, "ui.case.closed_now")
        self._ui, self._model = ui, model
        row = QHBoxLayout()
        row.setSpacing(10)
        self.figure = Label(ui, role="figure", wrap=False)
        self.grade = GradeBadge(ui, large=True)
        self._was = Label(ui, role="small")
        row.addWidget(self.figure)
        row.addWidget(self.grade)
        row.addWidget(self._was, 1)
        self.body.addLayout(row)
        self.bar = IntervalBar(ui)
        self.body.addWidget(self.bar)
        self.range = Label(ui, role="small")
        self.body.addWidget(self.range)
        self.held = Label(ui, role="small")
        self.body.addWidget(self.held)

    def refresh(self) -> None:
        ui, reading = self._ui, self._model.reading
        assert reading is not None
        result = reading.assessment.result
        self.set_note(ui.t("ui.case.methodology", version=reading.view.head.methodology_version))
        self.figure.set_text(ui.number(result.score, 1) if result.rated else "—")
        self.grade.set_grade(result.grade.name if result.rated else None)
        previous = reading.previous.result if reading.previous is not None else None
        self._was.set_text(
            "" if previous is None else ui.t("ui.case.was", score=ui.number(previous.score, 1), grade=previous.grade.name)
        )
        low, high = result.interval.low, result.interval.high
        self.bar.set_range(low, high, result.score if result.rated else None)
        if low == high:
            text = ui.t("ui.case.settled")
        else:
            text = ui.t(
                "ui.case.range",
                low=ui.number(low, 1),
                low_grade=result.interval.low_grade.name,
                high=ui.number(high, 1),
                high_grade=result.interval.high_grade.name,
            )
        if result.rated and result.provisional:
            text = f"{text} {ui.t('ui.case.provisional', share=ui.percent(result.completeness * 100, 0))}"
        self.range.set_text(text)
        stands = reading.assessment.standing
        held = stands is not None and stands.held
        self.held.setVisible(held)
        if stands is not None and held:
            self.held.set_text(ui.t("ui.case.held", grade=stands.grade.name, why=ui.t(stands.why)))


class AskNextCard(Card):
    """The open questions that can move the grade most; a click goes there."""

    question_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__(ui, "ui.case.ask_next")
        self._ui, self._model = ui, model
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self.body.addLayout(self._lines)
        self._none = Label(ui, "ui.case.nothing_to_ask", role="muted")
        self.body.addWidget(self._none)
        self._shown: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        self.links: list[Link] = []

    def refresh(self) -> None:
        ui = self._ui
        asked = self._model.assessment.ask_next[:ASKED]
        shown = (ui.lang, tuple((one.item, spread_text(ui, one.spread / 2)) for one in asked))
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._lines)
        self.links = []
        for item, spread in shown[1]:
            self._lines.addLayout(self._line(item, spread))
        self._none.setVisible(not asked)
        self.set_note(ui.t("ui.case.moves_most") if asked else "")

    def _line(self, item: str, spread: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        link = Link(self._ui, self._model.question(item).label.get(self._ui.lang), item)
        link.clicked.connect(self.question_wanted)
        amount = Label(self._ui, text=spread, role="strong", wrap=False)
        row.addWidget(link, 1)
        row.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        self.links.append(link)
        return row


class MissingCard(Card):
    """What is missing, section by section; a click goes to the first of it."""

    question_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__(ui, "ui.case.missing")
        self._ui, self._model = ui, model
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self.body.addLayout(self._lines)
        self._none = Label(ui, "ui.case.nothing_missing", role="muted")
        self.body.addWidget(self._none)
        self._shown: tuple[object, ...] = ()
        self.links: dict[str, Link] = {}

    def refresh(self) -> None:
        """Show it anew, where it is something else than before."""
        ui, model = self._ui, self._model
        found: list[tuple[str, str, str]] = []
        for section in model.sections:
            done, total = model.counts(section.key)
            if section.key == EVENTS:
                continue  # what did not happen is not ticked
            if done < total:
                first = next((q.id for q in section.questions if model.is_unanswered(q)), section.key)
                words = ui.t("ui.case.missing_line", section=ui.t(f"ui.area.{section.key}"), count=total - done)
                found.append((section.key, words, first))
        waiting = [q.id for section in model.sections for q in section.questions if model.to_confirm(q.id)]
        if waiting:
            found.append(("confirm", ui.plural("ui.case.confirm_count", len(waiting)), waiting[0]))
        shown = (ui.lang, *found)
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._lines)
        self.links = {}
        for key, words, first in found:
            link = self.links[key] = Link(ui, words, first)
            link.clicked.connect(self.question_wanted)
            self._lines.addWidget(link)
        self._none.setVisible(not found)


class FiveCCard(Card):
    """The five C against last time."""

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__(ui, "ui.case.five_c")
        self._ui, self._model = ui, model
        self.radar = Radar(ui)
        self.radar.setFixedHeight(RADAR_HEIGHT)
        self.body.addWidget(self.radar)

    def refresh(self) -> None:
        reading = self._model.reading
        assert reading is not None
        now = {found.c: found.score for found in reading.assessment.result.cs}
        last = {found.c: found.score for found in reading.previous.result.cs} if reading.previous is not None else None
        self.radar.set_values(
            [five_c_short(self._ui, c) for c in C],
            [now.get(c) for c in C],
            [last.get(c) for c in C] if last is not None else None,
        )


class WarningsCard(Card):
    """Early warnings that fired, the worst first."""

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__(ui, "ui.case.warnings")
        self._ui, self._model = ui, model
        self._lines = QVBoxLayout()
        self._lines.setSpacing(6)
        self.body.addLayout(self._lines)
        self._shown: tuple[object, ...] = ()

    def refresh(self) -> None:
        ui, reading = self._ui, self._model.reading
        assert reading is not None
        hits = sorted(
            (hit for hit in reading.assessment.result.warnings if hit.colour in _COLOURS),
            key=lambda hit: (-hit.points, hit.rule),
        )
        shown = (ui.lang, tuple((hit.rule, hit.colour) for hit in hits))
        if shown == self._shown:
            return
        self._shown = shown
        clear_layout(self._lines)
        labels = {rule.id: rule.label.get(ui.lang) for rule in reading.methodology.warnings}
        for hit in hits:
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(
                Badge(ui, key=f"ui.warning.{hit.colour.value}", kind=_COLOURS[hit.colour]), 0, Qt.AlignmentFlag.AlignTop
            )
            row.addWidget(Label(ui, text=labels.get(hit.rule, hit.rule), role="small"), 1)
            self._lines.addLayout(row)
        self.set_note(ui.number(len(hits)) if hits else "")
        if not hits:
            self._lines.addWidget(Label(ui, "ui.case.no_warnings", role="muted"))


class RightPanel(QWidget):
    """The five cards, from the top."""

    question_wanted = Signal(object)

    def __init__(self, ui: Ui, model: CaseModel) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.score = ScoreCard(ui, model)
        self.ask_next = AskNextCard(ui, model)
        self.missing = MissingCard(ui, model)
        self.missing.question_wanted.connect(self.question_wanted)
        self.five_c = FiveCCard(ui, model)
        self.warnings = WarningsCard(ui, model)
        self.ask_next.question_wanted.connect(self.question_wanted)
        for card in (self.score, self.ask_next, self.missing, self.five_c, self.warnings):
            column.addWidget(card)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the assessment anew."""
        for card in (self.score, self.ask_next, self.missing, self.five_c, self.warnings):
            card.refresh()
