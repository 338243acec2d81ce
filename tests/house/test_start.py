"""The first command: what is missing is set up or told, a later start costs next to nothing, no display is no crash."""

from __future__ import annotations

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from app import machine

Ran = list[tuple[str, ...]]


@pytest.fixture
def start(root: Path, tmp_path: Path) -> ModuleType:
    """``start.py`` of a copied tree without an environment; what it would run is only written down."""
    for name in ("start.py", "requirements.lock"):
        shutil.copy(root / name, tmp_path)
    (tmp_path / "app").symlink_to(root / "app")
    (tmp_path / "resources").symlink_to(root / "resources")
    spec = importlib.util.spec_from_file_location("start_copy", tmp_path / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ran(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """The processes that ``start.py`` starts: the environment succeeds, nothing is really run."""
    seen: Ran = []

    def run(*command: str, quiet: bool = False) -> bool:
        seen.append(command)
        if "venv" in command:
            (Path(start.VENV) / "bin").mkdir(parents=True)
            version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
            (Path(start.VENV) / "lib" / version / "site-packages").mkdir(parents=True)
        return True

    def hand_over(arguments: list[str]) -> int:
        seen.append(("program", *arguments))
        return 0

    monkeypatch.setattr(start, "_run", run)
    monkeypatch.setattr(start, "_hand_over", hand_over)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return seen


def test_the_first_start_makes_the_environment_and_the_second_only_hands_over(start: ModuleType, ran: Ran) -> None:
    assert start.main(["check"]) == 0
    assert any("--require-hashes" in command for command in ran)
    assert ran[-1] == ("program", "-P", "-m", "app", "check")
    assert next(Path(start.VENV).rglob("zixin-source.pth")).read_text().strip() == start.ROOT
    ran.clear()
    assert start.main([]) == 0
    assert ran == [("program", "-P", "-m", "app")]


@pytest.mark.parametrize("change", ["lock", "python"])
def test_another_lock_or_python_makes_the_environment_anew(
    change: str, start: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    start.main([])
    shutil.rmtree(Path(start.VENV) / "bin")
    shutil.rmtree(Path(start.VENV) / "lib")
    ran.clear()
    if change == "lock":
        with open(start.LOCK, "a", encoding="utf-8") as lock:
            lock.write("# newer\n")
    else:
        monkeypatch.setattr(start.sys, "version", "3.99")
    start.main([])
    assert any("venv" in command for command in ran)


def test_packages_that_cannot_be_fetched_by_uv_are_fetched_by_pip_with_the_same_proof(
    start: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = start._run
    monkeypatch.setattr(start, "_run", lambda *command, quiet=False: plain(*command) and "uv" not in command[-1])
    assert start.main([]) == 0
    fallback = next(command for command in ran if "install" in command and "-r" in command)
    assert "--require-hashes" in fallback


def test_without_network_the_first_start_says_what_is_needed_and_leaves_no_stamp(
    start: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = start._run
    monkeypatch.setattr(start, "_run", lambda *command, quiet=False: plain(*command) and "venv" in command)
    assert start.main([]) == 1
    assert "network" in capsys.readouterr().err
    assert not Path(start.STAMP).exists()


def test_a_missing_venv_module_is_told_with_the_line_that_installs_it(
    start: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert start.main([]) == 1
    assert "apt-get install python3-venv" in capsys.readouterr().err
    assert ran == []


def test_an_old_python_is_told_so(start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 10, 2))
    assert start.main([]) == 1
    assert "3.11" in capsys.readouterr().err


@pytest.mark.parametrize(("uid", "installs"), [(0, True), (1000, False)])
def test_missing_system_libraries_are_installed_by_root_and_named_to_others(
    uid: int,
    installs: bool,
    start: ModuleType,
    ran: Ran,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = [["libegl1"], []] if installs else [["libegl1"]]
    monkeypatch.setattr(machine, "missing_libraries", lambda: answers.pop(0))
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    assert start.main([]) == 0
    assert any(command[:2] == ("apt-get", "install") and "libegl1" in command for command in ran) is installs
    assert Path(start.LIBRARIES_FOUND).exists() is installs
    assert ("sudo apt-get install libegl1" in capsys.readouterr().err) is not installs


def test_test_and_all_go_to_pytest_in_the_source_folder(
    start: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    monkeypatch.chdir(root)
    start.main(["test", "--all", "-k", "grade"])
    assert ran[-1] == ("program", "-m", "pytest", "-m", "slow or not slow", "-k", "grade")
    start.main(["test"])
    assert ran[-1][:3] == ("program", "-m", "pytest")


@pytest.mark.parametrize(
    ("cores", "args", "workers"),
    [
        (1, [], ()),
        (2, [], ("-n", "2", "--dist", "worksteal")),
        (16, ["-k", "grade"], ("-n", "4", "--dist", "worksteal")),
        (2, ["-n", "0"], ()),
        (2, ["--all"], ()),
    ],
)
def test_the_quick_tests_run_on_the_cores_there_are_and_those_that_measure_one_by_one(
    cores: int, args: list[str], workers: tuple[str, ...],
    start: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch, root: Path,
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setattr(start.os, "sched_getaffinity", lambda _process: set(range(cores)), raising=False)
    start.main(["test", *args])
    given = tuple(arg for arg in args if arg != "--all")
    everything = ("-m", "slow or not slow") if "--all" in args else ()
    assert ran[-1] == ("program", "-m", "pytest", *everything, *workers, *given)


# --- no display -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
@pytest.mark.parametrize(
    ("environ", "key"),
    [
        ({}, "machine.no_display"),
        ({"DISPLAY": ":54321"}, "machine.display_dead"),
        ({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nowhere"}, "machine.no_display"),
        ({"QT_QPA_PLATFORM": "offscreen"}, None),
        ({"QT_QPA_PLATFORM": "minimal"}, None),
    ],
)
def test_a_display_is_looked_for_before_qt_does(
    environ: dict[str, str], key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "missing_libraries", lambda groups=None: [])
    hindrance = machine.display_hindrance(environ)
    assert (hindrance.key if hindrance else None) == key


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared libraries of Linux")
def test_a_missing_library_is_told_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "missing_libraries", lambda groups=None: ["libxcb-cursor0"])
    hindrance = machine.display_hindrance({"DISPLAY": ":0"})
    assert hindrance is not None
    assert hindrance.params == {"command": "sudo apt-get install libxcb-cursor0"}


def test_a_library_that_is_not_there_is_found_missing() -> None:
    assert machine.missing_libraries({"libnothing1": "libnothing-at-all.so.9"}) == (
        ["libnothing1"] if sys.platform.startswith("linux") else []
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="display of X11")
def test_a_demanded_window_without_a_display_ends_with_3_and_words(root: Path) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in screens}
    command = [sys.executable, "-m", "app", "--window", "--lang", "en"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert "display" in done.stderr
    assert "Traceback" not in done.stderr


# --- speed ------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path(sys.prefix, "zixin.stamp").exists(), reason="the environment was not made by start.py")
def test_a_second_start_adds_less_than_a_fifth_of_a_second(root: Path) -> None:
    def seconds(command: list[str]) -> float:
        began = time.perf_counter()
        subprocess.run([*command, "--version"], cwd=root, capture_output=True, check=True)
        return time.perf_counter() - began

    base = getattr(sys, "_base_executable", sys.executable)
    direct, through = [sys.executable, "-P", "-m", "app"], [base, "start.py"]
    added = statistics.median(seconds(through) - seconds(direct) for _ in range(5))
    assert added < 0.2


def test_a_second_start_needs_no_network(run_python: Callable[..., subprocess.CompletedProcess[str]], root: Path) -> None:
    code = (
        "import sys, runpy\n"
        "def deny(event, args):\n    if event.startswith('socket.'): raise SystemExit('network: ' + event)\n"
        "sys.addaudithook(deny)\nsys.argv = ['start.py', '--version']\n"
        "import start\nstart._hand_over = lambda arguments: print(*arguments) or 0\n"
        "start._read = lambda path: start._wanted() if path == start.STAMP else open(path, 'rb').read()\n"
        "sys.exit(start.main(['--version']))"
    )
    done = run_python(code)
    assert (done.returncode, done.stdout.strip()) == (0, "-P -m app --version")
