"""What stands around the worklist, in one query: the figures, the grade changes of the month, how far cases are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Row, Select, String, Text, and_, case, cast, func, literal, select, true, union_all

from app.models.db.tables.cases import answers, case_reports, cases
from app.models.db.tables.decisions import grade_changes, grades_in_force
from app.models.db.tables.found import customer_list
from app.models.db.tables.keeping import drafts
from app.models.db.tables.living import alarms, listings
from app.models.db.together import Together
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import AnswerState, CaseState, Grade
from app.models.domain.lists import KINDS
from app.models.domain.worklist import Move

MOVES = 5
OPEN_STATES = (CaseState.DRAFT, CaseState.COLLECTING, CaseState.VERIFIED, CaseState.SCORED, CaseState.REVIEWED)

force, change, listed = grades_in_force.c, grade_changes.c, customer_list.c
Figures = dict[tuple[str, str], tuple[int, str]]
Answered = dict[int, tuple[str, set[str]]]


class Around(NamedTuple):
    """What stands around the worklist, as it is stored."""

    figures: Figures
    moves: tuple[Move, ...]
    answered: Answered
    sample: bool


class WorklistQueries:
    """Reading how much waits. ``soon`` is the last day that counts as due soon."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def signatures(self, shelf: str, today: date) -> tuple[int, int, int]:
        """Return how many corrections on ``shelf`` and list entries wait for a second officer, and how many open alarms were
        due before ``today``: one query.
        """
        counts = (
            select(func.count()).where(drafts.c.owner == shelf).scalar_subquery(),
            select(func.count()).where(
                listings.c.approved.is_(None), listings.c.ended.is_(None), listings.c.kind.in_(KINDS)).scalar_subquery(),
            select(func.count()).where(alarms.c.closed.is_(None), alarms.c.due < today).scalar_subquery(),
        )
        found = self._unit.rows(select(*(one.label(name) for one, name in zip(counts, "abc", strict=True))))[0]
        return int(found.a), int(found.b), int(found.c)

    def figures(self, today: date, soon: date, month: datetime) -> Figures:
        """Return (number, text) of every figure by (kind, key): one query."""
        return _by_kind(self._unit.connection.execute(_figures(today, soon, month)).all())

    def around(self, today: date, soon: date, month: datetime, case_ids: Sequence[int]) -> Around:
        """Return the figures, the newest grade changes since ``month`` and the answers given in some cases: one query."""
        figures = _figures(today, soon, month).subquery()
        sample = select(listed.customer_id).where(listed.flags.contains('"sample"')).exists()
        found = Together({
            "figures": select(figures), "moves": select(_moves(month).subquery()), "answered": _answered(case_ids),
            "sample": select(sample.label("there")),
        }).read(self._unit)
        newest = sorted(found["moves"], key=attrgetter("at", "id"), reverse=True)
        moves = tuple(
            Move(row.id, row.customer_id, row.customer_name, row.case_id,
                 None if row.before_grade is None else Grade(row.before_grade), Grade(row.after_grade), row.at.date())
            for row in newest
        )
        return Around(_by_kind(found["figures"]), moves, _by_case(found["answered"]), found["sample"][0].there)

    def answered(self, case_ids: Sequence[int]) -> Answered:
        """Return the hash of the methodology and the ids of the answered questions of some cases: one query."""
        return _by_case(self._unit.rows(_answered(case_ids)))


def _by_kind(rows: Iterable[Row[Any]]) -> Figures:
    return {(row.kind, row.key): (row.number or 0, row.text or "") for row in rows}


def _by_case(rows: Iterable[Row[Any]]) -> Answered:
    found: Answered = {}
    for row in rows:
        _, items = found.setdefault(row.id, (row.methodology_hash, set()))
        if row.item is not None:
            items.add(row.item)
    return found


def _answered(case_ids: Sequence[int]) -> Select[Any]:
    given = and_(answers.c.case_id == cases.c.id, answers.c.state != AnswerState.EMPTY)
    wanted = select(cases.c.id, cases.c.methodology_hash, answers.c.item).outerjoin(answers, given)
    return wanted.where(cases.c.id.in_(list(case_ids)))


def _moves(month: datetime) -> Select[Any]:
    shown = (change.id, change.customer_id, change.customer_name, change.case_id, change.before_grade, change.after_grade,
             change.at)
    return select(*shown).where(change.at >= month, _moved()).order_by(change.at.desc(), change.id.desc()).limit(MOVES)


def _moved() -> Any:
    """Confirmed grades stand in the log too; they are no change."""
    return change.before_grade.is_(None) | (change.before_grade != change.after_grade)


def _figures(today: date, soon: date, month: datetime) -> CompoundSelect[Any]:
    def one(kind: str, number: Any, text: Any = None) -> Select[Any]:
        said = literal("", Text) if text is None else cast(text, Text)
        return select(literal(kind, String).label("kind"), literal("", Text).label("key"), number.label("number"),
                      said.label("text"))

    count = func.count()
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
    )
