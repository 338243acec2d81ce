"""What was known of a customer on a day, in its file; and a rating that runs again there."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.services.desk import Desk

FIRST, LATER, TODAY = date(2026, 11, 10), date(2026, 11, 20), date(2026, 11, 22)


@pytest.fixture
def lived(walk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """A grade of the tenth; on the twentieth figures are corrected and orders stopped."""
    here = walk(sample=False, first="officers")
    services = here.services

    def on(day: date) -> None:
        object.__setattr__(services.clock, "day", day)
        monkeypatch.setattr(services._store, "_clock", lambda: datetime.combine(day, time(12), UTC))

    on(FIRST)
    desk = Desk.filled(services, owner="seller 1")
    desk.approved()
    on(LATER)
    kept = services.statements.of_customer(desk.customer.id)[1]
    values = {**kept.values, "cash": Decimal(200), "inv": Decimal(2600)}
    services.statements.save(desk.customer.id, replace(kept, values=values), "officer 1")
    services.holds.stop(desk.customer.id, "bills without goods", "officer 2")
    on(TODAY)
    here.number = desk.customer.id
    here.go("customer", (desk.customer.id, "history"))
    return here


def lines(panel: Any) -> dict[str, tuple[str, str, str]]:
    return {one.what: (one.then, one.today, one.state) for one in panel.seen}


def test_a_day_is_told_beside_today_and_before_the_first_grade_there_was_none(lived: Any) -> None:
    lived.frame.host.actions.qaction("customer.known").trigger()
    lived.rest()
    panel = lived.screen("customer").history.known
    assert panel.isVisible() and panel.day.value() == FIRST, "the day of the newest grade change is shown first"
    assert "grade A" in panel.told.text() and "not for new orders" not in panel.told.text()
    found = lines(panel)
    assert found["Grade"] == ("A", "A", "same") and found["Counts for new orders"] == ("yes", "no", "changed")
    cash = "Statement to 2025-12-31 · Cash and cash equivalents"
    assert found[cash] == ("900", "200", "changed") and found["Statement to 2025-12-31"][2] == "changed"
    assert found["Statement to 2024-12-31"][2] == "same" and "bills without goods" in found["Orders stopped"][1]
    panel.only.setChecked(True)
    assert all(state != "same" for _, _, state in lines(panel).values()) and cash in lines(panel)
    panel.text.set_raw_text("cash")
    assert list(lines(panel)) == [cash]
    panel.text.set_raw_text("")
    panel.day.set_raw_text("2026-11-09")
    lived.qtbot.waitUntil(lambda: panel.content is not None and panel.content.day == date(2026, 11, 9))
    lived.rest()
    assert "no grade" in panel.told.text() and all(state == "later" for _, _, state in lines(panel).values())
    panel.day.set_raw_text("2026-11-23")
    lived.rest()
    assert panel.content.day == date(2026, 11, 9), "nobody knows what will have been known tomorrow"


def test_what_is_seen_is_written_the_history_comes_back_and_a_rating_runs_again(lived: Any, tmp_path: Path) -> None:
    page = lived.screen("customer").history
    page.show_known()
    lived.rest()
    assert lived.frame.host.actions.qaction("customer.export_history").isEnabled()
    page.write_to(str(tmp_path / "known.csv"))
    lived.rest()
    with (tmp_path / "known.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Part", "What", "Then", "Today", "Since then"] and len(rows) == len(page.known.seen) + 1
    QTest.mouseClick(page.known.to_list, Qt.MouseButton.LeftButton)
    assert page.table.isVisible() and not page.known.isVisible()
    other = lived.services.customers.save(replace(lived.services.customers.get(lived.number), id=0, number="", name="B",
                                                  identifiers=(), version=0), "officer 1").value.id
    page.show_known()
    lived.rest()
    lived.go("customer", (other, "history"))
    assert not page.on_known, "another customer begins with its history"
    cases = lived.go("customer", (lived.number, "cases")).pages["cases"]
    QTest.mouseClick(cases.again, Qt.MouseButton.LeftButton)
    lived.rest()
    assert cases.replay.isVisible() and cases.replay.state.text() == "equal"
