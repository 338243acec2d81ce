"""The records of one customer, read in one statement: what a page of the window shows comes from a single look.

Repositories ask ``rows_of`` and ``row_of``. Within such a look they are answered from memory, else by a query of their own;
both ways give the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

from app.models.db.tables.cases import answers, case_reports, cases, evidence, guarantees
from app.models.db.tables.customers import (
    customer_contacts,
    customer_former_names,
    customer_identifiers,
    customer_related,
    customers,
)
from app.models.db.tables.decisions import decisions, grade_changes, grades_in_force, notices, proposals
from app.models.db.tables.imports import imports, ledger_entries, origins, outside_records, turnover
from app.models.db.tables.keeping import journal, journal_head
from app.models.db.tables.living import alarms, limit_holds, listings, order_checks, review_notes
from app.models.db.tables.people import officers, settings
from app.models.db.tables.ratings import methodologies, ratings
from app.models.db.tables.statements import statement_lines, statements
from app.models.db.together import Together
from app.models.db.traces import traces

if TYPE_CHECKING:
    from app.models.db.unit_of_work import Reading

Answers = Literal["none", "case", "all"]
"""Which answers a look brings: none, those of its case and of the case before, or those of every case."""

Also = Callable[[], Mapping[str, Select[Any]]]

_HEAVY = {"evidence": ("content",), "methodologies": ("body",)}
_SNAPSHOT = ("input_json", "result_json")
_BY_CUSTOMER = (
    customer_identifiers, customer_former_names, customer_related, customer_contacts, cases, statements, ratings, grade_changes,
    grades_in_force, alarms, limit_holds, listings, order_checks, review_notes,
)
_BY_CASE = (case_reports, guarantees, evidence, proposals)
_WHOLE = (officers, settings, methodologies, journal_head)
LEDGER_FILES = "ledger_files"
TOUCHED, BROUGHT = "touched", "brought"
_ENTRY = tuple(journal.c[name] for name in ("action", "entity", "entity_id", "at", "who"))


def shown(table: Table) -> tuple[Column[Any], ...]:
    """The columns of a table without those that are too large to come along."""
    return tuple(column for column in table.c if column.name not in _HEAVY.get(table.name, ()))


class Records:
    """Rows by table. ``known`` says of (table, column) for which values all rows are here; None: for every value."""

    def __init__(self, rows: Mapping[str, Sequence[Row[Any]]], known: Mapping[tuple[str, str], frozenset[int] | None]) -> None:
        self._rows = rows
        self._known = known
        self._by: dict[tuple[str, str], dict[Any, list[Row[Any]]]] = {}

    def rows(self, table: Table, column: str, value: object) -> Sequence[Row[Any]] | None:
        """The rows with that value, None when some may not be here."""
        known = self._known.get((table.name, column), frozenset())
        if known is not None and value not in known:
            return None
        return self._grouped(table.name, column).get(value, ())

    def row(self, table: Table, number: int) -> Row[Any] | None:
        """The row of that number, None when it is not here."""
        found = self._grouped(table.name, "id").get(number, ())
        return found[0] if found else None

    def every(self, table: Table) -> Sequence[Row[Any]]:
        """Every row of the table that came along."""
        return self._rows.get(table.name, ())

    def holds(self, name: str) -> bool:
        """Whether the query of that name was asked."""
        return name in self._rows

    def named(self, name: str) -> Sequence[Row[Any]]:
        """The rows of a query that is no table."""
        return self._rows[name]

    def _grouped(self, name: str, column: str) -> dict[Any, list[Row[Any]]]:
        found = self._by.get((name, column))
        if found is None:
            found = self._by[(name, column)] = {}
            for row in self._rows.get(name, ()):
                found.setdefault(getattr(row, column), []).append(row)
        return found


# --- what repositories ask --------------------------------------------------------------------------------------------


def rows_of(unit: Reading, table: Table, column: str, value: object, *order: str) -> Sequence[Row[Any]]:
    """The rows of a table with that value, in the order of some columns that are never empty; heavy columns are left out."""
    return rows_among(unit, table, column, (value,), *order)


def rows_among(unit: Reading, table: Table, column: str, values: Collection[object], *order: str) -> Sequence[Row[Any]]:
    """The rows of a table with one of some values, ordered as ``rows_of``."""
    if not values:
        return ()
    if unit.records is not None:
        parts = [unit.records.rows(table, column, value) for value in values]
        found = [row for part in parts if part is not None for row in part]
        if None not in parts:
            return sorted(found, key=attrgetter(*order))
    wanted = select(*shown(table)).where(table.c[column].in_(list(values)))
    return unit.rows(wanted.order_by(*(table.c[name] for name in order)))


def row_of(unit: Reading, table: Table, number: int) -> Row[Any] | None:
    """The row of that number, None if there is none; heavy columns are left out."""
    found = unit.records.row(table, number) if unit.records is not None else None
    return found if found is not None else unit.one(select(*shown(table)).where(table.c.id == number))


def every_row(unit: Reading, table: Table, order: str) -> Sequence[Row[Any]]:
    """All rows of a small table in the order of a column."""
    if unit.records is not None:
        return sorted(unit.records.every(table), key=attrgetter(order))
    return unit.rows(select(*shown(table)).order_by(table.c[order]))


# --- one statement ----------------------------------------------------------------------------------------------------


def gather(
    unit: Reading, *, customer_id: int | None = None, case_id: int | None = None, answered: Answers = "none",
    history: bool = False, ledger: bool = False, outside: bool = False, also: Also | None = None,
    beside: Mapping[str, str] | None = None,
) -> Records:
    """Read the records of a customer, or of the customer of a case, with the answers that are wanted: one statement.

    With answers come the stored ratings that a page compares: that of the grade in force, the newest of the two newest cases
    that have one, and those of the proposals of the case. Of all others the heads come without their snapshots.
    ``history``: with the entries of the journal; ``ledger``: with the own ledger and the files its lines came from;
    ``outside``: with what sources say and the imports that brought it. Imports come with the history and with all answers too.
    ``also``: a function that names further queries, with parameters given by ``beside``; their rows are ``Records.named``.
    """
    given: dict[str, Any] = {"customer": customer_id} if case_id is None else {"case": case_id}
    rows = _together(case_id is not None, answered, history, ledger, outside, also).read(unit, given | dict(beside or {}))
    known = _known(rows, case_id, answered)
    if outside:
        known |= {(table.name, "customer_id"): _ids(rows, "customers") for table in (outside_records, turnover)}
    if ledger:
        known[(ledger_entries.name, "customer_id")] = _ids(rows, "customers")
    return Records(rows, known)


def _known(
    rows: Mapping[str, Sequence[Row[Any]]], case_id: int | None, answered: Answers
) -> dict[tuple[str, str], frozenset[int] | None]:
    owner = _ids(rows, "customers")
    own = _ids(rows, "cases")
    known: dict[tuple[str, str], frozenset[int] | None] = {(table.name, "customer_id"): owner for table in _BY_CUSTOMER}
    known |= {(table.name, "case_id"): own for table in (*_BY_CASE, ratings, grade_changes)}
    known[("statement_lines", "statement_id")] = _ids(rows, "statements")
    known[("decisions", "proposal_id")] = _ids(rows, "proposals")
    known[("notices", "change_id")] = _ids(rows, "grade_changes")
    if answered == "all":
        known |= {("answers", "case_id"): own, ("journal", "action"): None}
    elif answered == "case" and case_id is not None:
        before = [number for number in own if number < case_id]
        known[("answers", "case_id")] = own & {case_id, max(before, default=case_id)}
    return known


def _ids(rows: Mapping[str, Sequence[Row[Any]]], name: str) -> frozenset[int]:
    return frozenset(row.id for row in rows.get(name, ()))


@cache
def _together(
    by_case: bool, answered: Answers, history: bool, ledger: bool, outside: bool, also: Also | None
) -> Together:
    whose: Any = bindparam("customer")
    if by_case:
        whose = select(cases.c.customer_id).where(cases.c.id == bindparam("case")).scalar_subquery()
    own = select(cases.c.id).where(cases.c.customer_id == whose)
    changed = select(grade_changes.c.id).where(grade_changes.c.customer_id == whose)
    years = select(statements.c.id).where(statements.c.customer_id == whose)
    where: dict[Table, ColumnElement[bool]] = {
        customers: customers.c.id == whose, **{table: table.c.customer_id == whose for table in _BY_CUSTOMER},
        **{table: table.c.case_id.in_(own) for table in _BY_CASE}, **{table: true() for table in _WHOLE},
        statement_lines: statement_lines.c.statement_id.in_(years), notices: notices.c.change_id.in_(changed),
        decisions: decisions.c.proposal_id.in_(select(proposals.c.id).where(proposals.c.case_id.in_(own))),
        # Beside the customer's own entries those that count: it may meet one of another company.
        listings: or_(listings.c.customer_id == whose, and_(listings.c.ended.is_(None), listings.c.approved.is_not(None))),
    }
    queries = {table.name: select(*shown(table)).where(condition) for table, condition in where.items()}
    queries["ratings"] = _ratings(whose, by_case, answered)
    if history:
        queries |= traces(whose)
    if ledger:
        queries[ledger_entries.name] = select(ledger_entries).where(ledger_entries.c.customer_id == whose)
        queries[LEDGER_FILES] = ledger_files(whose)
    if outside:
        queries |= {table.name: select(table).where(table.c.customer_id == whose) for table in (outside_records, turnover)}
        queries[origins.name] = select(origins).where(origins.c.entity == customers.name, origins.c.entity_id == whose)
    if outside or history or answered == "all":
        queries |= touching(whose)
    if answered == "all":
        queries["answers"] = select(answers).where(answers.c.case_id.in_(own))
        queries["journal"] = _entered(whose, years)
    elif answered == "case":
        here: Any = bindparam("case")
        before = select(func.max(cases.c.id)).where(cases.c.customer_id == whose, cases.c.id < here).scalar_subquery()
        queries["answers"] = select(answers).where(or_(answers.c.case_id == here, answers.c.case_id == before))
    if also is not None:
        queries |= also()
    return Together(queries)


def ledger_files(whose: Any) -> Select[Any]:
    """The imports that brought lines of a customer's ledger: number and files."""
    own = select(ledger_entries.c.import_id).where(ledger_entries.c.customer_id == whose)
    return select(imports.c.id, imports.c.files).where(imports.c.id.in_(own))


def touching(whose: Any) -> dict[str, Select[Any]]:
    """The imports that touched a customer, also those that were taken back; and how many of its records each brought."""
    spans = func.json_each(imports.c.summary, "$.touched").table_valued("value")
    here = and_(func.json_extract(spans.c.value, "$[0]") <= whose, func.json_extract(spans.c.value, "$[1]") >= whose)
    years = select(statements.c.id).where(statements.c.customer_id == whose)
    of_it = or_(
        and_(origins.c.entity == customers.name, origins.c.entity_id == whose),
        and_(origins.c.entity == statements.name, origins.c.entity_id.in_(years)),
    )
    number = func.count(origins.c.entity_id.distinct()).label("number")
    entity: Any = origins.c.entity
    counts = [select(origins.c.import_id, entity.label("entity"), number).where(of_it).group_by(origins.c.import_id, entity)]
    for table in (outside_records, turnover, ledger_entries):
        own = select(table.c.import_id, literal(table.name, String).label("entity"), func.count().label("number"))
        counts.append(own.where(table.c.customer_id == whose, table.c.import_id.is_not(None)).group_by(table.c.import_id))
    every = union_all(*counts).subquery()
    return {TOUCHED: select(imports).where(select(spans.c.value).where(here).exists()), BROUGHT: select(*every.c)}


def _entered(whose: Any, years: Select[Any]) -> Select[Any]:
    """Who entered the customer and its statements, and when."""
    of_statement = and_(journal.c.entity == "statements", journal.c.entity_id.in_(years))
    of_customer = and_(journal.c.entity == "customers", journal.c.entity_id == whose)
    return select(*_ENTRY).where(journal.c.action == "insert", or_(of_customer, of_statement))


def _ratings(whose: Any, by_case: bool, answered: Answers) -> Select[Any]:
    """The ratings, with their snapshots where a page needs them."""
    of_customer = ratings.c.customer_id == whose
    if answered == "none":
        return select(*_with_snapshots(false())).where(of_customer)
    some = [select(grades_in_force.c.rating_id).where(grades_in_force.c.customer_id == whose)]
    for rated in (true(), ratings.c.score.is_not(None)):
        newest = select(func.max(ratings.c.id).label("id")).where(of_customer, rated).group_by(ratings.c.case_id)
        two = newest.order_by(func.max(ratings.c.id).desc()).limit(2).subquery()
        some.append(select(two.c.id))
    if by_case:
        some.append(select(func.max(ratings.c.id)).where(ratings.c.case_id == bindparam("case")))
        some.append(select(proposals.c.rating_id).where(proposals.c.case_id == bindparam("case")))
    wanted = union_all(*some).subquery()
    return select(*_with_snapshots(ratings.c.id.in_(select(wanted.c[0])))).where(of_customer)


def _with_snapshots(needed: ColumnElement[bool]) -> list[ColumnElement[Any]]:
    return [
        case((needed, column)).label(column.name) if column.name in _SNAPSHOT else column for column in ratings.c
    ]
