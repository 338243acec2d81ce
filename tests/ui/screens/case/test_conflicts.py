"""Two officers answer the same question: nothing typed is lost, nothing is overwritten in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt

SHARE = "A10"


@pytest.mark.parametrize(("mine", "kept"), [(True, Decimal(41)), (False, Decimal(17))])
def test_both_answers_stand_side_by_side_and_the_officer_chooses(
    walk: Callable[..., Any], qtbot: Any, mine: bool, kept: Decimal
) -> None:
    here = walk()
    case_id = here.sample.case_id
    screen = here.go("case", case_id)
    row = screen.pages["company"].rows[SHARE]
    stored = here.services.cases.view(case_id).answers[SHARE]
    here.services.cases.answer(case_id, [replace(stored, value=Decimal(17))], "officer 2")
    field = row.editor.field
    field.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "41")
    here.frame.save_now()
    qtbot.waitUntil(lambda: row.conflict is not None and row.conflict.isVisible(), timeout=5000)
    assert field.raw_text() == "41", "what was typed stays"
    assert "41" in row.conflict.mine.text()
    assert "17" in row.conflict.theirs.text()
    assert "officer 2" in row.conflict.theirs.text()
    assert here.services.cases.view(case_id).answers[SHARE].value == Decimal(17)
    qtbot.mouseClick(row.conflict.keep if mine else row.conflict.take, Qt.MouseButton.LeftButton)
    here.save()
    assert here.services.cases.view(case_id).answers[SHARE].value == kept
    assert field.value() == kept
    assert row.conflict.isHidden()
    assert not field.has_error()


def _request(here: Any) -> Any:
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    here.rest()
    return screen.request


def _type_limit(page: Any, qtbot: Any, text: str) -> None:
    line = page.fields["requested_limit"].editor
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


@pytest.mark.parametrize(("mine", "kept"), [(True, Decimal(41000)), (False, Decimal(17000))])
def test_two_limits_that_are_asked_for_stand_side_by_side_and_the_officer_chooses(
    walk: Callable[..., Any], qtbot: Any, mine: bool, kept: Decimal
) -> None:
    here = walk()
    page = _request(here)
    head = here.services.cases.view(here.sample.case_id).head
    other = here.services.cases.update(replace(head, requested_limit=Decimal(17000), requested_term=33), "officer 2").value
    _type_limit(page, qtbot, "41000")
    here.frame.save_now()
    qtbot.waitUntil(lambda: page.conflict is not None and page.conflict.isVisible(), timeout=5000)
    assert page.fields["requested_limit"].value() == Decimal(41000), "what was typed stays"
    assert "41,000" in page.conflict.mine.text()
    assert "17,000" in page.conflict.theirs.text()
    assert here.services.cases.view(here.sample.case_id).head == other
    qtbot.mouseClick(page.conflict.keep if mine else page.conflict.take, Qt.MouseButton.LeftButton)
    here.save()
    now = here.services.cases.view(here.sample.case_id).head
    assert (now.requested_limit, now.requested_term) == (kept, 33), "what nobody typed here is the other's"
    assert page.fields["requested_limit"].value() == kept
    assert page.fields["requested_term"].value() == 33
    assert page.conflict.isHidden()
    assert here.window.backstage.autosave.state.kind in ("saved", "clean")


def test_what_two_officers_type_into_different_fields_of_a_request_is_both_kept(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    page = _request(here)
    head = here.services.cases.view(here.sample.case_id).head
    here.services.cases.update(replace(head, requested_term=33), "officer 2")
    _type_limit(page, qtbot, "41000")
    here.frame.save_now()
    qtbot.waitUntil(lambda: page.fields["requested_term"].value() == 33, timeout=5000)
    here.save()
    now = here.services.cases.view(here.sample.case_id).head
    assert (now.requested_limit, now.requested_term) == (Decimal(41000), 33)
    assert page.conflict is None


def test_a_figure_that_cannot_be_computed_says_why(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    services, ui = here.services, here.window.ui
    for statement in services.statements.of_customer(here.sample.id):
        services.statements.delete(here.sample.id, statement.id, "officer 1")
    screen = here.go("case", here.sample.case_id)
    screen.show_section("finances")
    rows = [row for row in screen.pages["finances"].rows.values() if row.question.computed]
    assert rows
    assert any(row._told.text() == ui.t("rating.no_statement") for row in rows)
