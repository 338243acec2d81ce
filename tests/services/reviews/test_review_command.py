"""What ``zixin review`` prints of late reviews: frozen limits, explanations, what cannot be kept, a clock set back."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.cli.commands import run
from app.models.db.store import Store
from app.services.registry import Services
from app.texts import Texts, languages
from tests.services.conftest import TODAY
from tests.services.desk import Desk, on


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    """Every test here begins with a case filled in: it was filled once."""
    return filled_store


class Doors:
    """Leads to services that are open already."""

    def __init__(self, services: Services) -> None:
        self.services = services

    @contextmanager
    def open_services(self, *_: object) -> Iterator[Services]:
        yield self.services


def said(services: Services, lang: str, capsys: pytest.CaptureFixture[str]) -> Any:
    args = Namespace(
        command="review", what="due", days=0, store=services._store.path, password_file=None, texts=Texts.load(lang)
    )
    assert run(args, Doors(services)) == 0  # type: ignore[arg-type]
    return capsys.readouterr()


@pytest.mark.parametrize("lang", languages())
def test_a_late_review_is_told_with_its_frozen_limit_and_why(
    open_store: Store, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    customer = Desk.filled(on(open_store, TODAY)).approved(review_days=10).customer_id
    then = on(open_store, TODAY + timedelta(days=95))
    then.reviews.explain(customer, "The statements\ncome on Friday.", "officer 1")
    found = said(then, lang, capsys)
    texts = Texts.load(lang)
    amount = texts.money(then.grading.changes(customer)[0].after.limit, "CNY")
    assert texts("cli.review.frozen", limit=amount) in found.out
    assert "The statements come on Friday." in found.out
    assert "92" in found.err and then.customers.get(customer).name in found.err


def test_a_clock_that_was_set_back_is_told(open_store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    services = on(open_store, TODAY)
    Desk.filled(services)
    customer = services.customers.page()[0].id
    plain, open_store._clock = open_store._clock, lambda: datetime.now(UTC) + timedelta(days=50)
    services.customers.save(replace(services.customers.get(customer), address="Harbour Road 7"), "officer 1")
    open_store._clock = plain
    assert "set back" in said(services, "en", capsys).err
