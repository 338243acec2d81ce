"""The whole job through the real window and an empty store, with no mouse at all: from the welcome to a grade in force."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.ui.application import Window
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.screens.case.row import QuestionRow
from tests.ui.heartbeat import MOST_LOOK_MS, Heartbeat
from tests.ui.walks.keyboard import ALT, CTRL, MOUSE, SHIFT, Key, Keyboard
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
    row_of,
    second_of,
)


def _welcome(at: Keyboard) -> None:
    """Language, officer, no sample: Return goes on."""
    welcome = at.arrive("welcome")
    for _ in LANGUAGES:
        if welcome.step.buttons[at.lang].isChecked():
            break
        at.press(Key.Key_Down)
    assert at.ui.lang == at.lang
    at.press(Key.Key_Return)
    at.until(lambda: welcome.step.name == "officers")
    at.type(OFFICER[at.lang])
    at.press(Key.Key_Return)
    at.until(lambda: welcome.step.name == "company")
    at.press(Key.Key_Return)
    at.until(lambda: welcome.step.name == "sample")
    at.press(Key.Key_Down)
    assert welcome.step.no.isChecked()
    at.press(Key.Key_Return)
    at.until(lambda: welcome.step.name == "done")
    at.press(Key.Key_Return)
    check_welcomed(at)


def _new_customer(at: Keyboard) -> Any:
    at.press(Key.Key_N, CTRL)  # nobody to investigate yet: a customer comes first
    screen = at.arrive("customer")
    assert QApplication.focusWidget() is screen.form.fields["name"].editor
    at.type(NAMES[at.lang])
    at.fill(screen.form.identifiers.rows[0].number, NUMBER)
    at.press(Key.Key_Return, CTRL)
    at.until(lambda: not screen.model.is_new)
    at.rest()
    for number, page in enumerate(PAGES):
        at.press(Key(Key.Key_1 + number), ALT)
        at.rest()
        assert screen.page_name == page
    return screen


def _next_open(at: Keyboard) -> QuestionRow:
    """The next question that is answered in its row, not in a table below."""
    at.press(Key.Key_F8)
    row = row_of(QApplication.focusWidget())
    assert row is not None
    return row if row.editor is not None else _next_open(at)


def _fill_case(at: Keyboard, case: Any) -> None:
    """Questions of several areas, one answer wrong at first: its message stands there, the text stays, the others are kept."""
    answered: list[str] = []
    mended = False
    while len(answered) < AREAS * EACH or not mended:
        if answered and len(answered) % EACH == 0:
            at.press(Key.Key_PageDown, ALT)
        row = _next_open(at)
        if isinstance(row.editor.field, DecimalEdit) and not mended:  # type: ignore[union-attr]
            _wrong_first(at, case, row, answered)
            mended = True
        at.answer(row)
        at.rest()
        answered.append(row.question.id)
    check_answered(at, case, answered)
    back, again = partial(at.press, Key.Key_Z, CTRL), partial(at.press, Key.Key_Z, CTRL | SHIFT)
    check_taken_back(at, case, answered[-1], back, again)


def _wrong_first(at: Keyboard, case: Any, row: QuestionRow, answered: list[str]) -> None:
    assert row.editor is not None
    at.type(NO_NUMBER[at.lang])
    at.press(Key.Key_Tab)
    check_message(at, case, row, answered)
    at.tab_to(row.editor.field.editor)
    at.press(Key.Key_A, CTRL)


def _fill_statements(at: Keyboard) -> None:
    """Two cells by hand, the rest pasted with its labels as from a spreadsheet."""
    at.press(Key.Key_PageDown, CTRL)
    screen = at.arrive("statements")
    at.press(Key.Key_Insert, CTRL | SHIFT)
    at.rest()
    assert QApplication.focusWidget() is screen.grid
    for key, text in TYPED.items():
        while screen.grid.currentIndex().row() != line_at(screen, key):
            at.press(Key.Key_Down)
        at.type(text)
        at.press(Key.Key_Return)
        at.until(lambda: QApplication.focusWidget() is screen.grid)
    check_cells(at, screen, screen.grid.currentIndex().column())
    QGuiApplication.clipboard().setText(from_a_spreadsheet(at, screen))
    at.press(Key.Key_V, CTRL)
    at.until(lambda: screen.model.typed(0, "cfo") == Decimal(1100))
    at.press(Key.Key_S, CTRL)
    at.rest()
    check_figures(at, screen)


def _propose(at: Keyboard) -> Any:
    at.press(Key.Key_A, CTRL | SHIFT)
    screen = at.arrive("approval")
    at.push(screen.declare)
    at.rest()
    assert screen.model.matter.view.head.independent
    at.fill(screen.proposal.fields["text"], GROUNDS[at.lang])
    at.press(Key.Key_Return, CTRL | ALT)
    at.until(lambda: screen.model.waits)
    at.rest()
    return screen


def _approve(at: Keyboard, screen: Any) -> None:
    """The assessor may not sign; the second officer takes over the window and does."""
    second = second_of(at, screen)
    at.press(Key.Key_O, CTRL | SHIFT)
    at.until(lambda: QApplication.activePopupWidget() is not None)
    at.from_menu(QApplication.activePopupWidget(), second)
    at.until(lambda: at.frame.host.officer == second)
    at.wake()
    at.push(screen.decision.approve)
    at.until(lambda: screen.model.matter.change is not None)
    at.rest()


def _look_around(at: Keyboard, customer_id: int) -> None:
    """Find the customer by a few letters, read the help of the page, and ask the palette for another look."""
    at.press(Key.Key_K, CTRL)
    search = at.frame.search
    at.type(SOUGHT[at.lang])
    at.until(lambda: search.results is not None and search.results.isVisible())
    at.press(Key.Key_Return)
    screen = at.arrive("customer")
    assert screen.model.draft.id == customer_id
    at.press(Key.Key_F1)
    panel = at.frame.help.panel
    at.until(lambda: bool(panel.text.toPlainText()))
    assert panel.topic == "customer"
    at.press(Key.Key_Escape)
    assert not panel.isVisible()
    before = at.ui.theme
    at.press(Key.Key_P, CTRL | SHIFT)
    at.type(at.t("ui.action.theme"))
    with at.heartbeat.allow(MOST_LOOK_MS):
        at.press(Key.Key_Return)
        at.until(lambda: at.ui.theme != before)
    at.rest()


@pytest.fixture
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in this file can click."""
    for name in ("mouseClick", "mouseDClick", "mouseMove", "mousePress", "mouseRelease"):
        monkeypatch.delattr(QTest, name)


@pytest.mark.usefixtures("no_mouse")
@pytest.mark.timeout(300)
@pytest.mark.qt_log_ignore(FOR_MENUS, extend=True)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_the_welcome_to_a_grade_in_force_by_keyboard_alone(
    lang: str, open_window: Callable[..., Window], tmp_path: Path, qtbot: Any, heartbeat: Heartbeat
) -> None:
    window, mice = begin(open_window, tmp_path, qtbot, MOUSE)
    at = Keyboard(window, qtbot, lang, heartbeat)
    _welcome(at)
    customer = _new_customer(at)
    customer_id = check_entered(at, customer)
    at.press(Key.Key_I, CTRL | SHIFT)
    case = at.arrive("case")
    _fill_case(at, case)
    _fill_statements(at)
    at.press(Key.Key_PageUp, CTRL)
    at.arrive("case")
    at.press(Key.Key_Return, CTRL | SHIFT)
    score = at.arrive("score")
    result = check_score(at, score, case.model.head.id)
    approval = _propose(at)
    _approve(at, approval)
    at.push(approval.decision.form)
    check_form(at)
    grade = check_in_force(at, customer_id, result)
    at.press(Key.Key_1, CTRL)
    check_moved(at, at.arrive("today"), grade)
    at.press(Key.Key_2, CTRL)
    check_listed(at, at.arrive("customers"), customer_id, grade)
    _look_around(at, customer_id)
    assert mice.seen == 0
    heartbeat.check()
