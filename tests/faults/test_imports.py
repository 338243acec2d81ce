"""Imports killed anywhere: the store is what it was, or holds the whole import."""

from __future__ import annotations

import os

import pytest

from tests.faults.test_processes import _result, _start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these harnesses fork and kill processes; Windows has neither")


@pytest.mark.timeout(300)
def test_an_import_killed_at_any_moment_leaves_the_store_as_it_was_or_whole() -> None:
    seen = _result(_start("importers", 2, 20261122))
    print(f"kills during imports: {seen}")
    assert seen["half"] == 0
    assert seen["before"] >= 5, "after each part, and before the commit"
    assert seen["whole"] >= 1, "after the commit"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_sixty_imports_killed_at_any_moment_leave_the_store_as_it_was_or_whole() -> None:
    seen = _result(_start("importers", 60, 1))
    assert seen["half"] == 0 and seen["before"] + seen["whole"] == 66


@pytest.mark.timeout(300)
def test_the_import_harness_sees_half_an_import_when_each_part_is_committed_on_its_own() -> None:
    assert _result(_start("importers", 0, 1, "parts"))["half"] == 1
