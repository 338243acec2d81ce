"""Every screen with the sample company, in every language: names, keys, the way of Tab, actions and help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.ui.actions.menus import MainMenu
from app.ui.help.here import topic_here
from app.ui.screens import SCREENS
from app.ui.screens.case.sections import REQUEST
from tests.ui.audit import checks
from tests.ui.audit.rounds import pages, places

LANGUAGES = ("en", "zh", "ru")


@pytest.mark.timeout(240)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_can_be_used_without_eyes_and_without_a_mouse(walk: Callable[..., Any], lang: str) -> None:
    here = walk(lang=lang)
    faults: dict[str, list[str]] = {}
    known = here.services.help.pages(lang)
    for name, screen, argument in places(here):
        here.go(screen, argument)
        for page, widget in pages(here, screen):
            found = [f"no name: {one}" for one in checks.unnamed(here.frame)]
            found += [f"icon without a name: {one}" for one in checks.nameless_buttons(here.frame)]
            found += [f"keys twice: {one}" for one in checks.doubled_shortcuts(here.frame)]
            if lang == "en":  # where Tab and F1 lead does not hang on the language
                found += checks.tab_faults(here.frame, widget)
                found += [f"F1: {one}" for one in checks.topic_faults(widget, lambda: topic_here(here.frame), known)]
            if found:
                faults[page or name] = found
    assert faults == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_action_stands_in_a_menu_with_text_and_description_and_a_letter_of_its_own(
    walk: Callable[..., Any], lang: str
) -> None:
    here = walk(lang=lang)
    for _, screen, argument in places(here):
        here.go(screen, argument)
    menu = MainMenu(here.window.ui, here.frame.actions_, here.frame)
    assert checks.unreachable(here.frame.actions_, menu) == []
    assert checks.doubled_mnemonics([menu, *menu.menus.values()]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_and_every_question_has_its_help_and_no_link_is_dead(walk: Callable[..., Any], lang: str) -> None:
    here = walk(lang=lang)
    m = here.services.methodologies.current()
    topics = [spec.id for spec in SCREENS] + ["contents", "search", "palette", "keyboard", "undo"]
    topics += [f"item:{one.id}" for one in (*m.items, *m.facts)] + [f"ratio:{one.key}" for one in m.ratios]
    topics += [f"cap:{one.id}" for one in m.caps] + [f"warning:{one.id}" for one in m.warnings]
    assert len(topics) > 150
    assert checks.help_faults(here.services.help, lang, topics) == []


def test_f1_on_a_question_of_the_case_opens_the_page_of_that_question(walk: Callable[..., Any]) -> None:
    here = walk()
    screen = here.go("case", here.sample.case_id)
    wrong = {}
    for section in screen.model.sections:
        screen.show_section(section.key)
        here.rest()
        if section.key == REQUEST:
            continue
        for name, row in screen.pages[section.key].rows.items():
            for stop in checks.stops(row):
                stop.setFocus()
                if topic_here(here.frame) != f"item:{name}":
                    wrong[name] = topic_here(here.frame)
    assert wrong == {}
