"""The charts of a customer's file: what they say in words, and their marks by keyboard and by mouse."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from app.ui.context import Ui
from app.ui.screens.customer.head import review_text
from app.ui.widgets.grade_line import GradeLine, GradeStep
from app.ui.widgets.limit_bar import LimitBar
from app.ui.widgets.timeline import Timeline, TimelineEntry
from app.ui.widgets.trend import Trend, points_in
from tests.ui.render import picture

TODAY = date(2026, 11, 22)
STEPS = (
    GradeStep(date(2025, 1, 10), "BBB", True, Decimal("71.2"), 1),
    GradeStep(date(2025, 9, 1), "A", False, Decimal("81.5"), 2),
    GradeStep(date(2026, 6, 1), "CCC", False, Decimal(55), 3),
)


def test_the_limit_bar_says_limit_share_debt_and_overdue_part(ui: Ui, qtbot: Any) -> None:
    bar = LimitBar(ui)
    qtbot.addWidget(bar)
    bar.set_limit((Decimal(1000), "CNY"), (Decimal(750), "CNY"), Decimal(50))
    said = bar.accessibleName()
    assert all(part in said for part in ("1,000", "75", "750", "overdue", "50"))
    bar.set_limit((Decimal(1000), "CNY"), (Decimal(10), "USD"), Decimal(0), frozen=True)
    assert "frozen" in bar.accessibleName() and "%" not in bar.accessibleName()
    bar.set_limit(None, None, Decimal(0))
    assert "No limit" in bar.accessibleName() and "not known" in bar.accessibleName()


def test_the_overdue_part_of_the_bar_has_another_look_than_the_rest(ui: Ui, qtbot: Any) -> None:
    bar = LimitBar(ui)
    qtbot.addWidget(bar)
    bar.set_limit((Decimal(1000), "CNY"), (Decimal(800), "CNY"), Decimal(400))
    image = picture(bar, (400, 54))
    line = {image.pixelColor(x, 26).name() for x in range(10, 140)}
    late = {image.pixelColor(x, 26).name() for x in range(180, 310)}
    assert line.isdisjoint(late) and len(late) > 1, "hatched, not only of another colour"


def test_the_steps_of_a_grade_are_walked_by_keys_and_opened(ui: Ui, qtbot: Any) -> None:
    chart = GradeLine(ui)
    qtbot.addWidget(chart)
    chart.set_steps(STEPS, TODAY)
    chart.resize(500, 190)
    assert "provisional" in chart.accessibleName() and chart.accessibleName().count(";") == 2
    chart.set_current(2)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert "A, score 81.5" in chart.accessibleDescription()
    with qtbot.waitSignal(chart.chosen) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [2]
    with qtbot.waitSignal(chart.chosen) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart._place(0).toPoint() + QPoint(4, 0))
    assert told.args == [1]


def test_a_chart_without_marks_takes_no_focus(ui: Ui, qtbot: Any) -> None:
    chart = GradeLine(ui)
    qtbot.addWidget(chart)
    chart.set_steps((), TODAY)
    assert chart.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert chart.accessibleName()


def test_a_better_grade_stands_higher(ui: Ui, qtbot: Any) -> None:
    chart = GradeLine(ui)
    qtbot.addWidget(chart)
    chart.set_steps(STEPS, TODAY)
    chart.resize(500, 190)
    first, best, worst = (chart._place(number) for number in range(3))
    assert best.y() < first.y() < worst.y() and first.x() < best.x() < worst.x()


def test_an_event_that_leads_nowhere_is_not_told(ui: Ui, qtbot: Any) -> None:
    line = Timeline(ui)
    qtbot.addWidget(line)
    line.resize(400, 100)
    line.set_entries([TimelineEntry("1 Jan", "one", "who", "plain", ("case", 1)), TimelineEntry("2 Jan", "two", "", "danger")])
    told: list[object] = []
    line.chosen.connect(told.append)
    line.set_current(0)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Down)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert told == [("case", 1)]
    assert line.accessibleDescription() == "2 Jan two"


def test_an_unknown_figure_breaks_the_line_and_the_standard_is_on_the_same_scale() -> None:
    places, level = points_in([Decimal(1), None, Decimal(3)], Decimal(2), QRectF(0, 0, 100, 50))
    assert places == [QPointF(0, 50), None, QPointF(100, 0)]
    assert level == 25


def test_a_trend_tells_periods_and_the_standard(ui: Ui, qtbot: Any) -> None:
    trend = Trend(ui)
    qtbot.addWidget(trend)
    trend.set_trend("Current ratio", [("2024", Decimal(1), "1.00", "a"), ("2025", None, "—", "b")], Decimal(2), "standard 2.00")
    assert trend.accessibleName() == "Current ratio: 2024 1.00; 2025 —; standard 2.00"
    trend.resize(300, 200)
    with qtbot.waitSignal(trend.chosen) as told:
        qtbot.mouseClick(trend, Qt.MouseButton.LeftButton, pos=QPoint(250, 100))
    assert told.args == ["b"]


def test_an_overdue_review_is_told_in_words(ui: Ui) -> None:
    assert "3 days overdue" in review_text(ui, date(2026, 11, 19), TODAY)
    assert review_text(ui, date(2026, 11, 23), TODAY).endswith("(in 1 day)")
