"""What statements out of workbooks are between the file and the store: frozen values, no store, no window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.domain.imports import FileMark
from app.models.domain.parties import Customer
from app.models.domain.statement import Statement
from app.services.imports.model import Ask, Fault, Place, Plan

if TYPE_CHECKING:
    from app.services.imports.check import Checked, Outcome
    from app.services.imports.reading.model import Book


@dataclass(frozen=True, slots=True)
class Found:
    """Files that were read, and how they are understood. ``plan`` has the tables of statements only."""

    customer: Customer
    marks: tuple[FileMark, ...]
    books: tuple[tuple[str, Book], ...]
    plan: Plan
    lang: str


@dataclass(frozen=True, slots=True)
class Company:
    """A company that the files name. ``key`` tells it from the others."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class PeriodFound:
    """A period of the files. ``item`` names it in the check; amounts of ``statement`` are in its unit.

    ``standing``: the same period in the store. ``newest``: one of the newest full years, which a score would use.
    """

    item: int
    statement: Statement
    standing: Statement | None
    outcome: Outcome
    newest: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of one period, in single units: what the file says, where, what stands there now (None: nothing).

    ``place`` None: no cell holds it, it follows from others of its record (what the totals leave beside the current part).
    """

    value: Decimal
    place: Place | None
    file: str
    now: Decimal | None = None
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Loose:
    """A line of a table that goes nowhere although it holds something: the officer may say where it belongs."""

    table: int
    index: int
    head: str
    file: str
    place: Place
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the files, asked once for all tables that leave it open."""

    ask: Ask
    samples: tuple[str, ...]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What the files hold for the customer. ``company`` None: the files name several, and none is known to be the customer.

    ``figures``: by period (``PeriodFound.item``) and field, such as "line.rev"; ``other_name``: another company's name that
    the files give, "" when they give none or the customer's.
    """

    found: Found
    companies: tuple[Company, ...]
    company: Company | None
    other_name: str
    periods: tuple[PeriodFound, ...]
    figures: Mapping[int, Mapping[str, Figure]]
    loose: tuple[Loose, ...]
    asked: tuple[Asked, ...]
    faults: tuple[Fault, ...]
    checked: Checked | None

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that some period has, in the order in which the files have them."""
        return tuple(dict.fromkeys(field for by_field in self.figures.values() for field in by_field))
