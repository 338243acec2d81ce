"""How the doubtful spellings of a column are to be read, from all its cells.

Proof decides, likelihood asks: one cell that can be read in one way only decides for all; where cells prove two ways, or none
proves any, the officer is asked once, with the cells in doubt. ``Choice`` keeps None for what is asked, and for what no cell
needs.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import zip_longest

from app.services.imports.model import Ask, Choice, Question
from app.services.imports.reading.model import Value
from app.services.imports.values.amounts import Figure, as_number, decimal_signs, is_chinese, unit_in_cell
from app.services.imports.values.cells import as_written
from app.services.imports.values.dates import date_orders
from app.services.imports.values.units import NOTHING, unit_of
from app.services.imports.values.words import table
from app.texts import Texts

SAMPLES = 5
ENOUGH = 5
"""Figures that a column needs before their size says whether they are fractions."""
USUAL = frozenset({Ask.DECIMAL, Ask.ORDER, Ask.UNIT, Ask.CURRENCY})
POINTS, FRACTION = "points", "fraction"
_ORDERS = ("dmy", "mdy", "ymd")
_SURELY_POINTS = 5


def guess_choice(
    cells: Sequence[Value], lang: str, heads: Iterable[str] = (), about: Collection[Ask] = USUAL
) -> tuple[Choice, tuple[Question, ...]]:
    """Return how the cells of one column are read, and what must be asked.

    ``heads``: the head of the column first, then the titles of the table: their units are those of the column. ``about``: what
    the column can hold; ``Ask.PERCENT`` only where ratios are expected. A column whose cells and heads name no unit is read
    in single units.
    """
    written = [text for cell in cells if isinstance(cell, str) and (text := cell.strip())]
    words = tuple(head for head in heads if head)
    decimal = order = unit = percent = None
    currency = ""
    questions: list[Question | None] = []
    if Ask.DECIMAL in about:
        decimal, asked = _decimal(written, lang, words)
        questions.append(asked)
    if Ask.ORDER in about:
        order, asked = _order(written, lang)
        questions.append(asked)
    if Ask.UNIT in about:
        unit, asked = _unit(cells, words)
        questions.append(asked)
    if Ask.CURRENCY in about:
        currency, asked = _currency(words)
        questions.append(asked)
    if Ask.PERCENT in about:
        percent, asked = _percent(cells, words, decimal)
        questions.append(asked)
    choice = Choice(decimal, order, unit, currency or None, percent)
    return choice, tuple(question for question in questions if question is not None)


def answered(choice: Choice, question: Question, answer: str) -> Choice:
    """The choice with the answer to a question, one of its options ("points" or "fraction" for percents)."""
    match question.ask:
        case Ask.DECIMAL:
            return replace(choice, decimal=answer)
        case Ask.ORDER:
            return replace(choice, order=answer)
        case Ask.UNIT:
            return replace(choice, unit=int(answer))
        case Ask.CURRENCY:
            return replace(choice, currency=answer)
        case Ask.PERCENT:
            return replace(choice, percent=answer == POINTS)


def _samples(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))[:SAMPLES]


def _decimal(texts: Sequence[str], lang: str, heads: Sequence[str]) -> tuple[str | None, Question | None]:
    signs = [(text, decimal_signs(text)) for text in texts if "." in text or "," in text]
    proved = {sign for _, possible in signs if len(possible) == 1 for sign in possible}
    if len(proved) == 1:
        return proved.pop(), None
    doubtful = [text for text, possible in signs if len(possible) == 2]
    if not proved and not doubtful:
        return None, None
    if not proved and any(map(is_chinese, heads)):
        return ".", None
    usual = Texts.load(lang).decimal_sign
    shown = doubtful if not proved else [text for text, possible in signs if possible]
    return None, Question(Ask.DECIMAL, _samples(shown), tuple(sorted(".,", key=lambda sign: sign != usual)))


def _order(texts: Sequence[str], lang: str) -> tuple[str | None, Question | None]:
    """The one order that every doubtful day allows; a question when there are several, or when days prove two."""
    found = [(text, orders) for text in texts if (orders := date_orders(text))]
    if not found:
        return None, None
    common = frozenset.intersection(*(orders for _, orders in found))
    if len(common) == 1:
        return next(iter(common)), None
    options = sorted(common or frozenset.union(*(orders for _, orders in found)), key=_ORDERS.index)
    shown = [text for text, orders in found if common or len(orders) == 1]
    return None, Question(Ask.ORDER, _mixed(shown), tuple(options))


def _mixed(texts: Sequence[str]) -> tuple[str, ...]:
    """Samples that show each kind there is, not only the first."""
    by_orders: dict[frozenset[str], list[str]] = {}
    for text in texts:
        by_orders.setdefault(date_orders(text), []).append(text)
    turns = zip_longest(*by_orders.values())
    return _samples(text for turn in turns for text in turn if text is not None)


def _unit(cells: Sequence[Value], heads: Sequence[str]) -> tuple[int | None, Question | None]:
    own = unit_of(heads[0]) if heads else NOTHING
    telling = (own,) if own.multiplier is not None else map(unit_of, heads)
    told = {unit.multiplier for unit in telling if unit.multiplier is not None}
    if len(told) == 1:
        return told.pop(), None
    named: list[tuple[Value, Figure]] = []
    bare: list[tuple[Value, Figure]] = []
    for cell in cells:
        found = unit_in_cell(cell)
        if found is not None:
            (named if found.named else bare).append((cell, found))
    lost = [cell for cell, found in bare if found.lost]
    if told or lost or (named and bare):
        options = told or {int(found.multiplier) for _, found in named} | {1}
        shown = map(as_written, lost or [cell for cell, _ in bare])
        return None, Question(Ask.UNIT, _samples(shown), tuple(str(one) for one in sorted(options)))
    return (None if named else 1), None


def _currency(heads: Sequence[str]) -> tuple[str, Question | None]:
    own = unit_of(heads[0]).currency if heads else ""
    told = {own} if own else {unit.currency for unit in map(unit_of, heads) if unit.currency}
    if len(told) > 1:
        return "", Question(Ask.CURRENCY, _samples(head for head in heads if unit_of(head).currency), tuple(sorted(told)))
    return (told.pop() if told else ""), None


def _percent(cells: Sequence[Value], heads: Sequence[str], decimal: str | None) -> tuple[bool | None, Question | None]:
    """Points where the head has the sign and figures are over 1; fractions where no head has it and none is; else asked."""
    bare: list[tuple[str, Decimal]] = []
    signed = 0
    for cell in cells:
        read = as_number(cell, Choice(decimal=decimal), "en")
        if read.unit == "%":
            signed += 1
        elif isinstance(read.value, Decimal) and read.value:
            bare.append((as_written(cell), abs(read.value)))
    if not bare:
        return None, None
    over = sum(value > 1 for _, value in bare)
    says_percent = bool(heads) and any(sign in heads[0].lower() for sign in table()["percent"])
    if not signed and len(bare) >= ENOUGH:
        if says_percent and over:
            return True, None
        if not says_percent and not over:
            return False, None
        if not says_percent and statistics.median(value for _, value in bare) > _SURELY_POINTS:
            return True, None
    return None, Question(Ask.PERCENT, _samples(text for text, _ in bare), (POINTS, FRACTION))
