"""Ways through the window: crumbs and tabs of a case, F6 through its parts, the skip link, Return on the frame's buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from app.ui.application import Window
from app.ui.context import Ui
from app.ui.frame.bars import StatusBar
from tests.ui.foundation.test_frame import SPECS

Key = Qt.Key


def keys(qtbot: Any, widget: QWidget, text: str) -> None:
    combination = QKeySequence(text)[0]
    qtbot.keyClick(widget, combination.key(), combination.keyboardModifiers())


def crumbs(here: Any) -> list[str]:
    return [one.text() for one in here.frame._trail.findChildren(QPushButton, "crumb") if one.isVisible()]


def test_the_pages_of_a_case_follow_one_another_and_the_way_back_is_named(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk()
    case = here.services.cases.of_customer(here.sample.id)[-1]
    here.go("case", case.id)
    assert case.number in " ".join(crumbs(here))
    for screen in ("statements", "score", "approval", "documents"):
        keys(qtbot, here.frame, "Ctrl+PgDown")
        here.rest()
        assert here.frame.current == screen
    keys(qtbot, here.frame, "Ctrl+PgDown")
    assert here.frame.current == "documents", "the last one"
    keys(qtbot, here.frame, "Ctrl+PgUp")
    here.rest()
    assert here.frame.current == "approval"
    to_customer = next(one for one in here.frame._trail.findChildren(QPushButton, "crumb") if one.place[0] == "customer")
    qtbot.keyClick(to_customer, Key.Key_Return)
    here.rest()
    assert here.frame.current == "customer"
    here.go("officers")
    assert here.frame._trail.isHidden()


def test_a_long_name_never_widens_the_window(walk: Callable[..., Any]) -> None:
    here = walk()
    here.go("customer", here.sample.id)
    before = here.frame.minimumSizeHint().width()
    trail = here.frame._trail
    trail._read(type(trail._place)(here.sample.id, "Very long name of a company " * 20, 1, "2026-0001"))
    for _ in range(3):
        trail._draw()
    assert here.frame.minimumSizeHint().width() == before


def test_f6_goes_round_the_parts_and_comes_back_to_where_it_was(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk()
    frame = here.frame
    frame.to_page()
    start = QApplication.focusWidget()
    parts = [frame.status, frame.rail, frame.top, frame.stack]
    for part in parts:
        keys(qtbot, frame, "F6")
        assert part.isAncestorOf(QApplication.focusWidget())
    assert QApplication.focusWidget() is start
    keys(qtbot, frame, "Shift+F6")
    assert frame.top.isAncestorOf(QApplication.focusWidget())


def test_the_first_stop_of_tab_leads_past_rail_and_bars(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk()
    skip = here.frame.top._skip
    assert not skip.hasFocus()
    assert skip.width() == 0
    skip.setFocus(Qt.FocusReason.TabFocusReason)
    assert skip.maximumWidth() > 50
    qtbot.keyClick(skip, Key.Key_Return)
    assert here.frame.stack.isAncestorOf(QApplication.focusWidget())


@pytest.mark.qt_log_ignore("does not support", extend=True)
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Space, Key.Key_Down])
def test_the_officer_opens_on_return_space_and_down(qtbot: Any, open_window: Callable[..., Window], key: Qt.Key) -> None:
    window = open_window(SPECS)
    choice = window.frame.top._choice
    choice.setFocus()
    qtbot.keyClick(choice, key)
    menu = choice.findChild(QMenu)
    assert [one.text() for one in menu.actions()] == ["officer 1", "officer 2"]
    menu.close()


def test_return_and_arrows_work_in_the_rail(qtbot: Any, open_window: Callable[..., Window]) -> None:
    frame = open_window(SPECS).frame
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    one, two = frame.rail.entry("one"), frame.rail.entry("two")
    assert one is not None and two is not None
    one.setFocus()
    qtbot.keyClick(one, Key.Key_Down)
    assert two.hasFocus()
    qtbot.keyClick(two, Key.Key_Return)
    assert frame.current == "two"


def test_the_screen_of_last_time_comes_back(qtbot: Any, open_window: Callable[..., Window]) -> None:
    window = open_window(SPECS)
    window.frame.go("two")
    window.frame.go("inner", 7)
    window.frame.close()
    qtbot.waitUntil(lambda: window.is_stopped)
    again = open_window(SPECS)
    assert again.frame.current == "two", "a screen inside comes back as the one it stands under"


def test_the_foot_stays_on_one_line_and_keeps_the_saved_state(ui: Ui, qtbot: Any) -> None:
    foot = StatusBar(ui, None)  # type: ignore[arg-type]
    qtbot.addWidget(foot)
    foot.show()
    foot.set_methodology("v1")
    foot.set_store("a-very-long-name-of-a-store.zixin", True)
    shown = []
    for width in (420, 700, 1600):
        foot.resize(width, foot.height())
        shown.append([one.isVisible() for one in (foot.saved, foot.store, foot.methodology)])
    assert shown == [[True, False, False], [True, True, False], [True, True, True]]


def test_no_tab_of_a_case_is_cut_where_the_way_is_long_and_texts_are_large(walk: Callable[..., Any]) -> None:
    here = walk()
    here.frame.resize(1366, 768)
    here.window.ui.switch_language("ru")
    here.window.ui.switch_text_size(15)
    here.go("case", here.sample.case_id)
    here.rest()
    crumbs = [one for one in here.frame._trail.findChildren(QPushButton, "crumb") if one.isVisible()]
    cut = [one.text() for one in crumbs if one.width() < one.sizeHint().width()]
    assert len(crumbs) > 5 and not cut
