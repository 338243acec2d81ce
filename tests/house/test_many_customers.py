"""The bounds of the list and the search over a hundred thousand customers, and of the start with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.bench_many import measure
from benchmarks.many import TODAY, many_store


def test_the_generator_makes_a_whole_store_that_is_marked_as_made_up(tmp_path: Path) -> None:
    from app.models.db.store import Store
    from app.models.domain.listing import ListQuery

    path = many_store(tmp_path / "few.zixin", 300)
    with Store.open(path) as store:
        assert store.check().whole
        with store.read() as unit:
            rows = unit.customer_list.rows(unit.customer_list.ids(ListQuery(), TODAY))
    assert len(rows) == len({row.name for row in rows}) == 300
    assert all(row.sample for row in rows)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_customers_keep_their_bounds() -> None:
    kept = [f"{one.name}: {one.seconds * 1000:.0f} ms, {one.ratio:.2f} × {one.baseline}" for one in measure() if not one.kept]
    assert kept == []
