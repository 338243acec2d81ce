"""The strict settings themselves: each guard of tests/conftest.py must be able to fail a test."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

BAD_TESTS = {
    "a warning": "import warnings\ndef test_bad(): warnings.warn('old')",
    "a log record": "import logging\ndef test_bad(): logging.getLogger('x').warning('careful')",
    "an announced record that never comes": "import pytest\n@pytest.mark.logs('never')\ndef test_bad(): pass",
    "a Qt message": "from PySide6.QtCore import qWarning\ndef test_bad(qtbot): qWarning('bad widget')",
    "an exception in a slot": (
        "from PySide6.QtCore import QTimer\n"
        "def boom(): raise ValueError('slot')\n"
        "def test_bad(qtbot):\n    done = []\n    QTimer.singleShot(0, boom)\n    QTimer.singleShot(1, lambda: done.append(1))\n"
        "    qtbot.waitUntil(lambda: bool(done))"
    ),
    "a widget left behind": (
        "from PySide6.QtWidgets import QWidget\nkept = []\ndef test_bad(qtbot):\n    w = QWidget(); w.show(); kept.append(w)"
    ),
    "a timer left behind": (
        "from PySide6.QtCore import QTimer\ndef test_bad(qtbot, qapp):\n    timer = QTimer(qapp); timer.start(5000)"
    ),
    "the network": "import socket\ndef test_bad(): socket.getaddrinfo('localhost', 80)",
    "open() of a live store": (
        "import sqlite3\n"
        "def test_bad(tmp_path):\n    p = tmp_path / 'a.zixin'\n    c = sqlite3.connect(p); c.execute('create table t(a)')\n"
        "    try:\n        p.read_bytes()\n    except PermissionError:\n        pass\n    finally:\n        c.close()"
    ),
}


def test_each_guard_fails_a_bad_test(pytester: pytest.Pytester) -> None:
    files = {f"test_bad_{number}": code for number, code in enumerate(BAD_TESTS.values())}
    pytester.makepyfile(**files)
    report = _run(pytester, "").stdout.str()
    for name, what in zip(files, BAD_TESTS, strict=True):
        assert re.search(rf"^(FAILED|ERROR) {name}\.py::test_bad", report, re.MULTILINE), f"{what} was let through:\n{report}"


def test_a_good_test_passes_the_same_guards(pytester: pytest.Pytester) -> None:
    good = (
        "import logging, pytest\nfrom PySide6.QtWidgets import QLabel\n"
        "@pytest.mark.logs('careful')\ndef test_log(): logging.getLogger('x').warning('be careful')\n"
        "def test_widget(qtbot):\n    label = QLabel('x'); qtbot.addWidget(label); label.show()\n"
        "def test_closed_store(tmp_path):\n    p = tmp_path / 'a.zixin'; p.write_bytes(b'1'); assert p.read_bytes() == b'1'\n"
    )
    _run(pytester, good).assert_outcomes(passed=3)


def _run(pytester: pytest.Pytester, code: str) -> pytest.RunResult:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    if code:
        pytester.makepyfile(code)
    pytester.makeini(
        "[pytest]\nfilterwarnings = error\nqt_api = pyside6\nqt_log_level_fail = WARNING\nqt_log_ignore = propagateSizeHints\n"
        "markers = logs(*fragments): x\n"
    )
    return pytester.runpytest_subprocess("-q", "-rA", "-p", "no:randomly", timeout=60)


def test_the_user_folder_of_a_test_run_is_a_temporary_one() -> None:
    from app import paths

    assert str(paths.default_store()).startswith(os.environ["ZIXIN_HOME"])


def test_a_live_store_can_still_be_used_through_the_driver(tmp_path: Path, offences: list[str]) -> None:
    path = tmp_path / "a.zixin"
    connection = sqlite3.connect(path)
    connection.execute("create table t(a)")
    connection.close()
    assert offences == [] and path.stat().st_size > 0


def test_the_network_is_refused_at_once(offences: list[str]) -> None:
    with socket.socket() as connection, pytest.raises(PermissionError):
        connection.connect(("192.0.2.1", 9))
    offences.clear()
