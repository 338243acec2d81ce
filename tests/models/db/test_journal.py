"""The journal remembers every change and shows every tampering."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DatabaseError

from app.models.db import driver, journal
from app.models.db.engine import make_engine
from app.models.db.journal import Head
from app.models.db.store import Store
from app.models.db.tables.keeping import APPEND_ONLY
from tests.models.db import samples


def test_a_change_is_journaled_with_who_when_command_before_and_after(store: Store) -> None:
    with store.write("settings.set", "officer 1") as unit:
        unit.settings.set("language", "en")
        unit.commit()
    with store.write("settings.change", "officer 2") as unit:
        unit.settings.set("language", "zh")
        unit.commit()
        when = unit.now
    with store.read() as unit:
        first, second = unit.journal.rows("settings", 1)
    assert (first.action, first.who, first.command, first.after) == (
        "insert",
        "officer 1",
        "settings.set",
        {"key": "language", "value": "en"},
    )
    assert (second.action, second.who, second.at) == ("update", "officer 2", when)
    assert (second.before, second.after) == ({"value": "en"}, {"value": "zh"})


def test_the_changes_of_one_command_share_a_number(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        unit.customers.save(samples.customer())
        unit.commit()
    with store.read() as unit:
        rows = unit.journal.rows("customers", 1)
        together = unit.journal.of_command(rows[0].unit)
    assert {entry.entity for entry in together} == {
        "customers",
        "customer_identifiers",
        "customer_former_names",
        "customer_related",
        "customer_contacts",
    }


def test_large_contents_stand_in_the_journal_as_fingerprints(store: Store) -> None:
    with store.write("fill", "officer 1") as unit:
        samples.fill(unit)
        unit.commit()
    with store.read() as unit:
        evidence, rating = unit.journal.rows("evidence", 1)[0], unit.journal.rows("ratings", 1)[0]
    assert set(evidence.after["content"]) == {"sha256"}
    assert set(rating.after["input_json"]) == {"sha256"}


def test_personal_values_are_hashes_in_the_journal_until_they_are_purged(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        unit.customers.save(samples.customer())
        unit.commit()
    with store.read() as unit:
        raw = "".join(unit.connection.execute(text("SELECT after FROM journal")).scalars())
        assert "Person One" not in raw
        assert "a@b.c" not in raw
        assert unit.journal.rows("customer_contacts", 1)[0].after["name"] == "Person One"
    from app.models.db.tables.customers import customer_contacts

    with store.write("customer.purge", "officer 1") as unit:
        assert unit.purge_personal(customer_contacts, 1) == 3
        unit.commit()
    with store.read() as unit:
        entry, purge = unit.journal.rows("customer_contacts", 1)
        assert (entry.after["name"], entry.after["post"]) == (None, "director")
        assert purge.action == "purge"
        assert unit.journal.verify() == ()


def test_the_journal_refuses_to_be_changed_or_shortened(store: Store) -> None:
    with store.write("x", "officer 1") as unit:
        unit.settings.set("a", "1")
        unit.commit()
    for statement in (
        "UPDATE journal SET who = 'x'",
        "DELETE FROM journal",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ):
        with store.write("attack", "officer 1") as unit, pytest.raises(DatabaseError, match="append-only"):
            unit.connection.execute(text(statement))


# --- tampering by somebody who can write SQL and removes the triggers first ---------------------------------------------

Attack = Callable[[Connection, random.Random, int], None]
COLUMNS = ("at", "who", "command", "unit", "action", "entity", "entity_id", "before", "after", "mac")


def _edit(connection: Connection, chance: random.Random, count: int) -> None:
    seq, column = chance.randint(1, count), chance.choice(COLUMNS)
    row = connection.execute(text(f"SELECT {column} FROM journal WHERE seq = {seq}")).scalar_one()
    value: object = (row or 0) + 1 if isinstance(row, int) else _other_text(row, chance)
    connection.execute(text(f"UPDATE journal SET {column} = :value WHERE seq = {seq}"), {"value": value})


def _other_text(value: str | None, chance: random.Random) -> str:
    if not value:
        return "x"
    at = chance.randrange(len(value))
    return value[:at] + ("0" if value[at] != "0" else "1") + value[at + 1 :]


def _delete(connection: Connection, chance: random.Random, count: int) -> None:
    seq = chance.randint(1, count)
    connection.execute(text(f"DELETE FROM journal WHERE seq = {seq}"))
    if chance.random() < 0.5:  # close the gap, as a careful hand would
        connection.execute(text(f"UPDATE journal SET seq = -(seq - 1) WHERE seq > {seq}"))
        connection.execute(text("UPDATE journal SET seq = -seq WHERE seq < 0"))


def _insert(connection: Connection, chance: random.Random, count: int) -> None:
    seq = chance.randint(1, count)
    connection.execute(text(f"UPDATE journal SET seq = -(seq + 1) WHERE seq >= {seq}"))
    connection.execute(text("UPDATE journal SET seq = -seq WHERE seq < 0"))
    names = ", ".join(COLUMNS)
    source = chance.choice([number for number in range(1, count + 2) if number != seq])
    connection.execute(text(f"INSERT INTO journal (seq, {names}) SELECT {seq}, {names} FROM journal WHERE seq = {source}"))


def _swap(connection: Connection, chance: random.Random, count: int) -> None:
    one, two = chance.sample(range(1, count + 1), 2)
    for old, new in ((one, -two), (two, -one)):
        connection.execute(text(f"UPDATE journal SET seq = {new} WHERE seq = {old}"))
    connection.execute(text("UPDATE journal SET seq = -seq WHERE seq < 0"))


def _cut(connection: Connection, chance: random.Random, count: int) -> None:
    keep = chance.randint(0, count - 1)
    connection.execute(text(f"DELETE FROM journal WHERE seq > {keep}"))
    if chance.random() < 0.5:  # and move the head to where the rows end now
        mac = connection.execute(text(f"SELECT mac FROM journal WHERE seq = {keep}")).scalar() or journal.GENESIS
        connection.execute(text("UPDATE journal_head SET entries = :count, mac = :mac"), {"count": keep, "mac": mac})


@pytest.fixture(scope="module")
def long_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("journal") / "long.zixin"
    with Store.open(path, create=True) as store:
        for number in range(12):
            with store.write("settings.set", f"officer {number % 3}") as unit:
                unit.settings.set("a", str(number))
                unit.settings.set(f"b{number}", "1")
                unit.commit()
    return path


@pytest.mark.parametrize("attack", [_edit, _delete, _insert, _swap, _cut])
def test_every_tampering_is_found(long_journal: Path, attack: Attack) -> None:
    with Store.open(long_journal) as store:
        key = store._key
    engine = make_engine(lambda: driver.open_keyed(long_journal, key), "BEGIN IMMEDIATE", 1)
    chance = random.Random(f"{attack.__name__} 20261122")
    missed = 0
    with engine.connect() as connection:
        for _ in range(100):
            with connection.begin() as transaction:
                assert journal.first_break(connection) is None
                count = journal.read_head(connection).count
                for name in APPEND_ONLY:
                    connection.execute(text(f"DROP TRIGGER {name}"))
                attack(connection, chance, count)
                missed += journal.first_break(connection) is None
                transaction.rollback()
    engine.dispose()
    assert missed == 0


def test_without_the_head_a_cut_tail_would_go_unseen(long_journal: Path) -> None:
    """The control: a shortened chain is a valid chain, only the head outside the table tells."""
    with Store.open(long_journal) as store, store.write("control", "officer 1") as unit:
        connection = unit.connection
        for name in APPEND_ONLY:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("DELETE FROM journal WHERE seq > 5"))
        key = bytes(connection.execute(text("SELECT journal_key FROM store_info")).scalar_one())
        mac = connection.execute(text("SELECT mac FROM journal WHERE seq = 5")).scalar_one()
        head = Head(5, mac)
        connection.execute(
            text("UPDATE journal_head SET entries = 5, mac = :mac, seal = :seal"), {"mac": mac, "seal": journal._seal(key, head)}
        )
        assert journal.first_break(connection) is None
        assert journal.first_break(connection, Head(24, "00" * 32)) is not None


def test_the_head_of_a_manifest_must_be_in_the_chain(store: Store) -> None:
    with store.write("x", "officer 1") as unit:
        unit.settings.set("a", "1")
        unit.commit()
    with store.read() as unit:
        head = unit.journal.head()
    with store.write("y", "officer 1") as unit:
        unit.settings.set("a", "2")
        unit.commit()
    with store.read() as unit:
        assert unit.journal.verify(head) == ()
        assert unit.journal.verify(replace(head, mac="00" * 32)) != ()


def test_a_personal_value_that_was_changed_is_found(store: Store) -> None:
    with store.write("customer.save", "officer 1") as unit:
        unit.customers.save(samples.customer())
        unit.commit()
    with store.write("attack", "officer 1") as unit:
        unit.connection.execute(text("UPDATE personal_value SET value = '\"other\"'"))
        assert [broken.kind for broken in unit.journal.verify()] == ["personal"]


def test_a_long_journal_is_walked_with_as_few_questions_as_a_short_one(store: Store) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    def walk(entries: int) -> int:
        with store.write("settings.set", "officer 1") as unit:
            for number in range(entries):
                unit.record("note", samples_table(), 1, None, {"n": number})
            unit.commit()
        with store.read() as unit:
            unit.settings.all()
            asked.clear()
            assert unit.journal.verify() == ()
        return len(asked)

    event.listen(store._reader, "before_cursor_execute", count)
    assert walk(2) == walk(2000)
    event.remove(store._reader, "before_cursor_execute", count)


def samples_table() -> object:
    from app.models.db.tables.people import settings

    return settings
