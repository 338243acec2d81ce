"""The settings screen: every line of the schema is asked, in use at once, kept, checked at its field, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.services.settings.schema import SETTINGS
from app.ui.forms.base import Field
from app.ui.screens.settings.view import SettingsScreen
from tests.ui.screens.conftest import Walk


@pytest.fixture
def office_walk(walk: Callable[..., Walk]) -> tuple[Walk, SettingsScreen]:
    made = walk()
    return made, made.go("settings")


def choose(screen: SettingsScreen, key: str, value: str) -> None:
    field: Any = screen.rows[key].field
    field.set_value(value)
    field.edited.emit(value)


def type_in(walk: Walk, screen: SettingsScreen, key: str, text: str) -> Field:
    field: Any = screen.rows[key].field
    field.setFocus()
    field.editor.selectAll()
    QTest.keyClicks(field.editor, text)
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    walk.rest()
    return field


def test_every_setting_of_the_schema_has_a_row_with_name_and_explanation(office_walk: tuple[Walk, SettingsScreen]) -> None:
    _, screen = office_walk
    assert list(screen.rows) == [spec.key for spec in SETTINGS]
    for row in screen.rows.values():
        assert row.label.text() and row.help.text()
        assert not [one for one in row.findChildren(QWidget)
                    if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and not one.accessibleName()
                    and not getattr(one, "text", str)()]


def test_the_language_chosen_here_is_that_of_the_foot_and_of_the_next_start(
    office_walk: tuple[Walk, SettingsScreen], tmp_path: Path
) -> None:
    walk, screen = office_walk
    choose(screen, "language", "ru")
    assert walk.window.ui.lang == "ru"
    assert walk.frame.status._language.text() == "Русский"
    walk.window.ui.switch_language("zh")  # as the foot does
    assert screen.rows["language"].field.value() == "zh"  # type: ignore[attr-defined]
    kept = QSettings(str(tmp_path / "state" / "window.ini"), QSettings.Format.IniFormat)
    assert kept.value("language") == "zh"


def test_colours_text_size_and_formats_are_in_use_at_once_and_kept(
    office_walk: tuple[Walk, SettingsScreen], tmp_path: Path
) -> None:
    walk, screen = office_walk
    ui = walk.window.ui
    before = screen.title.title.font().pixelSize()
    choose(screen, "theme", "contrast")
    choose(screen, "text_size", "16")
    choose(screen, "number_format", "space_comma")
    choose(screen, "date_format", "points")
    assert ui.theme == "contrast" and ui.text_size == 16
    assert screen.title.title.font().pixelSize() > before
    assert ui.number(Decimal("1234567.5"), 2) == "1\u00a0234\u00a0567,50"
    assert ui.date(walk.services.clock.today()) == "22.11.2026"
    kept = QSettings(str(tmp_path / "state" / "window.ini"), QSettings.Format.IniFormat)
    assert (kept.value("theme"), int(str(kept.value("text_size")))) == ("contrast", 16)
    assert (kept.value("number_format"), kept.value("date_format")) == ("space_comma", "points")
    for key in ("theme", "text_size", "number_format", "date_format"):
        screen.rows[key].back.click()
    assert (ui.theme_choice, ui.text_size, ui.number(1234)) == ("system", 10, "1,234")


def test_a_text_is_kept_when_it_is_left_and_the_default_is_one_click_away(office_walk: tuple[Walk, SettingsScreen]) -> None:
    walk, screen = office_walk
    type_in(walk, screen, "company_name", "Own Company")
    assert walk.services.settings.get("company_name") == "Own Company"
    row = screen.rows["company_name"]
    assert not row.back.isHidden()
    row.back.click()
    walk.rest()
    assert walk.services.settings.get("company_name") == ""
    assert row.back.isHidden()


def test_what_cannot_be_taken_is_told_at_its_field_and_not_kept(office_walk: tuple[Walk, SettingsScreen]) -> None:
    walk, screen = office_walk
    field = type_in(walk, screen, "review_days_default", "93")
    assert "92" in field.error()
    assert walk.services.settings.get("review_days_default") == ""
    type_in(walk, screen, "review_days_default", "45")
    assert not field.has_error()
    assert walk.services.settings.get("review_days_default") == "45"


def test_departments_are_ticked_and_get_their_person(office_walk: tuple[Walk, SettingsScreen]) -> None:
    walk, screen = office_walk
    field: Any = screen.rows["departments"].field
    field._boxes["sales"].click()
    field._persons["sales"].set_raw_text("head of sales")
    field._persons["sales"].commit()
    walk.rest()
    assert json.loads(walk.services.settings.get("departments")) == {"sales": "head of sales"}


def test_a_rate_is_entered_and_taken_out(office_walk: tuple[Walk, SettingsScreen]) -> None:
    walk, screen = office_walk
    field: Any = screen.rows["rates"].field
    field.currency.set_value("EUR")
    field.rate.set_raw_text("7.85")
    field.add.click()
    walk.rest()
    today = walk.services.clock.today()
    assert walk.services.settings.rates().days[today] == {"EUR": Decimal("7.85")}
    field.table.select_id((today, "EUR"))
    field.remove.click()
    walk.rest()
    assert today not in walk.services.settings.rates().days


@pytest.mark.parametrize(("words", "key"), [("phone", "company_phone"), ("high contrast", "theme"), ("BACKUPS", "backup_folder")])
def test_search_leaves_what_has_the_words(office_walk: tuple[Walk, SettingsScreen], words: str, key: str) -> None:
    _, screen = office_walk
    screen.search.set_raw_text(words)
    assert not screen.rows[key].isHidden()
    assert screen.rows["round_unit"].isHidden() or screen.cards["money"].isHidden()
    screen.search.set_raw_text("no such thing anywhere")
    assert not screen.nothing.isHidden()
    screen.search.set_raw_text("")
    assert all(not row.isHidden() for row in screen.rows.values())
    assert screen.nothing.isHidden()


def test_settings_go_to_a_file_and_come_back_whole_or_not_at_all(
    office_walk: tuple[Walk, SettingsScreen], tmp_path: Path
) -> None:
    walk, screen = office_walk
    type_in(walk, screen, "company_name", "Own Company")
    choose(screen, "theme", "dark")
    file = tmp_path / "taken along.json"
    screen.export_to(str(file))
    walk.rest()
    type_in(walk, screen, "company_name", "Another")
    choose(screen, "theme", "light")
    screen.import_from(str(file))
    walk.rest()
    assert walk.services.settings.get("company_name") == "Own Company"
    assert walk.window.ui.theme == "dark"
    broken = json.loads(file.read_text(encoding="utf-8"))
    broken["settings"] |= {"company_name": "Third", "base_currency": "¥", "theme": "pink"}
    file.write_text(json.dumps(broken), encoding="utf-8")
    screen.import_from(str(file))
    walk.rest()
    assert walk.services.settings.get("company_name") == "Own Company"
    assert "¥" in screen.banner.text and "pink" in screen.banner.text


def test_the_sample_goes_and_comes_with_one_click(office_walk: tuple[Walk, SettingsScreen]) -> None:
    walk, screen = office_walk
    assert not screen._sample_out.isHidden()
    walk.qtbot.waitUntil(screen._sample_out.isEnabled, timeout=3000)
    screen._sample_out.click()
    walk.rest()
    assert not walk.services.samples.there()
    assert screen._sample_out.isHidden()
    screen._sample_in.click()
    walk.rest()
    assert walk.services.samples.there()


def test_a_backup_needs_a_folder_and_is_written_into_it(office_walk: tuple[Walk, SettingsScreen], tmp_path: Path) -> None:
    walk, screen = office_walk
    screen._back_up()
    assert screen.rows["backup_folder"].field.has_error()  # type: ignore[attr-defined]
    walk.services.settings.set("backup_folder", str(tmp_path / "copies"), "officer 1")
    screen.model.load()
    walk.rest()
    screen._back_up()
    walk.rest()
    assert len(list((tmp_path / "copies").glob("*.zixin"))) == 1


def test_papers_are_made_in_the_language_of_documents(office_walk: tuple[Walk, SettingsScreen]) -> None:
    walk, screen = office_walk
    choose(screen, "document_language", "zh")
    walk.rest()
    case = walk.services.cases.of_customer(walk.sample.id)[0]
    papers = walk.go("documents", (case.id, "checklist"))
    walk.rest()
    assert papers.language.value() == "zh"
    assert papers.paper.lang == "zh"
