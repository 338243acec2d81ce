"""What an import brought, in words and as rows: the same after it and in the register."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.ui.context import Ui

if TYPE_CHECKING:
    from app.services.imports.check import Checked
    from app.services.imports.commit import Done
    from app.services.registry import Services
    from app.texts import Texts

ENTITIES = ("customers", "statements", "outside_records", "turnover", "ledger_entries")
OUTCOMES = ("new", "changed", "same", "kept")


def in_words(ui: Ui, counts: Mapping[str, Any]) -> str:
    """New records by kind, and how many were changed."""
    parts = [ui.plural(f"ui.import_done.brought.{entity}", many) for entity in ENTITIES
             if (many := int(counts.get(f"{entity}.new", 0)))]
    if parts:
        parts = [ui.t("ui.import_done.brought.new", what=", ".join(parts))]
    changed = sum(int(counts.get(f"{entity}.changed", 0)) for entity in ENTITIES)
    if changed:
        parts.append(ui.plural("ui.import_done.brought.changed", changed))
    return "; ".join(parts) or ui.t("ui.import_done.none")


def rows_of(ui: Ui, counts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Kind of record, new, changed, the same, kept as it was; kinds of which there is nothing are left out."""
    found = []
    for entity in ENTITIES:
        numbers = [int(counts.get(f"{entity}.{outcome}", 0)) for outcome in OUTCOMES]
        if any(numbers):
            found.append((ui.t(f"ui.import_done.entity.{entity}"), *(number or None for number in numbers)))
    return found


def write_report_of(path: Path, services: Services, checked: Checked, done: Done | None, texts: Texts) -> Path:
    """Write the report of an import to ``path``, as a workbook when it is called .xlsx, else as JSON."""
    from app.services.imports.report import report_of, write_report

    write_report(path, report_of(checked, done, texts, services.methodologies.current()), texts)
    return path
