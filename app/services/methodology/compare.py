"""What differs between two methodologies: every value, every row that came or went, every list in another order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.models.domain.methodology import Methodology
from app.services.methodology.tree import Path, content, leaves, rows_of


@dataclass(frozen=True, slots=True)
class Difference:
    """``kind``: "value", "added", "removed" or "order". Of a row that came or went both values are None.

    Of an order the values are the keys of the rows that both have.
    """

    kind: str
    path: Path
    before: Any = None
    after: Any = None


def compare(before: Methodology, after: Methodology) -> tuple[Difference, ...]:
    """Everything that makes the content of two methodologies differ, in the order of the parts; () when nothing does."""
    found: list[Difference] = []
    for (name, old, kind), (_, new, _) in zip(content(before), content(after), strict=True):
        if old != new:
            found += _of_part(name, old, new, kind)
    return tuple(found)


def _of_part(name: str, old: Any, new: Any, kind: Any) -> list[Difference]:
    old_rows, new_rows = dict(rows_of(old, kind, (name,))), dict(rows_of(new, kind, (name,)))
    gone, come, moved = [], [], []
    for path in sorted({*old_rows, *new_rows}):
        one, other = old_rows.get(path, ()), new_rows.get(path, ())
        gone += [(*path, key) for key in one if key not in other]
        come += [(*path, key) for key in other if key not in one]
        kept, order = [key for key in one if key in other], [key for key in other if key in one]
        if kept != order:
            moved.append(Difference("order", path, tuple(kept), tuple(order)))
    gone, come = _outermost(gone), _outermost(come)
    before, after = dict(leaves(old, kind, (name,))), dict(leaves(new, kind, (name,)))
    found = [Difference("removed", path) for path in gone] + [Difference("added", path) for path in come]
    for path in dict.fromkeys((*before, *after)):
        if not _below(path, gone) and not _below(path, come):
            was, now = before.get(path), after.get(path)
            if was != now or type(was) is not type(now):
                found.append(Difference("value", path, was, now))
    return sorted(found + moved, key=_order)


def _order(one: Difference) -> tuple[Path, str]:
    return one.path, ""


def _outermost(paths: list[Path]) -> list[Path]:
    """Without the rows that lie in a row which came or went itself."""
    return [path for path in paths if not any(path != other and path[: len(other)] == other for other in paths)]


def _below(path: Path, rows: list[Path]) -> bool:
    return any(path[: len(row)] == row for row in rows)
