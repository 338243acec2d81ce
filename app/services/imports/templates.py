"""Blank workbooks for what has no file yet: a sheet for each kind of record, whose heads the import knows again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from app.models import files
from app.models.domain.methodology import Methodology
from app.services.imports.fields import LINE, Field, Type, fields_of
from app.services.imports.mapping.words import table
from app.services.imports.model import Kind

COLUMNS: dict[Kind, tuple[str, ...]] = {
    Kind.CUSTOMER: (
        "number", "name", "country", "id.uscc", "id.inn", "id.ogrn", "id.vat", "id.lei", "id.other", "address", "trade",
        "currency", "owner", "group", "contact_name", "contact_phone", "contact_email", "note",
    ),
    Kind.INVOICE: ("number", "name", "invoice", "day", "due", "amount", "currency", "disputed"),
    Kind.PAYMENT: ("number", "name", "invoice", "paid_on", "amount", "currency"),
    Kind.CREDIT_NOTE: ("number", "name", "invoice", "day", "amount", "currency"),
    Kind.ORDER: ("number", "name", "invoice", "day", "amount", "delivered", "currency"),
    Kind.STATEMENT: ("number", "name", "end", "months", "framework", "consolidated", "audited", "currency"),
}
"""The fields of each sheet, in order; that of statements goes on with every line that is typed."""
_DATES = frozenset({Type.DATE, Type.PERIOD})
_TEXTS = frozenset({Type.CODE, Type.USCC, Type.INN, Type.OGRN, Type.VAT, Type.LEI})


def write_template(path: Path, kinds: Sequence[Kind], methodology: Methodology, lang: str) -> None:
    """Write a blank workbook with a sheet for each of ``kinds``, its heads in ``lang``. OSError when it cannot be written."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}), "text": book.add_format({"num_format": "@"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        for kind in kinds:
            sheet = book.add_worksheet(table()["sheets"][kind.value][lang][:31])
            sheet.freeze_panes(1, 0)
            for column, field in enumerate(fields_for(kind, methodology)):
                sheet.write_string(0, column, field.label.get(lang), head)
                sheet.set_column(column, column, 30 if field.key == "name" else 18, formats.get(_form(field)))
    files.atomic_write(path, buffer.getvalue())


def fields_for(kind: Kind, methodology: Methodology) -> tuple[Field, ...]:
    """The fields of a sheet, in order."""
    fields = fields_of(methodology)
    keys = list(COLUMNS[kind])
    if kind is Kind.STATEMENT:
        keys += [LINE + line.key for line in methodology.lines if line.typed]
    return tuple(field for key in keys if (field := fields.get(key)) is not None)


def _form(field: Field) -> str:
    if field.type in _DATES:
        return "day"
    return "text" if field.type in _TEXTS else "amount" if field.type is Type.AMOUNT else ""
