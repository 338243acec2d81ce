"""Same inputs, same bytes: in another process, with other chances of hashing; on another day only the days differ."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.models.db.store import Store
from app.services.clock import FixedClock
from app.services.documents.batch import KINDS
from app.services.documents.papers import COMPANY
from app.services.documents.papers import KINDS as PAPERS
from app.services.registry import build_services
from tests.services.documents import generated

LANGUAGES = ("en", "zh", "ru")

_MAKE = """
import hashlib, json, sys
from datetime import date
from pathlib import Path
from app.models.db.store import Store
from app.services.clock import FixedClock
from app.services.registry import build_services
from tests.services.documents.test_same_bytes import every_paper
with Store.open(Path(sys.argv[1])) as store:
    services = build_services(store, FixedClock(date.fromisoformat(sys.argv[2])))
    print(json.dumps({name: hashlib.sha256(data).hexdigest() for name, data in every_paper(services).items()}))
"""


def every_paper(services) -> dict[str, bytes]:  # type: ignore[no-untyped-def]
    """Every kind of paper of the first customer and of the company, each in one language, by name."""
    from app.services.documents.batch import papers_of
    from app.services.documents.papers import make

    customer = services.customers.get(services.customers.page()[0].id)
    found = {}
    for place, kind in enumerate(KINDS):
        for made in papers_of(services, kind.key, customer, LANGUAGES[place % 3]):
            found[f"{kind.key} {made.name}"] = made.data
    for place, kind in enumerate(PAPERS):
        if kind.scope == COMPANY:
            found[kind.key] = make(services, kind.key, LANGUAGES[place % 3])[0].data
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with one customer whose grade is in force."""
    path = tmp_path_factory.mktemp("same") / "same.zixin"
    with generated.store(path, 1):
        pass
    return path


def test_another_process_makes_the_same_bytes(
    store: Path, tmp_path: Path, run_python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    made = []
    for seed in ("1", "2"):
        copy = Path(shutil.copy(store, tmp_path / f"{seed}.zixin"))
        done = run_python(_MAKE, str(copy), str(generated.TODAY), PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        made.append(json.loads(done.stdout))
    differing = [name for name in made[0] if made[0][name] != made[1].get(name)]
    assert differing == []
    assert {name.split()[0] for name in made[0]} >= {kind.key for kind in (*KINDS, *PAPERS)}


def test_on_another_day_only_figures_of_days_differ(store: Path, tmp_path: Path) -> None:
    told = []
    for day in (generated.TODAY, date(2026, 11, 23)):
        with Store.open(Path(shutil.copy(store, tmp_path / f"{day}.zixin"))) as opened:
            papers = every_paper(build_services(opened, FixedClock(day)))
        told.append({re.sub(r"[\d-]+", "", name): _words(data) for name, data in papers.items() if data.startswith(b"%PDF")})
    assert told[0].keys() == told[1].keys()
    assert [name for name in told[0] if told[0][name] != told[1][name]] == []


def _words(pdf: bytes) -> str:
    """The text of a PDF without its figures and blanks."""
    document = pdfium.PdfDocument(pdf)
    pages = [page.get_textpage() for page in document]
    text = "".join(page.get_text_bounded() for page in pages)
    document.close()
    return re.sub(r"[\d\s.,:%/-]+", "", text)
