"""What sources say of a customer, side by side and beside what the store holds itself; scores on the ten grades; VAT invoices."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.models.db.units import ReadUnit
from app.models.domain.answers import Answer
from app.models.domain.enums import Grade
from app.models.domain.history import SourceRef
from app.models.domain.imports import ImportRow, OutsideRecord, OutsideValue, TurnoverMonth
from app.models.domain.labels import Labels
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.statement import Statement
from app.services.imports.fields import Field, Fields, Type, fields_of
from app.services.imports.model import Kind
from app.services.imports.origins import Came, Ways
from app.services.imports.scales import SCORE, Mapped, on_grades

SOURCES, OURS = "sources", "ours"
"""Who disagrees: two sources, or a source with what the store holds."""

_ANSWERED = {"fact.founded": "A04", "fact.employees": "C01", "fact.credit_limit": "f_agency_limit"}
_STATED = {"fact.revenue": "rev", "fact.profit": "np"}


@dataclass(frozen=True, slots=True)
class Told:
    """What one row of a source says: the record it stands in, its day and import; ``mapped`` for a score with a known scale."""

    record_id: int
    source: str
    as_of: date | None
    import_id: int
    one: OutsideValue
    mapped: Mapped | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What the store holds itself, with the way to it: an answer, a line of the newest statement, or master data."""

    one: OutsideValue
    ref: SourceRef


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact: what each source says of it (by column, None: nothing), and what the store holds. ``differs``: who disagrees."""

    field: str
    label: Labels
    type: Type
    told: tuple[Told | None, ...]
    own: Own | None
    differs: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score. ``steps``: how many grades it stands above (below zero: under) the grade in force; ``differs`` as in facts."""

    field: str
    label: Labels
    told: Told
    steps: int | None
    differs: str = ""


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A source with its newest day and the import that brought that."""

    name: str
    as_of: date | None
    import_id: int


@dataclass(frozen=True, slots=True)
class MasterRow:
    """A field of the customer's own data that an import brought."""

    field: str
    label: Labels
    value: str
    came: Came


@dataclass(frozen=True, slots=True)
class Outside:
    """All of it, newest first; disagreements before the rest. ``sources``: those that tell facts, not scores alone.

    ``imports``: those that touched the customer, by number.
    """

    customer_id: int
    sources: tuple[SourceColumn, ...]
    facts: tuple[FactRow, ...]
    scores: tuple[ScoreRow, ...]
    in_force: Grade | None
    turnover: tuple[TurnoverMonth, ...]
    master: tuple[MasterRow, ...]
    imports: Mapping[int, ImportRow]
    methodology: Methodology

    @property
    def empty(self) -> bool:
        """Nothing was imported about the customer."""
        return not (self.sources or self.scores or self.turnover or self.master)


def outside_in(unit: ReadUnit, customer: Customer, m: Methodology) -> Outside:
    """Everything that imports brought about a customer, within a unit of work."""
    assert customer.id is not None
    records = unit.imports.outside_of(customer.id)
    imports = {row.id: row for row, _ in unit.imports.touching(customer.id)}
    ways, fields = Ways(unit, imports), fields_of(m)
    newest: dict[str, SourceColumn] = {}
    for one in (one for one in records if not all(field.startswith(SCORE) for field in one.values)):
        newest.setdefault(_same(one.source), SourceColumn(one.source, one.as_of, one.import_id))
    in_force = unit.changes.in_force(customer.id)
    grade = in_force.terms.grade if in_force is not None else None
    facts = tuple(_facts(records, tuple(newest), fields, _held(unit, customer, m)))
    return Outside(
        customer.id, tuple(newest.values()), tuple(sorted(facts, key=_weight)), _scores(records, fields, ways, grade), grade,
        tuple(reversed(unit.imports.turnover_of(customer.id))), tuple(_master(customer, fields, ways)), imports, m,
    )


def told_of(records: tuple[OutsideRecord, ...], field: str, ways: Ways) -> tuple[Told, ...]:
    """What every record says of a field, in their order."""
    return tuple(_told(one, field, ways) for one in records if field in one.values)


# --- facts --------------------------------------------------------------------------------------------------------------


def _facts(
    records: tuple[OutsideRecord, ...], names: tuple[str, ...], fields: Fields, held: Mapping[str, Own]
) -> Iterator[FactRow]:
    known = [one for one in dict.fromkeys(field for record in records for field in record.values) if not one.startswith(SCORE)]
    places = _places(fields)
    for key in sorted(known, key=lambda one: (places.get(one, len(places)), one)):
        told: dict[str, Told] = {}
        for record in records:
            if key in record.values:
                told.setdefault(_same(record.source), _told(record, key))
        field = _field(fields, key)
        row = FactRow(key, field.label, field.type, tuple(told.get(name) for name in names), held.get(key))
        yield replace(row, differs=_differs(row))


def _differs(row: FactRow) -> str:
    values = [told.one for told in row.told if told is not None]
    if any(not _agree(one, other) for at, one in enumerate(values) for other in values[at + 1:]):
        return SOURCES
    own = row.own
    return OURS if own is not None and any(not _agree(one, own.one) for one in values) else ""


def _agree(one: OutsideValue, other: OutsideValue) -> bool:
    """Whether two values may both be true; amounts in different currencies cannot be compared, so they do not disagree."""
    if isinstance(one.value, Decimal) and isinstance(other.value, Decimal):
        return bool(one.currency and other.currency and one.currency != other.currency) or one.value == other.value
    return _same(str(one.value)) == _same(str(other.value))


def _same(text: str) -> str:
    """A text without what makes no difference: case, width, blanks and marks at its ends."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip(".,;。，；")


def _held(unit: ReadUnit, customer: Customer, m: Methodology) -> dict[str, Own]:
    """What the store holds itself of facts that sources tell too."""
    assert customer.id is not None
    found: dict[str, Own] = {}
    for case in unit.cases.of_customer(customer.id):
        answers = unit.cases.answers(case.id)
        for field, item in _ANSWERED.items():
            if (value := _answered(answers.get(item))) is not None:
                found[field] = Own(replace(value, currency=case.currency if field == "fact.credit_limit" else ""),
                                   SourceRef("answer", item, case.id))
    years = [one for one in unit.statements.of_customer(customer.id) if one.full_year]
    for field, line in _STATED.items():
        if (year := next((one for one in reversed(years) if line in one.values), None)) is not None:
            found[field] = _stated(year, line)
    return found


def _answered(answer: Answer | None) -> OutsideValue | None:
    value = answer.value if answer is not None else None
    return OutsideValue(value) if isinstance(value, Decimal | date) else None


def _stated(year: Statement, line: str) -> Own:
    return Own(OutsideValue(year.values[line] * year.unit, year.currency), SourceRef("line", line, year.id or 0))


# --- scores -------------------------------------------------------------------------------------------------------------


def _scores(
    records: tuple[OutsideRecord, ...], fields: Fields, ways: Ways, grade: Grade | None
) -> tuple[ScoreRow, ...]:
    """The newest of each source and scale; sources whose grades are not the same disagree, each score that has one says so."""
    newest: dict[tuple[str, str], ScoreRow] = {}
    for record in records:
        for key in (one for one in record.values if one.startswith(SCORE)):
            told = _told(record, key, ways)
            steps = told.mapped.grade - grade if told.mapped is not None and grade is not None else None
            newest.setdefault((_same(record.source), key), ScoreRow(key, _field(fields, key).label, told, steps))
    mapped = [row for row in newest.values() if row.told.mapped is not None]
    apart = len({_same(row.told.source) for row in mapped}) > 1 and len({_grade(row) for row in mapped}) > 1
    rows = [replace(row, differs=SOURCES) if apart and row.told.mapped is not None else row for row in newest.values()]
    return tuple(sorted(rows, key=_unmapped))


def _grade(row: ScoreRow) -> Grade | None:
    return row.told.mapped.grade if row.told.mapped is not None else None


def _unmapped(row: ScoreRow) -> bool:
    return row.told.mapped is None


def _told(record: OutsideRecord, field: str, ways: Ways | None = None) -> Told:
    one = record.values[field]
    mapped = None
    if ways is not None and field.startswith(SCORE):
        mapped = on_grades(field, one, record.source, ways.head(record.import_id, field))
    return Told(record.id, record.source, record.as_of, record.import_id, one, mapped)


# --- own data -----------------------------------------------------------------------------------------------------------


def _master(customer: Customer, fields: Fields, ways: Ways) -> Iterator[MasterRow]:
    assert customer.id is not None
    for key in ways.fields("customers", customer.id):
        value = master_value(customer, key)
        came = ways.came("customers", customer.id, key) if value else None
        field = fields.get(key)
        if came is not None and field is not None:
            yield MasterRow(key, field.label, value, came)


def master_value(customer: Customer, field: str) -> str:
    """What the customer holds in a field as files name it, "" when nothing."""
    kind, _, part = field.partition(".")
    if kind == "id":
        return next((one.value for one in customer.identifiers if one.kind == part), "")
    if field == "former_name":
        return "; ".join(customer.former_names)
    if field.startswith("contact_"):
        return str(getattr(customer.contacts[0], field.removeprefix("contact_"))) if customer.contacts else ""
    return str(getattr(customer, field, "") or "")


def _field(fields: Fields, key: str) -> Field:
    """The field of that key; one that is no longer known is called by its key."""
    name = key.partition(".")[2]
    return fields.get(key) or fields.get(name) or Field(key, Type.TEXT, frozenset(), Labels(name, name, name))


def label_of(m: Methodology, key: str) -> Labels:
    """What a field of a source is called."""
    return _field(fields_of(m), key).label


def _places(fields: Fields) -> dict[str, int]:
    """Facts in the order of the list of fields."""
    return {field.key: at for kind in (Kind.CUSTOMER, Kind.STATEMENT) for at, field in enumerate(fields.of_kind(kind))}


def _weight(row: FactRow) -> int:
    return (SOURCES, OURS, "").index(row.differs)
