"""The pages of a customer's file in the window: keys, files dropped on it, figures followed to their source, history."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from app.services.evidence.kinds import MAX_FILE
from app.ui.screens.customer.view import PAGES

PDF = b"%PDF-1.7 x"


def drop(screen: Any, paths: list[Path], *, leave: bool = False) -> None:
    """Drag files over the screen and let them go: an enter event first, a drop alone is not delivered."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, mime, left, none)
    QApplication.sendEvent(screen, enter)
    assert enter.isAccepted()
    if leave:
        QApplication.sendEvent(screen, QDragLeaveEvent())
    else:
        QApplication.sendEvent(screen, QDropEvent(QPointF(50, 50), copy, mime, left, none))


def names(here: Any) -> list[str]:
    return sorted(row.file.name for row in here.services.evidence.of_customer(here.sample.id))


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """Files of several kinds."""
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(0xFF336699)
    found = {}
    for name, data in (("a.pdf", PDF), ("b.txt", "資信".encode()), ("setup.exe", b"MZ"), ("same.pdf", PDF)):
        found[name] = tmp_path / name
        found[name].write_bytes(data)
    found["photo.png"] = tmp_path / "photo.png"
    picture.save(str(found["photo.png"]))
    found["huge.pdf"] = tmp_path / "huge.pdf"
    with found["huge.pdf"].open("wb") as huge:
        huge.truncate(MAX_FILE + 1)
    return found


def test_several_files_dropped_at_once_are_kept_with_the_open_case(
    walk: Callable[..., Any], files: dict[str, Path]
) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    drop(screen, [files["a.pdf"], files["b.txt"], files["photo.png"]])
    here.rest()
    assert screen.page_name == "evidence"
    assert names(here) == ["a.pdf", "b.txt", "photo.png"]
    assert screen.evidence.table.rows.rowCount() == 3
    assert not screen.evidence.message.text


def test_what_cannot_be_kept_is_named_and_nothing_else_is_lost(walk: Callable[..., Any], files: dict[str, Path]) -> None:
    here = walk()
    screen = here.go("customer", (here.sample.id, "evidence"))
    drop(screen, [files["setup.exe"], files["a.pdf"], files["huge.pdf"], files["same.pdf"]])
    here.rest()
    assert names(here) == ["a.pdf"]
    said = screen.evidence.message.text
    assert all(name in said for name in ("setup.exe", "huge.pdf", "same.pdf"))
    assert "50" in said


def test_files_dragged_over_the_page_light_the_zone_and_leave_it(walk: Callable[..., Any], files: dict[str, Path]) -> None:
    here = walk()
    screen = here.go("customer", (here.sample.id, "evidence"))
    assert "2026" in screen.evidence.zone.accessibleName(), "the zone is announced with the case"
    drop(screen, [files["a.pdf"]], leave=True)
    assert not screen.evidence.zone.hot
    assert names(here) == []


def test_a_dropped_file_belongs_to_the_chosen_item(walk: Callable[..., Any], files: dict[str, Path]) -> None:
    here = walk()
    screen = here.go("customer", (here.sample.id, "evidence"))
    screen.evidence.item.set_value("A02")
    drop(screen, [files["a.pdf"]])
    here.rest()
    assert here.services.evidence.of_customer(here.sample.id)[0].items == ("A02",)


def test_without_an_open_case_nothing_is_kept_and_the_way_is_told(walk: Callable[..., Any], files: dict[str, Path]) -> None:
    here = walk(sample=False)
    from app.models.domain.parties import Customer

    customer = here.services.customers.save(Customer(name="A"), "officer 1").value
    screen = here.go("customer", (customer.id, "evidence"))
    assert screen.evidence.empty.isVisible()
    drop(screen, [files["a.pdf"]])
    here.rest()
    assert here.services.evidence.of_customer(customer.id) == ()
    assert screen.evidence.message.text


def test_a_file_is_shown_inside_the_window_removed_and_put_back(
    walk: Callable[..., Any], files: dict[str, Path], qtbot: Any, tmp_path: Path
) -> None:
    here = walk()
    screen = here.go("customer", (here.sample.id, "evidence"))
    drop(screen, [files["b.txt"], files["photo.png"], files["a.pdf"]])
    here.rest()
    page = screen.evidence
    ids = {row.file.name: row.file.id for row in page.content.rows}
    for name, widget in (("b.txt", page.view.text), ("photo.png", page.view.picture), ("a.pdf", page.view.words)):
        page.table.select_id(ids[name])
        here.rest()
        assert page.view.currentWidget() is widget, name
    assert "資信" in page.view.text.toPlainText()
    page.table.select_id(ids["b.txt"])
    here.rest()
    page._copied = ids["b.txt"]
    page.save_to(str(tmp_path / "copy.txt"))
    here.rest()
    assert (tmp_path / "copy.txt").read_bytes() == files["b.txt"].read_bytes()
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    here.rest()
    assert "b.txt" not in names(here)
    here.frame.toast._button.click()
    here.rest()
    assert "b.txt" in names(here)


def test_pages_turn_by_keyboard_and_read_only_when_shown(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    assert [name for name in PAGES if screen.pages[name].content is not None] == ["overview"]
    for number, name in enumerate(PAGES, start=1):
        qtbot.keyClick(screen.tabs, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.AltModifier)
        here.rest()
        assert screen.page_name == name
        assert screen.pages[name].content is not None
    qtbot.keyClick(screen.tabs, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert screen.page_name == "overview"


def test_two_keys_lead_from_a_figure_to_its_source_and_back(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    table = screen.pages["overview"].figures
    ratio = next(row for row in range(table.rows.rowCount()) if table.rows.id_at(row).kind == "ratio")
    table.setFocus()
    table.setCurrentIndex(table.rows.index(ratio, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    here.rest()
    panel = screen.source
    assert panel.isVisible() and panel.parts.rows.rowCount()
    panel.parts.setCurrentIndex(panel.parts.rows.index(0, 0))
    qtbot.keyClick(panel.parts, Qt.Key.Key_Return)
    here.rest()
    assert panel.source.ref.kind == "line"
    assert panel.source.history and "officer 1" in panel.history.words()
    qtbot.keyClick(panel.go, Qt.Key.Key_Backspace)
    here.rest()
    assert panel.source.ref.kind == "ratio"
    qtbot.keyClick(panel.go, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert QApplication.focusWidget() is table


def test_a_click_on_a_figure_is_enough(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    table = screen.pages["overview"].weak
    place = table.visualRect(table.rows.index(0, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    here.rest()
    assert screen.source.source.ref.kind == "answer"


def test_the_history_is_filtered_and_what_is_seen_is_written(walk: Callable[..., Any], tmp_path: Path) -> None:
    here = walk()
    from dataclasses import replace

    kept = here.services.customers.get(here.sample.id)
    here.services.customers.save(replace(kept, owner="=sales 9"), "officer 2")
    screen = here.go("customer", (here.sample.id, "history"))
    page = screen.history
    everything = page.table.rows.rowCount()
    page.who.set_value("officer 2")
    page._filter(None)
    assert 0 < page.table.rows.rowCount() < everything
    page.kind.set_value("answer")
    page._filter(None)
    assert page.table.rows.rowCount() == 0
    page.kind.set_value("customer")
    page._filter(None)
    page.write_to(str(tmp_path / "seen.csv"))
    here.rest()
    text = (tmp_path / "seen.csv").read_text(encoding="utf-8-sig")
    assert text.count("\n") == page.table.rows.rowCount() + 1
    assert "'=sales 9" in text
    page.table.selectRow(0)
    page.table.copy_selection()
    assert "officer 2" in QGuiApplication.clipboard().text()


def test_a_department_is_marked_as_told_and_as_having_read(walk: Callable[..., Any]) -> None:
    here = walk()
    services, case = here.services, here.sample.case_id
    services.cases.verify(case, "officer 2")
    services.cases.declare_independence(case, "officer 1")
    proposal = services.grading.propose(case, "officer 1", grounds=("statements",)).value
    services.grading.approve(proposal.id, "officer 2", "agreed")
    screen = here.go("customer", (here.sample.id, "cases"))
    page = screen.pages["cases"]
    page.told.select_id("sales")
    page.person.set_raw_text("head of sales")
    page.channel.set_value("phone")
    page.sent.click()
    here.rest()
    page.told.select_id("sales")
    assert (page.person.value(), page.channel.value()) == ("head of sales", "phone")
    page.read_.click()
    here.rest()
    notice = services.grading.changes(here.sample.id)[0].notices
    assert [one.department for one in notice if one.acknowledged is not None] == ["sales"]
    assert [(one.person, one.channel) for one in notice if one.department == "sales"] == [("head of sales", "phone")]
    assert "head of sales · telephone" in page.told.rows.text_at(page.told.rows.row_of("sales"), 0)
    assert screen.head.bar.words()
    assert screen._grade.isVisible()


def test_every_chart_says_in_words_what_it_shows(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("customer", here.sample.id)
    overview = screen.pages["overview"]
    assert "No grade" in overview.line.accessibleName()
    assert "2022" in overview.timeline.accessibleName()
    screen = here.go("customer", (here.sample.id, "years"))
    years = screen.pages["years"]
    assert "2022" in years.trend.accessibleName()
    here.window.ui.switch_language("ru")
    here.rest()
    assert "2022" in years.trend.accessibleName()
    assert not any(text in years.chart_card.head.heading.text() for text in ("Current", "ratio"))


def test_a_customer_with_nothing_yet_offers_one_thing_to_do(walk: Callable[..., Any]) -> None:
    here = walk(sample=False)
    from app.models.domain.parties import Customer

    customer = here.services.customers.save(Customer(name="A"), "officer 1").value
    screen = here.go("customer", customer.id)
    overview = screen.pages["overview"]
    assert overview.empty.isVisible() and not overview.line_card.isVisible()
    here.go("customer", (customer.id, "years"))
    assert screen.pages["years"].empty.isVisible()
    here.go("customer", (customer.id, "cases"))
    screen.pages["cases"].empty.button.click()
    here.rest()
    assert here.frame.current == "case"
