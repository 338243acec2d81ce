"""Any sequence of an officer's entries: all undone is the content of the start, all done again that of the end.

With decisions among them: no undo moves what was decided, and each refusal is told in words and changes nothing.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app.models.domain.enums import AnswerState, Role
from app.models.domain.errors import UserError
from app.services.undo import service as undo_service
from app.services.undo.commands import UNDOABLE
from tests.services.undo.boardroom import Boardroom
from tests.services.undo.office import Office, furnish

DECIDED, READY, REFUSED = 0, 1, 2
"""The customers of the furnished store, as the list of names orders them."""


@pytest.fixture(scope="session")
def furnished(bare_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(bare_store, tmp_path_factory.mktemp("furnished") / "office.zixin"))
    furnish(path)
    return path


def _run(ready: Path, folder: Path, examples: int, steps: int, kind: type[Office] = Office, **more: Any) -> set[str]:
    """Run the machine and return the commands that it committed."""
    seen: set[str] = set()

    def machine() -> Office:
        return kind(ready, folder / "office", seen)

    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
            database=None, **more,
        ),
    )
    return seen


@pytest.mark.timeout(300)
def test_any_sequence_undone_is_the_start_and_done_again_the_end(furnished: Path, tmp_path: Path) -> None:
    _run(furnished, tmp_path, 6, 20)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_any_long_sequence_undone_is_the_start_and_done_again_the_end(furnished: Path, tmp_path: Path) -> None:
    seen = _run(furnished, tmp_path, 150, 60)
    assert sorted(UNDOABLE - seen) == []


@pytest.mark.timeout(300)
def test_no_undo_moves_what_was_decided_in_any_sequence(furnished: Path, tmp_path: Path) -> None:
    _run(furnished, tmp_path, 3, 20, Boardroom)


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_no_undo_moves_what_was_decided_in_any_long_sequence(furnished: Path, tmp_path: Path) -> None:
    _run(furnished, tmp_path, 60, 50, Boardroom)


@pytest.mark.timeout(300)
def test_the_machine_sees_one_row_that_was_left_out(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = undo_service.apply_rows

    def without_one(unit: Any, images: Any, **more: Any) -> None:
        whole(unit, images[:-1], **more)

    monkeypatch.setattr(undo_service, "apply_rows", without_one)
    with pytest.raises((AssertionError, UserError)):
        _run(furnished, tmp_path, 10, 10, phases=(Phase.generate,), derandomize=True, report_multiple_bugs=False)


def _one_of_each(office: Office) -> None:
    """Every command once, through the rules of the machine only."""
    office.enter_a_customer("Northern Bearings", "A-1", 2)
    office.open_a_case(1)                                   # "Decided", "Northern", "Ready", "Refused"
    office.change_a_customer(1, "met the owner", "Northern Tools", True, 2, 1, ["B-2"])
    office.go_on_with_a_rejected_case(3)
    office.change_the_request(1, Decimal(250000), True, "", 2)
    office.answer(1, 0, 3, "", AnswerState.VALUE)
    office.take_over_answers(0, None)
    office.paste_answers(1, "from the table")
    office.offer_securities(1, [Decimal(1), Decimal(2)])
    office.declare(1)
    office.override_the_grade(2, 30, False)
    office.keep_a_file(1, 1)
    office.drop_files(1, "A01", 2)
    office.take_a_file_out(1)
    office.put_the_file_back()
    office.type_a_statement(1, 2025, 0)
    office.paste_all_periods(1, 2)
    for words in ("", "paid since"):                        # a year that raises some, then what was answered
        office.ask_about_a_warning(1, words)
    office.remove_a_statement(1)
    office.enter_a_line_of_the_ledger(1, 1, Decimal(250000), "invoice")
    office.remove_a_line_of_the_ledger(1)
    office.be_away_or_back(2, 3)
    office.be_away_or_back(1, 0)
    for role in (Role.OFFICER, Role.CREDIT_MANAGER, Role.CREDIT_MANAGER):   # added, changed, renamed
        office.keep_officers(1, role)
    office.put_an_officer_out_of_use_or_back(2)
    office.put_an_officer_out_of_use_or_back(2)
    office.set_things("60", Decimal(7))
    office.set_several_things("A", "1")
    office.keep_a_view("late ones", 1)
    office.rename_a_view(0, "мои")
    office.remove_a_view(0)
    office.keep_a_mapping("late ones", 1)
    office.remove_a_mapping("late ones")
    office.start_a_draft("мои")
    office.work_on_a_draft(0, 40, "мои")
    office.work_on_a_draft(0, 41, "我的客户")
    office.throw_a_draft_away(0)
    office.remove_a_customer(1)


@pytest.mark.timeout(120)
def test_every_command_that_can_be_undone_is_in_the_machine(furnished: Path, tmp_path: Path) -> None:
    """A new command must find its rule in ``office.py``: what no rule enters is never tried."""
    seen: set[str] = set()
    office = Office(furnished, tmp_path / "office", seen)
    _one_of_each(office)
    missing, extra = UNDOABLE - seen, seen - UNDOABLE
    for _ in range(3):
        office.undo_some(3)
        office.redo_some(2)
    office.teardown()
    assert sorted(missing) == [], "no rule of the machine enters these"
    assert sorted(extra) == []


@pytest.mark.timeout(120)
def test_what_was_decided_for_practice_goes_with_the_sample_and_comes_back_as_it_was(furnished: Path, tmp_path: Path) -> None:
    room = Boardroom(furnished, tmp_path / "office", set())
    room.gap = timedelta(minutes=1).total_seconds()
    real = room._decided()
    room.the_sample_comes_and_goes()
    sample = next(number for number, row in enumerate(room.services.customers.page()) if row.sample)
    room.propose_and_approve(sample)
    with_practice, content = room._decided(), room.store.content_digest()
    assert len(with_practice) > len(real), "nothing was decided for practice"
    room.the_sample_comes_and_goes()
    assert room._decided() == real
    room.undo_some(1)
    assert room.store.content_digest() == content
    assert list(room.services.grading.log()) == with_practice[0]
    room.redo_some(1)
    assert room._decided() == real
    room.teardown()


@pytest.mark.timeout(120)
def test_each_kind_of_decision_stays_where_it_is(furnished: Path, tmp_path: Path) -> None:
    room = Boardroom(furnished, tmp_path / "office", set())
    room.gap = timedelta(minutes=1).total_seconds()
    room.answer(READY, 0, 4, "seen on site", AnswerState.VALUE)
    room.propose(READY)
    room.undo_some(1)
    assert room.refused == {"undo.proposed"}
    room.decide(READY, "approve")
    room.undo_some(1)
    assert room.refused == {"undo.proposed", "undo.decided"}
    room.answer(DECIDED, 0, 4, "", AnswerState.VALUE)
    room.another_officer_answers(DECIDED, "A01")
    room.override_the_grade(DECIDED, 30, False)
    room.sign_the_override(DECIDED)
    room.undo_some(2)
    assert "undo.changed_since" in room.refused
    room.start_a_draft("next")
    room.work_on_a_draft(0, 40, "next")
    room.publish_a_draft(0)
    room.undo_some(2)
    room.tell_the_departments(0, "A")
    room.undo_some(3)
    assert len(room.services.grading.log()) == 2 and room.services.grading.log()[0].notices[0].sent is not None
    room.teardown()
