"""Putting the rows of a step back as they were, or on again: all of them, or none when one was changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, and_, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.models.db.base import metadata
from app.models.db.steps import Key, Row, RowImage, read_rows
from app.models.db.tables.cases import answers, evidence
from app.models.db.tables.statements import statement_lines, statements
from app.models.db.unit_of_work import Writing
from app.models.domain.errors import UserError

Versions = dict[tuple[str, Key], int]
"""The highest version that a row had when it was taken away: when it comes back it counts on from there."""


def apply_rows(unit: Writing, images: Sequence[RowImage], *, forward: bool, versions: Versions) -> None:
    """Make the rows what they were before the step (``forward``: after it), inside ``unit``; the journal gets each change.

    UserError ``undo.changed_since`` when a row is no longer what the step left, ``undo.in_use`` when something that was
    entered since rests on one. ``versions`` is read and written; versions never go back.
    """
    turned = [image if forward else RowImage(image.table, image.key, image.after, image.before) for image in images]
    order = {table.name: at for at, table in enumerate(metadata.sorted_tables)}
    turned.sort(key=lambda image: (order[image.table], image.key))
    now = _checked(unit, turned)
    plain = [image for image in turned if image.table != statement_lines.name]
    lines = [image for image in turned if image.table == statement_lines.name]
    try:
        _write_lines(unit, [image for image in lines if image.after is None])
        for image in reversed(plain):
            if image.before is not None and image.after is None:
                _remove(unit, image, now, versions)
        for image in plain:
            if image.before is not None and image.after is not None:
                _change(unit, image)
        for image in plain:
            if image.before is None and image.after is not None:
                known = max(versions.get((image.table, image.key), 0), image.after.get("version", 0))
                unit.restore(metadata.tables[image.table], image.after, known + 1)
        _write_lines(unit, [image for image in lines if image.after is not None])
        for image in plain:
            if image.table == evidence.name and image.after is None:
                _refuse_used(unit, image)
    except IntegrityError:
        raise UserError("undo.in_use") from None


def _checked(unit: Writing, images: Sequence[RowImage]) -> dict[tuple[str, Key], Row]:
    """The rows as they stand; UserError when one is not what it should be before the change."""
    by_table: dict[str, list[RowImage]] = defaultdict(list)
    for image in images:
        by_table[image.table].append(image)
    found: dict[tuple[str, Key], Row] = {}
    for name, group in by_table.items():
        table = metadata.tables[name]
        rows = read_rows(unit.connection, table, [image.key for image in group])
        for image in group:
            row = rows.get(image.key)
            if not _alike(row, image.before):
                raise UserError("undo.changed_since")
            if row is not None:
                found[name, image.key] = row
    return found


def _alike(row: Row | None, image: Row | None) -> bool:
    if row is None or image is None:
        return row is image
    return all(_same(row[name], value) for name, value in image.items() if name != "version")


def _same(left: object, right: object) -> bool:
    return left == right and str(left) == str(right)


def _remove(unit: Writing, image: RowImage, now: Mapping[tuple[str, Key], Row], versions: Versions) -> None:
    table = metadata.tables[image.table]
    row = now[image.table, image.key]
    versions[image.table, image.key] = row.get("version", 0)
    unit.delete(table, image.key[0])


def _refuse_used(unit: Writing, image: RowImage) -> None:
    """Answers name their files in a list of numbers that the store itself does not watch."""
    assert image.before is not None
    wanted = select(answers.c.evidence_ids).where(answers.c.case_id == image.before["case_id"])
    if any(image.key[0] in ids for (ids,) in unit.rows(wanted)):
        raise UserError("undo.in_use")


def _change(unit: Writing, image: RowImage) -> None:
    assert image.before is not None and image.after is not None
    table: Table = metadata.tables[image.table]
    values = {name: value for name, value in image.after.items() if name not in ("id", "version")}
    differs = any(not _same(image.before[name], value) for name, value in values.items())
    if differs:
        unit.update(table, image.key[0], values)
    elif "version" in table.c:
        unit.touch(table, image.key[0])


def _write_lines(unit: Writing, images: Sequence[RowImage]) -> None:
    """Lines have no number of their own: the journal shows them with their statement."""
    by_statement: dict[int, list[RowImage]] = defaultdict(list)
    for image in images:
        by_statement[image.key[0]].append(image)
    for statement_id, group in by_statement.items():
        old: dict[str, Any] = {}
        new: dict[str, Any] = {}
        for image in group:
            _, opening, line = image.key
            name = f"opening.{line}" if opening else line
            here = and_(*(column == part for column, part in zip(statement_lines.primary_key, image.key, strict=True)))
            if image.before is not None:
                unit.connection.execute(delete(statement_lines).where(here))
                old[name] = image.before["value"]
            if image.after is not None:
                unit.connection.execute(insert(statement_lines), dict(image.after))
                new[name] = image.after["value"]
        unit.record("lines", statements, statement_id, old, new)
