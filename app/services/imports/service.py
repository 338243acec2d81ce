"""Files from outside: checked against the store, imported as a whole, taken back as a whole, led back to their cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.domain.errors import Conflict, UserError
from app.models.domain.imports import DONE, FileMark, ImportRow, OutsideRecord, TurnoverMonth
from app.services.changes import CASE, CUSTOMER, IMPORTS, LEDGER, REVIEWS, STATEMENTS, Changed
from app.services.clock import Clock
from app.services.grading.after_approval import after_statements
from app.services.imports.collector import no_collector
from app.services.imports.model import Kind, Place, Plan, Record
from app.services.imports.plan_text import plan_from, plan_text, spans
from app.services.officers.service import may_enter
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.models.db.units import ReadUnit, WriteUnit
    from app.services.grading.voiding import Voiding
    from app.services.imports.check import Checked, Decisions
    from app.services.imports.commit import Done
    from app.services.imports.undo import Undone
    from app.services.lists.checking import Looked
    from app.services.methodologies import Methodologies

_FLAGS = frozenset({CUSTOMER, CASE, STATEMENTS, REVIEWS, IMPORTS, LEDGER})
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The cell that a value came from. ``place``: sheet, row and column; ``address`` is Excel's."""

    import_id: int
    file: str
    place: Place

    @property
    def address(self) -> str:
        """Such as B7."""
        return self.place.address


def mark_of(path: Path) -> FileMark:
    """Name, SHA-256 and size of a file. UserError ``import.unreadable`` or ``import.not_found`` at "file"."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except FileNotFoundError:
        raise UserError("import.not_found", "file", name=path.name) from None
    except OSError as error:
        raise UserError("import.unreadable", "file", name=path.name, why=error.strerror or str(error)) from None
    return FileMark(path.name, digest.hexdigest(), size)


class Imports:
    """Everything about files from outside. Each call opens its own unit of work, on any thread."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies, voiding: Voiding) -> None:
        self._store, self._clock, self._methodologies, self._voiding = store, clock, methodologies, voiding

    # --- before ------------------------------------------------------------------------------------------------------

    def refuse_known(self, files: Sequence[FileMark]) -> None:
        """UserError ``import.same_file`` at "file" when a file of the same content is in the store already, as a whole."""
        with self._store.read() as unit:
            _refuse_known(unit, files)

    def check(
        self, records: Iterable[Record], plan: Plan, files: Sequence[FileMark], progress: Progress | None = None
    ) -> Checked:
        """Say what would become of every record; nothing is written. ``records`` may be a stream.

        UserError ``import.same_file`` or, when ``progress`` was asked to stop, ``import.cancelled``.
        """
        from app.services.imports.check import compare
        from app.services.imports.gather import gather

        going = progress or Progress()
        self.refuse_known(files)
        m = self._methodologies.current()
        trades, lines = frozenset(one.key for one in m.trades), frozenset(one.key for one in m.lines)
        with no_collector(), self._store.read() as unit:
            wanted = gather(records, plan, tuple(files), trades, lines, self._clock.today(), going)
            return compare(unit, wanted, {}, going)

    def decide(self, checked: Checked, decisions: Decisions, progress: Progress | None = None) -> Checked:
        """Check again with what the officer decided about companies, and with what the store holds by now."""
        from app.services.imports.check import compare

        with no_collector(), self._store.read() as unit:
            return compare(unit, checked.wanted, decisions.parties, progress or Progress())

    # --- writing -----------------------------------------------------------------------------------------------------

    def commit(
        self, checked: Checked, decisions: Decisions | None, by: str, progress: Progress | None = None
    ) -> Changed[Done]:
        """Write it, all or nothing. Conflicts keep what is there unless ``decisions`` say otherwise.

        UserError ``import.same_file``, ``import.nothing`` when nothing would be written, ``import.cancelled``; Conflict
        ``import.changed_since`` when the store changed in between so that something else would happen than was shown.
        """
        from app.models.db.repositories.bulk import Bulk, journal_entry
        from app.services.imports.check import Decisions, compare
        from app.services.imports.commit import Done, Writer
        from app.services.lists.checking import look_at_many

        chosen, going = decisions or Decisions(), progress or Progress()
        with no_collector(), self._store.write("import.commit", by) as unit:
            may_enter(unit, by)
            _refuse_known(unit, checked.wanted.files)
            if unit.journal.head() != checked.head or dict(chosen.parties) != dict(checked.parties):
                now = compare(unit, checked.wanted, chosen.parties, going)
                if dict(chosen.parties) == dict(checked.parties) and now.verdicts != checked.verdicts:
                    raise Conflict("import.changed_since")
                checked = now
            unit.parents_later()
            plan, files = checked.wanted.plan, checked.wanted.files
            register = ImportRow(0, unit.now, by, files, plan.profile, plan_text(plan), {}, DONE)
            with unit.as_one() as digest:
                bulk = Bulk(unit, register)
                writer = Writer(unit, bulk, checked, chosen, going)
                writer.write()
                if not any(name.endswith((".new", ".changed")) for name in writer.counts):
                    raise UserError("import.nothing", "file")
                summary = {**checked.counts(), **writer.counts}
                bulk.close({**summary, "touched": spans(writer.reached())})
                found = digest.hexdigest()
            journal_entry(unit, "import", bulk.import_id, files, found, summary)
            flags = self._after_edits(unit, writer.touched)
            met = look_at_many(unit, writer.reached(), self._voiding)
            unit.commit()
        listed = {flag for one in met for flag in one.flags}
        notes = tuple(_met(one) for one in met)
        return Changed(Done(bulk.import_id, summary, tuple(writer.touched), notes), _FLAGS | flags | listed, notes=notes)

    def undo(self, import_id: int, by: str) -> Changed[Undone]:
        """Take a whole import back. What was built upon stays, and ``kept`` says what and why.

        UserError ``import.not_in_register`` or ``import.undone_already``; ProblemList ``import.built_upon`` when nothing
        of it could be taken back.
        """
        from app.services.imports.undo import take_back

        with self._store.write("import.undo", by) as unit:
            may_enter(unit, by)
            register = unit.imports.get(import_id)
            if register is None:
                raise UserError("import.not_in_register", number=import_id)
            if register.state not in (DONE, "partly"):
                raise UserError("import.undone_already", number=import_id)
            undone = take_back(unit, register, by)
            flags = self._after_edits(unit, dict.fromkeys(undone.touched, True), _reached(register))
            unit.commit()
        return Changed(undone, _FLAGS | flags)

    def _after_edits(self, unit: WriteUnit, touched: Mapping[int, bool], reached: Iterable[int] = ()) -> frozenset[str]:
        """``touched``: customers whose records changed, and whether what a score rests on did. The warning rules look at them,
        and at others that were ``reached``.
        """
        from app.services.alarms.raising import raise_for

        worked_on = unit.cases.owners_of_open() if touched else frozenset()
        for customer_id, scored in touched.items():
            case = unit.cases.open_case(customer_id) if customer_id in worked_on else None
            if case is not None:
                self._voiding.after_edit(unit, case.id, (), scored_input=scored)
            if scored:
                after_statements(unit, customer_id)
        looked = dict.fromkeys((*touched, *reached), True)
        return frozenset(raise_for(unit, self._methodologies, self._clock, looked, "import"))

    # --- after -------------------------------------------------------------------------------------------------------

    def all(self) -> tuple[ImportRow, ...]:
        """The register of imports, newest first."""
        with self._store.read() as unit:
            return unit.imports.all()

    def origin(self, entity: str, entity_id: int, field: str = "") -> CameFrom | None:
        """The cell that a field of a record (table name and id) came from; None when it was typed.

        ``field`` as files name it, such as "line.rev" or "fact.capital"; "" for the first cell of the row.
        """
        from app.services.imports.wanted import columns_of, place_of

        with self._store.read() as unit:
            origins = unit.imports.origins_of(entity, entity_id)
            registers = {one.import_id: unit.imports.get(one.import_id) for one in origins}
        plans = {number: plan_from(row.mapping) for number, row in registers.items() if row is not None}
        for origin in reversed(origins):
            plan = plans[origin.import_id]
            targets = columns_of(entity, field) if field else ()
            has = not field or any(line.target in targets for line in plan.tables[origin.table].lines)
            register = registers[origin.import_id]
            if has and register is not None:
                place = place_of(plan, origin.table, origin.position, *targets)
                name = register.files[place.file].name if place.file < len(register.files) else ""
                return CameFrom(origin.import_id, name, replace(place))
        return None

    def outside(self, customer_id: int) -> tuple[OutsideRecord, ...]:
        """What sources say of a customer, newest first: two that disagree stand beside each other."""
        with self._store.read() as unit:
            return unit.imports.outside_of(customer_id)

    def turnover(self, customer_id: int) -> tuple[TurnoverMonth, ...]:
        """VAT invoices of a customer by direction and month."""
        with self._store.read() as unit:
            return unit.imports.turnover_of(customer_id)

    # --- own mappings ------------------------------------------------------------------------------------------------

    def profiles(self) -> dict[str, str]:
        """Own mappings as text, by name."""
        with self._store.read() as unit:
            return unit.imports.profiles()

    def save_profile(self, name: str, toml: str, by: str) -> Changed[str]:
        """Keep a mapping under a name; one of the same name is replaced."""
        from app.services.typed_text import check_line, check_text

        plain = check_line(name, "name", 120, required=True)
        with self._store.write("import.profile", by) as unit:
            may_enter(unit, by)
            unit.imports.put_profile(plain, check_text(toml, "name", 200_000))
            unit.commit()
        return Changed(plain, frozenset({IMPORTS}))

    def delete_profile(self, name: str, by: str) -> Changed[str]:
        """Remove an own mapping."""
        with self._store.write("import.profile_delete", by) as unit:
            may_enter(unit, by)
            unit.imports.delete_profile(name)
            unit.commit()
        return Changed(name, frozenset({IMPORTS}))


def _met(one: Looked) -> UserError:
    customer, entry = one.customer, one.hits[0].listing
    return UserError("list.import_hit", name=customer.name, number=customer.number, listed=entry.name)


def _reached(register: ImportRow) -> Iterator[int]:
    """The customers of whom an import wrote anything; see ``spans``."""
    for first, last in register.summary.get("touched", ()):
        yield from range(first, last + 1)


def _refuse_known(unit: ReadUnit, files: Sequence[FileMark]) -> None:
    wanted = {file.sha256 for file in files if file.taken}
    standing = {
        file.sha256: row for row in unit.imports.all() if row.state == DONE for file in row.files
        if file.taken and file.sha256 in wanted and not _in_part(row)
    }
    for file in files:
        row = standing.get(file.sha256)
        if row is not None:
            raise UserError("import.same_file", "file", name=file.name, number=row.id, day=row.at.date(), who=row.by)


def _in_part(row: ImportRow) -> bool:
    """Whether only periods of one customer were taken out of its files: others may still come, and the same change nothing."""
    tables = plan_from(row.mapping).tables
    return bool(tables) and all(table.kind is Kind.STATEMENT and "customer" in table.fixed for table in tables)
