"""The whole job through the real window and an empty store, with no mouse at all: from the welcome to a grade in force."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.application import Window
from app.ui.forms.typed_edits import DecimalEdit
from app.ui.screens.case.row import QuestionRow
from tests.ui.walks.keyboard import ALT, CTRL, MOUSE, SHIFT, Key, Keyboard
from tests.ui.walks.office import (
    FOR_MENUS,
    GROUNDS,
    LANGUAGES,
    NAMES,
    NO_NUMBER,
    NUMBER,
    OFFICER,
    PAGES,
    SOUGHT,
    Counter,
    check_figures,
    check_in_force,
    check_listed,
    check_moved,
    check_score,
    from_a_spreadsheet,
    has_value,
    line_at,
    open_new,
    row_of,
)

AREAS, EACH = 3, 3


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
    at.arrive("today")
    assert at.frame.host.officer == OFFICER[at.lang]
    assert at.services.customers.page() == ()


def _new_customer(at: Keyboard) -> Any:
    today = at.arrive("today")
    at.until(today._is_empty)
    at.press(Key.Key_N, CTRL)  # nobody to investigate yet: a customer comes first
    screen = at.arrive("customer")
    assert QApplication.focusWidget() is screen.form.fields["name"].editor
    at.type(NAMES[at.lang])
    at.fill(screen.form.identifiers.rows[0].number, NUMBER)
    at.press(Key.Key_Return, CTRL)
    at.until(lambda: not screen.model.is_new)
    at.rest()
    assert at.services.customers.page()[0].name == NAMES[at.lang]
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
    assert all(has_value(at, case, one) for one in answered)
    assert len({case.model.section_of(one) for one in answered}) >= AREAS
    _back_and_forth(at, case, answered[-1])


def _wrong_first(at: Keyboard, case: Any, row: QuestionRow, answered: list[str]) -> None:
    assert row.editor is not None
    field = row.editor.field
    at.type(NO_NUMBER[at.lang])
    at.press(Key.Key_Tab)
    assert field.has_error()
    at.rest()
    assert field.raw_text() == NO_NUMBER[at.lang]
    assert all(has_value(at, case, one) for one in answered)
    at.tab_to(field.editor)
    at.press(Key.Key_A, CTRL)


def _back_and_forth(at: Keyboard, case: Any, question: str) -> None:
    at.until(lambda: at.frame.undo.back_step is not None)
    at.press(Key.Key_Z, CTRL)
    at.until(lambda: not has_value(at, case, question))
    at.rest()
    at.until(lambda: at.frame.undo.again_step is not None)
    at.press(Key.Key_Z, CTRL | SHIFT)
    at.until(lambda: has_value(at, case, question))
    at.rest()


def _fill_statements(at: Keyboard) -> None:
    """Two cells by hand, the rest pasted with its labels as from a spreadsheet."""
    at.press(Key.Key_PageDown, CTRL)
    screen = at.arrive("statements")
    at.press(Key.Key_Insert, CTRL | SHIFT)
    at.rest()
    assert QApplication.focusWidget() is screen.grid
    for key, text in (("cash", "900"), ("ar", "1,7oo")):
        while screen.grid.currentIndex().row() != line_at(screen, key):
            at.press(Key.Key_Down)
        at.type(text)
        at.press(Key.Key_Return)
        at.until(lambda: QApplication.focusWidget() is screen.grid)
    at.rest()
    assert screen.model.typed(0, "cash") == Decimal(900)
    assert "1,7oo" in screen.grid.grid.text_at(line_at(screen, "ar"), screen.grid.currentIndex().column())
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
    assessor, second = at.frame.top.officers
    card = screen.decision
    assert at.frame.host.officer == assessor == screen.model.matter.view.head.assessor
    assert not card.approve.isEnabled()
    assert second in card.signer.text()
    at.press(Key.Key_O, CTRL | SHIFT)
    at.until(lambda: QApplication.activePopupWidget() is not None)
    at.from_menu(QApplication.activePopupWidget(), second)
    at.until(lambda: at.frame.host.officer == second)
    at.wake()
    at.push(card.approve)
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
    at.press(Key.Key_Return)
    at.until(lambda: at.ui.theme != before)
    at.rest()


@pytest.mark.qt_log_ignore(FOR_MENUS, extend=True)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_the_welcome_to_a_grade_in_force_by_keyboard_alone(
    lang: str, open_window: Callable[..., Window], tmp_path: Path, qtbot: Any
) -> None:
    window = open_new(open_window, tmp_path, qtbot)
    at, mice = Keyboard(window, qtbot, lang), Counter(window, MOUSE)
    _welcome(at)
    customer = _new_customer(at)
    customer_id = customer.model.draft.id
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
    documents = at.arrive("documents")
    at.until(lambda: documents.preview.page_count == 1)
    assert documents.kind == "change_form"
    grade = check_in_force(at, customer_id, result)
    at.press(Key.Key_1, CTRL)
    check_moved(at, at.arrive("today"), grade)
    at.press(Key.Key_2, CTRL)
    check_listed(at, at.arrive("customers"), customer_id, grade)
    _look_around(at, customer_id)
    assert mice.seen == 0
