"""After an import: what was done, the report, the way to the customers; the register; taking back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from app.services.imports.model import Kind
from app.services.registry import Services
from app.ui.frame.dialogs import Message
from app.ui.screens.imports.done_step import DoneStep
from app.ui.screens.imports.register import RegisterPage
from tests.services.imports import hand, stories

Hold = Callable[..., Any]
NAME = "Alpha Works Ltd"


@pytest.fixture
def done(alone: Hold, services: Services) -> DoneStep:
    return told(alone, services)


def told(hold: Hold, services: Services) -> DoneStep:
    """The page after an import."""
    page: DoneStep = hold(DoneStep)
    checked = stories.asked(services)
    page.show_done(None, checked, services.imports.commit(checked, None, "officer 1").value)
    return page


@pytest.fixture
def register(alone: Hold) -> Callable[[], RegisterPage]:
    def show() -> RegisterPage:
        page: RegisterPage = alone(RegisterPage)
        page.read()
        return page

    return show


def answer_yes(page: Any, qtbot: Any) -> None:
    """Press the button that says so in the question."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.window().findChildren(Message)))
    [dialog] = [one for one in page.window().findChildren(Message) if one.isVisible()]
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Take back").click()


def test_it_is_told_what_was_done(done: DoneStep) -> None:
    assert done.card.head.heading.text() == "Import no. 1 is done"
    assert done.brought.text() == "New: 1 customer, 3 fact sheets; 2 changed"
    assert "2 companies are still to be identified" in done.notes.text()
    rows = [[done.table.rows.text_at(row, at) for at in range(5)] for row in range(done.table.rows.rowCount())]
    assert rows[0] == ["Customers", "1", "1", "1", "—"] and len(rows) == 3


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_the_report_is_written(done: DoneStep, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"report.{suffix}"
    done.write_report(str(path))
    assert done._host.told == [f"Saved: {path}"]
    content = path.read_bytes()
    if suffix == "json":
        assert json.loads(content)["import"] == 1 and len(json.loads(content)["errors"]) == 2
    else:
        assert content.startswith(b"PK")


def test_the_way_leads_to_the_customers(hold: Hold, services: Services, qtbot: Any) -> None:
    done = told(hold, services)
    done.customers.click()
    assert done.window().current == "customer"
    with qtbot.waitSignal(done.more):
        done.again.click()


def test_an_import_is_taken_back_after_a_question(hold: Hold, services: Services, qtbot: Any) -> None:
    done = told(hold, services)
    before = len(services.customers.page())
    done.undo.click()
    assert services.imports.all()[0].state == "done", "asked first"
    with qtbot.waitSignal(done.taken_back):
        answer_yes(done, qtbot)
    assert services.imports.all()[0].state == "undone" and len(services.customers.page()) == before - 1
    assert done.banner.text.startswith("Import no. 1 was taken back") and not done.undo.isEnabled()


def test_the_register_lists_imports_with_their_files_and_mapping(
    register: Callable[[], RegisterPage], services: Services
) -> None:
    services.imports.commit(stories.asked(services), None, "officer 1")
    number = hand.bring(services, [hand.company(NAME)], content="b")
    page = register()
    assert page.table.current_id() == number, "the newest first"
    page.show_import(1)
    assert [page.table.rows.text_at(1, at) for at in (2, 3, 4, 5, 6)] == [
        "officer 1", "register-2026-11.xlsx", "by hand", "New: 1 customer, 3 fact sheets; 2 changed", "stands"]
    assert [page.files.rows.text_at(0, at) for at in range(3)] == ["register-2026-11.xlsx", "48 KB", "aaaaaaaaaaaa…"]
    mapped = {page.mapping.rows.text_at(row, 1): page.mapping.rows.text_at(row, 2) for row in range(page.mapping.rows.rowCount())}
    assert mapped["line.TA"] == "Total assets" and mapped["Remark"] == "— left out —"


def test_an_import_that_is_named_before_it_was_read_is_shown(alone: Hold, services: Services) -> None:
    numbers = [hand.bring(services, [hand.company(f"{letter} Works Ltd")], content=letter) for letter in "bc"]
    page: RegisterPage = alone(RegisterPage)
    page.show_import(numbers[0])
    page.read()
    assert page.table.current_id() == numbers[0] and page.detail.head.heading.text() == f"Import no. {numbers[0]}"


def test_an_empty_register_says_what_it_is_for(register: Callable[[], RegisterPage]) -> None:
    page = register()
    assert page.nothing.isVisible() and not page.table.isVisible()


def test_what_stays_is_named_with_the_import_that_must_go_first(hold: Hold, services: Services, qtbot: Any) -> None:
    first = hand.bring(services, [hand.company(NAME), hand.company("Beta Works Ltd")], content="b")
    second = hand.bring(services, [hand.period(NAME)], Kind.STATEMENT, content="c")
    page: RegisterPage = hold(RegisterPage)
    with qtbot.waitSignal(page.ready):
        page.read()
    page.show_import(first)
    page.undo.click()
    with qtbot.waitSignal(page.ready):
        answer_yes(page, qtbot)
    assert f"Take back import no. {second} first." in page.banner.text
    assert page.kept.isVisible() and page.kept.table.lazy.text_at(0, 0) == f"{NAME}: import no. {second} was built upon it"
    assert services.imports.all()[1].state == "partly"
    assert page.undo.isEnabled(), "the rest can be taken back later"


def test_when_nothing_can_be_taken_back_it_is_said_why(register: Callable[[], RegisterPage], services: Services) -> None:
    first = hand.bring(services, [hand.company(NAME)], content="b")
    services.cases.open(services.customers.find(NAME).id, "officer 1")
    page = register()
    page.show_import(first)
    page.back.number = first
    page.back.take_back()
    assert page.banner.text.startswith("Nothing of it could be taken back") and page.kept.isVisible()
    assert services.imports.all()[0].state == "done"
