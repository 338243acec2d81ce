"""Every planted fault is told at its cell or row, or asked about; every other cell becomes exactly what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.models.db.store import Store
from app.models.domain.errors import UserError
from app.models.domain.imports import FileMark
from app.models.domain.methodology import Methodology
from app.services.imports.mapping.propose import propose
from app.services.imports.model import Ask, Fault, Plan, Record
from app.services.imports.profiles import shipped
from app.services.imports.reading.reader import read_book
from app.services.imports.records import records
from app.services.imports.service import mark_of
from app.services.imports.values.guess import answered
from app.services.registry import Services
from tests.services.imports import dirty
from tests.services.imports.dirty import Dirty, Planted


def _answer(plan: Plan, answers: Mapping[Ask, str]) -> Plan:
    """The plan with every question answered."""
    tables = []
    for table in plan.tables:
        choice = table.choice
        for question in table.questions:
            choice = answered(choice, question, answers.get(question.ask, question.options[0]))
        tables.append(replace(table, choice=choice, questions=()))
    return replace(plan, tables=tuple(tables))


def _is_told(planted: Planted, faults: Iterable[Fault]) -> bool:
    return any(
        fault.place.row == planted.row and planted.column in (None, fault.place.column)
        and (not planted.keys or fault.key in planted.keys)
        for fault in faults
    )


def _unlike(file: Dirty, found: Iterable[Record], faults: Iterable[Fault]) -> list[str]:
    """Cells that did not become what stands in them, although nothing was planted there; and faults where nothing is wrong."""
    by_row = {record.position: record.values for record in found}
    wrong = []
    for row, values in file.truth.items():
        there = by_row.get(row, {})
        unlike = [name for name, value in values.items() if there.get(name) != value]
        wrong += [f"row {row}: {name} is {there.get(name)!r}, not {values[name]!r}" for name in unlike]
    rows = {one.row for one in file.planted}
    wrong += [f"a row of its own: {row}" for row in by_row.keys() - file.truth.keys() - rows]
    wrong += [f"false alarm: {fault.place.address} {fault.key} {fault.value}" for fault in faults if fault.place.row not in rows]
    for one in file.planted:
        values = file.truth.get(one.row, {})
        kept = by_row.get(one.row, {})
        if one.column is not None:
            told = [fault.field for fault in faults if fault.place.row == one.row and not fault.refused]
            silent = (kept.keys() - values.keys() - set(told)) & _FIELDS
            wrong += [f"kept in silence: row {one.row} {name}" for name in silent]
    return wrong


_FIELDS = frozenset({
    "name", "id.uscc", "id.inn", "fact.capital", "fact.founded", "fact.insured_staff", "fact.employees", "address", "day", "due",
    "amount",
})


def _marks(file: Dirty) -> list[FileMark]:
    return [mark_of(file.path)]


def _read(file: Dirty, m: Methodology) -> tuple[Plan, list[Record]]:
    books = [(file.path.name, read_book(file.path))]
    plan = _answer(propose(books, m, file.lang, shipped()), file.answers)
    assert len(plan.tables) == 1, f"{file.path.name}: {len(plan.tables)} tables"
    return plan, list(records(books, plan, file.lang))


def _look(file: Dirty, services: Services, m: Methodology) -> tuple[list[str], list[str]]:
    """What was planted and not told, and what is otherwise wrong."""
    plan, found = _read(file, m)
    faults = services.imports.check(found, plan, _marks(file)).faults
    untold = [f"{file.path.name}: {one.kind} in row {one.row + 1}" for one in file.planted if not _is_told(one, faults)]
    return untold, [f"{file.path.name}: {one}" for one in _unlike(file, found, faults)]


def _all(seeds: Iterable[int], folder: Path, services: Services) -> None:
    m = services.methodologies.current()
    untold, wrong, kinds = [], [], Counter[str]()
    for seed in seeds:
        file = dirty.make(folder, seed)
        kinds.update(one.kind for one in file.planted)
        more, other = _look(file, services, m)
        untold += more
        wrong += other
    assert untold == [], f"{len(untold)} of {kinds.total()}"
    assert wrong == []
    assert len(kinds) >= 15


def test_each_planted_fault_is_told_and_nothing_changes_in_silence(tmp_path: Path, services: Services) -> None:
    _all(range(30), tmp_path, services)


@pytest.mark.slow
def test_each_fault_of_300_files_is_told(tmp_path: Path, services: Services) -> None:
    _all(range(1_000, 1_300), tmp_path, services)


@pytest.mark.parametrize("seed", [1, 2, 5, 8])
def test_a_dirty_file_goes_in_once_comes_out_whole_and_may_come_again(
    seed: int, tmp_path: Path, services: Services, open_store: Store
) -> None:
    file = dirty.make(tmp_path, seed)
    plan, found = _read(file, services.methodologies.current())
    before = open_store.content_digest()
    checked = services.imports.check(found, plan, _marks(file))
    assert open_store.content_digest() == before, "looking writes nothing"
    done = services.imports.commit(checked, None, "officer 1").value
    inside = open_store.content_digest()
    assert inside != before
    with pytest.raises(UserError, match=r"import\.same_file"):
        services.imports.check(found, plan, _marks(file))
    assert open_store.content_digest() == inside
    services.imports.undo(done.import_id, "officer 1")
    assert open_store.content_digest() == before
    services.imports.commit(services.imports.check(found, plan, _marks(file)), None, "officer 1")


def test_this_harness_sees_a_fault_that_is_not_told_and_a_value_that_was_changed(tmp_path: Path, services: Services) -> None:
    file = dirty.make(tmp_path, 1)
    plan, found = _read(file, services.methodologies.current())
    faults = services.imports.check(found, plan, _marks(file)).faults
    one = next(planted for planted in file.planted if planted.column is not None)
    assert _is_told(one, faults)
    assert not _is_told(one, [fault for fault in faults if fault.place.row != one.row])
    assert not _is_told(one, [replace(fault, key="another") for fault in faults])
    row = next(row for row in file.truth if row not in {planted.row for planted in file.planted})
    spoiled = [
        replace(record, values={**record.values, "name": "Another"}) if record.position == row else record for record in found
    ]
    assert not [text for text in _unlike(file, found, faults) if text.startswith(f"row {row}:")]
    assert [text for text in _unlike(file, spoiled, faults) if text.startswith(f"row {row}: name")]
    assert [text for text in _unlike(file, found[1:], faults) if text.startswith("row 1:")]
