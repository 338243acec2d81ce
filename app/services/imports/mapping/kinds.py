"""Which profile fits the tables of an import, and what kind of records a table holds when none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.imports.fields import IDENTIFIERS, Fields, Type
from app.services.imports.mapping.content import holds
from app.services.imports.mapping.shape import Shape
from app.services.imports.mapping.words import table as words
from app.services.imports.model import Kind
from app.services.imports.profiles import Layout, Profile
from app.services.imports.reading.model import Sheet
from app.services.statements.labels import plain_label

_FEWEST_LINES = 3
_NEEDED: dict[Kind, tuple[frozenset[str], ...]] = {
    Kind.TURNOVER: (frozenset({"net", "gross"}), frozenset({"day"}), frozenset({"partner", "void", "tax"})),
    Kind.INVOICE: (frozenset({"amount"}), frozenset({"due", "day"}), frozenset({"invoice"})),
    Kind.PAYMENT: (frozenset({"amount", "paid"}), frozenset({"paid_on"})),
    Kind.CREDIT_NOTE: (frozenset({"amount"}), frozenset({"invoice"}), frozenset({"day"})),
    Kind.ORDER: (frozenset({"amount"}), frozenset({"delivered"})),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table of an import: number of its file, its sheet, its shape."""

    file: int
    sheet: Sheet
    shape: Shape


def best_profile(tables: Sequence[Candidate], profiles: Sequence[Profile]) -> Profile | None:
    """The profile that knows most of the names of the tables; an own one before a shipped one that knows as many."""
    rated = [
        (sum(_best_fit(table, profile) for table in tables), profile.own, number, profile)
        for number, profile in enumerate(profiles)
    ]
    best = max(rated, key=lambda one: (one[0], one[1], -one[2]), default=None)
    return best[3] if best is not None and best[0] > 0 else None


def _best_fit(table: Candidate, profile: Profile) -> float:
    return max((fit(table, layout) for layout in profile.layouts), default=0.0)


def fit(table: Candidate, layout: Layout) -> float:
    """How many names of a table a layout knows; 0 when it is not the layout's kind of table."""
    shape = table.shape
    if layout.across != shape.across:
        return 0.0
    if layout.columns:
        return _headless_fit(table, layout)
    names = [plain for _, name in shape.names if (plain := plain_label(name))]
    there = set(names)
    some = sum(name in there for name in layout.some)
    if not (set(layout.heads) <= there and some >= layout.least and (layout.heads or layout.some)):
        return 0.0
    known = {*layout.heads, *layout.some, *layout.names}
    return len(layout.heads) * 2 + some + sum(name in known for name in there) / (len(there) + 1)


def _headless_fit(table: Candidate, layout: Layout) -> float:
    found = table.shape.table
    if found.header or found.right - found.left + 1 != len(layout.columns):
        return 0.0
    fits = all(holds(table.sheet, found, found.left + column, Type(kind)) for column, kind in layout.types.items())
    return float(len(layout.columns)) if fits else 0.0


def kind_by_sheet(sheet: str) -> Kind | None:
    """What a sheet holds by its name, such as "Payments"; None for other names."""
    name = plain_label(sheet)
    return next((Kind(kind) for kind, names in words()["sheets"].items() if name in map(plain_label, names.values())), None)


def kind_of(shape: Shape, fields: Fields, sheet: str = "") -> Kind | None:
    """What a table holds by the name of its sheet and its own names; None when they say nothing."""
    told = kind_by_sheet(sheet)
    if told is not None and not shape.across and len(_named(shape, fields, told)) >= 3:
        return told
    lines = {found.target for _, name in shape.names if (found := fields.line(name)) is not None}
    if shape.across:
        return Kind.STATEMENT if len(lines) >= _FEWEST_LINES else None
    if len(lines) >= _FEWEST_LINES + 1 and _named(shape, fields, Kind.STATEMENT) & {"end"}:
        return Kind.STATEMENT
    counts: list[tuple[int, int, Kind]] = []
    for number, kind in enumerate(Kind):
        named = _named(shape, fields, kind)
        if kind is not Kind.STATEMENT and all(named & group for group in _NEEDED.get(kind, ())):
            counts.append((len(named), -number if kind is not Kind.CUSTOMER else -99, kind))
    best = max(counts, default=None)
    if best is None or best[0] < 1:
        return None
    if best[2] is Kind.CUSTOMER and not _names_customer(_named(shape, fields, Kind.CUSTOMER), fields):
        return None
    return best[2]


def _names_customer(named: set[str], fields: Fields) -> bool:
    identifiers = {field.key for field in fields.of_kind(Kind.CUSTOMER) if field.type in IDENTIFIERS}
    return bool(named & ({"name", "number", "id.other"} | identifiers)) and len(named) >= 2


def _named(shape: Shape, fields: Fields, kind: Kind) -> set[str]:
    return {found.target for _, name in shape.names if name and (found := fields.named(name, kind)) is not None}
