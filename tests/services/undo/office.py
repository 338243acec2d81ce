"""What officers enter, in any order: the machine that tries undo and redo (see ``test_undo_machine``)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.models.db.steps import Step
from app.models.db.store import Store
from app.models.domain.answers import Answer, Guarantee
from app.models.domain.enums import AnswerState, CheckState, Grade, Role
from app.models.domain.errors import UserError
from app.models.domain.imports import LedgerEntry
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.rating import Override
from app.models.domain.records import OutsideReport
from app.services.clock import FixedClock
from app.services.evidence.service import NewFile, Removed
from app.services.registry import build_services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, good_value, statement

BY, SECOND = "officer 1", "officer 2"
NAMES = st.sampled_from(("Northern Bearings", "东方贸易有限公司", "ООО «Вектор»", "A", "Ж" * 60))
NOTES = st.sampled_from(("", "met the owner", "第二行\n备注", "x" * 500))
AMOUNTS = st.sampled_from(("0", "1.0", "1.00", "250000", "0.0001", "99999999.99")).map(Decimal)
VIEWS = st.sampled_from(("late ones", "我的客户", "мои"))
PICK = st.integers(0, 1000)


def furnish(path: Path) -> None:
    """Three customers: one ready to be proposed, one with a case decided and a new one open, one with a rejected case."""
    with Store.open(path) as store:
        services = build_services(store, FixedClock(TODAY))
        services.officers.set_role(1, Role.GENERAL_MANAGER, SECOND)     # whoever tries everything may do everything
        Desk.filled(services, name="Ready Ltd.", identifiers=())
        decided = Desk.filled(services, name="Decided Ltd.", identifiers=())
        decided.approved()
        services.cases.open(decided.customer.id, BY)
        refused = Desk.filled(services, name="Refused Ltd.", identifiers=())
        services.grading.reject(refused.propose().id, SECOND, "too little known")


class Office(RuleBasedStateMachine):
    """Refused entries change nothing. ``seen``: the commands that were committed and can be undone."""

    def __init__(self, ready: Path, folder: Path, seen: set[str]) -> None:
        super().__init__()
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        path = Path(shutil.copy(ready, self._folder / "work.zixin"))
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.store = Store.open(path, clock=self._tick)
        self.services = build_services(self.store, FixedClock(TODAY))
        self.undo = self.services.undo
        self._watch(seen)
        self.start = self.store.content_digest()
        self.gap = 1.0
        self._removed: list[Removed] = []

    def _watch(self, seen: set[str]) -> None:
        keeper: Any = self.store.keeper
        take = keeper.take

        def watched(step: Step) -> None:
            if step.rows:
                seen.add(step.command)
            take(step)

        keeper.take = watched

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

    @rule(pick=PICK, note=NOTES, name=NAMES, former=st.booleans(), related=st.integers(0, 2), contacts=st.integers(0, 2),
          codes=st.lists(st.sampled_from(("A-1", "B-2", "C-3")), max_size=2, unique=True))
    def change_a_customer(
        self, pick: int, note: str, name: str, former: bool, related: int, contacts: int, codes: list[str]
    ) -> None:
        customer = self._customer(pick)
        if customer is not None:
            more = {"former_names": (*customer.former_names, customer.name)[:3]} if former else {}
            self._try(self.services.customers.save, replace(
                customer, note=note, name=name, related=tuple(RelatedParty(f"party {n}", "owner", "") for n in range(related)),
                contacts=tuple(Contact(f"person {contacts - n}", "buyer", "", "") for n in range(contacts)),
                identifiers=tuple(Identifier("other", code, "CN") for code in codes), **more,
            ), BY)

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

    @rule(pick=PICK)
    def go_on_with_a_rejected_case(self, pick: int) -> None:
        customer = self._customer(pick)
        if customer is not None:
            for head in self.services.cases.of_customer(customer.id):
                self._try(self.services.cases.reopen, head.id, BY)

    @rule(pick=PICK, limit=AMOUNTS, areas=st.booleans(), purpose=NOTES, reports=st.integers(0, 3))
    def change_the_request(self, pick: int, limit: Decimal, areas: bool, purpose: str, reports: int) -> None:
        head = self._case(pick)
        if head is not None:
            ordered = tuple(
                OutsideReport(f"agency {n}", TODAY, TODAY + timedelta(days=n), limit if n else None, "CNY")
                for n in range(reports)
            )
            changed = replace(
                head, requested_limit=limit, with_areas=areas, purpose=purpose.replace("\n", " "), reports=ordered
            )
            self._try(self.services.cases.update, changed, BY)

    @rule(pick=PICK, first=st.integers(0, 60), count=st.integers(1, 4), note=NOTES,
          state=st.sampled_from((AnswerState.VALUE, AnswerState.UNKNOWN, AnswerState.EMPTY)))
    def answer(self, pick: int, first: int, count: int, note: str, state: AnswerState) -> None:
        head = self._case(pick)
        if head is not None:
            self._answer(head, first, count, note, state)

    @rule(pick=PICK, note=NOTES)
    def paste_answers(self, pick: int, note: str) -> None:
        """A whole column from a spreadsheet is one command."""
        head = self._case(pick)
        if head is not None:
            self._answer(head, 0, 80, note, AnswerState.VALUE, pasted=True)

    def _answer(self, head: Any, first: int, count: int, note: str, state: AnswerState, *, pasted: bool = False) -> None:
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
            self._try(self.services.cases.answer, head.id, typed, BY, pasted=pasted)

    @rule(pick=PICK, some=st.sampled_from((None, ("A01",), ("A10", "A13"))))
    def take_over_answers(self, pick: int, some: tuple[str, ...] | None) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.take_over, head.id, some, BY)

    @rule(pick=PICK, values=st.lists(AMOUNTS, max_size=3))
    def offer_securities(self, pick: int, values: list[Decimal]) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.guarantees, head.id, tuple(Guarantee("cash_deposit", one) for one in values), BY)

    @rule(pick=PICK)
    def declare(self, pick: int) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.declare_independence, head.id, BY)

    @rule(pick=PICK, days=st.sampled_from((30, 60)), away=st.booleans())
    def override_the_grade(self, pick: int, days: int, away: bool) -> None:
        head = self._case(pick)
        if head is not None:
            wanted = None if away else Override(Grade.C, "one buyer", TODAY + timedelta(days=days), BY)
            self._try(self.services.grading.override, head.id, wanted, BY)

    # --- files -------------------------------------------------------------------------------------------------------

    @rule(pick=PICK, pages=st.sampled_from((1, 2, 3000)))
    def keep_a_file(self, pick: int, pages: int) -> None:
        head = self._case(pick)
        if head is not None:
            self._try(self.services.cases.add_evidence, head.id, "licence.pdf", b"%PDF-1.4" + b" p" * pages, BY)

    @rule(pick=PICK, item=st.sampled_from(("", "A01", "A10")), count=st.integers(1, 3))
    def drop_files(self, pick: int, item: str, count: int) -> None:
        head = self._case(pick)
        if head is not None:
            files = [NewFile(f"page {n}.pdf", f"%PDF-1.4 page {n}".encode()) for n in range(count)]
            self._try(self.services.evidence.add, head.id, item, files, BY)

    @rule(pick=PICK, item=st.sampled_from(("A01", "A10", "A13")))
    def name_a_file(self, pick: int, item: str) -> None:
        head = self._case(pick)
        if head is not None:
            view = self.services.cases.view(head.id)
            ids = tuple(file.id for file in view.evidence)
            self._try(self.services.cases.answer, head.id, [replace(view.answers.get(item, Answer(item)), evidence_ids=ids)], BY)

    @rule(pick=PICK)
    def take_a_file_out(self, pick: int) -> None:
        head = self._case(pick)
        files = self.services.cases.view(head.id).evidence if head is not None else ()
        if files:
            done = self._try(self.services.evidence.remove, files[pick % len(files)].id, BY)
            if done is not None:
                self._removed.append(done.value)

    @rule()
    def put_the_file_back(self) -> None:
        if self._removed:
            self._try(self.services.evidence.put_back, self._removed.pop(), BY)

    # --- statements --------------------------------------------------------------------------------------------------

    @rule(pick=PICK, year=st.integers(2022, 2025), cash=st.integers(0, 3))
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
                    self._try(self.services.statements.save, customer.id, replace(kept, values=values), BY, pasted=True)

    @rule(pick=PICK)
    def remove_a_statement(self, pick: int) -> None:
        customer = self._customer(pick)
        there = self.services.statements.of_customer(customer.id) if customer is not None else ()
        if customer is not None and there:
            self._try(self.services.statements.delete, customer.id, there[pick % len(there)].id, BY)

    @rule(pick=PICK, number=st.integers(1, 3), amount=AMOUNTS, kind=st.sampled_from(("invoice", "payment", "order")))
    def enter_a_line_of_the_ledger(self, pick: int, number: int, amount: Decimal, kind: str) -> None:
        """A new line, or one corrected where it is there already."""
        customer = self._customer(pick)
        if customer is not None:
            found = self.services.ledger.receivables(customer.id)
            there = [one.entry for one in found.invoices if one.entry.number == f"N-{number}"]
            fresh = LedgerEntry(customer.id, kind, f"N-{number}", TODAY, amount, customer.currency)
            self._try(self.services.ledger.save, replace(there[0], amount=amount) if there else fresh, BY)

    @rule(pick=PICK)
    def remove_a_line_of_the_ledger(self, pick: int) -> None:
        customer = self._customer(pick)
        there = self.services.ledger.receivables(customer.id).invoices if customer is not None else ()
        if there:
            self._try(self.services.ledger.remove, there[pick % len(there)].entry, BY)

    @rule(pick=PICK, words=st.sampled_from(("paid since", "мы проверим", "已核实")))
    def ask_about_a_warning(self, pick: int, words: str) -> None:
        """Of a customer without warnings: a year is typed that raises some."""
        customer = self._customer(pick)
        if customer is None:
            return
        alarms = [one for one in self.services.alarms.of_customer(customer.id) if one.closed is None]
        if not alarms:
            there = [one for one in self.services.statements.of_customer(customer.id) if one.end.year == 2025]
            odd = statement(2025, oth_rec=500, oth_ca=0)
            odd = replace(odd, id=there[0].id, version=there[0].version) if there else odd
            self._try(self.services.statements.save, customer.id, odd, BY)
        else:
            alarm = alarms[pick % len(alarms)]
            self._try(self.services.alarms.assign, alarm.id, BY, owner=SECOND, due=alarm.due, asked=words)
            self._try(self.services.alarms.answer, alarm.id, words, BY)

    @rule(pick=PICK, days=st.integers(0, 9))
    def be_away_or_back(self, pick: int, days: int) -> None:
        there = self.services.reviews.absences()
        if there and pick % 2:
            self._try(self.services.reviews.end_absence, there[pick % len(there)].id, BY)
        else:
            first = TODAY + timedelta(days=pick % 30)
            self._try(self.services.reviews.add_absence, SECOND, first, first + timedelta(days=days), BY)

    # --- the workplace -----------------------------------------------------------------------------------------------

    @rule(number=st.integers(1, 4), role=st.sampled_from((Role.OFFICER, Role.CREDIT_MANAGER, Role.VIEWER)))
    def keep_officers(self, number: int, role: Role) -> None:
        officer = self.services.officers.get(f"clerk {number}")
        if officer is None:
            self._try(self.services.officers.add, f"clerk {number}", role, BY)
        elif officer.role is not role:
            self._try(self.services.officers.set_role, officer.id, role, BY)
        else:
            self._try(self.services.officers.rename, officer.id, f"clerk {number + 1}", BY)

    @rule(number=st.integers(1, 4))
    def put_an_officer_out_of_use_or_back(self, number: int) -> None:
        officer = self.services.officers.get(f"clerk {number}")
        if officer is not None:
            turn = self.services.officers.deactivate if officer.active else self.services.officers.activate
            self._try(turn, officer.id, BY)

    @rule(days=st.sampled_from(("60", "92")), rate=AMOUNTS)
    def set_things(self, days: str, rate: Decimal) -> None:
        self._try(self.services.settings.set, "review_days_default", days, BY)
        self._try(self.services.settings.set_rate, TODAY, "USD", rate, BY)

    @rule(name=NAMES, phone=st.sampled_from(("", "1", "2")))
    def set_several_things(self, name: str, phone: str) -> None:
        self._try(self.services.settings.set_all, {"company_name": name, "company_phone": phone}, BY)

    @rule(name=VIEWS, width=st.integers(1, 3))
    def keep_a_view(self, name: str, width: int) -> None:
        self._try(self.services.views.save, BY, "customers", name, {"columns": ["name"] * width})

    @rule(pick=PICK, name=VIEWS)
    def rename_a_view(self, pick: int, name: str) -> None:
        there = self.services.views.all(BY, "customers")
        if there:
            self._try(self.services.views.rename, there[pick % len(there)].id, name, BY)

    @rule(pick=PICK)
    def remove_a_view(self, pick: int) -> None:
        there = self.services.views.all(BY, "customers")
        if there:
            self._try(self.services.views.delete, there[pick % len(there)].id, BY)

    @rule(name=VIEWS, width=st.integers(1, 3))
    def keep_a_mapping(self, name: str, width: int) -> None:
        self._try(self.services.imports.save_profile, name, f"width = {width}", BY)

    @rule(name=VIEWS)
    def remove_a_mapping(self, name: str) -> None:
        self._try(self.services.imports.delete_profile, name, BY)

    @rule(name=VIEWS)
    def start_a_draft(self, name: str) -> None:
        if len(self.services.methodology_drafts.all()) < 3:
            self._try(self.services.methodology_drafts.start, self.services.methodologies.current().hash, name, BY)

    @rule(pick=PICK, days=st.integers(30, 60), name=VIEWS)
    def work_on_a_draft(self, pick: int, days: int, name: str) -> None:
        drafts = self.services.methodology_drafts
        there = drafts.all()
        if there and days % 2:
            head = there[pick % len(there)]
            self._try(drafts.rename, head.id, head.version, name, BY)
        elif there:
            view = drafts.open(there[pick % len(there)].id)
            m = replace(view.methodology, rules=replace(view.methodology.rules, override_days=days))
            self._try(drafts.save, view.head.id, view.head.version, m, BY)

    @rule(pick=PICK)
    def throw_a_draft_away(self, pick: int) -> None:
        there = self.services.methodology_drafts.all()
        if there:
            self._try(self.services.methodology_drafts.discard, there[pick % len(there)].id, BY)

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
    def every_step_has_a_name(self) -> None:
        """Nothing to do but look: a step that could not be named would fail here."""
        self.undo.peek(BY)

    def teardown(self) -> None:
        try:
            self._there_and_back()
            assert self.store.check().whole
        finally:
            self.store.close()
            shutil.rmtree(self._folder)

    def _there_and_back(self) -> None:
        self._all_redone()
        end = self.store.content_digest()
        while self.undo.peek(BY)[0] is not None:
            self.undo.undo(BY)
        assert self.store.content_digest() == self.start, "all undone is not the start"
        self._all_redone()
        assert self.store.content_digest() == end, "all done again is not the end"

    def _all_redone(self) -> None:
        while self.undo.peek(BY)[1] is not None:
            self.undo.redo(BY)
