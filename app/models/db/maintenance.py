"""Care for stores that may be closed: check, repair, backup, restore. Behind the commands and the store-care screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.models import files
from app.models.db import backup as backups
from app.models.db import migrate, refusals, verify
from app.models.db.clock_check import clock_told
from app.models.db.layout import HEAD, utc_now
from app.models.db.store import Store
from app.models.db.tables.customers import customers
from app.models.db.tables.found import fill_derived
from app.models.db.verify import Verdict
from app.models.domain.errors import EnvironmentFault

PARTS = ("pages", "structure", "references", "journal", "changes", "evidence", "ratings", "methodologies", "imports", "derived")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """Outcome of one part: ``key`` is "layout", "clock", "forms" or one of ``PARTS`` ("store.check.<key>" in the catalogue)."""

    key: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Outcome of a whole check."""

    lines: tuple[CheckLine, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is wrong."""
        return all(line.ok for line in self.lines)


def check(path: Path, password: str | None = None, forms: Sequence[tuple[int, str]] = ()) -> CheckReport:
    """Check a store without changing it. The errors of ``Store.open`` where it cannot even be recognised.

    ``forms``: number and code of printed grade-change forms, compared with the log.
    """
    key, number = refusals.find_key(path, password)
    refusals.check_format(number, HEAD, path)
    verdict = verify.verify_file(path, key, current=number == HEAD, forms=forms)
    layout, parts = CheckLine("layout", True, str(number)), (*PARTS, *(("forms",) if forms else ()))
    details = {part: _details(verdict, part) for part in parts}
    if verdict.whole:
        stamped = migrate.stored_revision(path, key)
        layout = CheckLine("layout", stamped[0] == stamped[1], f"{stamped[0]} / {stamped[1]}")
    clock = (CheckLine("clock", *clock_told(path, key, utc_now())),) if verdict.head is not None else ()
    return CheckReport((layout, *(CheckLine(part, not details[part], details[part]) for part in parts), *clock))


def _details(verdict: Verdict, part: str) -> str:
    found = [finding.detail for finding in verdict.findings if finding.kind == part]
    return "; ".join(found[:5]) + (" …" if len(found) > 5 else "")


def repair(path: Path, password: str | None = None) -> CheckReport:
    """Mend what can be mended without guessing, after keeping a copy: indexes, list and search, left-over temporary files.

    Damaged pages, a broken journal or changed evidence cannot be mended here; they stay in the report, and the answer
    to them is the newest good backup.
    """
    files.clean_temporaries(path.parent, older_than=0.0)
    key, number = refusals.find_key(path, password)
    refusals.check_format(number, HEAD, path)
    before = check(path, password)
    if not all(line.ok for line in before.lines if line.key == "pages"):
        return before
    copy = path.with_name(f"{path.stem}.before-repair-{utc_now():%Y%m%dT%H%M%S%f}{path.suffix}")
    backups.copy_store(path, key, copy)
    with Store.open(path, password) as store, store.write("store.repair", "") as unit:
        unit.connection.exec_driver_sql("REINDEX")
        fill_derived(unit.connection)
        for row in unit.rows(select(customers.c.id)):
            unit.customers.refresh_search(row.id)
        unit.commit()
    return check(path, password)


def backup(source: Store | Path, target: Path, password: str | None = None, reason: str = "manual") -> backups.Manifest:
    """Write a verified backup of an open store or of a file; EnvironmentFault "backup.failed_check" if it is damaged."""
    if isinstance(source, Store):
        return source.backup(target, reason)
    with Store.open(source, password) as store:
        return store.backup(target, reason)


def verify_backup(path: Path, password: str | None = None) -> Verdict:
    """Check a backup and its manifest; nothing found means that it can be restored."""
    return backups.check_backup(path, password)


def restore(source: Path, target: Path, password: str | None = None) -> backups.Restored:
    """Put a backup in the place of a store that is not open; the previous state is kept beside it."""
    try:
        return backups.restore(source, target, password, utc_now())
    except OSError as error:
        raise EnvironmentFault("store.not_written", path=str(target), why=error.strerror or str(error)) from error
