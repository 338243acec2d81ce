"""What the statements screen reads, computes and writes on the worker threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.models.domain.errors import UserError
from app.models.domain.holds import WARNINGS
from app.models.domain.methodology import Methodology
from app.models.domain.parties import Customer
from app.models.domain.rating import CheckOutcome, PeriodRatios
from app.models.domain.statement import Statement

if TYPE_CHECKING:
    from app.services.changes import Changed
    from app.services.registry import Services


@dataclass(frozen=True, slots=True)
class Figures:
    """What follows from the typed lines: completed lines and ratios by period, and the checks."""

    periods: tuple[PeriodRatios, ...]
    checks: tuple[CheckOutcome, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The statements of a customer as they are opened. ``case_id``: the case under way, to go back to; ``refusal``:
    why the officer in use may not enter figures, None where he may.
    """

    customer: Customer
    statements: tuple[Statement, ...]
    methodology: Methodology
    figures: Figures
    case_id: int | None
    refusal: UserError | None = None


def figures(services: Services, methodology: Methodology, statements: Sequence[Statement]) -> Figures:
    """Totals, ratios and checks of ``statements`` (oldest first); pure."""
    return Figures(services.statements.ratios(methodology, statements), services.statements.check(methodology, statements))


def read_statements(services: Services, customer_id: int, officer: str) -> Reading:
    """Everything the screen shows."""
    with services.page(customer_id=customer_id):
        case = services.cases.open_case(customer_id)
        current = services.methodologies.current()
        methodology = services.methodologies.by_hash(case.methodology_hash) if case is not None else current
        found = services.statements.of_customer(customer_id)
        customer = services.customers.get(customer_id)
        refusal = services.rights.refusal("statement.save", officer)
    case_id = case.id if case is not None else None
    return Reading(customer, found, methodology, figures(services, methodology, found), case_id, refusal)


def warnings_of(services: Services, customer_id: int) -> tuple[int, bool]:
    """How many early warnings of a customer are not closed, and whether they froze its limit (on a reader thread)."""
    waiting = sum(one.closed is None for one in services.alarms.of_customer(customer_id))
    return waiting, any(one.kind == WARNINGS for one in services.holds.of_customer(customer_id))


class StatementWriter:
    """Saves columns of the grid. Used on the writer thread only: it knows which column got which id and version there."""

    def __init__(self, services: Services, customer_id: int) -> None:
        self._services, self._customer_id = services, customer_id
        self._kept: dict[int, Statement] = {}

    def save(
        self, columns: Sequence[tuple[int, Statement]], by: str, pasted: frozenset[int] = frozenset()
    ) -> Changed[tuple[tuple[int, Statement], ...]]:
        """Save columns, each named by its number; the answer carries the same numbers. ``pasted``: which were not typed."""
        done: list[tuple[int, Statement]] = []
        with self._services.undo.together("statement.paste"):
            flags = self._save_each(columns, by, pasted, done)
        return _changed(tuple(done), flags, self._customer_id)

    def _save_each(
        self, columns: Sequence[tuple[int, Statement]], by: str, pasted: frozenset[int], done: list[tuple[int, Statement]]
    ) -> frozenset[str]:
        flags: frozenset[str] = frozenset()
        for number, statement in columns:
            kept = self._kept.get(number)
            current = (
                statement if kept is None else replace(statement, id=kept.id, version=max(kept.version, statement.version))
            )
            changed = self._services.statements.save(self._customer_id, current, by, pasted=number in pasted)
            self._kept[number] = changed.value
            flags |= changed.flags
            done.append((number, changed.value))
        return flags

    def delete(self, number: int, statement: Statement, by: str) -> Changed[Any]:
        """Remove a column's statement from the store, if it is there."""
        kept = self._kept.pop(number, statement)
        if kept.id is None:
            return _changed(None, frozenset(), self._customer_id)
        return self._services.statements.delete(self._customer_id, kept.id, by)


def _changed(value: Any, flags: frozenset[str], customer_id: int) -> Changed[Any]:
    from app.services.changes import Changed

    return Changed(value, flags, customer_id)
