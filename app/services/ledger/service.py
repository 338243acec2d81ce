"""The own receivables of customers as of any day, and the lines of the ledger that are typed by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.models.domain.imports import LedgerEntry
from app.models.domain.ledger import Ledger
from app.services.alarms.raising import raise_for
from app.services.changes import CUSTOMER, LEDGER, Changed, changed
from app.services.clock import Clock
from app.services.customers.service import customer_in
from app.services.ledger.ageing import open_items
from app.services.ledger.entries import CREDIT_NOTE, INVOICE, PAYMENT, ZERO, by_currency, due_of, joined, ledger_of, names_of
from app.services.ledger.figures import Figures, figures
from app.services.ledger.measures import Experience, experience
from app.services.officers.service import may_enter

if TYPE_CHECKING:
    from app.models.db.units import ReadUnit, WriteUnit
    from app.models.domain.records import GradeChange
    from app.services.methodologies import Methodologies

_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice on a day. ``paid`` and ``credited`` by then, ``left`` open (below zero: overpaid), ``late`` days past due of
    what is open, or of the last payment of what is settled (``settled``: that day), 0 when in time. ``by_term``: its due date
    is not on record but follows from the term of payment.
    """

    entry: LedgerEntry
    due: date
    paid: Decimal
    credited: Decimal
    left: Decimal
    late: int
    settled: date | None = None
    by_term: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """The limit in force on a day. ``usable``: whether new orders count on it; ``room``: what is left of it (below zero: it is
    exceeded), None where limit and exposure have different currencies.
    """

    amount: Decimal
    currency: str
    usable: bool
    room: Decimal | None


@dataclass(frozen=True, slots=True)
class Receivables:
    """The ledger of a customer in one currency on a day. ``currencies``: all that the ledger has, most lines first.

    ``invoices`` issued by that day, newest first; ``settlements`` payments and credit notes, ``orders`` likewise. ``files``:
    names by number of import. Without a line ``figures`` is None. ``experience`` (domain.md §1.F) is that of this currency.
    ``own_currency``: that of the customer, for a first line.
    """

    customer_id: int
    day: date
    today: date
    currency: str
    own_currency: str
    currencies: tuple[str, ...]
    figures: Figures | None
    invoices: tuple[InvoiceLine, ...]
    settlements: tuple[LedgerEntry, ...]
    orders: tuple[LedgerEntry, ...]
    limit: Limit | None
    experience: Experience | None
    files: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the ledger says to a question: its value, the day it is said of, and the currency where amounts weigh in it."""

    item: str
    value: Decimal
    day: date
    currency: str = ""


class Ledgers:
    """Reading ledgers, and entering single lines. Each call opens its own unit of work, on any thread."""

    def __init__(self, store: Store, clock: Clock, methodologies: Methodologies) -> None:
        self._store, self._clock, self._methodologies = store, clock, methodologies

    # --- reading -----------------------------------------------------------------------------------------------------

    def receivables(self, customer_id: int, day: date | None = None, currency: str = "") -> Receivables:
        """Return the ledger of a customer on a day (None: today) in a currency ("": its own, or that with most lines).

        UserError ``customer.not_found``.
        """
        today = self._clock.today()
        wanted = min(day or today, today)
        with self._store.page(customer_id=customer_id, ledger=True) as unit:
            customer = customer_in(unit, customer_id)
            every = unit.imports.ledger_of(customer_id)
            rows = by_currency(every)
            term_days = _term(unit, customer_id, every, wanted)
            changes = unit.changes.decisions_of(customer_id)
            usable = _usable(unit, customer_id, changes, wanted)
            files = unit.imports.ledger_files_of(customer_id)
        code = next((one for one in (currency, customer.currency) if one in rows), next(iter(rows), customer.currency))
        terms = _in_force(changes, wanted)
        entries = rows.get(code, ())
        ledger = ledger_of(entries, term_days)
        found = figures(ledger, wanted) if entries else None
        dated = sorted((one for one in entries if one.day <= wanted), key=lambda one: (one.day, one.id), reverse=True)
        return Receivables(
            customer_id, wanted, today, code, customer.currency, tuple(rows), found,
            tuple(_invoice_lines(entries, dated, ledger, wanted, term_days)),
            tuple(one for one in dated if one.kind in (PAYMENT, CREDIT_NOTE)),
            tuple(one for one in dated if one.kind == "order"), _limit(terms, usable, found, code),
            experience(ledger, wanted) if entries else None, files,
        )

    def whole(self, day: date | None = None) -> dict[str, Figures]:
        """Return the figures of all customers together on a day (None: today), by currency."""
        wanted = day or self._clock.today()
        with self._store.read() as unit:
            owned: dict[int, list[LedgerEntry]] = {}
            for entry in unit.imports.ledger_among(unit.imports.ledger_owners()):
                owned.setdefault(entry.customer_id, []).append(entry)
            terms = {owner: _term(unit, owner, entries, wanted) for owner, entries in owned.items()}
        ledgers: dict[str, list[Ledger]] = {}
        for owner, entries in sorted(owned.items()):
            for code, rows in by_currency(entries).items():
                ledgers.setdefault(code, []).append(ledger_of(rows, terms[owner], f"{owner}\n"))
        return {code: figures(joined(every), wanted) for code, every in sorted(ledgers.items())}

    def proposed(self, customer_id: int, currency: str = "", day: date | None = None) -> dict[str, Proposed]:
        """Return what the ledger says to the questions of own trading experience on a day (None: today), by item.

        Years and the longest delay speak of all currencies. What amounts weigh in is told of the ledger in ``currency`` (that
        of the case), or of the only one there is: several are never added up.
        """
        wanted = day or self._clock.today()
        with self._store.read() as unit:
            every = unit.imports.ledger_of(customer_id)
            term = _term(unit, customer_id, every, wanted)
        told = {code: experience(ledger_of(entries, term), wanted) for code, entries in by_currency(every).items()}
        code = currency if currency in told else next(iter(told)) if len(told) == 1 else ""
        named = code if len(told) > 1 else ""
        longest = [one.longest for one in told.values() if one.longest is not None]
        found = {
            "F01": Proposed("F01", max(years), wanted) if (years := [one.years for one in told.values() if one.years]) else None,
            "F04": Proposed("F04", Decimal(max(longest)), wanted) if longest else None,
        }
        if code:
            own = told[code]
            for item, value in (("F02", own.on_time), ("F03", own.beyond_terms), ("F05", own.overdue_share)):
                found[item] = Proposed(item, value.quantize(_PLACES), wanted, named) if value is not None else None
        return {item: one for item, one in sorted(found.items()) if one is not None}

    # --- lines typed by hand -----------------------------------------------------------------------------------------

    def save(self, entry: LedgerEntry, by: str) -> Changed[LedgerEntry]:
        """Keep a line that was typed (id 0 = new) and return it as kept. Notes: more was paid than was open.

        UserError or ProblemList ``ledger.problems`` at the fields; ``ledger.from_import`` for a line of an import,
        ``store.gone`` for one that is there no longer; Conflict when somebody saved a newer version.
        """
        from app.services.ledger.typed import check_entry, notes_on

        with self._store.write("ledger.save", by) as unit:
            may_enter(unit, by)
            customer_in(unit, entry.customer_id)
            others = tuple(one for one in unit.imports.ledger_of(entry.customer_id) if one.id != entry.id)
            if entry.id:
                _typed_line(unit, entry.id, entry.customer_id)
            plain = replace(check_entry(entry, others, self._clock.today()), import_id=None)
            if entry.id:
                kept = replace(plain, version=unit.imports.change_entry(plain))
            else:
                entry_id = unit.imports.add_entry(plain)
                stored = unit.imports.ledger_entry(entry_id)
                assert stored is not None, "a line that was just written"
                kept = stored
            flags = self._look(unit, entry.customer_id)
            unit.commit()
        return changed(kept, LEDGER, CUSTOMER, *flags, customer_id=entry.customer_id, notes=notes_on(kept, others))

    def remove(self, entry: LedgerEntry, by: str) -> Changed[LedgerEntry]:
        """Remove a line that was typed. Errors as ``save``; what was paid for a removed invoice is unallocated then."""
        with self._store.write("ledger.remove", by) as unit:
            may_enter(unit, by)
            _typed_line(unit, entry.id, entry.customer_id)
            unit.imports.delete_entry(entry.id, entry.version)
            flags = self._look(unit, entry.customer_id)
            unit.commit()
        return changed(entry, LEDGER, CUSTOMER, *flags, customer_id=entry.customer_id)

    def _look(self, unit: WriteUnit, customer_id: int) -> tuple[str, ...]:
        """The warning rules look at the ledger of a customer that is dealt with; what changed by that."""
        return raise_for(unit, self._methodologies, self._clock, {customer_id: True}, "ledger")


def _in_force(changes: tuple[GradeChange, ...], day: date) -> GradeChange | None:
    return next((one for one in reversed(changes) if one.effective <= day), None)


def _term(unit: ReadUnit, customer_id: int, entries: Iterable[LedgerEntry], day: date) -> int:
    """The term of payment in force on a day, for invoices without a due date; asked for only where there are any."""
    if all(one.due is not None for one in entries if one.kind == INVOICE):
        return 0
    change = _in_force(unit.changes.decisions_of(customer_id), day)
    return change.after.term_days if change is not None else 0


def _typed_line(unit: ReadUnit, entry_id: int, customer_id: int) -> None:
    there = unit.imports.ledger_entry(entry_id)
    if there is None or there.customer_id != customer_id:
        raise UserError("store.gone", id=entry_id)
    if there.import_id is not None:
        raise UserError("ledger.from_import", number=there.import_id)


def _usable(unit: ReadUnit, customer_id: int, changes: tuple[GradeChange, ...], day: date) -> bool:
    """Whether the limit counts for new orders on that day: its review is not overdue."""
    from app.services.grading.usable import usable_limit

    in_force = unit.changes.in_force(customer_id)
    last = next((one for one in changes if in_force is not None and one.no == in_force.change_no), None)
    if in_force is None or last is None:
        return False
    if last.effective > day:        # what was in force then, was replaced since
        return any(one.effective <= day for one in changes)
    return usable_limit(in_force, last.before, day) > 0 or in_force.terms.limit == 0


def _limit(change: GradeChange | None, usable: bool, found: Figures | None, currency: str) -> Limit | None:
    if change is None:
        return None
    terms = change.after
    comparable = terms.currency == currency
    room = (terms.limit if usable else ZERO) - (found.exposure if found is not None else ZERO) if comparable else None
    return Limit(terms.limit, terms.currency, usable, room)


def _invoice_lines(
    entries: tuple[LedgerEntry, ...], dated: list[LedgerEntry], ledger: Ledger, day: date, term_days: int
) -> list[InvoiceLine]:
    names = names_of(entries)
    paid: dict[str, Decimal] = {}
    credited: dict[str, Decimal] = {}
    last: dict[str, date] = {}
    for one in ledger.settlements:
        if one.day <= day and one.invoice:
            sums = credited if one.credit_note else paid
            sums[one.invoice] = sums.get(one.invoice, ZERO) + one.amount
            last[one.invoice] = max(last.get(one.invoice, one.day), one.day)
    open_now = {item.invoice.number for item in open_items(ledger, day)}
    lines = []
    for entry in dated:
        if entry.kind != INVOICE:
            continue
        name, due = names[entry.id], due_of(entry, term_days)
        settled = None if name in open_now else last.get(name)
        lines.append(InvoiceLine(
            entry, due, paid.get(name, ZERO), credited.get(name, ZERO),
            entry.amount - paid.get(name, ZERO) - credited.get(name, ZERO), max(0, ((settled or day) - due).days), settled,
            entry.due is None,
        ))
    return lines
