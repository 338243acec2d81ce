"""What the files of an import mean: a plan with reasons and open questions, for the officer to look at and change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.models.domain.methodology import Methodology
from app.services.imports.fields import Fields, fields_of
from app.services.imports.mapping.choices import choose
from app.services.imports.mapping.content import identifier_column
from app.services.imports.mapping.kinds import Candidate, best_profile, fit, kind_of
from app.services.imports.mapping.lines import found_targets, lines_of
from app.services.imports.mapping.owner import owner_of
from app.services.imports.mapping.shape import Shape, cell_at, period_of, shape_of
from app.services.imports.mapping.words import pattern
from app.services.imports.model import Kind, Line, Plan, Sureness, TablePlan
from app.services.imports.profiles import Layout, Profile
from app.services.imports.reading.model import Book, Sheet
from app.services.imports.stopping import counted
from app.services.imports.tables.find import find_tables
from app.services.progress import Progress

CUSTOMER_KEYS = frozenset({"name", "number", "id.uscc", "id.inn", "id.ogrn", "id.vat", "id.lei", "id.other"})
_CALENDAR = frozenset({"cas", "rsbu"})


def propose(
    books: Sequence[tuple[str, Book]], methodology: Methodology, lang: str, profiles: Sequence[Profile], profile: str = "",
    progress: Progress | None = None,
) -> Plan:
    """Return how the files are understood. ``books``: (name or path of the file, its cells), in the order of the import.

    ``profile``: name of the one to use; "" takes the one that fits best, and guesses where none does. Tables that say
    nothing are left out of the plan. ``progress`` counts the sheets and tables; UserError ``import.cancelled`` when it says so.
    """
    going = progress or Progress()
    fields = fields_of(methodology)
    tables = [
        Candidate(number, sheet, shape_of(sheet, table))
        for number, (name, book) in enumerate(books) for sheet in counted(book.sheets, going, name) if not sheet.head.hidden
        for table in find_tables(sheet)
    ]
    wanted = [one for one in profiles if one.name == profile] if profile else list(profiles)
    chosen = best_profile(tables, wanted)
    first = books[0][0] if books else ""
    plans = [
        plan for table in counted(tables, going, first) for plan in _plans(table, chosen, fields, lang, books[table.file][0])
    ]
    return Plan(chosen.name if chosen is not None else "", tuple(_with_owner(plans)))


def _plans(table: Candidate, profile: Profile | None, fields: Fields, lang: str, file: str) -> list[TablePlan]:
    fitting = [layout for layout in profile.layouts if fit(table, layout) > 0] if profile is not None else []
    if fitting:
        return [_plan(table, layout.kind, layout, fields, lang, file) for layout in fitting]
    kind = kind_of(table.shape, fields, table.sheet.head.name)
    if kind is None:
        return []
    layouts = profile.layouts if profile is not None else ()
    near = next((one for one in layouts if one.kind is kind and one.across == table.shape.across), None)
    # A table of the same kind that the profile does not name is read with its settings, not with its names.
    like = Layout(kind, table.shape.across, fixed=near.fixed, choice=near.choice) if near is not None else None
    return [_plan(table, kind, like, fields, lang, file)]


def _plan(table: Candidate, kind: Kind, layout: Layout | None, fields: Fields, lang: str, file: str) -> TablePlan:
    shape = _with_columns(table.shape, layout)
    found, sheet = shape.table, table.sheet
    lines = lines_of(sheet, shape, kind, fields, layout)
    if kind is Kind.CUSTOMER:
        lines = _by_content(sheet, shape, lines)
    choice, questions, lines = choose(sheet, shape, lines, layout.choice if layout is not None else None, lang)
    fixed = dict(layout.fixed) if layout is not None else {}
    notes: list[str] = []
    if kind is Kind.TURNOVER and "direction" not in fixed:
        fixed.update(_direction(lines))
    if kind is Kind.STATEMENT:
        _settle_statement(sheet, shape, lines, fixed, notes)
    if not found_targets(lines) & CUSTOMER_KEYS and not fixed.keys() & CUSTOMER_KEYS:
        fixed.update(owner_of(file, sheet.head.name, found.titles, notes))
    left, right = found.left, found.right
    if shape.across:
        columns = [column for column, _ in shape.periods]
        left, right = min(columns), max(columns)
    return TablePlan(
        table.file, sheet.head.name, kind, found.first, found.last, left, right, lines, choice, questions, shape.across,
        found.header, found.titles, fixed, tuple(notes),
    )


def _direction(lines: Sequence[Line]) -> dict[str, str]:
    """Whose invoices they are, by the head over the other company."""
    partner = next((line.head for line in lines if line.target == "partner"), "")
    if pattern("buyer").search(partner):
        return {"direction": "sales"}
    return {"direction": "purchases"} if pattern("seller").search(partner) else {}


def _with_columns(shape: Shape, layout: Layout | None) -> Shape:
    if layout is None or not layout.columns:
        return shape
    return replace(shape, names=tuple(enumerate(layout.columns, shape.table.left)))


def _by_content(sheet: Sheet, shape: Shape, lines: Sequence[Line]) -> tuple[Line, ...]:
    """Columns that no name explains but whose check digits prove a registration number."""
    taken = found_targets(lines)
    result = []
    for line in lines:
        if not line.target and line.why in ("unknown_name", "no_name"):
            kind = identifier_column(sheet, shape.table, line.index)
            if kind is not None and f"id.{kind.value}" not in taken:
                taken.add(f"id.{kind.value}")
                line = replace(line, target=f"id.{kind.value}", sureness=Sureness.LIKELY, why="check_digits")
        result.append(line)
    return tuple(result)


def _settle_statement(
    sheet: Sheet, shape: Shape, lines: Sequence[Line], fixed: dict[str, str], notes: list[str]
) -> None:
    """Framework, months and end where no cell tells them: what the layout says, else a guess that is told."""
    if fixed.get("end") == "@published":
        fixed.pop("end")
        year = _published_year(sheet, shape, lines)
        if year is not None:
            fixed["end"] = f"{year - 1}-12-31"
            notes.append("end_before_published")
    targets = found_targets(lines)
    if "framework" not in fixed and "framework" not in targets:
        fixed["framework"] = _framework(shape)
        notes.append("framework_guessed")
    if "months" not in fixed and "months" not in targets:
        fixed["months"] = "calendar" if fixed.get("framework") in _CALENDAR or _several_a_year(sheet, shape, lines) else "12"


def _published_year(sheet: Sheet, shape: Shape, lines: Sequence[Line]) -> int | None:
    column = next((line.index for line in lines if line.target == "published"), None)
    if column is None:
        return None
    rows = range(shape.table.first, shape.table.last + 1)
    years = Counter(period.end.year for row in rows if (period := period_of(cell_at(sheet.rows, row, column))) is not None)
    return years.most_common(1)[0][0] if years else None


def _framework(shape: Shape) -> str:
    letters = "".join(name for _, name in shape.names)
    han = sum(0x4E00 <= ord(char) <= 0x9FFF for char in letters)
    cyrillic = sum(0x400 <= ord(char) <= 0x4FF for char in letters)
    if not letters or max(han, cyrillic) * 3 < len(letters):
        return "ifrs"
    return "cas" if han >= cyrillic else "rsbu"


def _several_a_year(sheet: Sheet, shape: Shape, lines: Sequence[Line]) -> bool:
    """Whether a customer has two periods in one calendar year: then they are parts of a year, counted from its start."""
    if shape.across:
        if any(pattern("part_of_year").search(head) for head in shape.table.heads):
            return True
        ends = {period.end for _, period in shape.periods}
        return len({end.year for end in ends}) < len(ends)
    end = next((line.index for line in lines if line.target == "end"), None)
    keys = [line.index for line in lines if line.target in CUSTOMER_KEYS]
    seen: dict[tuple[object, ...], set[object]] = {}
    for row in range(shape.table.first, shape.table.last + 1):
        period = period_of(cell_at(sheet.rows, row, end)) if end is not None else None
        if period is not None:
            who = tuple(cell_at(sheet.rows, row, key) for key in keys)
            seen.setdefault((*who, period.end.year), set()).add(period.end)
    shared = sum(len(ends) > 1 for ends in seen.values())
    return bool(seen) and shared * 2 > len(seen)


def _with_owner(plans: Sequence[TablePlan]) -> list[TablePlan]:
    """One name for all statements of files that name none themselves, so that three files make one customer."""
    guessed = [plan for plan in plans if "owner_guessed" in plan.notes]
    names = Counter(plan.fixed.get("name", "") for plan in guessed if plan.fixed.get("name"))
    if not names:
        return list(plans)
    name = names.most_common(1)[0][0]
    nameless = [plan for plan in guessed if not plan.fixed.get("name")]
    return [replace(plan, fixed={**plan.fixed, "name": name}) if plan in nameless else plan for plan in plans]


def unmapped(plan: TablePlan) -> tuple[Line, ...]:
    """The lines that go nowhere although they hold something."""
    return tuple(line for line in plan.lines if not line.target and line.samples)

