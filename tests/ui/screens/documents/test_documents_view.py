"""Papers in the window: each of them in each language, the chosen one marked, files written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.models.domain.errors import EnvironmentFault
from app.ui.screens.documents.making import (
    CHANGE_FORM,
    CHECKLIST,
    DOSSIER,
    FILLED,
    GRADED,
    KINDS,
    LETTER,
    MEMO,
    NOTICES,
    OF_COMPANY,
    ORDER,
    Wanted,
    make_paper,
    read_about,
    write_workbook,
)

OFFICER, SECOND = "officer 1", "officer 2"
PAGES = {DOSSIER: 5, CHANGE_FORM: 1, CHECKLIST: 1, FILLED: 1, MEMO: 1}
"""At least so many; the change form has exactly one."""


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    return walk()


def _shown(here: Any, screen: Any, qtbot: Any, kind: str, lang: str) -> int:
    """Wait until that paper is shown and return how many pages it has."""
    qtbot.waitUntil(lambda: screen.paper is not None and (screen.paper.kind, screen.paper.lang) == (kind, lang), timeout=15_000)
    qtbot.waitUntil(lambda: screen.preview.page_count > 0, timeout=15_000)
    return int(screen.preview.page_count)


def _approve(services: Any, case_id: int) -> None:
    services.cases.declare_independence(case_id, OFFICER)
    services.grading.approve(services.grading.propose(case_id, OFFICER, text="sound").value.id, SECOND, "agreed")


@pytest.mark.parametrize("lang", ["en", "zh", "ru"])
def test_each_paper_is_made_in_each_language(office: Any, lang: str) -> None:
    case_id = office.customers.page()[0].case_id
    _approve(office, case_id)
    about = read_about(office, case_id)
    for kind in KINDS:
        paper = make_paper(office, about, Wanted(kind, lang))
        assert (paper.kind, paper.lang) == (kind, lang)
        assert paper.data.startswith(b"%PDF-")
        assert paper.name.endswith(f"-{lang}.pdf")
        assert kind in OF_COMPANY or about.head.number in paper.name or str(about.change.no) in paper.name  # type: ignore[union-attr]


def test_a_checklist_can_be_of_one_area(office: Any) -> None:
    about = read_about(office, office.customers.page()[0].case_id)
    whole, part = (make_paper(office, about, Wanted(CHECKLIST, "en", areas)) for areas in ((), ("staff",)))
    assert len(part.data) < len(whole.data)
    assert "staff" in part.name


def test_choosing_a_paper_and_a_language_shows_it(here: Any, qtbot: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    assert _shown(here, screen, qtbot, DOSSIER, "en") >= PAGES[DOSSIER]
    for kind in (CHECKLIST, FILLED, MEMO, CHANGE_FORM):
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
    case_id = here.sample.case_id
    _approve(here.services, case_id)
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
        write_workbook(tmp_path / "taken", office, case_id, "en")
    with pytest.raises(EnvironmentFault):
        write_workbook(tmp_path / "nowhere" / "dossier.xlsx", office, case_id, "en")
    assert list(tmp_path.rglob("*.xlsx")) == []


def test_a_language_switch_of_the_window_leaves_the_paper_in_its_language(here: Any, qtbot: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    _shown(here, screen, qtbot, DOSSIER, "en")
    here.window.ui.switch_language("ru")
    here.rest()
    assert screen.paper.lang == "en"
    assert screen.kinds[DOSSIER].text() == "Кредитное досье"
    assert screen.language.value() == "en"


def test_a_paper_about_a_grade_says_that_there_is_none_yet(here: Any, qtbot: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    for kind in GRADED & set(KINDS):
        screen.kinds[kind].click()
        here.rest()
        assert screen.remark.text() == here.window.ui.t("papers.no_grade")
        assert screen.preview.page_count == 0
    mails = here.frame.actions_.entry("documents.mails")
    assert (mails.possible, mails.why) == (False, here.window.ui.t("papers.no_grade"))
    case_id = here.sample.case_id
    _approve(here.services, case_id)
    here.go("documents", (case_id, LETTER))
    assert _shown(here, screen, qtbot, LETTER, "en") >= 1
    assert screen.remark.text() == here.window.ui.t("ui.documents.letter_text")


def test_drafts_of_mails_are_written_for_each_department(here: Any, tmp_path: Path) -> None:
    case_id = here.sample.case_id
    _approve(here.services, case_id)
    screen = here.go("documents", (case_id, NOTICES))
    screen.attach.setChecked(False)
    screen.write_mails(str(tmp_path))
    here.rest()
    drafts = sorted(tmp_path.glob("*.eml"))
    assert len(drafts) == 7
    plain = drafts[0].stat().st_size
    screen.attach.setChecked(True)
    screen.write_mails(str(tmp_path))
    here.rest()
    assert sorted(tmp_path.glob("*.eml")) == drafts
    assert drafts[0].stat().st_size > plain + 10_000


def test_an_area_is_asked_only_for_a_checklist(here: Any) -> None:
    screen = here.go("documents", here.sample.case_id)
    assert not screen.papers.area.isVisible()
    screen.kinds[CHECKLIST].click()
    assert screen.papers.area.isVisible()
    screen.papers.area.set_value("equipment")
    screen.papers.area.edited.emit("equipment")
    here.rest()
    assert "equipment" in screen.paper.name


def test_papers_about_all_customers_need_no_case(here: Any, qtbot: Any) -> None:
    here.frame.commands.announce()
    for kind in OF_COMPANY:
        here.frame.actions_.run(f"company.{kind}")
        screen = here.screen("company")
        assert _shown(here, screen, qtbot, kind, "en") >= 1
        assert screen.kinds[kind].isChecked()


@pytest.mark.parametrize("kind", [LETTER, ORDER])
def test_a_paper_that_leaves_the_house_without_a_sender_warns_and_leads_to_settings(here: Any, qtbot: Any, kind: str) -> None:
    ui, case_id = here.window.ui, here.sample.case_id
    _approve(here.services, case_id)
    screen = here.go("documents", (case_id, kind))
    qtbot.waitUntil(lambda: screen.banner.text == ui.t("ui.documents.no_sender"))
    screen.kinds[MEMO].click()
    qtbot.waitUntil(lambda: screen.banner.text == "")
    screen.kinds[kind].click()
    screen.banner._button.click()
    assert here.frame.current == "settings"
    here.services.settings.set("company_name", "Example Trading", OFFICER)
    here.services.settings.set("company_email", "credit@example.com", OFFICER)
    here.go("documents", (case_id, kind))
    assert _shown(here, screen, qtbot, kind, "en") >= 1
    assert screen.banner.text == ""
