"""Commands, queries, autosave, errors: off the window's thread, in order, nothing lost, nothing told twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from app.models.domain.errors import EnvironmentFault, UserError
from app.ui.runtime.autosave import Autosave, Write
from app.ui.runtime.crash import CrashLog
from app.ui.runtime.errors import ErrorRouter
from app.ui.runtime.instance import Instance
from app.ui.runtime.runner import Runner


@dataclass(frozen=True)
class Changed:
    """As services return it."""

    value: object
    flags: frozenset[str]


class Notes:
    """Writes down what a signal says."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def two(self, first: object, second: object) -> None:
        self.told.append((first, second))

    def one(self, first: object) -> None:
        self.told.append((first,))


class Screen(QObject):
    """Takes answers."""

    got = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Any] = []
        self.errors: list[Any] = []
        self.text = ""
        self.written: list[str] = []
        self.failing: list[Exception] = []

    def take(self, answer: object) -> None:
        assert threading.current_thread() is threading.main_thread()
        self.answers.append(answer)
        self.got.emit()

    def refuse(self, error: object) -> None:
        self.errors.append(error)
        self.got.emit()

    def write(self) -> Write:
        return Write(self.store, self.text)

    def store(self, text: str) -> Changed:
        if self.failing:
            raise self.failing.pop(0)
        self.written.append(text)
        return Changed(text, frozenset({"case"}))


@pytest.fixture
def errors(qapp: Any, tmp_path: Path) -> ErrorRouter:
    return ErrorRouter(CrashLog(tmp_path / "crash", "1"))


@pytest.fixture
def runner(qtbot: Any, errors: ErrorRouter) -> Iterator[Runner]:
    made = Runner(errors.route)
    yield made
    assert made.shutdown(5)


@pytest.fixture
def autosave(runner: Runner, errors: ErrorRouter) -> Autosave:
    made = Autosave(runner)
    made.to_tell.connect(errors.autosave_failed)
    return made


def refuse(error: Exception) -> None:
    raise error


def test_a_query_answers_on_the_windows_thread_while_the_window_lives(qtbot: Any, runner: Runner, heartbeat: Any) -> None:
    screen = Screen()
    with qtbot.waitSignal(screen.got):
        runner.query(time.sleep, 0.4, done=screen.take)
    heartbeat.check()
    assert screen.answers == [None]
    assert runner.busy == 0


def test_commands_run_one_after_another_on_one_thread(qtbot: Any, runner: Runner) -> None:
    screen, seen = Screen(), []

    def work(number: int) -> int:
        seen.append((number, threading.current_thread().name))
        time.sleep(0.002 * (5 - number))
        return number

    for number in range(5):
        runner.command(work, number, done=screen.take)
    qtbot.waitUntil(lambda: len(screen.answers) == 5)
    assert screen.answers == [0, 1, 2, 3, 4]
    assert [number for number, _ in seen] == [0, 1, 2, 3, 4]
    assert {name for _, name in seen} == {"zixin-writer-0"}


def test_an_answer_goes_to_bound_methods_of_qobjects_only(runner: Runner) -> None:
    with pytest.raises(TypeError):
        runner.query(int, done=lambda answer: None)
    with pytest.raises(TypeError):
        runner.command(int, done=print)


def test_an_answer_for_a_screen_that_is_gone_is_dropped(qtbot: Any, runner: Runner) -> None:
    from shiboken6 import delete

    screen = Screen()
    runner.query(time.sleep, 0.05, done=screen.take)
    delete(screen)
    qtbot.waitUntil(lambda: runner.busy == 0)


def test_the_newest_query_of_a_key_wins(qtbot: Any, runner: Runner) -> None:
    screen = Screen()
    release = threading.Event()

    def slow(answer: str) -> str:
        release.wait(5)
        return answer

    runner.query(slow, "old", done=screen.take, key="search")
    runner.query(str, "new", done=screen.take, key="search")
    qtbot.waitUntil(lambda: screen.answers == ["new"])
    release.set()
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert screen.answers == ["new"]


def test_what_a_command_changed_is_published_with_who_asked(qtbot: Any, runner: Runner) -> None:
    screen = Screen()
    with qtbot.waitSignal(runner.changed) as told:
        runner.command(screen.store, "x", done=screen.take)
    assert told.args == [frozenset({"case"}), screen]


def test_the_three_kinds_of_error_go_their_own_ways(qtbot: Any, runner: Runner, errors: ErrorRouter, tmp_path: Path) -> None:
    screen = Screen()
    with qtbot.waitSignal(errors.user_error) as told:
        runner.query(refuse, UserError("ui.field.too_long", "name", length=9, limit=5), done=screen.take)
    assert told.args[0].field == "name"
    assert told.args[1] is screen
    with qtbot.waitSignal(screen.got):
        runner.query(refuse, UserError("ui.error.unknown"), done=screen.take, failed=screen.refuse)
    with qtbot.waitSignal(errors.environment_fault) as told:
        runner.query(refuse, EnvironmentFault("ui.error.unknown"), done=screen.take, failed=screen.refuse)
    assert callable(told.args[1])
    with qtbot.waitSignal(errors.crashed) as told:
        runner.query(refuse, ValueError("secret customer"), done=screen.take, failed=screen.refuse)
    assert len(screen.errors) == 1
    assert "secret" not in told.args[0]
    assert "secret" not in Path(told.args[1]).read_text(encoding="utf-8")


def test_retry_does_the_same_thing_again(qtbot: Any, runner: Runner, errors: ErrorRouter) -> None:
    screen = Screen()
    screen.failing = [EnvironmentFault("ui.error.unknown")]
    with qtbot.waitSignal(errors.environment_fault) as told:
        runner.command(screen.store, "x", done=screen.take)
    with qtbot.waitSignal(screen.got):
        told.args[1]()
    assert screen.written == ["x"]


def test_the_same_fault_of_ours_is_reported_once(qtbot: Any, runner: Runner, errors: ErrorRouter, tmp_path: Path) -> None:
    screen, notes = Screen(), Notes()
    errors.crashed.connect(notes.two)
    for _ in range(3):
        runner.query(refuse, ZeroDivisionError(), done=screen.take)
    qtbot.waitUntil(lambda: runner.busy == 0)
    assert len(notes.told) == 1
    assert len(list((tmp_path / "crash").glob("*.log"))) == 1


# --- autosave ---------------------------------------------------------------------------------------------------------


def test_typing_is_written_once_with_the_newest_text(qtbot: Any, autosave: Autosave) -> None:
    screen, notes = Screen(), Notes()
    autosave.state_changed.connect(notes.one)
    for text in ("a", "ab", "abc"):
        screen.text = text
        autosave.touch("note", screen.write)
    assert autosave.pending
    qtbot.waitUntil(lambda: autosave.state.kind == "saved", timeout=4000)
    assert screen.written == ["abc"]
    assert autosave.state.at is not None
    assert {state.kind for (state,) in notes.told} == {"saving", "saved"}


def test_flush_writes_at_once(qtbot: Any, autosave: Autosave) -> None:
    screen = Screen()
    screen.text = "now"
    autosave.touch("note", screen.write)
    autosave.flush()
    qtbot.waitUntil(lambda: not autosave.pending, timeout=700)
    assert screen.written == ["now"]


def test_a_failed_write_stays_marked_and_is_told_once(
    qtbot: Any, runner: Runner, autosave: Autosave, errors: ErrorRouter
) -> None:
    screen, notes = Screen(), Notes()
    errors.environment_fault.connect(notes.two)
    screen.failing = [EnvironmentFault("ui.error.unknown"), EnvironmentFault("ui.error.unknown")]
    for _ in range(2):
        autosave.touch("note", screen.write)
        autosave.flush()
        qtbot.waitUntil(lambda: runner.busy == 0)
        assert autosave.state.kind == "failed"
    assert autosave.pending
    assert len(notes.told) == 1
    autosave.flush()
    qtbot.waitUntil(lambda: autosave.state.kind == "saved")
    assert screen.written == [""]


def test_whoever_writes_hears_of_each_refusal_and_one_of_what_was_typed_anew_is_told_again(
    qtbot: Any, runner: Runner, autosave: Autosave, errors: ErrorRouter
) -> None:
    """A second refusal in the same words would else leave the writer waiting, and its next field without a mark."""
    screen, heard, told = Screen(), Notes(), Notes()
    autosave.failed.connect(heard.two)
    errors.user_error.connect(told.two)
    screen.failing = [UserError("text.required") for _ in range(3)]
    for typed in (True, True, False):
        if typed:
            autosave.touch("note", screen.write)
        autosave.flush()
        qtbot.waitUntil(lambda: runner.busy == 0)
    assert (len(heard.told), len(told.told)) == (3, 2)


def test_one_thing_that_cannot_be_written_does_not_keep_the_others(qtbot: Any, autosave: Autosave, errors: ErrorRouter) -> None:
    bad, good = Screen(), Screen()
    bad.failing = [ValueError("bug")]
    good.text = "kept"
    autosave.touch("bad", bad.write)
    autosave.touch("good", good.write)
    with qtbot.waitSignal(errors.crashed):
        autosave.flush()
    qtbot.waitUntil(lambda: good.written == ["kept"])
    qtbot.waitUntil(lambda: autosave.state.kind == "failed")


def test_commands_come_after_what_was_typed_before(qtbot: Any, runner: Runner, autosave: Autosave) -> None:
    screen = Screen()
    runner.set_before_command(autosave.flush)
    screen.text = "typed"
    autosave.touch("note", screen.write)
    runner.command(screen.store, "command", done=screen.take)
    qtbot.waitUntil(lambda: bool(screen.answers))
    assert screen.written == ["typed", "command"]


# --- crash reports, second start --------------------------------------------------------------------------------------


def test_reports_of_the_last_run_are_told_at_the_next_start(tmp_path: Path) -> None:
    first = CrashLog(tmp_path, "1")
    first.write(ValueError("x"))
    second = CrashLog(tmp_path, "1")
    left = second.start()
    second.stop()
    assert len(left) == 1
    assert "ValueError" in left[0].read_text(encoding="utf-8")
    third = CrashLog(tmp_path, "1")
    assert third.start() == ()
    third.stop()


def test_a_second_start_raises_the_first_window(qtbot: Any, tmp_path: Path) -> None:
    store = tmp_path / "one.zixin"
    first, second = Instance(store), Instance(store)
    assert first.acquire()
    first.listen()
    assert not second.acquire()
    with qtbot.waitSignal(first.raise_asked):
        assert second.ask_other_to_raise()
    first.release()
    assert second.acquire()
    second.release()
    other = Instance(tmp_path / "two.zixin")
    assert other.acquire()
    other.release()
