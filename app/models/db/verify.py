"""Full check of a store: pages, structure, references, journal chain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlcipher3 import dbapi2

from app.models.db import driver, journal
from app.models.db.content_check import (
    altered_changes,
    damaged_evidence,
    damaged_methodologies,
    damaged_ratings,
    stray_origins,
    strayed_rows,
)
from app.models.db.engine import make_engine
from app.models.db.keys import StoreKey
from app.models.domain.errors import EnvironmentFault
from app.models.domain.log import FormFit


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. ``detail`` says where.

    ``kind``: "pages", "structure", "references", "journal", "forms", "evidence", "ratings", "methodologies",
    "changes", "imports", "derived".
    """

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Outcome of a full check: nothing found means the store is whole. ``head`` is where its journal ends."""

    findings: tuple[Finding, ...]
    head: journal.Head | None

    @property
    def whole(self) -> bool:
        """True when nothing is wrong."""
        return not self.findings


def verify_file(
    path: Path, key: StoreKey, head: journal.Head | None = None, mode: str = "rw", *, current: bool = False,
    forms: Sequence[tuple[int, str]] = (),
) -> Verdict:
    """Check every page, every reference and the journal of the file at ``path``, which need not be in use.

    ``head`` is what a manifest remembers of the journal: its row must be in the chain. ``current``: the tables are today's, so
    the grade-change log is compared with its chain, origins of imported records are looked at, and whether list and search say
    what their sources say; these can be made anew at any time, so nothing is refused for their sake. ``forms``: number and code
    of printed grade-change forms, whose entries must be in the chain (detail: "<number> <word of FormFit>"). Damage is a
    finding, never an error; what the disk refuses (EnvironmentFault) is an error.
    """
    findings: list[Finding] = []
    try:
        with closing(driver.open_keyed(path, key, mode)) as connection:
            findings += _page_findings(connection)
        if findings:
            return Verdict(tuple(findings), None)
        found, broken = _chain(path, key, head, mode, current, forms)
    except dbapi2.DatabaseError as error:
        if not driver.is_unreadable(error):
            raise driver.as_fault(error) or error from error
        return Verdict((*findings, Finding("pages", str(error))), None)
    except EnvironmentFault as fault:
        if fault.key != "store.damaged":
            raise
        return Verdict((*findings, Finding("pages", str(fault.__cause__ or fault))), None)
    return Verdict((*findings, *broken), found)


def _page_findings(connection: dbapi2.Connection) -> Iterator[Finding]:
    for row in connection.execute("PRAGMA cipher_integrity_check"):
        yield Finding("pages", str(row[0]))
    for row in connection.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Finding("structure", str(row[0]))
    for row in connection.execute("PRAGMA foreign_key_check"):
        yield Finding("references", f"{row[0]} {row[1]} -> {row[2]}")


def _chain(
    path: Path, key: StoreKey, head: journal.Head | None, mode: str, current: bool, forms: Sequence[tuple[int, str]]
) -> tuple[journal.Head, list[Finding]]:
    engine: Engine = make_engine(lambda: driver.open_keyed(path, key, mode), "BEGIN")
    findings = []
    with engine.connect() as connection:
        broken = journal.first_break(connection, head)
        if broken is not None:
            findings.append(Finding("journal", f"{broken.kind} {broken.seq}"))
        compared = ((no, journal.compare_form(connection, no, code)) for no, code in forms)
        findings += [Finding("forms", f"{no} {fit}") for no, fit in compared if fit is not FormFit.FITS]
        findings += [Finding("evidence", detail) for detail in damaged_evidence(connection)]
        findings += [Finding("ratings", detail) for detail in damaged_ratings(connection)]
        findings += [Finding("methodologies", detail) for detail in damaged_methodologies(connection)]
        if current:
            findings += [Finding("changes", detail) for detail in altered_changes(connection)]
            findings += [Finding("imports", detail) for detail in stray_origins(connection)]
            findings += [Finding("derived", detail) for detail in strayed_rows(connection)]
        return journal.read_head(connection), findings
