"""The bounds of the case in the window: opening, its sections, and typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_case import measure_case


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_case_opens_and_takes_keys_within_its_bounds(tmp_path: Path) -> None:
    found = measure_case(tmp_path)
    assert all(one.most_seconds for one in found), "every figure has its bound"
    kept = [f"{one.name}: {one.seconds * 1000:.0f} ms, {one.ratio:.2f} × {one.baseline}" for one in found if not one.kept]
    assert kept == []
