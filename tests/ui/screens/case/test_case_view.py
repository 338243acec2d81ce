"""The case in the window: rows from the methodology, keyboard, messages, live score, language, speed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.models.domain.enums import AnswerState, Role
from app.models.domain.errors import EnvironmentFault
from app.ui.screens.case.left import copy_evidence
from app.ui.widgets.buttons import IconButton

SHARE = "A10"


def _open(here: Any) -> Any:
    return here.go("case", here.sample.case_id)


def _type(qtbot: Any, row: Any, text: str) -> None:
    editor = row.editor.field.editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def test_each_section_shows_its_rows_when_it_is_turned_to(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = _open(walk())
    assert list(screen.pages) == ["company"]
    for section in screen.model.sections:
        screen.show_section(section.key)
    assert sum(len(page.rows) for page in screen.pages.values()) == sum(
        len(section.questions) for section in screen.model.sections
    )


def test_a_typed_figure_moves_the_score_and_is_saved(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    row = screen.pages["company"].rows[SHARE]
    before = screen.right.score.figure.text()
    _type(qtbot, row, "95")
    qtbot.waitUntil(lambda: row.points.text() == "35.0", timeout=5000)
    assert screen.right.score.figure.text() != before
    qtbot.waitUntil(lambda: here.services.cases.view(here.sample.case_id).answers[SHARE].value == Decimal(95), timeout=2000)


def test_one_who_may_only_look_cannot_answer_and_is_told_why(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    here.services.officers.add("viewer 9", Role.VIEWER, "officer 1")
    screen = _open(here)
    kept = here.services.cases.view(here.sample.case_id).answers[SHARE].value
    assert not screen.refusal.isVisible()
    here.frame.host.set_officer("viewer 9", ("officer 1", "viewer 9"))
    here.rest()
    assert "viewer 9" in screen.refusal.text and screen.model.read_only and not screen.model.decided
    row = screen.pages["company"].rows[SHARE]
    _type(qtbot, row, "95")
    assert row.editor.field.value() == kept
    here.frame.host.set_officer("officer 1", ("officer 1", "viewer 9"))
    here.rest()
    assert not screen.refusal.isVisible()
    _type(qtbot, row, "95")
    assert row.editor.field.value() == Decimal(95)


def test_letters_in_a_figure_are_told_at_the_field_and_outlive_another_section(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    row = screen.pages["company"].rows[SHARE]
    _type(qtbot, row, "41 percent or so")
    row.editor.field.commit()
    assert row.editor.field.has_error()
    screen.show_section("staff")
    screen.show_section("company")
    here.window.ui.switch_language("ru")
    assert row.editor.field.raw_text() == "41 percent or so"
    assert row.editor.field.has_error()
    assert here.services.cases.view(here.sample.case_id).answers[SHARE].value != Decimal(41)


def test_a_figure_that_cannot_well_be_is_taken_with_a_caution_until_it_is_explained(
    walk: Callable[..., Any], qtbot: Any
) -> None:
    here = walk()
    screen = _open(here)
    row = screen.pages["company"].rows[SHARE]
    _type(qtbot, row, "1234.56")
    field = row.editor.field
    assert field.caution() == here.window.ui.t("ui.case.comment_wanted")
    assert field._message.property("role") == "fieldCaution"
    assert field._message.text().startswith("⚠ ")
    assert not field.has_error()
    screen.model.change(SHARE, comment="paid in twice, see the register")
    assert field.caution() == ""
    assert not field._message.isVisible()


def test_what_the_service_refuses_is_told_at_the_row(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    row = screen.pages["company"].rows[SHARE]
    _type(qtbot, row, "12.12345678901")
    here.frame.save_now()
    qtbot.waitUntil(row.editor.field.has_error, timeout=5000)
    assert row.editor.field.raw_text().startswith("12.123456789")
    _type(qtbot, row, "12.1")
    here.save()
    assert not row.editor.field.has_error()
    assert here.services.cases.view(here.sample.case_id).answers[SHARE].value == Decimal("12.1")


def test_enter_and_space_go_on_to_the_next_open_question(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    page = screen.pages["company"]
    for item in ("A07", SHARE):
        screen.model.change(item, value=None, rows=())
        screen.model.set_state(item, AnswerState.EMPTY)
    page.rows["A01"].head.setFocus()
    qtbot.keyClick(page.rows["A01"].head, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is page.rows["A07"].editor.field.editor
    qtbot.keyClicks(page.rows["A07"].editor.field.editor, "3")
    qtbot.keyClick(page.rows["A07"].editor.field.editor, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.rows[SHARE].editor.field.editor
    assert screen.detail.question.id == SHARE


def test_alt_page_keys_turn_the_sections(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    screen.pages["company"].rows["A01"].head.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    assert screen.section == "management"
    assert screen.pages["management"].isAncestorOf(QApplication.focusWidget())
    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.AltModifier)
    assert screen.section == "request"


def test_tab_walks_through_the_page_and_comes_round(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = _open(walk())
    start = screen.pages["company"].rows["A01"].head
    start.setFocus()
    seen: list[QWidget] = []
    for _ in range(400):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget is start and seen:
            break
        seen.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is start
    assert screen.pages["company"].rows["A15"].editor.field.editor in seen


def test_unknown_and_not_applicable_are_chosen_in_the_row(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    row = screen.pages["company"].rows[SHARE]
    row.set_state("unknown")
    assert row.editor.field.isHidden()
    row.set_state("not_applicable")
    assert row._reason is not None
    assert row._reason.isVisible()
    qtbot.keyClicks(row._reason.editor, "one customer")
    here.save()
    assert here.services.cases.view(here.sample.case_id).answers[SHARE].reason == "one customer"
    row.set_state("value")
    assert not row.editor.field.isHidden()
    assert row.editor.field.value() is None


def test_sources_and_check_are_chosen_in_the_row(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    row = _open(here).pages["company"].rows[SHARE]
    row.toggle_source("VISIT")
    row.set_check("cross_checked")
    here.save()
    kept = here.services.cases.view(here.sample.case_id).answers[SHARE]
    assert "VISIT" in kept.sources
    assert kept.check.value == "cross_checked"


def test_ask_next_jumps_to_the_question(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = _open(walk())
    screen.model.set_state("B04", AnswerState.EMPTY)
    screen.model.assess_now()
    qtbot.waitUntil(lambda: any(link._target == "B04" for link in screen.right.ask_next.links), timeout=5000)
    link = next(link for link in screen.right.ask_next.links if link._target == "B04")
    qtbot.keyClick(link, Qt.Key.Key_Return)
    assert screen.section == "management"
    assert QApplication.focusWidget() is screen.pages["management"].rows["B04"].editor.field.editor


def test_dropped_files_become_evidence(walk: Callable[..., Any], qtbot: Any, tmp_path: Path) -> None:
    here = walk()
    screen = _open(here)
    files = [tmp_path / name for name in ("report.pdf", "hall.jpg")]
    for file in files:
        file.write_bytes(file.name.encode())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    none, copy, left = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(screen.evidence, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(screen.evidence, QDropEvent(QPoint(5, 5), copy, data, left, none))
    qtbot.waitUntil(lambda: len(screen.model.reading.view.evidence) == 2, timeout=5000)
    assert [file.name for file in here.services.cases.view(here.sample.case_id).evidence] == ["report.pdf", "hall.jpg"]


def test_a_copy_of_a_file_is_saved_where_it_is_wanted(
    walk: Callable[..., Any], qtbot: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    here = walk()
    screen = _open(here)
    file = tmp_path / "report.pdf"
    file.write_bytes(b"%PDF-1.4 kept")
    screen.model.add_evidence([file])
    qtbot.waitUntil(lambda: bool(screen.model.reading.view.evidence), timeout=5000)
    here.rest()
    offered: list[str] = []
    target = tmp_path / "copies" / "mine.pdf"

    def choose(parent: QWidget, title: str, name: str, then: Callable[[str], object]) -> None:
        offered.append(name)
        then(str(target))

    monkeypatch.setattr("app.ui.screens.case.left.ask_place", choose)
    (button,) = [one for one in screen.evidence.findChildren(IconButton) if one.accessibleDescription() == "report.pdf"]
    target.parent.mkdir()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: str(target) in here.frame.toast.text, timeout=5000)
    assert (offered, target.read_bytes()) == (["report.pdf"], b"%PDF-1.4 kept")


def test_a_copy_that_cannot_be_written_is_told(walk: Callable[..., Any], qtbot: Any, tmp_path: Path) -> None:
    here = walk()
    here.services.cases.add_evidence(here.sample.case_id, "report.pdf", b"%PDF-", "officer 1")
    (kept,) = here.services.cases.view(here.sample.case_id).evidence
    with pytest.raises(EnvironmentFault) as refused:
        copy_evidence(here.services, kept.id, tmp_path / "no folder" / "report.pdf")
    assert refused.value.key == "documents.save.no_folder"


def test_notes_details_and_tables_are_saved_with_their_answer(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    screen.go_to(SHARE)
    qtbot.keyClicks(screen.detail.note.editor, "two of them new")
    qtbot.keyClicks(screen.detail.details["names"].editor, "a; b")
    screen.go_to("A06")
    screen.detail.table.cell_edited.emit(screen.detail.table.rows.rowCount() - 1, 0, "holder 9")
    here.save()
    answers = here.services.cases.view(here.sample.case_id).answers
    assert answers[SHARE].note.endswith("two of them new")
    assert answers[SHARE].details["names"].endswith("a; b")
    assert answers["A06"].rows[-1]["holder"] == "holder 9"


def test_the_head_of_the_case_is_typed_signed_and_saved(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    screen.show_section("request")
    field = screen.request.fields["requested_limit"]
    field.editor.selectAll()
    qtbot.keyClicks(field.editor, "1,500,000.50")
    here.save()
    assert here.services.cases.view(here.sample.case_id).head.requested_limit == Decimal("1500000.50")
    screen.request.declare.click()
    here.rest()
    assert screen.model.head.independent
    assert not screen.request.declare.isVisible()
    ui = here.window.ui
    assert not screen.request.verify.isEnabled()
    told = screen.request.why_not_verify.text()
    assert ui.t("case.verifier_is_assessor", name="officer 1") in told
    assert ui.t("ui.sign.switch", names="officer 2") in told
    here.switch("officer 2")
    assert screen.request.why_not_verify.isHidden()
    screen.request.verify.click()
    here.rest()
    assert here.services.cases.view(here.sample.case_id).head.verifier == "officer 2"


def test_a_guarantee_is_added_in_the_section_of_its_item(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    screen.show_section("surroundings")
    before = len(screen.guarantees.lines)
    screen.guarantees.add.click()
    line = screen.guarantees.lines[-1]
    qtbot.keyClicks(line.value.editor, "2500000")
    here.save()
    kept = here.services.cases.view(here.sample.case_id).guarantees
    assert (len(kept), kept[-1].value) == (before + 1, Decimal(2_500_000))
    assert screen.guarantees.lines[-1] is line


def test_everything_that_takes_the_focus_has_a_name(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    for section in screen.model.sections:
        screen.show_section(section.key)
        nameless = [
            widget
            for widget in screen.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not widget.accessibleName()
        ]
        assert nameless == [], section.key


def test_the_next_case_shows_the_grade_in_force_and_why_another_is_proposed(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    services, case_id, customer = here.services, here.sample.case_id, here.sample.id
    services.cases.declare_independence(case_id, "officer 1")
    proposal = services.grading.propose(case_id, "officer 1", text="sound").value
    in_force = services.grading.approve(proposal.id, "officer 2").value.after.grade
    screen = here.go("case", case_id)
    assert screen.right.score.held.isHidden()
    now = services.cases.open(customer, "officer 1", profile="large", with_areas=True).value
    services.cases.take_over(now.id, None, "officer 1")
    screen = here.go("case", now.id)
    stands, ui = services.grading.draft(services.cases.view(now.id)).standing, here.window.ui
    assert screen._grade.grade == in_force.name
    assert ui.date(services.grading.in_force(customer).since) in screen._grade.toolTip()
    assert stands.held
    assert screen.right.score.held.text() == ui.t("ui.case.held", grade=stands.grade.name, why=ui.t(stands.why))
    interval = screen.model.assessment.result.interval
    assert ui.number(interval.low, 1) in screen.right.score.range.text()


def test_the_signs_of_the_principles_follow_the_theme(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)

    def signs() -> list[int]:
        pictures = [label.pixmap().toImage() for label in screen.principles.findChildren(QLabel) if not label.pixmap().isNull()]
        return [hash(picture.constBits().tobytes()) for picture in pictures]

    before = signs()
    assert before
    here.window.ui.switch_theme("dark")
    qtbot.waitUntil(lambda: bool(signs()) and signs() != before, timeout=5000)


def test_a_wide_page_shows_the_names_of_sources_whole(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _open(here)
    page = screen.pages["company"]
    link = page.rows["A01"]._sources
    here.frame.resize(1366, 768)
    qtbot.waitUntil(lambda: "…" in link.text(), timeout=5000)
    here.frame.resize(2400, 1300)
    qtbot.waitUntil(lambda: "…" not in link.text(), timeout=5000)
    head, finding = page._heads[0][0], page.rows["A01"]._finding
    assert head.width() == finding.width(), "the columns stand under their heads"
