"""The sheet of the five C: rows → C → total, completeness, native charts; then the grade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from app.models.domain.enums import C, MissingPolicy
from app.models.domain.methodology import CWeight
from app.services.documents.content import CContent
from app.services.documents.xlsx.grade_steps import grade_steps
from app.services.documents.xlsx.score_sheets import BASE, KNOWN, SHARE, Block, blocks_of, card_of, renormalises
from app.services.documents.xlsx.sheets import INK, INPUT, Book, Sheet, percent
from app.services.documents.xlsx.terms import Term, quoted
from app.services.rating.five_c import to_decimal

_C_NAME, _C_BAR, _C_SCORE, _C_WEIGHT, _C_HAS, _C_SHARE, _C_ADDS, _C_LAST, _C_BASE = range(9)
_S_C, _S_NAME, _S_Y, _S_WEIGHT, _S_HAS, _S_SHARE, _S_SUM, _S_BASE_SUM, _S_BASE = range(9)
_FIRST_C = 5
_BAR = "█"


def reserve(book: Book, sheet: Sheet) -> None:
    """Fix where the five C, their rows and the total will stand, so that the scoring sheet can refer to them."""
    first_sub = _FIRST_C + len(C) + 5
    for place, c in enumerate(C):
        book.refs[f"{c.value}.row"] = str(_FIRST_C + place)
    for place, block in enumerate(blocks_of(book)):
        row = first_sub + place
        book.refs[f"{block.key}.row"] = str(row)
        for name, column in (("share", _S_SHARE), ("sum", _S_SUM), ("base_share", _S_BASE), ("base_sum", _S_BASE_SUM)):
            book.refs[f"{block.key}.{name}"] = sheet.ref(row, column)
    book.refs["total"] = sheet.ref(_FIRST_C + len(C), _C_SCORE)
    book.refs["completeness"] = sheet.ref(_FIRST_C + len(C) + 1, _C_SCORE)
    book.refs["drop"] = sheet.ref(_FIRST_C + len(C) + 2, _C_SCORE)
    book.places.specials["completeness"] = Term(book.refs["completeness"], sure=True)


def five_c(book: Book, sheet: Sheet) -> None:
    """Rows → five C → total → grade."""
    w = book.w
    sheet.title(w("part.9"), f"{w('xlsx.five_c_note')}\n{w('xlsx.live_note')}")
    assert sheet.row == _FIRST_C - 1
    heads = [w("head.c"), "", *(w(f"head.{key}") for key in ("score", "c_weight", "in_total", "weight", "adds", "last"))]
    right = range(_C_SCORE, _C_BASE + 1)
    sheet.heads([*heads, w("xlsx.base_share")] if renormalises(book) else heads, numbers=right)
    weights = {c.c: c for c in card_of(book).weights}
    for c in book.content.score.cs:
        _c_row(book, sheet, c, weights.get(c.c))
    _total(book, sheet)
    _completeness(book, sheet)
    sheet.row += 1
    heads = [w(f"head.{key}") for key in ("c", "row", "y", "row_weight", "in_total", "weight", "sum_weight")]
    sheet.heads([*heads, w("xlsx.base_sum"), w("xlsx.base_share")] if renormalises(book) else heads, numbers=right)
    for block in blocks_of(book):
        _sub_row(book, sheet, block)
    sheet.row += 1
    grade_steps(book, sheet)
    _radar(book, sheet)
    _columns(book, sheet)


def _rows(book: Book, c: C) -> tuple[int, int] | None:
    rows = [int(book.refs[f"{block.key}.row"]) for block in blocks_of(book) if block.c.c is c]
    return (rows[0], rows[-1]) if rows else None


def _cs(book: Book, column: int) -> str:
    return Sheet.near(column, _FIRST_C, _FIRST_C + len(C) - 1)


def _weight_of(book: Book, c: CContent, own: CWeight | None) -> Decimal:
    """The weight of a C: the one that the case gives it, else the card's."""
    given = {} if card_of(book).flat else book.content.workings.given.weights
    return given.get(c.c.value, own.weight if own is not None else Decimal(0))


def _c_row(book: Book, sheet: Sheet, c: CContent, own: CWeight | None) -> None:
    w, rows = book.w, _rows(book, c.c)
    score, weight, has, share = (sheet.here(column) for column in (_C_SCORE, _C_WEIGHT, _C_HAS, _C_SHARE))
    sheet.put(_C_NAME, w.c(c.c), bold=True)
    bar = "" if c.score is None else _BAR * int((c.score / 5).to_integral_value(ROUND_HALF_UP))
    text = f'IF(ISNUMBER({score}),REPT("{_BAR}",ROUND({score}/5,0)),"")'
    sheet.formula(_C_BAR, text, bar, align="left", font_color=INK, text_wrap=False)
    flat = card_of(book).flat
    if rows is None:
        sheet.put(_C_SCORE, w("not_assessed"))
        sheet.put(_C_WEIGHT, Decimal(0) if flat else _weight_of(book, c, own), "0.####", bg_color=INPUT)
    else:
        y, mine, counts = (sheet.near(column, *rows) for column in (_S_Y, _S_WEIGHT, _S_HAS))
        whole = f"SUMPRODUCT({mine},{counts})"
        text = f"IF(OR({weight}<=0,{whole}=0),{quoted(w('not_assessed'))},SUMPRODUCT({mine},{counts},{y})/{whole})"
        sheet.formula(_C_SCORE, text, c.score if c.score is not None else w("not_assessed"), "0.0000", bold=True)
        if flat:
            sheet.formula(_C_WEIGHT, whole, _own(book, [b for b in blocks_of(book) if b.c.c is c.c]), "0.####")
        else:
            sheet.put(_C_WEIGHT, _weight_of(book, c, own), "0.####", bg_color=INPUT)
    sheet.formula(_C_HAS, f"IF(ISNUMBER({score}),1,0)", 1 if c.score is not None else 0)
    whole = f"SUMPRODUCT({_cs(book, _C_WEIGHT)},{_cs(book, _C_HAS)})"
    sheet.formula(_C_SHARE, f"IF({whole}=0,0,{weight}*{has}/{whole})", c.weight, percent(2))
    sheet.formula(_C_ADDS, f"IF({has}=1,{share}*{score},0)", c.adds, "0.0000")
    sheet.put(_C_LAST, c.last, "0.0000")
    if renormalises(book):
        _base_share(book, sheet, c)
    book.refs[f"c.{c.c.value}"] = sheet.ref(sheet.row, _C_SCORE)
    book.refs[f"c.{c.c.value}.share"] = sheet.ref(sheet.row, _C_SHARE)
    sheet.row += 1


def _base_share(book: Book, sheet: Sheet, c: CContent) -> None:
    """The share of a C in the total if everything open counted."""
    base = book.base.tally.base
    value = Fraction(sum(place.share for place in base.places if place.c is c.c), base.whole or 1)
    whole = "+".join(_base_weight(book, sheet, other) for other in C)
    mine = _base_weight(book, sheet, c.c)
    sheet.formula(_C_BASE, f"IF(({whole})=0,0,{mine}/({whole}))", to_decimal(value), percent(2))


def _base_weight(book: Book, sheet: Sheet, c: C) -> str:
    rows = _rows(book, c)
    if rows is None:
        return "0"
    inside = f"SUM({sheet.near(_S_BASE_SUM, *rows)})"
    if card_of(book).flat:
        return inside
    return f"{sheet.here(_C_WEIGHT, int(book.refs[f'{c.value}.row']))}*({inside}>0)"


def _own(book: Book, blocks: Sequence[Block]) -> Decimal:
    """Σ of the weights of the items that count in some rows."""
    used = book.base.tally.used.by_item
    total = Decimal(0)
    for block in blocks:
        own = block.sub.item_weights or (Decimal(1),) * len(block.sub.items)
        total += sum((weight for item, weight in zip(block.sub.items, own, strict=True) if item in used), Decimal(0))
    return total


def _total(book: Book, sheet: Sheet) -> None:
    w, s = book.w, book.content.score
    strong: dict[str, Any] = {"bold": True, "top": 1}
    sheet.put(_C_NAME, w("total"), **strong)
    for column in (_C_BAR, _C_WEIGHT, _C_HAS):
        sheet.put(column, None, **strong)
    tallied = book.base.tally
    sheet.formula(_C_SCORE, f"ROUND(SUM({_cs(book, _C_ADDS)}),9)", tallied.score, "0.000000000", **strong)
    sheet.formula(_C_SHARE, f"SUM({_cs(book, _C_SHARE)})", sum((c.weight for c in s.cs), Decimal(0)), percent(2), **strong)
    sheet.formula(_C_ADDS, f"SUM({_cs(book, _C_ADDS)})", tallied.total, "0.0000", **strong)
    sheet.put(_C_LAST, s.last_score, "0.0000", **strong)
    sheet.row += 1


def _completeness(book: Book, sheet: Sheet) -> None:
    """Completeness by weight, and whether open items leave the total."""
    w, rules = book.w, book.m.rules
    scoring = book.sheets["scoring"]
    first, last = int(book.refs["scored.first"]), int(book.refs["scored.last"])
    share = scoring.span(BASE if renormalises(book) else SHARE, first, last)
    sheet.put(_C_NAME, w("summary.completeness"))
    text = f"SUMPRODUCT({share},{scoring.span(KNOWN, first, last)})"
    sheet.formula(_C_SCORE, text, to_decimal(book.base.tally.completeness), percent(1), bold=True)
    sheet.row += 1
    if renormalises(book):
        sheet.put(_C_NAME, w("xlsx.drop"))
        completeness = sheet.here(_C_SCORE, sheet.row - 1)
        drops = book.base.tally.policy is MissingPolicy.RENORMALISE
        sheet.formula(_C_SCORE, f"IF(ROUND({completeness},10)>={rules.renormalise_from:f},1,0)", 1 if drops else 0)
    sheet.row += 1


def _sub_row(book: Book, sheet: Sheet, block: Block) -> None:
    w, sub = book.w, block.sub
    key = block.key
    scored = next((row for c in book.content.score.cs for row in c.subs if c.c is block.c.c and row.key == sub.key), None)
    y, counts, weight = (book.refs[f"{key}.{name}"] for name in ("y", "counts", "weight"))
    total, mine, has = (sheet.here(column) for column in (_S_SUM, _S_WEIGHT, _S_HAS))
    rows = _rows(book, block.c.c)
    assert rows is not None
    weights, counted = (sheet.near(column, *rows) for column in (_S_WEIGHT, _S_HAS))
    c_share = sheet.here(_C_SHARE, int(book.refs[f"{block.c.c.value}.row"]))
    sheet.put(_S_C, w.c(block.c.c))
    sheet.put(_S_NAME, sub.label.get(book.content.lang))
    own = _own(book, [block])
    used = _used(book, block)
    mean = f'IF({total}=0,"–",SUMPRODUCT({weight},{counts},{y})/{total})'
    sheet.formula(_S_Y, mean, _mean(book, block) if used else "–", "0.0000", bold=True)
    if card_of(book).flat:
        sheet.formula(_S_WEIGHT, total, own, "0.####")
    else:
        sheet.put(_S_WEIGHT, sub.weight, "0.####", bg_color=INPUT)
    sheet.formula(_S_HAS, f"IF(OR({total}=0,{mine}<=0),0,1)", 1 if used and sub.weight > 0 else 0)
    c_weight = next(c.weight for c in book.content.score.cs if c.c is block.c.c)
    share = scored.weight * c_weight if scored is not None else Decimal(0)
    whole_weight = f"SUMPRODUCT({weights},{counted})"
    sheet.formula(_S_SHARE, f"IF({whole_weight}=0,0,{mine}*{has}/{whole_weight}*{c_share})", share, percent(3))
    sheet.formula(_S_SUM, f"SUMPRODUCT({weight},{counts})", used, "0.####")
    if renormalises(book):
        _base_row(book, sheet, block, rows)
    sheet.row += 1


def _base_row(book: Book, sheet: Sheet, block: Block, rows: tuple[int, int]) -> None:
    """The share of a row in the total if everything open counted."""
    key, places = block.key, book.base.tally.base
    sheet.formula(
        _S_BASE_SUM, f"SUMPRODUCT({book.refs[f'{key}.weight']},{book.refs[f'{key}.inside']})", _whole(book, block), "0.####"
    )
    sums, mine = sheet.near(_S_BASE_SUM, *rows), sheet.here(_S_BASE_SUM)
    whole = f"SUMPRODUCT({sheet.near(_S_WEIGHT, *rows)},--({sums}>0))"
    weight = f"{sheet.here(_S_WEIGHT)}*({mine}>0)"
    if card_of(book).flat:
        whole, weight = f"SUM({sums})", mine
    c_base = sheet.here(_C_BASE, int(book.refs[f"{block.c.c.value}.row"]))
    value = Fraction(sum(p.share for p in places.places if p.c is block.c.c and p.sub == block.sub.key), places.whole or 1)
    sheet.formula(_S_BASE, f"IF({whole}=0,0,{weight}/{whole}*{c_base})", to_decimal(value), percent(3))


def _weights(block: Block) -> dict[str, Decimal]:
    return dict(zip(block.sub.items, block.sub.item_weights or (Decimal(1),) * len(block.sub.items), strict=True))


def _used(book: Book, block: Block) -> Decimal:
    """Σ of the weights of the items of a row that count, by the cells of the scoring sheet."""
    return sum((weight for item, weight in _weights(block).items() if _counts(book, item)), Decimal(0))


def _whole(book: Book, block: Block) -> Decimal:
    """The same with the open items that left."""
    gone = ("not_applicable", "left_out")
    marks = book.base.tally.marks
    return sum((weight for item, weight in _weights(block).items() if marks[item].how not in gone), Decimal(0))


def _counts(book: Book, item: str) -> bool:
    """Whether an item counts in its row; also where the row itself weighs nothing."""
    mark, tallied = book.base.tally.marks[item], book.base.tally
    if mark.how in ("not_applicable", "left_out"):
        return False
    return item in tallied.used.by_item or item not in tallied.base.by_item


def _mean(book: Book, block: Block) -> Decimal:
    """The mean of a row; 0 where nothing counts."""
    tallied, total, whole = book.base.tally, Fraction(0), Fraction(0)
    for item, weight in _weights(block).items():
        if _counts(book, item):
            mark = tallied.marks[item]
            y = tallied.ys.get(item, mark.y if mark.y is not None else Decimal(0))
            total += Fraction(weight) * Fraction(y)
            whole += Fraction(weight)
    return to_decimal(total / whole) if whole else Decimal(0)


# --- charts -------------------------------------------------------------------------------------------------------


def _beside(book: Book) -> int:
    """The first column beside the tables."""
    return _S_BASE + 1 if renormalises(book) else _C_LAST + 1


def _radar(book: Book, sheet: Sheet) -> None:
    """A native radar of the five C beside the table; last time is dashed."""
    w, s = book.w, book.content.score
    chart = book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    first, last = _FIRST_C, _FIRST_C + len(C) - 1
    for name, column, shown in ((w("chart.now"), _C_SCORE, True), (w("chart.last"), _C_LAST, s.last_score is not None)):
        if shown:
            now = column == _C_SCORE
            colour = "#0b5f5f" if now else "#6b7785"
            chart.add_series(
                {
                    "name": name,
                    "categories": [sheet.name, first, _C_NAME, last, _C_NAME],
                    "values": [sheet.name, first, column, last, column],
                    "line": {"color": colour, "width": 2.25 if now else 1.5, "dash_type": "solid" if now else "dash"},
                    "marker": {
                        "type": "circle" if now else "square",
                        "size": 6,
                        "fill": {"color": colour if now else "#ffffff"},
                        "border": {"color": colour},
                    },
                }
            )
    chart.set_title({"name": w("part.9"), "name_font": {"size": 11}})
    chart.set_y_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": "#c8ced4"}}})
    chart.set_legend({"position": "bottom"} if s.last_score is not None else {"none": True})
    chart.set_size({"width": 430, "height": 330})
    sheet.raw.insert_chart(3, _beside(book), chart, {"x_offset": 14})


def _columns(book: Book, sheet: Sheet) -> None:
    """What each C adds to the total, as columns with their figures."""
    w = book.w
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": w("head.adds"),
            "categories": [sheet.name, _FIRST_C, _C_NAME, _FIRST_C + len(C) - 1, _C_NAME],
            "values": [sheet.name, _FIRST_C, _C_ADDS, _FIRST_C + len(C) - 1, _C_ADDS],
            "fill": {"color": "#0b5f5f"},
            "border": {"color": "#17202a"},
            "data_labels": {"value": True, "num_format": "0.0"},
            "gap": 60,
        }
    )
    chart.set_title({"name": w("score.contributions"), "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": {"size": 8}})
    chart.set_y_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#d5dade"}}})
    chart.set_size({"width": 430, "height": 280})
    sheet.raw.insert_chart(20, _beside(book), chart, {"x_offset": 14})
