"""The cells of one column (or row) of a table, read as the field that it becomes.

How a column is read is settled once, from its field and the choice of its table, and texts that come again and again, such as
states and days, are read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial

from app.services.imports.fields import IDENTIFIERS, Type
from app.services.imports.mapping.shape import period_of, text_of
from app.services.imports.mapping.words import says
from app.services.imports.model import Choice, Line, Understood
from app.services.imports.reading.model import Value
from app.services.imports.values.read import as_amount, as_bool, as_code, as_count, as_date, as_number, as_percent, as_text

_KEPT = 4_000
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?", re.ASCII)
_PARTS = {"fy": 12, "h1": 6, "h2": 12, "q1": 3, "q2": 6, "q3": 9, "q4": 12}
How = Callable[[Value], Understood]


class Column:
    """One line of a plan on its way into its field. ``alone``: no other line has the same target."""

    __slots__ = ("_how", "_known", "_seen", "amount", "index", "line", "single", "target")

    def __init__(self, line: Line, kind: Type, alone: bool, choice: Choice, lang: str) -> None:
        self.line, self.index, self.target = line, line.index, line.target
        self.amount = kind is Type.AMOUNT
        self.single = alone and line.how == "add"
        if line.unit is not None or line.currency:
            choice = replace(choice, unit=line.unit or choice.unit, currency=line.currency or choice.currency)
        self._how = _how(line.target, kind, choice, lang)
        self._known: dict[str, Understood] = {}
        self._seen = 0

    def read(self, cell: Value) -> Understood:
        """What the cell says."""
        if cell.__class__ is not str:
            return self._how(cell)
        assert isinstance(cell, str)
        self._seen += 1
        found = self._known.get(cell)
        if found is None:
            found = self._how(cell)
            if len(self._known) < _KEPT:
                self._known[cell] = found
            elif self._seen > 2 * _KEPT:    # else nearly every text is another one: those that are known are as good as any
                self._known, self._seen = {cell: found}, 0
        return found


def _how(target: str, kind: Type, choice: Choice, lang: str) -> How:
    if kind is Type.AMOUNT:
        return partial(_amount, choice=choice, lang=lang)
    if kind in IDENTIFIERS:
        return partial(as_code, kind=kind.value)
    if kind is Type.DATE:
        return partial(as_date, choice=choice, lang=lang)
    if kind is Type.PERIOD:
        return partial(_period, choice=choice, lang=lang)
    if target == "months":
        return partial(_months, choice=choice, lang=lang)
    if kind is Type.NUMBER:
        return partial(as_number, choice=choice, lang=lang)
    if kind is Type.COUNT:
        return partial(as_count, choice=choice, lang=lang)
    if kind is Type.PERCENT:
        return partial(as_percent, choice=choice, lang=lang)
    if kind is Type.CODE:
        return partial(as_code, kind="other")
    if kind is Type.BOOL:
        return partial(_yes, target=target)
    return _void if target == "void" else as_text


def _period(cell: Value, choice: Choice, lang: str) -> Understood:
    period = period_of(cell)
    return Understood(period.end) if period is not None else as_date(cell, choice, lang)


def _months(cell: Value, choice: Choice, lang: str) -> Understood:
    """The length of a period: a count, or FY, H1, Q3 as counted from the start of the year."""
    months = _PARTS.get(text_of(cell).casefold())
    return Understood(Decimal(months)) if months is not None else as_count(cell, choice, lang)


def _amount(cell: Value, choice: Choice, lang: str) -> Understood:
    """An amount; one that a spreadsheet rounded to a few digits and a power of ten is taken as it stands and shown."""
    if choice.unit is not None and (
        type(cell) is int or (choice.decimal == "." and isinstance(cell, str) and _PLAIN.fullmatch(cell))
    ):
        return Understood(Decimal(cell) * choice.unit, currency=choice.currency or "")  # by far the most cells of big files
    read = as_amount(cell, choice, lang)
    if read.fault != "number_spoiled" or choice.unit is None:
        return read
    try:
        amount = Decimal(text_of(cell).replace(",", ".")) * choice.unit
    except InvalidOperation:
        return read
    return Understood(amount, currency=choice.currency or "", fault="digits_lost")


def _yes(cell: Value, target: str) -> Understood:
    """Yes or no; a kind of statement tells whether it is consolidated."""
    text = text_of(cell)
    if target == "audited" and len(text) > 1 and (says(text, "unaudited") or says(text, "audited")):
        return Understood(not says(text, "unaudited"))
    if target == "consolidated" and len(text) > 1:
        if says(text, "consolidated") or says(text, "separate"):
            return Understood(says(text, "consolidated"))
    return as_bool(cell)


def _void(cell: Value) -> Understood:
    """The state of an invoice as a word: whether it counts."""
    read = as_text(cell)
    if not isinstance(read.value, str):
        return read
    if says(read.value, "void"):
        return Understood(True)
    return Understood(False) if says(read.value, "valid") else Understood(fault="state_unknown")
