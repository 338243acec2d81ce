"""Outside reports on the request page: ordered, waited for, arrived."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from tests.ui.screens.conftest import OFFICER


def test_a_report_is_ordered_and_its_arrival_noted(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    case_id = here.sample.case_id
    screen = here.go("case", case_id)
    screen.show_section("request")
    table, ui = screen.request.reports, here.window.ui
    qtbot.mouseClick(table.add, Qt.MouseButton.LeftButton)
    (line,) = table.lines
    here.save()
    assert here.services.cases.view(case_id).head.reports == (), "without an agency there is nothing to keep"
    qtbot.keyClicks(line.fields["agency"].editor, "Northern Bureau")
    line.fields["ordered"].editor.selectAll()
    qtbot.keyClicks(line.fields["ordered"].editor, "2026-11-01")
    qtbot.keyClicks(line.fields["due"].editor, "2026-11-10")
    qtbot.keyClicks(line.fields["cost"].editor, "120.50")
    assert line.state.text() == ui.t("ui.case.report_overdue")
    here.save()
    (kept,) = here.services.cases.view(case_id).head.reports
    assert (kept.agency, kept.due, kept.cost) == ("Northern Bureau", date(2026, 11, 10), Decimal("120.50"))
    qtbot.keyClicks(line.fields["arrived"].editor, "2026-11-09")
    assert line.state.text() == ui.t("ui.case.report_is_here")
    here.save()
    assert here.services.cases.view(case_id).head.reports[0].arrived == date(2026, 11, 9)
    assert table.lines == [line], "what is being typed in is not made anew"
    screen.request.refresh()
    here.rest()
    ui.switch_language("zh")
    assert table.costs.text().startswith(ui.t("ui.reports.costs", costs=""))


def test_a_day_before_the_order_is_told_at_its_field(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    table = screen.request.reports
    table.add.click()
    (line,) = table.lines
    qtbot.keyClicks(line.fields["agency"].editor, "Northern Bureau")
    qtbot.keyClicks(line.fields["arrived"].editor, "2020-01-01")
    here.frame.save_now()
    qtbot.waitUntil(line.fields["arrived"].has_error, timeout=5000)
    line.fields["arrived"].editor.selectAll()
    qtbot.keyClicks(line.fields["arrived"].editor, "2020-01-02")
    here.frame.save_now()
    qtbot.waitUntil(line.fields["arrived"].has_error, timeout=5000)
    line.fields["arrived"].editor.selectAll()
    qtbot.keyClicks(line.fields["arrived"].editor, "2026-11-22")
    here.save()
    assert not line.fields["arrived"].has_error()
    assert here.services.cases.view(here.sample.case_id).head.reports[0].arrived == date(2026, 11, 22)
    ordered = line.fields["ordered"]
    ordered.editor.clear()
    qtbot.keyClicks(ordered.editor, "2026-02-30")
    here.save()
    assert here.services.cases.view(here.sample.case_id).head.reports[0].ordered == date(2026, 11, 22), "nobody typed the third"
    ordered.editor.selectAll()
    qtbot.keyClick(ordered.editor, Qt.Key.Key_Delete)
    assert ordered.error() == here.window.ui.t("text.required"), "an empty field does not say that a day is kept"


def test_an_agency_is_reminded_and_its_days_are_kept(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    table = screen.request.reports
    table.add.click()
    (line,) = table.lines
    qtbot.keyClicks(line.fields["agency"].editor, "Northern Bureau")
    line.remind.click()
    here.save()
    today = here.services.clock.today()
    assert here.services.cases.view(here.sample.case_id).head.reports[0].chased == (today,)
    assert line.remind.isHidden() and here.window.ui.date(today) in line.reminded.text()
    qtbot.keyClicks(line.fields["cost"].editor, "5")
    here.save()
    assert here.services.cases.view(here.sample.case_id).head.reports[0].chased == (today,), "typing on forgets nothing"


def test_a_report_bought_again_asks_for_the_reason_at_its_line(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    here.frame.late()
    here.rest()
    kept = here.services.drafts.all
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    table = screen.request.reports
    for _ in range(2):
        table.add.click()
        qtbot.keyClicks(table.lines[-1].fields["agency"].editor, "Northern Bureau")
    here.frame.save_now()
    forced = table.lines[1].fields["forced"]
    qtbot.waitUntil(forced.has_error, timeout=5000)
    assert not forced.isHidden() and table.lines[0].fields["forced"].isHidden()
    qtbot.waitUntil(lambda: any("Northern Bureau" in one.payload for one in kept(OFFICER)), timeout=5000)   # in no store yet
    qtbot.keyClicks(forced.editor, "new owners")
    here.save()
    assert kept(OFFICER) == ()
    assert [one.forced for one in here.services.cases.view(here.sample.case_id).head.reports] == ["", "new owners"]
