"""Where every name of the methodology stands in the workbook, and which years its formulas can look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.services.documents.xlsx.terms import Term, arithmetic, cell, entry, number
from app.services.rating.run import Run
from app.services.rating.statements import Completed, YearTable

Ref = Callable[[str, int], str | None]
"""The cell of a line in a column of the statements, None where the sheet has no such row."""


@dataclass(slots=True)
class Places:
    """Cells by name. Columns count the periods of the dossier, oldest first."""

    lines: dict[str, int] = field(default_factory=dict)  # rows of the statements sheet
    openings: dict[str, int] = field(default_factory=dict)  # rows of the opening balances under them
    ratios: dict[tuple[str, int], str] = field(default_factory=dict)
    models: dict[tuple[str, int], str] = field(default_factory=dict)
    zones: dict[tuple[str, int], str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)  # column X of the areas
    facts: dict[str, str] = field(default_factory=dict)
    xs: dict[str, str] = field(default_factory=dict)  # column X of the scoring
    ys: dict[str, str] = field(default_factory=dict)
    specials: dict[str, Term] = field(default_factory=dict)


@dataclass(slots=True)
class Year:
    """A year as formulas read it: its lines in the unit of ``table``, and the way to the year before.

    ``column`` is the period of the dossier, None for opening balances; ``own``: the ratios and models of that period stand
    in the workbook in this unit.
    """

    table: YearTable
    column: int | None
    own: bool
    lines: Mapping[str, Term]
    previous: Year | None = None
    opening: Year | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The statements of the rating with the cells of their amounts."""

    run: Run
    columns: Mapping[int, int]  # period of the dossier by place in ``run.done``
    amount: Ref
    opening: Ref

    def year(self, table: YearTable | None, *, own: bool = True) -> Year | None:
        """The year of ``table``; with ``own`` its ratios and models are those that the workbook shows."""
        if table is None:
            return None
        place = self._place(table)
        scale = self._scale(self.run.done[place], table)
        column = self.columns[place]
        lines = {key: self._line(self.amount, key, column, scale) for key in table.lines}
        for key in self.run.compiled.lines - lines.keys():
            ref = self.amount(key, column)
            if ref is not None:  # nobody typed it yet
                lines[key] = self._scaled(entry(ref, filled=False), scale)
        previous = self.year(table.previous, own=own)
        opening = previous
        if table.opening is not table.previous and table.opening is not None:
            opening = self._overlaid(table, table.opening, place, previous, scale)
        return Year(table, column, own, lines, previous, opening)

    def _overlaid(self, table: YearTable, opening: YearTable, place: int, previous: Year | None, scale: Decimal) -> Year:
        """The opening balances that a statement gives itself, over those of the year before."""
        typed = self.run.done[place].statement.opening
        column = self.columns[place]
        lines = dict(previous.lines) if previous is not None else {}
        for key in opening.lines:
            if previous is None or key in typed:
                lines[key] = self._line(self.opening, key, column, scale)
        return Year(opening, None, False, {key: lines[key] for key in opening.lines if key in lines})

    def _place(self, table: YearTable) -> int:
        return next(place for place, one in enumerate(self.run.done) if one.statement.end == table.end)

    @staticmethod
    def _scale(done: Completed, table: YearTable) -> Decimal:
        """What one unit of the statement is in the unit of the table, read off its largest amount."""
        key = max(table.lines, key=lambda name: abs(done.lines[name]), default=None)
        if key is None or done.lines[key] == 0:
            return Decimal(1)
        return table.lines[key] / done.lines[key]

    def _line(self, ref: Ref, key: str, column: int, scale: Decimal) -> Term:
        found = ref(key, column)
        return number(0) if found is None else self._scaled(cell(found), scale)

    @staticmethod
    def _scaled(term: Term, scale: Decimal) -> Term:
        return term if scale == 1 else arithmetic(term, "*", number(scale.normalize()))
