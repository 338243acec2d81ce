"""A sheet of the workbook: safe texts, number formats of the language, heads, print set-up."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.models.domain.methodology import Methodology
from app.models.domain.rating import LimitProposal
from app.services.documents.content import DossierContent
from app.services.documents.wording import Wording, local
from app.services.documents.xlsx.compiler import Compiler
from app.services.documents.xlsx.fit import LINE, MOST_LINES, line_starts, pieces, tall
from app.services.documents.xlsx.places import Places
from app.services.rating.assess import Assessment

_LONGEST = 32000  # a cell holds 32,767 characters
_DATES = {"en": "yyyy-mm-dd", "zh": "yyyy-mm-dd", "ru": "dd.mm.yyyy"}
_FONTS = {"zh": "Microsoft YaHei"}
_PAPERS = {"a4": 9, "letter": 1}
_ON_EDGE = 70  # characters of a line of one's own in head or foot, beside what stands there already
INPUT = "#fff7dc"  # cells that may be changed
QUIET = "#4f5b68"
HEAD = "#eef1f4"
GROUP = "#e4f0ef"
INK = "#0b5f5f"
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


def on_edge(text: str) -> str:
    """Return a text for head or foot of a page, where "&" begins a command and a whole line holds 255 characters."""
    words = " ".join(plain(text).split())
    short = words if len(words) <= _ON_EDGE else words[: _ON_EDGE - 1] + "…"
    return short.replace("&", "&&")


@dataclass(slots=True)
class Book:
    """The workbook while it is made, and where things stand in it.

    ``base`` and ``limit`` are the rating that the formulas write out; they give them their computed values.
    """

    workbook: Workbook
    content: DossierContent
    w: Wording
    base: Assessment
    limit: LimitProposal
    places: Places
    formulas: Compiler
    sheets: dict[str, Sheet] = field(default_factory=dict)
    refs: dict[str, str] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)  # period of the dossier by place among the rated statements
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    @property
    def m(self) -> Methodology:
        """The methodology of the rating."""
        return self.content.workings.methodology

    @property
    def not_computable(self) -> str:
        """What a cell says that has no value."""
        return self.w("not_computable")

    def unit(self, unit: str) -> str:
        """The words of an item's unit, without a number; amounts have the currency of the case."""
        if unit == "money":
            return self.content.workings.given.currency
        if unit and f"documents.unit.{unit}" in self.w.t:
            return self.w(f"unit.{unit}", n="").strip()
        return "" if unit in ("x", "count", "points", "ln_musd", "ratio") else unit

    def format(self, **properties: Any) -> Any:
        """Return a format; equal ones are made once."""
        base = {"font_name": _FONTS.get(self.content.lang, "Arial"), "font_size": 10, "valign": "vcenter"}
        key = tuple(sorted({**base, **properties}.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(dict(key))
        return self._formats[key]

    def add(self, key: str, widths: Sequence[float], *, landscape: bool = True) -> Sheet:
        """Add a sheet named ``documents.sheet.<key>``."""
        name = self.w(f"sheet.{key}")
        worksheet = self.workbook.add_worksheet(name)
        sheet = Sheet(self, worksheet, name, tuple(widths))
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        worksheet.set_paper(_PAPERS.get(self.content.office.paper, 9))
        if landscape:
            worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(0.5, 0.5, 0.8, 0.8)
        worksheet.hide_gridlines(2)
        self._edges(worksheet, name)
        self.sheets[key] = sheet
        return sheet

    def _edges(self, worksheet: Worksheet, name: str) -> None:
        office, origin = self.content.office, self.content.origin
        number = on_edge(origin.number)
        title = on_edge(self.w("dossier.title"))
        own = [on_edge(text) for text in (office.head or office.name, office.foot)]
        day = on_edge(self.w.day(origin.made_at))
        sample = f" · {on_edge(self.w('sample.mark'))}" if origin.sample else ""
        # The blank after the size keeps a digit that follows from being read as part of it.
        worksheet.set_header(f"&L&9 {own[0]}&C&9 {title} {number}{sample}&R&9 {on_edge(name)}")
        worksheet.set_footer(f"&L&9 {own[1]}&C&9 {day}&R&9 &P / &N")


@dataclass(slots=True)
class Sheet:
    """One sheet, written from top to bottom; ``row`` is the next free row, from 0."""

    book: Book
    raw: Worksheet
    name: str
    widths: tuple[float, ...]
    row: int = 0
    top: bool = False  # long texts stand in its rows
    _lines: dict[int, float] = field(default_factory=dict)  # lines of the tallest text of a row
    _heights: dict[int, float] = field(default_factory=dict)  # of headings
    _rest: dict[int, tuple[list[str], dict[str, Any]]] = field(default_factory=dict)  # what does not fit in the row

    def ref(self, row: int, column: int) -> str:
        """Return an absolute reference that works from every sheet."""
        return f"'{self.name}'!{xl_rowcol_to_cell(row, column, True, True)}"

    def here(self, column: int, row: int | None = None) -> str:
        """Return a reference for formulas on this sheet; by default to the row that is being written."""
        return str(xl_rowcol_to_cell(self.row if row is None else row, column, True, True))

    def span(self, column: int, first: int, last: int) -> str:
        """Return the absolute reference of part of a column."""
        return f"'{self.name}'!{self.near(column, first, last)}"

    @staticmethod
    def near(column: int, first: int, last: int) -> str:
        """Return part of a column for formulas on this sheet."""
        start, end = (xl_rowcol_to_cell(row, column, True, True) for row in (first, last))
        return f"{start}:{end}"

    def title(self, text: str, note: str = "") -> None:
        """Write the sheet's title."""
        self.put(0, text, bold=True, font_size=14, font_color=INK, text_wrap=False)
        self._heights[self.row] = 21.0
        self.row += 1
        for line in note.split("\n") if note else ():
            self.put(0, line, font_color=QUIET, text_wrap=False)
            self.row += 1
        self.row += 1

    def heading(self, text: str) -> None:
        """Write the heading of a part of the sheet."""
        self.put(0, text, bold=True, font_size=12, font_color=INK, text_wrap=False)
        self._heights[self.row] = 19.0
        self.row += 1

    def heads(
        self,
        names: Sequence[str],
        *,
        freeze: bool = False,
        repeat: bool = False,
        columns: int = 2,
        numbers: Container[int] = (),
    ) -> None:
        """Write a row of column heads; ``numbers`` are the columns that hold numbers, which stand to the right."""
        for column, name in enumerate(names):
            side: dict[str, Any] = {"align": "right"} if column in numbers else {}
            if column - 1 in numbers and column not in numbers:
                side = {"align": "left", "indent": 1}
            self.put(column, name, bold=True, bg_color=HEAD, bottom=1, valign="bottom", **side)
        self._heights[self.row] = self._lines.get(self.row, 1.0) * LINE + 5
        if repeat:
            self.raw.repeat_rows(self.row)
        self.row += 1
        if self.top:  # air between the line and texts that begin at the upper edge of their cell
            self._heights[self.row] = 4.0
            self.row += 1
        if freeze:
            self.raw.freeze_panes(self.row, columns)

    def put(self, column: int, value: Value, form: str = "", **properties: Any) -> None:
        """Write a value by its type: texts as texts whatever they begin with, numbers and dates as such."""
        row = self.row
        if value is None or value == "":
            if properties:
                self.raw.write_blank(row, column, None, self._number(form, properties))
        elif isinstance(value, bool):
            self.raw.write_string(row, column, self.book.w("yes") if value else self.book.w("no"), self._text(properties))
        elif isinstance(value, int | Decimal):
            self.raw.write_number(row, column, float(value), self._number(form, properties))
        elif isinstance(value, date):
            self._date(row, column, value, properties)
        else:
            self._string(column, plain(value), properties)

    def _string(self, column: int, text: str, properties: dict[str, Any]) -> None:
        if properties.get("text_wrap", True):
            factor = _factor(properties)
            lines = len(line_starts(text, self.widths[column] if column < len(self.widths) else 8.4, factor))
            height = tall(text, lines, self.book.content.lang)
            self._lines[self.row] = max(self._lines.get(self.row, 1.0), min(height, MOST_LINES + 4.0))
        self.raw.write_string(self.row, column, text, self._text(properties))

    def long(self, column: int, text: str, **properties: Any) -> None:
        """Write what somebody typed: a text that is too tall for a row goes on below it (see ``end``)."""
        parts = pieces(plain(text), self.widths[column], _factor(properties)) if text else []
        if parts:
            self._string(column, parts[0], properties)
        elif properties:
            self.put(column, None, **properties)
        if len(parts) > 1:
            self._rest[column] = (parts[1:], properties)

    def end(self) -> None:
        """End the row; what was too long for it follows in rows of its own."""
        self.row += 1
        while self._rest:
            for column, (parts, properties) in list(self._rest.items()):
                self._string(column, parts.pop(0), properties)
                if not parts:
                    del self._rest[column]
            self.row += 1

    def settle(self) -> None:
        """Make every row as tall as its texts."""
        for row in range(self.row + 1):
            lines = self._lines.get(row, 1.0)
            self.raw.set_row(row, min(409.0, self._heights.get(row, lines * LINE + 3.0)))

    def formula(self, column: int, text: str, value: Decimal | int | str | None, form: str = "", **properties: Any) -> None:
        """Write a formula (without "=") together with its value."""
        shown: float | int | str = float(value) if isinstance(value, Decimal) else "" if value is None else value
        if isinstance(value, str):
            properties = {"font_color": QUIET, "align": "right", "text_wrap": True, **properties}
        self.raw.write_formula(self.row, column, f"={text}", self._number(form, properties), shown)

    def line(self, values: Sequence[Value], forms: Sequence[str] = (), **properties: Any) -> None:
        """Write a row of values."""
        for column, value in enumerate(values):
            if isinstance(value, str) and not properties:
                self.long(column, value)
            else:
                self.put(column, value, forms[column] if column < len(forms) else "", **properties)
        self.end()

    def _text(self, properties: dict[str, Any]) -> Any:
        return self.book.format(**{"text_wrap": True, **self._ground(), **properties})

    def _number(self, form: str, properties: dict[str, Any]) -> Any:
        shown = form or "General"
        if shown.endswith("%") and self.book.content.lang == "ru":
            shown = f'{shown[:-1]}"\u00a0"%'  # a blank stands before the sign in Russian
        return self.book.format(**{**self._ground(), **properties, "num_format": shown})

    def _looks(self, properties: dict[str, Any]) -> Any:
        return self.book.format(**{**self._ground(), **properties})

    def _ground(self) -> dict[str, str]:
        """Rows of long texts are read from the top."""
        return {"valign": "top"} if self.top else {}

    def _date(self, row: int, column: int, value: date, properties: dict[str, Any]) -> None:
        pattern = _DATES[self.book.content.lang]
        if isinstance(value, datetime):
            moment, pattern = local(value).replace(tzinfo=None), f"{pattern} hh:mm"
        else:
            moment = datetime(value.year, value.month, value.day)
        if moment.year < 1900:
            self.raw.write_string(row, column, self.book.w.day(value), self._text(properties))
            return
        self.raw.write_datetime(row, column, moment, self._looks({"align": "left", **properties, "num_format": pattern}))


def _factor(properties: dict[str, Any]) -> float:
    """How much wider a text is than plain ten points."""
    size: float = properties.get("font_size", 10) / 10
    return size * (1.08 if properties.get("bold") else 1.0)


def places(digits: int) -> str:
    """Return the number format with ``digits`` decimals and grouped thousands."""
    return "#,##0" + ("." + "0" * digits if digits else "")


def amount(value: Decimal | None) -> str:
    """Return the number format of an amount: with cents where it has them."""
    return places(0 if value is None or value == value.to_integral_value() else 2)


def percent(digits: int) -> str:
    """Return the percentage format with ``digits`` decimals."""
    return "0" + ("." + "0" * digits if digits else "") + "%"
