"""Sheets of what follows from the score: summary, limits, warnings."""

from __future__ import annotations

from decimal import Decimal

from app.models.domain.enums import Colour
from app.services.documents.xlsx.formulas import Cell
from app.services.documents.xlsx.sheets import Book, Sheet, Value, percent, places

_TONES = {Colour.RED: "#f9d5d2", Colour.AMBER: "#fdeec9"}


def securities(book: Book, sheet: Sheet) -> None:
    """The securities with what counts of each; their sum and the limit requested feed the security item."""
    w, lim = book.w, book.content.limit
    sheet.title(w("part.11"), w("limit.bars"))
    sheet.put(0, w("summary.requested"), text_wrap=False)
    sheet.put(3, lim.requested, places(2), bg_color="#fff7dc")
    if lim.requested is not None:
        book.values["requested"] = Cell(sheet.ref(sheet.row, 3), lim.requested)
    sheet.row += 2
    sheet.heads([w(f"head.{key}") for key in ("security", "guarantor", "note", "worth", "counts", "prior", "counted_value")])
    first = sheet.row
    total = Decimal(0)
    for row in lim.guarantees:
        worth = max(row.value * row.pct / 100 - row.prior, Decimal(0))
        total += worth
        value, pct, prior = (sheet.ref(sheet.row, column).split("!")[1] for column in (3, 4, 5))
        for column, cell in enumerate((row.label, row.guarantor_grade, row.note)):
            sheet.put(column, cell)
        sheet.put(3, row.value, places(2), bg_color="#fff7dc")
        sheet.put(4, row.pct / 100, percent(1), bg_color="#fff7dc")
        sheet.put(5, row.prior, places(2), bg_color="#fff7dc")
        sheet.formula(6, f"MAX({value}*{pct}-{prior},0)", worth, places(2))
        sheet.row += 1
    sheet.put(0, w("total") if lim.guarantees else w("guarantees.none"), bold=True, text_wrap=False)
    cells = sheet.span(6, first, sheet.row - 1).split("!")[1]
    sheet.formula(6, f"SUM({cells})" if lim.guarantees else "0", total, places(2), bold=True)
    book.values["guarantee_cover"] = Cell(sheet.ref(sheet.row, 6), total)
    sheet.row += 2


def limits(book: Book, sheet: Sheet) -> None:
    """The limit methods side by side, with a native bar chart."""
    w, lim = book.w, book.content.limit
    sheet.heads([w(f"head.{key}") for key in ("no", "method", "basis", "amount", "use", "why_not", "source")])
    first = sheet.row
    for row in lim.methods:
        use = w("limit.counts") if row.on and row.binding else w("limit.shown")
        values: list[Value] = [row.id, row.label, row.basis, row.amount, use, row.why_not, row.origin]
        sheet.line(values, ["", "", "", places(0)])
    last = sheet.row - 1
    sheet.row += 1
    for name, value in (
        (w("summary.limit"), lim.amount),
        (w("xlsx.unfrozen"), lim.unfrozen if lim.frozen else None),
        (w("xlsx.factor"), lim.factor),
    ):
        if value is not None:
            sheet.put(1, name, bold=True)
            sheet.put(3, value, places(0) if name != w("xlsx.factor") else "0.00", bold=True)
            sheet.put(4, lim.currency if name != w("xlsx.factor") else "")
            sheet.row += 1
    if not lim.methods:
        return
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": w("head.amount"),
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 3, last, 3],
            "fill": {"color": "#0b5f5f"},
        }
    )
    chart.set_title({"name": w("part.11"), "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 560, "height": 420})
    sheet.raw.insert_chart(sheet.row + 1, 1, chart)


def warnings(book: Book, sheet: Sheet) -> None:
    """Early-warning rules and models."""
    c, w = book.content, book.w
    sheet.title(w("warnings.title"))
    sheet.heads(
        [w(f"head.{key}") for key in ("no", "warning", "colour", "value", "points", "question")], freeze=True, repeat=True
    )
    first = sheet.row
    for row in c.warnings:
        tone = {"bg_color": _TONES[row.colour]} if row.colour in _TONES else {}
        form = percent(2) if row.value.unit in ("%", "pp") else "0.0000"
        sheet.line(
            [row.id, row.label, w(f"colour.{row.colour.value}"), row.value.value, row.points, row.question],
            ["", "", "", form, "0"],
            **tone,
        )
    if c.warnings:
        sheet.put(1, w("total"), bold=True)
        points = sheet.span(4, first, sheet.row - 1).split("!")[1]
        sheet.formula(4, f"SUM({points})", Decimal(c.warning_points), "0", bold=True)
    sheet.row += 3
    sheet.heads([w(f"head.{key}") for key in ("key", "model", "zone", "value", "variables")])
    for model in c.models:
        variables = "; ".join(f"{name} = {w.number(value.value, 4)}" for name, value in model.variables)
        sheet.line(
            [model.key, model.label, model.zone or model.value.why_not, model.value.value, variables], ["", "", "", "0.0000"]
        )


def summary(book: Book, sheet: Sheet) -> None:
    """The first sheet: who, which grade, how much. Score and grade follow the formulas."""
    c, w = book.content, book.w
    terms, score, customer = c.proposal.terms, c.score, c.customer
    sheet.title(f"{w('dossier.title')}: {customer.name}")
    if c.origin.sample:
        sheet.line([w("sample.mark"), w("sample.text")], bold=True, font_color="#7a5500", text_wrap=False)
    if c.office.name:
        sheet.line([w("xlsx.office"), c.office.name])
    rows: list[tuple[str, Value, str]] = [
        (w("cover.number"), c.origin.number, ""),
        (w("cover.date"), c.origin.made_at, ""),
        (w("cover.maker"), c.case.assessor, ""),
        (w("cover.methodology"), f"{c.origin.methodology} {c.origin.methodology_version}", ""),
        (w("customer.number"), customer.number, ""),
        *((w(f"identifier.{kind}"), value, "") for kind, value in customer.identifiers),
        (w("customer.country"), customer.country, ""),
        (w("customer.address"), customer.address, ""),
        (w("customer.trade"), customer.trade, ""),
    ]
    _rows(sheet, rows)
    sheet.row += 1
    if not score.rated:
        sheet.line([w("summary.grade"), w("not_rated")], bold=True)
        return
    sheet.put(0, w("summary.score"), bold=True)
    sheet.formula(1, book.refs["total"] if not score.stop else "0", score.score, "0.000000000", bold=True, align="left")
    sheet.row += 1
    sheet.put(0, w("xlsx.grade_now"), bold=True)
    sheet.formula(1, book.refs["grade"], terms.grade.name, bold=True, align="left")
    sheet.row += 1
    _rows(
        sheet,
        [
            (w("summary.grade"), w.grade_text(terms), ""),
            (w("summary.meaning"), score.meaning, ""),
            (w("summary.interval"), f"{w.score(score.low)} … {w.score(score.high)}", ""),
            (w("summary.completeness"), score.completeness, percent(0)),
            (w("summary.confidence"), score.confidence, percent(0)),
            (w("summary.limit"), terms.limit, places(0)),
            (w("head.currency"), terms.currency, ""),
            (w("terms.term"), terms.term_days, "0"),
            (w("terms.prepayment"), terms.prepayment_pct / 100, percent(0)),
            (w("terms.security"), terms.security, ""),
            (w("terms.release"), terms.release, ""),
            (w("summary.next_review"), c.proposal.next_review, ""),
        ],
    )
    sheet.row += 1
    sheet.heads([w("part.9"), w("head.score"), w("head.weight")])
    for row in score.cs:
        sheet.put(0, w.c(row.c))
        sheet.formula(
            1, book.refs[f"c.{row.c.value}"], row.score if row.score is not None else w("not_assessed"), "0.0", align="left"
        )
        sheet.put(2, row.weight, percent(1))
        sheet.row += 1


def _rows(sheet: Sheet, rows: list[tuple[str, Value, str]]) -> None:
    for name, value, form in rows:
        sheet.put(0, name)
        sheet.put(1, value, form, align="left")
        sheet.row += 1
