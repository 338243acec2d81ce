"""The whole job by mouse: no key but for text that goes into a field clicked before. Nothing covered or out of sight counts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from app.ui.application import Window
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.screens.case.row import QuestionRow
from tests.ui.heartbeat import MOST_LOOK_MS, Heartbeat
from tests.ui.walks.mouse import KEYS, Mouse
from tests.ui.walks.office import (
    AREAS,
    EACH,
    FOR_MENUS,
    GROUNDS,
    LANGUAGES,
    NAMES,
    NO_NUMBER,
    NUMBER,
    OFFICER,
    PAGES,
    SOUGHT,
    TYPED,
    begin,
    check_answered,
    check_cells,
    check_entered,
    check_figures,
    check_form,
    check_in_force,
    check_listed,
    check_message,
    check_moved,
    check_score,
    check_taken_back,
    check_welcomed,
    from_a_spreadsheet,
    line_at,
    second_of,
)


def _welcome(at: Mouse) -> None:
    welcome = at.arrive("welcome")
    at.click(welcome.step.buttons[at.lang])
    assert at.ui.lang == at.lang
    at.click(welcome.next)
    at.until(lambda: welcome.step.name == "officers")
    at.fill(welcome.step.fields["first"], OFFICER[at.lang])
    at.click(welcome.next)
    at.until(lambda: welcome.step.name == "company")
    at.click(welcome.next)
    at.until(lambda: welcome.step.name == "sample")
    at.click(welcome.step.no)
    at.click(welcome.next)
    at.until(lambda: welcome.step.name == "done")
    at.click(welcome.next)
    check_welcomed(at)


def _new_customer(at: Mouse) -> Any:
    at.action("today.customer")
    screen = at.arrive("customer")
    at.fill(screen.form.fields["name"], NAMES[at.lang])
    at.fill(screen.form.identifiers.rows[0].number, NUMBER)
    at.action("customer.create")
    at.until(lambda: not screen.model.is_new)
    at.rest()
    for number, page in enumerate(PAGES):
        at.tab(screen.tabs, number)
        at.rest()
        assert screen.page_name == page
    return screen


def _fill_case(at: Mouse, case: Any) -> None:
    """Questions of several areas, one answer wrong at first: its message stands there, the text stays, the others are kept."""
    answered: list[str] = []
    mended = False
    for area in list(case.sections.entries)[: 2 * AREAS]:
        at.click(case.sections.entries[area])
        page = case.pages.get(area)
        if page is None or (mended and len(answered) >= AREAS * EACH):
            continue
        rows = [row for row in page.rows.values() if row.editor is not None and row.isVisible()]
        numbers = [row for row in rows if row.editor is not None and isinstance(row.editor.field, DecimalEdit)]
        for row in dict.fromkeys([*rows[: EACH - 1], *numbers[-1:]]):
            if row in numbers and not mended:
                _wrong_first(at, case, row, answered)
                mended = True
            at.answer(row)
            at.rest()
            answered.append(row.question.id)
    assert mended
    at.click(case.sections.entries[case.model.section_of(answered[0])])  # leaves the last field
    at.rest()
    check_answered(at, case, answered)
    back, again = partial(at.from_menu, "edit", "edit.undo"), partial(at.from_menu, "edit", "edit.redo")
    check_taken_back(at, case, answered[-1], back, again)


def _wrong_first(at: Mouse, case: Any, row: QuestionRow, answered: list[str]) -> None:
    assert row.editor is not None
    field = row.editor.field
    at.fill(field, NO_NUMBER[at.lang])
    at.click(case.tools.finder.editor)
    check_message(at, case, row, answered)
    at.mark_all(field.editor)
    at.type("7")
    assert field.raw_text() == "7"
    at.mark_all(field.editor)


def _cell(at: Mouse, screen: Any, key: str) -> QPoint:
    return at.bring_row(screen.grid, line_at(screen, key), 2)


def _fill_statements(at: Mouse) -> Any:
    """Two cells by hand, the rest pasted with its labels as from a spreadsheet."""
    at.action("case.statements")
    screen = at.arrive("statements")
    at.action("period.add")
    at.rest()
    port = screen.grid.viewport()
    for key, text in TYPED.items():
        at.double_click(port, _cell(at, screen, key))
        at.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        at.type(text)
        at.click(port, _cell(at, screen, "inv"))
    check_cells(at, screen, 2)
    at.click(port, _cell(at, screen, "cash"))
    QGuiApplication.clipboard().setText(from_a_spreadsheet(at, screen))
    at.action("statements.paste")
    at.until(lambda: screen.model.typed(0, "cfo") == Decimal(1100))
    at.rest()
    check_figures(at, screen)
    return screen


def _propose(at: Mouse) -> Any:
    at.action("score.approval")
    screen = at.arrive("approval")
    at.click(screen.declare)
    at.rest()
    assert screen.model.matter.view.head.independent
    at.fill(screen.proposal.fields["text"], GROUNDS[at.lang])
    at.action("approval.send")
    at.until(lambda: screen.model.waits)
    at.rest()
    return screen


def _approve(at: Mouse, screen: Any) -> None:
    """The assessor may not sign; the second officer takes over the window and does."""
    second = second_of(at, screen)
    at.click(at.frame.top._choice)
    at.until(lambda: QApplication.activePopupWidget() is not None)
    menu: Any = QApplication.activePopupWidget()
    at.entry(menu, second)
    at.until(lambda: at.frame.host.officer == second)
    at.wake()
    at.click(screen.decision.approve)
    at.until(lambda: screen.model.matter.change is not None)
    at.rest()


def _look_around(at: Mouse, customer_id: int) -> None:
    """Find the customer by a few letters, read the help of the page, and ask the palette for another look."""
    search = at.frame.search
    at.click(search)
    at.type(SOUGHT[at.lang])
    at.until(lambda: search.results is not None and search.results.isVisible())
    found = search.results._list
    at.click(found.viewport(), found.visualItemRect(found.item(1)).center())
    screen = at.arrive("customer")
    assert screen.model.draft.id == customer_id
    at.from_menu("help", "app.help")
    panel = at.frame.help.panel
    at.until(lambda: bool(panel.text.toPlainText()))
    assert panel.topic == "customer"
    at.click(panel.close_button)
    assert not panel.isVisible()
    before = at.ui.theme
    at.from_menu("help", "app.palette")
    palette = at.frame.commands._palette
    assert palette is not None
    at.click(palette.field)
    at.type(at.t("ui.action.theme"))
    with at.heartbeat.allow(MOST_LOOK_MS):
        at.click(palette.list.viewport(), palette.list.visualRect(palette.list.model().index(0, 0)).center())
        at.until(lambda: at.ui.theme != before)
    at.rest()


@pytest.mark.timeout(300)
@pytest.mark.qt_log_ignore(FOR_MENUS, extend=True)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_the_welcome_to_a_grade_in_force_by_mouse_alone(
    lang: str, open_window: Callable[..., Window], tmp_path: Path, qtbot: Any, heartbeat: Heartbeat
) -> None:
    window, keys = begin(open_window, tmp_path, qtbot, KEYS)
    at = Mouse(window, qtbot, lang, heartbeat, keys)
    _welcome(at)
    customer = _new_customer(at)
    customer_id = check_entered(at, customer)
    at.action("customer.case")
    case = at.arrive("case")
    _fill_case(at, case)
    statements = _fill_statements(at)
    at.click(statements._to_case)
    at.arrive("case")
    at.action("case.score")
    score = at.arrive("score")
    result = check_score(at, score, case.model.head.id)
    approval = _propose(at)
    _approve(at, approval)
    at.click(approval.decision.form)
    check_form(at)
    grade = check_in_force(at, customer_id, result)
    check_moved(at, at.rail("today"), grade)
    check_listed(at, at.rail("customers"), customer_id, grade)
    _look_around(at, customer_id)
    assert keys.seen == 0
    heartbeat.check()
