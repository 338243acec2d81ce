"""The question behind the worklist. It goes over the narrow rows of ``customer_list``; only the dearest lines are looked up.

Written as SQL because its answer is what the window shows first; see ``app.models.db.look``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import starmap
from typing import Any, NamedTuple

from sqlcipher3 import dbapi2

from app.models.domain.enums import CaseState, Grade
from app.models.domain.tasks import Only, Task, TaskKind

_RANK = {kind.value: number for number, kind in enumerate(TaskKind)}

# What a customer is in the worklist for; the first that fits counts.
_FITS = {
    TaskKind.APPROVAL: "case_state = 'reviewed'",
    TaskKind.REVIEW: "next_review <= :soon",
    TaskKind.CASE: "case_state IN ('draft', 'collecting', 'verified', 'scored')",
    TaskKind.ALARM: "alarmed = 1",
}
_UNREAD = "unread = 1"
# What each figure counts.
_COUNTED = {
    Only.OVERDUE: (TaskKind.REVIEW, "next_review < :today"),
    Only.DUE: (TaskKind.REVIEW, "next_review >= :today AND next_review <= :soon"),
    Only.CASE: (TaskKind.CASE, "case_state IN ('draft', 'collecting', 'verified', 'scored', 'reviewed')"),
    Only.APPROVAL: (TaskKind.APPROVAL, _FITS[TaskKind.APPROVAL]),
    Only.ALARM: (TaskKind.ALARM, _FITS[TaskKind.ALARM]),
    Only.NOTICE: (TaskKind.NOTICE, _UNREAD),
}

_LINE = "SELECT {kind} AS kind, customer_id, next_review AS due, risk_key AS amount, {rate} AS rate FROM customer_list"
# A LIMIT of its own for every currency: an index holds each currency's lines in the order of their amounts.
_OF_CURRENCY = "SELECT * FROM ({line} WHERE risk_currency = {code} AND ({fits}) ORDER BY risk_key DESC LIMIT :most)"
# What no rate converts. The currencies there are come from the ends of their stretches of the index, without its rows.
_CURRENCIES = """
WITH RECURSIVE there(code) AS (
    SELECT min(risk_currency) FROM customer_list
    UNION ALL SELECT (SELECT min(risk_currency) FROM customer_list WHERE risk_currency > code) FROM there WHERE code IS NOT NULL
)
"""
_STRANGE = "{line} WHERE risk_currency IN (SELECT code FROM there WHERE code NOT IN ({codes})) AND ({fits})"
_UNKNOWN = "{line} WHERE risk_currency IS NULL AND ({fits})"

# The plus keeps SQLite from going over the open alarms of all customers for the earliest day of each.
_TOLD = """
SELECT
    dearest.kind, dearest.customer_id, here.name, here.flags, here.grade, here.next_review, here.case_id AS open_id,
    change.effective, change.case_id AS changed_by,
    (SELECT max(effective) FROM proposals WHERE case_id = here.case_id AND state = 'open') AS asked_for,
    knows.own_exposure, knows.currency AS owed_in, force."limit", force.currency, opened.requested_limit,
    opened.currency AS asked_in, opened.state, change.rules,
    (SELECT max(grade) FROM proposals WHERE case_id = here.case_id AND state = 'open') AS proposed,
    (SELECT count(*) FROM case_reports WHERE case_id = here.case_id AND arrived IS NULL) AS reports,
    (SELECT min(due) FROM case_reports WHERE case_id = here.case_id AND arrived IS NULL) AS report_due,
    (SELECT count(*) FROM notices WHERE change_id = force.change_id) AS notices,
    (SELECT count(*) FROM notices WHERE change_id = force.change_id AND acknowledged IS NOT NULL) AS told,
    (SELECT json_group_array(json_array(department, person)) FROM notices
     WHERE change_id = force.change_id AND acknowledged IS NULL) AS silent,
    (SELECT min(sent) FROM notices WHERE change_id = force.change_id AND acknowledged IS NULL) AS asked_since,
    (SELECT json_group_array(DISTINCT rule) FROM alarms
     WHERE customer_id = dearest.customer_id AND +closed IS NULL) AS raised,
    (SELECT min(due) FROM alarms WHERE customer_id = dearest.customer_id AND +closed IS NULL) AS alarm_due,
    EXISTS (SELECT 1 FROM alarms WHERE customer_id = dearest.customer_id) AS watched
FROM (
    SELECT kind, customer_id FROM ({lines}) AS lines
    ORDER BY amount * rate IS NULL, amount * rate DESC, amount IS NULL, due IS NULL, due, {rank}, customer_id
    LIMIT :most
) AS dearest
JOIN customer_list AS here ON here.customer_id = dearest.customer_id
LEFT JOIN grades_in_force AS force ON force.customer_id = dearest.customer_id
LEFT JOIN grade_changes AS change ON change.id = force.change_id
LEFT JOIN cases AS knows ON knows.id = (
    SELECT max(id) FROM cases WHERE customer_id = dearest.customer_id AND own_exposure IS NOT NULL
)
LEFT JOIN cases AS opened ON opened.id = here.case_id
"""


class _Row(NamedTuple):
    """A row of the answer, as the driver gives it: days and exact numbers are texts."""

    kind: str
    customer_id: int
    name: str
    flags: str | None
    grade: int | None
    next_review: str | None
    open_id: int | None
    effective: str | None
    changed_by: int | None
    asked_for: str | None
    own_exposure: str | None
    owed_in: str | None
    limit: str | None
    currency: str | None
    requested_limit: str | None
    asked_in: str | None
    state: str | None
    rules: str | None
    proposed: int | None
    reports: int
    report_due: str | None
    notices: int
    told: int
    silent: str
    asked_since: str | None
    raised: str
    alarm_due: str | None
    watched: int


class TaskQueries:
    """Reading what waits. ``soon`` is the last day that counts as due soon."""

    def __init__(self, connection: dbapi2.Connection) -> None:
        self._connection = connection

    def settings(self) -> dict[str, str]:
        """Return base currency and rates as they are kept, as far as they were ever set."""
        return dict(self._connection.execute("SELECT key, value FROM settings WHERE key IN ('base_currency', 'rates')"))

    def top(
        self, today: date, soon: date, rates: Mapping[str, Decimal], only: Only | None, most: int
    ) -> tuple[Task, ...]:
        """Return the lines with most money at risk, ``only`` what one figure counts: one query.

        Of every currency the dearest, and of those the dearest; after them what no rate converts.
        """
        codes = sorted(rates)
        values: dict[str, Any] = {"today": today.isoformat(), "soon": soon.isoformat(), "most": most}
        values |= {f"code{at}": code for at, code in enumerate(codes)}
        values |= {f"rate{at}": float(rates[code]) for at, code in enumerate(codes)}
        parts = [part for kind, fits in _lists(only) for part in _parts(kind, fits, len(codes))]
        rank = _case({f"kind = '{kind}'": str(number) for kind, number in _RANK.items()})
        query = _TOLD.replace("{lines}", " UNION ALL ".join(parts)).replace("{rank}", rank)
        rows = starmap(_Row, self._connection.execute(_CURRENCIES + query, values))
        return tuple(_task(row, rates) for row in rows)


def _lists(only: Only | None) -> list[tuple[str, str]]:
    """What is listed: SQL of the kind of a line, and of whether a customer is in that list."""
    if only is not None:
        kind, fits = _COUNTED[only]
        return [(f"'{kind.value}'", fits)]
    kinds = _case({fits: f"'{kind.value}'" for kind, fits in _FITS.items()})
    return [(kinds, " OR ".join(_FITS.values())), (f"'{TaskKind.NOTICE.value}'", _UNREAD)]


def _parts(kind: str, fits: str, codes: int) -> list[str]:
    unknown, known = _LINE.format(kind=kind, rate="NULL"), ", ".join(f":code{at}" for at in range(codes))
    return [
        *(
            _OF_CURRENCY.format(line=_LINE.format(kind=kind, rate=f":rate{at}"), code=f":code{at}", fits=fits)
            for at in range(codes)
        ),
        _STRANGE.format(line=unknown, codes=known, fits=fits),
        _UNKNOWN.format(line=unknown, fits=fits),
    ]


def _case(choices: Mapping[str, str]) -> str:
    return f"CASE {' '.join(f'WHEN {when} THEN {then}' for when, then in choices.items())} END"


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _where_to(row: _Row, kind: TaskKind) -> tuple[int | None, date | None]:
    """The case a line leads to, and its day."""
    if kind is TaskKind.APPROVAL:
        return row.open_id, _day(row.asked_for)
    if kind is TaskKind.ALARM:
        return row.changed_by, _day(row.alarm_due or row.next_review)
    if kind is TaskKind.NOTICE:
        return row.changed_by, _day(row.effective)
    return row.open_id, _day(row.next_review)


def _task(row: _Row, rates: Mapping[str, Decimal]) -> Task:
    pairs = ((row.own_exposure, row.owed_in), (row.limit, row.currency), (row.requested_limit, row.asked_in))
    text, code = next((pair for pair in pairs if pair[0] is not None), (None, ""))
    amount, currency = None if text is None else Decimal(text), code or ""
    rate, kind = rates.get(currency), TaskKind(row.kind)
    case_id, due = _where_to(row, kind)
    return Task(
        kind=kind, customer_id=row.customer_id, customer=row.name, sample="sample" in (row.flags or ""),
        grade=None if row.grade is None else Grade(row.grade), case_id=case_id,
        case_state=None if row.state is None else CaseState(row.state), amount=amount, currency=currency,
        base=None if amount is None or rate is None else amount * rate, due=due,
        proposed=None if row.proposed is None else Grade(row.proposed),
        alarms=_alarms(row), reports_waiting=row.reports, report_due=_day(row.report_due), notices=row.notices, told=row.told,
        silent=tuple((department, person) for department, person in json.loads(row.silent)),
        asked_since=_day(row.asked_since[:10] if row.asked_since else row.effective), untold=not row.asked_since,
    )


def _alarms(row: _Row) -> tuple[str, ...]:
    """The alarms that are not closed; a store without any says what the decision in force saw."""
    if row.watched:
        return tuple(sorted(json.loads(row.raised)))
    return tuple(rule for rule in json.loads(row.rules or "[]") if rule.startswith("W"))
