"""What the walks rely on: keys and clicks of the wrong kind are counted, and what is covered cannot be clicked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.ui.application import Window
from tests.ui.heartbeat import Heartbeat
from tests.ui.walks.keyboard import MOUSE
from tests.ui.walks.mouse import KEYS, Mouse
from tests.ui.walks.office import OFFICER, Counter, begin


@pytest.fixture
def started(open_window: Callable[..., Window], tmp_path: Path, qtbot: Any, heartbeat: Heartbeat) -> tuple[Mouse, Counter, Any]:
    """An officer with a mouse at the page of the welcome that asks for names."""
    window, keys = begin(open_window, tmp_path, qtbot, KEYS)
    at = Mouse(window, qtbot, "en", heartbeat, keys)
    welcome = at.arrive("welcome")
    at.click(welcome.next)
    at.until(lambda: welcome.step.name == "officers")
    return at, keys, welcome


def test_a_key_that_leads_somewhere_is_counted_and_text_in_a_clicked_field_is_not(started: tuple[Mouse, Counter, Any]) -> None:
    at, keys, welcome = started
    at.fill(welcome.step.fields["first"], OFFICER["ru"])
    assert (keys.seen, welcome.step.fields["first"].value()) == (0, OFFICER["ru"])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert keys.seen > 0


def test_no_key_but_text_can_be_typed_and_into_fields_only(started: tuple[Mouse, Counter, Any]) -> None:
    at, _, welcome = started
    at.click(welcome.step.fields["first"].editor)
    with pytest.raises(AssertionError, match="leads somewhere"):
        at.type("name\t")
    welcome.next.setFocus()
    with pytest.raises(AssertionError, match="no field"):
        at.type("name")


def test_what_is_covered_or_rests_cannot_be_clicked(started: tuple[Mouse, Counter, Any]) -> None:
    at, _, welcome = started
    cover = QLabel("planted", at.frame)
    cover.setGeometry(at.frame.rect())
    cover.show()
    with pytest.raises(AssertionError, match="is covered by QLabel"):
        at.click(welcome.next)
    cover.hide()
    welcome.next.setEnabled(False)
    with pytest.raises(AssertionError, match="cannot be used now"):
        at.click(welcome.next)


def test_a_click_is_counted_where_nobody_may_click(started: tuple[Mouse, Counter, Any]) -> None:
    at, _, welcome = started
    mice = Counter(at.window, MOUSE)
    at.click(welcome.next)
    assert mice.seen > 0
