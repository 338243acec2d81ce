"""The palette: finds by parts of words in two languages, does what is chosen, says why not, gives the focus back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.actions.mnemonics import mnemonic, with_mnemonics
from app.ui.palette.match import fit, ranked

Key = Qt.Key


def keys(qtbot: Any, widget: QWidget, text: str) -> None:
    combination = QKeySequence(text)[0]
    qtbot.keyClick(widget, combination.key(), combination.keyboardModifiers())


def open_palette(qtbot: Any, here: Any) -> Any:
    keys(qtbot, here.frame, "Ctrl+Shift+P")
    palette = here.frame.commands._palette
    qtbot.waitUntil(palette.field.hasFocus)
    return palette


def shown(palette: Any) -> list[Any]:
    return [palette._model.entry(row) for row in range(palette._model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "text"),
    [("score", "Score and grade"), ("sg", "Score and grade"), ("gra sco", "Score and grade"), ("рей", "Балл и рейтинг"),
     ("评分", "评分与等级"), ("GFM", "Grade-change Form, Make")],
)  # fmt: skip
def test_what_is_typed_fits(typed: str, text: str) -> None:
    assert fit(typed, text) > 0


@pytest.mark.parametrize(("typed", "text"), [("xyz", "Score and grade"), ("score zz", "Score and grade"), ("q", "Score")])
def test_what_is_typed_does_not_fit(typed: str, text: str) -> None:
    assert fit(typed, text) == 0


def test_the_beginning_of_a_text_beats_a_word_in_it_and_that_beats_scattered_letters() -> None:
    texts = ("Underscored", "Score and grade", "The score", "Save code of release")
    best_first = ["Score and grade", "The score", "Underscored", "Save code of release"]
    assert ranked("score", [(text, (text,)) for text in texts]) == best_first


def test_a_description_is_searched_for_words_and_not_for_scattered_letters() -> None:
    assert ranked("act", [(1, ("Menu", "", "", "All actions")), (2, ("Close", "", "", "And closes it"))]) == [1]


def test_letters_of_a_menu_are_given_once_and_chinese_gets_latin_ones() -> None:
    assert [mnemonic(one) for one in with_mnemonics(["Save", "Sample", "R&D"], ["", "", ""])] == ["s", "a", "r"]
    assert with_mnemonics(["打印…", "设置"], ["Print", "Print settings"]) == ["打印(&P)…", "设置(&R)"]
    assert len({mnemonic(one) for one in with_mnemonics(["Aa"] * 12, ["Aa"] * 12)}) == 12


@pytest.mark.parametrize("lang", ["zh", "ru"])
def test_english_names_find_too_and_enter_goes_there(qtbot: Any, walk: Callable[..., Any], lang: str) -> None:
    here = walk(lang=lang, first="today")
    palette = open_palette(qtbot, here)
    qtbot.keyClicks(palette.field, "officers")
    assert shown(palette)[0].id == "go.officers"
    qtbot.keyClick(palette.field, Key.Key_Return)
    here.rest()
    assert here.frame.current == "officers"
    assert palette.isHidden()


def test_escape_gives_the_focus_back_to_where_it_was(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.go("customers")
    here.frame.to_page()
    before = QApplication.focusWidget()
    palette = open_palette(qtbot, here)
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert palette.isHidden()
    assert QApplication.focusWidget() is before


def test_what_cannot_be_done_stands_there_with_its_reason_and_enter_only_says_it(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    palette = open_palette(qtbot, here)
    qtbot.keyClicks(palette.field, "Next open question")
    entry = shown(palette)[0]
    assert entry.id == "case.next_open"
    assert not entry.possible
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert not palette.isHidden()
    assert here.window.ui.t("ui.why.case") in palette.note.text()
    here.go("case", here.services.cases.of_customer(here.sample.id)[-1].id)
    assert here.frame.actions_.entry("case.next_open").possible


def test_an_action_of_a_screen_never_shown_leads_there_and_is_done(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    assert "customers" not in here.frame._screens
    qtbot.waitUntil(lambda: "customer.new" in {one.id for one in here.frame.actions_.entries()})
    keys(qtbot, here.frame, "Ctrl+Alt+N")
    here.rest()
    assert here.frame.current == "customer"


def test_what_was_used_last_stands_on_top(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    palette = open_palette(qtbot, here)
    qtbot.keyClicks(palette.field, "Officers")
    qtbot.keyClick(palette.field, Key.Key_Return)
    here.rest()
    palette = open_palette(qtbot, here)
    assert shown(palette)[0].id == "go.officers"


@pytest.mark.qt_log_ignore("does not support", extend=True)  # the test platform has no keyboard to grab
def test_f10_opens_the_menu_and_an_entry_does_its_action(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    keys(qtbot, here.frame, "F10")
    menu = here.frame.commands._menu
    assert menu.isVisible()
    entry = next(one for one in menu.menus["go"].actions() if one.data() == "go.officers")
    entry.trigger()
    menu.close()
    here.rest()
    assert here.frame.current == "officers"


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_alt_alone_opens_the_menu_but_not_after_a_shortcut_with_alt(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    here.go("officers")
    frame = here.frame
    qtbot.keyPress(frame, Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(frame, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.keyRelease(frame, Key.Key_Alt)
    assert frame.current == "today"
    assert frame.commands._menu is None
    qtbot.keyPress(frame, Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    qtbot.keyRelease(frame, Key.Key_Alt)
    assert frame.commands._menu.isVisible()
    frame.commands._menu.close()


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_alt_with_the_letter_of_a_menu_chooses_it(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk(first="today")
    qtbot.keyClick(here.frame, Key.Key_G, Qt.KeyboardModifier.AltModifier)
    menu = here.frame.commands._menu
    assert menu.isVisible()
    assert menu.activeAction().menu() is menu.menus["go"]
    menu.close()


PAPERS = {"en": {"letter": "letter", "memo": "memo", "notice": "notices", "order": "order", "dossier": "dossier",
                 "checklist with": "filled", "blank": "checklist", "grade-change": "change_form"},
          "zh": {"致客户函": "letter", "摘要": "memo", "部门通知": "notices", "委托": "order", "档案": "dossier",
                 "已填": "filled", "空白": "checklist", "变更表": "change_form", "letter": "letter"},
          "ru": {"письмо": "letter", "заключение": "memo", "уведомлен": "notices", "заказ": "order", "досье": "dossier",
                 "с ответами": "filled", "пустой": "checklist", "форма изм": "change_form", "memo": "memo"}}  # fmt: skip


@pytest.mark.parametrize(("lang", "page"), [*((lang, "case") for lang in PAPERS), ("en", "statements")])
def test_every_paper_is_found_by_its_name_and_shown_from_any_page_of_the_case(
    qtbot: Any, walk: Callable[..., Any], lang: str, page: str
) -> None:
    here = walk(lang=lang)
    here.go(page, here.sample.id if page == "statements" else here.sample.case_id)
    for typed, kind in PAPERS[lang].items():
        palette = open_palette(qtbot, here)
        palette.field.setText(typed)  # the keys of the test library are Latin ones
        first = next(one for one in shown(palette) if one.text == here.window.ui.t(f"ui.documents.{kind}"))
        assert first.possible, typed
        palette.list.setCurrentIndex(palette._model.index(shown(palette).index(first)))
        qtbot.keyClick(palette.field, Key.Key_Return)
        here.rest()
        assert (here.frame.current, here.screen("documents").kind) == ("documents", kind)


def test_an_action_of_another_page_of_the_open_case_leads_there_and_is_done(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk()
    here.go("statements", here.sample.id)
    here.frame.commands.announce()
    entry = here.frame.actions_.entry("case.find")
    assert (entry.possible, entry.why) == (True, "")
    here.frame.actions_.run("case.find")
    qtbot.waitUntil(lambda: here.frame.current == "case" and here.screen("case").tools.finder.editor.hasFocus(), timeout=5000)
    here.go("today")
    assert not here.frame.actions_.entry("case.find").possible
    assert here.frame.actions_.entry("case.find").why == here.window.ui.t("ui.why.case")


def test_an_action_that_is_not_possible_on_the_page_it_leads_to_says_why(qtbot: Any, walk: Callable[..., Any]) -> None:
    here = walk()
    here.go("case", here.sample.case_id)
    here.frame.commands.announce()
    others = [one.name for one in here.services.officers.all() if one.name != here.frame.host.officer]
    here.frame.top.officer_chosen.emit(others[0])
    here.rest()
    for _ in range(2):  # the page is read first; the second time all is known already
        here.go("case", here.sample.case_id)
        here.frame.toast.hide()
        assert not here.frame.actions_.run("approval.send")
        qtbot.waitUntil(here.frame.toast.isVisible, timeout=5000)
        ui = here.window.ui
        assert here.frame.current == "approval"
        assert here.frame.toast._text.text() == ui.t(
            "ui.why.told", action=ui.t("ui.action.approval_send"), why=ui.t("ui.why.not_assessor")
        )


@pytest.mark.parametrize("page", ["case", "statements", "score", "approval", "documents", "customer"])
def test_the_keys_to_score_and_approval_work_on_every_page_of_the_case(
    qtbot: Any, walk: Callable[..., Any], page: str
) -> None:
    here = walk()
    for combination, wanted in (("Ctrl+Shift+Return", "score"), ("Ctrl+Shift+A", "approval")):
        here.go(page, here.sample.id if page in ("statements", "customer") else here.sample.case_id)
        if page == "statements":
            grid = here.screen("statements").grid
            grid.setFocus()
            qtbot.keyClicks(grid, "7")  # a cell is being typed in
        keys(qtbot, QApplication.focusWidget() or here.frame, combination)
        here.rest()
        assert (here.frame.current, here.frame.argument) == (wanted, here.sample.case_id)
