"""Periods out of files: in the unit of their table where every figure can be told in it, else in single units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.models.domain.statement import Framework, Statement
from app.services.imports.model import Kept
from app.services.imports.wanted import Item, Wanted

_PLACES = 6
_LINE, _OPENING = "line.", "opening."


def statement_of(item: Item, wanted: Wanted) -> Statement:
    """The period that an item asks for, with the name of its file as a note."""
    end, months, consolidated = item.key
    assert isinstance(end, date) and isinstance(months, int) and isinstance(consolidated, bool)
    amounts = {field: value for field, value in item.values.items() if isinstance(value, Decimal)}
    unit = item.tally.get("unit", 1)
    if any(_places(value / unit) > _PLACES for value in amounts.values()):
        unit = 1
    scaled = {field: _plain(value / unit) for field, value in amounts.items()}
    framework = str(item.values.get("framework") or Framework.IFRS)
    known = framework if framework in set(Framework) else Framework.IFRS
    return Statement(
        end=end, months=months, consolidated=consolidated, framework=Framework(known),
        currency=str(item.values.get("currency") or "CNY"), unit=unit, audited=item.values.get("audited") is True,
        values={field.removeprefix(_LINE): value for field, value in scaled.items() if field.startswith(_LINE)},
        opening={field.removeprefix(_OPENING): value for field, value in scaled.items() if field.startswith(_OPENING)},
        source="FS",
    )


def was(statement: Statement) -> dict[str, Kept]:
    """A period by the fields of files: amounts in single units, so that two units of the same figure are the same."""
    found: dict[str, Kept] = {f"{_LINE}{line}": _plain(value * statement.unit) for line, value in statement.values.items()}
    found |= {f"{_OPENING}{line}": _plain(value * statement.unit) for line, value in statement.opening.items()}
    return found | {"currency": statement.currency}


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _plain(value: Decimal) -> Decimal:
    """The figure without noughts behind the point and without powers of ten."""
    short = value.normalize()
    return short.quantize(Decimal(1)) if int(short.as_tuple().exponent) > 0 else short
