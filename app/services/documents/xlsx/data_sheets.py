"""Sheets of what was found: areas, statements, ratios, evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.models.domain.enums import AnswerState, ScoringKind, ValueKind
from app.services.documents.content import ItemContent, LineContent, RatioContent
from app.services.documents.xlsx.formulas import Cell, formula_of
from app.services.documents.xlsx.sheets import Book, Sheet, Value, percent, places

_NUMBERS = (ValueKind.NUM, ValueKind.PCT, ValueKind.INT, ValueKind.MONEY)


def areas(book: Book, sheet: Sheet) -> None:
    """Every answer with its source; the column X is what the scoring sheet reads."""
    w = book.w
    sheet.title(w("sheet.areas"), w("xlsx.areas_note"))
    keys = ("no", "item", "found", "x", "unit", "as_of", "sources", "check", "note", "by", "second", "sample")
    sheet.heads([w(f"head.{key}") for key in keys], freeze=True, repeat=True)
    for area in book.content.areas:
        counted = w("answered_of", answered=area.answered, total=area.total) if area.total else ""
        sheet.line([w(f"area.{area.area.value}"), "", counted], bold=True, bg_color="#e4f0ef", text_wrap=False)
        for item in area.items:
            if not item.computed:
                _answer(book, sheet, item)
    sheet.line([w("facts.title")], bold=True, bg_color="#e4f0ef", text_wrap=False)
    for fact in book.content.facts:
        shown: Value = w(f"state.{fact.state.value}") if fact.value is None else fact.value
        sample = w("sample.short") if fact.sample else ""
        row: list[Value] = [
            "",
            fact.label,
            shown,
            None,
            fact.unit,
            fact.as_of,
            ", ".join(fact.sources),
            "",
            fact.note,
            "",
            "",
            sample,
        ]
        sheet.line(row)


def _answer(book: Book, sheet: Sheet, item: ItemContent) -> None:
    w = book.w
    found: Value = item.value if item.state is AnswerState.VALUE else w(f"state.{item.state.value}")
    texts = [f"{label}: {text}" for label, text in item.details]
    texts += [w("item.reason", text=item.reason)] if item.reason else []
    texts += [w("item.comment", text=item.comment)] if item.comment else []
    texts += [item.note] if item.note else []
    x = item.scored.x if item.scored is not None else None
    row = [
        item.id,
        item.label,
        found,
        x,
        item.unit,
        item.as_of,
        ", ".join(item.sources),
        w.check(item.check),
        "\n".join(texts),
        item.by,
        item.second_by,
        w("sample.short") if item.sample else "",
    ]
    numeric = isinstance(item.value, Decimal) and item.kind in _NUMBERS
    if numeric and item.standard.kind is not ScoringKind.STEPS and x == item.value and x is not None:
        # The officer's number is X itself: one cell to change, the other follows.
        sheet.put(0, item.id)
        sheet.put(1, item.label)
        sheet.put(2, x)
        sheet.formula(3, sheet.ref(sheet.row, 2), x)
        for column, value in enumerate(row[4:], start=4):
            sheet.put(column, value)
    else:
        for column, value in enumerate(row):
            sheet.put(column, value)
    if x is not None:
        book.answers[item.id] = Cell(sheet.ref(sheet.row, 3), x)
    sheet.row += 1


def statements(book: Book, sheet: Sheet) -> None:
    """All periods with all lines; totals that the program summed are formulas."""
    f, w = book.content.finance, book.w
    sheet.title(w("finance.statements"), w("finance.filled") if f.periods else w("not_collected.statements"))
    if not f.periods:
        return
    sheet.heads([w("head.line"), w("head.key"), *(w.day(period.end) for period in f.periods)], freeze=True, repeat=True)
    sheet.line([w("period.months"), "", *(period.months for period in f.periods)])
    sheet.line([w("period.framework"), "", *(w(f"framework.{period.framework}") for period in f.periods)])
    sheet.line([w("head.currency"), "", *(period.currency for period in f.periods)])
    sheet.line([w("period.unit"), "", *(period.unit for period in f.periods)], ["", "", *(places(0) for _ in f.periods)])
    sheet.line([w("period.audit"), "", *(w("audited") if period.audited else w("unaudited") for period in f.periods)])
    sheet.line([w("period.scope"), "", *(w("consolidated") if period.consolidated else w("single") for period in f.periods)])
    first = sheet.row
    for place, line in enumerate(f.lines):
        book.line_rows[line.key] = first + place
        for column, value in enumerate(line.values):
            if value is not None:
                book.lines[line.key, column] = Cell(sheet.ref(first + place, 2 + column), value)
    for line in f.lines:
        _line(book, sheet, line)
    _checks(book, sheet)


def _line(book: Book, sheet: Sheet, line: LineContent) -> None:
    strong: dict[str, Any] = {"bold": True, "top": 1} if line.total else {}
    sheet.put(0, line.label, **strong)
    sheet.put(1, line.key, font_color="#4f5b68")
    for column, (value, filled) in enumerate(zip(line.values, line.filled, strict=True)):
        form = places(0 if value is None or value == value.to_integral_value() else 2)
        made = formula_of(line.formula, lambda name, at: _amount(book, name, at), column, None, value) if filled else None
        if made is not None:
            sheet.formula(2 + column, made.text, made.value, form, **strong)
        else:
            sheet.put(2 + column, value, form, **strong)
    sheet.row += 1


def _amount(book: Book, name: str, period: int) -> Cell | None:
    """The cell of a line; a blank detail line counts 0 in a sum (the value check of the formula decides)."""
    return book.lines.get((name, period)) or blank_line(book, name, period)


def blank_line(book: Book, name: str, period: int) -> Cell | None:
    """Return the empty cell of a line that counts 0 while it is blank, None for any other name."""
    if name not in book.content.finance.blank_zero:
        return None
    row = book.line_rows.get(name)
    return Cell("0" if row is None else book.sheets["statements"].ref(row, 2 + period), Decimal(0))


def _checks(book: Book, sheet: Sheet) -> None:
    checks, w = book.content.finance.checks, book.w
    if not checks:
        return
    sheet.row += 1
    sheet.heads([w("head.check"), w("head.period"), w("head.left"), w("head.right"), w("head.difference"), w("head.holds")])
    for row in checks:
        left = row.left.value if row.left.value is not None else row.left.why_not
        right = row.right.value if row.right.value is not None else row.right.why_not
        holds = w("not_checked") if row.holds is None else row.holds
        sheet.line([row.label, row.period, left, right, row.difference, holds], ["", "", *[places(2)] * 3])


def ratios(book: Book, sheet: Sheet) -> None:
    """All ratios over all periods as formulas over the statement lines, where they can be written so."""
    f, w = book.content.finance, book.w
    sheet.title(w("finance.ratios"), w("xlsx.ratios_note") if f.periods else w("not_collected.statements"))
    if not f.periods:
        return
    heads = [w("head.ratio"), w("head.key"), *(w.day(period.end) for period in f.periods), w("head.formula")]
    sheet.heads(heads, freeze=True, repeat=True)
    first = sheet.row
    for place, ratio in enumerate(f.ratios):
        for column, measure in enumerate(ratio.values):
            if measure.value is not None:
                book.ratios[ratio.key, column] = Cell(sheet.ref(first + place, 2 + column), measure.value)
    for ratio in f.ratios:
        _ratio(book, sheet, ratio)


def _ratio(book: Book, sheet: Sheet, ratio: RatioContent) -> None:
    sheet.put(0, ratio.label)
    sheet.put(1, ratio.key, font_color="#4f5b68")
    form = percent(ratio.places) if ratio.unit == "%" else places(ratio.places)
    for column, measure in enumerate(ratio.values):
        if measure.value is None:
            sheet.put(2 + column, measure.why_not, font_color="#4f5b68")
            continue
        made = formula_of(
            ratio.formula, lambda name, at: figure(book, name, at), column, year_before(book, column), measure.value
        )
        if made is not None:
            sheet.formula(2 + column, made.text, made.value, form)
        else:
            sheet.put(2 + column, measure.value, form)
    sheet.put(2 + len(ratio.values), ratio.formula, font_color="#4f5b68", text_wrap=False)
    sheet.row += 1


def figure(book: Book, name: str, period: int) -> Cell | None:
    """Return the cell of a line, a ratio, an answer or a number of the case by its name in formulas."""
    if name == "days_basis":
        return Cell(str(book.content.finance.days_basis), Decimal(book.content.finance.days_basis))
    if (name, period) in book.lines:
        return book.lines[name, period]
    if (name, period) in book.ratios:
        return book.ratios[name, period]
    if name in book.answers:
        return book.answers[name]
    if name in book.values:
        return book.values[name]
    return blank_line(book, name, period)


def year_before(book: Book, period: int) -> int | None:
    """Return the column of the full year before a period, None when it is not there."""
    periods = book.content.finance.periods
    mine = periods[period]
    for other in range(period - 1, -1, -1):
        days = (mine.end - periods[other].end).days
        if periods[other].months == 12 and 330 <= days <= 400 and periods[other].consolidated == mine.consolidated:
            return other
    return None


def evidence(book: Book, sheet: Sheet) -> None:
    """Files, principles, and what the workbook rests on."""
    c, w = book.content, book.w
    sheet.title(w("part.13"))
    sheet.heads([w(f"head.{key}") for key in ("file", "items", "added", "by", "bytes", "sha256")], freeze=True)
    for row in c.evidence:
        sheet.line(
            [row.name, ", ".join(row.items), row.added_at, row.added_by, row.size, row.sha256], ["", "", "", "", places(0)]
        )
    if not c.evidence:
        sheet.line([w("evidence.no_files")], font_color="#4f5b68", text_wrap=False)
    sheet.row += 1
    sheet.heads([w("principles.title"), w("head.outcome"), w("head.finding"), w("head.items")])
    for principle in c.principles:
        name = w(f"principle.{principle.principle.value}")
        for finding in principle.findings:
            outcome = w(f"severity.{finding.severity.value}")
            sheet.line([name, outcome, finding.text, ", ".join(finding.items)])
        if not principle.findings:
            sheet.line([name, w("severity.ok")])
    sheet.row += 1
    sheet.heads([w("origin.title"), ""])
    o = c.origin
    for key, value in (
        ("methodology", f"{o.methodology} {o.methodology_version}"),
        ("methodology_hash", o.methodology_hash),
        ("input_hash", o.input_hash),
        ("engine", str(o.engine)),
        ("fingerprint", o.fingerprint or w("origin.not_stored")),
    ):
        sheet.line([w(f"origin.{key}"), value], text_wrap=False)
