"""Papers in the window: each of them in each language, the chosen one marked, files written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.models.domain.errors import EnvironmentFault
from app.ui.screens.documents.making import CHANGE_FORM, CHECKLIST, DOSSIER, FILLED, KINDS, make_paper, read_about, write_workbook

OFFICER, SECOND = "officer 1", "officer 2"
PAGES = {DOSSIER: 5, CHANGE_FORM: 1, CHECKLIST: 1, FILLED: 1}
"""At least so many; the change form has exactly one."""


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk()


def _shown(here: Any, screen: Any, qtbot: Any, kind: str, lang: str) -> int:
    """Wait until that paper is shown and return how many pages it has."""
    qtbot.waitUntil(lambda: screen.paper is not None and (screen.paper.kind, screen.paper.lang) == (kind, lang), timeout=15_000)
    qtbot.waitUntil(lambda: screen.preview.page_count > 0, timeout=15_000)
    return int(screen.preview.page_count)


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_paper_is_made_in_each_language(office: Any, kind: str, lang: str) -> None:
    about = read_about(office, office.customers.page()[0].case_id)
    paper = make_paper(office, about, kind, lang)
    assert (paper.kind, paper.lang) == (kind, lang)
    assert paper.data.startswith(b"%PDF-")
    assert paper.name.endswith(f"{about.head.number}-{lang}.pdf")


def test_choosing_a_paper_and_a_language_shows_it(here: Any, qtbot: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    assert _shown(here, screen, qtbot, DOSSIER, "en") >= PAGES[DOSSIER]
    for kind in (CHECKLIST, FILLED, CHANGE_FORM):
        screen.kinds[kind].click()
        assert [name for name, button in screen.kinds.items() if button.isChecked()] == [kind]
        assert _shown(here, screen, qtbot, kind, "en") >= PAGES[kind]
    assert screen.preview.page_count == 1
    for lang in ("zh", "ru"):
        screen.language.set_value(lang)
        screen.language.edited.emit(lang)
        assert _shown(here, screen, qtbot, CHANGE_FORM, lang) == 1


def test_the_chosen_paper_looks_chosen(here: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    looks = {kind: button.grab().toImage().pixelColor(6, button.height() // 2).name() for kind, button in screen.kinds.items()}
    assert looks[DOSSIER] == here.window.ui.colour("accent_soft").name()
    assert looks[CHECKLIST] != looks[DOSSIER]


def test_without_an_approved_change_the_form_is_blank_and_says_so(here: Any, qtbot: Any) -> None:
    screen = here.go("documents", (here.sample.case_id, CHANGE_FORM))
    assert screen.remark.text() == here.window.ui.t("ui.documents.blank_form")
    services, case_id = here.services, here.sample.case_id
    services.cases.declare_independence(case_id, OFFICER)
    services.grading.approve(services.grading.propose(case_id, OFFICER, text="sound").value.id, SECOND, "agreed")
    here.go("documents", (case_id, CHANGE_FORM))
    assert screen.remark.text() == ""
    assert _shown(here, screen, qtbot, CHANGE_FORM, "en") == 1


def test_the_workbook_is_written_where_the_officer_says(here: Any, tmp_path: Path) -> None:
    screen = here.go("documents", here.sample.case_id)
    screen.write_excel(str(tmp_path / "dossier.xlsx"))
    here.rest()
    assert (tmp_path / "dossier.xlsx").read_bytes().startswith(b"PK")


def test_a_file_that_cannot_be_written_is_a_fault_and_the_old_one_stays(office: Any, tmp_path: Path) -> None:
    case_id = office.customers.page()[0].case_id
    (tmp_path / "taken").mkdir()
    with pytest.raises(EnvironmentFault):
        write_workbook(office, case_id, "en", tmp_path / "taken")
    with pytest.raises(EnvironmentFault):
        write_workbook(office, case_id, "en", tmp_path / "nowhere" / "dossier.xlsx")
    assert list(tmp_path.rglob("*.xlsx")) == []


def test_a_language_switch_of_the_window_leaves_the_paper_in_its_language(here: Any, qtbot: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    _shown(here, screen, qtbot, DOSSIER, "en")
    here.window.ui.switch_language("ru")
    here.rest()
    assert screen.paper.lang == "en"
    assert screen.kinds[DOSSIER].text() == "Кредитное досье"
    assert screen.language.value() == "en"
