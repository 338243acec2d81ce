"""Opening a page asks the store at most three things in all: for its rows, for what stands beside them, for the way to it.

Counted is every SELECT of the process between the wish and the rest, whoever asks for it and by whatever way. What is not
counted: transactions and PRAGMA, and the body of a methodology, which is read once a process: a published version never changes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from app.models.db import driver
from app.models.domain.parties import Customer

MOST = 3
FILE_PAGES = ("overview", "identity", "years", "cases", "receivables", "outside", "evidence", "history", "alarms")
CASE_SCREENS = ("case", "score", "approval", "documents")
LISTS = ("customers", "cases", "methodology", "officers", "orders", "reviews", "settings", "today")


class Asked:
    """The SELECTs of every connection that is opened from now on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.statements: list[str] = []
        plain = driver.connect

        def connect(*args: Any, **more: Any) -> Any:
            connection = plain(*args, **more)
            connection.set_trace_callback(self._heard)
            return connection

        monkeypatch.setattr(driver, "connect", connect)

    def _heard(self, statement: str) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            self.statements.append(statement)


def _places(customer_id: int, case_id: int) -> list[tuple[str, object]]:
    """Every place of the window, with what is shown there."""
    return [
        *((name, None) for name in LISTS), *(("customer", (customer_id, page)) for page in FILE_PAGES),
        ("statements", customer_id), *((name, case_id) for name in CASE_SCREENS),
    ]


def test_no_page_of_any_screen_asks_more_than_three_things(walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    here = walk()
    sample = here.sample.id
    case_id = here.services.cases.of_customer(sample)[-1].id
    other = here.services.customers.save(Customer(name="B", country="RU", currency="RUB"), "officer 1").value.id
    for name, argument in _places(sample, case_id):
        here.go(name, argument)  # each screen is made and each methodology read before it is counted
    found: dict[str, int] = {}
    for name, argument in _places(sample, case_id):
        here.go("customer", (other, argument[1]) if isinstance(argument, tuple) else other)
        here.go("settings" if name == "officers" else "officers")
        asked.statements.clear()
        here.go(name, argument)
        found[f"{name} {argument[1]}" if isinstance(argument, tuple) else name] = len(asked.statements)
    assert {page: count for page, count in found.items() if count > MOST} == {}
    assert min(found.values()) > 0, "a page that asks nothing was not opened"


def test_turning_the_pages_of_a_file_asks_one_thing_each(walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    here = walk()
    here.go("score", here.services.cases.of_customer(here.sample.id)[-1].id)
    screen = here.go("customer", here.sample.id)
    for page in FILE_PAGES[1:]:
        asked.statements.clear()
        screen.show_page(page)
        here.rest()
        assert len(asked.statements) == 1, page


def test_the_count_can_fail(walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(monkeypatch)
    here = walk()
    monkeypatch.setattr(here.services, "page", contextlib.nullcontext)      # every question opens a look of its own again
    asked.statements.clear()
    here.go("officers")
    assert len(asked.statements) > MOST
