"""The score in the window: the figures of the services in every language, nothing cut, the limiting method alone is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from app.models.domain.enums import Grade
from app.models.domain.rating import Step
from app.ui.screens.score.table import HEAVIEST

OFFICER, SECOND = "officer 1", "officer 2"
STATE, AMOUNT = 2, 1


def _texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel)]


def _rows(table: Any) -> dict[str, list[str]]:
    model = table.rows
    return {
        str(model.id_at(row)): [model.text_at(row, column) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    }


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk()


@pytest.fixture
def screen(here: Any) -> Iterator[Any]:
    return here.go("score", here.sample.case_id)


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_every_item_total_and_grade_are_those_of_the_rating(here: Any, screen: Any, lang: str) -> None:
    ui = here.window.ui
    ui.switch_language(lang)
    result = here.services.ratings.preview(here.services.cases.view(here.sample.case_id))
    screen.table.more.click()
    rows = _rows(screen.table.table)
    for score in result.items:
        if score.weight:
            y = "—" if score.y is None else ui.number(score.y, 1)
            assert rows[score.item][-3:] == [y, ui.percent(score.weight * 100, 2), ui.number(score.adds, 2)]
    assert rows["total"][-3:] == [ui.number(result.score, 1), ui.percent(Decimal(100), 2), ui.number(result.score_exact, 2)]
    assert screen.grade.grade.grade == result.grade.name
    assert screen.grade.figure.text() == ui.number(result.score, 1)


def test_at_first_the_heaviest_items_are_shown_and_the_rest_is_summed(here: Any, screen: Any, qtbot: Any) -> None:
    scored, rows = screen.model.scored, _rows(screen.table.table)
    assert len(rows) == HEAVIEST + 2
    shown = [score for score in scored.result.items if score.item in rows]
    rest = Decimal(100) - sum(score.weight for score in shown) * 100
    assert rows["rest"][-2] == here.window.ui.percent(rest, 2)
    screen.table.more.setFocus()
    qtbot.keyClick(screen.table.more, Qt.Key.Key_Return)
    assert "rest" not in _rows(screen.table.table)
    assert len(_rows(screen.table.table)) > 60


def test_terms_and_lift_are_those_of_the_services(here: Any, screen: Any) -> None:
    ui, view = here.window.ui, here.services.cases.view(here.sample.case_id)
    draft, lift = here.services.grading.draft(view), here.services.ratings.lift(view)
    texts = _texts(screen.policy)
    assert ui.money(draft.terms.limit, draft.terms.currency, 0) in texts
    assert ui.date(draft.next_review) in texts
    lines = " ".join(_texts(screen.lift))
    m = here.services.methodologies.current()
    assert lift.moves
    for move in lift.moves:
        assert m.item(move.item).label.get("en") in lines
        assert f"+{ui.number(move.adds, 2)}" in lines


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_what_takes_the_grade_below_its_band_is_told_at_the_range_and_at_the_way_up(here: Any, screen: Any, lang: str) -> None:
    ui = here.window.ui
    ui.switch_language(lang)
    here.rest()
    m, scored, lift = here.services.methodologies.current(), screen.model.scored, screen.model.lift
    low = replace(scored.result.interval, low=Decimal(86), low_grade=Grade.C, high=Decimal(88))
    free = tuple(step for step in scored.result.steps if step.kind != "warning")
    plain = replace(scored, result=replace(scored.result, steps=free, interval=low))
    screen.grade.show_score(plain)
    assert screen.grade.below.text() == ui.t("ui.score.open_lower")
    warned = (*free, Step("warning", Grade.AA, Grade.A, "4"))
    told = replace(plain, result=replace(plain.result, steps=warned))
    screen.grade.show_score(told)
    assert screen.grade.below.text() == ui.t("ui.score.warnings_lower", points="4", least=m.rules.warning_notch_from)
    screen.lift.show_lift(told, replace(lift, target=Grade.AA))
    words = ui.t("ui.score.lift_band", band="AAA", low=ui.number(m.bands[0].low), grade="AA")
    assert words in _texts(screen.lift)
    settled = replace(low, high=low.low)
    screen.grade.show_score(replace(plain, result=replace(plain.result, interval=settled)))
    assert screen.grade.below.isHidden()


def test_only_the_method_that_sets_the_limit_is_marked(here: Any, screen: Any) -> None:
    limit, ui = screen.model.scored.result.limit, here.window.ui
    rows = _rows(screen.limits.table)
    assert set(rows) == {one.method for one in limit.outcomes}
    assert [method for method, row in rows.items() if row[STATE] == ui.t("ui.score.binding")] == [limit.capped_by]
    for one in limit.outcomes:
        wanted = "—" if one.amount is None else ui.money(one.amount, "CNY", 0)
        assert rows[one.method][AMOUNT] == wanted
    assert ui.money(limit.amount, "CNY", 0) in screen.limits.outcome.text()


@pytest.mark.parametrize(("lang", "words"), [("en", "monthly sales"), ("zh", "月均销售额"), ("ru", "средние продажи")])
def test_what_a_method_lacks_is_told_in_words(here: Any, screen: Any, lang: str, words: str) -> None:
    here.window.ui.switch_language(lang)
    scored = screen.model.scored
    outcomes = tuple(
        replace(one, amount=None, why_not="rating.not_answered", about="M") if one.method == "L4" else one
        for one in scored.result.limit.outcomes
    )
    limit = replace(scored.result.limit, outcomes=outcomes, capped_by="none")
    screen.limits.show_score(replace(scored, result=replace(scored.result, limit=limit)))
    assert words in _rows(screen.limits.table)["L4"][0]


def test_a_frozen_limit_tells_what_it_would_be(here: Any, screen: Any) -> None:
    scored, ui = screen.model.scored, here.window.ui
    stopped = replace(scored.result.limit, amount=Decimal(0), frozen=True, capped_by="frozen")
    limit = replace(stopped, unfrozen=Decimal(777_000), unfrozen_by="L4")
    frozen = replace(scored, result=replace(scored.result, limit=limit, limit_frozen=True))
    screen.limits.show_score(frozen)
    screen.policy.show_score(frozen)
    assert ui.money(Decimal(777_000), "CNY", 0) in screen.limits.outcome.text()
    assert ui.money(Decimal(777_000), "CNY", 0) in _texts(screen.policy)
    assert _rows(screen.limits.table)["L4"][STATE] == ui.t("ui.score.binding")


def test_the_comparison_is_there_only_when_there_is_a_last_time(here: Any, screen: Any) -> None:
    assert screen.change.isHidden()
    services, customer, case_id = here.services, here.sample.id, here.sample.case_id
    services.cases.declare_independence(case_id, OFFICER)
    services.grading.approve(services.grading.propose(case_id, OFFICER, text="sound").value.id, SECOND, "agreed")
    now = services.cases.open(customer, OFFICER, profile="large", with_areas=True).value
    services.cases.take_over(now.id, None, OFFICER)
    here.go("score", now.id)
    split, ui = screen.model.scored.split, here.window.ui
    assert not screen.change.isHidden()
    assert screen.change.head.note.text() == f"{ui.number(split.score_before, 1)} → {ui.number(split.score_after, 1)}"


@pytest.mark.parametrize(("lang", "width"), [("ru", 1366), ("ru", 1280), ("en", 1440), ("zh", 1366)])
def test_no_row_is_cut_at_any_width(here: Any, screen: Any, lang: str, width: int, qtbot: Any) -> None:
    here.window.ui.switch_language(lang)
    here.frame.resize(width, 768)
    qtbot.waitUntil(lambda: here.frame.width() == width, timeout=2000)
    for table in (screen.table.table, screen.limits.table, screen.signals.models, screen.signals.warnings):
        qtbot.waitUntil(lambda table=table: table.horizontalHeader().length() <= table.viewport().width(), timeout=2000)
        metrics = table.fontMetrics()
        for row in range(table.rows.rowCount()):
            assert table.rowHeight(row) >= table.sizeHintForRow(row)
            for column in range(1, table.rows.columnCount()):
                text = table.rows.text_at(row, column)
                assert metrics.horizontalAdvance(text) + 8 <= table.columnWidth(column), f"{text!r} in {lang} at {width}"
        assert table.height() >= sum(table.rowHeight(row) for row in range(table.rows.rowCount()))


def test_each_line_leads_to_the_answer_or_to_the_statements(here: Any, screen: Any, qtbot: Any) -> None:
    m = screen.model.scored.methodology
    for source, wanted in (("answer", "case"), ("expr", "statements")):
        here.go("score", here.sample.case_id)
        rows = _rows(screen.table.table)
        item = next(row for row in rows if row not in ("rest", "total") and m.item(row).source == source)
        screen.table.table.select_id(item)
        screen.table.table.setFocus()
        qtbot.keyClick(screen.table.table, Qt.Key.Key_Return)
        here.rest()
        assert here.frame.current == wanted


def test_the_whole_table_is_copied_with_a_column_for_each_part(here: Any, screen: Any) -> None:
    here.frame.host.actions.qaction("score.copy").trigger()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    scored = [score for score in screen.model.scored.result.items if score.weight or score.how == "left_out"]
    assert len(lines) == len(scored) + 2
    assert {len(line) for line in lines} == {10}
    weights = [Decimal(line[7]) for line in lines[1:-1]]
    assert round(sum(weights), 9) == 100
    assert lines[-1][8] == here.window.ui.number(screen.model.scored.result.score_exact)


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_the_trade_card_names_its_sets_and_says_the_level_of_each_ratio(here: Any, screen: Any, lang: str) -> None:
    ui = here.window.ui
    ui.switch_language(lang)
    trade = screen.model.scored.trade
    assert trade.rows
    for standard in trade.sets:
        assert standard.label.get(lang) in screen.trade.sets.text()
    words = screen.trade.bars.words()
    for row in trade.rows:
        if row.reached:
            assert ui.t(f"ui.score.level.{row.reached}") in words


def test_the_grade_card_says_where_the_score_can_still_end(here: Any, screen: Any) -> None:
    reach, ui = screen.model.scored.result.interval, here.window.ui
    assert ui.number(reach.low, 1) in screen.grade.range.text()
    assert f"({reach.high_grade.name})" in screen.grade.range.text()
