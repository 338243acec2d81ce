"""The first sheet: who, which grade, how much; what follows the formulas, and what was decided and stays."""

from __future__ import annotations

from app.models.domain.enums import C
from app.services.documents.xlsx.sheets import GROUP, INPUT, QUIET, Book, Sheet, Value, amount, percent
from app.services.documents.xlsx.terms import quoted
from app.services.rating.five_c import to_decimal
from app.services.rating.rate import is_rated
from app.services.rating.values import ZERO


def summary(book: Book, sheet: Sheet) -> None:
    """Score, grade and limit follow the other sheets; the terms are those that were proposed or decided."""
    c, w = book.content, book.w
    customer = c.customer
    sheet.title(w("dossier.title"))
    if c.origin.sample:
        sheet.line([w("sample.mark"), w("sample.text")], bold=True, font_color="#7a5500", text_wrap=True)
    rows: list[tuple[str, Value, str]] = [
        (w("xlsx.office"), c.office.name, ""),
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
    sheet.put(0, w("customer.name"), bold=True)
    sheet.long(1, customer.name, bold=True, font_size=12)
    sheet.end()
    _rows(sheet, [row for row in rows if row[1]])
    sheet.row += 1
    _live(book, sheet)
    sheet.row += 1
    _decided(book, sheet)
    sheet.row += 1
    _notes(book, sheet)


def _live(book: Book, sheet: Sheet) -> None:
    """What follows every change in the workbook."""
    w, base = book.w, book.base
    rated = is_rated(base)
    sheet.line([w("xlsx.follows"), "", ""], bold=True, bg_color=GROUP, text_wrap=False)
    not_rated = quoted(w("not_rated"))
    score = ZERO if base.verdict.stop else base.tally.score
    look = {"bold": True, "align": "left", "font_color": "#000000"}
    for name, text, value, form in (
        (w("summary.score"), f"IF({book.refs['stop']}=1,0,{book.refs['total']})", score, "0.0"),
        (w("xlsx.grade_now"), book.refs["grade"], base.verdict.final.name, ""),
        (w("xlsx.limit_now"), book.refs["limit"], book.limit.amount, amount(book.limit.amount)),
    ):
        sheet.put(0, name, bold=True)
        shown = f"IF({book.refs['rated']}=1,{text},{not_rated})"
        sheet.formula(1, shown, value if rated else w("not_rated"), form, **look)
        sheet.row += 1
    sheet.put(0, w("summary.completeness"))
    sheet.formula(1, book.refs["completeness"], to_decimal(base.tally.completeness), percent(0), align="left")
    sheet.row += 1
    sheet.put(0, w("xlsx.frozen"))
    sheet.formula(1, book.refs["frozen"], 1 if book.limit.frozen else 0, "0", align="left")
    sheet.row += 1
    sheet.put(0, w("xlsx.points_now"))
    sheet.formula(1, book.refs["points"], sum(hit.points for hit in base.hits), "0", align="left")
    sheet.row += 2
    sheet.heads([w("part.9"), w("head.score"), w("head.weight")])
    scores = {row.c: row for row in book.content.score.cs}
    for c in C:
        row = scores[c]
        sheet.put(0, w.c(c))
        missing = w("not_assessed")
        sheet.formula(1, book.refs[f"c.{c.value}"], row.score if row.score is not None else missing, "0.0", align="left")
        sheet.formula(2, book.refs[f"c.{c.value}.share"], row.weight, percent(1), align="left")
        sheet.row += 1


def _decided(book: Book, sheet: Sheet) -> None:
    """The terms as they were when the dossier was made: people decide them."""
    c, w = book.content, book.w
    terms, score = c.proposal.terms, c.score
    sheet.line([w("xlsx.stays"), "", ""], bold=True, bg_color=GROUP, text_wrap=False)
    if not score.rated:
        sheet.line([w("summary.grade"), w("not_rated")], bold=True)
        return
    rows: list[tuple[str, Value, str]] = [
        (w("summary.grade"), w.grade_text(terms), ""),
        (w("summary.meaning"), score.meaning, ""),
        (w("summary.interval"), f"{w.score(score.low)} … {w.score(score.high)}", ""),
        (w("summary.confidence"), score.confidence, percent(0)),
        (w("summary.limit"), terms.limit, amount(terms.limit)),
        (w("head.currency"), terms.currency, ""),
        (w("terms.term"), w.days(terms.term_days), ""),
        (w("terms.prepayment"), terms.prepayment_pct / 100, percent(0)),
        (w("terms.security"), terms.security, ""),
        (w("terms.release"), terms.release, ""),
        (w("summary.next_review"), c.proposal.next_review, ""),
    ]
    _rows(sheet, rows)


def _notes(book: Book, sheet: Sheet) -> None:
    """What the workbook can carry and what it cannot, plainly."""
    w = book.w
    sheet.line([w("xlsx.how_title"), "", ""], bold=True, bg_color=GROUP, text_wrap=False)
    sheet.put(0, w("xlsx.input_cell"), bg_color=INPUT)
    sheet.put(1, w("xlsx.input_text"))
    sheet.row += 1
    for key in ("xlsx.live_text", "xlsx.fixed_text"):
        sheet.put(1, w(key), font_color=QUIET)
        sheet.row += 1


def _rows(sheet: Sheet, rows: list[tuple[str, Value, str]]) -> None:
    for name, value, form in rows:
        sheet.put(0, name)
        if isinstance(value, str):
            sheet.long(1, value)
        else:
            sheet.put(1, value, form, align="left")
        sheet.end()
