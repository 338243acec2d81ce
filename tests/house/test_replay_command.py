"""``replay``: stored ratings run again; what does not come out the same is told, and ends with exit code 1."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from sqlalchemy import text

from app.models.db.store import Store
from tests.house.conftest import Demo, Zixin
from tests.unguarded import unguarded


def _spoilt(demo: Demo, tmp_path: Path, old: str, new: str) -> Path:
    """A copy of the demo store with something replaced in the snapshot of its newest rating."""
    path = Path(shutil.copy(demo.store, tmp_path / "spoilt.zixin"))
    with Store.open(path) as store, unguarded(store, "trial", "officer 1") as unit:
        row = unit.connection.execute(text("SELECT id, input_json FROM ratings ORDER BY id DESC LIMIT 1")).one()
        changed = row.input_json.replace(old, new)
        assert changed != row.input_json
        unit.connection.execute(text("UPDATE ratings SET input_json = :new WHERE id = :id"), {"new": changed, "id": row.id})
        unit.commit()
    return path


def test_replay_says_how_many_ratings_came_out_equal(demo: Demo, zixin: Zixin) -> None:
    said = zixin("replay", "--store", demo.store)
    assert (said.code, said.err) == (0, "") and "equal to the last digit" in said.out
    told = json.loads(zixin("replay", "--json", "--store", demo.store, "--customer", demo.summary["customer"]).out)
    assert told["same"] == told["ratings"] > 0 and told["found"] == []


def test_replay_names_a_rating_whose_snapshot_was_changed_and_where_it_differs(
    demo: Demo, zixin: Zixin, tmp_path: Path
) -> None:
    path = _spoilt(demo, tmp_path, '"requested_limit":"', '"requested_limit":"9')
    said = zixin("replay", "--store", path)
    assert said.code == 1 and demo.summary["customer"] in said.out and "Limit · " in said.out and "Different: 1" in said.out
    told = json.loads(zixin("replay", "--json", "--store", path).out)
    assert told["different"] == 1 and any(one["where"][0] == "limit" for one in told["found"][0]["differs"])


def test_replay_goes_on_past_a_rating_that_cannot_be_read(demo: Demo, zixin: Zixin, tmp_path: Path) -> None:
    said = zixin("replay", "--store", _spoilt(demo, tmp_path, '"as_of":"', '"as_of":"x'))
    assert said.code == 1 and "cannot be read" in said.out and "Could not run again: 1" in said.out
