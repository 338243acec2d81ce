"""Keeping answers: who and when are the program's to say, a signature lasts as long as what it was given for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from app.models.domain.answers import Answer
from app.models.domain.enums import AnswerState, Area
from app.models.domain.methodology import Methodology
from app.models.domain.records import CaseView
from app.services.ratings.asked import not_asked


def stamped(typed: Sequence[Answer], stored: Mapping[str, Answer], by: str, at: datetime) -> tuple[Answer, ...]:
    """The answers that differ from what is stored, with name and moment of ``by``.

    A second signature stays only while what was signed stays. An answer that says nothing new keeps its author.
    """
    changed = []
    for answer in typed:
        before = stored.get(answer.item)
        signed = before.second_by if before is not None and _signed_part(before) == _signed_part(answer) else ""
        if before is not None and _typed_part(before) == _typed_part(answer):
            continue
        if before is None and answer == Answer(answer.item, version=answer.version):
            continue                        # an untouched row of the form
        changed.append(replace(answer, by=by, at=at, second_by=signed))
    return tuple(changed)


def taken_over(
    last: Mapping[str, Answer], items: Sequence[str] | None, stored: Mapping[str, Answer], m: Methodology
) -> list[Answer]:
    """Last case's answers for the items that are still empty here; as-of dates and sources stay, files and signatures not."""
    typed = {item.id for item in m.items if item.source != "expr"} | {fact.id for fact in m.facts}
    wanted = typed if items is None else typed & set(items)
    found = []
    for item, answer in last.items():
        here = stored.get(item)
        if item in wanted and answer.state is not AnswerState.EMPTY and (here is None or here.state is AnswerState.EMPTY):
            found.append(replace(answer, evidence_ids=(), second_by="", version=0 if here is None else here.version))
    return found


def completeness(view: CaseView, m: Methodology) -> dict[Area, tuple[int, int]]:
    """Answered and all items of each area that are asked: without computed ones and those whose condition is false.

    Unknown is an answer. Conditions read facts and the request alone, so the day does not matter.
    """
    counts = dict.fromkeys(Area, (0, 0))
    unasked = not_asked(m, view, view.head.opened)
    for item in m.items:
        if item.source == "expr" or item.id in unasked:
            continue
        answer = view.answers.get(item.id)
        done = answer is not None and answer.state is not AnswerState.EMPTY
        answered, total = counts[item.area]
        counts[item.area] = (answered + done, total + 1)
    return {area: count for area, count in counts.items() if count[1]}


def _typed_part(answer: Answer) -> tuple[object, ...]:
    return (*_signed_part(answer), answer.note, answer.comment, answer.check, answer.sample)


def _signed_part(answer: Answer) -> tuple[object, ...]:
    return (
        answer.state, str(answer.value), type(answer.value), dict(answer.details), tuple(dict(row) for row in answer.rows),
        answer.as_of, tuple(answer.sources), tuple(answer.evidence_ids), answer.reason,
    )
