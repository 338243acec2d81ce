"""Sheets of the score: every Y, each row, each C, the total and the grade as live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.models.domain.enums import C, Grade, ScoringKind
from app.services.documents.content import CContent, ItemContent, Scored, Standard, StepContent, SubContent
from app.services.documents.xlsx.data_sheets import figure, year_before
from app.services.documents.xlsx.formulas import formula_of
from app.services.documents.xlsx.sheets import Book, Sheet, percent, places

# Columns of the scoring sheet.
NO, ITEM, OF_C, ROW, KIND, X, P, P2, ALPHA, FLOOR, CAP, Y, COUNTS, WEIGHT, SHARE, ADDS, HOW = range(17)
_HEADS = (
    "no",
    "item",
    "c",
    "row",
    "kind",
    "x",
    "standard",
    "p2",
    "alpha",
    "floor",
    "cap",
    "y",
    "counted",
    "row_weight",
    "weight",
    "adds",
    "state",
)
_POINTS = 18  # columns of the points of steps 0…5, or of yes and no


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of the scoring sheet that belong to one row of a C."""

    c: CContent
    sub: SubContent
    items: tuple[ItemContent, ...]


def blocks_of(book: Book) -> tuple[Block, ...]:
    """Return the scored items in the order of the sheet, each row of a C in one piece."""
    found = []
    for c in book.content.score.cs:
        for sub in c.subs:
            items = tuple(
                item for item in book.content.items if item.scored and item.scored.c is c.c and item.scored.sub == sub.key
            )
            if items:
                found.append(Block(c, sub, items))
    return tuple(found)


def scoring(book: Book, sheet: Sheet) -> None:
    """One row per scored item: X, P, α, floor, cap → Y → share of the total → points."""
    w = book.w
    sheet.title(w("score.items"), w("score.formula"))
    sheet.put(0, w("xlsx.open_points"), text_wrap=False)
    sheet.put(X, book.content.score.open_points, places(0), bg_color="#fff7dc")
    book.refs["open"] = sheet.ref(sheet.row, X)
    sheet.row += 2
    heads = [w(f"head.{key}") for key in _HEADS]
    heads += [""] + [w("xlsx.points", step=step) for step in range(6)]
    sheet.heads(heads, freeze=True, repeat=True)
    for block in blocks_of(book):
        first = sheet.row
        for item in block.items:
            _item(book, sheet, block, item, first)
        _remember(book, sheet, block, first)
    book.refs["adds"] = sheet.span(ADDS, 0, sheet.row - 1)
    sheet.raw.set_column(_POINTS - 1, _POINTS - 1, 2)


def _remember(book: Book, sheet: Sheet, block: Block, first: int) -> None:
    last = sheet.row - 1
    for column, name in ((Y, "y"), (COUNTS, "counts"), (WEIGHT, "weight"), (ADDS, "adds")):
        book.refs[f"{block.c.c.value}.{block.sub.key}.{name}"] = sheet.span(column, first, last)


def _item(book: Book, sheet: Sheet, block: Block, item: ItemContent, first: int) -> None:
    scored, standard, w = item.scored, item.standard, book.w
    assert scored is not None
    sheet.put(NO, item.id)
    sheet.put(ITEM, item.label)
    sheet.put(OF_C, w.c(scored.c))
    sheet.put(ROW, block.sub.label)
    sheet.put(KIND, w(f"kind.{standard.kind.value}"))
    _x(book, sheet, item, scored)
    for column, value in (
        (P, standard.p),
        (P2, standard.p2),
        (ALPHA, standard.alpha),
        (FLOOR, standard.floor),
        (CAP, standard.cap),
    ):
        sheet.put(column, value, bg_color="#fff7dc")
    _points(sheet, standard)
    counts = scored.y is not None
    y = _y_formula(sheet, standard, scored, book.refs["open"])
    if not counts:
        sheet.put(Y, None)
    elif y:
        sheet.formula(Y, y, scored.y, "0.000", bold=True)
    else:
        sheet.put(Y, scored.y, "0.000", bold=True)
    sheet.put(COUNTS, 1 if counts else 0)
    sheet.put(WEIGHT, scored.row_weight if scored.row_weight is not None else Decimal(1), bg_color="#fff7dc")
    _share(book, sheet, block, scored)
    sheet.put(HOW, w(f"how.{scored.how}"))
    sheet.row += 1


def _x(book: Book, sheet: Sheet, item: ItemContent, scored: Scored) -> None:
    """X as a link to the answer, as a formula over ratios and lines, or as the program's figure."""
    periods = book.content.finance.periods
    answer = book.answers.get(item.id)
    if scored.x is None:
        sheet.put(X, None)
        return
    if answer is not None and answer.value == scored.x:
        sheet.formula(X, answer.ref, scored.x, "0.0###")
        return
    made = None
    if item.formula:
        newest = _scored_period(book) if periods else 0
        before = year_before(book, newest) if periods else None
        made = formula_of(item.formula, lambda name, at: figure(book, name, at), newest, before, scored.x)
    if made is not None:
        sheet.formula(X, made.text, made.value, "0.0###")
    else:
        sheet.put(X, scored.x, "0.0###")


def _scored_period(book: Book) -> int:
    """The newest column that the rating used: the last one that has ratios."""
    columns = [period for _, period in book.ratios]
    return max(columns, default=len(book.content.finance.periods) - 1)


def _points(sheet: Sheet, standard: Standard) -> None:
    """The points of steps 0…5, or of no and yes, which the formula of Y looks up."""
    points: tuple[Decimal | None, ...] = ()
    if standard.kind is ScoringKind.STEPS:
        points = standard.steps or tuple(Decimal(20 * step) for step in range(6))
    elif standard.kind is ScoringKind.YESNO:
        points = (standard.no or Decimal(0), standard.yes or Decimal(0))
    elif standard.kind is ScoringKind.EFFICACY:
        points = standard.levels
    for place, value in enumerate(points):
        sheet.put(_POINTS + place, value, bg_color="#fff7dc")


def _y_formula(sheet: Sheet, standard: Standard, scored: Scored, open_points: str) -> str:
    """Y over the cells of its own row; "" when the kind has no formula here."""
    row = sheet.row
    x, p, p2, alpha, floor, cap = (sheet.ref(row, column).split("!")[1] for column in (X, P, P2, ALPHA, FLOOR, CAP))
    if "full" in scored.flags:
        return cap
    if "zero" in scored.flags:
        return floor
    points = [sheet.ref(row, _POINTS + step).split("!")[1] for step in range(6)]
    match standard.kind:
        case ScoringKind.MORE:
            raw = f"100-({p}-{x})*{alpha}"
        case ScoringKind.LESS:
            raw = f"100-({x}-{p})*{alpha}"
        case ScoringKind.BAND:
            raw = f"100-MAX({p}-{x},{x}-{p2},0)*{alpha}"
        case ScoringKind.STEPS:
            raw = f"INDEX({points[0]}:{points[-1]},1,MIN(MAX(INT({x}),0),5)+1)"
        case ScoringKind.YESNO:
            raw = f"IF({x}=0,{points[0]},{points[1]})"
        case _:
            return ""
    return f"IF(ISNUMBER({x}),MAX({floor},MIN({cap},{raw})),MIN({open_points},{cap}))"


def _share(book: Book, sheet: Sheet, block: Block, scored: Scored) -> None:
    """The item's share of the total, from the weights of its row and its C, and the points it adds."""
    key = f"{block.c.c.value}.{block.sub.key}"
    weight, counts, y = (sheet.ref(sheet.row, column).split("!")[1] for column in (WEIGHT, COUNTS, Y))
    share = sheet.ref(sheet.row, SHARE).split("!")[1]
    text = f"IF({book.refs[f'{key}.sum']}=0,0,{weight}*{counts}/{book.refs[f'{key}.sum']}*{book.refs[f'{key}.share']})"
    sheet.formula(SHARE, text, scored.weight, percent(3))
    sheet.formula(ADDS, f"IF({counts}=1,{share}*{y},0)", scored.adds, "0.0000")


# --- the five C -----------------------------------------------------------------------------------------------------

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
    _grade(book, sheet)
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


# --- from total to grade ---------------------------------------------------------------------------------------------


def _grade(book: Book, sheet: Sheet) -> None:
    """The band table, the grade of the total looked up in it, and every step after it."""
    w, s = book.w, book.content.score
    sheet.heads([w("xlsx.band"), w("xlsx.from"), w("xlsx.index"), w("head.meaning")])
    first = sheet.row
    for band in sorted(s.bands, key=lambda band: band.low):
        sheet.line([band.grade.name, band.low, int(band.grade), band.label], ["", "0.####"])
    last = sheet.row - 1
    names, lows, indexes = (sheet.span(column, first, last).split("!")[1] for column in (0, 1, 2))
    total = book.refs["total"].split("!")[1]
    sheet.row += 1
    sheet.heads([w(f"head.{key}") for key in ("step", "rule", "ceiling", "index", "grade", "effect")])
    if s.stop:
        sheet.line([w("stop.title"), w("stop.text")], bold=True, font_color="#a31d1a")
    previous = ""
    for step in s.steps:
        here = sheet.ref(sheet.row, 3).split("!")[1]
        ceiling = sheet.ref(sheet.row, 2).split("!")[1]
        sheet.put(0, w(f"step.{step.kind}"))
        sheet.put(1, f"{step.rule} {step.label}".strip())
        if step.ceiling is not None:
            sheet.put(2, int(step.ceiling), bg_color="#fff7dc")
        looked_up = f"INDEX({indexes},MATCH(MAX({total},{lows.split(':')[0]}),{lows},1))"
        sheet.formula(3, _step_text(step, previous, ceiling, looked_up, s.stop, s.provisional), Decimal(int(step.after)))
        sheet.formula(4, f"INDEX({names},MATCH({here},{indexes},0))", step.after.name, bold=True)
        sheet.put(5, w("step.binds") if step.binding and step.kind != "band" else "")
        previous = here
        sheet.row += 1
    book.refs["grade"] = sheet.ref(sheet.row - 1, 4)


def _step_text(step: StepContent, previous: str, ceiling: str, band: str, stop: bool, provisional: bool) -> str:
    """The index of the grade after a step, from the one before it."""
    if step.kind == "band":
        return "0" if stop else band
    if step.ceiling is not None:
        return f"MIN({previous},{ceiling})"
    if step.kind == "completeness":
        return f"MAX({previous},{int(Grade.C)})"
    if step.kind == "warning":
        return f"MAX({previous}-1,{f'MIN({previous},{int(Grade.C)})' if provisional else 0})"
    return str(int(step.after)) if step.binding else previous


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
