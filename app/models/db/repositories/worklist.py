"""The queries around the worklist: the figures in one, the grade changes of the month in one, how far cases are in two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Integer, Select, String, Text, and_, case, cast, func, literal, select, true, union_all

from app.models.db.tables.cases import answers, case_reports, cases
from app.models.db.tables.decisions import grade_changes, grades_in_force
from app.models.db.tables.found import customer_list
from app.models.db.tables.people import settings
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import AnswerState, CaseState, Grade
from app.models.domain.worklist import Move

MOVES = 5
OPEN_STATES = (CaseState.DRAFT, CaseState.COLLECTING, CaseState.VERIFIED, CaseState.SCORED, CaseState.REVIEWED)

force, change = grades_in_force.c, grade_changes.c


class WorklistQueries:
    """Reading how much waits. ``soon`` is the last day that counts as due soon."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def figures(self, today: date, soon: date, month: datetime) -> dict[tuple[str, str], tuple[int, str]]:
        """Return (number, text) of every figure by (kind, key): one query."""
        rows = self._unit.connection.execute(_figures(today, soon, month)).all()
        return {(row.kind, row.key): (row.number or 0, row.text or "") for row in rows}

    def moves(self, month: datetime, top: int = MOVES) -> tuple[Move, ...]:
        """Return the newest grade changes since ``month``."""
        wanted = (
            select(change.id, change.customer_id, change.customer_name, change.case_id, change.before_grade, change.after_grade,
                   change.at)
            .where(change.at >= month, _moved()).order_by(change.at.desc(), change.id.desc()).limit(top)
        )
        return tuple(
            Move(row.id, row.customer_id, row.customer_name, row.case_id,
                 None if row.before_grade is None else Grade(row.before_grade), Grade(row.after_grade), row.at.date())
            for row in self._unit.connection.execute(wanted)
        )

    def answered(self, case_ids: Iterable[int]) -> dict[int, tuple[str, set[str]]]:
        """Return the hash of the methodology and the ids of the answered questions of some cases: one query."""
        given = and_(answers.c.case_id == cases.c.id, answers.c.state != AnswerState.EMPTY)
        wanted = select(cases.c.id, cases.c.methodology_hash, answers.c.item).outerjoin(answers, given)
        found: dict[int, tuple[str, set[str]]] = {}
        for case_id, content_hash, item in self._unit.connection.execute(wanted.where(cases.c.id.in_(list(case_ids)))):
            _, items = found.setdefault(case_id, (content_hash, set()))
            if item is not None:
                items.add(item)
        return found


def _moved() -> Any:
    """Confirmed grades stand in the log too; they are no change."""
    return change.before_grade.is_(None) | (change.before_grade != change.after_grade)


def _figures(today: date, soon: date, month: datetime) -> CompoundSelect[Any]:
    def one(kind: str, number: Any, text: Any = None) -> Select[Any]:
        said = literal("", Text) if text is None else cast(text, Text)
        return select(literal(kind, String).label("kind"), literal("", Text).label("key"), number.label("number"),
                      said.label("text"))

    count, listed = func.count(), customer_list.c
    moved = case(
        (change.before_grade.is_(None), "first"), (change.after_grade > change.before_grade, "up"),
        (change.after_grade < change.before_grade, "down"), else_="same",
    )
    return union_all(
        one("customers", count).select_from(customer_list),
        one("overdue", count, func.min(force.next_review)).select_from(grades_in_force).where(force.next_review < today),
        one("due", count).select_from(grades_in_force).where(force.next_review >= today, force.next_review <= soon),
        one("open", count).select_from(customer_list).where(listed.case_state.is_not(None)),
        one("reports", func.count(func.distinct(case_reports.c.case_id))).select_from(case_reports).join(cases).where(
            case_reports.c.arrived.is_(None), cases.c.state.in_(OPEN_STATES)
        ),
        one("approval", count).select_from(customer_list).where(listed.case_state == CaseState.REVIEWED),
        one("alarm", count).select_from(customer_list).where(listed.alarmed == true()),
        one("notice", count).select_from(customer_list).where(listed.unread == true()),
        select(moved.label("kind"), literal("", Text), count, literal("", Text)).where(change.at >= month).group_by(moved),
        select(literal("grade", String), cast(listed.grade, Text), count, literal("", Text)).where(listed.grade.is_not(None))
        .group_by(listed.grade),
        select(literal("setting", String), settings.c.key, literal(0, Integer), cast(settings.c.value, Text)).where(
            settings.c.key.in_(("base_currency", "rates"))
        ),
    )
