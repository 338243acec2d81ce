"""From rows to companies and their records, whatever the store holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from app.models.domain.errors import UserError
from app.models.domain.imports import FileMark
from app.services.imports.items import Items
from app.services.imports.model import Fault, Kept, Kind, Plan, Record
from app.services.imports.stopping import stop_if_cancelled
from app.services.imports.values.codes import plain_number
from app.services.imports.values.names import name_key
from app.services.imports.wanted import IDENTIFIERS, Party, Wanted, place_of
from app.services.progress import Progress

_EVERY = 500
_PLAIN_ROWS = (Kind.CUSTOMER, Kind.TURNOVER)
"""Rows that are the same in every column are told: each of a list, of the many of invoices how many there are."""
_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?: 00:00:00)?|\d{1,2}[-./]\d{1,2}[-./]\d{4}")
"""What is never the name of a company: the column is another one."""
_NUMBERS = tuple((kind, f"id.{kind}") for kind in IDENTIFIERS)


def gather(
    records: Iterable[Record], plan: Plan, files: tuple[FileMark, ...], trades: frozenset[str], lines: frozenset[str],
    today: date, progress: Progress,
) -> Wanted:
    """Sort the records by company and by what they become. UserError ``import.cancelled`` when ``progress`` says so.

    ``trades`` and ``lines`` are the keys that the methodology knows. Memory: one item per row, but for VAT invoices, which are
    added up by month.
    """
    wanted = Wanted(plan, files, [], [], [])
    parties = _Parties(wanted)
    items = Items(wanted, trades, lines, today)
    seen: set[int] = set()
    tables: set[int] = set()
    twice: dict[int, tuple[int, int]] = {}
    for record in records:
        wanted.rows += 1
        if wanted.rows % _EVERY == 0:
            progress.done = wanted.rows
            stop_if_cancelled(progress, files[0].name if files else "")
        wanted.faults.extend(record.faults)
        if record.kind in _PLAIN_ROWS and record.values:
            whole = hash(tuple(record.values.items()))
            if whole not in seen:
                seen.add(whole)
            elif record.kind is Kind.CUSTOMER:
                wanted.faults.append(Fault(place_of(plan, record.table, record.position), "row_twice", refused=False))
            else:
                first, many = twice.get(record.table, (record.position, 0))
                twice[record.table] = first, many + 1
        party = parties.of(record)
        if party is None:
            wanted.refused_rows += 1
            continue
        tables.add(record.table)
        items.take(record, party)
    items.close()
    taken = {plan.tables[table].file for table in tables}
    wanted.files = tuple(replace(file, taken=number in taken) for number, file in enumerate(files))
    for table, (first, many) in twice.items():
        wanted.faults.append(Fault(place_of(plan, table, first), "rows_twice", params={"n": str(many)}, refused=False))
    progress.done = wanted.rows
    return wanted


class _Parties:
    """Which rows speak of one company."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._by_id: dict[tuple[str, str], Party] = {}
        self._by_number: dict[str, Party] = {}
        self._by_name: dict[str, list[Party]] = {}
        self._key = lru_cache(maxsize=4_000)(_key)

    def of(self, record: Record) -> Party | None:
        """The company of a record; None when the row names none, or two."""
        values = record.values
        name, number = _text(values.get("name")), _text(values.get("number"))
        ids = self._identifiers(record)
        given = _text(values.get("customer"))
        if not (name or number or ids or given):
            self._refuse(record, "no_customer", "")
            return None
        if _DAY.fullmatch(name):
            self._refuse(record, "name_is_date", name)
            return None
        found = {id(party): party for kind, value in ids.items() if (party := self._by_id.get((kind, value))) is not None}
        if len(found) > 1:
            self._refuse(record, "identifiers_disagree", next(iter(ids.values())))
            return None
        key, country = self._key(name), _text(values.get("country")).upper()
        party = next(iter(found.values()), None) or self._by_number.get(number) or self._named(key, ids, country, number)
        if party is None:
            party = Party(len(self._wanted.parties), name, key, number, country, dict(ids))
            self._wanted.parties.append(party)
        self._add(party, name, key, number, country, ids)
        if given.isdecimal():
            party.given = int(given)
        return party

    def _add(self, party: Party, name: str, key: str, number: str, country: str, ids: Mapping[str, str]) -> None:
        for kind, value in ids.items():
            party.ids.setdefault(kind, value)
            self._by_id[(kind, value)] = party
        if number:
            party.number = party.number or number
            self._by_number[number] = party
        if name and not party.name:
            party.name, party.key = name, key
        party.country = party.country or country
        if key and not any(one is party for one in self._by_name.setdefault(key, [])):
            self._by_name[key].append(party)

    def _named(self, key: str, ids: Mapping[str, str], country: str, number: str) -> Party | None:
        """The company of that name that no number and no country tells apart."""
        for party in self._by_name.get(key, ()) if key else ():
            differs = any(party.ids.get(kind, value) != value for kind, value in ids.items())
            differs = differs or bool(number and party.number and number != party.number)
            if not differs and not (country and party.country and country != party.country):
                return party
        return None

    def _identifiers(self, record: Record) -> dict[str, str]:
        found: dict[str, str] = {}
        country = _text(record.values.get("country"))
        for kind, field in _NUMBERS:
            given = record.values.get(field)
            if given is None or not (value := _text(given)):
                continue
            try:
                found[kind] = plain_number(kind, value, country if kind == "vat" else "")
            except UserError:
                place = place_of(self._wanted.plan, record.table, record.position, field)
                self._wanted.faults.append(Fault(place, "identifier", field, value))
        return found

    def _refuse(self, record: Record, key: str, value: str) -> None:
        self._wanted.faults.append(Fault(place_of(self._wanted.plan, record.table, record.position), key, "", value))


def _key(name: str) -> str:
    return name_key(name) if name else ""


def _text(value: Kept | None) -> str:
    if isinstance(value, str):
        return value.strip()
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value).strip()
