"""Writing what was checked, in one transaction with one entry in the journal: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from app.models.db.repositories.bulk import Bulk
from app.models.db.repositories.customer_changes import CustomerChange, Places
from app.models.domain.errors import UserError
from app.models.domain.imports import LedgerEntry, OutsideRecord, OutsideValue, TurnoverMonth
from app.models.domain.parties import Contact, Customer, Identifier
from app.models.domain.statement import Statement
from app.services.imports.check import Change, Checked, Decisions, Outcome, Verdict
from app.services.imports.images import difference, of_customer, of_statement, plain, typed
from app.services.imports.model import Kept
from app.services.imports.statement_items import statement_of
from app.services.imports.stopping import stop_if_cancelled
from app.services.imports.wanted import IDENTIFIERS, Item, Party
from app.services.progress import Progress

if TYPE_CHECKING:
    from app.models.db.units import WriteUnit

_AT_ONCE = 1000
_HOME = {"uscc": "CN", "inn": "RU", "ogrn": "RU"}
_MONEY = {"RU": "RUB", "CN": "CNY", "US": "USD", "GB": "GBP", "DE": "EUR", "FR": "EUR", "IT": "EUR", "ES": "EUR", "NL": "EUR"}
_TALLY = ("invoices", "voided", "reduced", "partners")


@dataclass(frozen=True, slots=True)
class Done:
    """What an import did. ``counts``: records by table and outcome, such as "customers.new"; ``import_id`` its number."""

    import_id: int
    counts: Mapping[str, int]
    touched: tuple[int, ...] = ()        # customers that were there and whose records changed
    met: tuple[UserError, ...] = ()      # a sentence for each customer that meets watchlist or blacklist


class Writer:
    """Writes the items of a check by the decisions that were made."""

    def __init__(self, unit: WriteUnit, bulk: Bulk, checked: Checked, decisions: Decisions, progress: Progress) -> None:
        self._unit, self._bulk, self._checked = unit, bulk, checked
        self._decisions, self._progress = decisions, progress
        self._ids: dict[int, int] = {n: match.customer_id for n, match in enumerate(checked.matches) if match.customer_id}
        self._customers: dict[int, Customer] = {}
        self._changes: dict[int, CustomerChange] = {}
        self._currency: dict[int, str] = {}
        self.counts: dict[str, int] = {}
        self.touched: dict[int, bool] = {}      # customer: whether what a score rests on changed

    def write(self) -> None:
        """Write all of it. UserError ``import.cancelled`` when the officer no longer wants it: nothing lasts then."""
        pairs = [(item, verdict) for item, verdict in zip(self._checked.wanted.items, self._checked.verdicts, strict=True)
                 if item.index not in self._decisions.leave and verdict.outcome not in (Outcome.WAITS, Outcome.REFUSED)]
        self._progress.total, self._progress.done = len(pairs), 0
        for item, _ in pairs:
            if item.entity == "statements" and item.values.get("currency"):
                self._currency.setdefault(item.party, str(item.values["currency"]))
        order: dict[str, list[tuple[Item, Verdict]]] = {
            "customers": [], "statements": [], "outside_records": [], "turnover": [], "ledger_entries": []
        }
        for pair in pairs:
            order[pair[0].entity].append(pair)
        for entity, group in order.items():
            for chunk in _parts(group):
                stop_if_cancelled(self._progress, self._checked.wanted.files[0].name)
                self._chunk(entity, chunk)
                self._progress.done += len(chunk)

    def reached(self) -> frozenset[int]:
        """The customers of whom anything was written: new ones, and those whose records changed."""
        known = {match.customer_id for match in self._checked.matches}
        return frozenset(self.touched) | frozenset(one for one in self._ids.values() if one not in known)

    def _chunk(self, entity: str, chunk: Sequence[tuple[Item, Verdict]]) -> None:
        fresh = [(item, verdict) for item, verdict in chunk if not verdict.entity_id]
        if entity == "customers":
            self._new_customers([item for item, _ in fresh])
        else:
            known = [(item, verdict) for item, verdict in fresh if item.party in self._ids]
            self._new(entity, known)
        if entity == "customers":
            changing = {verdict.entity_id for _, verdict in chunk if verdict.entity_id and verdict.changes}
            self._customers |= {one.id: one for one in self._unit.customers.among(changing - self._customers.keys())}
        for item, verdict in chunk:
            if verdict.entity_id and verdict.changes:
                self._change(item, verdict)
            elif verdict.entity_id:
                self._count(entity, "same")
        self._save_changes()

    # --- new records -------------------------------------------------------------------------------------------------

    def _new_customers(self, items: Sequence[Item]) -> None:
        parties = self._checked.wanted.parties
        found = [(self._customer(item, parties[item.party]), item.origins) for item in items]
        for item, customer_id in zip(items, self._bulk.add_customers(found), strict=True):
            self._ids[item.party] = customer_id
        self._count("customers", "new", len(items))

    def _customer(self, item: Item, party: Party) -> Customer:
        text = {field: str(value) for field, value in item.values.items()}
        country = text.get("country", "")
        currency = text.get("currency") or self._currency.get(item.party) or _MONEY.get(country, "CNY")
        contact = Contact(text.get("contact_name", ""), "", text.get("contact_phone", ""), text.get("contact_email", ""))
        if not contact.name and (contact.phone or contact.email):
            contact = replace(contact, name=party.name[:200])
        former = text.get("former_name", "")
        return Customer(
            name=party.name, number=party.number, former_names=(former,) if former and former != party.name else (),
            identifiers=tuple(_identifier(kind, number, country) for kind, number in party.ids.items()), country=country,
            address=text.get("address", ""), trade=text.get("trade", ""), currency=currency, owner=text.get("owner", ""),
            group=text.get("group", ""), contacts=(contact,) if contact.name else (), note=text.get("note", ""),
        )

    def _new(self, entity: str, pairs: Sequence[tuple[Item, Verdict]]) -> None:
        items = [item for item, _ in pairs]
        if entity == "statements":
            self._bulk.add_statements((self._ids[one.party], self._statement(one), one.origins) for one in items)
        elif entity == "outside_records":
            self._bulk.add_outside(self._outside(pairs))
        elif entity == "turnover":
            self._bulk.add_turnover((self._month(one), one.origins) for one in items)
        else:
            self._bulk.add_ledger((self._entry(one), one.origins) for one in items)
        self._count(entity, "new", len(items))
        for item in items:
            if self._checked.matches[item.party].customer_id:
                customer_id = self._ids[item.party]
                self.touched[customer_id] = self.touched.get(customer_id, False) or entity == "statements"

    def _statement(self, item: Item) -> Statement:
        return statement_of(item, self._checked.wanted)

    def _outside(self, pairs: Iterable[tuple[Item, Verdict]]) -> Iterator[tuple[OutsideRecord, Places]]:
        take = self._decisions.take
        for item, verdict in pairs:
            held = {change.field for change in verdict.changes if (item.index, change.field) not in take}
            values = {field: OutsideValue(value, item.currencies.get(field, ""), item.raw.get(field, ""))
                      for field, value in item.values.items() if field not in held}
            source, as_of = item.key
            assert as_of is None or isinstance(as_of, date)
            if values:
                yield OutsideRecord(self._ids[item.party], str(source), as_of, values), item.origins

    def _month(self, item: Item) -> TurnoverMonth:
        direction, month, currency = item.key
        assert isinstance(month, date)
        invoices, voided, reduced, partners = (item.tally.get(name, 0) for name in _TALLY)
        net, tax, gross = (_figure(item.values.get(name)) for name in ("net", "tax", "gross"))
        return TurnoverMonth(
            self._ids[item.party], str(direction), month, str(currency), invoices, voided, reduced, partners, net, tax, gross)

    def _entry(self, item: Item) -> LedgerEntry:
        values = item.values
        day, due, delivered = values["day"], values.get("due"), values.get("delivered")
        assert isinstance(day, date)
        return LedgerEntry(
            self._ids[item.party], str(values["kind"]), str(values["number"]), day, _figure(values["amount"]),
            str(values.get("currency") or self._own_currency(item)), due if isinstance(due, date) else None,
            values.get("disputed") is True, str(values.get("invoice") or ""),
            delivered if isinstance(delivered, Decimal) else None,
        )

    def _own_currency(self, item: Item) -> str:
        return self._there(self._ids[item.party]).currency

    # --- changes -----------------------------------------------------------------------------------------------------

    def _change(self, item: Item, verdict: Verdict) -> None:
        taken = [one for one in verdict.changes
                 if one.outcome is Outcome.CHANGED or (item.index, one.field) in self._decisions.take]
        if not taken or _other_money(item, verdict, taken):
            self._count(item.entity, "kept")
            return
        if item.entity == "customers":
            self._change_customer(item, verdict.entity_id, taken)
        elif item.entity == "statements":
            self._change_statement(item, verdict, taken)
        else:
            values = {one.field: typed(one.field, plain(one.file)) for one in taken}
            after = {field: plain(value) for field, value in values.items()}
            before = {one.field: plain(typed(one.field, plain(one.now))) for one in taken}
            self._bulk.change_row(item.entity, verdict.entity_id, values, before, after, item.origins)
        self._count(item.entity, "changed")
        owner = self._ids[item.party]
        self.touched[owner] = self.touched.get(owner, False) or item.entity == "statements"

    def _change_customer(self, item: Item, customer_id: int, taken: Sequence[Change]) -> None:
        if customer_id in self._changes:
            self._save_changes()    # two companies of the files are one customer: the second changes what the first has left
        stored = self._there(customer_id)
        changed = changed_customer(stored, {one.field: one.file for one in taken})
        told = difference(of_customer(stored), of_customer(changed))
        self._changes[customer_id] = CustomerChange(stored, changed, *told, item.origins)
        self._customers[customer_id] = replace(changed, version=stored.version + 1)

    def _save_changes(self) -> None:
        self._bulk.change_customers(self._changes.values())
        self._changes.clear()

    def _change_statement(self, item: Item, verdict: Verdict, taken: Sequence[Change]) -> None:
        stored = self._unit.statements.get(verdict.entity_id)
        assert stored is not None
        file = self._statement(item)
        after = changed_statement(stored, {one.field: one.file for one in taken}, file)
        told = difference(of_statement(stored), of_statement(after))
        self._bulk.change_statement(self._ids[item.party], after, *told, item.origins)

    def _there(self, customer_id: int) -> Customer:
        found = self._customers.get(customer_id) or self._unit.customers.get(customer_id)
        assert found is not None
        self._customers[customer_id] = found
        return found

    def _count(self, entity: str, outcome: str, many: int = 1) -> None:
        if many:
            self.counts[f"{entity}.{outcome}"] = self.counts.get(f"{entity}.{outcome}", 0) + many


def changed_customer(customer: Customer, values: Mapping[str, Kept]) -> Customer:
    """A customer with some fields as files name them. A name that goes becomes a former one."""
    for field, value in values.items():
        kind, text = field.removeprefix("id."), str(value)
        if field.startswith("id.") and kind in IDENTIFIERS:
            customer = replace(customer, identifiers=_with_number(customer, kind, text))
        elif field == "former_name":
            customer = replace(customer, former_names=(*customer.former_names, text))
        elif field.startswith("contact_"):
            customer = _with_contact(customer, field.removeprefix("contact_"), text)
        elif field == "name":
            customer = replace(customer, name=text, former_names=(*customer.former_names, customer.name))
        else:
            customer = replace(customer, **{field: text})  # type: ignore[arg-type]
    return customer


def _with_number(customer: Customer, kind: str, number: str) -> tuple[Identifier, ...]:
    """The identifiers with another number of a kind in the place of the first one; of "other" there may be many."""
    own, numbers = _identifier(kind, number, customer.country), list(customer.identifiers)
    at = next((n for n, one in enumerate(numbers) if one.kind == kind and kind != "other"), None)
    if at is None:
        return (*numbers, own)
    numbers[at] = own
    return tuple(numbers)


def _with_contact(customer: Customer, part: str, text: str) -> Customer:
    """The first contact with a part of it; a customer without any gets one."""
    first = customer.contacts[0] if customer.contacts else Contact(customer.name if part != "name" else "")
    return replace(customer, contacts=(replace(first, **{part: text}), *customer.contacts[1:]))


def _other_money(item: Item, verdict: Verdict, taken: Sequence[Change]) -> bool:
    """Whether figures were chosen without the other currency that they are in: they stay out."""
    differs = item.entity != "customers" and any(one.field == "currency" for one in verdict.changes)
    return differs and all(one.field != "currency" for one in taken)


def changed_statement(stored: Statement, values: Mapping[str, Kept], file: Statement) -> Statement:
    """A period with some fields in single units; another currency takes the figures of the file as a whole."""
    if "currency" in values:
        return replace(file, id=stored.id, version=stored.version, note=stored.note)
    closing, opening = dict(stored.values), dict(stored.opening)
    for field, amount in values.items():
        kind, _, line = field.partition(".")
        if isinstance(amount, Decimal):
            (closing if kind == "line" else opening)[line] = _scaled(amount, stored.unit)
    return replace(stored, values=closing, opening=opening)


def _scaled(amount: Decimal, unit: int) -> Decimal:
    found = amount / unit
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found.normalize()


def _parts(pairs: list[tuple[Item, Verdict]]) -> Iterator[list[tuple[Item, Verdict]]]:
    return (pairs[at:at + _AT_ONCE] for at in range(0, len(pairs), _AT_ONCE))


def _identifier(kind: str, number: str, country: str) -> Identifier:
    return Identifier(kind, number, _HOME.get(kind, number[:2] if kind == "vat" else country))


def _figure(value: Kept | None) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)
