"""Cells whose text could not be read, as texts that are kept and put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.screens.statements.model import StatementsModel

_FIRST = "statement"


def unread(model: StatementsModel) -> dict[str, str]:
    """Each text that could not be read, by period and line."""
    periods = {column.number: column.statement for column in model.columns}
    return {
        f"{_FIRST}:{periods[number].end.isoformat()}:{periods[number].months}:{line}": cell.text
        for (number, line), cell in model.bad.items()
        if number in periods
    }


def put_back(model: StatementsModel, texts: Mapping[str, str], lang: str) -> dict[str, str]:
    """Type such texts again into their cells; return the texts of other kinds."""
    rest: dict[str, str] = {}
    for name, text in texts.items():
        first, *parts = name.split(":")
        if first != _FIRST or len(parts) != 3:
            rest[name] = text
            continue
        end, months, line = date.fromisoformat(parts[0]), int(parts[1]), parts[2]
        for at, column in enumerate(model.columns):
            if (column.statement.end, column.statement.months) == (end, months):
                model.set_text(at, line, text, lang)
    return rest
