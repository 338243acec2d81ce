"""Help beside the work: opens at what has the focus, follows links, comes back, is searched, and gives the focus back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication

from app.services.help.html import to_html
from app.services.help.service import Help

Key = Qt.Key


def panel_of(here: Any) -> Any:
    return here.frame.help.panel


def test_f1_opens_the_topic_of_the_screen_and_escape_gives_the_focus_back(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.go("customers")
    here.frame.to_page()
    before = QApplication.focusWidget()
    qtbot.keyClick(here.frame, Key.Key_F1)
    here.rest()
    panel = panel_of(here)
    assert panel.topic == "customers"
    assert panel.text.toPlainText().startswith("Customers")
    assert QApplication.focusWidget() is panel.text
    qtbot.keyClick(panel.text, Key.Key_Escape)
    assert panel.isHidden()
    assert QApplication.focusWidget() is before


def test_f1_in_a_field_that_names_its_topic_opens_it(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.go("customers")
    here.frame.to_page()
    QApplication.focusWidget().setProperty("helpTopic", "item:A04")
    qtbot.keyClick(here.frame, Key.Key_F1)
    here.rest()
    assert panel_of(here).topic == "item:A04"
    assert "5.71" in panel_of(here).text.toPlainText()


def test_links_lead_on_and_back_leads_back(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.frame.host.help("contents")
    here.rest()
    panel = panel_of(here)
    panel.text.anchorClicked.emit(QUrl("score"))
    here.rest()
    assert panel.topic == "score"
    panel.text.anchorClicked.emit(QUrl("item:A04"))
    here.rest()
    assert panel.topic == "item:A04"
    qtbot.keyClick(panel.text, Key.Key_Backspace)
    here.rest()
    assert panel.topic == "score"
    panel.back_button.click()
    here.rest()
    assert panel.topic == "contents"
    assert not panel.back_button.isEnabled()


def test_the_search_finds_topics_and_the_language_switches_the_open_topic(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.frame.host.help("contents")
    here.rest()
    panel = panel_of(here)
    qtbot.keyClicks(panel.field, "fingerprint")
    qtbot.waitUntil(lambda: "Documents" in panel.text.toPlainText() and "…" in panel.text.toPlainText())
    panel.go("score")
    here.rest()
    here.window.ui.switch_language("ru")
    here.rest()
    assert panel.text.toPlainText().startswith("Балл и рейтинг")


def test_help_beside_the_work_never_makes_the_window_larger(walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.frame.resize(1366, 768)
    narrow = here.frame.minimumSizeHint().width()
    here.frame.host.help("contents")
    here.rest()
    assert here.frame.minimumSizeHint().width() == narrow
    assert here.frame.width() == 1366
    assert panel_of(here).geometry().right() == here.frame.centralWidget().width() - 1


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_a_search_finds_titles_first_and_nothing_for_nonsense(lang: str) -> None:
    help_ = Help()
    for page in help_.pages(lang).values():
        hits = help_.search(page.title, lang)
        assert hits and page.title in {hit.title for hit in hits[:3]}
    assert help_.search("xqzxqz", lang) == ()
    assert help_.search("  ", lang) == ()


def test_every_page_says_enough_and_not_too_much() -> None:
    help_ = Help()
    for lang, least, most in (("en", 150, 400), ("ru", 120, 400)):
        for page in help_.pages(lang).values():
            assert least <= len(page.text.split()) <= most, (lang, page.id)
    for page in help_.pages("zh").values():
        assert 250 <= len(page.text) <= 1200, page.id
    assert set(help_.pages("en")) == set(help_.pages("zh")) == set(help_.pages("ru"))


def test_the_grammar_of_help_lets_no_data_through_as_marks() -> None:
    text = "# A\n\nOne **bold** `x < y` [go](item:A1)\nline\n\n- a \\* b\n- c & d\n\n1. first\n"
    assert to_html(text) == (
        '<p class="title1">A</p><p>One <b>bold</b> <code>x &lt; y</code> <a href="item:A1">go</a> line</p>'
        "<ul><li>a * b</li><li>c &amp; d</li></ul><ol><li>first</li></ol>"
    )
    assert "<script" not in to_html("<script>alert(1)</script>")
