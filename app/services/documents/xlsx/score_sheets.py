"""Sheets of the score: every Y, each row, each C, the total and the grade as live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.enums import ScoringKind
from app.services.documents.content import CContent, ItemContent, Scored, Standard, SubContent
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
