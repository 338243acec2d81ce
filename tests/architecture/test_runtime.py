"""What runs: versions that are safe together, nothing heavy before it is needed, a lock that names no hosts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app import VERSION
from app.machine import qt_allowed

HEAVY = ("pandas", "numpy", "matplotlib", "openpyxl", "xlsxwriter", "alembic", "reportlab", "pypinyin", "stdnum", "babel")


def test_the_installed_qt_is_one_that_works_with_this_python() -> None:
    import PySide6

    assert qt_allowed(PySide6.__version__, sys.version_info[:3])


@pytest.mark.parametrize(
    ("qt", "python", "allowed"),
    [
        ("6.12.0", (3, 11, 7), False),
        ("6.12.0", (3, 12, 1), True),
        ("6.11.3", (3, 11, 7), True),
        ("6.11.1", (3, 13, 0), False),
        ("6.11.0", (3, 11, 0), False),
    ],
)
def test_pairs_of_qt_and_python_that_crash_are_refused(qt: str, python: tuple[int, ...], allowed: bool) -> None:
    assert qt_allowed(qt, python) is allowed


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_void_calls_of_qt_take_no_reference_off_none(qtbot: object) -> None:
    from PySide6.QtWidgets import QLineEdit

    edit = QLineEdit()
    before = sys.getrefcount(None)
    for number in range(2000):
        edit.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 10
    edit.deleteLater()


def test_the_store_driver_has_an_sqlite_without_the_wal_reset_bug() -> None:
    from sqlcipher3 import dbapi2

    assert tuple(int(part) for part in dbapi2.sqlite_version.split(".")) >= (3, 51, 3)
    connection = dbapi2.connect(":memory:")
    cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    assert tuple(int(part) for part in cipher.split()[0].split(".")[:2]) >= (4, 6)


def test_the_version_is_stated_alike_everywhere(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    assert f"## {VERSION}" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_lock_names_no_hosts_and_proves_every_package(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not _hosts(lock)
    for package in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in package, package
    assert _hosts("--index-url https://example.org/simple\na==1")


def _hosts(lock: str) -> list[str]:
    return re.findall(r"https?://|index-url|find-links|file:", lock)


def test_the_lock_holds_every_dependency(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {_plain(line) for line in (root / "requirements.lock").read_text(encoding="utf-8").splitlines() if "==" in line}
    assert {_plain(line) for line in wanted} <= names


def _plain(line: str) -> str:
    return re.split(r"[=<>;\[ ]", line.strip())[0].lower().replace("_", "-")


@pytest.mark.parametrize(
    "module", ["app.__main__", "app.bootstrap", "app.ui.application", "app.services.registry", "app.services.documents"]
)
def test_nothing_heavy_is_imported_before_it_is_needed(module: str, root: Path) -> None:
    assert _loaded(module, root) == []


def test_the_window_is_painted_without_the_database(root: Path) -> None:
    assert _loaded("app.ui.application", root, "sqlalchemy", "sqlcipher3") == []


def test_commands_need_no_qt(root: Path) -> None:
    assert _loaded("app.cli.commands", root, "PySide6") == []


def test_the_check_for_loaded_modules_can_fail(root: Path) -> None:
    assert _loaded("json", root, "json") == ["json"]


def _loaded(module: str, root: Path, *names: str) -> list[str]:
    """Which of ``names`` (the heavy ones by default) a fresh interpreter has loaded after importing ``module``."""
    code = f"import sys, {module}; print(*[name for name in {names or HEAVY!r} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
