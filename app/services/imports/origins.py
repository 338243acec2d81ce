"""The way from a value in the store to the cells of the file that it came from, within a unit of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.services.imports.plan_text import plan_from

if TYPE_CHECKING:
    from app.models.db.units import ReadUnit
    from app.models.domain.imports import ImportRow, Origin
    from app.services.imports.model import Plan, TablePlan

_KEPT_AS = {"former_name": "former_names"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a file; ``address`` is that of Excel, ``row`` counts from 1."""

    file: str
    sheet: str
    address: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """What brought a value: the import with its day, officer and mapping ("" when it was guessed), and the cells, at least one.

    ``profile`` is the name that the mapping is kept under.
    """

    import_id: int
    at: datetime
    by: str
    profile: str
    cells: tuple[Cell, ...]


class Ways:
    """Looks up origins; the plan of an import is read once."""

    def __init__(self, unit: ReadUnit, registers: Mapping[int, ImportRow] | None = None) -> None:
        self._unit = unit
        self._registers: dict[int, ImportRow | None] = dict(registers or {})
        self._plans: dict[int, Plan] = {}

    def came(self, entity: str, entity_id: int, field: str) -> Came | None:
        """Where a field of a record (table and id) came from; None when no import brought it. ``field`` as files name it."""
        for origin in reversed(self._unit.imports.origins_of(entity, entity_id)):
            if origin.made or _kept_as(field) in (origin.after or {}):
                found = self._cells(self._unit.imports.origins_of(entity, entity_id), origin, field)
                register = self._register(origin.import_id)
                if found and register is not None:
                    return Came(register.id, register.at, register.by, register.profile, found)
        return None

    def fields(self, entity: str, entity_id: int) -> tuple[str, ...]:
        """The fields of a record that imports brought, in the order of their columns."""
        found: dict[str, None] = {}
        for origin in self._unit.imports.origins_of(entity, entity_id):
            table = self._table(origin)
            for line in table.lines if table is not None else ():
                if line.target and (origin.made or _kept_as(line.target) in (origin.after or {})):
                    found[line.target] = None
        return tuple(found)

    def head(self, import_id: int, field: str) -> str:
        """The words above the column of a field, "" when the tables of the import do not agree on them."""
        plan = self._plan(import_id)
        heads = {line.head for table in plan.tables for line in table.lines if line.target == field} if plan is not None else ()
        return next(iter(heads)) if len(heads) == 1 else ""

    # -----------------------------------------------------------------------------------------------------------------

    def _cells(self, every: tuple[Origin, ...], newest: Origin, field: str) -> tuple[Cell, ...]:
        """A value may be made of several cells of one import: parts of a sum, tables that give the same."""
        found: dict[Cell, None] = {}
        for origin in every:
            table = self._table(origin) if origin.import_id == newest.import_id else None
            for line in table.lines if table is not None else ():
                if line.target == field and table is not None:
                    found[self._cell(origin, table, line.index)] = None
        return tuple(found)

    def _cell(self, origin: Origin, table: TablePlan, index: int) -> Cell:
        from app.services.imports.model import Place

        at = (index, origin.position) if table.across else (origin.position, index)
        register = self._register(origin.import_id)
        files = register.files if register is not None else ()
        name = files[table.file].name if table.file < len(files) else ""
        return Cell(name, table.sheet, Place(table.file, table.sheet, *at).address, at[0] + 1)

    def _register(self, import_id: int) -> ImportRow | None:
        if import_id not in self._registers:
            self._registers[import_id] = self._unit.imports.get(import_id)
        return self._registers[import_id]

    def _plan(self, import_id: int) -> Plan | None:
        if import_id not in self._plans:
            register = self._register(import_id)
            if register is None:
                return None
            self._plans[import_id] = plan_from(register.mapping)
        return self._plans[import_id]

    def _table(self, origin: Origin) -> TablePlan | None:
        plan = self._plan(origin.import_id)
        return plan.tables[origin.table] if plan is not None and origin.table < len(plan.tables) else None


def _kept_as(field: str) -> str:
    """The name under which the store tells that a field of a file changed."""
    if field.startswith("id."):
        return "identifiers"
    if field.startswith("contact_"):
        return "contacts"
    return _KEPT_AS.get(field, field)
