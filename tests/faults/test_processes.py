"""Killed, failing and competing processes: what was acknowledged is there, and each harness can fail."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these harnesses fork and kill processes; Windows has neither")


def _start(module: str, *args: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.faults.{module}", *map(str, args)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _result(process: subprocess.Popen[str]) -> dict[str, float]:
    out, err = process.communicate(timeout=900)
    assert process.returncode == 0, err
    seen: dict[str, float] = json.loads(out.splitlines()[-1])
    return seen


def _kill(count: int, seed: int) -> dict[str, float]:
    """Kill ``count`` times, in two processes side by side."""
    halves = [_result(half) for half in [_start("kills", count // 2, seed), _start("kills", count - count // 2, seed + 1)]]
    whole = {name: halves[0][name] + halves[1][name] for name in halves[0]}
    return {**whole, "reopen_p95": max(half["reopen_p95"] for half in halves)}


@pytest.mark.timeout(300)
def test_two_hundred_kills_during_saves_lose_nothing_and_break_nothing() -> None:
    seen = _kill(200, 20261122)
    print(f"kills during saves: {seen}")
    assert seen["kills"] == 200
    assert (seen["lost"], seen["corrupt"], seen["extra"]) == (0, 0, 0)
    # Many saves must have been told, and many kills must have hit a log in use, or nothing was tested. A loaded machine is
    # killed before its first save more often.
    assert seen["acknowledged"] >= 40
    assert seen["unclean"] >= 20


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_thousand_kills_during_saves_lose_nothing_and_break_nothing() -> None:
    seen = _kill(1000, 1)
    assert (seen["kills"], seen["lost"], seen["corrupt"], seen["extra"]) == (1000, 0, 0, 0)


def test_the_kill_harness_sees_losses_when_a_save_is_acknowledged_too_early() -> None:
    seen = _result(_start("kills", 15, 5, "early"))
    assert seen["lost"] > 0
    assert seen["corrupt"] == 0


def test_a_migration_stopped_anywhere_leaves_the_old_store_usable_and_can_be_repeated() -> None:
    seen = _result(_start("migrations"))
    assert seen == {"points": 12, "stopped": 12, "old_and_usable": 12, "retried": 12}


def test_the_migration_harness_sees_half_applied_steps_without_our_transactions() -> None:
    seen = _result(_start("migrations", "plain"))
    assert seen["stopped"] == seen["points"]
    assert seen["old_and_usable"] < seen["points"]


def test_two_officers_saving_one_record_lose_no_update() -> None:
    seen = _result(_start("updates", 100))
    assert (seen["saved"], seen["lost"], seen["whole"]) == (200, 0, 1)
    assert seen["conflicts"] > 0


def test_the_update_harness_sees_losses_without_the_version() -> None:
    assert _result(_start("updates", 40, "blind"))["lost"] > 0


def test_a_kill_while_the_password_is_set_leaves_the_old_key_or_the_new_one() -> None:
    seen = _result(_start("rekeys", 30, 3))
    assert seen["broken"] == 0
    assert seen["old"] > 0
    assert seen["new"] > 0


needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


@pytest.mark.slow
@needs_strace
@pytest.mark.timeout(1200)
def test_a_power_failure_at_any_moment_loses_nothing_acknowledged_and_breaks_nothing() -> None:
    seen = _result(_start("powerloss", 700, 20261122))
    print(f"power failures: {seen}")
    assert seen == {"images": 700, "acknowledged": 8, "with_losses": 0, "corrupt": 0}


@pytest.mark.slow
@needs_strace
@pytest.mark.timeout(600)
def test_the_power_harness_sees_losses_when_not_every_commit_is_synced() -> None:
    seen = _result(_start("powerloss", 100, 2, "normal"))
    assert seen["with_losses"] > 0
    assert seen["corrupt"] == 0


# --- killed while somebody types --------------------------------------------------------------------------------------


def _typists(count: int, seed: int, *more: str) -> dict[str, object]:
    """The harness ends with 1 when something was lost; what it prints tells what."""
    process = _start("typists", count, seed, *more)
    out, err = process.communicate(timeout=1500)
    assert out, err
    seen: dict[str, object] = json.loads(out.splitlines()[-1])
    return seen


@pytest.mark.timeout(300)
def test_a_window_killed_while_somebody_types_loses_two_seconds_at_most_and_offers_the_rest() -> None:
    seen = _typists(3, 20261122)
    print(f"kills while typing: {seen}")
    assert (seen["kills"], seen["lost"], seen["unseen"]) == (3, [], [])
    assert int(str(seen["keys"])) > 100 and int(str(seen["drafts"])) > 0


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_forty_windows_killed_while_somebody_types_lose_two_seconds_at_most() -> None:
    seen = _typists(40, 1)
    assert (seen["kills"], seen["lost"], seen["unseen"]) == (40, [], [])


@pytest.mark.timeout(300)
def test_the_typing_harness_sees_losses_when_no_draft_is_written() -> None:
    seen = _typists(1, 20261122, "off")
    assert seen["lost"] != []
