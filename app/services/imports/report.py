"""What a check found and an import did, for a machine (JSON) and for people (a workbook)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.models.domain.imports import FileMark
from app.models.domain.methodology import Methodology
from app.models.files import atomic_write
from app.services.imports.check import Checked, Outcome
from app.services.imports.commit import Done
from app.services.imports.fields import Fields, fields_of
from app.services.imports.model import Fault, Kept
from app.services.imports.wanted import place_of
from app.texts import Texts

_TOLD = frozenset({Outcome.CHANGED, Outcome.CONFLICT, Outcome.WAITS})
_COUNTS = ("read", "new", "changed", "same", "conflict", "waits", "refused")
_WIDTHS = (28, 18, 10, 24, 24, 70)


def message_of(fault: Fault, texts: Texts) -> str:
    """What is wrong with a cell, in words."""
    return texts.error(f"import.fault.{fault.key}", {"value": fault.value, "field": fault.field, **fault.params})


def field_name(key: str, fields: Fields, lang: str) -> str:
    """The name of a field for people; its key where it has none."""
    found = fields.get(key)
    return str(getattr(found.label, lang)) if found is not None else key


def report_of(checked: Checked, done: Done | None, texts: Texts, m: Methodology) -> dict[str, Any]:
    """Everything as plain values: files, counts, every fault with its cell, every value that changed or may not."""
    files, fields = checked.wanted.files, fields_of(m)
    counts = checked.counts()
    return {
        "files": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in files],
        "profile": checked.wanted.plan.profile,
        "imported": done is not None,
        "import": done.import_id if done is not None else None,
        "rows_read": counts["read"],
        **{name: counts[name] for name in _COUNTS[1:]},
        "cells_refused": sum(one.refused and bool(one.field) for one in checked.faults),
        "without_number": [{"company": name, "value": value} for name, value in _without_number(checked)],
        "written": dict(done.counts) if done is not None else {},
        "errors": [
            {"file": _file(one, files), "sheet": one.place.sheet, "cell": one.place.address, "field": one.field,
             "value": one.value, "message": message_of(one, texts), "kind": one.key, "refused": one.refused}
            for one in checked.faults
        ],
        "changes": [
            {"company": one.name, "record": one.entity, "field": one.field,
             "field_name": field_name(one.field, fields, texts.lang), "now": _plain(one.now),
             "file": _plain(one.file), "outcome": one.outcome.value, "why": one.why}
            for one in checked.previews(_TOLD)
        ],
        "to_decide": [
            {"company": checked.wanted.parties[number].name, "how": match.how.value,
             "candidates": [{"number": one.number, "name": one.names[0], "nearness": round(near, 3)}
                            for one, near in match.candidates]}
            for number, match in enumerate(checked.matches) if match.waits
        ],
    }


def _without_number(checked: Checked) -> Iterator[tuple[str, str]]:
    """New customers of whom the files give a registration number that was refused, and none that holds: (name, the number)."""
    refused = {(one.place.file, one.place.sheet, one.place.row): one.value
               for one in checked.faults if one.refused and one.field.startswith("id.")}
    for item, verdict in zip(checked.wanted.items, checked.verdicts, strict=True) if refused else ():
        party = checked.wanted.parties[item.party]
        if item.entity == "customers" and verdict.outcome is Outcome.NEW and not party.ids:
            places = (place_of(checked.wanted.plan, table, position) for table, position in item.origins)
            numbers = (refused.get((place.file, place.sheet, place.row)) for place in places)
            value = next((one for one in numbers if one is not None), None)
            if value is not None:
                yield party.name, value


def write_report(path: Path, report: Mapping[str, Any], texts: Texts) -> None:
    """Write a report to ``path``: JSON, or a workbook when it is called .xlsx. OSError when it cannot be written."""
    if path.suffix.lower() == ".xlsx":
        atomic_write(path, _workbook(report, texts))
    else:
        atomic_write(path, (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode())


def _file(fault: Fault, files: Sequence[FileMark]) -> str:
    return files[fault.place.file].name if fault.place.file < len(files) else ""


def _plain(value: Kept | None) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def _workbook(report: Mapping[str, Any], texts: Texts) -> bytes:
    from xlsxwriter.workbook import Workbook

    from app.services.documents.xlsx.sheets import plain

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    bold = book.add_format({"bold": True, "bottom": 1})
    for key, rows in (("summary", _summary(report, texts)), ("errors", _errors(report)), ("changes", _changes(report, texts))):
        sheet = book.add_worksheet(texts(f"import.report.{key}"))
        for number, width in enumerate(_WIDTHS):
            sheet.set_column(number, number, width)
        heads = [texts(f"import.report.{name}") for name in _HEADS[key]]
        for at, row in enumerate((heads, *rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(at, column, cell)
                else:
                    sheet.write_string(at, column, plain(str(cell)), bold if at == 0 else None)
        sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


_HEADS = {
    "summary": ("what", "count"),
    "errors": ("file", "sheet", "cell", "field", "value", "message"),
    "changes": ("company", "field", "outcome", "now", "in_file"),
}


def _summary(report: Mapping[str, Any], texts: Texts) -> Iterator[Sequence[object]]:
    for file in report["files"]:
        yield texts("import.report.file"), file["name"]
    yield texts("import.report.read"), report["rows_read"]
    for name in _COUNTS[1:]:
        yield texts(f"import.outcome.{name}"), report[name]
    yield texts("import.report.cells_refused"), report["cells_refused"]
    yield texts("import.report.faults"), len(report["errors"])


def _errors(report: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    for one in report["errors"]:
        yield one["file"], one["sheet"], one["cell"], one["field"], one["value"], one["message"]


def _changes(report: Mapping[str, Any], texts: Texts) -> Iterator[Sequence[object]]:
    for one in report["changes"]:
        now = "" if one["now"] is None else one["now"]
        yield one["company"], one["field_name"], texts(f"import.outcome.{one['outcome']}"), now, one["file"]
