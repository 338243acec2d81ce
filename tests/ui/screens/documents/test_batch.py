"""Papers of many customers in the window: who is meant, what is made, stopping, what became of each, files that are held."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from app.services.documents.batch import FORM, KINDS
from app.ui.frame.dialogs import Message
from app.ui.runtime import progress
from app.ui.screens.documents.batch_work import CHOSEN, EVERYBODY
from tests.faults.papers import Held

OFFICER, SECOND = "officer 1", "officer 2"


@pytest.fixture
def here(walk: Callable[..., Any]) -> Any:
    """The window over the sample company, whose grade is in force."""
    here = walk()
    services, case_id = here.services, here.sample.case_id
    services.cases.declare_independence(case_id, OFFICER)
    services.grading.approve(services.grading.propose(case_id, OFFICER, text="sound").value.id, SECOND, "agreed")
    return here


def _run(here: Any, qtbot: Any, folder: Path) -> Any:
    screen = here.screen("batch")
    screen.start(str(folder))
    qtbot.waitUntil(lambda: screen.progress is None and screen.result is not None, timeout=60_000)
    return screen


def test_those_chosen_elsewhere_are_meant_and_counted(here: Any, qtbot: Any) -> None:
    screen = here.go("batch", None)
    assert screen.whom.value() == EVERYBODY
    screen = here.go("batch", (here.sample.id,))
    assert (screen.whom.value(), screen.meant()) == (CHOSEN, (here.sample.id,))
    qtbot.waitUntil(lambda: screen.count.text() == here.window.ui.plural("ui.batch.count", 1))
    screen.whom.set_value("D")
    screen.whom.edited.emit("D")
    qtbot.waitUntil(lambda: screen.count.text() == here.window.ui.plural("ui.batch.count", 0))


def test_the_list_of_customers_hands_over_the_rows_that_are_chosen(here: Any, qtbot: Any) -> None:
    from tests.services.desk import new_customer

    ids = {here.sample.id, *(new_customer(here.services, name=f"Other {n} Ltd", identifiers=()).id for n in range(3))}
    screen = here.go("customers", None)
    qtbot.waitUntil(lambda: screen.model.found is not None and screen.model.found.total == 4)
    screen.table.selectAll()
    here.frame.actions_.run("customers.papers")
    batch = here.screen("batch")
    qtbot.waitUntil(lambda: set(batch.chosen) == ids)
    assert here.frame.current == "batch"


def test_the_papers_ticked_are_written_and_each_has_its_line(here: Any, qtbot: Any, tmp_path: Path) -> None:
    screen = here.go("batch", (here.sample.id,))
    assert screen.wanted() == (FORM,)
    for box in screen.kinds.values():
        box.setChecked(True)
    _run(here, qtbot, tmp_path / "papers")
    assert [line.kind for line in screen.result.lines] == [kind.key for kind in KINDS]
    assert screen.result.failed == 0, [str(line.problem) for line in screen.result.lines]
    assert sorted(tmp_path.glob("papers/*")) == sorted({file for line in screen.result.lines for file in line.files})
    assert screen.table.rows.rowCount() == len(KINDS)


def test_what_could_not_be_made_stands_first_with_its_reason(here: Any, qtbot: Any, tmp_path: Path) -> None:
    from tests.services.desk import new_customer

    sample = here.sample.id
    other = new_customer(here.services, name="Never graded Ltd", identifiers=())
    here.go("batch", (sample, other.id))
    screen = _run(here, qtbot, tmp_path / "papers")
    reasons = [str(line.problem) for line in screen.result.lines]
    assert (screen.result.made, screen.result.failed) == (1, 1), reasons
    first = [screen.table.rows.index(0, column).data() for column in range(5)]
    assert first[1] == "Never graded Ltd"
    assert "Never graded Ltd" in first[4]


def test_nothing_ticked_nothing_to_make(here: Any) -> None:
    screen = here.go("batch", None)
    screen.kinds[FORM].setChecked(False)
    assert not here.frame.actions_.qaction("batch.start").isEnabled()


def test_letters_without_a_sender_are_warned_of_before_they_are_made(here: Any, qtbot: Any) -> None:
    screen = here.go("batch", None)
    qtbot.waitUntil(lambda: screen._nameless)
    assert screen.banner.text == ""
    screen.kinds["letter"].setChecked(True)
    assert screen.banner.text == here.window.ui.t("ui.documents.no_sender")
    screen.kinds["letter"].setChecked(False)
    assert screen.banner.text == ""


def test_stop_ends_it_and_says_what_was_not_begun(here: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = here.go("batch", None)
    plain = progress.WindowProgress

    class Impatient(plain):  # type: ignore[misc, valid-type]
        """Somebody presses Stop while the first page is drawn."""

        @property
        def cancelled(self) -> bool:
            screen.stop()
            return bool(super().cancelled)

    monkeypatch.setattr("app.ui.screens.documents.batch.WindowProgress", Impatient)
    _run(here, qtbot, tmp_path / "papers")
    assert (screen.result.cancelled, screen.result.made, screen.result.left) == (True, 0, 1)
    assert here.window.ui.plural("ui.batch.cancelled", 1) in screen.state.text()
    assert list((tmp_path / "papers").iterdir()) == []


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
def test_the_list_is_saved(here: Any, qtbot: Any, tmp_path: Path, name: str) -> None:
    here.go("batch", (here.sample.id,))
    screen = _run(here, qtbot, tmp_path / "papers")
    screen.write_list(str(tmp_path / name))
    qtbot.waitUntil(lambda: str(tmp_path / name) in here.frame.toast.text)
    assert (tmp_path / name).read_bytes()[:2] in (b"PK", b"\xef\xbb")


@pytest.mark.parametrize(("button", "file"), [("ui.retry", "list.csv"), ("ui.save.other_name", "list (2).csv")])
def test_a_file_that_another_program_holds_is_asked_about(
    here: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, button: str, file: str
) -> None:
    here.go("batch", (here.sample.id,))
    screen = _run(here, qtbot, tmp_path / "papers")
    (tmp_path / "list.csv").write_bytes(b"held")
    monkeypatch.setattr("os.replace", Held(times=1))
    screen.write_list(str(tmp_path / "list.csv"))
    qtbot.waitUntil(lambda: bool(screen.findChildren(Message)))
    (dialog,) = screen.findChildren(Message)
    assert "list (2).csv" in dialog.text.text()
    assert (tmp_path / "list.csv").read_bytes() == b"held"
    (wanted,) = [one for one in dialog.findChildren(QPushButton) if one.text() == here.window.ui.t(button)]
    wanted.click()
    qtbot.waitUntil(lambda: (tmp_path / file).exists() and (tmp_path / file).read_bytes() != b"held")
    here.rest()
    assert not [one for one in tmp_path.iterdir() if ".tmp-" in one.name]
