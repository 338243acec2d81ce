"""Undo and redo of an officer's commands through the services, on a real store."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.db.journal import entries
from app.models.db.store import Store
from app.models.domain.answers import Guarantee
from app.models.domain.enums import Role
from app.models.domain.errors import NotAllowed, UserError
from app.services.registry import Services
from app.services.undo import commands
from app.services.undo.log import MOST_STEPS
from tests.services.desk import Desk, new_customer, statement

BY = "officer 1"


class Hand:
    """A clock that is moved by hand: each command comes a minute after the last one."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, tzinfo=UTC)
        self.step = timedelta(minutes=1)

    def __call__(self) -> datetime:
        self.now += self.step
        return self.now


@pytest.fixture
def hand(open_store: Store) -> Hand:
    made = Hand()
    open_store._clock = made
    return made


@pytest.fixture
def undo(services: Services, hand: Hand):  # type: ignore[no-untyped-def]
    return services.undo


def test_a_new_customer_is_undone_and_done_again_under_its_own_number(undo, services: Services, open_store: Store) -> None:
    start = open_store.content_digest()
    customer = new_customer(services)
    end = open_store.content_digest()
    taken = undo.undo(BY)
    assert open_store.content_digest() == start
    assert taken.value.kind == "customer.new" and taken.value.customer == customer.name
    assert taken.value.gone_customers == {customer.id} and "customer" in taken.flags
    undo.redo(BY)
    assert open_store.content_digest() == end
    assert services.customers.get(customer.id).version > customer.version


def test_every_version_only_counts_up(undo, services: Services) -> None:
    customer = new_customer(services)
    changed = services.customers.save(replace(customer, address="Fuzhou"), BY).value
    undo.undo(BY)
    back = services.customers.get(customer.id)
    assert back.address == customer.address and back.version > changed.version
    undo.undo(BY)
    undo.redo(BY)
    assert services.customers.get(customer.id).version > back.version


def test_a_removed_customer_comes_back_with_everything_that_hung_on_it(undo, open_store: Store, services: Services) -> None:
    desk = Desk.filled(services)
    services.cases.add_evidence(desk.case.id, "licence.pdf", b"%PDF" + bytes(2000), BY)
    services.cases.guarantees(desk.case.id, (Guarantee("cash_deposit", Decimal(5000)),), BY)
    whole = open_store.content_digest()
    services.customers.delete(desk.customer.id, BY)
    gone = open_store.content_digest()
    step = undo.undo(BY).value
    assert open_store.content_digest() == whole and step.kind == "customer.delete" and step.customer == desk.customer.name
    undo.redo(BY)
    assert open_store.content_digest() == gone


def test_the_journal_tells_of_undoing_and_holds(undo, services: Services, open_store: Store) -> None:
    customer = new_customer(services)
    services.customers.save(replace(customer, address="Fuzhou"), BY)
    undo.undo(BY)
    with open_store.read() as unit:
        told = entries(unit.connection, "customers", customer.id)
        assert [one.command for one in told] == ["customer.save", "customer.save", "undo"]
    assert open_store.check().whole


def test_a_row_changed_since_is_left_alone_in_plain_words(undo, services: Services, open_store: Store) -> None:
    customer = new_customer(services)
    mine = services.customers.save(replace(customer, address="Fuzhou"), BY).value
    services.customers.save(replace(mine, address="Xiamen"), "officer 3")
    before = open_store.content_digest()
    with pytest.raises(UserError) as caught:
        undo.undo(BY)
    assert caught.value.key == "undo.changed_since"
    assert open_store.content_digest() == before
    # It does not stand in the way of the officer's other steps for ever.
    assert undo.peek(BY)[0].kind == "customer.new"


def test_what_others_built_on_is_not_taken_away(undo, services: Services, open_store: Store) -> None:
    customer = new_customer(services)
    services.cases.open(customer.id, "officer 3")
    with pytest.raises(UserError) as caught:
        undo.undo(BY)
    assert caught.value.key == "undo.in_use"
    assert services.customers.get(customer.id) == customer


def test_a_file_that_an_answer_of_somebody_else_names_is_not_taken_away(undo, services: Services) -> None:
    desk = Desk.opened(services)
    kept = services.cases.add_evidence(desk.case.id, "a.pdf", b"x", BY).value
    answer = desk.answer("A01", "as registered")
    undo.undo(BY)
    services.cases.answer(desk.case.id, [replace(answer, version=0, evidence_ids=(kept.id,))], "officer 3")
    with pytest.raises(UserError) as caught:
        undo.undo(BY)
    assert caught.value.key == "undo.in_use"


def test_decisions_are_not_undone(undo, services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    desk.approved()
    decided = open_store.content_digest()
    seen = set()
    while undo.peek(BY)[0] is not None:
        try:
            undo.undo(BY)
        except UserError as error:
            seen.add(error.key)
        else:
            # what does not hang on the case may go: a statement typed before the decision keeps its copy in the rating
            assert undo.peek(BY)[1].kind.startswith("statement")
            undo.redo(BY)
            undo._log.drop(undo._log.next(BY, back=True), back=True)
        assert open_store.content_digest() == decided
    assert "undo.decided" in seen
    assert undo.peek("officer 2") == (None, None)


def test_what_a_proposal_stands_on_waits_until_it_is_withdrawn(undo, services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    desk.answer("A13", Decimal(3), note="seen on site")
    proposal = desk.propose()
    with pytest.raises(UserError) as caught:
        undo.undo(BY)
    assert caught.value.key == "undo.proposed"
    services.grading.withdraw(proposal.id, BY)
    assert undo.undo(BY).value.item == "A13"


def test_the_withdrawal_of_a_proposal_by_an_edit_belongs_to_the_edit(undo, services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    proposal = desk.propose()
    before = open_store.content_digest()
    desk.answer("A13", Decimal(1))
    assert services.grading.proposal_state(proposal.id) == "withdrawn"
    undo.undo(BY)
    assert open_store.content_digest() == before
    assert services.grading.approve(proposal.id, "officer 2", "agreed").value


def test_a_new_entry_ends_what_could_be_done_again(undo, services: Services) -> None:
    customer = new_customer(services)
    services.customers.save(replace(customer, address="Fuzhou"), BY)
    undo.undo(BY)
    assert undo.peek(BY)[1].kind == "customer.save"
    services.customers.save(replace(services.customers.get(customer.id), note="met"), BY)
    assert undo.peek(BY)[1] is None
    with pytest.raises(UserError) as caught:
        undo.redo(BY)
    assert caught.value.key == "redo.nothing"


def test_nothing_to_undo_is_said(undo) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError) as caught:
        undo.undo(BY)
    assert caught.value.key == "undo.nothing"


def test_each_officer_undoes_what_is_his(undo, services: Services) -> None:
    customer = new_customer(services)
    services.settings.set_rate(date(2026, 1, 1), "USD", Decimal(7), "officer 3")
    assert undo.peek(BY)[0].customer_id == customer.id
    assert undo.undo("officer 3").value.by == "officer 3"
    assert undo.peek(BY)[0].customer_id == customer.id


def test_an_officer_who_only_looks_undoes_nothing(undo, services: Services) -> None:
    new_customer(services)
    services.officers.set_role(1, Role.VIEWER, "officer 2")
    with pytest.raises(NotAllowed):
        undo.undo(BY)


def test_whose_role_no_longer_includes_it_does_not_take_it_back(undo, services: Services) -> None:
    services.officers.set_role(1, Role.GENERAL_MANAGER, "officer 2")
    services.officers.add("officer 9", Role.OFFICER, BY)
    services.officers.set_role(1, Role.CREDIT_MANAGER, "officer 2")
    with pytest.raises(NotAllowed) as caught:
        undo.undo(BY)
    assert caught.value.key == "rights.refused.officers" and services.officers.get("officer 9") is not None


def test_typing_in_one_place_is_one_step_and_another_place_is_another(undo, services: Services, hand: Hand) -> None:
    customer = new_customer(services)
    hand.step = timedelta(seconds=1)
    for address in ("F", "Fu", "Fuz", "Fuzhou"):
        customer = services.customers.save(replace(customer, address=address), BY).value
    customer = services.customers.save(replace(customer, note="met the owner"), BY).value
    undo.undo(BY)
    assert services.customers.get(customer.id).address == "Fuzhou" and services.customers.get(customer.id).note == ""
    undo.undo(BY)
    assert services.customers.get(customer.id).address == ""
    assert undo.peek(BY)[0].kind == "customer.new"


def test_typing_that_never_pauses_is_cut_into_steps(undo, services: Services, hand: Hand) -> None:
    customer = new_customer(services)
    hand.step = timedelta(seconds=2)
    for length in range(1, 20):
        customer = services.customers.save(replace(customer, note="n" * length), BY).value
    steps = 0
    while undo.peek(BY)[0].kind == "customer.save":
        undo.undo(BY)
        steps += 1
    assert 2 < steps < 10


def test_several_writes_can_be_one_step(undo, services: Services, open_store: Store) -> None:
    start = open_store.content_digest()
    services.samples.install(BY)
    end = open_store.content_digest()
    assert undo.undo(BY).value.kind == "sample.install"
    assert open_store.content_digest() == start
    undo.redo(BY)
    assert open_store.content_digest() == end
    services.samples.remove(BY)
    assert undo.undo(BY).value.kind == "sample.remove"
    assert open_store.content_digest() == end


def test_lines_of_statements_come_back(undo, services: Services, open_store: Store) -> None:
    customer = new_customer(services)
    kept = services.statements.save(customer.id, statement(2025), BY).value
    first = open_store.content_digest()
    values = {key: value + 1 for key, value in kept.values.items() if key != "cash"}
    services.statements.save(customer.id, replace(kept, values=values), BY)
    second = open_store.content_digest()
    assert undo.undo(BY).value.day == kept.end
    assert open_store.content_digest() == first
    undo.redo(BY)
    assert open_store.content_digest() == second
    services.statements.delete(customer.id, kept.id, BY)
    undo.undo(BY)
    assert open_store.content_digest() == second


def test_a_hundred_steps_and_more_are_remembered(undo, services: Services, open_store: Store) -> None:
    customer = new_customer(services)
    start = open_store.content_digest()
    for count in range(120):
        customer = services.customers.save(replace(customer, address=f"Road {count}"), BY).value
    for _ in range(120):
        undo.undo(BY)
    assert open_store.content_digest() == start and MOST_STEPS >= 100


def test_saving_keeps_no_rows_until_somebody_wants_to_undo(services: Services, open_store: Store) -> None:
    assert open_store.keeper is None
    with open_store.write("customer.save", BY) as unit:
        assert not unit.keeps


COMMAND = re.compile(r"[a-z]+(\.[a-z_]+)+")


def written_commands(source: str) -> set[str]:
    """What is named as the command of a write, straight or through a helper of the service."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("write", "_save", "_change"):
            texts = [one.value for arg in node.args[:2] for one in ast.walk(arg) if isinstance(one, ast.Constant)]
            found |= {text for text in texts if isinstance(text, str) and COMMAND.fullmatch(text)}
    return found


def test_every_command_says_whether_it_can_be_undone(root: Path) -> None:
    """A command in none of the sets could neither be undone nor be named."""
    named: set[str] = set()
    for folder in ("app/services", "app/models"):
        for path in (root / folder).rglob("*.py"):
            named |= written_commands(path.read_text(encoding="utf-8"))
    known = commands.UNDOABLE | commands.DECISIONS | commands.APART
    assert len(named) > 25 and "officer.role" in named
    assert sorted(named - known) == []
    assert not commands.UNDOABLE & commands.DECISIONS and not commands.UNDOABLE & commands.APART


def test_an_unknown_command_is_found() -> None:
    source = "self._store.write('new.thing', by); self._save(1, 'other.thing', by)"
    assert written_commands(source) == {"new.thing", "other.thing"}
