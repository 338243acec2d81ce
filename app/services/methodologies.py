"""Published methodology versions: the current one, any past one, and the first one of a new store."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from app.models.db.store import Store
from app.models.db.units import ReadUnit
from app.models.domain.errors import ProblemList, UserError
from app.models.domain.labels import Labels
from app.models.domain.methodology_drafts import PublishedVersion
from app.services.changes import METHODOLOGY, Changed, changed
from app.services.clock import Clock, SystemClock

if TYPE_CHECKING:  # the list of customers is shown before any methodology is read
    from app.models.db.rows import MethodologyRow
    from app.models.domain.methodology import Methodology


class Methodologies:
    """Hands out whole methodologies; each is read from the store once and kept, for a published version never changes."""

    def __init__(self, store: Store, clock: Clock | None = None) -> None:
        self._store = store
        self._clock = clock or SystemClock()
        self._kept: dict[str, Methodology] = {}
        self._lock = threading.Lock()

    def current(self) -> Methodology:
        """Return the version in use today. UserError ``methodology.not_found`` when the store has none yet."""
        with self._store.read() as unit:
            return self.current_in(unit)

    def by_hash(self, content_hash: str) -> Methodology:
        """Return a published version. UserError ``methodology.not_found``."""
        kept = self._kept.get(content_hash)
        if kept is not None:
            return kept
        with self._store.read() as unit:
            return self.load(unit, content_hash)

    def ensure_builtin(self, by: str) -> Changed[str]:
        """Publish the shipped methodology if the store has none; return the hash of the current version."""
        from app.services.methodology import builtin

        with self._store.read() as unit:
            current = unit.methodologies.current()
        return self.publish(builtin(), by) if current is None else changed(current[0])

    def publish(self, m: Methodology, by: str) -> Changed[str]:
        """Publish a version for ever; new cases are opened by it. ProblemList ``methodology.problems`` if it does not hold.

        The same content is published once: its hash is returned as it is.
        """
        from app.services.methodology import canonical, check, content_hash

        problems = check(m)
        if problems:
            raise ProblemList("methodology.problems", problems)
        m = replace(m, hash=content_hash(m))
        name = json.dumps({"en": m.name.en, "zh": m.name.zh, "ru": m.name.ru}, ensure_ascii=False)
        with self._store.write("methodology.publish", by) as unit:
            unit.methodologies.publish(name, m.version, m.hash, canonical(m), m.valid_from, by)
            unit.commit()
        with self._lock:
            self._kept[m.hash] = m
        return changed(m.hash, METHODOLOGY)

    def current_in(self, unit: ReadUnit) -> Methodology:
        """The version in use today, within a unit of work: the one published last of those that are valid by now."""
        current = self._in_use(unit)
        if current is None:
            raise UserError("methodology.not_found", hash="")
        return self.load(unit, current.hash)

    def _in_use(self, unit: ReadUnit, known: Sequence[MethodologyRow] | None = None) -> MethodologyRow | None:
        """The newest valid version; the first one of all where none is valid yet."""
        rows, today = unit.methodologies.all() if known is None else known, self._clock.today()
        valid = [row for row in rows if row.valid_from <= today]
        return valid[-1] if valid else rows[0] if rows else None

    def versions(self) -> tuple[PublishedVersion, ...]:
        """Return every published version, newest first."""
        with self._store.read() as unit:
            rows = unit.methodologies.all()
            used, reasons = self._in_use(unit, rows), _reasons(unit)
        return tuple(
            PublishedVersion(
                row.hash, row.version, Labels(**json.loads(row.name_json)), row.valid_from, row.published_at, row.by,
                reasons.get(row.id, ""), used is not None and row.hash == used.hash,
            )
            for row in reversed(rows)
        )

    def load(self, unit: ReadUnit, content_hash: str) -> Methodology:
        """A published version, within a unit of work."""
        with self._lock:
            kept = self._kept.get(content_hash)
            if kept is None:
                kept = _read(unit.methodologies.canonical(content_hash))
                self._kept[content_hash] = kept
            return kept


def _reasons(unit: ReadUnit) -> dict[int, str]:
    """Why each version was published, as the journal noted it: one query."""
    published = [entry for entry in unit.journal.rows_of("methodologies") if entry.action == "publish"]
    return {entry.entity_id: str(entry.after.get("reason", "")) for entry in published}


@lru_cache(maxsize=8)
def _read(text: str) -> Methodology:
    """The methodology of a canonical text. The same text is read once, whichever store it comes from."""
    from app.services.methodology import from_canonical

    return from_canonical(text)
