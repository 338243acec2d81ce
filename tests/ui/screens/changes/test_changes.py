"""The log of grade changes in the window: filters, one entry in full, corrections by two officers, files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from sqlalchemy import text

from app.models.domain.enums import ChangeClass, Grade
from app.models.domain.log import LogFilter
from app.models.domain.records import Notice
from tests.services.desk import Desk
from tests.ui.screens.conftest import OFFICER, SECOND
from tests.unguarded import unguarded


@pytest.fixture
def logged(walk: Callable[..., Any]) -> Any:
    """Three entries of one customer: the first grade, one down by a warning, one that stays."""
    here = walk(sample=False, first="officers")
    entry = Desk.filled(here.services, owner="seller 1").approved(text="two good years")
    down = replace(entry.after, grade=Grade.CCC)
    with unguarded(here.services._store, "trial.log", OFFICER) as unit:
        plain = replace(entry, no=0, notices=(), rules=())
        told = (Notice("sales", "A", entry.at, "paper", entry.at), Notice("finance", "B", entry.at, "paper"))
        here.fallen = unit.changes.add(replace(
            plain, at=entry.at + timedelta(days=1), before=entry.after, after=down, change_class=ChangeClass.WARNING,
            rules=("W10",), text="bills without goods", conditions="cash only", notices=told,
        )).no
        here.kept = unit.changes.add(replace(
            plain, at=entry.at + timedelta(days=2), before=down, after=down, change_class=ChangeClass.PERIODIC, text="as before",
        )).no
        unit.commit()
    here.first = entry.no
    here.go("changes")
    return here


def press(here: Any, button: Any) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    here.rest()


def choose(here: Any, no: int) -> Any:
    screen = here.screen("changes")
    assert screen.table.select_id(no)
    here.rest()
    return screen


def listed(screen: Any) -> list[int]:
    return [screen.table.rows.id_at(row) for row in range(screen.table.rows.rowCount())]


def facts(screen: Any) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in screen.box.findChildren(QLabel))


def test_the_newest_entry_stands_first_and_one_is_told_in_full(logged: Any) -> None:
    screen = logged.screen("changes")
    assert listed(screen) == [logged.kept, logged.fallen, logged.first]
    assert "1 down · 1 first grade · 1 unchanged" in screen.summary.text()
    choose(logged, logged.fallen)
    told = facts(screen)
    assert "down 4 notches" in told and "bills without goods" in told and "cash only" in told and "W10 " in told
    assert "✓ Sales (A): acknowledged" in told and "○ Finance (B): sent" in told
    assert screen.box.entry.change.fingerprint in told.replace(" ", "")
    assert [screen.box.terms.rows.text_at(0, column) for column in range(3)] == ["Grade", "A", "CCC"]


def test_filters_narrow_and_are_reset(logged: Any) -> None:
    screen = logged.screen("changes")
    for field, value, left in (
        (screen.filters.way, "down", [logged.fallen]), (screen.filters.rule, "W10", [logged.fallen]),
        (screen.filters.kind, "periodic", [logged.kept]), (screen.filters.grade, int(Grade.A), [logged.first]),
    ):
        field._combo.setCurrentIndex(field._values.index(value))
        logged.rest()
        assert listed(screen) == left
        press(logged, screen.reset)
        assert len(listed(screen)) == 3
    QTest.keyClicks(screen.filters.text.line, "bills")
    logged.qtbot.waitUntil(lambda: listed(screen) == [logged.fallen])
    screen.filters.since.set_value(date(2020, 1, 1))
    screen.filters.until.set_value(date(2020, 1, 2))
    screen.filters._tell(False)
    logged.rest()
    assert screen.nothing.isVisible() and screen.filters.isVisible()
    logged.go("changes", logged.first)
    assert screen.table.current_id() == logged.first, "an entry that is asked for is shown although filters hid it"


def test_a_correction_is_written_by_one_officer_and_entered_by_another(logged: Any) -> None:
    screen = choose(logged, logged.fallen)
    logged.frame.host.actions.qaction("changes.correct").trigger()
    press(logged, screen.form.send)
    assert screen.form.fields["reason"].has_error(), "a reason is asked for"
    screen.form.fields["reason"].set_raw_text("the wrong words")
    screen.form.fields["text"].set_raw_text("bills between parent and subsidiary")
    press(logged, screen.form.send)
    assert not screen.form.isVisible() and screen.waiting.isVisible() and not screen.waiting.enter.isEnabled()
    assert screen.waiting.table.rows.text_at(0, 1) == "bills without goods"
    logged.switch(SECOND)
    assert screen.waiting.enter.isEnabled()
    press(logged, screen.waiting.enter)
    new = logged.kept + 1
    assert screen.table.current_id() == new and f"Corrects entry {logged.fallen}: the wrong words" in facts(screen)
    assert not logged.frame.host.actions.qaction("changes.correct").isEnabled(), "a correction is not corrected itself"
    screen.show_no(logged.fallen)
    logged.rest()
    assert "was corrected by a later one" in facts(screen) and "bills without goods" in facts(screen)
    screen.box.links.findChildren(type(screen.reset))[-1].click()
    assert screen.table.current_id() == new
    screen.show_no(logged.fallen)
    screen._correct()
    screen.form.fields["reason"].set_raw_text("x")
    screen.form.grounds["litigation"].setChecked(True)
    press(logged, screen.form.send)
    assert screen.waiting.isVisible()
    press(logged, screen.waiting.drop)
    assert not screen.waiting.isVisible() and len(listed(screen)) == 4


def test_what_fits_is_written_to_a_file_and_one_entry_is_copied(logged: Any, tmp_path: Path) -> None:
    screen = logged.screen("changes")
    screen.filters.way._combo.setCurrentIndex(screen.filters.way._values.index("down"))
    logged.rest()
    screen.write_to(str(tmp_path / "log.csv"))
    logged.rest()
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    line = dict(zip(lines[0], lines[1], strict=True))
    assert len(lines) == 2
    assert (line["Grade before"], line["Grade after"], line["Notches"], line["Acknowledged"]) == ("A", "CCC", "-4", "Sales")
    choose(logged, logged.fallen)
    screen._copy()
    assert "Reason\tbills without goods" in QGuiApplication.clipboard().text()


def test_the_rating_of_an_entry_runs_again_and_the_answer_goes_with_the_entry(logged: Any) -> None:
    screen = choose(logged, logged.fallen)
    logged.frame.host.actions.qaction("changes.replay").trigger()
    logged.rest()
    assert screen.replay.isVisible() and screen.replay.state.text() == "equal"
    choose(logged, logged.kept)
    assert not screen.replay.isVisible(), "the answer is about the entry that was chosen"
    with unguarded(logged.services._store, "trial.log", OFFICER) as unit:
        spoil = text("UPDATE ratings SET result_json = replace(result_json, :old, :new), digest = 'x'")
        unit.connection.execute(spoil, {"old": '"rated":true', "new": '"rated":false'})
        unit.commit()
    screen._replay()
    logged.rest()
    assert screen.replay.state.text() == "different"
    assert [screen.replay.table.rows.text_at(0, column) for column in range(3)] == ["Other · rated", "false", "true"]


def test_a_printed_form_is_compared_in_words_and_what_is_filtered_is_printed(logged: Any) -> None:
    screen = choose(logged, logged.kept)
    logged.frame.host.actions.qaction("changes.compare").trigger()
    form = screen.compare
    press(logged, form.start)
    assert form.no.has_error() and form.code.has_error() and not form.answer.isVisible()
    code = logged.services.grading.change(logged.first).fingerprint
    form.no.set_raw_text(str(logged.first))
    for typed, fit, said in (
        (f"{code[:32]} - {code[32:].upper()}", "fits", "of the day when the form was printed"),
        ("0" * 64, "other_code", "has another fingerprint"),
    ):
        form.code.set_raw_text(typed)
        assert not form.answer.isVisible(), "an old answer does not stand beside a new code"
        press(logged, form.start)
        assert form.fit is not None and form.fit.value == fit and said in form.told.text()
    press(logged, form.open_)
    assert screen.table.current_id() == logged.first
    form.no.set_raw_text(str(logged.kept + 7))
    press(logged, form.start)
    assert "has no entry" in form.told.text() and not form.open_.isVisible()
    choose(logged, logged.fallen)
    screen._correct()
    assert screen.form.head.heading.text() == f"Correct entry No. {logged.fallen} · Northern Bearings Co., Ltd."
    screen.form.close_form()
    screen.filters.way._combo.setCurrentIndex(screen.filters.way._values.index("down"))
    logged.rest()
    logged.frame.host.actions.qaction("page.print").trigger()
    logged.rest()
    company = logged.screen("company")
    assert company.kind == "change_list" and company.changes.direction == "down"
    company.kinds["calendar"].click()
    logged.rest()
    company.kinds["change_list"].click()
    assert company.changes == LogFilter(), "another paper forgets what narrowed the list"
