"""Reading the search index and the places it points to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, column, func, literal, or_, select
from sqlalchemy import table as plain_table

from app.models.db.search_text import folded, folded_code
from app.models.db.tables.cases import answers, cases, evidence
from app.models.db.tables.customers import customer_contacts, customer_related, customers
from app.models.db.tables.decisions import proposals
from app.models.db.tables.found import KINDS, SLOTS, customer_list
from app.models.db.tables.statements import statements
from app.models.db.unit_of_work import Reading

GRAM = 3
_index = plain_table("search_index", column("rowid"), column("search_index"))
_all = customer_list.c
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Place:
    """A text that was found: its kind, whose it is, and its parts as (name of the field, text)."""

    kind: str
    row_id: int
    customer_id: int
    case_id: int
    name: str
    number: str
    grade: int | None
    parts: tuple[tuple[str, str], ...]
    item: str = ""
    case_number: str = ""


def grams(word: str) -> list[str]:
    """Return the different runs of three letters of a word, in order."""
    return list(dict.fromkeys(word[at:at + GRAM] for at in range(len(word) - GRAM + 1)))


class SearchQueries:
    """Finding texts."""

    def __init__(self, unit: Reading) -> None:
        self._unit = unit

    def beginning(self, typed: str, limit: int) -> list[int]:
        """Return customers whose name, pinyin, number or first registration number begins with ``typed``: index ranges."""
        plain, code = folded(typed), folded_code(typed)
        found: dict[int, None] = {}
        ways: list[tuple[ColumnElement[Any], ColumnElement[Any], str]] = [
            (_all.name_sort, _all.customer_id, plain), (customers.c.name_norm, customers.c.id, plain),
            (_all.number, _all.customer_id, code.upper()), (_all.identifier, _all.customer_id, code.upper()),
        ]
        for shown, key, start in ways:
            if start:
                query = select(key).where(shown >= start, shown < start + _LAST).order_by(shown).limit(limit)
                found.update(dict.fromkeys(row[0] for row in self._unit.rows(query)))
        return list(found)

    def containing(self, all_of: Sequence[Sequence[str]], limit: int, kind: str = "") -> list[tuple[str, int]]:
        """Return (kind, id) of texts that hold all the runs of any of the lists in ``all_of``; each run has three letters."""
        ways = [" AND ".join(_quoted(gram) for gram in one) for one in all_of if one]
        if not ways:
            return []
        match = " OR ".join(f"({way})" for way in ways)
        query = select(_index.c.rowid).where(_index.c.search_index.op("MATCH")(match)).limit(limit)
        if kind:
            query = query.where(_index.c.rowid.op("&")(SLOTS - 1) == KINDS.index(kind))
        return [(KINDS[row[0] % SLOTS], row[0] // SLOTS) for row in self._unit.rows(query)]

    def scanned(self, pieces: Sequence[str], limit: int) -> list[int]:
        """Return customers whose names or numbers hold one of ``pieces``, which are too short for the index."""
        ways = [way for piece in pieces for way in (
            _all.name_find.contains(piece, autoescape=True), _all.code_find.contains(piece, autoescape=True))]
        return [row[0] for row in self._unit.rows(select(_all.customer_id).where(or_(*ways)).limit(limit))]

    def persons(self, piece: str, limit: int) -> list[tuple[str, int]]:
        """Return contacts and related companies with a name that holds ``piece``, which is too short for the index."""
        found: list[tuple[str, int]] = []
        for kind, table in (("contact", customer_contacts), ("related", customer_related)):
            query = select(table.c.id).where(table.c.name.contains(piece, autoescape=True)).limit(limit)
            found += [(kind, row[0]) for row in self._unit.rows(query)]
        return found

    def names(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """Return the folded names, former names and pinyin of some customers, a line each."""
        query = select(_all.customer_id, _all.name_find).where(_all.customer_id.in_(_numbers("ids")))
        return [(row[0], row[1]) for row in self._unit.connection.execute(query, {"ids": _json(ids)})]

    def places(self, kind: str, ids: Sequence[int]) -> list[Place]:
        """Return the texts of one kind by their numbers."""
        if not ids:
            return []
        rows = self._unit.connection.execute(_PLACES[kind], {"ids": _json(ids)}).all()
        if kind == "customer":
            return [_customer_place(row) for row in rows]
        return [_place(kind, row) for row in rows]


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'


def _json(ids: Sequence[int]) -> str:
    return json.dumps(list(ids), separators=(",", ":"))


def _numbers(name: str) -> Select[Any]:
    numbers = func.json_each(bindparam(name)).table_valued("value")
    return select(numbers.c.value)


# --- places -----------------------------------------------------------------------------------------------------------

_HEAD = (
    customers.c.id.label("customer_id"), customers.c.name.label("customer_name"), customers.c.number.label("customer_number"),
    _all.grade.label("grade"),
)
_FIELDS: dict[str, tuple[Table, tuple[tuple[str, str], ...]]] = {
    "contact": (customer_contacts, (("contact", "name"), ("contact", "post"), ("contact", "phone"), ("contact", "email"))),
    "related": (customer_related, (("related", "name"), ("related", "identifier"))),
    "case": (cases, (("case_number", "number"), ("purpose", "purpose"))),
    "answer": (answers, (("answer", "value"), ("answer", "note"), ("answer", "comment"), ("answer", "reason"))),
    "evidence": (evidence, (("file", "name"),)),
    "proposal": (proposals, (("proposal", "text"), ("proposal", "conditions"))),
    "statement": (statements, (("statement", "note"),)),
}
"""Of each kind: its table, and (name of the field, column) of each text."""


def _whose(table: Table) -> tuple[Any, Any]:
    """The column with the customer, and the one with the case or 0."""
    if table is cases:
        return cases.c.customer_id, cases.c.id
    if "case_id" in table.c:
        return cases.c.customer_id, cases.c.id
    return table.c.customer_id, literal(0)


def _places_query(kind: str) -> Select[Any]:
    table, fields = _FIELDS[kind]
    customer_id, case_id = _whose(table)
    by_case = "case_id" in table.c
    source = table.join(cases, cases.c.id == table.c.case_id) if by_case else table
    whole = source.join(customers, customers.c.id == customer_id).join(customer_list, _all.customer_id == customers.c.id)
    number = cases.c.number if by_case or table is cases else literal("")
    item = answers.c.item if table is answers else literal("")
    texts = [table.c[name].label(f"text_{at}") for at, (_, name) in enumerate(fields)]
    return (
        select(table.c.id, *_HEAD, case_id.label("case_id"), number.label("case_number"), item.label("item"), *texts)
        .select_from(whole).where(table.c.id.in_(_numbers("ids")))
    )


_PLACES: dict[str, Select[Any]] = {kind: _places_query(kind) for kind in _FIELDS}
_PLACES["customer"] = (
    select(customers.c.id, *_HEAD, customers.c.name_norm, customers.c.pinyin, customers.c.initials, customers.c.note,
           _all.name_find, _all.code_find)
    .select_from(customers.join(customer_list, _all.customer_id == customers.c.id)).where(customers.c.id.in_(_numbers("ids")))
)


def _place(kind: str, row: Any) -> Place:
    fields = _FIELDS[kind][1]
    parts = tuple((where, getattr(row, f"text_{at}")) for at, (where, _) in enumerate(fields))
    return Place(kind, row.id, row.customer_id, row.case_id, row.customer_name, row.customer_number, row.grade, parts, row.item,
                 row.case_number)


def _customer_place(row: Any) -> Place:
    former = row.name_find.split("\n")[3:]
    codes = row.code_find.split("\n")[1:]
    parts = [("name", row.customer_name), ("number", row.customer_number), ("pinyin", row.pinyin), ("initials", row.initials),
             *(("former_name", name) for name in former), *(("identifier", code) for code in codes), ("note", row.note)]
    return Place("customer", row.id, row.id, 0, row.customer_name, row.customer_number, row.grade,
                 tuple((where, part) for where, part in parts if part))


