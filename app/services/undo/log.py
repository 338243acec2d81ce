"""The steps of this session, by officer: what can be undone and what can be done again."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from app.models.db.steps import Key, Row, RowImage, Step
from app.services.undo.commands import APART, UNDOABLE, WHOLE_GROUPS

MOST_STEPS = 200
MOST_BYTES = 200 * 1024 * 1024
"""Of one officer's steps; the oldest ones go first, the newest one stays whatever its size."""
BURST = timedelta(seconds=2.5)
LONGEST_BURST = timedelta(seconds=10)
_TYPED_IN_BURSTS = frozenset({"case.answer", "case.update", "case.guarantees", "customer.save", "statement.save", "settings.set"})
_BOOKKEEPING = frozenset(
    {"version", "by", "at", "second_by", "state", "value_kind", "name_norm", "pinyin", "initials", "search_text"}
)


class Log:
    """A ``Keeper`` of the store. Asked from any thread; told on the thread that writes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._undo: dict[str, deque[Step]] = defaultdict(deque)
        self._redo: dict[str, list[Step]] = defaultdict(list)
        self._begun: dict[str, Step] = {}       # the first part of the burst that the newest step grew from
        self._group = threading.local()
        self.versions: dict[tuple[str, Key], int] = {}

    # --- told by the store -------------------------------------------------------------------------------------------

    def wants(self, command: str) -> bool:
        """Rows are kept of what can be undone."""
        return command in UNDOABLE

    def take(self, step: Step) -> None:
        """A command was committed."""
        if step.command in APART or not (step.rows or step.touched):
            return
        parts: list[Step] | None = getattr(self._group, "parts", None)
        if parts is not None:
            parts.append(step)
        else:
            self._push(step)

    @contextmanager
    def together(self, command: str) -> Iterator[None]:
        """What this thread commits inside becomes one step named ``command``; one alone mostly keeps its own name."""
        if getattr(self._group, "parts", None) is not None:
            yield
            return
        parts: list[Step] = []
        self._group.parts = parts
        try:
            yield
        finally:
            self._group.parts = None
            kept = [step for step in parts if step.command in UNDOABLE]
            if len(kept) == len(parts) and kept:
                self._push(kept[0] if len(kept) == 1 and command not in WHOLE_GROUPS else replace(_joined(kept), command=command))
            else:
                for step in parts:
                    self._push(step)

    def _push(self, step: Step) -> None:
        with self._lock:
            self._redo.pop(step.by, None)
            if not step.rows:
                self._begun.pop(step.by, None)
                return
            done = self._undo[step.by]
            begun = self._begun.get(step.by)
            if done and begun is not None and _goes_on(done[-1], step) and step.at - begun.at <= LONGEST_BURST:
                done[-1] = _joined([done[-1], step])
            else:
                done.append(step)
                self._begun[step.by] = step
            while len(done) > MOST_STEPS or (len(done) > 1 and sum(map(_size, done)) > MOST_BYTES):
                done.popleft()

    # --- asked by the service ----------------------------------------------------------------------------------------

    def next(self, by: str, *, back: bool) -> Step | None:
        """The step that would be undone (``back``) or done again."""
        with self._lock:
            steps = self._undo[by] if back else self._redo[by]
            return steps[-1] if steps else None

    def moved(self, step: Step, *, back: bool) -> None:
        """A step was undone, or done again."""
        with self._lock:
            source, target = (self._undo, self._redo) if back else (self._redo, self._undo)
            if source[step.by] and source[step.by][-1] is step:
                source[step.by].pop()
            target[step.by].append(step)
            self._begun.pop(step.by, None)

    def drop(self, step: Step, *, back: bool) -> None:
        """A step that can never be undone again does not stand in the way of the ones before it."""
        with self._lock:
            steps = self._undo[step.by] if back else self._redo[step.by]
            if steps and steps[-1] is step:
                steps.pop()
            self._begun.pop(step.by, None)


def _joined(steps: list[Step]) -> Step:
    """Several steps as one: each row as it was before the first and after the last."""
    rows: dict[tuple[str, Key], RowImage] = {}
    for step in steps:
        for image in step.rows:
            place = (image.table, image.key)
            rows[place] = replace(image, before=rows[place].before) if place in rows else image
    kept = tuple(image for image in rows.values() if image.before is not None or image.after is not None)
    return replace(steps[-1], rows=kept)


def _goes_on(last: Step, step: Step) -> bool:
    """Whether ``step`` is more typing in the very place of ``last``."""
    if step.command != last.command or step.command not in _TYPED_IN_BURSTS or not timedelta(0) <= step.at - last.at <= BURST:
        return False
    known = {(image.table, image.key): image for image in last.rows}
    for image in step.rows:
        before = known.get((image.table, image.key))
        if before is None or before.after is None or image.before is None or image.after is None:
            return False
        if not _changed(image.before, image.after) <= _filled(before):
            return False
    return True


def _changed(before: Row, after: Row) -> frozenset[str]:
    return frozenset(name for name, value in after.items() if before[name] != value) - _BOOKKEEPING


def _filled(image: RowImage) -> frozenset[str]:
    """The columns that a step typed into."""
    assert image.after is not None
    if image.before is not None:
        return _changed(image.before, image.after)
    return frozenset(name for name, value in image.after.items() if value not in (None, "", [], {})) - _BOOKKEEPING


def _size(step: Step) -> int:
    return sum(_row_size(row) for image in step.rows for row in (image.before, image.after) if row is not None)


def _row_size(row: Mapping[str, object]) -> int:
    return 400 + sum(len(value) for value in row.values() if isinstance(value, str | bytes))
