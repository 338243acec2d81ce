"""The first five minutes of README.md, done as written: each word in bold stands in the window at its step, each key does it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QTableView,
    QWidget,
)

from app.ui.application import Window
from tests.ui.heartbeat import Heartbeat
from tests.ui.walks.keyboard import ALT, CTRL, SHIFT, Key, Keyboard
from tests.ui.walks.office import FOR_MENUS, open_new

STEPS = 8
_BOLD, _STEP = re.compile(r"\*\*([^*]+)\*\*"), re.compile(r"^\d+\. ", re.MULTILINE)


def five_minutes(readme: str) -> list[list[str]]:
    """The words in bold of each numbered step."""
    _, _, part = readme.partition("## The first five minutes\n")
    part = part.partition("\n## ")[0].partition("\n\nLanguage and look")[0]
    return [[" ".join(word.split()) for word in _BOLD.findall(step)] for step in _STEP.split(part)[1:]]


def texts_of(window: QWidget) -> set[str]:
    """What a window shows: labels, buttons, tabs, headings."""
    found: set[str] = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel | QAbstractButton):
            found |= {widget.text(), widget.accessibleName()}
        elif isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        elif isinstance(widget, QComboBox):
            found.add(widget.currentText())
        elif isinstance(widget, QTabBar):
            found |= {widget.tabText(at) for at in range(widget.count())}
        elif isinstance(widget, QTableView) and isinstance(widget.horizontalHeader(), QHeaderView):
            found.add(widget.accessibleName())
    return {re.sub(r"<[^>]+>|&(?=\w)", "", text) for text in found if text}


class Reader(Keyboard):
    """Does the steps and keeps what the window has shown during each of them."""

    def __init__(self, window: Window, qtbot: Any, heartbeat: Heartbeat) -> None:
        super().__init__(window, qtbot, "en", heartbeat)
        self.shown: list[set[str]] = []

    def step(self) -> None:
        self.shown.append(set())

    def look(self) -> None:
        self.rest()
        self.shown[-1] |= texts_of(self.frame)

    def missing(self, number: int, words: list[str]) -> list[str]:
        """Words that did not stand in the window at that step."""
        return [word for word in words if not any(word in text for text in self.shown[number])]


def _turned(at: Reader, welcome: Any, page: int) -> bool:
    return at.frame.current != "welcome" or welcome.steps.index(welcome.step) > page


def _welcome(at: Reader) -> None:
    at.step()
    welcome = at.arrive("welcome")
    for page in range(len(welcome.steps)):
        at.look()
        assert welcome.steps.index(welcome.step) == page
        at.press(Key.Key_Return)
        at.until(partial(_turned, at, welcome, page))
    today = at.arrive("today")
    assert ["sample" in row.flags for row in at.services.customers.page()] == [True]
    at.step()
    at.until(lambda: today.do_next.table.isVisible())
    at.look()
    at.until(today.do_next.table.hasFocus)
    at.press(Key.Key_Return)


def _case(at: Reader) -> None:
    at.step()
    case = at.arrive("case")
    at.look()
    before = set(at.services.cases.view(case.model.head.id).answers)
    at.press(Key.Key_F8)
    at.type("2")
    at.press(Key.Key_Return)
    at.rest()
    assert len(set(at.services.cases.view(case.model.head.id).answers) - before) == 1
    at.until(lambda: any(text.startswith("✓ All changes saved") for text in texts_of(at.frame)))
    at.look()
    at.step()
    at.press(Key.Key_PageDown, CTRL)
    at.look()
    statements = at.arrive("statements")
    at.look()
    at.push(statements._to_case)
    at.arrive("case")
    at.look()
    at.step()
    at.look()
    at.press(Key.Key_Return, CTRL | SHIFT)
    at.arrive("score")
    at.until(lambda: any(text.startswith("What would lift it") for text in texts_of(at.frame)))
    at.look()


def _approval(at: Reader) -> None:
    at.step()
    at.look()
    at.press(Key.Key_A, CTRL | SHIFT)
    approval = at.arrive("approval")
    at.look()
    at.push(approval.declare)
    at.rest()
    at.fill(approval.proposal.fields["text"], "Sound and paying.")
    at.look()
    at.press(Key.Key_Return, CTRL | ALT)
    at.until(lambda: approval.model.waits)
    at.rest()
    at.press(Key.Key_O, CTRL | SHIFT)
    at.until(lambda: QApplication.activePopupWidget() is not None)
    at.from_menu(QApplication.activePopupWidget(), at.frame.top.officers[1])
    at.until(lambda: at.frame.host.officer == at.frame.top.officers[1])
    at.wake()
    at.look()
    at.push(approval.decision.approve)
    at.until(lambda: approval.model.matter.change is not None)
    at.rest()
    at.step()
    at.look()
    at.push(approval.decision.form)
    documents = at.arrive("documents")
    at.until(lambda: documents.preview.page_count == 1)
    assert documents.kind == "change_form"
    at.look()


def _back(at: Reader) -> None:
    at.step()
    at.press(Key.Key_1, CTRL)
    today = at.arrive("today")
    at.look()
    assert today.moves.table.rows.rowCount() == 1
    assert at.frame.actions_.run("sample.remove")
    at.rest()
    assert at.services.customers.page() == ()


@pytest.mark.timeout(300)
@pytest.mark.qt_log_ignore(FOR_MENUS, extend=True)
def test_the_first_five_minutes_are_as_the_readme_tells_them(
    open_window: Callable[..., Window], tmp_path: Path, qtbot: Any, root: Path, heartbeat: Heartbeat
) -> None:
    told = five_minutes((root / "README.md").read_text(encoding="utf-8"))
    at = Reader(open_new(open_window, tmp_path, qtbot), qtbot, heartbeat)
    _welcome(at)
    _case(at)
    _approval(at)
    _back(at)
    assert len(told) == len(at.shown) == STEPS
    assert {number + 1: at.missing(number, words) for number, words in enumerate(told) if at.missing(number, words)} == {}
    assert sum(map(len, told)) > 30
    heartbeat.check()
