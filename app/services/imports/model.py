"""What an import passes on from step to step: frozen values, no store, no window.

The way of a file: ``reading`` gives sheets of plain cells, ``tables`` finds the tables on them, ``mapping`` makes a ``Plan``
(what each column or row becomes, with reasons and questions), ``records`` turns cells into ``Record`` values by that plan,
``check`` compares them with the store, and only then one unit of work writes them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.services.imports.reading.model import Value


class Kind(StrEnum):
    """What one record becomes."""

    CUSTOMER = "customer"        # master data and facts of registers and bureaus about one company
    STATEMENT = "statement"      # one period of one company
    TURNOVER = "turnover"        # VAT invoices of a company, added up by month and direction
    INVOICE = "invoice"          # the own ledger
    PAYMENT = "payment"
    CREDIT_NOTE = "credit_note"
    ORDER = "order"


class Sureness(StrEnum):
    """How a guess was come by."""

    PROFILE = "profile"          # remembered
    SURE = "sure"
    LIKELY = "likely"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: number of the file in the import, name of its sheet, row and column from 0. ``address`` is Excel's, such as B7.

    None for all columns of a row, or all rows of a column: what the place holds has no cell of its own (7:7, B:B).
    """

    file: int
    sheet: str
    row: int | None
    column: int | None

    @property
    def address(self) -> str:
        """The place as Excel writes it."""
        letters, number = "", 0 if self.column is None else self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        row = "" if self.row is None else str(self.row + 1)
        return f"{letters}{row}" if letters and row else f"{letters or row}:{letters or row}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about one cell or row that the officer must know. ``key`` names it, ``text_key`` is its text; ``refused``:
    the value is left out for it (else it is taken and shown). ``field`` is "" for a whole row.
    """

    place: Place
    key: str
    field: str = ""
    value: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    refused: bool = True

    @property
    def text_key(self) -> str:
        """The text of the fault; its blanks are filled from ``params``."""
        return f"import.fault.{self.key}"


@dataclass(frozen=True, slots=True)
class Choice:
    """How doubtful spellings are read; what is None is still to be asked.

    ``decimal``: "." or ","; ``order``: "dmy", "mdy" or "ymd"; ``unit``: multiplier of amounts (1, 1000, 10000, 1000000 …);
    ``currency``: ISO code; ``percent``: True when ratios are percent points, False when they are fractions.
    """

    decimal: str | None = None
    order: str | None = None
    unit: int | None = None
    currency: str | None = None
    percent: bool | None = None


class Ask(StrEnum):
    """What may have to be asked once for a table, named like the part of ``Choice`` that answers it."""

    DECIMAL = "decimal"
    ORDER = "order"
    UNIT = "unit"
    CURRENCY = "currency"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Question:
    """One question for the officer, with the values it was found in and the answers there are (as texts of ``Choice``)."""

    ask: Ask
    samples: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What one column (or one row, where the periods stand in columns) of a table becomes.

    ``index``: column (row) number on the sheet; ``head``: its words; ``target``: key of a field (``fields``), "" = left out;
    ``unit``: multiplier of its own, None = the table's; ``why``: key of the reason shown beside ``sureness``. ``how`` tells what
    its amount does to the target that several lines may share: "add", "less" (subtracted), "size" (added without its sign),
    or, of alternatives with one number, "whole:0" first, "part:0" added up when there is no whole, "last:0" when neither.
    """

    index: int
    head: str
    target: str = ""
    sureness: Sureness = Sureness.UNKNOWN
    why: str = ""
    unit: int | None = None
    currency: str = ""
    samples: tuple[str, ...] = ()
    how: str = "add"

    @property
    def why_key(self) -> str:
        """The text of the reason."""
        return f"import.why.{self.why}"


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How one table is understood.

    ``across``: True when the records stand in columns (periods beside each other, lines below), so that ``Line.index`` counts
    rows. ``first``/``last`` and ``left``/``right``: the data, from 0 on the sheet, inclusive. ``fixed``: values for all its
    records that no cell holds (customer, source, as_of, framework, consolidated …), by field key, as text.
    """

    file: int
    sheet: str
    kind: Kind
    first: int
    last: int
    left: int
    right: int
    lines: tuple[Line, ...]
    choice: Choice = Choice()
    questions: tuple[Question, ...] = ()
    across: bool = False
    header: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    fixed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    notes: tuple[str, ...] = ()        # keys of what was guessed and why, for the strip above the columns

    @property
    def note_keys(self) -> tuple[str, ...]:
        """The texts of the notes."""
        return tuple(f"import.note.{note}" for note in self.notes)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the files of one import are understood. ``profile``: name of the one that fitted, "" when all was guessed."""

    profile: str
    tables: tuple[TablePlan, ...]


# A value as it is kept: amounts in single units of their currency, percents in points, codes as text.
Kept = Decimal | str | bool | date


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a table. ``position`` is the row number (the column number when ``across``) on the sheet: with the import and
    the mapping it leads back to every cell. ``values`` by field key; ``currencies`` where an amount names its own;
    ``raw``: the text as it stood, for fields whose spelling tells more than the value.
    """

    table: int
    kind: Kind
    position: int
    values: Mapping[str, Kept]
    currencies: Mapping[str, str] = dataclasses.field(default_factory=dict)
    raw: Mapping[str, str] = dataclasses.field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A cell that was read: ``value`` None when it is blank or refused (then ``fault`` says why)."""

    value: Kept | None = None
    unit: str = ""
    currency: str = ""
    fault: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    asks: frozenset[Ask] = frozenset()


Cell = Value
