"""The check of a store tells that the clock stands before its newest entry, and where time once went backwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.models.db import maintenance
from app.models.db.store import Store
from tests.unguarded import unguarded

NOW = datetime.now(UTC)


def written(path: Path, *moments: datetime) -> None:
    """A store with one setting set at each moment."""
    for number, moment in enumerate(moments):
        with (
            Store.open(path, create=not number, clock=lambda moment=moment: moment) as store,  # type: ignore[misc]
            unguarded(store, "settings.set", "officer 1") as unit,
        ):
            unit.settings.set(f"key {number}", "value")
            unit.commit()


def clock_line(path: Path) -> maintenance.CheckLine:
    return next(line for line in maintenance.check(path).lines if line.key == "clock")


def test_a_clock_that_goes_on_is_good(tmp_path: Path) -> None:
    written(tmp_path / "a.zixin", NOW - timedelta(days=2), NOW - timedelta(days=1))
    assert clock_line(tmp_path / "a.zixin") == maintenance.CheckLine("clock", True, "")


@pytest.mark.parametrize(("ahead", "good"), [(timedelta(minutes=5), True), (timedelta(days=30), False)])
def test_an_entry_of_the_future_says_that_the_clock_was_set_back(tmp_path: Path, ahead: timedelta, good: bool) -> None:
    written(tmp_path / "a.zixin", NOW - timedelta(days=1), NOW + ahead)
    line = clock_line(tmp_path / "a.zixin")
    assert line.ok is good and (good or f"{NOW + ahead:%Y-%m-%d %H:%M}" in line.detail)
    assert maintenance.check(tmp_path / "a.zixin").ok is good


def test_time_that_once_went_backwards_is_told_with_its_entry_but_cannot_be_mended(tmp_path: Path) -> None:
    written(tmp_path / "a.zixin", NOW - timedelta(days=3), NOW - timedelta(days=40), NOW - timedelta(days=1))
    line = clock_line(tmp_path / "a.zixin")
    assert line.ok and f"{NOW - timedelta(days=40):%Y-%m-%d}" in line.detail and "(#2)" in line.detail
