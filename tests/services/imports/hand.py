"""Records made by hand, with a plan that fits them: what reading and mapping would hand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.models.db.store import Store
from app.models.domain.imports import FileMark
from app.services.imports.check import Checked
from app.services.imports.model import Choice, Kept, Kind, Line, Plan, Record, TablePlan
from app.services.registry import Services

USCC, OTHER_USCC = "91350100M000100Y43", "91110000802100433B"
INN, OTHER_INN = "7707083893", "7736050003"


def mark(name: str = "list.xlsx", content: str = "a") -> FileMark:
    return FileMark(name, content * 64, 1000)


def plan_of(rows: Sequence[Mapping[str, Kept]], kind: Kind = Kind.CUSTOMER, **changes: object) -> Plan:
    """One table whose columns are the fields of the rows, its head in row 1 and its first record in row 2 of the sheet."""
    fields = list(dict.fromkeys(field for row in rows for field in row))
    lines = tuple(Line(number, field, field) for number, field in enumerate(fields))
    table = TablePlan(0, "Sheet1", kind, 1, len(rows), 0, len(fields) - 1, lines, header=(0,), **changes)  # type: ignore[arg-type]
    return Plan("by hand", (table,))


def records_of(rows: Sequence[Mapping[str, Kept]], kind: Kind = Kind.CUSTOMER) -> list[Record]:
    return [Record(0, kind, number, dict(row)) for number, row in enumerate(rows, start=1)]


def checked(
    services: Services, rows: Sequence[Mapping[str, Kept]], kind: Kind = Kind.CUSTOMER, content: str = "a",
    unit: int | None = None,
) -> Checked:
    plan = plan_of(rows, kind, choice=Choice(unit=unit))
    return services.imports.check(records_of(rows, kind), plan, [mark(content=content)])


def bring(services: Services, rows: Sequence[Mapping[str, Kept]], kind: Kind = Kind.CUSTOMER, content: str = "a") -> int:
    """Check and import; return the number in the register."""
    return services.imports.commit(checked(services, rows, kind, content), None, "officer 1").value.import_id


def period(name: str = "Harbour Steel Ltd", year: int = 2025, **values: int) -> dict[str, Kept]:
    lines = {"rev": 1200, "TA": 900, "cash": 100, **values}
    return {"name": name, "end": date(year, 12, 31), "currency": "CNY", **{f"line.{key}": Decimal(n) for key, n in lines.items()}}


def company(name: str = "Harbour Steel Ltd", /, **more: Any) -> dict[str, Kept]:
    return {"name": name, **more}


REGISTER: tuple[dict[str, Kept], ...] = (
    {"name": "远航机械有限公司", "id.uscc": USCC, "address": "1 Quay Road", "fact.capital": Decimal(5000000),
     "fact.founded": date(2001, 5, 14), "as_of": date(2026, 10, 1), "source": "register", "contact_name": "Person One"},
    {"name": "ООО «Северная торговля»", "id.inn": INN, "fact.status": "active", "as_of": date(2026, 10, 1),
     "source": "register"},
    {"name": "Harbour Steel Ltd", "country": "DE", "former_name": "Old Harbour Ltd", "score.score": Decimal(71),
     "source": "bureau"},
)


def digest(store: Store) -> str:
    return store.content_digest()
