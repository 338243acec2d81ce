"""How a plan is told in words: kinds of tables, units, orders of dates, how sure a guess is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.services.imports.model import Ask, Sureness
from app.services.imports.values.guess import FRACTION, POINTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.imports.model import Choice, Line, TablePlan
    from app.ui.context import Ui

SURENESS = {
    Sureness.PROFILE: "good", Sureness.SURE: "good", Sureness.LIKELY: "warning", Sureness.UNKNOWN: "plain",
}
"""The kind of badge of each degree."""

_NAMED_UNITS = ("1", "100", "1000", "10000", "1000000", "100000000", "1000000000")


def option_text(ui: Ui, ask: Ask, option: str) -> str:
    """An answer to a question as it is offered."""
    if ask is Ask.UNIT:
        return ui.t(f"ui.import_map.unit.{option}") if option in _NAMED_UNITS else ui.number(Decimal(option), 0)
    if ask is Ask.CURRENCY:
        return option
    return ui.t(f"ui.import_map.{ask.value}.{_SPELLED.get(option, option)}")


_SPELLED = {".": "point", ",": "comma"}


def chosen(choice: Choice, ask: Ask) -> str:
    """The answer that a choice holds, as one of the options; "" while it is open."""
    value = getattr(choice, ask.value)
    if ask is Ask.PERCENT and value is not None:
        return POINTS if value else FRACTION
    return "" if value is None else str(value)


def facts(ui: Ui, table: TablePlan) -> list[tuple[str, str]]:
    """What was found out about a table: where it stands, what it holds, how its figures are written."""
    rows = f"{ui.number(Decimal(table.first + 1), 0)} – {ui.number(Decimal(table.last + 1), 0)}"
    found = [(ui.t("ui.import_map.rows"), rows)]
    if table.header:
        found.append((ui.t("ui.import_map.heads"), ", ".join(str(row + 1) for row in table.header)))
    way = "across" if table.across else "down"
    found.append((ui.t("ui.import_map.way"), ui.t(f"ui.import_map.way.{way}")))
    for ask in Ask:
        value = chosen(table.choice, ask)
        if value:
            found.append((ui.t(f"ui.import_map.fact.{ask.value}"), option_text(ui, ask, value)))
    found += [(ui.t(f"ui.import_map.fixed.{key}"), value) for key, value in table.fixed.items() if key in _TOLD]
    return found


_TOLD = ("name", "source", "as_of", "framework")


def matched(lines: Sequence[Line]) -> int:
    """How many columns (or rows) have a target."""
    return sum(bool(line.target) for line in lines)
