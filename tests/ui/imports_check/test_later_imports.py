"""What a later import built upon an earlier one stays, and it is said which import must be taken back first."""

from __future__ import annotations

import pytest

from app.models.domain.errors import ProblemList
from app.services.imports.check import Decisions
from app.services.imports.model import Kind
from app.services.registry import Services
from tests.services.imports import hand

NAME = "Alpha Works Ltd"


def test_a_customer_with_records_of_a_later_import_stays_and_names_it(services: Services) -> None:
    first = hand.bring(services, [hand.company(NAME), hand.company("Beta Works Ltd")], content="b")
    second = hand.bring(services, [hand.period(NAME)], Kind.STATEMENT, content="c")
    undone = services.imports.undo(first, "officer 1").value
    assert [(one.name, one.why, one.what) for one in undone.kept] == [(NAME, "import", str(second))]
    assert undone.removed == {"customers": 1}
    assert not services.imports.undo(second, "officer 1").value.kept
    assert not services.imports.undo(first, "officer 1").value.kept, "now nothing stands upon it"


def test_a_customer_that_a_later_import_changed_names_it(services: Services) -> None:
    first = hand.bring(services, [hand.company(NAME, address="1 Quay")], content="b")
    later = hand.checked(services, [hand.company(NAME, address="2 Quay")], content="c")
    [item] = [one for one in later.wanted.items if one.entity == "customers"]
    second = services.imports.commit(later, Decisions(take=frozenset({(item.index, "address")})), "officer 1").value.import_id
    with pytest.raises(ProblemList) as caught:
        services.imports.undo(first, "officer 1")
    assert [(one.key, one.params["what"]) for one in caught.value.problems] == [("import.kept.import", str(second))]


def test_a_field_that_a_later_import_changed_again_names_it(services: Services) -> None:
    steel = next(row.id for row in services.customers.page() if row.name == "Harbour Steel Ltd")
    numbers = []
    for content, address in (("b", "2 Quay"), ("c", "3 Quay")):
        found = hand.checked(services, [hand.company(customer=str(steel), address=address)], content=content)
        take = frozenset({(found.wanted.items[0].index, "address")})
        numbers.append(services.imports.commit(found, Decisions(take=take), "officer 1").value.import_id)
    with pytest.raises(ProblemList) as caught:
        services.imports.undo(numbers[0], "officer 1")
    assert [(one.key, one.params["what"]) for one in caught.value.problems] == [("import.kept.import", str(numbers[1]))]
