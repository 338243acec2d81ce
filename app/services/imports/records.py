"""Records out of the cells of a table, by its plan. Rows may come in pieces: nothing is kept of them.

Amounts are in single units of their currency, percents in points. A cell that cannot be read gives a fault and no value; a
row that is not a record (a total, a blank one) gives none. Every fault names its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial

from app.services.imports.columns import Column
from app.services.imports.fields import LINE, OPENING, Type, type_of
from app.services.imports.mapping.shape import cell_at, period_of, text_of
from app.services.imports.mapping.words import table as words
from app.services.imports.model import Choice, Fault, Kept, Kind, Line, Place, Plan, Record, TablePlan, Understood
from app.services.imports.reading.model import Book, Row, Value
from app.services.imports.values.units import unit_of, unit_of_code
from app.services.statements.labels import plain_label

_LONG = 20
"""No word for a total is as long."""
Where = Callable[[Line | None], Place]
Cells = Row | Mapping[int, Value]
"""The cells of one record by the index of their line."""
RULES = frozenset({"months", "zero", "noncurrent"})
"""Fixed values that are no values but say how cells become some: ``months`` "12" or "calendar" (the month of the end),
``zero`` "blank" (0 stands where nothing was filled), ``noncurrent`` "rest" (what the totals leave beside the current part).
"""


def records(books: Sequence[tuple[str, Book]], plan: Plan, lang: str = "en") -> Iterator[Record]:
    """Every record of every table of the plan, table by table."""
    for number, table in enumerate(plan.tables):
        sheet = next((one for one in books[table.file][1].sheets if one.head.name == table.sheet), None)
        if sheet is None:
            continue
        if table.across:
            yield from across(number, table, sheet.rows, lang)
        else:
            yield from down(number, table, enumerate(sheet.rows), lang)


def down(number: int, table: TablePlan, rows: Iterable[tuple[int, Row]], lang: str) -> Iterator[Record]:
    """Records of a table whose records are rows. ``rows``: (number on the sheet, cells), of which those of the table are read."""
    reader = _Reader(number, table, lang)
    width = max(reader.indexes, default=-1) + 1
    for position, row in rows:
        if position > table.last:
            return
        if position >= table.first:
            if len(row) < width:
                row = (*row, *[None] * (width - len(row)))
            record = reader.record(position, row, partial(_row_place, table, position))
            if record is not None:
                yield record


def across(number: int, table: TablePlan, rows: Sequence[Row], lang: str) -> Iterator[Record]:
    """Records of a table whose records are columns, each under a head that names a period."""
    reader = _Reader(number, table, lang)
    for column in range(table.left, table.right + 1):
        heads = [cell_at(rows, row, column) for row in table.header]
        period = next((found for head in reversed(heads) if (found := period_of(head)) is not None), None)
        if period is None:
            continue
        cells = {index: cell_at(rows, index, column) for index in reader.indexes}
        given: dict[str, Kept] = {"end": period.end, "months": Decimal(period.months)}
        record = reader.record(column, cells, partial(_column_place, table, column), given)
        if record is not None:
            yield record


def _row_place(table: TablePlan, row: int, line: Line | None) -> Place:
    return Place(table.file, table.sheet, row, line.index if line is not None else table.left)


def _column_place(table: TablePlan, column: int, line: Line | None) -> Place:
    top = table.header[-1] if table.header else table.first
    return Place(table.file, table.sheet, line.index if line is not None else top, column)


@dataclass(slots=True)
class _Row:
    """What has been read of one record."""

    values: dict[str, Kept] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    amounts: dict[str, list[tuple[Line, Decimal]]] = field(default_factory=dict)


class _Reader:
    """Reads the records of one table."""

    def __init__(self, number: int, table: TablePlan, lang: str) -> None:
        self._number = number
        self._table = table
        self._lang = lang
        lines = tuple(line for line in table.lines if line.target)
        targets = Counter(line.target for line in lines)
        self._unit = next((line for line in lines if line.target == "unit"), None)
        self._fixed, self._rules = _fixed(table)
        self._kinds = [(line, type_of(line.target), targets[line.target] == 1) for line in lines if line is not self._unit]
        self._columns = self._read_by(table.choice)
        self._of_unit: dict[str, list[Column]] = {}
        self._unknown_units: set[str] = set()
        self._naming = tuple(line.index for line in lines if line.target in ("name", "number", "invoice", "end"))
        self._zero_is_blank = self._rules.get("zero") == "blank"
        self.indexes = tuple(line.index for line in lines)

    def _read_by(self, choice: Choice) -> list[Column]:
        return [Column(line, kind, alone, choice, self._lang) for line, kind, alone in self._kinds]

    def record(
        self, position: int, cells: Cells, place: Where, given: Mapping[str, Kept] | None = None
    ) -> Record | None:
        """The record of cells by the index of their line; None when there is none."""
        if not any(cells[index] is not None and cells[index] != "" for index in self.indexes):
            return None
        if self._is_total(cells):
            told = self._table.kind is not Kind.PAYMENT     # payments stand in the rows of invoices, where it is told
            faults = (Fault(place(None), "total_row"),)
            return Record(self._number, self._table.kind, position, {}, faults=faults) if told else None
        row = _Row({**self._fixed, **(given or {})})
        before = len(row.values)
        columns = self._columns if self._unit is None else self._by_unit(self._unit, cells, row, place)
        for column in columns:
            cell = cells[column.index]
            if cell is None:
                continue
            read = column.read(cell)
            if read.fault or column.amount:
                self._take(column, cell, read, row, place)
            elif read.value is not None:
                row.values[column.target] = read.value
        for target, parts in row.amounts.items():
            self._combine(target, parts, row, place)
        if self._table.kind is Kind.STATEMENT:
            _settle_statement(row, self._choice(cells), self._rules.get("months", ""))
            if self._rules.get("noncurrent") == "rest":
                _place_rest(row.values)
        if self._table.kind is not Kind.CUSTOMER and "name" not in row.values and isinstance(row.values.get("number"), str):
            row.values["name"] = row.values["number"]  # figures of a company known by its number only: called by it until named
        if len(row.values) == before and not row.faults:
            return None
        if self._table.kind is Kind.PAYMENT and not row.faults:
            if "paid_on" not in row.values:
                return None  # an invoice that is not paid yet
            row.values["day"] = row.values["paid_on"]
        return Record(self._number, self._table.kind, position, row.values, row.currencies, row.raw, tuple(row.faults))

    def _choice(self, cells: Cells) -> Choice:
        """The table's choice, with the unit that a cell of the row names; a code that nobody knows leaves it open."""
        if self._unit is None:
            return self._table.choice
        cell = cells[self._unit.index]
        unit = unit_of_code(cell) or unit_of(text_of(cell))
        if unit.multiplier is None:
            return replace(self._table.choice, unit=None)
        return replace(self._table.choice, unit=unit.multiplier, currency=unit.currency or self._table.choice.currency)

    def _by_unit(self, line: Line, cells: Cells, row: _Row, place: Where) -> list[Column]:
        """The columns as they are read in the unit that a cell of the row names."""
        code = text_of(cells[line.index])
        if code not in self._of_unit:
            choice = self._choice(cells)
            self._of_unit[code] = self._read_by(choice)
            if choice.unit is None:
                self._unknown_units.add(code)
        if code in self._unknown_units:
            row.faults.append(Fault(place(line), "unit_code", "unit", code))
        return self._of_unit[code]

    def _take(self, column: Column, cell: Value, read: Understood, row: _Row, place: Where) -> None:
        if read.fault:
            text, left_out = text_of(cell)[:200], read.value is None
            row.faults.append(Fault(place(column.line), read.fault, column.target, text, dict(read.params), left_out))
        value = read.value
        if value is None:
            return
        if column.amount and isinstance(value, Decimal):
            if self._zero_is_blank and value == 0:
                return
            if column.single:
                row.values[column.target] = value
            else:
                row.amounts.setdefault(column.target, []).append((column.line, value))
            if read.currency:
                row.currencies[column.target] = read.currency
            if isinstance(cell, str):
                row.raw[column.target] = cell.strip()
            return
        row.values[column.target] = value

    def _combine(
        self, target: str, parts: Sequence[tuple[Line, Decimal]], row: _Row, place: Where
    ) -> None:
        """One amount out of the lines that go into it; the same name twice must say the same."""
        seen: dict[str, tuple[Line, Decimal]] = {}
        kept = []
        for line, amount in parts:
            name = f"{plain_label(line.head) or line.index}"
            if name in seen:
                if seen[name][1] != amount:
                    row.faults.append(Fault(place(line), "repeated_differs", target, f"{amount:f}", refused=False))
                continue
            seen[name] = (line, amount)
            kept.append((line, amount))
        row.values[target] = combined(kept)

    def _is_total(self, cells: Cells) -> bool:
        """Whether a row adds up the rows above it."""
        return any(_says_total(text_of(cells[index])) for index in self._naming)


def _says_total(name: str) -> bool:
    return 1 < len(name) < _LONG and not name[-1].isdecimal() and plain_label(name) in words()["totals"]


def combined(parts: Sequence[tuple[Line, Decimal]]) -> Decimal:
    """The amount of one target out of (line, amount) pairs, by ``Line.how``."""
    total = Decimal(0)
    groups: dict[str, dict[str, list[Decimal]]] = {}
    for line, amount in parts:
        way, _, group = line.how.partition(":")
        if group:
            groups.setdefault(group, {}).setdefault(way, []).append(amount)
        elif way == "less":
            total -= amount
        else:
            total += abs(amount) if way == "size" else amount
    for ways in groups.values():
        if "whole" in ways:
            total += ways["whole"][0]
        elif "part" in ways:
            total += sum(ways["part"], Decimal(0))
        else:
            total += ways["last"][0]
    return total


def _settle_statement(row: _Row, choice: Choice, months: str) -> None:
    """Unit, currency and months of a statement."""
    end = row.values.get("end")
    if isinstance(end, date):
        if months == "calendar":
            row.values.setdefault("months", Decimal(end.month))
        elif months.isdigit():
            row.values["months"] = Decimal(months)
    row.values["unit"] = Decimal(choice.unit or 1)
    named = [currency for key, currency in row.currencies.items() if key.startswith((LINE, OPENING))]
    if "currency" not in row.values and (named or choice.currency):
        row.values["currency"] = max(set(named), key=named.count) if named else str(choice.currency)
    row.currencies = {key: currency for key, currency in row.currencies.items() if currency != row.values.get("currency")}


def _place_rest(values: dict[str, Kept]) -> None:
    """Non-current totals that a table leaves out although it gives the whole and the current part."""
    for rest, whole, current in (("line.NCA", "line.TA", "line.CA"), ("line.NCL", "line.TL", "line.CL")):
        total, part = values.get(whole), values.get(current)
        if rest not in values and isinstance(total, Decimal) and isinstance(part, Decimal):
            values[rest] = total - part


def _fixed(table: TablePlan) -> tuple[dict[str, Kept], dict[str, str]]:
    """The fixed values of a table as they are kept, and its rules, which are no values."""
    values: dict[str, Kept] = {}
    rules: dict[str, str] = {}
    for key, text in table.fixed.items():
        if key in RULES:
            rules[key] = text
        elif type_of(key) in (Type.DATE, Type.PERIOD):
            values[key] = date.fromisoformat(text)
        elif type_of(key) is Type.BOOL:
            values[key] = text == "true"
        else:
            values[key] = text
    return values, rules
