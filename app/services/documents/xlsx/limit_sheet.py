"""The sheet of limits: securities, the methods side by side, and the limit they lead to, all as live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.methodology import LimitMethod
from app.models.domain.rating import LimitOutcome
from app.services.documents.xlsx.places import Year
from app.services.documents.xlsx.sheets import INPUT, QUIET, Book, Sheet, amount, percent, places
from app.services.documents.xlsx.terms import Term, entry, number, quoted, strict
from app.services.rating.run import Run
from app.services.rating.values import Gap

_NO, _METHOD, _BASIS, _AMOUNT, _COUNTED, _UNIT, _USE, _WHY, _SOURCE = range(9)
_HEADS = ("no", "method", "basis", "amount", "counted_amount", "rounding", "use", "why_not", "source")
_INK = "#000000"


def securities(book: Book, sheet: Sheet) -> None:
    """What the case says, and the securities with what counts of each; their sum feeds the security item."""
    w, lim, given = book.w, book.content.limit, book.content.workings.given
    sheet.title(w("part.11"), w("xlsx.limits_note", currency=given.currency))
    for key, name, value in (
        ("requested", w("summary.requested"), given.requested_limit),
        ("M", w("xlsx.monthly_sales"), given.own_monthly_sales),
        ("term", w("xlsx.requested_term"), None if not given.requested_term else Decimal(given.requested_term)),
    ):
        sheet.put(_NO, name, text_wrap=False)
        sheet.put(_AMOUNT, value, amount(value), bg_color=INPUT)
        book.refs[f"case.{key}"] = sheet.ref(sheet.row, _AMOUNT)
        book.places.specials[key] = entry(sheet.ref(sheet.row, _AMOUNT), filled=value is not None)
        sheet.row += 1
    del book.places.specials["term"]
    sheet.row += 1
    heads = ("security", "guarantor", "note", "worth", "counts", "prior", "counted_value")
    sheet.heads([w(f"head.{key}") for key in heads], numbers=range(3, 7))
    first, total = sheet.row, Decimal(0)
    for row in lim.guarantees:
        total += row.counted
        for column, text in enumerate((row.label, row.guarantor_grade, row.note)):
            sheet.long(column, text)
        sheet.put(3, row.value, amount(row.value), bg_color=INPUT)
        sheet.put(4, row.pct / 100, percent(1), bg_color=INPUT)
        sheet.put(5, row.prior, amount(row.prior), bg_color=INPUT)
        sheet.formula(6, f"MAX({sheet.here(3)}*{sheet.here(4)}-{sheet.here(5)},0)", row.counted, places(2))
        sheet.end()
    sheet.put(_NO, w("total") if lim.guarantees else w("guarantees.none"), bold=True, text_wrap=False)
    last = max(first, sheet.row - 1)
    sheet.formula(6, f"SUM({sheet.near(6, first, last)})" if lim.guarantees else "0", total, places(2), bold=True)
    book.places.specials["guarantee_cover"] = Term(sheet.ref(sheet.row, 6), sure=True)
    sheet.row += 2


@dataclass(frozen=True, slots=True)
class _World:
    """The customer as the limit methods read it: lines in plain units of the currency of the case, at the final grade."""

    run: Run
    year: Year | None


def limits(book: Book, sheet: Sheet) -> None:
    """The limit methods side by side, the limit, and a native bar chart."""
    w = book.w
    _policies(book, sheet)
    world = _world(book)
    shown = {method.id: method for method in book.content.limit.methods}
    outcomes = {one.method: one for one in book.limit.outcomes}
    sheet.heads([w(f"head.{key}") for key in _HEADS], numbers=(_AMOUNT, _COUNTED, _UNIT))
    first = sheet.row
    for method in book.m.limits:
        _method(book, sheet, method, outcomes[method.id], world, shown[method.id].why_not)
    last = max(first, sheet.row - 1)
    sheet.row += 1
    _result(book, sheet, first, last)
    _chart(book, sheet, first, last)


def _world(book: Book) -> _World:
    plain = book.base.run.plain_currency()
    if isinstance(plain, Gap):
        run = book.base.run.at_table(None)
        return _World(run, None)
    run = plain.at_table(plain.table)
    run.settle(grade=book.base.verdict.final)
    table = run.table
    mine = book.base.run.table
    own = mine is not None and table is not None and (table.unit, table.currency) == (mine.unit, mine.currency)
    return _World(run, book.formulas.lines.year(table, own=own))


def _policies(book: Book, sheet: Sheet) -> None:
    """Factor and term of every grade, and those of the grade by the formulas."""
    w, final = book.w, book.base.verdict.final
    sheet.heads([w("head.grade"), w("xlsx.factor"), w("terms.term"), w("xlsx.index")], numbers=(3,))
    first = sheet.row
    for policy in book.m.policies:
        sheet.put(0, policy.grade.name)
        sheet.put(1, policy.limit_factor, "0.00", bg_color=INPUT, align="left")
        sheet.put(2, policy.term_days, "0", bg_color=INPUT, align="left")
        sheet.put(3, int(policy.grade))
        sheet.row += 1
    last = sheet.row - 1
    grade = book.refs["grade.number"]
    numbers = sheet.near(3, first, last)
    mine = book.m.policy(final)
    sheet.put(0, w("xlsx.grade_now"), bold=True, top=1)
    for column, value, form in ((1, mine.limit_factor, "0.00"), (2, Decimal(mine.term_days), "0")):
        text = f"INDEX({sheet.near(column, first, last)},MATCH({grade},{numbers},0))"
        sheet.formula(column, text, value, form, bold=True, top=1, align="left")
    sheet.formula(3, grade, int(final), bold=True, top=1)
    factor, term, index = (sheet.ref(sheet.row, column) for column in (1, 2, 3))
    asked = book.refs["case.term"]
    book.refs["factor"] = sheet.here(1)
    book.places.specials["k"] = Term(factor, sure=True)
    book.places.specials["T"] = Term(f"IF(N({asked})>0,{asked},{term})", sure=True)
    book.places.specials["grade_index"] = Term(index, sure=True)
    sheet.row += 2


def _method(book: Book, sheet: Sheet, method: LimitMethod, outcome: LimitOutcome, world: _World, why_not: str) -> None:
    w, lang, words = book.w, book.content.lang, book.not_computable
    local = {name: number(value) for name, value in method.parameters}
    term = book.formulas.term(method.amount, world.year, local, method.table, world.run, nowhere=world.year is None)
    text = f"MAX({strict(term).text},0)"
    text = text if term.sure else f"IFERROR({text},{quoted(words)})"
    sheet.put(_NO, method.id)
    sheet.put(_METHOD, method.label.get(lang))
    sheet.put(_BASIS, method.basis.get(lang))
    sheet.formula(_AMOUNT, text, outcome.amount if outcome.amount is not None else words, places(0))
    counts = method.on and method.binding
    if counts:
        mine, value = sheet.here(_AMOUNT), outcome.amount
        sheet.formula(_COUNTED, f'IF(ISNUMBER({mine}),{mine},"")', value if value is not None else "", places(0))
    sheet.put(_UNIT, method.round_to, places(0), **({"bg_color": INPUT} if counts else {"font_color": QUIET}))
    sheet.put(_USE, w("limit.counts") if counts else w("limit.shown"), indent=1)
    sheet.put(_WHY, why_not, font_color=QUIET)
    sheet.put(_SOURCE, method.origin, font_color=QUIET)
    sheet.row += 1


def _result(book: Book, sheet: Sheet, first: int, last: int) -> None:
    """The lowest method, not above the request, rounded down, 0 for a grade without credit, and frozen by warnings."""
    w, proposal = book.w, book.limit
    counted, units = sheet.near(_COUNTED, first, last), sheet.near(_UNIT, first, last)
    amounts = [one.amount for one in proposal.outcomes if one.on and one.binding and one.amount is not None]
    lowest = min(amounts, default=Decimal(0))
    pairs = zip(book.m.limits, proposal.outcomes, strict=True)
    unit = next((method.round_to for method, one in pairs if one.on and one.binding and one.amount == lowest), Decimal(1))
    _line(sheet, w("xlsx.lowest"), f"IF(COUNT({counted})=0,0,MIN({counted}))", lowest)
    low = sheet.here(_AMOUNT, sheet.row - 1)
    found = f"IF(COUNT({counted})=0,1,INDEX({units},MATCH({low},{counted},0)))"
    _line(sheet, w("head.rounding"), found, unit if amounts else Decimal(1))
    step = sheet.here(_AMOUNT, sheet.row - 1)
    asked = book.refs["case.requested"].split("!")[1]
    capped = f"IF(ISNUMBER({asked}),MIN({low},MAX({asked},0)),{low})"
    whole = f"IF({step}>0,INT(ROUND(({capped})/{step},9))*{step},{capped})"
    text = f"IF(OR({book.refs['factor']}<=0,COUNT({counted})=0),0,{whole})"
    _line(sheet, w("xlsx.unfrozen"), text, proposal.unfrozen)
    unfrozen = sheet.here(_AMOUNT, sheet.row - 1)
    need = book.m.rules.warning_freeze_from
    stop = book.refs["stop"]
    _line(sheet, w("xlsx.frozen"), f"IF(OR({book.refs['points']}>={need},{stop}=1),1,0)", Decimal(1 if proposal.frozen else 0))
    frozen = sheet.here(_AMOUNT, sheet.row - 1)
    book.refs["frozen"] = sheet.ref(sheet.row - 1, _AMOUNT)
    _line(sheet, w("xlsx.limit_now"), f"IF({frozen}=1,0,{unfrozen})", proposal.amount)
    book.refs["limit"] = sheet.ref(sheet.row - 1, _AMOUNT)


def _line(sheet: Sheet, name: str, text: str, value: Decimal) -> None:
    sheet.put(_METHOD, name, bold=True)
    sheet.formula(_AMOUNT, text, value, amount(value), bold=True)
    sheet.row += 1


def _chart(book: Book, sheet: Sheet, first: int, last: int) -> None:
    w = book.w
    chart = book.workbook.add_chart({"type": "bar", "subtype": "clustered"})
    stripes = {"pattern": "wide_upward_diagonal", "fg_color": "#6b7785", "bg_color": "#ffffff"}
    for name, column, look in (
        (w("limit.shown"), _AMOUNT, {"pattern": stripes}),
        (w("limit.counts"), _COUNTED, {"fill": {"color": "#0b5f5f"}}),
    ):
        chart.add_series(
            {
                "name": name,
                "categories": [sheet.name, first, _NO, last, _NO],
                "values": [sheet.name, first, column, last, column],
                "border": {"color": "#17202a"},
                "overlap": 100,
                "gap": 40,
                **look,
            }
        )
    chart.set_title({"name": w("part.11"), "name_font": {"size": 11}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"reverse": True})
    grid = {"visible": True, "line": {"color": "#d5dade"}}
    chart.set_x_axis({"num_format": "#,##0", "num_font": {"size": 8}, "major_gridlines": grid})
    chart.set_size({"width": 500, "height": 420})
    sheet.raw.insert_chart(1, _WHY, chart)

