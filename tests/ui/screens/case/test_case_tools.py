"""Going through the questions: orders, finding one, pasted answers, last time's answers, coming from another screen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.models.domain.enums import AnswerState
from app.models.domain.errors import UserError
from app.services.methodology import builtin
from app.ui.screens.case.order import ASK_NEXT, FORM, OPEN_FIRST, matches
from app.ui.screens.case.pasting import Pasted, read, value_of
from app.ui.screens.case.sections import of_item

SHARE = "A10"
ITEMS = {item.id: of_item(item) for item in builtin().items}


def _open(here: Any, question: str | None = None) -> Any:
    return here.go("case", here.sample.case_id if question is None else (here.sample.case_id, question))


def _empty(here: Any, *items: str) -> None:
    """Questions that are open again, as nobody had answered them."""
    from dataclasses import replace

    view = here.services.cases.view(here.sample.case_id)
    blank = [replace(view.answers[item], state=AnswerState.EMPTY, value=None) for item in items]
    here.services.cases.answer(here.sample.case_id, blank, "officer 1")


def _shown(page: Any) -> list[str]:
    """Ids of the rows from the top."""
    rows = sorted((row for row in page.rows.values() if not row.isHidden()), key=lambda row: row.y())
    return [row.question.id for row in rows]


def test_open_questions_come_first_for_the_eye_and_for_the_tab_key(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    _empty(here, "A07", SHARE)
    screen = _open(here)
    form = [question.id for question in screen.model.section("company").questions]
    screen.tools.order.set_value(OPEN_FIRST)
    screen.tools.order.edited.emit(OPEN_FIRST)
    page = screen.pages["company"]
    qtbot.waitUntil(lambda: _shown(page)[:2] == ["A07", SHARE], timeout=5000)
    page.rows["A07"].head.setFocus()
    seen = []
    for _ in range(12):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        row = next((row for row in page.rows.values() if row.isAncestorOf(QApplication.focusWidget())), None)
        seen.append(row.question.id if row is not None else "")
    assert SHARE in seen
    assert set(seen) <= {"A07", SHARE, "A01"}
    screen.tools.order.set_value(FORM)
    screen.tools.order.edited.emit(FORM)
    qtbot.waitUntil(lambda: _shown(page) == form, timeout=5000)


def test_the_order_by_weight_begins_with_the_question_that_moves_the_score_most(walk: Callable[..., Any]) -> None:
    here = walk()
    _empty(here, "A07", SHARE, "A11")
    screen = _open(here)
    ids = screen.model.put_in_order("company", ASK_NEXT)
    spreads = {one.item: one.spread for one in screen.model.assessment.ask_next}
    first = [spreads.get(one, Decimal(0)) for one in ids[:3]]
    assert set(ids[:3]) == {"A07", SHARE, "A11"}
    assert first == sorted(first, reverse=True)
    assert screen.model.next_open(None, "company") == ids[0]


@pytest.mark.parametrize("text", ["A10", "a10", "前五", "largest"])
def test_a_question_is_found_by_its_number_and_by_words_of_any_language(text: str) -> None:
    found = [one.id for one in ITEMS.values() if matches(one, text)]
    assert found, text
    if text.casefold() == "a10":
        assert found == ["A10"]


def test_enter_in_the_finder_goes_to_a_question_of_another_section(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    wanted = screen.model.section("staff").questions[1]
    qtbot.keyClick(here.frame, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is screen.tools.finder.editor
    qtbot.keyClicks(QApplication.focusWidget(), wanted.id)
    assert screen.section == "staff"
    assert _shown(screen.pages["staff"]) == [wanted.id]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert screen.pages["staff"].rows[wanted.id].isAncestorOf(QApplication.focusWidget())
    assert len(_shown(screen.pages["staff"])) == len(screen.model.section("staff").questions)


def test_what_is_not_found_is_said_at_the_field(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    screen._find()
    qtbot.keyClicks(QApplication.focusWidget(), "zzzz")
    assert screen.tools.finder.error() == here.window.ui.t("ui.case.found_nothing")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not screen.tools.finder.has_error()
    assert len(_shown(screen.pages["company"])) == len(screen.model.section("company").questions)


def test_pasted_answers_are_shown_first_and_taken_as_one_step(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    _empty(here, SHARE)
    screen = _open(here)
    before = here.services.cases.view(here.sample.case_id).answers
    name = ITEMS["A04"].label.get("zh")
    QGuiApplication.clipboard().setText(f"A10\t38,5\tfrom the visit\n{name}\t2001-05-14\nA11\tnine\nnothing like it\t3\n")
    screen._paste()
    assert screen._stack.currentWidget() is screen.pasted
    assert here.services.cases.view(here.sample.case_id).answers == before, "nothing is written before it is confirmed"
    assert [one.taken for one in screen.pasted.lines] == [True, True, False, False]
    qtbot.mouseClick(screen.pasted.take, Qt.MouseButton.LeftButton)
    here.rest()
    kept = here.services.cases.view(here.sample.case_id).answers
    assert kept[SHARE].value == Decimal("38.5")
    assert "from the visit" in kept[SHARE].note
    assert str(kept["A04"].value) == "2001-05-14"
    assert kept["A11"] == before["A11"]
    history = here.services.timeline.history(here.sample.id)
    newest = {one.place: one.command for one in reversed(history) if one.field == "value"}
    assert (newest[SHARE], newest["A04"]) == ("case.paste", "case.paste"), "the history says where they came from"
    screen.model.change(SHARE, value=Decimal(40))
    here.save()
    typed = next(one for one in here.services.timeline.history(here.sample.id) if one.place == SHARE)
    assert typed.command == "case.answer", "what is typed after a paste is not pasted"
    here.services.undo.undo("officer 1")
    here.services.undo.undo("officer 1")
    undone = here.services.cases.view(here.sample.case_id).answers
    assert (undone[SHARE].value, undone["A04"].value) == (None, before["A04"].value), "one step for both"


def test_a_paste_that_is_left_changes_nothing(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    before = here.services.cases.view(here.sample.case_id).answers
    QGuiApplication.clipboard().setText("A10\t11")
    screen._paste()
    qtbot.mouseClick(screen.pasted.leave, Qt.MouseButton.LeftButton)
    here.save()
    assert here.services.cases.view(here.sample.case_id).answers == before
    assert screen._stack.currentWidget() is screen.pages["company"]


def test_a_question_pasted_twice_is_taken_once() -> None:
    lines = read("A10\t10\nA10\t20", list(ITEMS.values()), "en")
    assert [one.taken for one in lines] == [True, False]


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [("A10", "41 %", Decimal(41)), ("A03", "4", "4"), ("A03", "9", None), ("A10", "forty", None), ("A10", "3 days", None)],
)
def test_a_pasted_answer_is_read_as_its_question_wants_it(item: str, text: str, value: object) -> None:
    question = ITEMS[item]
    if value is None:
        with pytest.raises(UserError):
            value_of(question, text, "en")
    elif question.choices:
        step = next(choice for choice in question.choices if choice.step == int(text))
        assert value_of(question, text, "en") == step.key
        assert value_of(question, step.label.get("ru"), "en") == step.key
    else:
        assert value_of(question, text, "en") == value


def test_one_column_is_no_paste() -> None:
    with pytest.raises(UserError):
        read("A10\nA11", list(ITEMS.values()), "en")
    assert Pasted("x", "y").taken is False


def test_all_answers_of_last_time_are_taken_at_once(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    services, first = here.services, here.services.cases.view(here.sample.case_id)
    services.cases.declare_independence(first.head.id, "officer 1")
    services.cases.verify(first.head.id, "officer 2")
    offered = services.grading.propose(first.head.id, "officer 1", grounds=("statements",), text="Sound.").value
    services.grading.approve(offered.id, "officer 2", "Agreed.")
    now = services.cases.open(here.sample.id, "officer 1").value
    screen = here.go("case", now.id)
    assert screen.tools._last.isVisible()
    count = len(screen.model.can_take_over())
    assert count > 50
    here.frame.actions_.qaction("case.take_over_all").trigger()
    here.rest()
    qtbot.waitUntil(lambda: not screen.tools._last.isVisible(), timeout=5000)
    kept = services.cases.view(now.id).answers
    assert sum(answer.state is not AnswerState.EMPTY for answer in kept.values()) == count
    assert kept[SHARE].value == first.answers[SHARE].value


def test_a_case_opens_at_the_question_another_screen_asks_for(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    wanted = _open(here).model.section("equipment").questions[3].id
    here.go("customers")
    screen = _open(here, wanted)
    assert screen.section == "equipment"
    qtbot.waitUntil(lambda: screen.pages["equipment"].rows[wanted].isAncestorOf(QApplication.focusWidget()), timeout=5000)
