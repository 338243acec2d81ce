"""The orders in which the questions of a section can be gone through, and how a question is found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from app.models.domain.labels import LANGUAGES
from app.ui.screens.case.sections import Question

FORM, OPEN_FIRST, ASK_NEXT = "form", "open", "ask"
ORDERS = (FORM, OPEN_FIRST, ASK_NEXT)
"""As on the printed checklist; what nobody has answered first; what can move the grade most first."""


def ordered(
    questions: Sequence[Question], order: str, is_open: Callable[[Question], bool], spreads: Mapping[str, Decimal]
) -> tuple[Question, ...]:
    """The questions in that order. Among equals the order of the form stays, so nothing jumps without a reason."""
    if order == OPEN_FIRST:
        return tuple(sorted(questions, key=lambda question: not is_open(question)))
    if order == ASK_NEXT:
        return tuple(sorted(questions, key=lambda question: (not is_open(question), -spreads.get(question.id, Decimal(0)))))
    return tuple(questions)


def matches(question: Question, text: str) -> bool:
    """Whether a question is meant by ``text``: its number, or words of its name in any of the three languages."""
    wanted = text.casefold().split()
    names = (question.id, *(question.label.get(lang) for lang in LANGUAGES))
    return any(all(word in name.casefold() for word in wanted) for name in names)
