"""Looking through the grade-change log, and correcting what an entry says by a new entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.errors import NotAllowed, UserError
from app.models.domain.log import Correction, FormFit, LogChoices, LogEntry, LogFilter, LogPage, WaitingCorrection
from app.services.cases.signing import Signers, signers
from app.services.changes import GRADE, NOTICES, Changed, changed
from app.services.clock import Clock
from app.services.log import corrections
from app.services.officers.service import signer
from app.services.people import same_person
from app.services.table_file import Cell, write_table

if TYPE_CHECKING:
    from app.models.domain.parties import Officer
    from app.models.domain.records import GradeChange

PAGE = 200
"""Entries of one page."""
_AT_ONCE = 2_000
MOST_ROWS = 1_000_000
"""Entries of one file: what a sheet of a workbook holds."""


class ChangeLog:
    """Reading and correcting the log. Entries never change: what was wrong is said by an entry of its own."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    # --- reading -----------------------------------------------------------------------------------------------------

    def page(self, wanted: LogFilter, offset: int = 0, limit: int = PAGE) -> LogPage:
        """Return entries that fit, newest first, from ``offset`` on; the last page where there are no so many."""
        with self._store.read() as unit:
            found = unit.log.page(wanted, max(0, offset), limit)
            if found.total and not found.entries:
                found = unit.log.page(wanted, (found.total - 1) // limit * limit, limit)
            return found

    def choices(self) -> LogChoices:
        """Return what the filters offer."""
        with self._store.read() as unit:
            return unit.log.choices()

    def entry(self, no: int) -> LogEntry:
        """Return one entry with its corrections. UserError ``change.not_found``."""
        with self._store.read() as unit:
            return _entry(unit, no)

    def compare_form(self, no: int, code: str) -> FormFit:
        """Compare number and code of a printed form with the log; blanks and dashes within the code do not count."""
        with self._store.read() as unit:
            return unit.journal.compare_form(no, "".join(code.split()).replace("-", "").lower())

    def row_of(self, change: GradeChange) -> int:
        """Return how many rows the journal had when an entry was made: its code is the head of the chain at that moment."""
        with self._store.read() as unit:
            return unit.journal.row_number(change.fingerprint)

    def decided(self, customer_id: int, case_id: int | None = None) -> GradeChange | None:
        """Return the newest entry that a decision made about a customer, or about one case of it; None without one.

        Corrections decide nothing: papers about a case are about its decision.
        """
        with self._store.read() as unit:
            found = [one for one in unit.changes.decisions_of(customer_id) if case_id in (None, one.case_id)]
        return found[-1] if found else None

    def export(
        self, wanted: LogFilter, path: Path, title: str, heads: tuple[str, ...], row: Callable[[LogEntry], tuple[Cell, ...]],
        lang: str = "en",
    ) -> int:
        """Write the entries that fit to a workbook or CSV, as ``path`` is called; return their number.

        ``row`` makes the cells of an entry under ``heads``. EnvironmentFault or TargetInUse when it cannot be written.
        """
        rows: list[tuple[Cell, ...]] = []
        with self._store.read() as unit:
            while len(rows) < MOST_ROWS:
                some = unit.log.entries(wanted, len(rows), _AT_ONCE)
                rows.extend(row(one) for one in some)
                if len(some) < _AT_ONCE:
                    break
        return write_table(path, title, heads, rows, lang)

    # --- correcting --------------------------------------------------------------------------------------------------

    def waiting(self) -> tuple[WaitingCorrection, ...]:
        """Return the corrections that wait for a second officer, oldest first."""
        with self._store.read() as unit:
            kept = unit.drafts.all(corrections.SHELF)
        return tuple(corrections.read(one.payload) for one in kept)

    def propose(self, no: int, typed: Correction, by: str) -> Changed[WaitingCorrection]:
        """Write down what an entry should have said; it counts when another officer enters it. A newer one takes its place.

        UserError ``log.reason``, ``log.nothing``, ``log.of_correction`` for an entry that is a correction itself,
        ``log.effective`` for a day that cannot be, ``grading.*`` and ``notice.*`` at the field; NotAllowed
        ``log.other_proposed`` while another officer's waits.
        """
        with self._store.write("log.propose", by) as unit:
            signer(unit, by)
            entry = _entry(unit, no)
            if entry.corrects is not None:
                raise UserError("log.of_correction", no=entry.corrects)
            before = unit.drafts.get(corrections.SHELF, corrections.place(no))
            if before is not None and not same_person(corrections.read(before.payload).by, by):
                raise NotAllowed("log.other_proposed", "by", name=corrections.read(before.payload).by)
            kept = corrections.checked(typed, entry.change)
            self._check_day(unit, entry.change, kept.effective)
            payload = corrections.written(no, kept, by, self._clock.now())
            unit.drafts.put(corrections.SHELF, corrections.place(no), payload)
            unit.commit()
        return changed(corrections.read(payload), GRADE, customer_id=entry.change.customer_id)

    def _check_day(self, unit: ReadUnit, entry: GradeChange, day: date) -> None:
        """What was decided came into force between the opening of its case and the next decision, at the latest today."""
        if day == entry.effective:
            return
        case = unit.cases.get(entry.case_id)
        earliest = case.opened if case is not None else entry.effective
        later = [one.effective for one in unit.changes.decisions_of(entry.customer_id) if one.no > entry.no]
        latest = min([*later, max(self._clock.today(), entry.effective)])
        if not earliest <= day <= latest:
            raise UserError("log.effective", "effective", earliest=earliest, latest=latest)

    def drop(self, no: int, by: str) -> Changed[int]:
        """Take a waiting correction back, or decide against it. UserError ``log.none_waiting``."""
        with self._store.write("log.drop", by) as unit:
            signer(unit, by)
            _waiting(unit, no)
            unit.drafts.drop(corrections.SHELF, corrections.place(no))
            unit.commit()
        return changed(no, GRADE)

    def enter(self, no: int, code: str, by: str) -> Changed[LogEntry]:
        """A second officer enters the correction of an entry that waits, as he saw it: ``code`` is that of its content.

        NotAllowed ``log.own_correction`` for who wrote it, ``log.own_customer`` for the account owner; UserError
        ``log.none_waiting``, ``log.changed_since``.
        """
        with self._store.write("log.correct", by) as unit:
            officer = signer(unit, by)
            waiting, entry = _waiting(unit, no), _entry(unit, no).change
            if waiting.code != code:
                raise UserError("log.changed_since")
            _check_second(unit, waiting, entry.customer_id, officer)
            now, earlier = self._clock.now(), unit.changes.of_customer(entry.customer_id)
            made = corrections.as_entry(entry, waiting, unit.changes.in_force(entry.customer_id), earlier[-1].no, now)
            added = unit.changes.add(replace(
                made, approved_by=officer.name, approved_role=officer.role, approved_at=now, changes_12m=earlier[-1].changes_12m,
            ))
            unit.log.add_correction(added.no, no, waiting.correction.reason)
            unit.drafts.drop(corrections.SHELF, corrections.place(no))
            kept = _entry(unit, added.no)
            unit.commit()
        return changed(kept, GRADE, NOTICES, customer_id=entry.customer_id)

    def second_signers(self, no: int) -> Signers:
        """Return every officer with why he may not enter the waiting correction of an entry, None where he may."""
        with self._store.read() as unit:
            waiting, entry = _waiting(unit, no), _entry(unit, no).change
            return signers(unit, lambda officer: _check_second(unit, waiting, entry.customer_id, officer))


def _check_second(unit: ReadUnit, waiting: WaitingCorrection, customer_id: int, officer: Officer) -> None:
    if same_person(officer.name, waiting.by):
        raise NotAllowed("log.own_correction", "by", name=officer.name)
    customer = unit.customers.get(customer_id)
    if customer is not None and same_person(customer.owner, officer.name):
        raise NotAllowed("log.own_customer", "by", name=officer.name)


def _entry(unit: ReadUnit, no: int) -> LogEntry:
    found = unit.log.entry(no)
    if found is None:
        raise UserError("change.not_found", no=no)
    return found


def _waiting(unit: ReadUnit, no: int) -> WaitingCorrection:
    kept = unit.drafts.get(corrections.SHELF, corrections.place(no))
    if kept is None:
        raise UserError("log.none_waiting", no=no)
    return corrections.read(kept.payload)
