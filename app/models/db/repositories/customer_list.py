"""The queries behind the customer list: which customers in which order, the rows of a page, sums of a selection.

Everything is filtered and sorted over the narrow table ``customer_list``; a page then reads its few rows by number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, case, cast, false, func, not_, null, or_, select

from app.models.db.search_text import folded, folded_code, like_pattern
from app.models.db.tables.cases import cases
from app.models.db.tables.found import customer_list
from app.models.db.tables.living import limit_holds
from app.models.db.unit_of_work import Reading
from app.models.domain.enums import CaseState, Grade
from app.models.domain.listing import GROUPINGS, REVIEW_CHOICES, ColumnFilter, Group, ListQuery, Sum, Totals
from app.models.domain.parties import CustomerRow

OPEN_STATES = (CaseState.DRAFT, CaseState.COLLECTING, CaseState.VERIFIED, CaseState.SCORED, CaseState.REVIEWED)
"""States of a case that is still worked on."""

_all = customer_list.c
SORT_COLUMNS: dict[str, ColumnElement[Any]] = {
    "name": _all.name_sort, "number": _all.number, "identifier": _all.identifier, "trade": _all.trade, "owner": _all.owner,
    "officer": _all.officer, "country": _all.country, "group": _all.group_name, "flags": _all.flags,
    "currency": _all.currency, "grade": _all.grade, "former_grade": _all.former_grade, "score": _all.score_key,
    "limit": _all.limit_key, "exposure": _all.exposure_key, "since": _all.since, "next_review": _all.next_review,
    "days": _all.next_review, "case": _all.case_state,
}
SORTS = tuple(SORT_COLUMNS)
_CHOICES = {"trade": _all.trade, "owner": _all.owner, "officer": _all.officer, "country": _all.country,
            "group": _all.group_name, "currency": _all.currency, "case": _all.case_state}
_AMOUNTS = {"score": (_all.score_key, 1_000_000), "limit": (_all.limit_key, 100), "exposure": (_all.exposure_key, 100)}
_DATES = {"since": _all.since, "next_review": _all.next_review, "days": _all.next_review}
_NEVER_EMPTY = ("name", "number", "currency")


def open_case_id(customer_id: ColumnElement[int]) -> Any:
    """Return the scalar subquery for the id of the newest open case of a customer."""
    return (
        select(func.max(cases.c.id)).where(cases.c.customer_id == customer_id, cases.c.state.in_(OPEN_STATES))
        .correlate(customer_id.table).scalar_subquery()
    )


class CustomerListQueries:
    """Reading the list."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def ids(self, query: ListQuery, today: date) -> list[int]:
        """Return the ids of all customers that ``query`` finds, in its order, empty cells last. KeyError: unknown column."""
        wanted = _ordered(query, today).subquery()
        # One text instead of a row for each: a hundred thousand numbers come over in one piece.
        return list(json.loads(self._unit.scalar(select(func.json_group_array(wanted.c.customer_id)))))

    def first_ids(self, query: ListQuery, today: date, limit: int, offset: int = 0) -> list[int]:
        """Return some of ``ids``; cheap where an index holds the order."""
        return [row[0] for row in self._unit.rows(_ordered(query, today).limit(limit).offset(offset))]

    def count(self, query: ListQuery, today: date) -> int:
        """Return how many customers ``query`` finds."""
        return int(self._unit.scalar(select(func.count()).select_from(customer_list).where(*_conditions(query, today))))

    def groups(self, query: ListQuery, today: date) -> tuple[tuple[Group, ...], int]:
        """Return the groups of what ``query`` finds, in the order in which ``ids`` has their rows, and how many customers
        there are in all; one query, but for the number where nothing is found. KeyError: not a column to group by.
        """
        key = _group_key(query.group, today)
        every = select(func.count()).select_from(customer_list).scalar_subquery()
        parts = (
            select(key, _all.currency, _all.exposure_currency, func.count(), func.count(_all.limit_key), func.sum(_all.limit_key),
                   func.count(_all.exposure_key), func.sum(_all.exposure_key), every)
            .where(*_conditions(query, today)).group_by(_together(key, _all.currency, _all.exposure_currency))
            .order_by(*_group_order(query, today), _all.currency, _all.exposure_currency)
        )
        found = self._unit.rows(parts)
        if not found:
            return (), self.count(ListQuery(), today)
        return tuple(_grouped(query.group, found)), int(found[0][-1])

    def rows(self, ids: Sequence[int]) -> tuple[CustomerRow, ...]:
        """Return the rows of some customers in the order of ``ids``; those that are gone are left out."""
        found = {row.customer_id: row for row in self._unit.connection.execute(_ROWS, {"ids": list(ids)})}
        return tuple(list_row(found[one]) for one in ids if one in found)

    def totals(self, ids: Sequence[int]) -> Totals:
        """Return what limits and exposures of some customers add up to, a currency each."""
        numbers = {"numbers": json.dumps(list(ids), separators=(",", ":"))}
        sums = []
        for query in (_LIMITS, _EXPOSURES):
            found = self._unit.connection.execute(query, numbers).all()
            sums.append(tuple(Sum(row[0], row[1], Decimal(row[2]) / 100) for row in found))
        return Totals(len(ids), *sums)

    def values(self, column: str) -> tuple[str, ...]:
        """Return the different values of a column that is filtered by choice, "" where some customer has none."""
        if column == "flags":
            found: set[str] = set()
            for (text,) in self._unit.rows(select(_all.flags).distinct()):
                found.update(json.loads(text) if text else ("",))
            return tuple(sorted(found))
        shown = _CHOICES[column]
        return tuple(row[0] or "" for row in self._unit.rows(select(shown).distinct().order_by(shown)))


# --- which, and in what order -----------------------------------------------------------------------------------------


def _ordered(query: ListQuery, today: date) -> Select[Any]:
    column = SORT_COLUMNS[query.sort]
    order: list[ColumnElement[Any]] = [] if query.sort in _NEVER_EMPTY else [column.is_(None)]
    conditions = _conditions(query, today)
    # With conditions the narrow table is read once and sorted: through an index every row would be fetched apart.
    key = func.coalesce(column, null()) if conditions else column
    order += [key.desc() if query.descending else key.asc(), _all.customer_id]
    if query.group:
        order = [*_group_order(query, today), *order]
    return select(_all.customer_id).where(*conditions).order_by(*order)


def _conditions(query: ListQuery, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.search.strip():
        found.append(_search(query.search))
    for one in query.filters:
        if not one.is_empty:
            found += _filter(one, today)
    return found


def _search(text: str) -> ColumnElement[bool]:
    ways = [_all.name_find.like(like_pattern(text), escape="!"), _all.number.like(like_pattern(text), escape="!")]
    code = folded_code(text)
    if code and all(char.isalnum() or char in " -./" for char in text):
        # Registration numbers are typed in groups and stored in one piece.
        ways.append(_all.code_find.like(like_pattern(code), escape="!"))
    return or_(*ways)


def _filter(one: ColumnFilter, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if one.text.strip():
        found.append(_text(one.column, one.text.strip()))
    if one.choices:
        found.append(_chosen(one.column, one.choices, today))
    if one.least is not None or one.most is not None:
        found += _between(one, today)
    if one.since is not None:
        found.append(_DATES[one.column] >= one.since)
    if one.until is not None:
        found.append(_DATES[one.column] <= one.until)
    return found


def _text(column: str, text: str) -> ColumnElement[bool]:
    if column == "name":
        return _all.name_find.like(like_pattern(text), escape="!")
    if column in ("number", "identifier"):
        code = _all.code_find.like(like_pattern(folded_code(text)), escape="!") if folded_code(text) else false()
        return or_(SORT_COLUMNS[column].like(like_pattern(text), escape="!"), code)
    # SQLite folds letters of ASCII only: the ways in which a name is usually written stand in for the rest.
    plain = folded(text)
    forms = {plain, plain.upper(), plain.title(), plain.capitalize(), text}
    return or_(*(SORT_COLUMNS[column].like(_pattern(form), escape="!") for form in sorted(forms)))


def _pattern(text: str) -> str:
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def _chosen(column: str, choices: tuple[str, ...], today: date) -> ColumnElement[bool]:
    if column == "next_review":
        return or_(*(_review(choice, today) for choice in choices))
    if column == "flags":
        return or_(*(_all.flags.like(_pattern(json.dumps(flag, ensure_ascii=False)), escape="!") if flag else _all.flags.is_(None)
                     for flag in choices))
    shown: ColumnElement[Any]
    values: list[Any]
    if column in ("grade", "former_grade"):
        shown, values = SORT_COLUMNS[column], [int(Grade[choice]) for choice in choices if choice]
    else:
        shown, values = _CHOICES[column], [choice for choice in choices if choice]
    ways = [shown.in_(values)] if values else []
    if "" in choices:
        ways.append(shown.is_(None))
    return or_(*ways)


def _review(choice: str, today: date) -> ColumnElement[bool]:
    day = _all.next_review
    week, month = today + timedelta(days=7), today + timedelta(days=30)
    return {
        "overdue": day < today, "week": and_(day >= today, day <= week), "month": and_(day >= today, day <= month),
        "later": day > month, "none": day.is_(None),
    }[choice]


def _between(one: ColumnFilter, today: date) -> list[ColumnElement[bool]]:
    if one.column == "days":
        least = None if one.least is None else _all.next_review >= today + timedelta(days=int(one.least))
        most = None if one.most is None else _all.next_review <= today + timedelta(days=int(one.most))
    else:
        column, scale = _AMOUNTS[one.column]
        least = None if one.least is None else column >= round(one.least * scale)
        most = None if one.most is None else column <= round(one.most * scale)
    return [bound for bound in (least, most) if bound is not None]


# --- groups -----------------------------------------------------------------------------------------------------------


def _group_key(column: str, today: date) -> ColumnElement[Any]:
    """What is the same for all rows of a group, and sorts as groups stand one below the other; null for none."""
    if column == "next_review":
        chosen = [(_review(choice, today), number) for number, choice in enumerate(REVIEW_CHOICES[:-1])]
        return case(*chosen, else_=null())
    if column == "case":
        return case({state.value: number for number, state in enumerate(OPEN_STATES)}, value=_all.case_state, else_=null())
    if column not in GROUPINGS:
        raise KeyError(column)
    return func.coalesce(SORT_COLUMNS[column], null())  # not through an index: every row would be fetched apart


def _together(*parts: ColumnElement[Any]) -> ColumnElement[Any]:
    """Several values as one text: a hundred thousand rows are sorted by it in two thirds of the time."""
    texts = [func.coalesce(cast(part, Text), "") for part in parts]
    whole: ColumnElement[Any] = texts[0]
    for text in texts[1:]:
        whole = whole + "\x1f" + text
    return whole


def _group_order(query: ListQuery, today: date) -> list[ColumnElement[Any]]:
    """Best grade, soonest review and earliest state first, values by the alphabet, none last; turned round with the sorting
    by the same column.
    """
    key = _group_key(query.group, today)
    falling = query.group in ("grade", "former_grade")
    if query.sort == query.group:
        falling = query.descending
    return [key.is_(None), key.desc() if falling else key.asc()]


def _grouped(column: str, found: Sequence[Any]) -> Iterator[Group]:
    """One group from the rows of each key: there is one for each pair of currencies."""
    for key, rows in groupby(found, itemgetter(0)):
        count, limits, exposures = 0, _Adding(), _Adding()
        for _, currency, exposure_currency, number, with_limit, limit, with_exposure, exposure, _all_of_them in rows:
            count += number
            limits.add(currency, with_limit, limit)
            exposures.add(exposure_currency, with_exposure, exposure)
        yield Group(_group_value(column, key), count, limits.sums(), exposures.sums())


class _Adding:
    """Counts and hundredths by currency."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[int, int]] = {}

    def add(self, currency: str | None, count: int, hundredths: int | None) -> None:
        if count and currency is not None and hundredths is not None:
            counted, total = self._parts.get(currency, (0, 0))
            self._parts[currency] = (counted + count, total + hundredths)

    def sums(self) -> tuple[Sum, ...]:
        return tuple(Sum(currency, count, Decimal(total) / 100) for currency, (count, total) in sorted(self._parts.items()))


def _group_value(column: str, key: Any) -> str:
    if column == "next_review":
        return REVIEW_CHOICES[-1 if key is None else key]
    if key is None:
        return ""
    if column in ("grade", "former_grade"):
        return Grade(key).name
    if column == "case":
        return OPEN_STATES[key].value
    return ",".join(json.loads(key)) if column == "flags" else str(key)


# --- rows and sums ----------------------------------------------------------------------------------------------------

_HELD = (
    select(limit_holds.c.id).where(limit_holds.c.customer_id == _all.customer_id, limit_holds.c.lifted.is_(None))
    .correlate(customer_list).exists().label("held")
)
_ROWS = select(customer_list, _HELD).where(_all.customer_id.in_(bindparam("ids", expanding=True)))


def _sum_query(amount: ColumnElement[Any], currency: ColumnElement[Any]) -> Select[Any]:
    numbers = func.json_each(bindparam("numbers")).table_valued("value")
    return (
        select(currency, func.count(amount), func.sum(amount)).where(_all.customer_id.in_(select(numbers.c.value)))
        .where(not_(amount.is_(None))).group_by(currency).order_by(currency)
    )


_LIMITS = _sum_query(_all.limit_key, _all.currency)
_EXPOSURES = _sum_query(_all.exposure_key, _all.exposure_currency)


def list_row(row: Any) -> CustomerRow:
    """Turn a row of the table into the record of the list."""
    flags = tuple(json.loads(row.flags)) if row.flags else ()
    return CustomerRow(
        id=row.customer_id, number=row.number, name=row.name, identifier=row.identifier or "", trade=row.trade or "",
        owner=row.owner or "", grade=_grade_of(row.grade), provisional=row.provisional, score=_amount(row.score_key, 1_000_000),
        limit=_amount(row.limit_key, 100), currency=row.currency, next_review=row.next_review, case_id=row.case_id,
        case_state=None if row.case_state is None else CaseState(row.case_state), sample="sample" in flags,
        former_grade=_grade_of(row.former_grade), since=row.since, country=row.country or "", officer=row.officer or "",
        group=row.group_name or "", flags=flags, exposure=_amount(row.exposure_key, 100),
        exposure_currency=row.exposure_currency or "", held=bool(row.held),
    )


def _amount(key: int | None, scale: int) -> Decimal | None:
    return None if key is None else Decimal(key) / scale


def _grade_of(number: int | None) -> Grade | None:
    return None if number is None else Grade(number)
