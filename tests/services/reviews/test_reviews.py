"""The calendar of reviews."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.parties import Customer
from app.services.registry import Services
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


def test_the_calendar_counts_days_and_lists_the_overdue_first(services: Services, open_store: Store) -> None:
    assert services.reviews.rows() == ()
    first = Desk.filled(services).approved(review_days=10)
    second = Desk.filled(services, name="Southern Bearings", identifiers=()).customer
    assert [row.customer_id for row in services.reviews.rows()] == [first.customer_id] and second.id != first.customer_id
    assert services.reviews.rows(9) == () and len(services.reviews.rows(10)) == 1
    late = on(open_store, TODAY + timedelta(days=12))
    row, = late.reviews.overdue()
    assert (row.days_left, row.case_id) == (-2, None)
    case = late.cases.open(first.customer_id, "officer 1").value
    assert late.reviews.overdue()[0].case_id == case.id


def test_the_list_of_grades_has_every_customer_with_what_is_in_force(services: Services) -> None:
    change = Desk.filled(services).approved(review_days=10)
    new = services.customers.save(Customer(name="Atlas", flags=("sample",)), "officer 1").value
    without, graded = services.reviews.grades()
    assert (without.customer_id, without.terms, without.next_review, without.days_left) == (new.id, None, None, None)
    assert (graded.customer_id, graded.terms, graded.days_left) == (change.customer_id, change.after, 10)
    assert graded.methodology_hash == services.cases.view(change.case_id).head.methodology_hash
    assert (without.sample, graded.sample) == (True, False)
