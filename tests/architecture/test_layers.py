"""Arrows point down: the contracts of pyproject.toml, and two rules that only a walk over the imports can see."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_archon import archrule


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_is_kept(root: Path) -> None:
    result = _lint(root)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("app/services/offender.py", "from app.ui import frame"),
        ("app/models/domain/offender.py", "import app.services.clock"),
        ("app/services/offender.py", "from PySide6.QtCore import QObject"),
        ("app/ui/offender.py", "import sqlalchemy"),
        ("app/ui/offender.py", "from app.models.db import store"),
        ("app/services/offender.py", "from app.models.db.tables import cases"),
        ("app/services/rating/offender.py", "from app import texts"),
        ("app/ui/widgets/offender.py", "from app.services import clock"),
    ],
)
def test_a_contract_breaks_when_a_module_looks_up(module: str, line: str, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "*.zixin*"))
    shutil.copy(root / "pyproject.toml", tmp_path)
    (tmp_path / module).write_text(f"from __future__ import annotations\n\n{line}\n", encoding="utf-8")
    result = _lint(tmp_path)
    assert result.returncode != 0
    assert "offender" in result.stdout


def test_each_screen_knows_no_other_screen(root: Path) -> None:
    screens = [path.name for path in (root / "app" / "ui" / "screens").iterdir() if (path / "__init__.py").exists()]
    for screen in screens:
        others = [pattern for other in screens if other != screen for pattern in _inside(f"app.ui.screens.{other}")]
        if others:
            rule = archrule(f"screen {screen}").match(*_inside(f"app.ui.screens.{screen}")).should_not_import(*others)
            rule.check("app", only_direct_imports=True)


def _inside(package: str) -> tuple[str, str]:
    return package, f"{package}.*"


def test_documents_are_written_from_their_content_and_never_read_the_store() -> None:
    for renderer in ("pdf", "xlsx"):
        archrule(f"{renderer} from content").match(f"app.services.documents.{renderer}*").should_not_import(
            "app.models.db*", "app.services.cases*", "app.services.grading*", "app.services.ratings*"
        ).check("app", only_direct_imports=True)
