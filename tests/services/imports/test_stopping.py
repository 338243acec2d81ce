"""An officer who no longer wants an import: it ends at its next step, whichever that is, and nothing of it lasts."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.services.imports import commit as committing
from app.services.imports import session
from app.services.progress import Progress
from app.services.registry import Services


class _Impatient(Progress):
    """Asks to stop when it is looked at for the ``last``-th time."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.last, self.looks = last, 0

    @property
    def cancelled(self) -> bool:
        self.looks += 1
        return self.looks >= self.last


def _imported(services: Services, work: session.Work, progress: Progress) -> bool:
    """Whether it got to its end, and was not stopped on the way."""
    try:
        found = session.check(services, work, progress)
        session.commit(services, found, None, "officer 1", progress)
    except UserError as error:
        if error.key != "import.cancelled":
            raise
        return False
    return True


def _list(folder: Path, rows: int) -> Path:
    file = folder / "list.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([
            ("Company name", "Country", "Address", "Employees"),
            *((f"Harbour {n:04d} Ltd", "DE", f"{n} Quay", n) for n in range(rows)),
        ])
    return file


def test_a_cancel_at_any_step_of_check_and_commit_leaves_the_store_as_it_was(
    services: Services, open_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "_AT_ONCE", 100)
    work = session.read(services, [_list(tmp_path, 450)], "en")
    before = open_store.content_digest()
    stopped = 0
    for last in itertools.count(1):
        if _imported(services, work, _Impatient(last)):
            break
        assert open_store.content_digest() == before and services.imports.all() == ()
        stopped += 1
    assert stopped >= 12, "while rows are sorted, companies found, records compared, and after each part that is written"
    assert services.customers.count() == 450 and open_store.check().whole


def test_reading_and_understanding_can_be_cancelled_and_count_what_they_have_done(services: Services, tmp_path: Path) -> None:
    file = _list(tmp_path, 1500)
    whole = Progress()
    session.read(services, [file], "en", whole)
    assert whole.done >= 1500
    for last in (1, 3):
        with pytest.raises(UserError, match=r"import\.cancelled"):
            session.read(services, [file], "en", _Impatient(last))
