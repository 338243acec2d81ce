"""Undo in the real window: by key, named, and every screen shows what is true again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.models.domain.labels import Labels
from app.models.domain.parties import Customer
from app.services.undo.commands import GROUPS, UNDOABLE
from app.services.undo.names import KINDS, StepView
from app.texts import languages
from app.ui.context import Ui
from app.ui.undo.words import step_name

SHARE = "A10"
KEYS = Qt.KeyboardModifier
WAIT = 5000


def _undo_text(here: Any) -> str:
    return here.frame.actions_.qaction("edit.undo").text()


def _press(here: Any, qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = KEYS.ControlModifier) -> None:
    qtbot.keyClick(QGuiApplication.focusWindow() or here.frame.windowHandle(), key, modifier)


def _type(here: Any, qtbot: Any, row: Any, text: str) -> Any:
    editor = row.editor.field.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    return editor


def _case(here: Any) -> Any:
    return here.go("case", here.sample.case_id)


def _stored(here: Any) -> Any:
    return here.services.cases.view(here.sample.case_id).answers[SHARE].value


def test_ctrl_z_takes_back_an_answer_and_the_field_shows_it(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    row = _case(here).pages["company"].rows[SHARE]
    before, shown = _stored(here), row.editor.field.raw_text()
    editor = _type(here, qtbot, row, "95")
    here.save()
    qtbot.waitUntil(lambda: SHARE in _undo_text(here), timeout=WAIT)
    assert _stored(here) == Decimal(95)
    qtbot.keyClick(editor, Qt.Key.Key_Z, KEYS.ControlModifier)
    qtbot.waitUntil(lambda: _stored(here) == before, timeout=WAIT)
    qtbot.waitUntil(lambda: row.editor.field.raw_text() == shown, timeout=WAIT)
    qtbot.waitUntil(lambda: SHARE in here.frame.actions_.qaction("edit.redo").text(), timeout=WAIT)
    for key in ((Qt.Key.Key_Y, KEYS.ControlModifier),):
        qtbot.keyClick(row.editor.field.editor, *key)
        qtbot.waitUntil(lambda: row.editor.field.raw_text().startswith("95"), timeout=WAIT)
    assert _stored(here) == Decimal(95)


def test_a_field_undoes_typing_of_its_own_first(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    row = _case(here).pages["company"].rows[SHARE]
    before, shown = _stored(here), row.editor.field.raw_text()
    editor = _type(here, qtbot, row, "95")
    qtbot.keyClick(editor, Qt.Key.Key_Z, KEYS.ControlModifier)
    while row.editor.field.raw_text() != shown and here.frame.undo.typing.has_own:
        qtbot.keyClick(editor, Qt.Key.Key_Z, KEYS.ControlModifier)
    assert row.editor.field.raw_text() == shown
    here.rest()
    assert _stored(here) == before


def test_an_answer_can_be_typed_again_after_its_row_was_undone(walk: Callable[..., Any], qtbot: Any) -> None:
    """The row comes anew then: a version that this window remembers of the old one would be a conflict."""
    here = walk(sample=False)
    made = here.services.customers.save(Customer(name="Northern Bearings"), "officer 1").value
    case_id = here.services.cases.open(made.id, "officer 1").value.id
    screen = here.go("case", case_id)
    for share in (10, 20, 30):
        screen.model.change(SHARE, value=Decimal(share))
        here.save()
    while (step := here.services.undo.peek("officer 1")[0]) is not None and step.item == SHARE:
        here.frame.undo.undo()
        here.rest()
    assert SHARE not in here.services.cases.view(case_id).answers
    screen.model.change(SHARE, value=Decimal(40))
    here.save()
    assert here.services.cases.view(case_id).answers[SHARE].value == Decimal(40)
    assert screen.banner.text == ""


def test_a_removed_customer_can_be_taken_back_from_the_note_about_it(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    name = here.sample.name
    here.frame.host.runner.command(here.services.customers.delete, here.sample.id, "officer 1")
    qtbot.waitUntil(lambda: name in here.frame.toast.text, timeout=WAIT)
    toast = here.frame.toast
    assert toast._timer.remainingTime() > 10_000 and toast._button.text() == "Undo"
    qtbot.mouseClick(toast._button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: here.services.customers.count() == 1, timeout=WAIT)
    assert here.sample.name == name


def test_the_page_of_a_customer_that_was_undone_is_left(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    made: Customer = here.services.customers.save(Customer(name="Northern Bearings", officer="officer 1"), "officer 1").value
    here.go("customer", made.id)
    here.frame.undo.undo()
    qtbot.waitUntil(lambda: here.frame.current == "customers", timeout=WAIT)
    here.rest()
    assert here.services.customers.count() == 0


def test_fields_of_a_customer_show_what_was_undone(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    address = here.services.customers.get(here.sample.id).address
    screen.model.change(address="Fuzhou, Road 1")
    here.save()
    here.frame.undo.undo()
    here.rest()
    assert here.services.customers.get(here.sample.id).address == address
    assert screen.model.draft.address == address
    assert screen.form.fields["address"].value() == address


def test_the_statements_show_what_was_undone_and_a_paste_is_one_step(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    before = here.services.statements.of_customer(here.sample.id)
    cash = [column.statement.values.get("cash") for column in screen.model.columns]
    screen.model.set_texts([(at, "cash", str(1000 + at)) for at in range(len(screen.model.columns))], "en")
    here.save()
    assert here.services.statements.of_customer(here.sample.id) != before
    here.frame.undo.undo()
    here.rest()
    qtbot.waitUntil(lambda: [c.statement.values.get("cash") for c in screen.model.columns] == cash, timeout=WAIT)
    assert [s.values for s in here.services.statements.of_customer(here.sample.id)] == [s.values for s in before]
    assert here.services.undo.peek("officer 1")[0] is None


def test_a_paste_of_figures_is_one_step_and_the_history_says_that_it_was_pasted(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("statements", here.sample.id)
    screen.model.set_text(0, "inv", "77", "en")
    before = [one.values for one in here.services.statements.of_customer(here.sample.id)]
    screen.pasting.take("1001\t1002\n", 1, 0, here.window.ui)
    here.save()
    changed = [one for one in here.services.timeline.history(here.sample.id) if one.entity == "statements"][:3]
    assert sorted(one.command for one in changed) == ["statement.paste", "statement.paste", "statement.save"]
    assert {one.field: str(one.after) for one in changed if one.command == "statement.save"} == {"inv": "77"}
    here.frame.undo.undo()
    here.rest()
    after = [one.values for one in here.services.statements.of_customer(here.sample.id)]
    assert str(after[0]["inv"]) == "77" and after != before
    assert here.services.undo.peek("officer 1")[0].kind == "statement.save"
    screen.model.set_text(0, "inv", "78", "en")
    here.save()
    assert here.services.timeline.history(here.sample.id)[0].command == "statement.save"


def test_a_setting_is_undone_by_its_name(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    here.frame._runner.command(here.services.settings.set, "review_days_default", "60", "officer 1")
    qtbot.waitUntil(lambda: "setting Reviews: Days between reviews" in _undo_text(here), timeout=WAIT)
    values = {"review_days_default": "61", "company_name": "Southern Tools"}
    here.frame._runner.command(here.services.settings.set_all, values, "officer 1")
    qtbot.waitUntil(lambda: "2 settings" in _undo_text(here), timeout=WAIT)


def test_a_decision_in_the_way_is_told_in_words(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk(sample=False)
    made = here.services.customers.save(Customer(name="Northern Bearings"), "officer 1").value
    here.services.customers.save(replace(made, address="Road 1"), "officer 2")
    here.frame.undo.undo()
    qtbot.waitUntil(lambda: "stays as it is" in here.screen("customers").banner.text, timeout=WAIT)


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_every_step_has_a_name_in_every_language(ui: Ui, lang: str, root: Path) -> None:
    ui.switch_language(lang)
    kinds = (UNDOABLE | GROUPS | set(KINDS)) - {"case.evidence_files"} | {"case.evidence_files"}
    texts = json.loads((root / "resources/i18n" / lang / "ui_undo.json").read_text(encoding="utf-8"))
    assert {key.removeprefix("undo.step.") for key in texts if key.startswith("undo.step.")} == kinds
    full = StepView("", "officer 1", datetime(2026, 11, 22, tzinfo=UTC), "Northern Bearings", 1, "2026-0001", 1, "A10",
                    Labels("Share", "份额", "Доля"), "file.pdf", date(2025, 12, 31), 3)
    for kind in kinds:
        name = step_name(ui, replace(full, kind=kind))
        assert name and "{" not in name


def test_a_long_name_is_cut_and_not_the_rest(ui: Ui) -> None:
    step = StepView("customer.save", "officer 1", datetime(2026, 11, 22, tzinfo=UTC), "N" * 300)
    assert len(step_name(ui, step)) < 90
