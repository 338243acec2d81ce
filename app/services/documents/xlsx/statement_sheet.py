"""The sheet of statements: typed amounts to change, and everything that the program completes as formulas over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.services.documents.content import LineContent
from app.services.documents.xlsx.sheets import INPUT, QUIET, Book, Sheet, amount, places
from app.services.documents.xlsx.terms import quoted, shown
from app.services.rating.ratios import tables_of
from app.services.rating.statements import Completed, complete
from app.services.rating.values import figure as figure_of

_LABEL, _KEY, _FIRST = 0, 1, 2
_EMPTY = '#,##0.##;-#,##0.##;"–"'  # a computed nothing
Signed = tuple[tuple[int, str], ...]


def statements(book: Book, sheet: Sheet) -> None:
    """All periods with all lines; totals and residuals that the program worked out are formulas."""
    _write(book, sheet)
    book.formulas.newest = book.formulas.lines.year(book.base.run.table)


def _write(book: Book, sheet: Sheet) -> None:
    f, w = book.content.finance, book.w
    sheet.title(w("finance.statements"), w("xlsx.statements_note") if f.periods else w("not_collected.statements"))
    if not f.periods:
        return
    days = [w.day(period.end) for period in f.periods]
    right = range(_FIRST, _FIRST + len(days))
    sheet.heads([w("head.line"), w("head.key"), *days], freeze=True, repeat=True, numbers=right)
    rows: tuple[tuple[str, list[str | int]], ...] = (
        ("period.months", [w("period.n_months", n=period.months) for period in f.periods]),
        ("period.framework", [w(f"framework.{period.framework}") for period in f.periods]),
        ("head.currency", [period.currency for period in f.periods]),
        ("period.unit", [period.unit for period in f.periods]),
        ("period.audit", [w("audited") if period.audited else w("unaudited") for period in f.periods]),
        ("period.scope", [w("consolidated") if period.consolidated else w("single") for period in f.periods]),
    )
    for name, values in rows:
        sheet.put(_LABEL, w(name))
        for column, value in enumerate(values, start=_FIRST):
            sheet.put(column, value, places(0), align="right")
        sheet.row += 1
    book.places.lines.update({line.key: sheet.row + place for place, line in enumerate(f.lines)})
    done = {column: book.base.run.done[place] for place, column in book.columns.items()}
    for line in f.lines:
        _line(book, sheet, line, done)
    _openings(book, sheet, done)
    _checks(book, sheet)


def amount_of(book: Book, key: str, column: int) -> str | None:
    """The cell of a line, None where the sheet has no such row."""
    row = book.places.lines.get(key)
    return None if row is None else book.sheets["statements"].ref(row, _FIRST + column)


def opening_of(book: Book, key: str, column: int) -> str | None:
    """The cell of an opening balance that a statement gives itself."""
    row = book.places.openings.get(key)
    return None if row is None else book.sheets["statements"].ref(row, _FIRST + column)


def _line(book: Book, sheet: Sheet, line: LineContent, done: Mapping[int, Completed]) -> None:
    strong: dict[str, Any] = {"bold": True, "top": 1} if line.total else {}
    sheet.put(_LABEL, line.label, **strong)
    edge: dict[str, Any] = {"top": 1} if line.total else {}
    sheet.put(_KEY, line.key, font_color=QUIET, **edge)
    rows = book.places.lines
    for column, (value, filled) in enumerate(zip(line.values, line.filled, strict=True)):
        one = done.get(column)
        text = made(book, line.key, one, rows, column, sheet) if one is not None and (filled or value is None) else ""
        if text and one is not None:
            sheet.formula(_FIRST + column, text, one.lines.get(line.key, Decimal(0)), _EMPTY, **strong)
        else:
            ground: dict[str, Any] = {} if filled else {"bg_color": INPUT}
            sheet.put(_FIRST + column, value, amount(value), **strong, **ground)
    sheet.row += 1


def made(book: Book, key: str, one: Completed, rows: Mapping[str, int], column: int, sheet: Sheet) -> str:
    """The formula of an amount that the program worked out, "" for one that it took as 0 or that nobody knows."""
    plan = book.base.run.compiled.plan
    how = one.flags.get(key, "")
    own = next((terms for line, terms in plan.totals if line.key == key), ())
    if how == "computed":
        return _sum(own, one, rows, column, sheet) if _value(own, one) == one.lines[key] else ""
    if how == "derived":
        return _derived(book, key, one, rows, column, sheet)
    holder = next(((line, terms) for line, terms in plan.totals if line.residual == key), None)
    if holder is None or key in one.statement.values:
        return ""
    line, terms = holder
    kept = line.key in one.statement.values or one.flags.get(line.key) == "derived"
    others = tuple(term for term in terms if term[1] != key)
    if not kept or not any(one.lines.get(name) for _, name in others):
        return ""
    sign = next(sign for sign, name in terms if name == key)
    if max(Decimal(0), (one.lines[line.key] - _value(others, one)) * sign) != one.lines.get(key, Decimal(0)):
        return ""
    rest = _rest(line.key, others, one, rows, column, sheet)
    return f"MAX(0,{rest})" if sign > 0 else f"MAX(0,-({rest}))"


def _derived(book: Book, key: str, one: Completed, rows: Mapping[str, int], column: int, sheet: Sheet) -> str:
    """What is left of a larger total that is known by itself."""
    for line, terms in book.base.run.compiled.plan.totals:
        mine = next((sign for sign, name in terms if name == key), None)
        if mine is None or not (line.key in one.statement.values or one.flags.get(line.key) == "derived"):
            continue
        others = tuple(term for term in terms if term[1] != key)
        if (one.lines[line.key] - _value(others, one)) * mine == one.lines.get(key):
            rest = _rest(line.key, others, one, rows, column, sheet)
            return rest if mine > 0 else f"-({rest})"
    return ""


def _rest(total: str, others: Signed, one: Completed, rows: Mapping[str, int], column: int, sheet: Sheet) -> str:
    taken = _sum(tuple((-sign, name) for sign, name in others), one, rows, column, sheet)
    whole = sheet.here(_FIRST + column, rows[total])
    return f"{whole}{taken}" if taken.startswith("-") else f"{whole}+{taken}"


def _value(terms: Signed, one: Completed) -> Decimal:
    return sum((sign * one.lines.get(name, Decimal(0)) for sign, name in terms), Decimal(0))


def _sum(terms: Signed, one: Completed, rows: Mapping[str, int], column: int, sheet: Sheet) -> str:
    """The signed sum of the lines that have a row; a blank cell counts 0."""
    parts = [
        ("+" if sign > 0 else "-") + sheet.here(_FIRST + column, rows[name])
        for sign, name in terms
        if name in rows and (name in one.lines or name in one.statement.values)
    ]
    return "".join(parts).removeprefix("+") or "0"


def _openings(book: Book, sheet: Sheet, done: Mapping[int, Completed]) -> None:
    """Opening balances that statements give themselves: averages take them in place of the year before."""
    plan, w, lang = book.base.run.compiled.plan, book.w, book.content.lang
    given = {column: one.statement for column, one in done.items() if one.statement.opening}
    if not given:
        return
    opened = {column: complete(plan, replace(one, values=one.opening, opening={})) for column, one in given.items()}
    keys = [line for line in book.m.lines if any(line.key in one.lines for one in opened.values())]
    sheet.row += 1
    sheet.heading(w("xlsx.openings"))
    rows = {line.key: sheet.row + place for place, line in enumerate(keys)}
    book.places.openings.update(rows)
    for line in keys:
        sheet.put(_LABEL, line.label.get(lang))
        sheet.put(_KEY, line.key, font_color=QUIET)
        for column, one in opened.items():
            text = "" if line.key in one.statement.values else made(book, line.key, one, rows, column, sheet)
            if text:
                sheet.formula(_FIRST + column, text, one.lines.get(line.key, Decimal(0)), _EMPTY)
            else:
                value = one.statement.values.get(line.key)
                sheet.put(_FIRST + column, value, amount(value), bg_color=INPUT)
        sheet.row += 1


def _checks(book: Book, sheet: Sheet) -> None:
    """The relations that a statement has to fulfil, as formulas."""
    w, run, lang = book.w, book.base.run, book.content.lang
    if not run.done or not book.m.checks:
        return
    sheet.row += 1
    sheet.heads([w(f"head.{key}") for key in ("check", "period", "left", "right", "difference", "holds")], numbers=(2, 3, 4))
    tables = tables_of(run, flows=True)
    lines = book.formulas.lines
    for place, one in enumerate(run.done):
        year = lines.year(tables[place])
        for check in book.m.checks:
            left, right = (figure_of(run.evaluate(side, table=tables[place])[0]).value for side in (check.left, check.right))
            sheet.put(0, check.label.get(lang))
            sheet.put(1, one.statement.end)
            for column, side, value in ((2, check.left, left), (3, check.right, right)):
                term = book.formulas.term(side, year)
                sheet.formula(column, shown(term, book.not_computable), _or(value, book.not_computable), places(2))
            gap = None if left is None or right is None else left - right
            sheet.formula(4, f'IFERROR({sheet.here(2)}-{sheet.here(3)},"")', gap if gap is not None else "", places(2))
            holds = w("not_checked") if gap is None else w("yes") if abs(gap) <= check.tolerance else w("no")
            fits = f"ROUND(ABS({sheet.here(4)}),6)<={check.tolerance:f}"
            text = f"IF(ISNUMBER({sheet.here(4)}),IF({fits},{quoted(w('yes'))},{quoted(w('no'))}),{quoted(w('not_checked'))})"
            sheet.formula(5, text, holds, align="left", indent=1, font_color="#000000")
            sheet.row += 1


def _or(value: Decimal | None, words: str) -> Decimal | str:
    return words if value is None else value
