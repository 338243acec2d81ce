"""The sheet of the five C: rows → C → total, with a native radar; then the grade."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.models.domain.enums import C
from app.services.documents.content import CContent
from app.services.documents.xlsx.grade_steps import grade_steps
from app.services.documents.xlsx.score_sheets import Block, blocks_of
from app.services.documents.xlsx.sheets import Book, Sheet, percent

_C_NAME, _C_SCORE, _C_WEIGHT, _C_HAS, _C_SHARE, _C_ADDS, _C_LAST = range(7)
_S_C, _S_NAME, _S_Y, _S_WEIGHT, _S_HAS, _S_SHARE, _S_SUM = range(7)


def reserve(book: Book, sheet: Sheet) -> None:
    """Fix where the five C, their rows, bands and steps will stand, so that the scoring sheet can refer to them."""
    first_c = 4
    first_sub = first_c + len(C) + 4
    for place, c in enumerate(book.content.score.cs):
        book.refs[f"{c.c.value}.row"] = str(first_c + place)
    for place, block in enumerate(blocks_of(book)):
        key = f"{block.c.c.value}.{block.sub.key}"
        book.refs[f"{key}.row"] = str(first_sub + place)
        book.refs[f"{key}.share"] = sheet.ref(first_sub + place, _S_SHARE)
        book.refs[f"{key}.sum"] = sheet.ref(first_sub + place, _S_SUM)
    book.refs["total"] = sheet.ref(first_c + len(C), _C_SCORE)


def five_c(book: Book, sheet: Sheet) -> None:
    """Rows → five C → total → grade."""
    w = book.w
    sheet.title(w("part.9"), w("xlsx.five_c_note"))
    sheet.heads([w(f"head.{key}") for key in ("c", "score", "c_weight", "counted", "weight", "adds", "last")], freeze=False)
    for c in book.content.score.cs:
        _c_row(book, sheet, c)
    _total(book, sheet)
    sheet.row += 2
    sheet.heads([w(f"head.{key}") for key in ("c", "row", "y", "row_weight", "counted", "weight", "sum_weight")])
    for block in blocks_of(book):
        _sub_row(book, sheet, block)
    sheet.row += 1
    grade_steps(book, sheet)
    _radar(book, sheet)


def _spans(book: Book, sheet: Sheet, c: CContent) -> tuple[str, str, str] | None:
    """The rows of a C: their Y, weights and counts."""
    rows = [int(book.refs[f"{c.c.value}.{sub.key}.row"]) for sub in c.subs if f"{c.c.value}.{sub.key}.row" in book.refs]
    if not rows:
        return None
    y, weight, has = (sheet.span(column, rows[0], rows[-1]).split("!")[1] for column in (_S_Y, _S_WEIGHT, _S_HAS))
    return y, weight, has


def _c_row(book: Book, sheet: Sheet, c: CContent) -> None:
    w, spans = book.w, _spans(book, sheet, c)
    row = sheet.row
    score, weight, has, share = (sheet.ref(row, column).split("!")[1] for column in (_C_SCORE, _C_WEIGHT, _C_HAS, _C_SHARE))
    all_weights, all_has = (_column(sheet, row, book, column) for column in (_C_WEIGHT, _C_HAS))
    sheet.put(_C_NAME, w.c(c.c), bold=True)
    if spans is None:
        sheet.put(_C_SCORE, w("not_assessed"))
        sheet.put(_C_WEIGHT, c.card_weight, bg_color="#fff7dc")
    else:
        y, sub_weight, sub_has = spans
        whole = f"SUMPRODUCT({sub_weight},{sub_has})"
        text = f'IF({whole}=0,"{_quoted(w("not_assessed"))}",SUMPRODUCT({sub_weight},{sub_has},{y})/{whole})'
        sheet.formula(_C_SCORE, text, c.score if c.score is not None else w("not_assessed"), "0.0000", bold=True)
        if book.content.score.flat:
            sheet.formula(_C_WEIGHT, f"SUMPRODUCT({sub_weight},{sub_has})", _flat_weight(book, c), "0.####")
        else:
            sheet.put(_C_WEIGHT, c.card_weight, "0.####", bg_color="#fff7dc")
    sheet.formula(_C_HAS, f"IF(ISNUMBER({score}),1,0)", Decimal(1 if c.score is not None else 0))
    whole = f"SUMPRODUCT({all_weights},{all_has})"
    sheet.formula(_C_SHARE, f"IF({whole}=0,0,{weight}*{has}/{whole})", c.weight, percent(2))
    sheet.formula(_C_ADDS, f"IF({has}=1,{share}*{score},0)", c.adds, "0.0000")
    sheet.put(_C_LAST, c.last, "0.0000")
    book.refs[f"c.{c.c.value}"] = sheet.ref(row, _C_SCORE)
    sheet.row += 1


def _flat_weight(book: Book, c: CContent) -> Decimal:
    rows = [item.scored for item in book.content.items if item.scored is not None and item.scored.c is c.c]
    return sum((row.row_weight or Decimal(1) for row in rows if row.y is not None), Decimal(0))


def _column(sheet: Sheet, row: int, book: Book, column: int) -> str:
    rows = [int(book.refs[f"{c.c.value}.row"]) for c in book.content.score.cs]
    return sheet.span(column, rows[0], rows[-1]).split("!")[1]


def _total(book: Book, sheet: Sheet) -> None:
    w, s = book.w, book.content.score
    adds = _column(sheet, sheet.row, book, _C_ADDS)
    shares = _column(sheet, sheet.row, book, _C_SHARE)
    strong: dict[str, Any] = {"bold": True, "top": 1}
    sheet.put(_C_NAME, w("total"), **strong)
    exact = sum((c.adds for c in s.cs), Decimal(0))
    sheet.formula(_C_SCORE, f"ROUND(SUM({adds}),9)", round(exact, 9), "0.000000000", **strong)
    sheet.formula(_C_SHARE, f"SUM({shares})", sum((c.weight for c in s.cs), Decimal(0)), percent(2), **strong)
    sheet.formula(_C_ADDS, f"SUM({adds})", exact, "0.0000", **strong)
    sheet.put(_C_LAST, s.last_score, "0.0000", **strong)
    sheet.row += 1


def _sub_row(book: Book, sheet: Sheet, block: Block) -> None:
    w, sub = book.w, block.sub
    key = f"{block.c.c.value}.{sub.key}"
    y, counts, weight = (book.refs[f"{key}.{name}"] for name in ("y", "counts", "weight"))
    row = sheet.row
    total = sheet.ref(row, _S_SUM).split("!")[1]
    mine, has = (sheet.ref(row, column).split("!")[1] for column in (_S_WEIGHT, _S_HAS))
    spans = _spans(book, sheet, block.c)
    assert spans is not None
    _, sub_weight, sub_has = spans
    c_share = sheet.ref(int(book.refs[f"{block.c.c.value}.row"]), _C_SHARE).split("!")[1]
    sheet.put(_S_C, w.c(block.c.c))
    sheet.put(_S_NAME, sub.label)
    mean = f'IF({total}=0,"",SUMPRODUCT({weight},{counts},{y})/{total})'
    sheet.formula(_S_Y, mean, sub.y if sub.y is not None else "", "0.0000", bold=True)
    counted = sum(
        (item.scored.row_weight or Decimal(1) for item in block.items if item.scored and item.scored.y is not None), Decimal(0)
    )
    if book.content.score.flat:
        sheet.formula(_S_WEIGHT, total, counted, "0.####")
    else:
        sheet.put(_S_WEIGHT, sub.card_weight, "0.####", bg_color="#fff7dc")
    sheet.formula(_S_HAS, f"IF({total}=0,0,1)", Decimal(1 if sub.y is not None else 0))
    share = sub.weight * block.c.weight
    text = f"IF(SUMPRODUCT({sub_weight},{sub_has})=0,0,{mine}*{has}/SUMPRODUCT({sub_weight},{sub_has})*{c_share})"
    sheet.formula(_S_SHARE, text, share, percent(3))
    sheet.formula(_S_SUM, f"SUMPRODUCT({weight},{counts})", counted, "0.####")
    sheet.row += 1


def _radar(book: Book, sheet: Sheet) -> None:
    """A native radar of the five C beside the table."""
    w, s = book.w, book.content.score
    rows = [int(book.refs[f"{c.c.value}.row"]) for c in s.cs]
    chart = book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    for name, column, shown in ((w("chart.now"), _C_SCORE, True), (w("chart.last"), _C_LAST, s.last_score is not None)):
        if shown:
            chart.add_series(
                {
                    "name": name,
                    "categories": [sheet.name, rows[0], _C_NAME, rows[-1], _C_NAME],
                    "values": [sheet.name, rows[0], column, rows[-1], column],
                    "line": {"color": "#0b5f5f" if column == _C_SCORE else "#8b96a3", "width": 2},
                }
            )
    chart.set_title({"name": w("part.9"), "name_font": {"size": 11}})
    chart.set_y_axis({"min": 0, "max": 100})
    chart.set_legend({"position": "bottom"} if s.last_score is not None else {"none": True})
    chart.set_size({"width": 420, "height": 320})
    sheet.raw.insert_chart(1, 8, chart)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
