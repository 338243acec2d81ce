"""Undo and redo of an officer's commands, within the session. Decisions are not undone but reversed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.db.steps import RowImage, Step
from app.models.db.undo import apply_rows
from app.models.domain.enums import CaseState
from app.models.domain.errors import UserError
from app.services.cases.states import OPEN_STATES, Event, after, can
from app.services.changes import (
    ALARMS,
    CASE,
    CUSTOMER,
    GRADE,
    IMPORTS,
    LEDGER,
    METHODOLOGY,
    NOTICES,
    OFFICERS,
    REVIEWS,
    SETTINGS,
    STATEMENTS,
    VIEWS,
    Changed,
)
from app.services.officers.service import may_enter
from app.services.rights.roles import roles
from app.services.undo.log import Log
from app.services.undo.names import Names, StepView, names_of, view_of

if TYPE_CHECKING:
    from app.models.db.store import Store
    from app.models.db.units import WriteUnit
    from app.services.grading.voiding import Voiding
    from app.services.methodologies import Methodologies

_FLAGS = {
    "officers": (OFFICERS,), "settings": (SETTINGS,), "customers": (CUSTOMER, REVIEWS), "cases": (CASE, CUSTOMER, REVIEWS),
    "case_reports": (CASE,), "answers": (CASE,), "guarantees": (CASE,), "evidence": (CASE,), "statements": (STATEMENTS, CASE),
    "statement_lines": (STATEMENTS, CASE), "ratings": (CASE, GRADE), "proposals": (CASE, GRADE), "decisions": (CASE, GRADE),
    "grade_changes": (GRADE, CUSTOMER, REVIEWS), "notices": (NOTICES,), "grades_in_force": (GRADE, CUSTOMER, REVIEWS),
    "customer_identifiers": (CUSTOMER,), "customer_former_names": (CUSTOMER,), "customer_related": (CUSTOMER,),
    "customer_contacts": (CUSTOMER,), "methodology_drafts": (METHODOLOGY,), "saved_views": (VIEWS,),
    "outside_records": (CUSTOMER, IMPORTS), "turnover": (CUSTOMER, IMPORTS), "ledger_entries": (LEDGER, CUSTOMER),
    "import_profiles": (IMPORTS,), "alarms": (ALARMS, CUSTOMER), "limit_holds": (GRADE, CUSTOMER),
}


@dataclass(frozen=True, slots=True)
class _Places:
    """Cases and customers that a step speaks of."""

    cases: frozenset[int]
    customers: frozenset[int]


class Undo:
    """The steps of this session. It remembers from the moment it is made, for as long as the store is open."""

    def __init__(self, store: Store, methodologies: Methodologies, voiding: Voiding) -> None:
        self._store, self._methodologies, self._voiding = store, methodologies, voiding
        self._log = Log()
        store.keeper = self._log

    def together(self, command: str) -> AbstractContextManager[None]:
        """What this thread commits inside is undone as one step, named ``command`` (see ``commands.GROUPS``)."""
        return self._log.together(command)

    def peek(self, by: str) -> tuple[StepView | None, StepView | None]:
        """The steps that ``by`` would undo and do again now."""
        steps = [self._log.next(by, back=back) for back in (True, False)]
        if steps == [None, None]:
            return None, None
        with self._store.read() as unit:
            views = [None if step is None else view_of(step, names_of(unit, step, self._methodologies)) for step in steps]
        return views[0], views[1]

    def undo(self, by: str) -> Changed[StepView]:
        """Take back the newest step of ``by``. All of it or nothing.

        UserError ``undo.nothing``; ``undo.changed_since``, ``undo.in_use``, ``undo.decided`` or ``undo.proposed`` when
        something rests on it by now: it stays then, and the step before it is the next one.
        """
        return self._move(by, back=True)

    def redo(self, by: str) -> Changed[StepView]:
        """Do again what was undone last. Errors as ``undo``; ``redo.nothing``."""
        return self._move(by, back=False)

    # -----------------------------------------------------------------------------------------------------------------

    def _move(self, by: str, *, back: bool) -> Changed[StepView]:
        step = self._log.next(by, back=back)
        if step is None:
            raise UserError("undo.nothing" if back else "redo.nothing")
        try:
            view = self._apply(step, by, back=back)
        except UserError as error:
            if error.key in ("undo.changed_since", "undo.in_use", "undo.decided"):
                self._log.drop(step, back=back)
            raise
        self._log.moved(step, back=back)
        flags = frozenset(flag for image in step.rows for flag in _FLAGS.get(image.table, ()))
        return Changed(view, flags, view.customer_id, view.case_id)

    def _apply(self, step: Step, by: str, *, back: bool) -> StepView:
        with self._store.write("undo" if back else "redo", by) as unit:
            may_enter(unit, by)
            if self._store.guard is not None and roles().right_of(step.command) is not None:
                self._store.guard(unit, step.command, by)       # whose role no longer includes it takes nothing of it back
            names: Names = names_of(unit, step, self._methodologies)
            places = _places(step.rows)
            self._refuse_decided(unit, step, places, back=back)
            apply_rows(unit, step.rows, forward=not back, versions=self._log.versions)
            self._refuse_proposed(unit, places)
            self._follow_score(unit, step, places)
            if not names.customer:      # a customer that comes back
                names = names_of(unit, step, self._methodologies)
            unit.commit()
        return view_of(step, names, back=back)

    @staticmethod
    def _refuse_decided(unit: WriteUnit, step: Step, places: _Places, *, back: bool) -> None:
        """A decided case is closed: nothing in it moves but what the step itself had moved."""
        own = {image.key[0]: image.after if back else image.before for image in step.rows if image.table == "cases"}
        for case_id in places.cases:
            head = unit.cases.get(case_id)
            if head is None or head.state in OPEN_STATES:
                continue
            row = own.get(case_id)
            if row is None or row["state"] != head.state:
                raise UserError("undo.decided", number=head.number)

    def _refuse_proposed(self, unit: WriteUnit, places: _Places) -> None:
        """What was proposed must still stand on what it was proposed on."""
        open_cases = {case.id for one in places.customers if (case := unit.cases.open_case(one)) is not None}
        for case_id in places.cases | open_cases:
            proposal = unit.decisions.open_proposal(case_id)
            if proposal is not None and not self._voiding.still_holds(unit, case_id, proposal):
                head = unit.cases.get(case_id)
                raise UserError("undo.proposed", number=head.number if head is not None else "")

    @staticmethod
    def _follow_score(unit: WriteUnit, step: Step, places: _Places) -> None:
        """A score that was stored meanwhile is not the score of what the case holds now."""
        from dataclasses import replace

        own = {image.key[0] for image in step.rows if image.table == "cases"}
        for case_id in places.cases - own:
            head = unit.cases.get(case_id)
            if head is not None and head.state is CaseState.SCORED:
                event = Event.EDIT if head.verifier else Event.EDIT_KEY
                if can(head.state, event):
                    unit.cases.save(replace(head, state=after(head.state, event)))


def _places(rows: Iterable[RowImage]) -> _Places:
    cases: set[int] = set()
    customers: set[int] = set()
    for image in rows:
        row: Any = image.after or image.before
        for found, table, column in ((cases, "cases", "case_id"), (customers, "customers", "customer_id")):
            if image.table == table:
                found.add(image.key[0])
            elif isinstance(row.get(column), int):
                found.add(row[column])
    return _Places(frozenset(cases), frozenset(customers))
