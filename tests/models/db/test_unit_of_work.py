"""A unit of work: nothing lasts without a commit, nothing is overwritten unseen, one thread only."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from app.models.db.store import Store
from app.models.db.tables.customers import customers
from app.models.domain.errors import Conflict, EnvironmentFault
from tests.models.db import samples


def test_what_is_not_committed_is_gone(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        unit.customers.save(samples.customer())
    with store.read() as unit:
        assert unit.customers.count() == 0
        assert unit.journal.head().count == 0


def test_an_error_inside_takes_everything_back(store: Store) -> None:
    def save_and_fail() -> None:
        with store.write("customer.save", "officer 1") as unit:
            unit.customers.save(samples.customer())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()
    with store.read() as unit:
        assert unit.customers.count() == 0


def test_a_read_unit_cannot_write(store: Store) -> None:
    with store.read() as unit, pytest.raises(EnvironmentFault, match="read_only"):
        unit.connection.execute(customers.delete())


def test_a_read_unit_sees_one_state_while_others_write(store: Store) -> None:
    with store.read() as reading:
        assert reading.customers.count() == 0
        with store.write("customer.save", "officer 1") as unit:
            unit.customers.save(samples.customer())
            unit.commit()
        assert reading.customers.count() == 0
    with store.read() as reading:
        assert reading.customers.count() == 1


def test_a_unit_belongs_to_its_thread(store: Store) -> None:
    caught: list[str] = []

    def use(unit: object) -> None:
        try:
            unit.customers.count()  # type: ignore[attr-defined]
        except RuntimeError as error:
            caught.append(str(error))

    with store.read() as unit:
        thread = threading.Thread(target=use, args=(unit,))
        thread.start()
        thread.join()
    assert caught == ["a unit of work belongs to the thread that opened it"]


def test_a_closed_unit_is_of_no_use(store: Store) -> None:
    with store.write("x", "officer 1") as unit:
        unit.commit()
        with pytest.raises(RuntimeError, match="closed"):
            unit.settings.set("a", "b")
    with pytest.raises(RuntimeError, match="not open"):
        unit.commit()


def test_a_second_write_unit_in_the_same_thread_is_a_mistake_at_once(store: Store) -> None:
    with store.write("x", "officer 1"), pytest.raises(RuntimeError, match="already has a write unit"):
        store.write("y", "officer 1").__enter__()
    with store.write("z", "officer 1") as unit:
        unit.commit()


def test_a_write_needs_a_name(store: Store) -> None:
    with pytest.raises(ValueError, match="name of its command"):
        store.write("", "officer 1")


def test_a_save_against_an_older_version_is_refused_and_changes_nothing(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        first = unit.customers.save(samples.customer())
        unit.commit()
    with store.write("customer.save", "officer 1") as unit:
        second = unit.customers.save(replace(first, note="mine"))
        unit.commit()
    with pytest.raises(Conflict), store.write("customer.save", "officer 2") as unit:
        unit.customers.save(replace(first, note="theirs"))
    with store.read() as unit:
        assert unit.customers.get(first.id) == second
    assert (first.version, second.version) == (1, 2)


def test_a_change_of_a_part_alone_counts_the_version_up(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        first = unit.customers.save(samples.customer())
        changed = unit.customers.save(replace(first, contacts=()))
        unit.commit()
    assert changed.version == first.version + 1


def test_saving_what_is_already_there_changes_nothing(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        first = unit.customers.save(samples.customer())
        unit.commit()
    with store.write("customer.save", "officer 1") as unit:
        assert unit.customers.save(first) == first
        assert unit.touched == ()
        unit.commit()
        assert unit.fingerprint == ""


def test_a_save_of_something_deleted_is_a_conflict(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        saved = unit.customers.save(samples.customer())
        unit.customers.delete(saved.id)
        with pytest.raises(Conflict):
            unit.customers.save(saved)


def test_a_unit_tells_what_it_touched_and_where_the_journal_ends(store: Store) -> None:
    with store.write("settings.set", "officer 1") as unit:
        unit.settings.set("a", "1")
        unit.settings.set("a", "2")
        unit.commit()
    assert unit.touched == (("settings", 1),)
    with store.read() as reading:
        assert reading.journal.head().mac == unit.fingerprint
