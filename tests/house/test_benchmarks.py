"""The measured bounds: start against a bare window, rating against its budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.measure import Figure, measure_start, measure_work, sample_store


def test_a_bound_can_be_broken() -> None:
    assert not Figure("a", 2.0, "b", 1.0, most_ratio=1.5).kept
    assert not Figure("a", 2.0, "b", 1.0, most_seconds=1.9).kept
    assert Figure("a", 2.0, "b", 1.0, most_seconds=2.1, most_ratio=2.1).kept


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_start_and_rating_keep_their_bounds(tmp_path: Path) -> None:
    with sample_store(tmp_path) as (services, case_id):
        figures = measure_work(services, case_id)
    figures += measure_start(tmp_path / "sample.zixin", tmp_path / "home")
    assert [f"{one.name}: {one.seconds * 1000:.0f} ms, {one.ratio:.2f} × {one.baseline}" for one in figures if not one.kept] == []
