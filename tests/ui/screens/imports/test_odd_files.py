"""The collection of odd workbooks, dropped on the screen all together: each opens or is refused, and the window stays alive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.ui.heartbeat import Heartbeat

SOME = (
    "poi__poc-xmlbomb.xlsx", "poi__password.xls", "phpspreadsheet__gzbomb.gnumeric", "poi__xlsx-corrupted.xlsx",
    "calamine__OOM_alloc.xls", "poi__chinese-provinces.xls", "oletools__dde-in-csv.csv",
)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("names", [SOME, pytest.param((), marks=pytest.mark.slow, id="all")])
def test_the_window_stays_alive_whatever_is_dropped(
    walk: Callable[..., Any], shared: Path, heartbeat: Heartbeat, names: tuple[str, ...]
) -> None:
    folder = shared / "data" / "hostile" / "files"
    files = [folder / name for name in names] or sorted(folder.iterdir())
    here = walk()
    page = here.go("imports")
    here.rest()
    page.take(files)
    here.qtbot.waitUntil(lambda: all(one.state != "looking" for one in page.model.files), timeout=500_000)
    refused = {one.path.name: one.error for one in page.model.files if one.state == "refused"}
    assert len(page.model.files) == len(files)
    assert "poi__password.xls" in refused and "poi__chinese-provinces.xls" not in refused
    rows = page.files.table.rows
    assert all(rows.text_at(row, 2).strip() for row in range(rows.rowCount())), "each says what it holds or why it is refused"
    assert here.services.imports.all() == ()
    heartbeat.check()
