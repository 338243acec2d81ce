"""What all kinds of value have in common: blank cells, error cells, and figures as a spreadsheet keeps them."""

from __future__ import annotations

import math
from decimal import Decimal

from app.numbers import plain_signs
from app.services.imports.model import Understood
from app.services.imports.reading.model import ErrorCell, Unsaved, Value
from app.services.imports.values.words import blanks

BLANK = Understood()
DIGITS = 15
"""Digits that a spreadsheet keeps of a figure: what stands behind them in a binary number is chance."""


def refused(fault: str, **params: str) -> Understood:
    """A cell that is left out, and why."""
    return Understood(fault=fault, params=params)


def common(cell: Value) -> Understood | None:
    """The answer for cells that hold nothing of any kind: blank, an error, a formula without a result. None for others.

    An error that says "not available" is an error too: the formula failed, nobody wrote that there is nothing.
    """
    if cell is None:
        return BLANK
    if isinstance(cell, ErrorCell):
        return refused("error_cell", code=cell.code)
    if isinstance(cell, Unsaved):
        return refused("unsaved_formula")
    if isinstance(cell, str):
        if cell.isascii() and ((len(cell) > _LONGEST_BLANK and cell[0].isalnum()) or cell.isdigit()):
            return None
        if is_blank(cell):
            return BLANK
        code = cell.strip().upper()
        if code in _ERRORS:
            return refused("error_cell", code=code)
    return None


_LONGEST_BLANK = 24
"""No word for a blank is as long: most texts need not be compared with them."""
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def is_blank(text: str) -> bool:
    """Whether a text says that nothing is known here."""
    if len(text) > 2 * _LONGEST_BLANK and text[0].isalnum():
        return False
    plain = plain_signs(text).casefold()
    if len(plain) > 2 and plain[0] == "(" and plain[-1] == ")":
        plain = plain[1:-1].strip()
    return not plain or plain in blanks() or (plain[0] in "-_*" and not plain.strip("-_* "))


def exact(number: float) -> Decimal | None:
    """A figure of a spreadsheet as the decimal number it shows, of at most 15 digits; None for what is no number.

    >>> exact(0.1 + 0.2), exact(7707083893.0)
    (Decimal('0.3'), Decimal('7707083893'))
    """
    if isinstance(number, int):
        return Decimal(number)
    if not math.isfinite(number):
        return None
    shown = Decimal(f"{number:.{DIGITS}g}")
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() and abs(shown) < Decimal(10) ** 27 else shown


def as_written(cell: Value) -> str:
    """A cell as plain text, for samples and messages."""
    if cell is None:
        return ""
    if isinstance(cell, ErrorCell):
        return cell.code
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        number = exact(cell)
        return str(cell) if number is None else f"{number:f}"
    return "" if isinstance(cell, Unsaved) else str(cell).strip()
