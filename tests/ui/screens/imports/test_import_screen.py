"""The import screen as an officer walks through it: files, tables, columns, check, done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, Qt, QUrl

from app.services.imports import session
from app.services.imports.model import Ask
from app.services.progress import Progress
from app.ui.screens.imports.model import Step
from tests.ui.screens.test_dropped_files import drop

HEADS = ("企业名称", "统一社会信用代码", "注册资本（万元）", "成立日期", "风险条数")
ROWS = (("远航机械有限公司", "91350100M000100Y43", "500", "03/04/2001", "17"),
        ("东海贸易有限公司", "91110000802100433X", "300", "05/06/2011", "18"))
"""The code of the second company has a wrong check digit; the days may be read in two ways."""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    file = tmp_path / "customers.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("企业")
        sheet.write(0, 0, "客户名单")
        for row, cells in enumerate((HEADS, *ROWS), 1):
            sheet.write_row(row, 0, cells)
    return file


class Imports:
    """The screen with what the tests do to it."""

    def __init__(self, here: Any) -> None:
        self.here = here
        self.page = here.go("imports")
        self.model = self.page.model
        here.rest()

    def press(self, action: str) -> None:
        made = self.here.frame.host.actions.qaction(f"import.{action}")
        assert made.isEnabled(), action
        made.trigger()
        self.here.rest()

    def step(self) -> Step:
        return self.model.step  # type: ignore[no-any-return]

    def take(self, *paths: Path) -> None:
        self.page.take(paths)
        self.here.rest()

    def to_columns(self, *paths: Path) -> None:
        self.take(*paths)
        self.press("next")
        self.press("next")

    def customers(self) -> int:
        return len(self.here.services.customers.page())


@pytest.fixture
def screen(walk: Callable[..., Any]) -> Imports:
    return Imports(walk())


def test_the_whole_way_from_the_file_to_the_customers_and_back(screen: Imports, listed: Path) -> None:
    before = screen.customers()
    screen.take(listed)
    assert screen.page.files.table.rows.text_at(0, 0) == "customers.xlsx"
    assert screen.page.files.first.table.rows.text_at(2, 1) == "远航机械有限公司"
    screen.press("next")
    assert screen.step() is Step.TABLE and len(screen.page.tables.cards) == 1
    assert "question" in screen.page.banner.text
    group = screen.page.tables.cards[0].groups[Ask.ORDER]
    group.buttons()[0].click()
    screen.here.rest()
    assert screen.page.banner.isHidden()
    screen.press("next")
    assert screen.step() is Step.COLUMNS
    assert "2" in screen.page.buttons["next"].text()
    screen.press("next")
    assert screen.step() is Step.CHECK
    assert screen.page.check.lines.faulty_rows == 1
    assert screen.customers() == before, "nothing is written before Import"
    screen.press("next")
    assert screen.step() is Step.DONE and screen.customers() == before + 2
    [done] = screen.here.services.imports.all()
    assert done.files[0].name == "customers.xlsx"
    screen.page.done.back.number = done.id
    screen.page.done.back.take_back()
    screen.here.rest()
    assert screen.customers() == before


@pytest.mark.slow
def test_another_field_for_a_column_is_taken_over_and_checked(screen: Imports, listed: Path) -> None:
    screen.to_columns(listed)
    lines = screen.model.work.plan.tables[0].lines
    at = next(number for number, line in enumerate(lines) if line.head == "风险条数")
    screen.page.columns.target_chosen.emit(0, at, "fact.employees")
    screen.here.rest()
    assert screen.model.work.plan.tables[0].lines[at].target == "fact.employees"
    screen.press("next")
    assert any(item.values.get("fact.employees") == 17 for item in screen.model.checked.wanted.items)
    screen.press("back")
    screen.page.columns.target_chosen.emit(0, at, "")
    screen.here.rest()
    assert screen.model.checked is None, "what was checked with other columns does not hold any more"


@pytest.mark.slow
def test_several_changes_at_once_are_all_kept(screen: Imports, listed: Path) -> None:
    screen.to_columns(listed)
    for line, key in ((4, "fact.employees"), (2, ""), (3, "")):
        screen.page.columns.target_chosen.emit(0, line, key)
    screen.here.rest()
    assert [screen.model.work.plan.tables[0].lines[line].target for line in (4, 2, 3)] == ["fact.employees", "", ""]


@pytest.mark.slow
def test_a_file_that_is_no_table_is_refused_in_words_and_does_not_hinder_the_others(
    screen: Imports, listed: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "broken.xlsx"
    wrong.write_bytes(b"PK\x03\x04 nothing")
    screen.take(wrong, listed)
    rows = screen.page.files.table.rows
    assert rows.text_at(0, 1) == "refused" and len(rows.text_at(0, 2)) > 20
    assert screen.model.readable() == (listed,)
    screen.press("next")
    assert screen.step() is Step.TABLE


def test_what_is_cancelled_leaves_the_store_as_it_was(
    screen: Imports, listed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = screen.customers()
    screen.to_columns(listed)
    screen.page.next()
    screen.page.model.cancel()
    assert not screen.model.running, "the page is free at once"
    screen.here.rest()
    assert screen.step() is Step.COLUMNS and "as it was" in screen.page.banner.text
    screen.press("next")
    commit = session.commit

    def hesitant(services: Any, checked: Any, decisions: Any, by: str, progress: Progress) -> Any:
        progress.cancel()
        return commit(services, checked, decisions, by, progress)

    monkeypatch.setattr(session, "commit", hesitant)
    screen.press("next")
    assert screen.step() is Step.CHECK and "as it was" in screen.page.banner.text
    assert screen.customers() == before and not screen.here.services.imports.all()


@pytest.mark.slow
def test_a_fault_while_writing_says_that_the_store_is_as_before(
    screen: Imports, listed: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    screen.to_columns(listed)
    screen.press("next")

    def broken(*_args: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(session, "commit", broken)
    screen.page.next()
    qtbot.waitUntil(lambda: not screen.model.running, timeout=10_000)
    assert "as it was" in screen.page.banner.text
    assert not screen.here.services.imports.all()


def test_files_dropped_anywhere_on_the_screen_are_taken(screen: Imports, listed: Path) -> None:
    drop(screen.page, QPoint(3, 3), [QUrl.fromLocalFile(str(listed))])
    screen.here.rest()
    assert screen.model.readable() == (listed,)


def test_tables_dropped_where_nobody_takes_them_lead_to_the_import(screen: Imports, listed: Path) -> None:
    page = screen.here.go("settings")
    drop(page, QPoint(3, 3), [QUrl.fromLocalFile(str(listed))])
    assert page.banner._button.text() == "Import…"
    page.banner._button.click()
    screen.here.rest()
    assert screen.here.frame.current == "imports" and screen.model.readable() == (listed,)


@pytest.mark.slow
def test_work_goes_on_while_another_page_is_shown_and_a_note_tells_its_end(screen: Imports, listed: Path) -> None:
    screen.to_columns(listed)
    screen.page.next()
    screen.here.go("customers")
    screen.here.rest()
    assert screen.model.checked is not None
    assert "checked" in screen.here.frame.toast.text


@pytest.mark.slow
def test_an_import_is_remembered_as_a_profile_and_the_profile_can_be_deleted(screen: Imports, listed: Path) -> None:
    screen.to_columns(listed)
    screen.model.save_profile("own list")
    screen.here.rest()
    assert "own list" in [name for name, _ in screen.page.files._profile_choices()]
    screen.press("back")
    screen.press("back")
    screen.page.files.profile.set_value("own list")
    screen.page.files.profile.edited.emit("own list")
    assert screen.page.files.delete.isVisible()
    screen.press("next")
    assert screen.model.work.plan.profile == "own list"
    screen.model.delete_profile("own list")
    screen.here.rest()
    assert screen.here.services.imports.profiles() == {} and screen.model.profile == ""


@pytest.mark.slow
def test_the_same_file_is_refused_with_the_import_it_came_in_by(screen: Imports, listed: Path) -> None:
    screen.to_columns(listed)
    screen.press("next")
    screen.press("next")
    screen.page.done.more.emit()
    screen.take(listed)
    assert screen.page.files.table.rows.text_at(0, 1) == "refused"
    [made] = screen.here.services.imports.all()
    screen.here.frame.host.runner.command(screen.here.services.imports.undo, made.id, "officer 1")
    screen.here.rest()
    assert screen.page.files.table.rows.text_at(0, 1) == "can be read", "taken back, it may come again"


@pytest.mark.slow
def test_a_blank_template_is_read_again_without_a_question(screen: Imports, tmp_path: Path) -> None:
    target = tmp_path / "blank.xlsx"
    screen.page.files.kind.set_value("customer")
    screen.page.files.write_blank(str(target))
    screen.here.rest()
    assert session.peek(target).book.sheets[0].rows[0][1] == "Customer"


@pytest.mark.slow
def test_the_register_is_one_key_away_and_leads_back(screen: Imports, qtbot: Any) -> None:
    qtbot.keyClick(screen.here.frame, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    screen.here.rest()
    assert screen.page.register.isVisible()
    screen.press("back")
    assert screen.page.files.isVisible() and not screen.page.register.isVisible()


def test_the_whole_way_needs_no_mouse(screen: Imports, listed: Path, qtbot: Any) -> None:
    def key(name: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.keyClick(screen.here.frame.focusWidget(), name, keys)
        screen.here.rest()

    screen.page.files.area.button.setFocus()
    screen.take(listed)
    key(Qt.Key.Key_Return)
    assert screen.step() is Step.TABLE
    key(Qt.Key.Key_Space)
    assert session.open_questions(screen.model.work) == 0, "the first question has the focus"
    forward = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    key(Qt.Key.Key_PageDown, forward)
    assert screen.step() is Step.COLUMNS
    key(Qt.Key.Key_Return)
    qtbot.keyClicks(screen.here.frame.focusWidget(), "insured")
    key(Qt.Key.Key_Return)
    assert screen.page.columns.table.hasFocus()
    assert "fact.insured_staff" in [line.target for line in screen.model.work.plan.tables[0].lines]
    key(Qt.Key.Key_PageDown, forward)
    assert screen.step() is Step.CHECK
    key(Qt.Key.Key_Return)
    assert screen.step() is Step.DONE and len(screen.here.services.imports.all()) == 1
