"""A rule that cannot fail protects nothing: each checker is fed with code that breaks it and code that keeps it."""

from __future__ import annotations

import pytest

from tests.architecture import checkers
from tests.architecture.checkers import CHECKERS, Checker

# checker -> (path, source that breaks the rule), (path, source that keeps it)
EXAMPLES: dict[Checker, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {
    checkers.no_nested_event_loops: (
        [("app/ui/a.py", "QApplication.processEvents()"), ("tests/a.py", "qtbot.wait(100)")],
        [("tests/a.py", "qtbot.waitUntil(done)"), ("app/ui/a.py", "# processEvents() is forbidden")],
    ),
    checkers.no_lambda_as_a_slot: (
        [("app/ui/a.py", "button.clicked.connect(lambda: self.save())")],
        [("app/ui/a.py", "button.clicked.connect(self._save)"), ("app/a.py", "sorted(x, key=lambda y: y)")],
    ),
    checkers.pure_rating: (
        [
            ("app/services/rating/a.py", "import time"),
            ("app/services/rating/a.py", "from datetime import date\nx = date.today()"),
            ("app/services/rating/a.py", "x = 0.5"),
            ("app/models/domain/a.py", "x = float(y)"),
        ],
        [("app/services/rating/a.py", "from decimal import Decimal\nx = Decimal('0.5')"), ("app/services/x.py", "import time")],
    ),
    checkers.one_clock: (
        [
            ("app/services/cases/a.py", "from datetime import date\nx = date.today()"),
            ("app/models/db/a.py", "x = datetime.now(UTC)"),
        ],
        [("app/services/clock.py", "x = date.today()"), ("app/services/a.py", "x = self.clock.today()")],
    ),
    checkers.no_broad_except: (
        [
            ("app/services/a.py", "try:\n    f()\nexcept Exception:\n    g()"),
            ("app/a.py", "try:\n    f()\nexcept:\n    g()"),
            ("app/models/a.py", "try:\n    f()\nexcept (ValueError, BaseException):\n    g()"),
        ],
        [
            ("app/ui/runtime/a.py", "try:\n    f()\nexcept Exception:\n    g()"),
            ("app/a.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise"),
            ("app/a.py", "try:\n    f()\nexcept OSError:\n    g()"),
        ],
    ),
    checkers.no_literal_text: (
        [
            ("app/ui/a.py", "label.setText('Save')"),
            ("app/ui/a.py", "QLabel(f'{n} customers')"),
            ("app/cli/a.py", "print('done: ' + name)"),
            ("app/services/documents/a.py", "head = 'Change of the grade'"),
        ],
        [
            ("app/ui/a.py", "label.setText(t('ui.save'))"),
            ("app/ui/a.py", "QLabel(f'{n} %')"),
            ("app/ui/a.py", "def f():\n    'Save what was typed.'\n    raise ValueError('No such screen here')"),
            ("app/services/cases/a.py", "print('Save the case')"),
        ],
    ),
    checkers.no_foreign_letters: (
        [("app/ui/a.py", "x = '保存'"), ("app/services/documents/a.py", "x = f'Балл {y}'")],
        [("app/units.py", "x = '万元'"), ("app/ui/a.py", "'资信'\nx = 1  # 资信"), ("app/models/db/a.py", "x = '\u4e00' <= y")],
    ),
    checkers.no_text_at_import: (
        [("app/ui/a.py", "TITLE = Texts.load('en')('ui.title')"), ("app/ui/a.py", "class A:\n    t = Texts.load('en')")],
        [("app/ui/a.py", "def f():\n    return Texts.load('en')")],
    ),
    checkers.heavy_imports_are_late: (
        [
            ("app/services/a.py", "import pandas as pd"),
            ("app/services/a.py", "try:\n    from openpyxl import Workbook\nexcept ImportError:\n    x = 1"),
            ("app/services/documents/api.py", "import reportlab"),
        ],
        [
            ("app/services/a.py", "def f():\n    import pandas"),
            ("app/services/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas"),
            ("app/services/documents/pdf/a.py", "import reportlab"),
        ],
    ),
    checkers.no_gpl_qt: (
        [("app/ui/a.py", "from PySide6.QtCharts import QChart"), ("app/ui/a.py", "from PySide6 import QtGraphs")],
        [("app/ui/a.py", "from PySide6.QtWidgets import QWidget")],
    ),
    checkers.no_dangerous_calls: (
        [
            ("app/a.py", "eval('1')"),
            ("app/a.py", "import pickle"),
            ("app/models/db/a.py", "c.execute(f'select * from {table}')"),
            ("app/models/db/a.py", "c.execute('delete from ' + table)"),
        ],
        [("app/a.py", "window.exec()"), ("app/models/db/a.py", "c.execute('select * from a where b = ?', (x,))")],
    ),
    checkers.exact_columns: (
        [("app/models/db/tables/a.py", "from sqlalchemy import Float")],
        [("app/models/db/tables/a.py", "from sqlalchemy import Text")],
    ),
    checkers.nothing_unfinished: (
        [
            ("app/a.py", "x = 1  # TODO: finish"),
            ("app/a.py", "def f():\n    raise NotImplementedError"),
            ("app/a.py", "def f():\n    pass"),
        ],
        [("app/a.py", "def f():\n    'Nothing to do: the base class does it.'"), ("app/a.py", "todo = 'TODO'")],
    ),
    checkers.small_functions: (
        [("app/a.py", "def f():\n" + "    x = 1\n" * 61)],
        [("app/a.py", "def f():\n" + "    x = 1\n" * 50)],
    ),
}


@pytest.mark.parametrize("checker", CHECKERS, ids=lambda checker: checker.__name__)
def test_the_checker_finds_what_breaks_its_rule_and_nothing_else(checker: Checker) -> None:
    bad, good = EXAMPLES[checker]
    for path, source in bad:
        assert checker(path, source), f"let through in {path}:\n{source}"
    for path, source in good:
        assert not checker(path, source), f"refused in {path}:\n{source}"
