"""The case on a laptop's screen: the principles in sight, enough questions at once, the details on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from app.models.domain.enums import Principle


def _low(here: Any, qtbot: Any, size: tuple[int, int], lang: str) -> Any:
    here.window.ui.switch_language(lang)
    here.frame.resize(*size)
    screen = here.go("case", here.sample.case_id)
    qtbot.waitUntil(lambda: screen.pages["company"].whole and screen.height() < size[1], timeout=5000)
    qtbot.waitUntil(lambda: _is_settled(screen), timeout=5000)
    return screen


def _is_settled(screen: Any) -> bool:
    rows = list(screen.pages["company"].rows.values())
    return all(below.y() >= above.geometry().bottom() for above, below in zip(rows, rows[1:], strict=False))


def _wholly(widget: QWidget, within: QWidget) -> bool:
    place = QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())
    return widget.isVisible() and within.rect().contains(place)


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
@pytest.mark.parametrize("size", [(1366, 768), (1280, 720)])
def test_the_four_principles_are_always_in_sight(
    walk: Callable[..., Any], qtbot: Any, size: tuple[int, int], lang: str
) -> None:
    screen = _low(walk(), qtbot, size, lang)
    links = screen.principles.links
    assert len(links) == len(Principle)
    assert all(_wholly(link, screen._left_area.viewport()) for link in links)
    assert all(link.toolTip() for link in links), "what was found is told by the tip"
    links[-1].setFocus()
    assert links[-1].text() == links[-1]._whole, "and beside the name once it has the focus"
    questions = [row for row in screen.pages["company"].rows.values() if _wholly(row, screen.pages["company"]._area.viewport())]
    assert len(questions) >= (5 if size[1] >= 768 else 4)


def test_a_long_name_stays_in_one_line_and_is_told_whole(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = _low(walk(), qtbot, (1280, 720), "ru")
    title = screen.title.title
    assert title.height() < 2 * title.fontMetrics().lineSpacing()
    assert screen.model.view.customer.name in (title.text(), title.toolTip())


def test_details_open_by_key_and_stay_as_they_were_left(walk: Callable[..., Any], qtbot: Any) -> None:
    here = walk()
    screen = _low(here, qtbot, (1366, 768), "en")
    assert screen.detail.folded
    assert not screen.detail.note.isVisible()
    here.frame.host.actions.qaction("case.details").trigger()
    assert screen.detail.note.isVisible()
    assert screen.detail.note.editor.hasFocus()
    here.frame.resize(1366, 740)
    assert not screen.detail.folded
    here.frame.host.actions.qaction("case.details").trigger()
    here.frame.resize(1440, 900)
    assert screen.detail.folded, "the officer's choice counts more than the height"


def test_a_table_of_details_opens_them(walk: Callable[..., Any], qtbot: Any) -> None:
    screen = _low(walk(), qtbot, (1366, 768), "en")
    question = next(q for s in screen.model.sections for q in s.questions if q.item is not None and q.item.rows)
    screen.go_to(question.id)
    screen._to_table(question.id)
    assert not screen.detail.folded
    assert screen.detail.table is not None
    assert screen.detail.table.isVisible()
    assert Qt.ScrollBarPolicy.ScrollBarAlwaysOff is not screen.detail.table.horizontalScrollBarPolicy()
    header = screen.detail.table.horizontalHeader()
    cut = [at for at in range(header.count()) if header.sectionSize(at) < header.sectionSizeHint(at)]
    assert cut == [], "no heading is cut; where they do not fit, the table scrolls sideways"
