"""What an open case holds at this moment, and what can be asked about its questions; nothing here reads or writes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState
from app.models.domain.errors import UserError
from app.models.domain.rating import ItemScore
from app.models.domain.records import CaseHead, CaseView
from app.services.cases.states import OPEN_STATES
from app.ui.screens.case.order import matches, ordered
from app.ui.screens.case.reading import Assessment, Reading
from app.ui.screens.case.sections import EVENTS, REQUEST, Question, Section

if TYPE_CHECKING:
    from app.services.ledger.service import Proposed

TAKEN = ("state", "value", "as_of", "sources", "details", "rows", "reason", "note")
"""What an answer that was taken over has in common with the last case's until somebody touches or confirms it."""


class CaseContent(QObject):
    """The state of a case on the screen; ``CaseModel`` reads, changes and saves it."""

    loaded = Signal()
    assessed = Signal()
    answer_changed = Signal(str)  # item
    problem_changed = Signal(str)  # item, "head" or a field of the head
    head_changed = Signal()
    evidence_changed = Signal()
    guarantees_changed = Signal()
    taken_over = Signal(int)  # how many answers of the last case
    sections_changed = Signal()  # another card: other questions

    def __init__(self) -> None:
        super().__init__()
        self.reading: Reading | None = None
        self.answers: dict[str, Answer] = {}
        self.guarantees: tuple[Guarantee, ...] = ()
        self.problems: dict[str, UserError] = {}
        self.drafts: dict[str, str] = {}
        self.sections: tuple[Section, ...] = ()
        self.scores: dict[str, ItemScore] = {}
        self._head: CaseHead | None = None
        self._orders: dict[str, tuple[str, ...]] = {}
        self._dirty: set[str] = set()  # items, "head", "guarantees"
        self._sent: set[str] = set()  # of those, what is on its way to the store
        self._pasted: set[str] = set()  # items whose answer came out of the clipboard and is not saved yet

    @property
    def quiet(self) -> bool:
        """Whether everything typed is in the store."""
        return not (self._dirty or self._sent)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be typed: the case is decided, or the officer in use may not answer."""
        return self.decided or self.refusal is not None

    @property
    def decided(self) -> bool:
        """Whether nothing in the case changes any more, whoever works."""
        return self.head.state not in OPEN_STATES

    @property
    def refusal(self) -> UserError | None:
        """Why the officer in use may not answer in an open case; None: he may."""
        return self.reading.refusal if self.reading is not None else None

    @property
    def head(self) -> CaseHead:
        assert self._head is not None, "no case is open"
        return self._head

    @property
    def view(self) -> CaseView:
        """The case as it stands on the screen."""
        assert self.reading is not None, "no case is open"
        return replace(self.reading.view, head=self.head, answers=dict(self.answers), guarantees=self.guarantees)

    @property
    def assessment(self) -> Assessment:
        assert self.reading is not None, "no case is open"
        return self.reading.assessment

    @property
    def is_open(self) -> bool:
        return self.reading is not None

    # --- questions -------------------------------------------------------------------------------------------------

    def section(self, key: str) -> Section:
        """A section by its key."""
        return next(section for section in self.sections if section.key == key)

    def section_of(self, question_id: str) -> str:
        """Key of the section that asks a question; the request when none does."""
        return next((s.key for s in self.sections if any(q.id == question_id for q in s.questions)), REQUEST)

    def question(self, question_id: str) -> Question:
        """A question by its id; KeyError when the methodology has none."""
        for section in self.sections:
            for question in section.questions:
                if question.id == question_id:
                    return question
        raise KeyError(question_id)

    def answer(self, question_id: str) -> Answer:
        """The answer as it stands; an empty one where nothing was said yet."""
        return self.answers.get(question_id) or Answer(question_id)

    def last_answer(self, question_id: str) -> Answer | None:
        """What the last case had found."""
        return self.reading.view.last_answers.get(question_id) if self.reading is not None else None

    def from_ledger(self, question_id: str) -> Proposed | None:
        """What the own ledger says to a question that can still be answered, None where that is the answer already."""
        found = self.reading.ledger.get(question_id) if self.reading is not None and not self.read_only else None
        return None if found is None or self.answer(question_id).value == found.value else found

    @property
    def not_asked(self) -> frozenset[str]:
        """Questions whose condition is not met."""
        return self.reading.assessment.not_asked if self.reading is not None else frozenset()

    def to_confirm(self, question_id: str) -> bool:
        """Whether the answer is the last case's as it was, its day as well, and nobody has touched or confirmed it here."""
        answer, last = self.answer(question_id), self.last_answer(question_id)
        if last is None or answer.state is AnswerState.EMPTY or self.read_only:
            return False
        return all(getattr(answer, part) == getattr(last, part) for part in TAKEN)

    def is_unanswered(self, question: Question) -> bool:
        """Whether somebody still has to ask it."""
        return self._is_asked(question) and self.answer(question.id).state is AnswerState.EMPTY

    def _is_asked(self, question: Question) -> bool:
        """Whether it counts as a question: what the statements give may be answered by hand, but nothing is missing without."""
        if question.computed or question.id in self.not_asked:
            return False
        given = self.reading.assessment.given if self.reading is not None else frozenset()
        return question.id not in given or self.answer(question.id).state is not AnswerState.EMPTY

    def next_open(self, after: str | None, within: str) -> str | None:
        """The next question nobody has answered: on from ``after``, then through the following sections, then from the top."""
        keys = [section.key for section in self.sections]
        start = keys.index(within)
        turned = (*self.sections[start:], *self.sections[:start])
        ordered = [q for s in turned if s.key != EVENTS or s.key == within for q in self.in_order(s)]
        at = next((i + 1 for i, q in enumerate(ordered) if q.id == after), 0)
        return next((q.id for q in (*ordered[at:], *ordered[:at]) if q.id != after and self.is_unanswered(q)), None)

    def in_order(self, section: Section) -> tuple[Question, ...]:
        """The questions of a section in the order the officer has chosen, as it was when the section was turned to."""
        wanted = self._orders.get(section.key, ())
        if set(wanted) != {question.id for question in section.questions}:
            return section.questions
        by_id = {question.id: question for question in section.questions}
        return tuple(by_id[one] for one in wanted)

    def put_in_order(self, key: str, order: str) -> tuple[str, ...]:
        """Order the questions of a section anew and return their ids."""
        spreads = {one.item: one.spread for one in self.assessment.ask_next}
        self._orders[key] = tuple(q.id for q in ordered(self.section(key).questions, order, self.is_unanswered, spreads))
        return self._orders[key]

    def find(self, text: str, near: str) -> str | None:
        """The first question that ``text`` means, in the section ``near`` before the others."""
        own = [section for section in self.sections if section.key == near]
        rest = [section for section in self.sections if section.key != near]
        return next((q.id for s in (*own, *rest) for q in self.in_order(s) if matches(q, text)), None)

    def counts(self, key: str) -> tuple[int, int]:
        """How many questions of a section are answered, of how many that can be asked; of the request, what the score needs."""
        if key == REQUEST:
            needed = (self.head.requested_limit is not None, self.head.own_monthly_sales is not None, self.head.independent)
            return sum(needed), len(needed)
        asked = [q for q in self.section(key).questions if self._is_asked(q)]
        return sum(not self.is_unanswered(q) for q in asked), len(asked)

    def wants_comment(self, question: Question) -> bool:
        """Whether a figure lies outside what is plausible and nobody has said why."""
        answer, item = self.answer(question.id), question.item
        if (
            item is None
            or answer.state is not AnswerState.VALUE
            or not isinstance(answer.value, Decimal)
            or answer.comment.strip()
        ):
            return False
        return (item.low is not None and answer.value < item.low) or (item.high is not None and answer.value > item.high)
