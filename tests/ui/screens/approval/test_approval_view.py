"""The approval in the window: errors stand at their fields, nothing typed is lost, and a second name signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.models.domain.enums import Role
from app.models.domain.rating import Override
from app.ui.screens import SCREENS
from tests.ui.screens.conftest import TODAY

OFFICER, SECOND = "officer 1", "officer 2"


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk()


@pytest.fixture
def screen(here: Any) -> Any:
    here.services.cases.declare_independence(here.sample.case_id, OFFICER)
    return here.go("approval", here.sample.case_id)


def _send(here: Any, text: str = "Sound.") -> None:
    """Send for approval, with that opinion where none was typed."""
    opinion = here.screen("approval").proposal.fields["text"]
    if not opinion.value():
        opinion.editor.setPlainText(text)
    here.frame.host.actions.qaction("approval.send").trigger()
    here.rest()


def _type(qtbot: Any, field: Any, text: str) -> None:
    field.editor.setFocus()
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, text)


def test_the_fields_hint_at_what_the_policy_says(here: Any, screen: Any) -> None:
    ui, draft = here.window.ui, here.services.grading.draft(here.services.cases.view(here.sample.case_id))
    hints = {name: screen.proposal.fields[name].editor.placeholderText() for name in ("limit", "term_days", "review_days")}
    assert hints["limit"] == ui.money(draft.terms.limit, "CNY", 0)
    assert (hints["term_days"], hints["review_days"]) == (str(draft.terms.term_days), str(draft.terms.review_days))
    assert screen.proposal.grade.grade == draft.terms.grade.name
    assert ui.date(draft.next_review) in screen.proposal.summary.text()


def test_every_refused_term_is_told_at_its_field_and_keeps_its_text(here: Any, screen: Any, qtbot: Any) -> None:
    fields = screen.proposal.fields
    wrong = {"limit": "99,999,999,999", "review_days": "93", "term_days": "400", "effective": "2025-01-01"}
    for name, text in wrong.items():
        _type(qtbot, fields[name], text)
    _send(here)
    for name in wrong:
        assert fields[name].has_error(), name
        assert fields[name].raw_text(), name
    assert "92" in fields["review_days"].error()
    assert fields["limit"].value() == Decimal(99_999_999_999)
    assert not screen.model.waits
    before = fields["review_days"].error()
    here.window.ui.switch_language("zh")
    here.rest()
    assert fields["review_days"].has_error()
    assert fields["review_days"].error() != before
    assert fields["limit"].value() == Decimal(99_999_999_999)
    _type(qtbot, fields["review_days"], "92")
    assert not fields["review_days"].has_error()


def test_an_unreadable_figure_is_never_sent_as_if_the_field_were_empty(here: Any, screen: Any, qtbot: Any) -> None:
    limit, days = screen.proposal.fields["limit"], screen.proposal.fields["term_days"]
    _type(qtbot, limit, "five million")
    _type(qtbot, days, "30.5")
    _send(here)
    assert not screen.model.waits
    assert limit.has_error()
    assert days.has_error()
    assert limit.raw_text() == "five million"
    assert screen.banner.text == here.window.ui.t("ui.approval.unreadable")
    _type(qtbot, limit, "5000000")
    _type(qtbot, days, "30")
    _send(here)
    assert screen.model.waits
    terms = screen.model.matter.proposal.terms
    assert (terms.limit, terms.term_days) == (Decimal(5_000_000), 30)


def test_a_language_switch_keeps_what_was_typed(here: Any, screen: Any, qtbot: Any) -> None:
    fields = screen.proposal.fields
    _type(qtbot, fields["limit"], "1234567")
    _type(qtbot, fields["term_days"], "abc")
    _type(qtbot, fields["text"], "Pays on time.")
    screen.proposal.grounds["payment"].click()
    for lang in ("zh", "ru", "en"):
        here.window.ui.switch_language(lang)
        here.rest()
        assert fields["limit"].value() == Decimal(1_234_567)
        assert fields["term_days"].raw_text() == "abc"
        assert fields["text"].value() == "Pays on time."
        assert screen.proposal.grounds["payment"].isChecked()
        assert screen.proposal.grounds["payment"].text() == here.window.ui.t("ui.approval.ground.payment")


def test_a_half_typed_proposal_is_there_after_the_window_was_closed(
    here: Any, screen: Any, qtbot: Any, open_window: Callable[..., Any], tmp_path: Any
) -> None:
    from app.models.db.store import Store
    from app.services.registry import build_services
    from app.ui.application import Opened

    _type(qtbot, screen.proposal.fields["limit"], "777000")
    _type(qtbot, screen.proposal.fields["conditions"], "Monthly figures.")
    case_id = here.sample.case_id
    here.frame.close()
    qtbot.waitUntil(lambda: here.window.is_stopped, timeout=5000)

    def open_again() -> Opened:
        store = Store.open(tmp_path / "walk" / "office.zixin")
        return Opened(build_services(store), "office.zixin", False, lambda: "1", OFFICER, (OFFICER, SECOND), store.close)

    window = open_window(SCREENS, open_store=open_again)
    window.frame.go("approval", case_id)
    qtbot.waitUntil(lambda: window.frame._screens["approval"].model.matter is not None, timeout=10_000)
    fields = window.frame._screens["approval"].proposal.fields
    assert fields["limit"].value() == Decimal(777_000)
    assert fields["conditions"].value() == "Monthly figures."


def test_a_proposal_without_reason_is_told_at_the_opinion(here: Any, screen: Any) -> None:
    _send(here, "")
    assert screen.proposal.fields["text"].error() == here.window.ui.t("grading.no_grounds")
    assert not screen.model.waits
    screen.proposal.grounds["payment"].click()
    _send(here, "")
    assert screen.model.waits


def test_who_may_not_sign_is_told_why_and_to_whom_to_switch(here: Any, screen: Any) -> None:
    _send(here)
    card, ui = screen.decision, here.window.ui
    assert not card.approve.isEnabled()
    assert not card.reject.isEnabled()
    for lang in ("zh", "ru", "en"):
        ui.switch_language(lang)
        assert ui.t("grading.approver_is_assessor", name=OFFICER) in card.signer.text()
        assert ui.t("ui.sign.switch", names=SECOND) in card.signer.text()
    here.switch(SECOND)
    assert card.approve.isEnabled()
    assert card.reject.isEnabled()
    assert card.signer.text() == ui.t("ui.sign.as", name=SECOND)
    here.switch(OFFICER)
    assert not card.approve.isEnabled()


def test_only_the_assessor_is_offered_to_send_and_others_are_told_who_it_is(here: Any, screen: Any) -> None:
    ui, send = here.window.ui, here.frame.host.actions.qaction("approval.send")
    assert send.isEnabled() and screen.sender_says.text() == ui.t("ui.approval.sends", name=OFFICER)
    here.switch(SECOND)
    assert not send.isEnabled()
    for lang in ("zh", "ru", "en"):
        ui.switch_language(lang)
        assert ui.t("grading.only_assessor", name=OFFICER) in screen.sender_says.text()
        assert ui.t("ui.sign.switch", names=OFFICER) in screen.sender_says.text()
        assert here.frame.host.actions.entry("approval.send").why == ui.t("ui.why.not_assessor")


def test_only_the_assessor_declares_and_takes_the_proposal_back(here: Any) -> None:
    screen = here.go("approval", here.sample.case_id)
    here.switch(SECOND)
    assert screen.declare.isVisible() and not screen.declare.isEnabled()
    here.switch(OFFICER)
    screen.declare.click()
    here.rest()
    _send(here)
    card = screen.decision
    assert card.withdraw.isVisible() and card.withdraw_says.isVisible()
    here.switch(SECOND)
    assert card.reject.isVisible() and not card.withdraw.isVisible() and not card.withdraw_says.isVisible()
    here.switch(OFFICER)
    card.withdraw.click()
    here.rest()
    assert not screen.model.waits and screen.proposal.fields["text"].value() == "Sound."


def test_names_that_the_program_gave_are_told_before_they_sign(here: Any, screen: Any) -> None:
    assert screen.names.isHidden()
    for given in ("信用专员 1", "Кредитный инспектор 2"):
        here.services.officers.add(given, Role.OFFICER, OFFICER)
        here.switch(given)
        assert screen.names.isVisible() and given in screen.names.text()
    here.switch(SECOND)
    assert screen.names.isHidden()
    screen.names.clicked.emit("officers")
    here.rest()
    assert here.frame.current == "officers"


def test_a_rejection_needs_a_reason(here: Any, screen: Any, qtbot: Any) -> None:
    _send(here)
    card = screen.decision
    here.switch(SECOND)
    card.reject.click()
    here.rest()
    assert card.note.has_error()
    assert screen.model.waits
    _type(qtbot, card.note, "Too much for this trade.")
    card.reject.click()
    here.rest()
    assert not screen.model.waits
    assert card.reopen.isVisible()
    assert any("Too much for this trade." in label.text() for label in card.findChildren(QLabel))


def test_approval_shows_the_terms_that_were_signed_and_leads_to_the_form(here: Any, screen: Any, qtbot: Any) -> None:
    _type(qtbot, screen.proposal.fields["limit"], "640000")
    _type(qtbot, screen.proposal.fields["text"], "Sound.")
    _send(here)
    assert screen.proposal.fields["limit"].value() == Decimal(640_000)
    here.switch(SECOND)
    screen.decision.approve.setFocus()
    qtbot.keyClick(screen.decision.approve, Qt.Key.Key_Return)
    here.rest()
    assert here.services.grading.in_force(here.sample.id).terms.limit == Decimal(640_000)
    assert screen.proposal.fields["limit"].editor.isReadOnly()
    assert not screen.proposal.grounds["payment"].isEnabled()
    assert screen.proposal.fields["limit"].value() == Decimal(640_000)
    assert screen.proposal.fields["text"].value() == "Sound."
    screen.decision.form.click()
    here.rest()
    assert here.frame.current == "documents"
    assert here.screen("documents").kind == "change_form"


def test_an_override_is_set_refused_signed_and_removed(here: Any, screen: Any, qtbot: Any) -> None:
    card, ui = screen.override, here.window.ui
    card.set.click()
    here.rest()
    assert card.grade.error() == ui.t("ui.approval.override_grade_missing")
    lower = screen.model.matter.result.calculated_grade.moved(-1)
    card.grade.set_value(lower)
    card.set.click()
    here.rest()
    assert card.reason.has_error()
    _type(qtbot, card.reason, "Strike at the main plant.")
    _type(qtbot, card.expires, "2027-01-15")
    here.window.ui.switch_language("ru")
    assert card.grade.value() is lower
    here.window.ui.switch_language("en")
    card.set.click()
    here.rest()
    assert card.sign.isVisible()
    _send(here)
    assert here.window.ui.t("grading.override_unsigned") in screen.banner.text
    assert not card.sign.isEnabled()
    assert SECOND in card.signer.text()
    here.switch(SECOND)
    assert card.sign.isEnabled()
    card.sign.click()
    here.rest()
    assert screen.model.matter.view.head.override.second_by == SECOND
    assert screen.proposal.grade.grade == lower.name
    card.remove.click()
    here.rest()
    assert screen.model.matter.view.head.override is None
    assert card.set.isVisible()


def test_who_decides_is_told_of_the_override(here: Any, screen: Any) -> None:
    lower = screen.model.matter.result.calculated_grade.moved(-1)
    wanted = Override(lower, "Strike at the main plant.", TODAY + timedelta(days=30), OFFICER)
    here.services.grading.override(here.sample.case_id, wanted, OFFICER)
    here.services.grading.sign_override(here.sample.case_id, SECOND)
    here.go("approval", here.sample.case_id)
    _send(here)
    here.switch(SECOND)
    told = screen.override.state.text()
    assert screen.override.isVisible() and "Strike at the main plant." in told and SECOND in told
    assert not any(one.isVisible() for one in (screen.override.remove, screen.override.set, screen.override.sign))


def test_the_opinion_of_one_decision_is_not_that_of_the_next(here: Any, screen: Any, qtbot: Any) -> None:
    _send(here)
    here.switch(SECOND)
    _type(qtbot, screen.decision.note, "Not convinced.")
    screen.decision.reject.click()
    here.rest()
    here.switch(OFFICER)
    screen.decision.reopen.click()
    here.rest()
    assert screen.decision.state.text() == here.window.ui.t("ui.approval.state.reopened")
    case = here.sample.case_id
    here.services.cases.declare_independence(case, OFFICER)
    here.services.grading.propose(case, OFFICER, grounds=("statements",), text="Once more.")
    here.go("today")
    here.go("approval", case)
    here.switch(SECOND)
    assert screen.model.waits and screen.decision.note.value() == ""


def test_a_void_approval_is_said_where_it_was_given(here: Any, screen: Any) -> None:
    case = here.sample.case_id      # the open one: none after the approval
    _send(here)
    here.switch(SECOND)
    screen.decision.approve.click()
    here.rest()
    assert screen.banner.text == ""
    customer = here.services.customers.get(here.sample.id)
    here.services.customers.save(replace(customer, country="DE"), OFFICER)
    here.go("today")
    here.go("approval", case)
    assert here.window.ui.t("hold.edited") in screen.banner.text
