"""A sheet of the workbook: safe texts, number formats of the language, heads, print set-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.services.documents.content import DossierContent
from app.services.documents.wording import Wording, local
from app.services.documents.xlsx.formulas import Cell

_LONGEST = 32000  # a cell holds 32,767 characters
_DATES = {"en": "yyyy-mm-dd", "zh": "yyyy-mm-dd", "ru": "dd.mm.yyyy"}
Value = str | int | Decimal | date | bool | None


def plain(text: str) -> str:
    """Return a text that any spreadsheet can hold: composed, without control characters, not over a cell's length."""
    kept = []
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if char == "\n" or kind not in ("Cc", "Cs", "Cf"):
            kept.append(char)
        elif kind == "Cs":
            kept.append("〓")
    words = "".join(kept)
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "… (PDF)"


@dataclass(slots=True)
class Book:
    """The workbook while it is made, and where things stand in it: cells by name and period, ready for formulas."""

    workbook: Workbook
    content: DossierContent
    w: Wording
    sheets: dict[str, Sheet] = field(default_factory=dict)
    lines: dict[tuple[str, int], Cell] = field(default_factory=dict)
    ratios: dict[tuple[str, int], Cell] = field(default_factory=dict)
    answers: dict[str, Cell] = field(default_factory=dict)
    line_rows: dict[str, int] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    values: dict[str, Cell] = field(default_factory=dict)
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def format(self, **properties: Any) -> Any:
        """Return a format; equal ones are made once."""
        base = {"font_name": "Noto Sans SC" if self.content.lang == "zh" else "Calibri", "font_size": 10, "valign": "top"}
        key = tuple(sorted({**base, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(key))
        return self._formats[key]

    def add(self, key: str, widths: Sequence[float], *, landscape: bool = True) -> Sheet:
        """Add a sheet named ``documents.sheet.<key>``."""
        name = self.w(f"sheet.{key}")
        worksheet = self.workbook.add_worksheet(name)
        sheet = Sheet(self, worksheet, name)
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.set_paper(9)
        if landscape:
            worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(0.5, 0.5, 0.75, 0.75)
        worksheet.hide_gridlines(2)
        number = plain(self.content.origin.number).replace("&", "&&")
        worksheet.set_header(f"&L&9{self.w('dossier.title').replace('&', '&&')} {number}&R&9{name.replace('&', '&&')}")
        worksheet.set_footer("&R&9&P / &N")
        self.sheets[key] = sheet
        return sheet


@dataclass(slots=True)
class Sheet:
    """One sheet, written from top to bottom; ``row`` is the next free row, from 0."""

    book: Book
    raw: Worksheet
    name: str
    row: int = 0

    def ref(self, row: int, column: int) -> str:
        """Return an absolute reference that works from every sheet."""
        return f"'{self.name}'!{xl_rowcol_to_cell(row, column, True, True)}"

    def span(self, column: int, first: int, last: int) -> str:
        """Return the absolute reference of part of a column."""
        start, end = (xl_rowcol_to_cell(row, column, True, True) for row in (first, last))
        return f"'{self.name}'!{start}:{end}"

    def title(self, text: str, note: str = "") -> None:
        """Write the sheet's title."""
        self.put(0, text, bold=True, font_size=14, font_color="#0b5f5f", text_wrap=False)
        self.row += 1
        if note:
            self.put(0, note, font_color="#4f5b68", text_wrap=False)
            self.row += 1
        self.row += 1

    def heads(self, names: Sequence[str], *, freeze: bool = False, repeat: bool = False) -> None:
        """Write a row of column heads."""
        for column, name in enumerate(names):
            self.put(column, name, bold=True, bg_color="#eef1f4", bottom=1, valign="bottom")
        if freeze:
            self.raw.freeze_panes(self.row + 1, 2)
        if repeat:
            self.raw.repeat_rows(self.row)
        self.row += 1

    def put(self, column: int, value: Value, form: str = "", **properties: Any) -> None:
        """Write a value by its type: texts as texts whatever they begin with, numbers and dates as such."""
        row = self.row
        if value is None or value == "":
            if properties:
                self.raw.write_blank(row, column, None, self.book.format(**properties))
        elif isinstance(value, bool):
            self.raw.write_string(row, column, self.book.w("yes") if value else self.book.w("no"), self._text(properties))
        elif isinstance(value, int | Decimal):
            self.raw.write_number(row, column, float(value), self._number(form, properties))
        elif isinstance(value, date):
            self._date(row, column, value, properties)
        else:
            self.raw.write_string(row, column, plain(value), self._text(properties))

    def formula(self, column: int, text: str, value: Decimal | str | None, form: str = "", **properties: Any) -> None:
        """Write a formula (without "=") together with its value."""
        shown: float | str = float(value) if isinstance(value, Decimal) else value or ""
        self.raw.write_formula(self.row, column, f"={text}", self._number(form, properties), shown)

    def line(self, values: Sequence[Value], forms: Sequence[str] = (), **properties: Any) -> None:
        """Write a row of values."""
        for column, value in enumerate(values):
            self.put(column, value, forms[column] if column < len(forms) else "", **properties)
        self.row += 1

    def _text(self, properties: dict[str, Any]) -> Any:
        return self.book.format(**{"text_wrap": True, **properties})

    def _number(self, form: str, properties: dict[str, Any]) -> Any:
        return self.book.format(**{**properties, "num_format": form or "General"})

    def _date(self, row: int, column: int, value: date, properties: dict[str, Any]) -> None:
        pattern = _DATES[self.book.content.lang]
        if isinstance(value, datetime):
            moment, pattern = local(value).replace(tzinfo=None), f"{pattern} hh:mm"
        else:
            moment = datetime(value.year, value.month, value.day)
        if moment.year < 1900:
            self.raw.write_string(row, column, self.book.w.day(value), self._text(properties))
            return
        self.raw.write_datetime(row, column, moment, self.book.format(**{"align": "left", **properties, "num_format": pattern}))


def places(digits: int) -> str:
    """Return the number format with ``digits`` decimals and grouped thousands."""
    return "#,##0" + ("." + "0" * digits if digits else "")


def percent(digits: int) -> str:
    """Return the percentage format with ``digits`` decimals."""
    return "0" + ("." + "0" * digits if digits else "") + "%"
