"""One field changed after the approval, and the approval is gone: refused where the case is closed, void where it lives on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.models.domain.answers import Guarantee
from app.models.domain.parties import Contact, Customer, Identifier, RelatedParty
from app.models.domain.statement import Framework, Statement
from app.services.registry import Services
from tests.services.desk import Desk, statement
from tests.services.refusal import refused

BY = "officer 1"


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    return filled_store


def newest(desk: Desk) -> Statement:
    return desk.services.statements.of_customer(desk.customer.id)[-1]


def keep(desk: Desk, **changes: object) -> None:
    desk.services.statements.save(desk.customer.id, replace(newest(desk), **changes), BY)  # type: ignore[arg-type]


def held(desk: Desk) -> list[str]:
    return [one.kind for one in desk.services.holds.of_customer(desk.customer.id)]


STATEMENT: dict[str, Callable[[Desk], None]] = {
    **{f"line {key}": lambda desk, key=key: keep(desk, values={  # type: ignore[misc]
        **newest(desk).values, key: newest(desk).values[key] + 1,
    }) for key in statement(2025).values},
    "line taken out": lambda desk: keep(desk, values={k: v for k, v in newest(desk).values.items() if k != "cfo"}),
    "line added": lambda desk: keep(desk, values={**newest(desk).values, "dividends": Decimal(5)}),
    "currency": lambda desk: keep(desk, currency="EUR"),
    "unit": lambda desk: keep(desk, unit=1000),
    "framework": lambda desk: keep(desk, framework=Framework.IFRS),
    "audited": lambda desk: keep(desk, audited=False),
    "consolidated": lambda desk: keep(desk, consolidated=True),
    "another day": lambda desk: keep(desk, end=date(2025, 11, 30)),
    "deleted": lambda desk: desk.services.statements.delete(desk.customer.id, newest(desk).id or 0, BY) and None,
}
CUSTOMER: dict[str, dict[str, object]] = {
    "name": {"name": "Southern Bearings Co., Ltd."}, "number": {"identifiers": (Identifier("inn", "7707083893"),)},
    "no number": {"identifiers": ()}, "country": {"country": "CN"}, "owner": {"owner": "officer 2"},
    "trade": {"trade": "agriculture"},
    "currency": {"currency": "EUR"}, "group": {"group": "M group"},
    "related": {"related": (RelatedParty("Parent", "parent"),)}, "first deal": {"first_deal": date(2026, 1, 1)},
}


def edit(desk: Desk, **changes: object) -> tuple[str, ...]:
    kept = desk.services.customers.get(desk.customer.id)
    done = desk.services.customers.save(replace(kept, **changes), BY)  # type: ignore[arg-type]
    return tuple(note.key for note in done.notes)


QUICK = ("line rev", "line cash", "line taken out", "unit", "audited", "another day", "deleted")
"""The others take the same ways: they run with the long tests."""


@pytest.mark.parametrize(
    "what", [one if one in QUICK else pytest.param(one, marks=pytest.mark.slow) for one in STATEMENT]
)
def test_an_approved_statement_that_is_changed_makes_the_approval_void(services: Services, what: str) -> None:
    desk = Desk.filled(services)
    desk.approved()
    assert services.grading.limit_usable(desk.customer.id) > 0 and held(desk) == []
    STATEMENT[what](desk)
    assert "edited" in held(desk) and services.grading.limit_usable(desk.customer.id) == 0


@pytest.mark.parametrize("what", CUSTOMER)
def test_another_customer_than_was_approved_is_not_approved(services: Services, what: str) -> None:
    desk = Desk.filled(services)
    desk.approved()
    approved = services.customers.get(desk.customer.id)
    assert "grading.approval_void" in edit(desk, **CUSTOMER[what])
    assert "edited" in held(desk) and services.grading.limit_usable(desk.customer.id) == 0
    was = {name: getattr(approved, name) for name in CUSTOMER[what]}
    assert "grading.approval_void" not in edit(desk, **was)      # all is as it was approved
    assert held(desk) == [] and services.grading.limit_usable(desk.customer.id) > 0


def test_an_approval_stands_again_when_the_last_of_several_changes_is_taken_back_and_not_before(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    edit(desk, owner="seller 9", address="elsewhere")
    edit(desk, owner="seller 8", group="Some Group")
    edit(desk, owner="seller 1")
    assert "edited" in held(desk)
    edit(desk, group="")
    assert held(desk) == [] and len(services.holds.of_customer(desk.customer.id, lifted=True)) == 3


def test_what_cannot_be_told_for_certain_stays_void(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    edit(desk, owner="twice", group="twice")
    edit(desk, owner="seller 1")
    edit(desk, group="")      # which of the two was which is not told by the reasons
    assert "edited" in held(desk)


def test_what_is_no_part_of_the_decision_and_what_is_new_leave_the_approval(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    edit(desk, contacts=(Contact("somebody", "buyer", "1", "a@b.c"),), note="called", address="1 Example Road")
    services.statements.save(desk.customer.id, statement(2023), BY)
    keep(desk, note="printed so", source="FS")
    assert "edited" not in held(desk) and services.grading.limit_usable(desk.customer.id) > 0


def test_the_answers_securities_and_head_of_a_decided_case_cannot_be_changed(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    kind = services.methodologies.current().haircuts[0].key
    for answer in desk.view().answers.values():
        refused("case.closed", lambda answer=answer: services.cases.answer(  # type: ignore[misc]
            desk.case.id, [replace(answer, note="later")], BY))
    refused("case.closed", lambda: services.cases.guarantees(desk.case.id, (Guarantee(kind, Decimal(1000)),), BY))
    refused("case.closed", lambda: services.cases.update(replace(desk.view().head, requested_limit=Decimal(1)), BY))


def test_only_a_new_decision_ends_it(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    edit(desk, name="Southern Bearings Co., Ltd.")
    refused("hold.edited", lambda: services.holds.lift(desk.customer.id, "edited", "looks fine", BY))
    again = services.cases.open(desk.customer.id, BY, requested_limit=Decimal(300_000), requested_term=60).value
    services.cases.take_over(again.id, None, BY)
    services.cases.declare_independence(again.id, BY)
    proposal = services.grading.propose(again.id, BY, grounds=("statements",)).value
    services.grading.approve(proposal.id, "officer 2", "agreed")
    assert held(desk) == [] and services.grading.limit_usable(desk.customer.id) > 0


def test_a_slip_that_is_corrected_lets_the_approval_stand_again_unless_the_customer_was_changed_too(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    right = newest(desk).values
    keep(desk, values={**right, "cash": right["cash"] + 1})
    assert "edited" in held(desk)
    keep(desk, values=right)
    assert "edited" not in held(desk)
    keep(desk, values={**right, "cash": right["cash"] + 1})
    edit(desk, owner="seller 2")
    keep(desk, values=right)
    assert held(desk).count("edited") == 1


def test_undoing_the_edit_brings_the_approval_back(services: Services) -> None:
    desk = Desk.filled(services)
    desk.approved()
    services.undo.peek(BY)
    kept: Customer = services.customers.get(desk.customer.id)
    edit(desk, name="Southern Bearings Co., Ltd.")
    assert held(desk) == ["edited"]
    services.undo.undo(BY)
    assert services.customers.get(desk.customer.id).name == kept.name and held(desk) == []
