"""Looking through the grade-change log: filters and pages in the store, corrections and what they correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, or_, select, true, union_all

from app.models.db.repositories.changes import ChangeQueries
from app.models.db.search_text import folded
from app.models.db.tables.cases import cases
from app.models.db.tables.decisions import grade_changes
from app.models.db.tables.found import customer_list
from app.models.db.tables.living import corrections
from app.models.db.unit_of_work import Reading, Writing
from app.models.domain.enums import Grade
from app.models.domain.log import DIRECTIONS, DOWN, FIRST, SAME, UP, LogChoices, LogEntry, LogFilter, LogPage
from app.models.domain.rating import Override

_CHANGE = grade_changes.c
_FEW = 20_000


class LogQueries:
    """Reading the log."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def page(self, wanted: LogFilter, offset: int, limit: int) -> LogPage:
        """Return ``limit`` entries that fit, newest first, from ``offset`` on, and how many fit in all, by direction."""
        if wanted.customer or wanted.text:
            numbers, found = self._gone_through(wanted)
            return LogPage(self._entries(numbers[offset:offset + limit]), offset, len(numbers), found)
        columns: tuple[ColumnElement[Any], ...] = (_direction().label("direction"), func.count().label("number"))
        counted = select(*columns).where(_fits(wanted)).group_by("direction")
        found = {row.direction: int(row.number) for row in self._unit.rows(counted)}
        counts = {one: found.get(one, 0) for one in DIRECTIONS}
        total = sum(counts.values())
        return LogPage(self._entries(self._numbers(wanted, offset, limit, total < _FEW or offset > _FEW)), offset, total, counts)

    def _gone_through(self, wanted: LogFilter) -> tuple[list[int], dict[str, int]]:
        """All numbers that fit, newest first, and how many by direction: words are looked for in the wide rows only once."""
        columns: tuple[ColumnElement[Any], ...] = (_CHANGE.id, _direction().label("direction"))
        rows = self._unit.rows(select(*columns).where(_fits(wanted)).order_by(_CHANGE.id.desc()))
        met = Counter(row.direction for row in rows)
        return [row.id for row in rows], {one: met[one] for one in DIRECTIONS}

    def _numbers(self, wanted: LogFilter, offset: int, limit: int, few: bool = False) -> list[int]:
        """Numbers that fit, newest first. ``few`` fit, or they are far down: they are picked out of the narrow index and put in
        order then, for the way along the wide rows would be a long one.
        """
        order = (_CHANGE.id + 0 if few else _CHANGE.id).desc()
        found = select(_CHANGE.id).where(_fits(wanted)).order_by(order).offset(offset).limit(limit)
        return [row.id for row in self._unit.rows(found)]

    def entries(self, wanted: LogFilter, offset: int, limit: int) -> tuple[LogEntry, ...]:
        """Return ``limit`` entries that fit, newest first, from ``offset`` on."""
        # The numbers alone are looked for first: a deep page then reads no texts of the entries that it passes over.
        return self._entries(self._numbers(wanted, offset, limit))

    def entry(self, no: int) -> LogEntry | None:
        """Return one entry, None if there is none of that number."""
        return next(iter(self._entries([no])), None)

    def choices(self) -> LogChoices:
        """Return what can be filtered by: rules and officers that the log names."""
        rules = {rule for row in self._unit.rows(select(_CHANGE.rules).distinct()) for rule in row.rules}
        # Each of the two is made distinct by itself, along the index; a union of all would be sorted whole.
        names = union_all(*(select(column.label("name")).distinct() for column in (_CHANGE.proposed_by, _CHANGE.approved_by)))
        people = {row.name for row in self._unit.rows(select(names.subquery().c.name)) if row.name}
        return LogChoices(tuple(sorted(rules)), tuple(sorted(people)))

    def corrections(self) -> dict[int, int]:
        """Return which entry each correction corrects, by the number of the correction."""
        rows = self._unit.rows(select(corrections.c.change_id, corrections.c.corrects_id))
        return {row.change_id: row.corrects_id for row in rows}

    def _entries(self, numbers: Sequence[int]) -> tuple[LogEntry, ...]:
        if not numbers:
            return ()
        changes = {one.no: one for one in ChangeQueries(self._unit).some(numbers)}
        link = corrections.c
        rows = self._unit.rows(
            select(link.change_id, link.corrects_id, link.reason)
            .where(or_(link.change_id.in_(numbers), link.corrects_id.in_(numbers))).order_by(link.change_id)
        )
        made = {row.change_id: row for row in rows}
        overrides = self._overrides({one.case_id for one in changes.values()})
        return tuple(
            LogEntry(
                changes[no],
                made[no].corrects_id if no in made else None, made[no].reason if no in made else "",
                tuple(row.change_id for row in rows if row.corrects_id == no),
                overrides.get((changes[no].case_id, changes[no].after.grade)),
            )
            for no in numbers if no in changes
        )

    def _overrides(self, case_ids: Collection[int]) -> dict[tuple[int, Grade], Override]:
        """The signed overrides of some cases, by case and the grade that was set."""
        of = cases.c
        wanted = select(
            of.id, of.override_grade, of.override_reason, of.override_expires, of.override_by, of.override_second_by
        ).where(of.id.in_(case_ids), of.override_grade.is_not(None), of.override_second_by.is_not(None))
        return {
            (row.id, Grade(row.override_grade)): Override(
                Grade(row.override_grade), row.override_reason, row.override_expires, row.override_by, row.override_second_by)
            for row in self._unit.rows(wanted) if row.override_second_by
        }


class LogKeeping(LogQueries):
    """Reading the log and noting what a correction corrects."""

    def __init__(self, unit: Writing) -> None:
        super().__init__(unit)
        self._writing = unit

    def add_correction(self, no: int, corrects: int, reason: str) -> None:
        """Note that entry ``no`` corrects entry ``corrects``."""
        self._writing.insert(corrections, {"change_id": no, "corrects_id": corrects, "reason": reason})


def _direction() -> ColumnElement[str]:
    before, after = _CHANGE.before_grade, _CHANGE.after_grade
    return case((before.is_(None), FIRST), (after > before, UP), (after < before, DOWN), else_=SAME)


def _fits(wanted: LogFilter) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [true()]
    for word in wanted.customer.split():
        parts.append(_customer(word))
    if wanted.customer_id is not None:
        parts.append(_CHANGE.customer_id == wanted.customer_id)
    if wanted.since is not None:
        parts.append(_CHANGE.at >= _start(wanted.since))
    if wanted.until is not None:
        parts.append(_CHANGE.at < _start(wanted.until + timedelta(days=1)))
    if wanted.direction:
        parts.append(_direction() == wanted.direction)
    if wanted.grade is not None:
        parts.append(_CHANGE.after_grade == int(wanted.grade))
    if wanted.change_class is not None:
        parts.append(_CHANGE.change_class == wanted.change_class.value)
    if wanted.rule:
        parts.append(cast(_CHANGE.rules, Text).contains(f'"{wanted.rule}"', autoescape=True))
    if wanted.officer:
        parts.append(or_(_CHANGE.proposed_by == wanted.officer, _CHANGE.approved_by == wanted.officer))
    for word in wanted.text.split():
        parts.append(or_(*(_holds(column, word) for column in (_CHANGE.text, _CHANGE.conditions, _CHANGE.decision_note))))
    return and_(*parts)


def _customer(word: str) -> ColumnElement[bool]:
    """As the customer is called now, however it is typed, or as it was called when the entry was made."""
    listed, plain = customer_list.c, folded(word)
    known = select(listed.customer_id).where(
        or_(listed.name_find.contains(plain, autoescape=True), listed.code_find.contains(plain, autoescape=True))
    )
    return or_(_CHANGE.customer_id.in_(known), _holds(_CHANGE.customer_name, word), _holds(_CHANGE.customer_number, word))


def _holds(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    """The store folds only Latin letters; others are tried as they are usually written."""
    forms = dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
    return or_(*(column.contains(form, autoescape=True) for form in forms))


def _start(day: date) -> datetime:
    """The first moment of a day where the program runs."""
    return datetime.combine(day, time(0)).astimezone(UTC)
