"""What was typed and could not be saved is kept within a second and offered again, on every page that is typed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from shiboken6 import isValid

from app.models.db.store import Store
from app.models.domain.errors import EnvironmentFault
from app.models.domain.parties import Customer
from app.services.clock import FixedClock
from app.services.drafts import Drafts as DraftService
from app.services.registry import build_services
from app.ui.application import Opened
from app.ui.screens import SCREENS
from tests.ui.screens.conftest import OFFICER, SECOND, TODAY, Walk, make_services

WAIT = 5000


@pytest.fixture
def again(open_window: Callable[..., Any], tmp_path: Path, qtbot: Any) -> Callable[[], Walk]:
    """A window over the same store each time; the one before is closed."""
    last: list[Walk] = []
    folder = tmp_path / "again"

    def start() -> Walk:
        if last:
            last[-1].frame.close()
            qtbot.waitUntil(lambda: last[-1].window.is_stopped, timeout=WAIT)

        def open_store() -> Opened:
            if (folder / "office.zixin").exists():
                store = Store.open(folder / "office.zixin")
                services = build_services(store, FixedClock(TODAY))
            else:
                store, services = make_services(folder)
            return Opened(services, "office.zixin", False, lambda: "1", OFFICER, (OFFICER, SECOND), store.close)

        made = Walk(open_window(SCREENS, open_store=open_store, first="customers"), qtbot)
        made.frame.activateWindow()
        qtbot.waitUntil(made.frame.isActiveWindow, timeout=WAIT)
        made.frame.late()
        made.rest()
        last.append(made)
        return made

    return start


def _type(qtbot: Any, editor: Any, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def _kept(here: Walk) -> dict[str, str]:
    return {draft.place: draft.payload for draft in here.services.drafts.all(OFFICER)}


def _wait_kept(here: Walk, qtbot: Any, *words: str) -> None:
    qtbot.waitUntil(lambda: all(any(word in text for text in _kept(here).values()) for word in words), timeout=2500)


def _button(here: Walk, text: str) -> QPushButton:
    return next(one for one in here.frame.drafts.bar.buttons if text in one.text())


def _offered(here: Walk, qtbot: Any, *words: str) -> None:
    """The list at the start leads to the page, and the page offers the words."""
    bar = here.frame.drafts.bar
    qtbot.waitUntil(lambda: "still there" in bar.text, timeout=WAIT)
    qtbot.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Take back what you typed at" in bar.text, timeout=WAIT)
    assert all(word in bar.text for word in words)
    here.rest()


def test_a_request_that_cannot_be_read_is_offered_on_its_case(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    field = screen.request.fields["requested_limit"]
    _type(qtbot, field.editor, "about 30")
    _wait_kept(here, qtbot, "about 30")
    here = again()
    _offered(here, qtbot, "about 30")
    assert here.frame.current == "case"
    qtbot.mouseClick(_button(here, "Restore"), Qt.MouseButton.LeftButton)
    screen = here.screen("case")
    assert screen.request.fields["requested_limit"].raw_text() == "about 30"
    screen.request.fields["requested_limit"].set_raw_text("300000")
    here.save()
    qtbot.waitUntil(lambda: _kept(here) == {}, timeout=WAIT)


def test_an_answer_that_cannot_be_read_stands_in_its_field_and_is_told_as_not_saved(
    again: Callable[[], Walk], qtbot: Any
) -> None:
    here = again()
    screen = here.go("case", here.sample.case_id)
    _type(qtbot, screen.pages["company"].rows["A10"].editor.field.editor, "about 30")
    _wait_kept(here, qtbot, "about 30")
    here = again()
    bar = here.frame.drafts.bar
    qtbot.waitUntil(lambda: "still there" in bar.text, timeout=WAIT)
    qtbot.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Not saved yet" in bar.text and "A10: about 30" in bar.text, timeout=WAIT)
    here.rest()
    field = here.screen("case").pages["company"].rows["A10"].editor.field
    assert field.raw_text() == "about 30" and field.has_error()


def test_a_day_that_cannot_be_read_waits_at_its_question_while_others_are_shown(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("case", here.sample.case_id)
    screen.show_section("company")
    screen.go_to("A10")
    screen.unfold()
    _type(qtbot, screen.detail.as_of.editor, "soon 1130")
    screen.go_to("A11")
    assert screen.detail.as_of.raw_text() != "soon 1130"
    _type(qtbot, screen.detail.note.editor, "seen")
    here.save()
    _wait_kept(here, qtbot, "soon 1130")
    screen.go_to("A10")
    assert screen.detail.as_of.raw_text() == "soon 1130" and screen.detail.as_of.has_error()
    screen.go_to("A11")
    here = again()
    _offered(here, qtbot, "soon 1130")
    qtbot.mouseClick(_button(here, "Restore"), Qt.MouseButton.LeftButton)
    screen = here.screen("case")
    screen.go_to("A10")
    assert screen.detail.as_of.raw_text() == "soon 1130" and screen.detail.as_of.has_error()
    screen.detail.as_of.set_raw_text("")
    here.save()
    qtbot.waitUntil(lambda: _kept(here) == {}, timeout=WAIT)


def test_an_answer_that_cannot_be_read_can_be_thrown_away(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("case", here.sample.case_id)
    _type(qtbot, screen.pages["company"].rows["A10"].editor.field.editor, "about 30")
    _wait_kept(here, qtbot, "about 30")
    here = again()
    bar = here.frame.drafts.bar
    qtbot.waitUntil(lambda: "still there" in bar.text, timeout=WAIT)
    qtbot.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Not saved yet" in bar.text, timeout=WAIT)
    here.rest()
    qtbot.mouseClick(_button(here, "Discard"), Qt.MouseButton.LeftButton)
    here.rest()
    row = here.screen("case").pages["company"].rows["A10"]
    answer = here.services.cases.view(here.sample.case_id).answers["A10"].value
    assert (bar.text, _kept(here), row.editor.value()) == ("", {}, answer)
    assert row.editor.field.raw_text() != "about 30" and not row.editor.field.has_error()
    here = again()
    assert here.frame.drafts.bar.text == ""


def test_terms_that_were_never_sent_can_be_thrown_away(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("approval", here.sample.case_id)
    _type(qtbot, screen.proposal.fields["limit"].editor, "five million")
    _type(qtbot, screen.proposal.fields["term_days"].editor, "15")
    _wait_kept(here, qtbot, "five million", "15")
    here = again()
    bar = here.frame.drafts.bar
    qtbot.waitUntil(lambda: "still there" in bar.text, timeout=WAIT)
    qtbot.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Not saved yet" in bar.text, timeout=WAIT)
    here.rest()
    qtbot.mouseClick(_button(here, "Discard"), Qt.MouseButton.LeftButton)
    here.rest()
    fields = here.screen("approval").proposal.fields
    assert (bar.text, _kept(here)) == ("", {})
    assert [fields[name].raw_text() for name in ("limit", "term_days")] == ["", ""]
    assert not fields["limit"].has_error()


def test_a_customer_whose_name_is_missing_keeps_what_stands_beside_it(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("customer", here.sample.id)
    fields = screen.form.fields
    _type(qtbot, fields["name"].editor, " ")
    qtbot.keyClick(fields["name"].editor, Qt.Key.Key_Backspace)
    _type(qtbot, fields["address"].editor, "Fuzhou, Road 1")
    _wait_kept(here, qtbot, "Fuzhou, Road 1")
    here = again()
    _offered(here, qtbot, "Fuzhou, Road 1")
    qtbot.mouseClick(_button(here, "Discard"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _kept(here) == {}, timeout=WAIT)
    assert here.frame.drafts.bar.text == ""


def test_a_cell_that_is_being_typed_and_one_that_cannot_be_read(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("statements", here.sample.id)
    lines = screen.grid.grid.lines()
    screen.model.set_text(0, "cash", "12,3x", "en")
    screen.grid.go_to(lines[3], 0)
    qtbot.keyClicks(screen.grid, "7")
    editor = screen.grid.viewport().findChildren(QLineEdit)[-1]
    qtbot.keyClicks(editor, "77")
    assert editor.text() == "777"
    _wait_kept(here, qtbot, "777", "12,3x")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    here.save()
    qtbot.waitUntil(lambda: not any("777" in text for text in _kept(here).values()), timeout=WAIT)  # it is in the store now
    here = again()
    _offered(here, qtbot, "12,3x")
    qtbot.mouseClick(_button(here, "Restore"), Qt.MouseButton.LeftButton)
    assert [cell.text for cell in here.screen("statements").model.bad.values()] == ["12,3x"]


def test_a_reason_is_put_back_where_its_section_was_never_shown(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("case", here.sample.case_id)
    screen.show_section("management")
    row = next(iter(screen.pages["management"].rows.values()))
    screen._show_detail(row.question.id)
    detail = screen.detail
    _type(qtbot, detail.as_of.editor, "soon")
    _wait_kept(here, qtbot, "soon")
    here = again()
    _offered(here, qtbot, "soon")
    qtbot.mouseClick(_button(here, "Restore"), Qt.MouseButton.LeftButton)
    screen = here.screen("case")
    assert screen.detail.question.id == row.question.id and screen.detail.as_of.raw_text() == "soon"


def test_an_officer_half_typed_is_offered_and_gone_once_entered(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("officers")
    _type(qtbot, screen.name.editor, "Zhang Wei")
    _wait_kept(here, qtbot, "Zhang Wei")
    here = again()
    _offered(here, qtbot, "Zhang Wei")
    qtbot.mouseClick(_button(here, "Restore"), Qt.MouseButton.LeftButton)
    screen = here.screen("officers")
    assert screen.name.value() == "Zhang Wei"
    screen._added()
    here.rest()
    qtbot.waitUntil(lambda: _kept(here) == {}, timeout=WAIT)


def test_what_autosave_has_taken_leaves_no_draft(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("customer", here.sample.id)
    _type(qtbot, screen.form.fields["address"].editor, "Fuzhou, Road 1")
    here.save()
    assert here.services.customers.get(here.sample.id).address == "Fuzhou, Road 1"
    assert _kept(here) == {}
    screen = here.go("customers")
    _type(qtbot, screen.search, "bear")
    here.save()
    assert _kept(here) == {}


def test_a_page_that_is_left_offers_its_text_when_it_is_opened_again(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("officers")
    _type(qtbot, screen.name.editor, "Zhang Wei")
    here.save()
    here.go("customers")
    here.go("officers")
    assert "Zhang Wei" in here.frame.drafts.bar.text


def test_another_officer_is_not_offered_it(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("officers")
    _type(qtbot, screen.name.editor, "Zhang Wei")
    here.save()
    here.go("customers")
    here.switch(SECOND)
    here.go("officers")
    assert here.frame.drafts.bar.text == ""


def test_who_comes_back_finds_the_own_texts_and_nobody_the_bar_of_another(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    bar = here.frame.drafts.bar
    screen = here.go("officers")
    _type(qtbot, screen.name.editor, "Zhang Wei")
    here.save()
    screen = here.go("approval", here.sample.case_id)
    _type(qtbot, screen.proposal.fields["text"].editor, "Sound.")
    here.save()
    here.switch(SECOND)
    assert bar.text == ""
    here.switch(OFFICER)
    qtbot.waitUntil(lambda: "still there" in bar.text, timeout=WAIT)
    assert "The program ended" not in bar.text, "it did not"
    for lang in ("en", "ru"):
        here.window.ui.switch_language(lang)
        named = [one.text().split(",")[0] for one in bar.buttons]
        assert named == [here.window.ui.t("ui.nav.officers")], "what the proposal keeps by itself was typed now and is no news"
    shown = [one for one in bar.findChildren(QPushButton) if not one.isHidden() and one.text()]
    assert shown == bar.buttons, "those of the language before are gone"
    bar.show_offer(replace(here.frame.drafts.offers["typed.officers.0"], place="proposal.1", texts={}, shown=()))
    screen.model._proposed(None)
    qtbot.waitUntil(lambda: bar.text == "", timeout=WAIT)     # sent: nothing of it is unsaved
    bar.show_offer(here.frame.drafts.offers["typed.officers.0"])
    here.switch(SECOND)
    assert bar.text == "", "the bar of one officer is not another's"


def test_a_text_that_cannot_be_read_stays_kept_while_the_work_goes_on_elsewhere(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("case", here.sample.case_id)
    screen.show_section("request")
    field = screen.request.fields["requested_limit"]
    _type(qtbot, field.editor, "about 30")
    _wait_kept(here, qtbot, "about 30")
    here.go("case", here.sample.case_id)
    screen.show_section("management")
    _type(qtbot, screen.detail.note.editor, "seen")
    here.save()
    _wait_kept(here, qtbot, "about 30")
    here.go("customer")
    _type(qtbot, here.screen("customer").form.fields["name"].editor, "Northern Bearings")
    here.save()
    _wait_kept(here, qtbot, "about 30")
    here = again()
    assert any("about 30" in text for text in _kept(here).values())


def test_a_cell_in_hand_stays_while_something_else_of_the_customer_is_saved(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    screen = here.go("statements", here.sample.id)
    screen.grid.go_to(screen.grid.grid.lines()[5], 0)
    screen.grid.edit(screen.grid.currentIndex())
    editor = screen.grid.viewport().findChildren(QLineEdit)[-1]
    _type(qtbot, editor, "about 30")
    known = here.services.customers.get(here.sample.id)
    here.services.customers.save(replace(known, address="Fuzhou, Road 1"), OFFICER)
    here.frame.host.runner.changed.emit(frozenset({"customer"}), None)  # as when autosave has written it
    qtbot.waitUntil(lambda: not here.frame.host.runner.busy, timeout=WAIT)
    assert isValid(editor) and editor.isVisible()
    qtbot.keyClicks(editor, "1")
    assert editor.text() == "about 301"
    _wait_kept(here, qtbot, "about 301")
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    here.rest()
    assert screen.model.reading.customer.address == "Fuzhou, Road 1"


def test_what_cannot_be_read_in_one_case_does_not_stand_in_the_next(again: Callable[[], Walk], qtbot: Any) -> None:
    here = again()
    first = here.sample.case_id
    other = here.services.customers.save(Customer(name="Northern Bearings"), OFFICER).value
    for case_id in (first, here.services.cases.open(other.id, OFFICER).value.id):
        here.go("case", case_id).show_section("request")
        field = here.screen("case").request.fields["requested_limit"]
        assert field.raw_text() != "about 30" and not field.has_error()
        _type(qtbot, field.editor, "about 30")
        here.save()


def test_a_draft_that_could_not_be_written_is_written_again(
    again: Callable[[], Walk], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = again()
    screen = here.go("officers")
    autosave, runner = here.frame.host.autosave, here.frame.host.runner
    tried: list[str] = []

    def full(self: object, owner: str, place: str, payload: str) -> None:
        tried.append(payload)
        raise EnvironmentFault("store.full")

    with monkeypatch.context() as broken:
        broken.setattr(DraftService, "put", full)
        _type(qtbot, screen.name.editor, "Zhang Wei")
        autosave.flush()
        qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT)
        assert "Zhang Wei" in tried[-1] and _kept(here) == {} and autosave.pending
    autosave.flush()  # what its timer does after some seconds
    _wait_kept(here, qtbot, "Zhang Wei")
    qtbot.waitUntil(lambda: not autosave.pending, timeout=WAIT)
