"""What would happen to each record if it were imported now: nothing is written, and every fault of every row is known.

The default of a conflict is to keep what is there; the officer decides each one, or a whole column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as part
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from app.models.db.units import ReadUnit
from app.models.domain.imports import LedgerEntry, OutsideRecord, TurnoverMonth
from app.models.domain.parties import Customer
from app.models.domain.statement import Statement
from app.services.imports.matching import Match, Matcher, is_negative
from app.services.imports.model import Fault, Kept
from app.services.imports.statement_items import statement_of, was
from app.services.imports.stopping import counted, stop_if_cancelled
from app.services.imports.wanted import IDENTIFIERS, Item, Wanted, place_of
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.models.db.journal import Head

_EVERY = 200


class Outcome(StrEnum):
    """What becomes of a value or a record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"        # something else is there: it stays unless the officer decides
    WAITS = "waits"              # whose it is must be decided first
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change: what is there now (None: nothing), what the file says. ``why`` is set where it is not plain:

    "namesake": a negative fact with one key only.
    """

    field: str
    now: Kept | None
    file: Kept
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one item. ``entity_id`` 0: a new record. ``changes``: only what differs; a new record is all new."""

    outcome: Outcome
    entity_id: int = 0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """One value for the eye: whose, which, what is there, what the file says, what becomes of it."""

    item: int
    party: int
    entity: str
    name: str
    field: str
    now: Kept | None
    file: Kept
    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the officer decided. ``parties``: company → id of the customer, 0 for a new one, -1 to leave it out.

    ``take``: (item, field) whose value in the file replaces what is there; ``leave``: items that are not imported.
    """

    parties: Mapping[int, int] = part(default_factory=dict)
    take: frozenset[tuple[int, str]] = frozenset()
    leave: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Checked:
    """Outcome of a check. ``matches`` by company, ``verdicts`` by item; ``head``: where the journal of the store was."""

    wanted: Wanted
    matches: tuple[Match, ...]
    verdicts: tuple[Verdict, ...]
    faults: tuple[Fault, ...]
    head: Head
    parties: Mapping[int, int]

    def counts(self) -> dict[str, int]:
        """Rows read and refused, and records by outcome ("new", "changed", "same", "conflict", "waits")."""
        found = {"read": self.wanted.rows, **dict.fromkeys((one.value for one in Outcome), 0)}
        for verdict in self.verdicts:
            found[verdict.outcome.value] += 1
        found["refused"] += self.wanted.refused_rows
        found["faults"] = len(self.faults)
        return found

    def previews(self, only: frozenset[Outcome] = frozenset()) -> Iterator[Preview]:
        """Every value that would be new, changed or in conflict, in the order of the files; only some outcomes if asked for."""
        for item, verdict in zip(self.wanted.items, self.verdicts, strict=True):
            for change in self.changes_of(item, verdict):
                if not only or change.outcome in only:
                    name = self.wanted.parties[item.party].name
                    yield Preview(
                        item.index, item.party, item.entity, name, change.field, change.now, change.file, change.outcome,
                        change.why,
                    )

    @staticmethod
    def changes_of(item: Item, verdict: Verdict) -> Iterator[Change]:
        """The changes of one item, those of a new record made from its values."""
        named = {change.field for change in verdict.changes}
        if verdict.outcome in (Outcome.NEW, Outcome.WAITS) and not verdict.entity_id:
            for field, value in item.values.items():
                if field not in named:
                    yield Change(field, None, value, verdict.outcome)
        yield from verdict.changes


def compare(unit: ReadUnit, wanted: Wanted, parties: Mapping[int, int], progress: Progress) -> Checked:
    """Compare what files ask for with the store. UserError ``import.cancelled`` when ``progress`` says so."""
    file = wanted.files[0].name if wanted.files else ""
    progress.total, progress.done = len(wanted.parties) + len(wanted.items), 0
    stop_if_cancelled(progress, file)
    matcher = Matcher(unit)
    matches = tuple(matcher.match(party, parties) for party in counted(wanted.parties, progress, file, _EVERY))
    there = _There(unit, wanted, matches)
    verdicts = tuple(there.verdict(item) for item in counted(wanted.items, progress, file, _EVERY))
    stop_if_cancelled(progress, file)
    faults = (*wanted.faults, *_nameless(wanted, matches))
    return Checked(wanted, matches, verdicts, faults, unit.journal.head(), dict(parties))


def _nameless(wanted: Wanted, matches: tuple[Match, ...]) -> Iterator[Fault]:
    """The rows of companies that are not in the store and that no row names: no customer can be made of them."""
    unknown = {
        number for number, match in enumerate(matches)
        if not match.customer_id and not match.waits and match.how != "left_out" and not wanted.parties[number].name
    }
    rows = dict.fromkeys(origin for item in wanted.items if item.party in unknown for origin in item.origins)
    yield from (Fault(place_of(wanted.plan, table, position), "no_name", "name") for table, position in rows)


class _There:
    """The records of the customers that were found, by what they are."""

    def __init__(self, unit: ReadUnit, wanted: Wanted, matches: tuple[Match, ...]) -> None:
        self._unit, self._wanted, self._matches = unit, wanted, matches
        found = {match.customer_id for match in matches if match.customer_id}
        asked = {item.entity for item in wanted.items}
        self._customers: dict[int, Customer] = {}
        if "customers" in asked:
            self._customers = {one.id: one for one in unit.customers.among(found)}
        self._heads = unit.imports.statement_heads(found) if "statements" in asked else {}
        self._statements: dict[int, dict[int, Statement]] = {}
        self._outside: dict[tuple[object, ...], OutsideRecord] = {}
        self._months: dict[tuple[object, ...], TurnoverMonth] = {}
        self._entries: dict[tuple[object, ...], LedgerEntry] = {}
        if "outside_records" in asked:
            self._outside = {(one.customer_id, one.source, one.as_of, _facts(one)): one
                             for one in unit.imports.outside_among(found)}
        if "turnover" in asked:
            self._months = {(one.customer_id, one.direction, one.month, one.currency): one
                            for one in unit.imports.turnover_among(found)}
        if "ledger_entries" in asked:
            again: dict[tuple[object, ...], int] = {}
            for entry in unit.imports.ledger_among(found):
                plain = (entry.customer_id, *ledger_key(entry))
                self._entries[(*plain, again.get(plain, 0))] = entry
                again[plain] = again.get(plain, 0) + 1

    def verdict(self, item: Item) -> Verdict:
        match = self._matches[item.party]
        if match.waits:
            return Verdict(Outcome.WAITS)
        if match.how == "left_out":
            return Verdict(Outcome.REFUSED)
        if not match.customer_id:
            name = self._wanted.parties[item.party].name
            return Verdict(Outcome.NEW if name else Outcome.REFUSED)
        if item.entity == "customers":
            return self._customer(item, match.customer_id)
        if item.entity == "outside_records":
            return self._facts(item, match)
        if item.entity == "statements":
            return self._statement(item, match.customer_id)
        return self._plain(item, match.customer_id)

    def _customer(self, item: Item, customer_id: int) -> Verdict:
        customer = self._customers[customer_id]
        return _settled(customer_id, tuple(_customer_changes(item, customer)))

    def _facts(self, item: Item, match: Match) -> Verdict:
        facts = tuple(sorted((field, str(value)) for field, value in item.values.items()))
        same = self._outside.get((match.customer_id, *item.key, facts))
        if same is not None:
            return Verdict(Outcome.SAME, same.id)
        held = tuple(Change(field, None, value, Outcome.CONFLICT, "namesake") for field, value in item.values.items()
                     if match.keys < 2 and is_negative(field, value))
        return Verdict(Outcome.CONFLICT if held else Outcome.NEW, 0, held)

    def _statement(self, item: Item, customer_id: int) -> Verdict:
        end, months, consolidated = item.key
        assert isinstance(end, date) and isinstance(months, int) and isinstance(consolidated, bool)
        statement_id = self._heads.get((customer_id, end, months, consolidated))
        if statement_id is None:
            return Verdict(Outcome.NEW)
        if customer_id not in self._statements:
            kept = self._unit.statements.of_customer(customer_id)
            self._statements[customer_id] = {one.id: one for one in kept if one.id is not None}
        stored = self._statements[customer_id][statement_id]
        now, file = was(stored), was(statement_of(item, self._wanted))
        alike = stored.currency == file.get("currency")
        changes = [
            Change(field, now.get(field), value, Outcome.CONFLICT if field in now or not alike else Outcome.CHANGED)
            for field, value in file.items() if now.get(field) != value
        ]
        return _settled(statement_id, tuple(changes))

    def _plain(self, item: Item, customer_id: int) -> Verdict:
        found: TurnoverMonth | LedgerEntry | None
        found = (self._months if item.entity == "turnover" else self._entries).get((customer_id, *item.key))
        if found is None:
            return Verdict(Outcome.NEW)
        file: dict[str, Kept] = {**item.values, **{name: Decimal(count) for name, count in item.tally.items() if name != "unit"}}
        changes = []
        for name, value in file.items():
            now = getattr(found, name)
            now = Decimal(now) if isinstance(now, int) and not isinstance(now, bool) else now
            if now != value and not (name == "currency" and not value):
                changes.append(Change(name, now, value, Outcome.CONFLICT))
        return _settled(found.id, tuple(changes))


def ledger_key(entry: LedgerEntry) -> tuple[object, ...]:
    """What a line of the ledger is known by: its number, else day, amount and invoice. As ``items`` makes it."""
    return (entry.kind, entry.number) if entry.number else (entry.kind, "", entry.day, entry.amount, entry.invoice)


def _facts(one: OutsideRecord) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((field, str(value.value)) for field, value in one.values.items()))


def _settled(entity_id: int, changes: tuple[Change, ...]) -> Verdict:
    if not changes:
        return Verdict(Outcome.SAME, entity_id)
    outcome = Outcome.CONFLICT if any(one.outcome is Outcome.CONFLICT for one in changes) else Outcome.CHANGED
    return Verdict(outcome, entity_id, changes)


def _customer_changes(item: Item, customer: Customer) -> Iterator[Change]:
    ids = {one.kind: one.value for one in reversed(customer.identifiers)}
    for field, value in item.values.items():
        kind = field.removeprefix("id.")
        if field.startswith("id.") and kind in IDENTIFIERS:
            now: Kept | None = ids.get(kind) if kind != "other" else None
            if any((one.kind, one.value) == (kind, value) for one in customer.identifiers):
                continue
        elif field == "former_name":
            if value in (*customer.former_names, customer.name):
                continue
            now = None
        elif field.startswith("contact_"):
            now = next((text for one in customer.contacts if (text := getattr(one, field.removeprefix("contact_")))), None)
        else:
            now = getattr(customer, field) or None
        if field == "name" and value in customer.former_names:
            continue
        if now is None:
            yield Change(field, None, value, Outcome.CHANGED)
        elif str(now) != str(value):
            yield Change(field, now, value, Outcome.CONFLICT)
