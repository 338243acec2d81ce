"""What the statements grid holds: periods as typed, what cannot be read, and the figures that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.models.domain.errors import ProblemList, UserError
from app.models.domain.rating import CheckOutcome, PeriodRatios
from app.models.domain.statement import Framework, Statement
from app.numbers import parse_amount
from app.services.changes import ALARMS
from app.ui.runtime.autosave import Autosave, Write
from app.ui.runtime.runner import Runner
from app.ui.screens.statements.layout import Row, rows
from app.ui.screens.statements.reading import Figures, Reading, StatementWriter, figures, read_statements

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services

FIGURES_PAUSE_MS = 150
MOST_PERIODS = 5


@dataclass(frozen=True, slots=True)
class BadCell:
    """A text that could not be taken: as it was typed, and why."""

    text: str
    error: UserError


@dataclass(frozen=True, slots=True)
class Cell:
    """All that stands in a cell: its amount, a text that could not be taken, how a doubtful number was read."""

    value: Decimal | None = None
    bad: BadCell | None = None
    note: str | None = None


Cells = Mapping[tuple[int, str], Cell]
"""What stands in cells, by column number and line key; blank ones may be left out."""


@dataclass(slots=True)
class Column:
    """A period on the screen. ``number`` names it for as long as the screen lives, saved or not."""

    number: int
    statement: Statement


class StatementsModel(QObject):
    """The statements of one customer, oldest at the left."""

    loaded = Signal()
    columns_changed = Signal()  # added, removed, reordered, or their heads changed
    cells_changed = Signal()
    figures_changed = Signal()
    problems_changed = Signal()
    warned = Signal()  # what was saved raised early warnings or took some back

    def __init__(self, services: Services, runner: Runner, autosave: Autosave, officer: Callable[[], str]) -> None:
        super().__init__()
        self._services, self._runner, self._autosave, self._officer = services, runner, autosave, officer
        self.reading: Reading | None = None
        self.rows: tuple[Row, ...] = ()
        self.columns: list[Column] = []
        self.bad: dict[tuple[int, str], BadCell] = {}  # (column number, line key)
        self.notes: dict[tuple[int, str], str] = {}  # how a doubtful number was read, as typed
        self.head_problems: dict[tuple[int, str], UserError] = {}
        self.figures = Figures((), ())
        self._writer: StatementWriter | None = None
        self.in_hand: Callable[[], bool] | None = None  # whether a cell is being typed in: nothing is shown anew then
        self._missed = False
        self._dirty: set[int] = set()
        self._sent: set[int] = set()
        self._pasted: set[int] = set()  # columns whose next save is a paste
        self._sent_pasted: set[int] = set()
        self._is_paste = False
        self._next_number = 1
        self._pause = QTimer(self, singleShot=True, interval=FIGURES_PAUSE_MS)
        self._pause.timeout.connect(self.compute_now)
        autosave.failed.connect(self._not_saved)

    # --- reading ---------------------------------------------------------------------------------------------------

    def load(self, customer_id: int) -> None:
        """Open the statements of a customer; what was typed for the last one is saved first."""
        self._autosave.flush()
        self._runner.query(
            read_statements, self._services, customer_id, self._officer(), done=self._show, key="statements.read"
        )

    @property
    def refusal(self) -> UserError | None:
        """Why the officer in use may not enter figures."""
        return self.reading.refusal if self.reading is not None else None

    def suspend(self) -> None:
        """The screen is left: nothing is computed until it is shown again."""
        self._pause.stop()

    def catch_up(self) -> None:
        """The cell in hand was left: show what was read or changed meanwhile."""
        if self._missed:
            self._missed = False
            self.refresh()

    def refresh(self) -> None:
        """Read again what others may have changed; not while something typed is on its way."""
        if self.reading is not None and (self._dirty or self._sent or self.bad):
            self._pause.start()
        elif self.reading is not None:
            self._runner.query(
                read_statements, self._services, self.reading.customer.id, self._officer(), done=self._show,
                key="statements.read",
            )

    @property
    def framework(self) -> Framework:
        """The accounting rules that name the lines: those of the newest period."""
        return self.columns[-1].statement.framework if self.columns else self._usual().framework

    def typed(self, column: int, line: str) -> Decimal | None:
        """The typed amount of a line, by position of the column."""
        return self.columns[column].statement.values.get(line)

    def outcome(self, column: int) -> PeriodRatios | None:
        """Completed lines and ratios of a column."""
        statement = self.columns[column].statement
        return next((p for p in self.figures.periods if p.end == statement.end and p.full_year == statement.full_year), None)

    def check(self, column: int, key: str) -> CheckOutcome | None:
        """The outcome of a check for a column."""
        end = self.columns[column].statement.end
        return next((found for found in self.figures.checks if found.key == key and found.period == end), None)

    def failed_checks(self) -> tuple[CheckOutcome, ...]:
        """Relations that do not hold."""
        return tuple(found for found in self.figures.checks if found.holds is False)

    # --- typing ----------------------------------------------------------------------------------------------------

    def set_text(self, column: int, line: str, text: str, lang: str) -> None:
        """Take a typed or pasted text into a cell. What cannot be read stays there as typed, with its message."""
        place = (self.columns[column].number, line)
        self.bad.pop(place, None)
        self.notes.pop(place, None)
        value: Decimal | None = None
        if text.strip() and text.strip() not in ("-", "—", "–"):
            try:
                value = self._read(column, line, text, lang, place)
            except UserError as error:
                self.bad[place] = BadCell(text, error)
                self.problems_changed.emit()
                self.cells_changed.emit()
                return
        values = dict(self.columns[column].statement.values)
        if value is None:
            values.pop(line, None)
        else:
            values[line] = value
        self._change(column, values=values)
        self.problems_changed.emit()
        self.cells_changed.emit()

    def set_texts(self, cells: Sequence[tuple[int, str, str]], lang: str) -> None:
        """Take many cells at once (a paste): column, line, text."""
        self.blockSignals(True)
        for column, line, text in cells:
            self.set_text(column, line, text, lang)
        self.blockSignals(False)
        self.problems_changed.emit()
        self.cells_changed.emit()

    @contextmanager
    def pasting(self) -> Iterator[None]:
        """What is changed inside came from the clipboard: it is saved apart from what was typed before and comes after."""
        self._autosave.flush()
        self._is_paste = True
        try:
            yield
        finally:
            self._is_paste = False
        self._autosave.flush()

    def set_values(self, cells: Sequence[tuple[int, str, Decimal]]) -> None:
        """Take amounts that have been read already: column, line, amount in the unit of the column."""
        for column, line, amount in cells:
            place = (self.columns[column].number, line)
            self.bad.pop(place, None)
            self.notes.pop(place, None)
            self._change(column, values={**self.columns[column].statement.values, line: amount})
        self.problems_changed.emit()
        self.cells_changed.emit()

    def cells(self) -> Cells:
        """What stands in the cells now."""
        typed = {(column.number, key): value for column in self.columns for key, value in column.statement.values.items()}
        places = typed.keys() | self.bad.keys() | self.notes.keys()
        return {place: Cell(typed.get(place), self.bad.get(place), self.notes.get(place)) for place in places}

    def put_back(self, before: Cells, after: Cells) -> None:
        """Undo what made ``before`` into ``after``; a cell that was typed anew since then stays."""
        now, blank = self.cells(), Cell()
        places = {place for place in before.keys() | after.keys() if before.get(place, blank) != after.get(place, blank)}
        for at, column in enumerate(self.columns):
            values = dict(column.statement.values)
            for place in places:
                if place[0] != column.number or now.get(place, blank) != after.get(place, blank):
                    continue
                cell = before.get(place, blank)
                for kept, content in ((values, cell.value), (self.bad, cell.bad), (self.notes, cell.note)):
                    _put(kept, place[1] if kept is values else place, content)
            self._change(at, values=values)
        self.problems_changed.emit()
        self.cells_changed.emit()

    def change_head(self, column: int, **fields: Any) -> None:
        """Take what was typed into the head of a period: end, months, framework, currency, unit, consolidated, audited, note."""
        number = self.columns[column].number
        for name in fields:
            self.head_problems.pop((number, name), None)
        self._change(column, **fields)
        if "end" in fields:
            self.columns.sort(key=lambda found: (found.statement.end, found.statement.months))
        if fields.keys() == {"note"}:
            self.problems_changed.emit()  # nothing of the grid follows from it
        else:
            self.columns_changed.emit()

    def add_period(self) -> int:
        """Add the next year at the right (or the last full year when there is none); returns its position."""
        return self._insert(self._usual())

    def add_earlier(self) -> int:
        """Add the year before the oldest; returns its position."""
        if not self.columns:
            return self.add_period()
        oldest = self.columns[0].statement
        return self._insert(replace(_blank(oldest), end=_years(oldest.end, -1)))

    @property
    def can_add(self) -> bool:
        return len(self.columns) < MOST_PERIODS

    def remove(self, column: int) -> None:
        """Take a period away, from the store too."""
        gone = self.columns.pop(column)
        self._dirty.discard(gone.number)
        for kept in (self.bad, self.notes, self.head_problems):
            for place in [place for place in kept if place[0] == gone.number]:
                del kept[place]
        assert self._writer is not None
        self._runner.command(self._writer.delete, gone.number, gone.statement, self._officer(), done=self._removed)
        self.columns_changed.emit()
        self._pause.start()

    def compute_now(self) -> None:
        """Compute totals, ratios and checks of what stands on the screen."""
        self._pause.stop()
        if self.reading is not None:
            typed = [column.statement for column in self.columns]
            self._runner.query(
                figures, self._services, self.reading.methodology, typed, done=self._computed, key="statements.figures"
            )

    # --- saving ----------------------------------------------------------------------------------------------------

    def _change(self, column: int, **fields: Any) -> None:
        here = self.columns[column]
        changed = replace(here.statement, **fields)
        if changed != here.statement:
            here.statement = changed
            self._dirty.add(here.number)
            if self._is_paste:
                self._pasted.add(here.number)
            assert self.reading is not None
            self._autosave.touch(("statements", self.reading.customer.id), self._write)
            self._pause.start()

    def _write(self) -> Write | None:
        blocked = {number for number, _ in self.head_problems} | {
            number for number, line in self.bad if self._refused(number, line)
        }
        ready = [c for c in self.columns if c.number in self._dirty - blocked and (c.statement.values or c.statement.id)]
        if not ready or self._writer is None:
            return None
        numbers = {column.number for column in ready}
        self._dirty -= numbers
        self._sent |= numbers
        pasted = frozenset(numbers & self._pasted)
        self._pasted -= pasted
        self._sent_pasted |= pasted
        columns = tuple((column.number, column.statement) for column in ready)
        return Write(self._writer.save, columns, self._officer(), pasted, done=self._written)

    def _written(self, changed: Changed[tuple[tuple[int, Statement], ...]]) -> None:
        by_number = dict(changed.value)
        self._sent.difference_update(by_number)
        self._sent_pasted.difference_update(by_number)
        for column in self.columns:
            saved = by_number.get(column.number)
            if saved is not None:
                column.statement = replace(column.statement, id=saved.id, version=saved.version)
        if ALARMS in changed.flags:
            self.warned.emit()

    def _not_saved(self, error: BaseException, owner: QObject | None) -> None:
        if owner is not self:
            return
        sent, self._sent = self._sent, set()
        self._dirty |= sent
        self._pasted |= sent & self._sent_pasted
        if isinstance(error, UserError):
            for problem in error.problems if isinstance(error, ProblemList) else (error,):
                self._place_problem(problem, sent)
            self.problems_changed.emit()

    def _place_problem(self, problem: UserError, sent: set[int]) -> None:
        """Amounts are told at their cell, the rest at the head of the period that was sent."""
        part, _, line = (problem.field or "end").partition(".")
        for column in self.columns:
            if column.number not in sent:
                continue
            if part == "values" and line in column.statement.values:
                self.bad[column.number, line] = BadCell(str(column.statement.values[line]), problem)
            elif part != "values":
                self.head_problems[column.number, part] = problem

    # ---------------------------------------------------------------------------------------------------------------

    def _refused(self, number: int, line: str) -> bool:
        """Whether an amount that could be read was refused by the store; an unreadable text only leaves its cell unsaved."""
        return any(
            column.number == number
            and line in column.statement.values
            and self.bad[number, line].text == str(column.statement.values[line])
            for column in self.columns
        )

    def _read(self, column: int, line: str, text: str, lang: str, place: tuple[int, str]) -> Decimal:
        statement = self.columns[column].statement
        read = parse_amount(text, lang, line)
        if read.unit and read.unit != statement.currency:
            raise UserError("ui.statements.other_currency", line, text=text.strip(), currency=statement.currency)
        if read.ambiguous:
            self.notes[place] = text.strip()
        return read.number if read.multiplier == 1 else read.value / statement.unit

    def _insert(self, statement: Statement) -> int:
        column = Column(self._next_number, statement)
        self._next_number += 1
        self.columns.append(column)
        self.columns.sort(key=lambda found: (found.statement.end, found.statement.months))
        self.columns_changed.emit()
        self._pause.start()
        return self.columns.index(column)

    def _usual(self) -> Statement:
        """A blank period that goes on from the newest one, or starts with what fits the customer's country."""
        if self.columns:
            newest = self.columns[-1].statement
            return replace(_blank(newest), end=_years(newest.end, 1))
        customer = self.reading.customer if self.reading is not None else None
        country = customer.country if customer is not None else ""
        framework = {"CN": Framework.CAS, "RU": Framework.RSBU}.get(country, Framework.IFRS)
        unit = {"CN": 10_000, "RU": 1000}.get(country, 1_000_000)
        last_year = self._services.clock.today().year - 1
        currency = customer.currency if customer is not None else "CNY"
        return Statement(date(last_year, 12, 31), framework, currency, unit, {})

    def _show(self, reading: Reading) -> None:
        other = self.reading is None or self.reading.customer.id != reading.customer.id
        if not other and (self._dirty or self._sent):
            return
        if not other and self.in_hand is not None and self.in_hand():
            self._missed = True
            return
        self.reading = reading
        self.rows = rows(reading.methodology)
        if other:
            self._writer = StatementWriter(self._services, reading.customer.id)
            for kept in (self.bad, self.notes, self.head_problems, self._dirty, self._sent):
                kept.clear()
        known = {column.statement.id: column.number for column in self.columns} if not other else {}
        self.columns = [Column(known.get(found.id) or self._number(), found) for found in reading.statements]
        self.figures = reading.figures
        self.loaded.emit()

    def _number(self) -> int:
        self._next_number += 1
        return self._next_number - 1

    def _computed(self, result: Figures) -> None:
        self.figures = result
        self.figures_changed.emit()

    def _removed(self, changed: Changed[object]) -> None:
        self.problems_changed.emit()


def _put(kept: dict[Any, Any], place: object, content: object) -> None:
    if content is None:
        kept.pop(place, None)
    else:
        kept[place] = content


def _blank(like: Statement) -> Statement:
    return replace(like, values={}, opening={}, note="", id=None, version=0, months=12, audited=False)


def _years(day: date, by: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year + by, 2, 28)
    return day.replace(year=day.year + by)
