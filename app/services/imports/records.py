"""Records out of the cells of a table, by its plan. Rows may come in pieces: nothing is kept of them.

Amounts are in single units of their currency, percents in points. A cell that cannot be read gives a fault and no value; a
row that is not a record (a total, a blank one) gives none. Every fault names its cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial

from app.services.imports.fields import IDENTIFIERS, LINE, OPENING, Type, type_of
from app.services.imports.mapping.shape import cell_at, period_of, text_of
from app.services.imports.mapping.words import says
from app.services.imports.mapping.words import table as words
from app.services.imports.model import Choice, Fault, Kept, Kind, Line, Place, Plan, Record, TablePlan, Understood
from app.services.imports.reading.model import Book, Row, Value
from app.services.imports.values.read import as_amount, as_bool, as_code, as_count, as_date, as_number, as_percent, as_text
from app.services.imports.values.units import unit_of, unit_of_code
from app.services.statements.labels import plain_label

_KEPT = 20_000
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_PARTS = {"fy": 12, "h1": 6, "h2": 12, "q1": 3, "q2": 6, "q3": 9, "q4": 12}
Where = Callable[[Line | None], Place]
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
    for position, row in rows:
        if position > table.last:
            return
        if position >= table.first:
            cells = {line.index: row[line.index] if line.index < len(row) else None for line in reader.lines}
            record = reader.record(position, cells, partial(_row_place, table, position))
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
        cells = {line.index: cell_at(rows, line.index, column) for line in reader.lines}
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
        self.lines = tuple(line for line in table.lines if line.target)
        targets = Counter(line.target for line in self.lines)
        self._unit = next((line for line in self.lines if line.target == "unit"), None)
        self._fixed, self._rules = _fixed(table)
        self._kinds = [(line, type_of(line.target), targets[line.target] == 1) for line in self.lines if line is not self._unit]
        self._read_before: dict[tuple[int, str], Understood] = {}

    def record(
        self, position: int, cells: Mapping[int, Value], place: Where, given: Mapping[str, Kept] | None = None
    ) -> Record | None:
        """The record of cells by the index of their line; None when there is none."""
        if all(cell is None or cell == "" for cell in cells.values()):
            return None
        if self._is_total(cells):
            told = self._table.kind is not Kind.PAYMENT     # payments stand in the rows of invoices, where it is told
            faults = (Fault(place(None), "total_row"),)
            return Record(self._number, self._table.kind, position, {}, faults=faults) if told else None
        row = _Row({**self._fixed, **(given or {})})
        choice = self._choice(cells, row, place)
        for line, kind, alone in self._kinds:
            cell = cells[line.index]
            if cell is not None:
                self._take(line, kind, alone, cell, choice, row, place)
        for target, parts in row.amounts.items():
            self._combine(target, parts, row, place)
        if self._table.kind is Kind.STATEMENT:
            _settle_statement(row, choice, self._rules.get("months", ""))
            if self._rules.get("noncurrent") == "rest":
                _place_rest(row.values)
        if self._table.kind is not Kind.CUSTOMER and "name" not in row.values and isinstance(row.values.get("number"), str):
            row.values["name"] = row.values["number"]  # figures of a company known by its number only: called by it until named
        if row.values.keys() <= self._fixed.keys() | (given or {}).keys() and not row.faults:
            return None
        if self._table.kind is Kind.PAYMENT and not row.faults:
            if "paid_on" not in row.values:
                return None  # an invoice that is not paid yet
            row.values["day"] = row.values["paid_on"]
        return Record(self._number, self._table.kind, position, row.values, row.currencies, row.raw, tuple(row.faults))

    def _choice(self, cells: Mapping[int, Value], row: _Row, place: Where) -> Choice:
        """The table's choice, with the unit that a cell of the row names."""
        if self._unit is None:
            return self._table.choice
        cell = cells[self._unit.index]
        unit = unit_of_code(cell) or unit_of(text_of(cell))
        if unit.multiplier is None:
            row.faults.append(Fault(place(self._unit), "unit_code", "unit", text_of(cell)))
            return replace(self._table.choice, unit=None)
        return replace(self._table.choice, unit=unit.multiplier, currency=unit.currency or self._table.choice.currency)

    def _take(
        self, line: Line, kind: Type, alone: bool, cell: Value, choice: Choice, row: _Row, place: Where
    ) -> None:
        if line.unit is not None or line.currency:
            choice = replace(choice, unit=line.unit or choice.unit, currency=line.currency or choice.currency)
        read = self._understood(line, kind, cell, choice)
        if read.fault:
            text, left_out = text_of(cell)[:200], read.value is None
            row.faults.append(Fault(place(line), read.fault, line.target, text, dict(read.params), left_out))
        if read.value is None:
            return
        if kind is Type.AMOUNT and isinstance(read.value, Decimal):
            if read.value == 0 and self._rules.get("zero") == "blank":
                return
            if alone and line.how == "add":
                row.values[line.target] = read.value
            else:
                row.amounts.setdefault(line.target, []).append((line, read.value))
            if read.currency:
                row.currencies[line.target] = read.currency
            if isinstance(cell, str):
                row.raw[line.target] = cell.strip()
            return
        row.values[line.target] = read.value

    def _understood(self, line: Line, kind: Type, cell: Value, choice: Choice) -> Understood:
        """A cell as its field; texts that come again and again, such as states and days, are read once."""
        if kind is Type.AMOUNT or not isinstance(cell, str):
            return _read(cell, line.target, kind, choice, self._lang)
        key = (line.index, cell)
        found = self._read_before.get(key)
        if found is None:
            if len(self._read_before) >= _KEPT:
                self._read_before.clear()
            found = self._read_before[key] = _read(cell, line.target, kind, choice, self._lang)
        return found

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

    def _is_total(self, cells: Mapping[int, Value]) -> bool:
        """Whether a row adds up the rows above it."""
        names = (text_of(cells[line.index]) for line in self.lines if line.target in ("name", "number", "invoice", "end"))
        return any(plain_label(name) in words()["totals"] for name in names if len(name) < 20)


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


def _read(cell: Value, target: str, kind: Type, choice: Choice, lang: str) -> Understood:
    if kind is Type.AMOUNT:
        return _amount(cell, choice, lang)
    if kind in IDENTIFIERS:
        return as_code(cell, kind.value)
    if kind is Type.DATE:
        return as_date(cell, choice, lang)
    if kind is Type.PERIOD:
        period = period_of(cell)
        return Understood(period.end) if period is not None else as_date(cell, choice, lang)
    if target == "months":
        return _months(cell, choice, lang)
    if kind in _READERS:
        return _READERS[kind](cell, choice, lang)
    if kind is Type.CODE:
        return as_code(cell, "other")
    if kind is Type.BOOL:
        return _yes(cell, target)
    return _void(as_text(cell)) if target == "void" else as_text(cell)


def _months(cell: Value, choice: Choice, lang: str) -> Understood:
    """The length of a period: a count, or FY, H1, Q3 as counted from the start of the year."""
    months = _PARTS.get(text_of(cell).casefold())
    return Understood(Decimal(months)) if months is not None else as_count(cell, choice, lang)


def _amount(cell: Value, choice: Choice, lang: str) -> Understood:
    """An amount; one that a spreadsheet rounded to a few digits and a power of ten is taken as it stands and shown."""
    if choice.unit is not None and choice.decimal == "." and isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return Understood(Decimal(cell) * choice.unit, currency=choice.currency or "")  # by far the most cells of big files
    read = as_amount(cell, choice, lang)
    if read.fault != "number_spoiled" or choice.unit is None:
        return read
    try:
        amount = Decimal(text_of(cell).replace(",", ".")) * choice.unit
    except InvalidOperation:
        return read
    return Understood(amount, currency=choice.currency or "", fault="digits_lost")


_READERS: Mapping[Type, Callable[[Value, Choice, str], Understood]] = {
    Type.NUMBER: as_number, Type.COUNT: as_count, Type.PERCENT: as_percent,
}


def _yes(cell: Value, target: str) -> Understood:
    """Yes or no; a kind of statement tells whether it is consolidated."""
    text = text_of(cell)
    if target == "audited" and len(text) > 1 and (says(text, "unaudited") or says(text, "audited")):
        return Understood(not says(text, "unaudited"))
    if target == "consolidated" and len(text) > 1:
        if says(text, "consolidated") or says(text, "separate"):
            return Understood(says(text, "consolidated"))
    return as_bool(cell)


def _void(read: Understood) -> Understood:
    """The state of an invoice as a word: whether it counts."""
    if not isinstance(read.value, str):
        return read
    if says(read.value, "void"):
        return Understood(True)
    return Understood(False) if says(read.value, "valid") else Understood(fault="state_unknown")


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
