"""What one row asks for: master data of the company, facts of a source, a period, invoices of a month, a line of the ledger."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from app.models.domain.errors import UserError
from app.models.domain.statement import Framework
from app.numbers import MAX_DIGITS
from app.services.imports.model import Fault, Kept, Kind, Record
from app.services.imports.wanted import MASTER, Item, Party, Wanted, place_of
from app.services.typed_text import CODE, LINE, TEXT, check_line, check_text

_LIMITS = {"number": CODE, "owner": LINE, "group": LINE, "contact_name": LINE, "contact_phone": 60, "contact_email": LINE}
_LONG = ("address", "note")
_CODED = ("trade", "country", "currency")
_FACTS = ("fact.", "score.")
_HIGHEST, _PLACES = Decimal(10) ** 20, 6
_FIRST = date(1900, 1, 1)
_LEDGER = {
    Kind.INVOICE: "invoice", Kind.PAYMENT: "payment", Kind.CREDIT_NOTE: "credit_note", Kind.ORDER: "order",
}
_HOME = {"uscc": "CN", "inn": "RU", "ogrn": "RU"}


class Items:
    """Collects the items; one is found again by its key."""

    def __init__(self, wanted: Wanted, trades: frozenset[str], lines: frozenset[str], today: date) -> None:
        self._wanted, self._trades, self._lines, self._today = wanted, trades, lines, today
        self._known: dict[tuple[object, ...], Item] = {}
        self._partners: dict[int, set[str]] = {}
        self._alike: dict[tuple[object, ...], int] = {}
        self._kept: dict[tuple[str, str], str] = {}

    def take(self, record: Record, party: Party) -> None:
        """Take one record apart."""
        self._master(record, party)
        if record.kind in (Kind.CUSTOMER, Kind.STATEMENT):
            self._facts(record, party)
        if record.kind is Kind.STATEMENT:
            self._statement(record, party)
        elif record.kind is Kind.TURNOVER:
            self._turnover(record, party)
        elif record.kind in _LEDGER:
            self._ledger(record, party)

    def close(self) -> None:
        """Count what can be counted only at the end."""
        for index, names in self._partners.items():
            self._wanted.items[index].tally["partners"] = len(names)

    # --- the parts ---------------------------------------------------------------------------------------------------

    def _master(self, record: Record, party: Party) -> None:
        item = self._item("customers", party, ())
        own = record.kind is Kind.CUSTOMER
        if own or not item.origins:
            item.origins.append((record.table, record.position))
        for field in MASTER if own else ("country",):
            value = record.values.get(field)
            if value is None or value == "":
                continue
            text = self._checked(record, field, str(value))
            there = item.values.get(field)
            if there is None:
                if text:
                    item.values[field] = text
            elif text and text != there and field not in ("name", "former_name", "currency"):
                self._fault(record, "differs_in_file", field, text, there=str(there))
        for kind, number in party.ids.items():
            item.values.setdefault(f"id.{kind}", number)
            if "country" not in item.values and kind in _HOME:
                item.values["country"] = _HOME[kind]

    def _checked(self, record: Record, field: str, text: str) -> str:
        """The text as it is kept, "" when it is refused or kept as a fact instead."""
        if field in _CODED:
            kept = self._kept.get((field, text), "")
            if not kept and (kept := self._refused_or_kept(record, field, text)):
                self._kept[(field, text)] = kept
            return kept
        if len(text) <= _LIMITS.get(field, LINE) and text.isprintable():
            return text.strip()
        return self._refused_or_kept(record, field, text)

    def _refused_or_kept(self, record: Record, field: str, text: str) -> str:
        try:
            if field in _LONG:
                return check_text(text, field, TEXT).strip()
            plain = check_line(text, field, _LIMITS.get(field, LINE))
        except UserError:
            self._fault(record, "text", field, text[:80])
            return ""
        if field == "trade":
            return plain if plain in self._trades else ""
        if field in ("country", "currency"):
            plain = plain.upper()
            if not re.fullmatch("[A-Z]{2}" if field == "country" else "[A-Z]{3}", plain):
                self._fault(record, field, field, text[:80])
                return ""
        return plain

    def _facts(self, record: Record, party: Party) -> None:
        values = {field: value for field, value in record.values.items() if field.startswith(_FACTS)}
        trade = record.values.get("trade")
        if trade and str(trade) not in self._trades:
            values["fact.trade"] = str(trade)[:LINE]
        if not values:
            return
        as_of = record.values.get("as_of") or record.values.get("end")
        source = str(record.values.get("source") or self._file_of(record))[:LINE]
        item = self._new("outside_records", party, (source, as_of if isinstance(as_of, date) else None), record)
        item.values.update(values)
        item.currencies.update({field: code for field, code in record.currencies.items() if field in values})
        item.raw.update({field: text for field, text in record.raw.items() if field in values})

    def _file_of(self, record: Record) -> str:
        number = self._wanted.plan.tables[record.table].file
        return self._wanted.files[number].name if number < len(self._wanted.files) else ""

    def _statement(self, record: Record, party: Party) -> None:
        end, months = record.values.get("end"), _whole(record.values.get("months"), 12)
        if not isinstance(end, date):
            return self._fault(record, "no_period", "end")
        if not _FIRST <= end <= self._today or not 1 <= months <= 12:
            return self._fault(record, "period", "end", end.isoformat(), months=str(months))
        consolidated = record.values.get("consolidated") is True
        if not any(field.startswith(("line.", "opening.")) for field in record.values):
            return None
        item = self._item("statements", party, (end, months, consolidated))
        item.origins.append((record.table, record.position))
        currency = str(record.values.get("currency") or next(iter(record.currencies.values()), "")).upper()
        framework = str(record.values.get("framework") or _framework(party)).lower()
        fixed: dict[str, Kept] = {"currency": currency, "audited": record.values.get("audited") is True, "framework": framework}
        for field, value in fixed.items():
            if value not in ("", False):
                item.values.setdefault(field, value)
        unit = _whole(record.values.get("unit"), self._wanted.plan.tables[record.table].choice.unit or 1)
        item.tally["unit"] = max(item.tally.get("unit", 1), unit)
        for field, value in record.values.items():
            if field.startswith(("line.", "opening.")) and isinstance(value, Decimal):
                self._line(record, item, field, value)
        return None

    def _line(self, record: Record, item: Item, field: str, value: Decimal) -> None:
        there = item.values.get(field)
        if field.partition(".")[2] not in self._lines:
            self._fault(record, "unknown_line", field, str(value))
        elif not _fits(value):
            self._fault(record, "amount_size", field, str(value)[:40])
        elif there is None:
            item.values[field] = value
        elif there != value:
            self._fault(record, "differs_in_file", field, str(value), there=str(there))

    def _turnover(self, record: Record, party: Party) -> None:
        values = record.values
        day, direction = values.get("day"), str(values.get("direction") or "")
        if not isinstance(day, date) or direction not in ("sales", "purchases"):
            return self._fault(record, "no_period" if not isinstance(day, date) else "direction", "day")
        currency = str(values.get("currency") or next(iter(record.currencies.values()), "") or "CNY")
        item = self._item("turnover", party, (direction, day.replace(day=1), currency))
        if not any(table == record.table for table, _ in item.origins):
            item.origins.append((record.table, record.position))
        tally = item.tally
        if values.get("void") is True:
            tally["voided"] = tally.get("voided", 0) + 1
            return None
        net, tax, gross = (_amount(values.get(field)) for field in ("net", "tax", "gross"))
        if net is None and gross is None:
            return self._fault(record, "no_amount", "net")
        tax = tax if tax is not None else (gross - net if gross is not None and net is not None else Decimal(0))
        net = net if net is not None else (gross or Decimal(0)) - tax
        gross = gross if gross is not None else net + tax
        for field, value in (("net", net), ("tax", tax), ("gross", gross)):
            item.values[field] = item.values.get(field, Decimal(0)) + value  # type: ignore[operator]
        tally["invoices"] = tally.get("invoices", 0) + 1
        tally["reduced"] = tally.get("reduced", 0) + (gross < 0)
        if partner := values.get("partner"):
            self._partners.setdefault(item.index, set()).add(str(partner))
        return None

    def _ledger(self, record: Record, party: Party) -> None:
        values, kind = record.values, _LEDGER[record.kind]
        day, amount = values.get("day"), _amount(values.get("amount"))
        if not isinstance(day, date):
            return self._fault(record, "no_period", "day")
        if amount is None or not amount or not _fits(amount):
            return self._fault(record, "no_amount", "amount", "" if amount is None else str(amount)[:40])
        if amount < 0:
            if kind != "invoice":
                return self._fault(record, "below_zero", "amount", str(amount))
            kind, amount = "credit_note", -amount
        named = str(values.get("invoice") or "")[:80]
        item = self._entry(record, party, kind, named if kind in ("invoice", "order") else "", day, amount)
        if kind in ("payment", "credit_note"):
            item.values["invoice"] = named
        if isinstance(due := values.get("due"), date):
            item.values["due"] = due
        if values.get("disputed") is True:
            item.values["disputed"] = True
        if (delivered := _amount(values.get("delivered"))) is not None and kind == "order":
            item.values["delivered"] = delivered
        paid_on, paid = values.get("paid_on"), _amount(values.get("paid"))
        if kind == "invoice" and isinstance(paid_on, date) and (paid is None or paid > 0):
            payment = self._entry(record, party, "payment", "", paid_on, amount if paid is None else paid, named)
            payment.values["invoice"] = named
        return None

    def _entry(
        self, record: Record, party: Party, kind: str, number: str, day: date, amount: Decimal, of: str = ""
    ) -> Item:
        """A line of the ledger; lines without a number that are alike are counted, so that two equal payments stay two."""
        named = of or str(record.values.get("invoice") or "")
        plain: tuple[object, ...] = (kind, number) if number else (kind, "", day, amount, named)
        again = self._alike.get((party.index, *plain), 0)
        self._alike[(party.index, *plain)] = again + 1
        if number and again:
            self._fault(record, "number_twice", "invoice", number)
        item = self._new("ledger_entries", party, (*plain, again), record)
        currency = str(record.values.get("currency") or record.currencies.get("amount") or "").upper()
        item.values.update({"kind": kind, "number": number, "day": day, "amount": amount, "currency": currency})
        return item

    # --- how ---------------------------------------------------------------------------------------------------------

    def _item(self, entity: str, party: Party, key: tuple[object, ...]) -> Item:
        found = self._known.get((entity, party.index, key))
        if found is None:
            found = Item(len(self._wanted.items), entity, party.index, key, {}, {}, {}, [])
            self._known[(entity, party.index, key)] = found
            self._wanted.items.append(found)
        return found

    def _new(self, entity: str, party: Party, key: tuple[object, ...], record: Record) -> Item:
        place = [(record.table, record.position)]
        item = Item(len(self._wanted.items), entity, party.index, key, {}, {}, {}, place)
        self._wanted.items.append(item)
        return item

    def _fault(self, record: Record, key: str, field: str = "", value: str = "", **params: str) -> None:
        place = place_of(self._wanted.plan, record.table, record.position, field)
        self._wanted.faults.append(Fault(place, key, field, value, params))


def _whole(value: Kept | None, otherwise: int) -> int:
    if value is None or isinstance(value, bool | date):
        return otherwise
    try:
        return int(Decimal(value))
    except ArithmeticError:
        return 0


def _amount(value: Kept | None) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _fits(value: Decimal) -> bool:
    parts = value.as_tuple()
    return value.is_finite() and abs(value) < _HIGHEST and len(parts.digits) <= MAX_DIGITS and -int(parts.exponent) <= _PLACES


def _framework(party: Party) -> str:
    kinds: Iterable[str] = party.ids
    if party.country == "RU" or any(_HOME.get(kind) == "RU" for kind in kinds):
        return Framework.RSBU
    return Framework.CAS if party.country == "CN" or "uscc" in party.ids else Framework.IFRS
