"""Taking a whole import back, also days later: all of it but what was built upon, which stays and is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.models.db.repositories.bulk import Removal, journal_entry
from app.models.db.repositories.customer_changes import CustomerChange
from app.models.domain.errors import ProblemList, UserError
from app.models.domain.imports import PARTLY, UNDONE, ImportRow, Origin
from app.models.domain.parties import Customer
from app.services.imports.images import customer_with, of_customer, of_statement, plain, statement_with, typed

if TYPE_CHECKING:
    from app.models.db.units import WriteUnit

_BROUGHT = ("outside_records", "turnover", "ledger_entries")


@dataclass(frozen=True, slots=True)
class Kept:
    """A record, or some fields of one, that stays, with whose it is. ``why`` is a text of ``import.kept``:

    "edited" (somebody changed it since), "case" (a case was opened), "rated" (a score rests on it), "import" (a later import
    built upon it), "more" (other records hang on it), "field" (its field ``what`` was changed since). ``what``: number of the
    case or of the import that must be taken back first, name of the field or of the table.
    """

    entity: str
    entity_id: int
    customer_id: int
    name: str
    why: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did. ``removed`` and ``restored``: records by table; ``kept``: what stays."""

    import_id: int
    removed: Mapping[str, int]
    restored: Mapping[str, int]
    kept: tuple[Kept, ...]
    touched: tuple[int, ...] = ()


def take_back(unit: WriteUnit, register: ImportRow, by: str) -> Undone:
    """Undo an import inside ``unit``. ProblemList ``import.built_upon`` when nothing of it can be undone."""
    removal = Removal(unit, register.id)
    later = removal.later_imports()
    kept = _built_upon(unit, removal, later)
    keep: dict[str, set[int]] = {}
    for one in kept:
        keep.setdefault(one.entity, set()).add(one.entity_id)
    _keep_whole(removal, keep)
    with unit.as_one() as digest:
        restored, stays, touched = _put_back(unit, removal, keep, later)
        removed = removal.take_away({name: frozenset(ids) for name, ids in keep.items()})
        found = digest.hexdigest()
    kept += stays
    if kept and not removed and not restored:
        raise ProblemList("import.built_upon", tuple(problem_of(one) for one in kept))
    whole = [(entity, entity_id) for entity, ids in keep.items() for entity_id in ids]
    removal.close(PARTLY if kept else UNDONE, unit.now, by, [*whole, *((one.entity, one.entity_id) for one in stays)])
    counts = {f"{name}.removed": count for name, count in removed.items()}
    counts |= {f"{name}.restored": count for name, count in restored.items()}
    journal_entry(unit, "undo", register.id, register.files, found, counts)
    return Undone(register.id, removed, restored, tuple(kept), tuple(touched))


def problem_of(kept: Kept) -> UserError:
    """Why a record stays, in words of the catalogue."""
    return UserError(f"import.kept.{kept.why}", name=kept.name, what=kept.what)


def _built_upon(unit: WriteUnit, removal: Removal, later: Mapping[tuple[str, int], int]) -> list[Kept]:
    """Records that the import made and that must stay, the reason that weighs most first."""
    found: dict[tuple[str, int], Kept] = {}
    owners = {name: removal.owners(name) for name in ("customers", "statements")}

    def add(entity: str, entity_id: int, customer_id: int, why: str, what: str = "") -> None:
        customer = unit.customers.get(customer_id)
        name = customer.name if customer is not None else ""
        found.setdefault((entity, entity_id), Kept(entity, entity_id, customer_id, name, why, what))

    for customer_id, number in removal.with_cases().items():
        add("customers", customer_id, customer_id, "case", number)
    rated = removal.rated_since()
    for statement_id, customer_id in owners["statements"].items() if rated else ():
        if customer_id in rated:
            add("statements", statement_id, customer_id, "rated", rated[customer_id])
    for (entity, entity_id), last in later.items():
        whose = owners.get(entity, {}).get(entity_id)
        if whose is not None:
            add(entity, entity_id, whose, "import", str(last))
    for customer_id in removal.edited("customers"):
        add("customers", customer_id, customer_id, "edited")
    for statement_id in removal.edited("statements"):
        add("statements", statement_id, owners["statements"][statement_id], "edited")
    for entry_id in removal.edited("ledger_entries"):
        add("ledger_entries", entry_id, removal.owners("ledger_entries")[entry_id], "edited")
    for customer_id, table in removal.with_others().items():
        add("customers", customer_id, customer_id, "more", table)
    for entity, entity_id in list(found):
        owner = found[entity, entity_id].customer_id
        if entity != "customers" and owner in owners["customers"]:
            add("customers", owner, owner, "more", entity)
    return list(found.values())


def _keep_whole(removal: Removal, keep: dict[str, set[int]]) -> None:
    """A customer that was made by the import and stays keeps all that came with it."""
    stays = keep.get("customers", set())
    if not stays:
        return
    for table in ("statements", *_BROUGHT):
        keep.setdefault(table, set()).update(one for one, owner in removal.owners(table).items() if owner in stays)


def _put_back(
    unit: WriteUnit, removal: Removal, keep: dict[str, set[int]], later: Mapping[tuple[str, int], int]
) -> tuple[dict[str, int], list[Kept], dict[int, None]]:
    """Put changed fields back that are still what the import left."""
    restored: dict[str, int] = {}
    stays: list[Kept] = []
    touched: dict[int, None] = {}
    rated = removal.rated_since()
    changes = removal.changes()
    people = {one.id: one for one in unit.customers.among({one.entity_id for one in changes if one.entity == "customers"})}
    saved: dict[int, CustomerChange] = {}
    for origin in reversed(changes):     # what was changed twice goes back step by step
        if origin.entity == "customers":
            if origin.entity_id in saved:
                removal.save(saved.values())
                saved.clear()
            owner, back, other = _customer_back(people, origin, saved)
        elif origin.entity == "statements":
            owner, back, other = _statement_back(unit, origin, rated)
        else:
            owner, back, other = _row_back(removal, origin)
        if back:
            restored[origin.entity] = restored.get(origin.entity, 0) + 1
            touched[owner] = None
        if other:
            customer = unit.customers.get(owner)
            name = customer.name if customer is not None else ""
            number = later.get((origin.entity, origin.entity_id))
            why, what = ("import", str(number)) if number else ("field", ", ".join(other[:5]))
            if other == ["*"]:
                why, what = "rated", rated[owner]
            stays.append(Kept(origin.entity, origin.entity_id, owner, name, why, what))
    removal.save(saved.values())
    return restored, stays[::-1], dict.fromkeys(reversed(touched))


def _customer_back(
    people: dict[int, Customer], origin: Origin, saved: dict[int, CustomerChange]
) -> tuple[int, bool, list[str]]:
    customer = people.get(origin.entity_id)
    if customer is None:
        return origin.entity_id, False, []
    back, other = _split(origin, of_customer(customer))
    if back:
        former = customer_with(customer, back)
        saved[customer.id] = CustomerChange(customer, former, origin.after or {}, back)
        people[customer.id] = replace(former, version=customer.version + 1)
    return origin.entity_id, bool(back), other


def _statement_back(unit: WriteUnit, origin: Origin, rated: Mapping[int, str]) -> tuple[int, bool, list[str]]:
    statement, owner = unit.statements.get(origin.entity_id), unit.statements.owner(origin.entity_id)
    if statement is None:
        return owner, False, []
    if owner in rated:
        return owner, False, ["*"]
    back, other = _split(origin, of_statement(statement))
    if back:
        unit.statements.save(owner, statement_with(statement, back))
    return owner, bool(back), other


def _row_back(removal: Removal, origin: Origin) -> tuple[int, bool, list[str]]:
    """A month of invoices or a line of the ledger."""
    row = removal.now(origin.entity, origin.entity_id)
    if row is None:
        return 0, False, []
    back, other = _split(origin, {field: plain(row[field]) for field in origin.after or {}})
    if back:
        removal.put_back(origin.entity, origin.entity_id, {field: typed(field, value) for field, value in back.items()})
    return int(row["customer_id"]), bool(back), other


def _split(origin: Origin, now: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Fields that can be put back, and those that somebody changed since."""
    before, after = origin.before or {}, origin.after or {}
    back = {field: before[field] for field, value in after.items() if now.get(field) == value}
    other = [field for field in after if field not in back]
    if other and "currency" in after and origin.entity != "customers":
        return {}, other  # figures and their currency go back together or stay together
    return back, other
