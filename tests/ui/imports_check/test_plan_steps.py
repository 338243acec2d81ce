"""The pages that show how files were understood: tables with their questions, columns with what they become."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from app.services.imports import session
from app.services.imports.fields import fields_of
from app.services.imports.model import Ask
from app.services.registry import Services
from app.ui.screens.imports.columns_step import ColumnsStep
from app.ui.screens.imports.tables_step import TablesStep

LIST = (
    "企业名称,统一社会信用代码,注册资本（万元）,成立日期,风险条数\n"
    "示例五金制造厂,91440600MA4UKQ3C4X,12480.55,03/04/2015,17\n"
    "示例精密机械,,900,05/06/2012,2\n"
)


@pytest.fixture
def work(services: Services, tmp_path: Path) -> session.Work:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    return session.read(services, [file], "en")


def test_a_doubtful_order_of_dates_is_asked_with_its_values_and_answered_by_one_click(
    hold: Callable[..., Any], work: session.Work, qtbot: Any
) -> None:
    page = hold(TablesStep)
    page.show_tables(work.plan.tables, work.files)
    group = page.cards[0].groups[Ask.ORDER]
    assert [button.property("option") for button in group.buttons()] == ["dmy", "mdy"]
    assert not any(button.isChecked() for button in group.buttons())
    with qtbot.waitSignal(page.answered) as told:
        qtbot.mouseClick(group.buttons()[0], Qt.MouseButton.LeftButton)
    assert told.args == [0, "order", "dmy"]
    answered = session.with_answer(work, 0, Ask.ORDER, "dmy")
    page.show_tables(answered.plan.tables, answered.files)
    assert page.cards[0].groups[Ask.ORDER].buttons()[0].isChecked()


def test_a_table_that_is_left_out_asks_nothing(hold: Callable[..., Any], work: session.Work, qtbot: Any) -> None:
    page = hold(TablesStep)
    page.show_tables(work.plan.tables, work.files)
    with qtbot.waitSignal(page.kept) as told:
        page.cards[0].keep.click()
    assert told.args == [0, False]
    page.show_tables(work.plan.tables, work.files, frozenset({0}))
    assert page.cards[0].groups == {}
    assert not page.cards[0].keep.isChecked()


def test_columns_say_what_they_become_and_a_few_letters_change_it(
    hold: Callable[..., Any], services: Services, work: session.Work, qtbot: Any
) -> None:
    page = hold(ColumnsStep)
    fields = fields_of(services.methodologies.current())
    page.show_plan(work.plan.tables, work.files, fields, session.first_values(work))
    shown = [[page.table.rows.edit_text(row, column) for column in range(4)] for row in range(page.table.rows.rowCount())]
    assert shown[2] == ["C", "注册资本（万元）", "Registered capital", "12480.55 → 124,805,500 CNY"]
    assert page.table.current_id() == 4  # what is not known yet
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.picker.search.hasFocus()
    qtbot.keyClicks(page.picker.search, "score")
    with qtbot.waitSignal(page.target_chosen) as told:
        qtbot.keyClick(page.picker.search, Qt.Key.Key_Return)
    assert told.args[:2] == [0, 4]
    assert told.args[2].startswith("score.")
    assert page.table.hasFocus()
