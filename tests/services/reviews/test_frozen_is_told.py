"""Wherever a limit in force is shown, it is told that it counts for nothing while its review is overdue or it is held."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.services.documents.papers.build import build_grade_list
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


@pytest.mark.parametrize(("days", "stopped", "frozen"), [(10, False, False), (11, False, True), (5, True, True)])
def test_overdue_or_held_is_frozen_everywhere(open_store: Store, days: int, stopped: bool, frozen: bool) -> None:
    customer = Desk.filled(on(open_store, TODAY)).approved(review_days=10).customer_id
    then = on(open_store, TODAY + timedelta(days=days))
    if stopped:
        then.holds.stop(customer, "Letter of the court.", "officer 2")
    assert (then.grading.limit_usable(customer) == 0) is frozen
    assert then.timeline.overview(customer).frozen is frozen
    assert [line.frozen for line in build_grade_list(then, "en").lines] == [frozen]
    assert (then.reviews.look(customer).usable == 0) is frozen
    due, = then.reviews.board().due
    assert (due.held or due.due < then.clock.today()) is frozen
