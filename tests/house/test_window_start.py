"""The one entry without and with a display: no abort, the sample instead, and a real window on a real X server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measure import PROGRAM

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of X11")

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def _environment(root: Path, home: Path, **more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if name not in SCREENS}
    return {**plain, "PYTHONPATH": str(root), "ZIXIN_HOME": str(home), "LANG": "en_US.UTF-8", **more}


def _dead_display() -> str:
    """A number of a display that no server on this machine listens to."""
    taken = {path.name.lstrip(".X").removesuffix("-lock") for path in Path("/tmp").glob(".X*-lock")}
    taken |= {path.name.lstrip("X") for path in Path("/tmp/.X11-unix").glob("X*")}
    return next(f":{number}" for number in range(77, 1000) if str(number) not in taken)


@pytest.mark.parametrize("display_named", [False, True])
def test_without_a_display_the_sample_goes_through_the_whole_job(display_named: bool, root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app"]
    environment = _environment(root, tmp_path / "home", **({"DISPLAY": _dead_display()} if display_named else {}))
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert "display" in done.stderr
    assert "Traceback" not in done.stderr
    for name in ("dossier.pdf", "dossier.xlsx", "change-form.pdf", "summary.json", "sample.zixin"):
        assert (tmp_path / "zixin-demo" / name).is_file()
        assert name in done.stdout


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb is not installed")
def test_on_a_real_display_the_window_opens_and_shows_the_customers(root: Path, store: Path, tmp_path: Path) -> None:
    command = ["xvfb-run", "-a", sys.executable, "-c", PROGRAM, "--window", "--store", str(store)]
    environment = _environment(root, tmp_path / "home", QT_QPA_PLATFORM="xcb")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["painted", "rows"]


def test_the_rows_are_shown_without_anything_they_do_not_need(root: Path, store: Path, tmp_path: Path) -> None:
    unneeded = (
        "pandas numpy matplotlib openpyxl xlsxwriter reportlab alembic babel rapidfuzz pypinyin pypdf pypdfium2 sqlalchemy "
        "PySide6.QtPrintSupport app.services.rating app.services.documents app.services.statements app.services.cases.service"
    ).split()
    telling = f"""
import builtins, sys
def told(*words, plain=print, **how):
    plain(*words, **how)
    if words[0] == "rows":
        plain("import", builtins.__import__.__name__)
        plain("loaded", *[name for name in {unneeded!r} if name in sys.modules])
builtins.print = told
"""
    command = [sys.executable, "-c", telling + PROGRAM, "--store", str(store)]
    environment = _environment(root, tmp_path / "home", QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    told = [line.split() for line in done.stdout.splitlines()]
    assert [words[0] for words in told] == ["painted", "rows", "import", "loaded"]
    assert told[2] == ["import", "__import__"], "Qt's hook reads the source of every module imported after it"
    assert told[3] == ["loaded"]
