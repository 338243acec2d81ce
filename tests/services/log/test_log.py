"""Looking through the grade-change log, writing it to files, and correcting what an entry says."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.enums import ChangeClass, Grade
from app.models.domain.errors import EnvironmentFault, NotAllowed, UserError
from app.models.domain.log import Correction, LogEntry, LogFilter
from app.models.domain.records import GradeChange, Notice
from app.services.registry import Services
from app.texts import Texts
from app.ui.screens.changes.words import HEADS, file_row
from tests.services.desk import Desk
from tests.unguarded import unguarded


@pytest.fixture(scope="module")
def ready_store(filled_store: Path) -> Path:
    return filled_store


@pytest.fixture
def desk(services: Services) -> Desk:
    customer = services.customers.get(services.customers.page()[0].id)
    return Desk(services, customer, services.cases.of_customer(customer.id)[0])


@pytest.fixture
def entry(desk: Desk) -> GradeChange:
    return desk.approved()


def moved(store: Store, entry: GradeChange, grades: tuple[tuple[Grade | None, Grade], ...]) -> list[GradeChange]:
    """More entries of the same customer, a day apart."""
    made = []
    with unguarded(store, "trial.log", "officer 1") as unit:
        for number, (before, after) in enumerate(grades):
            at = entry.at + timedelta(days=number + 1)
            made.append(unit.changes.add(replace(
                entry, no=0, at=at, before=None if before is None else replace(entry.after, grade=before),
                after=replace(entry.after, grade=after), text=f"Заметка {number}", notices=(),
                change_class=ChangeClass.EVENT, rules=("W07",) if number % 2 else ("W1",),
            )))
        unit.commit()
    return made


def numbers(services: Services, **wanted: object) -> list[int]:
    return [one.change.no for one in services.log.page(LogFilter(**wanted)).entries]  # type: ignore[arg-type]


def typed(entry: GradeChange, **changes: object) -> Correction:
    plain = Correction(
        "a wrong day was typed", entry.grounds, entry.text, entry.conditions, entry.decision_note, entry.effective)
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_filters_narrow_and_directions_are_counted(services: Services, open_store: Store, entry: GradeChange) -> None:
    up, down, same = moved(open_store, entry, ((Grade.B, Grade.A), (Grade.A, Grade.CC), (Grade.CC, Grade.CC)))
    page = services.log.page(LogFilter())
    assert [one.change.no for one in page.entries] == [same.no, down.no, up.no, entry.no]
    assert page.counts == {"up": 1, "down": 1, "first": 1, "same": 1} and page.total == 4
    assert [one.notches for one in page.entries] == [0, -5, 3, 0]
    assert numbers(services, direction="down") == [down.no]
    assert numbers(services, direction="first") == [entry.no]
    assert numbers(services, grade=Grade.CC) == [same.no, down.no]
    assert numbers(services, change_class=ChangeClass.EVENT) == [same.no, down.no, up.no]
    assert numbers(services, rule="W07") == [down.no], "W1 is not W07, and no part of a rule is a rule"
    assert numbers(services, rule="W0") == []
    assert numbers(services, text="заметка 1") == [down.no]
    assert numbers(services, customer="northern bear") == [same.no, down.no, up.no, entry.no]
    assert numbers(services, customer="southern") == []
    assert numbers(services, officer=entry.approved_by, direction="up") == [up.no]
    assert numbers(services, officer="officer 3") == []
    day = entry.at.astimezone().date() + timedelta(days=2)
    assert numbers(services, since=day, until=day) == [down.no]


def test_a_page_beyond_the_end_is_the_last_one(services: Services, open_store: Store, entry: GradeChange) -> None:
    moved(open_store, entry, ((Grade.B, Grade.A),) * 4)
    page = services.log.page(LogFilter(), offset=90, limit=2)
    assert (page.offset, [one.change.no for one in page.entries]) == (4, [entry.no])


def test_the_ways_to_a_page_lead_to_the_same_entries(
    services: Services, open_store: Store, entry: GradeChange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few numbers are picked out of the index, many are gone along, words are gone through once."""
    moved(open_store, entry, ((Grade.B, Grade.A), (Grade.A, Grade.CC)) * 3)
    ruled = LogFilter(rule="W07", officer="officer 2")
    asked = [(LogFilter(), 0), (LogFilter(), 4), (LogFilter(direction="down"), 0), (ruled, 2)]
    few = [services.log.page(wanted, at, 2) for wanted, at in asked]
    assert [page.total for page in few] == [7, 7, 3, 3] and [len(page.entries) for page in few] == [2, 2, 2, 1]
    for border in (0, 3):
        monkeypatch.setattr("app.models.db.repositories.log._FEW", border)
        assert [services.log.page(wanted, at, 2) for wanted, at in asked] == few
    worded = [services.log.page(replace(wanted, customer="northern"), at, 2) for wanted, at in asked]
    assert worded == few


def test_filters_offer_the_rules_and_officers_that_the_log_names(
    services: Services, open_store: Store, entry: GradeChange
) -> None:
    moved(open_store, entry, ((Grade.B, Grade.A), (Grade.A, Grade.B)))
    choices = services.log.choices()
    assert {"W07", "W1"} <= set(choices.rules)
    assert set(choices.officers) == {entry.proposed_by, entry.approved_by}


def test_what_fits_is_written_whole_and_a_text_is_no_formula(
    services: Services, open_store: Store, entry: GradeChange, tmp_path: Path
) -> None:
    moved(open_store, entry, ((Grade.B, Grade.A), (Grade.A, Grade.B)))

    def row(one: LogEntry) -> tuple[object, ...]:
        return one.change.no, "=1+1", one.change.after.grade.name

    for name in ("log.csv", "log.xlsx"):
        written = services.log.export(LogFilter(rule="W1"), tmp_path / name, "Log", ("No", "Text", "Grade"), row)  # type: ignore[arg-type]
        assert written == 1
    with pytest.raises(EnvironmentFault, match=r"documents\.save\.no_folder"):
        services.log.export(LogFilter(), tmp_path / "gone" / "log.csv", "Log", ("No",), lambda one: (one.change.no,))
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[1] == [str(entry.no + 1), "'=1+1", "A"]


def test_a_correction_is_an_entry_of_its_own_by_two_officers(services: Services, entry: GradeChange) -> None:
    before = services.grading.in_force(entry.customer_id)
    waiting = services.log.propose(entry.no, typed(entry, text="the right reason"), "officer 1").value
    assert services.log.waiting() == (waiting,)
    assert services.log.page(LogFilter()).total == 1, "what waits is no entry"
    with pytest.raises(NotAllowed, match=r"log\.own_correction"):
        services.log.enter(entry.no, waiting.code, "officer 1")
    with pytest.raises(NotAllowed, match=r"officer\.viewer|rights"):
        services.log.enter(entry.no, waiting.code, "viewer 1")
    made = services.log.enter(entry.no, waiting.code, "officer 4").value
    assert (made.corrects, made.reason) == (entry.no, "a wrong day was typed")
    assert made.change.change_class is ChangeClass.CORRECTION and made.change.text == "the right reason"
    assert (made.change.proposed_by, made.change.approved_by) == ("officer 1", "officer 4")
    assert made.change.before == made.change.after == entry.after, "a correction moves no grade"
    assert services.log.entry(entry.no).corrected_by == (made.change.no,)
    assert services.grading.change(entry.no) == entry, "the entry itself stays as it was"
    assert services.grading.in_force(entry.customer_id) == before
    assert services.log.waiting() == () and services.store_care.check().whole


def test_a_correction_that_is_none_is_refused(services: Services, entry: GradeChange) -> None:
    for given, key in (
        (typed(entry), r"log\.nothing"), (typed(entry, reason=" ", text="x"), r"log\.reason"),
        (typed(entry, grounds=("luck",)), r"grading\.ground"), (typed(entry, grounds=(), text=" "), r"grading\.no_grounds"),
    ):
        with pytest.raises(UserError, match=key):
            services.log.propose(entry.no, given, "officer 1")
    with pytest.raises(UserError, match=r"change\.not_found"):
        services.log.propose(99, typed(entry, text="x"), "officer 1")


def test_a_corrected_day_lies_between_the_opening_of_the_case_and_today(services: Services, entry: GradeChange) -> None:
    for days in (-1, 1, 1500):
        with pytest.raises(UserError, match=r"log\.effective") as refused:
            services.log.propose(entry.no, typed(entry, effective=entry.effective + timedelta(days=days)), "officer 1")
        assert refused.value.field == "effective"


def test_a_file_names_as_told_whom_somebody_told(services: Services, desk: Desk, entry: GradeChange) -> None:
    notices = (Notice("sales", "", None, "", None), Notice("finance", "somebody", entry.at, "phone", None))
    found = services.log.entry(entry.no)
    texts = Texts.load("en")
    row = file_row(texts, {}, replace(found, change=replace(found.change, notices=notices)))
    assert row[HEADS.index("told")] == texts("documents.department.finance")


def test_what_was_changed_after_it_was_seen_is_not_entered(services: Services, entry: GradeChange) -> None:
    seen = services.log.propose(entry.no, typed(entry, text="one"), "officer 1").value
    services.log.propose(entry.no, typed(entry, text="two"), "officer 1")
    with pytest.raises(UserError, match=r"log\.changed_since"):
        services.log.enter(entry.no, seen.code, "officer 4")
    with pytest.raises(NotAllowed, match=r"log\.other_proposed"):
        services.log.propose(entry.no, typed(entry, text="three"), "officer 3")
    services.log.drop(entry.no, "officer 4")
    with pytest.raises(UserError, match=r"log\.none_waiting"):
        services.log.enter(entry.no, seen.code, "officer 4")


def test_a_correction_is_not_corrected_itself_but_its_entry_again(services: Services, entry: GradeChange) -> None:
    made = []
    for text in ("one", "two"):
        waiting = services.log.propose(entry.no, typed(entry, text=text), "officer 1").value
        made.append(services.log.enter(entry.no, waiting.code, "officer 4").value.change.no)
    assert services.log.entry(entry.no).corrected_by == tuple(made)
    with pytest.raises(UserError, match=r"log\.of_correction"):
        services.log.propose(made[0], typed(entry, text="three"), "officer 1")


def test_a_correction_is_no_decision_and_the_case_keeps_its_entry(services: Services, entry: GradeChange) -> None:
    waiting = services.log.propose(entry.no, typed(entry, text="one"), "officer 1").value
    services.log.enter(entry.no, waiting.code, "officer 4")
    assert services.overrides_watch.rate().decisions == 1
    of_case = services.log.decided(entry.customer_id, entry.case_id)
    assert of_case is not None and of_case.no == entry.no
    with services._store.read() as unit:
        assert [one.no for one in unit.changes.decisions_of(entry.customer_id)] == [entry.no]
        assert len(unit.changes.of_customer(entry.customer_id)) == 2
    assert [one.no for one in services.timeline.overview(entry.customer_id).changes] == [entry.no]
    (line,) = services.timeline.cases(entry.customer_id)
    assert line.change is not None and line.change.no == entry.no
    kinds = [one.kind for one in services.timeline.story(entry.customer_id)]
    assert "grade_same" not in kinds and kinds.count("corrected") == kinds.count("first_grade") == 1
