"""Any sequence of an officer's entries: all undone is the content of the start, all done again that of the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CheckState, Role
from app.models.domain.errors import UserError
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.services.clock import FixedClock
from app.services.registry import build_services
from app.services.undo import service as undo_service
from tests.services.conftest import TODAY
from tests.services.desk import good_value, statement

BY = "officer 1"
NAMES = st.sampled_from(("Northern Bearings", "东方贸易有限公司", "ООО «Вектор»", "A", "Ж" * 60))
NOTES = st.sampled_from(("", "met the owner", "第二行\n备注", "x" * 500))
AMOUNTS = st.sampled_from(("0", "1.0", "1.00", "250000", "0.0001", "99999999.99")).map(Decimal)
PICK = st.integers(0, 1000)


class Office(RuleBasedStateMachine):
    """What officers enter, in any order; refused entries change nothing. Decisions are left out."""

    def __init__(self, ready: Path, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        path = Path(shutil.copy(ready, self._folder / "work.zixin"))
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.store = Store.open(path, clock=self._tick)
        self.services = build_services(self.store, FixedClock(TODAY))
        self.undo = self.services.undo
        self.start = self.store.content_digest()
        self.gap = 1.0

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=self.gap)
        return self.now

    def _try(self, call: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """What is refused is not entered."""
        try:
            return call(*args, **more)
        except UserError:
            return None

    # --- where to enter something ------------------------------------------------------------------------------------

    def _customer(self, pick: int) -> Customer | None:
        rows = self.services.customers.page()
        return self.services.customers.get(rows[pick % len(rows)].id) if rows else None

    def _case(self, pick: int) -> Any:
        customer = self._customer(pick)
        return self.services.cases.open_case(customer.id) if customer is not None else None

    @rule(gap=st.sampled_from((0.5, 3.0, 60.0)))
    def time_goes_by(self, gap: float) -> None:
        self.gap = gap

    # --- customers ---------------------------------------------------------------------------------------------------

    @rule(name=NAMES, code=st.sampled_from(("", "A-1", "B-2")), contacts=st.integers(0, 2))
    def enter_a_customer(self, name: str, code: str, contacts: int) -> None:
        identifiers = (Identifier("other", code, "CN"),) if code else ()
        people = tuple(Contact(f"person {n}", "buyer", "", "") for n in range(contacts))
        self._try(self.services.customers.save, Customer(name=name, identifiers=identifiers, contacts=people), BY)

    @rule(pick=PICK, note=NOTES, name=NAMES, former=st.booleans(), related=st.integers(0, 2))
    def change_a_customer(self, pick: int, note: str, name: str, former: bool, related: int) -> None:
        customer = self._customer(pick)
        if customer is not None:
            more = {"former_names": (*customer.former_names, customer.name)[:3]} if former else {}
            parties = tuple(RelatedParty(f"party {n}", "owner", "") for n in range(related))
            self._try(self.services.customers.save, replace(customer, note=note, name=name, related=parties, **more), BY)

    @rule(pick=PICK)
    def remove_a_customer(self, pick: int) -> None:
        customer = self._customer(pick)
        if customer is not None:
            self._try(self.services.customers.delete, customer.id, BY)

    # --- cases -------------------------------------------------------------------------------------------------------

    @rule(pick=PICK)
    def open_a_case(self, pick: int) -> None:
        customer = self._customer(pick)
        if customer is not None:
            self._try(self.services.cases.open, customer.id, BY)

    @rule(pick=PICK, limit=AMOUNTS, areas=st.booleans(), purpose=NOTES)
    def change_the_request(self, pick: int, limit: Decimal, areas: bool, purpose: str) -> None:
        head = self._case(pick)
        if head is not None:
            changed = replace(head, requested_limit=limit, with_areas=areas, purpose=purpose.replace("\n", " "))
            self._try(self.services.cases.update, changed, BY)

    @rule(pick=PICK, first=st.integers(0, 60), count=st.integers(1, 4), note=NOTES,
          state=st.sampled_from((AnswerState.VALUE, AnswerState.UNKNOWN, AnswerState.EMPTY)))
    def answer(self, pick: int, first: int, count: int, note: str, state: AnswerState) -> None:
        head = self._case(pick)
        if head is None:
            return
        m = self.services.methodologies.by_hash(head.methodology_hash)
        stored = self.services.cases.view(head.id).answers
        typed = []
        for item in m.items[first:first + count]:
            good = good_value(item, m)
            if good is None:
                continue
            kept = stored.get(item.id, Answer(item.id))
            value = good.value if state is AnswerState.VALUE else None
            typed.append(replace(good, value=value, state=state, note=note, version=kept.version,
                                 check=CheckState.CROSS_CHECKED if note else good.check))
        if typed:
            self._try(self.services.cases.answer, head.id, typed, BY)

    @rule(pick=PICK, values=st.lists(AMOUNTS, max_size=3))
    def offer_securities(self, pick: int, values: list[Decimal]) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.guarantees, head.id, tuple(Guarantee("cash_deposit", one) for one in values), BY)

    @rule(pick=PICK, data=st.sampled_from((b"%PDF-1.4 a", b"%PDF-1.4 b", bytes(5000))))
    def keep_a_file(self, pick: int, data: bytes) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.add_evidence, head.id, "licence.pdf", data, BY)

    @rule(pick=PICK, item=st.sampled_from(("A01", "A10", "A13")))
    def name_a_file(self, pick: int, item: str) -> None:
        head = self._case(pick)
        if head is not None:
            view = self.services.cases.view(head.id)
            ids = tuple(file.id for file in view.evidence)
            self._try(self.services.cases.answer, head.id, [replace(view.answers.get(item, Answer(item)), evidence_ids=ids)], BY)

    @rule(pick=PICK)
    def declare(self, pick: int) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.declare_independence, head.id, BY)

    # --- statements --------------------------------------------------------------------------------------------------

    @rule(pick=PICK, year=st.integers(2023, 2025), cash=st.integers(0, 3))
    def type_a_statement(self, pick: int, year: int, cash: int) -> None:
        customer = self._customer(pick)
        if customer is not None:
            there = {one.end: one for one in self.services.statements.of_customer(customer.id)}
            typed = statement(year, cash=900 + cash)
            kept = there.get(date(year, 12, 31))
            if kept is not None:
                typed = replace(typed, id=kept.id, version=kept.version)
            self._try(self.services.statements.save, customer.id, typed, BY)

    @rule(pick=PICK, add=st.integers(1, 9))
    def paste_all_periods(self, pick: int, add: int) -> None:
        customer = self._customer(pick)
        if customer is not None:
            with self.undo.together("statement.paste"):
                for kept in self.services.statements.of_customer(customer.id):
                    values = {key: value + add for key, value in kept.values.items() if add % 3 or key != "cash"}
                    self._try(self.services.statements.save, customer.id, replace(kept, values=values), BY)

    @rule(pick=PICK)
    def remove_a_statement(self, pick: int) -> None:
        customer = self._customer(pick)
        there = self.services.statements.of_customer(customer.id) if customer is not None else ()
        if customer is not None and there:
            self._try(self.services.statements.delete, customer.id, there[pick % len(there)].id, BY)

    # --- the rest ----------------------------------------------------------------------------------------------------

    @rule(number=st.integers(1, 4), role=st.sampled_from((Role.OFFICER, Role.CREDIT_MANAGER, Role.VIEWER)))
    def keep_officers(self, number: int, role: Role) -> None:
        name = f"clerk {number}"
        officer = self.services.officers.get(name)
        if officer is None:
            self._try(self.services.officers.add, name, role, BY)
        elif officer.role is not role:
            self._try(self.services.officers.set_role, officer.id, role, BY)
        elif officer.active:
            self._try(self.services.officers.deactivate, officer.id, BY)
        else:
            self._try(self.services.officers.rename, officer.id, f"clerk {number + 1}", BY)

    @rule(days=st.sampled_from(("60", "92")), rate=AMOUNTS)
    def set_things(self, days: str, rate: Decimal) -> None:
        self._try(self.services.settings.set, "review_days_default", days, BY)
        self._try(self.services.settings.set_rate, TODAY, "USD", rate, BY)

    @rule()
    def the_sample_comes_and_goes(self) -> None:
        samples = self.services.samples
        self._try(samples.remove if any(row.sample for row in self.services.customers.page()) else samples.install, BY)

    # --- undo and redo -----------------------------------------------------------------------------------------------

    @rule(count=st.integers(1, 3))
    def undo_some(self, count: int) -> None:
        for _ in range(count):
            if self.undo.peek(BY)[0] is not None:
                self.undo.undo(BY)

    @rule(count=st.integers(1, 3))
    def redo_some(self, count: int) -> None:
        for _ in range(count):
            if self.undo.peek(BY)[1] is not None:
                self.undo.redo(BY)

    @invariant()
    def versions_never_come_twice(self) -> None:
        """Nothing to do but look: a step that could not be named would fail here."""
        self.undo.peek(BY)

    def teardown(self) -> None:
        try:
            self._all_redone()
            end = self.store.content_digest()
            while self.undo.peek(BY)[0] is not None:
                self.undo.undo(BY)
            assert self.store.content_digest() == self.start, "all undone is not the start"
            self._all_redone()
            assert self.store.content_digest() == end, "all done again is not the end"
            assert self.store.check().whole
        finally:
            self.store.close()
            shutil.rmtree(self._folder)

    def _all_redone(self) -> None:
        while self.undo.peek(BY)[1] is not None:
            self.undo.redo(BY)


def _run(ready: Path, folder: Path, examples: int, steps: int, **more: Any) -> None:
    def machine() -> Office:
        return Office(ready, folder / "office")

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
            database=None, **more,
        ),
    )


@pytest.mark.timeout(300)
def test_any_sequence_undone_is_the_start_and_done_again_the_end(ready_store: Path, tmp_path: Path) -> None:
    _run(ready_store, tmp_path, 6, 20)


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_any_long_sequence_undone_is_the_start_and_done_again_the_end(ready_store: Path, tmp_path: Path) -> None:
    _run(ready_store, tmp_path, 150, 60)


@pytest.mark.timeout(300)
def test_the_machine_sees_one_row_that_was_left_out(
    ready_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = undo_service.apply_rows

    def without_one(unit: Any, images: Any, **more: Any) -> None:
        whole(unit, images[:-1], **more)

    monkeypatch.setattr(undo_service, "apply_rows", without_one)
    with pytest.raises((AssertionError, UserError)):
        _run(ready_store, tmp_path, 10, 10, phases=(Phase.generate,), derandomize=True, report_multiple_bugs=False)
