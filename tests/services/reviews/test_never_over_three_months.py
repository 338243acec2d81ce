"""No way leads to a review interval over 92 days: settings, methodology, proposal, import, light review."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.services.imports.fields import fields_of
from app.services.methodology.check import check
from app.services.registry import Services
from app.services.settings.schema import MAX_REVIEW_DAYS
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


@pytest.mark.parametrize("typed", ["93", "0", "-1", "365", "9999", "many", "30.5"])
def test_no_setting_takes_more(services: Services, typed: str) -> None:
    with pytest.raises(UserError):
        services.settings.set("review_days_default", typed, "officer 2")
    services.settings.set("review_days_default", str(MAX_REVIEW_DAYS), "officer 2")


def test_no_methodology_takes_more(services: Services) -> None:
    m = services.methodologies.current()
    assert check(m) == ()
    longer = replace(m, rules=replace(m.rules, max_review_days=MAX_REVIEW_DAYS + 1))
    first, *rest = m.policies
    looser = replace(m, policies=(replace(first, review_days=MAX_REVIEW_DAYS + 1), *rest))
    assert check(longer) and check(looser)


def test_no_proposal_takes_more_however_it_is_reached(services: Services, open_store: Store) -> None:
    desk = Desk.filled(services)
    with pytest.raises(UserError):
        desk.propose(review_days=MAX_REVIEW_DAYS + 1)
    change = desk.approved(review_days=MAX_REVIEW_DAYS, effective=TODAY + timedelta(days=31))
    assert change.next_review == TODAY + timedelta(days=MAX_REVIEW_DAYS), "counted from the look, not from a later start"
    then = on(open_store, TODAY + timedelta(days=60))
    note = then.reviews.confirm(change.customer_id, "officer 1", "looked").value
    assert note.next_review is not None and (note.next_review - then.clock.today()).days <= MAX_REVIEW_DAYS


def test_no_import_brings_a_day_or_an_interval_of_a_review(services: Services) -> None:
    names = [words for key, words in fields_of(services.methodologies.current())._names.items() for words in (key[1], words)]
    assert len(names) > 100
    assert not [name for name in names if any(word in name for word in ("review", "核查", "пересмотр"))]
