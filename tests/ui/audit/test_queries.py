"""A page that lists something asks the store at most three things, however much it lists.

The reads of a page are counted one by one: its rows are one read, what stands beside them (figures, progress, views) others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

MOST = 3
LISTS = ("today", "customers", "cases", "officers", "methodology")


class Counted:
    """Counts what each read of the window asks the store, by the name of the read."""

    def __init__(self, here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: dict[str, int] = {}
        self._here = threading.local()
        self._plain = here.window.backstage.runner.query
        monkeypatch.setattr(here.window.backstage.runner, "query", self._query)
        event.listen(here.services.customers._store._reader, "before_cursor_execute", self._count)

    def _query(self, call: Callable[..., Any], *args: Any, **more: Any) -> Any:
        name = getattr(call, "__qualname__", str(call))

        def run(*given: Any) -> Any:
            self._here.now = 0
            try:
                return call(*given)
            finally:
                self.asked[name] = max(self.asked.get(name, 0), self._here.now)
                self._here.now = None

        return self._plain(run, *args, **more)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if getattr(self._here, "now", None) is not None and statement.lstrip().upper().startswith(("SELECT", "WITH")):
            self._here.now += 1


def test_every_list_asks_at_most_three_things_for_its_rows_and_as_few_for_what_stands_beside_them(
    walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = walk()
    counted = Counted(here, monkeypatch)
    for name in LISTS:
        here.go(name)
    assert counted.asked
    assert {name: count for name, count in counted.asked.items() if count > MOST} == {}
