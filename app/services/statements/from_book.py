"""Statements of one customer straight from workbooks: read, look, decide, take.

One to three files, or one with up to three sheets, are understood as every import is; what comes of it belongs to the
customer whose case is open, whatever name the file gives. ``look`` says for every period and line what the file holds, in
which cell, and what stands there now; ``ties`` shows the integrity checks before anything is written. ``take`` writes the
chosen periods as one import: they stand in the register, each line leads back to its cell, and it can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.errors import UserError
from app.models.domain.imports import FileMark
from app.models.domain.parties import Customer
from app.models.domain.statement import Statement
from app.services.imports.fields import LINE, OPENING
from app.services.imports.model import Ask, Kept, Kind, Place, Plan, Record, TablePlan
from app.services.imports.wanted import IDENTIFIERS, Item, place_of
from app.services.progress import Progress
from app.services.statements.book_model import Asked, Company, Figure, Found, Look, Loose, PeriodFound

if TYPE_CHECKING:
    from app.models.domain.rating import CheckOutcome
    from app.services.changes import Changed
    from app.services.imports.check import Checked, Decisions
    from app.services.imports.commit import Done
    from app.services.registry import Services

MOST_FILES, SCORED = 3, 5
_HEAD = frozenset({"end", "months", "consolidated", "audited", "currency", "framework", "unit"})
_ALL = ""


def read(
    services: Services, customer_id: int, paths: Sequence[Path], lang: str, progress: Progress | None = None
) -> Found:
    """Read the files in the reading process and understand them; nothing is written.

    UserError at "file": ``from_book.too_many``, ``from_book.no_statement``, ``import.same_file``, or why a file cannot be
    read; ``import.cancelled`` when ``progress`` was asked to stop.
    """
    from app.services.imports.mapping.propose import propose
    from app.services.imports.profiles import profile_from, shipped
    from app.services.imports.reading.reader import read_book
    from app.services.imports.service import mark_of

    going = progress or Progress()
    if not 1 <= len(paths) <= MOST_FILES:
        raise UserError("from_book.too_many", "file", limit=MOST_FILES, n=len(paths))
    customer = services.customers.get(customer_id)
    marks = tuple(mark_of(path) for path in paths)
    services.imports.refuse_known(marks)
    going.total = len(paths)
    books = []
    for path in paths:
        books.append((str(path.resolve()), read_book(path, cancelled=lambda: going.cancelled)))
        going.done = len(books)
    own = tuple(profile_from(toml, name, True) for name, toml in services.imports.profiles().items())
    plan = propose(books, services.methodologies.current(), lang, (*own, *shipped()))
    tables = tuple(table for table in plan.tables if table.kind is Kind.STATEMENT)
    if not tables:
        raise UserError("from_book.no_statement", "file", names=", ".join(mark.name for mark in marks))
    return Found(customer, marks, tuple(books), replace(plan, tables=tables), lang)


def answered(found: Found, ask: Ask, option: str) -> Found:
    """The same files with one question answered for every table that asks it, by one of its options."""
    from app.services.imports.values.guess import answered as choice_with

    tables = []
    for table in found.plan.tables:
        question = next((one for one in table.questions if one.ask is ask), None)
        if question is not None:
            left = tuple(one for one in table.questions if one is not question)
            table = replace(table, choice=choice_with(table.choice, question, option), questions=left)
        tables.append(table)
    return replace(found, plan=replace(found.plan, tables=tuple(tables)))


def in_unit(found: Found, unit: int) -> Found:
    """The same files with all amounts read in another unit, where no row and no column names one of its own."""
    tables = tuple(
        table if _names_units(table) else
        replace(
            table, choice=replace(table.choice, unit=unit),
            questions=tuple(one for one in table.questions if one.ask is not Ask.UNIT),
        )
        for table in found.plan.tables
    )
    return replace(found, plan=replace(found.plan, tables=tables))


def unit_of(found: Found) -> int | None:
    """The unit of all tables; None when they differ, leave it open, or name it in their rows."""
    units = {table.choice.unit for table in found.plan.tables}
    return units.pop() if len(units) == 1 and not any(_names_units(table) for table in found.plan.tables) else None


def with_target(found: Found, table: int, index: int, key: str) -> Found:
    """The same files with one line of a table sent to another field, such as "line.inv"; "" leaves it out."""
    from app.services.imports.model import Sureness

    one = found.plan.tables[table]
    lines = tuple(
        replace(line, target=key, sureness=Sureness.SURE, why="officer") if line.index == index else line for line in one.lines
    )
    tables = list(found.plan.tables)
    tables[table] = replace(one, lines=lines)
    return replace(found, plan=replace(found.plan, tables=tuple(tables)))


def look(services: Services, found: Found, company: str = "", progress: Progress | None = None) -> Look:
    """What the files hold for the customer, compared with what stands in the store; nothing is written.

    ``company``: key of the one that the officer chose, "" when none was. UserError ``import.same_file``,
    ``import.cancelled``.
    """
    from app.services.imports.records import records

    going = progress or Progress()
    read_out = [one for one in records(found.books, found.plan, found.lang) if one.kind is Kind.STATEMENT]
    companies = _companies(read_out, found.plan)
    chosen = _chosen(companies, found.customer, company)
    asked, loose = _asked(found.plan), _loose(found)
    if chosen is None:
        return Look(found, companies, None, "", (), {}, loose, asked, (), None)
    plan = _of_customer(found.plan, found.customer)
    own = [_own(one, found.customer) for one in read_out if _who(one, found.plan) in (_ALL, chosen.key)]
    checked = services.imports.check(own, plan, found.marks, going)
    standing = {_key(one): one for one in services.statements.of_customer(found.customer.id or 0)}
    periods = _periods(checked, standing)
    figures = {
        one.item: _figures(checked, checked.wanted.items[one.item], own, one.standing, found.marks) for one in periods
    }
    other = chosen.name if chosen.name and not _is(found.customer, chosen) else ""
    return Look(found, companies, chosen, other, periods, figures, loose, asked, checked.faults, checked)


def decisions(seen: Look, items: Collection[int], taken: Collection[tuple[int, str]]) -> Decisions:
    """What the officer decided: ``items`` are the periods to take, ``taken`` the (period, field) that replace what stands."""
    from app.services.imports.check import Decisions

    assert seen.checked is not None, "a company was chosen"
    leave = frozenset(one.index for one in seen.checked.wanted.items if one.index not in set(items))
    whole = {(one.item, "currency") for one in seen.periods if _changes_currency(one, taken)}
    return Decisions(take=frozenset(taken) | whole, leave=leave)


def take(
    services: Services, seen: Look, items: Collection[int], taken: Collection[tuple[int, str]], by: str,
    progress: Progress | None = None,
) -> Changed[Done]:
    """Write the chosen periods as one import of the customer, all or nothing.

    UserError ``from_book.none_chosen``, ``statement.too_many``; else as ``Imports.commit``.
    """
    from app.services.statements.service import MAX_PERIODS

    if not items or seen.checked is None:
        raise UserError("from_book.none_chosen", "file")
    fresh = sum(one.standing is None for one in seen.periods if one.item in set(items))
    if fresh + len(services.statements.of_customer(seen.found.customer.id or 0)) > MAX_PERIODS:
        raise UserError("statement.too_many", limit=MAX_PERIODS)
    done = services.imports.commit(seen.checked, decisions(seen, items, taken), by, progress)
    return replace(done, customer_id=seen.found.customer.id or 0)


def ties(
    services: Services, seen: Look, items: Collection[int], taken: Collection[tuple[int, str]]
) -> dict[int, tuple[CheckOutcome, ...]]:
    """The integrity checks of each chosen period as it would stand beside what is kept; nothing is written."""
    customer_id = seen.found.customer.id or 0
    case = services.cases.open_case(customer_id)
    m = services.methodologies.current() if case is None else services.methodologies.by_hash(case.methodology_hash)
    chosen = {one.item: after(one, seen, taken) for one in seen.periods if one.item in set(items)}
    known = {_key(one): one for one in services.statements.of_customer(customer_id)}
    known |= {_key(one): one for one in chosen.values()}
    found: dict[int, tuple[CheckOutcome, ...]] = {}
    for item, statement in chosen.items():
        alike = sorted(
            (one for key, one in known.items() if one.full_year == statement.full_year and key[2] == statement.consolidated),
            key=_key,
        )
        found[item] = tuple(one for one in services.statements.check(m, alike) if one.period == statement.end)
    return found


def after(period: PeriodFound, seen: Look, taken: Collection[tuple[int, str]]) -> Statement:
    """The period as it would stand: as in the file when it is new, else with what is taken of the file."""
    from app.services.imports.commit import changed_statement

    if period.standing is None:
        return period.statement
    if _changes_currency(period, taken):
        return changed_statement(period.standing, {"currency": period.statement.currency}, period.statement)
    figures = seen.figures[period.item]
    values = {
        field: one.value for field, one in figures.items()
        if one.value != one.now and (not one.conflict or (period.item, field) in taken)
    }
    return changed_statement(period.standing, values, period.statement)


# --- whose ------------------------------------------------------------------------------------------------------------


def _who(record: Record, plan: Plan) -> str:
    """What tells the company of a record from others: a number, or its name; "" when only its file was named after it."""
    from app.services.imports.values.names import name_key

    for kind in IDENTIFIERS:
        if number := record.values.get(f"id.{kind}"):
            return f"{kind}:{number}"
    if "owner_guessed" in plan.tables[record.table].notes:
        return _ALL
    if number := record.values.get("number"):
        return f"number:{number}"
    return name_key(str(record.values.get("name") or ""))


def _companies(found: Iterable[Record], plan: Plan) -> tuple[Company, ...]:
    names: dict[str, str] = {}
    for record in found:
        key, name = _who(record, plan), str(record.values.get("name") or record.values.get("number") or "")
        if key and not names.get(key):
            names[key] = name or key.partition(":")[2]
    return tuple(Company(key, name) for key, name in names.items())


def _chosen(companies: Sequence[Company], customer: Customer, key: str) -> Company | None:
    """The company whose periods are looked at: the chosen one, the only one, or the one that the customer is."""
    if not companies:
        return Company(_ALL, "")
    if len(companies) == 1:
        return companies[0]
    fitting = [one for one in companies if (one.key == key if key else _is(customer, one))]
    return fitting[0] if len(fitting) == 1 else None


def _is(customer: Customer, company: Company) -> bool:
    """Whether the company is the customer, by a number or by its name."""
    from app.services.imports.values.names import name_key

    kind, _, number = company.key.partition(":")
    if kind in IDENTIFIERS and number:
        return any((one.kind, one.value.casefold()) == (kind, number.casefold()) for one in customer.identifiers)
    if kind == "number" and customer.number.casefold() == number.casefold():
        return True
    return name_key(company.name) in {name_key(name) for name in (customer.name, *customer.former_names)}


def _of_customer(plan: Plan, customer: Customer) -> Plan:
    """The plan as the register keeps it: its tables belong to the customer."""
    own = {"customer": str(customer.id), "name": customer.name}
    return replace(plan, tables=tuple(replace(table, fixed={**table.fixed, **own}) for table in plan.tables))


def _own(record: Record, customer: Customer) -> Record:
    """The record with the customer's name and id for those of the file, and with its head and lines only."""
    values: dict[str, Kept] = {"customer": str(customer.id), "name": customer.name}
    values |= {key: value for key, value in record.values.items() if key in _HEAD or key.startswith((LINE, OPENING))}
    values.setdefault("currency", next(iter(record.currencies.values()), customer.currency))
    faults = tuple(one for one in record.faults if not one.field or one.field in _HEAD or one.field.startswith((LINE, OPENING)))
    return replace(record, values=values, faults=faults)


# --- what -------------------------------------------------------------------------------------------------------------


def _key(statement: Statement) -> tuple[date, int, bool]:
    return statement.end, statement.months, statement.consolidated


def _periods(checked: Checked, standing: Mapping[tuple[date, int, bool], Statement]) -> tuple[PeriodFound, ...]:
    """Newest first; of periods that end on one day the longest first."""
    from app.services.imports.statement_items import statement_of

    pairs = [
        (item, statement_of(item, checked.wanted), verdict.outcome)
        for item, verdict in zip(checked.wanted.items, checked.verdicts, strict=True) if item.entity == "statements"
    ]
    pairs.sort(key=lambda pair: (pair[1].end, pair[1].months, pair[1].consolidated), reverse=True)
    years = [statement for _, statement, _ in pairs if statement.full_year]
    newest = [_key(one) for one in years if one.consolidated == years[0].consolidated][:SCORED]
    return tuple(
        PeriodFound(item.index, statement, standing.get(_key(statement)), outcome, _key(statement) in newest)
        for item, statement, outcome in pairs
    )


def _figures(
    checked: Checked, item: Item, own: Sequence[Record], standing: Statement | None, marks: Sequence[FileMark]
) -> dict[str, Figure]:
    from app.services.imports.check import Outcome

    given = {(record.table, record.position): record.values for record in own if (record.table, record.position) in item.origins}
    changes = {change.field: change for change in checked.verdicts[item.index].changes}
    figures = {}
    for field, value in item.values.items():
        if not isinstance(value, Decimal) or not field.startswith((LINE, OPENING)):
            continue
        origin = next((one for one in item.origins if given.get(one, {}).get(field) == value), None)
        if origin is None:
            continue
        plan, change = checked.wanted.plan, changes.get(field)
        stands = any(line.target == field for line in plan.tables[origin[0]].lines)
        place, file = (place_of(plan, *origin, field) if stands else None), marks[plan.tables[origin[0]].file].name
        now = change.now if change is not None else (value if standing is not None else None)
        held = change is not None and change.outcome is Outcome.CONFLICT
        figures[field] = Figure(value, place, file, now if isinstance(now, Decimal) else None, held)
    return figures


def _loose(found: Found) -> tuple[Loose, ...]:
    from app.services.imports.mapping.propose import unmapped

    result = []
    for number, table in enumerate(found.plan.tables):
        for line in unmapped(table):
            place = Place(table.file, table.sheet, *((line.index, table.left) if table.across else (table.first, line.index)))
            if line.head:
                result.append(Loose(number, line.index, line.head, found.marks[table.file].name, place, line.samples))
    return tuple(result)


def _asked(plan: Plan) -> tuple[Asked, ...]:
    """The open questions of all tables, each once."""
    found: dict[Ask, Asked] = {}
    for table in plan.tables:
        for one in table.questions:
            known = found.get(one.ask, Asked(one.ask, (), ()))
            found[one.ask] = Asked(
                one.ask, (*known.samples, *one.samples), tuple(dict.fromkeys((*known.options, *one.options)))
            )
    return tuple(found.values())


def _names_units(table: TablePlan) -> bool:
    return any(line.target == "unit" or (line.target and line.unit is not None) for line in table.lines)


def _changes_currency(period: PeriodFound, taken: Collection[tuple[int, str]]) -> bool:
    """Whether figures in another currency are taken: then the period of the file replaces the standing one as a whole."""
    standing = period.standing
    if standing is None or standing.currency == period.statement.currency:
        return False
    return any(item == period.item for item, _ in taken)

