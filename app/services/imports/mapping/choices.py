"""How the doubtful spellings of a table are read: what its cells prove, what its titles and heads say, what must be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice

from app.services.imports.fields import Type, type_of
from app.services.imports.mapping.shape import Shape, cell_at
from app.services.imports.model import Ask, Choice, Line, Question
from app.services.imports.reading.model import Sheet, Value
from app.services.imports.values.guess import guess_choice
from app.services.imports.values.units import unit_of, units_of

_MOST = 50_000
"""Different spellings of a table that are looked at."""
_FIGURES = 100
"""Figures of a spreadsheet that are looked at where only texts can be doubtful."""


def choose(
    sheet: Sheet, shape: Shape, lines: Sequence[Line], given: Choice | None, lang: str
) -> tuple[Choice, tuple[Question, ...], tuple[Line, ...]]:
    """The choice of a table, what is left to ask, and its lines with the units that their heads name.

    What a profile fixes (``given``) is kept; a unit that a title names comes before one that a profile fixes.
    """
    told = units_of((*shape.table.titles, sheet.head.name))
    with_units = tuple(_with_unit(line) for line in lines)
    choice = given or Choice()
    choice = replace(choice, unit=told.multiplier or choice.unit, currency=told.currency or choice.currency)
    questions: list[Question] = []
    for columns, about in _groups(with_units):
        heads = [line.head for line in columns]
        cells = _cells(sheet, shape, columns, _MOST if Ask.PERCENT in about else _FIGURES)
        found, asked = guess_choice(cells, lang, heads, about)
        choice = _filled(choice, found, about)
        questions += asked
    if any(line.target == "unit" for line in lines):
        choice = replace(choice, unit=choice.unit or 1)
    left = {question.ask: question for question in questions if getattr(choice, question.ask.value) is None}
    return choice, tuple(left.values()), with_units


def _groups(lines: Sequence[Line]) -> Iterator[tuple[list[Line], frozenset[Ask]]]:
    """Columns that are looked at together, and what they can tell. One with a unit of its own tells nothing of the table's."""
    of_type: dict[Type, list[Line]] = {}
    for line in lines:
        if line.target:
            of_type.setdefault(type_of(line.target), []).append(line)
    amounts = of_type.get(Type.AMOUNT, [])
    figures = [*amounts, *of_type.get(Type.NUMBER, []), *of_type.get(Type.COUNT, [])]
    days = [*of_type.get(Type.DATE, []), *of_type.get(Type.PERIOD, [])]
    groups = [
        (figures, frozenset({Ask.DECIMAL})),
        ([line for line in amounts if line.unit is None], frozenset({Ask.UNIT, Ask.CURRENCY})),
        (days, frozenset({Ask.ORDER})),
        *(([line], frozenset({Ask.DECIMAL, Ask.PERCENT})) for line in of_type.get(Type.PERCENT, [])),
    ]
    yield from ((columns, about) for columns, about in groups if columns)


def _with_unit(line: Line) -> Line:
    """A head such as ``注册资本(万元)`` names the unit of its own column."""
    if not line.target or type_of(line.target) is not Type.AMOUNT or line.unit is not None:
        return line
    unit = unit_of(line.head)
    return replace(line, unit=unit.multiplier, currency=unit.currency) if unit else line


def _filled(choice: Choice, found: Choice, wanted: Set[Ask]) -> Choice:
    """The parts that are open, from another choice: of those that its columns can tell."""
    parts = {
        ask.value: getattr(found, ask.value) for ask in wanted
        if getattr(choice, ask.value) is None and getattr(found, ask.value) is not None
    }
    return replace(choice, **parts)


def _cells(sheet: Sheet, shape: Shape, lines: Iterable[Line], figures: int) -> list[Value]:
    """Different cells of columns (rows): figures of a spreadsheet too, for they show whether ratios are fractions."""
    kept: dict[object, Value] = {}
    others = 0
    for line in lines:
        for cell in _column(sheet, shape, line.index):
            if isinstance(cell, str):
                kept[cell] = cell
            elif cell is not None and others < figures and (key := (type(cell), cell)) not in kept:
                kept[key] = cell
                others += 1
        if len(kept) > _MOST:
            break
    return list(kept.values())


def _column(sheet: Sheet, shape: Shape, index: int) -> Iterable[Value]:
    if shape.across:
        return (cell_at(sheet.rows, index, column) for column, _ in shape.periods)
    rows = islice(sheet.rows, shape.table.first, shape.table.last + 1)
    return (row[index] for row in rows if index < len(row))
