"""Answers taken over wait to be confirmed; questions that are not asked step back; what is missing is summed up with links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt

from app.models.domain.enums import AnswerState

SHARE = "A10"


def _as_last_time(here: Any) -> Any:
    """A new case with all answers of the last one, their days as well."""
    services, first = here.services, here.sample.case_id
    services.cases.declare_independence(first, "officer 1")
    services.cases.verify(first, "officer 2")
    offered = services.grading.propose(first, "officer 1", grounds=("statements",), text="Sound.").value
    services.grading.approve(offered.id, "officer 2", "Agreed.")
    now = services.cases.open(here.sample.id, "officer 1", profile="large", with_areas=True).value
    services.cases.take_over(now.id, None, "officer 1")
    return here.go("case", now.id)


def test_an_answer_taken_over_is_marked_until_space_on_its_mark_confirms_it(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _as_last_time(here)
    row = screen.pages["company"].rows[SHARE]
    assert screen.model.to_confirm(SHARE)
    assert not row.head.mark.isHidden()
    qtbot.waitUntil(lambda: "confirm" in screen.right.missing.links, timeout=5000)
    assert here.window.ui.t("ui.case.to_confirm") in row.head.mark.text()
    row.head.mark.setFocus()
    qtbot.keyClick(row.head.mark, Qt.Key.Key_Space)
    assert row.head.mark.isHidden()
    assert screen.model.answer(SHARE).as_of == screen.model.today
    here.save()
    assert here.services.cases.view(screen.model.head.id).answers[SHARE].as_of == screen.model.today


def test_an_answer_typed_anew_needs_no_confirming(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = _as_last_time(walk())
    row = screen.pages["company"].rows[SHARE]
    editor = row.editor.field.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "33")
    assert row.head.mark.isHidden()
    row.set_state("confirm")
    assert screen.model.answer(SHARE).as_of != screen.model.today, "there is nothing to confirm any more"


def test_what_is_missing_is_told_by_section_and_leads_there(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("case", here.sample.case_id)
    screen.model.set_state("A07", AnswerState.EMPTY)
    card = screen.right.missing
    qtbot.waitUntil(lambda: "company" in card.links, timeout=5000)
    qtbot.keyClick(card.links["company"], Qt.Key.Key_Return)
    assert screen.detail.question.id == "A07"
    assert "request" in card.links
    qtbot.keyClick(card.links["request"], Qt.Key.Key_Return)
    assert screen.section == "request"


def test_a_question_whose_condition_is_not_met_steps_back_and_can_be_shown(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("case", here.sample.case_id)
    model, row = screen.model, screen.pages["company"].rows[SHARE]
    model.set_state(SHARE, AnswerState.EMPTY)
    done, total = model.counts("company")
    assert not row.editor.field.isHidden()
    fact = model.reading.methodology.facts[0]
    items = tuple(replace(one, asked_when=fact.id) if one.id == SHARE else one for one in model.reading.methodology.items)
    model.reading = replace(model.reading, methodology=replace(model.reading.methodology, items=items))
    model._assessed(replace(model.assessment, not_asked=frozenset({SHARE})))
    row = screen.pages["company"].rows[SHARE]
    assert row.editor.field.isHidden()
    assert fact.label.get("en") in row._unasked.text()
    assert model.counts("company") == (done, total - 1)
    assert model.next_open("A09", "company") != SHARE
    qtbot.keyClick(row._unasked, Qt.Key.Key_Return)
    assert not row.editor.field.isHidden()
