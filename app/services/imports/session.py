"""One import from the first look to the last line, step by step: what the window and the command both walk through.

A ``Work`` is what is known so far and is never changed: every step gives another one. Nothing here knows the window; each call
may run on a thread of its own, and those that take long give up once ``progress`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.domain.errors import UserError
from app.models.domain.imports import FileMark
from app.services.imports.collector import no_collector
from app.services.imports.fields import Type, type_of
from app.services.imports.mapping.choices import choose
from app.services.imports.mapping.propose import propose
from app.services.imports.mapping.shape import Shape, cell_at, period_of, text_of
from app.services.imports.model import Ask, Choice, Kept, Plan, Sureness, TablePlan
from app.services.imports.profiles import Profile, profile_from, profile_text, shipped
from app.services.imports.profiles import profile_of as profile_taught
from app.services.imports.reading.model import ANY, USUAL, Book, Row, Sheet
from app.services.imports.reading.reader import Piece, pieces
from app.services.imports.records import records
from app.services.imports.service import mark_of
from app.services.imports.tables.find import Table
from app.services.imports.values.guess import POINTS
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.imports.check import Checked, Decisions
    from app.services.imports.commit import Done
    from app.services.registry import Services

FIRST_ROWS = 200
"""Rows of a sheet that the first look takes."""
FIRST_SHEETS = 5
_SHOWN = 50
"""Records of a table that are read to show how its columns are understood."""
_DOUBTFUL = frozenset({Type.AMOUNT, Type.NUMBER, Type.COUNT, Type.PERCENT, Type.DATE, Type.PERIOD})


@dataclass(frozen=True, slots=True)
class Peek:
    """The first rows of a file. ``whole``: nothing of it was left out."""

    path: Path
    book: Book
    whole: bool


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of an import. ``books``: path and cells of each file; ``out``: numbers of the tables that are left out;
    ``customer_id``: the customer that everything is about, 0 when the files say it.
    """

    paths: tuple[Path, ...]
    marks: tuple[FileMark, ...]
    books: tuple[tuple[str, Book], ...]
    profiles: tuple[Profile, ...]
    plan: Plan
    lang: str
    customer_id: int = 0
    out: frozenset[int] = frozenset()

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files, by number."""
        return tuple(path.name for path in self.paths)

    @property
    def rows(self) -> int:
        """Rows (columns, where records stand beside each other) of all tables that are taken."""
        tables = [table for number, table in enumerate(self.plan.tables) if number not in self.out]
        return sum((one.right - one.left if one.across else one.last - one.first) + 1 for one in tables)


@dataclass(frozen=True, slots=True)
class Seen:
    """One cell as it stands and as it is understood."""

    raw: str
    value: Kept
    currency: str = ""


# --- reading ---------------------------------------------------------------------------------------------------------


def peek(path: Path, lang: str = "en", progress: Progress | None = None) -> Peek:
    """The first rows of the first sheets: the reading process is ended as soon as they have come.

    UserError at "file" as of ``reading.reader.pieces``.
    """
    going = progress or Progress()
    told = pieces(path, ANY, USUAL, _asked(going))
    with closing(told):  # type: ignore[type-var]
        return _first(path, told)


def _first(path: Path, told: Iterator[Piece]) -> Peek:
    book: Book | None = None
    for piece in told:
        if piece.kind is not None:
            book = Book(piece.kind)
        assert book is not None, "the kind is told first"
        if piece.sheet is not None:
            if len(book.sheets) == FIRST_SHEETS:
                return Peek(path, book, False)
            book.sheets.append(Sheet(piece.sheet))
        elif piece.rows is not None:
            rows = book.sheets[-1].rows
            rows.extend(piece.rows[:FIRST_ROWS - len(rows)])
            if len(rows) == FIRST_ROWS:
                return Peek(path, book, False)
        elif piece.notes is not None:
            book.notes.extend(piece.notes)
    assert book is not None
    return Peek(path, book, True)


def read(
    services: Services, paths: Sequence[Path], lang: str, progress: Progress | None = None, profile: str = "",
    customer_id: int = 0,
) -> Work:
    """Read whole files and propose how they are understood. ``progress.done`` counts rows.

    ``profile``: the one to use; "" takes the one that fits. UserError at "file" naming the file when it is refused or was
    imported before, ``import.cancelled``, ``import.file_changed`` (while it was read),
    ``cli.import.no_profile`` or ``cli.import.no_table``.
    """
    going = progress or Progress()
    marks = tuple(mark_of(path) for path in paths)
    services.imports.refuse_known(marks)
    profiles = profiles_of(services)
    _named(profiles, profile)
    with no_collector():
        # With its folder: statements that name no company are told by it.
        books = tuple((str(path.resolve()), _whole(path, going)) for path in paths)
        plan = propose(books, services.methodologies.current(), lang, profiles, profile, going)
    if going.cancelled:
        raise _cancelled(paths)
    changed = [path.name for path, mark in zip(paths, marks, strict=True) if mark_of(path) != mark]
    if changed:     # what was read may not be what the register of imports would say
        raise UserError("import.file_changed", "file", names=", ".join(changed))
    if not plan.tables:
        raise UserError("cli.import.no_table", "file", names=", ".join(path.name for path in paths))
    return Work(tuple(paths), marks, books, profiles, _owned(plan, customer_id), lang, customer_id)


def _whole(path: Path, going: Progress) -> Book:
    book: Book | None = None
    for piece in pieces(path, ANY, USUAL, _asked(going)):
        if piece.kind is not None:
            book = Book(piece.kind)
        assert book is not None, "the kind is told first"
        if piece.sheet is not None:
            book.sheets.append(Sheet(piece.sheet))
        elif piece.rows is not None:
            book.sheets[-1].rows.extend(piece.rows)
            going.done += len(piece.rows)
        elif piece.notes is not None:
            book.notes.extend(piece.notes)
    assert book is not None
    return book


def _asked(going: Progress) -> Callable[[], bool]:
    def is_cancelled() -> bool:
        return going.cancelled

    return is_cancelled


# --- understanding ---------------------------------------------------------------------------------------------------


def profiles_of(services: Services) -> tuple[Profile, ...]:
    """Own profiles first, then those that come with the program."""
    own = (profile_from(toml, name, True) for name, toml in services.imports.profiles().items())
    return (*own, *shipped())


def replan(work: Work, services: Services, profile: str) -> Work:
    """The same files understood by another profile, "" for the one that fits. What was chosen by hand is forgotten."""
    profiles = profiles_of(services)
    _named(profiles, profile)
    plan = propose(work.books, services.methodologies.current(), work.lang, profiles, profile)
    if not plan.tables:
        raise UserError("cli.import.no_table", "file", names=", ".join(work.files))
    return replace(work, profiles=profiles, plan=_owned(plan, work.customer_id), out=frozenset())


def with_target(work: Work, table: int, line: int, key: str) -> Work:
    """Another field for one line (number within ``TablePlan.lines``), "" to leave it out. What becomes doubtful is asked."""
    one = work.plan.tables[table]
    lines = list(one.lines)
    lines[line] = replace(lines[line], target=key, sureness=Sureness.SURE, why="chosen", how="add")
    changed = replace(one, lines=tuple(lines))
    if key and type_of(key) in _DOUBTFUL:
        changed = _asked_anew(work, changed)
    return _with_table(work, table, changed)


def with_choice(work: Work, table: int, choice: Choice) -> Work:
    """Other answers for one table."""
    return _with_table(work, table, replace(work.plan.tables[table], choice=choice))


def with_answer(work: Work, table: int, ask: Ask, option: str) -> Work:
    """One answer, given once: for every table of that file which asks the same."""
    asked = work.plan.tables[table]
    question = next(one for one in asked.questions if one.ask is ask)
    for number, one in enumerate(work.plan.tables):
        alike = any((other.ask, other.options) == (ask, question.options) for other in one.questions)
        if number == table or one.file == asked.file and alike:
            work = with_choice(work, number, answered(one.choice, ask, option))
    return work


def answered(choice: Choice, ask: Ask, option: str) -> Choice:
    """A choice with one part answered; ``option`` is one of those that the question offers."""
    if ask is Ask.UNIT:
        return replace(choice, unit=int(option))
    if ask is Ask.PERCENT:
        return replace(choice, percent=option == POINTS)
    if ask is Ask.CURRENCY:
        return replace(choice, currency=option)
    return replace(choice, decimal=option) if ask is Ask.DECIMAL else replace(choice, order=option)


def without_table(work: Work, table: int, out: bool = True) -> Work:
    """Leave a table out, or take it in again."""
    return replace(work, out=work.out | {table} if out else work.out - {table})


def open_questions(work: Work) -> int:
    """How many questions of the tables that are taken wait for an answer."""
    return sum(
        getattr(table.choice, question.ask.value) is None
        for number, table in enumerate(work.plan.tables) if number not in work.out for question in table.questions
    )


def profile_of(work: Work, name: str) -> str:
    """What the plan teaches for files like these, as TOML."""
    return profile_text(profile_taught(_taken(work), name))


def first_values(work: Work) -> tuple[Mapping[str, Seen], ...]:
    """For each table the first value of every field, as it stands and as it is understood."""
    found: list[dict[str, Seen]] = [{} for _ in work.plan.tables]
    for record in records(_cut(work), work.plan, work.lang):
        table, there = work.plan.tables[record.table], found[record.table]
        sheet = _sheet(work, table)
        for line in table.lines:
            value = record.values.get(line.target) if line.target and line.target not in there else None
            if value is not None and sheet is not None:
                row, column = (line.index, record.position) if table.across else (record.position, line.index)
                raw = text_of(cell_at(sheet.rows, row, column))
                if raw:
                    there[line.target] = Seen(raw, value, record.currencies.get(line.target, table.choice.currency or ""))
    return tuple(found)


# --- checking and writing --------------------------------------------------------------------------------------------


def check(services: Services, work: Work, progress: Progress | None = None) -> Checked:
    """Say what would become of every record; nothing is written. ``progress`` counts rows of all.

    UserError ``import.same_file``, ``import.no_table_left`` or ``import.cancelled``.
    """
    plan, going = _taken(work), progress or Progress()
    if not plan.tables:
        raise UserError("import.no_table_left", "file")
    going.done, going.total = 0, work.rows
    return services.imports.check(records(work.books, plan, work.lang), plan, work.marks, going)


def commit(
    services: Services, checked: Checked, decisions: Decisions | None, by: str, progress: Progress | None = None
) -> Changed[Done]:
    """Write it, all or nothing; as of ``Imports.commit``."""
    return services.imports.commit(checked, decisions, by, progress)


# ---------------------------------------------------------------------------------------------------------------------


def _cancelled(paths: Sequence[Path]) -> UserError:
    return UserError("import.cancelled", "file", name=paths[0].name if paths else "")


def _named(profiles: Sequence[Profile], name: str) -> None:
    if name and name not in {one.name for one in profiles}:
        raise UserError("cli.import.no_profile", name=name, names=", ".join(one.name for one in profiles))


def _owned(plan: Plan, customer_id: int) -> Plan:
    """Everything is about one customer, where that is known."""
    if not customer_id:
        return plan
    tables = (replace(one, fixed={**one.fixed, "customer": str(customer_id)}) for one in plan.tables)
    return replace(plan, tables=tuple(tables))


def _taken(work: Work) -> Plan:
    return replace(work.plan, tables=tuple(one for number, one in enumerate(work.plan.tables) if number not in work.out))


def _with_table(work: Work, number: int, table: TablePlan) -> Work:
    tables = list(work.plan.tables)
    tables[number] = table
    return replace(work, plan=replace(work.plan, tables=tuple(tables)))


def _sheet(work: Work, table: TablePlan) -> Sheet | None:
    return next((one for one in work.books[table.file][1].sheets if one.head.name == table.sheet), None)


def _asked_anew(work: Work, table: TablePlan) -> TablePlan:
    """The table with the questions that its lines raise now; what is answered stays answered."""
    sheet = _sheet(work, table)
    if sheet is None:
        return table
    periods = ()
    if table.across and table.header:
        heads = ((column, period_of(cell_at(sheet.rows, table.header[-1], column)))
                 for column in range(table.left, table.right + 1))
        periods = tuple((column, period) for column, period in heads if period is not None)  # type: ignore[assignment]
    plain = Table(sheet.head.index, table.header, table.first, table.last, table.left, table.right, (), table.titles)
    shape = Shape(plain, table.across, tuple((line.index, line.head) for line in table.lines), periods)
    choice, questions, lines = choose(sheet, shape, table.lines, table.choice, work.lang)
    asked = {question.ask for question in questions}
    kept = tuple(one for one in table.questions if one.ask not in asked)
    return replace(table, choice=choice, questions=(*kept, *questions), lines=lines)


def _cut(work: Work) -> list[tuple[str, Book]]:
    """The files with only so many rows of each sheet as its tables need to show a few records."""
    books = []
    for number, (name, book) in enumerate(work.books):
        sheets = []
        for sheet in book.sheets:
            tables = [one for one in work.plan.tables if (one.file, one.sheet) == (number, sheet.head.name)]
            needed = max((one.last + 1 if one.across else one.first + _SHOWN for one in tables), default=0)
            rows: list[Row] = sheet.rows[:needed]
            sheets.append(Sheet(sheet.head, rows))
        books.append((name, Book(book.kind, sheets)))
    return books
