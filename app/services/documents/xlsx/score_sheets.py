"""The scoring sheet: X and Y of every item, its share of the total and the points it adds, all as live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.models.domain.enums import MissingPolicy, ScoringKind
from app.models.domain.methodology import Card, CWeight, Item, Scoring, SubIndicator
from app.services.documents.content import ItemContent
from app.services.documents.xlsx.sheets import INPUT, QUIET, Book, Sheet, percent, places
from app.services.documents.xlsx.terms import quoted, strict
from app.services.rating.scoring import FIVE_STEPS, Marked
from app.services.rating.values import Gap

# Columns of the scoring sheet.
NO, ITEM, OF_C, ROW, KIND, X, P, P2, ALPHA, FLOOR, CAP, Y, KNOWN, COUNTS, WEIGHT, SHARE, ADDS, HOW = range(18)
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
    "answered",
    "in_total",
    "row_weight",
    "weight",
    "adds",
    "state",
)
INSIDE, BASE = 18, 19  # for completeness where open items may leave: whether it is on the card, and its share with all of them
_POINTS = 20  # columns of the points of steps 0…5, of no and yes, or of the five standard levels
_COEFFICIENTS = (100, 80, 60, 40, 20)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of the scoring sheet that belong to one row of a C."""

    c: CWeight
    sub: SubIndicator
    items: tuple[str, ...]

    @property
    def key(self) -> str:
        """The name of the block in the references of the book."""
        return f"{self.c.c.value}.{self.sub.key}"


def card_of(book: Book) -> Card:
    """The scorecard of the rating."""
    return book.base.tally.card


def renormalises(book: Book) -> bool:
    """Whether open items may leave the total instead of counting as the worst."""
    wanted = book.content.workings.given.missing
    return (MissingPolicy(wanted) if wanted else book.m.rules.missing) is MissingPolicy.RENORMALISE


def blocks_of(book: Book) -> tuple[Block, ...]:
    """The items of the card in the order of the sheet, each row of a C in one piece."""
    return tuple(Block(c, sub, sub.items) for c in card_of(book).weights for sub in c.subs if sub.items)


def stays_out(mark: Marked) -> bool:
    """True for an item that leaves the card whatever is answered."""
    return mark.how == "not_applicable" or (mark.how == "left_out" and mark.x is not None)


def scoring(book: Book, sheet: Sheet) -> None:
    """One row per scored item: X, P, α, floor, cap → Y → share of the total → points."""
    w = book.w
    sheet.title(w("score.items"), w("score.formula"))
    sheet.put(0, w("xlsx.open_points"), text_wrap=False)
    neutral = book.base.tally.policy is MissingPolicy.NEUTRAL
    sheet.put(X, book.m.rules.neutral_points if neutral else Decimal(0), places(0), bg_color=INPUT)
    book.refs["open"] = sheet.here(X)
    sheet.row += 2
    heads = [w(f"head.{key}") for key in _HEADS]
    heads += [w("xlsx.inside"), w("xlsx.base_share")] if renormalises(book) else ["", ""]
    heads += [w("xlsx.points", step=step) for step in range(6)]
    sheet.put(_POINTS, w("xlsx.points_head"), font_color=QUIET, text_wrap=False)
    sheet.row += 1
    sheet.heads(heads, freeze=True, repeat=True, numbers=(*range(X, HOW), *range(INSIDE, _POINTS + 6)))
    row = sheet.row
    for block in blocks_of(book):
        for item in block.items:
            book.places.xs[item] = sheet.ref(row, X)
            book.places.ys[item] = sheet.ref(row, Y)
            row += 1
    items = {item.id: item for item in book.content.items}
    book.refs["scored.first"] = str(sheet.row)
    for block in blocks_of(book):
        first = sheet.row
        last = first + len(block.items) - 1
        for column, name in ((Y, "y"), (COUNTS, "counts"), (WEIGHT, "weight"), (INSIDE, "inside")):
            book.refs[f"{block.key}.{name}"] = sheet.span(column, first, last)
        for item in block.items:
            _item(book, sheet, block, items[item], (first, last))
    book.refs["scored.last"] = str(sheet.row - 1)


def _item(book: Book, sheet: Sheet, block: Block, item: ItemContent, rows: tuple[int, int]) -> None:
    w, definition, mark = book.w, book.m.item(item.id), book.base.tally.marks[item.id]
    s = definition.scoring
    sheet.put(NO, item.id)
    sheet.put(ITEM, item.label)
    sheet.put(OF_C, w.c(block.c.c))
    sheet.put(ROW, block.sub.label.get(book.content.lang))
    sheet.put(KIND, w(f"kind.{s.kind.value}"))
    out = stays_out(mark)
    for column, value in ((P, s.p), (P2, s.p2), (ALPHA, s.alpha), (FLOOR, s.floor), (CAP, s.cap)):
        sheet.put(column, value, **({"bg_color": INPUT} if value is not None else {}))
    levels = book.base.run.levels(definition)
    _points(sheet, s, levels.levels if levels is not None else ())
    if out:
        sheet.put(X, w(f"how.{mark.how}"), font_color=QUIET, align="right")
        sheet.put(KNOWN, 0)
        sheet.put(COUNTS, 0)
        if renormalises(book):
            sheet.put(INSIDE, 0)
    else:
        _x(book, sheet, definition, mark)
        _y(book, sheet, definition, mark, levels.less if levels is not None else False)
        _counts(book, sheet, definition, mark, rows)
    own = dict(zip(block.sub.items, block.sub.item_weights or (Decimal(1),) * len(block.sub.items), strict=True))
    sheet.put(WEIGHT, own[item.id], bg_color=INPUT)
    _share(book, sheet, block, item)
    _how(book, sheet, item, out)
    sheet.row += 1


def _x(book: Book, sheet: Sheet, item: Item, mark: Marked) -> None:
    """X as a link to the answer, or as the item's formula over ratios, lines and answers."""
    words = book.not_computable
    typed = book.places.answers.get(item.id, "")
    asked = book.w("how.missing")
    if item.source == "answer" or item.formula is None:
        text = f"IF(ISNUMBER({typed}),{typed},{quoted(asked)})"
        sheet.formula(X, text, mark.x if mark.x is not None else asked, "0.0###")
        return
    term = book.formulas.term(item.formula)
    value: Decimal | str = words
    if mark.x is not None:
        value = mark.x
    elif mark.flags and mark.flags[0] in book.formulas.words:
        value = book.formulas.words[mark.flags[0]]
    if item.source == "either":
        text = f"IFERROR({strict(term).text},IF(ISNUMBER({typed}),{typed},{quoted(words)}))"
    else:
        text = term.text if term.sure and not term.gap else f"IFERROR({term.text},{quoted(words)})"
    sheet.formula(X, text, value, "0.0###")


def _points(sheet: Sheet, s: Scoring, levels: tuple[Decimal | None, ...]) -> None:
    """The points of steps 0…5, or of no and yes, which the formula of Y looks up; the levels of the efficacy method."""
    points: tuple[Decimal | None, ...] = ()
    if s.kind is ScoringKind.STEPS:
        points = s.steps or FIVE_STEPS
    elif s.kind is ScoringKind.YESNO:
        points = (s.no or Decimal(0), s.yes or Decimal(0))
    elif s.kind is ScoringKind.EFFICACY:
        points = levels
    for place, value in enumerate(points):
        sheet.put(_POINTS + place, value, bg_color=INPUT)


def _y(book: Book, sheet: Sheet, item: Item, mark: Marked, less: bool) -> None:
    s = item.scoring
    x, floor, cap, opened = sheet.here(X), sheet.here(FLOOR), sheet.here(CAP), book.refs["open"]
    raw = _raw(sheet, s, x, less)
    instead = f"MIN({opened},{cap})"
    words = book.formulas.words
    if _says_words(item):
        instead = f"IF({x}={quoted(words['full'])},{cap},IF({x}={quoted(words['zero'])},{floor},{instead}))"
    text = f"IF(ISNUMBER({x}),MAX({floor},MIN({cap},{raw})),{instead})"
    y = mark.y if mark.y is not None else book.base.tally.ys.get(item.id)
    if y is None:
        neutral = book.base.tally.policy is MissingPolicy.NEUTRAL
        y = min(book.m.rules.neutral_points if neutral else Decimal(0), s.cap)
    if not raw:
        sheet.put(Y, y, "0.000", bold=True)
        return
    sheet.formula(Y, text, y, "0.000", bold=True)


def _raw(sheet: Sheet, s: Scoring, x: str, less: bool) -> str:
    """Y before floor and cap; "" when the item has no Y of its own."""
    p, p2, alpha = (sheet.here(column) for column in (P, P2, ALPHA))
    points = [sheet.here(_POINTS + step) for step in range(6)]
    match s.kind:
        case ScoringKind.MORE:
            return f"100-({p}-{x})*{alpha}"
        case ScoringKind.LESS:
            return f"100-({x}-{p})*{alpha}"
        case ScoringKind.BAND:
            return f"100-MAX({p}-{x},{x}-{p2 if s.p2 is not None else p},0)*{alpha}"
        case ScoringKind.STEPS:
            last = len(s.steps or FIVE_STEPS) - 1
            return f"INDEX({points[0]}:{points[last]},1,MIN(MAX(INT({x}),0),{last})+1)"
        case ScoringKind.YESNO:
            return f"IF({x}=0,{points[0]},{points[1]})"
        case ScoringKind.EFFICACY:
            return _efficacy(points, x, less)
        case _:
            return ""


def _efficacy(points: list[str], x: str, less: bool) -> str:
    """The level that X meets and the way from there to the next better one; a level that was not published is blank."""
    sign = "<=" if less else ">="
    text = "0"
    for place in reversed(range(5)):
        met = f"AND(ISNUMBER({points[place]}),ROUND({x},10){sign}{points[place]})"
        inner = str(_COEFFICIENTS[place])
        for better in range(place):
            step = _COEFFICIENTS[better] - _COEFFICIENTS[place]
            way = f"({x}-{points[place]})/({points[better]}-{points[place]})*{step}"
            inner = f"IF(ISNUMBER({points[better]}),{_COEFFICIENTS[place]}+{way},{inner})"
        text = f"IF({met},{inner},{text})"
    return text


def _counts(book: Book, sheet: Sheet, item: Item, mark: Marked, rows: tuple[int, int]) -> None:
    """Whether the item is answered, and whether it counts in the total."""
    words = book.formulas.words
    x, here = sheet.here(X), sheet.here(KNOWN)
    known = f"IF(ISNUMBER({x}),1,0)"
    if _says_words(item):
        known = f"IF(OR(ISNUMBER({x}),{x}={quoted(words['full'])},{x}={quoted(words['zero'])}),1,0)"
    answered = 1 if mark.how == "answered" else 0
    sheet.formula(KNOWN, known, answered)
    only_known = mark.how == "left_out" or (item.source == "either" and not _published(book, item))
    column = INSIDE if renormalises(book) else COUNTS
    if only_known:
        sheet.formula(column, here, answered)
    else:
        sheet.put(column, 1)
    if renormalises(book):
        others, inside = sheet.near(KNOWN, *rows), sheet.here(INSIDE)
        text = f"IF(AND({book.refs['drop']}=1,{here}=0,SUM({others})>0),0,{inside})"
        sheet.formula(COUNTS, text, 1 if item.id in book.base.tally.used.by_item else 0)


def _says_words(item: Item) -> bool:
    """Whether the formula of an item may say "full" or "zero" in place of a figure."""
    return item.formula is not None and ('"full"' in item.formula or '"zero"' in item.formula)


def _published(book: Book, item: Item) -> bool:
    """Whether the standards that an item's formula asks for are there: without them it leaves the card when it is open."""
    value = book.base.run.value(item.formula or "0")
    return not (isinstance(value, Gap) and value.reason == "rating.no_standard")


def _share(book: Book, sheet: Sheet, block: Block, item: ItemContent) -> None:
    """The item's share of the total, from the weights of its row and its C, and the points it adds."""
    weight, counts, y, share = (sheet.here(column) for column in (WEIGHT, COUNTS, Y, SHARE))
    key, tallied = block.key, book.base.tally
    text = f"IF({book.refs[f'{key}.sum']}=0,0,{weight}*{counts}/{book.refs[f'{key}.sum']}*{book.refs[f'{key}.share']})"
    value = item.scored.weight if item.scored is not None else Decimal(0)
    sheet.formula(SHARE, text, value, percent(3))
    sheet.formula(ADDS, f"IF({counts}=1,{share}*{y},0)", item.scored.adds if item.scored is not None else Decimal(0), "0.0000")
    if renormalises(book):
        whole = book.refs[f"{key}.base_sum"]
        place = tallied.base.by_item.get(item.id)
        base = Decimal(place.share) / Decimal(tallied.base.whole) if place is not None else Decimal(0)
        inside = f"{weight}*{sheet.here(INSIDE)}/{whole}*{book.refs[f'{key}.base_share']}"
        sheet.formula(BASE, f"IF({whole}=0,0,{inside})", base, percent(3))


def _how(book: Book, sheet: Sheet, item: ItemContent, out: bool) -> None:
    w = book.w
    how = item.scored.how if item.scored is not None else "missing"
    if out:
        sheet.put(HOW, w(f"how.{how}"), indent=1)
        return
    open_how = how if how != "answered" else "not_computable" if item.computed else "missing"
    text = f"IF({sheet.here(KNOWN)}=1,{quoted(w('how.answered'))},{quoted(w(f'how.{open_how}'))})"
    sheet.formula(HOW, text, w(f"how.{how}"), align="left", indent=1, font_color="#000000")
